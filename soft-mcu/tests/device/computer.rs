//! A computer at the serial line: every request right and wrong, the marker, cuts, noise.

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::i2c::I2c;
use umbilical_soft_mcu::journal::{self, BY_COMPUTER, MarkerState, Verdict};
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, Rule, Space, TypeCheck, record};
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::request::{DataRequest, LAYOUT_BYTES, LayoutRecord, RescueAction};
use umbilical_soft_mcu::link::{Reason, Refusal, Request, Span};
use umbilical_soft_mcu::registers::sense;
use umbilical_soft_mcu::report::Phase;
use umbilical_soft_mcu::server::{SLOT_BYTES, SLOTS};

use crate::rig::{Random, Rig};

/// Turns of the main loop in which everything asked for is answered.
const TURNS: u32 = 12;

/// A device and what is at its line.
struct Talk {
    rig: Rig,
    device: Device<I2c>,
}

fn span(offset: u32, length: u32) -> Span {
    Span::new(offset, length).expect("a range")
}

fn blocks(offset: u32, length: u32, block: u16) -> Request<'static> {
    Request::DataRequest(DataRequest {
        span: span(offset, length),
        block,
        compress: false,
    })
}

/// A board without a cable. What a computer is to make of the memory stands in that of the source.
fn alone(part: &str, seed: u64) -> Rig {
    let mut rig = Rig::new(part, 4096, seed);
    rig.set_inputs(0);
    rig
}

impl Talk {
    fn new(mut rig: Rig) -> Self {
        let mut device = Device::default();
        device.boot(&mut rig);
        let mut talk = Self { rig, device };
        talk.live(TURNS);
        talk
    }

    fn live(&mut self, turns: u32) {
        for _ in 0..turns {
            self.device.step(&mut self.rig);
        }
    }

    /// What is answered, as an owner of its bytes.
    fn ask_all(&mut self, request: &Request) -> Vec<(u8, Vec<u8>)> {
        let number = self.rig.line.ask(request);
        self.live(TURNS);
        let said = self.rig.line.listen();
        assert!(said.iter().all(|said| said.number == number), "{said:?}");
        said.into_iter()
            .map(|said| (said.kind, said.payload))
            .collect()
    }

    fn ask<R>(&mut self, request: &Request, pick: impl FnOnce(Answer) -> R) -> R {
        let said = self.ask_all(request);
        let [(kind, payload)] = &said[..] else {
            panic!("{request:?}: {said:?}");
        };
        pick(Answer::parse(*kind, payload).expect("an answer"))
    }

    fn refused(&mut self, request: &Request) -> (Reason, u32) {
        self.ask(request, |answer| match answer {
            Answer::Refused(Refusal { reason, detail }) => (reason, detail),
            other => panic!("{request:?}: {other:?}"),
        })
    }

    fn done(&mut self, request: &Request) {
        self.ask(request, |answer| {
            let refused = matches!(answer, Answer::Refused(_));
            assert!(!refused, "{request:?}: {answer:?}");
        });
    }

    /// The bytes of a range, from blocks that follow each other.
    fn read(&mut self, offset: u32, length: u32, block: u16) -> Vec<u8> {
        let mut read = Vec::new();
        for (kind, payload) in self.ask_all(&blocks(offset, length, block)) {
            let Some(Answer::DataBlock(block)) = Answer::parse(kind, &payload) else {
                panic!("no block: {payload:?}");
            };
            assert_eq!(block.offset as usize, offset as usize + read.len());
            read.extend(block.data);
        }
        read
    }

    fn write(&mut self, offset: u32, data: &[u8]) {
        for (index, data) in data.chunks(usize::from(SLOT_BYTES)).enumerate() {
            let offset = offset + index as u32 * u32::from(SLOT_BYTES);
            let span = span(offset, data.len() as u32);
            self.done(&Request::DataWrite { span, data });
        }
    }
}

