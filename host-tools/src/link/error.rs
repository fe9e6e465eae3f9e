//! What can go wrong on the link.

use std::fmt;
use std::io;

use umbilical_soft_mcu::link::{Reason, Refusal, VERSION};
use umbilical_soft_mcu::report::Fault;

/// Why something on the link failed.
#[derive(Debug)]
pub enum LinkError {
    /// The line itself.
    Io(io::Error),
    /// Asked again and again, and nothing came.
    NoAnswer {
        /// What was asked for.
        request: &'static str,
        /// The first byte that is missing, for data.
        offset: Option<u32>,
        /// How often.
        tries: u32,
    },
    /// The device does not do it.
    Refused {
        /// What was asked for.
        request: &'static str,
        /// Why.
        refusal: Refusal,
    },
    /// A block with a right check that does not decode.
    BadBlock {
        /// Its first byte.
        offset: u32,
    },
    /// The device speaks another version.
    OtherProtocol {
        /// Which.
        version: u16,
    },
    /// After a reset another device answers.
    OtherDevice,
}

impl LinkError {
    /// True where the device may have been reset, or the line cut: it is worth looking for it.
    pub fn is_lost_device(&self) -> bool {
        match self {
            Self::NoAnswer { .. } => true,
            Self::Refused { refusal, .. } => refusal.reason == Reason::NotHeld,
            _ => false,
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the line: {error}"),
            Self::NoAnswer {
                request,
                offset,
                tries,
            } => {
                write!(f, "no answer to {request}")?;
                if let Some(offset) = offset {
                    write!(f, " from byte {offset:#x} on")?;
                }
                write!(
                    f,
                    " after {tries} tries. Is the device powered, and is this its port?"
                )
            }
            Self::Refused { request, refusal } => {
                let Refusal { reason, detail } = *refusal;
                write!(f, "the device refuses {request}: {}", reason.text())?;
                match reason {
                    Reason::Fault => match Fault::from_code(detail) {
                        Some(fault) => write!(f, " ({})", fault.text()),
                        None => write!(f, " (code {detail})"),
                    },
                    _ => write!(f, " ({detail:#x})"),
                }?;
                f.write_str(match reason {
                    Reason::BusyRescue => ". Wait for the rescue to end",
                    Reason::Fault => ". Clear the fault first",
                    Reason::WriteFailed | Reason::VerifyFailed => {
                        ". The memory may be protected or worn out; it is marked incomplete"
                    }
                    _ => "",
                })
            }
            Self::BadBlock { offset } => write!(
                f,
                "the block at {offset:#x} arrived whole but does not decode. Read without \
                 compression, and report it"
            ),
            Self::OtherProtocol { version } => write!(
                f,
                "the device speaks version {version} of the protocol, this program version \
                 {VERSION}. Use the program that belongs to its firmware"
            ),
            Self::OtherDevice => f.write_str(
                "another device answers than before. Plug the first one in again, or begin anew",
            ),
        }
    }
}

impl std::error::Error for LinkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for LinkError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
