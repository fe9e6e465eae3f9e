//! `umbilical clone`.

use super::*;

/// A backup of the first device, with its layout.
fn original(bench: &Bench) -> Vec<u8> {
    let mut device = device("24c64", 31);
    device.set_layout(&layout(part("24c64")));
    let served = Served::new(device);
    bench.succeeds(&served, &[&["backup", "a.umb"][..], &TIME].concat());
    let device = served.device();
    device.memory.clone()
}

fn others(count: u32) -> Vec<Served> {
    let other = |number| {
        let mut device = device("24c64", 40 + u64::from(number));
        device.identity = 2 + number;
        device.set_layout(&layout(part("24c64")));
        Served::new(device)
    };
    (0..count).map(other).collect()
}

fn clone_to(bench: &Bench, served: &[Served], options: &[&str]) -> (i32, String, String) {
    let ports = served.iter().flat_map(|served| ["--port", served.port()]);
    let arguments: Vec<&str> = ["clone", "a.umb"].into_iter().chain(ports).collect();
    let output = bench.run(&[&arguments[..], options].concat());
    let named = |bytes: &[u8]| {
        let mut text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        for (number, served) in served.iter().enumerate() {
            text = text.replace(served.port(), &format!("PORT{number}"));
        }
        text
    };
    let code = output.status.code().expect("an end of its own");
    (code, named(&output.stderr), named(&output.stdout))
}

/// Lines in an order that does not depend on which device is done first.
fn sorted(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[test]
fn three_devices_get_the_configuration_and_keep_their_identity() {
    let bench = Bench::new();
    let memory = original(&bench);
    let served = others(3);
    let own: Vec<Vec<u8>> = served
        .iter()
        .map(|it| it.device().memory[..32].to_vec())
        .collect();
    let (code, people, _) = clone_to(&bench, &served, &["--yes", "--progress", "none"]);
    assert_eq!(code, 0, "{people}");
    insta::assert_snapshot!("clone", sorted(&people));
    for (served, own) in served.iter().zip(own) {
        let device = served.device();
        assert!(device.memory[..32] == own, "an identity was cloned");
        assert!(device.memory[32..] == memory[32..]);
        assert!(device.complete && !device.incomplete);
    }
    let (code, _, programs) = clone_to(&bench, &served, &["--yes", "--format", "json"]);
    assert_eq!(code, 0);
    assert_eq!(json_of(&programs)["devices"][2]["outcome"], "equal");
}

/// One that fails is reported as such, the others go on, and the exit code is the highest.
#[test]
fn one_that_fails_stops_no_other() {
    let bench = Bench::new();
    let memory = original(&bench);
    let served = others(3);
    served[1].device().forgets = 3;
    let options = ["--yes", "--format", "json", "--progress", "none"];
    let (code, people, programs) = clone_to(&bench, &served, &options);
    assert_eq!(code, 3, "{people}");
    insta::assert_snapshot!("clone_one_fails_json", masked(&programs));
    assert!(
        served[1].device().incomplete,
        "the one that failed is marked"
    );
    for number in [0, 2] {
        assert!(served[number].device().memory[32..] == memory[32..]);
    }
    // And again: only the one that failed is written.
    let (code, people, _) = clone_to(&bench, &served, &["--yes", "--progress", "none"]);
    assert_eq!(code, 0, "{people}");
    assert!(served[1].device().memory[32..] == memory[32..]);
    // A port named twice is in use the second time.
    let twice = ["--yes", "--progress", "none", "--port", served[0].port()];
    let (code, people, _) = clone_to(&bench, &served, &twice);
    assert_eq!(code, 6, "{people}");
}

#[test]
fn nothing_is_cloned_unasked_or_in_a_dry_run() {
    let bench = Bench::new();
    original(&bench);
    let served = others(2);
    let before: Vec<Vec<u8>> = served.iter().map(|it| it.device().memory.clone()).collect();
    let (code, people, _) = clone_to(&bench, &served, &["--non-interactive"]);
    assert_eq!(code, 2, "{people}");
    let dry = ["--dry-run", "--format", "json", "--progress", "none"];
    let (code, people, programs) = clone_to(&bench, &served, &dry);
    assert_eq!((code, people.as_str()), (0, ""));
    let report = json_of(&programs);
    assert_eq!(
        (&report["outcome"], &report["verified"]),
        (&"planned".into(), &false.into())
    );
    for (served, before) in served.iter().zip(before) {
        assert!(served.device().memory == before && !served.device().incomplete);
    }
}

/// A file that keeps nothing for the unit makes devices with one identity.
#[test]
fn a_file_without_anything_kept_is_warned_of() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 33));
    bench.succeeds(&served, &["backup", "a.umb"]);
    let (_, people, _) = clone_to(&bench, &others(1), &["--dry-run"]);
    assert!(
        people.contains("the file keeps nothing for the unit"),
        "{people}"
    );
}
