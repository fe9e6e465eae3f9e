//! The hardware's engine against the emulator's, edge by edge, on a bus where anything may happen.
//!
//! On every edge both must drive the same, and one register, chosen at random, must read the same.
//! What this would not see, the mutants at the end show: each is one edge or one count off.

mod bench;
mod party;

use super::*;
use bench::{Bench, Mutant};

/// Cases of an ordinary run; `UMBILICAL_I2C_CASES` asks for more.
const CASES: u64 = 400;

fn cases() -> u64 {
    match std::env::var("UMBILICAL_I2C_CASES") {
        Ok(text) => text
            .parse()
            .expect("UMBILICAL_I2C_CASES is a number of cases"),
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
    for (code, count) in results[..10].iter().enumerate() {
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
        match Bench::new(seed, Mutant::None).reset_at(300 + 97 * seed) {
            Ok(was_busy) => busy += u32::from(was_busy),
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    }
    assert!(busy > 20, "only {busy} of the resets met a command");
}
