//! The same commands over a line in virtual time that does everything a line can do, and with a
//! device that is reset: never a wrong byte called verified, never half a memory that is not marked,
//! never past the deadline.

use std::path::PathBuf;
use std::time::Duration;

use umbilical::backup::{Backup, Contents, Mapping, Timestamp};
use umbilical::device::backup::{Request, take};
use umbilical::device::progress::Meter;
use umbilical::device::restore::{How, Source, restore};
use umbilical::device::select::Wish;
use umbilical::device::{Session, compare};
use umbilical::error::Error;
use umbilical::link::Transport;
use umbilical::port::Stop;

use super::*;
use crate::faults::{Faults, Struck};
use crate::line::Line;

const RUNS: u64 = 200;
/// Looking for a device, and leaving it in order, at most.
const AROUND: Duration = Duration::from_secs(14 + 5 + 5);

/// A life of one device, and of whoever backs it up.
struct Life {
    seed: u64,
    random: Random,
    /// `None` while a command has it.
    line: Option<Line>,
    /// How often something ended as it should, and otherwise.
    done: u32,
    failed: u32,
}

impl Life {
    fn new(seed: u64) -> Life {
        let mut random = Random(seed);
        let names = ["24c02", "24c64", "24c256", "w25q16"];
        let part = part(names[random.below(4) as usize]);
        let bytes = part.bytes() as usize;
        let mut memory = vec![0xFF; bytes];
        for _ in 0..4 {
            let at = random.below(bytes as u64) as usize;
            let length = random.below(20_000).min((bytes - at) as u64) as usize;
            let some = random.memory(length);
            memory[at..at + length].copy_from_slice(&some);
        }
        let mut device = Device::with_part(part, memory);
        if random.below(2) == 0 {
            device.set_layout(&layout(part));
        }
        let faults = Faults::random(&mut random);
        let round_trip = Duration::from_micros(random.below(20_000));
        Life {
            seed,
            line: Some(Line::new(device, round_trip, faults, seed)),
            random,
            done: 0,
            failed: 0,
        }
    }

    fn device(&mut self) -> &mut Device {
        &mut self.line.as_mut().expect("no command runs").device
    }

