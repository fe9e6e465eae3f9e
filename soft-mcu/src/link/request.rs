//! What the host asks, from and to its bytes.

use super::frame::{Head, Header, kind};
use super::refusal::{Reason, Refusal};
use super::span::Span;
use super::{BLOCK_BYTES_MAX, BLOCK_BYTES_MIN, REQUEST_BYTES_MAX, words};
use crate::layout::{Layout, LayoutError, REGION_WORDS, REGIONS_MAX, Space, TypeCheck};
use crate::report::codes;

codes! {
    /// What `Rescue` asks for.
    RescueAction {
        /// Stop, with the memory left marked incomplete.
        Stop = 0, "stop";
        /// Go on with a rescue that stopped, or begin one in the role that the lines say.
        Start = 1, "start";
        /// As the button "this device is the source".
        Source = 2, "source";
        /// As the button "this device is the destination".
        Destination = 3, "destination";
    }
}

/// `DataRequest`: bytes of the memory, as blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// Which bytes, at most [`REQUEST_BYTES_MAX`].
    pub span: Span,
    /// Bytes of a block, a power of two from [`BLOCK_BYTES_MIN`] to [`BLOCK_BYTES_MAX`]. The last one
    /// has what is left.
    pub block: u16,
    /// The device may send a block as LZ4.
    pub compress: bool,
}

impl DataRequest {
    /// Bytes of a block, and whether it may be compressed, by the third number.
    #[inline]
    pub(crate) const fn how(third: u32) -> (u32, bool) {
        (third & 0xFFFF, third >> 16 != 0)
    }
}

/// [`DataRequest::compress`] in the third number, of which the lower half is [`DataRequest::block`].
const COMPRESS: u32 = 1 << 16;

/// A layout as it goes over the line: number of regions, type check, then five words for each of
/// [`REGIONS_MAX`] regions as in [`crate::layout`], those that are not used 0. No regions: the whole
/// memory is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutRecord<'a>(&'a [u8]);

/// Words in front of the regions.
const LAYOUT_HEAD_WORDS: usize = 3;
/// Bytes of a [`LayoutRecord`].
pub const LAYOUT_BYTES: usize = (LAYOUT_HEAD_WORDS + REGIONS_MAX * REGION_WORDS as usize) * 4;

impl<'a> LayoutRecord<'a> {
    /// From its bytes; `None` if their number is another.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        (bytes.len() == LAYOUT_BYTES).then_some(Self(bytes))
    }

    /// Writes the record of `layout` to `bytes`.
    pub fn encode<'b>(
        layout: Option<&Layout>,
        bytes: &'b mut [u8; LAYOUT_BYTES],
    ) -> LayoutRecord<'b> {
        let count = layout.map_or(0, Layout::count);
        let check = layout.map_or(TypeCheck::NONE, Layout::type_check);
        let regions = layout.map_or([0; REGIONS_MAX * REGION_WORDS as usize], Layout::to_words);
        let all = [count, check.offset, check.length].into_iter();
        for (to, word) in bytes.chunks_exact_mut(4).zip(all.chain(regions)) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        LayoutRecord(bytes)
    }

    /// Its bytes.
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// The layout, by every rule of one; `None` if the whole memory is copied.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn layout(self, space: Space) -> Result<Option<Layout>, LayoutError> {
        let [count, offset, length] = words::array(self.0, 0);
        if count == 0 {
            return Ok(None);
        }
        let word = |index| words::word(self.0, (LAYOUT_HEAD_WORDS + index as usize) * 4);
        Layout::parse(count, TypeCheck { offset, length }, space, word).map(Some)
    }
}

/// A request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// Who are you?
    Probe,
    /// Another baud rate, in Hz, after the answer.
    Speed(u32),
    /// Bytes of the memory.
    DataRequest(DataRequest),
    /// CRC-32 of a range.
    Hash(Span),
    /// The range is about to be written: mark the memory incomplete, hold the host.
    DataStart(Span),
    /// Write, and read back.
    DataWrite {
        /// Where: as many bytes as `data` has.
        span: Span,
        /// What, 1 to [`BLOCK_BYTES_MAX`] bytes.
        data: &'a [u8],
    },
    /// Erase whole erase units.
    Erase(Span),
    /// The range is written: read it back, and if that is its CRC-32, mark the memory complete.
    DataEnd {
        /// Which bytes.
        span: Span,
        /// Their CRC-32.
        crc: u32,
    },
    /// True: hold the host processor and own the memory.
    Hold(bool),
    /// A rescue by command.
    Rescue(RescueAction),
    /// What are you doing?
    Status,
    /// Restart.
    Reset,
    /// Which layout is in the journal?
    LayoutGet,
    /// Put this one there.
    LayoutSet(LayoutRecord<'a>),
}

