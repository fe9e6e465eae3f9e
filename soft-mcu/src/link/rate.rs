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
pub struct Rate {
    baud: u32,
    /// When it was changed, or the host was last heard.
    since: u32,
    /// Seconds from then on that it stays without a frame: [`TRIAL_SECONDS`] while nothing was heard at
    /// it, then [`SILENCE_SECONDS`]; 0: for ever.
    seconds: u32,
}

impl Rate {
    /// [`BASE_BAUD`].
    pub const BASE: Self = Self {
        baud: BASE_BAUD,
        since: 0,
        seconds: 0,
    };

    /// None, before the start.
    pub(crate) const ZEROS: Self = Self {
        baud: 0,
        since: 0,
        seconds: 0,
    };

    /// The rate in Hz.
    pub const fn baud(self) -> u32 {
        self.baud
    }

    /// Is it the one after the start, which stays?
    #[inline]
    pub const fn is_base(self) -> bool {
        self.seconds == 0
    }

    /// `SpeedAck` has left the line, all of it: the new rate.
    pub fn change(&mut self, baud: u32, now: u32) {
        *self = Self {
            baud,
            since: now,
            seconds: TRIAL_SECONDS,
        };
        if baud == BASE_BAUD {
            *self = Self::BASE;
        }
    }

    /// A frame came whose check was right.
    pub fn heard(&mut self, now: u32) {
        if !self.is_base() {
            self.since = now;
            self.seconds = SILENCE_SECONDS;
        }
    }

    /// Falls back when it is time to; then it gives true, and the line has to be set to
    /// [`BASE_BAUD`]. `second`: the timer's ticks in one.
    pub fn poll(&mut self, now: u32, second: u32) -> bool {
        let over =
            !self.is_base() && now.wrapping_sub(self.since) >= second.wrapping_mul(self.seconds);
        if over {
            *self = Self::BASE;
        }
        over
    }
}
