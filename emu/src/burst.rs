//! Whole bytes at once on the point-to-point bus.
//!
//! A controller whose engine moves data one way, frame under way, says so with a [`Burst`]; the
//! scheduler then lets bytes pass between the two ends without stopping at their bits, as long as
//! nothing else could act or look in between. What the two ends are like afterwards, and when, is
//! exactly what bit by bit would have given.
//!
//! ```text
//!            boundary 0          boundary 1                 boundary k
//!                |  b1 (8 bits)      |  b2                      |
//!   SCK  _/~\_/~\_/~\_ .. _/~\_/~\_/~\_ ..           .. _/~\_/~\_
//!                ^ fall                                  rise^   ^ fall
//! ```
//!
//! A *boundary* lies just before the fall of SCK that ends a byte: its bits have been taken by one
//! side and are still shown by the other. The byte whose boundary it is (b0) is finished by the
//! controller itself from the levels it sees.

use crate::time::Time;

/// Which way the data of a frame goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Into the memory, on IO0.
    Send,
    /// Out of the memory.
    Receive {
        /// Data lines: 1 (IO1), 2 or 4.
        lines: u8,
    },
}

/// What a controller that stands at a boundary could do without being looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burst {
    /// The frame goes to the port; else to the board's own memory.
    pub port: bool,
    /// Which way the data goes.
    pub flow: Flow,
    /// The most bytes that may be moved from here. The last byte of a frame is never among them.
    pub bytes: u32,
    /// The next thing of the controller's own that is not part of the burst (an access of the MCU
    /// that can be seen, the watchdog, a deadline): every boundary reached must lie before it.
    pub until: Time,
}
