//! Rescues by layout: what is kept, what tells the type, and a layout that is torn or ruined.

use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::journal::{self, MarkerState, Payload};
use umbilical_soft_mcu::layout::record::{self, Head};
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, Rule, Space, TypeCheck};
use umbilical_soft_mcu::report::{Fault, word};

use crate::cuts::{expect_resumed, sweep_rigs};
use crate::rig::{Random, Rig};

/// A layout of a 24c02: pages of 8 bytes.
fn layout(regions: &[(&str, u32, u32, Policy)], type_check: TypeCheck) -> Layout {
    let space = Space {
        bytes: 256,
        unit: 8,
    };
    let region = |(name, offset, length, policy): &(&str, u32, u32, Policy)| Region {
        name: Name::new(name).expect("a name"),
        offset: *offset,
        length: *length,
        policy: *policy,
    };
    let regions: Vec<Region> = regions.iter().map(region).collect();
    Layout::new(&regions, type_check, space).expect("obeys the rules")
}

/// Two regions that are copied, one in front of, between and behind them that belong to the unit
/// or to nobody.
fn usual() -> Layout {
    let regions = [
        ("mac", 0, 16, Policy::Keep),
        ("config", 16, 96, Policy::Copy),
        ("serial", 112, 8, Policy::Keep),
        ("log", 120, 40, Policy::Skip),
        ("rules", 168, 64, Policy::Copy),
    ];
    let offset = 8;
    layout(&regions, TypeCheck { offset, length: 5 })
}

/// A rig with the layout and devices of the same type.
fn rig(seed: u64, layout: Layout) -> Rig {
    let mut rig = Rig::new("24c02", 4096, seed);
    rig.set_layout(layout);
    let check = layout.type_check();
    let kind = check.offset as usize..(check.offset + check.length) as usize;
    rig.source.data[kind.clone()].copy_from_slice(&rig.own.data[kind]);
    rig
}

#[test]
fn what_belongs_to_the_unit_is_kept_and_the_report_counts_what_is_copied() {
    for buffer in [4096, 24, 8, 3, 0] {
        let mut rig = rig(buffer + 7, usual());
        let settings = journal::Settings {
            part: rig.own.part.id(),
            bus_hz: 400_000,
            buffer_bytes: buffer as u32,
        };
        rig.journal.data[..journal::IMAGE_BYTES].copy_from_slice(&journal::factory_image(settings));
        let before = rig.own.data.clone();
        assert!(rig.boot_until(20_000, Rig::host_runs));
        let (own, source) = (&rig.own.data, &rig.source.data);
        for (address, byte) in own.iter().enumerate() {
            let copied = (16..112).contains(&address) || (168..232).contains(&address);
            let expected = if copied { source } else { &before };
            assert_eq!(*byte, expected[address], "byte {address}, buffer {buffer}");
        }
        assert_ne!(
            own[..8],
            source[..8],
            "the test would not see a copied MAC address"
        );
        let count = |word: usize| rig.words[word];
        assert_eq!(count(word::PAGES), 20);
        assert_eq!(count(word::PAGES_DONE), 20);
        assert_eq!(count(word::PAGES_WRITTEN) + count(word::PAGES_SKIPPED), 20);
        assert_eq!(count(word::BYTES_VERIFIED), 160);
        let copied = [&source[16..112], &source[168..232]].concat();
        assert_eq!(rig.marker().image_crc, crc32(&copied));
        assert_eq!(rig.marker().state, MarkerState::Complete);
    }
}

#[test]
fn another_type_is_refused_by_name_before_a_byte_is_written() {
    let check = usual().type_check();
    for at in check.offset..check.offset + check.length {
        let mut rig = rig(3, usual());
        rig.source.data[at as usize] ^= 0x20;
        assert!(rig.power_on(4000));
        assert_eq!(rig.fault(), Some(Fault::TypeMismatch), "byte {at}");
        assert_eq!(rig.words[word::FAULT_DETAIL], at);
        assert!(rig.untouched() && rig.host_runs());
        assert_eq!((rig.own.writes, rig.journal.writes), (0, 0));
        // The same source with the right type is taken when the cable is plugged in again.
        rig.source.data[at as usize] ^= 0x20;
        rig.lose_power();
        assert!(rig.boot_until(7000, Rig::host_runs) && rig.rescued());
    }
}

