//! How close a rescue comes to what flash and bus allow, verification included: 3 %.

use umbilical_emu::chips::nor25::{OperationTimes, Times};
use umbilical_emu::limit;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::time::Span;
use umbilical_tests::{flash, flash_image, flash_scenario, rescue};

/// SCK at 48 MHz with the shortest half period.
const SCK_HZ: u32 = 24_000_000;

/// Device time and limit in picoseconds of a rescue.
fn measure(story: &str, scenario: &Scenario) -> (u64, u64) {
    let part = scenario.standby.part.nor().expect("a flash");
    let padded = |contents: &[u8]| {
        let mut padded = contents.to_vec();
        padded.resize(part.bytes as usize, 0xFF);
        padded
    };
    let (source, standby) = (&scenario.source.contents, &scenario.standby.contents);
    let limit = limit::nor(part, SCK_HZ, part.bytes, &padded(source), &padded(standby));
    let (limit, work) = limit.expect("images of the flash's size");
    let (_, report) = rescue(scenario);
    let device = report.device_time.expect("a rescue takes time");
    let millionths = u128::from(device.ps()) * 1_000_000 / u128::from(limit.ps());
    println!(
        "{} {story}: {device} of {limit}, {millionths} millionths; {} erases of {}, {} programs of {}",
        part.name, report.erases, work.erases, report.programs, work.programs
    );
    (device.ps(), limit.ps())
}

/// Hundredths of the limit.
const WITHIN: u64 = 103;

fn within(hundredths: u64, (device, limit): (u64, u64)) -> bool {
    u128::from(device) * 100 <= u128::from(limit) * u128::from(hundredths)
}

/// Breaks when anything besides bus bits, erases and programs takes noticeable time: a slow
/// program between commands, a source that is read while nothing is busy, an erase too many.
fn close_to_the_limit(story: &str, hundredths: u64, source: &[u8], standby: Vec<u8>) {
    let part = flash("w25q128");
    let measured = measure(story, &flash_scenario(part, source.to_vec(), standby));
    assert!(within(hundredths, measured), "{story}: {measured:?}");
    let (device, limit) = measured;
    assert!(
        device >= limit,
        "{story}: the limit is none, {device} < {limit}"
    );
}

/// The measure with firmware volumes of a PC, as Debian packs them.
#[cfg(feature = "external")]
mod ovmf {
    use super::*;

    fn image() -> Vec<u8> {
        flash_image::uefi(flash("w25q128").bytes, 51).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn limit_of_a_blank_destination() {
        close_to_the_limit("uefi, blank", WITHIN, &image(), Vec::new());
    }

    #[test]
    fn limit_of_a_different_destination() {
        let image = image();
        let standby = flash_image::all_different(&image, 52);
        close_to_the_limit("uefi, all different", WITHIN, &image, standby);
    }

    #[test]
    fn limit_of_one_percent() {
        let image = image();
        let standby = flash_image::one_percent_different(&image, 53);
        close_to_the_limit("uefi, one percent different", WITHIN, &image, standby);
    }
}

#[test]
fn limit_of_mixed_contents() {
    let image = flash_image::mixed(flash("w25q128").bytes, 54);
    close_to_the_limit("mixed, blank", WITHIN, &image, Vec::new());
    let standby = flash_image::one_percent_different(&image, 55);
    close_to_the_limit("mixed, one percent different", WITHIN, &image, standby);
}

/// The same measure with programs that take 6 % longer must fail.
#[test]
fn slower_programs_are_over_the_limit() {
    let part = flash("w25q128");
    let image = flash_image::mixed(part.bytes, 56);
    let mut scenario = flash_scenario(part, image, Vec::new());
    scenario.standby.times = Times::Custom(OperationTimes {
        page_program: Span::from_ns(part.page_program.typ_ns * 106 / 100),
        ..OperationTimes::typical(part)
    });
    assert!(!within(WITHIN, measure("slow programs", &scenario)));
}
