//! Scenarios in which both boards' controllers have something to do, under lock-step.

// Not every test file uses everything.
#![allow(dead_code)]

pub mod flash;
pub mod late;
pub mod mirror;
pub mod plans;
pub mod programs;
pub mod spi;
pub mod uart;

use std::sync::{Arc, OnceLock};

use umbilical_cosim::Clocked;
use umbilical_cosim::core::Core;
use umbilical_cosim::lockstep::{Lockstep, Signal, Witness};
use umbilical_emu::scenario::{Button, Run, Scenario};
use umbilical_emu::time::Time;
use umbilical_tests::{differing_scenario, part};

use late::Late;

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

/// Breaks when a single change of the model's outputs may be a cycle late: it has to be found at
/// the edge where it is due.
pub fn a_late_model_is_found<C: Core + 'static>(clock_hz: u32) {
    let due = Arc::<OnceLock<Time>>::default();
    let told = Arc::clone(&due);
    let (backend, witnesses) = Lockstep::<C>::backend_of(move |rom, clock_hz, ppm| {
        let late = Late::new(Arc::clone(&rom), clock_hz, ppm, 500, Arc::clone(&told));
        Lockstep::of(Box::new(late), Clocked::new(rom, clock_hz, ppm))
    });
    let mut run = Run::new(Scenario {
        backend,
        ..dead_source(41, "24c02", clock_hz)
    });
    // One controller only runs, so one model only is late.
    run.finish(|_| ());
    let difference = *witnesses.all()[1].difference().expect("a change was late");
    assert_eq!(Some(&difference.at), due.get(), "{difference}");
    assert!(matches!(difference.signal, Signal::Pin(_)), "{difference}");
    assert!(difference.last_retired.is_some(), "{difference}");
}
