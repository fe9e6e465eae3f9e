//! What a computer may ask of a device with a flash: every request right and wrong.

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::journal::{BY_COMPUTER, MarkerState};
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, Rule, Space, TypeCheck};
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::request::{LAYOUT_BYTES, LayoutRecord};
use umbilical_soft_mcu::link::{Reason, Request};
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Phase;

use crate::random::Random;
use crate::rescues::{mixed, small};
use crate::rig::Rig;
use crate::talk::{TURNS, Talk, blocks, span};

const SIZE: u32 = 128 << 10;

/// A board without a cable. What a computer is to make of the flash stands in that of the source: it
/// differs in sectors 1 to 3 and in nothing else.
pub fn alone(name: &str, seed: u64) -> Rig {
    let mut random = Random::new(seed);
    let own = mixed(&mut random, SIZE as usize);
    let mut image = own.clone();
    random.fill(&mut image[0x1000..0x4000]);
    let mut rig = Rig::new(small(name), image, own, seed);
    rig.set_inputs(0);
    rig
}

#[test]
fn a_flash_is_known_from_the_start_and_read_when_it_is_held() {
    let part = NorPart::by_name("w25q16").expect("a flash of the table");
    let mut own = vec![0xFF; part.bytes as usize];
    Random::new(1).fill(&mut own[..0x8000]);
    let mut rig = Rig::new(part, own.clone(), own.clone(), 1);
    rig.set_inputs(0);
    let mut talk = Talk::new(rig);
    assert_eq!(talk.rig.phase(), Some(Phase::Service));
    let size = own.len() as u32;
    talk.ask(&Request::Probe, |answer| {
        let Answer::Probe(ack) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!((ack.kind, ack.part, ack.bytes), (2, 0xEF_4015, size));
        assert_eq!((ack.page_bytes, ack.erase_bytes), (256, 4096));
    });
    let data = [0; 16];
    for request in [
        blocks(0, 64),
        Request::Hash(span(0, 64)),
        Request::DataWrite {
            span: span(0, 16),
            data: &data,
        },
        Request::Erase(span(0, 4096)),
        Request::DataEnd {
            span: span(0, 64),
            crc: 0,
        },
    ] {
        assert_eq!(talk.refused(&request), (Reason::NotHeld, 0), "{request:?}");
    }
    talk.done(&Request::Hold(true));
    assert!(!talk.rig.host_runs());
    for (offset, length) in [(0, 16_384), (0x7F01, 300), (size - 5, 5)] {
        let (read, _) = talk.read(offset, length);
        let expected = &own[offset as usize..][..length as usize];
        assert!(read == expected, "{offset:#x}");
    }
    // What was random so far is not tried again at once.
    talk.read(0x8000, 0x4000);
    let (read, sent) = talk.read(0x8000, 0x4000);
    assert!(read.iter().all(|byte| *byte == 0xFF) && read.len() == 0x4000);
    assert!(sent < 300, "blank blocks come as {sent} bytes");
    talk.ask(&Request::Hash(span(0x123, 0x1_2345)), |answer| {
        assert_eq!(answer, Answer::Hash(crc::crc32(&own[0x123..][..0x1_2345])));
    });
    let write = Request::DataWrite {
        span: span(0, 16),
        data: &data,
    };
    for request in [write, Request::Erase(span(0, 4096))] {
        assert_eq!(talk.refused(&request), (Reason::NotHeld, 1), "{request:?}");
    }
    for request in [
        blocks(size - 64, 128),
        Request::Hash(span(size, 1)),
        Request::DataStart(span(size - 1, 2)),
        Request::Erase(span(1, 4096)),
        Request::Erase(span(0, 4095)),
    ] {
        assert_eq!(talk.refused(&request).0, Reason::BadRange, "{request:?}");
    }
    talk.done(&Request::Hold(false));
    talk.live(TURNS);
    assert!(talk.rig.host_runs() && talk.rig.untouched());
    assert_eq!(talk.rig.own.changes, 0, "not even a write enable");
    assert_eq!(talk.rig.violations, Vec::<String>::new());
}

#[test]
fn what_is_written_is_proved_before_the_host_runs_on_it() {
    for name in ["w25q128jv", "mx25l6433f", "sst26vf064b"] {
        let mut rig = alone(name, 2);
        let status = match name {
            "w25q128jv" => [0x1C, 0x42],
            "mx25l6433f" => [0x1C, 0],
            _ => [0, 0],
        };
        rig.own.status = status;
        let mut talk = Talk::new(rig);
        let area = span(0x1000, 0x3000);
        talk.done(&Request::DataStart(area));
        let marker = talk.rig.marker();
        assert_eq!(marker.state, MarkerState::Incomplete);
        assert_ne!(marker.protection & BY_COMPUTER, 0);
        assert_eq!(talk.rig.own.status[0] & 0x3C, 0, "{name}: it is open");
        let image = talk.rig.source.data[0x1000..0x4000].to_vec();
        let crc = crc::crc32(&image);
        let end = Request::DataEnd { span: area, crc };
        talk.done(&Request::Erase(area));
        talk.write(0x1000, &image[..0x900]);
        let found = crc::crc32(&talk.rig.own.data[0x1000..0x4000]);
        assert_eq!(talk.refused(&end), (Reason::VerifyFailed, found));
        talk.done(&Request::Hold(false));
        talk.live(TURNS);
        assert!(!talk.rig.host_runs(), "{name}: the flash is half-written");
        assert_eq!(talk.rig.phase(), Some(Phase::WaitSource));
        talk.restore(0x1000, &image);
        assert!(talk.rig.host_runs() && talk.rig.rescued(), "{name}");
        assert_ne!(talk.rig.marker().state, MarkerState::Incomplete);
        assert_eq!(talk.rig.own.status, status, "{name}: protected as before");
        assert_eq!(talk.rig.violations, Vec::<String>::new());
    }
}

