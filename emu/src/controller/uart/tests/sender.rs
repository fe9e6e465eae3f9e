//! What is at the far end of the line: bytes, and what goes wrong with them.

use std::collections::VecDeque;

use crate::rng::Rng;

/// Parts of an edge in which the sender counts.
const PARTS: u64 = 1 << 16;

/// How the sender behaves.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Its bit in edges of the receiver.
    pub bit: f64,
    /// An edge of the line may be late by up to so much of a bit.
    pub late: f64,
    /// Of so many things one is a spike, one a break, one a byte without its stop bit.
    pub noise: Option<u64>,
    /// The most bits of rest between two bytes.
    pub rest: u64,
}

/// Makes the line's levels.
pub struct Sender {
    rng: Rng,
    manner: Manner,
    /// Up to where the line is planned, by the sender's clock, and the level there.
    planned: (u64, bool),
    /// Instants of the changes to come.
    changes: VecDeque<u64>,
    level: bool,
    /// Bytes that were planned whole, oldest first.
    pub sent: Vec<u8>,
}

impl Sender {
    /// A sender whose line rests until the receiver has surely seen it high.
    pub fn new(seed: u64, manner: Manner) -> Sender {
        let mut rng = Rng::new(seed);
        let start = 20 * PARTS + rng.below(20 * PARTS);
        Sender {
            rng,
            manner,
            planned: (start, true),
            changes: VecDeque::new(),
            level: true,
            sent: Vec::new(),
        }
    }

    fn bit(&self) -> u64 {
        (self.manner.bit * PARTS as f64) as u64
    }

    fn hold(&mut self, level: bool, parts: u64) {
        let (at, before) = self.planned;
        if level != before {
            let late = (self.manner.late * self.bit() as f64) as u64;
            self.changes.push_back(at + self.rng.below(late + 1));
        }
        self.planned = (at + parts, level);
    }

    fn plan(&mut self) {
        let bit = self.bit();
        let noise = self.manner.noise;
        match noise.map_or(u64::MAX, |one_of| self.rng.below(one_of)) {
            // From less than an edge to more than half a bit.
            0 => {
                let width = 1 + self.rng.below(bit * 5 / 8);
                let rest = 1 + self.rng.below(3 * bit);
                self.hold(false, width);
                self.hold(true, rest);
            }
            1 => {
                let width = 10 * bit + self.rng.below(12 * bit);
                self.hold(false, width);
                self.hold(true, 2 * bit);
            }
            kind => self.plan_byte(kind == 2),
        }
    }

    fn plan_byte(&mut self, no_stop: bool) {
        let bit = self.bit();
        let byte = self.rng.next_u64() as u8;
        self.hold(false, bit);
        for place in 0..8 {
            self.hold(byte >> place & 1 == 1, bit);
        }
        let rest = self.rng.below(self.manner.rest * bit + 1);
        if no_stop {
            self.hold(false, bit + rest);
            self.hold(true, 2 * bit);
        } else {
            self.hold(true, bit + rest);
            self.sent.push(byte);
        }
    }

    /// The level that the edge with this number samples. Edges are asked for in order.
    pub fn level(&mut self, edge: u64) -> bool {
        let now = edge * PARTS;
        while self.planned.0 <= now + PARTS {
            self.plan();
        }
        while self.changes.front().is_some_and(|change| *change <= now) {
            self.changes.pop_front();
            self.level = !self.level;
        }
        self.level
    }
}
