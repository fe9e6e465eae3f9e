//! Backups: round trips, and every way to damage one.

use std::sync::LazyLock;

use umbilical_emu::memory::MemoryPart;
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, TypeCheck};

use super::*;
use crate::error::{SIGNATURE, USAGE, VERIFY};
use crate::layout::space;

const SECRET: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
    -----END PRIVATE KEY-----\n";

static KEY: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::from_pem(SECRET).expect("a key"));

fn part(name: &str) -> MemoryPart {
    part_by_name(name).expect("a known part")
}

fn about(part: MemoryPart) -> About {
    About {
        device: Identity::new(DeviceId([0x5A; 16]), "core switch 3").expect("a name"),
        memory: part.into(),
        time: "2026-11-21T15:13:26Z".parse().expect("a time"),
        tool: "umbilical 0.1.0".into(),
    }
}

fn random(seed: u64, bytes: u32) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    (0..bytes).map(|_| rng.next_u64() as u8).collect()
}

fn layout_of(part: MemoryPart, regions: &[(&str, u32, u32, Policy)]) -> Layout {
    let region = |(name, offset, length, policy): &(&str, u32, u32, Policy)| Region {
        name: Name::new(name).expect("a name"),
        offset: *offset,
        length: *length,
        policy: *policy,
    };
    let regions: Vec<Region> = regions.iter().map(region).collect();
    Layout::new(&regions, TypeCheck::NONE, space(part)).expect("a layout")
}

/// Two regions with a gap between them: what a layout of a switch looks like.
fn split(part: MemoryPart, unit: u32) -> Layout {
    let regions = [
        ("identity", 0, unit, Policy::Keep),
        ("config", 2 * unit, 3 * unit, Policy::Copy),
        ("scratch", 6 * unit, unit, Policy::Skip),
    ];
    layout_of(part, &regions)
}

/// A small one: 3 regions of a 24C02.
fn small() -> Backup {
    let part = part("24c02");
    let memory = random(1, part.bytes());
    Backup::take(about(part), &split(part, 8), &memory).expect("a backup")
}

#[test]
fn what_was_taken_comes_back() {
    for (name, unit) in [
        ("24c02", 8),
        ("24c64", 32),
        ("24cm02", 256),
        ("w25q16", 4096),
    ] {
        let part = part(name);
        let memory = random(2, part.bytes());
        for layout in [Layout::whole(part.bytes()), split(part, unit)] {
            let backup = Backup::take(about(part), &layout, &memory).expect("a backup");
            let read = Backup::decode(&backup.encode(None));
            assert_eq!(read.expect("as it was written"), backup, "{name}");
            let signed = Backup::decode(&backup.encode(Some(&KEY))).expect("signed");
            assert_eq!(signed.signer(), Some(&KEY.public()));
            assert_eq!(signed.manifest(), backup.manifest());
            assert!(signed.layout().regions().eq(layout.regions()));
            for (saved, bytes) in signed.regions() {
                let place = saved.region.offset as usize..saved.region.end() as usize;
                assert_eq!(bytes, &memory[place]);
                let blocks = saved.region.length.div_ceil(BLOCK_BYTES);
                assert_eq!(saved.blocks.len() as u32, blocks);
            }
        }
    }
}

#[test]
fn the_same_backup_is_the_same_bytes() {
    assert_eq!(small().encode(Some(&KEY)), small().encode(Some(&KEY)));
}

/// The manifest's own words, which docs/backup.md shows: whoever changes them raises the version.
#[test]
fn the_format_is_what_the_page_says() {
    let file = small().encode(None);
    let length = u32::from_le_bytes([file[12], file[13], file[14], file[15]]) as usize;
    assert_eq!(file[..12], *b"\x89UMB\r\n\x1a\n\x01\0\0\0");
    let json = &file[HEADER_BYTES..HEADER_BYTES + length];
    assert_eq!(Digest::of_both(&file[..16], json).0, file[16..48]);
    let value: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    let shown = serde_json::to_string_pretty(&value).expect("JSON");
    let page = include_str!("../../../docs/backup.md");
    assert!(
        page.contains(&format!("```json\n{shown}\n```")),
        "docs/backup.md shows another manifest"
    );
    insta::assert_snapshot!(shown);
    // A file that an earlier build of this version wrote is the same to the last byte.
    let whole = Digest::of(&small().encode(Some(&KEY))).to_string();
    assert_eq!(
        whole,
        "dd1ad0b0f46e87b3d8b78e53fbc84fe13280947befe5365d6492c8cb9af797b2"
    );
}

