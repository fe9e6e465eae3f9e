//! Waveforms as a Value Change Dump (IEEE 1364-2005, clause 18), for GTKWave, Surfer, sigrok-cli.
//!
//! Header and initial dump come from the `vcd` crate. The lines of changes, of which a run has
//! tens of millions, are put together by hand in a block that is written when it is full.

use std::io::{self, Write};

use ::vcd::{IdCode, SimulationCommand, TimescaleUnit, Value, Writer};

use crate::nets::{Level, Levels, Net, PER_BOARD, Pin, Side, of_board};
use crate::time::Time;

/// Bytes gathered before they are written.
const BLOCK_BYTES: usize = 256 * 1024;
/// More than one instant can take: `#`, 20 digits, newline, 92 nets of 3 bytes, 1 byte overhang.
const INSTANT_BYTES_MAX: usize = 320;
/// A net's id is one character: this plus its number among those written.
const ID_FIRST: u32 = b'!' as u32;
/// Characters that an id can be.
const IDS: usize = 94;
/// Characters for (high, odd) as in [`Levels`], the first in the lowest byte.
const LEVEL_CHARS: u32 = u32::from_le_bytes(*b"01zx");

/// All pins that have names, one bit each.
pub const ALL_PINS: u64 = {
    let (mut pins, mut index) = (0, 0);
    while index < Pin::ALL.len() {
        pins |= Pin::ALL[index].bit();
        index += 1;
    }
    pins
};
const _: () = assert!(
    2 * ALL_PINS.count_ones() as usize <= IDS,
    "an id for every net"
);

/// The nets that are written, of both boards alike, and their ids.
struct Nets {
    pins: u64,
    /// Per board and pin.
    ids: [[u8; PER_BOARD as usize]; 2],
}

impl Nets {
    fn new(pins: u64) -> Nets {
        let mut ids = [[0; PER_BOARD as usize]; 2];
        // Where all pins have low numbers the ids follow them, else they are counted.
        let numbered = pins >> 32 == 0;
        for side in Side::BOTH {
            for pin in 0..PER_BOARD {
                let before = (pins & ((1 << pin) - 1)).count_ones();
                let (number, of_board) = if numbered {
                    (pin, 32)
                } else {
                    (before, pins.count_ones())
                };
                let id = number + side as u32 * of_board;
                ids[side as usize][pin as usize] = id as u8;
            }
        }
        Nets { pins, ids }
    }

    fn pins(&self) -> impl Iterator<Item = Pin> {
        let written = |pin: &Pin| pin.bit() & self.pins != 0;
        Pin::ALL.iter().copied().filter(written)
    }

    fn all(&self) -> impl Iterator<Item = (Side, Pin)> {
        let pins_of = |side| self.pins().map(move |pin| (side, pin));
        Side::BOTH.into_iter().flat_map(pins_of)
    }

    fn id(&self, side: Side, pin: Pin) -> IdCode {
        IdCode::from(u64::from(self.ids[side as usize][pin as usize]))
    }
}

/// Where the sink stands relative to its window.
enum Phase {
    /// Nothing is dumped yet; the levels that hold until the next change.
    Waiting(Levels),
    /// Changes are written.
    Open,
    /// The window is over.
    Closed,
}

/// Writes the changes of named nets as VCD with a timescale of 1 ps, one scope per board
/// (`a`, `b`). Low, high, floating and contention are `0`, `1`, `z` and `x`.
///
/// What is not yet written is lost unless [`VcdSink::finish`] is called.
pub struct VcdSink<W: Write> {
    writer: W,
    nets: Nets,
    error: Option<io::Error>,
    block: Box<[u8]>,
    used: usize,
    phase: Phase,
    from: Time,
    to: Time,
    last: Time,
    stamp: Stamp,
}

impl<W: Write> VcdSink<W> {
    /// Writes the header to `writer`. The nets have the levels `initial` until the first change;
    /// those of `pins` (one bit per [`Pin`]) are written, of both boards.
    pub fn new(mut writer: W, initial: Levels, pins: u64) -> io::Result<VcdSink<W>> {
        let nets = Nets::new(pins & ALL_PINS);
        writer.write_all(&header(&nets)?)?;
        Ok(VcdSink {
            writer,
            nets,
            error: None,
            block: vec![0; BLOCK_BYTES].into_boxed_slice(),
            used: 0,
            phase: Phase::Waiting(initial),
            from: Time::ZERO,
            to: Time::NEVER,
            last: Time::ZERO,
            stamp: Stamp::new(),
        })
    }

