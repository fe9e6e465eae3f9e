//! Moves journal records between the private EEPROM and the transfer buffer.

use crate::crc;
use crate::job::pause;
use crate::journal::{self, Marker, Pair, Payload, RECORD_BYTES, Record};
use crate::journal::{IDENTITY_ADDRESS, IDENTITY_BYTES, Settings, Verdict};
use crate::layout::record::{self, Head};
use crate::layout::{Layout, LayoutError, REGION_WORDS, REGIONS_MAX, Space, TypeCheck};
use crate::link::request::LAYOUT_BYTES;
use crate::link::words;
use crate::memory::JournalMemory;
use crate::platform::{Outcome, Platform};
use crate::registers::{BUFFER_BYTES, I2cResult, i2c_command};
use crate::timing::Times;

/// Buffer offset of the record on its way out. The copy leaves it alone until it is confirmed.
const OUT_POINTER: u32 = BUFFER_BYTES - RECORD_BYTES;
/// Buffer offset of the records read at boot.
const IN_POINTER: u32 = BUFFER_BYTES - journal::IMAGE_BYTES as u32;
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

/// Does `command` with the journal until it ends `Ok`, freeing its bus in between.
#[inline(never)]
fn run<P: Platform>(
    p: &mut P,
    times: Times,
    command: u32,
    address: u32,
    length: u32,
    pointer: u32,
) -> Result<(), JournalFault> {
    let transfer = JournalMemory::transfer(command, address, length, pointer).polled();
    let mut tries = TRIES;
    loop {
        p.set_crc(crc::INITIAL);
        let Outcome { result, .. } = p.run(transfer);
        if result == I2cResult::Ok {
            return Ok(());
        }
        if result != I2cResult::Mismatch {
            p.run(JournalMemory::recover());
            pause(p, times.ms);
        }
        tries -= 1;
        if tries == 0 {
            return Err(JournalFault(result));
        }
    }
}

/// Reads `length` bytes at `address` into the buffer at `pointer`.
fn read<P: Platform>(
    p: &mut P,
    times: Times,
    address: u32,
    length: u32,
    pointer: u32,
) -> Result<(), JournalFault> {
    run(p, times, i2c_command::READ, address, length, pointer)
}

/// Puts the record of this kind with this payload to where it goes out from.
#[inline(never)]
fn put<P: Platform>(p: &mut P, kind: u32, sequence: u32, payload: [u32; 4]) {
    journal::write(kind, sequence, payload, |index, word| {
        p.set_buffer_word(OUT_POINTER / 4 + index, word);
    });
}

/// Does `command` with the page at `address` and what is in the buffer at `pointer`.
#[inline(never)]
fn page<P: Platform>(
    p: &mut P,
    times: Times,
    command: u32,
    address: u32,
    pointer: u32,
) -> Result<(), JournalFault> {
    run(p, times, command, address, RECORD_BYTES, pointer)
}

/// Writes a page from the buffer at `pointer`, and reads it back.
#[inline(never)]
fn write_page<P: Platform>(
    p: &mut P,
    times: Times,
    address: u32,
    pointer: u32,
) -> Result<(), JournalFault> {
    page(p, times, i2c_command::WRITE, address, pointer)?;
    page(p, times, i2c_command::COMPARE, address, pointer)
}

/// The two copies of a record in the buffer at `POINTER`.
fn copies<const POINTER: u32>(p: &mut impl Platform) -> &[Record; 2] {
    let (buffer, _) = p.outlet();
    let (records, _) = buffer.as_chunks();
    records[(POINTER / RECORD_BYTES) as usize..]
        .first_chunk()
        .unwrap_or(&[[0; 32]; 2])
}

/// Number of regions and type check of the layout record at the buffer's start.
fn record_head<P: Platform>(p: &mut P) -> [u32; 3] {
    [p.buffer_word(0), p.buffer_word(1), p.buffer_word(2)]
}

/// Makes `layout` that of the record at the buffer's start, which obeys every rule or names no region.
///
/// # Errors
/// The first rule that is broken.
#[inline(never)]
pub fn read_layout<P: Platform>(
    p: &mut P,
    layout: &mut Layout,
    space: Space,
) -> Result<(), LayoutError> {
    let [count, offset, length] = record_head(p);
    if count == 0 {
        return Ok(());
    }
    let check = TypeCheck { offset, length };
    layout.read(count, check, space, |index| {
        p.buffer_word(BODY_WORD + index)
    })
}

impl Journal {
    /// A journal that was not read yet.
    pub const UNREAD: Self = Self {
        marker: Marker::IDLE,
        sequence: 0,
        next: 0,
        times: Times { us: 0, ms: 0 },
    };

    /// Reads all records. The settings are `None` when no valid ones are there.
    #[inline(never)]
    pub fn load<P: Platform>(
        &mut self,
        p: &mut P,
        times: Times,
    ) -> Result<Option<Settings>, JournalFault> {
        self.times = times;
        read(p, times, 0, journal::IMAGE_BYTES as u32, IN_POINTER)?;
        let markers = copies::<{ IN_POINTER + Marker::ADDRESS }>(p);
        let markers = journal::read(Marker::KIND, markers);
        self.sequence = markers.sequence;
        self.next = markers.next;
        self.marker = match markers.verdict {
            Verdict::Found(words) => Marker::from_words(words),
            Verdict::Absent => Some(self.marker),
            Verdict::Corrupt => None,
        }
        .ok_or(JournalFault(I2cResult::Mismatch))?;
        let settings = copies::<{ IN_POINTER + Settings::ADDRESS }>(p);
        match journal::read(Settings::KIND, settings).means().verdict {
            Verdict::Found(settings) => Ok(Some(settings)),
            Verdict::Absent | Verdict::Corrupt => Ok(None),
        }
    }

