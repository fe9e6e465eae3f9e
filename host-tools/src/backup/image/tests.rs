//! Both formats against themselves, against two crates that know nothing of this one, and against
//! everything that can be wrong with a line.

use super::*;
use umbilical_emu::rng::Rng;

const HEX: ImageFormat = ImageFormat::IntelHex;
const SREC: ImageFormat = ImageFormat::SRecord(Width::Least);

fn below(rng: &mut Rng, limit: u64) -> u64 {
    rng.next_u64() % limit
}

/// A few pieces, some of them touching, some beyond 64 KiB or 16 MiB.
fn random_image(rng: &mut Rng) -> Image {
    let mut image = Image::default();
    let reach = [1 << 16, 1 << 20, 1 << 24, 1 << 32][below(rng, 4) as usize];
    for _ in 0..below(rng, 6) {
        let length = 1 + below(rng, 300);
        let near_a_border = below(rng, reach / 65_536) * 65_536 + 65_536 - length / 2;
        let start = match below(rng, 2) {
            0 => below(rng, reach),
            _ => near_a_border,
        };
        let start = start.min(reach - length) as u32;
        let bytes: Vec<u8> = (0..length).map(|_| rng.next_u64() as u8).collect();
        // An overlap with an earlier piece is refused, which leaves the image as it was.
        let before = image.clone();
        if image.insert(start, &bytes).is_err() {
            assert_eq!(image, before);
        }
    }
    image
}

/// Against a map from address to byte, with short ranges that touch and overlap all the time.
#[test]
fn an_image_is_a_map_of_bytes() {
    let seed = 0x3A9;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let (mut taken, mut overlaps) = (0, 0);
    for _ in 0..2_000 {
        let (mut image, mut map) = (Image::default(), BTreeMap::new());
        for value in 0..8 {
            let (start, length) = (below(&mut rng, 40), below(&mut rng, 12));
            let first = (start..start + length).find(|at| map.contains_key(at));
            let bytes = vec![value; length as usize];
            let inserted = image.insert(start as u32, &bytes);
            assert_eq!(
                inserted,
                first.map_or(Ok(()), |at| Err(Kind::Overlap(at as u32)))
            );
            if first.is_none() {
                map.extend((start..start + length).map(|at| (at, value)));
                taken += 1;
            } else {
                overlaps += 1;
            }
        }
        let bytes = image
            .pieces()
            .flat_map(|(start, bytes)| (u64::from(start)..).zip(bytes.iter().copied()));
        assert!(bytes.eq(map.clone()));
        let gaps = map
            .keys()
            .zip(map.keys().skip(1))
            .filter(|(at, next)| *at + 1 < **next);
        let pieces = gaps.count() + usize::from(!map.is_empty());
        assert_eq!(image.pieces().count(), pieces, "pieces that touch are one");
    }
    assert!(taken > 1_000 && overlaps > 1_000, "{taken} {overlaps}");
}

fn from_ihex(text: &str) -> Image {
    let mut image = Image::default();
    let mut upper = 0;
    for record in ::ihex::Reader::new(text) {
        match record.expect("the other crate reads it") {
            ::ihex::Record::Data { offset, value } => {
                image
                    .insert(upper << 16 | u32::from(offset), &value)
                    .expect("no overlap");
            }
            ::ihex::Record::ExtendedLinearAddress(half) => upper = u32::from(half),
            ::ihex::Record::EndOfFile => {}
            other => panic!("nobody wrote {other:?}"),
        }
    }
    image
}

fn from_srec(text: &str) -> Image {
    let mut image = Image::default();
    for record in ::srec::read_records(text) {
        let (address, data) = match record.expect("the other crate reads it") {
            ::srec::Record::S1(record) => (u32::from(record.address), record.data),
            ::srec::Record::S2(record) => (u32::from(record.address), record.data),
            ::srec::Record::S3(record) => (u32::from(record.address), record.data),
            _ => continue,
        };
        image.insert(address, &data).expect("no overlap");
    }
    image
}

