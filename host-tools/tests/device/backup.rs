//! `umbilical info`, `backup` and `verify`.

use super::*;

#[test]
fn info_for_people_and_programs() {
    let bench = Bench::new();
    for name in PARTS {
        let mut device = device(name, 1);
        device.set_layout(&layout(part(name)));
        let served = Served::new(device);
        let (_, people) = bench.succeeds(&served, &["info"]);
        insta::assert_snapshot!(format!("info_{name}"), people);
        let (_, programs) = bench.succeeds(&served, &["info", "--format", "json"]);
        insta::assert_snapshot!(format!("info_{name}_json"), masked(&programs));
        assert_eq!(served.device().holds, 0, "asking holds nobody");
    }
}

#[test]
fn a_backup_has_the_devices_bytes_and_the_device_runs_again() {
    let bench = Bench::new();
    for name in PARTS {
        let served = Served::new(device(name, 2));
        let file = format!("{name}.umb");
        let backup = [
            &["backup", &file, "--device-name", "core switch 3"][..],
            &TIME,
        ]
        .concat();
        let (people, _) = bench.succeeds(&served, &backup);
        insta::assert_snapshot!(format!("backup_{name}"), people);
        let again = [&backup[..], &["--format", "json", "--sign", "key.pem"]].concat();
        let (_, programs) = bench.succeeds(&served, &again);
        insta::assert_snapshot!(format!("backup_{name}_json"), masked(&programs));
        assert!(!bench.exists(&format!("{file}.part")));
        let raw = format!("{name}.bin");
        let to_raw = bench.run(&["convert", &file, &raw, "--key", "public.pem"]);
        assert!(to_raw.status.success());
        let device = served.device();
        assert!(bench.read(&raw) == device.memory);
        assert_eq!(device.holds, 4, "held and let go, twice");
        assert!(device.deeds.is_empty() && !device.incomplete);
    }
}

#[test]
fn images_in_every_format() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 3));
    for name in ["a.bin", "a.hex", "a.s19", "a.srec"] {
        bench.succeeds(&served, &["backup", name]);
        let back = bench.run(&["convert", name, "back.bin"]);
        assert!(back.status.success());
        assert!(bench.read("back.bin") == served.device().memory, "{name}");
        bench.succeeds(&served, &["verify", name, "--map", "device"]);
    }
    bench.succeeds(&served, &["backup", "nameless", "--to", "hex"]);
    assert_eq!(bench.read("nameless"), bench.read("a.hex"));
}

/// What belongs to the unit is in its backup; what no region names is not, and is warned of.
#[test]
fn a_backup_has_the_regions_of_the_devices_layout() {
    let bench = Bench::new();
    let mut device = device("24c64", 4);
    let space = umbilical::layout::space(part("24c64"));
    let whole = layout(part("24c64"));
    let identity = whole.regions().next().expect("a region");
    let config = Region {
        name: Name::new("config").expect("a name"),
        offset: 0x100,
        length: 0x400,
        policy: Policy::Copy,
    };
    let some = Layout::new(&[*identity, config], TypeCheck::NONE, space).expect("a layout");
    device.set_layout(&some);
    let served = Served::new(device);
    let (people, _) = bench.succeeds(&served, &["backup", "a.umb"]);
    assert!(
        people.contains("no region names 0x20..0x100, 0x500..0x2000"),
        "{people}"
    );
    bench.run(&["convert", "a.umb", "a.bin", "--fill-gaps"]);
    let (copy, device) = (bench.read("a.bin"), served.device());
    assert!(copy[..0x20] == device.memory[..0x20]);
    assert!(copy[0x100..0x500] == device.memory[0x100..0x500]);
    assert!(copy[0x20..0x100].iter().all(|byte| *byte == 0xFF));
}

