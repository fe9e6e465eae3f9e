//! From the wire to a body whose check is right.

use super::cobs::{Decoded, Decoder};
use super::{CHECK_BYTES, HEADER_BYTES};
use crate::crc;

/// Takes a line byte by byte and gives the bodies of the frames on it.
///
/// It holds `N` bytes whatever comes: a longer body is dropped up to its end. `N` is
/// [`BODY_BYTES_MAX`](super::BODY_BYTES_MAX) for a side that takes every frame.
#[repr(C)]
pub struct Receiver<const N: usize> {
    length: usize,
    decoder: Decoder,
    /// Last: a load reaches everything in front of it.
    body: [u8; N],
}

impl<const N: usize> Default for Receiver<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> Receiver<N> {
    /// A receiver that waits for the first 00h: what came before it began elsewhere.
    pub const fn new() -> Self {
        Self {
            body: [0; N],
            length: 0,
            decoder: Decoder::HUNTING,
        }
    }

    /// One that waits for the first code of a frame.
    pub(crate) const ZEROS: Self = Self {
        body: [0; N],
        length: 0,
        decoder: Decoder::START,
    };

    /// Tells it that bytes were lost (an overrun of the line's FIFO): it waits for the next 00h.
    pub fn lost(&mut self) {
        self.decoder.hunt();
    }

    /// Is this byte all that came since the last 00h?
    pub fn has_only(&self, byte: u8) -> bool {
        self.length == 0 && self.decoder == Decoder::after(byte)
    }

    /// Takes one byte of the wire. When it ends a frame whose check is right: the body, without the
    /// check; it has at least [`HEADER_BYTES`].
    pub fn push(&mut self, byte: u8) -> Option<&[u8]> {
        let length = self.accept(byte)?;
        Some(self.body(length))
    }

    /// The first `length` bytes of the body that [`accept`](Self::accept) found; they stay until it is
    /// called again.
    pub fn body(&self, length: usize) -> &[u8] {
        &self.body[..length.min(N)]
    }

    /// As [`push`](Self::push), but gives only how long the body is.
    pub fn accept(&mut self, byte: u8) -> Option<usize> {
        match self.decoder.push(byte) {
            Decoded::Nothing => {}
            Decoded::Byte(byte) => match self.body.get_mut(self.length) {
                Some(slot) => {
                    *slot = byte;
                    self.length += 1;
                }
                None => self.lost(),
            },
            Decoded::Broken => self.length = 0,
            Decoded::End => {
                let length = core::mem::replace(&mut self.length, 0);
                let right = length >= HEADER_BYTES + CHECK_BYTES
                    && crc::run(crc::INITIAL, self.body(length)) == crc::RESIDUE;
                return right.then(|| length.wrapping_sub(CHECK_BYTES));
            }
        }
        None
    }
}
