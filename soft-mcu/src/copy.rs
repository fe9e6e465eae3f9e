//! One pass over both memories: compare, and write where they differ.
//!
//! A *unit* is what one write moves: a page, or less when the buffer holds less than a page. Each
//! unit is read from the source and checked by a second read; while the destination is busy
//! with the write cycle of one unit, the next ones are fetched. Only then is the destination
//! compared, which tells where the write has to start and whether it is needed at all; that is
//! also what makes an interrupted rescue resume.
//!
//! ```text
//! bus          | write n | read n+1 | check n+1 |  quiet  |poll..|compare n+1| write n+1 | ...
//! destination            |<----------- write cycle n ----------->|
//! ```

use crate::crc;
use crate::i2c::Pair;
use crate::job::{self, Stopped};
use crate::layout::{Layout, Policy};
use crate::own::SIDE_POINTER;
use crate::platform::Platform;
use crate::registers::I2cResult;
use crate::report::{Fault, word};

type Job<'a, P> = job::Job<'a, P, Pair>;

/// How often a refused write is tried before the part counts as write protected.
const PROTECTED_TRIES: u32 = 3;

/// How the buffer is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Bytes of the buffer that may be used.
    capacity: u32,
    /// Most bytes moved by one write.
    unit: u32,
    /// Page size of the part.
    page: u32,
    /// Cycles per byte on the bus, with its acknowledge.
    byte_cycles: u32,
    /// Cycles of a compare apart from its data bytes.
    overhead_cycles: u32,
}

impl Plan {
    /// `buffer_bytes` 0 means byte by byte. `bit` is the length of one bit in cycles.
    pub fn new(buffer_bytes: u32, page: u32, address_bytes: u32, bit: u32) -> Self {
        let capacity = buffer_bytes.clamp(1, SIDE_POINTER);
        let byte_cycles = bit * 9;
        // Device twice and the word address, and about three bits of START, START and STOP.
        let overhead_cycles = byte_cycles * (2 + address_bytes) + 3 * bit;
        Self {
            capacity,
            unit: capacity.min(page),
            page,
            byte_cycles,
            overhead_cycles,
        }
    }

    /// Bytes of the unit that starts at `address`: no unit crosses a page.
    fn length_at(&self, address: u32) -> u32 {
        self.unit.min(self.page - (address & (self.page - 1)))
    }

    /// Buffer offset of the slot after the one at `pointer`.
    fn next_slot(&self, pointer: u32) -> u32 {
        let next = pointer + self.unit;
        if next + self.unit > self.capacity {
            0
        } else {
            next
        }
    }
}

/// What the destination is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Memory {
    Ready,
    /// In a write cycle that began at this cycle.
    Writing(u32),
}

/// A pass under way.
pub struct Copier {
    plan: Plan,
    /// End of the region under way.
    end: u32,
    /// Next byte to be dealt with, and its slot.
    at: u32,
    pointer: u32,
    /// Next byte to be fetched, and its slot.
    fetched_to: u32,
    fetch_pointer: u32,
    /// CRC register after everything fetched.
    crc: u32,
    /// Time that the last undisturbed fetch of a unit took.
    fetch_cycles: u32,
    memory: Memory,
    /// Length of the last write cycle, as far as it could be seen.
    write_cycles: u32,
    /// No write of this rescue was seen to take effect yet.
    unproven: bool,
    page_written: bool,
    pages_done: u32,
    pages_written: u32,
    pages_skipped: u32,
}

