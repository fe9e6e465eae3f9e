//! Power and cable are cut all through a rescue between two flashes; see docs/power-cuts.md.

use std::time::Instant;

use umbilical_emu::time::Span;
use umbilical_tests::flash;
use umbilical_tests::sweep::{Cut, Kind, Place, Sweep, Tally};

const SEED: u64 = 20_261_121;

fn sweep() -> Sweep {
    Sweep::of_flash(flash("w25q16"), SEED)
}

/// Makes the cuts and fails unless each fell inside the work and was survived.
fn check(sweep: &Sweep, name: &str, cuts: Vec<Cut>) -> Tally {
    let (started, runs) = (Instant::now(), cuts.len() as u64);
    let tally = sweep.run(cuts, |_| {});
    let seconds = started.elapsed().as_secs();
    println!("w25q16 {name}, seed {SEED}: {tally}, {seconds} s");
    for violation in tally.violations.iter().take(10) {
        println!("  {violation}");
    }
    assert!(runs > 0 && tally.runs == runs, "cuts were left out");
    assert_eq!(tally.inside, tally.cuts, "cuts outside the work");
    let violations = tally.violations.len();
    assert!(tally.is_clean(), "{name}: {violations} violations");
    tally
}

/// Breaks when the story of the sweep has lost one of its kinds of work: see
/// `umbilical_tests::reference::flash::scenario`.
#[test]
fn the_story_has_erases_of_each_size_and_programs_with_and_without() {
    let sweep = sweep();
    let times = sweep
        .reference
        .writes
        .iter()
        .map(|(from, to)| to.since(*from));
    let times: Vec<Span> = times.collect();
    let count = |ms_tenths: u64| {
        let span = Span::from_us(100 * ms_tenths);
        times.iter().filter(|time| **time == span).count()
    };
    println!("{} writes", times.len());
    // 4, 32 and 64 KiB; programs.
    assert_eq!((count(450), count(1_200), count(1_500)), (6, 1, 2));
    assert_eq!(count(4), times.len() - 9);
    assert!(count(4) > 350, "{} programs", count(4));
}

/// Breaks when a page half programmed or a block half erased is taken for what it looks like.
fn every_write(kind: Kind) {
    let sweep = sweep();
    let cuts = sweep.in_every_write(kind);
    assert_eq!(cuts.len(), 3 * sweep.reference.writes.len());
    let name = format!("{kind:?}, every write at start, middle and end");
    let tally = check(&sweep, &name, cuts);
    assert_eq!(tally.in_write, tally.cuts);
    assert_eq!(tally.torn, if kind == Kind::Cable { 0 } else { tally.cuts });
}

#[test]
fn flashes_survive_power_cuts_in_every_write() {
    every_write(Kind::Power);
}

/// The hardest: B comes back without a source, and only its journal tells it to hold the host.
#[test]
fn flashes_survive_losing_both_in_every_write() {
    every_write(Kind::Both);
}

#[test]
fn flashes_survive_pulled_cables_in_every_write() {
    every_write(Kind::Cable);
}

#[test]
fn flashes_survive_two_cuts_in_a_row() {
    let sweep = sweep();
    let kinds = [Kind::Power, Kind::Cable, Kind::Both];
    let tally = check(
        &sweep,
        "two cuts at random",
        sweep.anywhere(500, &kinds, 1..2),
    );
    assert_eq!(tally.cuts, 1_000);
    println!("  {} later cuts were drawn again", tally.redrawn);
}

#[test]
fn flashes_survive_cuts_in_the_markers_writes() {
    let sweep = sweep();
    for kind in [Kind::Power, Kind::Both] {
        let cuts = sweep.in_writes(25, kind, Place::JournalWrite);
        let tally = check(&sweep, &format!("{kind:?}, the marker"), cuts);
        assert_eq!(tally.in_journal_write, 25);
    }
}

/// The sweep must see it when the marker does not survive: B then boots without a source and lets
/// its host run on what is there.
#[test]
fn a_forgotten_marker_of_a_flash_is_noticed() {
    let mut sweep = sweep();
    sweep.forget_marker = true;
    let tally = sweep.run(sweep.in_writes(20, Kind::Both, Place::Write), |_| {});
    println!("w25q16 marker forgotten, seed {SEED}: {tally}");
    assert_eq!((tally.inside, tally.torn), (20, 20));
    let seen = tally.violations.iter();
    let seen = seen.filter(|violation| violation.what.contains("incomplete image"));
    assert!(seen.count() >= 18, "{:?}", tally.violations);
}
