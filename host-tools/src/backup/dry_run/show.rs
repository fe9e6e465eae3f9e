//! The plan for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;
use umbilical_emu::memory::MemoryPart;
use umbilical_emu::time::Span;

use super::{Action, DryRun, Step, Wear};
use crate::output::{counted, grouped};

/// The plan as programs get it.
#[derive(Serialize)]
pub struct Report {
    part: &'static str,
    bus_hz: u32,
    bytes: u32,
    erases: u32,
    pages: u32,
    pages_equal: u32,
    time_typical_ns: u64,
    time_max_ns: u64,
    steps: Vec<StepReport>,
    wear: Vec<WearReport>,
}

#[derive(Serialize)]
struct StepReport {
    action: &'static str,
    address: u32,
    bytes: u32,
    pages: u32,
}

#[derive(Serialize)]
struct WearReport {
    address: u32,
    bytes: u32,
    count: u32,
}

/// The plan as programs get it. `pages` of an erase is 0; `pages_equal` are not touched by a
/// program, though an erase may have made them what they are to be.
pub fn report(plan: &DryRun) -> Report {
    let page_bytes = plan.part.page_bytes();
    let step = |step: &Step| StepReport {
        action: step.action.text(),
        address: step.address,
        bytes: step.bytes,
        pages: match step.action {
            Action::Erase => 0,
            Action::Program | Action::Write => step.bytes / page_bytes,
        },
    };
    let wear = |wear: Wear| WearReport {
        address: wear.address,
        bytes: wear.bytes,
        count: wear.count,
    };
    Report {
        part: plan.part.name(),
        bus_hz: plan.bus_hz,
        bytes: plan.covered,
        erases: plan.erases(),
        pages: plan.pages(),
        pages_equal: plan.covered / page_bytes - plan.pages(),
        time_typical_ns: plan.typical.ns(),
        time_max_ns: plan.maximum.ns(),
        steps: plan.steps.iter().map(step).collect(),
        wear: plan.wear().into_iter().map(wear).collect(),
    }
}

fn ms(span: Span) -> String {
    grouped(span.ns().div_ceil(1_000_000))
}

/// The plan in lines: what is done, how long it takes, what wears.
pub fn table(plan: &DryRun) -> String {
    let report = report(plan);
    let mut text = format!(
        "{}: {} of {} to write",
        report.part,
        counted(report.pages.into(), "page"),
        grouped((report.pages + report.pages_equal).into()),
    );
    if let MemoryPart::Nor(_) = plan.part {
        let _ = write!(text, ", {}", counted(report.erases.into(), "erase"));
    }
    let _ = write!(
        text,
        "; {} ms typically, {} ms at most",
        ms(plan.typical),
        ms(plan.maximum)
    );
    for step in &plan.steps {
        let _ = write!(
            text,
            "\n  {:8} {:#08x}..{:#08x}  {}",
            step.action.text(),
            step.address,
            step.address + step.bytes,
            match step.action {
                Action::Erase => format!("{} KiB", step.bytes >> 10),
                _ => counted((step.bytes / plan.part.page_bytes()).into(), "page"),
            }
        );
    }
    let (what, unit) = match plan.part {
        MemoryPart::Eeprom(_) => ("write", "page"),
        MemoryPart::Nor(_) => ("erase", "sector"),
    };
    for wear in plan.wear() {
        let (address, end) = (wear.address, wear.address + wear.bytes);
        let count = counted(wear.count.into(), what);
        let _ = write!(
            text,
            "\n  wear     {address:#08x}..{end:#08x}  {count} of each {unit}"
        );
    }
    text
}
