//! Backup files from outside: `umbilical convert` and `umbilical rehearse`.
//!
//! `INSTA_UPDATE=always cargo test -p umbilical --test backup` writes the snapshots anew.

mod convert;
mod rehearse;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use umbilical_emu::rng::Rng;

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
/// What makes a backup of an image always the same.
const DEVICE: [&str; 6] = [
    "--device-id",
    "00112233445566778899aabbccddeeff",
    "--device-name",
    "core switch 3",
    "--time",
    "2026-11-21T15:13:26Z",
];
/// Identity and configuration of a 24C64, and a gap between them.
const LAYOUT: &str = "[[region]]\nname = \"identity\"\noffset = 0\nlength = 64\npolicy = \"keep\"\n\
    [[region]]\nname = \"config\"\noffset = 0x80\nlength = 0x1000\npolicy = \"copy\"\n";

/// A folder with keys, a layout and `in.bin`, 8,192 bytes that differ.
struct Bench {
    folder: TempDir,
    image: Vec<u8>,
}

impl Bench {
    fn new() -> Bench {
        let folder = TempDir::new().expect("a folder");
        let mut image = vec![0; 8192];
        Rng::new(0x0DD).fill(&mut image);
        let bench = Bench { folder, image };
        bench.write("in.bin", &bench.image);
        for (name, text) in [
            ("key.pem", SECRET),
            ("public.pem", PUBLIC),
            ("other.pem", OTHER),
            ("switch.toml", LAYOUT),
        ] {
            bench.write(name, text.as_bytes());
        }
        bench
    }

    /// With `sw.umb`, a signed backup of the image as a 24C64.
    fn with_backup() -> Bench {
        let bench = Bench::new();
        let sign = [
            "convert", "in.bin", "sw.umb", "--part", "24c64", "--sign", "key.pem",
        ];
        bench.succeeds(&[&sign[..], &DEVICE].concat());
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

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
        // The width of help must not depend on who runs the test.
        command
            .env_remove("COLUMNS")
            .current_dir(self.folder.path())
            .args(arguments);
        command.output().expect("the command was built")
    }

    /// Runs it and gives what people were told.
    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let stderr = text(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty());
        stderr
    }

    /// The exit code, and what people and programs were told; there is no `out` afterwards.
    fn fails(&self, arguments: &[&str], code: i32, message: &str, hint: &str) {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
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
        assert_eq!(report["verified"], false, "{report}");
        assert!(
            report["error"]
                .as_str()
                .is_some_and(|error| error.contains(message))
        );
        for name in ["out.umb", "out.bin", "out.hex", "out.s19"] {
            assert!(!self.exists(name), "{arguments:?} left {name}");
        }
        let left = fs::read_dir(self.folder.path()).expect("the folder");
        for entry in left {
            let name = entry.expect("readable").file_name();
            let name = name.to_string_lossy();
            assert!(!name.starts_with(".umbilical"), "{arguments:?} left {name}");
        }
    }
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

/// A report without what differs from machine to machine.
fn masked(mut report: Value) -> String {
    if let Some(wall) = report.get_mut("wall_ns") {
        *wall = "masked".into();
    }
    serde_json::to_string_pretty(&report).expect("JSON")
}

/// One failure for each exit code, as people and as programs are told.
#[test]
fn failures() {
    let bench = Bench::with_backup();
    let mut bad = bench.read("sw.umb");
    let at = bad.len() - 4000;
    bad[at] ^= 0x80;
    bench.write("bad.umb", &bad);
    let mut told = String::new();
    for arguments in [
        &["convert", "in.bin", "out.umb"][..],
        &["rehearse", "sw.umb", "--part", "24c128"],
        &["rehearse", "bad.umb"],
        &["rehearse", "sw.umb", "--fault", "power-cut@1ms,side=b"],
        &["convert", "sw.umb", "out.bin", "--key", "other.pem"],
        &[
            "rehearse",
            "sw.umb",
            "--fault",
            "stuck@0ms,net=b.host_sda,level=0",
        ],
    ] {
        let options = ["--format", "json", "--progress", "none"];
        let output = bench.run(&[arguments, &options].concat());
        let code = output.status.code().expect("an end of its own");
        told += &format!("$ umbilical {}\n", arguments.join(" "));
        told += &text(&output.stderr);
        told += &format!("{}\nexit code {code}\n\n", masked(json(&output)));
    }
    insta::assert_snapshot!("failures", told);
}
