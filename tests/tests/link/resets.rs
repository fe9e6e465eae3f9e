//! Restarts and power cuts in the middle of a transfer: the host's program goes on by itself.

use std::time::Duration;

use umbilical::backup::{Backup, Timestamp};
use umbilical::device::progress::Meter;
use umbilical::device::restore::{How, restore};
use umbilical::device::select::Wish;
use umbilical::device::{Session, backup};
use umbilical::error::Error;
use umbilical::link::read_window::ReadLimits;
use umbilical::link::write_window::WriteLimits;
use umbilical::link::{Client, Transport};
use umbilical::port::Stop;
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::Scenario;
use umbilical_emu::time::Span;
use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::link::{BASE_BAUD, Span as Place};
use umbilical_tests::{
    differing, differing_scenario, flash, flash_scenario, full, part, random_bytes, releases,
};

use crate::lives::faults::Faults;
use crate::lives::mutant::Mutant;
use crate::lives::rough::Rough;
use crate::lives::unit::{Unit, source};
use crate::wire::Wire;

const BAUD: u32 = 3_000_000;
/// Instants of a restore in every run of the tests, and in full.
const INSTANTS: [u32; 2] = [16, 200];

/// The same for a flash.
const FLASH_INSTANTS: [u32; 2] = [24, 120];

/// What happens to the board in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blow {
    Restart,
    PowerCut,
}

impl Blow {
    const ALL: [Blow; 2] = [Blow::Restart, Blow::PowerCut];

    fn after(self, span: Duration, line: &mut Rough) {
        match self {
            Blow::Restart => line.reset_after(span),
            Blow::PowerCut => line.cut_power_after(span),
        }
    }

    fn struck(self, line: &Rough) -> u64 {
        match self {
            Blow::Restart => line.struck.resets,
            Blow::PowerCut => line.struck.power_cuts,
        }
    }
}

fn line(mut scenario: Scenario, seed: u64) -> Rough {
    scenario.cable = None;
    let wire = Wire::new(scenario, Side::B, Span::from_ms(100));
    Rough::new(wire, Faults::default(), Mutant::None, seed)
}

/// A client at 3 Mbaud that has the memory.
fn client(line: Rough) -> Client<Rough> {
    let mut client = Client::new(line, 0x0815);
    client.probe().expect("the device answers");
    assert_eq!(client.set_speed(BAUD).expect("a rate"), BAUD);
    client.hold(true).expect("held");
    client
}

/// Reads all of `contents` while `blow` strikes after `span`, and gives the bytes that came.
fn read(scenario: Scenario, contents: &[u8], blow: Blow, span: Duration) -> u64 {
    let mut client = client(line(scenario, 1));
    blow.after(span, client.transport());
    let before = client.transport().wire.came;
    let mut read = vec![0; contents.len()];
    let mut stored = 0;
    let limits = ReadLimits {
        compress: false,
        ..ReadLimits::default()
    };
    client
        .read(Some(0..contents.len() as u32), limits, |at, bytes| {
            read[at as usize..][..bytes.len()].copy_from_slice(bytes);
            stored += bytes.len();
        })
        .expect("it goes on");
    assert!(read == contents, "{blow:?}");
    assert_eq!(stored, contents.len(), "each byte counts once");
    assert_eq!(blow.struck(client.transport()), 1, "{blow:?} in the middle");
    client.transport().wire.came - before
}

/// At most one request is sent twice.
#[test]
fn a_read_goes_on_where_it_was() {
    let contents = random_bytes(21, 256 * 1024);
    let eeprom = part("24c64");
    let image = random_bytes(22, eeprom.bytes);
    for blow in Blow::ALL {
        let scenario = flash_scenario(flash("w25q128"), Vec::new(), contents.clone());
        let came = read(scenario, &contents, blow, Duration::from_millis(400));
        println!("flash, {blow:?}: {came} bytes came");
        // With what is around the blocks, 1.2 %.
        let most = contents.len() as u64 * 102 / 100 + 16 * 1024;
        assert!(came < most, "{came} bytes came");
        let mut scenario = differing_scenario(23, eeprom);
        scenario.standby.contents = image.clone();
        let came = read(scenario, &image, blow, Duration::from_millis(60));
        println!("EEPROM, {blow:?}: {came} bytes came");
        let most = u64::from(eeprom.bytes) * 3 / 2;
        assert!(came < most, "{came} bytes came");
    }
}

