//! `wave diff`, `wave svg`, `wave log`: options to results.

use std::path::Path;

use serde::Serialize;
use umbilical_emu::trace::i2c::{EndedBy, Transaction};
use umbilical_emu::trace::spi::{Format as Opcode, Frame};

use super::diff::{self, Comparison};
use super::log::{self, Log};
use super::read::Waves;
use super::svg;
use super::tap::Said;
use super::window::{self, Choice, WindowError};
use crate::cli::{Format, WaveCommand, WaveDiff, WaveLog, WaveSvg};
use crate::error::{Error, VERIFY};
use crate::files::Pending;
use crate::output::{counted, json_line, print_line, say};

/// Runs the command; gives the exit code: 0, or 3 when two waveforms differ.
///
/// # Errors
/// Files that cannot be read or written, and windows and buses that are not there.
pub fn run(command: &WaveCommand, format: Format) -> Result<u8, Error> {
    match command {
        WaveCommand::Diff(options) => run_diff(options, format),
        WaveCommand::Svg(options) => run_svg(options, format).map(|()| 0),
        WaveCommand::Log(options) => run_log(options, format).map(|()| 0),
    }
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    at_ps: u64,
    signal: &'a str,
    a: Option<String>,
    b: Option<String>,
    agree_at_ps: Option<u64>,
}

#[derive(Serialize)]
struct JsonDiff<'a> {
    equal: bool,
    signals: usize,
    differences: u64,
    first: Vec<JsonDifference<'a>>,
    only_a: &'a [String],
    only_b: &'a [String],
    end_a_ps: u64,
    end_b_ps: u64,
}

fn run_diff(options: &WaveDiff, format: Format) -> Result<u8, Error> {
    let (a, b) = (Waves::open(&options.a)?, Waves::open(&options.b)?);
    let comparison = diff::compare(a, b, options.limit)?;
    match format {
        Format::Json => json_line(&json_diff(&comparison)),
        Format::Human if comparison.equal() => {
            say(&format!(
                "equal: {}",
                counted(comparison.compared as u64, "signal")
            ));
        }
        Format::Human => print_line(&comparison.to_string()),
    }
    Ok(if comparison.equal() { 0 } else { VERIFY })
}

fn json_diff(comparison: &Comparison) -> JsonDiff<'_> {
    let first = comparison
        .differences
        .iter()
        .map(|difference| JsonDifference {
            at_ps: difference.at.ps(),
            signal: &difference.signal,
            a: difference.a.as_ref().map(ToString::to_string),
            b: difference.b.as_ref().map(ToString::to_string),
            agree_at_ps: difference.agree_at.map(|at| at.ps()),
        });
    JsonDiff {
        equal: comparison.equal(),
        signals: comparison.compared,
        differences: comparison.count,
        first: first.collect(),
        only_a: &comparison.only_a,
        only_b: &comparison.only_b,
        end_a_ps: comparison.ends.0.ps(),
        end_b_ps: comparison.ends.1.ps(),
    }
}

#[derive(Serialize)]
struct JsonSvg<'a> {
    out: &'a Path,
    from_ps: u64,
    to_ps: u64,
    signals: Vec<&'a str>,
    rows: usize,
    cuts: usize,
}

fn run_svg(options: &WaveSvg, format: Format) -> Result<(), Error> {
    let pending = Pending::create(&options.out)?;
    let choice = Choice {
        from: options.from.map(|time| time.0),
        to: options.to.map(|time| time.0),
        signals: options.signals.clone(),
    };
    let in_file = |error| match error {
        WindowError::Wave(error) => Error::Wave(error),
        error => Error::Window(options.file.clone(), error),
    };
    let window = window::load(Waves::open(&options.file)?, &choice).map_err(in_file)?;
    let picture = svg::draw(&window).map_err(|_| in_file(WindowError::TooLarge))?;
    pending.commit_with(picture.svg.as_bytes())?;
    let (rows, cuts) = (picture.rows, picture.cuts);
    match format {
        Format::Human => say(&format!(
            "{}: {}, {}, {} cut out",
            options.out.display(),
            counted(window.traces.len() as u64, "signal"),
            counted(rows as u64, "row"),
            counted(cuts as u64, "idle gap")
        )),
        Format::Json => json_line(&JsonSvg {
            out: &options.out,
            from_ps: window.from.ps(),
            to_ps: window.to.ps(),
            signals: window
                .traces
                .iter()
                .map(|trace| trace.name.as_str())
                .collect(),
            rows,
            cuts,
        }),
    }
    Ok(())
}

