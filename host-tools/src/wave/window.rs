//! The edges of some signals between two times, held in memory.

use std::collections::HashMap;
use std::fmt;
use std::io::BufRead;

use umbilical_emu::time::Time;

use super::annotate::{Annotator, Mark};
use super::read::{Instant, Value, WaveError, Waves};
use super::{Bus, buses, us};

/// Most edges that are held.
pub const EDGES_MAX: usize = 200_000;
/// Most signals that are shown when nobody chose.
const SIGNALS_SHOWN: usize = 32;

/// One signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Its full name.
    pub name: String,
    /// Its values and from when on each holds, the first one at the start of the window unless
    /// the file says nothing yet there.
    pub edges: Vec<(Time, Value)>,
}

impl Trace {
    /// The value at `at`, after an edge that is there.
    pub fn at(&self, at: Time) -> Option<&Value> {
        let after = self.edges.partition_point(|(time, _)| *time <= at);
        Some(&self.edges[after.checked_sub(1)?].1)
    }

    /// Edges later than `from` and not later than `to`.
    pub fn between(&self, from: Time, to: Time) -> &[(Time, Value)] {
        let place = |at| self.edges.partition_point(|(time, _)| *time <= at);
        &self.edges[place(from)..place(to).max(place(from))]
    }
}

/// A bus of which all lines are in a window, and what it says there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotated {
    /// Its lines, as places in [`Window::traces`].
    pub bus: Bus,
    /// What it says. What began before the window is understood from there on.
    pub marks: Vec<Mark>,
}

/// Some signals for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant.
    pub from: Time,
    /// The last instant.
    pub to: Time,
    /// The signals, in the order in which they are shown.
    pub traces: Vec<Trace>,
    /// The buses that say something.
    pub buses: Vec<Annotated>,
}

/// Which part of a file is wanted.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The first instant; else that of the file.
    pub from: Option<Time>,
    /// The last instant; else that of the file.
    pub to: Option<Time>,
    /// Names of signals, in this order; else those that change.
    pub signals: Option<Vec<String>>,
}

/// Why there is no such window.
#[derive(Debug)]
pub enum WindowError {
    /// The file cannot be read.
    Wave(WaveError),
    /// The file has no signal of this name.
    NoSuchSignal {
        /// The name.
        name: String,
        /// Names that the file has, the first few.
        known: Vec<String>,
    },
    /// The window ends before it starts, or lies outside of the file.
    Empty {
        /// Its start.
        from: Time,
        /// Its end.
        to: Time,
    },
    /// No signal changes in the window.
    Quiet {
        /// Its start.
        from: Time,
        /// Its end.
        to: Time,
    },
    /// More than [`EDGES_MAX`] edges.
    TooLarge,
}

impl From<WaveError> for WindowError {
    fn from(error: WaveError) -> WindowError {
        WindowError::Wave(error)
    }
}

impl WindowError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            WindowError::Wave(error) => error.hint().to_owned(),
            WindowError::NoSuchSignal { known, .. } => {
                format!("the file has {}", known.join(" "))
            }
            WindowError::Empty { .. } => "choose --from and --to inside the file".to_owned(),
            WindowError::Quiet { .. } => {
                "choose another window, or name the signals with --signals".to_owned()
            }
            WindowError::TooLarge => {
                "choose a shorter window with --from and --to, or fewer --signals".to_owned()
            }
        }
    }
}

impl fmt::Display for WindowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WindowError::Wave(error) => error.fmt(f),
            WindowError::NoSuchSignal { name, .. } => write!(f, "there is no signal `{name}`"),
            WindowError::Empty { from, to } => {
                write!(f, "there is nothing from {} to {}", us(*from), us(*to))
            }
            WindowError::Quiet { from, to } => {
                write!(f, "nothing changes from {} to {}", us(*from), us(*to))
            }
            WindowError::TooLarge => write!(f, "the window has more than {EDGES_MAX} edges"),
        }
    }
}

impl std::error::Error for WindowError {}

