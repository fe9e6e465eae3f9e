//! A range of bytes of the memory.

use super::refusal::{Reason, Refusal};

/// At least one byte, the last of them below 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    offset: u32,
    length: u32,
}

impl Span {
    /// The `length` bytes from `offset` on.
    ///
    /// # Errors
    /// [`Reason::BadRange`] when there are none, or they reach beyond 4 GiB.
    pub const fn new(offset: u32, length: u32) -> Result<Self, Refusal> {
        // No bytes, or beyond 4 GiB: the end is not behind the beginning.
        if offset.wrapping_add(length) <= offset {
            return Err(Refusal::new(Reason::BadRange, offset));
        }
        Ok(Self { offset, length })
    }

    /// No bytes, where a place is kept for some.
    pub(crate) const NONE: Self = Self {
        offset: 0,
        length: 0,
    };

    /// Its first byte.
    pub const fn offset(self) -> u32 {
        self.offset
    }

    /// Its bytes.
    pub const fn length(self) -> u32 {
        self.length
    }

    /// The first byte after it.
    pub const fn end(self) -> u32 {
        self.offset.wrapping_add(self.length)
    }

    /// Its first `length` bytes, which are not its any more.
    pub(crate) fn take(&mut self, length: u32) -> Self {
        let first = Self { length, ..*self };
        self.offset = first.end();
        self.length = self.length.wrapping_sub(length);
        first
    }

    /// The two numbers of a span, of which [`new`](Self::new) has nothing to say.
    pub(crate) const fn checked(offset: u32, length: u32) -> Self {
        Self { offset, length }
    }

    /// Itself, if it lies in a memory of `bytes` bytes and begins and ends on a boundary of `unit`
    /// bytes, a power of two.
    ///
    /// # Errors
    /// [`Reason::BadRange`].
    pub const fn check(self, bytes: u32, unit: u32) -> Result<Self, Refusal> {
        let odd = (self.offset | self.length) & unit.wrapping_sub(1);
        if self.end() > bytes || odd != 0 {
            return Err(Refusal::new(Reason::BadRange, self.offset));
        }
        Ok(self)
    }
}
