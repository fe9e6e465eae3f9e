//! The commands that talk to a device, from outside: at a pseudo-terminal, with a simulated device
//! at its other end.
//!
//! `INSTA_UPDATE=always cargo test -p umbilical --test device` writes the snapshots anew.

#[path = "../link/device.rs"]
mod device;
#[path = "../link/faults.rs"]
#[allow(dead_code)]
mod faults;
#[path = "../link/line.rs"]
#[allow(dead_code)]
mod line;
#[path = "../link/random.rs"]
#[allow(dead_code)]
mod random;

mod backup;
mod clone;
mod cuts;
mod failures;
mod help;
mod layouts;
mod monitor;
mod ports;
mod pty;
mod restore;
mod runs;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use umbilical::backup::part_by_name;
use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, TypeCheck};

use device::Device;
use pty::Served;
pub use random::Random;

/// RFC 8410, 10.3 and 10.1: a private key and its public key.
const SECRET: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
    -----END PRIVATE KEY-----\n";
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
    MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
    -----END PUBLIC KEY-----\n";
/// RFC 8032, 7.1, test 1: a public key of somebody else.
const OTHER: &str = "-----BEGIN PUBLIC KEY-----\n\
    MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n\
    -----END PUBLIC KEY-----\n";
/// What makes a backup of the same memory always the same.
const TIME: [&str; 2] = ["--time", "2026-11-21T15:13:26Z"];
/// Both kinds of memory, the smaller ones, so that a test on a busy machine takes no minutes.
const PARTS: [&str; 2] = ["24c64", "w25q16"];

fn part(name: &str) -> MemoryPart {
    part_by_name(name).expect("a part of the tables")
}

/// A device with this part and a memory as devices have them.
fn device(name: &str, seed: u64) -> Device {
    let part = part(name);
    let memory = Random(seed).memory(part.bytes() as usize);
    Device::with_part(part, memory)
}

/// `memory` with some places changed, as a device has it some months later.
fn changed(memory: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    let mut changed = memory.to_vec();
    for _ in 0..6 {
        let at = random.below(memory.len() as u64) as usize;
        let length = (1 + random.below(300) as usize).min(memory.len() - at);
        changed[at..at + length].copy_from_slice(&random.bytes(length));
    }
    changed
}

/// The first sector (of an EEPROM: page) belongs to the unit, the rest is copied.
fn layout(part: MemoryPart) -> Layout {
    let space = umbilical::layout::space(part);
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).expect("a name"),
        offset,
        length,
        policy,
    };
    let regions = [
        region("identity", 0, space.unit, Policy::Keep),
        region("config", space.unit, space.bytes - space.unit, Policy::Copy),
    ];
    Layout::new(&regions, TypeCheck::NONE, space).expect("a layout")
}

/// A folder with keys.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Bench {
        let bench = Bench {
            folder: TempDir::new().expect("a folder"),
        };
        for (name, text) in [
            ("key.pem", SECRET),
            ("public.pem", PUBLIC),
            ("other.pem", OTHER),
        ] {
            bench.write(name, text.as_bytes());
        }
        bench
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join(name), bytes).expect("written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).expect(name)
    }

    fn exists(&self, name: &str) -> bool {
        Path::exists(&self.folder.path().join(name))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
        // The width of help must not depend on who runs the test.
        command
            .env_remove("COLUMNS")
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output();
        output.expect("the command was built")
    }

    /// Runs `arguments` on this device.
    fn on(&self, served: &Served, arguments: &[&str]) -> Output {
        self.run(&[arguments, &["--port", served.port()]].concat())
    }

    /// The same, which succeeds; gives what people and what programs were told.
    fn succeeds(&self, served: &Served, arguments: &[&str]) -> (String, String) {
        let output = self.on(served, arguments);
        let stderr = told(&output.stderr, served);
        assert!(output.status.success(), "{arguments:?}: {stderr}");
        (stderr, told(&output.stdout, served))
    }

    /// The same, which fails like this; gives what people were told.
    fn fails(&self, served: &Served, arguments: &[&str], code: i32, outcome: &str) -> String {
        let json = ["--format", "json", "--progress", "none"];
        let output = self.on(served, &[arguments, &json].concat());
        let stderr = told(&output.stderr, served);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
        let report = json_of(&told(&output.stdout, served));
        assert_eq!(report["outcome"], outcome, "{report}");
        assert_eq!(report["verified"], false, "{report}");
        stderr
    }
}

/// What was told, with a name for the port that is always the same.
fn told(bytes: &[u8], served: &Served) -> String {
    let text = String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    text.replace(served.port(), "PORT")
}

fn json_of(text: &str) -> Value {
    let last = text.lines().last().expect("a line");
    serde_json::from_str(last).expect("the line is JSON")
}

/// A report without what differs from machine to machine.
fn masked(text: &str) -> String {
    fn mask(value: &mut Value) {
        if let Some(wall) = value.get_mut("wall_ns") {
            *wall = "masked".into();
        }
        if let Some(devices) = value.get_mut("devices").and_then(Value::as_array_mut) {
            devices.iter_mut().for_each(mask);
        }
    }
    let mut report = json_of(text);
    mask(&mut report);
    serde_json::to_string_pretty(&report).expect("JSON")
}
