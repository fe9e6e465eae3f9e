//! A whole rescue of a 24C512 on the same boards with the same firmware, once with the emulator's
//! model in the controllers and once with the Verilog: how much does passing over idle time bring?
//!
//! One run of the Verilog takes minutes, so it is measured once; the model several times, of which
//! the fastest counts.

use std::time::{Duration, Instant};

use umbilical::emulate::firmware;
use umbilical_cosim::Verilated;
use umbilical_emu::controller::Backend;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Progress, Report, Run, Scenario};
use umbilical_soft_mcu::eeprom::Part;

const MODEL_RUNS: usize = 5;

/// Every page differs, at the part's highest bus frequency; the source is dead.
fn scenario(backend: Backend) -> Scenario {
    let part = Part::by_name("24c512").expect("a part of the table");
    let mut source = vec![0; part.bytes as usize];
    Rng::new(1).fill(&mut source);
    let standby = source.iter().map(|byte| !byte).collect();
    Scenario {
        backend,
        ..Scenario::new(firmware(), part, source, standby)
    }
}

fn timed(backend: Backend, tell: impl FnMut(&Progress)) -> (Report, Duration) {
    let mut run = Run::new(scenario(backend));
    let started = Instant::now();
    let report = run.finish(tell);
    let took = started.elapsed();
    assert!(report.verified, "the rescue went wrong: {report:?}");
    (report, took)
}

fn main() {
    let runs: Vec<(Report, Duration)> = (0..MODEL_RUNS)
        .map(|_| timed(Backend::default(), |_| ()))
        .collect();
    let (expected, model) = runs
        .into_iter()
        .min_by_key(|(_, took)| *took)
        .expect("some runs");
    println!(
        "model: {:.3} s for {} of simulated time, {} stops",
        model.as_secs_f64(),
        expected.ended_at,
        expected.instants
    );

    let mut told = None;
    let started = Instant::now();
    let (report, verilated) = timed(Backend::new("verilated", Verilated::new), |progress| {
        let step = (
            progress.phase,
            progress.pages_done / 64,
            progress.bytes_verified >> 13,
        );
        if told.replace(step) != Some(step) {
            println!(
                "verilated: {:6.1} s, {}, {} of {} pages, {} bytes verified",
                started.elapsed().as_secs_f64(),
                progress.phase.map_or("power-up", |phase| phase.text()),
                progress.pages_done,
                progress.pages,
                progress.bytes_verified
            );
        }
    });
    assert_eq!(
        report.device_time, expected.device_time,
        "another device time"
    );
    assert_eq!(
        report.pages_written, expected.pages_written,
        "another number of pages"
    );

    // The edges of B's clock; A is dead.
    let edges = report.instants + report.skipped_edges;
    println!(
        "verilated: {:.3} s for {edges} edges, {:.2} million edges per second",
        verilated.as_secs_f64(),
        edges as f64 / verilated.as_secs_f64() / 1e6
    );
    println!(
        "model: {:.0} million edges per second; {:.0} times as fast",
        edges as f64 / model.as_secs_f64() / 1e6,
        verilated.as_secs_f64() / model.as_secs_f64()
    );
}
