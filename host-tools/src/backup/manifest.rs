//! The manifest: what a backup says of itself. JSON in the file, types in here.
//!
//! Version 1 has the fields below and no others. A field that this program does not know is
//! refused rather than skipped, for it may change the meaning of the rest; whoever adds one raises
//! the version.

use serde::{Deserialize, Serialize};
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, TypeCheck};

use super::container::VERSION;
use super::digest::Digest;
use super::identity::{DeviceId, Identity};
use super::memory::MemoryId;
use super::problem::Problem;
use super::timestamp::Timestamp;
use crate::cli::BusKind;
use crate::layout;

/// Bytes of a block with a hash of its own: the sector of a flash. The last one of a region may be
/// shorter.
pub const BLOCK_BYTES: u32 = 4096;
/// Longest name of a tool, in bytes.
const TOOL_BYTES_MAX: usize = 64;

/// What a backup says beside its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Whose memory it was.
    pub device: Identity,
    /// Which memory.
    pub memory: MemoryId,
    /// When it was read.
    pub time: Timestamp,
    /// What read it, with its version.
    pub tool: String,
}

/// A region that a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRegion {
    /// Name, place and policy.
    pub region: Region,
    /// Of all its bytes.
    pub sha256: Digest,
    /// Of its blocks of [`BLOCK_BYTES`], in order.
    pub blocks: Vec<Digest>,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Device, memory, time, tool.
    pub about: About,
    /// In ascending order, without overlap, by the rules of layouts.
    pub regions: Vec<SavedRegion>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: u16,
    tool: String,
    time: String,
    device: DeviceEntry,
    memory: MemoryEntry,
    block_bytes: u32,
    regions: Vec<RegionEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceEntry {
    id: String,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemoryEntry {
    bus: String,
    part: String,
    jedec: Option<String>,
    bytes: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionEntry {
    name: String,
    offset: u32,
    length: u32,
    policy: String,
    sha256: String,
    blocks: Vec<String>,
}

struct Hex(Vec<u8>);

impl std::fmt::Display for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        super::digest::write_hex(f, &self.0)
    }
}

fn wrong(field: impl Into<String>, what: impl Into<String>) -> Problem {
    Problem::Field {
        field: field.into(),
        what: what.into(),
    }
}

impl Manifest {
    /// The layout that the regions make.
    ///
    /// # Errors
    /// [`Problem::Regions`] with the rule that is broken.
    pub(super) fn layout(&self) -> Result<Layout, Problem> {
        let regions: Vec<Region> = self.regions.iter().map(|saved| saved.region).collect();
        let space = self.about.memory.space();
        Layout::new(&regions, TypeCheck::NONE, space).map_err(|error| {
            let problem = layout::Problem::new(error, &regions, TypeCheck::NONE, space);
            Problem::Regions(problem)
        })
    }

    /// Bytes of all regions.
    pub fn data_bytes(&self) -> u64 {
        let lengths = self.regions.iter().map(|saved| saved.region.length);
        lengths.map(u64::from).sum()
    }

