//! What can be wrong with a backup, an image or a key, where, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use super::container::{MANIFEST_BYTES_MAX, VERSION};
use super::image::ImageProblem;
use crate::error::{SIGNATURE, USAGE, VERIFY};
use crate::layout;

/// A file that cannot be used.
#[derive(Debug)]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug)]
pub enum Problem {
    /// It does not begin as a backup does.
    NoBackup,
    /// A version that this program does not know.
    UnknownVersion(u16),
    /// Flags that this program does not know.
    UnknownFlags(u16),
    /// The manifest is longer than any can be.
    ManifestLength(u32),
    /// The file ends too early.
    Truncated {
        /// Its bytes.
        bytes: u64,
        /// What it should have, or more.
        expected: u64,
    },
    /// Something follows the end.
    Trailing {
        /// Its bytes.
        bytes: u64,
        /// Where the backup ends.
        expected: u64,
    },
    /// Header or manifest are not what they were.
    ManifestDamaged,
    /// The manifest is no JSON of the right shape.
    Syntax(String),
    /// A field of the manifest cannot be.
    Field {
        /// Which.
        field: String,
        /// What is wrong with it.
        what: String,
    },
    /// The regions break a rule of layouts.
    Regions(layout::Problem),
    /// A block is not what it was.
    BlockDamaged {
        /// Its region.
        region: String,
        /// Its address in the memory.
        address: u32,
        /// Its bytes.
        bytes: u32,
    },
    /// A region is not what its hash says, though its blocks are.
    RegionDamaged(String),
    /// Key and signature do not belong to the manifest.
    BadSignature,
    /// There is no signature although one is asked for.
    NotSigned,
    /// Another key signed it.
    OtherSigner(String),
    /// Not a private ed25519 key in PEM.
    NoSecretKey,
    /// Not a public ed25519 key in PEM.
    NoPublicKey,
    /// Contents are not as long as their memory.
    MemorySize {
        /// The memory.
        memory: String,
        /// Its bytes.
        memory_bytes: u32,
        /// Bytes that there are.
        bytes: u64,
    },
    /// A backup of another device.
    OtherDevice {
        /// The device that it is of.
        backup: String,
        /// The one that it is to go to.
        target: String,
    },
    /// A backup of another memory.
    OtherMemory {
        /// The memory that it is of.
        backup: String,
        /// The one that it is to go to.
        target: String,
    },
    /// What would be written does not fit.
    DoesNotFit {
        /// The memory that it is to go to.
        target: String,
        /// Why.
        problem: layout::Problem,
    },
    /// There is no such region.
    NoSuchRegion {
        /// Its name.
        region: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The extension does not say what format it is.
    UnknownFormat,
    /// Options that do not go with this file.
    Usage {
        /// What is wrong.
        what: &'static str,
        /// What to do about it.
        hint: &'static str,
    },
    /// An image in one of the other formats.
    Image(ImageProblem),
}

impl Problem {
    /// A file of `bytes` bytes that should have `expected`.
    pub(super) fn length(bytes: u64, expected: u64) -> Problem {
        match bytes < expected {
            true => Problem::Truncated { bytes, expected },
            false => Problem::Trailing { bytes, expected },
        }
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Problem::ManifestDamaged | Problem::BlockDamaged { .. } | Problem::RegionDamaged(_) => {
                VERIFY
            }
            Problem::BadSignature | Problem::NotSigned | Problem::OtherSigner(_) => SIGNATURE,
            _ => USAGE,
        }
    }

