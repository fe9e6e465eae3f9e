//! How long whole rescues take on the wall clock.
//!
//! 24C512 at 1 MHz with contents in which every page differs, and W25Q128 with contents as in real
//! devices: the figures that the README quotes.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use umbilical::emulate::firmware;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Report, Run, Scenario};
use umbilical_soft_mcu::eeprom::Part;
use umbilical_tests::{flash, flash_image, flash_scenario};

fn scenario(name: &str) -> Scenario {
    let part = Part::by_name(name).expect("a part of the table");
    let mut source = vec![0; part.bytes as usize];
    Rng::new(1).fill(&mut source);
    let standby = source.iter().map(|byte| !byte).collect();
    Scenario::new(firmware(), part, source, standby)
}

fn rescue(scenario: &Scenario, trace: Option<&Path>) -> Report {
    let mut run = Run::new(scenario.clone());
    if let Some(path) = trace {
        let file = BufWriter::new(File::create(path).expect("the target folder takes a file"));
        let levels = run.system.levels();
        let traced = run.system.observers.trace_to(Box::new(file), levels);
        traced.expect("the header can be written");
    }
    let report = run.finish(|_| {});
    let end = run.system.now();
    run.system
        .observers
        .finish(end)
        .expect("the trace can be written");
    assert!(report.verified);
    report
}

fn rescues(criterion: &mut Criterion) {
    let trace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rescue.vcd");
    let mut group = criterion.benchmark_group("rescue");
    group.sample_size(10);
    for (name, traced) in [("24c64", false), ("24c512", false), ("24c512", true)] {
        let scenario = scenario(name);
        let path = traced.then_some(trace.as_path());
        let report = rescue(&scenario, path);
        println!(
            "{name}: {} us of device time, {} stops, {} clock edges passed without one",
            report.ended_at.ps() / 1_000_000,
            report.instants,
            report.skipped_edges
        );
        let label = if traced {
            format!("{name}, pin trace")
        } else {
            name.to_owned()
        };
        group.bench_function(label, |bencher| bencher.iter(|| rescue(&scenario, path)));
    }
    group.finish();
    // A trace of this size is of no use to anyone afterwards.
    let _ = std::fs::remove_file(&trace);
}

/// 16 MiB between two W25Q128, at most 2 s each without a trace.
fn flash_rescues(criterion: &mut Criterion) {
    let part = flash("w25q128");
    let image = flash_image::mixed(part.bytes, 1);
    let mut group = criterion.benchmark_group("rescue of w25q128");
    group.sample_size(10);
    for (label, standby) in [
        ("blank", Vec::new()),
        ("all different", flash_image::all_different(&image, 2)),
        (
            "1 % different",
            flash_image::one_percent_different(&image, 3),
        ),
    ] {
        let scenario = flash_scenario(part, image.clone(), standby);
        let report = rescue(&scenario, None);
        println!(
            "w25q128, {label}: {} ms of device time, {} erases, {} programs, {} stops, {} bytes at \
             once, {} instructions",
            report.ended_at.ps() / 1_000_000_000,
            report.erases,
            report.programs,
            report.instants,
            report.burst_bytes,
            report.instructions
        );
        group.bench_function(label, |bencher| bencher.iter(|| rescue(&scenario, None)));
    }
    group.finish();
}

criterion_group!(benches, rescues, flash_rescues);
criterion_main!(benches);
