//! Consistent overhead byte stuffing (Cheshire and Baker, 1999): a body without 00h in it, longer by
//! one byte for every 254.
//!
//! ```text
//! body  11 22 00 33            wire  03 11 22 02 33 00
//!                                    |        |     +-- end of the frame
//!                                    |        +-- code: one byte follows, then a 00h or the end
//!                                    +-- code: two bytes follow, then a 00h or the end
//! ```
//!
//! Code FFh: 254 bytes follow, and no 00h after them.

/// Most bytes between two codes.
const RUN_BYTES_MAX: u8 = 254;

/// The bytes of a body that lies in pieces.
#[derive(Clone)]
struct Body<'a> {
    piece: &'a [u8],
    rest: &'a [&'a [u8]],
}

impl Iterator for Body<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            if let Some((byte, rest)) = self.piece.split_first() {
                self.piece = rest;
                return Some(*byte);
            }
            let (piece, rest) = self.rest.split_first()?;
            self.piece = piece;
            self.rest = rest;
        }
    }
}

impl Body<'_> {
    /// Bytes up to the next 00h or the end, as far as one code reaches.
    fn run(&self) -> u8 {
        let mut run = 0;
        for byte in self.clone() {
            if byte == 0 || run == RUN_BYTES_MAX {
                break;
            }
            run += 1;
        }
        run
    }
}

/// Hands the frame whose body is `pieces`, one after the other, to `sink`, with its final 00h.
/// Nothing is held: each piece is looked at up to 254 bytes ahead.
pub fn encode(pieces: &[&[u8]], mut sink: impl FnMut(u8)) {
    let mut body = Body {
        piece: &[],
        rest: pieces,
    };
    loop {
        let run = body.run();
        sink(run + 1);
        for _ in 0..run {
            if let Some(byte) = body.next() {
                sink(byte);
            }
        }
        // A full run stands for no 00h, and needs no code after it at the end of the body.
        let more = if run == RUN_BYTES_MAX {
            body.clone().next()
        } else {
            body.next()
        };
        if more.is_none() {
            break;
        }
    }
    sink(0);
}

/// What a [`Decoder`] makes of a byte of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// Nothing of the body.
    Nothing,
    /// A byte of the body.
    Byte(u8),
    /// The end of a frame; what came since the last end is its body.
    End,
    /// The end of something that is no frame.
    Broken,
}

/// Takes a frame apart, byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoder {
    /// The beginning was missed: nothing counts up to the next 00h.
    Hunting,
    /// The first byte of a frame or of a full run's successor: a code that brings no 00h.
    Code,
    /// A code, before which the body has a 00h.
    CodeAfterZero,
    /// So many bytes up to the next code, before which the body has a 00h.
    Run(u8),
    /// So many bytes of a full run.
    FullRun(u8),
}

impl Decoder {
    /// Takes one byte of the wire.
    #[inline]
    pub fn push(&mut self, byte: u8) -> Decoded {
        let state = *self;
        if byte == 0 {
            *self = Self::Code;
            return match state {
                Self::Code | Self::CodeAfterZero => Decoded::End,
                Self::Hunting | Self::Run(_) | Self::FullRun(_) => Decoded::Broken,
            };
        }
        match state {
            Self::Hunting => Decoded::Nothing,
            Self::Code | Self::CodeAfterZero => {
                *self = match byte - 1 {
                    0 => Self::CodeAfterZero,
                    RUN_BYTES_MAX => Self::FullRun(RUN_BYTES_MAX),
                    left => Self::Run(left),
                };
                if state == Self::Code {
                    Decoded::Nothing
                } else {
                    Decoded::Byte(0)
                }
            }
            Self::Run(left) => {
                *self = match left - 1 {
                    0 => Self::CodeAfterZero,
                    left => Self::Run(left),
                };
                Decoded::Byte(byte)
            }
            Self::FullRun(left) => {
                *self = match left - 1 {
                    0 => Self::Code,
                    left => Self::FullRun(left),
                };
                Decoded::Byte(byte)
            }
        }
    }
}
