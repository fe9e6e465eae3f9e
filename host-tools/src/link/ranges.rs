//! A set of bytes, as ranges.

use std::collections::BTreeMap;
use std::ops::Range;

/// Disjoint ranges of bytes that do not touch each other, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges {
    /// Begin to end.
    ranges: BTreeMap<u32, u32>,
    bytes: u64,
}

impl Ranges {
    /// No bytes.
    pub fn new() -> Self {
        Self::default()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many there are.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The first range.
    pub fn first(&self) -> Option<Range<u32>> {
        self.iter().next()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Range<u32>> {
        self.ranges.iter().map(|(begin, end)| *begin..*end)
    }

    /// Adds bytes; those that are there already stay.
    pub fn insert(&mut self, range: Range<u32>) {
        let Range { mut start, mut end } = range;
        if start >= end {
            return;
        }
        // The one in front may overlap or touch it, and so may any that begin inside.
        let before = self.ranges.range(..start).next_back();
        if let Some((begin, _)) = before.filter(|(_, before_end)| **before_end >= start) {
            start = *begin;
        }
        while let Some((begin, other_end)) = self.ranges.range(start..=end).next() {
            let (begin, other_end) = (*begin, *other_end);
            end = end.max(other_end);
            self.ranges.remove(&begin);
            self.bytes -= u64::from(other_end - begin);
        }
        self.ranges.insert(start, end);
        self.bytes += u64::from(end - start);
    }

    /// The part of the set that lies in `range`.
    pub fn within(&self, range: Range<u32>) -> Vec<Range<u32>> {
        let Range { start, end } = range;
        let first = self.ranges.range(..=start).next_back();
        let from = first.map_or(start, |(begin, _)| *begin);
        if start >= end {
            return Vec::new();
        }
        self.ranges
            .range(from..end)
            .map(|(begin, other_end)| start.max(*begin)..end.min(*other_end))
            .filter(|part| part.start < part.end)
            .collect()
    }

    /// Takes bytes away, and gives those that were there.
    pub fn remove(&mut self, range: Range<u32>) -> Vec<Range<u32>> {
        let parts = self.within(range);
        for part in &parts {
            let Some((begin, end)) = self.ranges.range(..=part.start).next_back() else {
                continue;
            };
            let (begin, end) = (*begin, *end);
            self.ranges.remove(&begin);
            for rest in [begin..part.start, part.end..end] {
                if rest.start < rest.end {
                    self.ranges.insert(rest.start, rest.end);
                }
            }
            self.bytes -= u64::from(part.end - part.start);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a plain array of what is in the set.
    #[test]
    fn does_what_an_array_of_bytes_would() {
        let mut state = 1_u64;
        let mut below = |bound: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            ((state >> 33) % bound) as u32
        };
        let mut ranges = Ranges::new();
        let mut plain = [false; 200];
        for step in 0..20_000 {
            let start = below(200);
            let end = start + below(u64::from(200 - start) + 1).min(30);
            let (from, to) = (start as usize, end as usize);
            if below(2) == 0 {
                ranges.insert(start..end);
                plain[from..to].fill(true);
            } else {
                let taken: u32 = ranges
                    .remove(start..end)
                    .iter()
                    .map(|r| r.end - r.start)
                    .sum();
                let there = plain[from..to].iter().filter(|is| **is).count();
                assert_eq!(taken as usize, there, "step {step}");
                plain[from..to].fill(false);
            }
            let mut again = [false; 200];
            let mut last_end = None;
            for range in ranges.iter() {
                assert!(range.start < range.end && last_end.is_none_or(|end| end < range.start));
                last_end = Some(range.end);
                again[range.start as usize..range.end as usize].fill(true);
            }
            assert_eq!(again, plain, "step {step}");
            let count = plain.iter().filter(|is| **is).count();
            assert_eq!(ranges.bytes(), count as u64, "step {step}");
        }
    }
}
