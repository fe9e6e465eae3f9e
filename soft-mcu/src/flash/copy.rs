//! All blocks, one after the other: look, choose the erases, make equal. Then read back.
//!
//! After a cut a sector whose erase was broken off can read blank once and something else later.
//! So a rescue that was begun before, and a repair, trust neither blank nor equal at first sight:
//! a block that differs anywhere is erased in full, and an equal one has to be equal twice.

use crate::flash::ahead::Ahead;
use crate::flash::block::Block;
use crate::flash::extent::Extent;
use crate::flash::frame::Side;
use crate::flash::identify;
use crate::flash::plan::{ALL, Costs, HALF, Plan, SECTORS, times_ones};
use crate::flash::protect;
use crate::flash::stream::{Follower, NO_ERASE};
use crate::flash::{BLOCK_BYTES, PAGE_BYTES, Pair, SECTOR_BYTES, cycles};
use crate::job::{self, Stopped};
use crate::kind::Steps;
use crate::layout::{Region, Space};
use crate::platform::{Platform, SpiBus};
use crate::registers::spi_pages;
use crate::report::{self, word};
use crate::server::Own;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Bits on the wires for a page program: write enable, opcode, address, data.
const PROGRAM_BITS: u32 = 8 + 8 + 24 + 8 * PAGE_BYTES;
/// Bytes read ahead while the journal writes its record (5 ms).
const BYTES_DURING_JOURNAL: u32 = 6 * SECTOR_BYTES;
/// Sectors of a block from which on it may be best to erase it all; fewer are left to the choice.
const ERASES_MANY: u32 = 4;
/// What is read of a sector that most likely has to be erased.
const SAMPLE_BYTES: u32 = 64;
/// Programs without effect after which a flash takes none; fewer than there are passes, so that one
/// differing page is enough to see it.
const DOUBTS: u32 = 3;
/// The address of no sector.
pub(crate) const NOTHING: u32 = u32::MAX;
/// In the place of the pages that differ: nothing shows which. A page that has to be erased differs.
const SOMEWHERE: u32 = 1 << spi_pages::ERASE_SHIFT;

/// Does a comparison with the source show that an erase is needed?
fn shows_erase(pages: u32) -> bool {
    pages >> spi_pages::ERASE_SHIFT != 0
}

/// The steps of a rescue with NOR flashes.
#[repr(C)]
pub struct Copier {
    /// What protected the own flash when it was found.
    saved: u32,
    costs: Costs,
    pub(crate) program_cycles: u32,
    /// Blocks may be half erased or half programmed.
    distrust: bool,
    /// The last block looked at had something to erase.
    erasing: bool,
    /// Address of the sector whose data is in the buffer, read twice alike, or [`NOTHING`].
    pub(crate) loaded: u32,
    /// How many more programs may have no effect before the flash counts as one that takes none; 0
    /// once one was seen to have one.
    pub(crate) doubts: u32,
    pages_done: u32,
    pub(crate) pages_skipped: u32,
    pub(crate) pages_written: u32,
    pub(crate) follower: Follower,
    pub(crate) block: Block,
    /// Last: a load reaches everything in front of it.
    pub(crate) ahead: Ahead,
}

impl Copier {
    pub(crate) fn new() -> Self {
        Self {
            saved: 0,
            costs: Costs {
                erases: [0; 3],
                page: 0,
            },
            program_cycles: 0,
            distrust: false,
            erasing: false,
            loaded: NOTHING,
            doubts: DOUBTS,
            pages_done: 0,
            pages_skipped: 0,
            pages_written: 0,
            follower: Follower::NONE,
            block: Block::default(),
            ahead: Ahead::new(),
        }
    }

