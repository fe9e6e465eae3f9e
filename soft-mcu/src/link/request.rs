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

/// Flag of [`DataRequest::compress`]; the others are 0.
const COMPRESS: u16 = 1 << 0;

/// A layout as it goes over the line: number of regions, type check, then five words for each
/// region as in [`crate::layout`]. No regions: the whole memory is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutRecord<'a>(&'a [u8]);

/// Words in front of the regions.
const LAYOUT_HEAD_WORDS: usize = 3;
/// Most bytes of a [`LayoutRecord`].
pub const LAYOUT_BYTES_MAX: usize = (LAYOUT_HEAD_WORDS + REGIONS_MAX * REGION_WORDS as usize) * 4;

impl<'a> LayoutRecord<'a> {
    /// From its bytes; `None` if their number is not that of the regions.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let regions = bytes.len().checked_sub(LAYOUT_HEAD_WORDS * 4)?;
        // No multiplication: what is not a small number of regions is none at all.
        let mut expected = 0;
        for count in 0..=REGIONS_MAX as u32 {
            if regions == expected && words::word(bytes, 0) == count {
                return Some(Self(bytes));
            }
            expected += REGION_WORDS as usize * 4;
        }
        None
    }

    /// Writes the record of `layout` to `bytes` and gives the part that it takes.
    pub fn encode<'b>(layout: Option<&Layout>, bytes: &'b mut [u8; LAYOUT_BYTES_MAX]) -> &'b [u8] {
        let count = layout.map_or(0, Layout::count);
        let check = layout.map_or(TypeCheck::NONE, Layout::type_check);
        let regions = layout.map_or([0; REGIONS_MAX * REGION_WORDS as usize], Layout::to_words);
        let used = LAYOUT_HEAD_WORDS + count as usize * REGION_WORDS as usize;
        let all = [count, check.offset, check.length]
            .into_iter()
            .chain(regions);
        for (to, word) in bytes.chunks_exact_mut(4).zip(all.take(used)) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        bytes.get(..used * 4).unwrap_or(&[])
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

/// Marks a payload that may be longer.
const OPEN: u8 = 0x80;
/// Bytes of the payload of each type of request, from 0 on.
static LENGTHS: [u8; kind::REQUEST_MAX as usize + 1] = {
    let mut lengths = [0; kind::REQUEST_MAX as usize + 1];
    lengths[kind::SPEED as usize] = 4;
    lengths[kind::DATA_REQUEST as usize] = 12;
    lengths[kind::HASH as usize] = 8;
    lengths[kind::DATA_START as usize] = 8;
    lengths[kind::DATA_WRITE as usize] = 5 | OPEN;
    lengths[kind::ERASE as usize] = 8;
    lengths[kind::DATA_END as usize] = 12;
    lengths[kind::HOLD as usize] = 1;
    lengths[kind::RESCUE as usize] = 1;
    lengths[kind::LAYOUT as usize] = 1 | OPEN;
    lengths
};
/// First byte of `Layout`.
const LAYOUT_GET: u8 = 0;
const LAYOUT_SET: u8 = 1;

impl<'a> Request<'a> {
    /// The request of type `kind` with this payload. Nothing in it is trusted; what depends on the
    /// memory is left to [`Span::check`].
    ///
    /// # Errors
    /// What to answer.
    pub fn parse(kind: u8, payload: &'a [u8]) -> Result<Self, Refusal> {
        let bytes = payload.len();
        let bad_length = Refusal::new(Reason::BadLength, bytes as u32);
        let bad_value = |value| Err(Refusal::new(Reason::BadRange, value));
        let length = match LENGTHS.get(usize::from(kind)) {
            Some(length) if kind != 0 => *length,
            _ => return Err(Refusal::new(Reason::UnknownType, u32::from(kind))),
        };
        let least = usize::from(length & !OPEN);
        if bytes < least || (length & OPEN == 0 && bytes != least) {
            return Err(bad_length);
        }
        let [first, second, third] = words::array(payload, 0);
        let span = || Span::new(first, second);
        Ok(match kind {
            kind::PROBE => Self::Probe,
            kind::SPEED => Self::Speed(first),
            kind::DATA_REQUEST => {
                let (block, flags) = (third & 0xFFFF, third >> 16);
                let allowed = BLOCK_BYTES_MIN..=BLOCK_BYTES_MAX;
                // One bit set: a power of two.
                if !allowed.contains(&block)
                    || block & block.wrapping_sub(1) != 0
                    || flags & !u32::from(COMPRESS) != 0
                {
                    return bad_value(third);
                }
                if second > REQUEST_BYTES_MAX {
                    return bad_value(second);
                }
                Self::DataRequest(DataRequest {
                    span: span()?,
                    block: block as u16,
                    compress: flags != 0,
                })
            }
            kind::HASH => Self::Hash(span()?),
            kind::DATA_START => Self::DataStart(span()?),
            kind::DATA_WRITE => {
                let data = payload.get(4..).unwrap_or(&[]);
                if data.len() > BLOCK_BYTES_MAX as usize {
                    return Err(bad_length);
                }
                let span = Span::new(first, data.len() as u32)?;
                Self::DataWrite { span, data }
            }
            kind::ERASE => Self::Erase(span()?),
            kind::DATA_END => Self::DataEnd {
                span: span()?,
                crc: third,
            },
            kind::HOLD => match first {
                0 | 1 => Self::Hold(first == 1),
                other => return bad_value(other),
            },
            kind::RESCUE => match RescueAction::from_code(first) {
                Some(action) => Self::Rescue(action),
                None => return bad_value(first),
            },
            kind::STATUS => Self::Status,
            kind::RESET => Self::Reset,
            _ => {
                let record = payload.get(1..).unwrap_or(&[]);
                match (first as u8, LayoutRecord::parse(record)) {
                    (LAYOUT_GET, _) if record.is_empty() => Self::LayoutGet,
                    (LAYOUT_SET, Some(record)) => Self::LayoutSet(record),
                    (LAYOUT_GET | LAYOUT_SET, _) => return Err(bad_length),
                    (other, _) => return bad_value(u32::from(other)),
                }
            }
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
        let header = Header {
            kind: self.kind(),
            session,
            number,
        };
        let mut head = Head::new(header.kind, header);
        match *self {
            Self::Probe | Self::Status | Self::Reset => {}
            Self::Speed(baud) => head.word(baud),
            Self::DataRequest(DataRequest {
                span,
                block,
                compress,
            }) => {
                head.words(&[span.offset(), span.length()]);
                head.half(block);
                head.half(if compress { COMPRESS } else { 0 });
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
