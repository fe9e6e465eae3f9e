//! What the link asks of the own memory.

use super::About;
use crate::job::{Job, Stopped};
use crate::layout::{Region, Space};
use crate::platform::Platform;
use crate::serprog::Operation;

/// The own memory, on the bus that the engine owns. Nothing here touches a source.
pub trait Own<P: Platform>: Sized {
    /// True: it is worked with by opcodes, as a program for flash chips does.
    const HAS_OPCODES: bool = false;

    /// What a layout of it has to obey, with as many bytes as it has.
    fn space(about: &About) -> Space {
        Space {
            bytes: about.bytes,
            unit: about.page_bytes.max(about.erase_bytes),
        }
    }

    /// What it is. One that is busy with something is waited for, `patience_us` at most.
    fn find(job: &mut Job<P, Self>, patience_us: u32) -> Result<About, Stopped>;

    /// Reads `length` bytes at `address` into the buffer at `pointer`, all of which are in both, and
    /// gives the CRC register that begins as `register`.
    fn read(
        job: &mut Job<P, Self>,
        address: u32,
        length: u32,
        pointer: u32,
        register: u32,
    ) -> Result<u32, Stopped>;

    /// Runs a region through the CRC that begins as `register`, and gives the register after it.
    /// Tells the job of bytes read as they come ([`Job::read_back`]).
    fn scan(job: &mut Job<P, Self>, region: &Region, register: u32) -> Result<u32, Stopped>;

    /// Makes `length` bytes at `address` those of the buffer at its start, and proves it.
    fn write(job: &mut Job<P, Self>, address: u32, length: u32) -> Result<(), Stopped>;

    /// Erases an area of whole erase units.
    fn erase(job: &mut Job<P, Self>, address: u32, length: u32) -> Result<(), Stopped>;

    /// The protection bits that have to be cleared and restored, for the journal; 0 for none.
    fn protection(job: &mut Job<P, Self>) -> Result<u32, Stopped>;

    /// Makes it writable.
    fn unlock(job: &mut Job<P, Self>) -> Result<(), Stopped>;

    /// Restores the protection bits.
    fn lock(job: &mut Job<P, Self>, protection: u32) -> Result<(), Stopped>;

    /// Sets the half period of the bus in cycles, to no less than the board allows; gives what it is.
    fn clock(_job: &mut Job<P, Self>, half: u32) -> u32 {
        half
    }

    /// Does what somebody else's program asks, who knows what it is about.
    fn operate(_job: &mut Job<P, Self>, _operation: &Operation) -> Result<(), Stopped> {
        Err(Stopped)
    }
}
