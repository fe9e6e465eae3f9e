//! All blocks, one after the other: look, choose the erases, make equal. Then read back.
//!
//! After a cut a sector whose erase was broken off can read blank once and something else later.
//! So a rescue that was begun before, and a repair, trust neither blank nor equal at first sight:
//! a block that differs anywhere is erased in full, and an equal one has to be equal twice.

use crate::flash::ahead::Ahead;
use crate::flash::block::{Block, Look, NOTHING};
use crate::flash::extent::Extent;
use crate::flash::identify;
use crate::flash::plan::{Costs, Erases, HALF, SECTORS, Tally, ones};
use crate::flash::protect;
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
/// Sectors read ahead while the journal writes its record (5 ms).
const SECTORS_DURING_JOURNAL: u32 = 6;
/// Sectors of a block from which on it may be best to erase it all; fewer are left to the choice.
const ERASES_MANY: u32 = 4;
/// What a sector looks like to which nothing has to be done.
const EQUAL: Option<Look> = Some(Look::Program(0));
/// What is read of a sector that most likely has to be erased.
const SAMPLE_BYTES: u32 = 64;
/// Programs without effect after which a flash takes none; fewer than there are passes, so that one
/// differing page is enough to see it.
const DOUBTS: u32 = 3;

/// The steps of a rescue with NOR flashes.
#[repr(C)]
pub struct Copier {
    /// What protected the own flash when it was found.
    saved: u32,
    costs: Costs,
    pub(crate) program_cycles: u32,
    /// The erase under way: it is not asked for before this cycle, and this is its deadline.
    pub(crate) quiet_until: u32,
    pub(crate) patience: u32,
    /// Blocks may be half erased or half programmed.
    distrust: bool,
    /// The last block looked at had something to erase.
    erasing: bool,
    /// Number of the sector whose data is in the buffer, read twice alike, or [`NOTHING`].
    pub(crate) loaded: u32,
    /// How many more programs may have no effect before the flash counts as one that takes none; 0
    /// once one was seen to have one.
    pub(crate) doubts: u32,
    pages_done: u32,
    pages_skipped: u32,
    pub(crate) pages_written: u32,
    /// Erases by size.
    pub(crate) erased: [u32; 3],
    pub(crate) extent: Extent,
    /// Last: a load reaches everything in front of it.
    pub(crate) ahead: Ahead,
}

impl Copier {
    pub(crate) fn new() -> Self {
        Self {
            extent: Extent::EMPTY,
            ahead: Ahead::new(),
            saved: 0,
            costs: Costs {
                erases: [0; 3],
                page: 0,
            },
            program_cycles: 0,
            quiet_until: 0,
            patience: 0,
            distrust: false,
            erasing: false,
            loaded: NOTHING,
            doubts: DOUBTS,
            pages_done: 0,
            pages_skipped: 0,
            pages_written: 0,
            erased: [0; 3],
        }
    }

    fn rewind_to_first(&mut self) {
        self.ahead.rewind(self.extent.next(0));
        self.loaded = NOTHING;
    }

