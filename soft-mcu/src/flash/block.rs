//! One block of 64 KiB: what its sectors look like, and what is to be done about it.

use crate::flash::SECTOR_BYTES;
use crate::flash::plan::SECTORS;

/// A block under way. The masks have a bit for each sector.
#[derive(Clone, Copy, Debug, Default)]
pub struct Block {
    /// Its address.
    pub base: u32,
    /// The sectors that are copied.
    pub sectors: u32,
    /// Those that have to be erased, as far as is known.
    pub erase: u32,
    /// Those that have pages to program and need no erase, or none any more.
    pub program: u32,
    /// Pages that make a sector of `program` equal which was not erased.
    pages: [u16; SECTORS],
}

impl Block {
    /// Goes on to the block at `base`.
    pub fn begin(&mut self, base: u32) {
        self.base = base;
        self.sectors = 0;
        self.erase = 0;
        self.program = 0;
    }

    /// Address of sector `index`.
    #[inline]
    pub fn address(&self, index: usize) -> u32 {
        self.base + index as u32 * SECTOR_BYTES
    }

    /// Is sector `index` copied?
    pub fn has(&self, index: usize) -> bool {
        self.sectors >> index & 1 == 1
    }

    /// Does sector `index` have to be erased, as far as is known?
    pub fn needs_erase(&self, index: usize) -> bool {
        self.erase >> index & 1 == 1
    }

    /// Sector `index` differs in these pages and needs no erase.
    pub fn see(&mut self, index: usize, pages: u32) {
        self.program |= 1 << index;
        self.pages[index % SECTORS] = pages as u16;
    }

    /// Pages that make sector `index` equal, which needs no erase.
    #[inline]
    pub fn pages(&self, index: usize) -> u32 {
        if self.program >> index & 1 == 1 {
            u32::from(self.pages[index % SECTORS])
        } else {
            0
        }
    }

    /// Sector `index` has been erased; is there anything to program?
    #[inline]
    pub fn erased(&mut self, index: usize, used: bool) {
        let bit = 1 << index;
        self.erase &= !bit;
        self.program &= !bit;
        if used {
            self.program |= bit;
        }
    }

    /// The pages of sector `index` have been programmed.
    pub fn programmed(&mut self, index: usize) {
        self.program &= !(1 << index);
    }
}