#[test]
fn a_device_in_service_tells_but_gives_nothing_away() {
    let mut talk = Talk::new(alone("24c64", 1));
    assert_eq!(talk.rig.phase(), Some(Phase::Service));
    talk.ask(&Request::Probe, |answer| {
        let Answer::Probe(ack) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!((ack.kind, ack.part, ack.bytes), (1, 5, 8192));
        assert_eq!((ack.page_bytes, ack.erase_bytes), (32, 1));
        assert_eq!(ack.phase, Phase::Service as u32);
        assert_eq!(ack.identity, [u32::MAX; 4], "none was given");
        assert_eq!(
            (ack.queue, ack.slots, ack.slot_bytes),
            (4, SLOTS, SLOT_BYTES)
        );
    });
    talk.ask(&Request::Status, |answer| {
        assert!(matches!(answer, Answer::Status(_)), "{answer:?}");
    });
    let data = [0; 16];
    for request in [
        blocks(0, 64, 64),
        Request::Hash(span(0, 64)),
        Request::DataWrite {
            span: span(0, 16),
            data: &data,
        },
        Request::Erase(span(0, 64)),
        Request::DataEnd {
            span: span(0, 64),
            crc: 0,
        },
    ] {
        assert_eq!(talk.refused(&request), (Reason::NotHeld, 0), "{request:?}");
    }
    for request in [blocks(8000, 256, 256), Request::Hash(span(8192, 1))] {
        assert_eq!(talk.refused(&request).0, Reason::BadRange, "{request:?}");
    }
    assert!(talk.rig.host_runs() && talk.rig.untouched());
}

#[test]
fn what_is_held_is_read_and_goes_back() {
    let mut talk = Talk::new(alone("24c04", 2));
    talk.done(&Request::Hold(true));
    assert!(!talk.rig.host_runs());
    assert_eq!(talk.rig.phase(), Some(Phase::Held));
    let own = talk.rig.own.data.clone();
    // Across a block of the device address, with a last block that is short.
    for (offset, length, block) in [(0, 512, 64), (200, 100, 128), (511, 1, 2048)] {
        let read = talk.read(offset, length, block);
        assert_eq!(read, own[offset as usize..][..length as usize]);
    }
    talk.ask(&Request::Hash(span(3, 500)), |answer| {
        assert_eq!(answer, Answer::Hash(crc::crc32(&own[3..503])));
    });
    let data = [1];
    let write = Request::DataWrite {
        span: span(0, 1),
        data: &data,
    };
    assert_eq!(talk.refused(&write), (Reason::NotHeld, 1), "no DataStart");
    talk.done(&Request::Hold(true));
    talk.done(&Request::Hold(false));
    talk.done(&Request::Hold(false));
    assert!(talk.rig.host_runs() && talk.rig.untouched());
    assert_eq!(talk.refused(&blocks(0, 64, 64)), (Reason::NotHeld, 0));
}

#[test]
fn a_fifth_request_is_refused_and_the_four_are_answered_in_order() {
    let mut talk = Talk::new(alone("24c64", 3));
    talk.done(&Request::Hold(true));
    let numbers: Vec<u16> = (0..5)
        .map(|index| talk.rig.line.ask(&blocks(index * 1024, 1024, 128)))
        .collect();
    talk.live(4 * TURNS);
    let said = talk.rig.line.listen();
    let (full, blocks): (Vec<_>, Vec<_>) = said.into_iter().partition(|said| said.kind == 0xFF);
    assert_eq!(full.len(), 1);
    assert_eq!(full[0].number, numbers[4]);
    assert_eq!(full[0].payload[..2], [Reason::QueueFull as u8, 4]);
    let expected: Vec<u16> = numbers[..4]
        .iter()
        .flat_map(|number| [*number; 8])
        .collect();
    let answered: Vec<u16> = blocks.iter().map(|said| said.number).collect();
    assert_eq!(answered, expected);
}

#[test]
fn a_block_that_gets_shorter_is_sent_shorter() {
    let mut talk = Talk::new(alone("24c64", 4));
    talk.rig.own.data.fill(0xFF);
    talk.done(&Request::Hold(true));
    let asked = DataRequest {
        span: span(0, 2048),
        block: 2048,
        compress: true,
    };
    let said = talk.ask_all(&Request::DataRequest(asked));
    assert_eq!(said.len(), 1);
    let Some(Answer::DataBlock(block)) = Answer::parse(said[0].0, &said[0].1) else {
        panic!("no block");
    };
    assert!(block.data.len() < 32, "{} bytes", block.data.len());
    let mut raw = [0; 2048];
    let length = lz4_flex::block::decompress_into(block.data, &mut raw);
    assert_eq!(length.ok(), Some(2048));
    assert_eq!(raw, [0xFF; 2048]);
}

