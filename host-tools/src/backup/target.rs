//! Whether a backup may go to a device, and what of it is written there.
//!
//! | region's policy | to the device that it is of | to another one (mapped) |
//! |---|---|---|
//! | `copy` | written | written |
//! | `keep` | written: it belongs to this unit | left alone: it belongs to the other unit |
//! | `skip` | left alone | left alone |

use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::layout::{Layout, Policy, Region, TypeCheck};

use super::container::Backup;
use super::identity::DeviceId;
use super::memory::MemoryId;
use super::problem::Problem;
use crate::layout;

/// A device that a backup is to go to.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which device it is.
    pub device: DeviceId,
    /// Its memory.
    pub memory: MemoryId,
}

impl Target {
    /// The device `device` with this part.
    pub fn new(device: DeviceId, part: MemoryPart) -> Target {
        Target {
            device,
            memory: part.into(),
        }
    }
}

/// What may differ because somebody said so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The device: what belongs to the old unit stays away from the new one.
    pub device: bool,
    /// The memory, as long as every region that is written fits into it.
    pub memory: bool,
}

/// A backup on its way to a device that may have it.
#[derive(Clone, Copy, Debug)]
pub struct Restore<'a> {
    backup: &'a Backup,
    /// What is written has the policy `copy`, all else is left alone.
    writes: Layout,
    bytes: u32,
}

impl Backup {
    /// Makes sure that this backup may go to `target`.
    ///
    /// # Errors
    /// [`Problem::OtherDevice`], [`Problem::OtherMemory`], [`Problem::DoesNotFit`].
    pub fn restore_to(&self, target: &Target, mapping: Mapping) -> Result<Restore<'_>, Problem> {
        let about = &self.manifest().about;
        let same_unit = about.device.id == target.device;
        if !same_unit && !mapping.device {
            return Err(Problem::OtherDevice {
                backup: about.device.to_string(),
                target: target.device.to_string(),
            });
        }
        if about.memory != target.memory && !mapping.memory {
            return Err(Problem::OtherMemory {
                backup: about.memory.name().to_owned(),
                target: target.memory.name().to_owned(),
            });
        }
        let written = |region: &Region| match region.policy {
            Policy::Copy => true,
            Policy::Keep => same_unit,
            Policy::Skip => false,
        };
        // What is not written need not fit.
        let regions: Vec<Region> = (self.layout().regions())
            .filter(|region| written(region))
            .map(|region| Region {
                policy: Policy::Copy,
                ..*region
            })
            .collect();
        let space = target.memory.space();
        let writes = Layout::new(&regions, TypeCheck::NONE, space).map_err(|error| {
            let problem = layout::Problem::new(error, &regions, TypeCheck::NONE, space);
            Problem::DoesNotFit {
                target: target.memory.name().to_owned(),
                problem,
            }
        })?;
        Ok(Restore {
            backup: self,
            writes,
            bytes: target.memory.bytes(),
        })
    }
}

impl Restore<'_> {
    /// What is written, as regions that are copied.
    pub fn writes(&self) -> &Layout {
        &self.writes
    }

    /// What a memory that holds `held` holds afterwards.
    ///
    /// # Errors
    /// [`Problem::MemorySize`] when `held` is not as long as the target's memory.
    pub fn onto(&self, held: &[u8]) -> Result<Vec<u8>, Problem> {
        if held.len() as u64 != u64::from(self.bytes) {
            return Err(Problem::MemorySize {
                memory: "target".into(),
                memory_bytes: self.bytes,
                bytes: held.len() as u64,
            });
        }
        let mut memory = held.to_vec();
        for (saved, bytes) in self.backup.regions() {
            let offset = saved.region.offset;
            let written = self.writes.after(Policy::Copy, offset);
            if written.is_some_and(|region| region.offset == offset) {
                memory[offset as usize..][..bytes.len()].copy_from_slice(bytes);
            }
        }
        Ok(memory)
    }
}
