//! The report of a rehearsal, for people and for programs.

use std::path::Path;

use serde::Serialize;
use umbilical_soft_mcu::layout::{Layout, Policy};

use super::run::Report;
use crate::backup::Backup;
use crate::backup::dry_run::{self, DryRun};
use crate::error::Error;
use crate::output::{self, counted, grouped};

/// What is rehearsed.
pub struct About<'a> {
    /// The file.
    pub file: &'a Path,
    /// The backup, if it is one.
    pub backup: Option<&'a Backup>,
    /// What restoring it takes.
    pub plan: &'a DryRun,
    /// What is written.
    pub writes: &'a Layout,
}

#[derive(Serialize)]
struct JsonReport<'a> {
    verified: bool,
    outcome: String,
    part: &'a str,
    device: Option<String>,
    time: Option<String>,
    signer: Option<String>,
    bytes_written: u32,
    pages: u32,
    erases: u32,
    time_typical_ns: u64,
    time_max_ns: u64,
    boots: u32,
    boot_bytes: u64,
    service_reads: u64,
    faults: u64,
    simulated_ns: u64,
    wall_ns: u64,
    error: Option<String>,
    hint: Option<String>,
}

/// One object on stdout.
pub fn json(about: &About, report: &Report, wall_ns: u64, error: Option<&Error>) {
    let manifest = about.backup.map(Backup::manifest);
    let signer = about.backup.and_then(Backup::signer);
    output::json_line(&JsonReport {
        verified: error.is_none(),
        outcome: error.map_or("rehearsed".into(), Error::outcome),
        part: about.plan.part().name(),
        device: manifest.map(|manifest| manifest.about.device.id.to_string()),
        time: manifest.map(|manifest| manifest.about.time.to_string()),
        signer: signer.map(ToString::to_string),
        bytes_written: about.writes.bytes(Policy::Copy),
        pages: about.plan.pages(),
        erases: about.plan.erases(),
        time_typical_ns: about.plan.typical().ns(),
        time_max_ns: about.plan.maximum().ns(),
        boots: report.boots,
        boot_bytes: report.boot_bytes,
        service_reads: report.reads,
        faults: report.faults,
        simulated_ns: report.simulated_ns,
        wall_ns,
        error: error.map(ToString::to_string),
        hint: error.map(Error::hint),
    });
}

/// What is about to happen.
pub fn story(about: &About) -> String {
    let file = about.file.display();
    let what = match about.backup {
        None => format!("{file}: an image"),
        Some(backup) => {
            let manifest = &backup.manifest().about;
            let signer = match backup.signer() {
                Some(key) => format!("signed with {key}"),
                None => "not signed".into(),
            };
            format!(
                "{file}: {} of device {}, {}, {signer}",
                manifest.memory.name(),
                manifest.device,
                manifest.time
            )
        }
    };
    let plan = dry_run::table(about.plan);
    format!(
        "{what}\nrestoring {} bytes: {}",
        grouped(about.writes.bytes(Policy::Copy).into()),
        plan.lines().next().unwrap_or_default()
    )
}

/// What came of it.
pub fn people(about: &About, report: &Report) {
    output::say(&format!(
        "verified: an emulated device with a {} boots from it\n\
         its host read {} bytes at boot and 16 bytes {} in service, all as restored; {}",
        about.plan.part().name(),
        grouped(report.boot_bytes),
        counted(report.reads, "time"),
        counted(report.faults, "fault"),
    ));
}
