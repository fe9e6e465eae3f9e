//! `umbilical restore`.

use std::io::Write;

use super::*;
use crate::device::Deed;

/// A backup of a device in `a.umb`, and the device with something else in its memory since.
fn changed_since(bench: &Bench, name: &str, seed: u64) -> (Served, Vec<u8>) {
    let served = Served::new(device(name, seed));
    bench.succeeds(&served, &[&["backup", "a.umb"][..], &TIME].concat());
    let memory = served.device().memory.clone();
    let now = changed(&memory, seed);
    served.device().memory = now;
    (served, memory)
}

#[test]
fn only_what_differs_is_written_and_that_as_planned() {
    let bench = Bench::new();
    for name in PARTS {
        let (served, memory) = changed_since(&bench, name, 11);
        let before = served.device().memory.clone();
        let dry = ["restore", "a.umb", "--dry-run"];
        let (people, plan) = bench.succeeds(&served, &dry);
        insta::assert_snapshot!(format!("dry_run_{name}"), format!("{plan}{people}"));
        let (_, programs) = bench.succeeds(&served, &[&dry[..], &["--format", "json"]].concat());
        insta::assert_snapshot!(format!("dry_run_{name}_json"), masked(&programs));
        assert!(served.device().memory == before && served.device().deeds.is_empty());
        assert!(!served.device().incomplete, "a dry run marks nothing");
        let steps = json_of(&programs)["plan"]["steps"].clone();
        let (people, _) = bench.succeeds(&served, &["restore", "a.umb", "--yes"]);
        insta::assert_snapshot!(format!("restore_{name}"), people);
        let device = served.device();
        assert!(device.memory == memory, "{name}: not restored");
        assert!(device.complete && !device.incomplete);
        assert_eq!(covered(&device.deeds), planned(&steps), "{name}");
    }
}

/// Bytes that were erased and bytes that were written, a busy line's repeats left out.
fn covered(deeds: &[Deed]) -> [Vec<u32>; 2] {
    let mut covered = [Vec::new(), Vec::new()];
    for deed in deeds {
        let (kind, offset, bytes) = match deed {
            Deed::Erase { offset, bytes } => (0, *offset, *bytes),
            Deed::Write { offset, bytes } => (1, *offset, *bytes),
        };
        covered[kind].extend((offset..offset + bytes).step_by(32));
    }
    for addresses in &mut covered {
        addresses.sort_unstable();
        addresses.dedup();
    }
    covered
}

fn planned(steps: &Value) -> [Vec<u32>; 2] {
    let number = |step: &Value, name: &str| step[name].as_u64().expect("a number") as u32;
    let steps = steps.as_array().expect("steps").iter().map(|step| {
        let (offset, bytes) = (number(step, "address"), number(step, "bytes"));
        match step["action"] == "erase" {
            true => Deed::Erase { offset, bytes },
            false => Deed::Write { offset, bytes },
        }
    });
    covered(&steps.collect::<Vec<_>>())
}

#[test]
fn what_is_equal_already_is_left_alone() {
    let bench = Bench::new();
    for name in PARTS {
        let served = Served::new(device(name, 12));
        bench.succeeds(&served, &["backup", "a.umb"]);
        let restore = ["restore", "a.umb", "--yes", "--format", "json"];
        let (_, programs) = bench.succeeds(&served, &restore);
        assert_eq!(json_of(&programs)["outcome"], "equal");
        assert_eq!(json_of(&programs)["verified"], true);
        assert!(served.device().deeds.is_empty() && !served.device().complete);
    }
}

#[test]
fn programs_get_the_plan_and_the_result() {
    let bench = Bench::new();
    let (served, _) = changed_since(&bench, "24c64", 13);
    let restore = ["restore", "a.umb", "--yes", "--format", "json"];
    let (_, programs) = bench.succeeds(&served, &restore);
    insta::assert_snapshot!("restore_json", masked(&programs));
}

/// What the device's layout keeps stays, until everything is asked for.
#[test]
fn what_belongs_to_the_unit_stays() {
    let bench = Bench::new();
    for name in PARTS {
        let (served, memory) = changed_since(&bench, name, 14);
        let unit = umbilical::layout::space(part(name)).unit as usize;
        served.device().set_layout(&layout(part(name)));
        served.device().memory[3] ^= 0xFF;
        let own = served.device().memory[..unit].to_vec();
        let (said, _) = bench.succeeds(&served, &["restore", "a.umb", "--yes"]);
        assert!(
            said.contains("stay away: the device keeps its own"),
            "{said}"
        );
        assert!(
            served.device().memory[..unit] == own,
            "{name}: the identity was written"
        );
        assert!(served.device().memory[unit..] == memory[unit..]);
        bench.succeeds(&served, &["verify", "a.umb"]);
        bench.fails(&served, &["verify", "a.umb", "--all"], 3, "differs");
        bench.succeeds(&served, &["restore", "a.umb", "--yes", "--all"]);
        assert!(served.device().memory == memory);
    }
}

