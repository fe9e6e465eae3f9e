//! Reading: which blocks are missing, and asking for them until none is.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use umbilical_soft_mcu::link::answer::{Answer, DataBlock, Encoding};
use umbilical_soft_mcu::link::request::DataRequest;
use umbilical_soft_mcu::link::{QUEUE, REQUEST_BYTES_MAX, Reason, Request, Span};

use super::LinkError;
use super::block_size::{BYTES_MAX, BlockSize};
use super::patience::Patience;
use super::ranges::Ranges;
use super::window::{Issued, Window};

/// While this much is on its way, what was lost is asked for before what was never asked for. It
/// keeps a line of 3 Mbaud busy for 54 ms.
const AHEAD_BYTES: u32 = 16 * 1024;

/// How a [`ReadWindow`] behaves.
#[derive(Clone, Debug)]
pub struct ReadLimits {
    /// Bytes of the first blocks.
    pub block: u16,
    /// Most bytes of a request. Short ones follow a change of the block size sooner.
    pub request_bytes: u32,
    /// Requests on their way: the device's queue.
    pub queue: usize,
    /// The device may compress.
    pub compress: bool,
    /// How long nothing new may come before everything missing is asked for again.
    pub silence: Duration,
    /// How often in a row.
    pub rounds: u32,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            block: BYTES_MAX,
            request_bytes: 16 * 1024,
            queue: QUEUE,
            compress: true,
            silence: Duration::from_millis(100),
            rounds: 6,
        }
    }
}

/// A request on its way. Blocks before `next` have come or are lost.
#[derive(Clone, Debug)]
struct Asked {
    number: u16,
    start: u32,
    next: u32,
    end: u32,
    block: u16,
}

impl Asked {
    fn rest(&self) -> Range<u32> {
        self.next..self.end
    }
}

/// Reads ranges of the memory. Each byte goes to `store` once, in any order.
pub struct ReadWindow<S> {
    limits: ReadLimits,
    store: S,
    /// Did not come.
    missing: Ranges,
    /// Of those, never asked for.
    unasked: Ranges,
    /// Of those, asked for in vain.
    lost: Ranges,
    /// Oldest first.
    asked: VecDeque<Asked>,
    issued: Issued,
    block: BlockSize,
    patience: Patience,
    /// Requests that the device was seen to hold.
    queue: usize,
    /// It said that its queue is full while nothing was on its way: wait before the next one.
    wait: bool,
}

impl<S: FnMut(u32, &[u8])> ReadWindow<S> {
    /// A window that hands every byte of `ranges`, with the offset of the first, to `store`.
    pub fn new(
        ranges: impl IntoIterator<Item = Range<u32>>,
        limits: ReadLimits,
        store: S,
        now: Duration,
    ) -> Self {
        let mut missing = Ranges::new();
        for range in ranges {
            missing.insert(range);
        }
        let mut patience = Patience::new(limits.silence, limits.rounds);
        patience.begin(now);
        Self {
            unasked: missing.clone(),
            missing,
            lost: Ranges::new(),
            asked: VecDeque::new(),
            issued: Issued::default(),
            block: BlockSize::new(limits.block),
            queue: limits.queue.max(1),
            patience,
            wait: false,
            store,
            limits,
        }
    }

    /// What did not come.
    pub fn missing(&self) -> &Ranges {
        &self.missing
    }

    /// Bytes of the next block.
    pub fn block_bytes(&self) -> u16 {
        self.block.bytes()
    }

    /// The next bytes to ask for.
    fn choose(&mut self) -> Option<Range<u32>> {
        let room = self.queue.checked_sub(self.asked.len())?;
        let ahead: u32 = self.asked.iter().map(|asked| asked.end - asked.next).sum();
        // Repeats are short: one place is left for a long request that keeps the line busy.
        let repeat = ahead >= AHEAD_BYTES && room > 1 || self.unasked.is_empty();
        let fresh = ahead < AHEAD_BYTES || self.lost.is_empty();
        let from = match (room, repeat, fresh) {
            (0, ..) => return None,
            (_, true, _) if !self.lost.is_empty() => &mut self.lost,
            (_, _, true) => &mut self.unasked,
            _ => return None,
        };
        let Range { start, end } = from.first()?;
        let most = self.limits.request_bytes.clamp(1, REQUEST_BYTES_MAX);
        let range = start..end.min(start.saturating_add(most));
        from.remove(range.clone());
        Some(range)
    }

    /// Bytes that were asked for will not come; with blocks of this size, if that is why.
    fn lose(&mut self, range: Range<u32>, block: Option<u16>) {
        if let Some(block) = block {
            let blocks = (range.end - range.start).div_ceil(u32::from(block));
            self.block.saw(block, 0, blocks);
        }
        for part in self.missing.within(range) {
            self.lost.insert(part);
        }
    }

