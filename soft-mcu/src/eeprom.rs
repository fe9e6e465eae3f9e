//! Serial EEPROM parts by data sheet: geometry, addressing and timing limits.
//!
//! Figures are those of the 24Cxx families of Microchip, ST and Atmel (AT24C512C, AT24CM01,
//! AT24CM02, M24C64, 24FC512). Where vendors differ the stricter figure stands here.

/// Which address pin carries the strap that tells the two devices' memories apart.
///
/// The strap is the lowest address pin that the part has: the larger parts use the places below
/// for block bits of the word address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrapPin {
    /// Bit 0 of the device address.
    A0,
    /// Bit 1 (24C04, 24CM01: bit 0 is a block bit).
    A1,
    /// Bit 2 (24C08, 24CM02: bits 1..0 are block bits).
    A2,
    /// No address pin at all (24C16): two of them cannot share a bus.
    None,
}

/// A serial EEPROM part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name as on the command line, lower case.
    pub name: &'static str,
    /// Array size in bytes, a power of two.
    pub bytes: u32,
    /// Page size in bytes, a power of two.
    pub page_bytes: u32,
    /// Word-address bytes after the device address (1 or 2).
    pub address_bytes: u8,
    /// Low bits of the device address that carry the upper bits of the word address.
    pub block_bits: u8,
    /// The address pin that carries the strap.
    pub strap: StrapPin,
    /// Highest SCL frequency in Hz.
    pub bus_hz_max: u32,
}

/// Longest internal write cycle, all parts (data sheets: tWR, tW or tWC, 5 ms).
pub const WRITE_TIME_MAX_NS: u64 = 5_000_000;

/// The upper nibble of every serial EEPROM's device address.
pub const DEVICE_TYPE: u8 = 0x50;

const fn part(
    name: &'static str,
    bytes: u32,
    page_bytes: u32,
    address_bytes: u8,
    block_bits: u8,
    strap: StrapPin,
) -> Part {
    // 24C02..24C16 are 400 kHz parts; from 24C32 on 1 MHz variants exist (24FC32, M24C64-DF,
    // AT24C512C, AT24CM02).
    let bus_hz_max = if bytes <= 2048 { 400_000 } else { 1_000_000 };
    Part {
        name,
        bytes,
        page_bytes,
        address_bytes,
        block_bits,
        strap,
        bus_hz_max,
    }
}

/// Every part that the product knows, in order of size. The index is the part's id in the journal.
pub const PARTS: [Part; 11] = [
    part("24c02", 256, 8, 1, 0, StrapPin::A0),
    part("24c04", 512, 16, 1, 1, StrapPin::A1),
    part("24c08", 1024, 16, 1, 2, StrapPin::A2),
    part("24c16", 2048, 16, 1, 3, StrapPin::None),
    part("24c32", 4096, 32, 2, 0, StrapPin::A0),
    part("24c64", 8192, 32, 2, 0, StrapPin::A0),
    part("24c128", 16384, 64, 2, 0, StrapPin::A0),
    part("24c256", 32768, 64, 2, 0, StrapPin::A0),
    part("24c512", 65536, 128, 2, 0, StrapPin::A0),
    part("24cm01", 131_072, 256, 2, 1, StrapPin::A1),
    part("24cm02", 262_144, 256, 2, 2, StrapPin::A2),
];

/// The private journal EEPROM on every controller board.
pub const JOURNAL_PART: &Part = &PARTS[5];
/// Its device address: all address pins low.
pub const JOURNAL_DEVICE: u8 = DEVICE_TYPE;

impl Part {
    /// The part with this name, upper or lower case.
    pub fn by_name(name: &str) -> Option<&'static Part> {
        PARTS
            .iter()
            .find(|part| part.name.eq_ignore_ascii_case(name))
    }

    /// The part with this id.
    pub fn by_id(id: u8) -> Option<&'static Part> {
        PARTS.get(usize::from(id))
    }

    /// The part's id in the journal.
    pub fn id(&self) -> u8 {
        PARTS
            .iter()
            .position(|part| part.name == self.name)
            .unwrap_or(usize::MAX) as u8
    }

    /// 7-bit device address that reaches byte `address` of the part whose strap reads `strap`.
    pub const fn device(&self, strap: bool, address: u32) -> u8 {
        let strap = match (strap, self.strap) {
            (false, _) | (_, StrapPin::None) => 0,
            (true, StrapPin::A0) => 1,
            (true, StrapPin::A1) => 2,
            (true, StrapPin::A2) => 4,
        };
        let block = (address >> (8 * self.address_bytes as u32)) & ((1 << self.block_bits) - 1);
        DEVICE_TYPE | strap | block as u8
    }

    /// Number of pages.
    pub const fn pages(&self) -> u32 {
        self.bytes >> self.page_bytes.trailing_zeros()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addressing_covers_each_part_exactly() {
        for part in &PARTS {
            let reach = 1u64 << (8 * u32::from(part.address_bytes) + u32::from(part.block_bits));
            assert!(
                reach >= u64::from(part.bytes),
                "{} cannot be addressed",
                part.name
            );
            assert!(part.bytes.is_power_of_two() && part.page_bytes.is_power_of_two());
            assert_eq!(Part::by_id(part.id()), Some(part));
            assert_eq!(Part::by_name(part.name), Some(part));
        }
        assert_eq!(Part::by_name("24C64").map(|part| part.bytes), Some(8192));
        assert_eq!(Part::by_name("24c65"), None);
    }

    #[test]
    fn the_strap_never_collides_with_a_block_bit() {
        for part in PARTS.iter().filter(|part| part.strap != StrapPin::None) {
            for address in [0, part.bytes / 2, part.bytes - 1] {
                let (low, high) = (part.device(false, address), part.device(true, address));
                assert_eq!((low ^ high).count_ones(), 1, "{}", part.name);
                for other in [0, part.bytes / 2, part.bytes - 1] {
                    assert_ne!(part.device(false, other), high, "{}", part.name);
                }
            }
        }
        assert_eq!(
            Part::by_name("24cm02").map(|p| p.device(true, 0x3_0000)),
            Some(0x57)
        );
    }
}
