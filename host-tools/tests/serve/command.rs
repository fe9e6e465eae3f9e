//! The command: what it prints, how it ends, what it leaves.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use crate::serial::Serial;

struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    fn start(folder: &Path, arguments: &[&str]) -> Running {
        let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
        command.current_dir(folder).args(["emulate", "--serve"]);
        command.args(arguments).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command was built");
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        Running { child, stdout }
    }

    fn object(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("UTF-8");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: `{line}`"))
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("it runs");
    }

    /// Waits for the end; exit code and what was told people.
    fn end(mut self) -> (Option<i32>, String) {
        drop(self.child.stdin.take());
        let mut text = String::new();
        let stderr = self.child.stderr.as_mut().expect("piped");
        stderr.read_to_string(&mut text).expect("UTF-8");
        (self.child.wait().expect("it ends").code(), text)
    }
}

fn path(object: &Value, side: &str) -> PathBuf {
    PathBuf::from(object[side]["path"].as_str().expect("a path"))
}

#[test]
fn ports_are_told_opened_and_gone_after_a_signal() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = TempDir::new().expect("a folder");
        let contents: Vec<u8> = (0..200).collect();
        fs::write(folder.path().join("source.bin"), &contents).expect("written");
        let arguments = [
            "--part",
            "24c02",
            "--source",
            "source.bin",
            "--out-source",
            "a.bin",
            "--out-standby",
            "b.bin",
            "--format",
            "json",
        ];
        let mut running = Running::start(folder.path(), &arguments);
        let serving = running.object();
        assert_eq!(serving["event"], "serving");
        for side in ["source", "standby"] {
            assert_eq!(serving[side]["part"], "24c02");
            assert_eq!(serving[side]["powered"], true);
            assert_eq!(Serial::open(&path(&serving, side), 9_600).baud(), 9_600);
        }
        assert!(!folder.path().join("a.bin").exists(), "written too early");
        running.signal(signal);
        let served = running.object();
        assert_eq!(served["event"], "served");
        assert_eq!(running.end().0, Some(0), "{signal:?}");
        assert!(
            !path(&serving, "source").exists(),
            "the port is still there"
        );
        let a = fs::read(folder.path().join("a.bin")).expect("written");
        assert_eq!((&a[..200], &a[200..]), (&contents[..], &[0xFF; 56][..]));
        let b = fs::read(folder.path().join("b.bin")).expect("written");
        assert_eq!(b, [0xFF; 256]);
    }
}

#[test]
fn standard_input_ends_it_if_told_so() {
    let folder = TempDir::new().expect("a folder");
    let running = Running::start(folder.path(), &["--until-eof", "--pace", "real"]);
    let (code, text) = running.end();
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("source   /dev/") && text.contains("standby  /dev/"),
        "{text}"
    );
    assert!(text.contains("0 bytes to it, 0 from it"), "{text}");
}

/// A dead source and a cable: a rescue takes place as without `--serve`.
#[test]
fn a_rescue_goes_on_behind_the_ports() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("source.bin"), [7; 256]).expect("written");
    let arguments = [
        "--part",
        "24c02",
        "--source",
        "source.bin",
        "--source-power",
        "off",
        "--cable",
        "electric",
        "--standby-button",
        "destination",
        "--out-standby",
        "b.bin",
        "--progress",
        "json",
        "--format",
        "json",
    ];
    let mut running = Running::start(folder.path(), &arguments);
    assert_eq!(running.object()["source"]["powered"], false);
    let mut phases = Vec::new();
    while phases.last() != Some(&Value::from("commit")) {
        let event = running.object();
        assert_eq!(event["event"], "progress");
        phases.push(event["phase"].clone());
    }
    assert!(phases.contains(&"copy".into()));
    running.signal(Signal::TERM);
    let standby = loop {
        let event = running.object();
        if event["event"] == "served" {
            break fs::read(folder.path().join("b.bin"));
        }
    };
    drop(standby);
    assert_eq!(running.end().0, Some(0));
    let standby = fs::read(folder.path().join("b.bin")).expect("written");
    assert_eq!(standby, [7; 256]);
}

#[test]
fn what_cannot_be_is_refused_before_anything_runs() {
    let folder = TempDir::new().expect("a folder");
    for (arguments, message) in [
        (
            &["--out-source", "none/a.bin"][..],
            "cannot write none/a.bin",
        ),
        (&["--out-source", "a", "--out-standby", "a"], "two results"),
        (&["--out", "a"], "cannot be used with"),
    ] {
        let (code, text) = Running::start(folder.path(), arguments).end();
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains(message) && !text.contains("/dev/"), "{text}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    let output = command.args(["emulate", "--until-eof"]).output();
    let output = output.expect("the command was built");
    assert_eq!(output.status.code(), Some(2), "only with --serve");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
