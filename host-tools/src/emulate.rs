//! The `emulate` command: a rescue on the emulator.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use umbilical_emu::controller::Backend;
use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::fault::{FaultKind, FaultPlan};
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Button, Device, Outcome, Report, Run, Scenario, limit};
use umbilical_emu::system::Cable;
use umbilical_emu::time::Time;
use umbilical_soft_mcu::eeprom::{Part, StrapPin};
use umbilical_soft_mcu::registers::BUFFER_BYTES;

use crate::cli::{
    BackendKind, BufferSize, BusKind, CableKind, EmulateOptions, Format, Mode, ProgressMode,
    RoleButton, Switch,
};
use crate::error::Error;
use crate::files::Pending;
use crate::output::{self, Teller, counted, grouped};

/// The configuration of an access switch, rescued when no `--source` is given.
const SAMPLE: &[u8] = include_bytes!("../sample/access-switch.conf");

/// The controllers' firmware, as kept in the tree.
pub fn firmware() -> Arc<Rom> {
    let image = include_bytes!("../../soft-mcu/firmware/umbilical-i2c.rom");
    Arc::new(Rom::new(image).expect("the kept image fits the ROM; `cargo xtask firmware --check`"))
}

/// The report as programs get it.
#[derive(Serialize)]
struct JsonReport<'a> {
    verified: bool,
    outcome: String,
    part: &'a str,
    bus: &'a str,
    mode: &'a str,
    bytes: u32,
    bus_hz: u32,
    buffer_bytes: u32,
    pages_written: u32,
    pages_skipped: u32,
    retries: u32,
    device_time_ns: Option<u64>,
    limit_ns: u64,
    wall_ns: u64,
    simulated_ns: u64,
    instants: u64,
    skipped_edges: u64,
    instructions: u64,
    bus_conflicts: u64,
    faults: u64,
    source_data_bytes: u64,
    seed: u64,
    error: Option<String>,
    hint: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Everything in [`Error`]; usage and file errors come before anything runs or is written.
pub fn run(options: &EmulateOptions, format: Format, progress: ProgressMode) -> Result<(), Error> {
    let scenario = scenario(options)?;
    check_outputs(options)?;
    let window = trace_window(options)?;
    let pending =
        |path: &Option<std::path::PathBuf>| path.as_deref().map(Pending::create).transpose();
    let (out, trace, log) = (
        pending(&options.out)?,
        pending(&options.trace)?,
        pending(&options.log)?,
    );

    let mut run = Run::new(scenario.clone());
    let sink = |pending: &Option<Pending>| -> Result<Option<Box<dyn Write + Send>>, Error> {
        let Some(pending) = pending else {
            return Ok(None);
        };
        let writer: File = pending.writer()?;
        Ok(Some(Box::new(BufWriter::with_capacity(1 << 18, writer))))
    };
    let levels = run.system.levels();
    if let (Some(writer), Some(path)) = (sink(&trace)?, &options.trace) {
        let started = run.system.observers.trace_to(writer, levels);
        started.map_err(|cause| Error::Unwritable(path.clone(), cause))?;
        if let Some((from, to)) = window {
            run.system.observers.trace_window(from, to);
        }
    }
    if let Some(writer) = sink(&log)? {
        run.system.observers.log_to(writer);
    }
    if format == Format::Human && progress != ProgressMode::None {
        output::say(&story(options, &scenario));
    }

    let mut teller = Teller::new(progress);
    let started = Instant::now();
    let report = run.finish(|progress| teller.tell(progress));
    let wall_ns = started.elapsed().as_nanos() as u64;
    teller.done();

    let ended_at = run.system.now();
    let finished = run.system.observers.finish(ended_at);
    let keep = |pending: Option<Pending>, path: &Option<std::path::PathBuf>| match (pending, path) {
        (Some(pending), Some(_)) => pending.commit(),
        _ => Ok(()),
    };
    if let (Err(cause), Some(path)) = (finished, options.trace.as_ref().or(options.log.as_ref())) {
        return Err(Error::Unwritable(path.clone(), cause));
    }
    keep(trace, &options.trace)?;
    keep(log, &options.log)?;
    let result = match run.system.observers.source_write() {
        // Whatever else happened: the only copy was at risk.
        Some(write) => Err(Error::SourceWritten(write)),
        None => verdict(options, &report),
    };
    if let (Ok(()), Some(out)) = (&result, out) {
        out.commit_with(run.system.board(Side::B).memory.memory())?;
    }
    let source_data_bytes = run.system.board(Side::A).memory.data_bytes_received();
    tell_report(
        options,
        &scenario,
        &report,
        wall_ns,
        source_data_bytes,
        &result,
        format,
    );
    result
}

