//! The hardware's engine and switch, held against the page and against the emulator's.
//!
//! [`page`] writes down the frames of single commands by the table of `docs/controller.md`, 7.
//! [`bench`] runs the emulator's machines beside the hardware, on every edge, while anything may
//! happen around them; what that would not see, its mutants show.

mod bench;
mod flash;
mod page;

use super::*;
use bench::{Bench, Mutant};

/// Cases of an ordinary run; `UMBILICAL_SPI_CASES` asks for more.
const CASES: u64 = 400;

fn cases() -> u64 {
    match std::env::var("UMBILICAL_SPI_CASES") {
        Ok(text) => text
            .parse()
            .expect("UMBILICAL_SPI_CASES is a number of cases"),
        Err(_) => CASES,
    }
}

#[test]
fn hardware_and_emulator_agree_on_every_edge() {
    let mut results = [0u32; 16];
    let mut edges = 0;
    for seed in 0..cases() {
        match Bench::new(seed, Mutant::None).run(&mut results) {
            Ok(ran) => edges += ran,
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    }
    println!("{edges} edges, results by code: {results:?}");
    // Every way a command can end must have been seen, or the stimulus has gone soft.
    for (code, count) in results[..6].iter().enumerate() {
        assert!(*count > 0, "no command ended with result {code}");
    }
}

#[test]
fn each_mutant_is_caught() {
    for &mutant in Mutant::ALL {
        let caught = (0..cases()).find_map(|seed| {
            let run = Bench::new(seed, mutant).run(&mut [0; 16]);
            run.err().map(|difference| (seed, difference))
        });
        match caught {
            Some((seed, difference)) => println!("{mutant:?}: seed {seed}: {difference}"),
            None => panic!("{mutant:?} differs nowhere"),
        }
    }
}

#[test]
fn reset_lets_go_of_everything_at_any_edge() {
    let mut busy = 0;
    for seed in 0..90 {
        match Bench::new(seed, Mutant::None).reset_at(30 + 17 * seed) {
            Ok(was_busy) => busy += u32::from(was_busy),
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    }
    assert!(busy > 20, "only {busy} of the resets met a command");
}
