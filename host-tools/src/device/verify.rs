//! The `verify` command: does a device hold what a file says?

use std::time::Instant;

use serde::Serialize;

use super::progress::Meter;
use super::restore::{Source, wish};
use super::select::{Selection, Wish};
use super::{Problem, Session, compare};
use crate::cli::{Format, ProgressMode, VerifyOptions};
use crate::error::Error;
use crate::link::Transport;
use crate::output::{self, grouped};
use crate::port::Stop;
use crate::port::line::session as run_number;

#[derive(Serialize)]
struct Report<'a> {
    verified: bool,
    outcome: &'static str,
    port: &'a str,
    device: String,
    part: String,
    bytes: u64,
    bytes_kept: u64,
    baud: u32,
    wall_ns: u64,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Device`] with [`Problem::Differs`] when it does not; [`Error::Port`], [`Error::Find`],
/// [`Error::Backup`].
pub fn run(options: &VerifyOptions, format: Format, mode: ProgressMode) -> Result<(), Error> {
    let source = Source::read(&options.source)?;
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    super::heed_signals(&stop)?;
    let started = Instant::now();
    let mut meter = Meter::new(mode, &name, None);
    let verified = verify(&mut session, &source, options, &mut meter);
    meter.done();
    let (device, baud) = (session.id().to_string(), session.baud());
    let (selection, part) = session.end(verified).0?;
    let bytes = compare::bytes_of(&selection.ranges());
    match format {
        Format::Json => output::json_line(&Report {
            verified: true,
            outcome: "equal",
            port: &name,
            device,
            part,
            bytes,
            bytes_kept: selection.kept_bytes,
            baud,
            wall_ns: started.elapsed().as_nanos() as u64,
        }),
        Format::Human => output::say(&format!(
            "verified: device {device} holds what {} says, {} bytes{}",
            options.source.file.display(),
            grouped(bytes),
            super::restore::kept(selection.kept_bytes)
        )),
    }
    Ok(())
}

/// Compares a device with what a restore would write there.
///
/// # Errors
/// As [`run`].
pub fn verify<T: Transport>(
    session: &mut Session<T>,
    source: &Source,
    options: &VerifyOptions,
    meter: &mut Meter,
) -> Result<(Selection, String), Error> {
    let wish = Wish {
        reads_only: true,
        ..wish(&options.source)
    };
    let (selection, _) = source.select(session, wish)?;
    let mut work = || {
        session.speed_up(options.port.baud)?;
        session.hold()?;
        compare::difference(session, &selection.ranges(), &selection.image, meter)
    };
    let difference = work().map_err(|problem| session.failed(problem))?;
    if let Some(difference) = difference {
        return Err(session.failed(Problem::Differs(difference)));
    }
    let part = session
        .memory()
        .map_err(|problem| session.failed(problem))?;
    Ok((selection, part.name().to_owned()))
}