    /// Makes one block equal; the next sector that is copied is at `next`.
    fn make_equal<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        next: u32,
    ) -> Result<(), Stopped> {
        job.patient();
        self.lend(job)?;
        let pages = times_ones(SECTOR_BYTES / PAGE_BYTES, self.block.sectors);
        self.pages_done += pages;
        self.pages_skipped += pages;
        let at_once = self.look(job)?;
        self.erasing = self.block.erase != 0;
        if self.erasing {
            self.erase_some(job, at_once)?;
        }
        if self.block.program != 0 {
            self.area(job, (0, SECTORS), NO_ERASE)?;
        }
        self.reach(job, self.block.address(SECTORS))?;
        // A memory that is read has no acknowledge. A line that broke would read alike however often:
        // what came before this was the source's only if the source still says who it is. Not while
        // the next block's data waits in the buffer: it is asked after that one, and after the last.
        if self.loaded != next {
            identify::who(job, Side::Source)?;
            self.loaded = NOTHING;
        }
        job.p.report(word::PAGES_DONE, self.pages_done);
        job.p.report(word::PAGES_WRITTEN, self.pages_written);
        job.p.report(word::PAGES_SKIPPED, self.pages_skipped);
        Ok(())
    }

    /// Erases what has to be erased, at once or in pieces, and programs it.
    fn erase_some<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        at_once: bool,
    ) -> Result<(), Stopped> {
        if at_once || self.is_block_best(0) {
            return self.area(job, (0, SECTORS), 2);
        }
        for index in 0..SECTORS {
            if index % HALF == 0 && self.is_half_best(index) {
                self.area(job, (index, index + HALF), 1)?;
            }
            if self.block.needs_erase(index) {
                self.area(job, (index, index + 1), 0)?;
            }
        }
        Ok(())
    }

    /// Lets a computer read the own flash, if it asks for it.
    #[inline]
    pub(crate) fn lend<P: Platform + SpiBus>(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        if job.lend(0)? {
            self.loaded = NOTHING;
        }
        Ok(())
    }

    /// Looks at the sectors. True as soon as it is certain that all of the block is best erased at
    /// once.
    fn look<P: Platform + SpiBus>(&mut self, job: &mut Job<P>) -> Result<bool, Stopped> {
        if self.erasing && !self.distrust && self.sample(job)? {
            return Ok(true);
        }
        job.settle()?;
        let mut index = 0;
        let mut again = false;
        while index != SECTORS {
            if (self.block.sectors & !self.block.erase) >> index & 1 == 0 {
                index += 1;
                continue;
            }
            let address = self.block.address(index);
            let mut pages = self.compare(job, address)?;
            if pages == 0 {
                // In distrust an equal one is compared once more; its source is known by then.
                again = self.distrust && !again;
                index += usize::from(!again);
                continue;
            }
            if self.distrust {
                self.reach(job, self.block.address(SECTORS))?;
                self.block.erase = self.block.sectors;
                break;
            }
            if pages == SOMEWHERE {
                pages = self.look_closely(job, address)?;
            }
            if !shows_erase(pages) {
                self.block.see(index, pages);
            } else if self.is_certain(index, ERASES_MANY, u32::MAX << 1 << index) {
                return Ok(true);
            }
            index += 1;
        }
        Ok(false)
    }

    /// Looks at the first bytes of sectors in both halves by turns, for as long as they show that
    /// an erase is needed. True once that of the whole block is certain.
    ///
    /// Where one block had to be erased, its neighbour most likely has to be: it need not be read.
    fn sample<P: Platform + SpiBus>(&mut self, job: &mut Job<P>) -> Result<bool, Stopped> {
        let mut turn = 0;
        while turn != SECTORS {
            let index = turn / 2 + turn % 2 * HALF;
            if !self.block.has(index) {
                break;
            }
            let pages = self.differing(job, self.block.address(index), SAMPLE_BYTES)?;
            if !shows_erase(pages) {
                break;
            }
            if self.is_certain(index, ERASES_MANY + 1, u32::MAX) {
                return Ok(true);
            }
            turn += 1;
        }
        Ok(false)
    }

    /// Compares a sector of both flashes; the own one is ready. Gives the pages that differ, and
    /// above them those that need an erase.
    #[inline]
    fn compare<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        address: u32,
    ) -> Result<u32, Stopped> {
        let fresh = self.ahead.is_next(address);
        if fresh {
            self.loaded = NOTHING;
            job.p.set_spi_crc(self.ahead.register);
            let read = job.memory.source.read(address, SECTOR_BYTES, 0);
            job.p.spi_start(&read);
            let compare = job.memory.destination().compare(address, SECTOR_BYTES, 0);
            job.ended(true)?;
            let (register, pages) = (job.p.spi_crc(), job.p.spi_pages());
            job.p.spi_start(&compare);
            self.took(register, pages, SECTOR_BYTES);
        } else {
            if !self.ahead.knows(address) {
                self.reach(job, address + SECTOR_BYTES)?;
            }
            job.p.set_spi_crc(self.ahead.before(address));
            let scan = job.memory.destination().scan(address, SECTOR_BYTES);
            job.p.spi_start(&scan);
        }
        job.ended(false)?;
        let pages = job.p.spi_pages();
        if fresh {
            return Ok(pages);
        }
        if job.p.spi_crc() == self.ahead.after(address) {
            return Ok(0);
        }
        if pages & spi_pages::MASK == 0 {
            return Ok(self.ahead.used(address));
        }
        Ok(SOMEWHERE)
    }

    /// Compares a sector page by page, until one shows that it has to be erased.
    fn look_closely<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        address: u32,
    ) -> Result<u32, Stopped> {
        let mut differing = 0;
        let mut page = 0;
        while page != SECTORS as u32 {
            differing |= self.differing(job, address + page * PAGE_BYTES, PAGE_BYTES)? << page;
            if shows_erase(differing) {
                break;
            }
            page += 1;
        }
        Ok(differing)
    }

    /// Compares some bytes of both flashes, within a page.
    #[inline(never)]
    fn differing<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        address: u32,
        length: u32,
    ) -> Result<u32, Stopped> {
        self.loaded = NOTHING;
        job.read_theirs(0, address, length, 0)?;
        job.compare_own(address, length, 0)
    }

    /// Sector `index` has to be erased. Is it certain now that all of the block is best erased at
    /// once, whatever those of `unseen` need? With fewer than `many` that is not asked: it takes as
    /// long as reading a page.
    #[inline(never)]
    fn is_certain(&mut self, index: usize, many: u32, unseen: u32) -> bool {
        self.block.erase |= 1 << index;
        times_ones(1, self.block.erase) >= many && self.is_block_best(unseen)
    }
}

