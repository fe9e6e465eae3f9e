//! A device as the protocol describes it, made of the code that the firmware uses.

#[path = "power.rs"]
pub mod power;

use std::collections::VecDeque;

use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::layout::{Layout, Space};
use umbilical_soft_mcu::link::answer::{
    DataBlock, Encoding, MemoryKind, ProbeAck, STATUS_REPORT_WORDS, StatusAck,
};
use umbilical_soft_mcu::link::frame::{Head, Header, send};
use umbilical_soft_mcu::link::lz4::{self, TABLE_ENTRIES};
use umbilical_soft_mcu::link::rate::Rate;
use umbilical_soft_mcu::link::request::{DataRequest, LAYOUT_BYTES, LayoutRecord};
use umbilical_soft_mcu::link::{
    BODY_BYTES_MAX, Frame, QUEUE, Reason, Receiver, Refusal, Request, Span, VERSION,
};
use umbilical_soft_mcu::report::{Phase, word};
use umbilical_soft_mcu::{crc, eeprom, nor};

use power::Power;

/// Microseconds, as the device's timer counts them here.
const SECOND: u32 = 1_000_000;
/// Bytes of an erase unit.
pub const ERASE_BYTES: u32 = 4096;
pub const SLOTS: usize = 2;

/// What the device puts on the line next.
pub struct Outgoing {
    pub frame: Vec<u8>,
    /// The rate that it changes to after the frame.
    pub then_baud: Option<u32>,
}

/// Something that was done to the memory, as the device was asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Erase { offset: u32, bytes: u32 },
    Write { offset: u32, bytes: u32 },
}

pub struct Device {
    /// [`MemoryKind`] and part, as in `ProbeAck`.
    pub kind: (MemoryKind, u32),
    pub page_bytes: u32,
    pub erase_bytes: u32,
    /// The record in the journal.
    layout: [u8; LAYOUT_BYTES],
    layout_unit: u32,
    /// What was announced since the memory was whole; `None` while incomplete: a rescue was cut off.
    announced: Option<Span>,
    /// The marker is "complete".
    pub complete: bool,
    /// The registers `SENSE` and `SWITCH_STATUS`, and the report block from `PHASE` on.
    pub status: (u32, u32, [u32; STATUS_REPORT_WORDS]),
    /// A rescue is under way: nothing of the memory is given or taken.
    pub busy: Option<Phase>,
    /// The memory takes no writes, for this reason.
    pub refuses: Option<Refusal>,
    /// Writes that are acknowledged and not done: the next so many.
    pub forgets: u32,
    /// A byte that is read otherwise than it is hashed.
    pub reads_wrongly: Option<u32>,
    pub deeds: Vec<Deed>,
    /// What a loss of power makes of the memory.
    pub power: Power,
    /// The host was held, or let go, so many times.
    pub holds: u32,
    pub memory: Vec<u8>,
    /// The marker in the journal: it outlasts a reset.
    pub incomplete: bool,
    pub identity: u32,
    /// Its memory was busy when it started, and was not held since: it is not known.
    pub unasked: bool,
    /// It was given no identity.
    pub nameless: bool,
    receiver: Receiver<BODY_BYTES_MAX>,
    pub rate: Rate,
    held: bool,
    answers: VecDeque<Outgoing>,
    reads: VecDeque<(Header, DataRequest)>,
    /// Largest number of requests that waited.
    pub queue_seen: usize,
    /// Requests that found the queue full.
    pub refused_full: u32,
    /// Refuses every n-th write once, as a memory does that failed to take it; 0: never.
    pub fail_every: u32,
    writes: u32,
}

