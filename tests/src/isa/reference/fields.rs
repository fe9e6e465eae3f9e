//! Fields of instructions, bit by bit.

/// Where the immediate of 12 bits stands in an instruction word: pieces (high, low) from the
/// immediate's highest bit down.
pub(in crate::isa) const IMMEDIATE: [(u32, u32); 1] = [(31, 20)];
/// The same of the upper 20 bits.
pub(in crate::isa) const UPPER: [(u32, u32); 1] = [(31, 12)];
/// The same of a store's offset.
pub(in crate::isa) const STORE: [(u32, u32); 2] = [(31, 25), (11, 7)];
/// The same of half a branch's offset.
pub(in crate::isa) const BRANCH: [(u32, u32); 4] = [(31, 31), (7, 7), (30, 25), (11, 8)];
/// The same of half a jump's offset.
pub(in crate::isa) const JUMP: [(u32, u32); 4] = [(31, 31), (19, 12), (20, 20), (30, 21)];

/// Bits `ranges` (high, low) of `word`, put together from left to right.
pub(in crate::isa) fn gather(word: u32, ranges: &[(u32, u32)]) -> u32 {
    let mut result = 0;
    for &(high, low) in ranges {
        for bit in (low..=high).rev() {
            result = result * 2 + (word / 2_u32.pow(bit)) % 2;
        }
    }
    result
}

/// A word from which [`gather`] gets the lowest bits of `value`; its other bits are 0.
pub(in crate::isa) fn spread(value: u32, ranges: &[(u32, u32)]) -> u32 {
    let (mut word, mut rest) = (0, value);
    for &(high, low) in ranges.iter().rev() {
        for bit in low..=high {
            word += rest % 2 * 2_u32.pow(bit);
            rest /= 2;
        }
    }
    word
}

/// The lowest `bits` bits of `value` as a signed number.
pub(in crate::isa) fn signed(value: u32, bits: u32) -> i64 {
    let value = i64::from(value);
    if value >= 1 << (bits - 1) {
        value - (1 << bits)
    } else {
        value
    }
}
