//! Which words of a run go into its digest.

use super::Digest;
use crate::nets::{Levels, Pin, Side, of_board, on_board};
use crate::time::Time;
use crate::trace::spi::{Event, Role, SpiDecoder};
use crate::trace::{BurstRecord, spi_lines, spi_nets};

/// Chip selects of the point-to-point bus.
const CSN: u64 = Pin::HostCsn.bit() | Pin::ProcCsn.bit() | Pin::MemCsn.bit() | Pin::PortCsn.bit();
const CHIP_SELECTS: u128 = on_board(CSN, Side::A) | on_board(CSN, Side::B);
/// Whose changes say something on a memory segment.
const SPI: u128 = spi_nets(Side::A) | spi_nets(Side::B);

/// What kind of word it is that goes into the hash, besides changes of other nets.
#[derive(Clone, Copy)]
enum Kind {
    ChipSelects = 1,
    Byte = 2,
    Cut = 3,
    Uart = 4,
}

impl Kind {
    /// In the highest bits, where the words of the other nets have none.
    const fn tag(self, low: u64) -> u64 {
        (self as u64) << 60 | low
    }
}

/// The digest of everything that the nets of a run did.
///
/// Clock and data lines of the point-to-point bus are not hashed. What they say on each board's
/// memory segment is: each byte with the time of its last rise, and the bits that a chip select cuts
/// short. So bit by bit and in bursts a run has the same digest. Chip selects are hashed as they
/// change, on every segment, and all other nets are too,
/// those of the UARTs when something is connected there.
#[derive(Clone, Debug, Default)]
pub struct RunDigest {
    hash: Digest,
    /// The nets of the UARTs, if they are hashed.
    uart: u128,
    decoders: [SpiDecoder; 2],
}

impl RunDigest {
    /// The digest of nothing; `uart`: of runs with something at a UART.
    pub fn new(uart: bool) -> RunDigest {
        let nets = on_board(Pin::UART, Side::A) | on_board(Pin::UART, Side::B);
        RunDigest {
            uart: if uart { nets } else { 0 },
            ..RunDigest::default()
        }
    }

    /// Takes one instant: at `at` the nets in `changed` changed and all nets became `levels`.
    #[inline]
    pub fn change(&mut self, at: Time, levels: Levels, changed: u128) {
        self.hash.change(at, levels, changed);
        if changed & (CHIP_SELECTS | SPI) != 0 {
            self.point_to_point(at, levels, changed);
        }
        if changed & self.uart != 0 {
            self.uart(at, levels, changed);
        }
    }

    fn uart(&mut self, at: Time, levels: Levels, changed: u128) {
        let lines = |word: u128| {
            let [a, b] = Side::BOTH.map(|side| of_board(word, side) & Pin::UART);
            (a | b << 2) >> Pin::UartRx as u32
        };
        let changed = Kind::Uart.tag(lines(changed));
        let (high, odd) = (lines(levels.high), lines(levels.odd));
        self.hash.words([at.ps(), high, changed, odd]);
    }

    fn point_to_point(&mut self, at: Time, levels: Levels, changed: u128) {
        if changed & CHIP_SELECTS != 0 {
            let chips = |word: u128| {
                let [a, b] = Side::BOTH.map(|side| of_board(word, side) & CSN);
                a >> Pin::HostCsn as u32 | (b >> Pin::HostCsn as u32) << 32
            };
            let (high, odd) = (chips(levels.high), chips(levels.odd));
            let changed = Kind::ChipSelects.tag(chips(changed));
            self.hash.words([at.ps(), high, changed, odd]);
        }
        for side in Side::BOTH {
            if changed & spi_nets(side) != 0 {
                let lines = spi_lines(levels, side);
                let event = self.decoders[side as usize].on_lines(at, lines);
                event
                    .into_iter()
                    .for_each(|event| take(&mut self.hash, side, event));
            }
        }
    }

    /// Takes bytes that were moved in one go.
    pub fn burst(&mut self, record: &BurstRecord) {
        let (hash, side) = (&mut self.hash, record.side);
        let decoder = &mut self.decoders[side as usize];
        decoder.burst(record.flow, record.bytes, record.rise, |event| {
            take(hash, side, event)
        });
    }

    /// The hash of all changes up to now.
    pub const fn value(&self) -> u64 {
        self.hash.value()
    }
}

fn take(hash: &mut Digest, side: Side, event: Event) {
    match event {
        // The change of chip select itself is taken with those of the other segments.
        Event::Select { .. } | Event::Deselect { bits: 0, .. } => {}
        Event::Byte { at, value, role } => {
            let role = match role {
                Role::Opcode => 0,
                Role::Address => 1,
                Role::Data => 2,
            };
            let place = Kind::Byte.tag((side as u64) << 8 | role);
            hash.words([at.ps(), value.into(), place, 0]);
        }
        Event::Deselect { at, bits, value } => {
            let place = Kind::Cut.tag((side as u64) << 8 | u64::from(bits));
            hash.words([at.ps(), value.into(), place, 0]);
        }
    }
}