impl Device {
    pub fn new(memory: Vec<u8>) -> Self {
        let mut report = [0; STATUS_REPORT_WORDS];
        report[0] = Phase::Service as u32;
        Self {
            kind: (MemoryKind::Nor, 0xEF_4018),
            page_bytes: 256,
            erase_bytes: ERASE_BYTES,
            layout: [0; LAYOUT_BYTES],
            layout_unit: ERASE_BYTES,
            announced: None,
            complete: false,
            status: (0, 0, report),
            busy: None,
            refuses: None,
            forgets: 0,
            reads_wrongly: None,
            deeds: Vec::new(),
            power: Power::default(),
            holds: 0,
            memory,
            incomplete: false,
            identity: 1,
            unasked: false,
            nameless: false,
            receiver: Receiver::new(),
            rate: Rate::BASE,
            held: false,
            answers: VecDeque::new(),
            reads: VecDeque::new(),
            queue_seen: 0,
            refused_full: 0,
            fail_every: 0,
            writes: 0,
        }
    }

    /// One with a part of the tables.
    pub fn with_part(part: MemoryPart, memory: Vec<u8>) -> Self {
        assert_eq!(memory.len() as u32, part.bytes());
        let mut device = Self::new(memory);
        match part {
            MemoryPart::Eeprom(part) => {
                let index = eeprom::PARTS.iter().position(|other| other == part);
                let index = index.expect("a part of the table") as u32;
                device.kind = (MemoryKind::Eeprom, index);
                (device.page_bytes, device.erase_bytes) = (part.page_bytes, 1);
                device.layout_unit = part.page_bytes;
            }
            MemoryPart::Nor(part) => {
                let [maker, kind, capacity] = part.jedec;
                let id = u32::from_be_bytes([0, maker, kind, capacity]);
                device.kind = (MemoryKind::Nor, id);
                (device.page_bytes, device.erase_bytes) = (nor::PAGE_BYTES, nor::SECTOR_BYTES);
            }
        }
        device
    }

    /// Puts a layout into the journal.
    pub fn set_layout(&mut self, layout: &Layout) {
        LayoutRecord::encode(Some(layout), &mut self.layout);
    }

    /// A word of the report block.
    pub fn report(&mut self, index: usize) -> &mut u32 {
        &mut self.status.2[index - word::PHASE]
    }

    /// The controller restarts: only memory and journal stay.
    pub fn reset(&mut self) {
        self.receiver = Receiver::new();
        self.rate = Rate::BASE;
        self.held = false;
        self.answers.clear();
        self.reads.clear();
    }

    pub fn push(&mut self, byte: u8, now_us: u32) {
        let Some(body) = self.receiver.push(byte) else {
            return;
        };
        let body = body.to_vec();
        let Some(Frame { header, payload }) = Frame::request(&body) else {
            return;
        };
        self.rate.heard(now_us);
        if self.power.is_off {
            return;
        }
        let done = Request::parse(header.kind, payload);
        if let Err(refusal) = done.and_then(|request| self.serve(header, request)) {
            let mut head = Head::answer(header);
            refusal.write(&mut head);
            self.say(head, &[]);
        }
    }

    pub fn poll(&mut self, now_us: u32) {
        self.rate.poll(now_us, SECOND);
    }

    fn say(&mut self, head: Head, data: &[u8]) {
        let mut frame = Vec::new();
        send(&head, data, |byte| frame.push(byte));
        self.answers.push_back(Outgoing {
            frame,
            then_baud: None,
        });
    }

    fn look(&mut self, range: std::ops::Range<usize>) -> Vec<u8> {
        self.power.look(&mut self.memory, range)
    }

    /// Every byte is what it will be in the end.
    pub fn age(&mut self) {
        self.power.age(&mut self.memory);
    }

    /// The power fails in the middle of the last deed, which made of `before` what is there now.
    fn is_cut_off(&mut self, range: std::ops::Range<usize>, before: &[u8]) -> bool {
        let cut = self
            .power
            .fails(self.deeds.len(), &mut self.memory, range, before);
        if cut {
            self.reset();
        }
        cut
    }

    fn own(&self, span: Span, unit: u32) -> Result<std::ops::Range<usize>, Refusal> {
        let span = span.check(self.memory.len() as u32, unit)?;
        self.idle()?;
        if !self.held {
            return Err(Refusal::new(Reason::NotHeld, 0));
        }
        Ok(span.offset() as usize..span.end() as usize)
    }

