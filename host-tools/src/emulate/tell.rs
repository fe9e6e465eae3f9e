//! The report of a run, for programs and for people.

use serde::Serialize;
use umbilical_emu::limit;
use umbilical_emu::memory::MemoryPart;
use umbilical_emu::scenario::{Report, Scenario};
use umbilical_soft_mcu::layout::{Layout, Policy};
use umbilical_soft_mcu::timing::spi_half;

use crate::error::Error;
use crate::layout::{self, RegionReport};
use crate::output::{self, counted, grouped};

/// What was asked for.
pub struct About {
    part: MemoryPart,
    /// SCL, or the SCK that comes of it.
    bus_hz: u32,
    buffer_bytes: u32,
    layout: Option<Layout>,
    /// Bytes that are copied.
    copied: u32,
    /// With a flash: the least time from the one content to the other, in nanoseconds.
    flash_limit_ns: Option<u64>,
}

impl About {
    /// Takes down what `scenario` asks for.
    pub fn new(scenario: &Scenario) -> About {
        let part = scenario.standby.part;
        let layout = scenario.layout;
        let copied = layout.map_or(part.bytes(), |layout| layout.bytes(Policy::Copy));
        let (bus_hz, flash_limit_ns) = match part {
            MemoryPart::Eeprom(_) => (scenario.bus_hz, None),
            MemoryPart::Nor(flash) => {
                let half = spi_half(scenario.clock_hz, scenario.bus_hz);
                let sck_hz = scenario.clock_hz / (2 * half);
                let padded = |contents: &[u8]| {
                    let mut padded = contents.to_vec();
                    padded.resize(part.bytes() as usize, 0xFF);
                    padded
                };
                let wanted = scenario.expected(&padded(&scenario.source.contents));
                let standby = padded(&scenario.standby.contents);
                let limit = limit::nor(flash, sck_hz, copied, &wanted, &standby);
                (sck_hz, limit.map(|(limit, _)| limit.ns()))
            }
        };
        About {
            part,
            bus_hz,
            buffer_bytes: scenario.buffer_bytes,
            layout,
            copied,
            flash_limit_ns,
        }
    }

    fn bus(&self) -> &'static str {
        match self.part {
            MemoryPart::Eeprom(_) => "i2c",
            MemoryPart::Nor(_) => "spi",
        }
    }

    fn limit_ns(&self, report: &Report) -> u64 {
        match self.part {
            MemoryPart::Eeprom(part) => {
                limit::eeprom(part, self.bus_hz, self.copied, report.pages_written).ns()
            }
            MemoryPart::Nor(_) => self.flash_limit_ns.unwrap_or_default(),
        }
    }
}

/// What came of it.
pub struct Figures<'a> {
    /// The run's own report.
    pub report: &'a Report,
    /// How long it took here, in nanoseconds.
    pub wall_ns: u64,
    /// Data bytes, with a flash writing commands, that the source's memory received.
    pub source_data_bytes: u64,
    /// Seed of everything random.
    pub seed: u64,
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
    erases: u64,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<RegionReport>>,
    error: Option<String>,
    hint: Option<String>,
}

/// One object on stdout.
pub fn json(about: &About, figures: &Figures, error: Option<&Error>) {
    let report = figures.report;
    output::json_line(&JsonReport {
        verified: report.verified,
        outcome: error.map_or("rescued".into(), Error::outcome),
        part: about.part.name(),
        bus: about.bus(),
        mode: "direct",
        bytes: about.copied,
        bus_hz: about.bus_hz,
        buffer_bytes: about.buffer_bytes,
        pages_written: report.pages_written,
        pages_skipped: report.pages_skipped,
        erases: report.erases,
        retries: report.retries,
        device_time_ns: report.device_time.map(|time| time.ns()),
        limit_ns: about.limit_ns(report),
        wall_ns: figures.wall_ns,
        simulated_ns: report.ended_at.ps() / 1_000,
        instants: report.instants,
        skipped_edges: report.skipped_edges,
        instructions: report.instructions,
        bus_conflicts: report.bus_conflicts,
        faults: report.faults,
        source_data_bytes: figures.source_data_bytes,
        seed: figures.seed,
        regions: about.layout.as_ref().map(layout::report),
        error: error.map(ToString::to_string),
        hint: error.map(Error::hint),
    });
}

/// A few lines on stderr; nothing when the rescue came to no end, for the error says it all.
pub fn people(about: &About, figures: &Figures) {
    let report = figures.report;
    let Some(device_time) = report.device_time else {
        return;
    };
    let (device_time_ns, limit_ns) = (device_time.ns(), about.limit_ns(report));
    let ratio = device_time_ns * 1000 / limit_ns.max(1);
    let erases = match about.part {
        MemoryPart::Eeprom(_) => String::new(),
        MemoryPart::Nor(_) => format!(", {}", counted(report.erases, "erase")),
    };
    output::say(&format!(
        "{verdict}: {bytes} bytes, {written} pages written, {skipped} equal and left alone{erases}\n\
         device time {device} ms, limit {limit} ms (ratio {whole}.{thousandth:03})\n\
         wall time {wall} ms, {edges} clock edges passed without a stop, {faults}, \
         {conflicts}{regions}{service}",
        verdict = if report.verified {
            "verified"
        } else {
            "NOT VERIFIED"
        },
        bytes = about.copied,
        written = report.pages_written,
        skipped = report.pages_skipped,
        device = grouped(device_time_ns / 1_000_000),
        limit = grouped(limit_ns / 1_000_000),
        whole = ratio / 1000,
        thousandth = ratio % 1000,
        wall = grouped(figures.wall_ns / 1_000_000),
        edges = grouped(report.skipped_edges),
        faults = counted(report.faults, "fault"),
        conflicts = counted(report.bus_conflicts, "bus conflict"),
        regions = about.layout.as_ref().map_or_else(String::new, |layout| {
            format!("\n{}", layout::summary(layout))
        }),
        service = if report.verified {
            "\ndevice B boots from the copied configuration"
        } else {
            ""
        },
    ));
}
