//! What can go wrong with a device, and how it was left.

use std::fmt;

use umbilical_soft_mcu::link::Reason;
use umbilical_soft_mcu::link::Refusal;
use umbilical_soft_mcu::report::Fault;

use super::left::Left;
use crate::error::{LINK, LOCKED, MEMORY, NO_DEVICE, STOPPED, USAGE, VERIFY};
use crate::link::LinkError;
use crate::port::Halt;

/// A device with which something went wrong.
#[derive(Debug)]
pub struct DeviceError {
    /// The port that it is at.
    pub port: String,
    /// What.
    pub problem: Problem,
    /// How the device was left; `None`: nothing was asked of it that would change it.
    pub left: Option<Left>,
}

/// What went wrong.
#[derive(Debug)]
pub enum Problem {
    /// The link.
    Link(LinkError),
    /// Nobody answered from the beginning.
    Silent,
    /// Its memory cannot be worked with.
    UnknownMemory {
        /// As in `ProbeAck`.
        kind: u8,
        /// As in `ProbeAck`.
        part: u32,
        /// Why not.
        what: String,
    },
    /// It was given no identity, so whether the file is its own cannot be told.
    NoIdentity,
    /// Its layout breaks a rule.
    BadLayout(String),
    /// Its memory is marked incomplete, so there is nothing to be had from it.
    Incomplete,
    /// No table says how long the flash takes and which erases it has.
    NoTable(String),
    /// What is to be written falls into more pieces than can be.
    TooManyPieces(usize),
    /// Everything that is in the file is something that the device keeps.
    NothingToWrite,
    /// The source is a device of another type.
    OtherType {
        /// The first byte that differs.
        address: u32,
        /// In the file.
        file: u8,
        /// In the device.
        device: u8,
    },
    /// It holds something else than the file.
    Differs(Difference),
    /// Two reads of the same bytes gave different ones.
    Unsteady {
        /// The first of them.
        address: u32,
    },
    /// It would have to be asked.
    WouldAsk,
    /// Somebody answered no.
    Declined,
}

/// Where a device holds something else than a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Bytes that differ.
    pub bytes: u64,
    /// Bytes that were compared.
    pub of: u64,
    /// The first one's address.
    pub address: u32,
    /// It in the file.
    pub file: u8,
    /// It in the device.
    pub device: u8,
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Problem {
        Problem::Link(error)
    }
}

impl Problem {
    /// The halt that it is, if it is one.
    pub fn halt(&self) -> Option<Halt> {
        match self {
            Problem::Link(LinkError::Io(error)) => Halt::of(error),
            _ => None,
        }
    }

    /// True when the line itself is gone.
    pub fn is_line_gone(&self) -> bool {
        matches!(self, Problem::Link(LinkError::Io(_))) && self.halt().is_none()
    }

    fn refusal(&self) -> Option<(&'static str, Refusal)> {
        match self {
            Problem::Link(LinkError::Refused { request, refusal }) => Some((request, *refusal)),
            _ => None,
        }
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        if self.halt() == Some(Halt::Stopped) {
            return STOPPED;
        }
        if let Some((request, refusal)) = self.refusal() {
            return match refusal.reason {
                Reason::BusyRescue => LOCKED,
                Reason::VerifyFailed if request == "DataEnd" => VERIFY,
                Reason::WriteFailed | Reason::VerifyFailed => MEMORY,
                Reason::Fault if refusal.detail == Fault::WriteProtected as u32 => LOCKED,
                Reason::Fault => MEMORY,
                Reason::BadLayout | Reason::UnknownType => USAGE,
                _ => LINK,
            };
        }
        match self {
            Problem::Link(_) => LINK,
            Problem::Silent => NO_DEVICE,
            Problem::Incomplete | Problem::Unsteady { .. } | Problem::UnknownMemory { .. } => {
                MEMORY
            }
            Problem::Differs(_) => VERIFY,
            Problem::BadLayout(_) => MEMORY,
            Problem::NoTable(_)
            | Problem::TooManyPieces(_)
            | Problem::NothingToWrite
            | Problem::NoIdentity
            | Problem::OtherType { .. }
            | Problem::WouldAsk
            | Problem::Declined => USAGE,
        }
    }

