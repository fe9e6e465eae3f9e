use super::*;

const SPACE: Space = Space {
    bytes: 8192,
    unit: 32,
};

fn region(name: &str, offset: u32, length: u32, policy: Policy) -> Region {
    let name = Name::new(name).expect("a name");
    Region {
        name,
        offset,
        length,
        policy,
    }
}

fn regions() -> [Region; 3] {
    [
        region("mac", 0, 32, Policy::Keep),
        region("config", 64, 4096, Policy::Copy),
        region("log", 4160, 32, Policy::Skip),
    ]
}

const TYPE: TypeCheck = TypeCheck {
    offset: 3,
    length: 8,
};

/// The rule that is broken, and by which region.
type Broken = Option<(Rule, u8)>;

fn rule(regions: &[Region], check: TypeCheck) -> Broken {
    let error = Layout::new(regions, check, SPACE).err();
    error.map(|error| (error.rule(), error.region()))
}

#[test]
fn a_layout_goes_through_its_words_unchanged() {
    for check in [TypeCheck::NONE, TYPE] {
        let layout = Layout::new(&regions(), check, SPACE).expect("obeys");
        let words = layout.to_words();
        let read = Layout::parse(3, check, SPACE, |index| words[index as usize]);
        assert_eq!(read, Ok(layout));
    }
}

#[test]
fn names_are_one_to_eight_printable_characters() {
    for good in ["a", "MAC-0001", "~!"] {
        assert_eq!(Name::new(good).expect(good).to_string(), good);
    }
    for bad in [
        "",
        "ninechars",
        "a b",
        "a\0b",
        "a\0",
        "\0",
        "ü",
        "a\x7f",
        "\t",
    ] {
        assert_eq!(Name::new(bad), None, "{bad:?}");
    }
}

#[test]
fn every_rule_is_kept() {
    assert_eq!(rule(&regions(), TYPE), None);
    let with = |change: &dyn Fn(&mut [Region; 3])| {
        let mut regions = regions();
        change(&mut regions);
        rule(&regions, TypeCheck::NONE)
    };
    let bad = |what, index| Some((what, index));
    let table: [(Broken, Broken); 13] = [
        (with(&|r| r[1].length = 0), bad(Rule::ZeroLength, 1)),
        (with(&|r| r[1].length = 4095), bad(Rule::Unaligned, 1)),
        (with(&|r| r[2].offset += 1), bad(Rule::Unaligned, 2)),
        (with(&|r| r[2].offset = 8192), bad(Rule::OutOfRange, 2)),
        (with(&|r| r[2].length = 8192), bad(Rule::OutOfRange, 2)),
        // offset + length wraps to an address inside of the memory.
        (
            with(&|r| r[2].offset = 0u32.wrapping_sub(32)),
            bad(Rule::OutOfRange, 2),
        ),
        (
            with(&|r| r[2].length = 0u32.wrapping_sub(32)),
            bad(Rule::OutOfRange, 2),
        ),
        (with(&|r| r[1].offset = 0), bad(Rule::Overlap, 1)),
        (with(&|r| r.swap(0, 1)), bad(Rule::Overlap, 1)),
        (with(&|r| r[2].offset -= 32), bad(Rule::Overlap, 2)),
        (
            with(&|r| r[1].policy = Policy::Keep),
            bad(Rule::NothingToCopy, 0),
        ),
        (rule(&[], TypeCheck::NONE), bad(Rule::NothingToCopy, 0)),
        (
            rule(&[regions()[1]; 9], TypeCheck::NONE),
            bad(Rule::TooMany, 8),
        ),
    ];
    for (number, (found, expected)) in table.into_iter().enumerate() {
        assert_eq!(found, expected, "case {number}");
    }
    for (offset, length, expected) in [
        (100, 0, None),
        (5000, 257, bad(Rule::TypeLength, 0)),
        (5000, u32::MAX, bad(Rule::TypeLength, 0)),
        (8185, 8, bad(Rule::TypeOutOfRange, 0)),
        (u32::MAX, 8, bad(Rule::TypeOutOfRange, 0)),
        (60, 5, bad(Rule::TypeCopied, 1)),
        (4159, 1, bad(Rule::TypeCopied, 1)),
        (60, 4, None),
        (4160, 256, None),
        (8191, 1, None),
    ] {
        let check = TypeCheck { offset, length };
        assert_eq!(rule(&regions(), check), expected, "{check:?}");
    }
}

