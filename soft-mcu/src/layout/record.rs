//! The layout's place in the journal: two copies, each a head and a body.
//!
//! ```text
//! page 4       head, copy 0      a record as the others; payload: CRC-32 of the body's used bytes,
//! page 5       head, copy 1      regions, type check (offset, length; length 0: none)
//! 0x100..0x1A0 body, copy 0      regions, one after the other
//! 0x200..0x2A0 body, copy 1
//! ```
//!
//! A new layout goes to the copy that does not count, body first and head last. A cut at any place
//! leaves the other copy whole and its head the newest valid one. A copy whose body is ruined does
//! not count either. A head without regions says that the whole memory is copied again; a journal
//! in which no head was ever completely written says the same. Two copies that were written and are both ruined are a fault: to take the whole
//! memory then would overwrite what a layout was there to keep.

use super::{Layout, REGION_WORDS, REGIONS_MAX, TypeCheck};
use crate::crc;
use crate::journal::{self, Pair, Payload, RECORD_BYTES};

/// What the head of a copy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// CRC-32 of the used bytes of the body.
    pub body_crc: u32,
    /// Number of regions; none means that the whole memory is copied.
    pub count: u32,
    /// First byte of the type check.
    pub type_offset: u32,
    /// Bytes of the type check, 0 if there is none.
    pub type_length: u32,
}

impl Payload for Head {
    const KIND: u32 = 3;
    const ADDRESS: u32 = 4 * RECORD_BYTES;

    fn to_words(self) -> [u32; 4] {
        let Head {
            body_crc,
            count,
            type_offset,
            type_length,
        } = self;
        [body_crc, count, type_offset, type_length]
    }

    fn from_words([body_crc, count, type_offset, type_length]: [u32; 4]) -> Option<Self> {
        Some(Self {
            body_crc,
            count,
            type_offset,
            type_length,
        })
    }
}

impl Head {
    /// The type check; no bytes if there is none.
    pub fn type_check(&self) -> TypeCheck {
        TypeCheck {
            offset: self.type_offset,
            length: self.type_length,
        }
    }

    /// Bytes of the body that count.
    pub fn body_bytes(&self) -> u32 {
        self.count.min(REGIONS_MAX as u32) * REGION_WORDS * 4
    }
}

/// Byte address of the body of copy 0 or 1.
pub const fn body_address(copy: u32) -> u32 {
    0x100 << copy
}

/// The first byte of the journal behind all of it.
pub const END: u32 = body_address(1) + BODY_PAGES as u32 * RECORD_BYTES;

/// Pages that one body takes.
const BODY_PAGES: usize = (REGIONS_MAX * REGION_WORDS as usize * 4) / RECORD_BYTES as usize;

/// One page write.
pub type Page = (u32, [u8; RECORD_BYTES as usize]);

/// The page writes that make `layout` count in a journal whose heads say `pair`, in the order in
/// which they have to be done, each finished before the next. `None` takes a layout away.
///
/// Doing it twice (the second time with what the journal then says) makes both copies say the same,
/// so that one page that is ruined later takes no layout away: a first layout of which only a
/// ruined head is left looks like one that was never completely written.
///
/// Not while the marker says "incomplete": a rescue ends under the layout that it began with.
pub fn update(pair: Pair<Head>, layout: Option<&Layout>) -> [Page; BODY_PAGES + 1] {
    let words = layout.map_or_else(Default::default, Words::of);
    let head = words.head(layout);
    let mut pages = [(0, [0xFF; RECORD_BYTES as usize]); BODY_PAGES + 1];
    let [body @ .., last] = &mut pages;
    let mut bytes = words.bytes();
    for (page, address) in body
        .iter_mut()
        .zip((body_address(pair.next)..).step_by(RECORD_BYTES as usize))
    {
        page.0 = address;
        page.1.fill_with(|| bytes.next().unwrap_or(0));
    }
    last.0 = Head::ADDRESS + pair.next * RECORD_BYTES;
    let record = journal::encode(head, pair.sequence.wrapping_add(1));
    last.1 = record;
    pages
}

/// A body.
struct Words([u32; REGIONS_MAX * REGION_WORDS as usize]);

impl Default for Words {
    fn default() -> Self {
        Words([0; REGIONS_MAX * REGION_WORDS as usize])
    }
}

impl Words {
    fn of(layout: &Layout) -> Self {
        Words(layout.to_words())
    }

    fn bytes(&self) -> impl Iterator<Item = u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes())
    }

    fn head(&self, layout: Option<&Layout>) -> Head {
        let check = layout.map_or(TypeCheck::NONE, Layout::type_check);
        let mut head = Head {
            body_crc: 0,
            count: layout.map_or(0, Layout::count),
            type_offset: check.offset,
            type_length: check.length,
        };
        let used = self.bytes().take(head.body_bytes() as usize);
        head.body_crc = !used.fold(crc::INITIAL, crc::update);
        head
    }
}

/// Does what an [`update`] asks for to a journal image, twice: then both copies say the same, and
/// no page that is ruined later takes the layout away.
pub fn install(image: &mut [u8], layout: Option<&Layout>) {
    for _ in 0..2 {
        for (address, page) in update(journal::inspect(image), layout) {
            for (to, from) in image.iter_mut().skip(address as usize).zip(page) {
                *to = from;
            }
        }
    }
}
