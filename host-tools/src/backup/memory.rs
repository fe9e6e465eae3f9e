//! The memory that a backup is of.

use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::layout::Space;
use umbilical_soft_mcu::nor::{NorPart, SECTOR_BYTES};

use crate::cli::BusKind;
use crate::layout;

/// Largest memory of a backup, in bytes: the largest flash that the firmware takes.
pub const MEMORY_BYTES_MAX: u32 = 256 << 20;
/// Smallest flash that the firmware takes, in bytes.
const FLASH_BYTES_MIN: u32 = 64 << 10;
/// Longest name of a part.
const PART_BYTES_MAX: usize = 32;

/// The part with this name, on whichever bus it is.
pub fn part_by_name(name: &str) -> Option<MemoryPart> {
    let eeprom = Part::by_name(name).map(MemoryPart::Eeprom);
    eeprom.or_else(|| NorPart::by_name(name).map(MemoryPart::Nor))
}

/// A memory as a backup names it.
///
/// An EEPROM does not say what it is, so its part is one of the table
/// ([`PARTS`](umbilical_soft_mcu::eeprom::PARTS)). A flash has a JEDEC id and may be one that this
/// program has no table of; then its size counts and its name is a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryId {
    bus: BusKind,
    part: String,
    jedec: Option<[u8; 3]>,
    bytes: u32,
}

impl From<MemoryPart> for MemoryId {
    fn from(part: MemoryPart) -> MemoryId {
        let (bus, jedec) = match part {
            MemoryPart::Eeprom(_) => (BusKind::I2c, None),
            MemoryPart::Nor(part) => (BusKind::Spi, Some(part.jedec)),
        };
        MemoryId {
            bus,
            part: part.name().to_owned(),
            jedec,
            bytes: part.bytes(),
        }
    }
}

impl MemoryId {
    /// The memory with these properties, if there can be one: a known part has to be as the table
    /// has it.
    ///
    /// # Errors
    /// What is wrong, as a sentence without its subject.
    pub fn new(
        bus: BusKind,
        part: &str,
        jedec: Option<[u8; 3]>,
        bytes: u32,
    ) -> Result<MemoryId, String> {
        let id = MemoryId {
            bus,
            part: part.to_owned(),
            jedec,
            bytes,
        };
        let known = match (bus, jedec) {
            (BusKind::I2c, None) => Part::by_name(part).map(MemoryPart::Eeprom),
            (BusKind::I2c, Some(_)) => return Err("has a JEDEC id, which no EEPROM has".into()),
            (BusKind::Spi, None) => return Err("has no JEDEC id, which every flash has".into()),
            (BusKind::Spi, Some(jedec)) => NorPart::by_jedec(jedec).map(MemoryPart::Nor),
        };
        match known {
            Some(part) if MemoryId::from(part) == id => Ok(id),
            Some(part) => Err(format!(
                "does not agree with a {} of {} bytes",
                part.name(),
                part.bytes()
            )),
            None if bus == BusKind::I2c => Err("is no EEPROM that this program knows".into()),
            None if part_by_name(part).is_some() => {
                Err("has the name of a part and the JEDEC id of another one".into())
            }
            None => id.possible_flash(),
        }
    }

    fn possible_flash(self) -> Result<MemoryId, String> {
        let sizes = FLASH_BYTES_MIN..=MEMORY_BYTES_MAX;
        if !self.bytes.is_power_of_two() || !sizes.contains(&self.bytes) {
            return Err(format!(
                "has {} bytes, which is no power of two from 64 KiB to 256 MiB",
                self.bytes
            ));
        }
        let graphic = self.part.bytes().all(|byte| byte.is_ascii_graphic());
        if self.part.is_empty() || self.part.len() > PART_BYTES_MAX || !graphic {
            return Err(format!(
                "has a name that is not 1 to {PART_BYTES_MAX} printable ASCII characters"
            ));
        }
        Ok(self)
    }

    /// The bus that it is on.
    pub fn bus(&self) -> BusKind {
        self.bus
    }

    /// Name of the part.
    pub fn name(&self) -> &str {
        &self.part
    }

    /// Manufacturer, type, capacity; EEPROMs have none.
    pub fn jedec(&self) -> Option<[u8; 3]> {
        self.jedec
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> u32 {
        self.bytes
    }

    /// The part, if it is one that this program has a table of.
    pub fn part(&self) -> Option<MemoryPart> {
        match self.jedec {
            None => Part::by_name(&self.part).map(MemoryPart::Eeprom),
            Some(jedec) => NorPart::by_jedec(jedec).map(MemoryPart::Nor),
        }
    }

    /// What a layout of it has to obey.
    pub fn space(&self) -> Space {
        match self.part() {
            Some(part) => layout::space(part),
            None => Space {
                bytes: self.bytes,
                unit: SECTOR_BYTES,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use umbilical_soft_mcu::{eeprom, nor};

    #[test]
    fn every_part_is_its_own_id() {
        let eeproms = eeprom::PARTS.iter().map(MemoryPart::Eeprom);
        for part in eeproms.chain(nor::PARTS.iter().map(MemoryPart::Nor)) {
            let id = MemoryId::from(part);
            let again = MemoryId::new(id.bus, &id.part, id.jedec, id.bytes);
            assert_eq!(again, Ok(id.clone()));
            assert_eq!(id.part(), Some(part));
            assert_eq!(id.space(), layout::space(part));
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let new = |bus, part, jedec, bytes| MemoryId::new(bus, part, jedec, bytes).is_ok();
        let other = Some([0xC8, 0x40, 0x18]);
        let w25q128 = Some([0xEF, 0x40, 0x18]);
        assert!(new(BusKind::Spi, "gd25q128", other, 16 << 20));
        assert!(!new(BusKind::I2c, "24c64", None, 4096));
        assert!(!new(BusKind::I2c, "24C64", None, 8192), "one spelling");
        assert!(!new(BusKind::I2c, "24c64", w25q128, 8192));
        assert!(!new(BusKind::I2c, "24c99", None, 8192));
        assert!(!new(BusKind::Spi, "w25q128jv", None, 16 << 20));
        assert!(!new(BusKind::Spi, "w25q128jv", other, 16 << 20));
        assert!(!new(BusKind::Spi, "mine", w25q128, 16 << 20));
        assert!(!new(BusKind::Spi, "gd25q128", other, 3 << 20));
        assert!(!new(BusKind::Spi, "gd25q128", other, 1 << 15));
        assert!(!new(BusKind::Spi, "gd25q128", other, 1 << 29));
        assert!(!new(BusKind::Spi, "", other, 16 << 20));
        assert!(!new(BusKind::Spi, "a b", other, 16 << 20));
    }
}
