//! The far end's receiver: sixteen samples per bit, by its own clock.

use std::collections::VecDeque;

use super::{LineError, Received, TICKS, clock};
use crate::time::{Clock, Time};

/// Number of the stop bit; the start bit is 0.
const STOP: u64 = 9;
/// Samples of a bit that decide: the three around its middle, counted from the one that first saw
/// the start bit.
const DECIDING: [u64; 3] = [7, 8, 9];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A 1 is awaited from this sample on.
    WaitHigh { from: u64 },
    /// A 0 is a start bit from this sample on.
    Idle { from: u64 },
    /// Sample `start` saw the start bit; bit `number` is the next to be decided.
    Byte { start: u64, number: u64, bits: u16 },
}

/// The receiver. A sample at the very instant of a change still sees the level before it.
#[derive(Clone, Debug)]
pub struct Receiver {
    clock: Clock,
    state: State,
    /// The level up to the first of the changes to come.
    level: bool,
    /// Instants at which the level changes, as far as no sample has passed them.
    changes: VecDeque<Time>,
    /// The level after the last of them.
    last: bool,
    received: Vec<Received>,
}

impl Receiver {
    pub fn new(baud: u32, ppm: i32, now: Time) -> Receiver {
        Receiver {
            clock: clock(baud, ppm, now),
            state: State::WaitHigh { from: 0 },
            level: false,
            changes: VecDeque::new(),
            last: false,
            received: Vec::new(),
        }
    }

    /// Starts again at another rate. What was under way is lost.
    pub fn set_baud(&mut self, baud: u32, ppm: i32, now: Time) {
        self.run(now);
        self.clock = clock(baud, ppm, now);
        self.state = State::WaitHigh { from: 0 };
    }

    /// The line has this level after `now`.
    #[inline]
    pub fn change(&mut self, now: Time, level: bool) {
        self.run(now);
        if level != self.last {
            self.last = level;
            self.changes.push_back(now);
        }
    }

    /// Takes what came since the last call, oldest first.
    pub fn take(&mut self) -> Vec<Received> {
        std::mem::take(&mut self.received)
    }

    /// A byte is under way.
    pub fn busy(&self) -> bool {
        matches!(self.state, State::Byte { .. })
    }

    /// Takes all samples up to and including `now`.
    pub fn run(&mut self, now: Time) {
        loop {
            self.state = match self.state {
                State::WaitHigh { from } => match self.first(true, from, now) {
                    Some(at) => State::Idle { from: at + 1 },
                    None => return,
                },
                State::Idle { from } => match self.first(false, from, now) {
                    Some(start) => State::Byte {
                        start,
                        number: 0,
                        bits: 0,
                    },
                    None => return,
                },
                State::Byte {
                    start,
                    number,
                    bits,
                } => {
                    let first = start + TICKS * number;
                    let at = self.clock.edge(first + DECIDING[2]);
                    if at > now {
                        return;
                    }
                    let ones = DECIDING
                        .into_iter()
                        .filter(|place| self.sample(self.clock.edge(first + place)));
                    let one = ones.count() >= 2;
                    let bits = bits >> 1 | u16::from(one) << STOP;
                    self.decide(start, number, bits, at)
                }
            };
        }
    }

    fn decide(&mut self, start: u64, number: u64, bits: u16, at: Time) -> State {
        let next = start + TICKS * number + DECIDING[2] + 1;
        let one = bits >> STOP == 1;
        if number == 0 && one {
            return State::Idle { from: next };
        }
        if number < STOP {
            let number = number + 1;
            return State::Byte {
                start,
                number,
                bits,
            };
        }
        let byte = match (one, bits) {
            (true, _) => Ok((bits >> 1) as u8),
            (false, 0) => Err(LineError::Break),
            (false, _) => Err(LineError::Framing((bits >> 1) as u8)),
        };
        self.received.push(Received { at, byte });
        if one {
            State::Idle { from: next }
        } else {
            State::WaitHigh { from: next }
        }
    }

    /// The level just before `at`. Later samples only from then on.
    fn sample(&mut self, at: Time) -> bool {
        while self.changes.front().is_some_and(|change| *change < at) {
            self.changes.pop_front();
            self.level = !self.level;
        }
        self.level
    }

    /// The first sample from number `from` on that sees `level`, if it is not after `now`.
    fn first(&mut self, level: bool, from: u64, now: Time) -> Option<u64> {
        let mut number = from;
        loop {
            let at = self.clock.edge(number);
            if at > now {
                return None;
            }
            if self.sample(at) == level {
                return Some(number);
            }
            // The next sample that can see anything else is the one after the next change.
            let change = self.changes.front()?;
            number = self.clock.first_edge_after(*change).max(number + 1);
        }
    }
}
