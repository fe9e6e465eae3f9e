//! The memory that is rescued: an EEPROM on the shared bus or a flash on the point-to-point one.

use crate::chips::eeprom24::Eeprom24;
use crate::chips::nor25::{Lines, Nor25, OperationTimes, Times};
use crate::nets::Pin;
use crate::time::{Span, Time};
use crate::wiring::{Bus, Drive};
use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::nor::{NorPart, PAGE_BYTES};

/// A memory part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryPart {
    /// On I2C.
    Eeprom(&'static Part),
    /// On SPI.
    Nor(&'static NorPart),
}

impl MemoryPart {
    /// Name as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            MemoryPart::Eeprom(part) => part.name,
            MemoryPart::Nor(part) => part.name,
        }
    }

    /// Size in bytes.
    pub fn bytes(self) -> u32 {
        match self {
            MemoryPart::Eeprom(part) => part.bytes,
            MemoryPart::Nor(part) => part.bytes,
        }
    }

    /// The most that one write cycle or program takes, in bytes.
    pub fn page_bytes(self) -> u32 {
        match self {
            MemoryPart::Eeprom(part) => part.page_bytes,
            MemoryPart::Nor(_) => PAGE_BYTES,
        }
    }

    /// Pages of the whole memory.
    pub fn pages(self) -> u32 {
        self.bytes() / self.page_bytes()
    }

    /// The bus that it is on.
    pub fn bus(self) -> Bus {
        match self {
            MemoryPart::Eeprom(_) => Bus::Shared,
            MemoryPart::Nor(_) => Bus::PointToPoint,
        }
    }

    /// The EEPROM, if it is one.
    pub fn eeprom(self) -> Option<&'static Part> {
        match self {
            MemoryPart::Eeprom(part) => Some(part),
            MemoryPart::Nor(_) => None,
        }
    }

    /// The flash, if it is one.
    pub fn nor(self) -> Option<&'static NorPart> {
        match self {
            MemoryPart::Eeprom(_) => None,
            MemoryPart::Nor(part) => Some(part),
        }
    }
}

impl From<&'static Part> for MemoryPart {
    fn from(part: &'static Part) -> MemoryPart {
        MemoryPart::Eeprom(part)
    }
}

impl From<&'static NorPart> for MemoryPart {
    fn from(part: &'static NorPart) -> MemoryPart {
        MemoryPart::Nor(part)
    }
}

/// The memory of a board.
#[derive(Clone)]
pub enum Memory {
    /// On the shared bus.
    Eeprom(Eeprom24),
    /// On the point-to-point bus.
    Nor(Nor25),
}

const I2C_LINES: u64 = Pin::BusScl.bit() | Pin::BusSda.bit();
const SPI_LINES: u64 = 0x3F << Pin::MemSck as u32;

fn lines(pins: u64) -> Lines {
    Lines {
        sck: pins & Pin::MemSck.bit() != 0,
        csn: pins & Pin::MemCsn.bit() != 0,
        io: (pins >> Pin::MemIo0 as u32 & 0xF) as u8,
    }
}

impl Memory {
    /// The part that it is.
    pub fn part(&self) -> MemoryPart {
        match self {
            Memory::Eeprom(chip) => MemoryPart::Eeprom(chip.part()),
            Memory::Nor(chip) => MemoryPart::Nor(chip.part()),
        }
    }

    /// The EEPROM, if it is one.
    pub fn eeprom(&self) -> Option<&Eeprom24> {
        match self {
            Memory::Eeprom(chip) => Some(chip),
            Memory::Nor(_) => None,
        }
    }

    /// The EEPROM, if it is one.
    pub fn eeprom_mut(&mut self) -> Option<&mut Eeprom24> {
        match self {
            Memory::Eeprom(chip) => Some(chip),
            Memory::Nor(_) => None,
        }
    }

    /// The flash, if it is one.
    pub fn nor(&self) -> Option<&Nor25> {
        match self {
            Memory::Eeprom(_) => None,
            Memory::Nor(chip) => Some(chip),
        }
    }

    /// The flash, if it is one.
    #[inline]
    pub fn nor_mut(&mut self) -> Option<&mut Nor25> {
        match self {
            Memory::Eeprom(_) => None,
            Memory::Nor(chip) => Some(chip),
        }
    }

    /// The array.
    pub fn memory(&self) -> &[u8] {
        match self {
            Memory::Eeprom(chip) => chip.memory(),
            Memory::Nor(chip) => chip.memory(),
        }
    }

