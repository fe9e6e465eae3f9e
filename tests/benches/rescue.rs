//! How fast whole rescues are emulated, with and without the trace of all pins.

use std::fs::File;
use std::hint::black_box;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use criterion::{Criterion, criterion_group, criterion_main};
use umbilical::cli::{Cli, Command};
use umbilical_emu::scenario::{Report, Run, Scenario};

fn scenario(part: &str) -> Scenario {
    let cli = Cli::try_parse_from(["umbilical", "emulate", "--part", part]);
    let Command::Emulate(options) = cli.expect("good options").command;
    umbilical::emulate::scenario(&options).expect("a good scenario")
}

fn rescue(scenario: &Scenario, trace: Option<&Path>) -> Report {
    let mut run = Run::new(scenario.clone());
    if let Some(path) = trace {
        let writer = BufWriter::with_capacity(1 << 18, File::create(path).expect("writable"));
        let levels = run.system.levels();
        run.system
            .observers
            .trace_to(Box::new(writer), levels)
            .expect("writable");
    }
    let report = run.finish(|_| {});
    let end = run.system.now();
    run.system
        .observers
        .finish(end)
        .expect("the trace is written");
    assert!(report.verified);
    report
}

/// Says once what criterion does not: the work done and how it compares to the real device.
fn tell(name: &str, scenario: &Scenario, trace: Option<&Path>) {
    let started = Instant::now();
    let report = rescue(scenario, trace);
    let wall = started.elapsed();
    let simulated = Duration::from_nanos(report.ended_at.ps() / 1_000);
    let (instants, skipped) = (report.instants, report.skipped_edges);
    println!("{name}: {instants} instants, {skipped} clock edges skipped");
    println!(
        "{name}: simulated/wall {:.2}",
        simulated.as_secs_f64() / wall.as_secs_f64()
    );
}

fn rescues(criterion: &mut Criterion) {
    let trace: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rescue.vcd");
    let mut group = criterion.benchmark_group("rescue");
    group.sample_size(10);
    for (name, part, trace) in [
        ("24c64", "24c64", None),
        ("24c512", "24c512", None),
        ("24c512 traced", "24c512", Some(trace.as_path())),
    ] {
        let scenario = scenario(part);
        tell(name, &scenario, trace);
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(rescue(black_box(&scenario), trace)));
        });
    }
    group.finish();
    // Best effort: it lies in the target folder.
    let _ = std::fs::remove_file(&trace);
}

criterion_group!(benches, rescues);
criterion_main!(benches);
