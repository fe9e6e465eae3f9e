//! Cuts at chosen instants of a rescue, each followed to the end and judged.
//!
//! ```text
//! reference  --+------+------+------+------->   runs forward once (per thread)
//!              | save | save | save |
//!              v      v      v      v
//!             cut    cut    cut    cut          what follows is run for each of them
//!              :      :      :      :
//!            judge  judge  judge  judge
//! ```
//!
//! What must hold after every cut: the rescue finishes and verifies, the source was not written,
//! and the standby's host was let go on nothing but a complete image.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::reference::{self, Reference, WriteCycle, at_work};
use umbilical_emu::fault::FaultKind;
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_emu::system::Action;
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::journal::{self, Marker, Payload, RECORD_BYTES};
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Phase;

/// What is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The supply of B; with A dead, both boards are without power.
    Power,
    /// The cable.
    Cable,
    /// Both at once; the supply comes back first, so that B boots without a source.
    Both,
}

/// Where in the work a cut falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The acknowledge clock of a byte, on the shared bus or the journal's.
    Byte,
    /// Between two pages.
    PageBoundary,
    /// Inside an internal write cycle of the destination.
    Write,
    /// Inside an internal write cycle of the journal.
    JournalWrite,
    /// Anywhere between connecting and the release of the host.
    Anywhere,
}

/// One cut of the undisturbed rescue, and how many more follow it.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// When.
    pub at: Time,
    /// What.
    pub kind: Kind,
    /// Where that falls.
    pub place: Place,
    /// Cuts of the resumed work after this one.
    pub more: u32,
    /// Seed of how long it is away, of what a torn page holds, and of the cuts after it.
    pub seed: u64,
}

/// A cut after which something was wrong.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The first cut.
    pub cut: Cut,
    /// What was wrong.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { cut, what } = self;
        let Cut {
            at,
            kind,
            place,
            more,
            seed,
        } = cut;
        write!(
            f,
            "{kind:?} cut at {at} ({place:?}, {more} more, seed {seed}): {what}"
        )
    }
}

/// What a sweep did and found.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Runs, each with one cut or more.
    pub runs: u64,
    /// Cuts.
    pub cuts: u64,
    /// Cuts that fell between connecting and the release of the host.
    pub inside: u64,
    /// Cuts at which the destination was in a write cycle.
    pub in_write: u64,
    /// Cuts at which the journal was in a write cycle.
    pub in_journal_write: u64,
    /// Pages of the destination, and records of the journal, that were left torn.
    pub torn: u64,
    /// Later cuts that would have come after the end of the work and were drawn again.
    pub redrawn: u64,
    /// Runs that ended verified, on the source's image.
    pub rescued: u64,
    /// Of those, runs that left the same memories behind as an earlier one, which was followed.
    pub equal: u64,
    /// What was wrong.
    pub violations: Vec<Violation>,
}

impl Tally {
    /// Adds `other`.
    pub fn add(&mut self, other: Tally) {
        self.runs += other.runs;
        self.cuts += other.cuts;
        self.inside += other.inside;
        self.in_write += other.in_write;
        self.in_journal_write += other.in_journal_write;
        self.torn += other.torn;
        self.redrawn += other.redrawn;
        self.rescued += other.rescued;
        self.equal += other.equal;
        self.violations.extend(other.violations);
    }

    /// Every cut fell inside the work, and every run ended as it must.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty() && self.inside == self.cuts && self.rescued == self.runs
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} runs, {} cuts, {} of them inside the work ({} in a write cycle, {} in one of the \
             journal, {} torn pages), {} rescued, {} violations",
            self.runs,
            self.cuts,
            self.inside,
            self.in_write,
            self.in_journal_write,
            self.torn,
            self.rescued,
            self.violations.len()
        )
    }
}

