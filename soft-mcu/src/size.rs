//! Is the source larger than the destination? Found out by reading alone, before anything is
//! written: copying from a larger part would lose its upper end without a word.
//!
//! A part ignores address bits that it does not have, so a source of the same size shows its
//! content again beyond its end; a larger one shows something else. Where all address bits are in
//! use, a sequential read across the end does the same: it rolls over to byte 0 (24Cxx data
//! sheets, "sequential read"). A larger source whose upper part repeats the lower one at all the
//! places looked at cannot be told; then nothing of value is lost at those places either.

use crate::i2c::Pair;
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
/// A difference counts when it shows this often in a row.
const LOOKS: u32 = 3;

/// `Fault::SourceLarger` when the source is larger than the part of this device.
pub(crate) fn check<P: Platform>(job: &mut Job<P>) -> Result<(), Stopped> {
    let part = job.memory.part;
    let reach = 1 << (8 * u32::from(part.address_bytes) + u32::from(part.block_bits));
    if part.bytes < reach {
        for place in 0..4 {
            let address = part.bytes / 4 * place;
            same(job, |job| aliases(job, address))?;
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
    same(job, rolls_over)
}

/// Takes `look`'s word for it when it says three times in a row that the contents differ.
fn same<P: Platform>(
    job: &mut Job<P>,
    look: impl Fn(&mut Job<P>) -> Result<bool, Stopped>,
) -> Result<(), Stopped> {
    for _ in 0..LOOKS {
        if look(job)? {
            return Ok(());
        }
    }
    if job.source_gone() {
        return Err(job.gone());
    }
    Err(job.fault(Fault::SourceLarger, job.memory.part.bytes))
}

/// Does the source show at `address` beyond its end what stands at `address`?
fn aliases<P: Platform>(job: &mut Job<P>, address: u32) -> Result<bool, Stopped> {
    let beyond = address + job.memory.part.bytes;
    let mut tries = 0;
    loop {
        let mut outcome = job.p.run(job.memory.source.read(address, SAMPLE_BYTES, 0));
        if outcome.result == I2cResult::Ok {
            outcome = job
                .p
                .run(job.memory.source.compare(beyond, SAMPLE_BYTES, 0));
            match outcome.result {
                I2cResult::Ok => return Ok(true),
                I2cResult::Mismatch => return Ok(false),
                _ => {}
            }
        }
        job.again(&mut tries, outcome)?;
    }
}

/// Does a read across the end of the source go on at byte 0?
fn rolls_over<P: Platform>(job: &mut Job<P>) -> Result<bool, Stopped> {
    let last = job.memory.part.bytes - 1;
    let mut tries = 0;
    loop {
        let mut outcome = job.p.run(job.memory.source.read(0, ROLL_BYTES, 1));
        if outcome.result == I2cResult::Ok {
            outcome = job.p.run(job.memory.source.read(last, 1, 0));
            if outcome.result == I2cResult::AddressNack {
                // It answers for its first block and not for this one: a part that keeps more
                // bytes behind fewer device addresses.
                return Ok(false);
            }
        }
        if outcome.result == I2cResult::Ok {
            outcome = job
                .p
                .run(job.memory.source.compare(last, 1 + ROLL_BYTES, 0));
            match outcome.result {
                I2cResult::Ok => return Ok(true),
                I2cResult::Mismatch => return Ok(false),
                _ => {}
            }
        }
        job.again(&mut tries, outcome)?;
    }
}
