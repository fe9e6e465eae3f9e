//! Layout files: what of a memory is copied, what is kept, and the `layout` command.
//!
//! ```toml
//! [type-check]            # bytes that must be equal on both devices; may be left out
//! offset = 0x00
//! length = 8
//!
//! [[region]]
//! name = "identity"       # 1 to 8 printable ASCII characters
//! offset = 0x00           # on page boundaries of an EEPROM, 4 KiB boundaries of a flash
//! length = 64
//! policy = "keep"         # copy, keep or skip
//! ```

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, Space, TypeCheck};
use umbilical_soft_mcu::nor::{NorPart, SECTOR_BYTES};

use crate::cli::{BusKind, Format, LayoutCheck};
use crate::error::Error;
use crate::output::{self, grouped};

mod problem;

pub use problem::{LayoutFileError, Problem};

/// Most bytes of a layout file; eight regions need some hundred.
const FILE_BYTES_MAX: u64 = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Document {
    type_check: Option<TypeEntry>,
    #[serde(default)]
    region: Vec<RegionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeEntry {
    offset: u32,
    length: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionEntry {
    name: String,
    offset: u32,
    length: u32,
    policy: String,
}

/// What a layout of this EEPROM has to obey.
pub fn space(part: MemoryPart) -> Space {
    Space {
        bytes: part.bytes(),
        unit: match part {
            MemoryPart::Eeprom(part) => part.page_bytes,
            MemoryPart::Nor(_) => SECTOR_BYTES,
        },
    }
}

/// Reads a layout file for a memory like `space`.
///
/// # Errors
/// [`Error::Unreadable`], or [`Error::Layout`] with the first thing that is wrong.
pub fn read(path: &Path, space: Space) -> Result<Layout, Error> {
    let unreadable = |cause| Error::Unreadable(path.to_owned(), cause);
    let file = File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    let read = file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text);
    if read.map_err(unreadable)? as u64 > FILE_BYTES_MAX {
        let cause = format!("more than {FILE_BYTES_MAX} bytes are no layout");
        return Err(unreadable(io::Error::new(
            io::ErrorKind::FileTooLarge,
            cause,
        )));
    }
    parse(&text, space).map_err(|problem| in_file(path, problem))
}

fn in_file(path: &Path, problem: Problem) -> Error {
    let file = PathBuf::from(path);
    Error::Layout(Box::new(LayoutFileError { file, problem }))
}

fn parse(text: &str, space: Space) -> Result<Layout, Problem> {
    let document: Document = toml::from_str(text).map_err(|error| Problem::Syntax {
        line: error.span().map(|span| line(text, span.start)),
        message: error.message().to_owned(),
    })?;
    let mut regions = Vec::new();
    for entry in &document.region {
        let region = region(entry)?;
        if regions
            .iter()
            .any(|other: &Region| other.name == region.name)
        {
            return Err(Problem::Duplicate(entry.name.clone()));
        }
        regions.push(region);
    }
    regions.sort_by_key(|region| region.offset);
    let type_check = match document.type_check {
        Some(TypeEntry { length: 0, .. }) => return Err(Problem::TypeWithoutBytes),
        Some(TypeEntry { offset, length }) => TypeCheck { offset, length },
        None => TypeCheck::NONE,
    };
    Layout::new(&regions, type_check, space)
        .map_err(|error| Problem::new(error, &regions, type_check, space))
}

fn line(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

fn region(entry: &RegionEntry) -> Result<Region, Problem> {
    let name = Name::new(&entry.name).ok_or_else(|| Problem::Name(entry.name.clone()))?;
    let mut policies = Policy::ALL.into_iter();
    let policy = policies.find(|policy| policy.text() == entry.policy);
    let policy = policy.ok_or_else(|| Problem::Policy {
        region: entry.name.clone(),
        policy: entry.policy.clone(),
    })?;
    Ok(Region {
        name,
        offset: entry.offset,
        length: entry.length,
        policy,
    })
}

/// The layout of `path` with the region `name` alone to be copied.
///
/// # Errors
/// [`Error::Layout`] when there is no such region or it is not one that is copied.
pub fn only(layout: &Layout, name: &str, path: &Path) -> Result<Layout, Error> {
    if let Some(only) = Name::new(name).and_then(|name| layout.only(name)) {
        return Ok(only);
    }
    let region = layout
        .regions()
        .find(|region| region.name.to_string() == name);
    let problem = match region {
        Some(region) => Problem::NotCopied {
            region: name.to_owned(),
            policy: region.policy,
        },
        None => Problem::NoSuchRegion {
            region: name.to_owned(),
            known: layout
                .regions()
                .map(|region| region.name.to_string())
                .collect(),
        },
    };
    Err(in_file(path, problem))
}

/// Ranges that no region names: first byte and the byte after.
pub fn unnamed(layout: &Layout, space: Space) -> Vec<(u32, u32)> {
    let mut gaps = Vec::new();
    let mut end = 0;
    for region in layout.regions() {
        gaps.push((end, region.offset));
        end = region.end();
    }
    gaps.push((end, space.bytes));
    gaps.retain(|(start, end)| start < end);
    gaps
}

/// Says on stderr which bytes nobody named: they are left alone, which may not be what was meant.
pub fn warn_of_unnamed(layout: &Layout, space: Space, path: &Path) {
    let gaps = unnamed(layout, space);
    if gaps.is_empty() {
        return;
    }
    let ranges: Vec<String> = gaps
        .iter()
        .map(|(start, end)| format!("{start:#x}..{end:#x}"))
        .collect();
    output::say(&format!(
        "warning: {}: no region names {}; these bytes are left alone\n    \
         hint: name them, with policy \"copy\" to take them from the source or \"skip\" to leave them",
        path.display(),
        ranges.join(", ")
    ));
}

/// A region as programs get it.
#[derive(Serialize)]
pub struct RegionReport {
    name: String,
    offset: u32,
    length: u32,
    policy: &'static str,
}

/// The regions as programs get them.
pub fn report(layout: &Layout) -> Vec<RegionReport> {
    let region = |region: &Region| RegionReport {
        name: region.name.to_string(),
        offset: region.offset,
        length: region.length,
        policy: region.policy.text(),
    };
    layout.regions().map(region).collect()
}

/// The layout as a file that [`read`] takes.
pub fn to_toml(layout: &Layout) -> String {
    let TypeCheck { offset, length } = layout.type_check();
    let mut text = match length {
        0 => String::new(),
        _ => format!("[type-check]\noffset = {offset:#x}\nlength = {length}\n\n"),
    };
    let region = |region: &Region| {
        let Region {
            name,
            offset,
            length,
            policy,
        } = region;
        let policy = policy.text();
        // A name may have quotes and backslashes in it.
        let name = name.to_string();
        format!(
            "[[region]]\nname = {name:?}\noffset = {offset:#x}\nlength = {length:#x}\n\
             policy = \"{policy}\"\n"
        )
    };
    let regions: Vec<String> = layout.regions().map(region).collect();
    text += &regions.join("\n");
    text
}

/// The regions in a line for people, by what happens to them.
pub fn summary(layout: &Layout) -> String {
    let named = |policy| {
        let regions = layout
            .regions()
            .filter(move |region| region.policy == policy);
        let names: Vec<String> = regions.map(|region| region.name.to_string()).collect();
        names.join(" ")
    };
    [
        ("copied", Policy::Copy),
        ("kept and proved unchanged", Policy::Keep),
        ("left alone", Policy::Skip),
    ]
    .into_iter()
    .map(|(what, policy)| (what, named(policy)))
    .filter(|(_, names)| !names.is_empty())
    .map(|(what, names)| format!("{what}: {names}"))
    .collect::<Vec<_>>()
    .join("; ")
}

#[derive(Serialize)]
struct CheckReport {
    valid: bool,
    part: &'static str,
    regions: Vec<RegionReport>,
    type_check: Option<TypeReport>,
    unnamed_bytes: u32,
}

#[derive(Serialize)]
struct TypeReport {
    offset: u32,
    length: u32,
}

/// Runs `layout check`.
///
/// # Errors
/// [`Error::UnknownPart`], [`Error::Unreadable`] and [`Error::Layout`].
pub fn check(options: &LayoutCheck, format: Format) -> Result<(), Error> {
    let eeprom = Part::by_name(&options.part).map(MemoryPart::Eeprom);
    let part = eeprom
        .or_else(|| NorPart::by_name(&options.part).map(MemoryPart::Nor))
        .ok_or_else(|| Error::UnknownPart(BusKind::I2c, options.part.clone()))?;
    let space = space(part);
    let layout = read(&options.file, space)?;
    warn_of_unnamed(&layout, space, &options.file);
    let TypeCheck { offset, length } = layout.type_check();
    if format == Format::Json {
        let gaps = unnamed(&layout, space);
        output::json_line(&CheckReport {
            valid: true,
            part: part.name(),
            regions: report(&layout),
            type_check: (length != 0).then_some(TypeReport { offset, length }),
            unnamed_bytes: gaps.iter().map(|(start, end)| end - start).sum(),
        });
        return Ok(());
    }
    for region in layout.regions() {
        output::print_line(&format!(
            "{:8}  {:#08x}..{:#08x}  {:>7} bytes  {}",
            region.name.to_string(),
            region.offset,
            region.end(),
            grouped(region.length.into()),
            region.policy.text()
        ));
    }
    if length != 0 {
        let end = offset + length;
        output::print_line(&format!(
            "{:8}  {offset:#08x}..{end:#08x}  {length:>7} bytes  equal on both",
            "type"
        ));
    }
    Ok(())
}
