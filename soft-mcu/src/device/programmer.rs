//! A program for flash chips at the line, which speaks [`crate::serprog`] instead of the link.
//!
//! ```text
//!           a lone SYNCNOP, 2 ms of silence           5 s of silence, pins let go
//!   link ------------------------------------> mode ------------------------------> link
//!                                               | first frame: the host is held
//!                                               | first 06h: the journal says incomplete
//! ```

use core::num::NonZeroU32;

use super::Life;
use super::computer::start;
use crate::job::WATCHDOG_MS;
use crate::kind::Kind;
use crate::link::Span;
use crate::platform::Platform;
use crate::registers::spi_opcode::WRITE_ENABLE;
use crate::registers::spi_timing;
use crate::serprog::{self, *};
use crate::server::{Desk, Own};
use crate::timing::reached;

/// Silence after which the mode is left.
const SILENCE_MS: u32 = 5_000;
/// Longest sleep in it, so that the watchdog is fed.
const SLEEP_MS: u32 = 128;
/// Where in the buffer a frame begins, and an answer, each with one byte in front of its data.
const FRAME: usize = DATA_POINTER as usize - 1;

/// Bytes of an answer without data.
const ACK_ALONE: NonZeroU32 = NonZeroU32::MIN;

/// What lasts as long as the mode.
struct Session {
    /// Cycles of a millisecond.
    ms: u32,
    /// Cycles of silence after which it is left.
    silence: u32,
    /// Half period of SCK that was asked for.
    half: u32,
    /// The journal says that the memory is written.
    marked: bool,
    /// The mode ends: the line fell silent, or the pins were let go.
    over: bool,
}

impl Session {
    /// The next byte. When nothing comes for too long the mode is over, and it is 0.
    #[inline(never)]
    fn next<P: Platform>(&mut self, p: &mut P) -> u8 {
        let until = p.now().wrapping_add(self.silence);
        loop {
            if self.over {
                return 0;
            }
            p.kick(WATCHDOG_MS * self.ms);
            if let Some(byte) = p.receive() {
                return byte;
            }
            let now = p.now();
            self.over = reached(now, until);
            if !self.over {
                p.sleep_until_input(now.wrapping_add(SLEEP_MS * self.ms));
            }
        }
    }

    /// The next `bytes` bytes, 4 at most, the lowest one first.
    #[inline(never)]
    fn number<P: Platform>(&mut self, p: &mut P, bytes: u32) -> u32 {
        let mut number = 0;
        for index in 0..bytes {
            number |= u32::from(self.next(p)) << (8 * index);
        }
        number
    }
}

impl<K> Life<K> {
    /// Serves a program that has just sent a SYNCNOP, until it falls silent or lets go of the pins.
    #[inline(never)]
    pub(super) fn program<P: Platform>(&mut self, p: &mut P, desk: &mut Desk)
    where
        K: Kind<P>,
    {
        let mut session = Session {
            ms: self.times.ms,
            silence: SILENCE_MS * self.times.ms,
            half: 0,
            marked: false,
            over: false,
        };
        let mut command = S_CMD_SYNCNOP;
        loop {
            self.command_of(p, desk, &mut session, command);
            command = session.next(p);
            if session.over {
                return;
            }
        }
    }

    /// Does one command.
    fn command_of<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        session: &mut Session,
        command: u8,
    ) where
        K: Kind<P>,
    {
        let mut last = false;
        let done = match command {
            S_CMD_S_BUSTYPE => {
                let taken = session.number(p, 1) & u32::from(BUS_SPI) != 0;
                taken.then_some(ACK_ALONE)
            }
            S_CMD_S_PIN_STATE => {
                last = session.number(p, 1) == 0;
                Some(ACK_ALONE)
            }
            S_CMD_S_SPI_FREQ => self.frequency(p, session),
            S_CMD_O_SPIOP => self.operation(p, desk, session),
            other => {
                let (_, sink) = p.outlet();
                return put(serprog::answer(other), sink);
            }
        };
        if session.over {
            return;
        }
        session.over = last;
        let (buffer, sink) = p.outlet();
        let (_, answer) = buffer.split_at_mut(FRAME);
        answer[0] = if done.is_some() { S_ACK } else { S_NAK };
        let length = done.unwrap_or(ACK_ALONE).get().min(1 + READ_BYTES_MAX);
        put(&answer[..length as usize], sink);
    }

    /// Takes a frequency and answers with the one that it becomes. As [`operation`](Self::operation).
    fn frequency<P: Platform>(&mut self, p: &mut P, session: &mut Session) -> Option<NonZeroU32>
    where
        K: Kind<P>,
    {
        let asked = session.number(p, 4);
        let clock = p.clock_hz() >> 1;
        // Rounded up: never faster than asked.
        let half = (clock - 1).checked_div(asked)? + 1;
        if half > spi_timing::HALF_MASK {
            return None;
        }
        session.half = K::Pair::clock(&mut self.job(p), half);
        let hz = clock.checked_div(session.half)?;
        p.set_buffer_word(DATA_POINTER / 4, hz);
        NonZeroU32::new(1 + 4)
    }

    /// Takes a frame and sends it. Gives how many bytes of the buffer from [`FRAME`] on answer it, of which
    /// the first is yet to come; `None`: it is refused.
    #[inline(never)]
    fn operation<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        session: &mut Session,
    ) -> Option<NonZeroU32>
    where
        K: Kind<P>,
    {
        let sent = session.number(p, 3);
        let read = session.number(p, 3);
        if session.over {
            return None;
        }
        // It uses the buffer, so before that is filled.
        let held = self.hold(p, desk);
        let mut head = 0;
        for index in 0..sent as usize {
            let byte = session.next(p);
            if session.over {
                return None;
            }
            if index <= ADDRESS_BYTES_MAX as usize {
                head = head << 8 | u32::from(byte);
            }
            let (buffer, _) = p.outlet();
            if let Some(place) = buffer.get_mut(FRAME + index) {
                *place = byte;
            }
        }
        held.ok()?;
        let opcode = p.outlet().0[FRAME];
        let operation = Operation::new(opcode, head, sent, read)?;
        let mut job = self.job(p);
        if opcode == WRITE_ENABLE && !session.marked {
            let bytes = desk.about.bytes;
            let all = Span::checked(0, bytes);
            start(&mut job, &mut self.journal, all, bytes).ok()?;
            K::Pair::unlock(&mut job).ok()?;
            session.marked = true;
        }
        K::Pair::clock(&mut job, session.half);
        K::Pair::operate(&mut job, &operation).ok()?;
        NonZeroU32::new(1 + read)
    }
}

#[inline(never)]
fn put(bytes: &[u8], mut sink: impl FnMut(u8)) {
    for byte in bytes {
        sink(*byte);
    }
}