/// Bytes of the payload of each type of request, from 1 on, the fewest where they differ.
static LENGTHS: [u8; kind::REQUEST_MAX as usize] = {
    let mut lengths = [0; kind::REQUEST_MAX as usize];
    lengths[kind::SPEED as usize - 1] = 4;
    lengths[kind::DATA_REQUEST as usize - 1] = 12;
    lengths[kind::HASH as usize - 1] = 8;
    lengths[kind::DATA_START as usize - 1] = 8;
    lengths[kind::DATA_WRITE as usize - 1] = 5;
    lengths[kind::ERASE as usize - 1] = 8;
    lengths[kind::DATA_END as usize - 1] = 12;
    lengths[kind::HOLD as usize - 1] = 1;
    lengths[kind::RESCUE as usize - 1] = 1;
    lengths[kind::LAYOUT as usize - 1] = 1;
    lengths
};
/// So many more has the longest write.
const WRITE_SLACK: usize = BLOCK_BYTES_MAX as usize - 1;
/// First byte of `Layout`: get.
const LAYOUT_GET: u8 = 0;
/// First byte of `Layout`: set.
const LAYOUT_SET: u8 = 1;

/// A request as its numbers, with everything checked that can be without knowing the memory. The
/// device has no room for [`Request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Which, one of [`kind`].
    pub kind: u8,
    /// The payload's first three numbers, 0 where it has none; a `DataWrite` says the second by the
    /// length of its data.
    pub numbers: [u32; 3],
    /// What follows the numbers of `DataWrite` and `Layout`.
    pub data: &'a [u8],
}

impl<'a> Asked<'a> {
    /// The request of type `kind` with this payload.
    ///
    /// # Errors
    /// What to answer.
    pub fn parse(kind: u8, payload: &'a [u8]) -> Result<Self, Refusal> {
        let bytes = payload.len();
        let Some(length) = LENGTHS.get(usize::from(kind).wrapping_sub(1)) else {
            return Err(Refusal::new(Reason::UnknownType, u32::from(kind)));
        };
        let (mut length, mut slack, mut data_from) = (usize::from(*length), 0, 4);
        let mut numbers = words::array(payload, 0);
        if kind == kind::DATA_WRITE {
            slack = WRITE_SLACK;
            numbers[1] = bytes.wrapping_sub(data_from) as u32;
        }
        let [first, second, third] = numbers;
        if kind == kind::LAYOUT {
            data_from = 1;
            length = match first as u8 {
                LAYOUT_GET => data_from,
                LAYOUT_SET => data_from + LAYOUT_BYTES,
                // There is a first byte, so this is wrong.
                _ => 0,
            };
        }
        if bytes.wrapping_sub(length) > slack {
            return Err(Refusal::new(Reason::BadLength, bytes as u32));
        }
        if (kind::DATA_REQUEST..=kind::DATA_END).contains(&kind) {
            Span::new(first, second)?;
        }
        let bad = match kind {
            kind::DATA_REQUEST => {
                // Any other flag is more than a block has.
                let block = third & !COMPRESS;
                // One bit set: a power of two.
                let power = block & block.wrapping_sub(1) == 0;
                if !power || !(BLOCK_BYTES_MIN..=BLOCK_BYTES_MAX).contains(&block) {
                    Some(third)
                } else {
                    (second > REQUEST_BYTES_MAX).then_some(second)
                }
            }
            kind::HOLD => (first > 1).then_some(first),
            kind::RESCUE => (first >= RescueAction::ALL.len() as u32).then_some(first),
            _ => None,
        };
        if let Some(value) = bad {
            return Err(Refusal::new(Reason::BadRange, value));
        }
        Ok(Self {
            kind,
            numbers,
            data: &payload[bytes.min(data_from)..],
        })
    }

