//! A device's memory and a copy of it: where they differ, found by hashes.

use std::ops::Range;

use super::problem::{Difference, Problem};
use super::progress::{Meter, Step};
use super::session::Session;
use crate::link::{Transport, resume};

/// The bytes of `ranges` in which the device differs from `copy`, which is as long as its memory,
/// in whole blocks of at most 4 KiB.
///
/// # Errors
/// Those of the link.
pub fn differing<T: Transport>(
    session: &mut Session<T>,
    ranges: &[Range<u32>],
    copy: &[u8],
    meter: &mut Meter,
) -> Result<Vec<Range<u32>>, Problem> {
    meter.begin(Step::Comparing, bytes_of(ranges));
    let mut before = 0;
    let mut found = Vec::new();
    for range in ranges {
        let have = copy.get(range.start as usize..range.end as usize);
        let client = session.client();
        let ranges = resume::differing(range.start, have.unwrap_or_default(), |span| {
            let hash = client.hash(span)?;
            meter.at(before + u64::from(span.end() - range.start));
            Ok::<u32, Problem>(hash)
        });
        found.extend(ranges?);
        before += u64::from(range.end - range.start);
        meter.at(before);
    }
    Ok(found)
}

/// Reads `ranges` of the device into `memory`, which is as long as its memory; `store` gets each
/// byte, too.
///
/// # Errors
/// Those of the link.
pub fn fetch<T: Transport>(
    session: &mut Session<T>,
    ranges: &[Range<u32>],
    memory: &mut [u8],
    meter: &mut Meter,
    mut store: impl FnMut(u32, &[u8]),
) -> Result<(), Problem> {
    meter.begin(Step::Reading, bytes_of(ranges));
    let limits = session.read_limits();
    let mut done = 0;
    let read = session
        .client()
        .read(ranges.iter().cloned(), limits, |offset, bytes| {
            let from = offset as usize;
            if let Some(to) = memory.get_mut(from..from + bytes.len()) {
                to.copy_from_slice(bytes);
            }
            store(offset, bytes);
            done += bytes.len() as u64;
            meter.at(done);
        });
    Ok(read?)
}

/// Where the device differs from `copy` within `ranges`, byte by byte; `None`: nowhere.
///
/// # Errors
/// Those of the link.
pub fn difference<T: Transport>(
    session: &mut Session<T>,
    ranges: &[Range<u32>],
    copy: &[u8],
    meter: &mut Meter,
) -> Result<Option<Difference>, Problem> {
    let differing = differing(session, ranges, copy, meter)?;
    if differing.is_empty() {
        return Ok(None);
    }
    let mut memory = copy.to_vec();
    fetch(session, &differing, &mut memory, meter, |_, _| {})?;
    let pairs = differing.iter().flat_map(Range::clone).filter_map(|at| {
        let (file, device) = (*copy.get(at as usize)?, *memory.get(at as usize)?);
        (file != device).then_some((at, file, device))
    });
    let pairs: Vec<_> = pairs.collect();
    match (pairs.first(), differing.first()) {
        (Some((address, file, device)), _) => Ok(Some(Difference {
            bytes: pairs.len() as u64,
            of: bytes_of(ranges),
            address: *address,
            file: *file,
            device: *device,
        })),
        // The hash differs and no byte does: one of the two reads was wrong.
        (None, Some(range)) => Err(Problem::Unsteady {
            address: range.start,
        }),
        (None, None) => Ok(None),
    }
}

/// Bytes of all ranges.
pub fn bytes_of(ranges: &[Range<u32>]) -> u64 {
    let bytes = ranges
        .iter()
        .map(|range| u64::from(range.end - range.start));
    bytes.sum()
}
