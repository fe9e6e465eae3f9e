//! The `wave` commands: compare, draw and decode waveforms (VCD files).
//!
//! * [`read`] — a VCD file as a stream of instants, whatever the file holds.
//! * [`diff`] — the first edges at which two files differ.
//! * [`tap`] — a bus being decoded.
//! * [`log`] — the transactions of a file, on I2C and SPI.
//! * [`annotate`] — what the lines of a bus say, where in a picture it is written.
//! * [`window`] — the edges of some signals between two times, held in memory.
//! * [`svg`] — a window as a picture.
//! * [`command`] — the commands themselves.

pub mod annotate;
pub mod command;
pub mod diff;
pub mod log;
pub mod read;
pub mod svg;
pub mod tap;
pub mod window;

use std::collections::HashMap;

use umbilical_emu::time::Time;

/// A time in microseconds, exact to the picosecond.
pub(crate) fn us(at: Time) -> String {
    format!("{}.{:06} us", at.ps() / 1_000_000, at.ps() % 1_000_000)
}

/// The lines of a bus: their indices among the file's signals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// I2C: `NAME_scl` and `NAME_sda`.
    I2c {
        /// Index of SCL.
        scl: usize,
        /// Index of SDA.
        sda: usize,
    },
    /// SPI: `NAME_sck`, `NAME_csn`, `NAME_io0`, `NAME_io1` and, if both are there, `NAME_io2` and
    /// `NAME_io3`.
    Spi {
        /// Index of SCK.
        sck: usize,
        /// Index of CSn.
        csn: usize,
        /// Indices of the data lines: 2 or 4.
        io: Vec<usize>,
    },
}

/// A bus of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bus {
    /// What stands before `_scl` or `_sck`, like `b.bus`.
    pub name: String,
    /// Its lines.
    pub lines: Lines,
}

impl Bus {
    /// Index of the clock.
    pub fn clock(&self) -> usize {
        match self.lines {
            Lines::I2c { scl, .. } => scl,
            Lines::Spi { sck, .. } => sck,
        }
    }

    /// Indices of all lines, the clock first.
    pub fn indices(&self) -> Vec<usize> {
        match &self.lines {
            Lines::I2c { scl, sda } => vec![*scl, *sda],
            Lines::Spi { sck, csn, io } => [&[*sck, *csn][..], io].concat(),
        }
    }
}

/// Every bus of which all lines are among `names`, in the order of the clocks.
pub fn buses<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Bus> {
    let (mut clocks, mut places) = (Vec::new(), HashMap::new());
    for (index, name) in names.enumerate() {
        if let Some((bus, line @ ("scl" | "sck"))) = name.rsplit_once('_') {
            clocks.push((bus, line, index));
        }
        places.insert(name, index);
    }
    let bus = |(name, clock, index): (&str, &str, usize)| {
        let line = |line: &str| places.get(format!("{name}_{line}").as_str()).copied();
        let lines = if clock == "scl" {
            let sda = line("sda")?;
            Lines::I2c { scl: index, sda }
        } else {
            let mut io = vec![line("io0")?, line("io1")?];
            io.extend(
                line("io2")
                    .zip(line("io3"))
                    .into_iter()
                    .flat_map(|(a, b)| [a, b]),
            );
            Lines::Spi {
                sck: index,
                csn: line("csn")?,
                io,
            }
        };
        let name = name.to_owned();
        Some(Bus { name, lines })
    };
    clocks.into_iter().filter_map(bus).collect()
}