    /// Its bytes of the memory, if it has some.
    #[inline]
    pub fn span(&self) -> Span {
        let [offset, length, _] = self.numbers;
        Span::checked(offset, length)
    }

    /// What a `DataRequest` says.
    pub fn data_request(&self) -> DataRequest {
        let [_, _, third] = self.numbers;
        let (block, compress) = DataRequest::how(third);
        DataRequest {
            span: self.span(),
            block: block as u16,
            compress,
        }
    }
}

impl<'a> Request<'a> {
    /// The request of type `kind` with this payload. Nothing in it is trusted; what depends on the
    /// memory is left to [`Span::check`].
    ///
    /// # Errors
    /// What to answer.
    pub fn parse(kind: u8, payload: &'a [u8]) -> Result<Self, Refusal> {
        let asked = Asked::parse(kind, payload)?;
        let [first, _, third] = asked.numbers;
        Ok(match kind {
            kind::PROBE => Self::Probe,
            kind::SPEED => Self::Speed(first),
            kind::DATA_REQUEST => Self::DataRequest(asked.data_request()),
            kind::HASH => Self::Hash(asked.span()),
            kind::DATA_START => Self::DataStart(asked.span()),
            kind::DATA_WRITE => Self::DataWrite {
                span: asked.span(),
                data: asked.data,
            },
            kind::ERASE => Self::Erase(asked.span()),
            kind::DATA_END => Self::DataEnd {
                span: asked.span(),
                crc: third,
            },
            kind::HOLD => Self::Hold(first == 1),
            kind::RESCUE => match RescueAction::from_code(first) {
                Some(action) => Self::Rescue(action),
                None => return Err(Refusal::new(Reason::BadRange, first)),
            },
            kind::STATUS => Self::Status,
            kind::RESET => Self::Reset,
            _ => match LayoutRecord::parse(asked.data) {
                Some(record) => Self::LayoutSet(record),
                None => Self::LayoutGet,
            },
        })
    }

    /// Its type.
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Probe => kind::PROBE,
            Self::Speed(_) => kind::SPEED,
            Self::DataRequest(_) => kind::DATA_REQUEST,
            Self::Hash(_) => kind::HASH,
            Self::DataStart(_) => kind::DATA_START,
            Self::DataWrite { .. } => kind::DATA_WRITE,
            Self::Erase(_) => kind::ERASE,
            Self::DataEnd { .. } => kind::DATA_END,
            Self::Hold(_) => kind::HOLD,
            Self::Rescue(_) => kind::RESCUE,
            Self::Status => kind::STATUS,
            Self::Reset => kind::RESET,
            Self::LayoutGet | Self::LayoutSet(_) => kind::LAYOUT,
        }
    }

    /// Its frame, to be sent with [`data`](Self::data).
    pub fn head(&self, session: u16, number: u16) -> Head {
        let header = Header::new(self.kind(), session, number);
        let mut head = Head::new(header.kind, header);
        match *self {
            Self::Probe | Self::Status | Self::Reset => {}
            Self::Speed(baud) => head.word(baud),
            Self::DataRequest(DataRequest {
                span,
                block,
                compress,
            }) => {
                let flags = if compress { COMPRESS } else { 0 };
                let third = u32::from(block) | flags;
                head.words(&[span.offset(), span.length(), third]);
            }
            Self::Hash(span) | Self::DataStart(span) | Self::Erase(span) => {
                head.words(&[span.offset(), span.length()]);
            }
            Self::DataWrite { span, .. } => head.word(span.offset()),
            Self::DataEnd { span, crc } => head.words(&[span.offset(), span.length(), crc]),
            Self::Hold(on) => head.byte(u8::from(on)),
            Self::Rescue(action) => head.byte(action as u8),
            Self::LayoutGet => head.byte(LAYOUT_GET),
            Self::LayoutSet(_) => head.byte(LAYOUT_SET),
        }
        head
    }

    /// What follows the head.
    pub const fn data(&self) -> &'a [u8] {
        match self {
            Self::DataWrite { data, .. } => data,
            Self::LayoutSet(LayoutRecord(bytes)) => bytes,
            _ => &[],
        }
    }
}
