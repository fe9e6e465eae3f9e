//! An independent reader of our traces: sigrok-cli finds the same transactions in the VCD as the
//! transaction log has, and the same reads and writes of a 24xx EEPROM.
//!
//! sigrok leaves scopes out of channel names and takes the first channel of a name, so `bus_scl`
//! is board A's, the segment that the log is about.

use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::Path;
use std::process::Command;

use clap::Parser;
use umbilical::cli::{Cli, Command as Task};
use vcd::{ScopeItem, TimescaleUnit};

/// The trace is in ps; one of so many is handed to the decoders.
const DOWNSAMPLE: u64 = 10_000;
const PS_PER_NS: u64 = 1_000;

/// A transaction: its START in ns, and what was on the bus as the log writes it, `S` to `P`.
type Line = (u64, String);

/// A rescue of a 24C02 at 400 kHz with trace and log.
fn rescue(folder: &Path) -> String {
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
    let (trace, log) = (path("t.vcd"), path("t.log"));
    let options = [
        "umbilical",
        "emulate",
        "--part",
        "24c02",
        "--bus-hz",
        "400000",
    ];
    let files = [
        "--trace",
        &trace,
        "--log",
        &log,
        "--progress",
        "none",
        "--format",
        "json",
    ];
    let cli = Cli::try_parse_from([&options[..], &files].concat()).expect("good options");
    let Task::Emulate(options) = &cli.command else {
        unreachable!("emulate was asked for");
    };
    umbilical::emulate::run(options, cli.format, cli.progress).expect("a verified rescue");
    std::fs::read_to_string(log).expect("the log was written")
}

/// What sigrok-cli says of board A's segment, one annotation per line: `first-last decoder: text`.
fn sigrok(trace: &Path, decoders: &str, annotations: &str) -> String {
    let output = Command::new("sigrok-cli")
        .args([
            "-I",
            &format!("vcd:downsample={DOWNSAMPLE}"),
            "--protocol-decoder-samplenum",
        ])
        .args(["-P", decoders, "-A", annotations, "-i"])
        .arg(trace)
        .output();
    let output = match output {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("sigrok-cli is missing: apt-get install sigrok-cli, or run `cargo xtask test`")
        }
        other => other.expect("sigrok-cli starts"),
    };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "sigrok-cli failed: {stderr}");
    String::from_utf8(output.stdout).expect("annotations are ASCII here")
}

/// The log's lines.
fn logged(log: &str) -> Vec<Line> {
    let parse = |line: &str| {
        let (start, words) = line.split_once(" us  ").expect("START, then what followed");
        let ns = start
            .replace('.', "")
            .parse()
            .expect("us with three decimals");
        (ns, words.to_owned())
    };
    log.lines().map(parse).collect()
}

/// Transactions from the annotations of sigrok's i2c decoder.
fn decoded(annotations: &str) -> Vec<Line> {
    let (mut lines, mut start, mut words) = (Vec::new(), 0, String::new());
    for annotation in annotations.lines() {
        let (samples, text) = annotation
            .split_once(" i2c-1: ")
            .expect("an annotation of i2c");
        let word = match text.split_once(": ") {
            Some(("Address write", address)) => format!(" {} W", address.to_lowercase()),
            Some(("Address read", address)) => format!(" {} R", address.to_lowercase()),
            Some(("Data write" | "Data read", byte)) => format!(" {}", byte.to_lowercase()),
            None if text == "Start" => {
                let first = samples.split('-').next().expect("a first sample");
                start = first.parse::<u64>().expect("a number") * DOWNSAMPLE / PS_PER_NS;
                "S".to_owned()
            }
            None if text == "Start repeat" => " Sr".to_owned(),
            None if text == "ACK" => "+".to_owned(),
            None if text == "NACK" => "-".to_owned(),
            None if text == "Stop" => {
                lines.push((start, std::mem::take(&mut words) + " P"));
                continue;
            }
            // The direction bit again.
            None if matches!(text, "Read" | "Write") => continue,
            _ => panic!("unknown annotation {annotation:?}"),
        };
        words += &word;
    }
    lines
}

/// The first difference between log and decoder, if there is one.
fn difference(logged: &[Line], decoded: &[Line]) -> Option<String> {
    let step_ns = DOWNSAMPLE / PS_PER_NS;
    for (index, (ours, theirs)) in logged.iter().zip(decoded).enumerate() {
        if ours.1 != theirs.1 || ours.0.abs_diff(theirs.0) > step_ns {
            return Some(format!(
                "transaction {index}: log {ours:?}, sigrok {theirs:?}"
            ));
        }
    }
    let counts = (logged.len(), decoded.len());
    (counts.0 != counts.1).then(|| format!("log and sigrok have {counts:?} transactions"))
}

/// A read or write of memory cells: `read 10: de ad`.
fn cell_accesses(lines: &[Line]) -> Vec<String> {
    let mut accesses = Vec::new();
    for (_, line) in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let bytes = |words: &[&str]| {
            let digits = |word: &&str| word[..2].to_owned();
            words.iter().map(digits).collect::<Vec<String>>().join(" ")
        };
        match words.as_slice() {
            ["S", _, "W+", cell, "Sr", _, "R+", data @ .., "P"] => {
                accesses.push(format!("read {}: {}", &cell[..2], bytes(data)));
            }
            ["S", _, "W+", cell, data @ .., "P"] if !data.is_empty() => {
                accesses.push(format!("write {}: {}", &cell[..2], bytes(data)));
            }
            _ => {}
        }
    }
    accesses
}

