//! The controller's inputs: synchroniser and glitch filter in closed form.
//!
//! On hardware every pin runs through two flip-flops and a counter on each clock edge. Here a pin
//! change is turned at once into the edge at which the filter output will flip, and taken back
//! when the level does not hold. The two are the same edge for edge (`docs/controller.md`, 1).

use crate::nets::Pin;
use umbilical_soft_mcu::registers::{FILTER_CYCLES, SYNC_CYCLES};

/// "No edge".
pub const NEVER: u64 = u64::MAX;

/// From the first edge that samples a level to the edge at which the filter output flips.
const FLIP_AFTER: u64 = SYNC_CYCLES + FILTER_CYCLES - 1;

/// From the edge at which the controller lets a line go to the edge at which it sees it high.
pub const LOOP_CYCLES: u64 = FLIP_AFTER + 2;

/// Pins that changed at one edge, and whose filter outputs will therefore flip at one edge.
#[derive(Clone, Copy, Debug)]
struct Change {
    /// The first edge that samples the new levels.
    sampled: u64,
    /// Which inputs.
    mask: u32,
}

/// Changes that have not reached the outputs, and the levels that they lead to.
#[derive(Clone, Copy, Debug)]
struct Pending {
    /// Oldest first. The caller catches up before each sample, so they lie less than `FLIP_AFTER`
    /// + 1 edges apart.
    changes: [Change; Inputs::DEPTH],
    count: usize,
    raw: u32,
}

impl Pending {
    fn sample(&mut self, edge: u64, pins: u32, changed: u32) {
        self.raw = pins;
        let mut fresh = changed;
        for change in &mut self.changes[..self.count] {
            if change.sampled + FILTER_CYCLES > edge {
                // A level that held too short to be believed is as if it had not been there.
                let taken_back = change.mask & fresh;
                change.mask ^= taken_back;
                fresh ^= taken_back;
            }
        }
        while self.count > 0 && self.changes[self.count - 1].mask == 0 {
            self.count -= 1;
        }
        if fresh != 0 {
            self.changes[self.count] = Change {
                sampled: edge,
                mask: fresh,
            };
            self.count += 1;
        }
    }
}

/// The filtered inputs of a controller. Input numbers are pin numbers.
#[derive(Clone, Debug)]
pub struct Inputs {
    pending: Pending,
    /// The last edge that sampled other levels, and what was pending before it: of all that pins do
    /// between two edges only the last levels are sampled.
    sampled: u64,
    before: Pending,
    /// Which pins this set looks at.
    used: u32,
    /// Filter outputs.
    out: u32,
}

impl Inputs {
    const DEPTH: usize = FLIP_AFTER as usize + 2;

    /// Filters for the pins in the mask `used`, as after reset, with the levels `pins` from edge 0 on.
    pub fn reset(used: u32, pins: u32) -> Inputs {
        let none = Change {
            sampled: 0,
            mask: 0,
        };
        let nothing = Pending {
            changes: [none; Inputs::DEPTH],
            count: 0,
            raw: 0,
        };
        let mut inputs = Inputs {
            pending: nothing,
            sampled: NEVER,
            before: nothing,
            used,
            out: 0,
        };
        inputs.sample(0, pins);
        inputs
    }

    /// The pins have the levels `pins` from the sampling edge `edge` on. The caller has caught up
    /// with all flips before `edge`. Returns the mask of inputs that changed.
    #[inline]
    pub fn sample(&mut self, edge: u64, pins: u32) -> u32 {
        let changed = (pins ^ self.pending.raw) & self.used;
        if changed == 0 {
            return 0;
        }
        if self.sampled == edge {
            self.pending = self.before;
        } else {
            (self.sampled, self.before) = (edge, self.pending);
        }
        let since = (pins ^ self.pending.raw) & self.used;
        self.pending.sample(edge, pins, since);
        changed
    }

    /// The next edge at which some filter output flips.
    #[inline]
    pub fn next_flip(&self) -> u64 {
        if self.pending.count == 0 {
            NEVER
        } else {
            self.pending.changes[0].sampled + FLIP_AFTER
        }
    }

    /// Flips every output that is due at `next_flip`; returns that edge and the mask.
    #[inline]
    pub fn flip(&mut self) -> (u64, u32) {
        let Change { sampled, mask } = self.pending.changes[0];
        self.pending.count -= 1;
        self.pending.changes.copy_within(1..=self.pending.count, 0);
        self.out ^= mask;
        (sampled + FLIP_AFTER, mask)
    }

    /// The level of `pin` that logic acts on at `edge`.
    #[inline]
    pub fn visible(&self, pin: Pin, edge: u64) -> bool {
        let due = |change: &&Change| change.sampled + FLIP_AFTER < edge;
        let flipped = self.pending.changes[..self.pending.count]
            .iter()
            .take_while(due);
        let out = flipped.fold(self.out, |out, change| out ^ change.mask);
        out >> pin as u32 & 1 == 1
    }

    /// The filter outputs after the last processed flip, one bit per pin.
    #[inline]
    pub fn levels(&self) -> u32 {
        self.out
    }

