//! Why a request is not done.

use super::frame::Head;
use super::words;
use crate::report::codes;

codes! {
    /// Why.
    Reason {
        /// The device does not know this type of request.
        UnknownType = 1, "unknown-type";
        /// The payload has not the length that its type has. Detail: its length.
        BadLength = 2, "bad-length";
        /// A range or a value is outside of what can be. Detail: its offset, or the value.
        BadRange = 3, "bad-range";
        /// The host processor owns the memory: `Hold` first, and `DataStart` before writing.
        NotHeld = 4, "not-held";
        /// A rescue is under way.
        BusyRescue = 5, "busy-rescue";
        /// Too many requests wait already. Detail: how many can.
        QueueFull = 6, "queue-full";
        /// The memory did not take what was written or erased. Detail: offset.
        WriteFailed = 7, "write-failed";
        /// What was read back is something else. Detail: offset, or for a range the CRC-32 found.
        VerifyFailed = 8, "verify-failed";
        /// A fault stands. Detail: its code, see [`Fault`](crate::report::Fault).
        Fault = 9, "fault";
        /// The layout breaks a rule. Detail: [`LayoutError::detail`](crate::layout::LayoutError::detail).
        BadLayout = 10, "bad-layout";
    }
}

/// The answer `Refused`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// A number that belongs to it.
    pub detail: u32,
}

impl Refusal {
    /// A refusal.
    pub const fn new(reason: Reason, detail: u32) -> Self {
        Self { reason, detail }
    }

    /// Makes `head`, the answer to a request as far as it went, this one.
    pub fn write(self, head: &mut Head) {
        head.refuse(self.reason as u8, self.detail);
    }

    /// From a payload; `None` if it is none.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let (reason, detail) = payload.split_first()?;
        let reason = Reason::from_code(u32::from(*reason))?;
        (detail.len() == 4).then(|| Self::new(reason, words::word(detail, 0)))
    }
}
