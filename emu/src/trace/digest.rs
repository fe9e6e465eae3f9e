//! A running hash of everything that the nets did: equal runs have equal digests.

mod run;

pub use run::RunDigest;

use crate::nets::{Levels, Side, of_board};
use crate::time::Time;

/// 64-bit hash over a sequence of (time, changed nets, levels), sensitive to order.
///
/// Two lanes of 64 bits take two words each per change, so that the two multiplications of a
/// lane overlap with those of the other. To take a word `w`, a lane `s` becomes
///
/// ```text
/// s' = (s ^ w) * K        K odd
/// s  = s' ^ (s' >> 32)
/// ```
///
/// Both steps are bijections, in `s` for a given `w` and in `w` for a given `s`. Two sequences
/// that differ in one word therefore *always* have different digests; sequences that differ in
/// more collide with a probability of about 2^-64. It is no cryptographic hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    first: u64,
    second: u64,
}

const K: u64 = 0x9e6c_63d0_876a_7f6b;

#[inline]
const fn take(lane: u64, word: u64) -> u64 {
    let product = (lane ^ word).wrapping_mul(K);
    product ^ (product >> 32)
}

/// The lower 32 nets of both boards.
#[inline]
const fn lower(word: u128) -> u64 {
    let (a, b) = (of_board(word, Side::A), of_board(word, Side::B));
    a & 0xFFFF_FFFF | b << 32
}

impl Default for Digest {
    fn default() -> Digest {
        Digest::new()
    }
}

impl Digest {
    /// The digest of nothing.
    pub const fn new() -> Digest {
        Digest {
            first: 0x243f_6a88_85a3_08d3,
            second: 0x1319_8a2e_0370_7344,
        }
    }

    /// Takes one instant: at `at` the nets in `changed` changed and all nets became `levels`.
    /// Nets of the point-to-point bus are left out.
    #[inline]
    pub const fn change(&mut self, at: Time, levels: Levels, changed: u128) {
        let changed = lower(changed);
        if changed == 0 {
            return;
        }
        self.words([at.ps(), lower(levels.high), changed, lower(levels.odd)]);
    }

    /// Takes four words.
    #[inline]
    pub const fn words(&mut self, [a, b, c, d]: [u64; 4]) {
        self.first = take(take(self.first, a), b);
        self.second = take(take(self.second, c), d);
    }

    /// The hash of all changes up to now.
    pub const fn value(&self) -> u64 {
        // Bijective in each lane, for the guarantee above.
        let mut bits = self.first.wrapping_add(self.second.rotate_left(29));
        bits = (bits ^ (bits >> 31)).wrapping_mul(K);
        bits ^ (bits >> 29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    use crate::nets::on_board;

    type Change = (Time, Levels, u128);

    /// Lower 32 nets of both boards from one word.
    fn wide(word: u64) -> u128 {
        on_board(word & 0xFFFF_FFFF, Side::A) | on_board(word >> 32, Side::B)
    }

    fn digest(changes: &[Change]) -> u64 {
        let mut digest = Digest::new();
        for &(at, levels, changed) in changes {
            digest.change(at, levels, changed);
        }
        digest.value()
    }

    fn random_changes(seed: u64, count: usize) -> Vec<Change> {
        let mut rng = Rng::new(seed);
        let mut at = Time::ZERO;
        (0..count)
            .map(|_| {
                at = Time::from_ps(at.ps() + 1 + rng.below(1_000_000));
                let high = wide(rng.next_u64());
                let odd = wide(rng.next_u64() & rng.next_u64());
                (at, Levels { high, odd }, wide(rng.next_u64()))
            })
            .collect()
    }

    #[test]
    fn every_single_difference_shows() {
        let changes = random_changes(11, 20);
        let whole = digest(&changes);
        let mut seen = std::collections::HashSet::from([whole]);
        for index in 0..changes.len() {
            for bit in 0..64 {
                for word in 0..4 {
                    let mut other = changes.clone();
                    let (at, levels, changed) = &mut other[index];
                    match word {
                        0 => *at = Time::from_ps(at.ps() ^ (1 << bit)),
                        1 => levels.high ^= wide(1 << bit),
                        2 => levels.odd ^= wide(1 << bit),
                        _ => *changed ^= wide(1 << bit),
                    }
                    let place = format!("change {index}, word {word}, bit {bit}");
                    assert!(seen.insert(digest(&other)), "no difference at {place}");
                }
            }
        }
    }

    #[test]
    fn order_and_length_show() {
        let changes = random_changes(12, 20);
        let whole = digest(&changes);
        for index in 1..changes.len() {
            let mut swapped = changes.clone();
            swapped.swap(index - 1, index);
            assert_ne!(digest(&swapped), whole, "order at {index}");
            let mut shorter = changes.clone();
            shorter.remove(index);
            assert_ne!(digest(&shorter), whole, "without {index}");
        }
        let mut longer = changes.clone();
        longer.push((Time::ZERO, Levels::default(), 1));
        assert_ne!(digest(&longer), whole);
    }

    /// Golden traces name digests in files: the function must never change unnoticed.
    #[test]
    fn the_function_is_fixed() {
        assert_eq!(
            format!("{:016x}", digest(&random_changes(13, 1000))),
            "ba9b93f7543185fe"
        );
    }
}