/// Everything that a computer does to put `image` into the memory.
fn restore(talk: &mut Talk, image: &[u8]) {
    let all = span(0, image.len() as u32);
    talk.done(&Request::DataStart(all));
    talk.write(0, image);
    let crc = crc::crc32(image);
    talk.done(&Request::DataEnd { span: all, crc });
    // An answer that was lost is asked for again.
    talk.done(&Request::DataEnd { span: all, crc });
    talk.done(&Request::Hold(false));
    talk.live(TURNS);
}

#[test]
fn what_is_written_is_proved_before_the_host_runs_on_it() {
    let mut talk = Talk::new(alone("24c02", 5));
    let image = talk.rig.source.data.clone();
    let all = span(0, 256);
    talk.done(&Request::DataStart(all));
    let marker = talk.rig.marker();
    assert_eq!(marker.state, MarkerState::Incomplete);
    assert_ne!(marker.protection & BY_COMPUTER, 0);
    talk.write(0, &image[..100]);
    let crc = crc::crc32(&image);
    let end = Request::DataEnd { span: all, crc };
    let found = crc::crc32(&talk.rig.own.data);
    assert_eq!(talk.refused(&end), (Reason::VerifyFailed, found));
    talk.done(&Request::Hold(false));
    talk.live(TURNS);
    assert!(!talk.rig.host_runs(), "the memory is half-written");
    assert_eq!(talk.rig.phase(), Some(Phase::WaitSource));
    restore(&mut talk, &image);
    assert!(talk.rig.host_runs() && talk.rig.rescued());
    assert_ne!(talk.rig.marker().state, MarkerState::Incomplete);
    // Equal bytes are not written again.
    let writes = talk.rig.own.writes;
    restore(&mut talk, &image);
    assert_eq!(talk.rig.own.writes, writes);
    assert_eq!(talk.rig.violations, Vec::<String>::new());
}

#[test]
fn no_less_is_proved_than_was_begun() {
    let mut talk = Talk::new(alone("24c512", 6));
    talk.done(&Request::DataStart(span(0x1000, 0x1000)));
    talk.done(&Request::DataStart(span(0x5000, 1)));
    let own = talk.rig.own.data.clone();
    let end = |from: usize, to: usize| Request::DataEnd {
        span: span(from as u32, (to - from) as u32),
        crc: crc::crc32(&own[from..to]),
    };
    assert_eq!(talk.refused(&end(0x1000, 0x2000)).0, Reason::BadRange);
    assert_eq!(talk.refused(&end(0x5000, 0x5001)).0, Reason::BadRange);
    talk.done(&end(0x1000, 0x5001));
    talk.done(&Request::Hold(false));
    talk.live(TURNS);
    assert!(talk.rig.host_runs());
}

#[test]
fn an_erase_leaves_blank_bytes_and_no_others() {
    let mut talk = Talk::new(alone("24c64", 7));
    talk.done(&Request::DataStart(span(0, 8192)));
    let before = talk.rig.own.data.clone();
    talk.done(&Request::Erase(span(100, 5000)));
    let after = &talk.rig.own.data;
    assert!(after[100..5100].iter().all(|byte| *byte == 0xFF));
    assert_eq!(after[..100], before[..100]);
    assert_eq!(after[5100..], before[5100..]);
}

/// A power cut at every call of a restore; after each the host is held, or the memory is one or the
/// other. Gives how many of them found it half-written, and how often the host ran on that.
fn sweep(journal_lies: bool) -> (u32, usize) {
    let (mut held, mut violations) = (0, 0);
    for cut in 1.. {
        let mut rig = alone("24c02", 8);
        rig.journal_lies = journal_lies;
        let image = rig.source.data.clone();
        let mut talk = Talk::new(rig);
        talk.rig.cut_in(cut);
        let over = Rig::survives(|| restore(&mut talk, &image));
        talk.rig.no_cut();
        talk.rig.lose_power();
        let mut again = Talk::new(talk.rig);
        again.live(30);
        let half = !again.rig.rescued() && !again.rig.untouched();
        held += u32::from(half && !again.rig.host_runs());
        violations += again.rig.violations.len();
        if !journal_lies {
            assert!(!half || !again.rig.host_runs(), "cut at call {cut}");
            // The computer goes on with it, whatever is left of it.
            restore(&mut again, &image);
            assert!(again.rig.rescued() && again.rig.host_runs(), "cut {cut}");
        }
        if over {
            println!("{cut} cuts, {held} left it half-written");
            return (held, violations);
        }
    }
    unreachable!()
}

