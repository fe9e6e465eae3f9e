//! What the device says, to and from its bytes.
//!
//! The device writes each answer with [`Head::answer`] and what is here; the host reads them all with
//! [`Answer::parse`].

use super::frame::{Head, kind};
use super::refusal::Refusal;
use super::request::LayoutRecord;
use super::{BLOCK_BYTES_MAX, words};
use crate::report::{codes, word};

codes! {
    /// What kind of memory the device keeps.
    MemoryKind {
        /// A serial EEPROM on I2C. [`ProbeAck::part`]: its index in [`crate::eeprom::PARTS`].
        Eeprom = 1, "eeprom";
        /// A NOR flash on SPI. [`ProbeAck::part`]: its JEDEC id.
        Nor = 2, "nor";
    }
}

codes! {
    /// How the data of a [`DataBlock`] are written.
    Encoding {
        /// As they are.
        Plain = 0, "plain";
        /// As an LZ4 block, which is shorter.
        Lz4 = 1, "lz4";
    }
}

/// Bytes of the device's identity.
pub const IDENTITY_WORDS: usize = 4;
const PROBE_WORDS: usize = 12 + IDENTITY_WORDS;

/// `ProbeAck`: who the device is, and how to talk to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProbeAck {
    /// Version of the protocol, [`super::VERSION`].
    pub protocol: u16,
    /// Version of the firmware: major in the high byte, minor in the low one.
    pub firmware: u16,
    /// Clock of the controller in Hz.
    pub clock_hz: u32,
    /// [`MemoryKind`], as its code.
    pub kind: u8,
    /// State of the marker, [`MarkerState`](crate::journal::MarkerState), as its code.
    pub marker: u8,
    /// Debounced inputs, bits of [`sense`](crate::registers::sense).
    pub inputs: u8,
    /// `DataRequest`s that the device holds, [`super::QUEUE`].
    pub queue: u8,
    /// Which part, see [`MemoryKind`].
    pub part: u32,
    /// Bytes of the memory.
    pub bytes: u32,
    /// Bytes of a page.
    pub page_bytes: u32,
    /// Bytes of the smallest erase; an EEPROM needs none: 1.
    pub erase_bytes: u32,
    /// [`Phase`](crate::report::Phase), as its code.
    pub phase: u32,
    /// [`Fault`](crate::report::Fault), as its code; 0: none.
    pub fault: u32,
    /// A number that belongs to the fault.
    pub detail: u32,
    /// `DataWrite`s that may be on their way at once.
    pub slots: u16,
    /// Most bytes of data in a `DataWrite`.
    pub slot_bytes: u16,
    /// Highest baud rate.
    pub baud_max: u32,
    /// Tells this device from all others; from its journal.
    pub identity: [u32; IDENTITY_WORDS],
}

impl ProbeAck {
    /// Adds it to the head of an answer.
    pub fn write(&self, head: &mut Head) {
        let small = [self.kind, self.marker, self.inputs, self.queue];
        let [a, b, c, d] = self.identity;
        head.words(&[
            u32::from(self.protocol) | u32::from(self.firmware) << 16,
            self.clock_hz,
            u32::from_le_bytes(small),
            self.part,
            self.bytes,
            self.page_bytes,
            self.erase_bytes,
            self.phase,
            self.fault,
            self.detail,
            u32::from(self.slots) | u32::from(self.slot_bytes) << 16,
            self.baud_max,
            a,
            b,
            c,
            d,
        ]);
    }

    fn parse(payload: &[u8]) -> Option<Self> {
        // A later version may say more.
        if payload.len() < PROBE_WORDS * 4 {
            return None;
        }
        let [
            versions,
            clock_hz,
            small,
            part,
            bytes,
            page_bytes,
            erase_bytes,
        ] = words::array(payload, 0);
        let [phase, fault, detail, slots, baud_max] = words::array(payload, 28);
        let [kind, marker, inputs, queue] = u32::to_le_bytes(small);
        Some(Self {
            protocol: versions as u16,
            firmware: (versions >> 16) as u16,
            clock_hz,
            kind,
            marker,
            inputs,
            queue,
            part,
            bytes,
            page_bytes,
            erase_bytes,
            phase,
            fault,
            detail,
            slots: slots as u16,
            slot_bytes: (slots >> 16) as u16,
            baud_max,
            identity: words::array(payload, 48),
        })
    }
}

/// `DataBlock`: one block of what a `DataRequest` asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataBlock<'a> {
    /// Where its first byte is from.
    pub offset: u32,
    /// Bytes of the memory that it stands for, at most [`BLOCK_BYTES_MAX`].
    pub raw_bytes: u16,
    /// How they are written.
    pub encoding: Encoding,
    /// The bytes on the line.
    pub data: &'a [u8],
}

impl<'a> DataBlock<'a> {
    /// Adds it to the head of an answer, to be sent with the [`data`](Self::data).
    pub fn write(&self, head: &mut Head) {
        Self::begin(head, self.offset, u32::from(self.raw_bytes));
        Self::encoded(head, self.encoding);
    }

