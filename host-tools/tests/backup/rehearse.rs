//! `umbilical rehearse`.

use super::*;

#[test]
fn what_people_and_programs_are_told() {
    let bench = Bench::with_backup();
    let said = bench.succeeds(&["rehearse", "sw.umb", "--key", "public.pem"]);
    insta::assert_snapshot!("rehearse", said);
    let quiet = [
        "rehearse",
        "sw.umb",
        "--format",
        "json",
        "--progress",
        "none",
    ];
    let output = bench.run(&quiet);
    assert!(output.status.success() && output.stderr.is_empty());
    insta::assert_snapshot!("rehearse_json", masked(json(&output)));
    let events = bench.run(&["rehearse", "sw.umb", "--progress", "json"]);
    let stdout = text(&events.stdout);
    let last = stdout.lines().last().expect("an event");
    let last: Value = serde_json::from_str(last).expect("JSON");
    assert_eq!(last["phase"], "service");
}

#[test]
fn a_flash_boots_from_its_backup() {
    let bench = Bench::new();
    let mut flash = vec![0; 2 << 20];
    Rng::new(0xF1A5).fill(&mut flash);
    bench.write("flash.bin", &flash);
    let make = ["convert", "flash.bin", "flash.umb", "--part", "w25q16"];
    bench.succeeds(&[&make[..], &DEVICE].concat());
    // The device held something else; one sector of it was the same.
    let mut over = flash.clone();
    over[4096..].fill(0);
    bench.write("over.bin", &over);
    let rehearse = [
        "rehearse",
        "flash.umb",
        "--over",
        "over.bin",
        "--boot-bytes",
        "70000",
    ];
    let output = bench.run(&[&rehearse[..], &["--format", "json"]].concat());
    insta::assert_snapshot!("rehearse_flash_json", masked(json(&output)));
}

/// The comparison is one: a bit that the emulated memory loses is found, with its address.
#[test]
fn a_lost_bit_fails_the_rehearsal() {
    let bench = Bench::with_backup();
    for (offset, bit) in [(0, 0), (0x1000, 3), (0x1FFF, 7)] {
        let fault = format!("bit-flip@1ms,side=b,offset={offset},bit={bit}");
        let right = bench.image[offset];
        let message = format!(
            "has {:02x} at {offset:#x}, the backup {right:02x}",
            right ^ 1 << bit
        );
        bench.fails(
            &["rehearse", "sw.umb", "--fault", &fault],
            3,
            &message,
            "--fault",
        );
    }
    // Also where the host never looks: the memory as a whole is compared.
    let late = "bit-flip@1ms,side=b,offset=8000,bit=0";
    let short = ["rehearse", "sw.umb", "--boot-bytes", "16", "--fault", late];
    bench.fails(&short, 3, "at 0x1f40", "--fault");
}

#[test]
fn a_device_that_does_not_boot_fails_the_rehearsal() {
    let bench = Bench::with_backup();
    let stuck = "stuck@0ms,net=b.host_sda,level=0";
    bench.fails(
        &["rehearse", "sw.umb", "--fault", stuck],
        8,
        "bus-stuck",
        "held low",
    );
    let dark = "power-cut@1ms,side=b";
    bench.fails(
        &["rehearse", "sw.umb", "--fault", dark],
        4,
        "lost its supply",
        "supply",
    );
}

#[test]
fn the_wrong_part_or_device_is_refused_unless_mapped() {
    let bench = Bench::with_backup();
    let fails = |arguments: &[&str], message: &str, hint: &str| {
        bench.fails(
            &[&["rehearse", "sw.umb"], arguments].concat(),
            2,
            message,
            hint,
        );
    };
    let larger = ["--part", "24c128"];
    fails(
        &larger,
        "a backup of a 24c64, not of a 24c128",
        "--map part",
    );
    let mapped = [&["rehearse", "sw.umb"], &larger[..], &["--map", "part"]].concat();
    bench.succeeds(&mapped);
    let smaller = ["--part", "24c32", "--map", "part"];
    fails(
        &smaller,
        "does not fit into a 24c32",
        "the memory ends at 0x1000",
    );
    let other = ["--device-id", "00000000000000000000000000000001"];
    let message = "not of 00000000000000000000000000000001";
    fails(&other, message, "--map device");
    fails(
        &[&other[..], &["--map", "part"]].concat(),
        message,
        "--map device",
    );
    let both = [
        &["rehearse", "sw.umb"],
        &larger[..],
        &other,
        &["--map", "part,device"],
    ];
    bench.succeeds(&both.concat());
}

/// What belongs to a unit goes back to that unit and to no other.
#[test]
fn another_device_keeps_its_identity() {
    let bench = Bench::new();
    let make = [
        "convert",
        "in.bin",
        "sw.umb",
        "--part",
        "24c64",
        "--layout",
        "switch.toml",
    ];
    bench.succeeds(&[&make[..], &DEVICE].concat());
    bench.write("over.bin", &[0x11; 8192]);
    let own = [
        "rehearse", "sw.umb", "--over", "over.bin", "--format", "json",
    ];
    let report = json(&bench.run(&own));
    assert_eq!(
        (&report["verified"], &report["bytes_written"]),
        (&true.into(), &4160.into())
    );
    let other = [
        "--device-id",
        "00000000000000000000000000000001",
        "--map",
        "device",
    ];
    let report = json(&bench.run(&[&own[..], &other].concat()));
    assert_eq!(
        (&report["verified"], &report["bytes_written"]),
        (&true.into(), &4096.into())
    );
}

#[test]
fn an_image_is_rehearsed_when_its_part_is_named() {
    let bench = Bench::new();
    bench.fails(
        &["rehearse", "in.bin"],
        2,
        "which memory it is of",
        "--part NAME",
    );
    bench.succeeds(&["rehearse", "in.bin", "--part", "24c64"]);
    let larger = ["rehearse", "in.bin", "--part", "24c128"];
    bench.fails(&larger, 2, "no bytes from 0x2000 to 0x4000", "--fill-gaps");
    bench.succeeds(&[&larger[..], &["--fill-gaps"]].concat());
    let smaller = ["rehearse", "in.bin", "--part", "24c32"];
    bench.fails(&smaller, 2, "the memory ends at 0x1000", "larger part");
    let signed = [
        "rehearse",
        "in.bin",
        "--part",
        "24c64",
        "--key",
        "public.pem",
    ];
    bench.fails(&signed, 7, "not signed", "signed backup");
}

/// A flash that the emulator has no chip of can be kept and taken apart, but not rehearsed as it is.
#[test]
fn a_damaged_or_foreign_backup_is_not_rehearsed() {
    let bench = Bench::with_backup();
    let mut bad = bench.read("sw.umb");
    let at = bad.len() - 4000;
    bad[at] ^= 0x80;
    bench.write("bad.umb", &bad);
    bench.fails(
        &["rehearse", "bad.umb"],
        3,
        "not what their hash says",
        "another backup",
    );
    bench.fails(
        &["rehearse", "sw.umb", "--key", "other.pem"],
        7,
        "another key",
        "",
    );
    let beyond = "bit-flip@1ms,side=b,offset=9000,bit=0";
    bench.fails(
        &["rehearse", "sw.umb", "--fault", beyond],
        2,
        "outside the part",
        "offset",
    );
}
