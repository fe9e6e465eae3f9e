//! One undisturbed rescue, and when what happened in it: the instants at which a sweep cuts.

pub mod flash;

use umbilical::emulate::firmware;
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_emu::trace::i2c::{Event, I2cDecoder};
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::report::Phase;

/// An internal write cycle: from the STOP that began it to its end.
pub type WriteCycle = (Time, Time);

/// What happened when in an undisturbed rescue.
#[derive(Debug)]
pub struct Reference {
    /// The standby decides to be the destination.
    pub begin: Time,
    /// Everything is verified; the journal is about to be told.
    pub commit: Time,
    /// The standby's host is let go.
    pub end: Time,
    /// The acknowledge clock of each byte on the shared bus.
    pub bytes: Vec<Time>,
    /// The acknowledge clock of each byte on the standby's journal bus.
    pub journal_bytes: Vec<Time>,
    /// A page is dealt with, the next one is not begun.
    pub page_boundaries: Vec<Time>,
    /// Write cycles of the destination.
    pub writes: Vec<WriteCycle>,
    /// Write cycles of the standby's journal: the marker.
    pub journal_writes: Vec<WriteCycle>,
}

/// A rescue of `part` in which every page differs, from contents of chance.
pub fn scenario(part: &'static Part, seed: u64) -> Scenario {
    let mut rng = Rng::new(seed);
    let mut contents = [vec![0; part.bytes as usize], vec![0; part.bytes as usize]];
    contents.iter_mut().for_each(|bytes| rng.fill(bytes));
    let [source, standby] = contents;
    Scenario {
        seed,
        ..Scenario::new(firmware(), part, source, standby)
    }
}

/// True while the standby is between its decision and the release of its host.
pub fn at_work(run: &Run) -> bool {
    let phases = [Phase::Connect, Phase::Copy, Phase::Verify, Phase::Commit];
    let phase = run.progress().phase;
    run.system.powered(Side::B)
        && phases.map(Some).contains(&phase)
        && (phase == Some(Phase::Connect) || !run.system.board(Side::B).host.is_running())
}

/// A segment of the standby, listened to.
struct Tap {
    decoder: I2cDecoder,
    scl: u128,
    sda: u128,
    bytes: Vec<Time>,
}

impl Tap {
    fn new(scl: Pin, sda: Pin) -> Tap {
        Tap {
            decoder: I2cDecoder::new(),
            scl: Net::new(Side::B, scl).mask(),
            sda: Net::new(Side::B, sda).mask(),
            bytes: Vec::new(),
        }
    }

    fn listen(&mut self, now: Time, levels: u128) {
        let (scl, sda) = (levels & self.scl != 0, levels & self.sda != 0);
        if let Some(Event::Byte { at, .. }) = self.decoder.on_lines(now, scl, sda) {
            self.bytes.push(at);
        }
    }
}

/// Adds the write cycle that lasts until `until`, unless it is the one already known.
fn note_write(writes: &mut Vec<WriteCycle>, now: Time, until: Option<Time>) {
    if let Some(until) = until
        && writes.last().is_none_or(|(_, known)| *known != until)
    {
        writes.push((now, until));
    }
}

impl Reference {
    /// Runs `scenario` to the end, from instant to instant.
    ///
    /// # Panics
    /// When the rescue fails without anything being cut.
    pub fn record(scenario: &Scenario) -> Reference {
        let mut run = Run::new(scenario.clone());
        let mut bus = Tap::new(Pin::BusScl, Pin::BusSda);
        let mut journal = Tap::new(Pin::JrnScl, Pin::JrnSda);
        let (mut begin, mut commit) = (None, None);
        let (mut page_boundaries, mut pages_done) = (Vec::new(), 0);
        let (mut writes, mut journal_writes) = (Vec::new(), Vec::new());
        while begin.is_none() || at_work(&run) {
            let now = run.system.next_wake();
            assert!(now < Time::ZERO + Span::from_ms(3_600_000), "no rescue");
            run.advance(now);
            let levels = run.system.levels().read();
            bus.listen(now, levels);
            journal.listen(now, levels);
            if at_work(&run) {
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
                let busy = board.memory.eeprom().and_then(|chip| chip.busy_until(now));
                note_write(&mut writes, now, busy);
                note_write(&mut journal_writes, now, board.journal.busy_until(now));
            }
        }
        let (begin, end) = (begin.expect("it began"), run.system.now());
        let inside = |bytes: Vec<Time>| -> Vec<Time> {
            bytes
                .into_iter()
                .filter(|at| begin < *at && *at < end)
                .collect()
        };
        let report = run.finish(|_| {});
        assert_eq!((report.outcome, report.verified), (Outcome::Rescued, true));
        Reference {
            begin,
            commit: commit.expect("a rescue commits"),
            end,
            bytes: inside(bus.bytes),
            journal_bytes: inside(journal.bytes),
            page_boundaries,
            writes,
            journal_writes,
        }
    }
}
