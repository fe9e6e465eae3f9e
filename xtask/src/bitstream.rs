//! `cargo xtask bitstream`: from the kept Verilog and the kept firmware image to a file for the
//! board.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::ecp5::{self, Build, Device, Placed};
use crate::firmware::IMAGES;
use crate::wheels::Wheels;
use crate::{log, rom};

/// Clock of the controller on the board, MHz.
const CLOCK_MHZ: u32 = 48;
/// Pads that a netlist must have.
const PADS: Pads = Pads {
    open_drain: 8,
    push_pull: 3,
};
/// Pads that may drive high while the controller lets them: the point-to-point bus.
const PUSH_PULL: [&str; 3] = ["proc_sck", "proc_csn", "proc_io0"];
/// Block memories of 18 kbit: ROM 8, two bits each, RAM 4 byte lanes, buffer 4 byte lanes, register
/// file 2 read ports, FIFOs 2.
const BRAMS: u64 = 20;

const USAGE: &str =
    "usage: cargo xtask bitstream --board ulx3s [--bus i2c|spi] [--device 25k|85k] [--check]";

/// Numbers of tri-state pads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pads {
    /// Lines of I2C: SCL and SDA of four segments.
    open_drain: usize,
    /// [`PUSH_PULL`].
    push_pull: usize,
}

struct Options {
    /// The firmware that goes inside, one of [`IMAGES`].
    image: &'static str,
    device: Device,
    check: bool,
}

/// The firmware for the kind of memory on this bus.
fn image(bus: &str) -> Result<&'static str, String> {
    let name = format!("umbilical-{bus}");
    let found = IMAGES.into_iter().find(|image| *image == name);
    found.ok_or(format!("unknown bus \"{bus}\"; there are i2c and spi"))
}

fn parse(arguments: &[&str]) -> Result<Options, String> {
    let mut options = Options {
        image: IMAGES[0],
        device: Device::Ecp5_25,
        check: false,
    };
    let mut board = None;
    let mut rest = arguments.iter();
    while let Some(&argument) = rest.next() {
        let mut value = || {
            rest.next()
                .copied()
                .ok_or(format!("{argument} needs a value; {USAGE}"))
        };
        match argument {
            "--board" => board = Some(value()?),
            "--bus" => options.image = image(value()?)?,
            "--device" => options.device = Device::parse(value()?)?,
            "--check" => options.check = true,
            _ => return Err(format!("unknown option \"{argument}\"; {USAGE}")),
        }
    }
    match board {
        Some("ulx3s") => Ok(options),
        Some(other) => Err(format!("unknown board \"{other}\"; there is ulx3s")),
        None => Err(USAGE.into()),
    }
}

/// Builds the bitstream and prints its figures; with `--check` compares them with the README.
///
/// # Errors
/// A tool fails, the pads or memories are not those that are expected, 48 MHz is not met, or the
/// README says something else.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let options = parse(arguments)?;
    let wheels = Wheels::ensure(root)?;
    let directory = root.join("target/ulx3s");
    prepare(root, &directory, options.image)?;
    let build = Build {
        wheels: &wheels,
        directory: &directory,
        top: "pads",
    };
    eprintln!(
        "synthesising rtl/verilog/umbilical.v for the {}, with {}.rom inside",
        options.device.name(),
        options.image
    );
    build.synthesise(&["umbilical.v", "pads.v"], "")?;
    let pads = tri_state_pads(&ecp5::read_json(&directory.join("pads.json"))?)?;
    eprintln!("placing and routing for {CLOCK_MHZ} MHz");
    let placed = build.place(options.device, CLOCK_MHZ, Some("ulx3s.lpf"))?;
    report(options.device, &placed, pads);
    refuse(&placed, pads)?;
    let mut pack = wheels.command("yowasp-ecppack");
    pack.args(["--compress", "pads.config", "umbilical.bit"]);
    pack.current_dir(&directory);
    log::run(&mut pack, &directory.join("ecppack.log"))?;
    println!("target/ulx3s/umbilical.bit is written; load it with: openFPGALoader -b ulx3s FILE");
    if options.check {
        let readme = root.join("README.md");
        let text = fs::read_to_string(&readme).map_err(|error| format!("README.md: {error}"))?;
        check_readme(&text, options.device, &placed)?;
        println!("the README's row is what was measured");
    }
    Ok(())
}

