//! One source of RV32IC tests for every back-end of the controller.
//!
//! A test is a [`Program`]: instruction words and a length. The [`reference`](mod@reference)
//! says what has to come of it; [`check`] runs it on a back-end, which it knows only as a
//! [`Controller`], and names the first difference.
//!
//! ```text
//!   directed.rs ---.                     .--> reference --> Expected --.
//!                   >--- Program -------<                               >-- first difference
//!   streams.rs ----'                     '--> Controller: model, -------'
//!                                             rust-hdl, Verilated
//! ```
//!
//! Compared are all completed instructions (fetch edge, address, word, result) through every
//! watchdog reset, the edges at which report words are stored, the report block and the pins at
//! the end.
//!
//! No pin ever changes: all are low. So no bus is ever free and no connection ever made, and the
//! reference can know every register without knowing bus, engine or switch.

pub mod compressed;
pub mod directed;
pub mod listing;
pub mod points;
pub mod reference;
pub mod streams;

use std::fmt;

use umbilical_emu::controller::mcu::{Retired, asm};
use umbilical_emu::controller::{Backend, Controller, Outputs, PhaseChange};
use umbilical_emu::time::{Clock, Span, Time};
use umbilical_soft_mcu::registers::POWER_ON_RESET_CYCLES;
use umbilical_soft_mcu::report::word;

use reference::{Mistake, Reference, Unknown};

/// Clock of the controller under test.
pub const CLOCK_HZ: u32 = 48_000_000;

/// What a back-end has to run.
#[derive(Clone, Debug)]
pub struct Program {
    /// What differences are reported under.
    pub name: String,
    /// The first words of the ROM; the rest is 0.
    pub words: Vec<u32>,
    /// Where it ends, in edges since the first fetch, unless it falls asleep for ever before.
    pub edges_max: u64,
}

/// What has to come of a program.
#[derive(Clone, Debug)]
pub struct Expected {
    /// All completed instructions, in order. Edges count from the last reset.
    pub retired: Vec<Retired>,
    /// Stores to the report block's `PHASE` and `FAULT`: edge since power-on reset, word, value.
    pub report_stores: Vec<(u64, usize, u32)>,
    /// The last edge, counted from the end of the power-on reset.
    pub end: u64,
    /// It ended because it sleeps and nothing can wake it.
    pub asleep: bool,
    /// Where the watchdog fired: instructions completed before, edge since the reset before.
    pub resets: Vec<(usize, u64)>,
    /// The report block; `None` where nothing was stored.
    pub report: [Option<u32>; word::COUNT],
    /// What the controller drives at the end.
    pub outputs: Outputs,
}

/// The first thing that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference(String);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the reference, with or without a mistake built in, expects of a program.
///
/// # Errors
/// When the program does something of which the outcome is not known.
pub fn expect(program: &Program, mistake: Option<Mistake>) -> Result<Expected, Unknown> {
    let mut reference = Reference::new(&program.words, CLOCK_HZ, mistake);
    reference.run(program.edges_max)?;
    Ok(reference.into_expected())
}

/// Runs `program` on a back-end and compares with what is `expected` of it.
///
/// # Errors
/// The first difference, with the name of the program and the last instruction before it.
pub fn check(backend: &Backend, program: &Program, expected: &Expected) -> Result<(), Difference> {
    let mut controller = backend.controller(&asm::rom(&program.words), CLOCK_HZ, 0);
    controller.record_retired(true);
    controller.power(Time::ZERO, true, 0);
    let clock = Clock::new(CLOCK_HZ, 0, Time::ZERO);
    // Each reset may round the clock by a picosecond; half a period is in no danger of that.
    let date = |edge: u64| clock.edge(POWER_ON_RESET_CYCLES + edge);
    let half_a_period = Span::from_ps(500_000_000_000 / u64::from(CLOCK_HZ));
    let end = date(expected.end) + half_a_period;
    while controller.wake() <= end {
        let now = controller.wake();
        controller.step(now);
    }
    compare_retired(controller.take_retired(), expected)
        .and_then(|()| compare_stores(&controller.phase_changes(), expected, date, half_a_period))
        .and_then(|()| compare_end(&*controller, expected))
        .map_err(|text| Difference(format!("{} on {}: {text}", program.name, backend.name())))
}

fn describe(instruction: &Retired) -> String {
    format!(
        "edge {} pc {:08x} word {:08x} ({}) result {:08x}",
        instruction.edge,
        instruction.pc,
        instruction.instruction,
        listing::name(instruction.instruction),
        instruction.rd_value
    )
}

fn compare_retired(retired: Vec<Retired>, expected: &Expected) -> Result<(), String> {
    for (index, wanted) in expected.retired.iter().enumerate() {
        let found = retired.get(index);
        if found != Some(wanted) {
            let last = match index.checked_sub(1).and_then(|last| retired.get(last)) {
                Some(last) => describe(last),
                None => "nothing".into(),
            };
            let found = found.map_or("nothing".into(), describe);
            let wanted = describe(wanted);
            return Err(format!(
                "instruction {index}\n  expected {wanted}\n  found    {found}\n  after    {last}"
            ));
        }
    }
    // The model runs ahead of time where nobody can see it.
    match retired.get(expected.retired.len()) {
        Some(found) if expected.asleep => Err(format!("sleeps no longer: {}", describe(found))),
        _ => Ok(()),
    }
}

fn compare_stores(
    found: &[PhaseChange],
    expected: &Expected,
    date: impl Fn(u64) -> Time,
    tolerance: Span,
) -> Result<(), String> {
    for (index, &(edge, word, value)) in expected.report_stores.iter().enumerate() {
        let at = date(edge);
        let agrees = |change: &&PhaseChange| {
            let late = change.at.since(at).max(at.since(change.at));
            (change.word, change.value) == (word, value) && late < tolerance
        };
        if found.get(index).filter(agrees).is_none() {
            let found = found.get(index);
            return Err(format!(
                "report store {index}: expected word {word} = {value:#x} at {at}, found {found:?}"
            ));
        }
    }
    Ok(())
}

fn compare_end(controller: &dyn Controller, expected: &Expected) -> Result<(), String> {
    let (found, wanted) = (controller.watchdog_resets(), expected.resets.len() as u32);
    if found != wanted {
        return Err(format!("{wanted} watchdog resets expected, {found} found"));
    }
    if !expected.asleep {
        return Ok(());
    }
    let report = controller.report();
    for (index, wanted) in expected.report.iter().enumerate() {
        if wanted.is_some_and(|wanted| wanted != report[index]) {
            let found = report[index];
            return Err(format!(
                "report word {index}: expected {wanted:x?}, found {found:x}"
            ));
        }
    }
    let (found, wanted) = (controller.outputs(), expected.outputs);
    if found != wanted {
        return Err(format!("pins: expected {wanted:x?}, found {found:x?}"));
    }
    Ok(())
}
