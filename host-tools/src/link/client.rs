//! A device at the other end of a line.

mod connect;

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use umbilical_soft_mcu::link::answer::{Answer, MemoryKind, ProbeAck, StatusAck};
use umbilical_soft_mcu::link::frame::send;
use umbilical_soft_mcu::link::request::{LayoutRecord, RescueAction};
use umbilical_soft_mcu::link::{BASE_BAUD, BODY_BYTES_MAX, Frame, Receiver, Request, Span};

use super::read_window::{ReadLimits, ReadWindow};
use super::write_window::{WriteLimits, WriteWindow};
use super::{LinkError, Transport, Window, resume};

/// How long a short answer may take.
const ANSWER_WAIT: Duration = Duration::from_millis(200);
/// How often a request is repeated.
const TRIES: u32 = 5;
/// How often the device is looked for again without a byte of progress in between.
pub(crate) const RECONNECTS: u32 = 3;
/// Longest erase of 4 KiB of the flashes in `nor.rs`, and some.
const ERASE_WAIT: Duration = Duration::from_millis(500);
const ERASE_BYTES: u32 = 4096;

/// Talks to one device. Every request is repeated until it is answered, for doing it twice is doing
/// it once; after a reset of the device, reads and writes find it again and go on.
pub struct Client<T> {
    transport: T,
    receiver: Receiver<BODY_BYTES_MAX>,
    /// Came, not yet looked at.
    pending: VecDeque<u8>,
    session: u16,
    number: u16,
    /// The line's rate now.
    line_baud: u32,
    /// The one asked for.
    baud: u32,
    device: Option<ProbeAck>,
    held: bool,
}

impl<T: Transport> Client<T> {
    /// A client on `transport`, which is at [`BASE_BAUD`]. `session` is random, so that what was
    /// meant for an earlier run is not taken for an answer.
    pub fn new(transport: T, session: u16) -> Self {
        Self {
            transport,
            receiver: Receiver::new(),
            pending: VecDeque::new(),
            session,
            number: 0,
            line_baud: BASE_BAUD,
            baud: BASE_BAUD,
            device: None,
            held: false,
        }
    }

    /// The line.
    pub fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    /// The line, given back.
    pub fn into_transport(self) -> T {
        self.transport
    }

    fn set_line(&mut self, baud: u32) -> Result<(), LinkError> {
        self.transport.set_baud(baud)?;
        self.line_baud = baud;
        Ok(())
    }

    fn send(&mut self, request: &Request, number: u16) -> Result<(), LinkError> {
        // The first 00h ends whatever the device took for the beginning of a frame.
        let mut bytes = vec![0];
        let head = request.head(self.session, number);
        send(&head, request.data(), |byte| bytes.push(byte));
        Ok(self.transport.send(&bytes)?)
    }

    /// Hands answers to `heed` until that gives something; `None`: it is `until`.
    fn listen<R>(
        &mut self,
        until: Duration,
        mut heed: impl FnMut(u16, &Answer, Duration) -> Option<R>,
    ) -> Result<Option<R>, LinkError> {
        loop {
            let now = self.transport.now();
            while let Some(byte) = self.pending.pop_front() {
                let frame = self.receiver.push(byte);
                let frame = frame.and_then(|body| Frame::answer(body, self.session));
                let Some(Frame { header, payload }) = frame else {
                    continue;
                };
                let answer = Answer::parse(header.kind, payload);
                let heeded = answer.and_then(|answer| heed(header.number(), &answer, now));
                if heeded.is_some() {
                    return Ok(heeded);
                }
            }
            if now >= until {
                return Ok(None);
            }
            let mut bytes = Vec::new();
            self.transport.receive(until, &mut bytes)?;
            self.pending.extend(bytes);
        }
    }

