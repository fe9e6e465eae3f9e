//! A program for flash chips at the line, which speaks [`crate::serprog`] instead of the link.
//!
//! ```text
//!           a lone SYNCNOP, 2 ms of silence           5 s of silence, pins let go
//!   link ------------------------------------> mode ------------------------------> link
//!                                               | first frame: the host is held
//!                                               | first 06h: the journal says incomplete
//! ```

use super::Life;
use super::computer::start;
use crate::job::{self, Stopped};
use crate::kind::Kind;
use crate::link::Span;
use crate::platform::Platform;
use crate::registers::spi_opcode::WRITE_ENABLE;
use crate::registers::spi_timing;
use crate::serprog::{self, *};
use crate::server::{Desk, Own};
use crate::timing::{Times, reached};

/// Silence after which the mode is left.
const SILENCE_MS: u32 = 5_000;
/// Longest sleep in it, so that the watchdog is fed.
const SLEEP_MS: u32 = 100;

/// What lasts as long as the mode.
struct Session {
    /// Half period of SCK that was asked for.
    half: u32,
    /// The journal says that the memory is written.
    marked: bool,
}

impl<K> Life<K> {
    /// Serves a program that has just sent a SYNCNOP, until it falls silent or lets go of the pins.
    #[inline(never)]
    pub(super) fn program<P: Platform>(&mut self, p: &mut P, desk: &mut Desk)
    where
        K: Kind<P>,
    {
        let mut session = Session {
            half: 0,
            marked: false,
        };
        let mut command = Some(S_CMD_SYNCNOP);
        while let Some(code) = command {
            job::kick(p, self.times);
            if self.command_of(p, desk, &mut session, code).is_none() {
                break;
            }
            command = next(p, self.times);
        }
        self.let_go(p);
    }

    /// Does one command. `None`: it was the last one.
    fn command_of<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        session: &mut Session,
        command: u8,
    ) -> Option<()>
    where
        K: Kind<P>,
    {
        let done = match command {
            S_CMD_S_BUSTYPE => number(p, self.times, 1)? & u32::from(BUS_SPI) != 0,
            S_CMD_S_PIN_STATE => {
                let drive = number(p, self.times, 1)?;
                if drive == 0 {
                    put(p, &[S_ACK]);
                    return None;
                }
                true
            }
            S_CMD_S_SPI_FREQ => {
                let asked = number(p, self.times, 4)?;
                let clock = p.clock_hz() >> 1;
                // Rounded up: never faster than asked.
                let half = (clock - 1).checked_div(asked).map_or(0, |half| half + 1);
                if (1..=spi_timing::HALF_MASK).contains(&half) {
                    session.half = half;
                    let half = K::Pair::clock(&mut self.job(p), half);
                    let hz = clock.checked_div(half).unwrap_or(0);
                    let [a, b, c, d] = hz.to_le_bytes();
                    put(p, &[S_ACK, a, b, c, d]);
                    return Some(());
                }
                false
            }
            S_CMD_O_SPIOP => {
                let read = self.operation(p, desk, session)?;
                if let Ok(length) = read {
                    let (buffer, mut sink) = p.outlet();
                    sink(S_ACK);
                    for byte in buffer.iter().take(length as usize) {
                        sink(*byte);
                    }
                    return Some(());
                }
                false
            }
            other => {
                put(p, serprog::answer(other));
                return Some(());
            }
        };
        put(p, &[if done { S_ACK } else { S_NAK }]);
        Some(())
    }

    /// Takes a frame and sends it. Gives how many bytes of the buffer answer it; `None`: the line fell
    /// silent.
    #[inline(never)]
    fn operation<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        session: &mut Session,
    ) -> Option<Result<u32, Stopped>>
    where
        K: Kind<P>,
    {
        let sent = number(p, self.times, 3)?;
        let read = number(p, self.times, 3)?;
        // It uses the buffer, so before that is filled.
        let held = self.hold(p, desk).is_ok();
        let mut opcode = 0;
        for index in 0..sent {
            let byte = next(p, self.times)?;
            let (buffer, _) = p.outlet();
            match index.checked_sub(1) {
                None => opcode = byte,
                Some(index) => {
                    if let Some(place) = buffer.get_mut(index as usize) {
                        *place = byte;
                    }
                }
            }
        }
        let head = p.buffer_word(0).swap_bytes();
        let Some(operation) = Operation::new(opcode, head, sent, read).filter(|_| held) else {
            return Some(Err(Stopped));
        };
        let mut job = self.job(p);
        if opcode == WRITE_ENABLE && !session.marked {
            let bytes = desk.about.bytes;
            let Ok(all) = Span::new(0, bytes) else {
                return Some(Err(Stopped));
            };
            if let Err(stopped) = start(&mut job, &mut self.journal, all, bytes) {
                return Some(Err(stopped));
            }
            session.marked = true;
        }
        K::Pair::clock(&mut job, session.half);
        Some(K::Pair::operate(&mut job, &operation).map(|()| read))
    }
}

/// The next byte; `None` when nothing comes for too long.
#[inline(never)]
fn next<P: Platform>(p: &mut P, times: Times) -> Option<u8> {
    let mut byte = p.receive();
    if byte.is_none() {
        let deadline = p.now().wrapping_add(SILENCE_MS * times.ms);
        while byte.is_none() && !reached(p.now(), deadline) {
            job::kick(p, times);
            let until = p.now().wrapping_add(SLEEP_MS * times.ms);
            p.sleep_until_input(until);
            byte = p.receive();
        }
    }
    byte
}

/// The next `bytes` bytes, 4 at most, the lowest one first.
#[inline(never)]
fn number<P: Platform>(p: &mut P, times: Times, bytes: u32) -> Option<u32> {
    let mut number = 0;
    for index in 0..bytes {
        number |= u32::from(next(p, times)?) << (8 * index);
    }
    Some(number)
}

#[inline(never)]
fn put<P: Platform>(p: &mut P, bytes: &[u8]) {
    let (_, sink) = p.outlet();
    bytes.iter().copied().for_each(sink);
}