    /// The level of `pin` after its last processed flip.
    #[inline]
    pub fn level(&self, pin: Pin) -> bool {
        self.out >> pin as u32 & 1 == 1
    }

    /// The first edge, not before `from`, at which logic sees `pin` high, as far as the pin
    /// changes so far tell; `NEVER` when it is low with no rise under way.
    #[inline]
    pub fn seen_high(&self, pin: Pin, from: u64) -> u64 {
        if self.visible(pin, from) {
            return from;
        }
        let changes = &self.pending.changes[..self.pending.count];
        let rise = changes.iter().find(|change| {
            change.sampled + FLIP_AFTER >= from && change.mask >> pin as u32 & 1 == 1
        });
        rise.map_or(NEVER, |change| change.sampled + FLIP_AFTER + 1)
    }
}

/// The tracker of one bus segment: is a transaction under way?
#[derive(Clone, Debug)]
pub struct Tracker {
    /// Logic sees "not busy" from this edge on ...
    free_from: u64,
    /// ... and "busy" again from this one.
    busy_from: u64,
    /// The edge of the flip since which both lines are high, while they are.
    high_since: u64,
}

impl Tracker {
    /// As after reset: busy until STOP or idle.
    pub const RESET: Tracker = Tracker {
        free_from: NEVER,
        busy_from: NEVER,
        high_since: NEVER,
    };

    /// Filter outputs flipped at `edge`: levels now, and whether SDA rose while SCL stayed high.
    #[inline]
    pub fn flipped(&mut self, edge: u64, both_high: bool, stop: bool, idle_time: u64) {
        if !both_high {
            self.busy_from = self.busy_from.min(edge + 2);
        } else {
            self.busy_from = NEVER;
            self.high_since = edge;
            self.free_from = if stop {
                edge + 2
            } else {
                edge + idle_time.max(1) + 1
            };
        }
    }

    /// `IDLE_TIME` is written at `edge`, all flips before which were told. A count under way goes
    /// on and meets the new limit at the next edge.
    pub fn idle_time_written(&mut self, edge: u64, idle_time: u64) {
        let counting = self.busy_from == NEVER && self.free_from > edge + 1;
        if counting && self.high_since != NEVER {
            self.free_from = (self.high_since + idle_time.max(1) + 1).max(edge + 2);
        }
    }

    /// What logic sees at `edge`.
    pub fn busy(&self, edge: u64) -> bool {
        edge < self.free_from || edge >= self.busy_from
    }

    /// The first edge from which logic sees "not busy", if no line changes until then.
    pub fn free_from(&self) -> u64 {
        if self.busy_from == NEVER {
            self.free_from
        } else {
            NEVER
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hardware, edge by edge: two flip-flops and a counter.
    #[derive(Default)]
    struct Clocked {
        first: bool,
        second: bool,
        count: u64,
        out: bool,
    }

    impl Clocked {
        fn edge(&mut self, pin: bool) {
            if self.second == self.out {
                self.count = 0;
            } else {
                self.count += 1;
                if self.count == FILTER_CYCLES {
                    self.out = self.second;
                    self.count = 0;
                }
            }
            self.second = self.first;
            self.first = pin;
        }
    }

    #[test]
    fn closed_form_equals_the_clocked_filter_on_every_edge() {
        let mut state = 0x1234_5678_9ABC_DEF1u64;
        for _ in 0..2000 {
            let mut clocked = Clocked::default();
            let mut inputs = Inputs::reset(!0, 0);
            let mut pin = false;
            for edge in 0..200u64 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                if (state >> 60) < 4 {
                    pin = !pin;
                    while inputs.next_flip() < edge {
                        inputs.flip();
                    }
                    inputs.sample(edge, u32::from(pin) << Pin::BusScl as u32);
                }
                // What logic sees at this edge is the output register before it.
                assert_eq!(
                    inputs.visible(Pin::BusScl, edge),
                    clocked.out,
                    "edge {edge}"
                );
                clocked.edge(pin);
            }
        }
    }

    /// Breaks when changes of many pins between two edges take more room than one.
    #[test]
    fn any_number_of_pins_may_change_between_two_edges() {
        let (mut clocked, mut inputs) = (Clocked::default(), Inputs::reset(!0, 0));
        let mut rises = 0;
        for edge in 0..100 {
            while inputs.next_flip() < edge {
                inputs.flip();
            }
            for pin in 0..32 {
                inputs.sample(edge, u32::MAX >> pin);
            }
            let high = edge % 8 < 4;
            inputs.sample(edge, if high { u32::MAX } else { 0 });
            let seen = inputs.visible(Pin::BusScl, edge);
            assert_eq!(seen, clocked.out, "edge {edge}");
            clocked.edge(high);
            rises += u32::from(clocked.out && !seen);
        }
        assert_eq!(rises, 12);
    }

    #[test]
    fn a_released_line_is_seen_after_the_loop_time() {
        let mut inputs = Inputs::reset(!0, 0);
        // Let go at edge 100, so first sampled at 101.
        inputs.sample(101, 1 << Pin::BusScl as u32);
        assert_eq!(inputs.seen_high(Pin::BusScl, 101), 100 + LOOP_CYCLES);
    }
}
