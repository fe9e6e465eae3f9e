//! The power-cut sweep: builds it optimised and runs it with the arguments it was given.

use std::path::Path;
use std::process::Command;

/// Runs the sweep; it explains its arguments and prints its result itself.
///
/// # Errors
/// When it could not be started, or ended with anything but success.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args([
            "run",
            "--release",
            "--quiet",
            "-p",
            "umbilical-tests",
            "--bin",
            "sweep",
            "--",
        ])
        .args(arguments)
        .status()
        .map_err(|cause| format!("cargo could not be started: {cause}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "the sweep ended with {status}; its own message is above"
    ))
}
