//! Options of the commands that talk to a device.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::{FileFormat, MapKind};
use crate::backup::Timestamp;

/// Where the device is.
#[derive(Clone, Debug, Args)]
pub struct PortOptions {
    /// The serial port, such as /dev/ttyUSB0 or a name in /dev/serial/by-id; auto: the one port of a
    /// USB adapter at which a device answers.
    #[arg(long, value_name = "PATH|auto")]
    pub port: String,
    /// Baud rate [default: 115200 to ask and to look, else the highest that device and port have and
    /// the line bears].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(9_600..=3_000_000))]
    pub baud: Option<u32>,
}

/// Options of `info`.
#[derive(Debug, Args)]
pub struct InfoOptions {
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct BackupOptions {
    /// The file, which appears whole or not at all. What was read so far is in FILE.part until then.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
    /// Format of FILE [default: by its extension].
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub to: Option<FileFormat>,
    /// Go on with FILE.part of an earlier run. The device hashes what is in it, and only what
    /// differs is read.
    #[arg(long)]
    pub resume: bool,
    /// What people call this device.
    #[arg(long, value_name = "TEXT")]
    pub device_name: Option<String>,
    /// When the memory was read, such as 2026-11-21T15:13:26Z [default: now].
    #[arg(long, value_name = "TIME")]
    pub time: Option<Timestamp>,
    /// Sign the backup with this private ed25519 key.
    #[arg(long, value_name = "KEY.pem")]
    pub sign: Option<PathBuf>,
}

/// A file that goes to a device, or is compared with one.
#[derive(Debug, Args)]
pub struct SourceOptions {
    /// The backup, or an image of the whole memory with --map device.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Format of FILE [default: by its first bytes, then by its extension].
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: Option<FileFormat>,
    /// Take FILE only if it was signed with the private key of this public one.
    #[arg(long, value_name = "PUBLIC.pem")]
    pub key: Option<PathBuf>,
    /// What may differ between FILE and the device. device: a backup of another device; what belongs
    /// to that one (policy keep) stays away. part: of another memory, as long as what is written
    /// fits.
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    pub map: Vec<MapKind>,
    /// Also what the device's own layout keeps or does not name.
    #[arg(long)]
    pub all: bool,
    /// Bytes that an image does not have become FFh.
    #[arg(long)]
    pub fill_gaps: bool,
}

/// Whether somebody is asked.
#[derive(Clone, Copy, Debug, Args)]
pub struct ConsentOptions {
    /// Do it without asking.
    #[arg(long, short)]
    pub yes: bool,
    /// Never ask; what would have to be asked is refused.
    #[arg(long)]
    pub non_interactive: bool,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct RestoreOptions {
    /// The file.
    #[command(flatten)]
    pub source: SourceOptions,
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
    /// Print every erase and every write with time and wear, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Whether somebody is asked.
    #[command(flatten)]
    pub consent: ConsentOptions,
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// The file.
    #[command(flatten)]
    pub source: SourceOptions,
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
}

/// Options of `clone`.
#[derive(Debug, Args)]
pub struct CloneOptions {
    /// The file.
    #[command(flatten)]
    pub source: SourceOptions,
    /// The serial port of a device (repeat it for each).
    #[arg(long = "port", value_name = "PATH", required = true)]
    pub ports: Vec<String>,
    /// Baud rate [default: the highest that device and port have].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(9_600..=3_000_000))]
    pub baud: Option<u32>,
    /// Print what would be done to each device, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Whether somebody is asked.
    #[command(flatten)]
    pub consent: ConsentOptions,
}

/// Options of `monitor`.
#[derive(Debug, Args)]
pub struct MonitorOptions {
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
    /// End after so many seconds [default: at Ctrl-C].
    #[arg(long = "for", value_name = "SECONDS")]
    pub seconds: Option<u32>,
}

/// Options of `layout get`.
#[derive(Debug, Args)]
pub struct LayoutGetOptions {
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
}

/// Options of `layout set`.
#[derive(Debug, Args)]
pub struct LayoutSetOptions {
    /// The layout file (TOML). One for the device's memory.
    #[arg(value_name = "FILE.toml")]
    pub file: PathBuf,
    /// Where the device is.
    #[command(flatten)]
    pub port: PortOptions,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub struct ManOptions {
    /// An existing folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