    /// Short name for programs.
    pub fn outcome(&self) -> &'static str {
        match self.exit_code() {
            VERIFY => "damaged",
            SIGNATURE => "signature",
            _ => match self {
                Problem::OtherDevice { .. } => "other-device",
                Problem::OtherMemory { .. } => "other-part",
                _ => "usage",
            },
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Problem::NoBackup => "a backup is a file that `umbilical` wrote; for a raw binary, \
                 Intel HEX or S-records say so with --from"
                .into(),
            Problem::UnknownVersion(_) | Problem::UnknownFlags(_) => format!(
                "this program reads version {VERSION}; use the one that wrote it, or a newer one"
            ),
            Problem::ManifestLength(_)
            | Problem::Truncated { .. }
            | Problem::Trailing { .. }
            | Problem::ManifestDamaged
            | Problem::BlockDamaged { .. }
            | Problem::RegionDamaged(_) => {
                "copy the file again, in binary mode, or use another backup; nothing of this one \
                 is used"
                    .into()
            }
            Problem::Syntax(_) | Problem::Field { .. } => {
                "its hash is right, so it was made like this; docs/backup.md has the fields".into()
            }
            Problem::Regions(problem) => problem.hint(),
            Problem::BadSignature => {
                "somebody changed the backup after it was signed; use another one".into()
            }
            Problem::NotSigned => "use a signed backup, or leave the key out".into(),
            Problem::OtherSigner(_) => {
                "name the key of whoever signed it, if you trust them".into()
            }
            Problem::NoSecretKey => {
                "make one: openssl genpkey -algorithm ed25519 -out key.pem".into()
            }
            Problem::NoPublicKey => {
                "make it of the private one: openssl pkey -in key.pem -pubout -out public.pem"
                    .into()
            }
            Problem::MemorySize { .. } => {
                "choose the part that it is of, or say what fills the rest: --fill-gaps".into()
            }
            Problem::OtherDevice { .. } => {
                "what belongs to the unit (MAC address, serial number) would stay as it is there; if \
                 you mean it: --map device"
                    .into()
            }
            Problem::OtherMemory { .. } => "if you mean it, map the part: --map part".into(),
            Problem::DoesNotFit { problem, .. } => problem.hint(),
            Problem::NoSuchRegion { known, .. } => format!("the file has {}", known.join(" ")),
            Problem::UnknownFormat => {
                "say it with --from or --to: backup bin hex srec s19 s28 s37".into()
            }
            Problem::Usage { hint, .. } => (*hint).into(),
            Problem::Image(problem) => problem.hint(),
        }
    }
}

impl From<ImageProblem> for Problem {
    fn from(problem: ImageProblem) -> Problem {
        Problem::Image(problem)
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Problem::Image(ImageProblem {
            line: Some(line), ..
        }) = &self.problem
        {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NoBackup => write!(f, "this is no backup"),
            Problem::UnknownVersion(version) => {
                write!(f, "byte 8: a backup of version {version}")
            }
            Problem::UnknownFlags(flags) => write!(f, "byte 10: unknown flags {flags:#06x}"),
            Problem::ManifestLength(bytes) => write!(
                f,
                "byte 12: a manifest of {bytes} bytes, {MANIFEST_BYTES_MAX} at most can be"
            ),
            Problem::Truncated { bytes, expected } => {
                write!(f, "the file ends after {bytes} bytes, it takes {expected}")
            }
            Problem::Trailing { bytes, expected } => write!(
                f,
                "the backup ends at byte {expected}, the file has {bytes} bytes"
            ),
            Problem::ManifestDamaged => {
                write!(
                    f,
                    "byte 16: header and manifest are not what their hash says"
                )
            }
            Problem::Syntax(message) => write!(f, "manifest: {message}"),
            Problem::Field { field, what } => write!(f, "manifest: {field} {what}"),
            Problem::Regions(problem) => write!(f, "manifest: {problem}"),
            Problem::BlockDamaged {
                region,
                address,
                bytes,
            } => write!(
                f,
                "region `{region}`: the {bytes} bytes at {address:#x} are not what their hash says"
            ),
            Problem::RegionDamaged(region) => {
                write!(f, "region `{region}` is not what its hash says")
            }
            Problem::BadSignature => write!(f, "the signature does not belong to this backup"),
            Problem::NotSigned => write!(f, "the backup is not signed"),
            Problem::OtherSigner(key) => write!(f, "the backup is signed with another key, {key}"),
            Problem::NoSecretKey => write!(f, "no private ed25519 key in PEM"),
            Problem::NoPublicKey => write!(f, "no public ed25519 key in PEM"),
            Problem::MemorySize {
                memory,
                memory_bytes,
                bytes,
            } => write!(f, "{bytes} bytes for a {memory} of {memory_bytes}"),
            Problem::OtherDevice { backup, target } => {
                write!(f, "a backup of device {backup}, not of {target}")
            }
            Problem::OtherMemory { backup, target } => {
                write!(f, "a backup of a {backup}, not of a {target}")
            }
            Problem::DoesNotFit { target, problem } => {
                write!(f, "it does not fit into a {target}: {problem}")
            }
            Problem::NoSuchRegion { region, .. } => write!(f, "there is no region `{region}`"),
            Problem::UnknownFormat => write!(f, "its name does not say what format it is"),
            Problem::Usage { what, .. } => f.write_str(what),
            Problem::Image(problem) => problem.fmt(f),
        }
    }
}
