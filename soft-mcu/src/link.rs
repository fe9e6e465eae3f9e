//! The link between a controller and a computer over a serial line: bytes in, bytes out.
//!
//! `docs/protocol.md` is the specification, with a picture of every frame. Nothing here does I/O or
//! knows a clock, so the firmware, the host tools and a simulated line all run the same code:
//!
//! ```text
//! Request, Head  --frame::send-->  CRC-32  --cobs::encode-->  wire  --Receiver::push-->  Frame
//! ```
//!
//! * [`cobs`] — bytes without 00h, so that 00h ends a frame.
//! * [`receive`] — wire to body, in constant memory; what fails its CRC-32 does not exist.
//! * [`frame`] — the header that every body begins with, and the way out.
//! * [`request`] — what the host asks. [`answer`] — what the device says. [`refusal`] — why not.
//! * [`span`] — a range of bytes that does not reach beyond 4 GiB.
//! * [`lz4`] — a small encoder for blocks that get shorter.
//! * [`rate`] — the device's baud rate, and its way back when a change went wrong.
//!
//! The device keeps no connection: each request is answered from itself alone, and doing it twice
//! is doing it once. So a reset of either side needs nothing but a repeat.

pub mod answer;
pub mod cobs;
pub mod frame;
pub mod lz4;
pub mod rate;
pub mod receive;
pub mod refusal;
pub mod request;
pub mod span;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub use frame::{Frame, Head, Header};
pub use receive::Receiver;
pub use refusal::{Reason, Refusal};
pub use request::Request;
pub use span::Span;

/// Version of the protocol, in `ProbeAck`.
pub const VERSION: u16 = 1;
/// Baud rate of either side after its start.
pub const BASE_BAUD: u32 = 115_200;
/// Bytes of a frame's header.
pub const HEADER_BYTES: usize = 5;
/// Bytes of a frame's check.
pub const CHECK_BYTES: usize = 4;
/// Most bytes of a payload.
pub const PAYLOAD_BYTES_MAX: usize = 2058;
/// Most bytes of a body: header, payload, check. A [`Receiver`] of this size takes every frame.
pub const BODY_BYTES_MAX: usize = HEADER_BYTES + PAYLOAD_BYTES_MAX + CHECK_BYTES;
/// Most bytes of a frame on the wire: the body, a code for every 254 of them, and 00h.
pub const WIRE_BYTES_MAX: usize = BODY_BYTES_MAX + BODY_BYTES_MAX.div_ceil(254) + 1;
/// `DataRequest`s that wait in the device.
pub const QUEUE: usize = 4;
/// Fewest bytes of a block of data.
pub const BLOCK_BYTES_MIN: u32 = 64;
/// Most bytes of a block of data, read or written.
pub const BLOCK_BYTES_MAX: u32 = 2048;
/// Most bytes that one `DataRequest` asks for.
pub const REQUEST_BYTES_MAX: u32 = 64 * 1024;
