//! CRC-32 of whole memories, eight bytes at a time: that of [`umbilical_soft_mcu::crc`], whose table
//! is made for a small ROM.

use umbilical_soft_mcu::crc::INITIAL;

const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Entry n of table k: the register after byte n and then k bytes 0.
static TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let (mut register, mut bit) = (byte as u32, 0);
        while bit < 8 {
            let odd = register & 1 == 1;
            register = (register >> 1) ^ if odd { POLYNOMIAL } else { 0 };
            bit += 1;
        }
        tables[0][byte] = register;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before: u32 = tables[table - 1][byte];
            tables[table][byte] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

/// The register after `bytes` have gone through it; neither end is inverted.
pub fn update(mut register: u32, bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word) ^ u64::from(register);
        let part = |k: u32| TABLES[7 - k as usize][(word >> (8 * k) & 0xFF) as usize];
        register = (1..8).fold(part(0), |sum, k| sum ^ part(k));
    }
    let byte = |register: u32, byte: &u8| {
        (register >> 8) ^ TABLES[0][((register ^ u32::from(*byte)) & 0xFF) as usize]
    };
    rest.iter().fold(register, byte)
}

/// The CRC-32 of `bytes`.
pub fn crc32(bytes: &[u8]) -> u32 {
    !update(INITIAL, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    /// Breaks when a table, or what is left after the last whole word, is wrong.
    #[test]
    fn it_is_the_firmwares() {
        let mut bytes = [0; 67];
        Rng::new(1).fill(&mut bytes);
        for length in 0..=bytes.len() {
            let expected = umbilical_soft_mcu::crc::crc32(&bytes[..length]);
            assert_eq!(crc32(&bytes[..length]), expected, "{length} bytes");
        }
    }
}