    /// Short name for programs.
    pub fn outcome(&self) -> String {
        if let Some(halt) = self.halt() {
            return match halt {
                Halt::Stopped => "stopped".into(),
                Halt::Deadline(_) => "deadline".into(),
            };
        }
        if let Some((_, refusal)) = self.refusal() {
            return match Fault::from_code(refusal.detail) {
                Some(fault) if refusal.reason == Reason::Fault => format!("fault:{}", fault.text()),
                _ => format!("refused:{}", refusal.reason.text()),
            };
        }
        match self {
            Problem::Link(_) => "link",
            Problem::Silent => "no-device",
            Problem::UnknownMemory { .. } | Problem::NoTable(_) => "unknown-memory",
            Problem::BadLayout(_) => "bad-layout",
            Problem::NoIdentity => "no-identity",
            Problem::Incomplete => "incomplete",
            Problem::OtherType { .. } => "other-type",
            Problem::Differs(_) => "differs",
            Problem::Unsteady { .. } => "unsteady",
            Problem::WouldAsk => "would-ask",
            Problem::Declined => "declined",
            Problem::TooManyPieces(_) | Problem::NothingToWrite => "usage",
        }
        .into()
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        if let Some(halt) = self.halt() {
            return match halt {
                Halt::Stopped => "run it again when you like",
                Halt::Deadline(_) => "try a lower rate (--baud 115200) and another cable",
            };
        }
        if let Some((request, refusal)) = self.refusal() {
            return match refusal.reason {
                Reason::BusyRescue => "wait until the rescue is over, or look at it with monitor",
                Reason::VerifyFailed if request == "DataEnd" => {
                    "run it again; if that does not help, the memory is worn out"
                }
                Reason::WriteFailed | Reason::VerifyFailed => {
                    "look for a write protection; if there is none, the memory is worn out"
                }
                Reason::Fault => "clear the fault first; monitor shows the device",
                Reason::UnknownType => {
                    "this device's firmware does not do that over the line: use a newer one, if \
                     there is one; over the cable it is rescued all the same"
                }
                Reason::BadLayout => "use a layout that was made for this memory",
                _ => "update the firmware, or use the program that belongs to it",
            };
        }
        match self {
            Problem::Link(LinkError::Io(_)) => "plug the adapter in again, then run it again",
            Problem::Link(_) => "check the cable, try a lower rate (--baud 115200), run it again",
            Problem::Silent => {
                "is the device powered, is its cable plugged in, and is this its port?"
            }
            Problem::UnknownMemory { .. } => {
                "use the program that belongs to the device's firmware"
            }
            Problem::BadLayout(_) => "set it again: layout set FILE.toml",
            Problem::NoIdentity => {
                "if it may have the file: --map device; what belongs to the file's unit stays away"
            }
            Problem::Incomplete => {
                "finish the restore or the rescue that was cut off: run the restore again"
            }
            Problem::NoTable(_) => {
                "backup and verify work without one; a restore needs the times and erases of the \
                 part (soft-mcu/src/nor.rs)"
            }
            Problem::TooManyPieces(_) => {
                "use a backup with the device's own layout, or write everything with --all"
            }
            Problem::NothingToWrite => "if you mean it: --all",
            Problem::OtherType { .. } => "use a backup of a device of this type",
            Problem::Differs(_) => "restore it, or take a new backup if the device is right",
            Problem::Unsteady { .. } => {
                "the memory or its bus is disturbed: run it again, then check the board"
            }
            Problem::WouldAsk => "answer beforehand: --yes",
            Problem::Declined => "nothing was done",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(halt) = self.halt() {
            return halt.fmt(f);
        }
        match self {
            Problem::Link(LinkError::Io(error)) => write!(f, "the port went away: {error}"),
            Problem::Link(LinkError::Refused { request, refusal }) => {
                write!(f, "the device refuses {request}: {}", refusal.reason.text())?;
                match Fault::from_code(refusal.detail) {
                    Some(fault) if refusal.reason == Reason::Fault => {
                        write!(f, " {}", fault.text())
                    }
                    _ => write!(f, " ({:#x})", refusal.detail),
                }
            }
            Problem::Link(LinkError::NoAnswer {
                request, offset, ..
            }) => {
                write!(f, "no answer to {request}")?;
                match offset {
                    Some(offset) => write!(f, " from byte {offset:#x} on"),
                    None => Ok(()),
                }
            }
            Problem::Link(error) => error.fmt(f),
            Problem::Silent => f.write_str("no device answers"),
            Problem::UnknownMemory { kind, part, what } => write!(
                f,
                "the device's memory (kind {kind}, part {part:#x}) {what}"
            ),
            Problem::NoIdentity => f.write_str(
                "the device was given no identity: whether the file is its own cannot be told",
            ),
            Problem::BadLayout(what) => write!(f, "the device's layout: {what}"),
            Problem::Incomplete => f.write_str("the device's memory is marked incomplete"),
            Problem::NoTable(part) => write!(f, "this program has no table of the flash {part}"),
            Problem::TooManyPieces(pieces) => write!(
                f,
                "what the device does not keep falls into {pieces} pieces of the backup's regions"
            ),
            Problem::NothingToWrite => {
                f.write_str("the device keeps everything that the file holds")
            }
            Problem::OtherType {
                address,
                file,
                device,
            } => write!(
                f,
                "a device of another type: at {address:#x} the file has {file:02x}, the device \
                 {device:02x}"
            ),
            Problem::Differs(Difference {
                bytes,
                of,
                address,
                file,
                device,
            }) => write!(
                f,
                "{bytes} of {of} bytes differ, the first at {address:#x}: the file has {file:02x}, \
                 the device {device:02x}"
            ),
            Problem::Unsteady { address } => write!(
                f,
                "the bytes from {address:#x} on were read twice and are not the same"
            ),
            Problem::WouldAsk => f.write_str("somebody would have to be asked"),
            Problem::Declined => f.write_str("not confirmed"),
        }
    }
}

impl fmt::Display for DeviceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.port, self.problem)?;
        match self.left {
            None => Ok(()),
            Some(left) => write!(f, "; {left}"),
        }
    }
}
