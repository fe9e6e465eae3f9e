//! What writing one content over another takes: every erase and every program, in the order in
//! which they are done, how long that lasts, and what it wears.
//!
//! * `nor` — a flash: per block of 64 KiB the erases that take the least time, as the firmware
//!   chooses them ([`umbilical_soft_mcu::flash::plan`]), and the pages that follow from them.
//! * `eeprom` — an EEPROM: the pages that differ.
//! * `show` — the plan as a table and as JSON.
//!
//! Times are those of the part's data sheet and of the commands on its bus. What a serial link or
//! the comparison before takes is not in them. No typical write cycle is known of EEPROMs; the
//! longest stands for it.

mod eeprom;
mod nor;
mod show;

use umbilical_emu::memory::MemoryPart;
use umbilical_emu::time::Span;
use umbilical_soft_mcu::layout::{Layout, Policy};

use super::problem::Problem;

pub use show::{Report, report, table};

/// What is done to the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// All of it becomes FFh.
    Erase,
    /// Pages of a flash get their bytes, which may only clear bits.
    Program,
    /// Pages of an EEPROM get their bytes.
    Write,
}

impl Action {
    /// Its name.
    pub fn text(self) -> &'static str {
        match self {
            Action::Erase => "erase",
            Action::Program => "program",
            Action::Write => "write",
        }
    }
}

/// What a reading of the memory is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// It is what stands there.
    Sound,
    /// An erase or a program may have been cut off by a loss of power. Cells that it left between 0
    /// and 1 read now as one and later as the other.
    Doubtful,
}

/// One erase, or pages that follow each other, written one by one in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// The first byte.
    pub address: u32,
    /// Bytes, whole pages.
    pub bytes: u32,
}

/// Sectors of a flash (pages of an EEPROM) that follow each other and wear alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wear {
    /// The first byte.
    pub address: u32,
    /// Bytes.
    pub bytes: u32,
    /// Erases (writes) of each of them.
    pub count: u32,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRun {
    part: MemoryPart,
    bus_hz: u32,
    /// Bytes that are to be as wanted, equal ones included.
    covered: u32,
    steps: Vec<Step>,
    typical: Span,
    maximum: Span,
}

impl DryRun {
    /// What it takes to make a memory that holds `held` equal to `wanted` in all that `writes`
    /// copies, with SCL or SCK at `bus_hz`. Nothing else is erased or written, not even to put it
    /// back: a cut would take it along.
    ///
    /// # Errors
    /// [`Problem::MemorySize`] when a content is not as long as the part.
    pub fn new(
        part: MemoryPart,
        writes: &Layout,
        held: &[u8],
        wanted: &[u8],
        bus_hz: u32,
    ) -> Result<DryRun, Problem> {
        Self::with((part, Reading::Sound), writes, held, wanted, bus_hz)
    }

    /// The same when a loss of power may have cut off an erase or a program of anything that is
    /// copied. A block of a flash in which something differs is erased as far as it is copied, for a
    /// cut erase may have reached all of it; so is every sector that looks blank, which is how a cut
    /// erase may look.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn after_a_cut(
        part: MemoryPart,
        writes: &Layout,
        held: &[u8],
        wanted: &[u8],
        bus_hz: u32,
    ) -> Result<DryRun, Problem> {
        Self::with((part, Reading::Doubtful), writes, held, wanted, bus_hz)
    }

    fn with(
        (part, reading): (MemoryPart, Reading),
        writes: &Layout,
        held: &[u8],
        wanted: &[u8],
        bus_hz: u32,
    ) -> Result<DryRun, Problem> {
        for contents in [held, wanted] {
            if contents.len() as u64 != u64::from(part.bytes()) {
                return Err(Problem::MemorySize {
                    memory: part.name().to_owned(),
                    memory_bytes: part.bytes(),
                    bytes: contents.len() as u64,
                });
            }
        }
        let mut plan = DryRun {
            part,
            bus_hz: bus_hz.max(1),
            covered: writes.bytes(Policy::Copy),
            steps: Vec::new(),
            typical: Span::ZERO,
            maximum: Span::ZERO,
        };
        match part {
            MemoryPart::Eeprom(part) => eeprom::plan(&mut plan, part, writes, held, wanted),
            MemoryPart::Nor(part) => nor::plan(&mut plan, (part, reading), writes, held, wanted),
        }
        Ok(plan)
    }

    /// The part that it is for.
    pub fn part(&self) -> MemoryPart {
        self.part
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How long it takes with typical times.
    pub fn typical(&self) -> Span {
        self.typical
    }

    /// How long it takes at most.
    pub fn maximum(&self) -> Span {
        self.maximum
    }

    /// Number of erases.
    pub fn erases(&self) -> u32 {
        let erases = self
            .steps
            .iter()
            .filter(|step| step.action == Action::Erase);
        erases.count() as u32
    }

    /// Number of pages programmed or written.
    pub fn pages(&self) -> u32 {
        let pages = self
            .steps
            .iter()
            .filter(|step| step.action != Action::Erase);
        pages.map(|step| step.bytes / self.part.page_bytes()).sum()
    }

    /// What wears: sectors of a flash by their erases, pages of an EEPROM by their writes.
    pub fn wear(&self) -> Vec<Wear> {
        let (unit, worn) = match self.part {
            MemoryPart::Eeprom(part) => (part.page_bytes, Action::Write),
            MemoryPart::Nor(_) => (umbilical_soft_mcu::nor::SECTOR_BYTES, Action::Erase),
        };
        let mut counts = vec![0u32; (self.part.bytes() / unit) as usize];
        for step in self.steps.iter().filter(|step| step.action == worn) {
            let first = (step.address / unit) as usize;
            let sectors = counts[first..]
                .iter_mut()
                .take((step.bytes / unit) as usize);
            sectors.for_each(|count| *count += 1);
        }
        let mut wear: Vec<Wear> = Vec::new();
        for (address, count) in (0..).step_by(unit as usize).zip(counts) {
            match wear.last_mut() {
                Some(last) if last.count == count && last.address + last.bytes == address => {
                    last.bytes += unit;
                }
                _ if count == 0 => {}
                _ => wear.push(Wear {
                    address,
                    bytes: unit,
                    count,
                }),
            }
        }
        wear
    }

    /// Adds a step and its times, in picoseconds. Pages that follow each other are one step.
    fn push(&mut self, step: Step, typical_ps: u64, maximum_ps: u64) {
        self.typical = Span::from_ps(self.typical.ps() + typical_ps);
        self.maximum = Span::from_ps(self.maximum.ps() + maximum_ps);
        match self.steps.last_mut() {
            Some(last)
                if step.action != Action::Erase
                    && last.action == step.action
                    && last.address + last.bytes == step.address =>
            {
                last.bytes += step.bytes;
            }
            _ => self.steps.push(step),
        }
    }
}

#[cfg(test)]
mod tests;
