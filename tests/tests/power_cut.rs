//! Power and cable are cut all through a rescue; see docs/power-cuts.md.
//!
//! Every sweep says how many cuts it made, that each fell inside the work, and on which seed.

use std::time::Instant;

use umbilical_soft_mcu::eeprom::Part;
use umbilical_tests::sweep::{Cut, Kind, Place, Sweep, Tally};

const SEED: u64 = 20_260_921;
const ALL_KINDS: [Kind; 3] = [Kind::Power, Kind::Cable, Kind::Both];

fn sweep(part: &str) -> Sweep {
    Sweep::new(Part::by_name(part).expect("known part"), SEED)
}

/// Makes the cuts and fails unless each fell inside the work and was survived.
fn check(sweep: &Sweep, name: &str, cuts: Vec<Cut>) -> Tally {
    let (started, runs) = (Instant::now(), cuts.len() as u64);
    let tally = sweep.run(cuts, |_| {});
    println!(
        "{name}, seed {SEED}: {tally}, {} s",
        started.elapsed().as_secs()
    );
    for violation in tally.violations.iter().take(10) {
        println!("  {violation}");
    }
    assert!(runs > 0 && tally.runs == runs, "cuts were left out");
    assert_eq!(tally.equal, 0, "runs were merged");
    assert_eq!(tally.inside, tally.cuts, "cuts outside the work");
    assert!(
        tally.is_clean(),
        "{name}: {} violations",
        tally.violations.len()
    );
    tally
}

fn small_part(kind: Kind) {
    let sweep = sweep("24c02");
    // Each page once, the marker twice.
    assert_eq!(sweep.reference.writes.len(), 32);
    assert_eq!(sweep.reference.journal_writes.len(), 2);
    // Source and destination are read twice over at least, and the destination is written.
    assert!(sweep.reference.bytes.len() > 5 * 256);
    let torn = |cuts: u64| if kind == Kind::Cable { 0 } else { cuts };

    let bytes = check(
        &sweep,
        &format!("24c02 {kind:?}, every byte"),
        sweep.at_every_byte(kind),
    );
    assert_eq!(bytes.torn, torn(bytes.in_write + bytes.in_journal_write));
    let cuts = sweep.in_writes(200, kind, Place::Write);
    let writes = check(&sweep, &format!("24c02 {kind:?}, write times"), cuts);
    assert_eq!((writes.in_write, writes.torn), (200, torn(200)));
    let cuts = sweep.in_writes(50, kind, Place::JournalWrite);
    let marker = check(
        &sweep,
        &format!("24c02 {kind:?}, the marker's write times"),
        cuts,
    );
    assert_eq!((marker.in_journal_write, marker.torn), (50, torn(50)));
}

#[test]
fn small_part_survives_power_cuts_at_every_byte_and_in_write_times() {
    small_part(Kind::Power);
}

#[test]
fn small_part_survives_pulled_cables_at_every_byte_and_in_write_times() {
    small_part(Kind::Cable);
}

/// The hardest: B comes back without a source, and only its journal tells it to hold the host.
#[test]
fn small_part_survives_losing_both_at_every_byte_and_in_write_times() {
    small_part(Kind::Both);
}

fn page_boundaries(kind: Kind) {
    let sweep = sweep("24c64");
    assert_eq!(sweep.reference.page_boundaries.len(), 256);
    let cuts = sweep.at_each(&sweep.reference.page_boundaries, kind, Place::PageBoundary);
    check(
        &sweep,
        &format!("24c64 {kind:?}, every page boundary"),
        cuts,
    );
}

/// `kinds` in turn.
fn random_instants(kinds: &[Kind]) {
    let sweep = sweep("24c64");
    let name = format!("24c64 {kinds:?}, random instants");
    let tally = check(&sweep, &name, sweep.anywhere(1_000, kinds, 0..1));
    // Most of a rescue is write time.
    assert!(tally.in_write > 500);
    assert_eq!(tally.torn > 500, !kinds.contains(&Kind::Cable));
}

/// Once the marker says complete, a cut leads back into service without another rescue. A run that
/// waits for one would never end.
#[test]
fn a_cut_between_commit_and_release_ends_in_service() {
    let sweep = sweep("24c02");
    let (_, complete) = sweep.reference.journal_writes[1];
    let mut cuts = sweep.at_every_byte(Kind::Power);
    cuts.retain(|cut| cut.at > complete);
    check(&sweep, "24c02 Power, marker complete", cuts);
}

#[test]
fn large_part_survives_power_cuts_at_every_page_boundary() {
    page_boundaries(Kind::Power);
}

/// In half of them the cable is pulled as well and comes back later.
#[test]
fn large_part_survives_power_cuts_at_random_instants() {
    random_instants(&[Kind::Power, Kind::Both]);
}

#[test]
fn large_part_survives_pulled_cables() {
    if umbilical_tests::full("the cable of a 24c64 pulled 1256 times") {
        page_boundaries(Kind::Cable);
        random_instants(&[Kind::Cable]);
    }
}

#[test]
fn large_part_survives_two_and_three_cuts_in_a_row() {
    let sweep = sweep("24c64");
    let tally = check(
        &sweep,
        "24c64, two and three cuts",
        sweep.anywhere(500, &ALL_KINDS, 1..3),
    );
    println!("  {} later cuts were drawn again", tally.redrawn);
    assert!(
        (1_100..=1_400).contains(&tally.cuts),
        "two and three in equal parts"
    );
}

/// The sweep must see it when the marker does not survive: B then boots without a source and lets
/// its host run on what is there.
#[test]
fn a_forgotten_marker_is_noticed() {
    let mut sweep = sweep("24c02");
    sweep.forget_marker = true;
    let tally = sweep.run(sweep.in_writes(20, Kind::Both, Place::Write), |_| {});
    println!("marker forgotten, seed {SEED}: {tally}");
    assert_eq!((tally.inside, tally.torn), (20, 20));
    assert!(
        tally.violations.len() >= 18,
        "only {} seen",
        tally.violations.len()
    );
    for violation in &tally.violations {
        assert!(violation.what.contains("incomplete image"), "{violation}");
    }
}

/// What makes `cargo xtask sweep` quick loses nothing: every cut that is not followed leaves the
/// memories exactly as another one did.
#[test]
fn merging_equal_runs_keeps_every_state() {
    let mut sweep = sweep("24c02");
    sweep.merge_equal = true;
    let tally = sweep.run(sweep.at_every_byte(Kind::Power), |_| {});
    println!(
        "24c02 merged, seed {SEED}: {tally}, {} not followed",
        tally.equal
    );
    assert!(tally.is_clean());
    // A state before each of 34 writes and after the last, and the torn ones.
    let followed = tally.runs - tally.equal;
    assert!(
        tally.equal > 0 && (35..=35 + 34 * 8).contains(&followed),
        "{followed} followed"
    );
}
