//! A 24Cxx serial EEPROM, pin-accurate and event-driven.
//!
//! ```text
//!            raw levels          seen levels           bytes
//!   scl ---> [50 ns filter] ---> [bit machine] <---> [pointer, page latch]
//!   sda <--> [50 ns filter]           |                    | STOP
//!     ^                               v                    v
//!     +------------------- [one scheduled output]   [array, write cycle]
//! ```
//!
//! Nothing here runs by itself. A change of a line is remembered and takes effect, dated back to
//! the instant at which it happened, at the first call that comes when the level has lasted for
//! [`FILTER`]. An SCL edge thus costs one call. What it makes the chip drive comes a whole tAA
//! after the edge, much later than the filter's time, so [`Eeprom24::wake`] can name that instant
//! before the edge is confirmed. A wake too many is possible (the edge was a glitch), one too late
//! is not.
//!
//! Figures: data sheets of 24AA02..24FC512 (Microchip), M24C02..M24M02 (ST), AT24C02C..AT24CM02.

use crate::rng::Rng;
use crate::time::{Span, Time};
use umbilical_soft_mcu::eeprom::{DEVICE_TYPE, Part, WRITE_TIME_MAX_NS};

/// A level that lasts for less is not seen (tSP, tI, tNS: 50 ns in all data sheets).
pub const FILTER: Span = Span::from_ns(50);

/// Largest page of any part (24CM01, 24CM02), in bytes.
const PAGE_BYTES_MAX: usize = 256;

/// Whose chip it is, which decides what WP = high does to a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Acknowledges the data bytes, but starts no write cycle.
    Microchip,
    /// Acknowledges no data byte, and starts no write cycle.
    St,
}

/// One line as the chip sees it through its glitch filter.
#[derive(Clone, Copy, Debug)]
struct Line {
    raw: bool,
    seen: bool,
    /// When `raw` took its level.
    since: Time,
}

impl Line {
    const fn steady(level: bool, now: Time) -> Line {
        Line {
            raw: level,
            seen: level,
            since: now,
        }
    }

    #[inline]
    fn pending(&self) -> bool {
        self.raw != self.seen
    }

    #[inline]
    fn due(&self, now: Time) -> bool {
        self.pending() && now.since(self.since) >= FILTER
    }

    #[inline]
    fn set(&mut self, now: Time, level: bool) {
        if level != self.raw {
            self.raw = level;
            self.since = now;
        }
    }
}

/// What the byte on the bus means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// Device address and direction.
    Device,
    /// First of two word-address bytes.
    AddressHigh,
    /// Last word-address byte.
    AddressLow,
    /// A byte to write.
    Data,
}

/// What follows the acknowledge clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Receive(Field),
    Send,
}

/// The bit machine. It moves on SCL falls, START and STOP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not addressed, waits for START.
    Idle,
    /// START seen, SCL still high.
    Start,
    /// Takes bits in; `bits` of them are complete.
    Receive(Field),
    /// The ninth clock of a byte that it took.
    Acknowledge(Next),
    /// Puts bits out; `bits` of them are complete.
    Send,
    /// The ninth clock of a byte that it sent.
    MasterAck,
}

/// Timing limits of a part.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// SCL fall to valid output, the data sheets' maximum.
    t_aa: Span,
    low_min: Span,
    high_min: Span,
    buf_min: Span,
}

impl Limits {
    /// 24AA/LC parts at 400 kHz, 24FC and M24C-F parts at 1 MHz.
    fn of(part: &Part) -> Limits {
        // A bus of exactly the highest frequency leaves no slack at 1 MHz: the oscillator behind
        // it may be 100 ppm fast.
        let min = |ns: u64| Span::from_ps(ns * 1_000 - ns / 10);
        if part.bus_hz_max >= 1_000_000 {
            Limits {
                t_aa: Span::from_ns(450),
                low_min: min(500),
                high_min: min(500),
                buf_min: min(500),
            }
        } else {
            Limits {
                t_aa: Span::from_ns(900),
                low_min: min(1_300),
                high_min: min(600),
                buf_min: min(1_300),
            }
        }
    }
}

/// Bytes that wait for STOP.
#[derive(Clone, Debug)]
struct Latch {
    bytes: [u8; PAGE_BYTES_MAX],
    /// Which of `bytes` are to be written.
    dirty: [u64; PAGE_BYTES_MAX / 64],
    /// Nothing is dirty.
    empty: bool,
}

