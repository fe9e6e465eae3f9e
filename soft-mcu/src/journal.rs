//! Power-fail-safe records in the controller's private EEPROM.
//!
//! Three kinds of record, each kept twice, every copy in a page of its own. The valid copy with the
//! higher sequence number counts; a write goes to the other one. A cut during a write ruins at
//! most the page being written (data sheet: a write cycle affects one page), so one valid copy of
//! what stood before is always left.
//!
//! ```text
//! page 0  settings, copy 0      word 0  "UMBJ"
//! page 1  settings, copy 1           1  version | kind << 8
//! page 2  marker,   copy 0           2  sequence number
//! page 3  marker,   copy 1           3..6  payload
//! page 4  layout,   copy 0           7  CRC-32 of words 0..6       (all little-endian)
//! page 5  layout,   copy 1
//! page 6  identity: 16 bytes that are no record (FFh: none), written when the device is made
//! ```
//!
//! The layout's regions are in pages of their own, see [`crate::layout::record`].
//!
//! Everything here is pure; [`crate::store`] moves the records to and from the EEPROM.

use crate::crc;
use crate::eeprom::{PARTS, Part};
use crate::link::words;

/// Bytes of one record, which is also the page size of the journal EEPROM.
pub const RECORD_BYTES: u32 = 32;
/// Bytes at the start of the journal EEPROM that hold records.
pub const IMAGE_BYTES: usize = 4 * RECORD_BYTES as usize;
/// Byte address of the identity: what tells this device from all others. Nothing ever writes there.
pub const IDENTITY_ADDRESS: u32 = 6 * RECORD_BYTES;
/// Bytes of the identity.
pub const IDENTITY_BYTES: u32 = 16;
/// Where the payload of a record begins.
const PAYLOAD_BYTE: usize = 12;
/// Where its CRC-32 stands.
const CHECK_BYTE: usize = 28;
/// First word of a record: "UMBJ".
pub const MAGIC: u32 = u32::from_le_bytes(*b"UMBJ");
/// Layout version of the records.
pub const VERSION: u32 = 1;

/// The bytes of one record.
pub type Record = [u8; RECORD_BYTES as usize];

/// What a record can carry.
pub trait Payload: Copy {
    /// Kind byte in the record.
    const KIND: u32;
    /// Byte address of copy 0 in the journal EEPROM; copy 1 is in the next page.
    const ADDRESS: u32;
    /// The payload as words.
    fn to_words(self) -> [u32; 4];
    /// The payload from words; `None` if they mean nothing.
    fn from_words(words: [u32; 4]) -> Option<Self>;
}

/// [`Settings::part`] of a NOR flash on SPI: which one it is, it says itself (SFDP).
pub const PART_NOR: u8 = 0xFF;

/// The memory of a device, by its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equipped {
    /// A serial EEPROM on I2C.
    Eeprom(&'static Part),
    /// A NOR flash on SPI, identified by SFDP.
    Nor,
}

/// How this device is equipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Index of the memory part in [`crate::eeprom::PARTS`], or [`PART_NOR`].
    pub part: u8,
    /// Frequency of SCL in Hz; with a NOR flash the highest one of SCK.
    pub bus_hz: u32,
    /// Buffer for the copy in bytes; 0 means none, byte by byte. Nothing with a NOR flash, whose
    /// copy always has the whole transfer buffer.
    pub buffer_bytes: u32,
}

impl Settings {
    /// The memory; `None` if the part is unknown.
    pub fn memory(&self) -> Option<Equipped> {
        match self.part {
            PART_NOR => Some(Equipped::Nor),
            id => Part::by_id(id).map(Equipped::Eeprom),
        }
    }
}

impl Payload for Settings {
    const KIND: u32 = 1;
    const ADDRESS: u32 = 0;

    fn to_words(self) -> [u32; 4] {
        [u32::from(self.part), self.bus_hz, self.buffer_bytes, 0]
    }