#[test]
fn a_cut_at_any_call_of_a_restore_holds_the_host() {
    let (held, violations) = sweep(false);
    assert!(held > 20, "only {held} were half-written");
    assert_eq!(violations, 0);
}

/// The mutation: without a marker that lasts the sweep has to find a host on a half-written memory.
#[test]
fn without_the_marker_the_sweep_finds_a_host_that_runs() {
    let (_, violations) = sweep(true);
    assert!(violations > 10, "{violations}");
}

/// A rescue under way, in the middle of the copy.
fn in_a_rescue(seed: u64) -> Talk {
    let mut rig = Rig::new("24c64", 4096, seed);
    let asked = [Request::Status, blocks(0, 64, 64), Request::Hold(true)];
    // What comes before it begins is answered in it, as there is no turn of the main loop.
    rig.line_at(2_100, move |line| {
        for request in &asked {
            line.ask(request);
        }
    });
    Talk::new(rig)
}

#[test]
fn a_rescue_tells_and_lends_and_gives_nothing_away() {
    let mut talk = in_a_rescue(9);
    while talk.rig.phase() != Some(Phase::Service) || !talk.rig.rescued() {
        talk.live(1);
    }
    let said = talk.rig.line.listen();
    let kinds: Vec<u8> = said.iter().map(|said| said.kind).collect();
    assert_eq!(kinds, [0x8B, 0x83, 0xFF]);
    assert_eq!(said[2].payload[0], Reason::BusyRescue as u8);
    let Some(Answer::Status(status)) = Answer::parse(0x8B, &said[0].payload) else {
        panic!("{:?}", said[0]);
    };
    assert_eq!(status.report[0], Phase::Copy as u32);
    assert_eq!(said[1].payload[7..], talk.rig.source.data[..64]);
    assert_eq!(talk.rig.violations, Vec::<String>::new());
}

#[test]
fn a_rescue_is_stopped_and_started_by_command() {
    let mut rig = Rig::new("24c64", 4096, 10);
    rig.line_at(2_100, |line| {
        line.ask(&Request::Rescue(RescueAction::Stop));
    });
    let mut talk = Talk::new(rig);
    while !talk.rig.seen(Phase::WaitSource) {
        talk.live(1);
    }
    talk.live(50);
    assert_eq!(
        talk.rig.phase(),
        Some(Phase::WaitSource),
        "it stays stopped"
    );
    assert!(!talk.rig.host_runs() && !talk.rig.rescued());
    talk.rig.line.listen();
    talk.rig.line.ask(&Request::Rescue(RescueAction::Start));
    talk.live(50);
    assert!(talk.rig.rescued() && talk.rig.host_runs());
}

#[test]
fn the_source_by_command_keeps_its_memory_from_the_computer() {
    let mut rig = Rig::new("24c64", 4096, 11);
    rig.set_inputs(sense::PRESENT | sense::PEER_VCC);
    let mut talk = Talk::new(rig);
    talk.done(&Request::Rescue(RescueAction::Source));
    talk.live(TURNS);
    assert_eq!(talk.rig.phase(), Some(Phase::Source));
    let busy = (Reason::BusyRescue, Phase::Source as u32);
    for request in [
        Request::Hold(true),
        blocks(0, 64, 64),
        Request::Hash(span(0, 1)),
    ] {
        assert_eq!(talk.refused(&request), busy, "{request:?}");
    }
    talk.done(&Request::Rescue(RescueAction::Stop));
    talk.live(TURNS);
    assert_eq!(talk.rig.phase(), Some(Phase::Service));
}

#[test]
fn the_rate_changes_after_the_answer_and_comes_back() {
    let mut talk = Talk::new(alone("24c02", 12));
    assert_eq!(talk.rig.line.bits, [417]);
    // Nobody is heard at the new rate for a second.
    talk.rig.line.ask(&Request::Speed(3_000_000));
    talk.live(3);
    assert_eq!(talk.rig.line.bits, [417, 16]);
    talk.live(TURNS);
    assert_eq!(talk.rig.line.bits, [417, 16, 417]);
    talk.rig.line.listen();
    for rate in [0, 1, 9_600, 7_000_000, u32::MAX] {
        assert_eq!(
            talk.refused(&Request::Speed(rate)),
            (Reason::BadRange, rate)
        );
    }
    // Somebody is, and then not for ten seconds.
    talk.rig.line.ask(&Request::Speed(1_000_000));
    talk.live(3);
    talk.rig.line.listen();
    talk.done(&Request::Status);
    talk.live(80);
    assert_eq!(talk.rig.line.bits[3..], [48]);
    talk.live(30);
    assert_eq!(talk.rig.line.bits[3..], [48, 417]);
}

