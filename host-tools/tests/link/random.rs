//! Random numbers that follow from a seed.

/// A generator whose every value follows from its seed (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Clone)]
pub struct Random(pub u64);

impl Random {
    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Less than `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.number() % bound
    }

    /// True once in `one_in` times; never for 0.
    pub fn hits(&mut self, one_in: u64) -> bool {
        one_in != 0 && self.below(one_in) == 0
    }

    /// Any bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.number() as u8).collect()
    }

    /// Random bytes, blank ones and text in turn, as a memory has them.
    pub fn memory(&mut self, count: usize) -> Vec<u8> {
        let mut memory = Vec::new();
        while memory.len() < count {
            let length = self.below(3000) as usize;
            match self.below(3) {
                0 => memory.extend(self.bytes(length)),
                1 => memory.resize(memory.len() + length, 0xFF),
                _ => {
                    let line = format!("vlan {} name uplink\n", self.below(4094));
                    memory.extend(line.bytes().cycle().take(length));
                }
            }
        }
        memory.truncate(count);
        memory
    }
}
