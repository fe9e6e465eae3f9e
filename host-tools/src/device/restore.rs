//! The `restore` command: a backup onto a device.

mod tell;

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

use umbilical_soft_mcu::layout::{Layout, Policy};

use super::job::Job;
use super::progress::Meter;
use super::select::{Selection, Wish};
use super::{Problem, Session};
use crate::backup::{Contents, Mapping, Target, read_contents, read_public_key};
use crate::cli::{ConsentOptions, Format, MapKind, ProgressMode, RestoreOptions, SourceOptions};
use crate::error::Error;
use crate::link::Transport;
use crate::output;
use crate::port::Stop;
use crate::port::line::session as run_number;

pub use tell::{Done, Report, kept, line, report};

/// What goes to a device, read and checked.
pub struct Source {
    path: PathBuf,
    contents: Contents,
}

/// What the options ask for.
pub fn wish(options: &SourceOptions) -> Wish {
    Wish {
        mapping: Mapping {
            device: options.map.contains(&MapKind::Device),
            memory: options.map.contains(&MapKind::Part),
        },
        all: options.all,
        fill_gaps: options.fill_gaps,
        reads_only: false,
    }
}

impl Source {
    /// Reads the file, and checks its signature if a key is named.
    ///
    /// # Errors
    /// [`Error::Unreadable`], [`Error::Backup`].
    pub fn read(options: &SourceOptions) -> Result<Source, Error> {
        let key = options.key.as_deref().map(read_public_key).transpose()?;
        let contents = read_contents(&options.file, options.from)?;
        if let Some(key) = &key {
            let required = contents.require(key);
            required.map_err(|problem| Error::backup(&options.file, problem))?;
        }
        Ok(Source::new(options.file.clone(), contents))
    }

    /// Contents that were read from `path`.
    pub fn new(path: PathBuf, contents: Contents) -> Source {
        Source { path, contents }
    }

    /// What it is, for people.
    pub fn about(&self) -> String {
        let file = self.path.display();
        match self.contents.backup() {
            None => format!("{file}, an image"),
            Some(backup) => {
                let about = &backup.manifest().about;
                let (part, device, time) = (about.memory.name(), &about.device, about.time);
                format!("{file}, a backup of {part} of device {device} from {time}")
            }
        }
    }

    /// What happens to each of its regions; an image has none.
    pub fn policies(&self) -> Vec<Policy> {
        let layout = self.contents.backup().map(|backup| backup.layout());
        let regions = layout.into_iter().flat_map(Layout::regions);
        regions.map(|region| region.policy).collect()
    }

    /// What of it goes to the device, and the device's layout. Nothing is held for that, unless the
    /// device does not know its own memory yet.
    ///
    /// # Errors
    /// [`Error::Backup`] when it may not go there, [`Error::Device`].
    pub fn select<T: Transport>(
        &self,
        session: &mut Session<T>,
        wish: Wish,
    ) -> Result<(Selection, Option<Layout>), Error> {
        let mut ask = || {
            session.ask_memory()?;
            Ok((session.memory()?, session.layout()?))
        };
        let (memory, layout) = ask().map_err(|problem| session.failed(problem))?;
        let target = Target {
            device: session.id(),
            memory,
        };
        let selection = Selection::new(
            (&self.path, &self.contents),
            &target,
            layout.as_ref(),
            wish,
            |problem| session.failed(problem),
        )?;
        Ok((selection, layout))
    }
}

/// How a restore is to be done.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// What may differ.
    pub wish: Wish,
    /// The rate, if one is named.
    pub baud: Option<u32>,
    /// Only look.
    pub dry_run: bool,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Port`], [`Error::Find`], [`Error::Backup`], [`Error::Device`].
pub fn run(options: &RestoreOptions, format: Format, mode: ProgressMode) -> Result<(), Error> {
    let source = Source::read(&options.source)?;
    let how = How {
        wish: wish(&options.source),
        baud: options.port.baud,
        dry_run: options.dry_run,
    };
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    let selected = source.select(&mut session, how.wish);
    // Nobody is asked for what cannot be done, and nothing is held while somebody thinks.
    let agreed = selected.and_then(|(selection, layout)| {
        if !options.dry_run {
            let question = format!(
                "Restore {}\nonto device {} at {name}? Its host is held meanwhile.",
                source.about(),
                session.id()
            );
            ask(&question, options.consent).map_err(|problem| session.failed(problem))?;
        }
        Ok((selection, layout))
    });
    let started = Instant::now();
    let mut meter = Meter::new(mode, &name, None);
    let done = agreed.and_then(|(selection, layout)| {
        super::heed_signals(&stop)?;
        restore(&mut session, &selection, layout.as_ref(), how, &mut meter)
    });
    meter.done();
    let done = session.end(done).0?;
    let wall_ns = started.elapsed().as_nanos() as u64;
    match format {
        Format::Json => output::json_line(&tell::report(&done, wall_ns)),
        Format::Human => tell::people(&done),
    }
    Ok(())
}

/// Makes a device hold what was selected, or only says what that takes.
///
/// # Errors
/// [`Error::Device`].
pub fn restore<T: Transport>(
    session: &mut Session<T>,
    selection: &Selection,
    layout: Option<&Layout>,
    how: How,
    meter: &mut Meter,
) -> Result<Done, Error> {
    let mut work = || {
        session.speed_up(how.baud)?;
        session.hold()?;
        let job = Job::prepare(session, selection, layout, meter)?;
        if !how.dry_run {
            job.run(session, meter)?;
        }
        Ok(job)
    };
    let job = work().map_err(|problem| session.failed(problem))?;
    Ok(Done {
        port: session.port().to_owned(),
        device: session.id(),
        baud: session.baud(),
        was_incomplete: session.is_incomplete(),
        dry_run: how.dry_run,
        kept_bytes: selection.kept_bytes,
        job,
    })
}

/// Asks whether to go on, unless that was said beforehand.
///
/// # Errors
/// [`Problem::WouldAsk`] where nobody can be asked, [`Problem::Declined`].
pub fn ask(question: &str, consent: ConsentOptions) -> Result<(), Problem> {
    if consent.yes {
        return Ok(());
    }
    if consent.non_interactive || !std::io::stdin().is_terminal() {
        return Err(Problem::WouldAsk);
    }
    let mut stderr = std::io::stderr().lock();
    let _ = write!(stderr, "{question} [y/N] ");
    let _ = stderr.flush();
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Problem::Declined),
    }
}
