//! What a computer, or a loose contact, does to `uart_rx`, in time: it has a clock of its own.

use std::collections::VecDeque;

use umbilical_emu::rng::Rng;
use umbilical_emu::time::{Span, Time};

/// A line with bytes of chance on it, most of them right.
pub struct Line {
    rng: Rng,
    /// A bit at the rate that the program sets.
    bit: Span,
    /// Levels to come, and for how long.
    ahead: VecDeque<(bool, Span)>,
    level: bool,
    next: Time,
    /// Bytes sent.
    pub bytes: u64,
}

impl Line {
    /// A line that is high, for a receiver with `bit` per bit.
    pub fn new(rng: Rng, bit: Span) -> Line {
        Line {
            rng,
            bit,
            ahead: VecDeque::new(),
            level: true,
            next: Time::ZERO,
            bytes: 0,
        }
    }

    /// When it may change next.
    pub fn wake(&self) -> Time {
        self.next
    }

    /// The level at `now`.
    pub fn level(&mut self, now: Time) -> bool {
        while now >= self.next {
            if self.ahead.is_empty() {
                self.more();
            }
            if let Some((level, span)) = self.ahead.pop_front() {
                self.level = level;
                self.next = self.next.max(now) + span;
            }
        }
        self.level
    }

    fn hold(&mut self, level: bool, span: Span) {
        // An instant of no length would be none.
        self.ahead
            .push_back((level, Span::from_ps(span.ps().max(1))));
    }

    fn byte(&mut self, bit: Span, stop: bool) {
        let byte = self.rng.next_u64();
        self.hold(false, bit);
        for place in 0..8 {
            self.hold(byte >> place & 1 == 1, bit);
        }
        self.hold(stop, bit);
        self.bytes += 1;
    }

    /// This many thousandths of a bit.
    fn part(&self, thousandths: u64) -> Span {
        Span::from_ps(self.bit.ps() * thousandths / 1_000)
    }

    fn more(&mut self) {
        let wrong = self.rng.below(30);
        match wrong {
            // Off by up to 12 %.
            0 => {
                let off = 880 + self.rng.below(241);
                self.byte(self.part(off), true);
            }
            1 => self.byte(self.bit, false),
            // A break.
            2 => {
                let long = self.rng.below(25_000);
                self.hold(false, self.part(long));
            }
            3 => {
                for _ in 0..self.rng.below(20) {
                    let (level, part) = (self.rng.below(2) == 0, self.rng.below(700));
                    self.hold(level, self.part(part));
                }
            }
            4..8 => {
                let long = self.rng.below(60_000);
                self.hold(true, self.part(long));
            }
            // Up to 3 % off, so that each byte has another phase.
            _ => {
                let off = 975 + self.rng.below(50);
                self.byte(self.part(off), true);
            }
        }
    }
}