#[test]
fn a_restart_by_command_forgets_hold_and_queue() {
    let mut talk = Talk::new(alone("24c02", 13));
    talk.done(&Request::Hold(true));
    talk.rig.line.ask(&Request::Reset);
    assert!(!Rig::survives(|| talk.live(TURNS)));
    assert_eq!(talk.rig.line.resets, 1);
    assert_eq!(talk.rig.line.listen()[0].kind, 0x8C);
    let mut again = Talk::new(talk.rig);
    assert!(again.rig.host_runs());
    assert_eq!(again.refused(&blocks(0, 64, 64)), (Reason::NotHeld, 0));
}

#[test]
fn a_layout_is_told_set_and_taken_away() {
    let mut talk = Talk::new(alone("24c64", 15));
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
        region("config", 0, 4096, Policy::Copy),
        region("mac", 4096, 32, Policy::Keep),
    ];
    let space = Space {
        bytes: 8192,
        unit: 32,
    };
    let check = TypeCheck {
        offset: 8000,
        length: 8,
    };
    let layout = Layout::new(&regions, check, space).expect("a layout");
    let mut bytes = [0; LAYOUT_BYTES];
    let record = LayoutRecord::encode(Some(&layout), &mut bytes);
    assert_eq!(told(&mut talk, &Request::LayoutSet(record)), record.bytes());
    // One that breaks a rule changes nothing, and says which.
    let mut wrong = *record.bytes().first_chunk::<LAYOUT_BYTES>().expect("bytes");
    wrong[20] = 16;
    let wrong = LayoutRecord::parse(&wrong).expect("a record");
    let refused = talk.refused(&Request::LayoutSet(wrong));
    assert_eq!(refused, (Reason::BadLayout, Rule::Unaligned as u32));
    // It outlasts a restart, and is what a rescue reads.
    talk.rig.lose_power();
    let mut talk = Talk::new(talk.rig);
    assert_eq!(told(&mut talk, &Request::LayoutGet), record.bytes());
    let heads = journal::inspect::<record::Head>(&talk.rig.journal.data);
    let Verdict::Found(head) = heads.verdict else {
        panic!("{heads:?}");
    };
    assert_eq!(head.count, 2);
    // Not while the memory is half-written.
    talk.done(&Request::DataStart(span(0, 8192)));
    let refused = talk.refused(&Request::LayoutSet(record));
    assert_eq!(refused.0, Reason::BusyRescue);
    let end = Request::DataEnd {
        span: span(0, 8192),
        crc: crc::crc32(&talk.rig.own.data),
    };
    talk.done(&end);
    let mut none = [0; LAYOUT_BYTES];
    let none = LayoutRecord::encode(None, &mut none);
    assert_eq!(
        told(&mut talk, &Request::LayoutSet(none)),
        [0; LAYOUT_BYTES]
    );
}

/// Breaks when noise keeps the device from its life, or is taken for a request.
#[test]
fn noise_disturbs_neither_service_nor_rescue() {
    let mut random = Random(14);
    println!("seed 14");
    let mut rig = Rig::new("24c64", 4096, 14);
    let mut noise: Vec<u8> = random.bytes(60_000);
    // Many short frames too, and some that would be requests if their check were right.
    for (index, byte) in noise.iter_mut().enumerate() {
        if index % 37 < 2 {
            *byte = [0, 0x05][index % 37];
        }
    }
    for (index, piece) in noise.chunks(300).enumerate() {
        let piece = piece.to_vec();
        rig.line_at(10 + 12 * index as u64, move |line| line.come(&piece));
    }
    let mut talk = Talk::new(rig);
    let mut turns = 0;
    while !talk.rig.rescued() || !talk.rig.host_runs() || talk.rig.line_busy() {
        talk.live(1);
        turns += 1;
        assert!(turns < 50_000, "{:?}", talk.rig.phase());
    }
    assert_eq!(talk.rig.phase(), Some(Phase::Service));
    assert_eq!(talk.rig.line.listen(), []);
    assert_eq!(talk.rig.violations, Vec::<String>::new());
    talk.rig.line.come(&[0]);
    talk.ask(&Request::Status, |answer| {
        assert!(matches!(answer, Answer::Status(_)), "{answer:?}");
    });
}
