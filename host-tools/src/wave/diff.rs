//! The first edges at which two waveforms differ.
//!
//! Both are read side by side. Signals go by their names. A difference begins at an instant after
//! which a signal has another value in one file than in the other, and ends where they agree
//! again: an edge that comes late is one difference, not two.

use std::collections::HashMap;
use std::fmt;
use std::io::BufRead;

use umbilical_emu::time::Time;

use super::read::{Instant, Value, WaveError, Waves};
use super::us;

/// A signal that has different values from some time on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// From when on.
    pub at: Time,
    /// Name of the signal.
    pub signal: String,
    /// Its value in the first file from `at` on; `None` before the file says any.
    pub a: Option<Value>,
    /// Its value in the second file.
    pub b: Option<Value>,
    /// When both have the same value again.
    pub agree_at: Option<Time>,
}

/// Shows a value that may be missing.
pub(super) fn shown(value: &Option<Value>) -> String {
    value.as_ref().map_or("-".to_owned(), Value::to_string)
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = (shown(&self.a), shown(&self.b));
        write!(f, "{}  {}: {a} | {b}", us(self.at), self.signal)?;
        match self.agree_at {
            Some(agree) => write!(f, ", the same again {} later", agree.since(self.at)),
            None => write!(f, ", to the end"),
        }
    }
}

/// What two files have in common and what not.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Signals that only the first file has.
    pub only_a: Vec<String>,
    /// Signals that only the second file has.
    pub only_b: Vec<String>,
    /// Signals of both.
    pub compared: usize,
    /// The first differences, in the order of their times; as many as were asked for.
    pub differences: Vec<Difference>,
    /// All differences.
    pub count: u64,
    /// The last times of both files.
    pub ends: (Time, Time),
}

impl Comparison {
    /// Both files show the same.
    pub fn equal(&self) -> bool {
        let same_signals = self.only_a.is_empty() && self.only_b.is_empty();
        same_signals && self.count == 0 && self.ends.0 == self.ends.1
    }
}

impl fmt::Display for Comparison {
    /// One line per finding, nothing when there is none; no newline at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Vec::new();
        for (only, file) in [(&self.only_a, "first"), (&self.only_b, "second")] {
            if !only.is_empty() {
                lines.push(format!("only in the {file}: {}", only.join(" ")));
            }
        }
        lines.extend(self.differences.iter().map(Difference::to_string));
        let left = self.count - self.differences.len() as u64;
        if left > 0 {
            lines.push(format!("and {left} more"));
        }
        if self.ends.0 != self.ends.1 {
            let (a, b) = (us(self.ends.0), us(self.ends.1));
            lines.push(format!("the first ends at {a}, the second at {b}"));
        }
        f.write_str(&lines.join("\n"))
    }
}

/// A signal of both files.
#[derive(Clone, Default)]
struct Common {
    name: String,
    values: [Option<Value>; 2],
    /// The difference that it is in: its place in the list if it was kept.
    open: Option<Option<usize>>,
}

/// One of the two files, with the instant that is next.
struct Side<R> {
    waves: Waves<R>,
    next: Option<Instant>,
    end: Time,
    /// For each of its signals, which of the common ones it is.
    common: Vec<Option<usize>>,
}

impl<R: BufRead> Side<R> {
    fn advance(&mut self) -> Result<(), WaveError> {
        let mut instant = self.next.take().unwrap_or_default();
        if self.waves.next_instant(&mut instant)? {
            self.end = instant.at;
            self.next = Some(instant);
        }
        Ok(())
    }
}

/// Compares two waveforms to their ends and keeps the first `limit` differences.
///
/// # Errors
/// [`WaveError`] of either.
pub fn compare<A: BufRead, B: BufRead>(
    a: Waves<A>,
    b: Waves<B>,
    limit: usize,
) -> Result<Comparison, WaveError> {
    let places: HashMap<&str, usize> = places(b.names());
    let mut in_b = vec![None; b.names().len()];
    let (mut in_a, mut signals, mut only_a) = (Vec::new(), Vec::new(), Vec::new());
    for name in a.names() {
        let place = places.get(name.as_str());
        in_a.push(place.map(|_| signals.len()));
        match place {
            Some(&place) => {
                in_b[place] = Some(signals.len());
                signals.push(Common {
                    name: name.clone(),
                    ..Common::default()
                });
            }
            None => only_a.push(name.clone()),
        }
    }
    let missing = b
        .names()
        .iter()
        .zip(&in_b)
        .filter(|(_, common)| common.is_none());
    let mut comparison = Comparison {
        only_b: missing.map(|(name, _)| name.clone()).collect(),
        only_a,
        compared: signals.len(),
        ..Comparison::default()
    };
    let mut a = side(a, in_a)?;
    let mut b = side(b, in_b)?;
    let mut touched = Vec::new();
    loop {
        let times = [&a.next, &b.next].map(|next| next.as_ref().map(|instant| instant.at));
        let Some(at) = times.into_iter().flatten().min() else {
            break;
        };
        touched.clear();
        if times[0] == Some(at) {
            take(0, &mut a.next, &a.common, &mut signals, &mut touched);
            a.advance()?;
        }
        if times[1] == Some(at) {
            take(1, &mut b.next, &b.common, &mut signals, &mut touched);
            b.advance()?;
        }
        touched.sort_unstable();
        touched.dedup();
        for &index in &touched {
            judge(at, &mut signals[index], &mut comparison, limit);
        }
    }
    comparison.ends = (a.end, b.end);
    Ok(comparison)
}

fn places(names: &[String]) -> HashMap<&str, usize> {
    names
        .iter()
        .enumerate()
        .map(|(place, name)| (name.as_str(), place))
        .collect()
}

fn side<R: BufRead>(waves: Waves<R>, common: Vec<Option<usize>>) -> Result<Side<R>, WaveError> {
    let mut side = Side {
        waves,
        next: None,
        end: Time::ZERO,
        common,
    };
    side.advance()?;
    Ok(side)
}

/// Applies the instant of one file.
fn take(
    file: usize,
    instant: &mut Option<Instant>,
    common: &[Option<usize>],
    signals: &mut [Common],
    touched: &mut Vec<usize>,
) {
    for (signal, value) in instant
        .iter_mut()
        .flat_map(|instant| instant.changes.drain(..))
    {
        if let Some(index) = common[signal] {
            signals[index].values[file] = Some(value);
            touched.push(index);
        }
    }
}

/// Begins or ends the difference of a signal whose value was given at `at`.
fn judge(at: Time, signal: &mut Common, comparison: &mut Comparison, limit: usize) {
    let [a, b] = &signal.values;
    match signal.open {
        None if a != b => {
            let kept = comparison.differences.len();
            signal.open = Some((kept < limit).then_some(kept));
            comparison.count += 1;
            if kept < limit {
                comparison.differences.push(Difference {
                    at,
                    signal: signal.name.clone(),
                    a: a.clone(),
                    b: b.clone(),
                    agree_at: None,
                });
            }
        }
        Some(kept) if a == b => {
            signal.open = None;
            if let Some(kept) = kept {
                comparison.differences[kept].agree_at = Some(at);
            }
        }
        _ => {}
    }
}
