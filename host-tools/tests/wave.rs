//! The `umbilical wave` commands from outside: what they print, what they write, how they end.
//!
//! `INSTA_UPDATE=always cargo test -p umbilical --test wave` writes the snapshots anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Lines of a bus in a VCD file, half a microsecond a step.
struct Bus {
    text: String,
    ps: u64,
}

const HEADER: &str = "$timescale 1 ps $end\n$scope module b $end\n\
    $var wire 1 ! bus_scl $end\n$var wire 1 \" bus_sda $end\n$var wire 1 # port_en $end\n\
    $upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n1!\n1\"\n0#\n$end\n";

impl Bus {
    fn new() -> Bus {
        let text = HEADER.to_owned();
        Bus { text, ps: 0 }
    }

    fn step(mut self, changes: &str) -> Bus {
        self.ps += 500_000;
        let _ = write!(self.text, "#{}\n{changes}", self.ps);
        self
    }

    fn start(self) -> Bus {
        self.step("0\"\n").step("0!\n")
    }

    fn byte(self, value: u8, ack: bool) -> Bus {
        let bits = u16::from(value) << 1 | u16::from(!ack);
        (0..9).rev().fold(self, |bus, bit| {
            let sda = format!("{}\"\n", bits >> bit & 1);
            bus.step(&sda).step("1!\n").step("0!\n")
        })
    }

    fn stop(self) -> Bus {
        self.step("0\"\n").step("1!\n").step("1\"\n")
    }

    fn idle(mut self, us: u64) -> Bus {
        self.ps += us * 1_000_000;
        self
    }

    /// A write of one byte, a pause, a poll that is not answered.
    fn told() -> Bus {
        let bus = Bus::new()
            .idle(10)
            .start()
            .byte(0xA2, true)
            .byte(0x10, true);
        let bus = bus.byte(0x5E, true).stop().step("1#\n");
        bus.idle(4_800)
            .start()
            .byte(0xA2, false)
            .stop()
            .idle(5)
            .step("")
    }

    fn save(&self, folder: &Path, name: &str) {
        fs::write(folder.join(name), &self.text).expect("written");
    }
}

fn wave(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    command
        .env_remove("COLUMNS")
        .current_dir(folder)
        .arg("wave")
        .args(arguments);
    command.output().expect("the command was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

fn pretty(output: &Output) -> String {
    let value: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    serde_json::to_string_pretty(&value).expect("JSON")
}

/// A folder with `a.vcd`.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    Bus::told().save(folder.path(), "a.vcd");
    folder
}

fn with_json<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &["--format", "json"]].concat()
}