impl Copier {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            end: 0,
            at: 0,
            pointer: 0,
            fetched_to: 0,
            fetch_pointer: 0,
            crc: crc::INITIAL,
            fetch_cycles: 0,
            memory: Memory::Ready,
            write_cycles: 0,
            unproven: true,
            page_written: false,
            pages_done: 0,
            pages_written: 0,
            pages_skipped: 0,
        }
    }

    /// Starts over, for a repair; what was learnt about the destination stays.
    pub fn start_over(&mut self) {
        self.end = 0;
        self.at = 0;
        self.pointer = 0;
        self.fetched_to = 0;
        self.fetch_pointer = 0;
        self.crc = crc::INITIAL;
        self.pages_done = 0;
        self.pages_skipped = 0;
    }

    /// Goes on to the next region that is copied; everything before it has been dealt with. False:
    /// there is none.
    pub fn enter_region(&mut self, layout: &Layout) -> bool {
        let next = layout.after(Policy::Copy, self.end);
        if let Some(region) = next {
            (self.at, self.fetched_to) = (region.offset, region.offset);
            self.end = region.end();
        }
        next.is_some()
    }

    /// CRC register of all that is copied, as the source has it, after a whole pass.
    pub fn source_crc(&self) -> u32 {
        self.crc
    }

    /// Reads the next unit from the source and checks it by reading it again.
    pub fn fetch_unit<P: Platform>(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        let length = self.plan.length_at(self.fetched_to);
        let read = job
            .memory
            .source
            .read(self.fetched_to, length, self.fetch_pointer);
        let check = job
            .memory
            .source
            .compare(self.fetched_to, length, self.fetch_pointer);
        let mut tries = 0;
        loop {
            let begun = job.p.now();
            job.p.set_crc(self.crc);
            let mut outcome = job.p.run(read);
            let crc = job.p.crc();
            if outcome.result == I2cResult::Ok {
                outcome = job.p.run(check);
                if outcome.result == I2cResult::Ok {
                    self.crc = crc;
                    self.fetch_cycles = job.p.now().wrapping_sub(begun);
                    break;
                }
            }
            job.again(&mut tries, outcome)?;
        }
        self.fetched_to += length;
        self.fetch_pointer = self.plan.next_slot(self.fetch_pointer);
        Ok(())
    }

    /// Deals with every unit that is left, region by region.
    pub fn copy_units<P: Platform>(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        loop {
            self.copy_region(job)?;
            if !self.enter_region(&job.layout) {
                return Ok(());
            }
        }
    }

    fn copy_region<P: Platform>(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        while self.at < self.end {
            job.kick();
            if self.fetched_to == self.at {
                self.fetch_unit(job)?;
            }
            let length = self.plan.length_at(self.at);
            let written = self.settle_unit(job, length)?;
            self.at += length;
            self.pointer = self.plan.next_slot(self.pointer);
            self.tally(job, written);
            job.attend();
            job.lend(SIDE_POINTER)?;
            self.read_ahead(job)?;
        }
        Ok(())
    }

    /// Fetches while the destination is busy. The unit that is needed next is always fetched,
    /// more only if that ends before the write cycle is expected to.
    fn read_ahead<P: Platform>(&mut self, job: &mut Job<P>) -> Result<(), Stopped> {
        let Memory::Writing(since) = self.memory else {
            return Ok(());
        };
        while self.fetched_to < self.end
            && self.fetched_to - self.at + self.plan.unit <= self.plan.capacity
        {
            let elapsed = job.p.now().wrapping_sub(since);
            if self.fetched_to != self.at && elapsed + self.fetch_cycles > self.quiet_cycles() {
                break;
            }
            self.fetch_unit(job)?;
        }
        Ok(())
    }

    /// Cycles after the STOP of a write for which polling would be in vain.
    fn quiet_cycles(&self) -> u32 {
        self.write_cycles - (self.write_cycles >> 5)
    }

    /// Sleeps through the part of the write cycle in which polling would be in vain.
    pub fn hold_off<P: Platform>(&mut self, job: &mut Job<P>) {
        if let Memory::Writing(since) = self.memory {
            job.p.sleep_until(since.wrapping_add(self.quiet_cycles()));
        }
    }

    /// Learns the length of the write cycle from a compare that ended at `ended` after moving
    /// `bytes`: it began when the destination answered. Answering the very first poll shortens
    /// the estimate by 1/32, so a wrong one does not last.
    fn observe(&mut self, ended: u32, bytes: u32) {
        if let Memory::Writing(since) = self.memory {
            let transaction = self.plan.overhead_cycles + bytes * self.plan.byte_cycles;
            self.write_cycles = ended.wrapping_sub(since).saturating_sub(transaction);
        }
        self.memory = Memory::Ready;
    }

    /// Makes one unit equal. True if it was written.
    fn settle_unit<P: Platform>(&mut self, job: &mut Job<P>, length: u32) -> Result<bool, Stopped> {
        let mut attempts = Attempts::default();
        loop {
            self.hold_off(job);
            let compare = job
                .memory
                .destination
                .compare(self.at, length, self.pointer)
                .polled();
            let outcome = job.p.run(compare);
            match outcome.result {
                I2cResult::Ok => {
                    let ended = job.p.now();
                    self.observe(ended, length);
                    return Ok(false);
                }
                I2cResult::Mismatch if outcome.count < length => {
                    if self.write_from(job, outcome.count, length, &mut attempts)? {
                        return Ok(true);
                    }
                }
                _ => {
                    self.memory = Memory::Ready;
                    job.again(&mut attempts.failures, outcome)?;
                }
            }
        }
    }

    /// Writes a unit from its first differing byte on. False if it has to be compared again.
    ///
    /// The time from the end of the compare to the write is on the critical path of every page.
    fn write_from<P: Platform>(
        &mut self,
        job: &mut Job<P>,
        equal: u32,
        length: u32,
        attempts: &mut Attempts,
    ) -> Result<bool, Stopped> {
        let ended = job.p.now();
        let untouched = !core::mem::replace(&mut job.touched, true);
        let write =
            job.memory
                .destination
                .write(self.at + equal, length - equal, self.pointer + equal);
        let outcome = job.p.run(write);
        let since = job.p.now();
        self.observe(ended, equal + 1);
        self.memory = Memory::Writing(since);
        let refused = match outcome.result {
            I2cResult::Ok if !self.unproven => return Ok(true),
            I2cResult::Ok => {
                let compare = job
                    .memory
                    .destination
                    .compare(self.at, length, self.pointer);
                let seen = job.p.run(compare);
                // Ready at once and nothing changed: the part ignored the write.
                if seen.result != I2cResult::Mismatch || seen.count > equal {
                    self.unproven = false;
                    return Ok(seen.result != I2cResult::Mismatch);
                }
                true
            }
            I2cResult::DataNack => self.unproven && outcome.count == 0,
            _ => false,
        };
        self.memory = Memory::Ready;
        if !refused {
            job.again(&mut attempts.failures, outcome)?;
            return Ok(false);
        }
        job.touched = !untouched;
        attempts.refusals += 1;
        if attempts.refusals == PROTECTED_TRIES {
            return Err(job.fault(Fault::WriteProtected, self.at + equal));
        }
        Ok(false)
    }

    /// Counts a unit, and the page when it was the last of it.
    fn tally<P: Platform>(&mut self, job: &mut Job<P>, written: bool) {
        self.page_written |= written;
        if self.at & (self.plan.page - 1) != 0 {
            return;
        }
        if self.page_written {
            self.pages_written += 1;
            job.p.report(word::PAGES_WRITTEN, self.pages_written);
        } else {
            self.pages_skipped += 1;
            job.p.report(word::PAGES_SKIPPED, self.pages_skipped);
        }
        self.page_written = false;
        self.pages_done += 1;
        job.p.report(word::PAGES_DONE, self.pages_done);
    }
}

/// What went wrong with one unit so far.
#[derive(Default)]
struct Attempts {
    failures: u32,
    refusals: u32,
}
