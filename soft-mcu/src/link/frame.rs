//! What every body begins with, and how one goes out.
//!
//! ```text
//! 0     1          3         5                  5+n        9+n
//! | type | session  | number  | payload, n bytes | CRC-32    |
//! ```

use super::{HEADER_BYTES, cobs, words};
use crate::crc;

/// Types of frames. An answer's is that of its request with [`ANSWER`](kind::ANSWER).
pub mod kind {
    /// Who are you?
    pub const PROBE: u8 = 0x01;
    /// Another baud rate.
    pub const SPEED: u8 = 0x02;
    /// Bytes of the memory, block by block.
    pub const DATA_REQUEST: u8 = 0x03;
    /// CRC-32 of a range.
    pub const HASH: u8 = 0x04;
    /// The memory is about to be written.
    pub const DATA_START: u8 = 0x05;
    /// Bytes for the memory.
    pub const DATA_WRITE: u8 = 0x06;
    /// Erase.
    pub const ERASE: u8 = 0x07;
    /// The memory is written: read back and compare.
    pub const DATA_END: u8 = 0x08;
    /// Hold the host processor and own the memory, or let go.
    pub const HOLD: u8 = 0x09;
    /// A rescue by command.
    pub const RESCUE: u8 = 0x0A;
    /// What are you doing?
    pub const STATUS: u8 = 0x0B;
    /// Restart.
    pub const RESET: u8 = 0x0C;
    /// The layout in the journal.
    pub const LAYOUT: u8 = 0x0D;
    /// Highest type of a request.
    pub const REQUEST_MAX: u8 = LAYOUT;
    /// Set in the type of every answer.
    pub const ANSWER: u8 = 0x80;
    /// The request is not done.
    pub const REFUSED: u8 = 0xFF;
}

/// Whose frame, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// One of [`kind`].
    pub kind: u8,
    /// Session in the low half, number in the high one: the device only ever repeats both.
    mark: u32,
}

impl Header {
    /// The header of request `number` of `session`.
    pub const fn new(kind: u8, session: u16, number: u16) -> Self {
        let mark = session as u32 | (number as u32) << 16;
        Self { kind, mark }
    }

    /// The header of a request of type `kind` with this [`mark`](Self::mark).
    #[inline]
    pub(crate) const fn marked(kind: u8, mark: u32) -> Self {
        Self { kind, mark }
    }

    /// Session and number, as they go over the line.
    #[inline]
    pub(crate) const fn mark(self) -> u32 {
        self.mark
    }

    /// Chosen at random by a run of the host; an answer repeats it.
    pub const fn session(self) -> u16 {
        self.mark as u16
    }

    /// Which request of the session; an answer repeats it.
    pub const fn number(self) -> u16 {
        (self.mark >> 16) as u16
    }
}

/// A body that was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Whose, and which.
    pub header: Header,
    /// What it says.
    pub payload: &'a [u8],
}

impl<'a> Frame<'a> {
    /// A body in parts; `None` if it has no header.
    pub fn parse(body: &'a [u8]) -> Option<Self> {
        let payload = body.get(HEADER_BYTES..)?;
        let header = Header {
            kind: *body.first()?,
            mark: words::word(body, 1),
        };
        Some(Self { header, payload })
    }

    /// The same on the device's side: answers are no business of it, and refusing one would make two
    /// devices on one line refuse each other for ever.
    pub fn request(body: &'a [u8]) -> Option<Self> {
        let frame = Self::parse(body)?;
        (frame.header.kind & kind::ANSWER == 0).then_some(frame)
    }

    /// The same on the host's side: what is no answer, or one to an earlier run, is dropped.
    pub fn answer(body: &'a [u8], session: u16) -> Option<Self> {
        let frame = Self::parse(body)?;
        let header = frame.header;
        (header.kind & kind::ANSWER != 0 && header.session() == session).then_some(frame)
    }
}

/// Most bytes of a [`Head`].
const HEAD_BYTES_MAX: usize = 76;

/// The beginning of a frame on its way out: header and numbers. Data, if any, stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Head {
    length: usize,
    bytes: [u8; HEAD_BYTES_MAX],
}

impl Head {
    /// Nothing yet.
    pub(crate) const EMPTY: Self = Self {
        length: 0,
        bytes: [0; HEAD_BYTES_MAX],
    };

    /// A frame of type `kind` with the session and number of `header`.
    pub fn new(kind: u8, header: Header) -> Self {
        let mut head = Self::EMPTY;
        head.begin(kind, header);
        head
    }

    /// The answer to a request, so far without a payload.
    pub fn answer(request: Header) -> Self {
        Self::new(request.kind | kind::ANSWER, request)
    }

    /// Drops what is there and begins again, as [`new`](Self::new).
    #[inline(never)]
    pub fn begin(&mut self, kind: u8, header: Header) {
        self.length = 1;
        self.word(header.mark);
        self.bytes[0] = kind;
    }

    /// Makes a refusal of it, with the session and the number that are there.
    pub(crate) fn refuse(&mut self, reason: u8, detail: u32) {
        self.length = HEADER_BYTES + 1;
        self.word(detail);
        self.bytes[HEADER_BYTES] = reason;
        self.bytes[0] = kind::REFUSED;
    }

    /// Says byte `AT` of the payload, which is there, anew.
    pub(crate) fn amend<const AT: usize>(&mut self, byte: u8) {
        self.bytes[HEADER_BYTES + AT] = byte;
    }

    /// Its type.
    #[inline]
    pub(crate) fn kind(&self) -> u8 {
        self.bytes[0]
    }

    /// Adds the lowest `count` bytes of a number. There is room for every head of this protocol; more
    /// is dropped.
    #[inline(never)]
    pub(crate) fn put(&mut self, mut number: u32, count: u32) {
        for _ in 0..count {
            if let Some(slot) = self.bytes.get_mut(self.length) {
                *slot = number as u8;
                self.length += 1;
            }
            number >>= 8;
        }
    }

    /// Adds a byte.
    pub fn byte(&mut self, byte: u8) {
        self.put(u32::from(byte), 1);
    }

    /// Adds 32 bits.
    #[inline(never)]
    pub fn word(&mut self, word: u32) {
        self.put(word, 4);
    }

    /// Adds words.
    pub fn words(&mut self, words: &[u32]) {
        for word in words {
            self.word(*word);
        }
    }

    /// The number that the payload begins with.
    pub fn number(&self) -> u32 {
        words::word(&self.bytes, HEADER_BYTES)
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length.min(HEAD_BYTES_MAX)]
    }

    /// The CRC register after it. Run on over the data (a bus engine does it while it reads), it is
    /// what [`send_checked`] takes.
    #[inline(never)]
    pub fn register(&self) -> u32 {
        crc::run(crc::INITIAL, self.bytes())
    }
}

/// Hands the frame of `head` and `data` to `sink`, byte by byte, 00h last.
#[inline]
pub fn send(head: &Head, data: &[u8], sink: impl FnMut(u8)) {
    let register = crc::run(head.register(), data);
    send_checked(head, data, register, sink);
}

/// The same where the CRC register over head and data is known already.
#[inline(never)]
pub fn send_checked(head: &Head, data: &[u8], register: u32, sink: impl FnMut(u8)) {
    let check = (!register).to_le_bytes();
    cobs::encode(&[head.bytes(), data, &check], sink);
}
