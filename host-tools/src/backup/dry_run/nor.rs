//! A flash: which erases each block of 64 KiB gets, and which pages are programmed.

use umbilical_emu::limit::{NorBus, erase_of};
use umbilical_soft_mcu::flash::BLOCK_BYTES;
use umbilical_soft_mcu::flash::block::Block;
use umbilical_soft_mcu::flash::plan::{Costs, NEVER_US, Plan, SECTORS};
use umbilical_soft_mcu::layout::{Layout, Policy};
use umbilical_soft_mcu::nor::{NorErase, NorPart, PAGE_BYTES, SECTOR_BYTES};

use super::{Action, DryRun, Reading, Step};

const HALF: usize = SECTORS / 2;
/// What the plan can choose from, smallest first.
const ERASE_BYTES: [u32; 3] = [SECTOR_BYTES, BLOCK_BYTES / 2, BLOCK_BYTES];

/// What is known of a sector: pages to program, a bit each.
#[derive(Clone, Copy, Default)]
struct Sector {
    copied: bool,
    /// It looks erased.
    blank: bool,
    /// It cannot become as wanted without an erase.
    erase: bool,
    /// Those that differ, if it is not erased.
    differing: u16,
    /// Those that are not blank, if it is.
    used: u16,
}

impl Sector {
    fn new(held: &[u8], wanted: &[u8]) -> Sector {
        let mut sector = Sector {
            copied: true,
            blank: held.iter().all(|byte| *byte == 0xFF),
            ..Sector::default()
        };
        let pages = held
            .chunks(PAGE_BYTES as usize)
            .zip(wanted.chunks(PAGE_BYTES as usize));
        for (index, (held, wanted)) in pages.enumerate() {
            let sets = |(from, to): (&u8, &u8)| to & !from != 0;
            sector.erase |= held.iter().zip(wanted).any(sets);
            sector.differing |= u16::from(held != wanted) << index;
            sector.used |= u16::from(wanted.iter().any(|byte| *byte != 0xFF)) << index;
        }
        sector
    }
}

/// Believes nothing that a cut erase may have left.
fn doubt(sectors: &mut [Sector; SECTORS]) {
    let differs = sectors.iter().any(|sector| sector.differing != 0);
    for sector in sectors.iter_mut().filter(|sector| sector.copied) {
        sector.erase |= differs || sector.blank;
    }
}

/// What the firmware chooses from.
struct Choice<'a> {
    costs: &'a Costs,
    block: Block,
    sectors: &'a [Sector; SECTORS],
}

impl Plan for Choice<'_> {
    fn costs(&self) -> &Costs {
        self.costs
    }

    fn block(&self) -> &Block {
        &self.block
    }

    fn used(&self, index: usize) -> u32 {
        u32::from(self.sectors[index].used)
    }
}

struct Planner<'a> {
    plan: &'a mut DryRun,
    part: &'static NorPart,
    bus: NorBus,
    erases: [Option<&'static NorErase>; 3],
}

pub(super) fn plan(
    plan: &mut DryRun,
    (part, reading): (&'static NorPart, Reading),
    writes: &Layout,
    held: &[u8],
    wanted: &[u8],
) {
    let bus = NorBus::new(part, plan.bus_hz);
    let erases = ERASE_BYTES.map(|bytes| erase_of(part, bytes));
    let us = |ns: u64, ps: u64| (ns / 1_000 + ps / 1_000_000) as u32;
    let costs = Costs {
        erases: erases.map(|erase| erase.map_or(NEVER_US, |erase| us(erase.time.typ_ns, 0))),
        page: us(part.page_program.typ_ns, bus.ps(bus.program())),
    };
    let mut planner = Planner {
        plan,
        part,
        bus,
        erases,
    };
    for base in (0..part.bytes).step_by(BLOCK_BYTES as usize) {
        let mut sectors = std::array::from_fn(|index| {
            let address = base + index as u32 * SECTOR_BYTES;
            let place = address as usize..(address + SECTOR_BYTES) as usize;
            let copied = writes.regions().any(|region| {
                region.policy == Policy::Copy && (region.offset..region.end()).contains(&address)
            });
            match copied {
                true => Sector::new(&held[place.clone()], &wanted[place]),
                false => Sector::default(),
            }
        });
        if reading == Reading::Doubtful {
            doubt(&mut sectors);
        }
        planner.block(base, &sectors, &costs);
    }
}

impl Planner<'_> {
    /// In the firmware's order: erases with the pages of what they erased, then the pages of all
    /// sectors that need no erase.
    fn block(&mut self, base: u32, sectors: &[Sector; SECTORS], costs: &Costs) {
        let mut block = Block::default();
        for (index, sector) in sectors.iter().enumerate() {
            block.sectors |= u32::from(sector.copied) << index;
            if sector.erase {
                block.erase |= 1 << index;
            } else {
                block.see(index, u32::from(sector.differing));
            }
        }
        let plan = Choice {
            costs,
            block,
            sectors,
        };
        if plan.is_block_best(0) {
            return self.erase(2, base, sectors);
        }
        let mut left = *sectors;
        for first in [0, HALF] {
            let sector_at = |index: usize| base + index as u32 * SECTOR_BYTES;
            let range = first..first + HALF;
            if plan.is_half_best(first) {
                self.erase(1, sector_at(first), &sectors[range.clone()]);
                left[range].fill(Sector::default());
                continue;
            }
            for index in range {
                if sectors[index].erase {
                    self.erase(0, sector_at(index), &sectors[index..=index]);
                    left[index] = Sector::default();
                }
            }
        }
        self.program(base, &left, |sector| sector.differing);
    }

    /// Erases `sectors`, which begin at `address`, with the erase of this size, and programs them.
    fn erase(&mut self, size: usize, address: u32, sectors: &[Sector]) {
        let step = Step {
            action: Action::Erase,
            address,
            bytes: ERASE_BYTES[size],
        };
        let time = self.erases[size].map(|erase| erase.time);
        let time = time.expect("an erase that is not there takes longer than any other");
        let sent_ps = self.bus.ps(self.bus.erase());
        let (typical_ps, maximum_ps) = (time.typ_ns * 1_000, time.max_ns * 1_000);
        self.plan
            .push(step, sent_ps + typical_ps, sent_ps + maximum_ps);
        self.program(address, sectors, |sector| sector.used);
    }

    fn program(&mut self, base: u32, sectors: &[Sector], pages: impl Fn(&Sector) -> u16) {
        let sent_ps = self.bus.ps(self.bus.program());
        let time = self.part.page_program;
        for (index, sector) in (0..).zip(sectors) {
            for page in (0..16).filter(|page| pages(sector) >> page & 1 == 1) {
                let step = Step {
                    action: Action::Program,
                    address: base + index * SECTOR_BYTES + page * PAGE_BYTES,
                    bytes: PAGE_BYTES,
                };
                let (typical_ps, maximum_ps) = (time.typ_ns * 1_000, time.max_ns * 1_000);
                self.plan
                    .push(step, sent_ps + typical_ps, sent_ps + maximum_ps);
            }
        }
    }
}
