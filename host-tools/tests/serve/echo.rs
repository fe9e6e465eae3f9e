//! Controllers with a small program that sends back each byte, one more than it was.
//!
//! What would break it: bytes lost or changed between program and wire, a rate that is not the
//! wire's, a port that does not outlive the programs that open it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use umbilical::cli::Pace;
use umbilical::emulate::serve::Server;
use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::controller::mcu::asm::{self, addi, jal, li, lw, sw, wfi};
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Run, Scenario};
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::registers::{IO_BASE, irq, offset};

use crate::serial::Serial;

/// Cycles of a bit, and the rate that they make.
const SLOW: (u32, u32) = (417, 115_200);
const FAST: (u32, u32) = (16, 3_000_000);

fn program(bit: u32) -> Arc<Rom> {
    let mut words = Vec::new();
    words.extend(li(1, IO_BASE));
    for (offset, value) in [(offset::UART_BIT, bit), (offset::IRQ_ENABLE, irq::UART_RX)] {
        words.extend(li(2, value));
        words.push(sw(2, offset as i32, 1));
    }
    words.extend([
        wfi(),
        lw(2, offset::UART_DATA as i32, 1),
        addi(2, 2, 1),
        sw(2, offset::UART_DATA as i32, 1),
        jal(0, -16),
    ]);
    asm::rom(&words)
}

/// A server in a thread of its own.
struct Served {
    paths: [PathBuf; 2],
    stop: Arc<AtomicBool>,
    thread: JoinHandle<[[u64; 2]; 2]>,
}

impl Served {
    fn start(bit: u32, pace: Pace) -> Served {
        let part = Part::by_name("24c02").expect("a part of the table");
        let mut scenario = Scenario::new(program(bit), part, Vec::new(), Vec::new());
        scenario.source.powered = true;
        scenario.cable = None;
        let mut server = Server::new(Run::new(scenario), pace).expect("pseudo-terminals");
        let paths = Side::BOTH.map(|side| server.path(side).to_owned());
        let stop = Arc::new(AtomicBool::new(false));
        let told = stop.clone();
        let thread = thread::spawn(move || {
            server.serve(&told, |_| ()).expect("no error");
            Side::BOTH.map(|side| server.line(side).carried)
        });
        Served {
            paths,
            stop,
            thread,
        }
    }

    fn open(&self, side: Side, baud: u32) -> Serial {
        Serial::open(&self.paths[side as usize], baud)
    }

    /// Bytes to and from each board.
    fn end(self) -> [[u64; 2]; 2] {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.join().expect("the server ends")
    }
}

fn random(seed: u64, count: usize) -> Vec<u8> {
    println!("seed {seed}");
    let mut bytes = vec![0; count];
    Rng::new(seed).fill(&mut bytes);
    bytes
}

fn answer(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte.wrapping_add(1)).collect()
}

#[test]
fn both_devices_answer_at_either_pace() {
    for (pace, (bit, baud), count) in [
        (Pace::Real, SLOW, 300),
        (Pace::Fed, SLOW, 3_000),
        (Pace::Fed, FAST, 40_000),
    ] {
        let served = Served::start(bit, pace);
        for side in Side::BOTH {
            let mut port = served.open(side, baud);
            let bytes = random(side as u64, count);
            assert_eq!(port.ask(&bytes), answer(&bytes), "{pace:?} {side:?} {baud}");
        }
        let count = count as u64;
        assert_eq!(served.end(), [[count; 2]; 2]);
    }
}

/// Breaks when the emulated wire goes by another rate than the program's, or keeps the first one.
#[test]
fn a_wrong_rate_is_garbage_until_it_is_set_right() {
    let served = Served::start(FAST.0, Pace::Fed);
    let mut port = served.open(Side::B, 2_000_000);
    assert_eq!(port.baud(), 2_000_000);
    let bytes = random(5, 200);
    let mut came = port.send(&bytes);
    port.read_to(&mut came, 10);
    port.set_baud(FAST.1);
    // What was answered at the wrong rate comes first.
    let end = b"\x10\x20\x30\x40\x50\x60\x70";
    came.extend(port.send(end));
    let expected = answer(end);
    while !came.ends_with(&expected) {
        let more = came.len() + 1;
        port.read_to(&mut came, more);
    }
    let garbage = &came[..came.len() - expected.len()];
    assert!(
        !garbage
            .windows(8)
            .any(|some| answer(&bytes).windows(8).any(|right| some == right))
    );
    assert_eq!(port.ask(&bytes), answer(&bytes));
    served.end();
}

/// Breaks when the port goes with the program that had it.
#[test]
fn programs_come_and_go() {
    let served = Served::start(SLOW.0, Pace::Fed);
    for round in 0..30 {
        let bytes = random(round, 20);
        let mut port = served.open(Side::A, SLOW.1);
        assert_eq!(port.ask(&bytes), answer(&bytes), "round {round}");
        // Two at once see the same port.
        let mut other = served.open(Side::B, SLOW.1);
        assert_eq!(other.ask(&bytes), answer(&bytes), "round {round}");
    }
    assert_eq!(served.end(), [[600; 2]; 2]);
}

/// Breaks when a program that does not read holds up the other device, or its own for ever.
#[test]
fn a_program_that_does_not_read_holds_nobody_up() {
    let served = Served::start(FAST.0, Pace::Fed);
    let mut deaf = served.open(Side::A, FAST.1);
    let bytes = random(8, 1_000);
    // More than any kernel keeps for it.
    let mut sent = 0;
    while sent < 300_000 {
        deaf.send_only(&bytes);
        sent += bytes.len();
    }
    let mut other = served.open(Side::B, FAST.1);
    assert_eq!(other.ask(&bytes), answer(&bytes));
    let [[to, from], [to_other, from_other]] = served.end();
    assert_eq!([to_other, from_other], [1_000; 2]);
    assert!(from > 200_000 && to >= from, "{to} {from}");
}
