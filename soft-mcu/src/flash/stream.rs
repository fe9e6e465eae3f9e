//! Erases an area and programs the sectors in it, reading the source all the while.
//!
//! ```text
//! own flash | erase ........................................ |P0 ....|P1 ....|  ...  |P15 ...|P0'
//! engine    |E| read data | CRC ahead ... until it is ready |P0|r|a |P1|r|a |  ...  |P15|r|a|P0'
//! ```
//!
//! `r` reads a page of the next sector into the place of the one just sent, `a` reads ahead.

use crate::flash::copy::{Copier, NOTHING};
use crate::flash::sfdp::Erase;
use crate::flash::{PAGE_BYTES, Pair, SECTOR_BYTES, cycles};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::report::{Fault, word};

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Pages of the source that are read during one page program: 0.3 ms at 24 MHz, and what the
/// commands take themselves; typical programs last 0.4 ms and more.
const BUDGET_PAGES: u32 = 8;
/// Pages of a sector.
const PAGES: usize = (SECTOR_BYTES / PAGE_BYTES) as usize;
/// In the place of an erase's number: none.
pub(crate) const NO_ERASE: usize = 3;

/// A sector whose data is to be in the buffer next.
#[derive(Clone, Copy)]
pub(crate) struct Follower {
    /// Its address, or [`NOTHING`].
    at: u32,
    /// Pages of it that are in the buffer (all: nothing is to be read), and the CRC register after
    /// them.
    pages: u32,
    register: u32,
}

impl Follower {
    pub const NONE: Self = Self {
        at: NOTHING,
        pages: 0,
        register: 0,
    };
}

