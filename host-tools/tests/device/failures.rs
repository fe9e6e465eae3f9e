//! One case for each exit code, as people and as programs are told, and every way in which a device
//! is left.

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal, kill_process};
use umbilical_soft_mcu::link::{Reason, Refusal};
use umbilical_soft_mcu::report::{Fault, Phase};

use super::*;
use crate::pty::{Manner, until};

/// A backup of the device with this seed.
fn backed_up(bench: &Bench, name: &str, seed: u64) -> Device {
    let served = Served::new(device(name, seed));
    bench.succeeds(&served, &[&["backup", "a.umb"][..], &TIME].concat());
    let mut device = device(name, seed);
    device.memory = changed(&device.memory, seed);
    device
}

fn case(bench: &Bench, served: &Served, arguments: &[&str]) -> String {
    let json = ["--format", "json", "--progress", "none"];
    let output = bench.on(served, &[arguments, &json].concat());
    let code = output.status.code().expect("an end of its own");
    let mut text = format!("$ umbilical {}\n", arguments.join(" "));
    text += &told(&output.stderr, served);
    text += &masked(&told(&output.stdout, served));
    let this = format!("(process {})", std::process::id());
    let name = fs::read_to_string("/proc/self/comm").unwrap_or_default();
    text = text.replace(&this, "(process N)");
    text = text.replace(&format!("{} (process N)", name.trim()), "TEST (process N)");
    format!("{text}\nexit code {code}\n\n")
}

#[test]
fn each_exit_code() {
    let bench = Bench::new();
    let mut all = String::new();
    let restore = ["restore", "a.umb", "--yes"];
    let mut good = backed_up(&bench, "24c64", 61);
    good.forgets = 1;
    let served = Served::new(good);
    all += &case(&bench, &served, &["restore", "a.umb"]);
    all += &case(&bench, &served, &["verify", "a.umb"]);
    all += &case(&bench, &served, &restore);
    all += &case(&bench, &served, &["backup", "b.umb"]);
    all += &case(
        &bench,
        &served,
        &["restore", "a.umb", "--key", "public.pem"],
    );
    served.device().busy = Some(Phase::Copy);
    all += &case(&bench, &served, &restore);
    served.device().busy = None;
    let protected = Fault::WriteProtected as u32;
    served.device().refuses = Some(Refusal::new(Reason::Fault, protected));
    all += &case(&bench, &served, &restore);
    served.device().refuses = None;
    let port = fs::File::open(&served.path).expect("the port");
    flock(&port, FlockOperation::NonBlockingLockExclusive).expect("nobody has it");
    all += &case(&bench, &served, &["info"]);
    drop(port);
    let silent = Served::with(device("24c64", 61), Manner::Silent);
    all += &case(&bench, &silent, &["info"]);
    insta::assert_snapshot!("exit_codes", all);
}

/// The memory takes no writes at all: a fault of the memory, and the device says so to whoever asks.
#[test]
fn a_memory_that_takes_nothing() {
    let bench = Bench::new();
    let mut worn = backed_up(&bench, "24c64", 62);
    worn.fail_every = 1;
    let served = Served::new(worn);
    let said = bench.fails(
        &served,
        &["restore", "a.umb", "--yes"],
        8,
        "refused:write-failed",
    );
    assert!(
        said.contains("holds its host until a restore is whole"),
        "{said}"
    );
    assert!(served.device().incomplete);
}

/// A byte that is read otherwise than it is hashed is never called verified.
#[test]
fn a_memory_that_reads_differently_each_time() {
    let bench = Bench::new();
    let mut odd = device("24c64", 63);
    odd.reads_wrongly = Some(0x1777);
    let served = Served::new(odd);
    let said = bench.fails(&served, &["backup", "a.umb"], 8, "unsteady");
    assert!(said.contains("from 0x1000 on"), "{said}");
    assert!(said.contains("the device's host runs"), "{said}");
    assert!(!bench.exists("a.umb"));
}

#[test]
fn noise_is_no_device() {
    let bench = Bench::new();
    let served = Served::with(device("24c64", 64), Manner::Garbage);
    bench.fails(&served, &["info"], 4, "no-device");
}

