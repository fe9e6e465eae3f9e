//! `umbilical convert`.

use super::*;

#[test]
fn what_people_and_programs_are_told() {
    let bench = Bench::with_backup();
    let make = [
        &[
            "convert", "in.bin", "a.umb", "--part", "24c64", "--sign", "key.pem",
        ][..],
        &DEVICE,
    ];
    insta::assert_snapshot!("convert_backup", bench.succeeds(&make.concat()));
    assert_eq!(
        bench.read("a.umb"),
        bench.read("sw.umb"),
        "the same in, the same out"
    );
    let hex = bench.succeeds(&["convert", "sw.umb", "a.hex", "--key", "public.pem"]);
    insta::assert_snapshot!("convert_hex", hex);
    let output = bench.run(&["convert", "sw.umb", "b.hex", "--format", "json"]);
    assert!(output.status.success() && output.stderr.is_empty());
    insta::assert_snapshot!("convert_json", masked(json(&output)));
}

/// Through every format and back to the first bytes.
#[test]
fn a_circle_of_all_formats_ends_where_it_began() {
    let bench = Bench::with_backup();
    let names = [
        "sw.umb", "1.hex", "2.srec", "3.s19", "4.s28", "5.s37", "6.ihx", "7.bin",
    ];
    for pair in names.windows(2) {
        bench.succeeds(&["convert", pair[0], pair[1]]);
    }
    assert_eq!(bench.read("7.bin"), bench.image);
    let last = [
        &[
            "convert", "7.bin", "8.umb", "--part", "24c64", "--sign", "key.pem",
        ][..],
        &DEVICE,
    ];
    bench.succeeds(&last.concat());
    assert_eq!(bench.read("8.umb"), bench.read("sw.umb"));
    // By option what the name does not say; by its first bytes a backup of any name.
    bench.write("nameless", &bench.read("sw.umb"));
    bench.succeeds(&["convert", "nameless", "out", "--to", "hex"]);
    bench.succeeds(&["convert", "out", "back", "--from", "hex", "--to", "bin"]);
    assert_eq!(bench.read("back"), bench.image);
}

#[test]
fn regions_come_alone_or_with_their_gaps_filled() {
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
    let said = bench.succeeds(&[&make[..], &DEVICE].concat());
    assert!(
        said.contains("no region names 0x40..0x80, 0x1080..0x2000"),
        "{said}"
    );
    bench.succeeds(&["convert", "sw.umb", "config.bin", "--region", "config"]);
    assert_eq!(bench.read("config.bin"), bench.image[0x80..0x1080]);
    bench.succeeds(&["convert", "sw.umb", "config.hex", "--region", "config"]);
    assert!(
        bench.read("config.hex").starts_with(b":10008000"),
        "at its address"
    );
    bench.fails(
        &["convert", "sw.umb", "out.bin"],
        2,
        "no bytes from 0x40 to 0x80",
        "--fill-gaps",
    );
    bench.succeeds(&["convert", "sw.umb", "all.bin", "--fill-gaps"]);
    let mut expected = vec![0xFF; 8192];
    expected[..64].copy_from_slice(&bench.image[..64]);
    expected[0x80..0x1080].copy_from_slice(&bench.image[0x80..0x1080]);
    assert_eq!(bench.read("all.bin"), expected);
    bench.fails(
        &["convert", "sw.umb", "out.bin", "--region", "mac"],
        2,
        "there is no region `mac`",
        "the file has identity config",
    );
}

#[test]
fn signatures_are_asked_for_and_given() {
    let bench = Bench::with_backup();
    let with = |key: &'static str| ["convert", "sw.umb", "out.bin", "--key", key];
    bench.fails(
        &with("other.pem"),
        7,
        "signed with another key",
        "the key of whoever",
    );
    bench.fails(&with("key.pem"), 2, "no public ed25519 key", "openssl pkey");
    bench.fails(&with("in.bin"), 2, "no public ed25519 key", "openssl pkey");
    bench.fails(&with("none.pem"), 2, "none.pem", "check the name");
    bench.succeeds(&["convert", "sw.umb", "plain.umb"]);
    let unsigned = ["convert", "plain.umb", "out.bin", "--key", "public.pem"];
    bench.fails(
        &unsigned,
        7,
        "the backup is not signed",
        "use a signed backup",
    );
    let image = ["convert", "in.bin", "out.hex", "--key", "public.pem"];
    bench.fails(&image, 7, "the backup is not signed", "use a signed backup");
    bench.succeeds(&["convert", "plain.umb", "again.umb", "--sign", "key.pem"]);
    assert_eq!(bench.read("again.umb"), bench.read("sw.umb"));
    // The last byte of the signature.
    let mut bad = bench.read("sw.umb");
    *bad.last_mut().expect("not empty") ^= 1;
    bench.write("bad.umb", &bad);
    let bad = ["convert", "bad.umb", "out.bin"];
    bench.fails(
        &bad,
        7,
        "the signature does not belong to this backup",
        "changed the backup",
    );
    let secret = [
        "convert",
        "in.bin",
        "out.umb",
        "--part",
        "24c64",
        "--sign",
        "public.pem",
    ];
    bench.fails(
        &[&secret[..], &DEVICE].concat(),
        2,
        "no private ed25519 key",
        "genpkey",
    );
}

