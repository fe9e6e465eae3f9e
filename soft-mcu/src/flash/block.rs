//! One block of 64 KiB: what its sectors look like, and what is to be done about it.

use crate::flash::ahead::Ahead;
use crate::flash::extent::Extent;
use crate::flash::plan::{Need, SECTORS};
use crate::flash::{Pair, SECTOR_BYTES};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::registers::spi_pages;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// What is known of a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// It is not copied.
    Apart,
    /// Not looked at.
    Unseen,
    /// Equal to the source.
    Equal,
    /// Becomes equal when these pages are programmed.
    Program(u16),
    /// Differs and is not blank: most likely an erase is needed.
    Unclear,
    /// An erase is needed.
    Erase,
}

/// A block under way.
pub(crate) struct Block {
    /// Its address.
    pub base: u32,
    /// The sectors that are copied, a bit each.
    pub sectors: u32,
    /// Number of the first of them among all that are copied.
    pub first: u32,
    pub looks: [Look; SECTORS],
}

impl Block {
    pub fn new(base: u32, sectors: u32, first: u32) -> Self {
        let mut looks = [Look::Apart; SECTORS];
        for (index, look) in looks.iter_mut().enumerate() {
            if sectors >> index & 1 == 1 {
                *look = Look::Unseen;
            }
        }
        Self {
            base,
            sectors,
            first,
            looks,
        }
    }

    /// Number of sector `index` among all that are copied.
    #[inline(never)]
    pub fn number(&self, index: usize) -> u32 {
        self.first + (self.sectors & !(u32::MAX << index)).count_ones()
    }

    /// Number of the sector after the last one.
    pub fn end(&self) -> u32 {
        self.first + self.sectors.count_ones()
    }

    #[inline]
    pub fn address(&self, index: usize) -> u32 {
        self.base + index as u32 * SECTOR_BYTES
    }

    pub fn look(&self, index: usize) -> Look {
        self.looks.get(index).copied().unwrap_or(Look::Apart)
    }

    pub fn set(&mut self, index: usize, look: Look) {
        if let Some(slot) = self.looks.get_mut(index) {
            *slot = look;
        }
    }

    pub fn is_equal(&self) -> bool {
        let equal = |look: &Look| matches!(look, Look::Equal | Look::Apart);
        self.looks.iter().all(equal)
    }

    /// Says of every sector that it has to be erased.
    pub fn condemn(&mut self) {
        for look in &mut self.looks {
            if *look != Look::Apart {
                *look = Look::Erase;
            }
        }
    }

    /// What the planner wants to know. Sectors whose source was not read yet count as full.
    pub fn needs(&self, ahead: &Ahead) -> [Need; SECTORS] {
        let mut needs = [Need::default(); SECTORS];
        for (index, need) in needs.iter_mut().enumerate() {
            let number = self.number(index);
            need.used = if ahead.knows(number) {
                ahead.used(number).count_ones() as u8
            } else {
                SECTORS as u8
            };
            match self.look(index) {
                Look::Apart => need.apart = true,
                Look::Erase | Look::Unclear => need.erase = true,
                Look::Program(pages) => need.differing = pages.count_ones() as u8,
                Look::Equal | Look::Unseen => {}
            }
        }
        needs
    }
}

/// Looks at a sector of both flashes. `loaded` is cleared when the buffer was used.
pub(crate) fn look<P: Platform + SpiBus>(
    job: &mut Job<P>,
    ahead: &mut Ahead,
    extent: &Extent,
    (number, address): (u32, u32),
    loaded: &mut Option<u32>,
) -> Result<Look, Stopped> {
    if !ahead.knows(number) && !ahead.has_begun() {
        *loaded = None;
        ahead.read(job, address)?;
        return compare(job, address);
    }
    ahead.reach(job, extent, number)?;
    if is_equal(job, ahead, number, address)? {
        return Ok(Look::Equal);
    }
    match job.p.spi_pages() & spi_pages::MASK {
        0 => Ok(Look::Program(ahead.used(number) as u16)),
        _ => Ok(Look::Unclear),
    }
}

/// Does the own sector take the CRC from where the source's began to where it ended?
pub(crate) fn is_equal<P: Platform + SpiBus>(
    job: &mut Job<P>,
    ahead: &Ahead,
    number: u32,
    address: u32,
) -> Result<bool, Stopped> {
    let register = job.scan_own(ahead.before(number), address, SECTOR_BYTES)?;
    Ok(register == ahead.after(number))
}

/// Compares a sector with the buffer.
pub(crate) fn compare<P: Platform + SpiBus>(
    job: &mut Job<P>,
    address: u32,
) -> Result<Look, Stopped> {
    if job.compare_own(address, SECTOR_BYTES, 0)? {
        return Ok(Look::Equal);
    }
    let pages = job.p.spi_pages();
    match pages >> spi_pages::ERASE_SHIFT {
        0 => Ok(Look::Program(pages as u16)),
        _ => Ok(Look::Erase),
    }
}
