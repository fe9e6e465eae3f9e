//! Project tasks, run as `cargo xtask <task>`.

mod bench;
mod bitstream;
mod debian;
mod ecp5;
mod elf;
mod firmware;
mod formal;
mod fuzz;
mod gates;
mod golden;
mod log;
mod rom;
mod sweep;
mod test;
mod toolchain;
mod verilog;
mod wheels;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <task>

  test               install what the tests need, say so, and run everything
  firmware           build the programs of the soft-MCU and write soft-mcu/firmware/umbilical-*.rom
  firmware --check   build them and prove that the kept images are what the source builds to
  golden             check that the model still gives the golden waveforms, see waveforms/README.md
  golden --update    write them and their pictures anew, and say what changed
  formal [NAME]      the proofs of rtl/formal and their mutants, or those whose name contains NAME
  fuzz [SECONDS]     coverage-guided tests of what reads bytes from outside, 30 s each
  verilog            write rtl/verilog from rtl/src
  verilog --check    prove that the kept Verilog is what the source gives, and that it is sound
  gates              replay rescues, recorded from the emulator's model, on the netlist of the board
  bench rtl [--check]
                     area and speed of the hardware beside published cores; with --check the limits
                     have to be kept
  sweep [--part NAME] [--seed N] [--every-byte | --random N] [--cable]
                     cut supply or cable all through a rescue, see docs/power-cuts.md
  bitstream --board ulx3s [--bus i2c|spi] [--device 25k|85k] [--check]
                     from the kept Verilog and firmware to target/ulx3s/umbilical.bit; prints area
                     and speed, with --check compares them with the README
";

/// The workspace root.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["test"] => test::run(&root()),
        ["firmware"] => firmware::write(&root()),
        ["firmware", "--check"] => firmware::check(&root()),
        ["golden"] => golden::run(&root(), &[]),
        ["golden", "--update"] => golden::run(&root(), &["--update"]),
        ["verilog"] => verilog::write(&root()),
        ["verilog", "--check"] => verilog::check(&root()),
        ["gates", rest @ ..] => gates::run(&root(), rest),
        ["bench", "rtl", rest @ ..] => bench::run(&root(), rest),
        ["bitstream", rest @ ..] => bitstream::run(&root(), rest),
        ["fuzz", rest @ ..] => fuzz::run(&root(), rest),
        ["formal"] => formal::run(&root(), None),
        ["formal", only] => formal::run(&root(), Some(only)),
        ["sweep", rest @ ..] => sweep::run(&root(), rest),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
