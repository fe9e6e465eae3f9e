//! One life: what is done to a device, and what must be true of it all the while.

use std::cell::RefCell;
use std::time::Duration;

use umbilical::backup::{Backup, DeviceId, Timestamp};
use umbilical::device::backup::{Request, take};
use umbilical::device::clone::cloning;
use umbilical::device::progress::Meter;
use umbilical::device::restore::{How, restore};
use umbilical::device::select::Wish;
use umbilical::device::{Session, compare};
use umbilical::error::Error;
use umbilical::link::Transport;
use umbilical::port::Stop;
use umbilical_emu::fault::FaultKind;
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::system::Action;
use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::link::BASE_BAUD;
use umbilical_tests::releases;

use super::faults::{Faults, Struck};
use super::mutant::Mutant;
use super::rough::Rough;
use super::unit::{self, Unit};

/// Looking for a device, and leaving it in order: twice the grace, for the rate as well.
const AROUND: Duration = Duration::from_secs(14 + 5 + 5);
/// A command is begun so often; the last time all is well.
const TURNS: u32 = 4;

/// What is wrong with the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Nothing,
    Forgetful,
    Hasty,
    /// Its host runs whatever the controller wants.
    Unheld,
}

/// A device and what has happened to it.
struct Life {
    rng: Rng,
    unit: Unit,
    /// `None` while a command has it.
    line: Option<Rough>,
    /// How often something ended as it should, and otherwise.
    done: u32,
    failed: u32,
    longest: Duration,
}

impl Life {
    fn new(seed: u64, wrong: Wrong) -> Life {
        let mut rng = Rng::new(seed);
        let unit = Unit::random(&mut rng);
        Life::of(unit, rng, seed, wrong)
    }

    /// One of the same make, with contents of its own, to which other things happen.
    fn sibling(&mut self, seed: u64, wrong: Wrong) -> Life {
        let mut rng = Rng::new(self.rng.next_u64());
        let unit = self.unit.sibling(&mut rng);
        Life::of(unit, rng, seed, wrong)
    }

    fn of(unit: Unit, mut rng: Rng, seed: u64, wrong: Wrong) -> Life {
        let faults = Faults::random(&mut rng);
        let mut wire = unit.wire(&mut rng);
        let mutant = match wrong {
            Wrong::Nothing => Mutant::None,
            Wrong::Forgetful => Mutant::forgetful(&mut wire),
            Wrong::Hasty => Mutant::hasty(seed),
            Wrong::Unheld => {
                let fault = FaultKind::StuckAt {
                    net: Net::new(Side::B, Pin::HostResetN),
                    high: true,
                    duration: None,
                };
                let now = wire.system().now();
                wire.system().schedule(now, Action::Fault(fault));
                Mutant::None
            }
        };
        Life {
            line: Some(Rough::new(wire, faults, mutant, !seed)),
            rng,
            unit,
            done: 0,
            failed: 0,
            longest: Duration::ZERO,
        }
    }

    fn line(&mut self) -> &mut Rough {
        self.line.as_mut().expect("no command runs")
    }

    fn memory(&mut self) -> &mut [u8] {
        let system = self.line().wire.system();
        system.board_mut(Side::B).memory.memory_mut()
    }

    fn incomplete(&mut self) -> bool {
        self.line().marker().state == MarkerState::Incomplete
    }

    /// CRCs of the memories that the host was released onto since the first `count` times.
    fn released(&mut self, count: usize) -> Vec<u32> {
        let all = releases(self.line().wire.system(), Side::B);
        all[count..].iter().map(|one| one.memory_crc).collect()
    }

    /// Time without a program.
    fn rest(&mut self, most: Duration) {
        let span = self.rng.below(most.as_micros() as u64);
        let line = self.line();
        line.host_ends = None;
        let end = line.now() + Duration::from_micros(span);
        while line.now() < end {
            line.receive(end, &mut Vec::new()).expect("no program ends");
        }
    }

