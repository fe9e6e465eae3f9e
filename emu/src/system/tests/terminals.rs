//! Serial ports at the UARTs of two boards whose programs answer.
//!
//! What would break it: a port or a model that acts at another instant when time passes in jumps, a
//! byte that is lost or changed on the way, a net that nobody is told of.

use super::*;
use crate::terminal::{LineError, Received, Terminal};
use std::sync::{Arc as Shared, Mutex};

/// Echoes what comes, one more than it was, at `bit` cycles a bit; sleeps in between.
fn echo(bit: u32) -> Arc<Rom> {
    let mut words = Vec::new();
    words.extend(li(1, IO_BASE));
    for (offset, value) in [(offset::UART_BIT, bit), (offset::IRQ_ENABLE, irq::UART_RX)] {
        words.extend(li(2, value));
        words.push(sw(2, offset as i32, 1));
    }
    words.extend([
        wfi(),
        lw(2, offset::UART_DATA as i32, 1),
        asm::addi(2, 2, 1),
        sw(2, offset::UART_DATA as i32, 1),
        jal(0, -16),
    ]);
    asm::rom(&words)
}

fn system(seed: u64, bit: u32, bauds: [u32; 2]) -> System {
    let mut rng = Rng::new(seed);
    let part = NorPart::by_name("w25q16jv").expect("a part of the table");
    let rom = echo(bit);
    let boards = [board(&mut rng, &rom, part), board(&mut rng, &rom, part)];
    let mut system = System::new(boards, Cable::Electric);
    for side in Side::BOTH {
        let ppm = rng.below(20_000) as i32 - 10_000;
        let baud = bauds[side as usize];
        system.connect(side, Terminal::new(baud, ppm, seed, Time::ZERO));
        system.schedule(Time::from_ps(1_000_000), Action::Power(side, true));
    }
    system.observers.keep_digest();
    system
}

fn port(system: &mut System, side: Side) -> &mut Terminal {
    system.terminal_mut(side).expect("a port is connected")
}

type Came = Vec<Result<u8, LineError>>;

fn values(came: &[Received]) -> Came {
    came.iter().map(|came| came.byte).collect()
}

/// What a port hears of a board that gets its supply: nothing but the break before it.
fn started(system: &mut System) {
    system.run_until(Time::ZERO + Span::from_us(100));
    for side in Side::BOTH {
        let came = port(system, side).take();
        assert!(came.iter().all(|came| came.byte == Err(LineError::Break)));
    }
}

fn sent(seed: u64, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    Rng::new(seed ^ 0x5E17).fill(&mut bytes);
    bytes
}

fn answer(bytes: &[u8]) -> Came {
    bytes.iter().map(|byte| Ok(byte.wrapping_add(1))).collect()
}

#[test]
fn every_byte_is_answered() {
    for (bit, baud) in [(16, 3_000_000), (417, 115_200), (8, 6_000_000)] {
        let mut system = system(1, bit, [baud; 2]);
        started(&mut system);
        let bytes = sent(1, 300);
        for side in Side::BOTH {
            port(&mut system, side).set_gap(1);
            port(&mut system, side).send(&bytes);
        }
        let ps = 320 * 11 * 1_000_000_000_000 / u64::from(baud);
        let end = system.now() + Span::from_ps(ps);
        system.run_until(end);
        for side in Side::BOTH {
            let port = port(&mut system, side);
            assert_eq!(values(&port.take()), answer(&bytes), "{baud} {side:?}");
            assert!(!port.busy());
        }
    }
}

/// Everything that must agree between two ways through the same time.
struct Seen {
    digest: Option<u64>,
    levels: Levels,
    came: Vec<Vec<Received>>,
    instructions: Vec<u64>,
    vcd: Vec<u8>,
}

