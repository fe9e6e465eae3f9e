//! `umbilical monitor`.

use std::io::{BufRead, BufReader};

use rustix::process::{Pid, Signal, kill_process};
use umbilical_soft_mcu::registers::{sense, switch_status};
use umbilical_soft_mcu::report::{Fault, Phase, word};

use super::*;

/// What the monitor says of a rescue that comes over the device while it looks. Each line is waited
/// for, so that none can be missed and no clock decides.
#[test]
fn what_changes_is_told_as_it_changes() {
    for format in ["human", "json"] {
        let bench = Bench::new();
        let served = Served::new(device("24c64", 51));
        let arguments = ["monitor", "--format", format, "--port", served.port()];
        let mut child = bench
            .command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command was built");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut seen = String::new();
        let mut next = |seen: &mut String| {
            let line = lines.next().expect("a line").expect("UTF-8");
            *seen += &without_times(&line);
            *seen += "\n";
        };
        next(&mut seen);
        {
            let mut device = served.device();
            device.status.0 = sense::PRESENT;
            *device.report(word::PHASE) = Phase::Copy as u32;
            *device.report(word::PAGES) = 256;
            *device.report(word::PAGES_DONE) = 100;
            device.status.1 = switch_status::PORT;
        }
        // Role, phase, cable, switch, pages.
        (0..5).for_each(|_| next(&mut seen));
        {
            let mut device = served.device();
            *device.report(word::PHASE) = Phase::Fault as u32;
            *device.report(word::FAULT) = Fault::NoSource as u32;
        }
        (0..3).for_each(|_| next(&mut seen));
        insta::assert_snapshot!(format!("monitor_{format}"), seen);
        let pid = Pid::from_child(&child);
        kill_process(pid, Signal::INT).expect("it runs");
        let status = child.wait().expect("it ends");
        assert!(status.success(), "Ctrl-C is how a monitor ends: {status}");
        assert_eq!(served.device().holds, 0, "looking holds nobody");
    }
}

fn without_times(line: &str) -> String {
    if let Ok(Value::Object(mut event)) = serde_json::from_str(line) {
        assert!(event["t_ms"].is_u64(), "{line}");
        event.insert("t_ms".into(), "masked".into());
        return Value::Object(event).to_string();
    }
    let (time, rest) = line.split_once(" s  ").expect("a time");
    assert!(time.trim().parse::<f64>().is_ok(), "{line}");
    format!("TIME  {rest}")
}

#[test]
fn it_ends_when_it_should() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 52));
    let (_, told) = bench.succeeds(&served, &["monitor", "--for", "1"]);
    assert_eq!(told.lines().count(), 1, "nothing changed: {told}");
}
