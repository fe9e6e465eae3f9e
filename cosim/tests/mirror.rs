//! Adapter and lock-step by themselves: the circuit is the model in disguise, so every difference
//! would be the adapter's.

mod support;

use support::mirror::{CLOCK_HZ, Mirror};
use support::{assert_agree, both_boards, in_lockstep, plans, programs};
use umbilical_tests::rescue;

#[test]
fn a_mirror_never_differs_in_a_whole_rescue() {
    let scenario = both_boards(31, "24c02", CLOCK_HZ);
    let witnesses = in_lockstep::<Mirror>(scenario, |scenario| {
        rescue(scenario);
    });
    assert_eq!(witnesses.len(), 2);
    for (witness, board) in witnesses.iter().zip(["A", "B"]) {
        assert_agree(witness, board);
    }
}

#[test]
fn a_mirror_never_differs_under_faults() {
    plans::agree::<Mirror>(&plans::EEPROM, 0..6, CLOCK_HZ, false);
}

#[test]
fn a_late_model_is_found() {
    support::a_late_model_is_found::<Mirror>(CLOCK_HZ);
}

#[test]
fn watchdog_restarts_agree() {
    programs::watchdog_restarts_agree::<Mirror>(CLOCK_HZ);
}

#[test]
fn power_cuts_at_any_edge_agree() {
    programs::power_cuts_at_any_edge_agree::<Mirror>(CLOCK_HZ);
}

#[test]
fn another_program_is_found() {
    programs::another_program_is_found::<Mirror>(CLOCK_HZ);
}

#[test]
fn a_copy_goes_the_same_way() {
    programs::a_copy_goes_the_same_way::<Mirror>(CLOCK_HZ);
}

#[test]
fn a_mirror_never_differs_on_uart_programs_of_chance() {
    support::uart::agree::<Mirror>(0..24, CLOCK_HZ, 60_000);
}

#[test]
fn a_mirror_never_differs_on_spi_programs_of_chance() {
    support::spi::agree::<Mirror>(0..20, CLOCK_HZ, 60_000);
}