impl Copier {
    /// With an erase of this number: makes sectors `from` to `to` equal by it. With [`NO_ERASE`]:
    /// programs those among them that need none.
    #[inline(never)]
    pub(crate) fn area<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        (from, to): (usize, usize),
        number: usize,
    ) -> Result<(), Stopped> {
        let erase = job.memory.own.geometry.erases.get(number).copied();
        if let Some(erase) = erase {
            self.erase(job, (from, to), number, erase)?;
        }
        let mut index = next_bit(self.block.program, from, to);
        while index < to {
            job.patient();
            let address = self.block.address(index);
            self.fetch(job, address)?;
            let mut pages = self.block.pages(index);
            if erase.is_some() {
                // Another read may have corrected it.
                pages = self.ahead.used(address);
            }
            self.block.programmed(index);
            index = next_bit(self.block.program, index + 1, to);
            let mut next = NOTHING;
            if index < to || erase.is_none() {
                // Or that of the next block: when one blank block follows another, its data is in
                // the buffer by the time it is looked at.
                next = self.next(self.block.address(index));
            }
            if !self.ahead.knows(next) || self.ahead.used(next) == 0 {
                next = NOTHING;
            }
            self.follow(next);
            self.program(job, address, pages)?;
            self.lend(job)?;
        }
        Ok(())
    }

    /// Erases an area, and reads the source meanwhile: that of the area, what is programmed first,
    /// and then as much as there is time and room for.
    #[inline]
    fn erase<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        (from, to): (usize, usize),
        number: usize,
        erase: Erase,
    ) -> Result<(), Stopped> {
        let count = word::ERASES_4K + number;
        let erased = job.p.reported(count) + 1;
        job.p.report(count, erased);
        job.touched = true;
        let address = self.block.address(from);
        let frame = job.memory.destination().erase(erase.opcode, address);
        let longest = cycles(job.times, erase.maximum_us);
        job.begin(&frame, Fault::EraseTimeout, longest)?;
        // Until it can be expected to end, asking would be in vain.
        let typical = cycles(job.times, erase.typical_us);
        let until = job.p.now().wrapping_add(typical - (typical >> 4));
        self.reach(job, self.block.address(to))?;
        let mut index = from;
        while index != to {
            let used = self.ahead.used(self.block.address(index));
            self.block.erased(index, used != 0);
            index += 1;
        }
        let first = next_bit(self.block.program, from, to);
        if first < to {
            self.fetch(job, self.block.address(first))?;
        }
        // Two ticks: with one, a tick between a command and its segment's joining ends it.
        job.p.set_spi_deadline(1);
        self.sweep(job, self.horizon(), until)?;
        while self.has_room() && !job.is_ready() {
            self.scan(job, SECTOR_BYTES)?;
        }
        job.p.set_spi_deadline(longest);
        Ok(())
    }

    /// The sector at `at`, or [`NOTHING`], is to be in the buffer next.
    #[inline(never)]
    fn follow(&mut self, at: u32) {
        self.loaded = NOTHING;
        self.follower = Follower {
            at,
            pages: if at == NOTHING { PAGES as u32 } else { 0 },
            register: self.ahead.before(at),
        };
    }

    /// Reads a sector of the source into the buffer, until two reads of it agree.
    #[inline(never)]
    fn fetch<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        address: u32,
    ) -> Result<(), Stopped> {
        let mut tries = 0;
        while self.loaded != address {
            // What another read corrected is what all behind it begins from.
            self.reach(job, address + SECTOR_BYTES)?;
            self.follow(address);
            self.complete(job)?;
            if self.loaded != address {
                self.go_on(address, self.ahead.before(address));
                let pages = job.p.spi_pages();
                self.took(self.follower.register, pages, SECTOR_BYTES);
                tries += 1;
                job.again(tries, address)?;
            }
        }
        Ok(())
    }

    /// Programs `pages` of the sector in the buffer and reads its follower into their place.
    #[inline]
    fn program<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        address: u32,
        pages: u32,
    ) -> Result<(), Stopped> {
        job.touched = true;
        let mut page = next_bit(pages, 0, PAGES);
        while page < PAGES {
            let place = page as u32 * PAGE_BYTES;
            let at = address + place;
            let frame = job.memory.destination().program(at, PAGE_BYTES, place);
            job.begin(&frame, Fault::WriteTimeout, self.program_cycles)?;
            self.pages_written += 1;
            self.pages_skipped -= 1;
            if self.doubts != 0 {
                // The first program of a rescue: did the flash take it? Its write enable, or this
                // look, can have been disturbed; what is wrong then is found by the read-back.
                let differs = job.compare_own(at, PAGE_BYTES, place)? != 0;
                self.doubts = if differs { self.doubts - 1 } else { 0 };
                if differs && self.doubts == 0 {
                    return Err(job.fault(Fault::WriteProtected, at));
                }
            }
            // Places up to the next page that is still to be sent are free.
            page = next_bit(pages, page + 1, PAGES);
            let budget = self.follower.pages + BUDGET_PAGES;
            self.read_pages(job, budget.min(page as u32))?;
            let left = budget - self.follower.pages;
            if left != 0 && self.has_room() {
                self.scan(job, left * PAGE_BYTES)?;
            }
        }
        self.complete(job)
    }

    /// Reads what is left of the follower. If two reads disagree, it is fetched once more.
    #[inline(never)]
    fn complete<P: Platform + SpiBus>(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        self.read_pages(job, PAGES as u32)?;
        if self.follower.register == self.ahead.after(self.follower.at) {
            self.loaded = self.follower.at;
        }
        Ok(())
    }

    /// Reads the follower's pages up to `to` into the buffer.
    #[inline(never)]
    fn read_pages<P: Platform + SpiBus>(
        &mut self,
        job: &mut Job<P>,
        to: u32,
    ) -> Result<(), Stopped> {
        let Follower {
            at,
            pages,
            register,
        } = self.follower;
        if pages < to {
            let (place, length) = (pages * PAGE_BYTES, (to - pages) * PAGE_BYTES);
            self.follower.register = job.read_theirs(register, at + place, length, place)?;
            self.follower.pages = to;
        }
        Ok(())
    }
}

/// First bit from `from` on that is set in `mask`; `to` if there is none in front of it.
#[inline(never)]
fn next_bit(mask: u32, from: usize, to: usize) -> usize {
    let mut index = from;
    while (mask | 1 << to) >> index & 1 == 0 {
        index += 1;
    }
    index
}