    fn from_words([part, bus_hz, buffer_bytes, _]: [u32; 4]) -> Option<Self> {
        let settings = Self {
            part: u8::try_from(part).ok()?,
            bus_hz,
            buffer_bytes,
        };
        // Only counted here: the firmware for a NOR flash has no use for the table of parts.
        let known = settings.part == PART_NOR || usize::from(settings.part) < PARTS.len();
        known.then_some(settings)
    }
}

/// How far the last rescue got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum MarkerState {
    /// No rescue since the cable was last out.
    Idle = 0,
    /// The memory may be half-written; the host must not run.
    Incomplete = 1,
    /// The memory is verified and the cable was not removed since.
    Complete = 2,
}

/// Set in [`Marker::protection`] while a computer writes the memory, not a rescue.
pub const BY_COMPUTER: u32 = 1 << 30;

/// The rescue marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// How far it got.
    pub state: MarkerState,
    /// CRC-32 of all that was copied, when complete; of all that the layout keeps, as it was when
    /// the rescue began, while incomplete (0 when it keeps nothing); with [`BY_COMPUTER`] the
    /// [`Area`] that is incomplete.
    pub image_crc: u32,
    /// Number of rescues begun.
    pub epoch: u32,
    /// Status bits that protected the memory before the rescue cleared them, to be restored at its
    /// end; 0 when there were none. What they mean is the memory's own matter.
    pub protection: u32,
}

impl Marker {
    /// The marker of a device that was never rescued.
    pub const IDLE: Self = Self {
        state: MarkerState::Idle,
        image_crc: 0,
        epoch: 0,
        protection: 0,
    };
}

/// What a computer has begun to write: sectors of 4 KiB from the first to the last, as in the marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    first: u32,
    last: u32,
}

impl Area {
    const SECTOR_LOG2: u32 = 12;
    const HALF: u32 = 16;

    /// The bytes from `offset` to before `end`, which lies behind it and below 256 MiB.
    pub const fn new(offset: u32, end: u32) -> Self {
        Self {
            first: offset >> Self::SECTOR_LOG2,
            last: end.wrapping_sub(1) >> Self::SECTOR_LOG2,
        }
    }

    /// From [`Marker::image_crc`].
    pub const fn from_word(word: u32) -> Self {
        Self {
            first: word & ((1 << Self::HALF) - 1),
            last: word >> Self::HALF,
        }
    }

    /// For [`Marker::image_crc`].
    pub const fn word(self) -> u32 {
        self.first | self.last << Self::HALF
    }

    /// Everything from the lower beginning to the higher end.
    pub fn and(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }
}

impl Payload for Marker {
    const KIND: u32 = 2;
    const ADDRESS: u32 = 2 * RECORD_BYTES;

    fn to_words(self) -> [u32; 4] {
        [
            self.state as u32,
            self.image_crc,
            self.epoch,
            self.protection,
        ]
    }

    fn from_words([state, image_crc, epoch, protection]: [u32; 4]) -> Option<Self> {
        let state = match state {
            0 => MarkerState::Idle,
            1 => MarkerState::Incomplete,
            2 => MarkerState::Complete,
            _ => return None,
        };
        Some(Self {
            state,
            image_crc,
            epoch,
            protection,
        })
    }
}

/// The record that carries `payload`.
pub fn encode<T: Payload>(payload: T, sequence: u32) -> Record {
    record(T::KIND, sequence, payload.to_words())
}

/// The record of this kind with these words as its payload.
#[inline(never)]
fn record(kind: u32, sequence: u32, [a, b, c, d]: [u32; 4]) -> Record {
    let mut record = [0; RECORD_BYTES as usize];
    let mut offset = 0;
    for word in [MAGIC, head(kind), sequence, a, b, c, d] {
        words::set(&mut record, offset, word);
        offset += 4;
    }
    let check = crc::crc32(&record[..CHECK_BYTE]);
    words::set(&mut record, CHECK_BYTE, check);
    record
}

/// Word 1 of a record of this kind.
const fn head(kind: u32) -> u32 {
    VERSION | kind << 8
}

/// What stands in one copy. What its payload means is looked at only where it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// A whole record with this sequence number.
    Valid(u32),
    /// Never written: all ones.
    Blank,
    /// Torn, or something else.
    Invalid,
}

