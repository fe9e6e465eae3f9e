//! Files that a run writes while it goes on: trace and log.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use umbilical_emu::system::System;
use umbilical_emu::time::Time;

use crate::cli::EmulateOptions;
use crate::error::Error;
use crate::files::Pending;

/// Bytes gathered before they are written.
const BLOCK_BYTES: usize = 1 << 18;

/// A file to be, and its name as the user wrote it.
type Sink = Option<(Pending, PathBuf)>;

/// Trace and log of a run.
pub struct Sinks {
    trace: Sink,
    log: Sink,
    window: Option<(Time, Time)>,
}

fn sink(path: &Option<PathBuf>) -> Result<Sink, Error> {
    let Some(path) = path else { return Ok(None) };
    Ok(Some((Pending::create(path)?, path.clone())))
}

fn writer(pending: &Pending) -> Result<Box<dyn Write + Send>, Error> {
    let file: File = pending.writer()?;
    Ok(Box::new(BufWriter::with_capacity(BLOCK_BYTES, file)))
}

impl Sinks {
    /// Those that the options ask for; nothing is written yet.
    ///
    /// # Errors
    /// [`Error::Unwritable`], [`Error::TraceEndsEarly`].
    pub fn create(options: &EmulateOptions) -> Result<Sinks, Error> {
        Ok(Sinks {
            window: trace_window(options)?,
            trace: sink(&options.trace)?,
            log: sink(&options.log)?,
        })
    }

    /// From now on `system` writes to them.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn attach(&self, system: &mut System) -> Result<(), Error> {
        let levels = system.levels();
        if let Some((pending, path)) = &self.trace {
            let started = system.observers.trace_to(writer(pending)?, levels);
            started.map_err(|cause| Error::Unwritable(path.clone(), cause))?;
            if let Some((from, to)) = self.window {
                system.observers.trace_window(from, to);
            }
        }
        if let Some((pending, _)) = &self.log {
            system.observers.log_to(writer(pending)?);
        }
        Ok(())
    }

    /// Closes them and puts them in their places.
    ///
    /// # Errors
    /// [`Error::Unwritable`].
    pub fn keep(self, system: &mut System) -> Result<(), Error> {
        let now = system.now();
        let finished = system.observers.finish(now);
        let sinks = [self.trace, self.log];
        if let (Err(cause), Some((_, path))) = (finished, sinks.iter().flatten().next()) {
            return Err(Error::Unwritable(path.clone(), cause));
        }
        let mut pending = sinks.into_iter().flatten();
        pending.try_for_each(|(pending, _)| pending.commit())
    }
}

/// From when to when the trace goes, if not over the whole run.
fn trace_window(options: &EmulateOptions) -> Result<Option<(Time, Time)>, Error> {
    if options.trace_from.is_none() && options.trace_to.is_none() {
        return Ok(None);
    }
    let from = options.trace_from.map_or(Time::ZERO, |from| from.0);
    let to = options.trace_to.map_or(Time::NEVER, |to| to.0);
    if to < from {
        return Err(Error::TraceEndsEarly { from, to });
    }
    Ok(Some((from, to)))
}
