//! What the link asks of the own memory.

use super::About;
use crate::job::{Job, Stopped};
use crate::layout::{Region, Space};
use crate::platform::Platform;

/// The own memory, on the bus that the engine owns. Nothing here touches a source.
pub trait Own<P: Platform>: Sized {
    /// The image has room to let a computer write it, and its layout. Else `DataStart`, `DataWrite`,
    /// `Erase`, `DataEnd` and `Layout` are types that the device does not know.
    const WRITES: bool;
    /// The image has room to let a computer read it in the middle of a rescue.
    const LENDS: bool;

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

    /// Writes what [`read`](Self::read) has just put to the buffer's start, `length` bytes, as an LZ4
    /// block to its upper half, and gives the bytes of that; `None` where it is not worth it.
    fn pack(job: &mut Job<P, Self>, length: u32) -> Option<u32>;

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
}
