//! The device's bytes, read and proved.

use std::ops::Range;

use super::compare::{differing, fetch};
use super::problem::Problem;
use super::progress::Meter;
use super::select::BLANK;
use super::session::Session;
use crate::link::Transport;

/// How often what differs from its hash is read again.
const TRIES: u32 = 2;

/// The bytes of `ranges` of a device that is held, in an image as long as its memory. Of `copy`,
/// what an earlier read got, only that is read which the device's hashes do not confirm. At the end
/// the device hashes everything once more: each byte was read from the memory twice and was the
/// same.
///
/// # Errors
/// Those of the link, and [`Problem::Unsteady`].
pub fn read<T: Transport>(
    session: &mut Session<T>,
    ranges: &[Range<u32>],
    copy: Option<Vec<u8>>,
    meter: &mut Meter,
    mut store: impl FnMut(u32, &[u8]),
) -> Result<Vec<u8>, Problem> {
    let bytes = session.ack().bytes as usize;
    let (mut memory, mut missing) = match copy {
        Some(mut copy) => {
            copy.resize(bytes, BLANK);
            let missing = differing(session, ranges, &copy, meter)?;
            (copy, missing)
        }
        None => (vec![BLANK; bytes], ranges.to_vec()),
    };
    for _ in 0..TRIES {
        if !missing.is_empty() {
            fetch(session, &missing, &mut memory, meter, &mut store)?;
        }
        missing = differing(session, ranges, &memory, meter)?;
        if missing.is_empty() {
            return Ok(memory);
        }
    }
    let address = missing.first().map_or(0, |range| range.start);
    Err(Problem::Unsteady { address })
}
