//! What a computer asks of the own EEPROM.

use crate::i2c::Pair;
use crate::job::{self, Stopped};
use crate::layout::Region;
use crate::link::answer::MemoryKind;
use crate::memory::Transfer;
use crate::platform::{Outcome, Platform};
use crate::registers::{BUFFER_BYTES, I2cResult};
use crate::report::Fault;
use crate::server::{About, Own, SIDE_BYTES};

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Where in the buffer a computer's block stands in the middle of a rescue: the copy has the rest.
pub(crate) const SIDE_POINTER: u32 = BUFFER_BYTES - SIDE_BYTES;
/// How often a write is tried that does not read back.
const TRIES: u32 = 3;

impl Pair {
    /// Bytes from `at` to the next boundary of `area` bytes, a power of two, or to `end`.
    fn piece(at: u32, end: u32, area: u32) -> u32 {
        (area - (at & (area - 1))).min(end - at)
    }

    /// What one transaction may reach: no block of the device address is left in its middle.
    fn chunk(&self) -> u32 {
        BUFFER_BYTES.min(1 << (8 * u32::from(self.part.address_bytes)))
    }
}

/// Runs a transfer of the own memory until it succeeds, with the CRC beginning as `register`.
#[inline(never)]
fn run<P: Platform>(job: &mut Job<P>, transfer: Transfer, register: u32) -> Result<u32, Stopped> {
    let mut tries = 0;
    loop {
        job.p.set_crc(register);
        let outcome = job.p.run(transfer.polled());
        if outcome.result == I2cResult::Ok {
            return Ok(job.p.crc());
        }
        job.again(&mut tries, outcome)?;
    }
}

impl<P: Platform> Own<P> for Pair {
    fn find(job: &mut Job<P>, _patience_us: u32) -> Result<About, Stopped> {
        let probe = job.memory.destination.probe();
        let outcome = job.p.run(probe.polled());
        if outcome.result != I2cResult::Ok {
            return Err(job.fault(Fault::NoDestination, probe.device()));
        }
        Ok(job.memory.about())
    }

    fn read(
        job: &mut Job<P>,
        mut address: u32,
        length: u32,
        mut pointer: u32,
        mut register: u32,
    ) -> Result<u32, Stopped> {
        let end = address + length;
        while address < end {
            job.kick();
            let piece = Pair::piece(address, end, job.memory.chunk());
            let read = job.memory.destination.read(address, piece, pointer);
            register = run(job, read, register)?;
            address += piece;
            pointer += piece;
        }
        Ok(register)
    }

    fn scan(job: &mut Job<P>, region: &Region, mut register: u32) -> Result<u32, Stopped> {
        let mut at = region.offset;
        while at < region.end() {
            job.kick();
            job.attend();
            job.lend(SIDE_POINTER)?;
            let length = Pair::piece(at, region.end(), job.memory.chunk());
            let scan = job.memory.destination.scan(at, length);
            register = run(job, scan, register)?;
            at += length;
            job.read_back(region, length);
        }
        Ok(register)
    }

    fn write(job: &mut Job<P>, mut address: u32, length: u32) -> Result<(), Stopped> {
        let end = address + length;
        let mut pointer = 0;
        while address < end {
            job.kick();
            let piece = Pair::piece(address, end, job.memory.part.page_bytes);
            write_piece(job, address, piece, pointer)?;
            address += piece;
            pointer += piece;
        }
        Ok(())
    }

    fn erase(job: &mut Job<P>, mut address: u32, length: u32) -> Result<(), Stopped> {
        let end = address + length;
        for word in 0..BUFFER_BYTES / 4 {
            job.p.set_buffer_word(word, u32::MAX);
        }
        while address < end {
            let piece = Pair::piece(address, end, BUFFER_BYTES);
            Self::write(job, address, piece)?;
            address += piece;
        }
        Ok(())
    }

    fn protection(_job: &mut Job<P>) -> Result<u32, Stopped> {
        Ok(0)
    }

    fn unlock(_job: &mut Job<P>) -> Result<(), Stopped> {
        Ok(())
    }

    fn lock(_job: &mut Job<P>, _protection: u32) -> Result<(), Stopped> {
        Ok(())
    }
}

/// Makes bytes of one page those of the buffer, and proves it.
#[inline(never)]
fn write_piece<P: Platform>(
    job: &mut Job<P>,
    address: u32,
    length: u32,
    pointer: u32,
) -> Result<(), Stopped> {
    let own = job.memory.destination;
    let (compare, write) = (
        own.compare(address, length, pointer).polled(),
        own.write(address, length, pointer),
    );
    let (mut tries, mut writes) = (0, 0);
    loop {
        let outcome = job.p.run(compare);
        match outcome.result {
            I2cResult::Ok => return Ok(()),
            I2cResult::Mismatch if writes == TRIES => {
                return Err(job.fault(Fault::Verify, address + outcome.count));
            }
            I2cResult::Mismatch => {
                writes += 1;
                let Outcome { result, count } = job.p.run(write);
                if result != I2cResult::Ok {
                    job.again(&mut tries, Outcome { result, count })?;
                }
            }
            _ => job.again(&mut tries, outcome)?,
        }
    }
}

impl Pair {
    /// The part, as a computer is told.
    pub(crate) fn about(&self) -> About {
        let part = self.part;
        About {
            kind: MemoryKind::Eeprom as u8,
            part: u32::from(self.id),
            bytes: part.bytes,
            page_bytes: part.page_bytes,
            erase_bytes: 1,
        }
    }
}
