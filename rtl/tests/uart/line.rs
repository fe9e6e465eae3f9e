//! What a computer, or something worse, does to the line.

use umbilical_emu::rng::Rng;

/// Levels in thousandths of an edge, queued ahead.
pub struct Line {
    /// Level and how long, thousandths of an edge; the first one is under way.
    ahead: std::collections::VecDeque<(bool, u64)>,
    level: bool,
}

impl Line {
    pub fn new() -> Line {
        Line {
            ahead: Default::default(),
            level: true,
        }
    }

    /// The level for this long.
    pub fn hold(&mut self, level: bool, thousandths: u64) {
        self.ahead.push_back((level, thousandths));
    }

    /// A byte whose bits last `thousandths` each, and whose stop bit has this level.
    pub fn byte(&mut self, byte: u8, thousandths: u64, stop: bool) {
        self.hold(false, thousandths);
        for bit in 0..8 {
            self.hold(byte >> bit & 1 == 1, thousandths);
        }
        self.hold(stop, thousandths);
    }

    /// Everything was played; the line is high.
    pub fn is_quiet(&self) -> bool {
        self.ahead.is_empty()
    }

    /// The level at the next edge.
    pub fn next(&mut self) -> bool {
        let mut left = 1_000;
        self.level = self.ahead.front().is_none_or(|first| first.0);
        while left > 0
            && let Some(first) = self.ahead.front_mut()
        {
            let taken = left.min(first.1);
            first.1 -= taken;
            left -= taken;
            if first.1 == 0 {
                self.ahead.pop_front();
            }
        }
        self.level
    }

    /// Something that a line may carry at `rate` edges per bit.
    pub fn anything(&mut self, rng: &mut Rng, rate: u64) {
        let exact = rate * 1_000;
        let byte = rng.next_u64() as u8;
        match rng.below(16) {
            // Off by up to 12 %.
            0..2 => self.byte(byte, exact * (880 + rng.below(241)) / 1_000, true),
            2 => self.byte(byte, exact, false),
            3 => self.byte(0, exact, false),
            4 => self.hold(false, exact * rng.below(25)),
            // Spikes down, then up, of up to a bit.
            5 | 6 => {
                self.hold(false, rng.below(exact));
                self.hold(true, rng.below(exact));
            }
            7 => {
                for _ in 0..rng.below(30) {
                    self.hold(rng.below(2) == 0, rng.below(2 * exact / 3));
                }
            }
            8 => self.hold(true, exact * rng.below(30)),
            // A stop bit cut short.
            9 => {
                self.byte(byte, exact, true);
                if let Some(last) = self.ahead.back_mut() {
                    last.1 = exact / 2 + rng.below(exact / 2);
                }
            }
            _ => self.byte(byte, exact, true),
        }
    }
}