    fn idle(&self) -> Result<(), Refusal> {
        match self.busy {
            Some(phase) => Err(Refusal::new(Reason::BusyRescue, phase as u32)),
            None => Ok(()),
        }
    }

    fn writable(&self, span: Span, unit: u32) -> Result<std::ops::Range<usize>, Refusal> {
        let range = self.own(span, unit)?;
        match self.incomplete {
            true => Ok(range),
            false => Err(Refusal::new(Reason::NotHeld, 1)),
        }
    }

    fn serve(&mut self, header: Header, request: Request) -> Result<(), Refusal> {
        let mut head = Head::answer(header);
        match request {
            Request::Probe => self.probe_ack().write(&mut head),
            Request::Speed(baud) => {
                head.word(baud);
                self.say(head, &[]);
                if let Some(last) = self.answers.back_mut() {
                    last.then_baud = Some(baud);
                }
                return Ok(());
            }
            Request::DataRequest(request) => {
                self.own(request.span, 1)?;
                if self.reads.len() >= QUEUE {
                    self.refused_full += 1;
                    return Err(Refusal::new(Reason::QueueFull, QUEUE as u32));
                }
                self.reads.push_back((header, request));
                self.queue_seen = self.queue_seen.max(self.reads.len());
                return Ok(());
            }
            Request::Hash(span) => {
                let range = self.own(span, 1)?;
                head.word(crc::crc32(&self.look(range)));
            }
            Request::DataStart(span) => {
                span.check(self.memory.len() as u32, 1)?;
                self.idle()?;
                if let Some(refusal) = self.refuses {
                    return Err(refusal);
                }
                // What was cut off before has to be whole in the end, too.
                self.announced = match (self.incomplete, self.announced) {
                    (false, _) => Some(span),
                    (true, None) => Span::new(0, self.memory.len() as u32).ok(),
                    (true, Some(before)) => {
                        let offset = before.offset().min(span.offset());
                        Span::new(offset, before.end().max(span.end()) - offset).ok()
                    }
                };
                (self.held, self.incomplete, self.complete) = (true, true, false);
            }
            Request::DataWrite { span, data } => {
                let range = self.writable(span, 1)?;
                self.writes += 1;
                if self.fail_every != 0 && self.writes.is_multiple_of(self.fail_every) {
                    return Err(Refusal::new(Reason::WriteFailed, span.offset()));
                }
                self.deeds.push(Deed::Write {
                    offset: span.offset(),
                    bytes: span.length(),
                });
                if self.forgets > 0 {
                    self.forgets -= 1;
                    head.word(span.offset());
                    self.say(head, &[]);
                    return Ok(());
                }
                // What reads so is not programmed again.
                let before = self.look(range.clone());
                if before == data {
                    head.word(span.offset());
                    self.say(head, &[]);
                    return Ok(());
                }
                // Programming a flash clears bits and sets none.
                let sets = self.kind.0 == MemoryKind::Eeprom;
                for (cell, byte) in self.memory[range.clone()].iter_mut().zip(data) {
                    *cell = if sets { *byte } else { *cell & byte };
                }
                self.power.settles(&range);
                if self.is_cut_off(range.clone(), &before) {
                    return Ok(());
                }
                if self.memory[range] != *data {
                    return Err(Refusal::new(Reason::VerifyFailed, span.offset()));
                }
                head.word(span.offset());
            }
            Request::Erase(span) => {
                let range = self.writable(span, self.erase_bytes)?;
                self.deeds.push(Deed::Erase {
                    offset: span.offset(),
                    bytes: span.length(),
                });
                let before = self.memory[range.clone()].to_vec();
                self.memory[range.clone()].fill(0xFF);
                self.power.settles(&range);
                if self.is_cut_off(range, &before) {
                    return Ok(());
                }
            }
            Request::DataEnd { span, crc } => {
                let range = self.own(span, 1)?;
                let found = crc::crc32(&self.look(range));
                if found != crc {
                    return Err(Refusal::new(Reason::VerifyFailed, found));
                }
                let covers = |announced: Span| {
                    span.offset() <= announced.offset() && announced.end() <= span.end()
                };
                if self.incomplete && !self.announced.is_some_and(covers) {
                    return Err(Refusal::new(Reason::BadRange, span.offset()));
                }
                (self.incomplete, self.complete) = (false, true);
                head.word(found);
            }
            Request::Hold(on) => {
                self.idle()?;
                self.unasked &= !on;
                self.holds += u32::from(self.held != on);
                self.held = on;
                head.byte(u8::from(on));
            }
            Request::Status => {
                let (sense, switch, report) = self.status;
                let report = |index| report[index - word::PHASE];
                StatusAck::write(&mut head, sense, switch, report);
            }
            Request::LayoutGet => {
                let record = self.layout;
                self.say(head, &record);
                return Ok(());
            }
            Request::LayoutSet(record) => {
                let space = Space {
                    bytes: self.memory.len() as u32,
                    unit: self.layout_unit,
                };
                let layout = record.layout(space);
                layout.map_err(|error| Refusal::new(Reason::BadLayout, error.detail()))?;
                self.layout.copy_from_slice(record.bytes());
                let record = self.layout;
                self.say(head, &record);
                return Ok(());
            }
            Request::Rescue(_) | Request::Reset => {
                return Err(Refusal::new(Reason::UnknownType, header.kind.into()));
            }
        }
        self.say(head, &[]);
        Ok(())
    }

