//! Backups, images and keys from files, none of them longer than what can be one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::container::{Backup, FILE_BYTES_MAX, MAGIC};
use super::image::{Image, ImageFormat};
use super::memory::MEMORY_BYTES_MAX;
use super::problem::Problem;
use super::signature::{PublicKey, SecretKey};
use crate::cli::FileFormat;
use crate::error::Error;

/// Longest text of records: 3 characters a byte, as lines of 16 bytes have.
const TEXT_BYTES_MAX: u64 = 3 * MEMORY_BYTES_MAX as u64;
/// Longest key file.
const KEY_BYTES_MAX: u64 = 64 << 10;

/// A memory's contents from a file.
#[derive(Debug)]
pub enum Contents {
    /// With all that a backup knows.
    Backup(Box<Backup>),
    /// Bytes at addresses.
    Image(FileFormat, Image),
}

impl Contents {
    /// The backup, if it is one.
    pub fn backup(&self) -> Option<&Backup> {
        match self {
            Contents::Backup(backup) => Some(backup),
            Contents::Image(..) => None,
        }
    }

    /// Makes sure that it was signed with the key that belongs to `key`.
    ///
    /// # Errors
    /// [`Problem::NotSigned`], [`Problem::OtherSigner`].
    pub fn require(&self, key: &PublicKey) -> Result<(), Problem> {
        self.backup().ok_or(Problem::NotSigned)?.require(key)
    }

    /// The format that they came in.
    pub fn format(&self) -> FileFormat {
        match self {
            Contents::Backup(_) => FileFormat::Backup,
            Contents::Image(format, _) => *format,
        }
    }
}

/// The format that the extension of `path` says.
///
/// # Errors
/// [`Problem::UnknownFormat`].
pub fn format_of(path: &Path) -> Result<FileFormat, Error> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let format = extension.and_then(FileFormat::by_extension);
    format.ok_or_else(|| Error::backup(path, Problem::UnknownFormat))
}

/// Reads a backup or an image. Without `format` it is a backup if it begins like one, else what its
/// extension says.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Backup`].
pub fn read_contents(path: &Path, format: Option<FileFormat>) -> Result<Contents, Error> {
    let limit = match format.map(FileFormat::image) {
        Some(None) => FILE_BYTES_MAX,
        Some(Some(ImageFormat::Raw)) => u64::from(MEMORY_BYTES_MAX),
        _ => TEXT_BYTES_MAX,
    };
    let bytes = read(path, limit)?;
    let format = match format {
        Some(format) => format,
        None if bytes.starts_with(&MAGIC) => FileFormat::Backup,
        None => format_of(path)?,
    };
    let contents = match format.image() {
        None => Backup::decode(&bytes).map(|backup| Contents::Backup(Box::new(backup))),
        Some(image) => match image.read(&bytes) {
            Ok(image) => Ok(Contents::Image(format, image)),
            Err(problem) => Err(problem.into()),
        },
    };
    contents.map_err(|problem| Error::backup(path, problem))
}

/// Reads a public key.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Backup`].
pub fn read_public_key(path: &Path) -> Result<PublicKey, Error> {
    let text = read(path, KEY_BYTES_MAX)?;
    let key = PublicKey::from_pem(&String::from_utf8_lossy(&text));
    key.map_err(|problem| Error::backup(path, problem))
}

/// Reads a private key.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Backup`].
pub fn read_secret_key(path: &Path) -> Result<SecretKey, Error> {
    let text = read(path, KEY_BYTES_MAX)?;
    let key = SecretKey::from_pem(&String::from_utf8_lossy(&text));
    key.map_err(|problem| Error::backup(path, problem))
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let unreadable = |cause| Error::Unreadable(path.to_owned(), cause);
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    if read.map_err(unreadable)? as u64 > limit {
        let cause = format!("it has more than {limit} bytes");
        let cause = io::Error::new(io::ErrorKind::FileTooLarge, cause);
        return Err(unreadable(cause));
    }
    Ok(bytes)
}
