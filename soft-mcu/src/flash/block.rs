//! One block of 64 KiB: what its sectors look like, and what is to be done about it.

use crate::flash::SECTOR_BYTES;
use crate::flash::ahead::Ahead;
use crate::flash::plan::{Need, SECTORS, ones};
use crate::registers::spi_pages;

/// The number of no sector.
pub(crate) const NOTHING: u32 = u32::MAX;

/// What is known of a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Becomes equal when these pages are programmed; with none it is equal.
    Program(u32),
    /// An erase is needed.
    Erase,
}

impl Look {
    /// What a comparison with the source found.
    pub fn of_pages(pages: u32) -> Self {
        match pages >> spi_pages::ERASE_SHIFT {
            0 => Self::Program(pages),
            _ => Self::Erase,
        }
    }
}

/// A block under way. The masks have a bit for each sector.
pub(crate) struct Block {
    /// Its address.
    pub base: u32,
    /// The sectors that are copied.
    pub sectors: u32,
    /// Number of the first of them among all that are copied.
    pub first: u32,
    /// Number of the one after the last of them.
    pub end: u32,
    /// Those that have to be erased.
    erase: u32,
    /// Pages that make a sector equal when they are programmed.
    pages: [u16; SECTORS],
}

impl Block {
    pub fn new(base: u32, sectors: u32, first: u32) -> Self {
        Self {
            base,
            sectors,
            first,
            end: first + ones(sectors),
            erase: 0,
            pages: [0; SECTORS],
        }
    }

    /// Number of sector `index` among all that are copied.
    #[inline(never)]
    pub fn number(&self, index: usize) -> u32 {
        self.first + ones(self.sectors & !(u32::MAX << index))
    }

    #[inline]
    pub fn address(&self, index: usize) -> u32 {
        self.base + index as u32 * SECTOR_BYTES
    }

    /// Is sector `index` copied?
    pub fn has(&self, index: usize) -> bool {
        self.sectors >> index & 1 == 1
    }

    /// Those sectors that have to be erased, as far as is known.
    pub fn erases(&self) -> u32 {
        self.erase
    }

    pub fn needs_erase(&self, index: usize) -> bool {
        self.erase >> index & 1 == 1
    }

    /// Pages to program without an erase.
    pub fn pages(&self, index: usize) -> u32 {
        self.pages.get(index).copied().map_or(0, u32::from)
    }

    /// Takes what was seen of sector `index`. Those not seen count as equal.
    #[inline(never)]
    pub fn see(&mut self, index: usize, look: Look) {
        let bit = 1 << index;
        self.erase &= !bit;
        let mut pages = 0;
        match look {
            Look::Program(some) => pages = some,
            Look::Erase => self.erase |= bit,
        }
        if let Some(slot) = self.pages.get_mut(index) {
            *slot = pages as u16;
        }
    }

    /// Says of every sector that it has to be erased.
    pub fn condemn(&mut self) {
        self.erase = self.sectors;
    }

    /// What sector `index` with this number asks for. One whose source was not read counts as full.
    pub fn need(&self, ahead: &Ahead, (number, index): (u32, usize)) -> Need {
        let mut used = SECTORS as u32;
        if ahead.knows(number) {
            used = ones(ahead.used(number));
        }
        Need {
            apart: !self.has(index),
            erase: self.needs_erase(index),
            differing: ones(self.pages(index)),
            used,
        }
    }
}
