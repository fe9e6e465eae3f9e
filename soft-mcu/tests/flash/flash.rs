//! A NOR flash as seen over whole frames.

use umbilical_soft_mcu::nor::{NorFamily, NorPart};

use crate::random::Random;
use crate::sfdp;

/// What it is busy with, and which bytes that may ruin.
#[derive(Clone, Debug)]
enum Work {
    Program { at: usize, old: Vec<u8> },
    Erase { at: usize, old: Vec<u8> },
    Status { old: [u8; 2] },
}

/// An area whose erase was cut: it reads blank a few times, then as what it is.
#[derive(Clone, Debug)]
struct Metastable {
    at: usize,
    bytes: usize,
    reads_left: u32,
}

pub struct Flash {
    pub part: &'static NorPart,
    pub data: Vec<u8>,
    /// Status registers 1 and 2, without WIP and WEL.
    pub status: [u8; 2],
    /// The part takes no status write: WP# is low and SRP is set.
    pub pin_protected: bool,
    /// SST26: all blocks are locked.
    pub locked: bool,
    /// An erase never ends.
    pub erase_hangs: bool,
    /// Times are the data sheet's maxima.
    pub slow: bool,
    /// A bit that reads 0 whatever is programmed.
    pub dead_cell: Option<usize>,
    pub jedec: [u8; 3],
    pub sfdp: Vec<u8>,
    /// Nothing is soldered in.
    pub absent: bool,
    pub write_enabled: bool,
    pub busy_until: u64,
    work: Option<Work>,
    metastable: Vec<Metastable>,
    /// Write enables and frames that would change something.
    pub changes: u64,
    pub programs: u64,
    /// Erases by size: 4, 32, 64 KiB.
    pub erases: [u64; 3],
    pub status_writes: u64,
}

/// Cycles of a 48 MHz clock.
fn cycles(ns: u64) -> u64 {
    ns * 48 / 1000
}

impl Flash {
    pub fn new(part: &'static NorPart, data: Vec<u8>) -> Self {
        assert_eq!(data.len(), part.bytes as usize);
        Self {
            part,
            data,
            status: [0; 2],
            pin_protected: false,
            locked: part.family == NorFamily::Sst26,
            erase_hangs: false,
            slow: false,
            dead_cell: None,
            jedec: part.jedec,
            sfdp: sfdp::table(part),
            absent: false,
            write_enabled: false,
            busy_until: 0,
            work: None,
            metastable: Vec::new(),
            changes: 0,
            programs: 0,
            erases: [0; 3],
            status_writes: 0,
        }
    }

    fn time(&self, time: umbilical_soft_mcu::nor::NorTime) -> u64 {
        cycles(if self.slow { time.max_ns } else { time.typ_ns })
    }

    /// Ends what has ended by `now`.
    pub fn settle(&mut self, now: u64) {
        if self.busy_until <= now {
            self.work = None;
        }
    }

    pub fn is_busy(&self, now: u64) -> bool {
        self.absent || self.busy_until > now
    }

    pub fn status_byte(&self, now: u64) -> u8 {
        if self.absent {
            return 0xFF;
        }
        let locked = u8::from(self.pin_protected) << 7;
        self.status[0] | locked | u8::from(self.is_busy(now)) | u8::from(self.write_enabled) << 1
    }

    pub fn write_enable(&mut self, now: u64) {
        self.changes += 1;
        self.write_enabled |= !self.is_busy(now);
    }

    /// Bytes of the array as a frame reads them; a frame counts as one look at metastable cells.
    pub fn read(&mut self, address: usize, out: &mut [u8]) {
        let mask = self.data.len() - 1;
        for (index, byte) in out.iter_mut().enumerate() {
            *byte = self.data[(address + index) & mask];
            if self.dead_cell == Some((address + index) & mask) {
                *byte &= 0xFE;
            }
        }
        let length = out.len();
        for area in &mut self.metastable {
            let from = area.at.max(address);
            let to = (area.at + area.bytes).min(address + length);
            if from < to && area.reads_left != 0 {
                area.reads_left -= 1;
                out[from - address..to - address].fill(0xFF);
            }
        }
    }