impl Latch {
    const EMPTY: Latch = Latch {
        bytes: [0; PAGE_BYTES_MAX],
        dirty: [0; PAGE_BYTES_MAX / 64],
        empty: true,
    };

    #[inline]
    fn clear(&mut self) {
        self.dirty = [0; PAGE_BYTES_MAX / 64];
        self.empty = true;
    }

    #[inline]
    fn put(&mut self, offset: usize, byte: u8) {
        self.bytes[offset] = byte;
        self.dirty[offset / 64] |= 1 << (offset % 64);
        self.empty = false;
    }

    #[inline]
    fn is_dirty(&self, offset: usize) -> bool {
        self.dirty[offset / 64] >> (offset % 64) & 1 != 0
    }
}

/// A serial EEPROM of any part in [`umbilical_soft_mcu::eeprom::PARTS`].
///
/// The owner reports settled line levels with [`on_lines`](Eeprom24::on_lines), calls
/// [`step`](Eeprom24::step) at [`wake`](Eeprom24::wake), and wires
/// [`sda_low`](Eeprom24::sda_low) to the line. Only `step` and `power` change what it drives.
#[derive(Clone)]
pub struct Eeprom24 {
    scl: Line,
    sda: Line,
    wake: Time,
    state: State,
    /// Complete bits of the byte on the bus.
    bits: u8,
    /// The byte on the bus.
    shift: u8,
    powered: bool,
    sda_low: bool,
    /// When the output becomes `output_low`; NEVER when it stays as it is.
    output_at: Time,
    output_low: bool,
    miss_ack: bool,
    /// A data byte of this write was refused.
    refused: bool,
    wp: bool,
    vendor: Vendor,
    /// Device address with all block bits low, and which bits of an address must match it.
    device: u8,
    device_mask: u8,
    limits: Limits,
    /// Last SCL edge seen since power-up.
    scl_edge: Option<Time>,
    /// STOP seen and no START since.
    stop: Option<Time>,
    /// Address counter: the next byte to read or write.
    pointer: u32,
    /// Word address as far as it has arrived.
    word: u32,
    part: &'static Part,
    memory: Vec<u8>,
    write_time: Span,
    /// End of the internal write cycle; ZERO when none was begun.
    busy_end: Time,
    /// First byte of the page in the latch or in the write cycle.
    page: u32,
    latch: Latch,
    /// The page before the write cycle.
    page_before: [u8; PAGE_BYTES_MAX],
    random: Rng,
    data_bytes_received: u64,
    write_cycles: u64,
    pages_ruined: u64,
    timing_violations: u64,
}

impl Eeprom24 {
    /// An unpowered chip that holds `contents`, cut or padded with 0xFF to the size of `part`.
    /// Strap and WP are low, the vendor is Microchip, the write time is the longest allowed.
    /// `seed` decides what an interrupted write cycle leaves.
    pub fn new(part: &'static Part, contents: Vec<u8>, seed: u64) -> Eeprom24 {
        let mut memory = contents;
        memory.resize(part.bytes as usize, 0xFF);
        Eeprom24 {
            scl: Line::steady(false, Time::ZERO),
            sda: Line::steady(false, Time::ZERO),
            wake: Time::NEVER,
            state: State::Idle,
            bits: 0,
            shift: 0,
            powered: false,
            sda_low: false,
            output_at: Time::NEVER,
            output_low: false,
            miss_ack: false,
            refused: false,
            wp: false,
            vendor: Vendor::Microchip,
            device: part.device(false, 0),
            device_mask: 0x7F & !((1 << part.block_bits) - 1),
            limits: Limits::of(part),
            scl_edge: None,
            stop: None,
            pointer: 0,
            word: 0,
            part,
            memory,
            write_time: Span::from_ns(WRITE_TIME_MAX_NS),
            busy_end: Time::ZERO,
            page: 0,
            latch: Latch::EMPTY,
            page_before: [0; PAGE_BYTES_MAX],
            random: Rng::new(seed),
            data_bytes_received: 0,
            write_cycles: 0,
            pages_ruined: 0,
            timing_violations: 0,
        }
    }

    /// The same chip made by `vendor`.
    #[must_use]
    pub fn with_vendor(mut self, vendor: Vendor) -> Eeprom24 {
        self.vendor = vendor;
        self
    }