    /// Runs a command, which may be ended anywhere, by the machine or by somebody.
    fn command<R>(
        &mut self,
        calm: bool,
        work: impl FnOnce(&mut Session<Line>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let seed = self.seed;
        let mut line = self.line.take().expect("one at a time");
        if calm {
            line.calm();
        } else {
            let end = line.now() + Duration::from_millis(self.random.below(6000));
            let ends = self.random.below(3) == 0;
            line.host_ends = ends.then_some(end.as_nanos() as u64);
        }
        // The new program opens the port anew.
        line.set_baud(115_200).expect("a line takes any rate");
        let began = line.now();
        let bytes = line.device.memory.len() as u32;
        let number = self.random.number() as u16;
        let stop = Stop::default();
        let open = Session::open_or_back("PORT", line, number, &stop);
        let (result, line) = match open {
            Err((error, line)) => (Err(error), line),
            Ok(mut session) => {
                let result = work(&mut session);
                session.end(result)
            }
        };
        let took = line.now() - began;
        let plan = Duration::from_secs(400);
        let deadline = Session::<Line>::deadline_for(bytes, Duration::ZERO)
            + Session::<Line>::deadline_for(bytes, plan)
            + AROUND;
        assert!(
            took <= deadline,
            "seed {seed}: {took:?}, at most {deadline:?}"
        );
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
        mut work: impl FnMut(&mut Session<Line>) -> Result<R, Error>,
        mut check: impl FnMut(&mut Self, &Result<R, Error>),
    ) -> R {
        for turn in 0..4 {
            let result = self.command(turn == 3, &mut work);
            check(self, &result);
            match result {
                Ok(value) => return value,
                Err(Error::Device(_)) if turn < 3 => {}
                Err(error) => panic!("seed {}: {error}", self.seed),
            }
        }
        unreachable!("the last time it goes through or panics")
    }

    fn backup(&mut self) -> Backup {
        let copy = std::cell::RefCell::new(vec![0xFF; self.device().memory.len()]);
        let memory = self.device().memory.clone();
        let seed = self.seed;
        self.at_last(
            |session| {
                let request = Request {
                    name: "",
                    time: Timestamp::from_unix_s(0).expect("a time"),
                    copy: Some(copy.borrow().clone()),
                    baud: None,
                };
                take(session, request, &mut Meter::silent(), |offset, bytes| {
                    let place = offset as usize..offset as usize + bytes.len();
                    assert!(memory[place.clone()] == *bytes, "seed {seed}: a wrong byte");
                    copy.borrow_mut()[place].copy_from_slice(bytes);
                })
            },
            |life, _| {
                assert!(life.device().memory == memory, "a backup wrote");
            },
        )
    }

    fn restore(&mut self, backup: &Backup, wanted: &[u8]) {
        let source = source(backup);
        let wish = Wish {
            mapping: Mapping::default(),
            all: false,
            fill_gaps: false,
            reads_only: false,
        };
        let how = How {
            wish,
            baud: None,
            dry_run: false,
        };
        let before = self.device().memory.clone();
        let seed = self.seed;
        self.at_last(
            |session| {
                let (selection, layout) = source.select(session, wish)?;
                restore(
                    session,
                    &selection,
                    layout.as_ref(),
                    how,
                    &mut Meter::silent(),
                )
            },
            |life, result| {
                let device = life.device();
                let kept = wanted.iter().zip(&before).zip(&device.memory);
                for ((wanted, before), now) in kept {
                    // Whatever is written was there, is wanted, or lies between, erased.
                    let erased = *now == 0xFF || now & wanted == *now || now & before == *now;
                    assert!(erased || now == wanted || now == before, "seed {seed}");
                }
                match result {
                    Ok(_) => {
                        assert!(
                            device.memory == wanted,
                            "seed {seed}: not what was called so"
                        );
                        assert!(!device.incomplete, "seed {seed}: still marked");
                    }
                    Err(_) => {
                        let whole = device.memory == before || device.memory == wanted;
                        assert!(whole || device.incomplete, "seed {seed}: half, not marked");
                    }
                }
            },
        );
    }

    /// What one flipped bit makes of a verification.
    fn verify(&mut self, backup: &Backup, kept: u32) {
        let source = source(backup);
        let verify = |session: &mut Session<Line>| {
            let (selection, _) = source.select(session, Wish::default())?;
            let (ranges, image) = (selection.ranges(), &selection.image);
            let work = |session: &mut Session<Line>| {
                session.speed_up(None)?;
                session.hold()?;
                compare::difference(session, &ranges, image, &mut Meter::silent())
            };
            work(session).map_err(|problem| session.failed(problem))
        };
        let equal = self.at_last(verify, |_, _| {});
        assert_eq!(equal, None, "seed {}", self.seed);
        let bytes = self.device().memory.len() as u64;
        let at = kept + self.random.below(bytes - u64::from(kept)) as u32;
        self.device().memory[at as usize] ^= 1 << self.random.below(8);
        let found = self.at_last(verify, |_, _| {});
        let found = found.unwrap_or_else(|| panic!("seed {}: called equal", self.seed));
        assert_eq!((found.address, found.bytes), (at, 1), "seed {}", self.seed);
    }
}

fn source(backup: &Backup) -> Source {
    Source::new(
        PathBuf::from("a.umb"),
        Contents::Backup(Box::new(backup.clone())),
    )
}

fn live(seed: u64) -> (u32, u32, Struck) {
    let mut life = Life::new(seed);
    let memory = life.device().memory.clone();
    let backup = life.backup();
    let saved = backup.image().flat(None, None).expect("no gaps");
    assert!(saved == memory, "seed {seed}: the backup is not the memory");
    // Months later. What belongs to the unit has changed, too, and stays.
    let mut now = changed(&memory, seed);
    let regions: Vec<Region> = backup.layout().regions().copied().collect();
    let keeps = regions
        .iter()
        .filter(|region| region.policy == Policy::Keep);
    let kept: u32 = keeps.map(Region::end).max().unwrap_or(0);
    now[..kept as usize].fill(0x5A);
    let mut wanted = memory;
    wanted[..kept as usize].fill(0x5A);
    life.device().memory = now;
    life.restore(&backup, &wanted);
    life.verify(&backup, kept);
    let struck = life.line.map_or(Struck::default(), |line| line.struck);
    (life.done, life.failed, struck)
}

#[test]
fn nothing_wrong_is_ever_called_verified() {
    let (mut done, mut failed, mut struck) = (0, 0, Struck::default());
    for seed in 0..RUNS {
        let lived = std::panic::catch_unwind(|| live(seed));
        let (well, ill, faults) = lived.unwrap_or_else(|_| panic!("seed {seed}"));
        done += well;
        failed += ill;
        struck.add(&faults);
    }
    println!("{RUNS} lives: {done} commands went through, {failed} did not, {struck:?}");
    assert!(struck.least() > 50, "a fault did not strike: {struck:?}");
    assert!(failed > 100, "only {failed} commands were cut off");
    assert!(u64::from(done) >= 4 * RUNS, "{done}");
}
