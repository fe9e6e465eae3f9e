//! The chip at the end of its wires, clock by clock.
//!
//! The bench moves time, resolves the lines with their pull-ups and checks the contract of the
//! model on every call: `on_lines` never moves an output, `step` before its time does nothing.

mod basics;
mod breaks;
mod bursts;
mod lines;
mod losses;
mod protection;
mod rules;
mod sfdp;

use super::*;

/// Half a period of SCK at 24 MHz, in ps.
const HALF_24_MHZ: u64 = 20_833;

struct Bench {
    chip: Nor25,
    now: Time,
    half: Span,
    /// SCK rests high (mode 3).
    idle_high: bool,
    sck: bool,
    csn: bool,
    /// What the master drives on IO0; `None`: its driver is off.
    io0: Option<bool>,
    /// Level of IO2 while nobody drives it.
    wp: bool,
    told: Option<Lines>,
    /// A clock of the frame under way has been given.
    clocked: bool,
    /// Bursts are used where they may, in pieces of random size.
    bursts: Option<Rng>,
    burst_bytes: u64,
}

fn part(name: &str) -> &'static NorPart {
    NorPart::by_name(name).expect("a part of the table")
}

/// Contents without FFh, so that a blank byte is an erased one.
fn image(part: &NorPart) -> Vec<u8> {
    (0..part.bytes)
        .map(|i| (i.wrapping_mul(0x9E37_79B1) >> 24) as u8 & 0x7F)
        .collect()
}

impl Bench {
    fn new(name: &str) -> Bench {
        let part = part(name);
        Bench::with(Nor25::new(part, image(part), 1))
    }

    fn with(chip: Nor25) -> Bench {
        let mut bench = Bench {
            chip,
            now: Time::ZERO,
            half: Span::from_ps(HALF_24_MHZ),
            idle_high: false,
            sck: false,
            csn: true,
            io0: None,
            wp: true,
            told: None,
            clocked: false,
            bursts: None,
            burst_bytes: 0,
        };
        bench.power(true);
        bench.wait(Span::from_ms(10));
        bench
    }

    fn levels(&self) -> Lines {
        let (mask, value) = self.chip.drives();
        let pulled = 0b1010 | u8::from(self.wp) << 2;
        let io0 = self.io0.unwrap_or(true);
        if let Some(level) = self.io0 {
            let contention = mask & 1 != 0 && (value & 1 != 0) != level;
            assert!(!contention, "master and chip against each other on IO0");
        }
        Lines {
            sck: self.sck,
            csn: self.csn,
            io: ((pulled | u8::from(io0)) & !mask) | (value & mask),
        }
    }

    fn power(&mut self, on: bool) {
        self.told = None;
        self.sck = self.idle_high;
        self.csn = true;
        self.io0 = None;
        self.chip.power(self.now, on, self.levels());
    }

    fn settle(&mut self) {
        let lines = self.levels();
        if self.told.replace(lines) == Some(lines) {
            return;
        }
        let before = self.chip.drives();
        self.chip.on_lines(self.now, lines);
        assert_eq!(self.chip.drives(), before, "on_lines moved an output");
        assert!(
            self.chip.wake() > self.now,
            "woken for the present or the past"
        );
    }

    fn wait(&mut self, span: Span) {
        let end = self.now + span;
        while self.chip.wake() <= end {
            let (before, wake) = (self.chip.drives(), self.chip.wake());
            self.chip.step(wake - Span::from_ps(1));
            assert_eq!(
                (before, wake),
                (self.chip.drives(), self.chip.wake()),
                "early step"
            );
            self.now = wake;
            self.chip.step(wake);
            assert!(self.chip.wake() > wake);
            self.settle();
        }
        self.now = end;
    }

    fn select(&mut self) {
        self.csn = false;
        self.clocked = false;
        self.settle();
    }

    fn deselect(&mut self) {
        if !self.idle_high && self.sck {
            self.sck = false;
            self.settle();
            self.wait(self.half);
        }
        self.csn = true;
        self.io0 = None;
        self.settle();
        self.wait(Span::from_ns(60));
    }

    /// One clock; gives the levels that the master samples as SCK rises. Ends half a period after
    /// that, where the next fall would be.
    fn clock(&mut self, io0: Option<bool>) -> u8 {
        if self.idle_high || self.clocked {
            self.sck = false;
        }
        self.clocked = true;
        self.io0 = io0;
        self.settle();
        self.wait(self.half);
        let io = self.levels().io;
        self.sck = true;
        self.settle();
        self.wait(self.half);
        io
    }

