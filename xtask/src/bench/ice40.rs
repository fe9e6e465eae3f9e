//! iCE40 with Debian 12's yosys 0.23 and nextpnr-ice40 0.4.

use std::path::Path;
use std::process::Command;

use crate::{ecp5, log};

use super::scan;

/// Seeds of the placer.
const SEEDS: [&str; 3] = ["1", "2", "3"];

/// What was measured.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Look-up tables of the bare core.
    pub luts: u64,
    /// Flip-flops of the bare core.
    pub ffs: u64,
    /// MHz on an HX8K, one for each seed.
    pub hx8k: Vec<f64>,
    /// MHz on an UP5K, one for each seed. Empty if the core does not fit.
    pub up5k: Vec<f64>,
}

/// Measures module `top` of `core.v`, and `scan.v` around it, in `directory`.
///
/// # Errors
/// A tool failed.
pub fn measure(directory: &Path, top: &str) -> Result<Figures, String> {
    let script = format!(
        "read_verilog core.v; synth_ice40 -top {top}; tee -q -o ice40.stat.json stat -json"
    );
    synthesise(directory, &script, "ice40-core")?;
    let cells = ecp5::cells(&directory.join("ice40.stat.json"))?;
    let ffs = cells.iter().filter(|(name, _)| name.starts_with("SB_DFF"));
    let ffs = ffs.map(|(_, count)| count).sum();
    let script = format!(
        "read_verilog core.v scan.v; synth_ice40 -top {} -json ice40.json",
        scan::TOP
    );
    synthesise(directory, &script, "ice40-scan")?;
    Ok(Figures {
        luts: ecp5::count(&cells, &["SB_LUT4"]),
        ffs,
        hx8k: place(directory, "--hx8k", "ct256")?,
        up5k: place(directory, "--up5k", "sg48")?,
    })
}

fn synthesise(directory: &Path, script: &str, name: &str) -> Result<(), String> {
    let mut yosys = Command::new("yosys");
    yosys.args(["-q", "-p", script]).current_dir(directory);
    log::run(&mut yosys, &directory.join(format!("{name}.log"))).map(drop)
}

fn place(directory: &Path, part: &str, package: &str) -> Result<Vec<f64>, String> {
    let mut frequencies = vec![];
    for seed in SEEDS {
        let report = format!("ice40{part}-{seed}.json");
        let mut nextpnr = Command::new("nextpnr-ice40");
        nextpnr
            .args([part, "--package", package, "--json", "ice40.json"])
            .args([
                "--seed",
                seed,
                "--pcf-allow-unconstrained",
                "--timing-allow-fail",
            ])
            .args(["--report", &report])
            .current_dir(directory);
        let log = directory.join(format!("ice40{part}-{seed}.log"));
        log::run(&mut nextpnr, &log)?;
        let report = ecp5::read_json(&directory.join(&report))?;
        let slowest = report["fmax"]
            .as_object()
            .and_then(|clocks| {
                let achieved = clocks.values().filter_map(|it| it["achieved"].as_f64());
                achieved.min_by(f64::total_cmp)
            })
            .ok_or_else(|| format!("{}: no frequency in the report", log.display()))?;
        frequencies.push(slowest);
    }
    Ok(frequencies)
}
