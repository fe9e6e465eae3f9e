//! The UART against a twin that is clocked on every edge.
//!
//! What would break it: an edge that the model sleeps through although the line or an event changes
//! there, a sample or a count that is off by one, a wrong winner when two things happen at one edge.

mod sender;
mod twin;

use super::*;
use crate::rng::Rng;
use sender::{Manner, Sender};
use twin::{Access, Happened, Twin};

/// A manner that is right in everything.
fn right(bit: u64) -> Manner {
    Manner {
        bit: bit as f64,
        late: 0.0,
        noise: None,
        rest: 2,
    }
}

/// The model, its twin, and the last edge that was run.
struct Pair {
    uart: Uart,
    twin: Twin,
    edge: u64,
    due: u64,
    rx: bool,
    awaited: bool,
    /// Bytes that loads gave.
    taken: Vec<u8>,
    place: String,
}

impl Pair {
    fn new(place: String) -> Pair {
        let uart = Uart::reset(true);
        Pair {
            due: uart.next(),
            uart,
            twin: Twin::new(),
            edge: 0,
            rx: true,
            awaited: false,
            taken: Vec::new(),
            place,
        }
    }

    /// What a program could read just before the next edge.
    fn compare(&self) {
        let (edge, place) = (self.edge, &self.place);
        let mut probe = self.uart.clone();
        if edge > 0 {
            probe.run(edge - 1);
        }
        for register in [offset::UART_STATUS, offset::UART_DATA, offset::UART_BIT] {
            let (read, expected) = (probe.read(edge, register), self.twin.read(register));
            assert_eq!(
                read, expected,
                "register {register:#x}, edge {edge}, {place}: {read:#x} {expected:#x}"
            );
        }
        let events = self.twin.events();
        assert_eq!(probe.events(edge), events, "events, edge {edge}, {place}");
        // What a sleeper is told without anybody looking.
        let low = self.uart.low_visible() <= edge;
        assert_eq!(
            low,
            events & irq::UART_TX != 0,
            "UART_TX, edge {edge}, {place}"
        );
        let received = self.uart.received_visible() <= edge;
        let expected = events & irq::UART_RX != 0;
        assert!(
            received == expected || !(self.awaited || received),
            "UART_RX, edge {edge}, {place}"
        );
    }

    /// One edge, and the level that the line has from the next one on.
    fn step(&mut self, access: Option<Access>, rx: bool) {
        let edge = self.edge;
        self.compare();
        if self.due == edge || access.is_some() {
            if let Some(Access::Load(register)) = access {
                self.load(register);
            }
            self.uart.run(edge);
            if let Some(Access::Store(register, value)) = access {
                self.uart.write(edge, register, value);
            }
            self.due = self.uart.next();
        }
        let place = &self.place;
        assert!(self.due > edge, "late at edge {edge}, {place}");
        self.twin.clock(self.rx, access);
        let high = self.uart.outputs().high != 0;
        assert_eq!(high, self.twin.tx, "uart_tx after edge {edge}, {place}");
        if rx != self.rx {
            self.rx = rx;
            let due = self.uart.next();
            if self.uart.sample(edge + 1, rx) {
                self.due = self.uart.next();
            } else {
                assert_eq!(self.uart.next(), due);
            }
        }
        self.edge += 1;
    }

    fn load(&mut self, register: u32) {
        if self.edge > 0 {
            self.uart.run(self.edge - 1);
        }
        let value = self.uart.read(self.edge, register);
        if register == offset::UART_DATA && value & uart_data::VALID != 0 {
            self.taken.push(value as u8);
        }
        self.uart.loaded(self.edge, register);
    }

    fn wait_for_bytes(&mut self, awaited: bool) {
        self.awaited = awaited;
        if self.edge > 0 {
            self.uart.run(self.edge - 1);
        }
        self.uart.enable(if awaited { irq::UART_RX } else { 0 });
        self.due = self.uart.next();
    }

