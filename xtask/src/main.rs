//! Project tasks, run as `cargo xtask <task>`.

mod debian;
mod elf;
mod firmware;
mod golden;
mod sweep;
mod test;
mod toolchain;
mod verilog;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <task>

  test               install what the tests need, say so, and run everything
  firmware           build the program of the soft-MCU and write soft-mcu/firmware/umbilical.rom
  firmware --check   build it and prove that the kept image is what the source builds to
  golden             check that the model still gives the golden waveforms, see waveforms/README.md
  golden --update    write them and their pictures anew, and say what changed
  verilog            write rtl/verilog from rtl/src
  verilog --check    prove that the kept Verilog is what the source gives, and that it is sound
  sweep [--part NAME] [--seed N] [--every-byte | --random N] [--cable]
                     cut supply or cable all through a rescue, see docs/power-cuts.md
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
