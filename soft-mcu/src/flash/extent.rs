//! What of the memory is copied: ranges of whole sectors in ascending order.

use crate::flash::{BLOCK_BYTES, SECTOR_BYTES};
use crate::layout::{Layout, Policy, REGIONS_MAX};

/// Ranges of bytes, each from its first to the one after its last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    ranges: [(u32, u32); REGIONS_MAX],
}

impl Extent {
    /// Nothing.
    pub const EMPTY: Self = Self {
        ranges: [(0, 0); REGIONS_MAX],
    };

    /// Takes the regions that are copied. Their boundaries are whole sectors.
    pub fn set(&mut self, layout: &Layout) {
        let regions = layout.regions();
        let copied = regions.filter(|region| region.policy == Policy::Copy);
        for (slot, region) in self.ranges.iter_mut().zip(copied) {
            *slot = (region.offset, region.end());
        }
    }

    /// What [`next`](Self::next) gives when there is none: no sector is at the end of 4 GiB.
    pub const END: u32 = u32::MAX;

    /// First sector at or after `at` that is copied, or [`END`](Self::END).
    #[inline(never)]
    pub fn next(&self, at: u32) -> u32 {
        for (start, end) in &self.ranges {
            if *end > at {
                return at.max(*start);
            }
        }
        Self::END
    }

    /// Which sectors of the block at `base` are copied, a bit each.
    pub fn sectors(&self, base: u32) -> u32 {
        let mut sectors = 0;
        for (start, end) in &self.ranges {
            if *end > base && *start < base + BLOCK_BYTES {
                let from = start.max(&base) - base;
                let to = (end - base).min(BLOCK_BYTES);
                sectors |= (1 << (to / SECTOR_BYTES)) - (1 << (from / SECTOR_BYTES));
            }
        }
        sectors
    }

    /// Bytes that are copied.
    pub fn bytes(&self) -> u32 {
        self.ranges.iter().map(|(start, end)| end - start).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sectors_follow_the_ranges() {
        let ranges = [
            (0x1000, 0x3000),
            (0x8000, 0x2_1000),
            (0x2_1000, 0x2_2000),
            (0x3_0000, 0x3_1000),
        ];
        let mut extent = Extent::EMPTY;
        extent.ranges[..4].copy_from_slice(&ranges);
        assert_eq!(extent.bytes(), 0x1_D000);
        for at in (0..0x4_0000).step_by(0x1000) {
            let inside = |at: u32| ranges.iter().any(|(from, to)| (*from..*to).contains(&at));
            let expected = (at..0x4_0000).step_by(0x1000).find(|at| inside(*at));
            assert_eq!(extent.next(at), expected.unwrap_or(Extent::END), "{at:#x}");
            let bit = extent.sectors(at & 0xFFFF_0000) >> (at >> 12 & 15) & 1;
            assert_eq!(bit == 1, inside(at), "{at:#x}");
        }
        assert_eq!(Extent::EMPTY.next(0), Extent::END);
    }
}
