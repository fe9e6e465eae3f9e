//! The `umbilical` command from outside: what it prints, what it writes, how it ends.
//!
//! `INSTA_UPDATE=always cargo test -p umbilical --test cli` writes the snapshots anew.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use clap::Parser;
use serde_json::Value;
use tempfile::TempDir;
use umbilical::cli::{Cli, Command as Task};
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Outcome, Run};
use umbilical_soft_mcu::report::Phase;

fn umbilical(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    // The width of help must not depend on who runs the test.
    command
        .env_remove("COLUMNS")
        .current_dir(folder)
        .args(arguments);
    command.output().expect("the command was built")
}

fn emulate(folder: &Path, arguments: &[&str]) -> Output {
    umbilical(folder, &[&["emulate"], arguments].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

fn json(output: &Output) -> Value {
    let stdout = text(&output.stdout);
    assert_eq!(
        stdout.lines().count(),
        1,
        "one object and nothing else: {stdout}"
    );
    serde_json::from_str(&stdout).expect("the line is JSON")
}

/// Names of everything in `folder`, sorted.
fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry
            .expect("readable")
            .file_name()
            .into_string()
            .expect("UTF-8")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Runs in a folder with an older `out.bin` and a `file`; checks the exit code, what people and
/// programs are told, and that the folder is as it was.
fn fails(arguments: &[&str], code: u8, message: &str, hint: &str) {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("out.bin"), "older").expect("written");
    fs::write(folder.path().join("file"), vec![7; 300]).expect("written");
    let mut arguments = arguments.to_vec();
    if !arguments.contains(&"--out") {
        arguments.extend(["--out", "out.bin"]);
    }
    let output = emulate(
        folder.path(),
        &[&arguments[..], &["--format", "json"]].concat(),
    );
    let stderr = text(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(i32::from(code)),
        "{arguments:?}: {stderr}"
    );
    assert!(
        stderr.contains(message),
        "{arguments:?} should say `{message}`: {stderr}"
    );
    assert!(
        stderr.contains(hint),
        "{arguments:?} should hint `{hint}`: {stderr}"
    );
    assert!(!stderr.contains("panicked"), "{stderr}");
    let report = json(&output);
    assert_eq!(report["verified"], false);
    let error = report["error"].as_str().expect("an error");
    assert!(
        error.contains(message),
        "{arguments:?}: the report says `{error}`"
    );
    assert!(!report["hint"].as_str().expect("a hint").is_empty());
    assert_eq!(listing(folder.path()), ["file", "out.bin"], "{arguments:?}");
    let out = fs::read(folder.path().join("out.bin")).expect("still there");
    assert_eq!(out, b"older", "{arguments:?} touched the older result");
}

/// [`fails`], before anything ran: no progress was printed, not even that of power-up.
fn refuses(arguments: &[&str], message: &str, hint: &str) {
    fails(arguments, 2, message, hint);
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("file"), vec![7; 300]).expect("written");
    let output = emulate(folder.path(), arguments);
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(
        !stderr.contains("standby: "),
        "something ran before the refusal: {stderr}"
    );
    assert!(output.stdout.is_empty());
    assert_eq!(listing(folder.path()), ["file"]);
}

/// The standby's memory before and after a run with these options.
fn standby_memory(arguments: &[&str]) -> (Vec<u8>, Vec<u8>, Outcome) {
    let cli = Cli::try_parse_from([&["umbilical", "emulate"], arguments].concat());
    let Task::Emulate(options) = cli.expect("good options").command else {
        unreachable!("emulate was asked for");
    };
    let scenario = umbilical::emulate::scenario(&options).expect("a good scenario");
    let mut run = Run::new(scenario);
    let before = run.system.board(Side::B).memory.memory().to_vec();
    let outcome = run.finish(|_| {}).outcome;
    (
        before,
        run.system.board(Side::B).memory.memory().to_vec(),
        outcome,
    )
}

/// A report without what differs from machine to machine.
fn masked(mut report: Value) -> String {
    report["wall_ns"] = "masked".into();
    serde_json::to_string_pretty(&report).expect("JSON")
}