    fn probe_ack(&self) -> ProbeAck {
        ProbeAck {
            protocol: VERSION,
            firmware: 0x0100,
            clock_hz: 48_000_000,
            kind: self.kind.0 as u8,
            marker: match (self.incomplete, self.complete) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 0,
            },
            inputs: 0,
            queue: QUEUE as u8,
            part: if self.unasked { 0 } else { self.kind.1 },
            bytes: if self.unasked {
                0
            } else {
                self.memory.len() as u32
            },
            page_bytes: self.page_bytes,
            erase_bytes: self.erase_bytes,
            phase: self.status.2[0],
            fault: self.status.2[word::FAULT - word::PHASE],
            detail: self.status.2[word::FAULT_DETAIL - word::PHASE],
            slots: SLOTS as u16,
            slot_bytes: 2048,
            baud_max: 3_000_000,
            identity: match self.nameless {
                true => [u32::MAX; 4],
                false => [self.identity, 0, 0, 0],
            },
        }
    }

    /// The next frame: answers at once, blocks in the order in which they were asked for.
    pub fn next_frame(&mut self) -> Option<Outgoing> {
        if let Some(answer) = self.answers.pop_front() {
            return Some(answer);
        }
        let (header, request) = self.reads.front_mut()?;
        let header = *header;
        let DataRequest {
            span,
            block,
            compress,
        } = *request;
        let raw_bytes = span.length().min(u32::from(block));
        match Span::new(span.offset() + raw_bytes, span.length() - raw_bytes) {
            Ok(rest) => request.span = rest,
            Err(_) => drop(self.reads.pop_front()),
        }
        let from = span.offset() as usize;
        let mut raw = self.look(from..from + raw_bytes as usize);
        let wrong = self
            .reads_wrongly
            .and_then(|at| at.checked_sub(span.offset()));
        if let Some(byte) = wrong.and_then(|at| raw.get_mut(at as usize)) {
            *byte ^= 1;
        }
        let raw = &raw[..];
        let mut packed = [0; 2048];
        let mut table = [0; TABLE_ENTRIES];
        let length = lz4::compress(raw, &mut packed, &mut table).filter(|_| compress);
        let (encoding, data) = match length {
            Some(length) => (Encoding::Lz4, &packed[..length]),
            None => (Encoding::Plain, raw),
        };
        let block = DataBlock {
            offset: span.offset(),
            raw_bytes: raw_bytes as u16,
            encoding,
            data,
        };
        let mut frame = Vec::new();
        let mut head = Head::answer(header);
        block.write(&mut head);
        send(&head, data, |byte| frame.push(byte));
        Some(Outgoing {
            frame,
            then_baud: None,
        })
    }
}
