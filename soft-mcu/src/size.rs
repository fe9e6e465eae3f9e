//! Is the source larger than the destination? Found out by reading alone, before anything is
//! written: copying from a larger part would lose its upper end without a word.
//!
//! A part ignores address bits that it does not have, so a source of the same size shows its
//! content again beyond its end; a larger one shows something else. Where all address bits are in
//! use, a sequential read across the end does the same: it rolls over to byte 0 (24Cxx data
//! sheets, "sequential read"). A larger source whose upper part repeats the lower one at all the
//! places looked at cannot be told; then nothing of value is lost at those places either.

use crate::i2c::{self, Pair};
use crate::job::{self, Stopped};
use crate::memory;
use crate::platform::Platform;
use crate::registers::I2cResult;
use crate::report::Fault;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Bytes compared at each of four places beyond the end (all four: < 0.7 ms at 1 MHz).
const SAMPLE_BYTES: u32 = 4;
/// Bytes compared where the read rolls over.
const ROLL_BYTES: u32 = 16;

/// `Fault::SourceLarger` when the source is larger than the part of this device.
pub(crate) fn check<P: Platform>(job: &mut Job<P>) -> Result<(), Stopped> {
    let part = job.memory.part;
    let source = job.memory.source;
    let reach = 1 << (8 * u32::from(part.address_bytes) + u32::from(part.block_bits));
    if part.bytes < reach {
        // Does it show beyond its end what stands inside?
        for place in 0..4 {
            let address = part.bytes / 4 * place;
            let beyond = address + part.bytes;
            let steps = [
                source.read(address, SAMPLE_BYTES, 0),
                source.compare(beyond, SAMPLE_BYTES, 0),
            ];
            i2c::equal(job, &steps, Fault::SourceLarger, beyond)?;
        }
        return Ok(());
    }
    // A larger part answers to more device addresses; this is the lowest one that neither the
    // own memory nor a source of the same size has.
    let own = part.device(true, 0) ^ part.device(false, 0);
    if own < 4 {
        let beyond = part.device(false, 0) | (own << 1);
        if job.p.run(memory::probe_device(beyond)).result == I2cResult::Ok {
            return Err(job.fault(Fault::SourceLarger, u32::from(beyond)));
        }
    }
    // Does a read across its end go on at byte 0? A source that does not answer for its last
    // block is a part that keeps more bytes behind fewer device addresses.
    let last = part.bytes - 1;
    let steps = [
        source.read(0, ROLL_BYTES, 1),
        source.read(last, 1, 0),
        source.compare(last, 1 + ROLL_BYTES, 0),
    ];
    i2c::equal(job, &steps, Fault::SourceLarger, last)
}
