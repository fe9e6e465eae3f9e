//! The `convert` command: backups into images, images into backups, images into images.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::layout::Layout;

use crate::backup::image::{Image, ImageFormat};
use crate::backup::{
    About, Backup, Contents, Identity, Problem, SecretKey, Timestamp, format_of, part_by_name,
    read_contents, read_public_key, read_secret_key,
};
use crate::cli::{BusKind, ConvertOptions, FileFormat, Format};
use crate::error::Error;
use crate::files::Pending;
use crate::layout;
use crate::output::{self, counted, grouped};

/// What a backup that was made or read here names as its tool.
pub(crate) const TOOL: &str = concat!("umbilical ", env!("CARGO_PKG_VERSION"));
/// What blank memories hold.
const BLANK: u8 = 0xFF;

/// What was done, for programs.
#[derive(Serialize)]
struct Report<'a> {
    outcome: &'static str,
    from: &'a str,
    to: &'a str,
    bytes: u64,
    pieces: usize,
    end: u64,
    part: Option<String>,
    device: Option<String>,
    signer: Option<String>,
}

/// What goes into the file.
struct Converted {
    file: Vec<u8>,
    /// What it holds, for the report.
    image: Image,
    backup: Option<Backup>,
    signer: Option<String>,
}

/// Runs `convert`.
///
/// # Errors
/// [`Error::Backup`] with everything that can be wrong with a file, usage errors, and those of
/// files. Options and OUT are checked before IN is read.
pub fn run(options: &ConvertOptions, format: Format) -> Result<(), Error> {
    let to = match options.to {
        Some(to) => to,
        None => format_of(&options.output)?,
    };
    let part = match &options.part {
        Some(name) => {
            Some(part_by_name(name).ok_or_else(|| Error::UnknownPart(BusKind::I2c, name.clone()))?)
        }
        None => None,
    };
    check_options(options, to)?;
    let key = options.key.as_deref().map(read_public_key).transpose()?;
    let sign = options.sign.as_deref().map(read_secret_key).transpose()?;
    let layout = match (&options.layout, part) {
        (Some(path), Some(part)) => {
            let space = layout::space(part);
            let layout = layout::read(path, space)?;
            layout::warn_of_unnamed(&layout, space, path);
            Some(layout)
        }
        _ => None,
    };
    let out = Pending::create(&options.output)?;
    let contents = read_contents(&options.input, options.from)?;
    let from = contents.format();
    let in_file = |problem| Error::backup(&options.input, problem);
    if let Some(key) = &key {
        contents.require(key).map_err(in_file)?;
    }
    let converted = match (contents, to.image()) {
        (Contents::Backup(backup), None) => signed(*backup, options, sign.as_ref()),
        (Contents::Backup(backup), Some(to)) => extracted(&backup, options, part, to),
        (Contents::Image(_, image), None) => made(&image, options, part, layout, sign.as_ref()),
        (Contents::Image(_, image), Some(to)) => rewritten(image, options, part, to),
    };
    let converted = converted.map_err(in_file)?;
    out.commit_with(&converted.file)?;
    tell(options, format, (from, to), &converted);
    Ok(())
}

fn usage(what: &'static str, hint: &'static str) -> Problem {
    Problem::Usage { what, hint }
}

/// What can be known to be wrong without reading anything.
fn check_options(options: &ConvertOptions, to: FileFormat) -> Result<(), Error> {
    let makes = options.device_id.is_some() || options.layout.is_some();
    let problem = match to {
        FileFormat::Backup if options.region.is_some() => usage(
            "--region with a backup as the result",
            "a backup has all its regions; leave --region out, or choose another format with --to",
        ),
        FileFormat::Backup => match &options.layout {
            Some(_) if options.part.is_none() => usage(
                "--layout without --part",
                "name the memory part with --part",
            ),
            _ => return Ok(()),
        },
        _ if options.sign.is_some() => usage(
            "--sign with an image as the result",
            "only backups are signed; leave --sign out, or name OUT something.umb",
        ),
        _ if makes => usage(
            "--device-id or --layout with an image as the result",
            "only backups know devices and regions; leave them out, or name OUT something.umb",
        ),
        _ => return Ok(()),
    };
    Err(Error::backup(&options.output, problem))
}

/// A backup as it is, with another signature or with none.
fn signed(
    backup: Backup,
    options: &ConvertOptions,
    key: Option<&SecretKey>,
) -> Result<Converted, Problem> {
    if options.device_id.is_some() || options.layout.is_some() || options.part.is_some() {
        return Err(usage(
            "--part, --layout or --device-id with a backup to read",
            "a backup says that itself; leave them out",
        ));
    }
    Ok(Converted {
        file: backup.encode(key),
        image: backup.image(),
        signer: key.map(|key| key.public().to_string()),
        backup: Some(backup),
    })
}