/// Lays out what the tools read, with `image`, one of [`IMAGES`], for the ROM: they see nothing outside
/// `directory`.
///
/// # Errors
/// A source is missing.
pub fn prepare(root: &Path, directory: &Path, image: &str) -> Result<(), String> {
    fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    for (from, hint) in [
        (
            "rtl/verilog/umbilical.v",
            "make it with: cargo xtask verilog",
        ),
        ("rtl/boards/ulx3s/pads.v", "it belongs to the repository"),
        ("rtl/boards/ulx3s/ulx3s.lpf", "it belongs to the repository"),
    ] {
        let from = root.join(from);
        let name = from.file_name().map(PathBuf::from).unwrap_or_default();
        fs::copy(&from, directory.join(name))
            .map_err(|error| format!("{}: {error}; {hint}", from.display()))?;
    }
    rom::write_image(root, directory, image)
}

/// The tri-state drivers in a netlist of yosys (JSON).
///
/// # Errors
/// One that is not of [`PUSH_PULL`] drives anything but a constant 0: an I2C line could be driven
/// high.
fn tri_state_pads(netlist: &Value) -> Result<Pads, String> {
    let board = &netlist["modules"]["pads"];
    let cells = board["cells"]
        .as_object()
        .ok_or("pads.json: no module pads with cells in it")?;
    let drivers = cells.iter().filter(|(_, cell)| cell["type"] == "$_TBUF_");
    let mut pads = Pads {
        open_drain: 0,
        push_pull: 0,
    };
    for (name, cell) in drivers {
        let driven = &cell["connections"]["Y"];
        let is = |port: &&str| board["ports"][*port]["bits"] == *driven;
        if PUSH_PULL.iter().any(is) {
            pads.push_pull += 1;
            continue;
        }
        if cell["connections"]["A"] != serde_json::json!(["0"]) {
            return Err(format!(
                "pad {name} drives {} and not a constant 0; it is no open drain",
                cell["connections"]["A"]
            ));
        }
        pads.open_drain += 1;
    }
    Ok(pads)
}

fn refuse(placed: &Placed, pads: Pads) -> Result<(), String> {
    if pads != PADS {
        return Err(format!(
            "{pads:?} where {PADS:?} belong: the others were folded into constants"
        ));
    }
    if placed.brams != BRAMS {
        return Err(format!(
            "{} block memories where {BRAMS} belong: a memory was not recognised as one, or \
             changed on purpose; then change BRAMS in xtask/src/bitstream.rs",
            placed.brams
        ));
    }
    if placed.fmax_mhz < f64::from(CLOCK_MHZ) {
        return Err(format!(
            "{:.1} MHz is reached, {CLOCK_MHZ} MHz needed; the slowest path is in \
             target/ulx3s/pads.nextpnr.log",
            placed.fmax_mhz
        ));
    }
    Ok(())
}

fn report(device: Device, placed: &Placed, pads: Pads) {
    println!("| | LUT4 | FF | BRAM (DP16KD) | Fmax, MHz | open-drain pads | push-pull |");
    println!("|---|---|---|---|---|---|---|");
    let Pads {
        open_drain,
        push_pull,
    } = pads;
    println!("{} {open_drain} | {push_pull} |", row(device, placed));
}

/// The row of the README's table.
fn row(device: Device, placed: &Placed) -> String {
    format!(
        "{}| {} | {} | {} | {:.1} |",
        row_start(device),
        placed.luts,
        placed.ffs,
        placed.brams,
        placed.fmax_mhz
    )
}

fn row_start(device: Device) -> String {
    format!("| whole controller on a ULX3S, {} ", device.name())
}

