//! The golden waveforms: runs the program that checks or writes them.

use std::path::Path;
use std::process::Command;

/// Checks, or with `--update` writes; the program says itself what differs.
///
/// # Errors
/// When it could not be started, or something differs.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args([
            "run",
            "--quiet",
            "-p",
            "umbilical-tests",
            "--bin",
            "golden",
            "--",
        ])
        .args(arguments)
        .status()
        .map_err(|cause| format!("cargo could not be started: {cause}"))?;
    if status.success() {
        return Ok(());
    }
    Err("the golden waveforms differ; what differs is said above".to_owned())
}