#[test]
fn equal_bytes_are_not_programmed_and_lost_ones_are_named() {
    let mut talk = Talk::new(alone("w25q128jv", 3));
    talk.done(&Request::DataStart(span(0x1000, 0x1000)));
    let own = talk.rig.own.data.clone();
    talk.write(0x1000, &own[0x1000..0x2000]);
    assert_eq!(talk.rig.own.programs, 0);
    // Across three pages: what is equal in front of it is left alone.
    talk.done(&Request::Erase(span(0x1000, 0x1000)));
    talk.write(0x10F0, &[0x5A; 0x120]);
    assert_eq!(talk.rig.own.programs, 3);
    talk.write(0x10F0, &[0x5A; 0x120]);
    assert_eq!(talk.rig.own.programs, 3);
    // A 1 where a 0 stands takes an erase that nobody asked for.
    let data = [0xFF; 4];
    let write = Request::DataWrite {
        span: span(0x1100, 4),
        data: &data,
    };
    assert_eq!(talk.refused(&write), (Reason::VerifyFailed, 0x1100));
    assert!(!talk.rig.host_runs());
}

#[test]
fn no_less_is_proved_than_was_begun() {
    let mut talk = Talk::new(alone("w25q128jv", 4));
    talk.done(&Request::DataStart(span(0x1000, 0x1000)));
    talk.done(&Request::DataStart(span(0x5000, 1)));
    let own = talk.rig.own.data.clone();
    let end = |from: usize, to: usize| Request::DataEnd {
        span: span(from as u32, (to - from) as u32),
        crc: crc::crc32(&own[from..to]),
    };
    assert_eq!(talk.refused(&end(0x1000, 0x2000)).0, Reason::BadRange);
    assert_eq!(talk.refused(&end(0x5000, 0x6000)).0, Reason::BadRange);
    talk.done(&end(0x1000, 0x6000));
    talk.done(&Request::Hold(false));
    talk.live(TURNS);
    assert!(talk.rig.host_runs() && talk.rig.untouched());
}

#[test]
fn an_erase_takes_the_largest_sizes_that_fit() {
    let mut talk = Talk::new(alone("w25q128jv", 5));
    // The data sheet's longest: all of them together outlast the watchdog.
    talk.rig.own.slow = true;
    talk.done(&Request::DataStart(span(0, SIZE)));
    let before = talk.rig.own.data.clone();
    talk.done(&Request::Erase(span(0x7000, 0x1_9000)));
    assert_eq!(talk.rig.own.erases, [1, 1, 1]);
    assert!(talk.rig.own.data[0x7000..].iter().all(|byte| *byte == 0xFF));
    assert_eq!(talk.rig.own.data[..0x7000], before[..0x7000]);
}

#[test]
fn a_flash_that_hangs_is_named_and_nobody_waits_for_ever() {
    let mut talk = Talk::new(alone("w25q128jv", 6));
    talk.done(&Request::DataStart(span(0, SIZE)));
    talk.rig.own.erase_hangs = true;
    let refused = talk.refused(&Request::Erase(span(0x2000, 0x1000)));
    assert_eq!(refused, (Reason::WriteFailed, 0x2000));
    assert!(!talk.rig.host_runs());
}

#[test]
fn a_layout_is_told_set_and_taken_away() {
    let mut talk = Talk::new(alone("w25q128jv", 7));
    let told = |talk: &mut Talk, request: &Request| {
        let said = talk.ask_all(request);
        assert_eq!((said.len(), said[0].0), (1, 0x8D), "{said:?}");
        said[0].1.clone()
    };
    assert_eq!(told(&mut talk, &Request::LayoutGet), [0; LAYOUT_BYTES]);
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).expect("a name"),
        offset,
        length,
        policy,
    };
    let regions = [
        region("config", 0, 0x8000, Policy::Copy),
        region("mac", 0x8000, 0x1000, Policy::Keep),
    ];
    let space = Space {
        bytes: SIZE,
        unit: 4096,
    };
    let check = TypeCheck {
        offset: 0x9000,
        length: 8,
    };
    let layout = Layout::new(&regions, check, space).expect("a layout");
    let mut bytes = [0; LAYOUT_BYTES];
    let record = LayoutRecord::encode(Some(&layout), &mut bytes);
    assert_eq!(told(&mut talk, &Request::LayoutSet(record)), record.bytes());
    // A region of half a sector breaks a rule, and changes nothing.
    let mut wrong = *record.bytes().first_chunk::<LAYOUT_BYTES>().expect("bytes");
    wrong[20..24].copy_from_slice(&0x800_u32.to_le_bytes());
    let wrong = LayoutRecord::parse(&wrong).expect("a record");
    let refused = talk.refused(&Request::LayoutSet(wrong));
    assert_eq!(refused, (Reason::BadLayout, Rule::Unaligned as u32));
    talk.rig.lose_power();
    let mut talk = Talk::new(talk.rig);
    assert_eq!(told(&mut talk, &Request::LayoutGet), record.bytes());
    talk.done(&Request::DataStart(span(0, SIZE)));
    let refused = talk.refused(&Request::LayoutSet(record));
    assert_eq!(refused.0, Reason::BusyRescue);
}