    fn lose_everything_asked(&mut self) {
        for asked in std::mem::take(&mut self.asked) {
            self.lose(asked.rest(), None);
        }
    }

    /// A block came: what does its place in the order say?
    fn follow(&mut self, number: u16, came: Range<u32>) {
        let Some(place) = self.asked.iter().position(|asked| asked.number == number) else {
            return;
        };
        for earlier in self.asked.drain(..place).collect::<Vec<_>>() {
            // One of which nothing came was lost itself; that says nothing about the blocks.
            let block = (earlier.next > earlier.start).then_some(earlier.block);
            self.lose(earlier.rest(), block);
        }
        let Some(asked) = self.asked.front_mut() else {
            return;
        };
        if came.start < asked.next || came.end > asked.end {
            return;
        }
        let (gap, block) = (asked.next..came.start, asked.block);
        asked.next = came.end;
        if asked.next == asked.end {
            self.asked.pop_front();
        }
        self.block.saw(block, 1, 0);
        self.lose(gap, Some(block));
    }

    fn take(&mut self, number: u16, block: &DataBlock, now: Duration) -> Result<(), LinkError> {
        let DataBlock {
            offset,
            raw_bytes,
            encoding,
            data,
        } = *block;
        let bad = || LinkError::BadBlock { offset };
        let range = offset..offset.checked_add(u32::from(raw_bytes)).ok_or_else(bad)?;
        self.follow(number, range.clone());
        let mut raw = [0; BYTES_MAX as usize];
        let raw = raw.get_mut(..usize::from(raw_bytes)).ok_or_else(bad)?;
        let written = match encoding {
            Encoding::Plain => {
                let bytes = data.get(..raw.len()).ok_or_else(bad)?;
                raw.copy_from_slice(bytes);
                raw.len()
            }
            Encoding::Lz4 => lz4_flex::block::decompress_into(data, raw).map_err(|_| bad())?,
        };
        if written != raw.len() {
            return Err(bad());
        }
        let parts = self.missing.remove(range.clone());
        self.lost.remove(range.clone());
        self.unasked.remove(range);
        for part in &parts {
            let (from, to) = (part.start - offset, part.end - offset);
            let bytes = raw.get(from as usize..to as usize).ok_or_else(bad)?;
            (self.store)(part.start, bytes);
        }
        if !parts.is_empty() {
            self.patience.progress(now);
            self.wait = false;
        }
        Ok(())
    }
}

impl<S: FnMut(u32, &[u8])> Window for ReadWindow<S> {
    fn next(&mut self, number: u16, now: Duration) -> Option<Request<'_>> {
        if self.wait {
            return None;
        }
        let Range { start, end } = self.choose()?;
        let span = Span::new(start, end - start).ok()?;
        if self.asked.is_empty() {
            self.patience.begin(now);
        }
        self.issued.issue(number);
        self.asked.push_back(Asked {
            number,
            start,
            next: start,
            end,
            block: self.block.bytes(),
        });
        Some(Request::DataRequest(DataRequest {
            span,
            block: self.block.bytes(),
            compress: self.limits.compress,
        }))
    }

    fn answered(&mut self, number: u16, answer: &Answer, now: Duration) -> Result<(), LinkError> {
        if !self.issued.has(number) {
            return Ok(());
        }
        match answer {
            Answer::DataBlock(block) => self.take(number, block, now),
            Answer::Refused(refusal) if refusal.reason == Reason::QueueFull => {
                let place = self.asked.iter().position(|asked| asked.number == number);
                if let Some(asked) = place.and_then(|place| self.asked.remove(place)) {
                    self.lose(asked.rest(), None);
                    self.queue = self.asked.len().max(1);
                    self.wait = self.asked.is_empty();
                }
                Ok(())
            }
            Answer::Refused(refusal) => Err(LinkError::Refused {
                request: "DataRequest",
                refusal: *refusal,
            }),
            _ => Ok(()),
        }
    }

    fn deadline(&self) -> Duration {
        self.patience.deadline()
    }

    fn timed_out(&mut self, now: Duration) -> Result<(), LinkError> {
        let again = self.patience.again(now);
        self.lose_everything_asked();
        self.block.shrink();
        self.queue = self.limits.queue.max(1);
        self.wait = false;
        if again {
            return Ok(());
        }
        Err(LinkError::NoAnswer {
            request: "DataRequest",
            offset: self.missing.first().map(|range| range.start),
            tries: self.patience.rounds(),
        })
    }

    fn restart(&mut self, now: Duration) {
        self.lose_everything_asked();
        self.patience = Patience::new(self.limits.silence, self.limits.rounds);
        self.patience.begin(now);
        self.wait = false;
    }

    fn missing_bytes(&self) -> u64 {
        self.missing.bytes()
    }
}
