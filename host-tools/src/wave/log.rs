//! The I2C transactions of a waveform.

use std::io::BufRead;

use umbilical_emu::time::Time;
use umbilical_emu::trace::i2c::{Assembler, Event, I2cDecoder, Transaction};

use super::read::{Instant, Value, WaveError, Waves};
use super::{Bus, buses};

/// A bus being decoded.
///
/// A line that floats or is contended belongs to a segment without supply: it reads low, and what
/// was under way on it is over.
#[derive(Clone, Debug, Default)]
pub(super) struct Tap {
    decoder: I2cDecoder,
    assembler: Assembler,
    pub(super) lines: [Option<Value>; 2],
}

impl Tap {
    /// The lines have these values from `at` on.
    pub(super) fn on_lines(
        &mut self,
        at: Time,
        scl: Option<Value>,
        sda: Option<Value>,
    ) -> (Option<Event>, Option<Transaction>) {
        self.lines = [scl, sda];
        let [scl, sda] = &self.lines;
        let reads = |value: &Option<Value>| value.as_ref().is_some_and(Value::is_high);
        let dead = |value: &Option<Value>| value.as_ref().is_none_or(Value::is_odd);
        let event = self.decoder.on_lines(at, reads(scl), reads(sda));
        if dead(scl) || dead(sda) {
            self.decoder.reset();
            return (None, self.assembler.reset(at));
        }
        (
            event,
            event.and_then(|event| self.assembler.on_event(event)),
        )
    }
}

/// A transaction and where it took place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Index into [`Log::buses`].
    pub bus: usize,
    /// What was said.
    pub transaction: Transaction,
}

/// The transactions of some buses.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Names of the buses, like `b.bus`.
    pub buses: Vec<String>,
    /// In the order of their STARTs.
    pub entries: Vec<Entry>,
}

impl Log {
    /// One line per transaction: its bus, and the line of [`Transaction`].
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let width = self.buses.iter().map(String::len).max().unwrap_or(0);
        self.entries
            .iter()
            .map(move |entry| format!("{:width$}  {}", self.buses[entry.bus], entry.transaction))
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
    let mut taps = vec![Tap::default(); buses.len()];
    let mut places = vec![None; waves.names().len()];
    for (index, bus) in buses.iter().enumerate() {
        places[bus.scl] = Some((index, 0));
        places[bus.sda] = Some((index, 1));
    }
    let mut log = Log {
        buses: buses.iter().map(|bus| bus.name.clone()).collect(),
        entries: Vec::new(),
    };
    let mut pending: Vec<Option<[Option<Value>; 2]>> = vec![None; buses.len()];
    let (mut instant, mut touched) = (Instant::default(), Vec::new());
    while waves.next_instant(&mut instant)? {
        for (signal, value) in instant.changes.drain(..) {
            if let Some((bus, line)) = places[signal] {
                let lines = pending[bus].get_or_insert_with(|| taps[bus].lines.clone());
                lines[line] = Some(value);
                touched.push(bus);
            }
        }
        for bus in touched.drain(..) {
            if let Some([scl, sda]) = pending[bus].take() {
                let (_, ended) = taps[bus].on_lines(instant.at, scl, sda);
                let entry = ended.map(|transaction| Entry { bus, transaction });
                log.entries.extend(entry);
            }
        }
    }
    for (bus, tap) in taps.iter_mut().enumerate() {
        let ended = tap.assembler.reset(instant.at);
        let entry = ended.map(|transaction| Entry { bus, transaction });
        log.entries.extend(entry);
    }
    log.entries
        .sort_by_key(|entry| (entry.transaction.start, entry.bus));
    Ok(log)
}