/// A power cut in every command of a restore; after each the host is held, or the flash is one or the
/// other. Gives how many of them found it half-written, and how often the host ran on that.
fn sweep(journal_lies: bool) -> (u32, usize) {
    let (mut held, mut violations) = (0, 0);
    for cut in 1.. {
        let mut rig = alone("w25q128jv", 8 + cut);
        rig.journal_lies = journal_lies;
        rig.own.status = [0x1C, 0x02];
        let image = rig.source.data[0x1000..0x4000].to_vec();
        let mut talk = Talk::new(rig);
        talk.rig.cut_at = Some(talk.rig.commands + cut);
        let over = Rig::survives(|| talk.restore(0x1000, &image));
        talk.rig.cut_at = None;
        talk.rig.lose_power();
        let mut again = Talk::new(talk.rig);
        again.live(30);
        let half = !again.rig.rescued() && !again.rig.untouched();
        held += u32::from(half && !again.rig.host_runs());
        violations += again.rig.violations.len();
        if !journal_lies {
            assert!(!half || !again.rig.host_runs(), "cut in command {cut}");
            // The computer goes on with it, whatever is left of it.
            again.restore(0x1000, &image);
            assert!(again.rig.rescued() && again.rig.host_runs(), "cut {cut}");
            assert_eq!(again.rig.own.status, [0x1C, 0x02], "cut {cut}: protected");
        }
        if over {
            println!("{cut} cuts, {held} left it half-written");
            return (held, violations);
        }
    }
    unreachable!()
}

#[test]
fn a_cut_in_any_command_of_a_restore_holds_the_host() {
    let (held, violations) = sweep(false);
    assert!(held > 40, "only {held} were half-written");
    assert_eq!(violations, 0);
}

/// The mutation: without a marker that lasts the sweep has to find a host on a half-written flash.
#[test]
fn without_the_marker_the_sweep_finds_a_host_that_runs() {
    let (_, violations) = sweep(true);
    assert!(violations > 10, "{violations}");
}

/// Breaks when a computer that asks in a rescue, or only makes noise, changes what it does, or when
/// what it reads is not what stands there.
#[test]
fn a_rescue_answers_lends_and_goes_on() {
    let part = NorPart::by_name("w25q16").expect("a flash of the table");
    let mut random = Random::new(2);
    let mut image = vec![0xFF; part.bytes as usize];
    // Equal in both, so that it can be told while the rest is written.
    random.fill(&mut image[0x8_0000..0x8_1000]);
    let mut own = image.clone();
    random.fill(&mut image[..0x8000]);
    random.fill(&mut own[..0x8000]);
    let mut rig = Rig::new(part, image.clone(), own, 2);
    for _ in 0..20 {
        let mut piece: Vec<u8> = (0..600).map(|_| random.below(256) as u8).collect();
        for request in [Request::Status, Request::Hold(true), blocks(0x8_0300, 64)] {
            piece.extend(rig.line.wire(&request));
        }
        rig.pieces.push(piece);
    }
    let mut device = umbilical_soft_mcu::device::Device::default();
    device.boot(&mut rig);
    let mut talk = Talk { rig, device };
    let mut turns = 0;
    while !talk.rig.rescued() || !talk.rig.host_runs() {
        talk.live(1);
        turns += 1;
        assert!(turns < 1_000, "{:?}", talk.rig.phase());
    }
    talk.live(20);
    let said = talk.rig.line.listen();
    let count = |kind| said.iter().filter(|said| said.kind == kind).count();
    assert_eq!(count(0x8B), 20, "Status");
    assert_eq!(count(0x89), 0, "Hold");
    let busy = said
        .iter()
        .filter(|said| said.kind == 0xFF && said.payload[0] == Reason::BusyRescue as u8);
    assert_eq!(busy.count(), 20);
    let mut read = 0;
    for block in said.iter().filter(|said| said.kind == 0x83) {
        assert_eq!(block.payload[7..], image[0x8_0300..][..64]);
        read += 1;
    }
    assert!(read > 0, "nothing was lent");
    assert_eq!(talk.rig.phase(), Some(Phase::Service));
    assert_eq!(talk.rig.violations, Vec::<String>::new());
}
