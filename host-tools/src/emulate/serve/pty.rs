//! A pseudo-terminal: what other programs open as a serial port.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::{Errno, read, write};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, ioctl_tiocnxcl, tcgetattr, tcsetattr};
use umbilical_soft_mcu::link::BASE_BAUD;

/// Both ends of a pseudo-terminal. Ours is the one that has no name.
#[derive(Debug)]
pub struct Pty {
    ours: OwnedFd,
    /// Kept open, so that the port is there when no program has it, and nothing that was sent is
    /// lost when one closes it.
    theirs: File,
    path: PathBuf,
}

impl Pty {
    /// A new one, raw, at the rate at which a device's line starts.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn open() -> io::Result<Pty> {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let name = ptsname(&ours, Vec::new())?;
        let path = PathBuf::from(name.into_string().map_err(io::Error::other)?);
        let flags = OFlags::NOCTTY | OFlags::NONBLOCK;
        let theirs = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(flags.bits() as i32)
            .open(&path)?;
        let mut settings = tcgetattr(&theirs)?;
        settings.make_raw();
        settings.set_speed(BASE_BAUD)?;
        tcsetattr(&theirs, OptionalActions::Now, &settings)?;
        fcntl_setfl(&ours, OFlags::RDWR | OFlags::NONBLOCK)?;
        Ok(Pty { ours, theirs, path })
    }

    /// What other programs open.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rate that is set on it, baud; 0 says "hang up".
    ///
    /// # Errors
    /// Those of `tcgetattr`.
    pub fn baud(&self) -> io::Result<u32> {
        Ok(tcgetattr(&self.theirs)?.output_speed())
    }

    /// Appends what programs wrote, at most `room` bytes.
    ///
    /// # Errors
    /// Those of `read`, but for "nothing there".
    pub fn take(&self, into: &mut Vec<u8>, room: usize) -> io::Result<()> {
        let start = into.len();
        into.resize(start + room, 0);
        let taken = match read(&self.ours, &mut into[start..]) {
            Err(Errno::AGAIN | Errno::INTR | Errno::IO) => Ok(0),
            taken => taken,
        };
        into.truncate(start + *taken.as_ref().unwrap_or(&0));
        Ok(taken.map(|_| ())?)
    }

    /// Gives bytes to whoever reads; how many there was room for.
    ///
    /// # Errors
    /// Those of `write`, but for "no room".
    pub fn give(&self, bytes: &[u8]) -> io::Result<usize> {
        match write(&self.ours, bytes) {
            Err(Errno::AGAIN | Errno::INTR | Errno::IO) => Ok(0),
            given => Ok(given?),
        }
    }

    /// Lets others open the port again that a program wanted for itself (`TIOCEXCL`). On a real port
    /// that ends when it is closed; here it never is, for we have it open.
    pub fn release(&self) {
        // Who may not do so cannot be locked out either.
        let _ = ioctl_tiocnxcl(&self.theirs);
    }

    /// Our end, to wait for.
    pub fn fd(&self) -> BorrowedFd<'_> {
        self.ours.as_fd()
    }
}
