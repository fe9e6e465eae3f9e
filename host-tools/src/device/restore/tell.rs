//! What came of a restore, for people and for programs.

use serde::Serialize;

use crate::backup::DeviceId;
use crate::backup::dry_run;
use crate::device::job::Job;
use crate::output::{self, counted, grouped};

/// A restore that was done, or planned.
pub struct Done {
    /// The device's port.
    pub port: String,
    /// Which device.
    pub device: DeviceId,
    /// The rate in use, in baud.
    pub baud: u32,
    /// An earlier restore or rescue had been cut off.
    pub was_incomplete: bool,
    /// Nothing was written.
    pub dry_run: bool,
    /// Bytes of the file that stay away from the device.
    pub kept_bytes: u64,
    /// What was done.
    pub job: Job,
}

/// The same for programs.
#[derive(Serialize)]
pub struct Report {
    verified: bool,
    outcome: &'static str,
    port: String,
    device: String,
    baud: u32,
    was_incomplete: bool,
    bytes_kept: u64,
    plan: dry_run::Report,
    wall_ns: u64,
}

/// `done` for programs.
pub fn report(done: &Done, wall_ns: u64) -> Report {
    Report {
        verified: !done.dry_run,
        outcome: match (done.dry_run, done.job.is_done()) {
            (true, _) => "planned",
            (false, true) => "equal",
            (false, false) => "restored",
        },
        port: done.port.clone(),
        device: done.device.to_string(),
        baud: done.baud,
        was_incomplete: done.was_incomplete,
        bytes_kept: done.kept_bytes,
        plan: dry_run::report(done.job.plan()),
        wall_ns,
    }
}

/// What bytes that stay away are called.
pub fn kept(bytes: u64) -> String {
    match bytes {
        0 => String::new(),
        bytes => format!(
            "; {} bytes of the file stay away: the device keeps its own",
            grouped(bytes)
        ),
    }
}

/// `done` in a line.
pub fn line(done: &Done) -> String {
    let plan = done.job.plan();
    let part = done.job.part().name();
    let (pages, erases) = (u64::from(plan.pages()), u64::from(plan.erases()));
    let kept = kept(done.kept_bytes);
    match (done.dry_run, done.job.is_done()) {
        (true, _) => format!("dry run, nothing is written{kept}"),
        (false, true) => format!(
            "verified: device {} with its {part} held all of it already; nothing was \
             written{kept}",
            done.device
        ),
        (false, false) => format!(
            "verified: device {} with its {part} holds it now: {} and {} done, read back by the \
             device and marked complete{kept}",
            done.device,
            counted(pages, "page write"),
            counted(erases, "erase"),
        ),
    }
}

/// `done` for people.
pub fn people(done: &Done) {
    if done.was_incomplete {
        output::say(
            "note: the memory had been marked incomplete; what this file does not name is as the \
             cut left it",
        );
    }
    if done.dry_run {
        output::print_line(&dry_run::table(done.job.plan()));
    }
    output::say(&line(done));
}
