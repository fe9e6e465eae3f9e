//! Layouts from outside: what is copied and kept, and every file that cannot be used.
//!
//! `INSTA_UPDATE=always cargo test -p umbilical --test layout` writes the snapshots anew.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const LAYOUT: &str = r#"
[type-check]
offset = 0x00
length = 8

[[region]]
name = "config"
offset = 64
length = 4096
policy = "copy"

[[region]]
name = "rules"
offset = 6144
length = 1024
policy = "copy"

[[region]]
name = "identity"
offset = 0
length = 64
policy = "keep"
"#;

/// What [`LAYOUT`] copies.
fn usual(at: usize) -> bool {
    (64..4160).contains(&at) || (6144..7168).contains(&at)
}

/// Bytes of a 24c64 that repeat with none of its sizes and begin with the type of the device.
fn image(start: u8) -> Vec<u8> {
    let body = (0..8192u32).map(|at| start.wrapping_add((at % 251) as u8));
    b"TYPE-001".iter().copied().chain(body).take(8192).collect()
}

fn folder(layout: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, contents) in [
        ("layout.toml", layout.as_bytes()),
        ("source", &image(3)),
        ("standby", &image(90)),
    ] {
        fs::write(folder.path().join(name), contents).expect("written");
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    command
        .env_remove("COLUMNS")
        .current_dir(folder)
        .args(arguments);
    command.output().expect("the command was built")
}