    fn send(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            let count = self.burst_size(rest.len(), 8);
            if count > 0 {
                let (fall, rise) = self.pass(8 * count as u64);
                self.chip.send(&rest[..count], fall, rise);
                self.io0 = Some(rest[count - 1] & 1 != 0);
                self.told = Some(self.levels());
                rest = &rest[count..];
                continue;
            }
            for bit in (0..8).rev() {
                self.clock(Some(byte >> bit & 1 != 0));
            }
            rest = after;
        }
    }

    fn receive(&mut self, lines: u8, count: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() < count {
            let clocks = 8 / u64::from(lines);
            let size = self.burst_size(count - bytes.len(), clocks);
            if size > 0 {
                let start = bytes.len();
                bytes.resize(start + size, 0);
                let (fall, rise) = self.pass(clocks * size as u64);
                self.chip.receive(&mut bytes[start..], lines, fall, rise);
                self.io0 = None;
                self.told = Some(self.levels());
                continue;
            }
            let mut byte = 0;
            for _ in 0..clocks {
                let io = self.clock(None);
                byte = match lines {
                    1 => byte << 1 | (io >> 1 & 1),
                    2 => byte << 2 | (io & 3),
                    _ => byte << 4 | io,
                };
            }
            bytes.push(byte);
        }
        bytes
    }

    /// How many of `left` bytes go in a burst from here; 0: go on by pins.
    fn burst_size(&mut self, left: usize, clocks: u64) -> usize {
        let Some(random) = &mut self.bursts else {
            return 0;
        };
        // The first byte of a frame has no boundary before it.
        if !self.clocked || random.below_u32(4) == 0 {
            return 0;
        }
        let size = 1 + random.below(left as u64) as usize;
        let end = self.now + Span::from_ps(2 * self.half.ps() * clocks * size as u64);
        if self.chip.wake() <= end {
            return 0;
        }
        self.burst_bytes += size as u64;
        size
    }

    /// Lets `clocks` clocks pass: the last fall and the last rise among them.
    fn pass(&mut self, clocks: u64) -> (Time, Time) {
        let half = self.half.ps();
        let fall = self.now + Span::from_ps(2 * half * (clocks - 1));
        self.now = self.now + Span::from_ps(2 * half * clocks);
        (fall, fall + self.half)
    }

    /// A frame that sends `bytes`, lets `dummy` clocks pass and reads `count` bytes on `lines`.
    fn frame(&mut self, bytes: &[u8], dummy: u8, lines: u8, count: usize) -> Vec<u8> {
        self.select();
        self.send(bytes);
        for _ in 0..dummy {
            self.clock(None);
        }
        let data = self.receive(lines, count);
        self.deselect();
        data
    }

    fn command(&mut self, bytes: &[u8]) {
        self.frame(bytes, 0, 1, 0);
    }

    fn status(&mut self) -> u8 {
        self.frame(&[0x05], 0, 1, 1)[0]
    }

    fn read(&mut self, address: u32, count: usize) -> Vec<u8> {
        self.frame(&at(0x03, address), 0, 1, count)
    }

    fn write_enable(&mut self) {
        self.command(&[0x06]);
    }

    /// Write enable and a frame.
    fn write(&mut self, bytes: &[u8]) {
        self.write_enable();
        self.command(bytes);
    }

    fn program(&mut self, address: u32, data: &[u8]) {
        let mut frame = at(0x02, address).to_vec();
        frame.extend_from_slice(data);
        self.write(&frame);
    }

    /// Lets what is under way end.
    fn finish(&mut self) {
        assert!(self.chip.is_busy(), "nothing to wait for");
        let left = self.chip.wake().since(self.now);
        self.wait(left);
        assert!(!self.chip.is_busy());
    }

    /// Off, and on again a little later.
    fn power_cycle(&mut self) {
        self.power(false);
        self.wait(Span::from_ms(1));
        self.power(true);
        self.wait(Span::from_ms(10));
    }
}

/// An opcode with a three-byte address.
fn at(opcode: u8, address: u32) -> [u8; 4] {
    let [_, high, middle, low] = address.to_be_bytes();
    [opcode, high, middle, low]
}
