//! Finds both flashes by JEDEC id and SFDP, and refuses by name what does not fit.

use core::num::NonZeroU32;

use crate::crc;
use crate::flash::Pair;
use crate::flash::frame::{Destination, Frame, Side, Source};
use crate::flash::protect::Protection;
use crate::flash::sfdp::{self, BASIC_WORDS_MIN, Geometry, HEADER_BYTES};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::report::{Fault, word};

type Job<'a, P> = job::Job<'a, P, Pair>;

/// A flash may be busy with an erase that its host began: the longest of 64 KiB takes 2 s.
pub(crate) const BUSY_US: u32 = 3_000_000;

/// What is known of a flash.
#[derive(Clone)]
pub(crate) struct Known {
    pub geometry: Geometry,
    pub protection: Protection,
}

impl Known {
    pub const NOTHING: Self = Self {
        geometry: Geometry::UNKNOWN,
        protection: Protection::UNKNOWN,
    };

    /// The own flash, if this is what is known of it.
    pub fn destination(&self) -> Destination {
        let geometry = &self.geometry;
        Destination::new(geometry.read, geometry.program)
    }
}

/// Identifies the source and the own flash, refuses what does not fit and prepares both for the
/// copy. Nothing is written.
pub(crate) fn both<P: Platform + SpiBus>(job: &mut Job<P>) -> Result<(), Stopped> {
    one(job, Side::Source, BUSY_US)?;
    let Geometry { bytes, read, .. } = job.memory.own.geometry;
    own(job, BUSY_US)?;
    let own_bytes = job.memory.own.geometry.bytes;
    if bytes != own_bytes {
        let larger = bytes > own_bytes;
        let fault = if larger {
            Fault::SourceLarger
        } else {
            Fault::SizeMismatch
        };
        return Err(job.fault(fault, bytes));
    }
    job.memory.source = Source::new(read);
    Ok(())
}

/// Identifies the own flash and prepares it for work. One that is busy is waited for, `patience_us`
/// at most.
#[inline(never)]
pub(crate) fn own<P: Platform + SpiBus>(job: &mut Job<P>, patience_us: u32) -> Result<(), Stopped> {
    one(job, Side::Own, patience_us)?;
    let own = &job.memory.own;
    let longest = own.geometry.erases.iter().map(|erase| erase.maximum_us);
    let longest = longest.max().unwrap_or(0);
    let half = job.memory.half;
    job.p.set_spi_timing(half);
    job.expect(longest);
    Ok(())
}

/// Identifies one flash.
#[inline(never)]
fn one<P: Platform + SpiBus>(
    job: &mut Job<P>,
    side: Side,
    patience_us: u32,
) -> Result<(), Stopped> {
    // 1 MHz while nothing is known of it.
    job.p.set_spi_timing(job.times.us >> 1);
    job.expect(patience_us);
    job.run(&side.wait())?;
    let id = who(job, side)?.get();
    job.p.report(word::FLASH_ID, id);
    let protection = Protection::of_manufacturer(id >> 16);
    job.memory.own.protection = protection;
    if protection != Protection::UNKNOWN && described(job, side)? {
        return Ok(());
    }
    Err(job.fault(Fault::UnknownFlash, id))
}

/// The JEDEC id, in the order in which data sheets write it: manufacturer, type, capacity. A line
/// that is broken or stuck reads as all ones or all zeros, and so does a flash that stays busy.
#[inline(never)]
pub(crate) fn who<P: Platform + SpiBus>(
    job: &mut Job<P>,
    side: Side,
) -> Result<NonZeroU32, Stopped> {
    twice(job, &side.id())?;
    let (&mut [maker, kind, capacity, ..], _) = job.p.outlet();
    let id = u32::from_be_bytes([0, maker, kind, capacity]);
    match NonZeroU32::new(id) {
        Some(known) if id != 0xFF_FFFF => Ok(known),
        _ => {
            let missing = match side {
                Side::Source => Fault::NoSource,
                Side::Own => Fault::NoDestination,
            };
            Err(job.fault(missing, id))
        }
    }
}

/// Takes what the flash says about itself. False when that makes no sense.
fn described<P: Platform + SpiBus>(job: &mut Job<P>, side: Side) -> Result<bool, Stopped> {
    table(job, side, 0, HEADER_BYTES / 4)?;
    let Some((basic, four)) = sfdp::tables(|index| job.p.buffer_word(index)) else {
        return Ok(false);
    };
    let mut opcodes = [0; 2];
    if four.words != 0 {
        table(job, side, four.address, four.words)?;
        opcodes = [job.p.buffer_word(0), job.p.buffer_word(1)];
    }
    // What a shorter table does not have reads 0.
    job.p.set_buffer_word(BASIC_WORDS_MIN, 0);
    job.p.set_buffer_word(BASIC_WORDS_MIN + 1, 0);
    table(job, side, basic.address, basic.words)?;
    let geometry = &mut job.memory.own.geometry;
    Ok(geometry.parse(|index| job.p.buffer_word(index), opcodes))
}

/// Reads a table to the start of the buffer.
#[inline(never)]
fn table<P: Platform + SpiBus>(
    job: &mut Job<P>,
    side: Side,
    address: u32,
    words: u32,
) -> Result<(), Stopped> {
    twice(job, &side.sfdp(address, 4 * words))
}

/// Reads until two reads in a row give the same CRC.
#[inline(never)]
fn twice<P: Platform + SpiBus>(job: &mut Job<P>, frame: &Frame) -> Result<(), Stopped> {
    let mut tries = 0;
    let mut last = job.through_crc(frame, crc::INITIAL)?;
    loop {
        let next = job.through_crc(frame, crc::INITIAL)?;
        if next == last {
            return Ok(());
        }
        tries += 1;
        job.again(tries, frame.address())?;
        last = next;
    }
}

/// Refuses a source whose bytes of the type check are not those of the own flash.
pub(crate) fn same_type<P: Platform + SpiBus>(job: &mut Job<P>) -> Result<(), Stopped> {
    let check = job.layout.type_check();
    if check.length == 0 {
        return Ok(());
    }
    let read = job.memory.source.read(check.offset, check.length, 0);
    twice(job, &read)?;
    for index in 0..check.length {
        let at = check.offset + index;
        if job.compare_own(at, 1, index)? != 0 {
            if job.peer_gone() {
                return Err(job.gone());
            }
            return Err(job.fault(Fault::TypeMismatch, at));
        }
    }
    Ok(())
}
