//! How close a rescue comes to what part and bus allow: at most 2 % above, verification included.

use umbilical_emu::fault::{Fault, FaultKind, FaultPlan};
use umbilical_emu::limit;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::time::{Span, Time};
use umbilical_tests::{differing_scenario, name, part, rescue};

/// Device time and limit in picoseconds of a rescue that writes every page.
fn measure(scenario: &Scenario) -> (u64, u64) {
    let (_, report) = rescue(scenario);
    let part = scenario.standby.part.eeprom().expect("an EEPROM");
    assert_eq!(report.pages_written, part.pages());
    let device = report.device_time.expect("a rescue takes time").ps();
    let limit = limit::eeprom(part, scenario.bus_hz, part.bytes, part.pages()).ps();
    let millionths = u128::from(device) * 1_000_000 / u128::from(limit);
    println!(
        "{}: device time / limit = {millionths} millionths",
        name(scenario)
    );
    (device, limit)
}

fn within_two_percent((device, limit): (u64, u64)) -> bool {
    u128::from(device) * 100 <= u128::from(limit) * 102
}

/// Breaks when anything besides bus bits and write cycles takes noticeable time: reads that do
/// not overlap write cycles, a slow program between pages, a second pass.
fn close_to_the_limit(part_name: &str, seed: u64) {
    let measured = measure(&differing_scenario(seed, part(part_name)));
    assert!(within_two_percent(measured), "{part_name}: {measured:?}");
    let (device, limit) = measured;
    assert!(
        device >= limit,
        "{part_name}: the limit is none, {device} < {limit}"
    );
}

#[test]
fn limit_24c64() {
    (1..=3).for_each(|seed| close_to_the_limit("24c64", seed));
}

#[test]
fn limit_24c512() {
    close_to_the_limit("24c512", 1);
}

#[test]
fn limit_24cm02() {
    close_to_the_limit("24cm02", 1);
}

/// The same measure on a destination whose write cycles take 10 % longer must fail.
#[test]
fn a_slower_destination_is_over_the_limit() {
    let mut scenario = differing_scenario(1, part("24c64"));
    scenario.faults = FaultPlan::new(vec![Fault {
        at: Time::ZERO,
        kind: FaultKind::SlowWrite {
            side: Side::B,
            write_time: Span::from_ns(5_500_000),
        },
    }]);
    assert!(!within_two_percent(measure(&scenario)));
}
