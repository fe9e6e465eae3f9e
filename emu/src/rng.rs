//! The emulator's only source of chance: SplitMix64, the same on every machine.

/// A deterministic generator (SplitMix64; Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators", 2014). Equal seeds give equal sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng(u64);

impl Rng {
    /// A generator that starts at `seed`; every value is a good one.
    pub const fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    /// The next 64 bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `n`; 0 when `n` is 0. Its bias is at most `n / 2^64`.
    #[inline]
    pub const fn below(&mut self, n: u64) -> u64 {
        ((self.next_u64() as u128 * n as u128) >> 64) as u64
    }

    /// As [`below`](Self::below), for 32-bit numbers.
    #[inline]
    pub const fn below_u32(&mut self, n: u32) -> u32 {
        self.below(n as u64) as u32
    }

    /// Fills `bytes`. Each began group of eight takes one step of the generator.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for group in bytes.chunks_mut(8) {
            let bits = self.next_u64().to_le_bytes();
            group.copy_from_slice(&bits[..group.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published first outputs for seed 1234567.
    #[test]
    fn gives_the_published_sequence() {
        let mut rng = Rng::new(1_234_567);
        for expected in [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ] {
            assert_eq!(rng.next_u64(), expected);
        }
    }

    #[test]
    fn below_reaches_every_number_and_no_other() {
        let mut rng = Rng::new(7);
        let mut seen = [0u32; 10];
        for _ in 0..10_000 {
            seen[rng.below(10) as usize] += 1;
        }
        assert!(
            seen.iter().all(|&count| (850..1150).contains(&count)),
            "{seen:?}"
        );
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.below(1), 0);
    }

    #[test]
    fn fill_writes_every_byte_and_depends_on_the_seed_only() {
        let mut long = [0; 19];
        Rng::new(3).fill(&mut long);
        let mut rng = Rng::new(3);
        let words = [rng.next_u64(), rng.next_u64(), rng.next_u64()].map(u64::to_le_bytes);
        assert_eq!(long, words.concat()[..19]);
    }
}
