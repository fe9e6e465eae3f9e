//! What of the memory is copied: ranges of whole sectors in ascending order.

use crate::flash::SECTOR_BYTES;
use crate::layout::{Layout, Policy, REGIONS_MAX};

/// Ranges of bytes, each from its first to the one after its last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Unused ones stand at the end, at [`END`](Self::END).
    ranges: [(u32, u32); REGIONS_MAX],
}

impl Extent {
    /// Not set yet.
    pub const NOT_SET: Self = Self {
        ranges: [(0, 0); REGIONS_MAX],
    };

    /// What [`next`](Self::next) gives when there is none: no flash has the last sector of 4 GiB.
    pub const END: u32 = 0u32.wrapping_sub(SECTOR_BYTES);

    /// Takes the regions that are copied, whose boundaries are whole sectors. Gives their bytes.
    pub fn set(&mut self, layout: &Layout) -> u32 {
        let (mut end, mut bytes) = (0, 0);
        for range in &mut self.ranges {
            *range = (Self::END, Self::END);
            if let Some(region) = layout.after(Policy::Copy, end) {
                end = region.end();
                bytes += region.length;
                *range = (region.offset, end);
            }
        }
        bytes
    }

    /// First sector at or after `at` that is copied, or [`END`](Self::END).
    #[inline]
    pub fn next(&self, at: u32) -> u32 {
        for (start, end) in &self.ranges {
            if *end > at {
                return at.max(*start);
            }
        }
        Self::END
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Name, Region, Space, TypeCheck};

    #[test]
    fn sectors_follow_the_ranges() {
        let ranges = [
            (0x1000, 0x3000),
            (0x8000, 0x2_1000),
            (0x2_1000, 0x2_2000),
            (0x3_0000, 0x3_1000),
        ];
        let regions = ranges.map(|(from, to)| Region {
            name: Name::new("code").expect("valid"),
            offset: from,
            length: to - from,
            policy: Policy::Copy,
        });
        let space = Space {
            bytes: 0x4_0000,
            unit: SECTOR_BYTES,
        };
        let layout = Layout::new(&regions, TypeCheck::NONE, space).expect("obeys the rules");
        let mut extent = Extent::NOT_SET;
        assert_eq!(extent.set(&layout), 0x1_D000);
        for at in (0..0x4_0000).step_by(0x1000) {
            let inside = |at: u32| ranges.iter().any(|(from, to)| (*from..*to).contains(&at));
            let expected = (at..0x4_0000).step_by(0x1000).find(|at| inside(*at));
            assert_eq!(extent.next(at), expected.unwrap_or(Extent::END), "{at:#x}");
        }
    }
}
