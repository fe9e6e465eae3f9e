//! Writing a piece of the memory, over resets of the device.
//!
//! A reset may have been a loss of power in the middle of a program. Cells of a flash that it leaves
//! between 0 and 1 may read as they should, and the device does not program what reads so; some time
//! later they read otherwise. So the sectors that were being written are erased and written anew.

use std::ops::Range;
use std::time::Duration;

use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::link::Request;
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::nor::SECTOR_BYTES;

use super::super::problem::Problem;
use super::super::progress::Meter;
use super::super::session::Session;
use super::span;
use crate::link::client::RECONNECTS;
use crate::link::{LinkError, Transport, Window, WriteWindow};

/// Makes the device hold the bytes of `range` of `wanted`, which is as long as its memory. With that
/// so many bytes stand as `meter` has beside it.
///
/// # Errors
/// Those of the link.
pub(super) fn piece<T: Transport>(
    session: &mut Session<T>,
    part: MemoryPart,
    wanted: &[u8],
    mut range: Range<u32>,
    (meter, before): (&mut Meter, u64),
) -> Result<(), Problem> {
    let sector = part.nor().map(|_| SECTOR_BYTES);
    let (mut furthest, mut resets) = (range.start, 0);
    loop {
        let data = wanted.get(range.start as usize..range.end as usize);
        let limits = session.write_limits();
        let now = session.client().transport().now();
        let mut window = Piece {
            window: WriteWindow::new(range.start, data.unwrap_or_default(), limits, now),
            before,
            meter: &mut *meter,
            ends_at_reset: sector.is_some(),
            was_reset: false,
        };
        session.client().finish(&mut window)?;
        let (Some(sector), true) = (sector, window.was_reset) else {
            return Ok(());
        };
        let doubt = window.window.in_doubt();
        resets = if doubt.start > furthest {
            1
        } else {
            resets + 1
        };
        furthest = furthest.max(doubt.start);
        if resets > RECONNECTS {
            return Err(Problem::from(LinkError::NoAnswer {
                request: "DataWrite",
                offset: Some(doubt.start),
                tries: resets,
            }));
        }
        if doubt.is_empty() {
            range.start = doubt.start;
            continue;
        }
        // What of these sectors was acknowledged stood; it is erased with the rest.
        let sectors = doubt.start / sector * sector..doubt.end.next_multiple_of(sector);
        session.client().erase(span(&sectors)?)?;
        range = sectors.start..range.end.max(sectors.end);
    }
}

/// A window that tells how much stands, and ends at a reset if it is to.
struct Piece<'a, 'm> {
    window: WriteWindow<'a>,
    /// Bytes that stand when it has nothing missing.
    before: u64,
    meter: &'m mut Meter,
    ends_at_reset: bool,
    was_reset: bool,
}

impl Window for Piece<'_, '_> {
    fn next(&mut self, number: u16, now: Duration) -> Option<Request<'_>> {
        self.window.next(number, now)
    }

    fn answered(&mut self, number: u16, answer: &Answer, now: Duration) -> Result<(), LinkError> {
        let answered = self.window.answered(number, answer, now);
        let missing = self.window.missing_bytes();
        self.meter.at(self.before.saturating_sub(missing));
        answered
    }

    fn deadline(&self) -> Duration {
        self.window.deadline()
    }

    fn timed_out(&mut self, now: Duration) -> Result<(), LinkError> {
        self.window.timed_out(now)
    }

    fn restart(&mut self, now: Duration) {
        self.window.restart(now);
        self.was_reset = self.ends_at_reset;
    }

    fn missing_bytes(&self) -> u64 {
        match self.was_reset {
            true => 0,
            false => self.window.missing_bytes(),
        }
    }
}
