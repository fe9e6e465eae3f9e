//! The golden waveforms: runs the program that checks or writes them.

use std::path::Path;
use std::process::Command;

/// The program, as cargo names it.
const PROGRAM: [&str; 5] = ["--quiet", "-p", "umbilical-tests", "--bin", "golden"];

/// Checks, or with `--update` writes; the program says itself what differs.
///
/// # Errors
/// When it does not build, could not be started, or something differs.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    if !cargo(root, "build", &[])? {
        return Err(
            "the program that checks the golden waveforms does not build, see above".into(),
        );
    }
    let arguments = [&["--"], arguments].concat();
    if !cargo(root, "run", &arguments)? {
        return Err("the golden waveforms differ; what differs is said above".into());
    }
    Ok(())
}

/// Whether cargo did this with the program.
fn cargo(root: &Path, task: &str, arguments: &[&str]) -> Result<bool, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .arg(task)
        .args(PROGRAM)
        .args(arguments)
        .status()
        .map_err(|cause| format!("cargo could not be started: {cause}"))?;
    Ok(status.success())
}
