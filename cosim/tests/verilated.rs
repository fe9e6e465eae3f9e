//! The generated Verilog, through Verilator, in lock-step with the model.

mod support;

use support::{assert_agree, both_boards, dead_source, in_lockstep, plans, programs};
use umbilical_cosim::lockstep::Signal;
use umbilical_cosim::verilated::{Circuit, Kept, Mutant, SpiMutant, UartMutant};
use umbilical_emu::nets::Pin;
use umbilical_emu::scenario::{Outcome, Run};
use umbilical_tests::rescue;

const CLOCK_HZ: u32 = 48_000_000;
/// Half as many edges in a plan of faults, so that many plans can be run.
const PLANS_CLOCK_HZ: u32 = 24_000_000;

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

/// Breaks when a phase of the I2C engine may be an edge longer than specified.
#[test]
fn a_mutant_of_the_verilog_is_found() {
    let scenario = dead_source(53, "24c02", CLOCK_HZ);
    let witnesses = in_lockstep::<Circuit<Mutant>>(scenario, |scenario| {
        // The model drives, so the rescue itself succeeds.
        rescue(scenario);
    });
    let difference = witnesses[1]
        .difference()
        .expect("the mutant is another circuit");
    println!("{difference}");
    // The first thing that the firmware does with the engine is to read its journal.
    assert_eq!(difference.signal, Signal::Pin(Pin::JrnScl), "{difference}");
    assert_eq!(witnesses[0].difference(), None, "device A has no supply");
}

/// Breaks when some kind of disturbance finds the two sides different.
#[test]
fn fault_plans_agree() {
    plans::agree::<Circuit<Kept>>(&plans::EEPROM, 0..50, PLANS_CLOCK_HZ, true);
}

/// Breaks when switch and engine of the point-to-point bus differ in any cycle, in any order of
/// events that a program and the world around it come to.
#[test]
fn spi_programs_of_chance_agree() {
    support::spi::agree::<Circuit<Kept>>(0..300, CLOCK_HZ, 100_000);
}

/// Breaks when the host UART differs in any cycle, in any order of events that a program and the
/// computer at the other end come to.
#[test]
fn uart_programs_of_chance_agree() {
    support::uart::agree::<Circuit<Kept>>(0..48, CLOCK_HZ, 100_000);
}

/// Breaks when a start bit may be shorter than its bit.
#[test]
fn a_mutant_of_the_uart_is_found() {
    let (_, difference) = support::uart::run::<Circuit<UartMutant>>(0, CLOCK_HZ, 100_000);
    let difference = difference.expect("the mutant is another circuit");
    println!("{difference}");
    assert_eq!(difference.signal, Signal::Pin(Pin::UartTx), "{difference}");
}

/// A whole rescue of a flash, from power-up to service.
#[test]
fn a_rescue_of_a_flash_agrees() {
    let scenario = support::flash::both_boards(71, CLOCK_HZ);
    let witnesses = in_lockstep::<Circuit<Kept>>(scenario, |scenario| {
        let mut run = Run::new(scenario.clone());
        let report = run.finish(|_| ());
        println!("{report:?}");
        assert_eq!(report.outcome, Outcome::Rescued);
        assert!(report.verified && report.erases > 0 && report.programs > 0);
    });
    for (witness, board) in witnesses.iter().zip(["A", "B"]) {
        println!(
            "{board}: {} edges, {} instructions",
            witness.edges(),
            witness.instructions()
        );
        assert_agree(witness, &format!("flash, device {board}"));
    }
}

/// Breaks when some kind of disturbance of a flash's bus finds the two sides different.
#[test]
fn fault_plans_of_a_flash_agree() {
    plans::agree::<Circuit<Kept>>(&support::flash::STORY, 0..20, PLANS_CLOCK_HZ, true);
}

/// Breaks when segments of the point-to-point bus may be joined an edge early.
#[test]
fn a_mutant_of_the_spi_switch_is_found() {
    let (_, difference) = support::spi::run::<Circuit<SpiMutant>>(0, CLOCK_HZ, 100_000);
    let difference = difference.expect("the mutant is another circuit");
    println!("{difference}");
    let signal = difference.signal;
    let enables = [Pin::En0, Pin::En1, Pin::HostEn, Pin::Strap].map(Signal::Pin);
    assert!(enables.contains(&signal), "{difference}");
}
