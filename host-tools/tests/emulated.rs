//! The commands against the real firmware: `emulate --serve` is at the other end of the ports.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use umbilical::backup::part_by_name;
use umbilical::layout::space;
use umbilical_emu::rng::Rng;

/// Two devices behind ports, until this ends.
struct Devices {
    folder: TempDir,
    child: Child,
    ports: [String; 2],
}

impl Devices {
    fn new(part: &str, bus: &str, contents: [&[u8]; 2]) -> Devices {
        let folder = TempDir::new().expect("a folder");
        for (name, bytes) in ["a.bin", "b.bin"].into_iter().zip(contents) {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        let mut command = program(folder.path());
        command.args(["emulate", "--serve", "--until-eof", "--format", "json"]);
        command.args(["--part", part, "--bus", bus]);
        command.args(["--source", "a.bin", "--standby", "b.bin"]);
        command.args(["--out-source", "a.out", "--out-standby", "b.out"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the command was built");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        let read = BufReader::new(stdout).read_line(&mut line);
        read.expect("UTF-8");
        let serving: Value = serde_json::from_str(&line).expect("JSON");
        let port = |side: &str| serving[side]["path"].as_str().expect("a path").to_owned();
        Devices {
            ports: [port("source"), port("standby")],
            folder,
            child,
        }
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        let mut command = program(self.folder.path());
        command.args(arguments).stdin(Stdio::null());
        command.args(["--format", "json", "--progress", "none"]);
        let output = command.output().expect("the command was built");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        println!("{arguments:?}: {stdout}{stderr}");
        let report = serde_json::from_str(&stdout).expect("JSON");
        (output.status.code(), report)
    }

    fn on(&self, device: usize, arguments: &[&str]) -> Value {
        let (code, report) = self.run(&[arguments, &["--port", &self.ports[device]]].concat());
        assert_eq!(code, Some(0), "{arguments:?}: {report}");
        report
    }

    /// What the memories hold in the end.
    fn end(mut self) -> [Vec<u8>; 2] {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("it ends").success());
        ["a.out", "b.out"].map(|name| fs::read(self.folder.path().join(name)).expect(name))
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    command.current_dir(folder);
    command
}

/// Two memories that differ in some bytes, and the file of a third one.
fn memories(part: &str) -> [Vec<u8>; 3] {
    let bytes = part_by_name(part).expect("a part").bytes() as usize;
    let seed = 0x5E7E;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let mut one = vec![0xFF; bytes];
    rng.fill(&mut one[..8192]);
    let (mut other, mut third) = (one.clone(), one.clone());
    rng.fill(&mut other[1000..3000]);
    rng.fill(&mut third[5000..6000]);
    rng.fill(&mut third[..40]);
    [one, other, third]
}

/// A backup of one device, which it is equal to and the other one is not; what a restore would do
/// to that. These devices were given no identity.
fn saved(devices: &Devices, bytes: usize) -> Value {
    assert_eq!(devices.on(0, &["info"])["bytes"], bytes);
    assert_eq!(devices.on(0, &["backup", "a.umb"])["bytes"], bytes);
    assert_eq!(devices.on(0, &["verify", "a.umb"])["outcome"], "equal");
    let (code, differs) = devices.run(&["verify", "a.umb", "--port", &devices.ports[1]]);
    assert_eq!((code, &differs["outcome"]), (Some(3), &"differs".into()));
    assert_eq!(differs["left"], "running");
    let (code, refused) = devices.run(&["restore", "a.umb", "--yes", "--port", &devices.ports[1]]);
    assert_eq!(
        (code, &refused["outcome"]),
        (Some(2), &"no-identity".into())
    );
    devices.on(1, &["restore", "a.umb", "--dry-run", "--map", "device"])["plan"].clone()
}

/// From one device onto the other, a third content onto both, and back on one that keeps its first
/// unit by then. Gives what the first restore planned, and did.
fn story(part: &str, bus: &str) -> Value {
    let [one, other, third] = memories(part);
    let devices = Devices::new(part, bus, [&one, &other]);
    let plan = saved(&devices, one.len());
    let restore = ["restore", "a.umb", "--yes", "--map", "device"];
    let restored = devices.on(1, &restore);
    assert_eq!(restored["outcome"], "restored");
    assert_eq!(restored["plan"], plan);
    devices.on(1, &["verify", "a.umb"]);
    assert_eq!(devices.on(1, &restore)["outcome"], "equal");
    fs::write(devices.folder.path().join("c.bin"), &third).expect("written");
    let [first, second] = devices.ports.clone();
    let clone = [
        "clone", "c.bin", "--yes", "--port", &first, "--port", &second,
    ];
    let (code, cloned) = devices.run(&clone);
    assert_eq!((code, &cloned["verified"]), (Some(0), &true.into()));
    // From here on the second one keeps the smallest piece that a layout knows.
    let kept = space(part_by_name(part).expect("a part")).unit as usize;
    let config = one.len() - kept;
    let layout = format!(
        "[[region]]\nname = \"unit\"\noffset = 0\nlength = {kept}\npolicy = \"keep\"\n\n\
         [[region]]\nname = \"config\"\noffset = {kept}\nlength = {config}\npolicy = \"copy\"\n"
    );
    fs::write(devices.folder.path().join("keep.toml"), layout).expect("written");
    devices.on(1, &["layout", "set", "keep.toml"]);
    let regions = devices.on(1, &["layout", "get"])["regions"].clone();
    assert_eq!(regions[0]["policy"], "keep");
    assert_eq!(regions[0]["length"], kept);
    let restored = devices.on(1, &restore);
    assert_eq!(restored["bytes_kept"], kept);
    assert_eq!(restored["outcome"], "restored");
    let mut expected = one;
    expected[..kept].copy_from_slice(&third[..kept]);
    assert!(
        devices.end() == [third, expected],
        "not what was to be there"
    );
    plan
}

#[test]
fn an_eeprom() {
    let plan = story("24c64", "i2c");
    // 1000 to 3000 in pages of 32 bytes.
    assert_eq!((&plan["erases"], &plan["pages"]), (&0.into(), &63.into()));
}

/// Its first sector is the one that differs, and later the one that is kept.
#[test]
fn a_flash() {
    let plan = story("w25q16", "spi");
    assert_eq!((&plan["erases"], &plan["pages"]), (&1.into(), &16.into()));
}
