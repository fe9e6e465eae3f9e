//! What a computer asks of the own flash.

use crate::flash::frame::Frame;
use crate::flash::sfdp::Erase;
use crate::flash::{BLOCK_BYTES, PAGE_BYTES, Pair, SECTOR_BYTES, identify, protect};
use crate::job::{self, Stopped};
use crate::layout::Region;
use crate::link::answer::MemoryKind;
use crate::platform::{Platform, SpiBus};
use crate::report::{Fault, word};
use crate::serprog::Operation;
use crate::server::{About, Own};

type Job<'a, P> = job::Job<'a, P, Pair>;

/// A flash of `bytes` bytes with this JEDEC id.
pub(super) fn about(part: u32, bytes: u32) -> About {
    About {
        kind: MemoryKind::Nor,
        part,
        bytes,
        page_bytes: PAGE_BYTES,
        erase_bytes: SECTOR_BYTES,
    }
}

impl<P: Platform + SpiBus> Own<P> for Pair {
    const HAS_OPCODES: bool = true;

    fn find(job: &mut Job<P>, patience_us: u32) -> Result<About, Stopped> {
        identify::own(job, patience_us)?;
        let part = job.p.reported(word::FLASH_ID);
        Ok(about(part, job.memory.own.geometry.bytes))
    }

    fn read(
        job: &mut Job<P>,
        address: u32,
        length: u32,
        pointer: u32,
        register: u32,
    ) -> Result<u32, Stopped> {
        let frame = job.memory.destination().read(address, length, pointer);
        job.through_crc(&frame, register)
    }

    fn scan(job: &mut Job<P>, region: &Region, mut register: u32) -> Result<u32, Stopped> {
        let mut at = region.offset;
        while at < region.end() {
            let length = (region.end() - at).min(BLOCK_BYTES);
            job.patient();
            job.lend(0)?;
            register = job.scan_own(register, at, length)?;
            job.read_back(region, length);
            at += length;
        }
        Ok(register)
    }

    fn write(job: &mut Job<P>, address: u32, length: u32) -> Result<(), Stopped> {
        let mut done = 0;
        while done < length {
            let at = address + done;
            let piece = (PAGE_BYTES - at % PAGE_BYTES).min(length - done);
            if job.compare_own(at, piece, done)? != 0 {
                let frame = job.memory.destination().program(at, piece, done);
                let longest = job.memory.own.geometry.program_max_us;
                change(job, &frame, Fault::WriteTimeout, longest)?;
                if job.compare_own(at, piece, done)? != 0 {
                    return Err(job.fault(Fault::Verify, at));
                }
            }
            done += piece;
        }
        Ok(())
    }

    fn erase(job: &mut Job<P>, address: u32, length: u32) -> Result<(), Stopped> {
        let (mut at, end) = (address, address + length);
        while at < end {
            // The largest that there is, begins here and does not reach too far.
            let [sector, half, block] = &job.memory.own.geometry.erases;
            let fits = |erase: &Erase, size| erase.exists() && at % size == 0 && end - at >= size;
            let (erase, size) = if fits(block, BLOCK_BYTES) {
                (block, BLOCK_BYTES)
            } else if fits(half, BLOCK_BYTES / 2) {
                (half, BLOCK_BYTES / 2)
            } else {
                (sector, SECTOR_BYTES)
            };
            let longest = erase.maximum_us;
            let frame = job.memory.destination().erase(erase.opcode, at);
            change(job, &frame, Fault::EraseTimeout, longest)?;
            at += size;
        }
        Ok(())
    }

    fn protection(job: &mut Job<P>) -> Result<u32, Stopped> {
        protect::saved(job)
    }

    fn unlock(job: &mut Job<P>) -> Result<(), Stopped> {
        protect::unlock(job)
    }

    fn lock(job: &mut Job<P>, protection: u32) -> Result<(), Stopped> {
        protect::lock(job, protection)
    }

    fn clock(job: &mut Job<P>, half: u32) -> u32 {
        let half = half.max(job.memory.half);
        job.p.set_spi_timing(half);
        half
    }

    fn operate(job: &mut Job<P>, operation: &Operation) -> Result<(), Stopped> {
        let frame = job.memory.destination().operation(operation);
        job.run(&frame)?;
        Ok(())
    }
}

/// Runs a command that changes the flash, to its end.
#[inline(always)]
fn change<P: Platform + SpiBus>(
    job: &mut Job<P>,
    frame: &Frame,
    fault: Fault,
    longest_us: u32,
) -> Result<(), Stopped> {
    let [setup, address, length, pointer, _] = frame.registers();
    change_registers(job, setup, address, length, pointer, fault, longest_us)
}

/// The same, with words in registers.
#[inline(never)]
fn change_registers<P: Platform + SpiBus>(
    job: &mut Job<P>,
    setup: u32,
    address: u32,
    length: u32,
    pointer: u32,
    fault: Fault,
    longest_us: u32,
) -> Result<(), Stopped> {
    job.begin_registers(setup, address, length, pointer, fault, 0)?;
    job.expect(longest_us);
    job.settle()
}