    /// As JSON; what [`parse`](Self::parse) reads.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let About {
            device,
            memory,
            time,
            tool,
        } = &self.about;
        let region = |saved: &SavedRegion| RegionEntry {
            name: saved.region.name.to_string(),
            offset: saved.region.offset,
            length: saved.region.length,
            policy: saved.region.policy.text().into(),
            sha256: saved.sha256.to_string(),
            blocks: saved.blocks.iter().map(Digest::to_string).collect(),
        };
        let document = Document {
            format: VERSION,
            tool: tool.clone(),
            time: time.to_string(),
            device: DeviceEntry {
                id: device.id.to_string(),
                name: device.name().into(),
            },
            memory: MemoryEntry {
                bus: memory.bus().name().into(),
                part: memory.name().into(),
                jedec: memory.jedec().map(|id| Hex(id.to_vec()).to_string()),
                bytes: memory.bytes(),
            },
            block_bytes: BLOCK_BYTES,
            regions: self.regions.iter().map(region).collect(),
        };
        serde_json::to_vec(&document).expect("strings and numbers are JSON")
    }

    /// Reads a manifest, believing none of it. Whether its regions go together says
    /// [`layout`](Self::layout).
    ///
    /// # Errors
    /// [`Problem::Syntax`], [`Problem::Field`].
    pub(super) fn parse(json: &[u8]) -> Result<Manifest, Problem> {
        let document: Document =
            serde_json::from_slice(json).map_err(|error| Problem::Syntax(error.to_string()))?;
        if document.format != VERSION {
            return Err(wrong(
                "format",
                format!("is not {VERSION}, as the header says"),
            ));
        }
        if document.block_bytes != BLOCK_BYTES {
            return Err(wrong("block_bytes", format!("is not {BLOCK_BYTES}")));
        }
        let manifest = Manifest {
            about: about(&document)?,
            regions: (document.regions.iter().enumerate())
                .map(|(index, entry)| region(index, entry))
                .collect::<Result<_, _>>()?,
        };
        for (index, saved) in manifest.regions.iter().enumerate() {
            let blocks = saved.region.length.div_ceil(BLOCK_BYTES) as usize;
            if saved.blocks.len() != blocks {
                return Err(wrong(
                    format!("regions[{index}].blocks"),
                    format!("has {} hashes in place of {blocks}", saved.blocks.len()),
                ));
            }
            let before = &manifest.regions[..index];
            if before
                .iter()
                .any(|other| other.region.name == saved.region.name)
            {
                return Err(wrong(format!("regions[{index}].name"), "is there twice"));
            }
        }
        Ok(manifest)
    }
}

/// Whether `tool` can stand in a manifest.
pub(super) fn is_tool(tool: &str) -> bool {
    tool.len() <= TOOL_BYTES_MAX && !tool.contains(char::is_control)
}

fn about(document: &Document) -> Result<About, Problem> {
    let Document {
        tool,
        time,
        device,
        memory,
        ..
    } = document;
    if !is_tool(tool) {
        return Err(wrong("tool", "is too long or holds control characters"));
    }
    let id: DeviceId = device.id.parse().map_err(|what| wrong("device.id", what))?;
    let device = Identity::new(id, &device.name)
        .ok_or_else(|| wrong("device.name", "is too long or holds control characters"))?;
    let buses = [BusKind::I2c, BusKind::Spi];
    let bus = buses.into_iter().find(|bus| bus.name() == memory.bus);
    let bus = bus.ok_or_else(|| wrong("memory.bus", "is neither i2c nor spi"))?;
    let jedec = match &memory.jedec {
        None => None,
        Some(text) => Some(
            super::digest::from_hex(text)
                .ok_or_else(|| wrong("memory.jedec", "is not 6 lower-case hexadecimal digits"))?,
        ),
    };
    let memory = MemoryId::new(bus, &memory.part, jedec, memory.bytes)
        .map_err(|what| wrong(format!("memory `{}`", memory.part), what))?;
    Ok(About {
        device,
        memory,
        time: time.parse().map_err(|what: String| wrong("time", what))?,
        tool: tool.clone(),
    })
}

fn region(index: usize, entry: &RegionEntry) -> Result<SavedRegion, Problem> {
    let field = |name: &str| format!("regions[{index}].{name}");
    let name = Name::new(&entry.name)
        .ok_or_else(|| wrong(field("name"), "is not 1 to 8 printable ASCII characters"))?;
    let mut policies = Policy::ALL.into_iter();
    let policy = policies
        .find(|policy| policy.text() == entry.policy)
        .ok_or_else(|| wrong(field("policy"), "is none of copy, keep and skip"))?;
    let digest = |name: &str, text: &String| {
        Digest::parse(text)
            .ok_or_else(|| wrong(field(name), "is not 64 lower-case hexadecimal digits"))
    };
    Ok(SavedRegion {
        region: Region {
            name,
            offset: entry.offset,
            length: entry.length,
            policy,
        },
        sha256: digest("sha256", &entry.sha256)?,
        blocks: (entry.blocks.iter())
            .map(|text| digest("blocks", text))
            .collect::<Result<_, _>>()?,
    })
}
