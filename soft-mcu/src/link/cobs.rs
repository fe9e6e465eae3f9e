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
const RUN_BYTES_MAX: usize = 254;

/// The rest of a body that lies in pieces.
#[derive(Clone, Copy)]
struct Body<'a> {
    piece: &'a [u8],
    rest: &'a [&'a [u8]],
}

impl Body<'_> {
    /// Goes on to the next piece; false: that was the last.
    fn advance(&mut self) -> bool {
        let Some((piece, rest)) = self.rest.split_first() else {
            return false;
        };
        self.piece = piece;
        self.rest = rest;
        true
    }

    /// Bytes up to the next 00h or the end, as far as one code reaches.
    fn run(mut self) -> usize {
        let mut left = RUN_BYTES_MAX;
        loop {
            for byte in self.piece {
                if *byte == 0 || left == 0 {
                    return RUN_BYTES_MAX - left;
                }
                left -= 1;
            }
            if !self.advance() {
                return RUN_BYTES_MAX - left;
            }
        }
    }

    /// Hands `count` bytes to `sink`, of as many at least. True when there are more: the next one is
    /// in the piece at hand.
    #[inline]
    fn take(&mut self, mut count: usize, sink: &mut impl FnMut(u8)) -> bool {
        loop {
            let here = count.min(self.piece.len());
            let (bytes, rest) = self.piece.split_at(here);
            for byte in bytes {
                sink(*byte);
            }
            self.piece = rest;
            count -= here;
            if !rest.is_empty() {
                return true;
            }
            if !self.advance() {
                return false;
            }
        }
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
        sink(run as u8 + 1);
        if !body.take(run, &mut sink) {
            break;
        }
        // A full run stands for no 00h; behind one at the very end there is an empty run.
        if run != RUN_BYTES_MAX {
            body.piece = body.piece.get(1..).unwrap_or(&[]);
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
pub struct Decoder {
    /// So many bytes up to the next code.
    left: u32,
    /// Not 0: before that the body has a 00h. The run is not a full one, nor the beginning of a frame.
    zero: u32,
}

impl Decoder {
    /// Waits for the first code of a frame.
    pub const START: Self = Self { left: 0, zero: 0 };
    /// Waits for the end of a frame whose beginning was missed, as if it were in a run without end.
    pub const HUNTING: Self = Self {
        left: u32::MAX,
        zero: 0,
    };

    /// After the first code of a frame, which is not that of an empty run.
    pub const fn after(code: u8) -> Self {
        Self {
            left: (code as u32).wrapping_sub(1),
            zero: code as u32 ^ (RUN_BYTES_MAX as u32 + 1),
        }
    }

    /// Waits for the end of a frame of which something is missing.
    #[inline]
    pub fn hunt(&mut self) {
        self.left = u32::MAX;
    }

    /// Takes one byte of the wire.
    #[inline]
    pub fn push(&mut self, byte: u8) -> Decoded {
        if byte == 0 {
            let whole = self.left == 0;
            *self = Self::START;
            return if whole { Decoded::End } else { Decoded::Broken };
        }
        if self.left > 0 {
            self.left -= 1;
            return Decoded::Byte(byte);
        }
        let before = core::mem::replace(self, Self::after(byte));
        if before.zero != 0 {
            Decoded::Byte(0)
        } else {
            Decoded::Nothing
        }
    }
}