/// The host does not run in between, whatever happens to the controller.
#[test]
fn a_write_goes_on_where_it_was() {
    let part = part("24c64");
    let (new, old) = differing(24, part);
    let all = Place::new(0, part.bytes).expect("a range");
    for blow in Blow::ALL {
        // Write cycles of 5 ms for each page of 32 bytes: 1.3 s.
        for ms in [3, 457, 1_100] {
            let mut scenario = differing_scenario(24, part);
            scenario.standby.contents = old.clone();
            let mut client = client(line(scenario, ms));
            client.data_start(all).expect("marked");
            let released = releases(client.transport().wire.system(), Side::B).len();
            blow.after(Duration::from_millis(ms), client.transport());
            let ack = client.probe().expect("an answer");
            let limits = WriteLimits {
                slots: usize::from(ack.slots),
                slot_bytes: usize::from(ack.slot_bytes),
                silence: Duration::from_millis(500),
                ..WriteLimits::default()
            };
            client.write(0, &new, limits).expect("it goes on");
            let line = client.transport();
            assert_eq!(blow.struck(line), 1, "{blow:?} after {ms} ms");
            assert_eq!(line.marker().state, MarkerState::Incomplete);
            let now = releases(line.wire.system(), Side::B).len();
            assert_eq!(now, released, "{blow:?} after {ms} ms: let go");
            client.data_end(all, crc32(&new)).expect("equal");
            client.hold(false).expect("let go");
            client.probe().expect("an answer");
            let system = client.transport().wire.system();
            assert!(system.board(Side::B).memory.memory() == new);
            let last = releases(system, Side::B).pop().expect("a release");
            assert_eq!(last.memory_crc, crc32(&new), "{blow:?} after {ms} ms");
        }
    }
}

/// A device, a backup of it as it is to be, and what that makes of it.
struct Story {
    unit: Unit,
    backup: Backup,
    now: Vec<u8>,
    wanted: Vec<u8>,
}

impl Story {
    fn new(unit: impl FnOnce(&mut Rng) -> Unit) -> (Story, Rng) {
        let seed = 25;
        println!("seed {seed}");
        let mut rng = Rng::new(seed);
        let unit = unit(&mut rng);
        let mut session = open(rough(&unit, &mut rng.clone()));
        let request = backup::Request {
            name: "",
            time: Timestamp::from_unix_s(0).expect("a time"),
            copy: unit.copy.clone(),
            baud: None,
        };
        let taken = backup::take(&mut session, request, &mut Meter::silent(), |_, _| {});
        let backup = session.end(taken).0.expect("a calm line");
        let saved = backup.image().flat(None, None).expect("no gaps");
        let (now, wanted) = unit.months_later(&saved, &mut rng.clone());
        assert_ne!(now, wanted, "nothing to write");
        let story = Story {
            unit,
            backup,
            now,
            wanted,
        };
        (story, rng)
    }

    /// A line to the device as it is now.
    fn line(&self, rng: &mut Rng) -> Rough {
        let mut line = rough(&self.unit, rng);
        let system = line.wire.system();
        let memory = system.board_mut(Side::B).memory.memory_mut();
        memory.copy_from_slice(&self.now);
        line
    }

    fn run(&self, line: Rough) -> (Result<(), Error>, Rough) {
        let mut session = open(line);
        let source = source(&self.backup);
        let how = How {
            wish: Wish::default(),
            baud: None,
            dry_run: false,
        };
        let selected = source.select(&mut session, how.wish);
        let done = selected.and_then(|(selection, layout)| {
            let meter = &mut Meter::silent();
            restore(&mut session, &selection, layout.as_ref(), how, meter)
        });
        let (done, line) = session.end(done);
        (done.map(drop), line)
    }

    fn judge(&self, line: &mut Rough, told: &str) {
        assert_ne!(line.marker().state, MarkerState::Incomplete, "{told}");
        let system = line.wire.system();
        let memory = system.board(Side::B).memory.memory();
        assert!(memory == self.wanted, "{told}: not what was to be there");
    }

