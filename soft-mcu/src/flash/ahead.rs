//! The source's CRC, sector by sector, and how far it has been read.
//!
//! All copied sectors of the source go through one CRC in ascending order. The register after each
//! of the next sectors is kept, so that the source can be read while the own flash is busy,
//! although the data itself has no place to stay: a sector of the own flash that takes the
//! register from one kept value to the next one is equal, and a second read of the source has to do
//! the same before a byte of it is programmed.

use crate::crc;
use crate::flash::copy::{Copier, NOTHING};
use crate::flash::extent::Extent;
use crate::flash::{PAGE_BYTES, Pair, SECTOR_BYTES};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::timing::reached;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Sectors that are remembered; a power of two.
const RING: usize = 512;
/// How far ahead of a block's first sector the source is read. With the sector in front of it,
/// which the block begins from, that is less than is remembered.
const REACH: u32 = (RING as u32 - 17) * SECTOR_BYTES;
/// Cycles in which any block is read.
const AMPLE: u32 = 1 << 30;

/// The chain of CRCs. In this order a load reaches every field.
#[repr(C)]
pub struct Ahead {
    /// Address of the next sector ([`Extent::END`] after the last), and what of it has gone through.
    pub at: u32,
    part: u32,
    part_used: u32,
    pub register: u32,
    pub extent: Extent,
    /// Pages of a sector that are not blank, in the place of its address.
    used: [u16; RING],
    /// Register after a sector, and before each that is copied after one that is not.
    registers: [u32; RING],
}

/// The place of the sector at `address` in the rings.
#[inline]
fn place(address: u32) -> usize {
    (address / SECTOR_BYTES) as usize % RING
}

impl Ahead {
    pub fn new() -> Self {
        Self {
            at: 0,
            part: 0,
            part_used: 0,
            register: 0,
            extent: Extent::NOT_SET,
            used: [0; RING],
            registers: [0; RING],
        }
    }

    /// Has all of the sector at `address` gone through?
    #[inline]
    pub fn knows(&self, address: u32) -> bool {
        address < self.at
    }

    /// Is the sector at `address` the next one, to be read from its first byte on?
    #[inline]
    pub fn is_next(&self, address: u32) -> bool {
        self.at == address && self.part == 0
    }

    /// Register before the sector at `address`.
    #[inline]
    pub fn before(&self, address: u32) -> u32 {
        self.after(address.wrapping_sub(SECTOR_BYTES))
    }

    /// Register after the sector at `address`, which is known.
    #[inline]
    pub fn after(&self, address: u32) -> u32 {
        self.registers[place(address)]
    }

    /// Pages of the sector at `address`, which is known, that are not blank.
    #[inline]
    pub fn used(&self, address: u32) -> u32 {
        u32::from(self.used[place(address)])
    }
}

impl Copier {
    /// Goes on from the first byte of the sector at `at`, with `register`.
    pub(crate) fn go_on(&mut self, at: u32, register: u32) {
        self.ahead.at = at;
        self.ahead.part = 0;
        self.ahead.part_used = 0;
        self.ahead.register = register;
    }

    /// Begins anew.
    #[inline(never)]
    pub(crate) fn rewind_to_first(&mut self) {
        self.loaded = NOTHING;
        self.go_on(self.next(0), crc::INITIAL);
    }

    /// First sector at or after `at` that is copied, or [`Extent::END`].
    #[inline(never)]
    pub(crate) fn next(&self, at: u32) -> u32 {
        self.ahead.extent.next(at)
    }

    /// `length` bytes more have gone through.
    #[inline(never)]
    pub(crate) fn took(&mut self, register: u32, pages: u32, length: u32) {
        let next = self.ahead.at + SECTOR_BYTES;
        let ahead = &mut self.ahead;
        if ahead.part == 0 {
            ahead.registers[place(ahead.at.wrapping_sub(SECTOR_BYTES))] = ahead.register;
        }
        ahead.register = register;
        ahead.part_used |= pages << (ahead.part / PAGE_BYTES);
        ahead.part += length;
        if ahead.part == SECTOR_BYTES {
            let place = place(ahead.at);
            ahead.used[place] = ahead.part_used as u16;
            ahead.registers[place] = register;
            ahead.part = 0;
            ahead.part_used = 0;
            self.ahead.at = self.next(next);
        }
    }

    /// How far the source may be read while this block is under way.
    pub(crate) fn horizon(&self) -> u32 {
        self.block.base + REACH
    }

    /// Is there another sector, and room for it?
    pub(crate) fn has_room(&self) -> bool {
        self.ahead.at < self.horizon()
    }

    /// Runs up to `most` bytes of the source through the CRC.
    #[inline(never)]
    pub(crate) fn scan<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        most: u32,
    ) -> Result<(), Stopped> {
        let length = most.min(SECTOR_BYTES - self.ahead.part);
        let address = self.ahead.at + self.ahead.part;
        let register = job.scan_theirs(self.ahead.register, address, length)?;
        self.took(register, job.p.spi_pages(), length);
        Ok(())
    }

    /// Makes all sectors up to address `end` known.
    #[inline(never)]
    pub(crate) fn reach<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        end: u32,
    ) -> Result<(), Stopped> {
        let until = job.p.now().wrapping_add(AMPLE);
        self.sweep(job, end, until)
    }

    /// Runs sectors through until the next one is at `end` or after it, or cycle `until` is reached.
    /// Each is entered while the next one is being read.
    #[inline(never)]
    pub(crate) fn sweep<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        end: u32,
        until: u32,
    ) -> Result<(), Stopped> {
        if self.ahead.part != 0 {
            self.scan(job, SECTOR_BYTES)?;
        }
        let mut at = self.ahead.at;
        if at >= end {
            return Ok(());
        }
        let (mut register, mut pages, mut length) = (self.ahead.register, 0, 0);
        job.p.set_spi_crc(register);
        while at < end {
            job.p.spi_start(&job.memory.source.scan(at, SECTOR_BYTES));
            self.took(register, pages, length);
            job.patient();
            at = self.next(at + SECTOR_BYTES);
            if reached(job.p.now(), until) {
                at = end;
            }
            job.ended(true)?;
            (register, pages, length) = (job.p.spi_crc(), job.p.spi_pages(), SECTOR_BYTES);
        }
        self.took(register, pages, length);
        Ok(())
    }
}
