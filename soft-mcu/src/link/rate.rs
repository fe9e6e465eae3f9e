//! The device's baud rate: up by `Speed`, back by itself when nobody is heard.
//!
//! ```text
//!          change            heard within 1 s
//!   Base ----------> Trial ------------------> Raised --+
//!    ^                 | 1 s                     ^      | heard
//!    +-----------------+----- 10 s unheard ------+------+
//! ```

use super::BASE_BAUD;

/// Seconds after a change within which a frame has to be heard.
pub const TRIAL_SECONDS: u32 = 1;
/// Seconds without a frame after which the device is back at [`BASE_BAUD`].
pub const SILENCE_SECONDS: u32 = 10;

/// The rate and what it rests on. Times are those of a 32-bit timer that may wrap; the longest wait
/// must be less than half of its range (10 s: up to 214 MHz), and [`poll`](Self::poll) has to be
/// called more often than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// [`BASE_BAUD`].
    Base,
    /// Another one, at which nothing was heard so far.
    Trial {
        /// The rate in Hz.
        baud: u32,
        /// When it was changed.
        since: u32,
    },
    /// Another one, at which the host was heard.
    Raised {
        /// The rate in Hz.
        baud: u32,
        /// When the host was last heard.
        heard: u32,
    },
}

impl Rate {
    /// The rate in Hz.
    pub const fn baud(self) -> u32 {
        match self {
            Self::Base => BASE_BAUD,
            Self::Trial { baud, .. } | Self::Raised { baud, .. } => baud,
        }
    }

    /// `SpeedAck` has left the line, all of it: the new rate.
    pub fn change(&mut self, baud: u32, now: u32) {
        *self = if baud == BASE_BAUD {
            Self::Base
        } else {
            Self::Trial { baud, since: now }
        };
    }

    /// A frame came whose check was right.
    pub fn heard(&mut self, now: u32) {
        if let Self::Trial { baud, .. } | Self::Raised { baud, .. } = *self {
            *self = Self::Raised { baud, heard: now };
        }
    }

    /// Falls back when it is time to; then it gives true, and the line has to be set to
    /// [`BASE_BAUD`]. `second`: the timer's ticks in one.
    pub fn poll(&mut self, now: u32, second: u32) -> bool {
        let (since, seconds) = match *self {
            Self::Base => return false,
            Self::Trial { since, .. } => (since, TRIAL_SECONDS),
            Self::Raised { heard, .. } => (heard, SILENCE_SECONDS),
        };
        let over = now.wrapping_sub(since) >= second.wrapping_mul(seconds);
        if over {
            *self = Self::Base;
        }
        over
    }
}