impl Plan for Copier {
    fn costs(&self) -> &Costs {
        &self.costs
    }

    fn block(&self) -> &Block {
        &self.block
    }

    fn used(&self, index: usize) -> u32 {
        let address = self.block.address(index);
        if self.ahead.knows(address) {
            self.ahead.used(address)
        } else {
            ALL
        }
    }
}

impl<P: Platform + SpiBus> Steps<P> for Copier {
    type Pair = Pair;

    fn connect(&mut self, job: &mut Job<P>) -> Result<Space, Stopped> {
        report::clear(job.p, word::ERASES_4K, word::FLASH_ID);
        identify::both(job)?;
        self.saved = protect::saved(job)?;
        let geometry = &job.memory.own.geometry;
        let clock = job.memory.half * 2 * PROGRAM_BITS;
        self.costs.page = geometry.program_us + clock / job.times.us.max(1);
        for (us, erase) in self.costs.erases.iter_mut().zip(&geometry.erases) {
            *us = erase.typical_us;
        }
        self.program_cycles = cycles(job.times, geometry.program_max_us);
        Ok(Space {
            bytes: geometry.bytes,
            unit: SECTOR_BYTES,
        })
    }

    fn admit(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        let bytes = self.ahead.extent.set(&job.layout);
        job.p.report(word::PAGES, bytes / PAGE_BYTES);
        self.distrust = job.touched;
        self.rewind_to_first();
        identify::same_type(job)
    }

    fn protection(&self) -> u32 {
        self.saved
    }

    fn fetch(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        self.reach(job, self.ahead.at + BYTES_DURING_JOURNAL)
    }

    fn unlock(&mut self, job: &mut Job<P>, _protection: u32) -> Result<(), Stopped> {
        protect::unlock(job)
    }

    #[inline(never)]
    fn pass(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        let mut at = self.next(0);
        while at != Extent::END {
            self.block.begin(at & !(BLOCK_BYTES - 1));
            while at < self.block.address(SECTORS) {
                self.block.sectors |= 1 << (at / SECTOR_BYTES % SECTORS as u32);
                at = self.next(at + SECTOR_BYTES);
            }
            self.make_equal(job, at)?;
        }
        Ok(())
    }

    fn scan(&mut self, job: &mut Job<P>, region: Region, register: u32) -> Result<u32, Stopped> {
        Pair::scan(job, &region, register)
    }

    fn rewind(&mut self) {
        self.distrust = true;
        self.pages_done = 0;
        self.pages_skipped = 0;
        self.rewind_to_first();
    }

    fn crc(&self) -> u32 {
        self.ahead.register
    }

    fn lock(&mut self, job: &mut Job<P>, saved: u32) -> Result<(), Stopped> {
        protect::lock(job, saved)
    }
}
