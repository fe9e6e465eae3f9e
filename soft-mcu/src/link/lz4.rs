//! A small encoder of LZ4 blocks ("LZ4 Block Format Description", lz4 project).
//!
//! ```text
//! block     sequence ... sequence, the last one without a match
//! sequence  token | more literal length | literals | offset, 2 bytes | more match length
//! token     literal length (15: more follow) in bits 7..4, match length - 4 in bits 3..0
//! ```
//!
//! Greedy, with one candidate per hash. On data without repetitions it looks at fewer and fewer
//! places, so that a block that gets no shorter costs little.

use super::BLOCK_BYTES_MAX;

/// Entries of the table of places.
pub const TABLE_ENTRIES: usize = 256;
/// Where a word with each hash was last seen. The caller's, so that it can lie in memory that has
/// another use at other times; it is cleared for each block.
pub type Table = [u16; TABLE_ENTRIES];

/// Shortest match.
const MATCH_BYTES_MIN: usize = 4;
/// A match begins at least so many bytes before the end of the block.
const MATCH_START_MARGIN: usize = 12;
/// The last bytes of a block are literals.
const LITERALS_END: usize = 5;
/// Lengths of this and more go on in further bytes.
const LENGTH_MORE: usize = 15;
/// After 2 to this power places without a match the steps get wider.
const PATIENCE_BITS: usize = 5;

struct Output<'a> {
    bytes: &'a mut [u8],
    length: usize,
}

impl Output<'_> {
    fn put(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.length)? = byte;
        self.length += 1;
        Some(())
    }

    /// The bytes after a token for a length; nothing for one that fits into it.
    fn more(&mut self, length: usize) -> Option<()> {
        let Some(mut rest) = length.checked_sub(LENGTH_MORE) else {
            return Some(());
        };
        while rest >= 255 {
            self.put(255)?;
            rest -= 255;
        }
        self.put(rest as u8)
    }

    /// Literals, then a match of `length` bytes `offset` back; at the block's end `offset` is 0.
    #[inline(never)]
    fn sequence(&mut self, literals: &[u8], offset: usize, length: usize) -> Option<()> {
        let length = length.wrapping_sub(MATCH_BYTES_MIN);
        let matched = if offset == 0 {
            0
        } else {
            length.min(LENGTH_MORE)
        };
        let token = literals.len().min(LENGTH_MORE) << 4 | matched;
        self.put(token as u8)?;
        self.more(literals.len())?;
        // Known at once, and not after the copying of a block that has no repetitions.
        let end = self.length + literals.len();
        self.bytes
            .get_mut(self.length..end)?
            .copy_from_slice(literals);
        self.length = end;
        if offset == 0 {
            return Some(());
        }
        self.put(offset as u8)?;
        self.put((offset >> 8) as u8)?;
        self.more(length)
    }
}

#[inline(never)]
fn word(input: &[u8], at: usize) -> u32 {
    let bytes = input.get(at..).and_then(|rest| rest.first_chunk());
    u32::from_le_bytes(*bytes.unwrap_or(&[0; 4]))
}

/// Without a multiplication, which this computer does not have.
fn hash(word: u32) -> usize {
    let folded = word ^ word >> 15;
    ((folded ^ folded >> 7) & (TABLE_ENTRIES as u32 - 1)) as usize
}

/// Writes `input` to `output` as an LZ4 block and gives its length; `None` when it does not get
/// shorter, or does not fit, or `input` has more than [`BLOCK_BYTES_MAX`] bytes.
pub fn compress(input: &[u8], output: &mut [u8], table: &mut Table) -> Option<usize> {
    let room = output.len().min(input.len().checked_sub(1)?);
    if input.len() > BLOCK_BYTES_MAX as usize {
        return None;
    }
    let bytes = output.get_mut(..room)?;
    let mut output = Output { bytes, length: 0 };
    table.fill(0);
    let last_start = input.len().checked_sub(MATCH_START_MARGIN)?;
    let matches_end = input.len() - LITERALS_END;
    let (mut at, mut anchor, mut misses) = (1, 0, 0);
    while at <= last_start {
        let here = word(input, at);
        let slot = table.get_mut(hash(here))?;
        let candidate = usize::from(*slot);
        *slot = at as u16;
        // An empty entry says place 0, which is one like any other.
        if word(input, candidate) != here {
            at += 1 + (misses >> PATIENCE_BITS);
            misses += 1;
            continue;
        }
        let mut end = at + MATCH_BYTES_MIN;
        let mut from = candidate + MATCH_BYTES_MIN;
        while end < matches_end && input.get(end) == input.get(from) {
            end += 1;
            from += 1;
        }
        let literals = input.get(anchor..at)?;
        output.sequence(literals, at - candidate, end - at)?;
        (at, anchor, misses) = (end, end, 0);
    }
    output.sequence(input.get(anchor..)?, 0, 0)?;
    Some(output.length)
}