    fn is_protected(&self) -> bool {
        // Any BP bit protects the whole array here; CMP turns that round.
        let blocks = self.status[0] & 0x1C != 0;
        let complement = self.part.family == NorFamily::W25q && self.status[1] & 0x40 != 0;
        self.locked || blocks != complement
    }

    /// A frame that writes, ended at `now`.
    pub fn write(&mut self, opcode: u8, address: usize, bytes: &[u8], now: u64) {
        self.changes += 1;
        if self.is_busy(now) || !self.write_enabled {
            return;
        }
        self.write_enabled = false;
        let address = address & (self.data.len() - 1);
        match opcode {
            0x02 | 0x12 => self.program(address, bytes, now),
            0x01 => self.write_status(bytes, now),
            0x98 => {
                self.locked = false;
                self.busy_until = now + 100;
            }
            _ => self.erase(opcode, address, now),
        }
    }

    fn program(&mut self, address: usize, bytes: &[u8], now: u64) {
        if self.is_protected() {
            return;
        }
        assert!(bytes.len() <= 256 && address % 256 + bytes.len() <= 256);
        self.programs += 1;
        let place = address..address + bytes.len();
        self.work = Some(Work::Program {
            at: address,
            old: self.data[place.clone()].to_vec(),
        });
        for (cell, byte) in self.data[place].iter_mut().zip(bytes) {
            *cell &= byte;
        }
        self.busy_until = now + self.time(self.part.page_program);
    }

    fn write_status(&mut self, bytes: &[u8], now: u64) {
        if self.pin_protected {
            return;
        }
        self.status_writes += 1;
        self.work = Some(Work::Status { old: self.status });
        for (register, byte) in self.status.iter_mut().zip(bytes) {
            *register = *byte;
        }
        self.status[0] &= 0xFC;
        self.busy_until = now + self.time(self.part.status_write);
    }

    fn erase(&mut self, opcode: u8, address: usize, now: u64) {
        let (kind, at) = self
            .part
            .erase_block(opcode, address as u32)
            .unwrap_or_else(|| panic!("opcode {opcode:#x} is no erase"));
        if self.is_protected() {
            return;
        }
        let (at, bytes) = (at as usize, self.part.erases[kind].bytes as usize);
        let size = [4 << 10, 32 << 10, 64 << 10]
            .iter()
            .position(|it| *it == bytes);
        self.erases[size.expect("a size that the firmware knows")] += 1;
        self.work = Some(Work::Erase {
            at,
            old: self.data[at..at + bytes].to_vec(),
        });
        self.data[at..at + bytes].fill(0xFF);
        self.metastable
            .retain(|area| area.at + area.bytes <= at || at + bytes <= area.at);
        self.busy_until = match self.erase_hangs {
            true => u64::MAX,
            false => now + self.time(self.part.erases[kind].time),
        };
    }

    /// Loses the supply: what it was busy with is left in any state between.
    pub fn cut(&mut self, now: u64, random: &mut Random) {
        self.settle(now);
        match self.work.take() {
            None => {}
            Some(Work::Program { at, old }) => {
                // Every bit that was on its way to 0 may or may not have got there.
                for (cell, old) in self.data[at..].iter_mut().zip(old) {
                    *cell |= old & random.next() as u8;
                }
            }
            Some(Work::Erase { at, old }) => {
                let bytes = old.len();
                for (cell, old) in self.data[at..].iter_mut().zip(old) {
                    *cell = old | random.next() as u8;
                }
                // Half of the time the area reads blank at first.
                if random.below(2) == 0 {
                    let reads_left = 1 + random.below(2) as u32;
                    self.metastable.push(Metastable {
                        at,
                        bytes,
                        reads_left,
                    });
                }
            }
            Some(Work::Status { old }) => {
                for (register, old) in self.status.iter_mut().zip(old) {
                    let mix = random.next() as u8;
                    *register = *register & mix | old & !mix;
                }
            }
        }
        self.write_enabled = false;
        self.locked = self.part.family == NorFamily::Sst26;
        self.busy_until = 0;
    }
}