    /// One request, repeated up to `tries` times with `wait` after each.
    fn ask<R>(
        &mut self,
        name: &'static str,
        request: &Request,
        (wait, tries): (Duration, u32),
        mut pick: impl FnMut(&Answer) -> Option<R>,
    ) -> Result<R, LinkError> {
        self.number = self.number.wrapping_add(1);
        let number = self.number;
        for _ in 0..tries {
            self.send(request, number)?;
            let until = self.transport.now() + wait;
            let answer = self.listen(until, |of, answer, _| match answer {
                _ if of != number => None,
                Answer::Refused(refusal) => Some(Err(LinkError::Refused {
                    request: name,
                    refusal: *refusal,
                })),
                answer => pick(answer).map(Ok),
            })?;
            if let Some(answer) = answer {
                return answer;
            }
        }
        Err(LinkError::NoAnswer {
            request: name,
            offset: None,
            tries,
        })
    }

    fn ask_shortly<R>(
        &mut self,
        name: &'static str,
        request: &Request,
        pick: impl FnMut(&Answer) -> Option<R>,
    ) -> Result<R, LinkError> {
        self.ask(name, request, (ANSWER_WAIT, TRIES), pick)
    }

    /// Holds the host processor and takes its memory, or gives it back.
    pub fn hold(&mut self, on: bool) -> Result<(), LinkError> {
        self.again_after_a_reset(|client| client.hold_once(on))?;
        self.held = on;
        Ok(())
    }

    fn hold_once(&mut self, on: bool) -> Result<(), LinkError> {
        self.ask_shortly("Hold", &Request::Hold(on), |answer| match answer {
            Answer::Hold(held) if *held == on => Some(()),
            _ => None,
        })
    }

    /// What the device is doing.
    pub fn status(&mut self) -> Result<StatusAck, LinkError> {
        self.ask_shortly("Status", &Request::Status, |answer| match answer {
            Answer::Status(status) => Some(*status),
            _ => None,
        })
    }

    /// A rescue by command.
    pub fn rescue(&mut self, action: RescueAction) -> Result<(), LinkError> {
        self.ask_shortly("Rescue", &Request::Rescue(action), |answer| match answer {
            Answer::Rescue => Some(()),
            _ => None,
        })
    }

    /// Restarts the controller, which is then at [`BASE_BAUD`] and holds nothing.
    pub fn reset(&mut self) -> Result<(), LinkError> {
        self.ask_shortly("Reset", &Request::Reset, |answer| match answer {
            Answer::Reset => Some(()),
            _ => None,
        })?;
        self.set_line(BASE_BAUD)?;
        (self.baud, self.held) = (BASE_BAUD, false);
        Ok(())
    }

    /// The bytes of the layout in the journal, a [`LayoutRecord`].
    pub fn layout(&mut self) -> Result<Vec<u8>, LinkError> {
        self.ask_shortly("Layout", &Request::LayoutGet, |answer| match answer {
            Answer::Layout(record) => Some(record.bytes().to_vec()),
            _ => None,
        })
    }

    /// Puts a layout into the journal.
    pub fn set_layout(&mut self, record: LayoutRecord) -> Result<(), LinkError> {
        let request = Request::LayoutSet(record);
        self.ask_shortly("Layout", &request, |answer| match answer {
            Answer::Layout(now) if *now == record => Some(()),
            _ => None,
        })
    }

    /// How long the device takes to read so many bytes, at worst.
    fn read_wait(&self, bytes: u32) -> Duration {
        let eeprom = |ack: &ProbeAck| u32::from(ack.kind) == MemoryKind::Eeprom as u32;
        // 100 kHz: 9 clocks for a byte; a flash needs far less than 2 us.
        let us = match self.device.as_ref().is_some_and(eeprom) {
            true => 100,
            false => 2,
        };
        ANSWER_WAIT + Duration::from_micros(us * u64::from(bytes))
    }

    /// The CRC-32 of a range of the memory.
    pub fn hash(&mut self, span: Span) -> Result<u32, LinkError> {
        let wait = self.read_wait(span.length());
        self.again_after_a_reset(|client| {
            let request = Request::Hash(span);
            client.ask("Hash", &request, (wait, TRIES), |answer| match answer {
                Answer::Hash(crc) => Some(*crc),
                _ => None,
            })
        })
    }

