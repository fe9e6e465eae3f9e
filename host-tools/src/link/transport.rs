//! What a line has to be able to do.

use std::io;
use std::time::Duration;

/// A serial line, real or simulated. All times count from its opening and never go back.
pub trait Transport {
    /// Now.
    fn now(&self) -> Duration;

    /// Sends all of `bytes`, in order.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Appends what comes to `into`; returns as soon as something did, and at `until` at the latest.
    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()>;

    /// Waits until everything that was sent has left, then changes the baud rate.
    fn set_baud(&mut self, baud: u32) -> io::Result<()>;
}
