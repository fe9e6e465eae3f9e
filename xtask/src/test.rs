//! `cargo xtask test`: everything that has to pass, with what it needs installed first.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{bench, bitstream, debian, firmware, formal, fuzz, gates, toolchain, verilog};

/// Debian packages that the tests run: the firmware's compiler, the independent decoder, what
/// compiles the Verilog, a real image of a flash, ZMODEM and flashrom.
const PACKAGES: [&str; 8] = [
    toolchain::DEBIAN_PACKAGES[0],
    toolchain::DEBIAN_PACKAGES[1],
    "flashrom",
    "sigrok-cli",
    "verilator",
    "g++",
    "ovmf",
    "lrzsz",
];

/// A task of our own: its name, and what does it.
type Task = (&'static str, fn(&Path) -> Result<(), String>);

/// What is quick to say that something kept is stale, first.
const KEPT: [Task; 2] = [
    ("verilog --check", verilog::check),
    ("firmware --check", firmware::check),
];

/// Bytes from outside, then the hardware's own: proofs, netlist, board, area and speed.
const LONG: [Task; 5] = [
    ("fuzz", |root| fuzz::run(root, &[])),
    ("formal", |root| formal::run(root, None)),
    ("gates", |root| gates::run(root, &[])),
    ("bitstream --board ulx3s --check", |root| {
        bitstream::run(root, &["--board", "ulx3s", "--check"])
    }),
    ("bench rtl --check", |root| bench::run(root, &["--check"])),
];

/// One run of cargo.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: [Step; 10] = [
    Step {
        name: "formatting",
        arguments: &["fmt", "--all", "--check"],
        environment: &[],
    },
    Step {
        name: "clippy",
        arguments: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "umbilical/external,umbilical-tests/external,umbilical-rtl/external,umbilical-cosim/verilated",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[],
    },
    Step {
        name: "documentation",
        arguments: &["doc", "--workspace", "--no-deps"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    Step {
        name: "tests",
        arguments: &[
            "test",
            "--workspace",
            "--features",
            "umbilical/external,umbilical-tests/external,umbilical-rtl/external,umbilical-cosim/verilated",
        ],
        environment: &[("UMBILICAL_FULL", "1")],
    },
    Step {
        name: "the command with the Verilog",
        arguments: &[
            "test",
            "--package",
            "umbilical",
            "--features",
            "verilated",
            "--test",
            "cli",
            "the_verilog",
        ],
        environment: &[],
    },
    Step {
        name: "main job",
        arguments: &["run", "--release", "--", "emulate", "--format", "json"],
        environment: &[],
    },
    Step {
        name: "main job with flashes",
        arguments: &[
            "run",
            "--release",
            "--",
            "emulate",
            "--bus",
            "spi",
            "--part",
            "w25q128",
            "--format",
            "json",
        ],
        environment: &[],
    },
    Step {
        name: "benchmarks, quick",
        arguments: &[
            "bench",
            "--package",
            "umbilical-tests",
            "--bench",
            "rescue",
            "--",
            "--quick",
        ],
        environment: &[],
    },
    Step {
        name: "the link beside ZMODEM",
        arguments: &["bench", "--package", "umbilical", "--bench", "transfer"],
        environment: &[],
    },
    Step {
        name: "model against Verilator",
        arguments: &[
            "bench",
            "--package",
            "umbilical-cosim",
            "--features",
            "verilated",
            "--bench",
            "backends",
        ],
        environment: &[],
    },
];

/// Runs every part and says what each took; stops at the first that fails.
pub fn run(root: &Path) -> Result<(), String> {
    let started = Instant::now();
    let mut took: Vec<(&str, Duration)> = Vec::new();
    let mut timed = |name, result: Result<(), String>, since: Instant| {
        took.push((name, since.elapsed()));
        result
    };

    let since = Instant::now();
    timed("installing", debian::ensure_debian(&PACKAGES), since)?;
    for (name, task) in KEPT {
        eprintln!("== {name}");
        let since = Instant::now();
        timed(name, task(root), since)?;
    }
    for step in &STEPS {
        eprintln!("== {}: cargo {}", step.name, step.arguments.join(" "));
        let since = Instant::now();
        timed(step.name, cargo(root, step), since)?;
    }
    for (name, task) in LONG {
        eprintln!("== {name}");
        let since = Instant::now();
        timed(name, task(root), since)?;
    }

    eprintln!("== all passed");
    for (name, time) in &took {
        eprintln!("{:>6.1} s  {name}", time.as_secs_f64());
    }
    eprintln!("{:>6.1} s  in all", started.elapsed().as_secs_f64());
    Ok(())
}

fn cargo(root: &Path, step: &Step) -> Result<(), String> {
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(step.arguments)
        .envs(step.environment.iter().copied())
        .current_dir(root)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!(
            "{} failed ({status}); repeat it with: cargo {}",
            step.name,
            step.arguments.join(" ")
        ))
    }
}
