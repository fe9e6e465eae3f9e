//! `emulate --trace-from --trace-to`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn emulate(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    command
        .current_dir(folder)
        .args(["emulate", "--part", "24c02"])
        .args(arguments);
    command.output().expect("the command was built")
}

/// Breaks when the window is another one, or holds anything but what the whole trace has there.
#[test]
fn a_window_is_part_of_the_whole_trace() {
    let folder = TempDir::new().expect("a folder");
    let whole = emulate(folder.path(), &["--trace", "whole.vcd"]);
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    let window = ["--trace-from", "2035ms", "--trace-to", "2040ms"];
    let part = emulate(
        folder.path(),
        &[&["--trace", "part.vcd"][..], &window].concat(),
    );
    assert_eq!(part.status.code(), Some(0), "{part:?}");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("written");
    let (whole, part) = (read("whole.vcd"), read("part.vcd"));
    assert!(part.contains("#2035000000000\n$dumpvars"), "its start");
    let (_, changes) = part.split_once("$dumpvars\n").expect("a dump");
    let (_, changes) = changes.split_once("$end\n").expect("a dump");
    let (changes, end) = changes.trim_end().rsplit_once('\n').expect("changes");
    assert_eq!(end, "#2040000000000");
    assert!(changes.lines().count() > 1_000, "nothing happened");
    assert!(whole.contains(&format!("\n{changes}\n")), "other changes");
}

#[test]
fn a_window_that_cannot_be_is_refused_before_anything_is_written() {
    let folder = TempDir::new().expect("a folder");
    let window = [
        "--trace",
        "t.vcd",
        "--trace-from",
        "3ms",
        "--trace-to",
        "2ms",
    ];
    let output = emulate(folder.path(), &window);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("from 3.000 ms cannot end at 2.000 ms"),
        "{told}"
    );
    let output = emulate(folder.path(), &["--trace-from", "3ms"]);
    assert_eq!(output.status.code(), Some(2), "there is no trace");
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0);
}