/// Judges a copy of a record of this kind.
#[inline(never)]
pub fn judge(kind: u32, copy: &Record) -> Copied {
    if copy.iter().all(|byte| *byte == 0xFF) {
        return Copied::Blank;
    }
    let [magic, first, sequence] = words::array(copy, 0);
    if crc::run(crc::INITIAL, copy) == crc::RESIDUE && magic == MAGIC && first == head(kind) {
        Copied::Valid(sequence)
    } else {
        Copied::Invalid
    }
}

/// What two copies say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<T> {
    /// The newest valid payload.
    Found(T),
    /// Nothing was ever completely written here.
    Absent,
    /// Both copies were written and neither is whole, or the newest one means nothing: more than a
    /// cut has happened.
    Corrupt,
}

/// The verdict on a pair, and where the next record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<T> {
    /// What the two copies say.
    pub verdict: Verdict<T>,
    /// Sequence number of the newest valid record, 0 if there is none.
    pub sequence: u32,
    /// The copy (0 or 1) to write next: never the newest valid one.
    pub next: u32,
}

impl Pair<[u32; 4]> {
    /// The same with what the payload of the newest valid copy means.
    #[inline]
    pub fn means<T: Payload>(self) -> Pair<T> {
        let verdict = match self.verdict {
            Verdict::Found(words) => T::from_words(words).map_or(Verdict::Corrupt, Verdict::Found),
            Verdict::Absent => Verdict::Absent,
            Verdict::Corrupt => Verdict::Corrupt,
        };
        Pair {
            verdict,
            sequence: self.sequence,
            next: self.next,
        }
    }
}

/// What two copies of a record of this kind say together, with the payload as words.
#[inline(never)]
pub fn read(kind: u32, copies: &[Record; 2]) -> Pair<[u32; 4]> {
    let [first, second] = copies;
    let Pair {
        verdict,
        sequence,
        next,
    } = select(judge(kind, first), judge(kind, second));
    let verdict = match verdict {
        Verdict::Found(()) => {
            let copy = if next == 0 { second } else { first };
            Verdict::Found(words::array(copy, PAYLOAD_BYTE))
        }
        Verdict::Absent => Verdict::Absent,
        Verdict::Corrupt => Verdict::Corrupt,
    };
    Pair {
        verdict,
        sequence,
        next,
    }
}

/// Weighs two copies against each other.
pub fn select(first: Copied, second: Copied) -> Pair<()> {
    use Copied::{Blank, Invalid, Valid};
    let (verdict, sequence, next) = match (first, second) {
        (Valid(a), Valid(b)) if a.wrapping_sub(b) as i32 >= 0 => (Verdict::Found(()), a, 1),
        (_, Valid(b)) => (Verdict::Found(()), b, 0),
        (Valid(a), _) => (Verdict::Found(()), a, 1),
        (Blank, Invalid) => (Verdict::Absent, 0, 1),
        (Blank, Blank) | (Invalid, Blank) => (Verdict::Absent, 0, 0),
        (Invalid, Invalid) => (Verdict::Corrupt, 0, 0),
    };
    Pair {
        verdict,
        sequence,
        next,
    }
}

/// The first bytes of the journal EEPROM of a new device; all that follows is blank (0xFF).
pub fn factory_image(settings: Settings) -> [u8; IMAGE_BYTES] {
    let mut image = [0xFF; IMAGE_BYTES];
    put(&mut image, Settings::ADDRESS, &encode(settings, 1));
    put(&mut image, Marker::ADDRESS, &encode(Marker::IDLE, 1));
    image
}

fn put(image: &mut [u8; IMAGE_BYTES], address: u32, record: &Record) {
    for (to, from) in image.iter_mut().skip(address as usize).zip(record) {
        *to = *from;
    }
}

