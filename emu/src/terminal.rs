//! What is at the far end of a board's UART: a serial port with its own idea of time.
//!
//! ```text
//!   send() --> Sender --> uart_rx (board)
//!   take() <-- Receiver <-- uart_tx
//! ```
//!
//! The sender wakes at the changes of its line and never else. The receiver is told of the changes
//! of its own and looks back at them when somebody asks, so it never wakes at all: the samples that
//! it would have taken are a function of the changes.

mod receiver;
mod sender;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::nets::Pin;
use crate::rng::Rng;
use crate::time::{Clock, Span, Time};
use crate::wiring::Drive;
use receiver::Receiver;
use sender::Sender;

/// Ticks of a serial port's clock in a bit.
const TICKS: u64 = 16;
/// The highest rate, in baud: that of USB adapters of today.
pub const BAUD_MAX: u32 = 12_000_000;

fn clock(baud: u32, ppm: i32, start: Time) -> Clock {
    Clock::new(baud.clamp(1, BAUD_MAX) * TICKS as u32, ppm, start)
}

/// What is wrong with something that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineError {
    /// No stop bit after these data bits.
    Framing(u8),
    /// Start bit, data and stop bit were 0.
    Break,
}

/// Something that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Received {
    /// When its stop bit was decided.
    pub at: Time,
    /// The byte.
    pub byte: Result<u8, LineError>,
}

/// A serial port at the far end of a line.
#[derive(Clone, Debug)]
pub struct Terminal {
    now: Time,
    baud: u32,
    ppm: i32,
    sender: Sender,
    receiver: Receiver,
    /// The level of the board's output.
    line: bool,
    /// The wires are connected.
    plugged: bool,
    /// When they are joined and parted, alternating, the next one first.
    plugs: VecDeque<Time>,
    /// Of so many bytes one has a wrong bit; 0 for none.
    wrong_one_in: u64,
    /// What decides which, on the way out and in.
    chance: [Rng; 2],
}

impl Terminal {
    /// A port of `baud` (1 to [`BAUD_MAX`]; others are brought into that range) whose clock is off
    /// by `ppm`, plugged in right after `now`. `seed` decides what goes wrong, if anything is to.
    pub fn new(baud: u32, ppm: i32, seed: u64, now: Time) -> Terminal {
        Terminal {
            now,
            baud,
            ppm,
            sender: Sender::new(baud, ppm, now),
            receiver: Receiver::new(baud, ppm, now),
            line: false,
            plugged: false,
            // An instant of its own, whatever else happens at this one.
            plugs: VecDeque::from([now + Span::from_ps(1)]),
            wrong_one_in: 0,
            chance: [Rng::new(seed), Rng::new(!seed)],
        }
    }

    /// Sends these bytes after those that wait.
    pub fn send(&mut self, bytes: &[u8]) {
        self.sender.send(bytes, self.now);
    }

    /// Bytes whose start bit is still to come.
    pub fn waiting(&self) -> usize {
        self.sender.waiting()
    }

    /// Drops those.
    pub fn drop_waiting(&mut self) {
        self.sender.clear(self.now);
    }

    /// Something is being sent, or a byte is coming in.
    pub fn busy(&self) -> bool {
        self.sending() || self.receiver.busy()
    }

    /// Something is being sent, or will be.
    pub fn sending(&self) -> bool {
        self.sender.busy(self.now)
    }

    /// Takes what came since the last call, oldest first.
    pub fn take(&mut self) -> Vec<Received> {
        let mut received = self.receiver.take();
        for byte in received
            .iter_mut()
            .filter_map(|came| came.byte.as_mut().ok())
        {
            *byte = wrong(&mut self.chance[1], self.wrong_one_in, *byte);
        }
        received
    }

    /// The rate, baud.
    pub fn baud(&self) -> u32 {
        self.baud
    }

    /// Changes the rate: of the next byte that is sent, and of what comes in at once (a byte that is
    /// under way is lost).
    pub fn set_baud(&mut self, baud: u32) {
        if self.baud != baud {
            self.baud = baud;
            self.sender.set_baud(baud);
            self.receiver.set_baud(baud, self.ppm, self.now);
        }
    }

    /// Rests for so many bits between two bytes.
    pub fn set_gap(&mut self, bits: u32) {
        self.sender.set_gap(bits);
    }

    /// From now on one bit of one in `one_in` bytes is wrong, either way; 0 for none.
    pub fn corrupt(&mut self, one_in: u64) {
        self.wrong_one_in = one_in;
    }

    /// Parts the wires at `from` and joins them at `to`, if ever. In between the board's pull-up
    /// holds its input, and the far end's holds its own.
    ///
    /// # Panics
    /// When `from` is not later than now and any other cut that is planned, or `to` than `from`.
    pub fn cut(&mut self, from: Time, to: Option<Time>) {
        let before = self.plugs.back().copied().unwrap_or(self.now);
        assert!(from > before, "{from} is not after {before}");
        assert!(to.is_none_or(|to| to > from), "{from} to {to:?}");
        self.plugs.push_back(from);
        self.plugs.extend(to);
    }

    /// The wires are connected.
    pub fn plugged(&self) -> bool {
        self.plugged
    }

    /// When it acts next.
    #[inline]
    pub(crate) fn wake(&self) -> Time {
        let plug = self.plugs.front().copied().unwrap_or(Time::NEVER);
        plug.min(self.sender.wake())
    }

    /// Does what is due.
    pub(crate) fn step(&mut self, now: Time) {
        self.now = now;
        if self.plugs.front().is_some_and(|at| *at <= now) {
            self.plugs.pop_front();
            self.plugged = !self.plugged;
            self.hear(now);
        }
        let (chance, one_in) = (&mut self.chance[0], self.wrong_one_in);
        self.sender.step(now, |byte| wrong(chance, one_in, byte));
    }

    /// What it drives on the board.
    #[inline]
    pub(crate) fn drive(&self) -> Drive {
        let (pin, high) = (Pin::UartRx.bit(), self.sender.level());
        let level = |on: bool| if on && self.plugged { pin } else { 0 };
        Drive {
            low: level(!high),
            high: level(high),
        }
    }

    /// The board's output has this level after `now`.
    #[inline]
    pub(crate) fn on_line(&mut self, now: Time, level: bool) {
        self.now = now;
        self.line = level;
        self.hear(now);
    }

    fn hear(&mut self, now: Time) {
        self.receiver.change(now, self.line || !self.plugged);
    }

    /// Time has come to `now`.
    pub(crate) fn pass(&mut self, now: Time) {
        self.now = self.now.max(now);
        self.receiver.run(now);
    }
}

fn wrong(chance: &mut Rng, one_in: u64, byte: u8) -> u8 {
    if one_in != 0 && chance.below(one_in) == 0 {
        byte ^ 1 << chance.below(8)
    } else {
        byte
    }
}
