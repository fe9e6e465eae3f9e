//! The host's side of the link to a controller (`docs/protocol.md`).
//!
//! ```text
//!   Client -- probe, hold, speed, hash, erase: one request, one answer, repeated until it comes
//!     |
//!     +------ Window: what is on its way, what was lost     ReadWindow, WriteWindow
//!     |
//!   Transport: a serial port, or a simulated line
//! ```
//!
//! * [`transport`] — what a line has to be able to do. Time comes from it, too.
//! * [`window`] — many requests on their way at once; [`read_window`], [`write_window`].
//! * [`ranges`] — which bytes are still missing. [`block_size`] — short blocks on a bad line.
//! * [`patience`] — how long nothing may come. [`resume`] — what of a partial copy still counts.
//! * [`client`] — a device, as the commands see it; it finds the device again after a reset.
//! * [`error`] — what can go wrong, and what to do.
//!
//! Windows are pure: no I/O, no clock. Whatever the line does, a read gives the device's bytes or a
//! named error: data count only from a frame whose check is right and that answers this run.

pub mod block_size;
pub mod client;
pub mod error;
pub mod patience;
pub mod ranges;
pub mod read_window;
pub mod resume;
pub mod transport;
pub mod window;
pub mod write_window;

pub use client::Client;
pub use error::LinkError;
pub use read_window::ReadWindow;
pub use transport::Transport;
pub use window::Window;
pub use write_window::WriteWindow;