/// The signals that were chosen, and where each signal of the file goes.
fn chosen(
    names: &[String],
    wanted: Option<&Vec<String>>,
) -> Result<(Vec<Trace>, Vec<Option<usize>>), WindowError> {
    let (mut traces, mut places) = (Vec::new(), vec![None; names.len()]);
    let mut add = |index: usize| {
        places[index] = Some(traces.len());
        traces.push(Trace {
            name: names[index].clone(),
            edges: Vec::new(),
        });
    };
    match wanted {
        None => (0..names.len()).for_each(&mut add),
        Some(wanted) => {
            for name in wanted {
                let Some(index) = names.iter().position(|known| known == name) else {
                    let name = name.clone();
                    let known = names.iter().take(SIGNALS_SHOWN * 2).cloned().collect();
                    return Err(WindowError::NoSuchSignal { name, known });
                };
                add(index);
            }
        }
    }
    Ok((traces, places))
}

/// What is known of a bus while a file is read.
struct Listener {
    bus: Bus,
    annotator: Annotator,
}

/// Reads the chosen part of a waveform.
///
/// # Errors
/// [`WindowError`].
pub fn load<R: BufRead>(mut waves: Waves<R>, choice: &Choice) -> Result<Window, WindowError> {
    let (mut traces, places) = chosen(waves.names(), choice.signals.as_ref())?;
    let names = traces.iter().map(|trace| trace.name.as_str());
    let listen = |bus| Listener {
        annotator: Annotator::new(&bus),
        bus,
    };
    let mut listeners: Vec<Listener> = buses(names).into_iter().map(listen).collect();
    let (mut from, mut end, mut held) = (choice.from, Time::ZERO, 0);
    let mut heard_by = vec![None; traces.len()];
    for (place, Listener { bus, .. }) in listeners.iter().enumerate() {
        for line in bus.indices() {
            heard_by[line] = Some(place);
        }
    }
    let (mut instant, mut touched) = (Instant::default(), Vec::new());
    while waves.next_instant(&mut instant)? {
        let from = *from.get_or_insert(instant.at);
        if choice.to.is_some_and(|to| instant.at > to) {
            // It goes on beyond the window, so the window is not cut short.
            end = choice.to.unwrap_or(instant.at);
            break;
        }
        end = instant.at;
        touched.clear();
        held += take(&mut traces, &places, &mut instant, from, &mut touched);
        if held > EDGES_MAX {
            return Err(WindowError::TooLarge);
        }
        // More than once when several lines changed, which does no harm.
        for &trace in &touched {
            let Some(Listener { bus, annotator }) =
                heard_by[trace].map(|place| &mut listeners[place])
            else {
                continue;
            };
            let last = |line: usize| traces[line].edges.last().map(|(_, value)| value.clone());
            let values = bus.indices().into_iter().map(last).collect();
            annotator.on_lines(instant.at, values);
            if instant.at < from {
                annotator.forget();
            }
        }
    }
    let from = from.unwrap_or(Time::ZERO);
    if end <= from {
        let to = choice.to.unwrap_or(end);
        return Err(WindowError::Empty { from, to });
    }
    if choice.signals.is_none() {
        traces.retain(|trace| !trace.between(from, end).is_empty());
        traces.truncate(SIGNALS_SHOWN);
        if traces.is_empty() {
            return Err(WindowError::Quiet { from, to: end });
        }
    }
    let buses = annotated(&traces, listeners);
    let to = end;
    Ok(Window {
        from,
        to,
        traces,
        buses,
    })
}

/// Applies an instant; gives the number of edges that are new, and the traces that it named.
fn take(
    traces: &mut [Trace],
    places: &[Option<usize>],
    instant: &mut Instant,
    from: Time,
    touched: &mut Vec<usize>,
) -> usize {
    let (at, mut held) = (instant.at.max(from), 0);
    for (signal, value) in instant.changes.drain(..) {
        let Some(place) = places[signal] else {
            continue;
        };
        touched.push(place);
        let edges = &mut traces[place].edges;
        match edges.last_mut() {
            Some((_, last)) if *last == value => {}
            Some((time, last)) if *time == at => *last = value,
            _ => {
                edges.push((at, value));
                held += 1;
            }
        }
    }
    held
}

/// The buses that are left in the picture and say something there.
fn annotated(traces: &[Trace], listeners: Vec<Listener>) -> Vec<Annotated> {
    let left = buses(traces.iter().map(|trace| trace.name.as_str()));
    let named = listeners
        .into_iter()
        .map(|listener| (listener.bus.name, listener.annotator));
    let mut named: HashMap<String, Annotator> = named.collect();
    let heard = left.into_iter().filter_map(|bus| {
        let marks = named.remove(&bus.name)?.finish();
        (!marks.is_empty()).then_some(Annotated { bus, marks })
    });
    heard.collect()
}