    /// The part that it is.
    pub fn part(&self) -> &'static Part {
        self.part
    }

    /// When [`step`](Eeprom24::step) has to be called; NEVER when nothing is scheduled.
    #[inline]
    pub fn wake(&self) -> Time {
        self.wake
    }

    /// The settled levels of the lines became `scl` and `sda` at `now`. Never changes what the
    /// chip drives: that happens in [`step`](Eeprom24::step), at a later instant.
    #[inline]
    pub fn on_lines(&mut self, now: Time, scl: bool, sda: bool) {
        if !self.powered {
            return;
        }
        self.confirm(now);
        self.scl.set(now, scl);
        self.sda.set(now, sda);
        self.wake = self.next_wake();
    }

    /// Does what is scheduled for `now` or earlier; nothing when it is called too early.
    #[inline]
    pub fn step(&mut self, now: Time) {
        if now < self.wake {
            return;
        }
        self.confirm(now);
        if now >= self.output_at {
            self.sda_low = self.output_low;
            self.output_at = Time::NEVER;
        }
        self.wake = self.next_wake();
    }

    /// True while the chip pulls SDA low.
    #[inline]
    pub fn sda_low(&self) -> bool {
        self.sda_low
    }

    /// Power comes or goes, with the lines at `scl` and `sda`.
    ///
    /// Without power the chip drives nothing and forgets everything but its array. A page in its
    /// write cycle is ruined: each of its bytes is then old, new or garbage.
    pub fn power(&mut self, now: Time, on: bool, scl: bool, sda: bool) {
        if on == self.powered {
            return;
        }
        if !on && now < self.busy_end {
            self.ruin_page();
        }
        self.powered = on;
        self.scl = Line::steady(scl, now);
        self.sda = Line::steady(sda, now);
        self.state = State::Idle;
        self.bits = 0;
        self.sda_low = false;
        self.output_at = Time::NEVER;
        self.wake = Time::NEVER;
        self.scl_edge = None;
        self.stop = None;
        self.pointer = 0;
        self.busy_end = Time::ZERO;
        self.latch.clear();
    }

    /// Level of the address pin that carries the strap; the 24C16 has none.
    pub fn set_strap(&mut self, high: bool) {
        self.device = self.part.device(high, 0);
    }

    /// Level of the write-protect pin.
    pub fn set_wp(&mut self, high: bool) {
        self.wp = high;
    }

    /// The array. A page in its write cycle already reads as it will be after it.
    pub fn memory(&self) -> &[u8] {
        &self.memory
    }

    /// The array, to be changed behind the chip's back.
    pub fn memory_mut(&mut self) -> &mut [u8] {
        &mut self.memory
    }

    /// End of the internal write cycle that is under way at `now`.
    pub fn busy_until(&self, now: Time) -> Option<Time> {
        (now < self.busy_end).then_some(self.busy_end)
    }

    /// Length of the write cycles that begin from now on.
    pub fn set_write_time(&mut self, span: Span) {
        self.write_time = span;
    }

    /// Length of the internal write cycle.
    pub fn write_time(&self) -> Span {
        self.write_time
    }

    /// Chooses anew what interrupted write cycles leave from now on.
    pub fn set_seed(&mut self, seed: u64) {
        self.random = Rng::new(seed);
    }

    /// Fault: the next ACK that the chip would give is not given. A device address then counts as
    /// not heard; any other byte is taken all the same.
    pub fn miss_next_ack(&mut self) {
        self.miss_ack = true;
    }

    /// Data bytes (not address bytes) ever taken in write direction, acknowledged or not.
    pub fn data_bytes_received(&self) -> u64 {
        self.data_bytes_received
    }

    /// Internal write cycles ever begun.
    pub fn write_cycles(&self) -> u64 {
        self.write_cycles
    }

    /// Write cycles that a loss of power cut short.
    pub fn pages_ruined(&self) -> u64 {
        self.pages_ruined
    }

    /// SCL pulses and bus-free times shorter than the part allows, by more than 100 ppm.
    pub fn timing_violations(&self) -> u64 {
        self.timing_violations
    }

    /// Acts on the line changes that have lasted long enough by `now`, oldest first.
    #[inline]
    fn confirm(&mut self, now: Time) {
        match (self.scl.due(now), self.sda.due(now)) {
            (false, false) => {}
            (true, false) => self.scl_changed(),
            (false, true) => self.sda_changed(),
            (true, true) => {
                // Of two changes at one instant the one comes first that makes no START or STOP:
                // the hold time after SCL's fall may be 0, a set-up time of 0 is still data.
                let scl_first = match self.scl.since.cmp(&self.sda.since) {
                    std::cmp::Ordering::Less => true,
                    std::cmp::Ordering::Equal => !self.scl.raw,
                    std::cmp::Ordering::Greater => false,
                };
                if scl_first {
                    self.scl_changed();
                    self.sda_changed();
                } else {
                    self.sda_changed();
                    self.scl_changed();
                }
            }
        }
    }

    /// Earliest instant at which an output may change or a write cycle begin, if every change on
    /// the lines proves to be no glitch.
    // Asked after every change of a line; left alone the compiler calls it.
    #[inline(always)]
    fn next_wake(&self) -> Time {
        let mut wake = self.output_at;
        if self.scl.pending() && !self.scl.raw && self.fall_may_drive() {
            wake = wake.min(self.scl.since + self.limits.t_aa);
        }
        if self.sda.pending() && (self.scl.raw || self.scl.seen) {
            // START or STOP, perhaps.
            if self.sda_low || self.output_at != Time::NEVER {
                wake = wake.min(self.sda.since + self.limits.t_aa);
            }
            if self.sda.raw && !self.latch.empty {
                wake = wake.min(self.sda.since + FILTER);
            }
        }
        wake
    }

    /// Whether the next SCL fall may change the output. True too often is harmless.
    #[inline]
    fn fall_may_drive(&self) -> bool {
        let drives_next = match self.state {
            State::Idle | State::Start => return false,
            State::Receive(_) => return self.bits == 7,
            State::Acknowledge(Next::Receive(_)) => false,
            State::Acknowledge(Next::Send) | State::MasterAck => self.pointed() & 0x80 == 0,
            State::Send => self.bits < 7 && self.shift & 0x40 == 0,
        };
        drives_next != self.sda_low || self.output_at != Time::NEVER
    }

    #[inline]
    fn pointed(&self) -> u8 {
        self.memory[self.pointer as usize]
    }

    /// From tAA after `edge` on SDA is pulled low or not.
    #[inline]
    fn drive(&mut self, edge: Time, low: bool) {
        if low == self.sda_low {
            self.output_at = Time::NEVER;
        } else {
            self.output_at = edge + self.limits.t_aa;
            self.output_low = low;
        }
    }

    #[inline]
    fn scl_changed(&mut self) {
        let edge = self.scl.since;
        let high = self.scl.raw;
        self.scl.seen = high;
        if let Some(before) = self.scl_edge.replace(edge) {
            let min = if high {
                self.limits.low_min
            } else {
                self.limits.high_min
            };
            self.timing_violations += u64::from(edge.since(before) < min);
        }
        if !high {
            self.scl_fell(edge);
        }
    }

    /// A clock is complete: its bit is what SDA shows.
    #[inline]
    fn scl_fell(&mut self, edge: Time) {
        match self.state {
            State::Idle => {}
            State::Start => self.receive(Field::Device),
            State::Receive(field) => {
                self.shift = self.shift << 1 | u8::from(self.sda.seen);
                self.bits += 1;
                if self.bits == 8 {
                    self.byte_received(edge, field);
                }
            }
            State::Acknowledge(Next::Receive(field)) => {
                self.drive(edge, false);
                self.receive(field);
            }
            State::Acknowledge(Next::Send) => self.send(edge),
            State::Send => {
                self.shift <<= 1;
                self.bits += 1;
                if self.bits == 8 {
                    self.pointer = (self.pointer + 1) & (self.part.bytes - 1);
                    self.drive(edge, false);
                    self.state = State::MasterAck;
                } else {
                    self.drive(edge, self.shift & 0x80 == 0);
                }
            }
            State::MasterAck if self.sda.seen => self.state = State::Idle,
            State::MasterAck => self.send(edge),
        }
    }

    #[inline]
    fn receive(&mut self, field: Field) {
        self.bits = 0;
        self.shift = 0;
        self.state = State::Receive(field);
    }

    #[inline]
    fn send(&mut self, edge: Time) {
        self.bits = 0;
        self.shift = self.pointed();
        self.drive(edge, self.shift & 0x80 == 0);
        self.state = State::Send;
    }

    fn acknowledge(&mut self, edge: Time, next: Next) {
        let given = !std::mem::take(&mut self.miss_ack);
        self.drive(edge, given);
        self.state = State::Acknowledge(next);
    }

    fn byte_received(&mut self, edge: Time, field: Field) {
        match field {
            Field::Device => self.device_received(edge),
            Field::AddressHigh => {
                self.word = self.word << 8 | u32::from(self.shift);
                self.acknowledge(edge, Next::Receive(Field::AddressLow));
            }
            Field::AddressLow => {
                self.word = self.word << 8 | u32::from(self.shift);
                self.pointer = self.word & (self.part.bytes - 1);
                self.page = self.pointer & !(self.part.page_bytes - 1);
                self.acknowledge(edge, Next::Receive(Field::Data));
            }
            Field::Data => self.data_received(edge),
        }
    }

    fn device_received(&mut self, edge: Time) {
        let (device, read) = (self.shift >> 1, self.shift & 1 != 0);
        let ours = (device ^ self.device) & self.device_mask == 0;
        // A chip that took an unacknowledged read for granted would hold SDA against the STOP.
        if !ours || edge < self.busy_end || std::mem::take(&mut self.miss_ack) {
            self.state = State::Idle;
            return;
        }
        debug_assert_eq!(device & 0x78, DEVICE_TYPE);
        if read {
            // The counter holds all address bits: the block bits say nothing here.
            self.acknowledge(edge, Next::Send);
            return;
        }
        self.word = u32::from(device & !self.device_mask);
        self.refused = false;
        let field = if self.part.address_bytes == 2 {
            Field::AddressHigh
        } else {
            Field::AddressLow
        };
        self.acknowledge(edge, Next::Receive(field));
    }

    fn data_received(&mut self, edge: Time) {
        self.data_bytes_received += 1;
        if self.wp && self.vendor == Vendor::St {
            self.refused = true;
            self.state = State::Acknowledge(Next::Receive(Field::Data));
            return;
        }
        let offset = self.pointer & (self.part.page_bytes - 1);
        self.latch.put(offset as usize, self.shift);
        self.pointer = self.page | ((offset + 1) & (self.part.page_bytes - 1));
        self.acknowledge(edge, Next::Receive(Field::Data));
    }

    /// START or STOP, unless SCL is low.
    #[inline]
    fn sda_changed(&mut self) {
        self.sda.seen = self.sda.raw;
        if !self.scl.seen {
            return;
        }
        let instant = self.sda.since;
        if self.sda.raw {
            // The clock that STOP needs is not a bit: a byte is complete when none is counted.
            if self.state == State::Receive(Field::Data) && self.bits == 0 {
                self.begin_write(instant);
            }
            self.state = State::Idle;
            self.stop = Some(instant);
        } else {
            self.state = State::Start;
            if let Some(stop) = self.stop.take() {
                let free = instant.since(stop);
                self.timing_violations += u64::from(free < self.limits.buf_min);
            }
        }
        self.drive(instant, false);
        if !self.latch.empty {
            self.latch.clear();
        }
    }

    /// STOP after a complete byte. The array takes the new page at once; while the cycle lasts
    /// nobody can read it, and a loss of power undoes what must be undone.
    fn begin_write(&mut self, stop: Time) {
        if self.latch.empty || self.wp || self.refused {
            return;
        }
        let bytes = self.part.page_bytes as usize;
        let page = &mut self.memory[self.page as usize..][..bytes];
        self.page_before[..bytes].copy_from_slice(page);
        for (offset, byte) in page.iter_mut().enumerate() {
            if self.latch.is_dirty(offset) {
                *byte = self.latch.bytes[offset];
            }
        }
        self.busy_end = stop + self.write_time;
        self.write_cycles += 1;
    }

    /// The cells of the page are somewhere between erased, old and new.
    fn ruin_page(&mut self) {
        let bytes = self.part.page_bytes as usize;
        let page = &mut self.memory[self.page as usize..][..bytes];
        for (byte, before) in page.iter_mut().zip(&self.page_before) {
            match self.random.below_u32(3) {
                0 => *byte = *before,
                1 => {}
                _ => *byte = self.random.next_u64() as u8,
            }
        }
        self.pages_ruined += 1;
    }
}

#[cfg(test)]
mod tests;
