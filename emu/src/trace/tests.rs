//! Observers of a point-to-point segment as the scheduler uses them: by changes of nets and by
//! bursts.

use std::sync::{Arc, Mutex, PoisonError};

use super::spi::wave::Wave;
use super::*;
use crate::nets::on_board;
use crate::rng::Rng;
use crate::time::Span;

/// What is written can be read while the sink has it.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("ASCII")
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Levels of a supplied board whose memory segment has these lines.
fn levels(side: Side, lines: spi::Lines, others: u64) -> Levels {
    let put = |on: bool, pin: Pin| if on { pin.bit() } else { 0 };
    let word = put(lines.sck, Pin::MemSck)
        | put(lines.csn, Pin::MemCsn)
        | u64::from(lines.io) << Pin::MemIo0 as u32
        | Pin::Vout.bit()
        | others;
    Levels {
        high: on_board(word, side),
        odd: 0,
    }
}

/// A wave in which some bytes may be told in one go: after how many of its lines that begins and
/// ends, the bytes and their last rises.
struct Story {
    wave: Wave,
    burst: (usize, usize),
    flow: Flow,
    bytes: Vec<u8>,
    rises: Vec<Time>,
}

fn story(rng: &mut Rng) -> Story {
    let (head, dummy, lines): (&[u8], u8, u8) = match rng.below(3) {
        0 => (&[0x3B, 0, 1, 0], 8, 2),
        1 => (&[0x03, 0, 1, 0], 0, 1),
        _ => (&[0x02, 0, 1, 0], 0, 1),
    };
    let mut data = vec![0; 3 + rng.below(40) as usize];
    rng.fill(&mut data);
    let mut wave = Wave::mode(rng.below(2) == 0)
        .frame(&[0x9F], 0, 1, &[1, 2, 3])
        .select()
        .send(head)
        .dummy(dummy);
    let (mut ends, mut rises) = (Vec::new(), Vec::new());
    for byte in &data {
        wave = match head[0] {
            0x02 => wave.send(&[*byte]),
            _ => wave.answer(lines, &[*byte]),
        };
        ends.push(wave.lines().len());
        rises.push(wave.end());
    }
    let first = 1 + rng.below(data.len() as u64 - 2) as usize;
    let last = first + rng.below((data.len() - 1 - first) as u64 + 1) as usize;
    Story {
        wave: wave.deselect().frame(&[0x06], 0, 1, &[]),
        burst: (ends[first - 1], ends[last - 1].max(ends[first - 1])),
        flow: match head[0] {
            0x02 => Flow::Send,
            _ => Flow::Receive { lines },
        },
        bytes: data[first..last].to_vec(),
        rises: rises[first..last].to_vec(),
    }
}

struct Told {
    digest: Option<u64>,
    log: String,
    write: Option<SourceWrite>,
}

/// Tells observers the story, by pins alone or with its burst; `late` moves the burst's rises.
fn told(story: &Story, side: Side, others: u64, burst: bool, late: Span) -> Told {
    let (mut observers, log) = (Observers::of_flash(), Shared::default());
    observers.keep_digest();
    observers.log_to(Box::new(log.clone()));
    let mut before = Levels::default();
    for (index, &(at, lines)) in story.wave.lines().iter().enumerate() {
        let now = levels(side, lines, others);
        if burst && (story.burst.0..story.burst.1).contains(&index) {
            before = now;
            if index + 1 == story.burst.1 {
                observers.burst(&BurstRecord {
                    side,
                    flow: story.flow,
                    bytes: &story.bytes,
                    rise: &|index| story.rises[index] + late,
                    levels: now,
                });
            }
            continue;
        }
        observers.change(at, now, now.changed(before));
        before = now;
    }
    let (digest, write) = (observers.digest(), observers.source_write());
    let end = story.wave.end();
    observers.finish(end).expect("a Vec takes all");
    Told {
        digest,
        log: log.text(),
        write,
    }
}

