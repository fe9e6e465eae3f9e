//! Options of the commands on backup files.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use umbilical_emu::fault::Fault;

use crate::backup::image::{ImageFormat, Width};
use crate::backup::{DeviceId, Timestamp};

/// Form of a file that holds a memory's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// A backup of this program (.umb).
    Backup,
    /// Raw binary (.bin .rom .img .raw).
    Bin,
    /// Intel HEX (.hex .ihex .ihx).
    Hex,
    /// S-records of the least width that reaches (.srec .mot).
    Srec,
    /// S-records with 16-bit addresses (.s19).
    S19,
    /// S-records with 24-bit addresses (.s28).
    S28,
    /// S-records with 32-bit addresses (.s37).
    S37,
}

impl FileFormat {
    /// The format that a file with this extension has.
    pub fn by_extension(extension: &str) -> Option<FileFormat> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "umb" => FileFormat::Backup,
            "bin" | "rom" | "img" | "raw" => FileFormat::Bin,
            "hex" | "ihex" | "ihx" => FileFormat::Hex,
            "srec" | "mot" => FileFormat::Srec,
            "s19" => FileFormat::S19,
            "s28" => FileFormat::S28,
            "s37" => FileFormat::S37,
            _ => return None,
        })
    }

    /// The format of images; `None` for a backup.
    pub fn image(self) -> Option<ImageFormat> {
        Some(match self {
            FileFormat::Backup => return None,
            FileFormat::Bin => ImageFormat::Raw,
            FileFormat::Hex => ImageFormat::IntelHex,
            FileFormat::Srec => ImageFormat::SRecord(Width::Least),
            FileFormat::S19 => ImageFormat::SRecord(Width::S19),
            FileFormat::S28 => ImageFormat::SRecord(Width::S28),
            FileFormat::S37 => ImageFormat::SRecord(Width::S37),
        })
    }

    /// Its name for people.
    pub fn text(self) -> &'static str {
        match self {
            FileFormat::Backup => "backup",
            FileFormat::Bin => "raw binary",
            FileFormat::Hex => "Intel HEX",
            FileFormat::Srec | FileFormat::S19 | FileFormat::S28 | FileFormat::S37 => "S-records",
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            FileFormat::Backup => "backup",
            FileFormat::Bin => "bin",
            FileFormat::Hex => "hex",
            FileFormat::Srec => "srec",
            FileFormat::S19 => "s19",
            FileFormat::S28 => "s28",
            FileFormat::S37 => "s37",
        }
    }
}

/// What may differ between a backup and the device that it goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MapKind {
    /// The memory part, as long as what is written fits.
    Part,
    /// The device: what belongs to the unit stays as it is there.
    Device,
}

/// Options of `convert`.
#[derive(Debug, Args)]
pub struct ConvertOptions {
    /// What is read.
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// What is written, whole or not at all.
    #[arg(value_name = "OUT")]
    pub output: PathBuf,
    /// Format of IN [default: by its first bytes, then by its extension].
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: Option<FileFormat>,
    /// Format of OUT [default: by its extension].
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub to: Option<FileFormat>,
    /// The memory part, which a backup has to name and which limits an image.
    #[arg(long, value_name = "NAME")]
    pub part: Option<String>,
    /// Of a backup this region alone.
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// Regions of the backup that is made, from this TOML file [default: the whole memory].
    #[arg(long, value_name = "FILE.toml")]
    pub layout: Option<PathBuf>,
    /// Bytes that IN does not have become FFh, up to the end of the part if one is named.
    #[arg(long)]
    pub fill_gaps: bool,
    /// Identity of the device that a backup is made of: 32 hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    pub device_id: Option<DeviceId>,
    /// What people call that device.
    #[arg(long, value_name = "TEXT", requires = "device_id")]
    pub device_name: Option<String>,
    /// When its memory was read, such as 2026-11-21T15:13:26Z [default: now].
    #[arg(long, value_name = "TIME", requires = "device_id")]
    pub time: Option<Timestamp>,
    /// Sign the backup that is made with this private ed25519 key.
    #[arg(long, value_name = "KEY.pem")]
    pub sign: Option<PathBuf>,
    /// Take IN only if it is a backup that was signed with the private key of this public one.
    #[arg(long, value_name = "PUBLIC.pem")]
    pub key: Option<PathBuf>,
}

/// Options of `rehearse`.
#[derive(Debug, Args)]
pub struct RehearseOptions {
    /// The backup, or an image with --part.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Format of FILE [default: by its first bytes, then by its extension].
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: Option<FileFormat>,
    /// Memory part of the emulated device [default: the backup's].
    #[arg(long, value_name = "NAME")]
    pub part: Option<String>,
    /// Identity of the emulated device [default: the backup's].
    #[arg(long, value_name = "HEX")]
    pub device_id: Option<DeviceId>,
    /// What may differ between the backup and the emulated device.
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    pub map: Vec<MapKind>,
    /// What the emulated device holds before [default: blank].
    #[arg(long, value_name = "FILE")]
    pub over: Option<PathBuf>,
    /// Bytes that an image does not have become FFh.
    #[arg(long)]
    pub fill_gaps: bool,
    /// Bytes that the host reads when it boots [default: all of an EEPROM, 256 KiB of
    /// a flash].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub boot_bytes: Option<u32>,
    /// Take FILE only if it was signed with the private key of this public one.
    #[arg(long, value_name = "PUBLIC.pem")]
    pub key: Option<PathBuf>,
    /// Something that goes wrong on the emulated device, such as bit-flip@1ms,side=b,offset=16,bit=3
    /// (may be repeated).
    #[arg(long = "fault", value_name = "SPEC")]
    pub faults: Vec<Fault>,
    /// Seed of everything random.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}