    fn store(&mut self, register: u32, value: u32, rx: bool) {
        self.step(Some(Access::Store(register, value)), rx);
    }
}

fn add(sum: &mut Happened, more: Happened) {
    sum.received += more.received;
    sum.spikes += more.spikes;
    sum.overruns += more.overruns;
    sum.framings += more.framings;
    sum.breaks += more.breaks;
    sum.set_and_cleared += more.set_and_cleared;
    sum.refused += more.refused;
    sum.sent += more.sent;
    sum.bit_written_in_a_byte += more.bit_written_in_a_byte;
}

/// Accesses of a program that works the UART in both directions; `often` out of 100 edges.
fn random_access(rng: &mut Rng, often: u64, bit: u64) -> Option<Access> {
    if rng.below(100) >= often {
        return None;
    }
    Some(match rng.below(40) {
        0..8 => Access::Load(offset::UART_DATA),
        8..20 => Access::Store(offset::UART_DATA, rng.next_u64() as u32),
        20..26 => Access::Store(offset::UART_STATUS, rng.next_u64() as u32),
        26 if rng.below(20) == 0 => {
            let bits = [bit, bit, bit + 1, 0, 11, 0x1_0000 + bit];
            Access::Store(offset::UART_BIT, bits[rng.below(6) as usize] as u32)
        }
        _ => Access::Load(offset::UART_STATUS),
    })
}

#[test]
fn model_and_clocked_twin_agree_on_every_edge() {
    let mut sum = Happened::default();
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let bit = [8, 9, 16, 16, 35, 417][rng.below(6) as usize];
        let manner = Manner {
            bit: bit as f64 * [0.97, 1.0, 1.03, 1.2, 0.8][rng.below(5) as usize],
            late: 0.125,
            noise: Some(8),
            rest: rng.below(4),
        };
        let often = [2, 20, 60][rng.below(3) as usize];
        let mut sender = Sender::new(seed, manner);
        let mut pair = Pair::new(format!("B {bit}, {manner:?}, seed {seed}"));
        pair.wait_for_bytes(rng.below(2) == 1);
        pair.store(offset::UART_BIT, bit as u32, true);
        for _ in 0..60 * 10 * bit.min(60) {
            if rng.below(1000) == 0 {
                pair.wait_for_bytes(rng.below(2) == 1);
            }
            let access = random_access(&mut rng, often, bit);
            let rx = sender.level(pair.edge + 1);
            pair.step(access, rx);
        }
        add(&mut sum, pair.twin.happened);
    }
    let Happened {
        received,
        spikes,
        framings,
        breaks,
        ..
    } = sum;
    println!("{sum:?}");
    assert!(received > 500 && spikes > 100 && framings > 50 && breaks > 50);
    assert!(sum.set_and_cleared > 5 && sum.refused > 50);
    assert!(sum.sent > 500 && sum.bit_written_in_a_byte > 50);
}

/// Breaks when a sample is taken too far from the middle of its bit, or the receiver is not ready
/// in time for the next start bit.
#[test]
fn three_percent_either_way_is_received() {
    for bit in [8, 9, 10, 13, 16, 417] {
        for rate in [0.97, 0.98, 1.0, 1.02, 1.03] {
            // A receiver needs 78 edges from start bit to start bit, this sender would give it 77.6.
            if bit == 8 && rate == 0.97 {
                continue;
            }
            let manner = Manner {
                bit: bit as f64 * rate,
                late: 0.125,
                noise: None,
                rest: 0,
            };
            let seed = bit * 100 + (rate * 10.0) as u64;
            let mut sender = Sender::new(seed, manner);
            let mut pair = Pair::new(format!("B {bit}, {manner:?}, seed {seed}"));
            pair.store(offset::UART_BIT, bit as u32, true);
            let bytes = if bit > 100 { 40 } else { 400 };
            for _ in 0..bytes * 10 * bit {
                let access = pair
                    .edge
                    .is_multiple_of(5)
                    .then_some(Access::Load(offset::UART_DATA));
                let rx = sender.level(pair.edge + 1);
                pair.step(access, rx);
            }
            assert!(pair.taken.len() as u64 > bytes * 9 / 10, "{}", pair.place);
            assert_eq!(
                pair.taken,
                &sender.sent[..pair.taken.len()],
                "{}",
                pair.place
            );
            assert_eq!(pair.twin.read(offset::UART_STATUS) & FLAGS, 0);
        }
    }
}

