//! What can be wrong with a port, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::rights::{self, Missing};
use crate::error::{LINK, LOCKED, NO_DEVICE, USAGE};

/// A process that has a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// Its name; may be empty.
    pub name: String,
}

/// A port that cannot be used.
#[derive(Debug)]
pub struct PortError {
    /// As it was named.
    pub path: PathBuf,
    /// Why not.
    pub problem: PortProblem,
}

/// Why a port cannot be used.
#[derive(Debug)]
pub enum PortProblem {
    /// There is none of this name.
    None,
    /// This user may not open it.
    NoRights(Missing),
    /// Somebody else uses it; whoever they are, as far as one may know.
    InUse(Vec<Holder>),
    /// Something else has this name.
    NotSerial,
    /// It is there, but cannot be opened.
    Open(io::Error),
    /// It does not take the settings.
    Settings(io::Error),
}

impl PortError {
    /// A problem with the port at `path`.
    pub fn new(path: &Path, problem: PortProblem) -> PortError {
        PortError {
            path: path.to_owned(),
            problem,
        }
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        match self.problem {
            PortProblem::None | PortProblem::NoRights(_) => NO_DEVICE,
            PortProblem::InUse(_) => LOCKED,
            PortProblem::NotSerial => USAGE,
            PortProblem::Open(_) | PortProblem::Settings(_) => LINK,
        }
    }

    /// Short name for programs.
    pub fn outcome(&self) -> &'static str {
        match self.problem {
            PortProblem::None => "no-port",
            PortProblem::NoRights(_) => "no-rights",
            PortProblem::InUse(_) => "port-in-use",
            PortProblem::NotSerial => "usage",
            PortProblem::Open(_) | PortProblem::Settings(_) => "port",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match &self.problem {
            PortProblem::None => {
                "plug the adapter in and look for its name in /dev/serial/by-id, or use --port auto"
                    .into()
            }
            PortProblem::NoRights(missing) => missing.hint(),
            PortProblem::InUse(_) => "end that program, or use another port".into(),
            PortProblem::NotSerial => "a port is a name such as /dev/ttyUSB0".into(),
            PortProblem::Open(_) | PortProblem::Settings(_) => {
                "unplug the adapter and plug it in again; `dmesg` may say more".into()
            }
        }
    }
}

impl PortProblem {
    /// Why `path` could not be opened.
    pub fn of_open(path: &Path, cause: io::Error) -> PortProblem {
        match cause.kind() {
            io::ErrorKind::NotFound => PortProblem::None,
            io::ErrorKind::PermissionDenied => PortProblem::NoRights(rights::missing(path)),
            // Of a port that another program has for itself alone (TIOCEXCL).
            io::ErrorKind::ResourceBusy => PortProblem::InUse(super::lock::holders(path)),
            _ if !rights::is_character_device(path) => PortProblem::NotSerial,
            _ => PortProblem::Open(cause),
        }
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "port {}: {}", self.path.display(), self.problem)
    }
}

impl fmt::Display for PortProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PortProblem::None => f.write_str("there is no such port"),
            PortProblem::NoRights(_) => f.write_str("you may not open it"),
            PortProblem::InUse(holders) => {
                f.write_str("it is in use")?;
                for (index, Holder { pid, name }) in holders.iter().enumerate() {
                    f.write_str(if index == 0 { " by " } else { ", " })?;
                    match name.as_str() {
                        "" => write!(f, "process {pid}")?,
                        name => write!(f, "{name} (process {pid})")?,
                    }
                }
                Ok(())
            }
            PortProblem::NotSerial => f.write_str("this is no serial port"),
            PortProblem::Open(cause) => write!(f, "it cannot be opened: {cause}"),
            PortProblem::Settings(cause) => {
                write!(f, "it does not take the settings of a serial line: {cause}")
            }
        }
    }
}