#[derive(Clone, Default)]
struct Sink(Shared<Mutex<Vec<u8>>>);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("one thread").extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Bytes and faults by seed, in slices of time; also with a port that is at the wrong rate.
fn seen(seed: u64, pace: Pace, slice: Option<Span>) -> Seen {
    let end = Time::ZERO + Span::from_us(2_500);
    let mut system = system(seed, 16, [3_000_000, 2_000_000]);
    let (sink, levels) = (Sink::default(), system.levels());
    let started = system.observers.trace_to(Box::new(sink.clone()), levels);
    assert!(started.is_ok());
    system.set_pace(pace);
    let cut = Time::ZERO + Span::from_ps(1_500_000_000 + seed * 1_234_567);
    for side in Side::BOTH {
        let bytes = sent(seed, 200);
        let port = port(&mut system, side);
        port.corrupt(20);
        port.cut(cut, Some(cut + Span::from_us(77)));
        port.set_gap(seed as u32 % 3);
        port.send(&bytes);
    }
    system.schedule(cut - Span::from_us(800), Action::Power(Side::B, false));
    system.schedule(cut - Span::from_us(700), Action::Power(Side::B, true));
    let mut came = vec![Vec::new(), Vec::new()];
    while system.now() < end {
        let next = slice.map_or(end, |slice| (system.now() + slice).min(end));
        system.run_until(next);
        for side in Side::BOTH {
            let took = port(&mut system, side).take();
            came[side as usize].extend(took);
        }
    }
    assert_eq!(system.guilty(), None);
    let finished = system.observers.finish(end);
    assert!(finished.is_ok());
    let instructions = Side::BOTH.map(|side| system.board(side).controller.instructions());
    Seen {
        digest: system.observers.digest(),
        levels: system.levels(),
        came,
        instructions: instructions.to_vec(),
        vcd: std::mem::take(&mut *sink.0.lock().expect("one thread")),
    }
}

fn same(a: &Seen, b: &Seen, what: &str) {
    assert_eq!(a.came, b.came, "{what}");
    assert_eq!((a.digest, a.levels), (b.digest, b.levels), "{what}");
    assert_eq!(a.instructions, b.instructions, "{what}");
    assert!(a.vcd == b.vcd, "the waveforms differ, {what}");
}

#[test]
fn jumps_steps_and_slices_give_the_same() {
    let mut bytes = 0;
    for seed in 0..6 {
        println!("seed {seed}");
        let skipping = seen(seed, Pace::Skip, None);
        let eager = seen(seed, Pace::Eager(Span::from_ps(7_001)), None);
        same(&skipping, &eager, "eager");
        let sliced = seen(seed, Pace::Skip, Some(Span::from_ps(333_337)));
        same(&skipping, &sliced, "in slices");
        let [right, wrong] = [0, 1].map(|side| values(&skipping.came[side]));
        bytes += right.iter().filter(|came| came.is_ok()).count();
        assert!(wrong.iter().any(Result::is_err), "the wrong rate is told");
    }
    assert!(bytes > 6 * 100, "only {bytes} bytes");
}

/// Breaks when traces of runs with a port lack its lines, or those without have them.
#[test]
fn traces_have_the_lines_when_something_is_there() {
    let seen = seen(0, Pace::Skip, None);
    let text = String::from_utf8_lossy(&seen.vcd).into_owned();
    assert!(text.contains("uart_tx") && text.contains("uart_rx"));
    let mut without = super::system(1);
    let (sink, levels) = (Sink::default(), without.levels());
    let started = without.observers.trace_to(Box::new(sink.clone()), levels);
    assert!(started.is_ok());
    without.run_until(START);
    let finished = without.observers.finish(START);
    assert!(finished.is_ok());
    let bytes = sink.0.lock().expect("one thread").clone();
    assert!(!String::from_utf8_lossy(&bytes).contains("uart"));
}

/// Breaks when the digest passes over the lines.
#[test]
fn a_wrong_bit_is_in_the_digest() {
    let digest = |one_in| {
        let mut system = system(1, 16, [3_000_000; 2]);
        started(&mut system);
        port(&mut system, Side::A).corrupt(one_in);
        port(&mut system, Side::A).send(&[1, 2, 3]);
        system.run_until(Time::ZERO + Span::from_us(300));
        system.observers.digest()
    };
    assert_ne!(digest(0), digest(1));
}

/// The mutant: a model that wakes one edge late sends one edge late.
#[test]
fn a_wake_one_edge_late_is_found() {
    let digest = |late| {
        let mut system = system(2, 16, [3_000_000; 2]);
        system.delay_wakes(Side::A, Component::Controller, late);
        port(&mut system, Side::A).send(&sent(2, 20));
        system.run_until(Time::ZERO + Span::from_us(300));
        let answers = port(&mut system, Side::A).take();
        assert!(answers.len() > 5);
        system.observers.digest()
    };
    assert_ne!(digest(Span::ZERO), digest(Span::from_ps(20_834)));
}