    /// Writes only what happens from `from` to `to`, both included. The dump starts with the
    /// levels at `from`. To be called before the first change.
    pub fn with_window(mut self, from: Time, to: Time) -> VcdSink<W> {
        debug_assert!(matches!(self.phase, Phase::Waiting(_)));
        self.from = from;
        self.to = to.max(from);
        self
    }

    /// At `at` the nets in `changed` changed and all nets became `levels`.
    ///
    /// Every call is later than the one before. The first write error is kept and given back by
    /// [`VcdSink::finish`]; nothing is written after it.
    #[inline]
    pub fn change(&mut self, at: Time, levels: Levels, changed: u128) {
        if !matches!(self.phase, Phase::Open) || at > self.to {
            return self.change_at_border(at, levels, changed);
        }
        let left = [Side::A, Side::B].map(|side| of_board(changed, side) & self.nets.pins);
        if left == [0, 0] {
            return;
        }
        debug_assert!(at > self.last, "change at {at} is not after {}", self.last);
        self.last = at;
        if self.used > BLOCK_BYTES - INSTANT_BYTES_MAX {
            self.write_block();
        }
        let out = &mut self.block[self.used..self.used + INSTANT_BYTES_MAX];
        let mut length = self.stamp.write(at, out);
        for (side, mut left) in Side::BOTH.into_iter().zip(left) {
            let (high, odd) = (of_board(levels.high, side), of_board(levels.odd, side));
            let ids = &self.nets.ids[side as usize];
            while left != 0 {
                let pin = left.trailing_zeros();
                left &= left - 1;
                let code = (high >> pin & 1 | (odd >> pin & 1) << 1) as u32;
                let level = LEVEL_CHARS >> (8 * code) & 0xff;
                let id = ID_FIRST + u32::from(ids[pin as usize]);
                let line = level | id << 8 | u32::from(b'\n') << 16;
                // Four bytes are one store; the next line overwrites the fourth.
                out[length..length + 4].copy_from_slice(&line.to_le_bytes());
                length += 3;
            }
        }
        self.used += length;
    }

    /// From when on this sink has to be told of every change: `now` inside its window.
    pub fn next_look(&self, now: Time) -> Time {
        match now {
            now if now > self.to => Time::NEVER,
            now => now.max(self.from),
        }
    }

    /// The nets have got these levels outside of the window, with no call of
    /// [`change`](Self::change).
    pub fn pass(&mut self, levels: Levels) {
        if let Phase::Waiting(before) = &mut self.phase {
            *before = levels;
        }
    }

    /// Ends the trace at `end` (or where the window ends), writes what is left and gives the
    /// writer back, or the first error there was.
    pub fn finish(mut self, end: Time) -> io::Result<W> {
        if let Phase::Waiting(levels) = self.phase
            && end >= self.from
        {
            self.dump(levels);
        }
        let end = end.min(self.to);
        if !matches!(self.phase, Phase::Waiting(_)) && end > self.last {
            if self.used > BLOCK_BYTES - INSTANT_BYTES_MAX {
                self.write_block();
            }
            self.used += self.stamp.write(end, &mut self.block[self.used..]);
        }
        self.write_block();
        match self.error {
            Some(error) => Err(error),
            None => self.writer.flush().map(|()| self.writer),
        }
    }

    #[cold]
    #[inline(never)]
    fn change_at_border(&mut self, at: Time, levels: Levels, changed: u128) {
        match self.phase {
            Phase::Waiting(_) if at <= self.from => self.phase = Phase::Waiting(levels),
            Phase::Waiting(before) => {
                self.dump(before);
                self.change(at, levels, changed);
            }
            Phase::Open | Phase::Closed => self.phase = Phase::Closed,
        }
    }

    /// Writes all levels as those at the start of the window, and opens it.
    fn dump(&mut self, levels: Levels) {
        let dumped = initial_dump(&self.nets, self.from, levels);
        let written = dumped.and_then(|dump| self.writer.write_all(&dump));
        self.error = self.error.take().or(written.err());
        self.last = self.from;
        self.phase = Phase::Open;
    }

