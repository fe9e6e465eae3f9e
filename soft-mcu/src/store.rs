//! Moves journal records between the private EEPROM and the transfer buffer.

use crate::crc;
use crate::job;
use crate::journal::{self, Copied, Marker, Pair, Payload, RECORD_BYTES, RECORD_WORDS, Record, Settings};
use crate::journal::{IDENTITY_ADDRESS, IDENTITY_BYTES, Verdict};
use crate::layout::record::{self, Head};
use crate::layout::{Layout, LayoutError, REGION_WORDS, REGIONS_MAX, Space, TypeCheck};
use crate::link::request::LAYOUT_BYTES;
use crate::memory::{JournalMemory, Transfer};
use crate::platform::{Outcome, Platform};
use crate::registers::{BUFFER_BYTES, I2cResult};
use crate::timing::Times;

/// Buffer offset of the record on its way out. The copy leaves it alone until it is confirmed.
const OUT_POINTER: u32 = BUFFER_BYTES - RECORD_BYTES;
/// Buffer offset of the records read at boot.
const IN_POINTER: u32 = BUFFER_BYTES - journal::IMAGE_BYTES as u32;
/// First word of a record's payload.
const PAYLOAD_WORD: u32 = 3;
/// Word of the buffer at which a layout's body is, before the copy needs the buffer. In front of it, at
/// the buffer's start, is what else a [`LayoutRecord`](crate::link::request::LayoutRecord) has.
const BODY_WORD: u32 = 3;
const BODY_POINTER: u32 = 4 * BODY_WORD;
/// Most words of a body.
const BODY_WORDS: u32 = REGIONS_MAX as u32 * REGION_WORDS;
/// Buffer offset of the heads of both copies, behind it.
const HEADS_POINTER: u32 = 256;
const _: () = assert!(BODY_POINTER + 4 * BODY_WORDS == LAYOUT_BYTES as u32);
/// How often one journal operation is tried.
const TRIES: u32 = 4;

/// The journal EEPROM does not do what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalFault(
    /// The last result of the bus engine.
    pub I2cResult,
);

/// There is no telling what of the memory may be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutFault {
    /// The journal could not be read.
    Journal(JournalFault),
    /// What it says is ruined (0) or breaks a rule ([`crate::layout::LayoutError::detail`]).
    Corrupt(u32),
}

/// The marker as it stands in the journal.
#[derive(Clone, Copy, Debug)]
pub struct Journal {
    marker: Marker,
    sequence: u32,
    next: u32,
    times: Times,
}

/// Runs a journal transfer, polled, until it ends `Ok`, freeing the journal bus in between.
#[inline(always)]
fn run<P: Platform>(p: &mut P, times: Times, transfer: Transfer) -> Result<(), JournalFault> {
    let (address, length) = (transfer.address(), transfer.length());
    let pointer = transfer.pointer();
    run_command(p, times, transfer.command(), address, length, pointer)
}

/// The same: what makes a transfer is passed in registers, and the transfer would be in memory.
#[inline(never)]
fn run_command<P: Platform>(
    p: &mut P,
    times: Times,
    command: u32,
    address: u32,
    length: u32,
    pointer: u32,
) -> Result<(), JournalFault> {
    let mut tries = TRIES;
    loop {
        p.set_crc(crc::INITIAL);
        let transfer = JournalMemory::transfer(command, address, length, pointer);
        let Outcome { result, .. } = p.run(transfer.polled());
        if result == I2cResult::Ok {
            return Ok(());
        }
        if result != I2cResult::Mismatch {
            p.run(JournalMemory::recover());
            job::pause(p, times.ms);
        }
        tries -= 1;
        if tries == 0 {
            return Err(JournalFault(result));
        }
    }
}

/// What the two copies at `pointer` say together.
#[inline(never)]
fn pair<P: Platform>(p: &mut P, pointer: u32, kind: u32) -> Pair<()> {
    let first = copy(p, pointer, kind);
    journal::select(first, copy(p, pointer + RECORD_BYTES, kind))
}

#[inline(never)]
fn copy<P: Platform>(p: &mut P, pointer: u32, kind: u32) -> Copied {
    let mut record = [0; RECORD_WORDS];
    for (index, word) in (pointer / 4..).zip(record.iter_mut()) {
        *word = p.buffer_word(index);
    }
    journal::judge(&record, kind)
}

/// The same with the payload.
fn payload<P: Platform, T: Payload>(p: &mut P, pointer: u32) -> Pair<T> {
    pair(p, pointer, T::KIND).with(|copy| {
        let first = (pointer + copy * RECORD_BYTES) / 4 + PAYLOAD_WORD;
        [0, 1, 2, 3].map(|word| p.buffer_word(first + word))
    })
}

