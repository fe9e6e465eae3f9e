//! From the options to a scenario.

use std::cmp::Ordering;
use std::path::Path;

use umbilical_emu::controller::Backend;
use umbilical_emu::fault::{Fault, FaultKind, FaultPlan};
use umbilical_emu::memory::MemoryPart;
use umbilical_emu::scenario::{Button, Device, Scenario};
use umbilical_emu::system::Cable;
use umbilical_soft_mcu::eeprom::{Part, StrapPin};
use umbilical_soft_mcu::layout::Layout;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::registers::BUFFER_BYTES;

use super::{firmware, flash_firmware};
use crate::cli::{
    BackendKind, BufferSize, BusKind, CableKind, EmulateOptions, Mode, RoleButton, Switch,
};
use crate::error::Error;
use crate::layout;

/// The configuration of an access switch, rescued when no `--source` is given.
const SAMPLE: &[u8] = include_bytes!("../../sample/access-switch.conf");

/// Parses the options into a scenario; nothing is run or written here.
///
/// # Errors
/// The usage errors of [`Error`].
pub fn scenario(options: &EmulateOptions) -> Result<Scenario, Error> {
    let Mode::Direct = options.mode;
    let (bus, name) = (options.bus, options.part.as_deref());
    let name = name.unwrap_or(default_part(bus));
    let source_part = part(bus, name)?;
    let standby_part = part(bus, options.standby_part.as_deref().unwrap_or(name))?;
    same_size(source_part, standby_part)?;
    let bus_hz = bus_hz(options, [source_part, standby_part])?;
    let source = match &options.source {
        Some(path) => contents(path, source_part)?,
        None => SAMPLE[..SAMPLE.len().min(source_part.bytes() as usize)].to_vec(),
    };
    let standby = match &options.standby {
        Some(path) => contents(path, standby_part)?,
        None => Vec::new(),
    };
    if options.source_power() == Switch::On
        && options.source_button == RoleButton::Destination
        && options.standby_button == RoleButton::Destination
    {
        return Err(Error::BothDestination);
    }
    for fault in &options.faults {
        check_fault(bus, fault, [source_part, standby_part])?;
    }
    let faults = FaultPlan::new(options.faults.clone());
    let layout = layout(options, standby_part)?;
    let rom = match bus {
        BusKind::I2c => firmware(),
        BusKind::Spi => flash_firmware(),
    };
    Ok(Scenario {
        layout,
        source: Device {
            powered: options.source_power() == Switch::On,
            button: button(options.source_button),
            fitted: !options.no_source_memory,
            ..Device::new(source_part, source)
        },
        standby: Device {
            button: button(options.standby_button),
            write_protect: options.write_protect,
            ..Device::new(standby_part, standby)
        },
        cable: match options.cable() {
            CableKind::Electric => Some(Cable::Electric),
            CableKind::Optical => Some(Cable::Optical),
            CableKind::None => None,
        },
        backend: backend(options.backend)?,
        clock_hz: options.clock_hz,
        bus_hz,
        buffer_bytes: buffer_bytes(bus, options.buffer, source_part)?,
        faults,
        seed: options.seed,
        ..Scenario::new(rom, source_part, Vec::new(), Vec::new())
    })
}

/// The layout that the options ask for.
fn layout(options: &EmulateOptions, part: MemoryPart) -> Result<Option<Layout>, Error> {
    let Some(path) = &options.layout else {
        return Ok(None);
    };
    let space = layout::space(part);
    let layout = layout::read(path, space)?;
    layout::warn_of_unnamed(&layout, space, path);
    Ok(Some(match &options.region {
        Some(name) => layout::only(&layout, name, path)?,
        None => layout,
    }))
}

const fn default_part(bus: BusKind) -> &'static str {
    match bus {
        BusKind::I2c => "24c64",
        BusKind::Spi => "w25q128",
    }
}