    /// Marks the memory incomplete and holds the host, before the range is written.
    pub fn data_start(&mut self, span: Span) -> Result<(), LinkError> {
        self.again_after_a_reset(|client| {
            client.ask_shortly("DataStart", &Request::DataStart(span), |answer| {
                matches!(answer, Answer::DataStart).then_some(())
            })
        })?;
        self.held = true;
        Ok(())
    }

    /// Erases whole erase units.
    pub fn erase(&mut self, span: Span) -> Result<(), LinkError> {
        let wait = ERASE_WAIT * span.length().div_ceil(ERASE_BYTES) + ANSWER_WAIT;
        self.again_after_a_reset(|client| {
            let request = Request::Erase(span);
            client.ask("Erase", &request, (wait, TRIES), |answer| {
                matches!(answer, Answer::Erase).then_some(())
            })
        })
    }

    /// Has the device read the range back and mark the memory complete, if that is its CRC-32.
    pub fn data_end(&mut self, span: Span, crc: u32) -> Result<(), LinkError> {
        let wait = self.read_wait(span.length());
        self.again_after_a_reset(|client| {
            let request = Request::DataEnd { span, crc };
            client.ask("DataEnd", &request, (wait, TRIES), |answer| match answer {
                Answer::DataEnd(found) if *found == crc => Some(()),
                _ => None,
            })
        })
    }

    /// Writes `data` from `offset` on, erased and announced before.
    pub fn write(
        &mut self,
        offset: u32,
        data: &[u8],
        limits: WriteLimits,
    ) -> Result<(), LinkError> {
        let now = self.transport.now();
        self.finish(&mut WriteWindow::new(offset, data, limits, now))
    }

    /// Reads `ranges`; each byte goes to `store` once, in any order.
    pub fn read(
        &mut self,
        ranges: impl IntoIterator<Item = Range<u32>>,
        limits: ReadLimits,
        store: impl FnMut(u32, &[u8]),
    ) -> Result<(), LinkError> {
        let now = self.transport.now();
        self.finish(&mut ReadWindow::new(ranges, limits, store, now))
    }

    /// The ranges from `offset` on in which the memory differs from `copy`.
    pub fn differing(&mut self, offset: u32, copy: &[u8]) -> Result<Vec<Range<u32>>, LinkError> {
        resume::differing(offset, copy, |span| self.hash(span))
    }

    /// Runs a window to its end, and over resets of the device.
    pub fn finish<W: Window>(&mut self, window: &mut W) -> Result<(), LinkError> {
        let mut missing = window.missing_bytes();
        let mut attempts = 0;
        loop {
            let error = match self.run(window) {
                Err(error) if error.is_lost_device() => error,
                ended => return ended,
            };
            if window.missing_bytes() < missing {
                (missing, attempts) = (window.missing_bytes(), 0);
            }
            attempts += 1;
            if attempts > RECONNECTS {
                return Err(error);
            }
            self.reconnect()?;
            window.restart(self.transport.now());
        }
    }

    fn run<W: Window>(&mut self, window: &mut W) -> Result<(), LinkError> {
        while window.missing_bytes() > 0 {
            loop {
                let (now, number) = (self.transport.now(), self.number.wrapping_add(1));
                let Some(request) = window.next(number, now) else {
                    break;
                };
                self.number = number;
                self.send(&request, number)?;
            }
            let heeded = self.listen(window.deadline(), |number, answer, now| {
                Some(window.answered(number, answer, now))
            })?;
            match heeded {
                Some(heeded) => heeded?,
                None => window.timed_out(self.transport.now())?,
            }
        }
        Ok(())
    }

    /// The same for a single request.
    fn again_after_a_reset<R>(
        &mut self,
        mut ask: impl FnMut(&mut Self) -> Result<R, LinkError>,
    ) -> Result<R, LinkError> {
        for _ in 0..RECONNECTS {
            match ask(self) {
                Err(error) if error.is_lost_device() => self.reconnect()?,
                ended => return ended,
            }
        }
        ask(self)
    }
}