/// It is unplugged: while it is read, and while it is written.
#[test]
fn a_device_that_vanishes() {
    let bench = Bench::new();
    let name = "w25q16";
    let gone = Manner::Gone { after: 60 };
    let served = Served::with(device(name, 65), gone);
    let said = bench.fails(&served, &["backup", "b.umb"], 5, "link");
    assert!(said.contains("the port went away"), "{said}");
    assert!(said.contains("may still be held"), "{said}");
    assert!(!bench.exists("b.umb") && bench.exists("b.umb.part"));
    let again = Served::new(device(name, 65));
    let resume = ["backup", "b.umb", "--resume", "--format", "json"];
    let (_, programs) = bench.succeeds(&again, &resume);
    let read = json_of(&programs)["bytes_read"].as_u64().expect("a number");
    assert!(read < 2 << 20, "what was there was not read again: {read}");
    bench.run(&["convert", "b.umb", "b.bin"]);
    assert!(bench.read("b.bin") == again.device().memory);
}

/// Cut off anywhere, a restore leaves the old memory or one that is marked, says which, and can be
/// run again.
#[test]
fn a_restore_cut_anywhere() {
    let bench = Bench::new();
    let name = "w25q16";
    let old = backed_up(&bench, name, 66);
    let again = || {
        let mut device = device(name, 66);
        device.memory = old.memory.clone();
        device
    };
    let memory = device(name, 66).memory;
    let served = Served::new(again());
    bench.succeeds(&served, &["restore", "a.umb", "--yes"]);
    let frames = served.frames();
    let mut random = Random(66);
    let mut left = [0; 2];
    for eighth in 0..8 {
        let after = frames * eighth / 8 + random.below(u64::from(frames / 8)) as u32;
        println!("cut after {after} of {frames} frames");
        let served = Served::with(again(), Manner::Gone { after });
        let said = bench.on(&served, &["restore", "a.umb", "--yes"]);
        let said = told(&said.stderr, &served);
        let incomplete = served.device().incomplete;
        let now = served.device().memory.clone();
        let marked = said.contains("it is marked incomplete, if it got that far");
        assert!(!incomplete || marked, "{said}");
        assert!(
            incomplete || now == old.memory || now == memory,
            "half and not marked"
        );
        left[usize::from(incomplete)] += 1;
        // Powered again, and plugged in: memory and journal are as they were.
        let mut other = Device::with_part(part(name), now);
        other.incomplete = incomplete;
        let served = Served::new(other);
        bench.succeeds(&served, &["restore", "a.umb", "--yes"]);
        assert!(served.device().memory == memory && !served.device().incomplete);
    }
    assert!(
        left[0] > 0 && left[1] > 0,
        "before and while it was written: {left:?}"
    );
}

/// Ctrl-C while it is written: the device is asked how it is, and that is said.
#[test]
fn ctrl_c_says_how_the_device_is_left() {
    let bench = Bench::new();
    let mut blank = backed_up(&bench, "w25q16", 67);
    blank.memory.fill(0);
    let served = Served::new(blank);
    for (deeds, code, outcome, left) in [
        (1, 130, "stopped", "incomplete"),
        (0, 130, "stopped", "running"),
    ] {
        let arguments = match deeds {
            0 => ["backup", "b.umb"].to_vec(),
            _ => ["restore", "a.umb", "--yes"].to_vec(),
        };
        let rest = ["--format", "json", "--port", served.port()];
        let frames = served.frames();
        let child = bench
            .command(&[&arguments[..], &rest].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command was built");
        let busy = || match deeds {
            0 => served.frames() > frames + 20,
            _ => !served.device().deeds.is_empty(),
        };
        until(busy);
        // The device stands still until the signal has come.
        let device = served.device();
        kill_process(Pid::from_child(&child), Signal::INT).expect("it runs");
        let status = format!("/proc/{}/status", child.id());
        until(|| {
            let status = fs::read_to_string(&status).expect("it runs");
            status.contains("ShdPnd:\t0000000000000000")
        });
        drop(device);
        let output = child.wait_with_output().expect("it ends");
        let report = json_of(&told(&output.stdout, &served));
        assert_eq!(output.status.code(), Some(code), "{report}");
        assert_eq!(
            (&report["outcome"], &report["left"]),
            (&outcome.into(), &left.into())
        );
        assert_eq!(served.device().incomplete, left == "incomplete");
        let holds = served.device().holds;
        assert!(holds.is_multiple_of(2), "{left}: it was not let go");
        // As after a restore that came later.
        served.device().incomplete = false;
    }
}
