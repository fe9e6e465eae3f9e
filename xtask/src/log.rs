//! Runs a tool with its output in a file, and tells of the end of it when it fails.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

/// Lines of a failed tool's output that the error repeats.
const TAIL_LINES: usize = 15;

/// Runs `command` with standard output and error in `log`; gives back what it wrote.
///
/// # Errors
/// The tool cannot be started or failed: its last lines, and where the rest is.
pub fn run(command: &mut Command, log: &Path) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let at_log = |error: std::io::Error| format!("{}: {error}", log.display());
    let output = File::create(log).map_err(at_log)?;
    let errors = output.try_clone().map_err(at_log)?;
    let status = command
        .stdout(output)
        .stderr(errors)
        .status()
        .map_err(|error| format!("cannot run {name}: {error}"))?;
    let bytes = fs::read(log).map_err(at_log)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if status.success() {
        return Ok(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n");
    Err(format!(
        "{name} failed ({status}); the end of {}:\n{tail}",
        log.display()
    ))
}