#[test]
fn another_device_or_part_is_refused_unless_mapped() {
    let bench = Bench::new();
    let (served, memory) = changed_since(&bench, "24c64", 15);
    let now = served.device().memory.clone();
    served.device().identity = 2;
    let restore = ["restore", "a.umb", "--yes"];
    let said = bench.fails(&served, &restore, 2, "other-device");
    assert!(said.contains("a backup of device 0100000000"), "{said}");
    assert!(said.contains("not of 0200000000"), "{said}");
    assert!(said.contains("--map device"), "{said}");
    assert_eq!(served.device().holds, 2, "only the backup held it");
    bench.fails(&served, &["verify", "a.umb"], 2, "other-device");
    assert!(served.device().memory == now);
    bench.succeeds(&served, &[&restore[..], &["--map", "device"]].concat());
    assert!(served.device().memory == memory);
    let larger = Served::new(device("24c128", 16));
    let map_device = [&restore[..], &["--map", "device"]].concat();
    let said = bench.fails(&larger, &map_device, 2, "other-part");
    assert!(
        said.contains("a backup of a 24c64, not of a 24c128"),
        "{said}"
    );
    let map_both = [&restore[..], &["--map", "device,part"]].concat();
    bench.succeeds(&larger, &map_both);
    assert!(larger.device().memory[..8192] == memory);
    let smaller = Served::new(device("24c32", 16));
    let said = bench.fails(&smaller, &map_both, 2, "usage");
    assert!(said.contains("does not fit into a 24c32"), "{said}");
    // An image is nobody's.
    bench.write("a.bin", &memory);
    let image = ["restore", "a.bin", "--yes"];
    let said = bench.fails(&served, &image, 2, "usage");
    assert!(
        said.contains("does not say whose memory it is of"),
        "{said}"
    );
    let part_of = [&image[..], &["--map", "device"]].concat();
    bench.succeeds(&served, &part_of);
    bench.write("a.bin", &memory[..5000]);
    let said = bench.fails(&served, &part_of, 2, "usage");
    assert!(said.contains("no bytes from 0x1388 to 0x2000"), "{said}");
    bench.succeeds(&served, &[&part_of[..], &["--fill-gaps"]].concat());
    assert!(
        served.device().memory[5000..]
            .iter()
            .all(|byte| *byte == 0xFF)
    );
}

/// Two devices without an identity are not the same device.
#[test]
fn a_device_without_identity_gets_nothing_unless_mapped() {
    let bench = Bench::new();
    let mut nameless = device("24c64", 22);
    nameless.set_layout(&layout(part("24c64")));
    nameless.nameless = true;
    let served = Served::new(nameless);
    bench.succeeds(&served, &["backup", "a.umb"]);
    bench.succeeds(&served, &["verify", "a.umb"]);
    let (_, told) = bench.succeeds(&served, &["info"]);
    assert!(told.contains("it was given no identity"), "{told}");
    served.device().memory[..64].fill(0x11);
    let own = served.device().memory[..32].to_vec();
    let restore = ["restore", "a.umb", "--yes", "--all"];
    let said = bench.fails(&served, &restore, 2, "no-identity");
    assert!(
        said.contains("whether the file is its own cannot be told"),
        "{said}"
    );
    bench.succeeds(&served, &[&restore[..], &["--map", "device"]].concat());
    assert!(
        served.device().memory[..32] == own,
        "an identity was written"
    );
    assert!(served.device().memory[32..64] != [0x11; 32]);
}

#[test]
fn a_device_of_another_type_is_refused() {
    let bench = Bench::new();
    let (served, _) = changed_since(&bench, "24c64", 17);
    let check = TypeCheck {
        offset: 8,
        length: 4,
    };
    let kinds: Vec<Region> = layout(part("24c64")).regions().copied().collect();
    let space = umbilical::layout::space(part("24c64"));
    let typed = Layout::new(&kinds, check, space).expect("a layout");
    served.device().set_layout(&typed);
    served.device().memory[10] ^= 0xFF;
    let now = served.device().memory.clone();
    let said = bench.fails(&served, &["restore", "a.umb", "--yes"], 2, "other-type");
    assert!(said.contains("at 0xa the file has"), "{said}");
    assert!(served.device().memory == now && !served.device().incomplete);
}

