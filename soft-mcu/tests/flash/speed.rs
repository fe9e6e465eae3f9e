//! How close to what the part allows a rescue of a W25Q128 comes.
//!
//! The MCU's share is an estimate (`CALL_CYCLES` of the rig); the figures that count are measured
//! on the cycle-accurate model.

use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Phase;

use crate::random::Random;
use crate::rescues::mixed;
use crate::rig::Rig;

/// Cycles of a read of `bytes` at half period 1 on two lines: opcode, address, dummies, data.
fn read(bytes: u64) -> u64 {
    2 * (8 + 24 + 8 + 4 * bytes)
}

/// The least time for what was done with N bytes, E erases and W pages:
///
/// `limit = N/4096 read(4096) + read(N) + E (erase + tE) + W (program + tPP)
///          + max(0, N/4096 read(4096) + W read(256) - E tE - W tPP)`
///
/// The destination is compared once, in pieces that the buffer holds, and read back once. Every
/// erase and every page is sent and waited for. Meanwhile the source can be read: all of it once,
/// and the programmed pages once more, since no more than one sector has a place to stay.
fn limit(rig: &Rig) -> u64 {
    let part = rig.own.part;
    let bytes = u64::from(part.bytes);
    let programs = rig.own.programs;
    let cycles = |ns: u64| ns * 48 / 1000;
    let once = bytes / 4096 * read(4096);
    let mut busy = programs * cycles(part.page_program.typ_ns);
    let mut sent = programs * 2 * (8 + 8 + 24 + 8 * 256);
    for (count, size) in rig.own.erases.iter().zip([4 << 10, 32 << 10, 64 << 10]) {
        let erase = part
            .erases
            .iter()
            .find(|erase| erase.bytes == size)
            .unwrap();
        busy += count * cycles(erase.time.typ_ns);
        sent += count * 2 * (8 + 8 + 24);
    }
    once + read(bytes) + busy + sent + (once + programs * read(256)).saturating_sub(busy)
}

fn ratio(name: &str, image: Vec<u8>, own: Vec<u8>) -> f64 {
    let mut rig = Rig::new(NorPart::by_name("w25q128jv").unwrap(), image, own, 1);
    rig.rescue();
    let took = rig.between(Phase::Copy, Phase::Commit);
    let ratio = took as f64 / limit(&rig) as f64;
    let seconds = took as f64 / 48e6;
    let erases = rig.own.erases;
    let programs = rig.own.programs;
    println!(
        "{name}: {ratio:.4} of the limit, {seconds:.3} s, {erases:?} erases, {programs} programs"
    );
    ratio
}

fn image() -> Vec<u8> {
    mixed(&mut Random::new(0x1336), 16 << 20)
}

#[test]
fn a_blank_destination() {
    assert!(ratio("blank", image(), vec![0xFF; 16 << 20]) <= 1.03);
}

#[test]
fn a_destination_full_of_something_else() {
    let own = Random::new(0xF0).bytes(16 << 20);
    assert!(ratio("different", image(), own) <= 1.03);
}

#[test]
fn a_destination_of_which_one_sector_in_a_hundred_differs() {
    let image = image();
    let mut own = image.clone();
    let mut random = Random::new(0x100);
    for part in 0..41 {
        let at = (part * 100 + random.below(100)).min(4095) * 4096;
        random.fill(&mut own[at..at + 4096]);
    }
    assert!(ratio("1 %", image, own) <= 1.03);
}
