//! flashrom itself at the port of an emulated device: it identifies, reads, writes and verifies.

#![cfg(feature = "external")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What is written and read: less than all of it, for at 115,200 baud a whole W25Q16 takes minutes.
struct Region {
    at: usize,
    bytes: usize,
}

/// An emulated device that is served until it is dropped.
struct Served {
    child: Child,
    programmer: String,
}

impl Served {
    fn start(folder: &Path, part: &str) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_umbilical"))
            .current_dir(folder)
            .args(["emulate", "--serve", "--until-eof", "--format", "json"])
            .args(["--bus", "spi", "--part", part, "--standby", "before.bin"])
            .args(["--out-standby", "after.bin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command was built");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        stdout.read_line(&mut line).expect("UTF-8");
        let serving: Value = serde_json::from_str(&line).expect("an object");
        let path = serving["standby"]["path"].as_str().expect("a path");
        let programmer = format!("serprog:dev={path}:115200,spispeed=12M");
        child.stdout = Some(stdout.into_inner());
        Served { child, programmer }
    }

    /// What flashrom says, after which it has succeeded.
    fn flashrom(&self, folder: &Path, arguments: &[&str]) -> String {
        let output = Command::new("flashrom")
            .current_dir(folder)
            .env("PATH", path_with_sbin())
            .args(["-p", &self.programmer])
            .args(arguments)
            .output()
            .expect("flashrom is installed: apt-get install flashrom");
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "flashrom {arguments:?}: {text}");
        text
    }

    /// Ends it, so that it writes its memory.
    fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("it ends").success());
    }
}

/// Debian puts flashrom where only administrators look.
fn path_with_sbin() -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{path}:/usr/sbin:/sbin")
}

fn bytes(seed: u32, count: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    (0..count).map(|_| next()).collect()
}

fn works(part: &str, chip: &str, size: usize, region: &Region) {
    println!("seeds 1 and 2");
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let place = region.at..region.at + region.bytes;
    let mut before = vec![0xFF; size];
    before[place.clone()].copy_from_slice(&bytes(1, region.bytes));
    let mut after = before.clone();
    after[place.clone()].copy_from_slice(&bytes(2, region.bytes));
    fs::write(folder.join("before.bin"), &before).expect("written");
    fs::write(folder.join("new.bin"), &after).expect("written");
    let layout = format!("{:08x}:{:08x} part\n", region.at, place.end - 1);
    fs::write(folder.join("layout.txt"), layout).expect("written");

    let served = Served::start(folder, part);
    let text = served.flashrom(folder, &["-c", chip, "--flash-size"]);
    assert!(text.contains(chip), "{text}");
    let only = ["-c", chip, "-l", "layout.txt", "-i", "part"];
    let run = |more: &[&str]| served.flashrom(folder, &[&only, more].concat());
    run(&["-r", "read.bin"]);
    let read = fs::read(folder.join("read.bin")).expect("flashrom wrote it");
    assert!(read[place.clone()] == before[place]);
    let text = run(&["-N", "-w", "new.bin"]);
    assert!(text.contains("VERIFIED."), "{text}");
    let text = run(&["-v", "new.bin"]);
    assert!(text.contains("VERIFIED."), "{text}");
    served.end();
    let found = fs::read(folder.join("after.bin")).expect("the device's memory");
    assert!(found == after, "all of the memory, not only the region");
}

#[test]
fn a_w25q16_is_identified_read_written_and_verified() {
    let region = Region {
        at: 0x8_0000,
        bytes: 0x8000,
    };
    works("w25q16", "W25Q16.V", 2 << 20, &region);
}

#[test]
fn a_w25q128_is_identified_read_written_and_verified() {
    let region = Region {
        at: 0xC0_0000,
        bytes: 0x4000,
    };
    works("w25q128", "W25Q128.V", 16 << 20, &region);
}
