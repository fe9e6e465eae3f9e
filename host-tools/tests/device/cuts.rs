//! A loss of power in the middle of a restore leaves cells of a flash that read now as one and later as
//! the other. What is called restored stays as it is all the same.

use std::path::PathBuf;
use std::time::Duration;

use umbilical::backup::{Contents, Mapping};
use umbilical::device::Session;
use umbilical::device::progress::Meter;
use umbilical::device::restore::{How, Source, restore};
use umbilical::device::select::Wish;
use umbilical::error::Error;
use umbilical::port::Stop;

use super::*;
use crate::device::Deed;
use crate::device::power::{Cut, Looks};
use crate::faults::Faults;
use crate::line::Line;

/// More often than all comparisons of a restore read a byte.
const READS: u32 = 20;

/// A flash that is restored to `wanted`, from `now`.
struct Story {
    now: Vec<u8>,
    wanted: Vec<u8>,
}

impl Story {
    /// A few sectors: one that becomes another, one that only loses bits, one that becomes blank, and
    /// a block that is erased as a whole with a sector that stays as it is.
    fn new() -> Story {
        let seed = 0xB1A2;
        println!("seed {seed:#x}");
        let mut random = Random(seed);
        let mut now = random.bytes(part("w25q16").bytes() as usize);
        let mut wanted = now.clone();
        wanted[0x1000..0x1400].copy_from_slice(&random.bytes(0x400));
        for byte in &mut wanted[0x3000..0x3300] {
            *byte &= 0x5A;
        }
        wanted[0x2_0000..0x2_1000].fill(0xFF);
        now[0x4_4000..0x4_5000].fill(0xFF);
        wanted[0x4_0000..0x4_2000].copy_from_slice(&random.bytes(0x2000));
        wanted[0x4_2000..0x4_3000].fill(0xFF);
        wanted[0x4_5000..0x5_0000].fill(0xFF);
        Story { now, wanted }
    }

    fn line(&self) -> Line {
        let mut device = Device::with_part(part("w25q16"), self.now.clone());
        device.power.reads_left = READS;
        Line::new(device, Duration::from_micros(100), Faults::default(), 1)
    }

    fn restore(&self, line: Line, to: &[u8]) -> (Result<(), Error>, Line) {
        let wish = Wish {
            mapping: Mapping {
                device: true,
                memory: false,
            },
            ..Wish::default()
        };
        let how = How {
            wish,
            baud: None,
            dry_run: false,
        };
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("a.bin");
        fs::write(&path, to).expect("written");
        let source = Source::new(PathBuf::from("a.bin"), contents(&path));
        let mut session =
            Session::open("PORT", line, 0x0C07, &Stop::default()).expect("it answers");
        let selected = source.select(&mut session, wish);
        let done = selected.and_then(|(selection, layout)| {
            let meter = &mut Meter::silent();
            restore(&mut session, &selection, layout.as_ref(), how, meter)
        });
        let (done, line) = session.end(done);
        (done.map(drop), line)
    }

    /// What a restore without a cut does.
    fn deeds(&self) -> Vec<Deed> {
        let (done, line) = self.restore(self.line(), &self.wanted);
        done.expect("a calm line");
        line.device.deeds
    }
}

fn contents(path: &Path) -> Contents {
    umbilical::backup::read_contents(path, None).expect("an image")
}

fn whole(line: &mut Line, to: &[u8], told: &str) {
    let device = &mut line.device;
    assert!(device.complete && !device.incomplete, "{told}");
    device.age();
    let wrong = device.memory.iter().zip(to).position(|(a, b)| a != b);
    let wrong = wrong.map(|at| format!("{at:#x}"));
    assert_eq!(wrong, None, "{told}");
}

/// Breaks when what was being programmed is believed because it reads as it should.
#[test]
fn what_was_being_written_is_erased_before_it_is_written_on() {
    let story = Story::new();
    let deeds = story.deeds();
    let erases = |deeds: &[Deed]| {
        let is_erase = |deed: &&Deed| matches!(deed, Deed::Erase { .. });
        deeds.iter().filter(is_erase).count()
    };
    let (mut struck, mut erased) = (0, 0);
    for (after, deed) in deeds.iter().enumerate() {
        for looks in [Looks::Done, Looks::Untouched] {
            let told = format!("deed {after}, {deed:?}, {looks:?}");
            let mut line = story.line();
            line.device.power.cut = Some(Cut {
                after,
                looks,
                for_good: false,
            });
            let (done, mut line) = story.restore(line, &story.wanted);
            if let Err(error) = done {
                panic!("{told}: {error}");
            }
            struck += usize::from(line.device.power.struck > 0);
            erased += erases(&line.device.deeds) - erases(&deeds);
            whole(&mut line, &story.wanted, &told);
        }
    }
    println!("{} cuts, {struck} left something unsound", 2 * deeds.len());
    assert_eq!(struck, 2 * deeds.len(), "a cut did nothing");
    assert_eq!(erased, 2 * deeds.len(), "one erase more for each cut");
}

/// Breaks when a later run believes what looks blank, what is equal beside something that is not, or
/// what is equal once: whether it goes on with the same, goes back to what was there before, or to
/// what differs from that in every block. A cut that leaves a block equal is seen when it is read
/// again, as in a rescue; the others without that.
#[test]
fn another_run_believes_nothing_that_may_have_been_cut() {
    let story = Story::new();
    let mut other = story.now.clone();
    for at in [0x8000, 0x2_8000, 0x4_8000] {
        other[at] ^= 0x10;
    }
    for (after, deed) in story.deeds().iter().enumerate() {
        let is_erase = matches!(deed, Deed::Erase { .. });
        for looks in [Looks::Done, Looks::Untouched] {
            let seen = [
                (&story.wanted, is_erase),
                (&story.now, is_erase && looks == Looks::Done),
                (&other, true),
            ];
            for (turn, (to, at_once)) in seen.into_iter().enumerate() {
                let told = format!("deed {after}, {deed:?}, {looks:?}, content {turn}");
                let mut line = story.line();
                line.device.power.reads_left = if at_once { READS } else { 1 };
                line.device.power.cut = Some(Cut {
                    after,
                    looks,
                    for_good: true,
                });
                let (done, mut line) = story.restore(line, &story.wanted);
                assert!(done.is_err() && line.device.incomplete, "{told}: no power");
                line.device.power.is_off = false;
                let (done, mut line) = story.restore(line, to);
                if let Err(error) = done {
                    panic!("{told}: {error}");
                }
                whole(&mut line, to, &told);
            }
        }
    }
}
