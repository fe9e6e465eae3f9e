//! Writing: which blocks were not acknowledged, and sending them until all are.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::time::Duration;

use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::{BLOCK_BYTES_MAX, Reason, Request, Span};

use super::LinkError;
use super::patience::Patience;
use super::window::{Issued, Window};

/// How a [`WriteWindow`] behaves.
#[derive(Clone, Debug)]
pub struct WriteLimits {
    /// Requests on their way, `ProbeAck::slots`.
    pub slots: usize,
    /// Bytes of a block, at most `ProbeAck::slot_bytes`; a multiple of the page saves programming.
    pub slot_bytes: usize,
    /// How long no acknowledgement may come before everything on its way is sent again.
    pub silence: Duration,
    /// How often in a row.
    pub rounds: u32,
    /// How often a block is sent that the memory does not take.
    pub tries: u32,
}

impl Default for WriteLimits {
    fn default() -> Self {
        Self {
            slots: 2,
            slot_bytes: BLOCK_BYTES_MAX as usize,
            silence: Duration::from_millis(200),
            rounds: 6,
            tries: 3,
        }
    }
}

/// Writes `data` to the memory from an offset on. The range was erased and announced before.
pub struct WriteWindow<'a> {
    limits: WriteLimits,
    offset: u32,
    data: &'a [u8],
    /// Blocks to be sent, by index.
    waiting: BTreeSet<usize>,
    /// Number and index of those on their way, oldest first.
    sent: VecDeque<(u16, usize)>,
    /// How often the memory did not take a block.
    failed: Vec<u32>,
    done: Vec<bool>,
    /// Was on its way at least once.
    asked: Vec<bool>,
    missing_bytes: u64,
    issued: Issued,
    patience: Patience,
}

impl<'a> WriteWindow<'a> {
    /// A window that writes all of `data` from `offset` on.
    pub fn new(offset: u32, data: &'a [u8], limits: WriteLimits, now: Duration) -> Self {
        let most = limits.slot_bytes.clamp(1, BLOCK_BYTES_MAX as usize);
        let limits = WriteLimits {
            slot_bytes: most,
            slots: limits.slots.max(1),
            ..limits
        };
        let blocks = data.len().div_ceil(most);
        let mut patience = Patience::new(limits.silence, limits.rounds);
        patience.begin(now);
        Self {
            offset,
            data,
            waiting: (0..blocks).collect(),
            sent: VecDeque::new(),
            failed: vec![0; blocks],
            done: vec![false; blocks],
            asked: vec![false; blocks],
            missing_bytes: data.len() as u64,
            issued: Issued::default(),
            patience,
            limits,
        }
    }

    /// What the device may have begun to write and has not acknowledged: from the first byte that is
    /// missing to the last that was ever on its way and is.
    pub fn in_doubt(&self) -> Range<u32> {
        let first = self.done.iter().position(|done| !done);
        let start = self.place(first.unwrap_or(self.done.len()));
        let mut states = self.asked.iter().zip(&self.done);
        let last = states.rposition(|(asked, done)| *asked && !done);
        let end = last.map(|last| self.place(last).wrapping_add(self.block(last).len() as u32));
        start..end.unwrap_or(start)
    }

    fn block(&self, index: usize) -> &'a [u8] {
        let data: &'a [u8] = self.data;
        let mut blocks = data.chunks(self.limits.slot_bytes);
        blocks.nth(index).unwrap_or(&[])
    }

    fn place(&self, index: usize) -> u32 {
        let bytes = index * self.limits.slot_bytes;
        self.offset.wrapping_add(bytes as u32)
    }

    /// Everything sent before the `place`-th was lost, or its answer was.
    fn lose_before(&mut self, place: usize) {
        for (_, index) in self.sent.drain(..place) {
            self.waiting.insert(index);
        }
    }

    fn acknowledged(&mut self, number: u16, offset: u32, now: Duration) {
        let slot_bytes = self.limits.slot_bytes as u32;
        let index = (offset.wrapping_sub(self.offset) / slot_bytes) as usize;
        if self.place(index) != offset || self.done.get(index) != Some(&false) {
            return;
        }
        if let Some(place) = self.sent.iter().position(|sent| *sent == (number, index)) {
            self.lose_before(place);
            self.sent.pop_front();
        }
        // An answer to an earlier try counts as well: what it says stays true.
        self.sent.retain(|(_, sent)| *sent != index);
        self.waiting.remove(&index);
        if let Some(done) = self.done.get_mut(index) {
            *done = true;
        }
        self.missing_bytes -= self.block(index).len() as u64;
        self.patience.progress(now);
    }
}

impl Window for WriteWindow<'_> {
    fn next(&mut self, number: u16, now: Duration) -> Option<Request<'_>> {
        if self.sent.len() >= self.limits.slots {
            return None;
        }
        let index = self.waiting.pop_first()?;
        let data = self.block(index);
        let span = Span::new(self.place(index), data.len() as u32).ok()?;
        if self.sent.is_empty() {
            self.patience.begin(now);
        }
        self.issued.issue(number);
        if let Some(asked) = self.asked.get_mut(index) {
            *asked = true;
        }
        self.sent.push_back((number, index));
        Some(Request::DataWrite { span, data })
    }

    fn answered(&mut self, number: u16, answer: &Answer, now: Duration) -> Result<(), LinkError> {
        if !self.issued.has(number) {
            return Ok(());
        }
        match answer {
            Answer::DataWrite(offset) => self.acknowledged(number, *offset, now),
            Answer::Refused(refusal) => {
                let place = self.sent.iter().position(|(sent, _)| *sent == number);
                let fatal = LinkError::Refused {
                    request: "DataWrite",
                    refusal: *refusal,
                };
                let again = match refusal.reason {
                    Reason::QueueFull => true,
                    Reason::WriteFailed | Reason::VerifyFailed => {
                        let index = place.and_then(|place| self.sent.get(place));
                        let failed = index.and_then(|(_, index)| self.failed.get_mut(*index));
                        failed.is_none_or(|failed| {
                            *failed += 1;
                            *failed < self.limits.tries
                        })
                    }
                    _ => false,
                };
                if !again {
                    return Err(fatal);
                }
                // A full queue is no reason to send at once: what stays in `sent` is sent again
                // when the time is over.
                if refusal.reason != Reason::QueueFull
                    && let Some((_, index)) = place.and_then(|place| self.sent.remove(place))
                {
                    self.waiting.insert(index);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn deadline(&self) -> Duration {
        self.patience.deadline()
    }

    fn timed_out(&mut self, now: Duration) -> Result<(), LinkError> {
        let again = self.patience.again(now);
        self.lose_before(self.sent.len());
        if again {
            return Ok(());
        }
        Err(LinkError::NoAnswer {
            request: "DataWrite",
            offset: self.waiting.first().map(|index| self.place(*index)),
            tries: self.patience.rounds(),
        })
    }

    fn restart(&mut self, now: Duration) {
        self.lose_before(self.sent.len());
        self.patience = Patience::new(self.limits.silence, self.limits.rounds);
        self.patience.begin(now);
    }

    fn missing_bytes(&self) -> u64 {
        self.missing_bytes
    }
}
