//! The `clone` command: one file onto many devices, all at once, each reported on its own.

use std::time::Instant;

use indicatif::MultiProgress;
use serde::Serialize;
use umbilical_soft_mcu::layout::Policy;

use super::progress::Meter;
use super::restore::{Done, How, Report, Source, ask, line, report, restore, wish};
use super::select::Wish;
use super::{DeviceError, Session, heed_signals, open_named};
use crate::backup::dry_run;
use crate::cli::{CloneOptions, Format, ProgressMode};
use crate::error::Error;
use crate::output::{self, counted};
use crate::port::Stop;
use crate::port::line::session as run_number;

#[derive(Serialize)]
struct AllReport {
    verified: bool,
    outcome: &'static str,
    devices: Vec<One>,
    exit_code: u8,
}

#[derive(Serialize)]
#[serde(untagged)]
enum One {
    Done(Box<Report>),
    Failed {
        verified: bool,
        outcome: String,
        port: String,
        error: String,
        hint: String,
        left: Option<&'static str>,
        exit_code: u8,
    },
}

/// Runs the command. One device that fails does not stop the others; the exit code is the highest
/// of all.
///
/// # Errors
/// Those of the file, and [`Problem::WouldAsk`](super::Problem::WouldAsk); those of the devices are in the report.
pub fn run(options: &CloneOptions, format: Format, mode: ProgressMode) -> Result<u8, Error> {
    let source = Source::read(&options.source)?;
    let how = How {
        wish: cloning(wish(&options.source)),
        baud: options.baud,
        dry_run: options.dry_run,
    };
    warn_of_identity(&source);
    if !options.dry_run {
        let devices = counted(options.ports.len() as u64, "device");
        let ports = options.ports.join(", ");
        let question = format!(
            "Restore {}\nonto {devices} at {ports}? Their hosts are held meanwhile.",
            source.about()
        );
        let agreed = ask(&question, options.consent);
        agreed.map_err(|problem| {
            Error::Device(Box::new(DeviceError {
                port: ports,
                problem,
                left: None,
            }))
        })?;
    }
    let stop = Stop::default();
    heed_signals(&stop)?;
    let bars = MultiProgress::new();
    let started = Instant::now();
    let devices: Vec<One> = std::thread::scope(|scope| {
        let threads = options.ports.iter().map(|port| {
            let (source, stop, bars) = (&source, &stop, &bars);
            scope.spawn(move || {
                let done = one(port, source, how, stop, Meter::new(mode, port, Some(bars)));
                let wall_ns = started.elapsed().as_nanos() as u64;
                if format == Format::Human {
                    bars.suspend(|| tell(port, &done));
                }
                summary(port, &done, wall_ns)
            })
        });
        let threads: Vec<_> = threads.collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined
            .map(|one| one.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let exit_code = devices.iter().map(One::exit_code).max().unwrap_or(0);
    if format == Format::Json {
        output::json_line(&AllReport {
            verified: exit_code == 0 && !how.dry_run,
            outcome: match (exit_code, how.dry_run) {
                (0, false) => "cloned",
                (0, true) => "planned",
                _ => "failed",
            },
            devices,
            exit_code,
        });
    }
    Ok(exit_code)
}

/// What is wished of a clone: that it is another device is what cloning is for.
pub fn cloning(mut wish: Wish) -> Wish {
    wish.mapping.device = true;
    wish
}

fn one(
    port: &str,
    source: &Source,
    how: How,
    stop: &Stop,
    mut meter: Meter,
) -> Result<Done, Error> {
    let open = open_named(port)?;
    let mut session = Session::open(port, open.line, run_number(), stop)?;
    let selected = source.select(&mut session, how.wish);
    let done = selected.and_then(|(selection, layout)| {
        restore(&mut session, &selection, layout.as_ref(), how, &mut meter)
    });
    meter.done();
    session.end(done).0
}

/// Two devices with one MAC address are worse than one that is broken.
fn warn_of_identity(source: &Source) {
    if !source.policies().contains(&Policy::Keep) {
        output::say(
            "warning: the file keeps nothing for the unit (MAC address, serial number): what the \
             devices' own layouts do not keep becomes equal on all of them",
        );
    }
}

fn tell(port: &str, done: &Result<Done, Error>) {
    match done {
        Ok(done) => {
            if done.dry_run {
                output::print_line(&format!("{port}: {}", dry_run::table(done.job.plan())));
            }
            output::say(&format!("{port}: {}", line(done)));
        }
        Err(error) => output::say(&format!("error: {error}\n hint: {}", error.hint())),
    }
}

fn summary(port: &str, done: &Result<Done, Error>, wall_ns: u64) -> One {
    match done {
        Ok(done) => One::Done(Box::new(report(done, wall_ns))),
        Err(error) => One::Failed {
            verified: false,
            outcome: error.outcome(),
            port: port.to_owned(),
            error: error.to_string(),
            hint: error.hint(),
            left: error.left(),
            exit_code: error.exit_code(),
        },
    }
}

impl One {
    fn exit_code(&self) -> u8 {
        match self {
            One::Done(_) => 0,
            One::Failed { exit_code, .. } => *exit_code,
        }
    }
}
