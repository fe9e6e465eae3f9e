//! What the lines of a bus say, and where it is written in a picture.

mod i2c;
mod spi;

use umbilical_emu::time::Time;

use super::Bus;
use super::read::Value;
use super::tap::{Event, Tap};

/// Something to be written along a bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// START.
    Start(Time),
    /// START without a STOP before it.
    RepeatedStart(Time),
    /// STOP.
    Stop(Time),
    /// Eight bits, from the fall of SCL before the first to the one after the last.
    Byte {
        /// First instant.
        from: Time,
        /// Last instant.
        to: Time,
        /// The value; for the first byte after a START the address and the direction.
        text: String,
    },
    /// The ninth bit.
    Acknowledge {
        /// First instant.
        from: Time,
        /// Last instant.
        to: Time,
        /// It was low.
        ack: bool,
    },
    /// Chip select falls.
    Select(Time),
    /// Chip select rises.
    Deselect(Time),
    /// Eight bits on SPI, from the fall of SCK before the first to the one after the last.
    Word {
        /// First instant.
        from: Time,
        /// Last instant.
        to: Time,
        /// The value; for the opcode also its name, where there is room.
        text: String,
    },
}

impl Mark {
    /// Where it ends.
    pub fn end(&self) -> Time {
        match self {
            Mark::Start(at) | Mark::RepeatedStart(at) | Mark::Stop(at) => *at,
            Mark::Select(at) | Mark::Deselect(at) => *at,
            Mark::Byte { to, .. } | Mark::Acknowledge { to, .. } | Mark::Word { to, .. } => *to,
        }
    }
}

/// Puts the marks of a bus together while its lines change.
#[derive(Clone, Debug)]
pub struct Annotator {
    tap: Tap,
    high: bool,
    i2c: i2c::Marks,
    spi: spi::Marks,
}

impl Annotator {
    /// Nothing is said on `bus` yet.
    pub fn new(bus: &Bus) -> Annotator {
        Annotator {
            tap: Tap::new(bus),
            high: false,
            i2c: i2c::Marks::default(),
            spi: spi::Marks::default(),
        }
    }

    /// The lines have these values from `at` on, in the order of [`Bus::indices`].
    pub fn on_lines(&mut self, at: Time, values: Vec<Option<Value>>) {
        let high = values[0].as_ref().is_some_and(Value::is_high);
        if self.high && !high {
            self.i2c.fall(at);
            self.spi.fall(at);
        }
        if high && !self.high {
            self.spi.rise(at);
        }
        self.high = high;
        match self.tap.on_lines(at, values).0 {
            Some(Event::I2c(event)) => self.i2c.event(event),
            Some(Event::Spi(event)) => self.spi.event(event),
            None => {}
        }
    }

    /// Forgets the marks so far: they lie before the picture. The transaction under way goes on.
    pub fn forget(&mut self) {
        self.i2c.marks.clear();
        self.spi.marks.clear();
    }

    /// The marks, in the order of their times.
    pub fn finish(self) -> Vec<Mark> {
        // A bus is of one kind.
        [self.i2c.marks, self.spi.marks].concat()
    }
}