    /// Runs a command that may be ended anywhere, and says whether it was in time.
    fn command<R>(
        &mut self,
        calm: bool,
        plan: Option<Duration>,
        work: impl FnOnce(&mut Session<Rough>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let ends = match calm || self.rng.below(3) > 0 {
            true => None,
            false => Some(Duration::from_micros(self.rng.below(1_500_000))),
        };
        let mut line = self.line.take().expect("one at a time");
        line.host_ends = ends.map(|end| line.now() + end);
        if plan.is_some() && self.rng.below(2) == 0 {
            line.cut_power_in_a_write();
        }
        if calm {
            line.calm();
        }
        // The new program opens the port anew.
        line.set_baud(BASE_BAUD).expect("a line takes any rate");
        let began = line.now();
        let number = self.rng.below(1 << 16) as u16;
        let stop = Stop::default();
        let (result, mut line) = match Session::open_or_back("PORT", line, number, &stop) {
            Err((error, line)) => (Err(error), line),
            Ok(mut session) => {
                let result = work(&mut session);
                session.end(result)
            }
        };
        let took = line.now() - began;
        let bytes = self.unit.part.bytes();
        let plan = plan.map(|plan| Session::<Rough>::deadline_for(bytes, plan));
        let deadline = Session::<Rough>::deadline_for(bytes, Duration::ZERO) + AROUND;
        let deadline = deadline + plan.unwrap_or_default();
        assert!(took <= deadline, "{took:?}, at most {deadline:?}");
        self.longest = self.longest.max(took);
        if line.host_ends.is_some_and(|end| line.now() >= end) {
            line.struck.ends += 1;
            // A port that is closed may send what it has, or not.
            if self.rng.below(2) == 0 {
                line.wire.drop_waiting();
            }
        }
        line.host_ends = None;
        self.line = Some(line);
        match &result {
            Ok(_) => self.done += 1,
            Err(_) => self.failed += 1,
        }
        result
    }

    /// Until it goes through; the last time on a line that got well.
    fn at_last<R>(
        &mut self,
        plan: Option<Duration>,
        mut work: impl FnMut(&mut Session<Rough>) -> Result<R, Error>,
        mut check: impl FnMut(&mut Self, &Result<R, Error>),
    ) -> R {
        for turn in 1..=TURNS {
            let result = self.command(turn == TURNS, plan, &mut work);
            check(self, &result);
            self.rest(Duration::from_millis(300));
            check(self, &result);
            match result {
                Ok(value) => return value,
                Err(Error::Device(_)) if turn < TURNS => {}
                Err(error) => panic!("{error}"),
            }
        }
        unreachable!("the last time it goes through or panics")
    }

    /// A backup; what a run got is looked at by the next one.
    fn backup(&mut self) -> Backup {
        let memory = self.memory().to_vec();
        let copy = RefCell::new(self.unit.copy.clone());
        self.at_last(
            None,
            |session| {
                let request = Request {
                    name: "",
                    time: Timestamp::from_unix_s(0).expect("a time"),
                    copy: copy.borrow().clone(),
                    baud: None,
                };
                let mut copy = copy.borrow_mut();
                let copy = copy.get_or_insert_with(|| vec![0xFF; memory.len()]);
                take(session, request, &mut Meter::silent(), |offset, bytes| {
                    let place = offset as usize..offset as usize + bytes.len();
                    assert!(memory[place.clone()] == *bytes, "a wrong byte was read");
                    copy[place].copy_from_slice(bytes);
                })
            },
            |life, _| assert!(life.memory() == memory, "a backup wrote"),
        )
    }

    fn restore(&mut self, backup: &Backup, wanted: &[u8], wish: Wish) {
        let source = unit::source(backup);
        let how = How {
            wish,
            baud: None,
            dry_run: false,
        };
        let before = self.memory().to_vec();
        let kept = self.unit.kept();
        let whole = [crc32(&before), crc32(wanted)];
        let releases_before = self.released(0).len();
        self.at_last(
            Some(self.unit.plan_max()),
            |session| {
                let (selection, layout) = source.select(session, wish)?;
                let meter = &mut Meter::silent();
                restore(session, &selection, layout.as_ref(), how, meter)
            },
            |life, result| {
                let incomplete = life.incomplete();
                let memory = life.memory();
                assert!(memory[kept.clone()] == before[kept.clone()], "a unit's own");
                if result.is_ok() {
                    assert!(memory == wanted, "restored, and is not");
                    assert!(!incomplete, "restored, and still marked");
                }
                let is_whole = memory == before || memory == wanted;
                assert!(is_whole || incomplete, "half, and not marked");
                let released = life.released(releases_before);
                let whole = released.iter().all(|crc| whole.contains(crc));
                assert!(whole, "a host was let go with half a memory");
            },
        );
    }

    /// What `clone` does to each of its devices: the other's backup onto this one.
    fn clone_from(&mut self, backup: &Backup) {
        let own = self.memory().to_vec();
        let mut wanted = backup.image().flat(None, None).expect("no gaps");
        let kept = self.unit.kept();
        wanted[kept.clone()].copy_from_slice(&own[kept]);
        self.restore(backup, &wanted, cloning(Wish::default()));
    }

    /// What one flipped bit makes of a verification.
    fn verify(&mut self, backup: &Backup) {
        let source = unit::source(backup);
        let verify = |session: &mut Session<Rough>| {
            let (selection, _) = source.select(session, Wish::default())?;
            let (ranges, image) = (selection.ranges(), &selection.image);
            let work = |session: &mut Session<Rough>| {
                session.speed_up(None)?;
                session.hold()?;
                compare::difference(session, &ranges, image, &mut Meter::silent())
            };
            work(session).map_err(|problem| session.failed(problem))
        };
        let equal = self.at_last(None, verify, |_, _| {});
        assert_eq!(equal, None, "it was called different");
        let kept = self.unit.kept().end as u32;
        let at = kept + self.rng.below_u32(self.unit.part.bytes() - kept);
        let bit = self.rng.below(8);
        self.memory()[at as usize] ^= 1 << bit;
        let found = self.at_last(None, verify, |_, _| {});
        let found = found.expect("it was called equal");
        assert_eq!((found.address, found.bytes), (at, 1));
    }

    /// After all of it.
    fn end(mut self) -> Lived {
        self.line().calm();
        let end = self.line().now() + Duration::from_secs(2);
        while self.line().now() < end {
            self.line().receive(end, &mut Vec::new()).expect("a line");
        }
        assert!(!self.incomplete(), "still marked");
        let crc = crc32(self.memory());
        let system = self.line().wire.system();
        assert!(system.board(Side::B).host.is_running(), "its host is held");
        let last = releases(system, Side::B).pop();
        assert_eq!(last.map(|release| release.memory_crc), Some(crc));
        let statistics = system.statistics();
        assert_eq!(statistics.conflicts, 0, "nets in contention");
        assert_eq!(statistics.unsafe_writes, 0, "writes under a running host");
        // A restart by the watchdog lets a bus go wherever it is. What the controller says before it
        // may be lost on the line.
        let board = system.board(Side::B);
        let short = board.memory.timing_violations() + board.journal.timing_violations();
        let restarts = u64::from(board.controller.watchdog_resets());
        assert!(
            short <= 2 * restarts,
            "{short} short edges, {restarts} restarts"
        );
        let told = self.line().told;
        assert!(
            restarts <= told,
            "{restarts} restarts, of which {told} were asked for"
        );
        Lived {
            done: self.done,
            failed: self.failed,
            longest: self.longest,
            emulated: self.line().now(),
            struck: self.line().struck,
        }
    }
}

/// What a life was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lived {
    pub done: u32,
    pub failed: u32,
    pub longest: Duration,
    pub emulated: Duration,
    pub struck: Struck,
}

impl Lived {
    pub fn add(&mut self, other: &Self) {
        self.done += other.done;
        self.failed += other.failed;
        self.longest = self.longest.max(other.longest);
        self.emulated += other.emulated;
        self.struck.add(&other.struck);
    }
}

/// A device with this seed, and one of its make that becomes its clone.
pub fn live(seed: u64, wrong: Wrong) -> Lived {
    let mut life = Life::new(seed, wrong);
    life.rest(Duration::from_millis(300));
    let memory = life.memory().to_vec();
    let backup = life.backup();
    assert_ne!(backup.manifest().about.device.id, DeviceId::NONE);
    let saved = backup.image().flat(None, None).expect("no gaps");
    assert!(saved == memory, "the backup is not the memory");
    // Months later. What belongs to the unit has changed, too, and stays.
    let (now, wanted) = life.unit.months_later(&memory, &mut life.rng);
    life.memory().copy_from_slice(&now);
    life.restore(&backup, &wanted, Wish::default());
    life.verify(&backup);
    let mut sibling = life.sibling(seed, wrong);
    let mut lived = life.end();
    sibling.rest(Duration::from_millis(300));
    sibling.clone_from(&backup);
    lived.add(&sibling.end());
    lived
}
