//! Output files that are checked before the work and appear whole or not at all.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;

/// A file to be: it exists under its name only once [`commit`](Pending::commit) was called.
#[derive(Debug)]
pub struct Pending {
    /// As the user wrote it, for messages.
    path: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// A file beside the target, which takes the target's place at the end.
    Beside {
        target: PathBuf,
        file: NamedTempFile,
    },
    /// A device or a pipe: nothing may take its place, so it is written straight.
    Straight(File),
}

impl Pending {
    /// Makes sure that `path` can be written, without touching what is there.
    ///
    /// # Errors
    /// [`Error::Unwritable`] when the folder does not take a file, or the path is a folder.
    pub fn create(path: &Path) -> Result<Pending, Error> {
        let place = Pending::place(path).map_err(|cause| {
            // The kind alone: the full text names the temporary file, which nobody asked for.
            Error::Unwritable(path.to_owned(), io::Error::from(cause.kind()))
        })?;
        Ok(Pending {
            path: path.to_owned(),
            place,
        })
    }

    fn place(path: &Path) -> io::Result<Place> {
        let mut permissions = fresh_permissions();
        let mut target = path.to_owned();
        if path.exists() {
            // What is there must be ours to replace, and keeps its rights.
            let metadata = std::fs::metadata(path)?;
            if metadata.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            let file = OpenOptions::new().append(true).open(path)?;
            if !metadata.is_file() {
                return Ok(Place::Straight(file));
            }
            permissions = Some(metadata.permissions());
            // A symbolic link stays, what it points to is replaced.
            target = path.canonicalize()?;
        }
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".umbilical-");
        if let Some(permissions) = permissions {
            builder.permissions(permissions);
        }
        let file = builder.tempfile_in(folder)?;
        Ok(Place::Beside { target, file })
    }

    /// A second handle to write through.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn writer(&self) -> Result<File, Error> {
        let handle = match &self.place {
            Place::Beside { file, .. } => file.reopen(),
            Place::Straight(file) => file.try_clone(),
        };
        handle.map_err(|cause| Error::Unwritable(self.path.clone(), cause))
    }

    /// Puts the file in its place, with `contents` written to it first.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn commit_with(mut self, contents: &[u8]) -> Result<(), Error> {
        let written = match &mut self.place {
            Place::Beside { file, .. } => file
                .write_all(contents)
                .and_then(|()| file.as_file().sync_all()),
            Place::Straight(file) => file.write_all(contents),
        };
        written.map_err(|cause| Error::Unwritable(self.path.clone(), cause))?;
        self.commit()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn commit(self) -> Result<(), Error> {
        let Pending { path, place } = self;
        match place {
            Place::Straight(_) => Ok(()),
            Place::Beside { target, file } => match file.persist(target) {
                Ok(_) => Ok(()),
                Err(cause) => Err(Error::Unwritable(path, cause.error)),
            },
        }
    }
}

/// What a file of the user's gets when it is new: everybody's rights less the umask. Temporary
/// files are private unless told otherwise.
#[cfg(unix)]
fn fresh_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn fresh_permissions() -> Option<Permissions> {
    None
}