/// What the run's outcome means for the operator.
fn verdict(options: &EmulateOptions, report: &Report) -> Result<(), Error> {
    match report.outcome {
        Outcome::Rescued if report.verified => Ok(()),
        Outcome::Rescued => Err(Error::Differs),
        Outcome::NoRole if options.cable == CableKind::None => Err(Error::NoCable),
        Outcome::NoRole if options.source_power == Switch::On => Err(Error::NoRole),
        outcome => Err(Error::Run(outcome)),
    }
}

fn part(name: &str) -> Result<&'static Part, Error> {
    Part::by_name(name).ok_or_else(|| Error::UnknownPart(name.to_owned()))
}

fn contents(path: &Path, part: &'static Part) -> Result<Vec<u8>, Error> {
    let unreadable = |cause| Error::Unreadable(path.to_owned(), cause);
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > u64::from(part.bytes) {
        let file = path.to_owned();
        return Err(Error::SourceTooLarge {
            file,
            bytes,
            part: part.name,
            part_bytes: part.bytes,
        });
    }
    std::fs::read(path).map_err(unreadable)
}

/// Parses the options into a scenario; nothing is run or written here.
///
/// # Errors
/// The usage errors of [`Error`].
pub fn scenario(options: &EmulateOptions) -> Result<Scenario, Error> {
    let (BusKind::I2c, Mode::Direct) = (options.bus, options.mode);
    let source_part = part(&options.part)?;
    let standby_part = part(options.standby_part.as_deref().unwrap_or(&options.part))?;
    if let Some(part) = [source_part, standby_part]
        .into_iter()
        .find(|p| p.strap == StrapPin::None)
    {
        return Err(Error::NoStrap(part.name));
    }
    let (source, standby) = (source_part.name, standby_part.name);
    match standby_part.bytes.cmp(&source_part.bytes) {
        Ordering::Less => return Err(Error::StandbySmaller { source, standby }),
        Ordering::Greater => return Err(Error::StandbyLarger { source, standby }),
        Ordering::Equal => {}
    }
    let bus_hz_max = source_part.bus_hz_max.min(standby_part.bus_hz_max);
    let bus_hz = options.bus_hz.unwrap_or(bus_hz_max);
    if bus_hz > bus_hz_max {
        return Err(Error::BusTooFast {
            part: source_part.name,
            bus_hz_max,
            bus_hz,
        });
    }
    let source = match &options.source {
        Some(path) => contents(path, source_part)?,
        None => SAMPLE[..SAMPLE.len().min(source_part.bytes as usize)].to_vec(),
    };
    let standby = match &options.standby {
        Some(path) => contents(path, standby_part)?,
        None => Vec::new(),
    };
    if options.source_power == Switch::On
        && options.source_button == RoleButton::Destination
        && options.standby_button == RoleButton::Destination
    {
        return Err(Error::BothDestination);
    }
    check_faults(options, [source_part, standby_part])?;
    let faults = FaultPlan::new(options.faults.clone());
    Ok(Scenario {
        source: Device {
            powered: options.source_power == Switch::On,
            button: button(options.source_button),
            fitted: !options.no_source_memory,
            ..Device::new(source_part, source)
        },
        standby: Device {
            button: button(options.standby_button),
            write_protect: options.write_protect,
            ..Device::new(standby_part, standby)
        },
        cable: match options.cable {
            CableKind::Electric => Some(Cable::Electric),
            CableKind::Optical => Some(Cable::Optical),
            CableKind::None => None,
        },
        backend: backend(options.backend)?,
        clock_hz: options.clock_hz,
        bus_hz,
        buffer_bytes: buffer_bytes(options.buffer, source_part),
        faults,
        seed: options.seed,
        ..Scenario::new(firmware(), source_part, Vec::new(), Vec::new())
    })
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

/// Two results in one file would leave only the last.
fn check_outputs(options: &EmulateOptions) -> Result<(), Error> {
    let outputs = [&options.out, &options.trace, &options.log];
    let mut before: Vec<&Path> = Vec::new();
    for path in outputs.into_iter().flatten() {
        // A device such as /dev/null takes any number of results.
        let replaced = !path.exists() || path.is_file();
        if replaced && before.contains(&path.as_path()) {
            return Err(Error::SameOutput(path.clone()));
        }
        before.push(path);
    }
    Ok(())
}

fn check_faults(options: &EmulateOptions, parts: [&Part; 2]) -> Result<(), Error> {
    for fault in &options.faults {
        if let FaultKind::BitFlip { side, offset, .. } = fault.kind
            && offset >= parts[side as usize].bytes
        {
            return Err(Error::FaultOutOfRange(fault.to_string()));
        }
    }
    Ok(())
}

fn backend(kind: BackendKind) -> Result<Backend, Error> {
    match kind {
        BackendKind::Model => Ok(Backend::default()),
        #[cfg(feature = "verilated")]
        BackendKind::Verilated => Ok(Backend::new("verilated", umbilical_cosim::Verilated::new)),
        #[cfg(not(feature = "verilated"))]
        BackendKind::Verilated => Err(Error::NotVerilated),
    }
}

fn button(button: RoleButton) -> Button {
    match button {
        RoleButton::None => Button::None,
        RoleButton::Source => Button::Source,
        RoleButton::Destination => Button::Destination,
    }
}

/// The buffer that the firmware will really use: at most the controller's transfer buffer.
fn buffer_bytes(size: BufferSize, part: &Part) -> u32 {
    let wanted = match size {
        BufferSize::None => 0,
        BufferSize::Page => part.page_bytes,
        BufferSize::Whole => part.bytes,
        BufferSize::Bytes(bytes) => bytes,
    };
    wanted.min(BUFFER_BYTES)
}

fn story(options: &EmulateOptions, scenario: &Scenario) -> String {
    let source = match &options.source {
        Some(path) => path.display().to_string(),
        None => "the bundled sample configuration".into(),
    };
    let supply = if scenario.source.powered {
        "powered"
    } else {
        "dead"
    };
    format!(
        "Device A ({supply}, {}) holds {source}; device B is the standby. Cable: {}.",
        scenario.source.part.name(),
        match options.cable {
            CableKind::Electric => "electric",
            CableKind::Optical => "optical",
            CableKind::None => "none",
        }
    )
}

fn tell_report(
    options: &EmulateOptions,
    scenario: &Scenario,
    report: &Report,
    wall_ns: u64,
    source_data_bytes: u64,
    result: &Result<(), Error>,
    format: Format,
) {
    let part = scenario.standby.part;
    let limit_ns = part.eeprom().map_or(0, |part| {
        limit(part, scenario.bus_hz, report.pages_written).ns()
    });
    let device_time_ns = report.device_time.map(|time| time.ns());
    let error = result.as_ref().err();
    match format {
        Format::Json => output::json_line(&JsonReport {
            verified: report.verified,
            outcome: error.map_or("rescued".into(), Error::outcome),
            part: part.name(),
            bus: "i2c",
            mode: "direct",
            bytes: part.bytes(),
            bus_hz: scenario.bus_hz,
            buffer_bytes: scenario.buffer_bytes,
            pages_written: report.pages_written,
            pages_skipped: report.pages_skipped,
            retries: report.retries,
            device_time_ns,
            limit_ns,
            wall_ns,
            simulated_ns: report.ended_at.ps() / 1_000,
            instants: report.instants,
            skipped_edges: report.skipped_edges,
            instructions: report.instructions,
            bus_conflicts: report.bus_conflicts,
            faults: report.faults,
            source_data_bytes,
            seed: options.seed,
            error: error.map(ToString::to_string),
            hint: error.map(Error::hint),
        }),
        Format::Human => {
            let Some(device_time_ns) = device_time_ns else {
                return;
            };
            let ratio = device_time_ns * 1000 / limit_ns.max(1);
            output::say(&format!(
                "{verdict}: {bytes} bytes, {written} pages written, {skipped} equal and left alone\n\
                 device time {device} ms, limit {limit} ms (ratio {whole}.{thousandth:03})\n\
                 wall time {wall} ms, {edges} clock edges passed without a stop, {faults}, \
                 {conflicts}{service}",
                verdict = if report.verified {
                    "verified"
                } else {
                    "NOT VERIFIED"
                },
                bytes = part.bytes(),
                written = report.pages_written,
                skipped = report.pages_skipped,
                device = grouped(device_time_ns / 1_000_000),
                limit = grouped(limit_ns / 1_000_000),
                whole = ratio / 1000,
                thousandth = ratio % 1000,
                wall = grouped(wall_ns / 1_000_000),
                edges = grouped(report.skipped_edges),
                faults = counted(report.faults, "fault"),
                conflicts = counted(report.bus_conflicts, "bus conflict"),
                service = if report.verified {
                    "\ndevice B boots from the copied configuration"
                } else {
                    ""
                },
            ));
        }
    }
}