#[test]
fn signatures_are_asked_for() {
    let bench = Bench::new();
    let (served, _) = changed_since(&bench, "24c64", 18);
    let key = |key| ["restore", "a.umb", "--yes", "--key", key];
    let said = bench.fails(&served, &key("public.pem"), 7, "signature");
    assert!(said.contains("the backup is not signed"), "{said}");
    bench.succeeds(&served, &["backup", "b.umb", "--sign", "key.pem"]);
    bench.succeeds(
        &served,
        &["restore", "b.umb", "--yes", "--key", "public.pem"],
    );
    let other = ["restore", "b.umb", "--yes", "--key", "other.pem"];
    bench.fails(&served, &other, 7, "signature");
}

/// Without a terminal nobody can be asked, and nothing is taken for a yes.
#[test]
fn nobody_is_asked_where_nobody_is() {
    let bench = Bench::new();
    let (served, _) = changed_since(&bench, "24c64", 19);
    let now = served.device().memory.clone();
    for arguments in [
        &["restore", "a.umb"][..],
        &["restore", "a.umb", "--non-interactive"],
    ] {
        let said = bench.fails(&served, arguments, 2, "would-ask");
        assert!(said.contains("--yes"), "{said}");
    }
    assert_eq!(served.device().holds, 2, "only the backup held it");
    assert!(served.device().memory == now);
    bench.succeeds(&served, &["restore", "a.umb", "--non-interactive", "--yes"]);
    assert!(served.device().memory != now);
}

/// At a terminal somebody is asked, before the host is held, and nothing but a yes is one.
#[test]
fn at_a_terminal_somebody_is_asked() {
    let bench = Bench::new();
    let (served, memory) = changed_since(&bench, "24c64", 23);
    for (typed, code, holds) in [("\n", 2, 2), ("no\n", 2, 2), ("y\n", 0, 4)] {
        let (terminal, mut keyboard) = pty::terminal();
        keyboard.write_all(typed.as_bytes()).expect("typed");
        let arguments = [
            "restore",
            "a.umb",
            "--port",
            served.port(),
            "--progress",
            "none",
        ];
        let output = bench.command(&arguments).stdin(terminal).output();
        let output = output.expect("the command was built");
        let said = told(&output.stderr, &served);
        assert_eq!(output.status.code(), Some(code), "{typed:?}: {said}");
        assert!(
            said.contains("Restore a.umb, a backup of 24c64 of device 01"),
            "{said}"
        );
        assert!(
            said.contains("at PORT? Its host is held meanwhile. [y/N]"),
            "{said}"
        );
        assert_eq!(served.device().holds, holds, "{typed:?}");
        assert_eq!(served.device().memory == memory, code == 0);
    }
}

/// What a rescue left may be wrong anywhere, so all of the memory is compared in the end, whatever of
/// it is written.
#[test]
fn a_memory_that_a_rescue_left_is_compared_as_a_whole() {
    let bench = Bench::new();
    let (served, memory) = changed_since(&bench, "24c64", 21);
    served.device().set_layout(&layout(part("24c64")));
    served.device().incomplete = true;
    let (said, _) = bench.succeeds(&served, &["restore", "a.umb", "--yes"]);
    assert!(said.contains("verifying 8 192 bytes"), "{said}");
    assert!(served.device().memory[32..] == memory[32..] && served.device().complete);
}

/// A restore that was cut off leaves the device marked; run again it goes through.
#[test]
fn a_restore_that_was_cut_off_can_be_run_again() {
    let bench = Bench::new();
    for name in PARTS {
        let (served, memory) = changed_since(&bench, name, 20);
        served.device().incomplete = true;
        let said = bench.fails(&served, &["backup", "b.umb"], 8, "incomplete");
        assert!(said.contains("marked incomplete"), "{said}");
        assert!(!bench.exists("b.umb") && !bench.exists("b.umb.part"));
        let (said, _) = bench.succeeds(&served, &["restore", "a.umb", "--yes"]);
        assert!(said.contains("had been marked incomplete"), "{said}");
        assert!(served.device().memory == memory && !served.device().incomplete);
        // Cut off behind the last write: there is nothing to write, but to be marked.
        served.device().incomplete = true;
        let restore = ["restore", "a.umb", "--yes", "--format", "json"];
        let (_, programs) = bench.succeeds(&served, &restore);
        assert_eq!(json_of(&programs)["outcome"], "restored");
        assert!(!served.device().incomplete && served.device().complete);
    }
}
