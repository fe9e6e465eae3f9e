//! Serial ports as the link's transport.
//!
//! ```text
//! "--port auto" -- find: candidates, rights, who answers --+
//!                                                          +--> open: lock, raw mode --> SerialLine
//! "--port PATH" -------------------------------------------+              |
//!                                                                   Guarded: Ctrl-C, deadline
//! ```
//!
//! * [`mod@line`] — an open port: bytes in and out, baud rates.
//! * [`lock`] — one program per port, and which one it is.
//! * [`rights`] — who may open a port, and what to do for those who may not.
//! * [`find`] — `--port auto`.
//! * [`guard`] — a transport that stops at Ctrl-C or at a deadline.
//! * [`problem`] — what can be wrong with a port.

pub mod find;
pub mod guard;
pub mod line;
pub mod lock;
pub mod problem;
pub mod rights;

pub use guard::{Guarded, Halt, Stop};
pub use line::SerialLine;
pub use problem::{PortError, PortProblem};