#[test]
fn every_flipped_bit_is_noticed() {
    for key in [None, Some(&*KEY)] {
        let good = small().encode(key);
        assert!(Backup::decode(&good).is_ok());
        for bit in 0..8 * good.len() {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(
                Backup::decode(&bad).is_err(),
                "bit {} of byte {}",
                bit % 8,
                bit / 8
            );
        }
    }
}

#[test]
fn every_other_byte_is_noticed() {
    let good = small().encode(None);
    for at in 0..good.len() {
        for other in [0x00, 0xFF, b'"', b'0', good[at].wrapping_add(1)] {
            let mut bad = good.clone();
            bad[at] = other;
            assert_eq!(
                Backup::decode(&bad).is_ok(),
                bad == good,
                "byte {at} = {other:#x}"
            );
        }
    }
}

#[test]
fn every_length_but_the_right_one_is_noticed() {
    for key in [None, Some(&*KEY)] {
        let good = small().encode(key);
        for bytes in 0..good.len() {
            let problem = Backup::decode(&good[..bytes]).expect_err("cut");
            let said = matches!(problem, Problem::Truncated { bytes: said, expected }
                if said == bytes as u64 && expected <= good.len() as u64 && expected > said);
            assert!(said || bytes == 0, "{bytes}: {problem}");
        }
        let longer = [&good[..], &[0]].concat();
        assert!(matches!(
            Backup::decode(&longer),
            Err(Problem::Trailing { .. })
        ));
        assert!(Backup::decode(&[&good[..], &good[..]].concat()).is_err());
    }
}

#[test]
fn random_bytes_are_refused_whatever_stands_in_front_of_them() {
    let seed = 0xF022;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let good = small().encode(Some(&KEY));
    for _ in 0..5_000 {
        let kept = rng.next_u64() as usize % good.len();
        let length = rng.next_u64() as usize % 2_000;
        let mut bad = good[..kept].to_vec();
        bad.extend((0..length).map(|_| rng.next_u64() as u8));
        assert!(
            Backup::decode(&bad).is_err(),
            "{kept} bytes kept, {length} random ones"
        );
        // Two pieces of one backup in another order.
        let (front, back) = good.split_at(kept);
        if kept > 0 {
            assert!(Backup::decode(&[back, front].concat()).is_err());
        }
    }
}

/// A file with this manifest whose digest is right, and the regions' bytes behind it.
fn forged(json: &str, data: &[u8]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend(VERSION.to_le_bytes());
    file.extend([0, 0]);
    file.extend((json.len() as u32).to_le_bytes());
    file.extend(Digest::of_both(&file, json.as_bytes()).0);
    file.extend(json.as_bytes());
    file.extend(data);
    file
}

fn parts_of(backup: &Backup) -> (String, Vec<u8>) {
    let file = backup.encode(None);
    let data: Vec<u8> = backup
        .regions()
        .flat_map(|(_, bytes)| bytes.to_vec())
        .collect();
    let json = file[HEADER_BYTES..file.len() - data.len()].to_vec();
    (String::from_utf8(json).expect("JSON"), data)
}

/// What another version or an unknown flag means is not known, so nothing behind it is read.
#[test]
fn other_versions_and_flags_are_refused_with_a_right_digest() {
    let (json, data) = parts_of(&small());
    for (at, value) in [(8, 2), (8, 0), (9, 1), (10, 2), (10, 0x81), (11, 1)] {
        let mut file = forged(&json, &data);
        file[at] = value;
        let digest = Digest::of_both(&file[..16], json.as_bytes());
        file[16..48].copy_from_slice(&digest.0);
        let problem = Backup::decode(&file).expect_err("another version");
        let named = matches!(
            problem,
            Problem::UnknownVersion(_) | Problem::UnknownFlags(_)
        );
        assert!(named, "{problem}");
        assert_eq!(problem.exit_code(), USAGE);
    }
}

