//! What differs between the two kinds of memory, and so between the two firmware images.
//!
//! [`Device`](crate::device::Device) lives the same life with either: it asks a [`Kind`] to join
//! and part segments, and `rescue::run` goes through the [`Steps`] of that
//! kind. [`I2c`](crate::i2c::I2c) is the EEPROM on the shared bus, [`Spi`](crate::flash::Spi)
//! the NOR flash on the point-to-point bus.

use crate::job::{Job, Stopped};
use crate::journal::Settings;
use crate::layout::{Region, Space};
use crate::platform::Platform;
use crate::server::{About, Own};
use crate::timing::Times;

/// A kind of memory and the bus it sits on, as the life of a device needs it.
pub trait Kind<P: Platform>: Sized {
    /// Both memories, as the steps of a rescue see them; the own one, as a computer does.
    type Pair: Own<P> + Clone;
    /// The steps of a rescue.
    type Steps: Steps<P, Pair = Self::Pair>;

    /// True: a host without its memory must not run, for it may fetch its instructions there.
    const HOST_NEEDS_MEMORY: bool;

    /// True when a board that is equipped like this is one of this kind's.
    fn fits(settings: &Settings) -> bool;

    /// Sets the bus up. `settings` are those of the journal; without them nothing is rescued.
    fn set_up(&mut self, p: &mut P, times: Times, settings: Option<&Settings>);

    /// Joins host and memory. False when a segment is stuck; then nothing is asked for any more.
    fn join_host(&self, p: &mut P) -> bool;

    /// Parts the host from the memory, in a quiet moment of its segment if one comes soon.
    fn part_host(&self, p: &mut P);

    /// Hands the memory to the port, as a source. The host has been parted.
    fn offer(&mut self, p: &mut P);

    /// Looks after the memory while it is handed to the port.
    fn watch_offer(&mut self, p: &mut P);

    /// Asks for the port, as a destination. The host has been parted and is held.
    fn join_port(&self, job: &mut Job<P, Self::Pair>) -> Result<(), Stopped>;

    /// Parts the memory from whatever it is joined with, for the engine. The host has been parted
    /// and is held.
    fn take_memory(&self, p: &mut P);

    /// [`Stopped`] when this kind or part cannot be rescued at all.
    fn can_be_rescued(&self, job: &mut Job<P, Self::Pair>) -> Result<(), Stopped>;

    /// Both memories, as far as they are known.
    fn pair(&self) -> Self::Pair;

    /// Remembers what was found out about the own memory.
    fn learn(&mut self, pair: &Self::Pair);

    /// The own memory before it was looked for.
    fn about(&self) -> About;

    /// The steps of a rescue.
    fn steps(&self) -> Self::Steps;
}

/// What a rescue does with the memories, in the order of the functions.
pub trait Steps<P: Platform> {
    /// Both memories.
    type Pair: Own<P>;

    /// Finds both memories and refuses by name what does not fit. Nothing is written. Gives what a
    /// layout of the destination has to obey.
    fn connect(&mut self, job: &mut Job<P, Self::Pair>) -> Result<Space, Stopped>;

    /// With the layout known: reports how many pages are copied, and refuses a source whose bytes
    /// of the type check are not those of the destination. Nothing is written.
    fn admit(&mut self, job: &mut Job<P, Self::Pair>) -> Result<(), Stopped>;

    /// The protection bits that have to be cleared and restored, for the journal; 0 for none.
    fn protection(&self) -> u32;

    /// Something useful to do during the write cycle of the journal; only the source is touched,
    /// and the buffer's last record is left alone.
    fn fetch(&mut self, job: &mut Job<P, Self::Pair>) -> Result<(), Stopped>;

    /// Makes the destination writable, having `protection` restored later whatever happens.
    fn unlock(&mut self, job: &mut Job<P, Self::Pair>, protection: u32) -> Result<(), Stopped>;

    /// Makes all regions that are copied equal to the source. Called again after [`rewind`](Self::rewind).
    fn pass(&mut self, job: &mut Job<P, Self::Pair>) -> Result<(), Stopped>;

    /// Runs a region of the destination through the CRC that stands at `register`; gives the
    /// register after it. Tells the job of bytes read as they come ([`Job::read_back`]).
    fn scan(
        &mut self,
        job: &mut Job<P, Self::Pair>,
        region: Region,
        register: u32,
    ) -> Result<u32, Stopped>;

    /// Prepares another pass, because the destination did not read back as it should.
    fn rewind(&mut self);

    /// CRC register of what was copied, in ascending order, as the source has it, after a pass.
    fn crc(&self) -> u32;

    /// Restores the protection bits. The job's reason stays what it is unless this fails.
    fn lock(&mut self, job: &mut Job<P, Self::Pair>, protection: u32) -> Result<(), Stopped>;
}