/// A backup's regions, or one of them, as an image.
fn extracted(
    backup: &Backup,
    options: &ConvertOptions,
    part: Option<MemoryPart>,
    to: ImageFormat,
) -> Result<Converted, Problem> {
    let memory = &backup.manifest().about.memory;
    if let Some(part) = part.filter(|part| memory.part() != Some(*part)) {
        return Err(Problem::OtherMemory {
            backup: memory.name().to_owned(),
            target: part.name().to_owned(),
        });
    }
    let image = match &options.region {
        None => backup.image(),
        Some(name) => region_of(backup, name, to)?,
    };
    let size = (options.fill_gaps && options.region.is_none()).then(|| memory.bytes());
    let image = filled(image, size, options.fill_gaps)?;
    Ok(Converted {
        file: to.write(&image)?,
        image,
        backup: Some(backup.clone()),
        signer: backup.signer().map(ToString::to_string),
    })
}

/// One region: at its address, and in a raw binary, which has none, from the start.
fn region_of(backup: &Backup, name: &str, to: ImageFormat) -> Result<Image, Problem> {
    let mut regions = backup.regions();
    let found = regions.find(|(saved, _)| saved.region.name.to_string() == name);
    let Some((saved, bytes)) = found else {
        let known = backup.layout().regions();
        return Err(Problem::NoSuchRegion {
            region: name.to_owned(),
            known: known.map(|region| region.name.to_string()).collect(),
        });
    };
    let mut image = Image::default();
    let address = match to {
        ImageFormat::Raw => 0,
        _ => saved.region.offset,
    };
    image.insert_or(address, bytes)?;
    Ok(image)
}

/// `image` with its gaps filled up to `size` if that is asked for.
fn filled(image: Image, size: Option<u32>, fill: bool) -> Result<Image, Problem> {
    if !fill {
        return Ok(image);
    }
    let mut whole = Image::default();
    whole.insert_or(0, &image.flat(size, Some(BLANK))?)?;
    Ok(whole)
}

/// A backup of an image.
fn made(
    image: &Image,
    options: &ConvertOptions,
    part: Option<MemoryPart>,
    layout: Option<Layout>,
    key: Option<&SecretKey>,
) -> Result<Converted, Problem> {
    no_region(options)?;
    let (Some(part), Some(id)) = (part, options.device_id) else {
        return Err(usage(
            "an image does not say whose memory it is of",
            "name the memory and the device: --part NAME --device-id HEX",
        ));
    };
    let name = options.device_name.as_deref().unwrap_or_default();
    let device = Identity::new(id, name).ok_or_else(bad_name)?;
    let time = options.time.or_else(now).ok_or_else(no_clock)?;
    let about = About {
        device,
        memory: part.into(),
        time,
        tool: TOOL.into(),
    };
    let memory = image.flat(Some(part.bytes()), options.fill_gaps.then_some(BLANK))?;
    let layout = layout.unwrap_or(Layout::whole(part.bytes()));
    let backup = Backup::take(about, &layout, &memory)?;
    Ok(Converted {
        file: backup.encode(key),
        image: backup.image(),
        signer: key.map(|key| key.public().to_string()),
        backup: Some(backup),
    })
}

/// This machine's time, if it can be one.
pub(crate) fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_unix_s(since.as_secs())
}

/// There is no such time.
pub(crate) fn no_clock() -> Problem {
    usage(
        "the clock of this machine says no year from 1970 to 9999",
        "say when the memory was read: --time 2026-11-21T15:13:26Z",
    )
}

/// A device cannot be called that.
pub(crate) fn bad_name() -> Problem {
    usage(
        "--device-name is too long or holds control characters",
        "give it at most 64 bytes of text",
    )
}

fn no_region(options: &ConvertOptions) -> Result<(), Problem> {
    match options.region {
        None => Ok(()),
        Some(_) => Err(usage(
            "--region with an image to read",
            "only backups have regions; leave it out",
        )),
    }
}

/// An image in another format.
fn rewritten(
    image: Image,
    options: &ConvertOptions,
    part: Option<MemoryPart>,
    to: ImageFormat,
) -> Result<Converted, Problem> {
    no_region(options)?;
    let size = part.map(MemoryPart::bytes);
    if let Some(size) = size {
        image.fits(size)?;
    }
    let image = filled(image, size, options.fill_gaps)?;
    Ok(Converted {
        file: to.write(&image)?,
        image,
        backup: None,
        signer: None,
    })
}

fn tell(
    options: &ConvertOptions,
    format: Format,
    (from, to): (FileFormat, FileFormat),
    converted: &Converted,
) {
    let image = &converted.image;
    let about = converted
        .backup
        .as_ref()
        .map(|backup| &backup.manifest().about);
    let pieces = image.pieces().count();
    if format == Format::Json {
        output::json_line(&Report {
            outcome: "converted",
            from: from.name(),
            to: to.name(),
            bytes: image.bytes(),
            pieces,
            end: image.end(),
            part: about.map(|about| about.memory.name().to_owned()),
            device: about.map(|about| about.device.id.to_string()),
            signer: converted.signer.clone(),
        });
        return;
    }
    let of = about.map_or_else(String::new, |about| {
        format!(", {} of device {}", about.memory.name(), about.device)
    });
    let signer = match &converted.signer {
        Some(key) if to == FileFormat::Backup => format!(", signed with {key}"),
        _ => String::new(),
    };
    output::say(&format!(
        "{}: {}, {} bytes in {} up to {:#x}{of}{signer}",
        options.output.display(),
        to.text(),
        grouped(image.bytes()),
        counted(pieces as u64, "piece"),
        image.end(),
    ));
}
