//! The far end's sender: bytes at its own rate.

use std::collections::VecDeque;

use super::{TICKS, clock};
use crate::time::{Clock, Time};

/// Start bit, data, stop bit.
const BITS: u64 = 10;

/// The byte that was begun last.
#[derive(Clone, Copy, Debug)]
struct Begun {
    /// The tick at which its start bit begins.
    start: u64,
    /// Its bits from the start bit to the stop bit, the first one lowest.
    bits: u16,
    /// The number of the first bit after the last change of the line.
    next: u64,
}

impl Begun {
    /// The number of the first bit to come that is not `level`.
    fn change(&self, level: bool) -> Option<u64> {
        (self.next..BITS).find(|number| (self.bits >> number & 1 == 1) != level)
    }
}

/// The sender.
#[derive(Clone, Debug)]
pub struct Sender {
    clock: Clock,
    ppm: i32,
    /// Rest between two bytes, in bits.
    gap: u64,
    /// The rate of `clock`.
    clocked: u32,
    /// The rate of the next byte.
    baud: u32,
    bytes: VecDeque<u8>,
    begun: Option<Begun>,
    level: bool,
    wake: Time,
}

impl Sender {
    pub fn new(baud: u32, ppm: i32, now: Time) -> Sender {
        Sender {
            clock: clock(baud, ppm, now),
            ppm,
            gap: 0,
            clocked: baud,
            baud,
            bytes: VecDeque::new(),
            begun: None,
            level: true,
            wake: Time::NEVER,
        }
    }

    /// The level that it sends.
    #[inline]
    pub fn level(&self) -> bool {
        self.level
    }

    /// When the level changes.
    #[inline]
    pub fn wake(&self) -> Time {
        self.wake
    }

    pub fn set_gap(&mut self, bits: u32) {
        self.gap = bits.into();
    }

    /// The rate from the next byte on.
    pub fn set_baud(&mut self, baud: u32) {
        self.baud = baud;
    }

    pub fn send(&mut self, bytes: &[u8], now: Time) {
        self.bytes.extend(bytes);
        self.plan(now);
    }

    /// Bytes that have not been begun.
    pub fn waiting(&self) -> usize {
        self.bytes.len()
    }

    /// Drops what has not been begun.
    pub fn clear(&mut self, now: Time) {
        self.bytes.clear();
        self.plan(now);
    }

    /// Something is on its way, or will be.
    pub fn busy(&self, now: Time) -> bool {
        let ends = |begun: Begun| self.clock.edge(begun.start + BITS * TICKS);
        !self.bytes.is_empty() || self.begun.is_some_and(|begun| ends(begun) > now)
    }

    /// Changes the level if that is due. A byte that is begun goes through `corrupt`.
    pub fn step(&mut self, now: Time, corrupt: impl FnOnce(u8) -> u8) {
        if now < self.wake {
            return;
        }
        let level = self.level;
        let change = self.begun.as_ref().and_then(|begun| begun.change(level));
        match (change, &mut self.begun) {
            (Some(number), Some(begun)) => begun.next = number + 1,
            _ => self.begin(now, corrupt),
        }
        self.level = !level;
        self.plan(now);
    }

    fn begin(&mut self, now: Time, corrupt: impl FnOnce(u8) -> u8) {
        if self.clocked != self.baud {
            self.clock = clock(self.baud, self.ppm, now);
            self.clocked = self.baud;
        }
        let byte = self.bytes.pop_front().unwrap_or_default();
        self.begun = Some(Begun {
            // The tick that lies at `now`.
            start: self.clock.first_edge_after(now) - 1,
            bits: u16::from(corrupt(byte)) << 1 | 1 << (BITS - 1),
            next: 1,
        });
    }

    fn plan(&mut self, now: Time) {
        let level = self.level;
        let change = |begun: Begun| Some(begun.start + TICKS * begun.change(level)?);
        let tick = match self.begun.and_then(change) {
            Some(tick) => tick,
            None if self.bytes.is_empty() => u64::MAX,
            None => {
                let rest = (BITS + self.gap) * TICKS;
                let free = self.begun.map_or(0, |begun| begun.start + rest);
                // Strictly later, so that what is asked for at an instant does not change it.
                self.clock.first_edge_after(now).max(free)
            }
        };
        self.wake = self.clock.edge(tick);
    }
}