/// What a journal image says about `T`; bytes missing at the end count as blank.
pub fn inspect<T: Payload>(image: &[u8]) -> Pair<T> {
    let copies = [T::ADDRESS, T::ADDRESS + RECORD_BYTES].map(|address| {
        let mut copy = [0xFF; RECORD_BYTES as usize];
        for (to, from) in copy.iter_mut().zip(image.iter().skip(address as usize)) {
            *to = *from;
        }
        copy
    });
    read(T::KIND, &copies).means()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: Settings = Settings {
        part: 8,
        bus_hz: 1_000_000,
        buffer_bytes: 4096,
    };

    /// The record with word 3 and its CRC-32 said anew.
    fn with(mut record: Record, word: u32) -> Record {
        record[12..16].copy_from_slice(&word.to_le_bytes());
        let check = crc::crc32(&record[..28]);
        record[28..].copy_from_slice(&check.to_le_bytes());
        record
    }

    fn marker(epoch: u32) -> Marker {
        Marker {
            state: MarkerState::Incomplete,
            image_crc: 7,
            epoch,
            protection: 0x1C,
        }
    }

    #[test]
    fn a_factory_image_says_what_was_put_in() {
        let image = factory_image(SETTINGS);
        let settings = inspect::<Settings>(&image);
        assert_eq!(
            settings,
            Pair {
                verdict: Verdict::Found(SETTINGS),
                sequence: 1,
                next: 1
            }
        );
        assert_eq!(
            inspect::<Marker>(&image).verdict,
            Verdict::Found(Marker::IDLE)
        );
        assert_eq!(inspect::<Settings>(&[]).verdict, Verdict::Absent);
    }

    #[test]
    fn settings_name_an_eeprom_or_a_nor_flash_and_nothing_else() {
        for part in 0..=u32::from(u8::MAX) + 1 {
            let record = with(encode(SETTINGS, 1), part);
            let mut image = [0xFF; IMAGE_BYTES];
            put(&mut image, Settings::ADDRESS, &record);
            let memory = match inspect::<Settings>(&image).verdict {
                Verdict::Found(settings) => settings.memory(),
                _ => None,
            };
            let expected = match part {
                0xFF => Some(Equipped::Nor),
                id => crate::eeprom::PARTS.get(id as usize).map(Equipped::Eeprom),
            };
            assert_eq!(memory, expected, "part {part}");
        }
    }

    #[test]
    fn every_single_bit_error_is_noticed() {
        let good = encode(marker(3), 9);
        assert_eq!(judge(Marker::KIND, &good), Copied::Valid(9));
        for bit in 0..RECORD_BYTES * 8 {
            let mut bad = good;
            bad[(bit / 8) as usize] ^= 1 << (bit % 8);
            assert_eq!(judge(Marker::KIND, &bad), Copied::Invalid, "bit {bit}");
        }
    }

    #[test]
    fn kinds_do_not_mix() {
        let marker = encode(Marker::IDLE, 1);
        assert_eq!(judge(Settings::KIND, &marker), Copied::Invalid);
    }

    #[test]
    fn a_newest_record_that_means_nothing_is_not_passed_by_in_silence() {
        let mut image = factory_image(SETTINGS);
        let record = with(encode(SETTINGS, 2), 200);
        put(&mut image, Settings::ADDRESS + RECORD_BYTES, &record);
        assert_eq!(inspect::<Settings>(&image).verdict, Verdict::Corrupt);
    }

    #[test]
    fn the_newest_counts_also_across_the_wrap_and_is_never_overwritten() {
        for (a, b, newest, next) in [(1, 2, 2, 0), (2, 1, 2, 1), (0, u32::MAX, 0, 1)] {
            let pair = select(Copied::Valid(a), Copied::Valid(b));
            let found = (pair.verdict, pair.sequence, pair.next);
            assert_eq!(found, (Verdict::Found(()), newest, next));
        }
        assert_eq!(select(Copied::Valid(1), Copied::Invalid).next, 1);
        assert_eq!(select(Copied::Invalid, Copied::Valid(1)).next, 0);
    }

    #[test]
    fn a_torn_first_record_is_absent_but_two_ruined_ones_are_corrupt() {
        let torn = Copied::Invalid;
        assert_eq!(select(torn, Copied::Blank).verdict, Verdict::Absent);
        assert_eq!(select(Copied::Blank, torn).next, 1);
        assert_eq!(select(torn, torn).verdict, Verdict::Corrupt);
    }
}
