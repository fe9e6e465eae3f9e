//! What of a partial copy still counts: found by hashing, never taken on trust.

use std::ops::Range;

use umbilical_soft_mcu::link::Span;

/// Bytes that are hashed at once.
pub const HASH_BYTES_MAX: u32 = 64 * 1024;
/// A range that differs is cut in halves down to this; then it is read.
pub const HASH_BYTES_MIN: u32 = 4 * 1024;

/// The ranges of the memory, from `offset` on, that differ from `copy`, in ascending order. `hash`
/// gives the CRC-32 of a range of the device's memory.
///
/// # Errors
/// Those of `hash`.
pub fn differing<E>(
    offset: u32,
    copy: &[u8],
    mut hash: impl FnMut(Span) -> Result<u32, E>,
) -> Result<Vec<Range<u32>>, E> {
    let mut differing: Vec<Range<u32>> = Vec::new();
    // The next one is on top.
    let mut open: Vec<Range<u32>> = Vec::new();
    let end = copy.len() as u32;
    for start in (0..end).step_by(HASH_BYTES_MAX as usize) {
        open.push(start..end.min(start.saturating_add(HASH_BYTES_MAX)));
    }
    open.reverse();
    while let Some(range) = open.pop() {
        let place = offset.wrapping_add(range.start)..offset.wrapping_add(range.end);
        let bytes = range.end - range.start;
        let have = copy.get(range.start as usize..range.end as usize);
        let same = match (have, Span::new(place.start, bytes)) {
            (Some(have), Ok(span)) => hash(span)? == crc32(have),
            _ => false,
        };
        if same {
            continue;
        }
        if bytes > HASH_BYTES_MIN {
            let middle = range.start + (bytes / 2).next_multiple_of(HASH_BYTES_MIN);
            open.push(middle..range.end);
            open.push(range.start..middle);
            continue;
        }
        match differing.last_mut() {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => differing.push(place),
        }
    }
    Ok(differing)
}

fn crc32(bytes: &[u8]) -> u32 {
    umbilical_soft_mcu::crc::crc32(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_what_differs_is_found() {
        let device: Vec<u8> = (0..200_000_u32).map(|at| (at ^ at >> 7) as u8).collect();
        let offset = 0x1000;
        let mut copy = device.clone();
        copy[70_000] ^= 1;
        copy[199_999] ^= 0x80;
        copy[0] ^= 1;
        let mut asked = 0;
        let found = differing(offset, &copy, |span| {
            asked += 1;
            let from = (span.offset() - offset) as usize;
            let range = &device[from..from + span.length() as usize];
            Ok::<u32, ()>(crc32(range))
        });
        let end = offset + 200_000;
        let first = offset..offset + 0x1000;
        let middle = 70_000 / 0x1000 * 0x1000 + offset;
        let last = offset + 199_999 / 0x1000 * 0x1000..end;
        assert_eq!(found, Ok(vec![first, middle..middle + 0x1000, last]));
        assert!(asked < 40, "{asked} hashes");
    }

    #[test]
    fn an_equal_copy_is_not_read_again() {
        let found = differing(0, &[7; 100], |_| Ok::<u32, ()>(crc32(&[7; 100])));
        assert_eq!(found, Ok(vec![]));
        assert_eq!(differing(0, &[], |_| Err(())), Ok(vec![]));
    }
}