    /// Makes one block equal.
    fn block<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        mut block: Block,
    ) -> Result<(), Stopped> {
        job.patient();
        self.lend(job)?;
        let written = self.pages_written;
        if let Some(erases) = self.look(job, &mut block)? {
            let mut halves = [false; 2];
            match erases {
                Erases::Block => self.area(job, &mut block, (0, SECTORS), Some(2))?,
                Erases::Halves(at_once) => halves = at_once,
            }
            for index in 0..SECTORS {
                let [low, high] = halves;
                let at_once = if index < HALF { low } else { high };
                if at_once && index % HALF == 0 {
                    self.area(job, &mut block, (index, index + HALF), Some(1))?;
                }
                if block.needs_erase(index) {
                    self.area(job, &mut block, (index, index + 1), Some(0))?;
                }
            }
            // What needs no erase, in one go.
            self.area(job, &mut block, (0, SECTORS), None)?;
        }
        self.ahead.reach(job, &self.extent, block.end - 1)?;
        // A memory that is read has no acknowledge. A line that broke would read alike however often:
        // what came before this was the source's only if the source still says who it is. Not while
        // the next block's data waits in the buffer: it is asked after that one, and after the last.
        if self.loaded != block.end {
            identify::who(job, identify::Side::Source)?;
            self.loaded = NOTHING;
        }
        self.count(job, &block, self.pages_written - written);
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

    /// Looks at the sectors and chooses the erases; `None` when all are equal.
    fn look<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &mut Block,
    ) -> Result<Option<Erases>, Stopped> {
        if self.erasing && !self.distrust && self.sample(job, block)? {
            return Ok(Some(Erases::Block));
        }
        job.settle()?;
        let mut equal = block.erases() == 0;
        let mut number = block.first;
        for index in 0..SECTORS {
            if !block.has(index) {
                continue;
            }
            let place = (number, block.address(index));
            number += 1;
            if block.needs_erase(index) {
                continue;
            }
            // In distrust an equal one is compared once more; its source is known by then.
            let mut believed = !self.distrust;
            let mut look;
            loop {
                look = self.compare(job, place)?;
                if look != EQUAL || believed {
                    break;
                }
                believed = true;
            }
            if look == EQUAL {
                continue;
            }
            equal = false;
            if self.distrust {
                self.ahead.reach(job, &self.extent, block.end - 1)?;
                block.condemn();
                break;
            }
            let look = match look {
                Some(look) => look,
                None => self.look_closely(job, place.1)?,
            };
            block.see(index, look);
            // Asked seldom: it takes as long as reading a page.
            let many = ones(block.erases()) >= ERASES_MANY;
            if look == Look::Erase && many && self.is_block_certain(block, (2 << index) - 1) {
                self.erasing = true;
                return Ok(Some(Erases::Block));
            }
        }
        self.erasing = block.erases() != 0;
        if equal {
            return Ok(None);
        }
        Ok(Some(self.tally(block, u32::MAX).choose(&self.costs)))
    }

    /// Looks at the first bytes of sectors in both halves by turns, for as long as they show that
    /// an erase is needed. True once that of the whole block is certain.
    ///
    /// Where one block had to be erased, its neighbour most likely has to be: it need not be read.
    fn sample<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &mut Block,
    ) -> Result<bool, Stopped> {
        self.loaded = NOTHING;
        for turn in 0..SECTORS {
            let index = turn / 2 + turn % 2 * HALF;
            let at = block.address(index);
            if !block.has(index) {
                break;
            }
            job.read_theirs(0, at, SAMPLE_BYTES, 0)?;
            let look = Look::of_pages(job.compare_own(at, SAMPLE_BYTES, 0)?);
            if look != Look::Erase {
                break;
            }
            block.see(index, look);
            if turn >= ERASES_MANY as usize && self.is_block_certain(block, 0) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Compares a sector of both flashes; the own one is ready. `None` when it differs and is not
    /// blank, and its source has been read before: nothing shows where it differs.
    #[inline]
    fn compare<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        (number, address): (u32, u32),
    ) -> Result<Option<Look>, Stopped> {
        if self.ahead.is_next(number) {
            self.loaded = NOTHING;
            let pages = self.ahead.compare(job, &self.extent)?;
            return Ok(Some(Look::of_pages(pages)));
        }
        if !self.ahead.knows(number) {
            self.ahead.reach(job, &self.extent, number)?;
        }
        job.p.set_spi_crc(self.ahead.before(number));
        let frame = job.memory.destination.scan(address, SECTOR_BYTES);
        job.p.spi_start(&frame);
        let wanted = self.ahead.after(number);
        job.ended(false)?;
        if job.p.spi_crc() == wanted {
            return Ok(EQUAL);
        }
        let blank = job.p.spi_pages() & spi_pages::MASK == 0;
        Ok(blank.then(|| Look::Program(self.ahead.used(number))))
    }

    /// Compares a sector page by page, until one shows that it has to be erased.
    fn look_closely<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        address: u32,
    ) -> Result<Look, Stopped> {
        self.loaded = NOTHING;
        let mut differing = 0;
        for page in 0..SECTORS as u32 {
            let (place, at) = (page * PAGE_BYTES, address + page * PAGE_BYTES);
            job.read_theirs(0, at, PAGE_BYTES, place)?;
            match Look::of_pages(job.compare_own(at, PAGE_BYTES, place)?) {
                Look::Program(pages) => differing |= pages << page,
                look => return Ok(look),
            }
        }
        Ok(Look::Program(differing))
    }

    /// Is it certain that all of the block is best erased at once, with the sectors of `seen`
    /// looked at, a bit each, and those that have to be erased?
    fn is_block_certain(&self, block: &Block, seen: u32) -> bool {
        let seen = seen | block.erases();
        self.tally(block, seen).is_block_certain(&self.costs)
    }

    /// Counts the sectors of `seen`, a bit each, and all that are not copied.
    #[inline(never)]
    fn tally(&self, block: &Block, seen: u32) -> Tally {
        let mut tally = Tally::NOTHING;
        let mut number = block.first;
        for index in 0..SECTORS {
            if seen >> index & 1 == 1 || !block.has(index) {
                tally.add(index, block.need(&self.ahead, (number, index)));
            }
            number += u32::from(block.has(index));
        }
        tally
    }

    fn count<P: Platform + SpiBus>(&mut self, job: &mut Job<P>, block: &Block, written: u32) {
        let pages = (block.end - block.first) * (SECTOR_BYTES / PAGE_BYTES);
        self.pages_done += pages;
        self.pages_skipped += pages - written;
        job.p.report(word::PAGES_DONE, self.pages_done);
        job.p.report(word::PAGES_WRITTEN, self.pages_written);
        job.p.report(word::PAGES_SKIPPED, self.pages_skipped);
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
        self.costs = Costs {
            erases: geometry.erases.map(|erase| erase.typical_us),
            page: geometry.program_us + clock / job.times.us.max(1),
        };
        self.program_cycles = cycles(job.times, geometry.program_max_us);
        Ok(Space {
            bytes: geometry.bytes,
            unit: SECTOR_BYTES,
        })
    }

    fn admit(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        self.extent.set(&job.layout);
        job.p.report(word::PAGES, self.extent.bytes() / PAGE_BYTES);
        self.distrust = job.touched;
        self.rewind_to_first();
        identify::same_type(job)
    }

    fn protection(&self) -> u32 {
        self.saved
    }

    fn fetch(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        for _ in 0..SECTORS_DURING_JOURNAL {
            self.ahead.scan(job, &self.extent, SECTOR_BYTES)?;
        }
        Ok(())
    }

    fn unlock(&mut self, job: &mut Job<P>, _protection: u32) -> Result<(), Stopped> {
        protect::unlock(job)
    }

    #[inline(never)]
    fn pass(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        let mut number = 0;
        let mut at = self.extent.next(0);
        while at != Extent::END {
            let base = at & !(BLOCK_BYTES - 1);
            let block = Block::new(base, self.extent.sectors(base), number);
            number = block.end;
            self.block(job, block)?;
            at = self.extent.next(base + BLOCK_BYTES);
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
        self.ahead.crc()
    }

    fn lock(&mut self, job: &mut Job<P>, saved: u32) -> Result<(), Stopped> {
        protect::lock(job, saved)
    }
}
