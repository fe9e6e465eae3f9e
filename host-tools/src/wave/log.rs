//! The transactions of a waveform: those of I2C buses, and the frames of SPI buses.

use std::io::BufRead;

use super::read::{Instant, Value, WaveError, Waves};
use super::tap::{Said, Tap};
use super::{Bus, buses};

/// A transaction and where it took place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Index into [`Log::buses`].
    pub bus: usize,
    /// What was said.
    pub said: Said,
}

/// The transactions of some buses.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Names of the buses, like `b.bus`.
    pub buses: Vec<String>,
    /// In the order in which they began.
    pub entries: Vec<Entry>,
}

impl Log {
    /// One line per transaction: its bus, and the line of [`Said`].
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let width = self.buses.iter().map(String::len).max().unwrap_or(0);
        self.entries
            .iter()
            .map(move |entry| format!("{:width$}  {}", self.buses[entry.bus], entry.said))
    }
}

/// The buses that a file has, or the one with this name.
///
/// # Errors
/// The names of all buses, when the wanted one is not among them.
pub fn choose(names: &[String], wanted: Option<&str>) -> Result<Vec<Bus>, Vec<String>> {
    let all = buses(names.iter().map(String::as_str));
    let Some(wanted) = wanted else {
        return Ok(all);
    };
    match all.iter().find(|bus| bus.name == wanted) {
        Some(bus) => Ok(vec![bus.clone()]),
        None => Err(all.into_iter().map(|bus| bus.name).collect()),
    }
}

/// Decodes `buses` of a waveform to its end.
///
/// # Errors
/// [`WaveError`].
pub fn decode<R: BufRead>(mut waves: Waves<R>, buses: &[Bus]) -> Result<Log, WaveError> {
    let mut taps: Vec<Tap> = buses.iter().map(Tap::new).collect();
    let mut places = vec![None; waves.names().len()];
    for (index, bus) in buses.iter().enumerate() {
        for (line, signal) in bus.indices().into_iter().enumerate() {
            places[signal] = Some((index, line));
        }
    }
    let mut log = Log {
        buses: buses.iter().map(|bus| bus.name.clone()).collect(),
        entries: Vec::new(),
    };
    let mut pending: Vec<Option<Vec<Option<Value>>>> = vec![None; buses.len()];
    let (mut instant, mut touched) = (Instant::default(), Vec::new());
    while waves.next_instant(&mut instant)? {
        for (signal, value) in instant.changes.drain(..) {
            if let Some((bus, line)) = places[signal] {
                let values = pending[bus].get_or_insert_with(|| taps[bus].values.clone());
                values[line] = Some(value);
                touched.push(bus);
            }
        }
        for bus in touched.drain(..) {
            if let Some(values) = pending[bus].take() {
                let (_, ended) = taps[bus].on_lines(instant.at, values);
                log.entries.extend(ended.map(|said| Entry { bus, said }));
            }
        }
    }
    for (bus, tap) in taps.iter_mut().enumerate() {
        let ended = tap.finish(instant.at);
        log.entries.extend(ended.map(|said| Entry { bus, said }));
    }
    log.entries
        .sort_by_key(|entry| (entry.said.start(), entry.bus));
    Ok(log)
}