fn emulate(folder: &Path, arguments: &[&str]) -> Output {
    let always = ["emulate", "--source", "source", "--standby", "standby"];
    let layout = [
        "--layout",
        "layout.toml",
        "--out",
        "out",
        "--format",
        "json",
    ];
    run(folder, &[&always, &layout[..], arguments].concat())
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

/// Rescues with these options; every byte for which `copied` says so has to be the source's, every
/// other one the standby's.
fn expect_copied(arguments: &[&str], copied: impl Fn(usize) -> bool) -> Value {
    let folder = folder(LAYOUT);
    let output = emulate(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let (source, standby) = (image(3), image(90));
    let out = fs::read(folder.path().join("out")).expect("rescued");
    assert_eq!(out.len(), 8192);
    for (at, byte) in out.iter().enumerate() {
        let from = if copied(at) { &source } else { &standby };
        assert_eq!(*byte, from[at], "byte {at:#x}");
    }
    json(&output)
}

#[test]
fn regions_are_copied_and_what_belongs_to_the_unit_stays() {
    let report = expect_copied(&[], usual);
    assert_eq!(report["verified"], true);
    assert_eq!(report["bytes"], 5120);
    let pages = |key: &str| report[key].as_u64().expect("a number");
    assert_eq!(pages("pages_written") + pages("pages_skipped"), 160);
    let names: Vec<&str> = report["regions"]
        .as_array()
        .expect("regions")
        .iter()
        .map(|region| region["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["identity", "config", "rules"]);
}

#[test]
fn one_region_is_copied_alone() {
    let report = expect_copied(&["--region", "rules"], |at| (6144..7168).contains(&at));
    assert_eq!(report["bytes"], 1024);
    assert_eq!(report["regions"][1]["policy"], "skip");
    assert_eq!(report["regions"][0]["policy"], "keep");
}

#[test]
fn a_power_cut_during_the_copy_leaves_the_identity_alone() {
    let cut = ["--fault", "power-cut@2300ms,side=b,for=40ms"];
    let report = expect_copied(&cut, usual);
    assert_eq!(report["faults"], 1, "the cut took place");
}

#[test]
fn a_source_of_another_type_is_refused_with_the_first_differing_byte() {
    let folder = folder(LAYOUT);
    let mut source = image(3);
    source[5] ^= 1;
    fs::write(folder.path().join("source"), source).expect("written");
    let output = emulate(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(8));
    let report = json(&output);
    assert_eq!(report["outcome"], "fault:type-mismatch");
    assert_eq!(report["pages_written"], 0);
    let error = report["error"].as_str().expect("an error");
    assert!(error.contains("detail 0x5"), "{error}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn bytes_that_no_region_names_are_warned_of() {
    let folder = folder(LAYOUT);
    let output = emulate(folder.path(), &[]);
    let told = stderr(&output);
    let expected = "warning: layout.toml: no region names 0x1040..0x1800, 0x1c00..0x2000";
    assert!(told.contains(expected), "{told}");
    let whole = LAYOUT.replace("4096", "6080").replace("1024", "2048");
    let output = emulate(self::folder(&whole).path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!stderr(&output).contains("warning"), "{}", stderr(&output));
}

/// A layout that cannot be used: nothing runs, exit code 2, file and region are named with what to
/// do.
fn refuses(layout: &str, arguments: &[&str], message: &str, hint: &str) {
    let folder = folder(layout);
    let output = emulate(folder.path(), arguments);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{layout}: {told}");
    assert!(told.contains(message), "should say `{message}`: {told}");
    assert!(told.contains(hint), "should hint `{hint}`: {told}");
    assert!(
        !told.contains("panicked") && !told.contains("standby: "),
        "{told}"
    );
    assert_eq!(json(&output)["outcome"], "usage");
    assert!(!folder.path().join("out").exists());
    let file = folder.path().join("layout.toml");
    let file = file.to_str().expect("UTF-8");
    if arguments.is_empty() {
        let check = run(folder.path(), &["layout", "check", file, "--part", "24c64"]);
        assert_eq!(check.status.code(), Some(2));
        assert!(stderr(&check).contains(message), "{}", stderr(&check));
        assert!(check.stdout.is_empty());
    }
}

/// [`LAYOUT`] with something replaced.
fn with(from: &str, to: &str) -> String {
    assert!(LAYOUT.contains(from));
    LAYOUT.replace(from, to)
}

#[test]
fn bad_regions_are_named() {
    let region = |number: u32| {
        let offset = number * 32;
        format!(
            "[[region]]\nname = \"r{number}\"\noffset = {offset}\nlength = 32\npolicy = \"copy\"\n"
        )
    };
    let nine: String = (0..9).map(region).collect();
    for (layout, message, hint) in [
        (
            with("4096", "4001"),
            "layout.toml: region `config`, 4001 bytes at 0x40, does not begin and end on a multiple of 32",
            "offset = 0x40, length = 0xfc0",
        ),
        (
            with("offset = 64", "offset = 65"),
            "does not begin and end on a multiple of 32",
            "offset = 0x40",
        ),
        (
            with("length = 64", "length = 96"),
            "region `config`, 4096 bytes at 0x40, overlaps region `identity`",
            "shorter",
        ),
        (
            with("6144", "8192"),
            "region `rules`, 1024 bytes at 0x2000, reaches beyond the memory of 8192",
            "right part",
        ),
        (
            with("6144", "0xFFFFFFE0"),
            "reaches beyond the memory",
            "0x2000",
        ),
        (
            with("length = 1024", "length = 0"),
            "region `rules`, 0 bytes at 0x1800, is empty",
            "leave it out",
        ),
        (
            with("\"keep\"", "\"preserve\""),
            "region `identity`: there is no policy `preserve`",
            "copy",
        ),
        (
            with("\"copy\"", "\"skip\""),
            "no region is copied",
            "policy copy",
        ),
        (
            with("rules", "config"),
            "two regions are called `config`",
            "of its own",
        ),
        (
            with("rules", "rules and more"),
            "`rules and more` cannot be the name",
            "8 printable",
        ),
        (
            with("\"rules\"", "\"\""),
            "`` cannot be the name",
            "8 printable",
        ),
        (
            with("rules", "règles"),
            "`règles` cannot be the name",
            "8 printable",
        ),
        (nine, "more than 8 regions", "room for 8"),
        (String::new(), "no region is copied", "policy copy"),
    ] {
        refuses(&layout, &[], message, hint);
    }
}

#[test]
fn bad_type_checks_are_named() {
    let with = |offset: &str, length: &str| {
        let check = format!("offset = {offset}\nlength = {length}\n");
        LAYOUT.replace("offset = 0x00\nlength = 8\n", &check)
    };
    for (layout, message, hint) in [
        (
            with("0", "0"),
            "the type check has no bytes",
            "leave [type-check] out",
        ),
        (
            with("7200", "257"),
            "the type check has 257 bytes",
            "at most 256",
        ),
        (
            with("8191", "2"),
            "2 bytes at 0x1fff, reaches beyond",
            "0x2000",
        ),
        (
            with("0xFFFFFFFF", "2"),
            "reaches beyond the memory",
            "0x2000",
        ),
        (
            with("60", "5"),
            "region `config`, 4096 bytes at 0x40, is copied and holds bytes of the type check",
            "policy keep",
        ),
    ] {
        refuses(&layout, &[], message, hint);
    }
}

#[test]
fn what_is_no_layout_is_named_with_its_line() {
    for (layout, message) in [
        (
            with("length = 64", "length = -64"),
            "layout.toml, line 21: invalid value",
        ),
        (
            with("length = 64", "length = 4294967296"),
            "layout.toml, line 21: invalid value",
        ),
        (
            with("length = 64", "length = \"64\""),
            "layout.toml, line 21: invalid type",
        ),
        (
            with("length = 64", "size = 64"),
            "layout.toml, line 21: unknown field `size`",
        ),
        (
            with("length = 64\n", ""),
            "layout.toml, line 18: missing field `length`",
        ),
        (
            with("[type-check]", "[type_check]"),
            "layout.toml, line 2: unknown field `type_check`",
        ),
        (with("[[region]]", "[region]"), "layout.toml, line "),
        (with("offset = 64", "offset ="), "layout.toml, line 8"),
        ("\0\u{1}".into(), "layout.toml, line 1"),
    ] {
        refuses(
            &layout,
            &[],
            message,
            "[[region]] tables with name, offset, length and policy",
        );
    }
}

#[test]
fn a_region_that_cannot_be_copied_alone_is_named() {
    let refuses = |region, message, hint| refuses(LAYOUT, &["--region", region], message, hint);
    refuses(
        "identity",
        "region `identity` is not copied, its policy is keep",
        "another region",
    );
    refuses(
        "mac",
        "there is no region `mac`",
        "the file has identity config rules",
    );
    refuses(
        "",
        "there is no region ``",
        "the file has identity config rules",
    );
    let folder = folder(LAYOUT);
    let output = run(folder.path(), &["emulate", "--region", "config"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--layout"), "{}", stderr(&output));
}

#[test]
fn a_file_that_is_not_there_or_no_text_is_named() {
    let folder = folder(LAYOUT);
    fs::write(folder.path().join("binary"), [0xFF, 0xFE, 0]).expect("written");
    fs::write(folder.path().join("large"), " ".repeat(70_000)).expect("written");
    for file in ["missing.toml", ".", "binary", "large"] {
        let output = run(
            folder.path(),
            &["emulate", "--layout", file, "--out", "out"],
        );
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(&format!("cannot read {file}")), "{told}");
        assert!(!folder.path().join("out").exists());
    }
    let output = run(
        folder.path(),
        &["layout", "check", "layout.toml", "--part", "24c65"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("unknown part `24c65`"));
}

#[test]
fn check_prints_the_regions() {
    let folder = folder(LAYOUT);
    let check = |more: &[&str]| {
        let always = ["layout", "check", "layout.toml", "--part", "24c64"];
        let output = run(folder.path(), &[&always, more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    insta::assert_snapshot!("layout_check", check(&[]));
    insta::assert_snapshot!("layout_check_json", check(&["--format", "json"]));
}