/// Puts the record of `payload` that follows the one with `sequence` to the buffer at `pointer`.
fn put<P: Platform, T: Payload>(p: &mut P, pointer: u32, payload: T, sequence: u32) {
    let record = journal::encode(payload, sequence.wrapping_add(1));
    put_record(p, pointer, &record);
}

#[inline(never)]
fn put_record<P: Platform>(p: &mut P, pointer: u32, record: &Record) {
    for (index, word) in (pointer / 4..).zip(record) {
        p.set_buffer_word(index, *word);
    }
}

/// Number of regions and type check of the layout record at the buffer's start.
fn record_head<P: Platform>(p: &mut P) -> [u32; 3] {
    [p.buffer_word(0), p.buffer_word(1), p.buffer_word(2)]
}

/// Does the layout whose record is at the buffer's start obey every rule?
///
/// # Errors
/// The first rule that is broken.
pub fn check_layout<P: Platform>(p: &mut P, space: Space) -> Result<(), LayoutError> {
    let [count, offset, length] = record_head(p);
    if count == 0 {
        return Ok(());
    }
    let check = TypeCheck { offset, length };
    read_body(p, &mut Layout::whole(0), count, check, space)
}

/// Makes `layout` that of the body in the buffer.
#[inline(never)]
fn read_body<P: Platform>(
    p: &mut P,
    layout: &mut Layout,
    count: u32,
    check: TypeCheck,
    space: Space,
) -> Result<(), LayoutError> {
    layout.read(count, check, space, |index| {
        p.buffer_word(BODY_WORD + index)
    })
}

impl Journal {
    /// A journal that was not read yet.
    pub fn new(times: Times) -> Self {
        Self {
            marker: Marker::IDLE,
            sequence: 0,
            next: 0,
            times,
        }
    }

    /// Reads all records. The settings are `None` when no valid ones are there.
    pub fn load<P: Platform>(&mut self, p: &mut P) -> Result<Option<Settings>, JournalFault> {
        let all = JournalMemory::read(0, journal::IMAGE_BYTES as u32, IN_POINTER);
        run(p, self.times, all)?;
        let pair = payload::<P, Marker>(p, IN_POINTER + Marker::ADDRESS);
        match pair.verdict {
            Verdict::Found(marker) => self.marker = marker,
            Verdict::Absent => {}
            Verdict::Corrupt => return Err(JournalFault(I2cResult::Mismatch)),
        }
        self.sequence = pair.sequence;
        self.next = pair.next;
        match payload::<P, Settings>(p, IN_POINTER + Settings::ADDRESS).verdict {
            Verdict::Found(settings) => Ok(Some(settings)),
            Verdict::Absent | Verdict::Corrupt => Ok(None),
        }
    }

    /// The device's identity, FFh where it was given none.
    pub fn identity<P: Platform>(&self, p: &mut P) -> [u32; 4] {
        let read = JournalMemory::read(IDENTITY_ADDRESS, IDENTITY_BYTES, HEADS_POINTER);
        match run(p, self.times, read) {
            Ok(()) => [0, 1, 2, 3].map(|word| p.buffer_word(HEADS_POINTER / 4 + word)),
            Err(_) => [u32::MAX; 4],
        }
    }

    /// The marker that stands.
    pub fn marker(&self) -> Marker {
        self.marker
    }

    /// Makes `layout`, which is that of a whole memory, the newest whole one of the journal, if one
    /// was ever completely written; gives whether one was.
    #[inline(never)]
    pub fn load_layout<P: Platform>(
        &self,
        p: &mut P,
        layout: &mut Layout,
        space: Space,
    ) -> Result<bool, LayoutFault> {
        let read = |p: &mut P, address, bytes, pointer| {
            let read = JournalMemory::read(address, bytes, pointer);
            run(p, self.times, read).map_err(LayoutFault::Journal)
        };
        read(p, Head::ADDRESS, 2 * RECORD_BYTES, HEADS_POINTER)?;
        let mut nothing = Ok(false);
        loop {
            let Pair { verdict, next, .. } = payload::<P, Head>(p, HEADS_POINTER);
            let head = match verdict {
                Verdict::Found(head) => head,
                Verdict::Absent => return nothing,
                Verdict::Corrupt => return Err(LayoutFault::Corrupt(0)),
            };
            if head.count == 0 {
                return Ok(false);
            }
            let copy = next ^ 1;
            for _ in 0..TRIES {
                read(
                    p,
                    record::body_address(copy),
                    head.body_bytes(),
                    BODY_POINTER,
                )?;
                if !p.crc() == head.body_crc {
                    return match read_body(p, layout, head.count, head.type_check(), space) {
                        Ok(()) => Ok(true),
                        Err(error) => Err(LayoutFault::Corrupt(error.detail())),
                    };
                }
            }
            // Its copy does not count. If no other does, there is none, not "none was written".
            nothing = Err(LayoutFault::Corrupt(0));
            p.set_buffer_word((HEADS_POINTER + copy * RECORD_BYTES) / 4, 0);
        }
    }