/// Breaks when bursts leave another digest, log or guard than the bits do; and when a digest does
/// not tell the time or the board of a byte.
#[test]
fn pins_and_bursts_leave_the_same() {
    let mut moved = 0;
    for seed in 0..300 {
        println!("seed {seed}");
        let story = story(&mut Rng::new(seed));
        moved += story.bytes.len();
        for side in Side::BOTH {
            let pins = told(&story, side, 0, false, Span::ZERO);
            let burst = told(&story, side, 0, true, Span::ZERO);
            assert_eq!(burst.digest, pins.digest);
            assert_eq!(burst.log, pins.log);
            assert_eq!(burst.write, pins.write);
            assert_eq!(pins.log.is_empty(), side == Side::B);
            if !story.bytes.is_empty() {
                let late = told(&story, side, 0, true, Span::from_ps(1));
                assert_ne!(late.digest, pins.digest);
            }
        }
        let [a, b] = Side::BOTH.map(|side| told(&story, side, 0, false, Span::ZERO).digest);
        assert_ne!(a, b);
    }
    assert!(moved > 1_500, "{moved} bytes in bursts");
}

/// Breaks when the guard takes a device that keeps its memory to itself for a source, or board B
/// for one.
#[test]
fn the_source_is_board_a_while_its_strap_is_low() {
    let story = story(&mut Rng::new(3));
    let write = |side, others| told(&story, side, others, false, Span::ZERO).write;
    let Some(SourceWrite::Opcode(found)) = write(Side::A, 0) else {
        panic!("the wave has a write enable");
    };
    assert!([0x02, 0x06].contains(&found.opcode));
    assert_eq!(write(Side::A, Pin::Strap.bit()), None);
    assert_eq!(write(Side::B, 0), None);
}

/// Breaks when a byte that differs in one bit, or a clock that comes or goes, is no other digest.
#[test]
fn every_bit_and_every_clock_is_in_the_digest() {
    let digest = |wave: &Wave| {
        let story = Story {
            wave: wave.clone(),
            burst: (0, 0),
            flow: Flow::Send,
            bytes: Vec::new(),
            rises: Vec::new(),
        };
        told(&story, Side::A, 0, false, Span::ZERO).digest
    };
    let mut seen = std::collections::HashSet::new();
    for bit in 0..8 {
        let wave = Wave::new().frame(&[0x9F], 0, 1, &[0, 1 << bit, 0]);
        assert!(seen.insert(digest(&wave)));
    }
    for bits in 0..8 {
        let cut = Wave::new().select().send(&[0x9F]).bits(0, bits).deselect();
        assert!(seen.insert(digest(&cut)), "{bits} bits");
    }
}

/// Breaks when loss of supply in a frame does not end it, or makes a frame of what lines do then.
#[test]
fn a_frame_ends_with_the_supply() {
    let (mut observers, log) = (Observers::of_flash(), Shared::default());
    observers.log_to(Box::new(log.clone()));
    let wave = Wave::new().select().send(&[0x03, 1]);
    let mut before = Levels::default();
    for &(at, lines) in wave.lines() {
        let now = levels(Side::A, lines, 0);
        observers.change(at, now, now.changed(before));
        before = now;
    }
    let gone = wave.end() + Span::from_ns(5);
    observers.power_lost(gone, Side::A);
    observers.change(gone, Levels::default(), Levels::default().changed(before));
    observers
        .finish(gone + Span::from_us(1))
        .expect("a Vec takes all");
    assert_eq!(log.text(), "0.010 us  03 READ @01 X\n");
}

/// Breaks when a burst may pass what a recording has to see.
#[test]
fn a_recording_looks_at_every_instant() {
    let mut observers = Observers::of_flash();
    let now = Time::from_ps(5);
    observers.keep_digest();
    observers.log_to(Box::new(Shared::default()));
    assert_eq!(observers.next_look(now), Time::NEVER);
    observers
        .trace_to(Box::new(Shared::default()), Levels::default())
        .expect("a Vec takes all");
    assert_eq!(observers.next_look(now), now);
    observers.trace_window(Time::from_ps(10), Time::from_ps(20));
    assert_eq!(observers.next_look(now), Time::from_ps(10));
    observers.record(Levels::default());
    assert_eq!(observers.next_look(now), now);
}
