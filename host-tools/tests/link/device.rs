//! A device as the protocol describes it, made of the code that the firmware uses.

use std::collections::VecDeque;

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::link::answer::{DataBlock, Encoding, ProbeAck};
use umbilical_soft_mcu::link::frame::{Head, Header, send};
use umbilical_soft_mcu::link::lz4::{self, TABLE_ENTRIES};
use umbilical_soft_mcu::link::rate::Rate;
use umbilical_soft_mcu::link::request::DataRequest;
use umbilical_soft_mcu::link::{
    BODY_BYTES_MAX, Frame, QUEUE, Reason, Receiver, Refusal, Request, Span, VERSION,
};

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

pub struct Device {
    pub memory: Vec<u8>,
    /// The marker in the journal: it outlasts a reset.
    pub incomplete: bool,
    pub identity: u32,
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
        Self {
            memory,
            incomplete: false,
            identity: 1,
            receiver: Receiver::new(),
            rate: Rate::Base,
            held: false,
            answers: VecDeque::new(),
            reads: VecDeque::new(),
            queue_seen: 0,
            refused_full: 0,
            fail_every: 0,
            writes: 0,
        }
    }

    /// The controller restarts: only memory and journal stay.
    pub fn reset(&mut self) {
        self.receiver = Receiver::new();
        self.rate = Rate::Base;
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
        let done = Request::parse(header.kind, payload);
        if let Err(refusal) = done.and_then(|request| self.serve(header, request)) {
            let mut head = Head::answer(header);
            refusal.write(header, &mut head);
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

    fn own(&self, span: Span, unit: u32) -> Result<std::ops::Range<usize>, Refusal> {
        let span = span.check(self.memory.len() as u32, unit)?;
        if !self.held {
            return Err(Refusal::new(Reason::NotHeld, 0));
        }
        Ok(span.offset() as usize..span.end() as usize)
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
                head.word(crc::crc32(&self.memory[range]));
            }
            Request::DataStart(span) => {
                span.check(self.memory.len() as u32, 1)?;
                (self.held, self.incomplete) = (true, true);
            }
            Request::DataWrite { span, data } => {
                let range = self.writable(span, 1)?;
                self.writes += 1;
                if self.fail_every != 0 && self.writes.is_multiple_of(self.fail_every) {
                    return Err(Refusal::new(Reason::WriteFailed, span.offset()));
                }
                for (cell, byte) in self.memory[range.clone()].iter_mut().zip(data) {
                    *cell &= byte;
                }
                if self.memory[range] != *data {
                    return Err(Refusal::new(Reason::VerifyFailed, span.offset()));
                }
                head.word(span.offset());
            }
            Request::Erase(span) => {
                let range = self.writable(span, ERASE_BYTES)?;
                self.memory[range].fill(0xFF);
            }
            Request::DataEnd { span, crc } => {
                let range = self.own(span, 1)?;
                let found = crc::crc32(&self.memory[range]);
                if found != crc {
                    return Err(Refusal::new(Reason::VerifyFailed, found));
                }
                self.incomplete = false;
                head.word(found);
            }
            Request::Hold(on) => {
                self.held = on;
                head.byte(u8::from(on));
            }
            _ => return Err(Refusal::new(Reason::UnknownType, 0)),
        }
        self.say(head, &[]);
        Ok(())
    }

    fn probe_ack(&self) -> ProbeAck {
        ProbeAck {
            protocol: VERSION,
            firmware: 0x0100,
            clock_hz: 48_000_000,
            kind: 2,
            marker: u8::from(self.incomplete),
            inputs: 0,
            queue: QUEUE as u8,
            part: 0xEF_4018,
            bytes: self.memory.len() as u32,
            page_bytes: 256,
            erase_bytes: ERASE_BYTES,
            phase: 2,
            fault: 0,
            detail: 0,
            slots: SLOTS as u16,
            slot_bytes: 2048,
            baud_max: 3_000_000,
            identity: [self.identity, 0, 0, 0],
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
        let raw = &self.memory[from..from + raw_bytes as usize];
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
