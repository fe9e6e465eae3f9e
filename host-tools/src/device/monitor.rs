//! The `monitor` command: what a device is doing, as it changes.

mod screen;
mod state;

use std::io::IsTerminal;
use std::time::Duration;

use serde::Serialize;

use super::{Problem, Session};
use crate::cli::{Format, MonitorOptions};
use crate::error::Error;
use crate::link::{LinkError, Transport};
use crate::output;
use crate::port::line::session as run_number;
use crate::port::{Halt, Stop};
use screen::Screen;
use state::State;

/// How often the device is asked.
const EVERY: Duration = Duration::from_millis(100);

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// Everything, at the beginning.
    State {
        /// Milliseconds since the beginning.
        t_ms: u64,
        /// Name and value of each.
        #[serde(serialize_with = "state::as_map")]
        state: Vec<(&'static str, String)>,
    },
    /// One thing changed.
    Change {
        /// Milliseconds since the beginning.
        t_ms: u64,
        /// Which.
        name: &'static str,
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
}

/// Runs the command.
///
/// # Errors
/// [`Error::Port`], [`Error::Find`], [`Error::Device`] when the device is gone for good.
pub fn run(options: &MonitorOptions, format: Format) -> Result<(), Error> {
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    super::heed_signals(&stop)?;
    let length = options
        .seconds
        .map(|seconds| Duration::from_secs(seconds.into()));
    let mut screen = (format == Format::Human && std::io::stdout().is_terminal())
        .then(|| Screen::new(format!("{name}, device {}", session.id())));
    let watched = watch(
        &mut session,
        options.port.baud,
        length,
        |event, state| match (&mut screen, format) {
            (Some(screen), _) => screen.show(event, state),
            (None, Format::Json) => output::json_line(event),
            (None, Format::Human) => output::print_line(&screen::line(event)),
        },
    );
    let watched = watched.map_err(|problem| session.failed(problem));
    session.end(watched).0
}

/// Watches the device for so long, or until somebody asks to stop. `tell` gets each event, with the
/// state after it.
///
/// # Errors
/// [`Problem::Link`] when the device is gone for good.
pub fn watch<T: Transport>(
    session: &mut Session<T>,
    baud: Option<u32>,
    length: Option<Duration>,
    mut tell: impl FnMut(&Event, &State),
) -> Result<(), Problem> {
    session.client().transport().set_deadline(Duration::MAX);
    if baud.is_some() {
        session.speed_up(baud)?;
    }
    let start = session.client().transport().now();
    let mut last: Option<State> = None;
    loop {
        let state = match look(session) {
            Ok(state) => state,
            Err(problem) if problem.halt() == Some(Halt::Stopped) => return Ok(()),
            Err(problem) => return Err(problem),
        };
        let now = session.client().transport().now();
        for event in state::changes(last.as_ref(), &state, (now - start).as_millis() as u64) {
            tell(&event, &state);
        }
        let lost = state.is_lost();
        last = Some(state);
        if length.is_some_and(|length| now - start >= length) {
            return Ok(());
        }
        let end = length.map_or(Duration::MAX, |length| start + length);
        let waited = match lost {
            // Patience enough for a device that is back at another rate, or powered again.
            true => session.client().probe().map(|_| ()),
            false => wait(session, end.min(now + EVERY)),
        };
        match waited.map_err(Problem::from) {
            Err(problem) if problem.halt() == Some(Halt::Stopped) => return Ok(()),
            waited => waited?,
        }
    }
}

fn look<T: Transport>(session: &mut Session<T>) -> Result<State, Problem> {
    match session.client().status() {
        Ok(status) => Ok(State::new(&status)),
        Err(LinkError::NoAnswer { .. }) => Ok(State::lost()),
        Err(error) => Err(error.into()),
    }
}

/// What comes unasked is noise.
fn wait<T: Transport>(session: &mut Session<T>, until: Duration) -> Result<(), LinkError> {
    let line = session.client().transport();
    let mut noise = Vec::new();
    while line.now() < until {
        line.receive(until, &mut noise)?;
        noise.clear();
    }
    Ok(())
}