/// Breaks when a wrong rate is received all the same.
#[test]
fn seven_percent_is_not_received() {
    for rate in [0.93, 1.07] {
        let manner = Manner {
            bit: 16.0 * rate,
            ..right(16)
        };
        let mut sender = Sender::new(3, manner);
        let mut pair = Pair::new(format!("{manner:?}"));
        pair.store(offset::UART_BIT, 16, true);
        for _ in 0..400 * 10 * 16 {
            let access = pair
                .edge
                .is_multiple_of(5)
                .then_some(Access::Load(offset::UART_DATA));
            let rx = sender.level(pair.edge + 1);
            pair.step(access, rx);
        }
        assert_ne!(pair.taken, &sender.sent[..pair.taken.len()]);
    }
}

/// Breaks when the byte that does not fit pushes out another one, or the flag comes early.
#[test]
fn a_full_fifo_keeps_what_it_has() {
    let mut sender = Sender::new(5, right(8));
    let mut pair = Pair::new("overrun".into());
    pair.store(offset::UART_BIT, 8, true);
    while pair.twin.happened.overruns < 3 {
        assert!(pair.edge < 2_100 * 130, "never full");
        let rx = sender.level(pair.edge + 1);
        pair.step(None, rx);
    }
    let full = pair.twin.read(offset::UART_STATUS);
    assert_eq!(full & uart_status::RECEIVED_MASK, 2048);
    // Full and not, with loads at the very edge of the overrun and of the push.
    let before = pair.twin.happened;
    for _ in 0..120_000 {
        let access = pair.edge.is_multiple_of(95);
        let rx = sender.level(pair.edge + 1);
        pair.step(access.then_some(Access::Load(offset::UART_DATA)), rx);
    }
    let Happened {
        taken_full,
        pushed_and_taken,
        overruns,
        ..
    } = pair.twin.happened;
    assert!(taken_full > 0 && pushed_and_taken > 0 && overruns > before.overruns + 20);
    for _ in 0..2_100 {
        pair.step(Some(Access::Load(offset::UART_DATA)), pair.rx);
    }
    assert_eq!(pair.taken[..2048], sender.sent[..2048]);
}

/// Breaks when a byte has another distance, order or level than `10 B`, first to last, low first.
#[test]
fn bytes_go_out_back_to_back() {
    let mut pair = Pair::new("send".into());
    pair.store(offset::UART_BIT, 8, true);
    let bytes: Vec<u8> = (0..=255).rev().collect();
    let w = pair.edge;
    for byte in &bytes {
        pair.store(offset::UART_DATA, u32::from(*byte), true);
    }
    // The second byte's middle of the start bit and so on; the first start bit begins at w + 2.
    let mut levels = vec![true; pair.edge as usize];
    while pair.edge < w + 2 + 2560 * 8 + 20 {
        pair.step(None, true);
        levels.push(pair.uart.outputs().high != 0);
    }
    for (index, byte) in bytes.iter().enumerate().skip(40) {
        let start = w as usize + 2 + index * 80;
        let bits = (0..10).map(|bit| levels[start + 8 * bit + 1]);
        let expected = (0..10).map(|bit| (u16::from(*byte) << 1 | 0x200) >> bit & 1 == 1);
        assert!(bits.eq(expected), "byte {index}");
    }
}
