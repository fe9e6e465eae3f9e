//! The `wave` commands: compare, draw and decode waveforms (VCD files).
//!
//! * [`read`] — a VCD file as a stream of instants, whatever the file holds.
//! * [`diff`] — the first edges at which two files differ.
//! * [`log`] — the I2C transactions of a file.
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
pub mod window;

use std::collections::HashMap;

use umbilical_emu::time::Time;

/// A time in microseconds, exact to the picosecond.
pub(crate) fn us(at: Time) -> String {
    format!("{}.{:06} us", at.ps() / 1_000_000, at.ps() % 1_000_000)
}

/// A bus of a file: the indices of its two lines among the file's signals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bus {
    /// What stands before `_scl` and `_sda`, like `b.bus`.
    pub name: String,
    /// Index of SCL.
    pub scl: usize,
    /// Index of SDA.
    pub sda: usize,
}

/// Every pair of `NAME_scl` and `NAME_sda` among `names`, in the order of the SCLs.
pub fn buses<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Bus> {
    let (mut scls, mut sdas) = (Vec::new(), HashMap::new());
    for (index, name) in names.enumerate() {
        if let Some(bus) = name.strip_suffix("_scl") {
            scls.push((bus, index));
        } else if let Some(bus) = name.strip_suffix("_sda") {
            sdas.insert(bus, index);
        }
    }
    let pair = |(name, scl): (&str, usize)| {
        let sda = *sdas.get(name)?;
        let name = name.to_owned();
        Some(Bus { name, scl, sda })
    };
    scls.into_iter().filter_map(pair).collect()
}
