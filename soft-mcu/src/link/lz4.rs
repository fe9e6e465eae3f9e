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

/// A block as far as it was written. What does not fit is counted and dropped.
struct Output<'a> {
    bytes: &'a mut [u8],
    length: usize,
}

impl Output<'_> {
    #[inline(never)]
    fn put(&mut self, byte: usize) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte as u8;
        }
        self.length += 1;
    }

    /// The bytes after a token for a length; nothing for one that fits into it.
    #[inline(never)]
    fn more(&mut self, length: usize) {
        let mut rest = length as isize - LENGTH_MORE as isize;
        while rest >= 0 {
            self.put(rest.min(255) as usize);
            rest -= 255;
        }
    }

    /// Literals, then a match of `more` bytes beyond the shortest `offset` back; at the block's end
    /// both are 0.
    #[inline]
    fn sequence(&mut self, literals: &[u8], offset: usize, more: usize) {
        self.put(literals.len().min(LENGTH_MORE) << 4 | more.min(LENGTH_MORE));
        self.more(literals.len());
        let end = self.length + literals.len();
        // A block that has no repetitions is not copied to find out that it does not fit.
        if let Some(to) = self.bytes.get_mut(self.length..end) {
            to.copy_from_slice(literals);
        }
        self.length = end;
        if offset != 0 {
            self.put(offset);
            self.put(offset >> 8);
            self.more(more);
        }
    }
}

#[inline(never)]
fn word(input: &[u8], at: usize) -> u32 {
    let bytes = input.get(at..).and_then(|rest| rest.first_chunk());
    bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
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
    loop {
        let (mut offset, mut more) = (0, 0);
        if at > last_start {
            at = input.len();
        } else {
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
            offset = at - candidate;
            let mut end = at + MATCH_BYTES_MIN;
            let mut from = candidate + MATCH_BYTES_MIN;
            while end < matches_end && input.get(end) == input.get(from) {
                end += 1;
                from += 1;
            }
            more = from - candidate - MATCH_BYTES_MIN;
        }
        output.sequence(input.get(anchor..at)?, offset, more);
        if offset == 0 {
            return (output.length <= room).then_some(output.length);
        }
        anchor = at + MATCH_BYTES_MIN + more;
        (at, misses) = (anchor, 0);
    }
}