/// Compares LUT, FF and BRAM of the README's row, which the pinned tools make repeatable.
fn check_readme(readme: &str, device: Device, placed: &Placed) -> Result<(), String> {
    let start = row_start(device);
    let right = row(device, placed);
    let kept = readme
        .lines()
        .find_map(|line| line.strip_prefix(start.as_str()))
        .ok_or_else(|| format!("README.md has no row that starts \"{start}\". Add: {right}"))?;
    let figures: Vec<u64> = kept
        .split('|')
        .filter_map(|cell| cell.trim().replace(',', "").parse().ok())
        .take(3)
        .collect();
    if figures == [placed.luts, placed.ffs, placed.brams] {
        return Ok(());
    }
    Err(format!(
        "README.md says {figures:?} for LUT, FF and BRAM of the {}. Correct it to: {right}",
        device.name()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PLACED: Placed = Placed {
        luts: 3456,
        ffs: 1789,
        brams: BRAMS,
        fmax_mhz: 55.5,
    };

    #[test]
    fn the_bus_chooses_the_firmware() {
        let chosen = |arguments: &[&str]| parse(arguments).map(|options| options.image);
        let board = ["--board", "ulx3s"];
        assert_eq!(chosen(&board), Ok("umbilical-i2c"));
        let spi = [&board[..], &["--bus", "spi"]].concat();
        assert_eq!(chosen(&spi), Ok("umbilical-spi"));
        let error = chosen(&[&board[..], &["--bus", "can"]].concat());
        assert!(error.is_err_and(|error| error.contains("i2c and spi")));
    }

    #[test]
    fn a_stale_row_of_the_readme_is_refused_and_the_right_one_is_told() {
        let right = row(Device::Ecp5_25, &PLACED);
        let readme = |row: &str| format!("# x\n|---|\n{row}\ntext\n");
        assert_eq!(
            check_readme(&readme(&right), Device::Ecp5_25, &PLACED),
            Ok(())
        );
        let commas = right.replace("3456", "3,456");
        assert_eq!(
            check_readme(&readme(&commas), Device::Ecp5_25, &PLACED),
            Ok(())
        );
        let stale = right.replace("1789", "1788");
        let error = check_readme(&readme(&stale), Device::Ecp5_25, &PLACED);
        assert!(error.is_err_and(|error| error.contains(&right)));
        assert!(check_readme(&readme(&right), Device::Ecp5_85, &PLACED).is_err());
    }

    #[test]
    fn a_line_of_i2c_whose_pad_could_drive_high_is_refused() {
        let netlist = |a: &str| {
            json!({"modules": {"pads": {
                "ports": {"proc_csn": {"bits": [7]}, "bus_scl": {"bits": [8]}},
                "cells": {
                    "p": {"type": "$_TBUF_", "connections": {"A": ["0"], "Y": [8]}},
                    "q": {"type": "$_TBUF_", "connections": {"A": [a], "Y": [9]}},
                    "r": {"type": "LUT4", "connections": {"A": ["1"], "Y": [3]}},
                    "s": {"type": "$_TBUF_", "connections": {"A": [5], "Y": [7]}},
                },
            }}})
        };
        let expected = Pads {
            open_drain: 2,
            push_pull: 1,
        };
        assert_eq!(tri_state_pads(&netlist("0")), Ok(expected));
        assert!(tri_state_pads(&netlist("1")).is_err());
        assert!(tri_state_pads(&json!({})).is_err());
    }

    /// The port lists of wrapper, constraints and page are written by hand, three times.
    #[test]
    fn every_port_of_the_wrapper_has_a_ball_of_its_own_and_a_row_on_the_page() {
        let pads = include_str!("../../rtl/boards/ulx3s/pads.v");
        let lpf = include_str!("../../rtl/boards/ulx3s/ulx3s.lpf");
        let page = include_str!("../../docs/boards.md");
        let (_, header) = pads.split_once("module pads").unwrap_or_default();
        let (header, _) = header.split_once("\n);").unwrap_or_default();
        let mut balls = std::collections::BTreeSet::new();
        for line in header.lines() {
            let line = line.trim().trim_end_matches(',');
            let Some((_, port)) = line.split_once(" wire ") else {
                continue;
            };
            let port = port.trim();
            let located = format!("LOCATE COMP \"{port}\" SITE \"");
            let (_, ball) = lpf.split_once(&located).unwrap_or_default();
            let (ball, _) = ball.split_once('"').unwrap_or_default();
            assert!(!ball.is_empty(), "{port} has no site");
            assert!(balls.insert(ball), "{ball} is used twice");
            assert!(lpf.contains(&format!("IOBUF PORT \"{port}\" IO_TYPE=LVCMOS33 ")));
            let row = page
                .lines()
                .find(|line| line.starts_with(&format!("| `{port}` |")));
            assert!(
                row.is_some_and(|row| row.contains(&format!("| {ball} |"))),
                "{port}"
            );
        }
        assert_eq!(balls.len(), lpf.matches("LOCATE COMP").count());
        assert!(balls.len() > PADS.open_drain + PADS.push_pull);
    }

    #[test]
    fn too_slow_too_few_pads_or_memories_are_refused() {
        assert_eq!(refuse(&PLACED, PADS), Ok(()));
        for missing in [(1, 0), (0, 1)] {
            let pads = Pads {
                open_drain: PADS.open_drain - missing.0,
                push_pull: PADS.push_pull - missing.1,
            };
            assert!(refuse(&PLACED, pads).is_err());
        }
        let slow = Placed {
            fmax_mhz: 47.9,
            ..PLACED
        };
        assert!(refuse(&slow, PADS).is_err());
        assert!(refuse(&Placed { brams: 2, ..PLACED }, PADS).is_err());
    }
}
