//! The generated Verilog, through Verilator, in lock-step with the model.
#![cfg(feature = "verilated")]

mod support;

use support::{assert_agree, both_boards, in_lockstep, plans, programs};
use umbilical_cosim::verilated::{Circuit, Kept};
use umbilical_tests::rescue;

const CLOCK_HZ: u32 = 48_000_000;

fn a_rescue_agrees(part: &str, seed: u64) {
    let scenario = both_boards(seed, part, CLOCK_HZ);
    let witnesses = in_lockstep::<Circuit<Kept>>(scenario, |scenario| {
        rescue(scenario);
    });
    for (witness, board) in witnesses.iter().zip(["A", "B"]) {
        assert_agree(witness, &format!("{part}, device {board}"));
    }
}

#[test]
fn a_rescue_of_a_24c02_agrees() {
    a_rescue_agrees("24c02", 51);
}

#[test]
fn a_rescue_of_a_24c64_agrees() {
    a_rescue_agrees("24c64", 52);
}

#[test]
fn watchdog_restarts_agree() {
    programs::watchdog_restarts_agree::<Circuit<Kept>>(CLOCK_HZ);
}

#[test]
fn power_cuts_at_any_edge_agree() {
    programs::power_cuts_at_any_edge_agree::<Circuit<Kept>>(CLOCK_HZ);
}

#[test]
fn another_program_is_found() {
    programs::another_program_is_found::<Circuit<Kept>>(CLOCK_HZ);
}

#[test]
fn a_copy_goes_the_same_way() {
    programs::a_copy_goes_the_same_way::<Circuit<Kept>>(CLOCK_HZ);
}

#[test]
fn a_late_model_is_found() {
    support::a_late_model_is_found::<Circuit<Kept>>(CLOCK_HZ);
}
