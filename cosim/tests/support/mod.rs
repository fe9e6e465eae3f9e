//! Scenarios in which both boards' controllers have something to do, under lock-step.

// Not every test file uses everything.
#![allow(dead_code)]

pub mod mirror;

use std::sync::Arc;

use umbilical_cosim::core::Core;
use umbilical_cosim::lockstep::{Lockstep, Witness};
use umbilical_emu::scenario::{Button, Scenario};
use umbilical_tests::{differing_scenario, part};

/// Both devices powered, roles by button, oscillators apart, everything to be copied.
pub fn both_boards(seed: u64, part_name: &str, clock_hz: u32) -> Scenario {
    let mut scenario = differing_scenario(seed, part(part_name));
    scenario.source.powered = true;
    scenario.source.button = Button::Source;
    scenario.standby.button = Button::Destination;
    (scenario.source.ppm, scenario.standby.ppm) = (87, -113);
    scenario.clock_hz = clock_hz;
    scenario
}

/// The same with a dead source: only the standby's controller runs.
pub fn dead_source(seed: u64, part_name: &str, clock_hz: u32) -> Scenario {
    let mut scenario = both_boards(seed, part_name, clock_hz);
    scenario.source.powered = false;
    scenario.source.button = Button::None;
    scenario
}

/// `scenario` on boards that hold a model and a `C` each, and what watches the two.
pub fn in_lockstep<C: Core + 'static>(
    scenario: Scenario,
    run: impl FnOnce(&Scenario),
) -> Vec<Arc<Witness>> {
    let (backend, witnesses) = Lockstep::<C>::backend();
    let scenario = Scenario {
        backend,
        ..scenario
    };
    run(&scenario);
    witnesses.all()
}

/// No difference, and something was compared.
pub fn assert_agree(witness: &Witness, name: &str) {
    if let Some(difference) = witness.difference() {
        panic!("{name}: {difference}");
    }
    assert!(witness.edges() > 1_000_000, "{name}: hardly any edges");
    assert!(
        witness.instructions() > 10_000,
        "{name}: hardly any instructions"
    );
}
