//! The source's CRC, sector by sector, and how far it has been read.
//!
//! All copied sectors of the source go through one CRC in ascending order. The register after each
//! of the next sectors is kept, so that the source can be read while the own flash is busy,
//! although the data itself has no place to stay: a sector of the own flash that takes the
//! register from one kept value to the next one is equal, and a second read of the source has to do
//! the same before a byte of it is programmed.

use crate::crc;
use crate::flash::extent::Extent;
use crate::flash::{PAGE_BYTES, Pair, SECTOR_BYTES};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::registers::spi_pages;
use crate::timing::reached;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Sectors that are remembered; a power of two.
const RING: usize = 512;
/// Of them those before the one being looked at: its block, and one to begin from.
const BEHIND: u32 = 17;

/// The chain of CRCs. In this order a load reaches every field but the rings.
#[repr(C)]
pub struct Ahead {
    /// Sectors that went through.
    done: u32,
    /// Address of the next one ([`Extent::END`] after the last), and what of it has gone through.
    at: u32,
    part: u32,
    part_used: u32,
    register: u32,
    /// Register after sector n, at n modulo the size.
    registers: [u32; RING],
    /// Pages of sector n that are not blank.
    used: [u16; RING],
}

impl Ahead {
    pub fn new() -> Self {
        Self {
            registers: [0; RING],
            used: [0; RING],
            done: 0,
            at: 0,
            part: 0,
            part_used: 0,
            register: crc::INITIAL,
        }
    }

    /// Begins anew.
    pub fn rewind(&mut self, first: u32) {
        self.done = 0;
        self.at = first;
        self.part = 0;
        self.part_used = 0;
        self.register = crc::INITIAL;
    }

    /// Is sector `number` complete?
    #[inline]
    pub fn knows(&self, number: u32) -> bool {
        self.done > number
    }

    /// Has any byte of the next sector gone through?
    fn has_begun(&self) -> bool {
        self.part != 0
    }

    /// Register before sector `number`.
    #[inline]
    pub fn before(&self, number: u32) -> u32 {
        match number {
            0 => crc::INITIAL,
            _ => self.after(number - 1),
        }
    }

    /// Register after sector `number`, which is known.
    #[inline]
    pub fn after(&self, number: u32) -> u32 {
        self.registers[number as usize % RING]
    }

    /// Pages of sector `number` that are not blank.
    #[inline]
    pub fn used(&self, number: u32) -> u32 {
        u32::from(self.used[number as usize % RING])
    }

    /// Register after all that went through.
    pub fn crc(&self) -> u32 {
        self.register
    }

    /// Number of the first sector that has no room while the block that begins with sector `block`
    /// is kept.
    pub fn room(block: u32) -> u32 {
        block + (RING as u32 - BEHIND)
    }

    /// Is there another sector, and room for it, while the block that begins with sector `block` is
    /// kept?
    #[inline(never)]
    pub fn has_room(&self, block: u32) -> bool {
        self.done < Self::room(block) && self.at != Extent::END
    }

    /// Is sector `number`, the next one, still to be read from its first byte on?
    #[inline]
    pub fn is_next(&self, number: u32) -> bool {
        self.done == number && !self.has_begun()
    }

    /// Runs up to `most` bytes of the source through the CRC.
    #[inline(never)]
    pub fn scan<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        extent: &Extent,
        most: u32,
    ) -> Result<(), Stopped> {
        let length = most.min(SECTOR_BYTES - self.part);
        let register = job.scan_theirs(self.register, self.at + self.part, length)?;
        self.took(extent, register, job.p.spi_pages(), length);
        Ok(())
    }

    /// Makes sector `number` known.
    #[inline(never)]
    pub fn reach<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        extent: &Extent,
        number: u32,
    ) -> Result<(), Stopped> {
        self.sweep(job, extent, number + 1, None)
    }

    /// Runs sectors through until sector `end` is the next one, cycle `until` is reached or all are
    /// through. Each is entered while the next one is being read.
    #[inline(never)]
    pub fn sweep<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        extent: &Extent,
        end: u32,
        until: Option<u32>,
    ) -> Result<(), Stopped> {
        if self.has_begun() {
            self.scan(job, extent, SECTOR_BYTES)?;
        }
        if self.done >= end || self.at == Extent::END {
            return Ok(());
        }
        job.p.set_spi_crc(self.register);
        let mut frame = job.memory.source.scan(self.at, SECTOR_BYTES);
        job.p.spi_start(&frame);
        loop {
            job.patient();
            let next = extent.next(self.at + SECTOR_BYTES);
            let late = until.is_some_and(|until| reached(job.p.now(), until));
            let more = self.done + 1 < end && next != Extent::END && !late;
            frame = job.memory.source.scan(next, SECTOR_BYTES);
            job.ended(true)?;
            let (register, pages) = (job.p.spi_crc(), job.p.spi_pages());
            if more {
                job.p.spi_start(&frame);
            }
            self.took(extent, register, pages, SECTOR_BYTES);
            if !more {
                return Ok(());
            }
        }
    }

    /// Reads the whole next sector, of which nothing has gone through yet, into the buffer, and
    /// compares the own flash with it, which is ready. Gives [`SPI_PAGES`](spi_pages).
    #[inline]
    pub fn compare<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        extent: &Extent,
    ) -> Result<u32, Stopped> {
        let at = self.at;
        job.p.set_spi_crc(self.register);
        let read = job.memory.source.read(at, SECTOR_BYTES, 0);
        job.p.spi_start(&read);
        let compare = job.memory.destination.compare(at, SECTOR_BYTES, 0);
        job.ended(true)?;
        let (register, pages) = (job.p.spi_crc(), job.p.spi_pages());
        job.p.spi_start(&compare);
        self.took(extent, register, pages, SECTOR_BYTES);
        job.ended(false)?;
        Ok(job.p.spi_pages())
    }

    #[inline(never)]
    fn took(&mut self, extent: &Extent, register: u32, pages: u32, length: u32) {
        let first = self.part / PAGE_BYTES;
        self.part_used |= (pages & spi_pages::MASK) << first;
        self.register = register;
        self.part += length;
        if self.part == SECTOR_BYTES {
            let place = self.done as usize % RING;
            self.registers[place] = register;
            self.used[place] = self.part_used as u16;
            self.done += 1;
            self.at = extent.next(self.at + SECTOR_BYTES);
            self.part = 0;
            self.part_used = 0;
        }
    }

    /// Takes another read's word for sector `number` at `address`; what came after it is forgotten.
    pub fn correct(
        &mut self,
        extent: &Extent,
        (number, address): (u32, u32),
        register: u32,
        pages: u32,
    ) {
        self.done = number;
        self.at = address;
        self.part = 0;
        self.part_used = 0;
        self.took(extent, register, pages, SECTOR_BYTES);
    }
}