fn part(bus: BusKind, name: &str) -> Result<MemoryPart, Error> {
    let eeprom = Part::by_name(name).map(MemoryPart::Eeprom);
    let flash = NorPart::by_name(name).map(MemoryPart::Nor);
    let (own, other, other_bus) = match bus {
        BusKind::I2c => (eeprom, flash, BusKind::Spi),
        BusKind::Spi => (flash, eeprom, BusKind::I2c),
    };
    if let (None, Some(part)) = (own, other) {
        return Err(Error::OtherBus {
            part: part.name(),
            bus: other_bus,
        });
    }
    let part = own.ok_or_else(|| Error::UnknownPart(bus, name.to_owned()))?;
    match part.eeprom() {
        Some(part) if part.strap == StrapPin::None => Err(Error::NoStrap(part.name)),
        _ => Ok(part),
    }
}

fn same_size(source: MemoryPart, standby: MemoryPart) -> Result<(), Error> {
    let order = standby.bytes().cmp(&source.bytes());
    let (source, standby) = (source.name(), standby.name());
    match order {
        Ordering::Less => Err(Error::StandbySmaller { source, standby }),
        Ordering::Greater => Err(Error::StandbyLarger { source, standby }),
        Ordering::Equal => Ok(()),
    }
}

fn bus_hz(options: &EmulateOptions, parts: [MemoryPart; 2]) -> Result<u32, Error> {
    let highest = |part: &MemoryPart| match part {
        MemoryPart::Eeprom(part) => part.bus_hz_max,
        MemoryPart::Nor(part) => part.fast_hz_max,
    };
    let slower = if highest(&parts[1]) < highest(&parts[0]) {
        parts[1]
    } else {
        parts[0]
    };
    let bus_hz_max = highest(&slower);
    let bus_hz = options.bus_hz.unwrap_or(bus_hz_max);
    if bus_hz > bus_hz_max {
        return Err(Error::BusTooFast {
            part: slower.name(),
            bus_hz_max,
            bus_hz,
        });
    }
    Ok(bus_hz)
}

fn contents(path: &Path, part: MemoryPart) -> Result<Vec<u8>, Error> {
    let unreadable = |cause| Error::Unreadable(path.to_owned(), cause);
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > u64::from(part.bytes()) {
        let file = path.to_owned();
        return Err(Error::SourceTooLarge {
            file,
            bytes,
            part: part.name(),
            part_bytes: part.bytes(),
        });
    }
    std::fs::read(path).map_err(unreadable)
}

/// Makes sure that `fault` means something on this bus with these parts.
///
/// # Errors
/// [`Error::FaultOutOfRange`], [`Error::NotOnBus`].
pub(crate) fn check_fault(
    bus: BusKind,
    fault: &Fault,
    parts: [MemoryPart; 2],
) -> Result<(), Error> {
    match fault.kind {
        FaultKind::BitFlip { side, offset, .. } if offset >= parts[side as usize].bytes() => {
            Err(Error::FaultOutOfRange(fault.to_string()))
        }
        FaultKind::MissedAck { .. } if bus == BusKind::Spi => {
            Err(Error::NotOnBus(bus, fault.to_string()))
        }
        _ => Ok(()),
    }
}

fn backend(kind: BackendKind) -> Result<Backend, Error> {
    match kind {
        BackendKind::Model => Ok(Backend::default()),
        #[cfg(feature = "verilated")]
        BackendKind::Verilated => Ok(Backend::new("verilated", umbilical_cosim::Verilated::new)),
        #[cfg(not(feature = "verilated"))]
        BackendKind::Verilated => Err(Error::NotVerilated),
    }
}

fn button(button: RoleButton) -> Button {
    match button {
        RoleButton::None => Button::None,
        RoleButton::Source => Button::Source,
        RoleButton::Destination => Button::Destination,
    }
}

/// The buffer that the firmware will really use: at most the controller's transfer buffer, and
/// with a flash always all of it.
fn buffer_bytes(bus: BusKind, size: Option<BufferSize>, part: MemoryPart) -> Result<u32, Error> {
    if let (BusKind::Spi, Some(_)) = (bus, size) {
        return Err(Error::NotOnBus(bus, "--buffer".into()));
    }
    let wanted = match size {
        Some(BufferSize::None) => 0,
        Some(BufferSize::Page) => part.page_bytes(),
        Some(BufferSize::Whole) | None => part.bytes(),
        Some(BufferSize::Bytes(bytes)) => bytes,
    };
    Ok(wanted.min(BUFFER_BYTES))
}