#[test]
fn damage_is_named() {
    let bench = Bench::with_backup();
    let good = bench.read("sw.umb");
    let data = good.len() - 96 - 8192;
    for (name, at, code, message) in [
        ("magic.umb", 1, 2, "this is no backup"),
        ("version.umb", 8, 2, "byte 8: a backup of version 0"),
        ("flags.umb", 11, 2, "byte 10: unknown flags"),
        ("length.umb", 15, 2, "byte 12: a manifest of"),
        (
            "hash.umb",
            20,
            3,
            "byte 16: header and manifest are not what their hash says",
        ),
        (
            "manifest.umb",
            60,
            3,
            "byte 16: header and manifest are not what their hash says",
        ),
        (
            "data.umb",
            data + 5000,
            3,
            "region `all`: the 4096 bytes at 0x1000 are not what",
        ),
    ] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        bench.write(name, &bad);
        let to_hex = ["convert", name, "out.hex", "--from", "backup"];
        bench.fails(&to_hex, code, &format!("{name}: {message}"), "");
    }
    bench.write("cut.umb", &good[..good.len() - 1]);
    bench.fails(
        &["convert", "cut.umb", "out.hex"],
        2,
        "the file ends after",
        "copy the file again",
    );
    bench.write("bad.hex", b":0100000041BE\n:0100010041BE\n");
    bench.fails(
        &["convert", "bad.hex", "out.bin"],
        2,
        "bad.hex, line 2: the checksum is BE and should be BD",
        "copy the file again",
    );
}

#[test]
fn what_does_not_go_together_is_refused() {
    let bench = Bench::with_backup();
    let fails = |arguments: &[&str], message: &str, hint: &str| {
        bench.fails(&[&["convert"], arguments].concat(), 2, message, hint);
    };
    fails(
        &["in.bin", "out.xyz"],
        "out.xyz: its name does not say what format",
        "--to",
    );
    fails(
        &["switch.toml", "out.hex"],
        "switch.toml: its name does not say",
        "--from",
    );
    fails(&["none.bin", "out.hex"], "none.bin", "check the name");
    fails(
        &["in.bin", "no/out.hex"],
        "cannot write no/out.hex",
        "folder exists",
    );
    fails(
        &["in.bin", "out.umb"],
        "does not say whose memory",
        "--part NAME --device-id",
    );
    fails(
        &["in.bin", "out.umb", "--part", "24c65"],
        "unknown part `24c65`",
        "24c64",
    );
    let small = [&["in.bin", "out.umb", "--part", "24c32"][..], &DEVICE].concat();
    fails(
        &small,
        "bytes up to 0x2000, the memory ends at 0x1000",
        "larger part",
    );
    let large = [&["in.bin", "out.umb", "--part", "24c128"][..], &DEVICE].concat();
    fails(&large, "no bytes from 0x2000 to 0x4000", "--fill-gaps");
    let spaced = ["in.bin", "out.umb", "--part", "24c64", "--layout", "in.bin"];
    fails(&[&spaced[..], &DEVICE].concat(), "in.bin", "");
    fails(
        &["sw.umb", "out.hex", "--sign", "key.pem"],
        "--sign with an image",
        "only backups",
    );
    fails(
        &["sw.umb", "out.hex", "--layout", "switch.toml"],
        "--device-id or --layout",
        "",
    );
    fails(
        &["sw.umb", "out.umb", "--region", "all"],
        "--region with a backup",
        "",
    );
    fails(
        &["sw.umb", "out.umb", "--part", "24c64"],
        "with a backup to read",
        "says that itself",
    );
    fails(
        &["in.bin", "out.hex", "--region", "all"],
        "--region with an image",
        "only backups",
    );
    fails(
        &["sw.umb", "out.hex", "--part", "24c128"],
        "a backup of a 24c64, not of a 24c128",
        "",
    );
    fails(
        &["in.bin", "out.umb", "--layout", "switch.toml"],
        "--layout without --part",
        "",
    );
    fails(
        &["in.bin", "out.hex", "--part", "24c32"],
        "the memory ends at 0x1000",
        "larger part",
    );
    bench.write("far.hex", b":020000040001F9\n:0100000041BE\n:00000001FF\n");
    fails(
        &["far.hex", "out.s19"],
        "beyond addresses of 16 bits",
        "use s37",
    );
    for bad in [
        ["--device-id", "0011"],
        ["--device-id", "00112233445566778899AABBCCDDEEFF"],
        ["--time", "2026-11-21"],
    ] {
        let output = bench.run(&[&["convert", "in.bin", "out.umb"], &bad[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{bad:?}");
    }
}

/// The output is checked first: a backup that takes minutes to read is not read for nothing.
#[test]
fn the_output_is_checked_before_the_input() {
    let bench = Bench::new();
    let both = ["convert", "none.bin", "no/out.hex"];
    bench.fails(&both, 2, "cannot write no/out.hex", "folder exists");
}

#[test]
fn a_file_can_be_converted_onto_itself() {
    let bench = Bench::with_backup();
    bench.succeeds(&["convert", "sw.umb", "sw.umb"]);
    let output = bench.run(&["convert", "sw.umb", "a.bin", "--format", "json"]);
    assert_eq!(
        json(&output)["signer"],
        Value::Null,
        "the signature is gone, the rest is there"
    );
    assert_eq!(bench.read("a.bin"), bench.image);
}