#[test]
fn progress_for_programs_is_one_event_a_line() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 5));
    let (_, stdout) = bench.succeeds(&served, &["backup", "a.umb", "--progress", "json"]);
    let events: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    for step in ["reading", "comparing"] {
        let of = events.iter().filter(|event| event["step"] == step);
        let done: Vec<u64> = of
            .map(|event| event["bytes_done"].as_u64().expect("bytes"))
            .collect();
        assert_eq!(
            (done.first(), done.last()),
            (Some(&0), Some(&8192)),
            "{step}"
        );
        assert!(done.is_sorted(), "{done:?}");
    }
    let (_, silent) = bench.succeeds(&served, &["backup", "a.umb", "--progress", "none"]);
    assert_eq!(silent, "");
}

/// A flash that was busy when the device started is asked with the hold.
#[test]
fn a_memory_that_is_not_known_yet_is_asked() {
    let bench = Bench::new();
    let mut busy = device("w25q16", 9);
    busy.unasked = true;
    let served = Served::new(busy);
    let said = bench.fails(&served, &["info"], 8, "unknown-memory");
    assert!(said.contains("has not been asked since"), "{said}");
    bench.succeeds(&served, &["backup", "a.umb"]);
    assert_eq!(served.device().holds, 2);
    served.device().unasked = true;
    bench.succeeds(&served, &["verify", "a.umb"]);
}

/// The output is checked before the port is opened: nothing is read for nothing.
#[test]
fn the_output_comes_first() {
    let bench = Bench::new();
    let served = Served::new(device("24c64", 6));
    let said = bench.fails(&served, &["backup", "no/a.umb"], 2, "usage");
    assert!(said.contains("cannot write no/a.umb"), "{said}");
    let said = bench.fails(&served, &["backup", "a.xyz"], 2, "usage");
    assert!(said.contains("does not say what format"), "{said}");
    let said = bench.fails(
        &served,
        &["backup", "a.bin", "--sign", "key.pem"],
        2,
        "usage",
    );
    assert!(said.contains("only backups are signed"), "{said}");
    assert_eq!(served.frames(), 0);
}

/// A part that is right is believed after hashing, one that is wrong is not.
#[test]
fn a_partial_copy_is_hashed_and_only_what_differs_is_read() {
    let bench = Bench::new();
    let served = Served::new(device("w25q16", 7));
    let memory = served.device().memory.clone();
    let mut part = memory.clone();
    // Read up to here, with one wrong byte in it.
    part[1_500_000..].fill(0xFF);
    part[40_000] ^= 1;
    let missing = memory[1_500_000..]
        .iter()
        .filter(|byte| **byte != 0xFF)
        .count();
    bench.write("a.umb.part", &part);
    let resume = ["backup", "a.umb", "--resume", "--format", "json"];
    let (_, programs) = bench.succeeds(&served, &resume);
    let read = json_of(&programs)["bytes_read"].as_u64().expect("a number");
    assert!(
        read < 650_000 && read as usize > missing,
        "{read} bytes were read"
    );
    bench.run(&["convert", "a.umb", "a.bin"]);
    assert!(bench.read("a.bin") == memory);
    assert!(!bench.exists("a.umb.part"));
    let said = bench.fails(&served, &["backup", "a.umb", "--resume"], 2, "usage");
    assert!(
        said.contains("a.umb.part"),
        "there is nothing to go on with: {said}"
    );
}

#[test]
fn verify_says_whether_and_where() {
    let bench = Bench::new();
    for name in PARTS {
        let served = Served::new(device(name, 8));
        bench.succeeds(&served, &["backup", "a.umb"]);
        let (people, _) = bench.succeeds(&served, &["verify", "a.umb"]);
        insta::assert_snapshot!(format!("verify_{name}"), people);
        let (_, programs) = bench.succeeds(&served, &["verify", "a.umb", "--format", "json"]);
        insta::assert_snapshot!(format!("verify_{name}_json"), masked(&programs));
        served.device().memory[0x1234] ^= 0x10;
        served.device().memory[0x1300] ^= 0x10;
        let said = bench.fails(&served, &["verify", "a.umb"], 3, "differs");
        assert!(said.contains("2 of"), "{said}");
        assert!(said.contains("the first at 0x1234"), "{said}");
        assert!(said.contains("the device's host runs"), "{said}");
    }
}
