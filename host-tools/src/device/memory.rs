//! Which memory a device says that it has.

use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::eeprom;
use umbilical_soft_mcu::link::answer::{MemoryKind, ProbeAck};
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::timing::spi_half;

use super::problem::Problem;
use crate::backup::MemoryId;
use crate::cli::BusKind;

/// The memory in an answer to `Probe`, none of which is believed: its size is taken for buffers.
///
/// # Errors
/// [`Problem::UnknownMemory`].
pub fn of(ack: &ProbeAck) -> Result<MemoryId, Problem> {
    if ack.bytes == 0 {
        return Err(Problem::UnknownMemory {
            kind: ack.kind,
            part: ack.part,
            what: "was busy when the device started and has not been asked since; backup and \
                   verify ask it"
                .into(),
        });
    }
    let unknown = |what: String| Problem::UnknownMemory {
        kind: ack.kind,
        part: ack.part,
        what,
    };
    let id = match MemoryKind::from_code(ack.kind.into()) {
        Some(MemoryKind::Eeprom) => {
            let part = eeprom::PARTS.get(ack.part as usize);
            let part = part.ok_or_else(|| unknown("is in no table of EEPROMs".into()))?;
            MemoryId::from(MemoryPart::Eeprom(part))
        }
        Some(MemoryKind::Nor) => {
            let [_, maker, kind, capacity] = ack.part.to_be_bytes();
            let jedec = [maker, kind, capacity];
            match NorPart::by_jedec(jedec) {
                Some(part) => MemoryId::from(MemoryPart::Nor(part)),
                None => {
                    let name = format!("jedec-{maker:02x}{kind:02x}{capacity:02x}");
                    MemoryId::new(BusKind::Spi, &name, Some(jedec), ack.bytes).map_err(unknown)?
                }
            }
        }
        None => return Err(unknown("is neither EEPROM nor flash".into())),
    };
    match id.bytes() == ack.bytes {
        true => Ok(id),
        false => Err(unknown(format!(
            "has {} bytes and should have {}",
            ack.bytes,
            id.bytes()
        ))),
    }
}

/// SCL or SCK of the controller in Hz: the firmware takes the fastest that the part allows.
pub fn bus_hz(ack: &ProbeAck, part: MemoryPart) -> u32 {
    match part {
        MemoryPart::Eeprom(part) => part.bus_hz_max,
        MemoryPart::Nor(part) => {
            let clock_hz = ack.clock_hz.max(1);
            clock_hz / (2 * spi_half(clock_hz, part.fast_hz_max)).max(1)
        }
    }
}