#[test]
fn every_image_comes_back_and_two_other_crates_read_the_same() {
    let seed = 0x1DEA;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let mut far = 0;
    for _ in 0..300 {
        let image = random_image(&mut rng);
        far += u32::from(image.end() > 1 << 24);
        let hex = HEX.write(&image).expect("written");
        assert_eq!(HEX.read(&hex), Ok(image.clone()));
        let hex = String::from_utf8(hex).expect("ASCII");
        assert_eq!(from_ihex(&hex), image);
        // Readers that end lines differently, or in lower case, are right as well.
        let other = hex.to_lowercase().replace('\n', "\r\n") + "\r\n\r\n";
        assert_eq!(HEX.read(other.as_bytes()), Ok(image.clone()));
        let srec = SREC.write(&image).expect("written");
        assert_eq!(SREC.read(&srec), Ok(image.clone()));
        let srec = String::from_utf8(srec).expect("ASCII");
        assert_eq!(from_srec(srec.trim_end()), image);
    }
    assert!(far > 30, "only {far} images reach beyond 16 MiB");
}

/// One changed digit of a file is a wrong checksum, digit or length; a file cut anywhere lacks its
/// end, or its last line is cut.
#[test]
fn every_changed_digit_and_every_cut_is_refused() {
    let mut image = Image::default();
    image
        .insert(0xFFF8, &(0..40).collect::<Vec<u8>>())
        .expect("empty");
    image.insert(0x2_0000, b"umbilical").expect("apart");
    for format in [HEX, SREC] {
        let file = format.write(&image).expect("written");
        let mut refused = 0;
        for at in 0..file.len() {
            for to in *b"05AFx:S\n" {
                let mut other = file.clone();
                other[at] = to;
                match format.read(&other) {
                    // White space at the end of a line says nothing.
                    Ok(read) => assert!(other == file || file[at] == b'\n' && read == image),
                    Err(_) => refused += 1,
                }
            }
            if at + 1 < file.len() {
                let cut = format.read(&file[..at]);
                assert!(cut.is_err(), "{format:?} cut after {at} bytes");
            }
        }
        assert!(refused > 6 * file.len(), "{refused}");
    }
}

#[test]
fn random_bytes_are_refused_and_never_panic() {
    let seed = 0xBAD;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    for round in 0..5_000 {
        let alphabet: &[u8] = match round % 3 {
            0 => b":0123456789ABCDEF\n",
            1 => b"S0123456789ABCDEF\r\n",
            _ => &[0, 1, 58, 83, 10, 48, 255, 128],
        };
        let length = below(&mut rng, 80) as usize;
        let file: Vec<u8> = (0..length)
            .map(|_| alphabet[below(&mut rng, alphabet.len() as u64) as usize])
            .collect();
        assert!(
            HEX.read(&file).is_err() && SREC.read(&file).is_err(),
            "{file:?}"
        );
    }
}

fn refused(format: ImageFormat, file: &str) -> (Option<usize>, Kind) {
    let problem = format.read(file.as_bytes()).expect_err(file);
    (problem.line, problem.kind)
}

