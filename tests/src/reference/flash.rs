//! The same of a rescue between two flashes, and contents of which a rescue needs everything that a
//! flash can do.

use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::nor::{NorPart, PAGE_BYTES, SECTOR_BYTES};
use umbilical_soft_mcu::report::Phase;

use super::{Reference, WriteCycle, at_work, note_write};
use crate::flash_scenario;

/// A block, which the largest erase below that of the chip covers, in bytes.
const BLOCK: usize = 64 << 10;
const SECTOR: usize = SECTOR_BYTES as usize;
const PAGE: usize = PAGE_BYTES as usize;
/// How long the reference runs between two looks: less than any write takes.
const LOOK: Span = Span::from_us(50);

/// A rescue of `part` with contents of chance in which each block has a story of its own:
///
/// | block | source | standby | what it takes |
/// |---|---|---|---|
/// | 0 | full | equal | nothing |
/// | 1 | four sectors full | blank | programs |
/// | 2 | full | one sector differs | an erase of 4 KiB, programs |
/// | 3 | full | six sectors of a half differ | an erase of 32 KiB, programs |
/// | 4 | every other page full | differs | an erase of 64 KiB, programs |
/// | 5 | full | 20 pages in a row with more bits set | programs |
/// | 6 | blank | full | an erase of 64 KiB |
/// | 7 to 10 | two pages | one sector full | an erase of 4 KiB, programs |
/// | last | blank | last sector full | an erase of 4 KiB |
///
/// All else is blank in both.
pub fn scenario(part: &'static NorPart, seed: u64) -> Scenario {
    let mut rng = Rng::new(seed);
    let mut source = vec![0xFF; part.bytes as usize];
    let mut standby = source.clone();
    let mut fill = |bytes: &mut [u8]| rng.fill(bytes);
    let block = |number: usize| number * BLOCK..(number + 1) * BLOCK;
    for full in [0, 2, 3, 5] {
        fill(&mut source[block(full)]);
        standby[block(full)].copy_from_slice(&source[block(full)]);
    }
    fill(&mut source[BLOCK..BLOCK + 4 * SECTOR]);
    fill(&mut standby[2 * BLOCK + 5 * SECTOR..2 * BLOCK + 6 * SECTOR]);
    fill(&mut standby[3 * BLOCK..3 * BLOCK + 6 * SECTOR]);
    for page in (0..BLOCK).step_by(2 * PAGE) {
        fill(&mut source[4 * BLOCK + page..4 * BLOCK + page + PAGE]);
    }
    fill(&mut standby[block(4)]);
    for page in 0..20 {
        let at = 5 * BLOCK + page * PAGE;
        standby[at..at + 8].iter_mut().for_each(|byte| *byte = 0xFF);
    }
    fill(&mut standby[block(6)]);
    for number in 7..11 {
        let at = number * BLOCK + (number - 7) * SECTOR;
        fill(&mut source[at + PAGE..at + 3 * PAGE]);
        fill(&mut standby[at..at + SECTOR]);
    }
    let last = part.bytes as usize - SECTOR;
    fill(&mut standby[last..]);
    Scenario {
        seed,
        ..flash_scenario(part, source, standby)
    }
}

/// Runs `scenario` to the end, in short steps.
///
/// # Panics
/// When the rescue fails without anything being cut.
pub fn record(scenario: &Scenario) -> Reference {
    let mut run = Run::new(scenario.clone());
    let (mut begin, mut commit) = (None, None);
    let (mut page_boundaries, mut pages_done) = (Vec::new(), 0);
    let mut writes: Vec<WriteCycle> = Vec::new();
    let mut journal_writes = Vec::new();
    while begin.is_none() || at_work(&run) {
        let now = run.system.now() + LOOK;
        assert!(now < Time::ZERO + Span::from_ms(3_600_000), "no rescue");
        run.advance(now);
        if !at_work(&run) {
            continue;
        }
        begin = begin.or(Some(now));
        let progress = run.progress();
        if progress.phase == Some(Phase::Commit) {
            commit = commit.or(Some(now));
        }
        if progress.pages_done != pages_done {
            pages_done = progress.pages_done;
            page_boundaries.push(now);
        }
        let board = run.system.board(Side::B);
        if let Some(cycle) = board.memory.nor().and_then(|chip| chip.operation())
            && writes.last() != Some(&cycle)
        {
            writes.push(cycle);
        }
        note_write(&mut journal_writes, now, board.journal.busy_until(now));
    }
    let (begin, end) = (begin.expect("it began"), run.system.now());
    let report = run.finish(|_| {});
    assert_eq!((report.outcome, report.verified), (Outcome::Rescued, true));
    let operations = report.programs + report.erases;
    assert_eq!(writes.len() as u64, operations, "writes were missed");
    Reference {
        begin,
        commit: commit.expect("a rescue commits"),
        end,
        bytes: Vec::new(),
        journal_bytes: Vec::new(),
        page_boundaries,
        writes,
        journal_writes,
    }
}
