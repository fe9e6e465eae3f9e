//! All blocks, one after the other: look, choose the erases, make equal. Then read back.
//!
//! After a cut a sector whose erase was broken off can read blank once and something else later.
//! So a rescue that was begun before, and a repair, trust neither blank nor equal at first sight:
//! a block that differs anywhere is erased in full, and an equal one has to be equal twice.

use crate::flash::ahead::Ahead;
use crate::flash::block::{self, Block, Look, NOTHING};
use crate::flash::extent::Extent;
use crate::flash::identify::{self, Known};
use crate::flash::plan::{Costs, Erases, HALF, SECTORS, Tally};
use crate::flash::protect;
use crate::flash::{BLOCK_BYTES, PAGE_BYTES, Pair, SECTOR_BYTES, cycles};
use crate::job::{self, Stopped};
use crate::kind::Steps;
use crate::layout::{Region, Space};
use crate::platform::{Platform, SpiBus};
use crate::report::word;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Bits on the wires for a page program: write enable, opcode, address, data.
const PROGRAM_BITS: u32 = 8 + 8 + 24 + 8 * PAGE_BYTES;
/// Sectors read ahead while the journal writes its record (5 ms).
const SECTORS_DURING_JOURNAL: u32 = 6;

/// The steps of a rescue with NOR flashes.
pub struct Copier {
    pub(crate) extent: Extent,
    pub(crate) ahead: Ahead,
    pub(crate) own: Known,
    /// What protected the own flash when it was found.
    saved: u32,
    costs: Costs,
    pub(crate) program_cycles: u32,
    /// The erase under way: it is not asked for before this cycle, and this is its deadline.
    pub(crate) quiet_until: u32,
    pub(crate) patience: u32,
    /// Blocks may be half erased or half programmed.
    distrust: bool,
    /// Number of the sector whose data is in the buffer, read twice alike, or [`NOTHING`].
    pub(crate) loaded: u32,
    /// No program of this rescue was seen to take effect yet.
    pub(crate) unproven: bool,
    pages_done: u32,
    pages_skipped: u32,
    pub(crate) pages_written: u32,
    /// Erases by size.
    pub(crate) erased: [u32; 3],
}

impl Copier {
    pub(crate) fn new() -> Self {
        Self {
            extent: Extent::EMPTY,
            ahead: Ahead::new(),
            own: Known::NOTHING,
            saved: 0,
            costs: Costs {
                erases: [0; 3],
                page: 0,
            },
            program_cycles: 0,
            quiet_until: 0,
            patience: 0,
            distrust: false,
            loaded: NOTHING,
            unproven: true,
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
                self.single(job, &mut block, index)?;
            }
            // What needs no erase, in one go.
            self.area(job, &mut block, (0, SECTORS), None)?;
        }
        self.ahead.reach(job, &self.extent, block.end - 1)?;
        // A memory that is read has no acknowledge. A line that broke would read alike however often:
        // what came before this was the source's only if the source still says who it is. Not while
        // the next block's data waits in the buffer: it is asked after that one, and after the last.
        if self.loaded != block.end {
            identify::id(job, identify::Side::Source)?;
            self.loaded = NOTHING;
        }
        self.count(job, &block, self.pages_written - written);
        Ok(())
    }

    /// Looks at the sectors and chooses the erases; `None` when all are equal.
    fn look<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &mut Block,
    ) -> Result<Option<Erases>, Stopped> {
        let mut equal = true;
        let mut number = block.first;
        for index in 0..SECTORS {
            if !block.has(index) {
                continue;
            }
            let place = (number, block.address(index));
            number += 1;
            let look = block::look(job, &mut self.ahead, &self.extent, place, &mut self.loaded)?;
            let mut same = look == Look::Program(0);
            if self.distrust {
                same = same && block::is_equal(job, &self.ahead, place.0, place.1)?;
            }
            if same {
                continue;
            }
            equal = false;
            if self.distrust {
                self.ahead.reach(job, &self.extent, block.end - 1)?;
                block.condemn();
                break;
            }
            block.see(index, look);
            if block.needs_erase(index)
                && self.tally(block, index + 1).is_block_certain(&self.costs)
            {
                return Ok(Some(Erases::Block));
            }
        }
        if equal {
            return Ok(None);
        }
        Ok(Some(self.tally(block, SECTORS).choose(&self.costs)))
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

    /// Counts the first `seen` sectors, and all that are not copied.
    #[inline(never)]
    fn tally(&self, block: &Block, seen: usize) -> Tally {
        let mut tally = Tally::NOTHING;
        for index in 0..SECTORS {
            if index < seen || !block.has(index) {
                tally.add(&self.costs, index, block.need(&self.ahead, index));
            }
        }
        tally
    }

    /// Makes a sector equal if that takes an erase, and finds out whether it does.
    fn single<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &mut Block,
        index: usize,
    ) -> Result<(), Stopped> {
        if block.is_unclear(index) {
            let look = self.look_closely(job, block.address(index))?;
            block.see(index, look);
        }
        if block.needs_erase(index) {
            self.area(job, block, (index, index + 1), Some(0))?;
        }
        Ok(())
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
        for count in word::ERASES_4K..word::FLASH_ID {
            job.p.report(count, 0);
        }
        identify::both(job, &mut self.own)?;
        self.saved = protect::saved(job, self.own.protection)?;
        let geometry = &self.own.geometry;
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
        protect::unlock(job, self.own.protection)
    }

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

    fn scan(
        &mut self,
        job: &mut Job<P>,
        region: Region,
        mut register: u32,
    ) -> Result<u32, Stopped> {
        let mut at = region.offset;
        while at < region.end() {
            let length = (region.end() - at).min(BLOCK_BYTES);
            job.patient();
            register = job.scan_own(register, at, length)?;
            job.read_back(&region, length);
            at += length;
        }
        Ok(register)
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
        protect::lock(job, self.own.protection, saved)
    }
}