#[test]
fn words_that_say_anything_at_all_are_refused_or_obey_every_rule() {
    let mut random = 0x5EED_u64;
    println!("seed {random:#x}");
    let mut taken = 0;
    for _ in 0..200_000 {
        let layout = Layout::new(&regions(), TYPE, SPACE).expect("obeys");
        let mut words = layout.to_words();
        for _ in 0..2 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let high = (random >> 32) as u32;
            let value = match high & 3 {
                0 => random as u32,
                1 => 1 << (high >> 27),
                2 => 32 * (high >> 20),
                _ => u32::MAX,
            };
            words[(high >> 8) as usize % 15] ^= value;
        }
        let count = 3 + u32::from((random >> 40) & 15 == 0) * (random >> 48) as u32;
        let Ok(layout) = Layout::parse(count, TYPE, SPACE, |index| words[index as usize]) else {
            continue;
        };
        taken += 1;
        let mut end = 0;
        for region in layout.regions() {
            assert!(region.offset >= end && region.length > 0, "{layout:?}");
            assert_eq!((region.offset | region.length) % 32, 0, "{layout:?}");
            end = region.offset.checked_add(region.length).expect("no wrap");
            assert_eq!(Name::new(&region.name.to_string()), Some(region.name));
        }
        assert!(end <= 8192 && layout.bytes(Policy::Copy) > 0, "{layout:?}");
    }
    assert!(
        taken > 1000,
        "only {taken} were taken: the test sees no layout"
    );
}

#[test]
fn more_regions_than_there_is_room_for_are_never_read() {
    for count in [9, 10, u32::MAX] {
        let error = Layout::parse(count, TypeCheck::NONE, SPACE, |index| {
            panic!("word {index}")
        });
        assert_eq!(error.err().map(|error| error.rule()), Some(Rule::TooMany));
    }
}

#[test]
fn only_what_is_copied_changes() {
    let layout = Layout::new(&regions(), TypeCheck::NONE, SPACE).expect("obeys");
    let mut memory = vec![1; 8192];
    layout.apply(&vec![2; 8192], &mut memory);
    for (address, byte) in memory.iter().enumerate() {
        let copied = (64..4160).contains(&address);
        assert_eq!(*byte, if copied { 2 } else { 1 }, "byte {address}");
    }
}

#[test]
fn one_region_alone_leaves_the_others_and_never_one_that_belongs_to_the_unit() {
    let mut two = regions();
    two[2].policy = Policy::Copy;
    let layout = Layout::new(&two, TypeCheck::NONE, SPACE).expect("obeys");
    let only = |name| layout.only(Name::new(name).expect("a name"));
    let log = only("log").expect("is copied");
    let policies: Vec<Policy> = log.regions().map(|region| region.policy).collect();
    assert_eq!(policies, [Policy::Keep, Policy::Skip, Policy::Copy]);
    assert_eq!((only("mac"), only("none")), (None, None));
}

#[test]
fn a_new_layout_goes_where_the_old_one_does_not_stand() {
    let mut image = vec![0xFF; 1024];
    let layout = Layout::new(&regions(), TypeCheck::NONE, SPACE).expect("obeys");
    for (copy, sequence) in [(0, 1), (1, 2), (0, 3)] {
        let pages = record::update(crate::journal::inspect(&image), Some(&layout));
        let body = 0x100 << copy;
        let expected: Vec<u32> = (0..5)
            .map(|page| body + 32 * page)
            .chain([128 + 32 * copy])
            .collect();
        let found: Vec<u32> = pages.iter().map(|(address, _)| *address).collect();
        assert_eq!(found, expected, "body first, head last");
        for (address, page) in pages {
            image[address as usize..][..32].copy_from_slice(&page);
        }
        let pair = crate::journal::inspect::<record::Head>(&image);
        assert_eq!(pair.sequence, sequence);
    }
}