    /// The device's identity, FFh where it was given none.
    pub fn identity<P: Platform>(&self, p: &mut P) -> [u32; 4] {
        match read(
            p,
            self.times,
            IDENTITY_ADDRESS,
            IDENTITY_BYTES,
            HEADS_POINTER,
        ) {
            Ok(()) => words::array(copies::<HEADS_POINTER>(p).as_flattened(), 0),
            Err(_) => [u32::MAX; 4],
        }
    }

    /// The marker that stands.
    pub fn marker(&self) -> Marker {
        self.marker
    }

    /// Makes `layout`, which is that of a whole memory, the newest whole one of the journal, if one
    /// was ever completely written; gives how many regions it has, 0 if none was.
    #[inline(never)]
    pub fn load_layout<P: Platform>(
        &self,
        p: &mut P,
        layout: &mut Layout,
        space: Space,
    ) -> Result<u32, LayoutFault> {
        let read = |p: &mut P, address, bytes, pointer| {
            read(p, self.times, address, bytes, pointer).map_err(LayoutFault::Journal)
        };
        read(p, Head::ADDRESS, 2 * RECORD_BYTES, HEADS_POINTER)?;
        let mut nothing = Ok(0);
        loop {
            let heads = journal::read(Head::KIND, copies::<HEADS_POINTER>(p)).means::<Head>();
            let head = match heads.verdict {
                Verdict::Found(head) => head,
                Verdict::Absent => return nothing,
                Verdict::Corrupt => return Err(LayoutFault::Corrupt(0)),
            };
            if head.count == 0 {
                return Ok(0);
            }
            let copy = heads.next ^ 1;
            for _ in 0..TRIES {
                read(
                    p,
                    record::body_address(copy),
                    head.body_bytes(),
                    BODY_POINTER,
                )?;
                if !p.crc() == head.body_crc {
                    p.set_buffer_word(0, head.count);
                    p.set_buffer_word(1, head.type_offset);
                    p.set_buffer_word(2, head.type_length);
                    return match read_layout(p, layout, space) {
                        Ok(()) => Ok(head.count),
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
        let body = &buffer[BODY_POINTER as usize..];
        let used = body.get(..head.body_bytes() as usize).unwrap_or(&[]);
        head.body_crc = crc::crc32(used);
        for _ in 0..2 {
            read(
                p,
                self.times,
                Head::ADDRESS,
                2 * RECORD_BYTES,
                HEADS_POINTER,
            )?;
            let heads = copies::<HEADS_POINTER>(p);
            let Pair { sequence, next, .. } = journal::read(Head::KIND, heads);
            let body = record::body_address(next);
            for done in (0..4 * BODY_WORDS).step_by(RECORD_BYTES as usize) {
                write_page(p, self.times, body + done, BODY_POINTER + done)?;
            }
            put(p, Head::KIND, sequence.wrapping_add(1), head.to_words());
            let address = Head::ADDRESS + next * RECORD_BYTES;
            write_page(p, self.times, address, OUT_POINTER)?;
        }
        Ok(())
    }

    /// Puts the record of the journal's layout to the buffer's start. `layout` is room for it.
    pub fn layout_record<P: Platform>(
        &self,
        p: &mut P,
        layout: &mut Layout,
        space: Space,
    ) -> Result<(), LayoutFault> {
        let count = self.load_layout(p, layout, space)?;
        let mut word = 0;
        if count != 0 {
            word = BODY_WORD + count * REGION_WORDS;
        }
        while word < BODY_WORD + BODY_WORDS {
            p.set_buffer_word(word, 0);
            word += 1;
        }
        Ok(())
    }

    fn address(&self) -> u32 {
        Marker::ADDRESS + self.next * RECORD_BYTES
    }

    /// Hands a marker to the EEPROM, whose write cycle then runs. It does not stand before
    /// [`confirm`](Self::confirm) says so.
    pub fn begin<P: Platform>(&self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        let sequence = self.sequence.wrapping_add(1);
        put(p, Marker::KIND, sequence, marker.to_words());
        page(
            p,
            self.times,
            i2c_command::WRITE,
            self.address(),
            OUT_POINTER,
        )
    }

    /// Waits for the write cycle of [`begin`](Self::begin) and reads the record back.
    #[inline]
    pub fn confirm<P: Platform>(&mut self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        self.make(p, marker, true)
    }

    /// Writes a marker and reads it back.
    #[inline]
    pub fn write<P: Platform>(&mut self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        self.make(p, marker, false)
    }

    #[inline(never)]
    fn make<P: Platform>(
        &mut self,
        p: &mut P,
        marker: Marker,
        mut begun: bool,
    ) -> Result<(), JournalFault> {
        let mut tries = TRIES;
        loop {
            if !begun {
                self.begin(p, marker)?;
            }
            begun = false;
            let Err(fault) = page(
                p,
                self.times,
                i2c_command::COMPARE,
                self.address(),
                OUT_POINTER,
            ) else {
                break;
            };
            tries -= 1;
            if tries == 0 {
                return Err(fault);
            }
        }
        self.marker = marker;
        self.sequence = self.sequence.wrapping_add(1);
        self.next ^= 1;
        Ok(())
    }
}