#[test]
fn the_type_may_cross_a_block_of_the_device_address() {
    let space = Space {
        bytes: 1024,
        unit: 16,
    };
    let config = Region {
        name: Name::new("config").expect("a name"),
        offset: 512,
        length: 512,
        policy: Policy::Copy,
    };
    let type_check = TypeCheck {
        offset: 200,
        length: 256,
    };
    let layout = Layout::new(&[config], type_check, space).expect("obeys");
    for differs in [None, Some(200), Some(255), Some(256), Some(455), Some(456)] {
        let mut rig = Rig::new("24c08", 4096, 5);
        rig.set_layout(layout);
        let own = rig.own.data[200..456].to_vec();
        rig.source.data[200..456].copy_from_slice(&own);
        if let Some(at) = differs {
            rig.source.data[at as usize] ^= 1;
        }
        let other = differs.filter(|at| *at < 456);
        assert!(rig.power_on(5000));
        assert_eq!(
            rig.fault(),
            other.map(|_| Fault::TypeMismatch),
            "{differs:?}"
        );
        assert_eq!(rig.words[word::FAULT_DETAIL], other.unwrap_or(0));
        assert_eq!(rig.rescued(), other.is_none());
    }
}

#[test]
fn a_cut_at_any_call_leaves_what_is_kept_and_ends_in_the_copy() {
    // `Rig::rescued` compares with the layout's expectation, kept bytes included.
    expect_resumed(&sweep_rigs(|seed| rig(seed, usual()), 1, false));
}

#[test]
fn a_memory_that_does_not_keep_what_it_should_is_named_and_holds_the_host() {
    let weak = |seed| {
        let mut rig = rig(seed, usual());
        rig.own.data[5] |= 1;
        rig.own.weak_cell = Some(5);
        rig
    };
    let mut whole = weak(1);
    assert!(whole.power_on(5000));
    assert_eq!(whole.fault(), Some(Fault::KeepChanged));
    assert!(!whole.host_runs());
    // The change happened before a cut: nothing after it disturbs anything, and it is found.
    let mut cut = (1..whole.calls).step_by(20).map(|call| {
        let mut rig = weak(1);
        rig.cut_at = Some(call);
        assert!(!rig.boot_until(5000, |_| false));
        rig
    });
    let mut rig = cut.find(|rig| rig.own.writes > 3).expect("it writes");
    assert_eq!(rig.marker().state, MarkerState::Incomplete);
    rig.lose_power();
    rig.own.weak_cell = None;
    assert!(rig.power_on(5000));
    assert_eq!(rig.fault(), Some(Fault::KeepChanged));
    assert!(!rig.host_runs());
}

/// Runs a rescue and tells which of the layouts it followed.
fn followed(mut rig: Rig, layouts: &[Layout]) -> Option<usize> {
    assert!(rig.power_on(4000));
    let followed = |layout: &Layout| {
        rig.expect_layout(*layout);
        rig.host_runs() && rig.rescued()
    };
    layouts.iter().position(followed)
}

