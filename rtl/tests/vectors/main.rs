//! Every block as rust-hdl has it against its Verilog under Verilator, on random vectors.
//!
//! rust-hdl runs the description, Verilator what was generated from it: an expression that
//! translates into another meaning shows as an output that differs.

mod blocks;
#[path = "../drive/mod.rs"]
mod drive;
mod party;
mod program;
mod record;
mod stimulus;
mod testbench;

use blocks::Run;
use std::path::PathBuf;
use std::sync::LazyLock;
use umbilical_rtl::verilog;

const DEFAULT_SEED: u64 = 0x5EED_0002;

/// `UMBILICAL_SEED` replaces the seed, in decimal.
fn seed() -> u64 {
    let given = std::env::var("UMBILICAL_SEED").ok();
    let given = given.and_then(|text| text.parse().ok());
    given.unwrap_or(DEFAULT_SEED)
}

/// Every block's run, for all tests here.
static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
    println!("UMBILICAL_SEED={}", seed());
    blocks::all(seed())
});

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Bits of outputs that cannot move in a run of this length, and why.
const STUCK: [(&str, &str, u64, &str); 8] = [
    (
        "switch",
        "io_read",
        0xFFE8_C08C,
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
    (
        "uart",
        "io_read",
        0x0C00_0000,
        "none of its registers has such bits",
    ),
    ("timer", "cycle_high", 0xFFFF_FFFF, "takes 2^32 edges"),
    (
        "mcu",
        "trace_pc",
        0xFFFF_C001,
        "instructions end in ROM, at even addresses",
    ),
    (
        "umbilical",
        "trace_pc",
        0xFFFF_C001,
        "instructions end in ROM, at even addresses",
    ),
    (
        "umbilical",
        "pull",
        0x30,
        "the lines of the port are looked at only",
    ),
];

#[test]
fn each_block_is_its_verilog_on_every_edge() {
    let runs = &*RUNS;
    for file in verilog::files().expect("all blocks are connected") {
        let name = file
            .path
            .trim_start_matches("blocks/")
            .trim_end_matches(".v");
        let run = runs.iter().find(|run| run.recording.block == name);
        assert!(
            run.is_some_and(|run| run.verilog == file.text),
            "{name} is not run"
        );
    }
    let mut stuck = Vec::new();
    for run in runs {
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
    println!("never moved with this seed: {stuck:?}");
    // Other seeds find other differences, but may leave a bit where it was.
    let complete = stuck.is_empty() || seed() != DEFAULT_SEED;
    assert!(complete, "never moved: {stuck:#?}");
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

/// A block, a text in its Verilog, and what stands there in its place.
const MUTANTS: [(&str, &str, &str); 11] = [
    (
        "line_filter",
        "filtered$d = second$q;",
        "filtered$d = first$q;",
    ),
    ("repeater", "else if (~bus) begin", "else if (bus) begin"),
    (
        "spi_switch",
        "guarded = guard$q == enough;",
        "guarded = guard$q == (enough - 3'h1);",
    ),
    (
        "spi_engine",
        "deciding = byte_complete$q & status & ~decided$q;",
        "deciding = byte_complete$q & status;",
    ),
    (
        "uart_engine",
        "over_next$d = few & (half | ~count$q[32'h0]);",
        "over_next$d = few;",
    ),
    ("uart", "arrived$d = store;", "arrived$d = receiver$good;"),
    (
        "tracker",
        "(scl_before$q & ~sda_before$q)",
        "(~sda_before$q)",
    ),
    ("debouncer", "(count$q >= debounce)", "(count$q > debounce)"),
    (
        "i2c_engine",
        "& ~sda & (kind_now$q == Kind$DataOut)",
        "& (kind_now$q == Kind$DataOut)",
    ),
    (
        "ram",
        "if (write_mask[2]) lane2",
        "if (write_mask[1]) lane2",
    ),
    (
        "transfer_buffer",
        "if (write_mask[3]) lane3",
        "if (write_mask[2]) lane3",
    ),
];

/// What Verilator runs really is the Verilog, and a difference is found and named.
#[test]
fn a_change_in_the_verilog_of_a_block_is_found() {
    let mutated = MUTANTS.map(|(block, from, to)| {
        let run = RUNS.iter().find(|run| run.recording.block == block);
        let run = run.unwrap_or_else(|| panic!("{block} is no block"));
        assert!(
            run.verilog.contains(from),
            "{block} has no {from:?} any more"
        );
        (&run.recording, run.verilog.replacen(from, to, 1))
    });
    let recordings = mutated.each_ref().map(|(recording, _)| *recording);
    let verilog = mutated.each_ref().map(|(_, verilog)| verilog.clone());
    let differences = testbench::run(&folder("vector_mutants"), &recordings, &verilog);
    for (block, _, to) in MUTANTS {
        let difference = differences
            .iter()
            .find(|difference| difference.block == block);
        let difference = difference.unwrap_or_else(|| panic!("{block} with {to:?} passes"));
        println!(
            "{block} with {to:?}: edge {}, {} is {}, not {}",
            difference.edge, difference.port, difference.verilog, difference.recorded
        );
    }
}
