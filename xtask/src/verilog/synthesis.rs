//! What Verilator and yosys think of the generated Verilog.
//!
//! rust-hdl's own check sees neither a latch nor a name that was never declared; these tools do.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::rom;

/// What Verilator must not complain about, and why.
const WAIVED: [(&str, &str); 5] = [
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
        "VARHIDDEN",
        "an instance and a port inside it may have one name",
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

/// Cells of the ECP5 that the controller must come to, and why that many.
const CELLS: [(&str, usize); 2] = [
    // 18 Kibit each: ROM 2 byte lanes of 4; RAM 4 byte lanes; buffer 4 byte lanes; register file 2 read ports; FIFOs 2.
    ("DP16KD", 20),
    // A memory that found no block RAM would show here or in the flip-flops.
    ("TRELLIS_DPR16X4", 0),
];

/// Looks at the controller before and after synthesis for the ECP5; `work` gets the firmware's
/// image for the ROM and the report.
///
/// Before: no name that was never declared, no latch, no loop, nothing undriven. After: every
/// memory in block RAM, no tri-state driver, for the core has none.
///
/// # Errors
/// What yosys found, or which cell count is another.
pub fn check_controller(root: &Path, file: &Path, work: &Path) -> Result<(), String> {
    rom::write_hex(root, work)?;
    let script = format!(
        "read_verilog {}; hierarchy -check -top umbilical; proc; \
         select -assert-none t:$dlatch t:$adlatch t:$dlatchsr; check -assert; \
         synth_ecp5 -top umbilical; \
         select -assert-none t:$_TBUF_ t:$tribuf t:BB t:$_DLATCH_P_ t:$_DLATCH_N_; stat",
        file.display()
    );
    // Any warning is an error: what yosys replaces or leaves out is not what was meant.
    let text = run(Command::new("yosys")
        .current_dir(work)
        .args(["-e", ".", "-p", &script]))?;
    let cells = cells(&text);
    for (cell, expected) in CELLS {
        let found = cells.get(cell).copied().unwrap_or(0);
        if found != expected {
            return Err(format!(
                "{}: {found} cells {cell} on the ECP5, {expected} expected. If a memory was \
                 changed on purpose, change the table in xtask/src/verilog/synthesis.rs",
                file.display()
            ));
        }
    }
    let count = |cell| cells.get(cell).copied().unwrap_or(0);
    println!(
        "umbilical.v on the ECP5: {} LUT4, {} carry, {} flip-flops, {} block RAMs",
        count("LUT4"),
        count("CCU2C"),
        count("TRELLIS_FF"),
        count("DP16KD")
    );
    Ok(())
}

/// The cell counts of the last statistics in what yosys printed.
fn cells(text: &str) -> BTreeMap<&str, usize> {
    let last = text.rfind("Number of cells:").unwrap_or(text.len());
    let lines = text[last..].lines().skip(1);
    let pairs = lines.map_while(|line| {
        let mut words = line.split_whitespace();
        let (cell, count) = (words.next()?, words.next()?);
        Some((cell, count.parse().ok()?))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_statistics_are_read() {
        let text = "Number of cells: 1\n  LUT4 1\n\n=== top\n   Number of cells:   401\n     \
                    CCU2C      48\n     LUT4     209\n\nWarnings: 3 unique\n";
        let cells = cells(text);
        assert_eq!(cells.len(), 2);
        assert_eq!((cells["CCU2C"], cells["LUT4"]), (48, 209));
    }
}
