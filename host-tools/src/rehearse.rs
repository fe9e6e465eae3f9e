//! The `rehearse` command: is this backup one that a device boots from?
//!
//! The backup is restored onto the memory of an emulated device: what the restore would write is
//! written there, and the rest is what that device held before. Then the device is switched on, with
//! no cable and the real firmware. Its host has to come out of reset, read its configuration over
//! its own bus and go on reading in service; everything that it read, and the whole memory
//! afterwards, is compared with what the backup says.

mod run;
mod tell;

use std::time::Instant;

use umbilical_emu::host::spi::REACH_BYTES;
use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::layout::Layout;

use crate::backup::dry_run::DryRun;
use crate::backup::{
    Contents, Mapping, Problem, Target, part_by_name, read_contents, read_public_key,
};
use crate::cli::{BusKind, Format, MapKind, ProgressMode, RehearseOptions};
use crate::emulate::check_fault;
use crate::error::Error;
use crate::output::{self, Teller};
use run::Rehearsal;

/// What blank memories hold.
const BLANK: u8 = 0xFF;
/// Bytes that the host of a flash reads when it boots: bit by bit on the emulator, which is why it
/// is not all of them.
const FLASH_BOOT_BYTES: u32 = 256 << 10;

/// The memory of the emulated device, before and after the restore.
struct Restored {
    part: MemoryPart,
    writes: Layout,
    held: Vec<u8>,
    contents: Vec<u8>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Backup`] when the file cannot be restored there, [`Error::Run`] when the device does not
/// boot, [`Error::ReadsDifferently`] when it boots from something else; usage and file errors.
pub fn run(options: &RehearseOptions, format: Format, mode: ProgressMode) -> Result<(), Error> {
    let named = match &options.part {
        Some(name) => {
            Some(part_by_name(name).ok_or_else(|| Error::UnknownPart(BusKind::I2c, name.clone()))?)
        }
        None => None,
    };
    let key = options.key.as_deref().map(read_public_key).transpose()?;
    let file = read_contents(&options.file, options.from)?;
    let in_file = |problem| Error::backup(&options.file, problem);
    if let Some(key) = &key {
        file.require(key).map_err(in_file)?;
    }
    let restored = restored(options, named, &file)?;
    for fault in &options.faults {
        let bus = match restored.part {
            MemoryPart::Eeprom(_) => BusKind::I2c,
            MemoryPart::Nor(_) => BusKind::Spi,
        };
        check_fault(bus, fault, [restored.part; 2])?;
    }
    let Restored {
        part,
        writes,
        held,
        contents,
    } = restored;
    let rehearsal = Rehearsal::new(part, contents, boot_bytes(options, part), options);
    let plan = DryRun::new(
        part,
        &writes,
        &held,
        rehearsal.contents(),
        rehearsal.bus_hz(),
    );
    let plan = plan.map_err(in_file)?;
    let about = tell::About {
        file: &options.file,
        backup: file.backup(),
        plan: &plan,
        writes: &writes,
    };
    if format == Format::Human && mode != ProgressMode::None {
        output::say(&tell::story(&about));
    }
    let mut teller = Teller::new(mode);
    let started = Instant::now();
    let (report, result) = rehearsal.run(|progress| teller.tell(progress));
    teller.done();
    let wall_ns = started.elapsed().as_nanos() as u64;
    match (format, &result) {
        (Format::Json, _) => tell::json(&about, &report, wall_ns, result.as_ref().err()),
        (Format::Human, Ok(())) => tell::people(&about, &report),
        // The error says it all.
        (Format::Human, Err(_)) => {}
    }
    result
}

fn boot_bytes(options: &RehearseOptions, part: MemoryPart) -> u32 {
    let (usual, most) = match part {
        MemoryPart::Eeprom(part) => (part.bytes, part.bytes),
        // Hosts read with three address bytes.
        MemoryPart::Nor(part) => (FLASH_BOOT_BYTES, part.bytes.min(REACH_BYTES)),
    };
    options.boot_bytes.unwrap_or(usual).min(most)
}

/// Restores what is in the file onto the memory of the emulated device.
fn restored(
    options: &RehearseOptions,
    named: Option<MemoryPart>,
    file: &Contents,
) -> Result<Restored, Error> {
    let in_file = |problem| Error::backup(&options.file, problem);
    let backup = match file {
        Contents::Backup(backup) => backup,
        Contents::Image(_, image) => {
            let part = named.ok_or_else(|| {
                in_file(Problem::Usage {
                    what: "an image does not say which memory it is of",
                    hint: "name it: --part NAME",
                })
            })?;
            let fill = options.fill_gaps.then_some(BLANK);
            let contents = image.flat(Some(part.bytes()), fill);
            return Ok(Restored {
                part,
                writes: Layout::whole(part.bytes()),
                held: held(options, part)?,
                contents: contents.map_err(|problem| in_file(problem.into()))?,
            });
        }
    };
    let part = named.or(backup.manifest().about.memory.part());
    let part = part.ok_or_else(|| {
        in_file(Problem::Usage {
            what: "the emulator has no such flash as this backup is of",
            hint: "rehearse it on one of the same size: --part NAME --map part",
        })
    })?;
    let own = backup.manifest().about.device.id;
    let target = Target::new(options.device_id.unwrap_or(own), part);
    let mapping = Mapping {
        device: options.map.contains(&MapKind::Device),
        memory: options.map.contains(&MapKind::Part),
    };
    let restore = backup.restore_to(&target, mapping).map_err(in_file)?;
    let held = held(options, part)?;
    Ok(Restored {
        part,
        writes: *restore.writes(),
        contents: restore.onto(&held).map_err(in_file)?,
        held,
    })
}

/// What the device held before.
fn held(options: &RehearseOptions, part: MemoryPart) -> Result<Vec<u8>, Error> {
    let Some(path) = &options.over else {
        return Ok(vec![BLANK; part.bytes() as usize]);
    };
    let image = match read_contents(path, None)? {
        Contents::Backup(backup) => backup.image(),
        Contents::Image(_, image) => image,
    };
    let held = image.flat(Some(part.bytes()), Some(BLANK));
    held.map_err(|problem| Error::backup(path, problem.into()))
}