#[test]
fn a_layout_torn_at_any_byte_leaves_the_old_one_standing() {
    let whole = Layout::whole(256);
    let old = layout(&[("config", 16, 240, Policy::Copy)], TypeCheck::NONE);
    let new = usual();
    let mut random = Random(0x7E42);
    println!("seed {:#x}", random.0);
    for first in [true, false] {
        let before = if first { whole } else { old };
        let fresh = || {
            let mut rig = rig(9, new);
            rig.journal.data[journal::IMAGE_BYTES..].fill(0xFF);
            if !first {
                rig.set_layout(old);
            }
            rig
        };
        let layouts = [before, new];
        let mut image = fresh().journal.data;
        let pages = record::update(journal::inspect::<Head>(&image), Some(&new));
        for (number, (address, page)) in pages.iter().enumerate() {
            let place = *address as usize..*address as usize + page.len();
            for byte in 0..=page.len() {
                // Up to `byte` what was sent, then ruined, or not yet written.
                for ruined in [true, false] {
                    let mut rig = fresh();
                    rig.journal.data.clone_from(&image);
                    let torn = &mut rig.journal.data[place.clone()];
                    torn[..byte].copy_from_slice(&page[..byte]);
                    if ruined {
                        torn[byte..].fill_with(|| random.next() as u8);
                    }
                    let complete = torn == page && number + 1 == pages.len();
                    let expected = Some(usize::from(complete));
                    let context = format!("page {number} at {address:#x}, byte {byte}");
                    assert_eq!(followed(rig, &layouts), expected, "{context}");
                }
            }
            image[place].copy_from_slice(page);
        }
        assert!(journal::inspect::<Head>(&image).sequence > 0);
    }
}

#[test]
fn one_ruined_byte_takes_no_layout_away_and_two_are_named() {
    let fresh = || rig(4, usual());
    let heads = Head::ADDRESS as usize..Head::ADDRESS as usize + 64;
    let body = |copy| {
        let start = record::body_address(copy) as usize;
        start..start + 5 * 20
    };
    for at in heads.chain(body(0)).chain(body(1)) {
        let mut rig = fresh();
        rig.journal.data[at] ^= 4;
        assert_eq!(followed(rig, &[usual()]), Some(0), "byte {at:#x}");
    }
    for (first, second) in [(128, 160), (150, 0x210), (0x104, 191), (0x100, 0x263)] {
        let mut rig = fresh();
        rig.journal.data[first] ^= 4;
        rig.journal.data[second] ^= 4;
        assert!(rig.power_on(4000));
        assert_eq!(
            rig.fault(),
            Some(Fault::LayoutCorrupt),
            "{first:#x} {second:#x}"
        );
        assert!(rig.untouched() && rig.host_runs());
        assert_eq!((rig.own.writes, rig.journal.writes), (0, 0));
    }
    // One copy that was written and ruined in its body, and none besides: no silent default.
    let mut rig = fresh();
    rig.journal.data[160..192].fill(0xFF);
    rig.journal.data[0x104] ^= 4;
    assert!(rig.power_on(4000));
    assert_eq!(rig.fault(), Some(Fault::LayoutCorrupt));
}

#[test]
fn a_layout_made_for_another_memory_is_named_with_rule_and_region() {
    let space = Space {
        bytes: 1024,
        unit: 16,
    };
    let region = |name, offset, policy| Region {
        name: Name::new(name).expect("a name"),
        offset,
        length: 256,
        policy,
    };
    let regions = [
        region("config", 0, Policy::Copy),
        region("mac", 256, Policy::Keep),
    ];
    let mut rig = Rig::new("24c02", 4096, 1);
    rig.set_layout(Layout::new(&regions, TypeCheck::NONE, space).expect("obeys"));
    assert!(rig.power_on(4000));
    assert_eq!(rig.fault(), Some(Fault::LayoutCorrupt));
    assert_eq!(
        rig.words[word::FAULT_DETAIL],
        Rule::OutOfRange as u32 | 1 << 8
    );
    assert!(rig.untouched() && rig.host_runs());
}

#[test]
fn a_layout_taken_away_means_the_whole_memory() {
    let mut rig = rig(6, usual());
    record::install(&mut rig.journal.data, None);
    assert_eq!(followed(rig, &[Layout::whole(256)]), Some(0));
}

#[test]
fn settings_of_a_board_with_a_flash_hold_the_host() {
    let mut rig = Rig::new("24c02", 4096, 1);
    let settings = journal::Settings {
        part: journal::PART_NOR,
        bus_hz: 24_000_000,
        buffer_bytes: 4096,
    };
    rig.journal.data[..journal::IMAGE_BYTES].copy_from_slice(&journal::factory_image(settings));
    assert!(rig.power_on(4000));
    assert_eq!(rig.fault(), Some(Fault::NoSettings));
    assert!(rig.untouched() && !rig.host_runs());
}
