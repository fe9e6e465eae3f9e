//! Many requests on their way at once.

use std::time::Duration;

use umbilical_soft_mcu::link::Request;
use umbilical_soft_mcu::link::answer::Answer;

use super::LinkError;

/// What is on its way, what came and what was lost: a state machine without I/O.
///
/// The device answers in the order in which it was asked, so an answer says of everything asked
/// before it that no more will come of that.
pub trait Window {
    /// What to send now under the given number, which is one higher each time something is sent.
    /// `None`: nothing, before an answer or the deadline.
    fn next(&mut self, number: u16, now: Duration) -> Option<Request<'_>>;

    /// An answer came, from this run, to the request with this number.
    ///
    /// # Errors
    /// What makes it useless to go on.
    fn answered(&mut self, number: u16, answer: &Answer, now: Duration) -> Result<(), LinkError>;

    /// When [`timed_out`](Self::timed_out) is due unless an answer comes.
    fn deadline(&self) -> Duration;

    /// Nothing that was missing came for too long.
    ///
    /// # Errors
    /// [`LinkError::NoAnswer`] when this happened too often in a row.
    fn timed_out(&mut self, now: Duration) -> Result<(), LinkError>;

    /// Everything on its way is lost: the device was reset.
    fn restart(&mut self, now: Duration);

    /// What is still missing, in bytes; 0: done.
    fn missing_bytes(&self) -> u64;
}

/// Which numbers a window gave out: an answer to anything older is none of its business, though of
/// the same run, for the memory may have changed in between.
#[derive(Clone, Debug, Default)]
pub(super) struct Issued {
    last: u16,
    count: u16,
}

/// Answers so late that numbers have come round do not count.
const ISSUED_MAX: u16 = 0x8000;

impl Issued {
    pub fn issue(&mut self, number: u16) {
        self.last = number;
        self.count = self.count.saturating_add(1).min(ISSUED_MAX);
    }

    pub fn has(&self, number: u16) -> bool {
        self.last.wrapping_sub(number) < self.count
    }
}
