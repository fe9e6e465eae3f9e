//! Finds both flashes by JEDEC id and SFDP, and refuses by name what does not fit.

use crate::crc;
use crate::flash::Pair;
use crate::flash::frame::{Destination, Frame, Source};
use crate::flash::protect::Protection;
use crate::flash::sfdp::{self, Geometry, HEADER_BYTES};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::registers::SpiResult;
use crate::report::{Fault, word};
use crate::timing::spi_half;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// SCK while nothing is known of the flashes, in Hz.
const SLOW_HZ: u32 = 1_000_000;
/// A flash may be busy with an erase that its host began: the longest of 64 KiB takes 2 s.
const BUSY_US: u32 = 3_000_000;

/// How often a difference in the type is looked at again before it is believed.
const TYPE_TRIES: u32 = 2;

/// What is known of a flash.
pub(crate) struct Known {
    pub geometry: Geometry,
    pub protection: Protection,
}

impl Known {
    pub const NOTHING: Self = Self {
        geometry: Geometry::UNKNOWN,
        protection: Protection::Unknown,
    };
}

/// Either flash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Own,
}

/// Identifies the source and the own flash, refuses what does not fit and prepares both for the
/// copy. Nothing is written.
pub(crate) fn both<P: Platform + SpiBus>(job: &mut Job<P>, own: &mut Known) -> Result<(), Stopped> {
    let slow = spi_half(job.p.clock_hz(), SLOW_HZ);
    job.p.set_spi_timing(slow);
    job.expect(BUSY_US);
    one(job, Side::Source, own)?;
    let (bytes, read) = (own.geometry.bytes, own.geometry.read);
    one(job, Side::Own, own)?;
    if bytes > own.geometry.bytes {
        return Err(job.fault(Fault::SourceLarger, bytes));
    }
    if bytes < own.geometry.bytes {
        return Err(job.fault(Fault::SizeMismatch, bytes));
    }
    job.memory.source = Source::new(read);
    let geometry = &own.geometry;
    job.memory.destination = Destination::new(geometry.read, geometry.program_opcode);
    let half = job.memory.half;
    job.p.set_spi_timing(half);
    let longest = geometry.erases.iter().map(|erase| erase.maximum_us);
    job.expect(longest.max().unwrap_or(0));
    Ok(())
}

/// Identifies one flash.
#[inline(never)]
fn one<P: Platform + SpiBus>(
    job: &mut Job<P>,
    side: Side,
    known: &mut Known,
) -> Result<(), Stopped> {
    job.patient();
    let (wait, frame) = match side {
        Side::Source => (job.memory.source.wait(), job.memory.source.id()),
        Side::Own => (job.memory.destination.wait(), job.memory.destination.id()),
    };
    let ready = job.run(&wait)?;
    twice(job, &frame)?;
    // In the order in which data sheets write it: manufacturer, type, capacity.
    let id = job.p.buffer_word(0).swap_bytes() >> 8;
    if ready == SpiResult::PollDeadline || id == 0 || id == 0xFF_FFFF {
        if job.peer_gone() {
            return Err(job.gone());
        }
        let missing = match side {
            Side::Source => Fault::NoSource,
            Side::Own => Fault::NoDestination,
        };
        return Err(job.fault(missing, id));
    }
    job.p.report(word::FLASH_ID, id);
    known.protection = Protection::of_manufacturer(id >> 16);
    if known.protection != Protection::Unknown && described(job, side, &mut known.geometry)? {
        return Ok(());
    }
    Err(job.fault(Fault::UnknownFlash, id))
}

/// Takes what the flash says about itself. False when that makes no sense.
#[inline(never)]
fn described<P: Platform + SpiBus>(
    job: &mut Job<P>,
    side: Side,
    geometry: &mut Geometry,
) -> Result<bool, Stopped> {
    table(job, side, 0, HEADER_BYTES / 4)?;
    let Some((basic, four)) = sfdp::tables(|index| job.p.buffer_word(index)) else {
        return Ok(false);
    };
    let mut opcodes = [0; 2];
    if four.words != 0 {
        table(job, side, four.address, four.words)?;
        opcodes = [job.p.buffer_word(0), job.p.buffer_word(1)];
    }
    table(job, side, basic.address, basic.words)?;
    let word = |index| match index < basic.words {
        true => job.p.buffer_word(index),
        false => 0,
    };
    Ok(geometry.parse(word, opcodes))
}

/// Compares the bytes that tell the type of a device, one by one, so that the first one that
/// differs is known. A difference counts when both are read again and again and it stays.
pub(crate) fn same_type<P: Platform + SpiBus>(job: &mut Job<P>) -> Result<(), Stopped> {
    let check = job.layout.type_check();
    let mut tries = 0;
    let mut at = 0;
    while at < check.length {
        let address = check.offset + at;
        let frame = job.memory.source.read(address, 1, 0);
        job.theirs(&frame)?;
        if job.compare_own(address, 1, 0)? {
            at += 1;
        } else if tries < TYPE_TRIES {
            job.retry(&mut tries);
        } else {
            return Err(job.fault(Fault::TypeMismatch, address));
        }
    }
    Ok(())
}

/// Reads a table to the start of the buffer.
#[inline(never)]
fn table<P: Platform + SpiBus>(
    job: &mut Job<P>,
    side: Side,
    address: u32,
    words: u32,
) -> Result<(), Stopped> {
    let frame = match side {
        Side::Source => job.memory.source.sfdp(address, 4 * words),
        Side::Own => job.memory.destination.sfdp(address, 4 * words),
    };
    twice(job, &frame)
}

/// Reads until two reads in a row give the same CRC.
#[inline(never)]
fn twice<P: Platform + SpiBus>(job: &mut Job<P>, frame: &Frame) -> Result<(), Stopped> {
    let mut tries = 0;
    let mut last = None;
    loop {
        job.p.set_spi_crc(crc::INITIAL);
        job.run(frame)?;
        let next = Some(job.p.spi_crc());
        if next == last {
            return Ok(());
        }
        if last.is_some() {
            job.again(&mut tries, frame.address())?;
        }
        last = next;
    }
}