/// Shortest and longest time without power or cable.
const AWAY: (Span, Span) = (Span::from_ms(5), Span::from_ms(60));
/// With [`Kind::Both`]: how much longer the cable is out than the supply.
const CABLE_LATER: (Span, Span) = (Span::from_ms(40), Span::from_ms(120));
/// The work goes on at most so long after power and cable are back: before anything was written,
/// the firmware gives the peer's supply two seconds from power-up on.
const RESUME_MAX: Span = Span::from_ms(2_500);
/// A later cut comes at most so long after the work went on.
const LATER_CUT_MAX: Span = Span::from_ms(400);
/// In how many ways [`Sweep::merge_equal`] tears the page of one write cycle.
pub const TEARS: u64 = 8;
/// Cuts that a thread takes at a time.
const BLOCK: usize = 16;

fn between(rng: &mut Rng, (least, most): (Span, Span)) -> Span {
    Span::from_ps(least.ps() + rng.below(most.ps() - least.ps()))
}

/// A rescue, and what is known of it undisturbed.
pub struct Sweep {
    scenario: Scenario,
    /// The undisturbed rescue.
    pub reference: Reference,
    images: [u32; 2],
    seed: u64,
    /// Test aid: the journal forgets its marker in every cut of the supply.
    pub forget_marker: bool,
    /// Runs that leave equal memories behind are followed once, and a page is torn in at most
    /// [`TEARS`] ways. Without power nothing but the memories is left of the two boards, so what
    /// follows is the same.
    pub merge_equal: bool,
}

impl Sweep {
    /// A sweep of a rescue of `part`, in which every page differs.
    ///
    /// # Panics
    /// When the rescue fails without anything being cut.
    pub fn new(part: &'static Part, seed: u64) -> Sweep {
        let scenario = reference::scenario(part, seed);
        let reference = Reference::record(&scenario);
        Sweep::of(scenario, reference, seed)
    }

    /// A sweep of a rescue of a flash that needs a bit of everything, see
    /// [`flash::scenario`](reference::flash::scenario).
    ///
    /// # Panics
    /// When the rescue fails without anything being cut.
    pub fn of_flash(part: &'static NorPart, seed: u64) -> Sweep {
        let scenario = reference::flash::scenario(part, seed);
        let reference = reference::flash::record(&scenario);
        Sweep::of(scenario, reference, seed)
    }

    fn of(scenario: Scenario, reference: Reference, seed: u64) -> Sweep {
        Sweep {
            reference,
            images: [&scenario.source, &scenario.standby].map(|d| crc::crc32(&d.contents)),
            scenario,
            seed,
            forget_marker: false,
            merge_equal: false,
        }
    }

    /// A cut at each of `instants`.
    pub fn at_each(&self, instants: &[Time], kind: Kind, place: Place) -> Vec<Cut> {
        let cuts = instants.iter().map(|at| self.cut(*at, kind, place));
        cuts.collect()
    }

    /// A cut at every byte, on the shared bus and on the journal's.
    pub fn at_every_byte(&self, kind: Kind) -> Vec<Cut> {
        let Reference {
            bytes,
            journal_bytes,
            ..
        } = &self.reference;
        let both = [bytes.as_slice(), journal_bytes].concat();
        self.at_each(&both, kind, Place::Byte)
    }

    /// Cuts at start, middle and end of every write cycle of the destination.
    pub fn in_every_write(&self, kind: Kind) -> Vec<Cut> {
        let instants = self.reference.writes.iter().flat_map(|(from, to)| {
            let middle = *from + Span::from_ps(to.since(*from).ps() / 2);
            [*from + Span::from_ps(1), middle, *to - Span::from_ps(1)]
        });
        self.at_each(&instants.collect::<Vec<_>>(), kind, Place::Write)
    }

    /// `count` cuts inside write cycles of the destination, or of the journal.
    pub fn in_writes(&self, count: u64, kind: Kind, place: Place) -> Vec<Cut> {
        let cycles: &[WriteCycle] = match place {
            Place::JournalWrite => &self.reference.journal_writes,
            _ => &self.reference.writes,
        };
        let mut rng = self.rng(1 + place as u64);
        let mut instant = || {
            let (from, to) = cycles[rng.below(cycles.len() as u64) as usize];
            from + Span::from_ps(1 + rng.below(to.since(from).ps() - 1))
        };
        let instants: Vec<Time> = (0..count).map(|_| instant()).collect();
        self.at_each(&instants, kind, place)
    }

