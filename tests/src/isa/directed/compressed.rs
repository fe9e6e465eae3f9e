//! Compressed instructions: every halfword that can be one, and what stands beside them.

mod accesses;
mod compute;
mod illegal;
mod jumps;
mod places;

use super::*;
use crate::isa::compressed;
use asm::compressed as c;

/// Halfwords in a program at most, so that it fits into the ROM.
const HALVES_MAX: usize = 7_900;

pub(super) fn programs(all: &mut Vec<Directed>) {
    compute::programs(all);
    places::programs(all);
    jumps::programs(all);
    accesses::programs(all);
    illegal::programs(all);
}

/// Every halfword with one of these names.
fn named(names: &[&str]) -> Vec<u16> {
    let is_one = |half: &u16| compressed::expand(*half).is_some_and(|it| names.contains(&it.0));
    (0..=u16::MAX).filter(is_one).collect()
}