    /// As [`write`](Self::write) for data as they are.
    pub(crate) fn begin(head: &mut Head, offset: u32, raw_bytes: u32) {
        head.word(offset);
        head.put(raw_bytes, 3);
    }

    /// Says otherwise how the data are written.
    pub(crate) fn encoded(head: &mut Head, encoding: Encoding) {
        head.amend::<6>(encoding as u8);
    }

    fn parse(payload: &'a [u8]) -> Option<Self> {
        let data = payload.get(7..)?;
        let raw_bytes = words::half(payload, 4);
        let raw = usize::from(raw_bytes);
        let encoding = Encoding::from_code(words::number(payload, 6, 1))?;
        let fits = match encoding {
            Encoding::Plain => data.len() == raw,
            Encoding::Lz4 => data.len() < raw,
        };
        if !fits || raw == 0 || raw > BLOCK_BYTES_MAX as usize {
            return None;
        }
        let offset = words::word(payload, 0);
        offset.checked_add(u32::from(raw_bytes))?;
        Some(Self {
            offset,
            raw_bytes,
            encoding,
            data,
        })
    }
}

/// Words of the [report block](crate::report) in a [`StatusAck`]: from `PHASE` on.
pub const STATUS_REPORT_WORDS: usize = word::COUNT - word::PHASE;

/// `StatusAck`: what the device is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusAck {
    /// The register `SENSE`.
    pub sense: u32,
    /// The register `SWITCH_STATUS`.
    pub switch_status: u32,
    /// The report block from `PHASE` on.
    pub report: [u32; STATUS_REPORT_WORDS],
}

impl StatusAck {
    /// Adds what a `StatusAck` says to the head of an answer: the registers `SENSE` and
    /// `SWITCH_STATUS`, and the report block from `PHASE` on, of which `report` gives the words.
    pub fn write(
        head: &mut Head,
        sense: u32,
        switch_status: u32,
        mut report: impl FnMut(usize) -> u32,
    ) {
        head.word(sense);
        head.word(switch_status);
        for index in word::PHASE..word::COUNT {
            head.word(report(index));
        }
    }

    /// The word of the report block with this index, one of [`crate::report::word`].
    pub fn report_word(&self, index: usize) -> Option<u32> {
        let index = index.checked_sub(word::PHASE)?;
        self.report.get(index).copied()
    }

    fn parse(payload: &[u8]) -> Option<Self> {
        if payload.len() < (2 + STATUS_REPORT_WORDS) * 4 {
            return None;
        }
        let [sense, switch_status] = words::array(payload, 0);
        Some(Self {
            sense,
            switch_status,
            report: words::array(payload, 8),
        })
    }
}

/// An answer, as the host reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// To `Probe`.
    Probe(ProbeAck),
    /// To `Speed`: the rate in Hz that both change to.
    Speed(u32),
    /// One block, to `DataRequest`.
    DataBlock(DataBlock<'a>),
    /// To `Hash`: the CRC-32.
    Hash(u32),
    /// To `DataStart`: the memory is marked incomplete.
    DataStart,
    /// To `DataWrite`: where; the bytes stand in the memory and were read back.
    DataWrite(u32),
    /// To `Erase`: done.
    Erase,
    /// To `DataEnd`: the CRC-32 that was read back; the memory is marked complete.
    DataEnd(u32),
    /// To `Hold`: whether the host is held.
    Hold(bool),
    /// To `Rescue`: begun or stopped.
    Rescue,
    /// To `Status`.
    Status(StatusAck),
    /// To `Reset`: it follows.
    Reset,
    /// To `Layout`: the one in the journal now.
    Layout(LayoutRecord<'a>),
    /// To anything.
    Refused(Refusal),
}

impl<'a> Answer<'a> {
    /// The answer in a frame; `None` if it is none of these.
    pub fn parse(kind: u8, payload: &'a [u8]) -> Option<Self> {
        if kind == kind::REFUSED {
            return Refusal::parse(payload).map(Self::Refused);
        }
        let request = kind.checked_sub(kind::ANSWER)?;
        let least = match request {
            kind::SPEED | kind::HASH | kind::DATA_WRITE | kind::DATA_END => 4,
            kind::HOLD => 1,
            _ => 0,
        };
        if payload.len() < least {
            return None;
        }
        let first = words::word(payload, 0);
        Some(match request {
            kind::PROBE => Self::Probe(ProbeAck::parse(payload)?),
            kind::SPEED => Self::Speed(first),
            kind::DATA_REQUEST => Self::DataBlock(DataBlock::parse(payload)?),
            kind::HASH => Self::Hash(first),
            kind::DATA_START => Self::DataStart,
            kind::DATA_WRITE => Self::DataWrite(first),
            kind::ERASE => Self::Erase,
            kind::DATA_END => Self::DataEnd(first),
            kind::HOLD => Self::Hold(first as u8 == 1),
            kind::RESCUE => Self::Rescue,
            kind::STATUS => Self::Status(StatusAck::parse(payload)?),
            kind::RESET => Self::Reset,
            kind::LAYOUT => Self::Layout(LayoutRecord::parse(payload)?),
            _ => return None,
        })
    }
}