#[test]
fn intel_hex_by_the_line() {
    let end = ":00000001FF";
    let one = ":0100000041BE";
    let first = |kind| (Some(1), kind);
    let with = |line: &str| refused(HEX, &format!("{line}\n{end}\n"));
    assert_eq!(with("0100000041BE"), first(Kind::NoRecord));
    assert_eq!(with(":"), first(Kind::Length { said: 0, found: 0 }));
    assert_eq!(with(":0100000041B"), first(Kind::NoDigit(13)));
    assert_eq!(with(":01000000 41BE"), first(Kind::NoDigit(10)));
    assert_eq!(
        with(":0200000041BD"),
        first(Kind::Length { said: 2, found: 1 })
    );
    let (said, right) = (0xBF, 0xBE);
    assert_eq!(with(":0100000041BF"), first(Kind::Checksum { said, right }));
    assert!(matches!(with(":00000006FA").1, Kind::Type(_)));
    assert!(matches!(with(":0100000400FB").1, Kind::Type(_)));
    assert!(
        matches!(with(":01000001FFFF").1, Kind::Type(_)),
        "an end with data"
    );
    assert_eq!(with(":02FFFF000102FD"), first(Kind::Wraps));
    assert_eq!(
        refused(HEX, &format!("{one}\n\n:020000004142{:02X}\n{end}", 0x7B)),
        (Some(3), Kind::Overlap(0))
    );
    assert_eq!(refused(HEX, one), (None, Kind::NoEnd));
    assert_eq!(
        refused(HEX, &format!("{end}\n{one}")),
        (Some(2), Kind::AfterEnd)
    );
    let beyond = ":02000004FFFFFC\n:02FFFF000102FD\n";
    let unreachable = Kind::Unreachable {
        bits: 32,
        end: (1 << 32) + 1,
    };
    assert_eq!(
        refused(HEX, &format!("{beyond}{end}")),
        (Some(2), unreachable)
    );
}

#[test]
fn intel_hex_addresses() {
    let read = |text: &str| HEX.read(format!("{text}\n:00000001FF\n").as_bytes());
    let piece = |at: u32, bytes: &[u8]| {
        let mut image = Image::default();
        image.insert(at, bytes).map(|()| image).expect("empty")
    };
    // A segment is 16 bytes, an upper half 64 KiB, and there a record goes on across.
    assert_eq!(
        read(":020000021000EC\n:0100000041BE"),
        Ok(piece(0x1_0000, b"A"))
    );
    assert_eq!(
        read(":020000040001F9\n:0100000041BE"),
        Ok(piece(0x1_0000, b"A"))
    );
    assert_eq!(
        read(":020000040000FA\n:02FFFF004142 \n".trim_end()).map_err(|it| it.kind),
        Err(Kind::Length { said: 2, found: 1 })
    );
    assert_eq!(
        read(":020000040000FA\n:02FFFF0041427D"),
        Ok(piece(0xFFFF, b"AB"))
    );
    // Where a processor begins says nothing of a memory.
    assert_eq!(
        read(":0400000300003800C1\n:0100000041BE"),
        Ok(piece(0, b"A"))
    );
    assert_eq!(
        read(":04000005000000CD2A\n:0100000041BE"),
        Ok(piece(0, b"A"))
    );
}

#[test]
fn s_records_by_the_line() {
    let end = "S9030000FC";
    let one = "S104000041BA";
    let first = |kind| (Some(1), kind);
    let with = |line: &str| refused(SREC, &format!("{line}\n{end}\n"));
    assert_eq!(with("104000041BA"), first(Kind::NoRecord));
    assert_eq!(with("s104000041BA"), first(Kind::NoRecord));
    assert_eq!(with("S1"), first(Kind::Length { said: 0, found: 0 }));
    assert_eq!(with("S100FF"), first(Kind::Length { said: 0, found: 1 }));
    assert_eq!(with("S104000041B"), first(Kind::NoDigit(12)));
    assert_eq!(
        with("S105000041B9"),
        first(Kind::Length { said: 5, found: 4 })
    );
    let (said, right) = (0xBB, 0xBA);
    assert_eq!(with("S104000041BB"), first(Kind::Checksum { said, right }));
    assert!(matches!(with("S4030000FC").1, Kind::Type(_)));
    assert!(matches!(with("S303000 0FC").1, Kind::NoDigit(_)));
    assert!(
        matches!(with("S3030000FC").1, Kind::Type(_)),
        "too short for its address"
    );
    assert!(matches!(with("S504000000FB").1, Kind::Type(_)));
    let unreachable = Kind::Unreachable {
        bits: 16,
        end: 0x1_0001,
    };
    assert_eq!(
        with("S105FFFF4142 ".trim_end()).1,
        Kind::Length { said: 5, found: 4 }
    );
    assert_eq!(with("S105FFFF414279"), first(unreachable));
    assert_eq!(
        refused(SREC, &format!("{one}\n{one}\n{end}")),
        (Some(2), Kind::Overlap(0))
    );
    let count = Kind::Count { said: 2, found: 1 };
    assert_eq!(
        refused(SREC, &format!("{one}\nS5030002FA\n{end}")),
        (Some(2), count)
    );
    assert_eq!(refused(SREC, one), (None, Kind::NoEnd));
    assert_eq!(
        refused(SREC, &format!("{end}\n{one}")),
        (Some(2), Kind::AfterEnd)
    );
    let header = format!("{one}\nS0030000FC\n{end}");
    assert!(matches!(refused(SREC, &header), (Some(2), Kind::Type(_))));
    let more = format!("S5030000FC\n{one}\n{end}");
    assert_eq!(refused(SREC, &more), (Some(2), Kind::AfterEnd));
    // S5, S6 and the header may be missing, and the end may be of another width.
    for good in [
        format!("S0030000FC\n{one}\nS5030001FB\n{end}"),
        format!("{one}\nS604000001FA\n{end}"),
        format!("{one}\nS70500000000FA"),
    ] {
        assert_eq!(
            SREC.read(good.as_bytes()).map(|image| image.bytes()),
            Ok(1),
            "{good}"
        );
    }
}

