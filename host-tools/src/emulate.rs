//! The `emulate` command: a rescue on the emulator.

pub mod serve;
mod setup;
mod sinks;
mod tell;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Outcome, Report, Run, Scenario};

use crate::cli::{CableKind, EmulateOptions, Format, ProgressMode, Switch};
use crate::error::Error;
use crate::files::Pending;
use crate::output::{self, Teller};

pub(crate) use setup::check_fault;
pub use setup::scenario;
use sinks::Sinks;

fn rom(image: &[u8]) -> Arc<Rom> {
    Arc::new(Rom::new(image).expect("the kept image fits the ROM; `cargo xtask firmware --check`"))
}

/// The firmware of controllers with an EEPROM, as kept in the tree.
pub fn firmware() -> Arc<Rom> {
    rom(include_bytes!("../../soft-mcu/firmware/umbilical-i2c.rom"))
}

/// The firmware of controllers with a NOR flash, as kept in the tree.
pub fn flash_firmware() -> Arc<Rom> {
    rom(include_bytes!("../../soft-mcu/firmware/umbilical-spi.rom"))
}

/// Runs the command.
///
/// # Errors
/// Everything in [`Error`]; usage and file errors come before anything runs or is written.
pub fn run(options: &EmulateOptions, format: Format, progress: ProgressMode) -> Result<(), Error> {
    let scenario = scenario(options)?;
    check_outputs(options)?;
    if options.serve.serve {
        return serve::run(options, scenario, format, progress);
    }
    let out = options.out.as_deref().map(Pending::create).transpose()?;
    let sinks = Sinks::create(options)?;

    let about = tell::About::new(&scenario);
    let story = story(options, &scenario);
    let mut run = Run::new(scenario);
    sinks.attach(&mut run.system)?;
    if format == Format::Human && progress != ProgressMode::None {
        output::say(&story);
    }

    let mut teller = Teller::new(progress);
    let started = Instant::now();
    let report = run.finish(|progress| teller.tell(progress));
    let wall_ns = started.elapsed().as_nanos() as u64;
    teller.done();

    sinks.keep(&mut run.system)?;
    let result = match run.system.observers.source_write() {
        // Whatever else happened: the only copy was at risk.
        Some(write) => Err(Error::SourceWritten(write)),
        None => verdict(options, &report),
    };
    if let (Ok(()), Some(out)) = (&result, out) {
        out.commit_with(run.system.board(Side::B).memory.memory())?;
    }
    let source_data_bytes = run.system.board(Side::A).memory.data_bytes_received();
    let figures = tell::Figures {
        report: &report,
        wall_ns,
        source_data_bytes,
        seed: options.seed,
    };
    match format {
        Format::Json => tell::json(&about, &figures, result.as_ref().err()),
        Format::Human => tell::people(&about, &figures),
    }
    result
}

/// What the run's outcome means for the operator.
fn verdict(options: &EmulateOptions, report: &Report) -> Result<(), Error> {
    match report.outcome {
        Outcome::Rescued if report.verified => Ok(()),
        Outcome::Rescued => Err(Error::Differs),
        Outcome::NoRole if options.cable() == CableKind::None => Err(Error::NoCable),
        Outcome::NoRole if options.source_power() == Switch::On => Err(Error::NoRole),
        outcome => Err(Error::Run(outcome)),
    }
}

/// Two results in one file would leave only the last.
fn check_outputs(options: &EmulateOptions) -> Result<(), Error> {
    let serve = &options.serve;
    let results = [&options.out, &serve.out_source, &serve.out_standby];
    let outputs = results.into_iter().chain([&options.trace, &options.log]);
    let mut before: Vec<&Path> = Vec::new();
    for path in outputs.flatten() {
        // A device such as /dev/null takes any number of results.
        let replaced = !path.exists() || path.is_file();
        if replaced && before.contains(&path.as_path()) {
            return Err(Error::SameOutput(path.clone()));
        }
        before.push(path);
    }
    Ok(())
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
        match options.cable() {
            CableKind::Electric => "electric",
            CableKind::Optical => "optical",
            CableKind::None => "none",
        }
    )
}
