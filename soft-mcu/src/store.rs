//! Moves journal records between the private EEPROM and the transfer buffer.

use crate::journal::{self, Copied, Marker, Pair, Payload, RECORD_BYTES, RECORD_WORDS, Settings};
use crate::journal::{Record, Verdict};
use crate::memory::{JournalMemory, Transfer};
use crate::platform::{Outcome, Platform};
use crate::registers::{BUFFER_BYTES, I2cResult};
use crate::timing::Times;

/// Buffer offset of the record on its way out. The copy leaves it alone until it is confirmed.
const OUT_POINTER: u32 = BUFFER_BYTES - RECORD_BYTES;
/// Buffer offset of the records read at boot.
const IN_POINTER: u32 = BUFFER_BYTES - journal::IMAGE_BYTES as u32;
/// How often one journal operation is tried.
const TRIES: u32 = 4;

/// The journal EEPROM does not do what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalFault(
    /// The last result of the bus engine.
    pub I2cResult,
);

/// The marker as it stands in the journal.
#[derive(Clone, Copy, Debug)]
pub struct Journal {
    marker: Marker,
    sequence: u32,
    next: u32,
    times: Times,
}

/// Runs a journal transfer until it ends `Ok`, freeing the journal bus in between.
fn run<P: Platform>(p: &mut P, times: Times, transfer: Transfer) -> Result<(), JournalFault> {
    let mut last = I2cResult::Ok;
    for _ in 0..TRIES {
        let Outcome { result, .. } = p.run(transfer);
        if result == I2cResult::Ok {
            return Ok(());
        }
        last = result;
        if result != I2cResult::Mismatch {
            p.run(JournalMemory::recover());
            let pause = p.now().wrapping_add(times.ms);
            p.sleep_until(pause);
        }
    }
    Err(JournalFault(last))
}

fn record_at<P: Platform>(p: &mut P, pointer: u32) -> Record {
    let mut record = [0; RECORD_WORDS];
    for (index, word) in (pointer / 4..).zip(record.iter_mut()) {
        *word = p.buffer_word(index);
    }
    record
}

fn pair<P: Platform, T: Payload>(p: &mut P) -> Pair<T> {
    let first: Copied<T> = journal::decode(&record_at(p, IN_POINTER + T::ADDRESS));
    let second = journal::decode(&record_at(p, IN_POINTER + T::ADDRESS + RECORD_BYTES));
    journal::select(first, second)
}

impl Journal {
    /// Reads all records. The settings are `None` when no valid ones are there.
    pub fn load<P: Platform>(
        p: &mut P,
        times: Times,
    ) -> Result<(Self, Option<Settings>), JournalFault> {
        run(
            p,
            times,
            JournalMemory::read(0, journal::IMAGE_BYTES as u32, IN_POINTER).polled(),
        )?;
        let settings = match pair::<P, Settings>(p).verdict {
            Verdict::Found(settings) => Some(settings),
            Verdict::Absent | Verdict::Corrupt => None,
        };
        let Pair {
            verdict,
            sequence,
            next,
        } = pair::<P, Marker>(p);
        let marker = match verdict {
            Verdict::Found(marker) => marker,
            Verdict::Absent => Marker::IDLE,
            Verdict::Corrupt => return Err(JournalFault(I2cResult::Mismatch)),
        };
        Ok((
            Self {
                marker,
                sequence,
                next,
                times,
            },
            settings,
        ))
    }

    /// The marker that stands.
    pub fn marker(&self) -> Marker {
        self.marker
    }

    fn address(&self) -> u32 {
        Marker::ADDRESS + if self.next == 0 { 0 } else { RECORD_BYTES }
    }

    /// Hands a marker to the EEPROM, whose write cycle then runs. It does not stand before
    /// [`confirm`](Self::confirm) says so.
    pub fn begin<P: Platform>(&self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        let record = journal::encode(marker, self.sequence.wrapping_add(1));
        for (index, word) in (OUT_POINTER / 4..).zip(record) {
            p.set_buffer_word(index, word);
        }
        let write = JournalMemory::write(self.address(), RECORD_BYTES, OUT_POINTER).polled();
        run(p, self.times, write)
    }

    /// Waits for the write cycle of [`begin`](Self::begin) and reads the record back.
    pub fn confirm<P: Platform>(&mut self, p: &mut P, marker: Marker) -> Result<(), JournalFault> {
        let compare = JournalMemory::compare(self.address(), RECORD_BYTES, OUT_POINTER).polled();
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
