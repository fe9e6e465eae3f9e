//! An open serial port.

use std::collections::hash_map::RandomState;
use std::fs::OpenOptions;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;
use rustix::termios::isatty;
use serial2::{SerialPort, Settings};
use umbilical_soft_mcu::link::BASE_BAUD;

use super::lock;
use super::problem::{PortError, PortProblem};
use crate::link::Transport;

/// Longest wait for bytes before signals are looked at: one may reach another thread.
const LOOK: Duration = Duration::from_millis(100);
/// Longest time in which a port takes no byte. A frame at the base rate leaves in 0.2 s.
const SEND_WAIT: Duration = Duration::from_secs(5);
/// Bytes that are taken at once; the rest waits in the kernel.
const READ_BYTES: usize = 4096;

/// A serial port that nobody else has: 8 data bits, no parity, 1 stop bit, no flow control.
#[derive(Debug)]
pub struct SerialLine {
    path: PathBuf,
    port: SerialPort,
    opened: Instant,
}

impl SerialLine {
    /// Opens the port at [`BASE_BAUD`] and drops what had come in before.
    ///
    /// The lock comes before the settings: a port that somebody uses is left as it is.
    ///
    /// # Errors
    /// [`PortError`], by name.
    pub fn open(path: &Path) -> Result<SerialLine, PortError> {
        let error = |problem| PortError::new(path, problem);
        // Without waiting for a carrier, and without making it this process's terminal.
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(flags as i32)
            .open(path)
            .map_err(|cause| error(PortProblem::of_open(path, cause)))?;
        if !isatty(&file) {
            return Err(error(PortProblem::NotSerial));
        }
        lock::take(&file, path).map_err(error)?;
        let mut port = SerialPort::from(OwnedFd::from(file));
        let set = port
            .get_configuration()
            .and_then(|settings| raw(settings, BASE_BAUD))
            .and_then(|settings| port.set_configuration(&settings))
            .and_then(|()| port.set_write_timeout(SEND_WAIT))
            .and_then(|()| port.discard_buffers());
        set.map_err(|cause| error(PortProblem::Settings(cause)))?;
        Ok(SerialLine {
            path: path.to_owned(),
            port,
            opened: Instant::now(),
        })
    }

    /// The port's name.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The number of this run on a line, so that answers to another one mean nothing.
pub fn session() -> u16 {
    // Keys of hash tables are random, and a fresh one comes with each state.
    RandomState::new().build_hasher().finish() as u16
}

fn raw(mut settings: Settings, baud: u32) -> io::Result<Settings> {
    settings.set_raw();
    settings.set_baud_rate(baud)?;
    Ok(settings)
}

impl Transport for SerialLine {
    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            match self.port.write(rest) {
                Ok(sent) => rest = rest.get(sent..).unwrap_or_default(),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) if cause.kind() == io::ErrorKind::WouldBlock => {}
                Err(cause) => return Err(cause),
            }
        }
        Ok(())
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        let left = until.saturating_sub(self.now());
        // Rounded up: a wait of 0.9 ms must not become a loop without one.
        let wait = Duration::from_millis(left.as_micros().div_ceil(1000) as u64).min(LOOK);
        self.port.set_read_timeout(wait)?;
        let mut bytes = [0; READ_BYTES];
        match self.port.read(&mut bytes) {
            // A port that was unplugged is at its end.
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                into.extend_from_slice(bytes.get(..count).unwrap_or_default());
                Ok(())
            }
            Err(cause) => match cause.kind() {
                io::ErrorKind::TimedOut
                | io::ErrorKind::WouldBlock
                | io::ErrorKind::Interrupted => Ok(()),
                _ => Err(cause),
            },
        }
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        // The kernel waits until everything has left before it changes the rate.
        let settings = raw(self.port.get_configuration()?, baud)?;
        self.port.set_configuration(&settings)
    }
}
