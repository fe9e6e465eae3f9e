//! The device's side of the link to a computer: it answers while it lives its life.
//!
//! `docs/protocol.md` says what is answered to what; [`crate::link`] is the wire. Requests come
//! from one place and are done in three:
//!
//! ```text
//! UART --Receiver--> Frame --Request::parse--> Desk: what needs no memory     (any time)
//!                                              Queue: blocks to be sent       (own memory at rest)
//!                                              device::computer: the rest     (no rescue under way)
//! ```
//!
//! * [`Desk`] knows what to say of the device, and who owns the memory ([`Owner`]).
//! * [`Queue`] holds the `DataRequest`s that are not answered yet.
//! * [`Own`] is what the link asks of the own memory, with either kind.
//!
//! While a rescue runs it looks for a byte where it waits for an engine anyway, and answers there; the
//! memory is read between two steps of the copy (`Job::lend`).

mod block;
mod desk;
mod own;
mod queue;

pub(crate) use block::send_next;
pub(crate) use desk::Refused;
pub use desk::{About, Desk, Owner};
pub use own::Own;
pub use queue::Queue;

use crate::link::{CHECK_BYTES, Frame, HEADER_BYTES, Receiver};
use crate::platform::Serial;

/// `DataWrite`s that may be on their way at once: the line's FIFO holds all of them.
pub const SLOTS: u16 = 3;
/// Most bytes of data in a `DataWrite`: two pages of the largest EEPROM.
pub const SLOT_BYTES: u16 = 512;
/// Offset and data of the longest `DataWrite`, with everything around them.
const RECEIVED_BYTES_MAX: usize = HEADER_BYTES + 4 + SLOT_BYTES as usize + CHECK_BYTES;
/// Bytes taken from the line in one go: whoever floods it does not keep the device from its life.
const BYTES_AT_ONCE: u32 = 256;
/// In the middle of a rescue nothing is answered while the line has less room: nobody waits for it.
pub(crate) const ROOM_BYTES: u32 = 320;

/// Bytes of a block that is sent in the middle of a rescue.
pub(crate) const SIDE_BYTES: u32 = 256;

/// What comes from the computer, and what is to be said to it.
#[repr(C)]
pub struct Server {
    pub(crate) desk: Desk,
    /// Last: a load reaches everything in front of it.
    pub(crate) receiver: Receiver<RECEIVED_BYTES_MAX>,
}

impl Server {
    /// What [`begin`](Self::begin) makes a server of: one call fills it.
    pub(crate) const ZEROS: Self = Self {
        desk: Desk::ZEROS,
        receiver: Receiver::ZEROS,
    };

    /// Nothing was heard yet.
    pub(crate) fn begin(&mut self, about: About) {
        self.desk.begin(about);
        self.receiver.lost();
    }
}

/// Takes what has come, up to the end of a frame that asks for something.
#[inline(never)]
pub(crate) fn hear<'a, P: Serial>(
    p: &mut P,
    receiver: &'a mut Receiver<RECEIVED_BYTES_MAX>,
) -> Option<Frame<'a>> {
    for _ in 0..BYTES_AT_ONCE {
        if let Some(length) = receiver.accept(p.receive()?) {
            return Frame::request(receiver.body(length));
        }
    }
    None
}
