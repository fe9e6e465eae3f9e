//! Erases an area and programs the sectors in it, reading the source all the while.
//!
//! ```text
//! own flash | erase ........................................ |P0 ....|P1 ....|  ...  |P15 ...|P0'
//! engine    |E| read data | CRC ahead ... until it is ready |P0|r|a |P1|r|a |  ...  |P15|r|a|P0'
//! ```
//!
//! `r` reads a page of the next sector into the place of the one just sent, `a` reads ahead.

use crate::flash::ahead::Ahead;
use crate::flash::block::{Block, Look, NOTHING};
use crate::flash::copy::Copier;
use crate::flash::plan::SECTORS;
use crate::flash::{PAGE_BYTES, Pair, SECTOR_BYTES, cycles};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::report::{Fault, word};

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Pages of the source that are read during one page program: 0.3 ms at 24 MHz, and what the
/// commands take themselves; typical programs last 0.4 ms and more.
const BUDGET_PAGES: u32 = 8;

/// A sector whose data is to be in the buffer next.
struct Follower {
    number: u32,
    address: u32,
    /// Pages of it that are in the buffer (all: nothing is to be read), and the CRC register after
    /// them.
    pages: u32,
    register: u32,
}

impl Copier {
    /// With `size`: makes sectors `from` to `to` equal by an erase of that size over all of them.
    /// Without: programs those among them that need no erase.
    pub(crate) fn area<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &mut Block,
        (from, to): (usize, usize),
        size: Option<usize>,
    ) -> Result<(), Stopped> {
        let erased = size.is_some();
        if let Some(size) = size {
            self.erase(job, block, (from, to), size)?;
        }
        let mut index = self.next_used(block, from, to, erased);
        if erased && index == to {
            self.look_ahead(job, block)?;
        }
        let mut erasing = erased;
        while index < to {
            job.patient();
            let (number, address) = (block.number(index), block.address(index));
            self.fetch(job, number, address)?;
            if erasing {
                erasing = false;
                self.look_ahead(job, block)?;
            }
            let pages = self.pages(block, index, erased);
            index = self.next_used(block, index + 1, to, erased);
            let mut follower = Follower {
                number: block.number(index),
                address: block.address(index),
                pages: 0,
                register: 0,
            };
            if index == to && (erased || !self.is_next_used(block, &mut follower)) {
                follower.pages = SECTORS as u32;
            }
            follower.register = self.ahead.before(follower.number);
            self.program_sector(job, block, (address, pages), &mut follower)?;
            self.lend(job)?;
        }
        for index in from..to {
            block.see(index, Look::Program(0));
        }
        Ok(())
    }

    /// First sector from `from` on that has pages to program; `to` if there is none.
    #[inline(never)]
    fn next_used(&self, block: &Block, from: usize, to: usize, erased: bool) -> usize {
        let mut index = from;
        while index < to && self.pages(block, index, erased) == 0 {
            index += 1;
        }
        index
    }

    /// Pages to program in a sector.
    #[inline(never)]
    fn pages(&self, block: &Block, index: usize, erased: bool) -> u32 {
        if erased {
            self.ahead.used(block.number(index))
        } else {
            block.pages(index)
        }
    }

    /// Takes the first sector of the next block for a follower, if its source is known and not
    /// blank: when one blank block follows another, its data is in the buffer by the time it is
    /// looked at.
    fn is_next_used(&self, block: &Block, follower: &mut Follower) -> bool {
        follower.number = block.end;
        follower.address = self.extent.next(block.address(SECTORS));
        self.ahead.knows(block.end) && self.ahead.used(block.end) != 0
    }

    /// Begins to erase the area, and makes its source known.
    fn erase<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &Block,
        (from, to): (usize, usize),
        size: usize,
    ) -> Result<(), Stopped> {
        let erases = &job.memory.own.geometry.erases;
        let (Some(erase), Some(count)) = (erases.get(size), self.erased.get_mut(size)) else {
            return Ok(());
        };
        let erase = *erase;
        *count += 1;
        job.p.report(word::ERASES_4K + size, *count);
        job.touched = true;
        let address = block.address(from);
        let frame = job.memory.destination.erase(erase.opcode, address);
        let longest = cycles(job.times, erase.maximum_us);
        job.begin(&frame, Fault::EraseTimeout, longest)?;
        // Until it can be expected to end, asking would be in vain.
        let typical = cycles(job.times, erase.typical_us);
        self.quiet_until = job.p.now().wrapping_add(typical - (typical >> 4));
        self.patience = longest;
        let last = block.number(to).wrapping_sub(1);
        self.ahead.reach(job, &self.extent, last)
    }

    /// Reads the source ahead until the erase under way has ended.
    #[inline(never)]
    fn look_ahead<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &Block,
    ) -> Result<(), Stopped> {
        // Two ticks: with one, a tick between a command and its segment's joining ends it.
        job.p.set_spi_deadline(1);
        let (room, quiet) = (Ahead::room(block.first), self.quiet_until);
        self.ahead.sweep(job, &self.extent, room, Some(quiet))?;
        while self.ahead.has_room(block.first) && !job.is_ready() {
            self.ahead.scan(job, &self.extent, SECTOR_BYTES)?;
        }
        job.p.set_spi_deadline(self.patience);
        Ok(())
    }

    /// Reads a sector of the source into the buffer, until two reads of it agree.
    #[inline(never)]
    pub(crate) fn fetch<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        number: u32,
        address: u32,
    ) -> Result<(), Stopped> {
        let mut tries = 0;
        while self.loaded != number {
            let register = job.read_theirs(self.ahead.before(number), address, SECTOR_BYTES, 0)?;
            if register == self.ahead.after(number) {
                self.loaded = number;
                break;
            }
            self.loaded = NOTHING;
            let pages = job.p.spi_pages();
            self.ahead
                .correct(&self.extent, (number, address), register, pages);
            job.again(&mut tries, address)?;
        }
        Ok(())
    }

    /// Programs `pages` of the sector in the buffer and reads its follower into their place.
    fn program_sector<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        block: &Block,
        (address, pages): (u32, u32),
        follower: &mut Follower,
    ) -> Result<(), Stopped> {
        self.loaded = NOTHING;
        job.touched = true;
        let wanted = follower.pages == 0;
        let (mut left, mut page) = (pages, 0);
        while left != 0 {
            if left & 1 == 1 {
                let place = page * PAGE_BYTES;
                let at = address + place;
                let frame = job.memory.destination.program(at, PAGE_BYTES, place);
                job.begin(&frame, Fault::WriteTimeout, self.program_cycles)?;
                self.pages_written += 1;
                if self.doubts != 0 {
                    // The first program of a rescue: did the flash take it? Its write enable, or this
                    // look, can have been disturbed; what is wrong then is found by the read-back.
                    if job.compare_own(at, PAGE_BYTES, place)? == 0 {
                        self.doubts = 0;
                    } else if self.doubts == 1 {
                        return Err(job.fault(Fault::WriteProtected, at));
                    } else {
                        self.doubts -= 1;
                    }
                }
                // Places up to the next page that is still to be sent are free.
                let mut free = page + 1;
                while free < SECTORS as u32 && pages >> free & 1 == 0 {
                    free += 1;
                }
                let before = follower.pages;
                read_pages(job, follower, free.min(before + BUDGET_PAGES))?;
                let scan = (BUDGET_PAGES + before).wrapping_sub(follower.pages);
                if scan != 0 && self.ahead.has_room(block.first) {
                    self.ahead.scan(job, &self.extent, scan * PAGE_BYTES)?;
                }
            }
            left >>= 1;
            page += 1;
        }
        read_pages(job, follower, SECTORS as u32)?;
        // If they disagree, it is fetched once more.
        if wanted && follower.register == self.ahead.after(follower.number) {
            self.loaded = follower.number;
        }
        Ok(())
    }
}

/// Reads the follower's pages up to `to` into the buffer.
fn read_pages<P: Platform + SpiBus>(
    job: &mut Job<P>,
    follower: &mut Follower,
    to: u32,
) -> Result<(), Stopped> {
    if follower.pages >= to {
        return Ok(());
    }
    let place = follower.pages * PAGE_BYTES;
    let length = (to - follower.pages) * PAGE_BYTES;
    let at = follower.address + place;
    follower.register = job.read_theirs(follower.register, at, length, place)?;
    follower.pages = to;
    Ok(())
}
