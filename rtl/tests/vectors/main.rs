//! Every block as rust-hdl has it against its Verilog under Verilator, on random vectors.
//!
//! rust-hdl runs the description, Verilator what was generated from it: an expression that
//! translates into another meaning shows as an output that differs.

mod blocks;
#[path = "../drive/mod.rs"]
mod drive;
mod party;
mod record;
mod stimulus;
mod testbench;

use blocks::Run;
use std::path::PathBuf;
use umbilical_rtl::verilog;

const DEFAULT_SEED: u64 = 0x5EED_0002;

/// `UMBILICAL_SEED` replaces the seed, in decimal.
fn seed() -> u64 {
    let seed = std::env::var("UMBILICAL_SEED").ok();
    let seed = seed
        .and_then(|text| text.parse().ok())
        .unwrap_or(DEFAULT_SEED);
    println!("UMBILICAL_SEED={seed}");
    seed
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Bits of outputs that cannot move in a run of this length, and why.
const STUCK: [(&str, &str, u64, &str); 4] = [
    (
        "switch",
        "io_read",
        0xFFFF_C08C,
        "SWITCH and SWITCH_STATUS have no such bits",
    ),
    (
        "sense",
        "io_read",
        0xFF00_0000,
        "DEBOUNCE, the widest, has 24 bits",
    ),
    (
        "timer",
        "cycle",
        0xFFFF_0000,
        "takes 65,536 edges without a reset and more",
    ),
    ("timer", "cycle_high", 0xFFFF_FFFF, "takes 2^32 edges"),
];

#[test]
fn each_block_is_its_verilog_on_every_edge() {
    let runs = blocks::all(seed());
    let files = verilog::files().expect("all blocks are connected");
    for file in files.iter().filter(|file| file.path.starts_with("blocks/")) {
        let kept = |run: &&Run| file.path == format!("blocks/{}.v", run.recording.block);
        let run = runs.iter().find(kept);
        assert!(
            run.is_some_and(|run| run.verilog == file.text),
            "{} is not run",
            file.path
        );
    }
    let mut stuck = Vec::new();
    for run in &runs {
        let block = run.recording.block;
        for (port, bits) in run.recording.stuck() {
            let known = STUCK
                .iter()
                .filter(|known| (known.0, known.1) == (block, port));
            let known = known.fold(0, |all, known| all | known.2);
            if bits & !known != 0 {
                stuck.push(format!("{block}.{port}: bits {:x}", bits & !known));
            }
        }
    }
    for (block, port, bits, why) in STUCK {
        println!("not moved: {block}.{port} {bits:08x}: {why}");
    }
    assert!(stuck.is_empty(), "never moved: {stuck:#?}");
    let recordings: Vec<_> = runs.iter().map(|run| &run.recording).collect();
    let verilog: Vec<_> = runs.iter().map(|run| run.verilog.clone()).collect();
    let differences = testbench::run(&folder("vectors"), &recordings, &verilog);
    assert!(differences.is_empty(), "{differences:#?}");
    let edges: usize = recordings
        .iter()
        .map(|recording| recording.rows.len())
        .sum();
    println!("{} blocks agree at {edges} edges", runs.len());
}
