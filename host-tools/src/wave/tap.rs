//! A bus being decoded while its lines change.

use std::fmt;

use umbilical_emu::time::Time;
use umbilical_emu::trace::{i2c, spi};

use super::read::Value;
use super::{Bus, Lines};

/// What was said on a bus, from its begin to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// I2C: from a START to its STOP.
    Transaction(i2c::Transaction),
    /// SPI: from a fall of chip select to its rise.
    Frame(spi::Frame),
}

impl Said {
    /// When it began.
    pub fn start(&self) -> Time {
        match self {
            Said::Transaction(transaction) => transaction.start,
            Said::Frame(frame) => frame.start,
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Said::Transaction(transaction) => transaction.fmt(f),
            Said::Frame(frame) => frame.fmt(f),
        }
    }
}

/// Something that happened on a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// On I2C.
    I2c(i2c::Event),
    /// On SPI.
    Spi(spi::Event),
}

#[derive(Clone, Debug)]
enum Ear {
    I2c(i2c::I2cDecoder, i2c::Assembler),
    Spi(spi::SpiDecoder, spi::Assembler),
}

/// A bus being decoded.
///
/// A line that floats or is contended belongs to a segment without supply: it reads low, and what
/// was under way on it is over. On SPI clock and chip select say so.
#[derive(Clone, Debug)]
pub(super) struct Tap {
    ear: Ear,
    /// The values of the lines, the clock first.
    pub(super) values: Vec<Option<Value>>,
}

fn reads(value: &Option<Value>) -> bool {
    value.as_ref().is_some_and(Value::is_high)
}

fn dead(value: &Option<Value>) -> bool {
    value.as_ref().is_none_or(Value::is_odd)
}

impl Tap {
    /// Nothing said on `bus` yet.
    pub(super) fn new(bus: &Bus) -> Tap {
        let ear = match bus.lines {
            Lines::I2c { .. } => Ear::I2c(i2c::I2cDecoder::new(), i2c::Assembler::default()),
            Lines::Spi { .. } => Ear::Spi(spi::SpiDecoder::new(), spi::Assembler::default()),
        };
        let values = vec![None; bus.indices().len()];
        Tap { ear, values }
    }

    /// The lines have these values from `at` on, in the order of [`Bus::indices`].
    pub(super) fn on_lines(
        &mut self,
        at: Time,
        values: Vec<Option<Value>>,
    ) -> (Option<Event>, Option<Said>) {
        self.values = values;
        let dead = self.values[..2].iter().any(dead);
        match &mut self.ear {
            Ear::I2c(decoder, assembler) => {
                let event = decoder.on_lines(at, reads(&self.values[0]), reads(&self.values[1]));
                if dead {
                    decoder.reset();
                    return (None, assembler.reset(at).map(Said::Transaction));
                }
                let said = event.and_then(|event| assembler.on_event(event));
                (event.map(Event::I2c), said.map(Said::Transaction))
            }
            Ear::Spi(decoder, assembler) => {
                if dead {
                    decoder.reset();
                    return (None, assembler.reset(at).map(Said::Frame));
                }
                let io = self.values[2..].iter().enumerate();
                let lines = spi::Lines {
                    sck: reads(&self.values[0]),
                    csn: reads(&self.values[1]),
                    io: io.fold(0, |io, (line, value)| io | u8::from(reads(value)) << line),
                };
                let event = decoder.on_lines(at, lines);
                let said = event.and_then(|event| assembler.on_event(event));
                (event.map(Event::Spi), said.map(Said::Frame))
            }
        }
    }

    /// The waveform ends at `at`; gives what is cut off there.
    pub(super) fn finish(&mut self, at: Time) -> Option<Said> {
        match &mut self.ear {
            Ear::I2c(_, assembler) => assembler.reset(at).map(Said::Transaction),
            Ear::Spi(_, assembler) => assembler.reset(at).map(Said::Frame),
        }
    }
}
