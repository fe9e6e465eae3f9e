//! Lives of devices with the real firmware, and of whoever backs them up: the commands of the host's
//! program, over a line that is spoilt and cut, on a board that loses its supply and is restarted,
//! by a program that is ended anywhere and run again. Never is a wrong byte called right, never
//! does a host run on half a memory, never does a command outlast the deadline that it states.
//!
//! * `unit` — a device of chance. `faults` — what happens to it. `rough` — how, and an eye on it.
//! * `life` — what is done to it, and what must be true all the while.
//! * `mutant` — devices that are wrong, which have to be seen.

pub mod faults;
mod life;
pub mod mutant;
pub mod rough;
pub mod unit;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use umbilical_tests::full;

use life::{Lived, Wrong, live};

/// Lives in every run of the tests, and in full.
const RUNS: [u64; 2] = [40, 1_000];
/// Lives that have to show what is wrong with a device.
const SHOWN: u64 = 3;
/// What is said of a memory that is half written and not marked so.
const HALF: [&str; 2] = ["half, and not marked", "let go with half a memory"];

/// Whether and how a life with this seed goes wrong.
fn outcome(seed: u64, wrong: Wrong) -> Result<Lived, String> {
    catch_unwind(AssertUnwindSafe(|| live(seed, wrong))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        text.unwrap_or_default()
    })
}

#[test]
fn nothing_wrong_is_ever_called_right() {
    let [few, many] = RUNS;
    let runs = match full("960 lives of devices on the real firmware") {
        true => many,
        false => few,
    };
    let began = Instant::now();
    let mut all = Lived::default();
    for seed in 0..runs {
        let lived = outcome(seed, Wrong::Nothing);
        let lived = lived.unwrap_or_else(|problem| panic!("seed {seed}: {problem}"));
        all.add(&lived);
    }
    println!("{runs} lives in {:?}: {all:?}", began.elapsed());
    assert!(
        all.struck.least() >= runs / 8,
        "a fault did not strike: {all:?}"
    );
    assert!(
        u64::from(all.failed) >= runs / 2,
        "hardly any was cut off: {all:?}"
    );
    assert!(u64::from(all.done) >= 5 * runs, "{all:?}");
}

/// Lives with a device that is wrong, until some have shown it, with these words and no others.
fn caught(wrong: Wrong, words: &[&str]) {
    let mut shown = 0;
    for seed in 0..RUNS[0] {
        if let Err(problem) = outcome(seed, wrong) {
            let known = words.iter().any(|words| problem.contains(words));
            assert!(known, "{wrong:?}, seed {seed}: {problem}");
            shown += 1;
        }
        if shown == SHOWN {
            println!("{wrong:?}: {shown} of {} lives show it", seed + 1);
            return;
        }
    }
    panic!("{wrong:?}: {shown} of {} lives show it", RUNS[0]);
}

/// A marker that does not outlast the supply is seen, for the host runs on half a memory.
#[test]
fn a_device_that_forgets_its_marker_is_caught() {
    caught(Wrong::Forgetful, &HALF);
}

/// So is a device that does not read back what it was sent.
#[test]
fn a_device_that_does_not_read_back_is_caught() {
    let [half, let_go] = HALF;
    caught(Wrong::Hasty, &["restored, and is not", half, let_go]);
}

/// And a board that does not hold its host.
#[test]
fn a_board_that_does_not_hold_its_host_is_caught() {
    caught(Wrong::Unheld, &["the host runs on a memory that is marked"]);
}