/// The same from the annotations of sigrok's eeprom24xx decoder, such as
/// `Sequential random read (addr=10, 2 bytes): DE AD`.
fn decoded_accesses(annotations: &str) -> Vec<String> {
    let parse = |annotation: &str| {
        let (_, text) = annotation
            .split_once(" eeprom24xx-1: ")
            .expect("an annotation");
        let (operation, rest) = text
            .split_once(" (addr=")
            .expect("an operation and its address");
        let (cell, rest) = rest.split_once(',').expect("a count");
        let (_, data) = rest.split_once("): ").expect("data");
        let kind = if operation.contains("write") {
            "write"
        } else {
            "read"
        };
        format!(
            "{kind} {}: {}",
            cell.to_lowercase(),
            data.trim().to_lowercase()
        )
    };
    annotations.lines().map(parse).collect()
}

#[test]
#[cfg_attr(
    not(feature = "external"),
    ignore = "needs sigrok-cli; `cargo xtask test` runs it"
)]
fn sigrok_decodes_the_transactions_of_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let ours = logged(&rescue(folder.path()));
    let classes =
        "start:repeat-start:stop:ack:nack:address-read:address-write:data-read:data-write";
    let decoder = "i2c:scl=bus_scl:sda=bus_sda";
    let trace = folder.path().join("t.vcd");
    let theirs = decoded(&sigrok(&trace, decoder, &format!("i2c={classes}")));
    assert!(
        ours.len() > 100,
        "{} transactions are no rescue",
        ours.len()
    );
    assert_eq!(difference(&ours, &theirs), None);

    let stack = format!("{decoder},eeprom24xx:chip=st_m24c02");
    let classes = "byte-write:page-write:random-read:seq-random-read";
    let theirs = decoded_accesses(&sigrok(&trace, &stack, &format!("eeprom24xx={classes}")));
    let ours = cell_accesses(&ours);
    let writes = ours.iter().filter(|access| access.starts_with("write"));
    assert!(writes.count() >= 32, "the standby was not written");
    assert_eq!(ours, theirs);
}

#[test]
fn the_header_is_standard() {
    let folder = tempfile::tempdir().expect("a folder");
    rescue(folder.path());
    let file = File::open(folder.path().join("t.vcd")).expect("the trace was written");
    let mut parser = vcd::Parser::new(BufReader::new(file));
    let header = parser.parse_header().expect("a header");
    assert_eq!(header.timescale, Some((1, TimescaleUnit::PS)));
    let mut codes = Vec::new();
    for item in &header.items {
        let ScopeItem::Scope(scope) = item else {
            continue;
        };
        for item in &scope.items {
            let ScopeItem::Var(var) = item else {
                panic!("scopes hold nets only: {item:?}")
            };
            assert_eq!(var.size, 1, "{}", var.reference);
            codes.push(var.code);
        }
    }
    let declared = codes.len();
    codes.sort_unstable_by_key(ToString::to_string);
    codes.dedup();
    assert_eq!(codes.len(), declared, "an id stands for two nets");
    let (mut last, mut changes) = (None, 0);
    for command in parser {
        match command.expect("a well-formed line") {
            vcd::Command::Timestamp(at) => {
                assert!(last < Some(at), "{at} after {last:?}");
                last = Some(at);
            }
            vcd::Command::ChangeScalar(code, _) => {
                assert!(codes.contains(&code), "{code} was not declared");
                changes += 1;
            }
            _ => {}
        }
    }
    assert!(changes > 10_000, "{changes} changes are no rescue");
}

/// The comparison sees one wrong bit anywhere, one missing line, and a shifted start.
#[test]
fn the_comparison_sees_mutants() {
    let log = "15.757 us  S 50 W+ 00+ Sr 50 R+ 21+ 70- P\n16.195 us  S 51 W- P\n";
    let annotations = "1575-1575 i2c-1: Start\n9-9 i2c-1: Write\n9-9 i2c-1: Address write: 50\n\
                       9-9 i2c-1: ACK\n9-9 i2c-1: Data write: 00\n9-9 i2c-1: ACK\n\
                       9-9 i2c-1: Start repeat\n9-9 i2c-1: Read\n9-9 i2c-1: Address read: 50\n\
                       9-9 i2c-1: ACK\n9-9 i2c-1: Data read: 21\n9-9 i2c-1: ACK\n\
                       9-9 i2c-1: Data read: 70\n9-9 i2c-1: NACK\n9-9 i2c-1: Stop\n\
                       1619-1619 i2c-1: Start\n9-9 i2c-1: Address write: 51\n\
                       9-9 i2c-1: NACK\n9-9 i2c-1: Stop\n";
    let theirs = decoded(annotations);
    assert_eq!(difference(&logged(log), &theirs), None);
    assert_eq!(cell_accesses(&theirs), ["read 00: 21 70"]);
    for (from, to) in [
        ("21+", "20+"),
        ("70-", "70+"),
        ("51 W-", "51 R-"),
        ("S 50", "S 52"),
        ("Sr 50 R+ ", ""),
        ("16.195 us  S 51 W- P\n", ""),
        ("15.757", "15.787"),
    ] {
        let mutant = log.replace(from, to);
        assert_ne!(mutant, log);
        assert!(
            difference(&logged(&mutant), &theirs).is_some(),
            "{from} -> {to} went unseen"
        );
    }
}
