//! Whole bytes at once.
//!
//! The engine stands at a boundary, just before the fall of SCK that ends a byte, and moves to a
//! later one. What it is like there is what clock after clock would have made of it; how far the
//! byte under way has come depends on h, for it is sampled at r + 1 and taken at r + 2:
//!
//! ```text
//!   h = 1   r   fall, sample   take
//!   h = 2   r   sample         fall, take
//!   h = 3   r   sample         take        fall
//! ```

use super::super::inputs::NEVER;
use super::engine::{Engine, State, Step};
use super::frame::{Kind, Part};
use super::switch::Segment;
use crate::burst::Flow;
use umbilical_soft_mcu::registers::{BUFFER_BYTES, spi_command, spi_status};

/// What could be moved in one go from where the engine stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where the frame goes.
    pub segment: Segment,
    /// Which way.
    pub flow: Flow,
    /// The most bytes behind the one under way.
    pub bytes: u32,
}

/// From this half period on a byte is taken before the fall that ends it.
const TAKEN_BEFORE_FALL: u64 = 3;

impl Engine {
    /// What can be moved from here; `None` anywhere but at a boundary. `io` are the levels of IO0 to
    /// IO3.
    ///
    /// Of status bytes the first one after a boundary that single clocks led to is moved alone: WIP
    /// may have fallen while the byte under way was shown, and then no second one follows.
    pub fn burst(&self, io: u8) -> Option<Stretch> {
        if self.state != State::Frame(Step::Fall)
            || self.at != self.clock_at
            || self.part == Part::Dummy
            || self.clock + 1 != self.part.clocks(&self.setup)
        {
            return None;
        }
        let receive = Flow::Receive {
            lines: self.part.lines(&self.setup) as u8,
        };
        let (flow, bytes) = match self.part {
            Part::In => (receive, (self.setup.length - self.index).saturating_sub(2)),
            Part::Status => (receive, self.polls_ahead(io)),
            _ => (Flow::Send, self.sends_ahead()),
        };
        (bytes > 0).then_some(Stretch {
            segment: self.setup.segment(),
            flow,
            bytes,
        })
    }

    /// Bytes that are still to be sent without a break, but for the frame's last one.
    fn sends_ahead(&self) -> u32 {
        if self.kind != Kind::Own {
            return 0;
        }
        let address = match self.part {
            Part::Opcode => self.setup.address_bytes(),
            Part::Address => self.setup.address_bytes() - 1 - self.index,
            _ => 0,
        };
        if self.part == Part::Out {
            return (self.setup.length - self.index).saturating_sub(2);
        }
        if self.operation() != spi_command::WRITE || self.setup.dummies() > 0 {
            return address;
        }
        (address + self.setup.length).saturating_sub(1)
    }

    /// Status bytes that decide nothing.
    fn polls_ahead(&self, io: u8) -> u32 {
        if self.last_status.is_some() || u32::from(self.under_way(io)) & spi_status::WIP == 0 {
            return 0;
        }
        let first_taken = self.clock_at - self.setup.half + 2;
        let in_time = self
            .deadline()
            .saturating_sub(first_taken)
            .saturating_sub(1);
        let mut bytes = in_time / self.period();
        if self.setup.half < TAKEN_BEFORE_FALL && self.deadline() > first_taken {
            // The last one moved is not decided by yet.
            bytes += 1;
        }
        let most = if self.steady_at == self.clock_at {
            u32::MAX
        } else {
            1
        };
        bytes.min(most.into()) as u32
    }

    /// The byte under way as it will be taken.
    fn under_way(&self, io: u8) -> u8 {
        if self.sample_at == NEVER {
            self.shift
        } else {
            self.sampled(io)
        }
    }

    /// Edges of a byte.
    fn period(&self) -> u64 {
        2 * self.setup.half * u64::from(self.part.clocks(&self.setup))
    }

    /// The edge of the fall of SCK `k` boundaries on.
    pub fn burst_fall(&self, k: u32) -> u64 {
        self.clock_at + u64::from(k) * self.period()
    }

    /// The edge of the last rise of SCK before that.
    pub fn burst_rise(&self, k: u32) -> u64 {
        self.burst_fall(k) - self.setup.half
    }