    /// `count` cuts anywhere in the work, with `more` cuts of the resumed work after each.
    pub fn anywhere(&self, count: u64, kinds: &[Kind], more: std::ops::Range<u32>) -> Vec<Cut> {
        let mut rng = self.rng(100 + u64::from(more.start));
        let Reference {
            begin, commit, end, ..
        } = self.reference;
        // After the commit there may be no work left to be cut once more.
        let end = if more.end > 1 { commit } else { end };
        let cuts = (0..count).map(|index| Cut {
            more: more.start + rng.below_u32(more.end - more.start),
            ..self.cut(
                begin + Span::from_ps(1 + rng.below(end.since(begin).ps() - 1)),
                kinds[index as usize % kinds.len()],
                Place::Anywhere,
            )
        });
        cuts.collect()
    }

    fn rng(&self, purpose: u64) -> Rng {
        Rng::new(Rng::new(self.seed).next_u64() ^ purpose)
    }

    fn cut(&self, at: Time, kind: Kind, place: Place) -> Cut {
        Cut {
            at,
            kind,
            place,
            more: 0,
            seed: self.rng(at.ps() ^ (kind as u64) << 62).next_u64(),
        }
    }

    /// Makes all `cuts`, on all processors. `tell` hears of every block that is done: how many
    /// runs that makes so far.
    pub fn run(&self, mut cuts: Vec<Cut>, tell: impl Fn(usize) + Sync) -> Tally {
        cuts.sort_by_key(|cut| cut.at);
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let seen = Mutex::new(HashSet::new());
        let worker = || {
            let mut tally = Tally::default();
            let mut run = Run::new(self.scenario.clone());
            loop {
                let from = next.fetch_add(BLOCK, Ordering::Relaxed);
                let block = &cuts[from.min(cuts.len())..cuts.len().min(from + BLOCK)];
                if block.is_empty() {
                    return tally;
                }
                for cut in block {
                    run.advance(cut.at - Span::from_ps(1));
                    self.one(&mut tally, run.save(), *cut, &seen);
                }
                tell(done.fetch_add(block.len(), Ordering::Relaxed) + block.len());
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut tally = Tally::default();
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            for worker in workers {
                let part = worker.join();
                tally.add(part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
        });
        tally.violations.sort_by_key(|violation| violation.cut.at);
        tally
    }

    /// One run: `run` stands right before its first cut.
    fn one(&self, tally: &mut Tally, run: Run, cut: Cut, seen: &Mutex<HashSet<u64>>) {
        tally.runs += 1;
        match self.follow(tally, run, cut, seen) {
            Ok(()) => tally.rescued += 1,
            Err(what) => tally.violations.push(Violation { cut, what }),
        }
    }

    fn follow(
        &self,
        tally: &mut Tally,
        mut run: Run,
        cut: Cut,
        seen: &Mutex<HashSet<u64>>,
    ) -> Result<(), String> {
        let mut rng = Rng::new(cut.seed);
        let mut back = self.make(tally, &mut run, cut.at, (cut.kind, cut.place), &mut rng)?;
        if self.merge_equal && cut.more == 0 && cut.kind == Kind::Power {
            let left = left_behind(&run);
            if !seen
                .lock()
                .map_err(|_| "another thread failed")?
                .insert(left)
            {
                tally.equal += 1;
                return Ok(());
            }
        }
        for later in (0..cut.more).rev() {
            let (before, at) = self.later(tally, &mut run, back, &mut rng, later == 0)?;
            run = before;
            let kind = [Kind::Power, Kind::Cable, Kind::Both][rng.below(3) as usize];
            back = self.make(tally, &mut run, at, (kind, Place::Anywhere), &mut rng)?;
        }
        resume(&mut run, back, |run| at_work(run) || run.rescued())?;
        self.judge(&mut run)
    }

    /// An instant for another cut after all was back at `back`, and the run right before it.
    ///
    /// The last reading of B's own memory needs no cable, so the work that was cut may end all the
    /// same; the cable's return then starts it again.
    fn later(
        &self,
        tally: &mut Tally,
        run: &mut Run,
        back: Time,
        rng: &mut Rng,
        last: bool,
    ) -> Result<(Run, Time), String> {
        for _ in 0..3 {
            resume(run, back, at_work)?;
            if let Some(found) = draw(tally, run, rng, last) {
                return Ok(found);
            }
            while at_work(run) {
                run.advance(run.system.now() + Span::from_us(500));
            }
        }
        Err("no instant of the resumed work found for another cut".into())
    }

    /// Makes a cut at `at`, right before which `run` stands. Returns when all is back.
    fn make(
        &self,
        tally: &mut Tally,
        run: &mut Run,
        at: Time,
        (kind, place): (Kind, Place),
        rng: &mut Rng,
    ) -> Result<Time, String> {
        let board = run.system.board(Side::B);
        let in_write = board.memory.is_busy(at);
        let in_journal_write = board.journal.busy_until(at).is_some();
        let ruined = |run: &Run| {
            let board = run.system.board(Side::B);
            board.memory.pages_ruined() + board.journal.pages_ruined()
        };
        let before = (run.system.statistics().faults, ruined(run));
        tally.cuts += 1;
        tally.inside += u64::from(at_work(run));
        tally.in_write += u64::from(in_write);
        tally.in_journal_write += u64::from(in_journal_write);
        if !at_work(run) {
            return Err("the cut fell outside the work".into());
        }
        let as_planned = match place {
            Place::Write => in_write,
            Place::JournalWrite => in_journal_write,
            _ => true,
        };
        if !as_planned {
            return Err(format!("the cut did not fall into {place:?}"));
        }

        let board = run.system.board_mut(Side::B);
        let seed = |chance: u64, busy: Option<Time>| match busy {
            Some(until) if self.merge_equal => until.ps() + chance % TEARS,
            _ => chance,
        };
        let memory = &mut board.memory;
        let busy = memory.eeprom().and_then(|chip| chip.busy_until(at));
        memory.set_seed(seed(rng.next_u64(), busy));
        let journal = &mut board.journal;
        journal.set_seed(seed(rng.next_u64(), journal.busy_until(at)));
        let away = between(rng, AWAY);
        let cable_away = match kind {
            Kind::Both => Span::from_ps(away.ps() + between(rng, CABLE_LATER).ps()),
            _ => away,
        };
        if kind != Kind::Cable {
            let duration = Some(away);
            let side = Side::B;
            let power = FaultKind::PowerCut { side, duration };
            run.system.schedule(at, Action::Fault(power));
        }
        if kind != Kind::Power {
            let duration = Some(cable_away);
            run.system
                .schedule(at, Action::Fault(FaultKind::CableOut { duration }));
        }
        run.advance(at);
        let gone = run.system.powered(Side::B) == (kind == Kind::Cable)
            && run.system.cable_plugged() == (kind == Kind::Power);
        let faults = run.system.statistics().faults - before.0;
        if !gone || faults != 1 + u64::from(kind == Kind::Both) {
            return Err("the cut did not take place".into());
        }
        let torn = ruined(run) - before.1;
        tally.torn += torn;
        let cycles = u64::from(in_write) + u64::from(in_journal_write);
        if torn != if kind == Kind::Cable { 0 } else { cycles } {
            return Err(format!(
                "{torn} torn pages after a cut in {cycles} write cycles"
            ));
        }
        if self.forget_marker && kind != Kind::Cable {
            forget_marker(run);
        }
        Ok(at + cable_away)
    }

    /// Runs to the end and says what was wrong.
    fn judge(&self, run: &mut Run) -> Result<(), String> {
        let report = run.finish(|_| {});
        let must = |right: bool, what: &str| {
            if right { Ok(()) } else { Err(what.to_owned()) }
        };
        let releases = run.system.releases();
        for release in releases.iter().filter(|release| release.side == Side::B) {
            // Nothing is written while the standby's memory is still what it was.
            must(
                self.images.contains(&release.memory_crc),
                &format!("B's host ran on an incomplete image from {}", release.at),
            )?;
        }
        if report.outcome != Outcome::Rescued {
            return Err(format!("ended as {:?}", report.outcome));
        }
        let last = releases.iter().rfind(|release| release.side == Side::B);
        let memory = |side: Side| run.system.board(side).memory.memory();
        must(report.verified, "the memories differ")?;
        must(
            last.is_some_and(|release| release.memory_crc == self.images[0]),
            "B's host was not let go on the source's image",
        )?;
        must(
            memory(Side::B) == self.scenario.source.contents,
            "B does not hold the image",
        )?;
        must(
            memory(Side::A) == self.scenario.source.contents,
            "the source changed",
        )?;
        must(
            run.system.observers.source_write().is_none(),
            "a data byte went to the source",
        )?;
        let statistics = run.system.statistics();
        must(
            statistics.unsafe_writes == 0,
            "a memory was written under its running host",
        )?;
        must(statistics.conflicts == 0, "nets were in contention")?;
        let host = &run.system.board(Side::B).host;
        must(host.is_running(), "B's host is held after the rescue")
    }
}

/// Runs until B did what it should once all is back.
fn resume(run: &mut Run, back: Time, done: impl Fn(&Run) -> bool) -> Result<(), String> {
    // Until B has booted its RAM still says what it did before.
    run.advance(back + Span::from_ms(1));
    while !done(run) {
        if run.system.now().since(back) > RESUME_MAX {
            let phase = run.progress().phase;
            return Err(format!(
                "not at work {RESUME_MAX} after the return but in {phase:?}"
            ));
        }
        run.advance(run.system.now() + Span::from_us(500));
    }
    Ok(())
}

/// An instant of the work in which `run` is, and the run right before it. After all but the `last`
/// cut there must be work left.
fn draw(tally: &mut Tally, run: &Run, rng: &mut Rng, last: bool) -> Option<(Run, Time)> {
    let from = run.system.now();
    let mut most = LATER_CUT_MAX;
    for _ in 0..20 {
        let at = from + Span::from_ps(2 + rng.below(most.ps()));
        let mut trial = run.save();
        let mut worked = from;
        while at_work(&trial) && trial.system.now() < at - Span::from_ps(1) {
            worked = trial.system.now();
            let step = worked + Span::from_ms(1);
            trial.advance(step.min(at - Span::from_ps(1)));
        }
        let commits = trial.progress().phase == Some(Phase::Commit);
        if at_work(&trial) && (last || !commits) {
            return Some((trial, at));
        }
        tally.redrawn += 1;
        // What is left of the work is known now.
        most = worked.since(from).max(Span::from_us(1));
    }
    None
}

/// Everything that is left of the boards when neither has power, as one number.
fn left_behind(run: &Run) -> u64 {
    let mut hasher = DefaultHasher::new();
    for side in Side::BOTH {
        let board = run.system.board(side);
        board.memory.memory().hash(&mut hasher);
        board.journal.memory().hash(&mut hasher);
    }
    hasher.finish()
}

/// The marker of B's journal becomes that of a device which was never rescued.
fn forget_marker(run: &mut Run) {
    let settings = journal::Settings {
        part: 0,
        bus_hz: 0,
        buffer_bytes: 0,
    };
    let fresh = journal::factory_image(settings);
    let pages = Marker::ADDRESS as usize..(Marker::ADDRESS + 2 * RECORD_BYTES) as usize;
    let journal = run.system.board_mut(Side::B).journal.memory_mut();
    journal[pages.clone()].copy_from_slice(&fresh[pages]);
}