#[test]
fn version_is_the_packages() {
    let folder = TempDir::new().expect("a folder");
    let output = umbilical(folder.path(), &["--version"]);
    assert_eq!(
        text(&output.stdout),
        concat!("umbilical ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn reports_of_the_default_run_are_kept() {
    let folder = TempDir::new().expect("a folder");
    let output = emulate(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty(), "people read stderr");
    let line = |line: &str| {
        let wall = line
            .strip_prefix("wall time ")
            .and_then(|rest| rest.split_once(" ms"));
        wall.map_or(line.to_owned(), |(_, rest)| {
            format!("wall time [masked] ms{rest}")
        })
    };
    let lines: Vec<String> = text(&output.stderr).lines().map(line).collect();
    insta::assert_snapshot!("report_human", lines.join("\n"));

    let output = emulate(folder.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("report_json", masked(json(&output)));
    assert_eq!(listing(folder.path()), [""; 0]);
}

#[test]
fn progress_comes_as_json_lines_in_order() {
    let folder = TempDir::new().expect("a folder");
    let output = emulate(folder.path(), &["--progress", "json", "--format", "json"]);
    let stdout = text(&output.stdout);
    let parsed = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object"));
    let mut lines: Vec<Value> = parsed.collect();
    let report = lines.pop().expect("a report");
    assert_eq!(report["verified"], true);
    let (mut phases, mut done_before, mut events_in_copy) = (Vec::new(), 0, 0);
    for line in &lines {
        assert_eq!(line["event"], "progress");
        let (done, pages) = (line["pages_done"].as_u64(), line["pages"].as_u64());
        let (done, pages) = (done.expect("a count"), pages.expect("a count"));
        assert!(done <= pages, "{done} of {pages} pages");
        assert!(
            done >= done_before,
            "progress went back without a fault: {line}"
        );
        assert!(line["bytes_verified"].as_u64() <= report["bytes"].as_u64());
        done_before = done;
        let phase = line["phase"].as_str().expect("a name").to_owned();
        events_in_copy += usize::from(phase == "copy");
        if phases.last() != Some(&phase) {
            phases.push(phase);
        }
    }
    let expected = [
        Phase::Boot,
        Phase::Connect,
        Phase::Copy,
        Phase::Verify,
        Phase::Commit,
        Phase::Service,
    ];
    assert_eq!(phases, expected.map(Phase::text));
    assert!(
        events_in_copy > 10,
        "the copy was told of {events_in_copy} times only"
    );
    assert_eq!(
        lines.last().expect("events")["bytes_verified"],
        report["bytes"]
    );
}

#[test]
fn no_progress_means_none() {
    let folder = TempDir::new().expect("a folder");
    let output = emulate(folder.path(), &["--progress", "none", "--format", "json"]);
    assert!(output.stderr.is_empty());
    assert_eq!(json(&output)["verified"], true);
}

#[test]
fn wrong_usage_is_refused_before_anything_runs() {
    refuses(
        &["--part", "24c99"],
        "unknown part `24c99`",
        "known parts: 24c02",
    );
    refuses(
        &["--part", "24c16"],
        "24c16 has no address pin",
        "mediated mode",
    );
    let larger = ["--part", "24c02", "--source", "file"];
    refuses(
        &larger,
        "file has 300 bytes, a 24c02 holds 256",
        "larger part with --part",
    );
    let smaller = ["--part", "24c64", "--standby-part", "24c32"];
    refuses(
        &smaller,
        "24c32 cannot take the source's 24c64",
        "needs a 24c64",
    );
    let larger = ["--part", "24c32", "--standby-part", "24c64"];
    refuses(
        &larger,
        "24c64 is larger than the source's 24c32",
        "needs a 24c32",
    );
    let fast = ["--part", "24c02", "--bus-hz", "500000"];
    refuses(
        &fast,
        "500000 Hz is too fast for a 24c02",
        "--bus-hz 400000 or less",
    );
    refuses(
        &["--bus-hz", "2000000"],
        "2000000 Hz is too fast for a 24c64, its highest clock is 1000000 Hz",
        "--bus-hz 1000000 or less",
    );
    refuses(&["--bus-hz", "1000"], "1000 is not in", "10000");
    refuses(&["--fault", "frost@1ms"], "\"frost\"", "power-cut@TIME");
    refuses(
        &["--fault", "stuck@1ms,net=b.nope,level=0"],
        "b.nope",
        "write stuck@TIME,net=NET",
    );
    let flip = [
        "--part",
        "24c02",
        "--fault",
        "bit-flip@1ms,side=a,offset=256,bit=0",
    ];
    refuses(&flip, "outside the part", "offset inside the part");
    refuses(
        &["--source", "missing"],
        "cannot read missing",
        "check the name",
    );
    refuses(&["--source", "."], "cannot read .", "check the name");
    let both = ["--source-power", "on", "--source-button", "destination"];
    let both = [&both[..], &["--standby-button", "destination"]].concat();
    refuses(
        &both,
        "both devices are told to be the destination",
        "press source",
    );
}

#[test]
fn wrong_usage_on_spi_is_refused_before_anything_runs() {
    let refuses = |arguments: &[&str], message: &str, hint: &str| {
        refuses(&[&["--bus", "spi"], arguments].concat(), message, hint);
    };
    let unknown = ["--part", "w25q99"];
    refuses(&unknown, "unknown part `w25q99`", "known parts: w25q16 ");
    let eeprom = ["--part", "24c64"];
    refuses(&eeprom, "a 24c64 is a part of the i2c bus", "--bus i2c");
    let smaller = ["--part", "w25q64", "--standby-part", "w25q16"];
    let needs = "needs a w25q64jv";
    refuses(
        &smaller,
        "w25q16jv cannot take the source's w25q64jv",
        needs,
    );
    let larger = ["--part", "w25q64", "--standby-part", "w25q128"];
    refuses(
        &larger,
        "w25q128jv is larger than the source's w25q64jv",
        needs,
    );
    let fast = ["--standby-part", "mx25l12835", "--bus-hz", "110000000"];
    let hint = "--bus-hz 104000000 or less";
    refuses(&fast, "110000000 Hz is too fast for a mx25l12835f", hint);
    let buffer = ["--buffer", "page"];
    refuses(
        &buffer,
        "`--buffer` means nothing on the spi bus",
        "leave it out",
    );
    let missed = ["--fault", "missed-ack@1ms,side=a"];
    refuses(&missed, "means nothing on the spi bus", "leave it out");
    let flip = [
        "--part",
        "w25q16",
        "--fault",
        "bit-flip@1ms,side=a,offset=2097152,bit=0",
    ];
    refuses(&flip, "outside the part", "offset inside the part");
}

#[test]
fn a_flash_on_i2c_is_refused_with_its_bus() {
    let flash = ["--part", "w25q128"];
    refuses(&flash, "a w25q128jv is a part of the spi bus", "--bus spi");
}

#[test]
fn reports_of_a_flash_are_kept() {
    let folder = TempDir::new().expect("a folder");
    let story = ["--bus", "spi", "--part", "w25q16", "--format", "json"];
    let output = emulate(folder.path(), &[&story[..], &["--out", "x"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report = json(&output);
    for (key, expected) in [
        ("verified", Value::from(true)),
        ("bus", "spi".into()),
        ("part", "w25q16jv".into()),
        ("bytes", (2 << 20).into()),
        ("bus_hz", 24_000_000.into()),
        ("pages_written", 16.into()),
        ("erases", 0.into()),
        ("source_data_bytes", 0.into()),
        ("bus_conflicts", 0.into()),
    ] {
        assert_eq!(report[key], expected, "{key}");
    }
    let (device, limit) = (
        report["device_time_ns"].as_u64(),
        report["limit_ns"].as_u64(),
    );
    assert!(
        device > limit && limit > Some(1_000_000_000),
        "{device:?} {limit:?}"
    );
    let copy = fs::read(folder.path().join("x")).expect("written");
    assert_eq!(copy.len(), 2 << 20);
    assert!(copy.starts_with(include_bytes!("../sample/access-switch.conf")));

    let output = emulate(folder.path(), &["--bus", "spi", "--part", "w25q16"]);
    let told = text(&output.stderr);
    assert!(
        told.contains("16 pages written, 8176 equal and left alone, 0 erases"),
        "{told}"
    );
}

#[test]
fn what_is_wrong_with_a_flash_has_its_exit_code() {
    let spi =
        |arguments: &[&'static str]| [&["--bus", "spi", "--part", "w25q16"], arguments].concat();
    fails(
        &spi(&["--no-source-memory"]),
        4,
        "no-source",
        "check the cable",
    );
    fails(
        &spi(&["--write-protect"]),
        6,
        "write-protected",
        "write-protect pin",
    );
    let slow = ["--fault", "slow-write@0ms,side=b,time=9s"];
    fails(&spi(&slow), 8, "write-timeout", "use another standby");
    let out = ["--fault", "cable-out@2080ms"];
    fails(
        &spi(&out),
        5,
        "the cable or the source is gone",
        "plug the cable in",
    );
}

#[test]
fn results_that_cannot_be_written_are_refused_before_anything_runs() {
    for option in ["--out", "--trace", "--log"] {
        for path in ["file/x", "missing/x", "."] {
            // The largest part: it would take long, if it ran.
            let arguments = ["--part", "24cm02", option, path];
            refuses(
                &arguments,
                &format!("cannot write {path}"),
                "check that the folder exists",
            );
        }
    }
    let twice = ["--part", "24cm02", "--trace", "x", "--log", "x"];
    refuses(&twice, "x is named for two results", "a file of its own");
}

/// Breaks when a back-end that is not built in is replaced by another one without a word.
#[cfg(not(feature = "verilated"))]
#[test]
fn a_backend_that_is_not_built_in_is_usage() {
    refuses(
        &["--backend", "verilated"],
        "no backend `verilated` built in",
        "cargo run --release --features verilated -- emulate --backend verilated",
    );
}

/// Breaks when the hardware's Verilog brings another result or another device time.
#[cfg(feature = "verilated")]
#[test]
fn the_verilog_reports_what_the_model_reports() {
    let report = |backend: &str| {
        let folder = TempDir::new().expect("a folder");
        let story = ["--part", "24c02", "--standby-button", "destination"];
        let chosen = ["--backend", backend, "--format", "json"];
        let output = emulate(folder.path(), &[story, chosen].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        json(&output)
    };
    let (mut model, mut verilated) = (report("model"), report("verilated"));
    assert_eq!(verilated["verified"], true);
    // The model runs ahead and passes over what the Verilog has to step through.
    let more = |key: &str| model[key].as_u64() < verilated[key].as_u64();
    assert!(more("instants"), "the Verilog stops at every edge");
    for key in ["wall_ns", "instants", "skipped_edges", "instructions"] {
        model[key] = Value::Null;
        verilated[key] = Value::Null;
    }
    assert_eq!(model, verilated);
}

#[test]
fn both_powered_without_a_role_is_usage() {
    fails(
        &["--source-power", "on"],
        2,
        "both devices are powered",
        "--source-button source",
    );
}

#[test]
fn missing_things_are_no_device() {
    fails(
        &["--cable", "none"],
        4,
        "no cable between the devices",
        "--cable electric",
    );
    fails(&["--no-source-memory"], 4, "no-source", "check the cable");
    fails(&["--cable", "optical"], 4, "no-source", "an optical one");
    let cut = ["--fault", "power-cut@2080ms,side=b"];
    fails(
        &cut,
        4,
        "the standby lost its supply",
        "give the standby its supply back",
    );
    let early = ["--fault", "cable-out@1ms"];
    fails(
        &early,
        4,
        "no rescue began",
        "check cable, source power and buttons",
    );
}

#[test]
fn a_lost_cable_is_a_link_error() {
    let out = ["--fault", "cable-out@2080ms"];
    fails(
        &out,
        5,
        "the cable or the source is gone",
        "plug the cable in again",
    );
}

#[test]
fn a_write_protected_standby_is_locked() {
    fails(
        &["--write-protect"],
        6,
        "write-protected",
        "release the write-protect pin",
    );
}

#[test]
fn a_stuck_line_is_a_bus_fault() {
    for net in ["a.bus_sda", "b.bus_sda"] {
        let fault = format!("stuck@2080ms,net={net},level=0");
        fails(&["--fault", &fault], 8, "bus-stuck", "a line is held low");
    }
}

#[test]
fn what_fails_before_the_first_write_leaves_the_standby_as_it_was() {
    let folder = TempDir::new().expect("a folder");
    let held = folder.path().join("held");
    fs::write(&held, "what the standby held before").expect("written");
    let held = ["--standby", held.to_str().expect("UTF-8")];
    for arguments in [
        &["--cable", "none"][..],
        &["--cable", "optical"],
        &["--no-source-memory"],
        &["--source-power", "on"],
        &["--write-protect"],
        &["--fault", "stuck@1ms,net=b.bus_sda,level=0"],
        &["--fault", "power-cut@5ms,side=b"],
        &["--fault", "cable-out@5ms"],
    ] {
        let (before, after, outcome) = standby_memory(&[arguments, &held].concat());
        assert!(before.starts_with(b"what the standby held before"));
        assert!(
            before == after,
            "{arguments:?} changed the standby's memory"
        );
        assert_ne!(outcome, Outcome::Rescued, "{arguments:?} did not fail");
    }
    // The same comparison sees a rescue.
    let (before, after, outcome) = standby_memory(&held);
    assert_eq!(outcome, Outcome::Rescued);
    assert!(before != after);
}

#[test]
fn what_comes_back_is_recovered() {
    for (fault, retried) in [
        ("stuck@2080ms,net=b.bus_sda,level=0,for=3ms", true),
        ("power-cut@2080ms,side=b,for=20ms", false),
        ("cable-out@2080ms,for=30ms", false),
    ] {
        let folder = TempDir::new().expect("a folder");
        let output = emulate(
            folder.path(),
            &["--fault", fault, "--out", "x", "--format", "json"],
        );
        assert_eq!(
            output.status.code(),
            Some(0),
            "{fault}: {}",
            text(&output.stderr)
        );
        let report = json(&output);
        assert_eq!(
            (&report["verified"], &report["faults"]),
            (&true.into(), &1.into()),
            "{fault}"
        );
        if retried {
            assert!(
                report["retries"].as_u64() > Some(0),
                "{fault} was not noticed"
            );
        } else {
            // Begun anew and resumed: what was written before the fault is found equal.
            let written = report["pages_written"].as_u64();
            assert!(
                written < Some(128) && written > Some(0),
                "{fault}: {written:?} pages"
            );
        }
        assert_eq!(
            fs::read(folder.path().join("x")).expect("written").len(),
            8192
        );
    }
}

#[test]
fn the_result_is_the_source_padded_with_blank() {
    let folder = TempDir::new().expect("a folder");
    let path = |name| folder.path().join(name);
    let source: Vec<u8> = (0..5000u32).map(|n| (n * 7 % 251) as u8).collect();
    fs::write(path("source"), &source).expect("written");
    fs::write(path("reference"), "").expect("written");
    fs::write(path("log"), "older").expect("written");
    let arguments = [
        "--source", "source", "--out", "out", "--trace", "t.vcd", "--log", "log",
    ];
    let output = emulate(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut expected = source;
    expected.resize(8192, 0xff);
    assert!(fs::read(path("out")).expect("written") == expected);
    assert_eq!(
        listing(folder.path()),
        ["log", "out", "reference", "source", "t.vcd"]
    );
    assert!(
        fs::read(path("t.vcd"))
            .expect("written")
            .starts_with(b"$version")
    );
    assert!(
        fs::read_to_string(path("log"))
            .expect("written")
            .ends_with(" P\n")
    );
    let rights = |name| fs::metadata(path(name)).expect("there").permissions();
    for name in ["out", "t.vcd"] {
        assert_eq!(
            rights(name),
            rights("reference"),
            "{name} is not an ordinary file"
        );
    }
}

#[test]
fn links_devices_and_rights_stay() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let folder = TempDir::new().expect("a folder");
    let path = |name| folder.path().join(name);
    fs::write(path("kept"), "older").expect("written");
    fs::set_permissions(path("kept"), PermissionsExt::from_mode(0o640)).expect("ours");
    symlink("kept", path("link")).expect("made");
    let arguments = ["--part", "24c02", "--out", "link", "--log", "/dev/null"];
    let output = emulate(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        fs::symlink_metadata(path("link"))
            .expect("there")
            .is_symlink()
    );
    let kept = fs::metadata(path("kept")).expect("there");
    assert_eq!(
        (kept.len(), kept.permissions().mode() & 0o777),
        (256, 0o640)
    );
    let null = fs::metadata("/dev/null").expect("there");
    assert!(null.file_type().is_char_device(), "/dev/null was replaced");
}

#[test]
fn a_closed_stdout_is_no_panic() {
    let folder = TempDir::new().expect("a folder");
    for arguments in [
        &["emulate", "--progress", "json", "--format", "json"][..],
        &["--help"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_umbilical"))
            .current_dir(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command was built");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0));
        assert!(
            !text(&output.stderr).contains("panicked"),
            "{}",
            text(&output.stderr)
        );
    }
}