#[test]
fn the_width_of_s_records_is_the_least_or_the_one_asked_for() {
    let write = |width, at| {
        let mut image = Image::default();
        image.insert(at, b"A").expect("empty");
        let text = ImageFormat::SRecord(width).write(&image)?;
        Ok(text.split(|byte| *byte == b'\n').nth(1).map(|line| line[1]))
    };
    assert_eq!(write(Width::Least, 0xFFFF), Ok(Some(b'1')));
    assert_eq!(write(Width::Least, 0x1_0000), Ok(Some(b'2')));
    assert_eq!(write(Width::Least, 0x100_0000), Ok(Some(b'3')));
    assert_eq!(write(Width::S37, 0), Ok(Some(b'3')));
    for (width, bits, at) in [(Width::S19, 16, 0x1_0000), (Width::S28, 24, 0x100_0000)] {
        let end = u64::from(at) + 1;
        let kind = Kind::Unreachable { bits, end };
        assert_eq!(write(width, at), Err(ImageProblem::nowhere(kind)));
        assert!(write(width, at - 1).is_ok());
    }
}

#[test]
fn gaps_are_filled_on_request_only() {
    let mut image = Image::default();
    image.insert(2, b"ab").expect("empty");
    image.insert(6, b"c").expect("apart");
    let gap = |start, end| Err(ImageProblem::nowhere(Kind::Gap { start, end }));
    assert_eq!(image.flat(None, None), gap(0, 2));
    assert_eq!(
        image.flat(None, Some(0xFF)),
        Ok(b"\xff\xffab\xff\xffc".to_vec())
    );
    image.insert(0, b"__").expect("apart");
    assert_eq!(image.flat(None, None), gap(4, 6));
    image.insert(4, b"__").expect("apart");
    assert_eq!(image.flat(None, None), Ok(b"__ab__c".to_vec()));
    assert_eq!(image.flat(Some(9), None), gap(7, 9));
    let beyond = Kind::Beyond { size: 6, end: 7 };
    assert_eq!(
        image.flat(Some(6), None),
        Err(ImageProblem::nowhere(beyond))
    );
    assert_eq!(image.pieces().count(), 1, "pieces that touch are one");
    // An address at the top of 4 GiB takes no 4 GiB.
    image.insert(u32::MAX, b"x").expect("apart");
    let sparse = Kind::TooSparse(1 << 32);
    assert_eq!(
        image.flat(None, Some(0)),
        Err(ImageProblem::nowhere(sparse))
    );
}