    /// Makes the layout whose record is at the buffer's start, and which obeys every rule, the newest of
    /// the journal, in both copies, as [`record::update`] has it.
    ///
    /// # Errors
    /// Also when a page does not read back; what stood before counts until all of the new is there.
    pub fn write_layout<P: Platform>(&self, p: &mut P) -> Result<(), JournalFault> {
        let [count, type_offset, type_length] = record_head(p);
        let mut head = Head {
            body_crc: 0,
            count,
            type_offset,
            type_length,
        };
        let (buffer, _) = p.outlet();
        let (_, body) = buffer.split_at(BODY_POINTER as usize);
        let used = body.get(..head.body_bytes() as usize).unwrap_or(&[]);
        head.body_crc = !used.iter().copied().fold(crc::INITIAL, crc::update);
        for _ in 0..2 {
            let heads = JournalMemory::read(Head::ADDRESS, 2 * RECORD_BYTES, HEADS_POINTER);
            run(p, self.times, heads)?;
            let Pair { sequence, next, .. } = pair(p, HEADS_POINTER, Head::KIND);
            let body = record::body_address(next);
            for done in (0..4 * BODY_WORDS).step_by(RECORD_BYTES as usize) {
                self.write_page(p, body + done, BODY_POINTER + done)?;
            }
            put(p, HEADS_POINTER, head, sequence);
            self.write_page(p, Head::ADDRESS + next * RECORD_BYTES, HEADS_POINTER)?;
        }
        Ok(())
    }

    /// Writes a page from the buffer at `pointer`, and reads it back.
    #[inline(never)]
    fn write_page<P: Platform>(
        &self,
        p: &mut P,
        address: u32,
        pointer: u32,
    ) -> Result<(), JournalFault> {
        let write = JournalMemory::write(address, RECORD_BYTES, pointer);
        run(p, self.times, write)?;
        let compare = JournalMemory::compare(address, RECORD_BYTES, pointer);
        run(p, self.times, compare)
    }

    /// Puts the record of the journal's layout to the buffer's start.
    pub fn layout_record<P: Platform>(&self, p: &mut P, space: Space) -> Result<(), LayoutFault> {
        let mut layout = Layout::whole(0);
        let there = self.load_layout(p, &mut layout, space)?;
        let count = if there { layout.count() } else { 0 };
        let check = layout.type_check();
        p.set_buffer_word(0, count);
        p.set_buffer_word(1, check.offset);
        p.set_buffer_word(2, check.length);
        let mut word = count * REGION_WORDS;
        while word < BODY_WORDS {
            p.set_buffer_word(BODY_WORD + word, 0);
            word += 1;
        }
        Ok(())
    }

    fn address(&self) -> u32 {
        Marker::ADDRESS + if self.next == 0 { 0 } else { RECORD_BYTES }
    }

    /// Hands a marker to the EEPROM, whose write cycle then runs. It does not stand before
    /// [`confirm`](Self::confirm) says so.
    pub fn begin<P: Platform>(&self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        put(p, OUT_POINTER, marker, self.sequence);
        let write = JournalMemory::write(self.address(), RECORD_BYTES, OUT_POINTER);
        run(p, self.times, write)
    }

    /// Waits for the write cycle of [`begin`](Self::begin) and reads the record back.
    pub fn confirm<P: Platform>(&mut self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        let compare = JournalMemory::compare(self.address(), RECORD_BYTES, OUT_POINTER);
        let mut verdict = run(p, self.times, compare);
        for _ in 1..TRIES {
            if verdict.is_ok() {
                break;
            }
            self.begin(p, marker)?;
            verdict = run(p, self.times, compare);
        }
        verdict?;
        self.marker = marker;
        self.sequence = self.sequence.wrapping_add(1);
        self.next ^= 1;
        Ok(())
    }

    /// Writes a marker and reads it back.
    pub fn write<P: Platform>(&mut self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        self.begin(p, marker)?;
        self.confirm(p, marker)
    }
}