    /// The array, to be changed behind the chip's back.
    pub fn memory_mut(&mut self) -> &mut [u8] {
        match self {
            Memory::Eeprom(chip) => chip.memory_mut(),
            Memory::Nor(chip) => chip.memory_mut(),
        }
    }

    /// Write cycles begun; of a flash programs, erases and writes of its registers.
    pub fn write_cycles(&self) -> u64 {
        match self {
            Memory::Eeprom(chip) => chip.write_cycles(),
            Memory::Nor(chip) => {
                let counters = chip.counters();
                counters.programs + counters.erases + counters.status_writes
            }
        }
    }

    /// Whether a write cycle, program or erase is under way.
    pub fn is_busy(&self, now: Time) -> bool {
        match self {
            Memory::Eeprom(chip) => chip.busy_until(now).is_some(),
            Memory::Nor(chip) => chip.is_busy(),
        }
    }

    /// Data bytes that a master sent to it; of a flash the commands that change something or
    /// allow it, refused ones included.
    pub fn data_bytes_received(&self) -> u64 {
        match self {
            Memory::Eeprom(chip) => chip.data_bytes_received(),
            Memory::Nor(chip) => {
                let counters = chip.counters();
                counters.write_enables + self.write_cycles() + counters.refused
            }
        }
    }

    /// Writes that a loss of power cut short.
    pub fn pages_ruined(&self) -> u64 {
        match self {
            Memory::Eeprom(chip) => chip.pages_ruined(),
            Memory::Nor(chip) => chip.counters().ruined,
        }
    }

    /// Times that the lines broke the data sheet's limits.
    pub fn timing_violations(&self) -> u64 {
        match self {
            Memory::Eeprom(chip) => chip.timing_violations(),
            Memory::Nor(chip) => chip.violations().total(),
        }
    }

    /// Chooses anew what a loss of power leaves of a write under way.
    pub fn set_seed(&mut self, seed: u64) {
        match self {
            Memory::Eeprom(chip) => chip.set_seed(seed),
            Memory::Nor(chip) => chip.set_seed(seed),
        }
    }

    /// How long write cycles take from now on; of a flash every operation.
    pub fn set_write_time(&mut self, span: Span) {
        match self {
            Memory::Eeprom(chip) => chip.set_write_time(span),
            Memory::Nor(chip) => chip.set_times(Times::Custom(OperationTimes {
                page_program: span,
                erases: [span; 4],
                chip_erase: span,
                status_write: span,
            })),
        }
    }

    /// Write-protect pin.
    pub fn set_write_protect(&mut self, on: bool) {
        match self {
            Memory::Eeprom(chip) => chip.set_wp(on),
            Memory::Nor(chip) => chip.set_write_protect(on),
        }
    }

    /// When [`step`](Self::step) has something to do next.
    #[inline]
    pub fn wake(&self) -> Time {
        match self {
            Memory::Eeprom(chip) => chip.wake(),
            Memory::Nor(chip) => chip.wake(),
        }
    }

    /// Does what is due at `now`.
    #[inline]
    pub fn step(&mut self, now: Time) {
        match self {
            Memory::Eeprom(chip) => chip.step(now),
            Memory::Nor(chip) => chip.step(now),
        }
    }

    /// What it drives.
    #[inline]
    pub fn drive(&self) -> Drive {
        match self {
            Memory::Eeprom(chip) => Drive {
                low: u64::from(chip.sda_low()) << Pin::BusSda as u32,
                high: 0,
            },
            Memory::Nor(chip) => {
                let (mask, value) = chip.drives();
                Drive {
                    low: u64::from(mask & !value) << Pin::MemIo0 as u32,
                    high: u64::from(mask & value) << Pin::MemIo0 as u32,
                }
            }
        }
    }

    /// The board's levels settled; `changed` says which are new. True when it listened.
    #[inline]
    pub fn on_pins(&mut self, now: Time, pins: u64, changed: u64) -> bool {
        match self {
            Memory::Eeprom(chip) if changed & I2C_LINES != 0 => {
                chip.on_lines(
                    now,
                    pins & Pin::BusScl.bit() != 0,
                    pins & Pin::BusSda.bit() != 0,
                );
            }
            Memory::Nor(chip) if changed & SPI_LINES != 0 => chip.on_lines(now, lines(pins)),
            _ => return false,
        }
        true
    }

    /// Its supply comes or goes.
    pub fn power(&mut self, now: Time, on: bool, pins: u64) {
        match self {
            Memory::Eeprom(chip) => chip.power(
                now,
                on,
                pins & Pin::BusScl.bit() != 0,
                pins & Pin::BusSda.bit() != 0,
            ),
            Memory::Nor(chip) => chip.power(now, on, lines(pins)),
        }
    }
}