#[derive(Serialize)]
struct JsonPhase {
    address: u8,
    read: bool,
    ack: bool,
    bytes: Vec<u8>,
    acks: Vec<bool>,
}

#[derive(Serialize)]
struct JsonTransaction<'a> {
    bus: &'a str,
    start_ps: u64,
    end_ps: u64,
    aborted: bool,
    phases: Vec<JsonPhase>,
}

#[derive(Serialize)]
struct JsonFrame<'a> {
    bus: &'a str,
    start_ps: u64,
    end_ps: u64,
    aborted: bool,
    opcode: Option<u8>,
    name: Option<&'a str>,
    address: &'a [u8],
    data_bytes: u64,
    data_head: &'a [u8],
    data_crc32: u32,
    cut_bits: u8,
}

#[derive(Serialize)]
struct JsonLog<'a> {
    buses: &'a [String],
    transactions: Vec<JsonTransaction<'a>>,
    frames: Vec<JsonFrame<'a>>,
}

fn run_log(options: &WaveLog, format: Format) -> Result<(), Error> {
    let waves = Waves::open(&options.file)?;
    let buses = log::choose(waves.names(), options.bus.as_deref());
    let buses = buses.map_err(|known| Error::NoSuchBus {
        file: options.file.clone(),
        bus: options.bus.clone(),
        known,
    })?;
    if buses.is_empty() {
        return Err(Error::NoSuchBus {
            file: options.file.clone(),
            bus: None,
            known: Vec::new(),
        });
    }
    let log = log::decode(waves, &buses)?;
    match format {
        Format::Human => log.lines().for_each(|line| print_line(&line)),
        Format::Json => json_line(&json_log(&log)),
    }
    Ok(())
}

fn json_log(log: &Log) -> JsonLog<'_> {
    let mut json = JsonLog {
        buses: &log.buses,
        transactions: Vec::new(),
        frames: Vec::new(),
    };
    for entry in &log.entries {
        let bus = &log.buses[entry.bus];
        match &entry.said {
            Said::Transaction(transaction) => json.transactions.push(JsonTransaction {
                bus,
                start_ps: transaction.start.ps(),
                end_ps: transaction.end.ps(),
                aborted: transaction.ended_by == EndedBy::Aborted,
                phases: json_phases(transaction),
            }),
            Said::Frame(frame) => json.frames.push(json_frame(bus, frame)),
        }
    }
    json
}

fn json_frame<'a>(bus: &'a str, frame: &'a Frame) -> JsonFrame<'a> {
    JsonFrame {
        bus,
        start_ps: frame.start.ps(),
        end_ps: frame.end.ps(),
        aborted: frame.aborted,
        opcode: frame.opcode,
        name: frame.opcode.map(|opcode| Opcode::of(opcode).name),
        address: &frame.address,
        data_bytes: frame.data.length(),
        data_head: frame.data.head(),
        data_crc32: frame.data.crc32(),
        cut_bits: frame.bits,
    }
}

fn json_phases(transaction: &Transaction) -> Vec<JsonPhase> {
    let phases = transaction.phases.iter().map(|phase| JsonPhase {
        address: phase.address7,
        read: phase.read,
        ack: phase.address_acked,
        bytes: phase.bytes.iter().map(|(value, _)| *value).collect(),
        acks: phase.bytes.iter().map(|(_, ack)| *ack).collect(),
    });
    phases.collect()
}
