//! Output files that are checked before the work and appear whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;

/// A file to be: it exists under its name only once [`commit`](Pending::commit) was called.
#[derive(Debug)]
pub struct Pending {
    path: PathBuf,
    file: NamedTempFile,
}

impl Pending {
    /// Makes sure that `path` can be written, without touching what is there.
    ///
    /// # Errors
    /// [`Error::Unwritable`] when the folder does not take a file, or the path is a folder.
    pub fn create(path: &Path) -> Result<Pending, Error> {
        let unwritable = |cause| Error::Unwritable(path.to_owned(), cause);
        if path.is_dir() {
            return Err(unwritable(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        if path.exists() {
            // An existing file must be ours to replace.
            std::fs::OpenOptions::new()
                .append(true)
                .open(path)
                .map_err(unwritable)?;
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(".umbilical-")
            .tempfile_in(folder)
            .map_err(unwritable)?;
        Ok(Pending {
            path: path.to_owned(),
            file,
        })
    }

    /// A second handle to write through.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn writer(&self) -> Result<std::fs::File, Error> {
        self.file
            .reopen()
            .map_err(|cause| Error::Unwritable(self.path.clone(), cause))
    }

    /// Puts the file in its place, with `contents` written to it first.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn commit_with(mut self, contents: &[u8]) -> Result<(), Error> {
        let written = self
            .file
            .write_all(contents)
            .and_then(|()| self.file.as_file().sync_all());
        written.map_err(|cause| Error::Unwritable(self.path.clone(), cause))?;
        self.commit()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn commit(self) -> Result<(), Error> {
        let Pending { path, file } = self;
        file.persist(&path)
            .map_err(|cause| Error::Unwritable(path, cause.error))?;
        Ok(())
    }
}