    /// A restore, with a blow or without, and how long it takes.
    fn restore(&self, rng: &mut Rng, blow: Option<(Blow, Duration)>) -> (Duration, Rough) {
        let mut line = self.line(rng);
        let began = line.now();
        if let Some((blow, span)) = blow {
            blow.after(span, &mut line);
        }
        let (done, mut line) = self.run(line);
        if let Err(error) = done {
            panic!("{blow:?}: {error}");
        }
        let took = line.now() - began;
        self.judge(&mut line, &format!("{blow:?}"));
        (took, line)
    }
}

fn rough(unit: &Unit, rng: &mut Rng) -> Rough {
    Rough::new(unit.wire(rng), Faults::default(), Mutant::None, 1)
}

fn open(line: Rough) -> Session<Rough> {
    Session::open("PORT", line, 0x0816, &Stop::default()).expect("the device answers")
}

/// Wherever in a restore the blow falls, nobody has to start it again.
#[test]
fn a_restore_goes_on_by_itself() {
    let (story, rng) = Story::new(|rng| Unit::eeprom("24c16", true, rng));
    let (calm, _) = story.restore(&mut rng.clone(), None);
    println!("without a blow: {calm:?}");
    let [few, many] = INSTANTS;
    let instants = match full("a blow at each of 200 instants of a restore") {
        true => many,
        false => few,
    };
    for blow in Blow::ALL {
        let (mut struck, mut longest) = (0, Duration::ZERO);
        for instant in 0..instants {
            let span = calm * instant / instants;
            let (took, line) = story.restore(&mut rng.clone(), Some((blow, span)));
            struck += blow.struck(&line);
            longest = longest.max(took);
        }
        println!("{blow:?}: {struck} of {instants} struck, {longest:?} at most");
        assert!(struck * 10 >= u64::from(instants) * 9, "{blow:?}: {struck}");
    }
}

/// Bytes of a flash whose cells a cut left between 0 and 1.
fn unsound(line: &mut Rough) -> usize {
    let board = line.wire.system().board(Side::B);
    board.memory.nor().expect("a flash").weak_bytes()
}

/// A cut in a restore of a flash, which goes on by itself or is ended with it and begun anew: no cell
/// stays between 0 and 1. Where a sector that reads blank once is believed, the run after the cut does
/// not erase it and the device refuses the end of the restore.
#[test]
fn nothing_that_was_cut_off_in_a_flash_stays_so() {
    let (mut story, rng) = Story::new(Unit::flash);
    // What was in use and shall be blank: an erase that was cut may look the same.
    rng.clone().fill(&mut story.now[0x2_0000..0x2_8000]);
    story.now[0x2_4000..0x2_5000].fill(0xFF);
    let (calm, _) = story.restore(&mut rng.clone(), None);
    println!("without a cut: {calm:?}");
    let [few, many] = FLASH_INSTANTS;
    let instants = match full("a cut at each of 120 instants of a restore of a flash") {
        true => many,
        false => few,
    };
    let (mut in_a_write, mut left) = (0, 0);
    for instant in 0..instants {
        // Before the middle it is compared and read.
        let span = calm / 4 + calm * 3 / 4 * instant / instants;
        let blow = (Blow::PowerCut, span);
        let (_, mut line) = story.restore(&mut rng.clone(), Some(blow));
        assert_eq!(unsound(&mut line), 0, "after {span:?}");
        in_a_write += line.struck.in_a_write;
        let mut line = story.line(&mut rng.clone());
        line.cut_power_after(span);
        line.host_ends = Some(line.now() + span);
        let (done, mut line) = story.run(line);
        assert!(done.is_err(), "the program was ended after {span:?}");
        line.host_ends = None;
        // The next program opens the port anew.
        line.set_baud(BASE_BAUD).expect("a line takes any rate");
        let rest = line.now() + Duration::from_secs(1);
        while line.now() < rest {
            line.receive(rest, &mut Vec::new()).expect("a line");
        }
        left += u32::from(unsound(&mut line) > 0);
        let (done, mut line) = story.run(line);
        if let Err(error) = done {
            panic!("{span:?}: {error}");
        }
        story.judge(&mut line, &format!("{span:?}"));
        assert_eq!(unsound(&mut line), 0, "after {span:?}, by another run");
    }
    println!("{instants} cuts: {in_a_write} in a write, {left} left cells between 0 and 1");
    assert!(in_a_write > 0 && left > 0, "no cut struck a write");
}