#[test]
fn transactions_are_printed() {
    let folder = folder();
    let output = wave(folder.path(), &["log", "a.vcd"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("wave_log", text(&output.stdout));
    let output = wave(
        folder.path(),
        &with_json(&["log", "a.vcd", "--bus", "b.bus"]),
    );
    insta::assert_snapshot!("wave_log_json", pretty(&output));
}

#[test]
fn equal_files_are_equal() {
    let folder = folder();
    let output = wave(folder.path(), &["diff", "a.vcd", "a.vcd"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    assert_eq!(text(&output.stderr), "equal: 3 signals\n");
    let output = wave(folder.path(), &with_json(&["diff", "a.vcd", "a.vcd"]));
    assert!(text(&output.stdout).contains("\"equal\":true"));
}

/// A clock that is 20.833 ns late, a bit that is turned round, an end that comes later.
#[test]
fn the_first_differing_edges_are_printed() {
    let folder = folder();
    let bus = Bus::told();
    let late = bus.text.replacen("#12000000\n1!", "#12020833\n1!", 1);
    assert_ne!(late, bus.text, "the edge is where it was");
    let turned = late.replacen("#11000000\n0!\n", "#11000000\n0!\n1#\n", 1);
    assert_ne!(turned, late, "the edge is where it was");
    fs::write(folder.path().join("b.vcd"), turned + "#9000000000\n").expect("written");
    for (name, limit) in [("wave_diff", "10"), ("wave_diff_limit", "1")] {
        let output = wave(folder.path(), &["diff", "a.vcd", "b.vcd", "--limit", limit]);
        assert_eq!(output.status.code(), Some(3));
        insta::assert_snapshot!(name, text(&output.stdout));
    }
    let output = wave(folder.path(), &with_json(&["diff", "a.vcd", "b.vcd"]));
    assert_eq!(output.status.code(), Some(3));
    insta::assert_snapshot!("wave_diff_json", pretty(&output));
}

#[test]
fn signals_that_only_one_file_has_are_named() {
    let folder = folder();
    let other = Bus::told().text.replace("port_en", "strap");
    fs::write(folder.path().join("b.vcd"), other).expect("written");
    let output = wave(folder.path(), &["diff", "a.vcd", "b.vcd"]);
    assert_eq!(output.status.code(), Some(3));
    let expected = "only in the first: b.port_en\nonly in the second: b.strap\n";
    assert_eq!(text(&output.stdout), expected);
}

/// A file may give time in another unit.
#[test]
fn units_of_time_do_not_matter() {
    let folder = folder();
    let picoseconds = |line: &str| match line.strip_prefix('#').map(str::parse::<u64>) {
        Some(Ok(ps)) => format!("#{}\n", ps / 1_000),
        _ => format!("{line}\n"),
    };
    let other: String = Bus::told().text.lines().map(picoseconds).collect();
    let other = other.replace("1 ps", "1ns");
    fs::write(folder.path().join("b.vcd"), other).expect("written");
    let output = wave(folder.path(), &["diff", "a.vcd", "b.vcd"]);
    assert_eq!(text(&output.stderr), "equal: 3 signals\n");
}

#[test]
fn a_picture_is_drawn() {
    let folder = folder();
    let output = wave(folder.path(), &["svg", "a.vcd", "-o", "out.svg"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stderr),
        "out.svg: 3 signals, 1 row, 1 idle gap cut out\n"
    );
    let whole = fs::read_to_string(folder.path().join("out.svg")).expect("written");
    insta::assert_snapshot!("wave_svg", whole);
    let window = [
        "svg",
        "a.vcd",
        "--from",
        "10us",
        "--to",
        "30us",
        "--signals",
        "b.bus_sda",
    ];
    let arguments = [&window[..], &["--out", "part.svg"]].concat();
    let output = wave(folder.path(), &with_json(&arguments));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    insta::assert_snapshot!("wave_svg_json", pretty(&output));
    let part = fs::read_to_string(folder.path().join("part.svg")).expect("written");
    assert!(part.contains("b.bus_sda") && !part.contains("b.port_en"));
}

/// Ends with 2, says what is wrong and what to do, for people and for programs, writes nothing.
fn refuses(folder: &Path, arguments: &[&str], message: &str, hint: &str) {
    let output = wave(folder, &with_json(arguments));
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert!(
        stderr.contains(message),
        "{arguments:?} should say `{message}`: {stderr}"
    );
    assert!(
        stderr.contains(hint),
        "{arguments:?} should hint `{hint}`: {stderr}"
    );
    assert!(!stderr.contains("panicked"), "{stderr}");
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(report["exit_code"], 2, "{report}");
    let error = report["error"].as_str().expect("an error");
    assert!(error.contains(message), "the report says `{error}`");
    assert!(
        !folder.join("out.svg").exists(),
        "{arguments:?} wrote a picture"
    );
}

#[test]
fn what_is_no_waveform_is_refused() {
    let folder = folder();
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    let whole = Bus::told().text;
    write("empty", "");
    write("text", "a letter to the editor");
    write("header", "$timescale 1 ps $end\n");
    write("cut", &whole[..whole.len() - 2]);
    write("unitless", &whole.replace("$timescale 1 ps $end", ""));
    write("femto", &whole.replace("1 ps", "1 fs"));
    write("back", &(whole.clone() + "#5\n"));
    write("stranger", &(whole + "1~\n"));
    for (file, message) in [
        ("missing", "cannot read missing"),
        (".", "cannot read ."),
        (
            "empty",
            "empty, line 1: no VCD: it ends before `$enddefinitions`",
        ),
        ("text", "text, line 1: no VCD: unexpected character"),
        ("header", "header, line 2: no VCD: it ends before"),
        ("cut", "it ends inside a command"),
        ("unitless", "no `$timescale` of 1 ps or coarser"),
        ("femto", "no `$timescale` of 1 ps or coarser"),
        ("back", "time goes back from"),
        (
            "stranger",
            "a value for `~`, which the header does not name",
        ),
    ] {
        refuses(folder.path(), &["diff", "a.vcd", file], message, "hint: ");
        refuses(folder.path(), &["log", file], message, "hint: ");
        refuses(
            folder.path(),
            &["svg", file, "-o", "out.svg"],
            message,
            "hint: ",
        );
    }
}

#[test]
fn windows_and_names_that_are_not_there_are_refused() {
    let folder = folder();
    let svg = |more: &[&'static str]| {
        let head = ["svg", "a.vcd", "-o", "out.svg"];
        [&head[..], more].concat()
    };
    let no_signal = svg(&["--signals", "b.bus_scl,b.bus_sdl"]);
    let known = "the file has b.bus_scl b.bus_sda b.port_en";
    refuses(
        folder.path(),
        &no_signal,
        "there is no signal `b.bus_sdl`",
        known,
    );
    let late = svg(&["--from", "9ms"]);
    refuses(
        folder.path(),
        &late,
        "there is nothing from 9000.000000 us",
        "--from and --to",
    );
    let reversed = svg(&["--from", "20us", "--to", "10us"]);
    refuses(
        folder.path(),
        &reversed,
        "there is nothing from",
        "--from and --to",
    );
    let quiet = svg(&["--from", "100us", "--to", "200us"]);
    refuses(folder.path(), &quiet, "nothing changes from", "--signals");
    let no_unit = svg(&["--from", "20"]);
    let output = wave(folder.path(), &no_unit);
    assert_eq!(output.status.code(), Some(2));
    let no_bus = ["log", "a.vcd", "--bus", "a.bus"];
    refuses(
        folder.path(),
        &no_bus,
        "there is no bus `a.bus`",
        "the file has b.bus",
    );
    let without = Bus::told().text.replace("bus_scl", "clock");
    fs::write(folder.path().join("b.vcd"), without).expect("written");
    refuses(
        folder.path(),
        &["log", "b.vcd"],
        "there is no bus",
        "NAME_scl and NAME_sda",
    );
    let nowhere = ["svg", "a.vcd", "-o", "no/such/out.svg"];
    refuses(
        folder.path(),
        &nowhere,
        "cannot write no/such/out.svg",
        "folder",
    );
}