/// With a right digest, so that it is the parser who refuses.
#[test]
fn a_manifest_is_not_believed() {
    let (json, data) = parts_of(&small());
    assert!(Backup::decode(&forged(&json, &data)).is_ok());
    for (from, to) in [
        (r#""format":1"#, r#""format":2"#),
        (r#""format":1"#, r#""format":1,"extra":0"#),
        (r#""format":1"#, r#""format":1,"format":1"#),
        (r#""format":1,"#, ""),
        (r#""block_bytes":4096"#, r#""block_bytes":512"#),
        (r#""bus":"i2c""#, r#""bus":"spi""#),
        (r#""bus":"i2c""#, r#""bus":"can""#),
        (r#""jedec":null"#, r#""jedec":"ef4018""#),
        (r#""jedec":null"#, r#""jedec":"EF""#),
        (r#""bytes":256"#, r#""bytes":512"#),
        (r#""bytes":256"#, r#""bytes":4294967296"#),
        (r#""part":"24c02""#, r#""part":"24c99""#),
        (r#""name":"config""#, r#""name":"identity""#),
        (r#""name":"config""#, r#""name":"configuration""#),
        (r#""name":"core switch 3""#, r#""name":"\u001b[2J""#),
        (r#""tool":"umbilical 0.1.0""#, r#""tool":"\u0007""#),
        (r#""policy":"keep""#, r#""policy":"Keep""#),
        (r#""offset":16"#, r#""offset":0"#),
        (r#""offset":16"#, r#""offset":17"#),
        (r#""offset":16"#, r#""offset":-16"#),
        (r#""offset":16"#, r#""offset":248"#),
        (r#""length":24"#, r#""length":32"#),
        (r#""length":24"#, r#""length":0"#),
        (r#""length":24"#, r#""length":4294967288"#),
        (r#""time":"2026-11-21T15:13:26Z""#, r#""time":"yesterday""#),
        (r#""id":"5a"#, r#""id":"5A"#),
        (
            r#""blocks":["#,
            r#""blocks":["0000000000000000000000000000000000000000000000000000000000000000","#,
        ),
        (r#""sha256":""#, r#""sha256":"0"#),
    ] {
        assert!(json.contains(from), "{from} is not in {json}");
        let bad = json.replacen(from, to, 1);
        let problem = Backup::decode(&forged(&bad, &data)).expect_err(to);
        assert_eq!(problem.exit_code(), USAGE, "{to}: {problem}");
        assert!(!problem.hint().is_empty());
    }
    let deep = "[".repeat(100_000);
    assert!(Backup::decode(&forged(&deep, &data)).is_err());
}

/// Lengths that no file could hold are refused by comparison, not by trying.
#[test]
fn lengths_are_compared_before_they_are_used() {
    let (json, data) = parts_of(&small());
    let mut file = forged(&json, &data);
    file[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(
        Backup::decode(&file),
        Err(Problem::ManifestLength(u32::MAX))
    ));
    file[12..16].copy_from_slice(&MANIFEST_BYTES_MAX.to_le_bytes());
    assert!(matches!(
        Backup::decode(&file),
        Err(Problem::Truncated { .. })
    ));
    // 256 MiB of flash that is not there.
    let big = json
        .replace(
            r#""bus":"i2c","part":"24c02","jedec":null,"bytes":256"#,
            r#""bus":"spi","part":"x","jedec":"010203","bytes":268435456"#,
        )
        .replace(r#""offset":0,"length":8"#, r#""offset":0,"length":4096"#)
        .replace(
            r#""offset":16,"length":24"#,
            r#""offset":8192,"length":4096"#,
        )
        .replace(
            r#""offset":48,"length":8"#,
            r#""offset":12288,"length":4096"#,
        );
    let problem = Backup::decode(&forged(&big, &data)).expect_err("too short");
    assert!(matches!(problem, Problem::Truncated { .. }), "{problem}");
}

#[test]
fn damage_is_named_by_place_and_is_no_usage_error() {
    let part = part("w25q16");
    let backup = Backup::take(
        about(part),
        &Layout::whole(part.bytes()),
        &random(3, part.bytes()),
    );
    let mut file = backup.expect("a backup").encode(None);
    let at = file.len() - part.bytes() as usize + 0x5123;
    file[at] ^= 4;
    let problem = Backup::decode(&file).expect_err("damaged");
    let right = matches!(&problem, Problem::BlockDamaged { region, address: 0x5000, bytes: 4096 }
        if region == "all");
    assert!(right, "{problem}");
    assert_eq!(problem.exit_code(), VERIFY);
    file[HEADER_BYTES + 5] ^= 1;
    assert!(matches!(
        Backup::decode(&file),
        Err(Problem::ManifestDamaged)
    ));
}

/// The blocks' hashes are right and the region's is not: nobody but a forger makes that.
#[test]
fn a_regions_own_hash_counts() {
    let (json, data) = parts_of(&small());
    let hash = small().manifest().regions[1].sha256.to_string();
    let from = format!(r#""sha256":"{hash}""#);
    let to = from.replace(&hash, &Digest::of(b"other").to_string());
    let problem = Backup::decode(&forged(&json.replace(&from, &to), &data)).expect_err("forged");
    assert!(matches!(problem, Problem::RegionDamaged(_)), "{problem}");
}

#[test]
fn a_required_key_has_to_be_the_one_that_signed() {
    let unsigned = Backup::decode(&small().encode(None)).expect("a backup");
    let signed = Backup::decode(&small().encode(Some(&KEY))).expect("a backup");
    let (own, other) = (KEY.public(), PublicKey::from_pem(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n",
    ).expect("a key"));
    assert!(signed.require(&own).is_ok());
    for problem in [
        signed.require(&other).expect_err("another key"),
        unsigned.require(&own).expect_err("no key"),
        Backup::decode(&stripped()).expect_err("signature cut off"),
    ] {
        let code = problem.exit_code();
        assert!(code == SIGNATURE || code == VERIFY, "{problem}");
    }
}

/// Signed, with the flag cleared and the signature gone.
fn stripped() -> Vec<u8> {
    let mut file = small().encode(Some(&KEY));
    file[10] = 0;
    file.truncate(file.len() - 96);
    file
}

#[test]
fn the_wrong_memory_or_device_is_refused_unless_mapped() {
    let (part64, part128) = (part("24c64"), part("24c128"));
    let layout = split(part64, 64);
    let memory = random(4, part64.bytes());
    let backup = Backup::take(about(part64), &layout, &memory).expect("a backup");
    let own = about(part64).device.id;
    let other = DeviceId([1; 16]);
    let refused =
        |target: &Target, mapping| backup.restore_to(target, mapping).expect_err("refused");
    let (device, memory_only) = (
        Mapping {
            device: true,
            memory: false,
        },
        Mapping {
            device: false,
            memory: true,
        },
    );
    let target = Target::new(other, part64);
    assert!(matches!(
        refused(&target, Mapping::default()),
        Problem::OtherDevice { .. }
    ));
    assert!(matches!(
        refused(&target, memory_only),
        Problem::OtherDevice { .. }
    ));
    assert!(backup.restore_to(&target, device).is_ok());
    let target = Target::new(own, part128);
    assert!(matches!(
        refused(&target, Mapping::default()),
        Problem::OtherMemory { .. }
    ));
    assert!(matches!(
        refused(&target, device),
        Problem::OtherMemory { .. }
    ));
    assert!(backup.restore_to(&target, memory_only).is_ok());
    // What does not fit is refused in any case: too small, or pages that cut its regions.
    let small = Target::new(own, part("24c02"));
    assert!(matches!(
        refused(&small, memory_only),
        Problem::DoesNotFit { .. }
    ));
    let coarse = Target::new(own, part("24cm02"));
    assert!(matches!(
        refused(&coarse, memory_only),
        Problem::DoesNotFit { .. }
    ));
}

#[test]
fn what_belongs_to_the_unit_goes_back_to_that_unit_only() {
    let part = part("24c64");
    let memory = random(5, part.bytes());
    let backup = Backup::take(about(part), &split(part, 32), &memory).expect("a backup");
    let held = vec![0xFF; part.bytes() as usize];
    let all = Mapping {
        device: true,
        memory: true,
    };
    for (id, unit) in [(about(part).device.id, true), (DeviceId([1; 16]), false)] {
        let target = Target::new(id, part);
        let restore = backup.restore_to(&target, all).expect("mapped");
        let after = restore.onto(&held).expect("as long as the memory");
        let mut expected = held.clone();
        expected[64..160].copy_from_slice(&memory[64..160]);
        if unit {
            expected[..32].copy_from_slice(&memory[..32]);
        }
        assert_eq!(after, expected);
        assert_eq!(
            restore.writes().bytes(Policy::Copy),
            if unit { 128 } else { 96 }
        );
        assert!(restore.onto(&held[1..]).is_err());
    }
}
