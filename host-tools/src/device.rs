//! The commands that talk to a device.
//!
//! ```text
//! info backup restore verify clone monitor       what people type, what they are told
//!        |
//!   copy, compare, job                           what is done, over any transport
//!        |
//!     Session                                    one device, found, held, let go, left in order
//!        |
//!  link::Client over port::Guarded               requests and answers; Ctrl-C and deadline
//! ```
//!
//! * [`session`] — a device from finding it to letting it go, and how it was left.
//! * [`memory`] — which memory a device says that it has.
//! * [`select`] — what of a file goes to which bytes of a device.
//! * [`copy`] — the device's bytes, read and proved. [`compare`] — they and a file's, by hashes.
//! * [`job`] — a restore: what is there, what it takes, doing it.
//! * [`info`], [`backup`], [`restore`], [`verify`], [`clone`], [`monitor`] — one command each;
//!   [`layout`] — `layout get` and `layout set`.
//! * [`progress`] — how far it is. [`problem`] — what can go wrong. [`left`] — how the device was left.
//!
//! Everything below the commands is generic over the transport: tests run it in virtual time over
//! lines that lose, change and invent bytes.

pub mod backup;
pub mod clone;
pub mod compare;
pub mod copy;
pub mod info;
pub mod job;
pub mod layout;
pub mod left;
pub mod memory;
pub mod monitor;
pub mod problem;
pub mod progress;
pub mod restore;
pub mod select;
pub mod session;
pub mod verify;

pub use left::Left;
pub use problem::{DeviceError, Problem};
pub use session::Session;

use std::path::Path;

use crate::cli::PortOptions;
use crate::error::Error;
use crate::output;
use crate::port::find::{self, AUTO, Places};
use crate::port::{SerialLine, Stop};

/// A port that is open, and what it is called.
pub struct Open {
    /// Its name, for people.
    pub name: String,
    /// Its line.
    pub line: SerialLine,
}

/// Opens the port that the options name, or finds it.
///
/// # Errors
/// [`Error::Port`], [`Error::Find`].
pub fn open(options: &PortOptions, stop: &Stop) -> Result<Open, Error> {
    if options.port != AUTO {
        return open_named(&options.port);
    }
    let candidates = find::candidates(&Places::default());
    let found = find::choose(candidates, SerialLine::open, stop);
    let found = found.map_err(|error| Error::Find(Box::new(error)))?;
    for (candidate, seen) in &found.unseen {
        output::say(&format!("note: {candidate} was not looked at: {seen}"));
    }
    Ok(Open {
        name: found.candidate.path.display().to_string(),
        line: found.line,
    })
}

/// Opens the port of this name.
///
/// # Errors
/// [`Error::Port`].
pub fn open_named(name: &str) -> Result<Open, Error> {
    let line = SerialLine::open(Path::new(name)).map_err(|error| Error::Port(Box::new(error)))?;
    Ok(Open {
        name: name.to_owned(),
        line,
    })
}

/// Ctrl-C and `kill` set `stop` from now on: until a device is held they end the process at once.
///
/// # Errors
/// [`Error::Signals`].
pub fn heed_signals(stop: &Stop) -> Result<(), Error> {
    stop.on_signals().map_err(Error::Signals)
}