    #[cold]
    #[inline(never)]
    fn write_block(&mut self) {
        if self.error.is_none() {
            self.error = self.writer.write_all(&self.block[..self.used]).err();
        }
        self.used = 0;
    }
}

fn header(nets: &Nets) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.version("umbilical")?;
    writer.timescale(1, TimescaleUnit::PS)?;
    for side in Side::BOTH {
        writer.add_module(match side {
            Side::A => "a",
            Side::B => "b",
        })?;
        for pin in nets.pins() {
            writer.var_def(
                ::vcd::VarType::Wire,
                1,
                nets.id(side, pin),
                pin.name(),
                None,
            )?;
        }
        writer.upscope()?;
    }
    writer.enddefinitions()?;
    Ok(std::mem::take(writer.writer()))
}

fn initial_dump(nets: &Nets, at: Time, levels: Levels) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.timestamp(at.ps())?;
    writer.begin(SimulationCommand::Dumpvars)?;
    for (side, pin) in nets.all() {
        let value = match levels.get(Net::new(side, pin)) {
            Level::Low => Value::V0,
            Level::High => Value::V1,
            Level::Floating => Value::Z,
            Level::Contention => Value::X,
        };
        writer.change_scalar(nets.id(side, pin), value)?;
    }
    writer.end()?;
    Ok(std::mem::take(writer.writer()))
}

/// Writes `#time` lines. The digits above the lowest eight change every 100 us only and are kept.
struct Stamp {
    /// The time whose lowest eight digits are 0 and whose others are in `upper`.
    base: u64,
    upper: [u8; 16],
    upper_digits: usize,
}

const LOWER: u64 = 100_000_000;

impl Stamp {
    fn new() -> Stamp {
        Stamp {
            base: 0,
            upper: [b'0'; 16],
            upper_digits: 0,
        }
    }

    /// Writes the line to the front of `out` and returns its length, at most 22.
    #[inline]
    fn write(&mut self, at: Time, out: &mut [u8]) -> usize {
        if at.ps().wrapping_sub(self.base) >= LOWER {
            self.move_base(at.ps());
        }
        let mut lower = eight_digits((at.ps() - self.base) as u32);
        let mut lower_digits = 8;
        if self.upper_digits == 0 {
            let zeros = ((lower ^ 0x3030_3030_3030_3030).trailing_zeros() / 8).min(7);
            lower >>= 8 * zeros;
            lower_digits -= zeros as usize;
        }
        out[0] = b'#';
        out[1..17].copy_from_slice(&self.upper);
        let start = 1 + self.upper_digits;
        out[start..start + 8].copy_from_slice(&lower.to_le_bytes());
        out[start + lower_digits] = b'\n';
        start + lower_digits + 1
    }

    #[cold]
    #[inline(never)]
    fn move_base(&mut self, ps: u64) {
        let mut upper = ps / LOWER;
        self.base = upper * LOWER;
        let mut digits = [0; 16];
        let mut first = digits.len();
        while upper != 0 {
            first -= 1;
            digits[first] = b'0' + (upper % 10) as u8;
            upper /= 10;
        }
        digits.rotate_left(first);
        self.upper = digits;
        self.upper_digits = digits.len() - first;
    }
}

/// `n` < 10^8 as eight ASCII digits, the first in the lowest byte.
///
/// Halves twice: lanes of four digits, of two, of one. 10486/2^20 is 1/100 for all n < 10^4 and
/// 103/2^10 is 1/10 for all n < 100, rounded down.
#[inline]
fn eight_digits(n: u32) -> u64 {
    let fours = u64::from(n / 10_000) | u64::from(n % 10_000) << 32;
    let hundreds = (fours * 10_486) >> 20 & 0x0000_007f_0000_007f;
    let twos = hundreds | (fours - 100 * hundreds) << 16;
    let tens = (twos * 103) >> 10 & 0x000f_000f_000f_000f;
    let ones = tens | (twos - 10 * tens) << 8;
    ones | 0x3030_3030_3030_3030
}

#[cfg(test)]
#[path = "vcd_tests.rs"]
mod tests;