    /// Moves `k` sent bytes on, which are appended to `bytes`.
    pub fn burst_send(
        &mut self,
        k: u32,
        bytes: &mut Vec<u8>,
        buffer: &[u8; BUFFER_BYTES as usize],
    ) {
        let fall = self.burst_fall(k);
        let before = bytes.len();
        bytes.extend((0..k).map_while(|_| {
            let (part, index) = self.following().filter(|(part, _)| part.sends())?;
            self.begin_byte(part, index, buffer);
            Some(self.shift)
        }));
        assert_eq!(
            bytes.len() - before,
            k as usize,
            "more than the burst offered"
        );
        self.clock = self.part.clocks(&self.setup) - 1;
        self.io0 = self.shift & 1 != 0;
        if self.part == Part::Out {
            let taken = self.setup.half >= TAKEN_BEFORE_FALL;
            self.count = self.index + u32::from(taken);
        }
        self.stand_at(fall);
    }

    /// Moves on by the bytes that the memory shows after the one under way. `io` are the levels of
    /// IO0 to IO3 before.
    pub fn burst_receive(
        &mut self,
        bytes: &[u8],
        io: u8,
        buffer: &mut [u8; BUFFER_BYTES as usize],
    ) {
        let Some((last, before)) = bytes.split_last() else {
            return;
        };
        let period = self.period();
        let fall = self.burst_fall(bytes.len() as u32);
        let first_taken = self.clock_at - self.setup.half + 2;
        if self.setup.half >= TAKEN_BEFORE_FALL {
            self.take_received(first_taken + period, bytes, buffer);
            self.shift = *last;
        } else {
            let under_way = self.under_way(io);
            self.take(first_taken, under_way, buffer);
            self.take_received(first_taken + period, before, buffer);
            let previous = *before.last().unwrap_or(&under_way);
            // The bits of the last clock are still to come where they are sampled at the fall.
            let to_come = if self.setup.half == 1 {
                self.part.lines(&self.setup)
            } else {
                0
            };
            self.shift = (u16::from_be_bytes([previous, *last]) >> to_come) as u8;
        }
        self.index = self.index.wrapping_add(bytes.len() as u32);
        self.stand_at(fall);
        let steady = self.part == Part::Status && u32::from(*last) & spi_status::WIP != 0;
        self.steady_at = if steady { fall } else { NEVER };
    }

    /// The levels of IO0 to IO3 when `bytes` have been shown; `None` without any.
    pub fn burst_levels(&self, bytes: &[u8], io: u8) -> Option<u8> {
        let last = *bytes.last()?;
        Some(match self.part.lines(&self.setup) {
            1 => io & !2 | (last & 1) << 1,
            2 => io & !3 | last & 3,
            _ => last & 0xF,
        })
    }

    /// The first of `bytes` is taken at `edge`, each other one a period after the one before it.
    fn take_received(&mut self, edge: u64, bytes: &[u8], buffer: &mut [u8; BUFFER_BYTES as usize]) {
        let period = self.period();
        if self.part == Part::In {
            let last = edge + (bytes.len() as u64).saturating_sub(1) * period;
            self.take_all(last, bytes, buffer);
            return;
        }
        let Some((last, before)) = bytes.split_last() else {
            return;
        };
        // Only the last one may decide.
        let busy = |byte: &u8| u32::from(*byte) & spi_status::WIP != 0;
        let last_edge = edge + before.len() as u64 * period;
        let in_time = before.is_empty() || last_edge - period < self.deadline();
        assert!(
            self.last_status.is_none() && before.iter().all(busy) && in_time,
            "a status byte was moved behind the one that ends the poll"
        );
        self.polled = self.polled.wrapping_add(before.len() as u32);
        self.take_status(last_edge, *last);
    }

    /// The next event is the fall that ends the byte under way, at `fall`.
    fn stand_at(&mut self, fall: u64) {
        let rise = fall - self.setup.half;
        let ahead = |edge: u64, comes: bool| if comes && edge >= fall { edge } else { NEVER };
        self.clock_at = fall;
        self.sample_at = ahead(rise + 1, self.part.receives());
        self.take_at = ahead(rise + 2, self.part.taken());
        self.at = fall;
    }
}
