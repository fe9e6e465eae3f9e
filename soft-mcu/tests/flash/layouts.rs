//! Only what the layout names is copied, in whole sectors.

use umbilical_soft_mcu::layout::record;
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, Space, TypeCheck};
use umbilical_soft_mcu::report::{Fault, word};

use crate::random::Random;
use crate::rescues::{mixed, small};
use crate::rig::Rig;

const BYTES: u32 = 128 << 10;
/// Bytes that tell the type, in the sector of the serial number.
const TYPE: TypeCheck = TypeCheck {
    offset: 0x1_5010,
    length: 40,
};

/// Copied: most of the first block, two pieces of the second. No block may be erased at once.
fn layout() -> Layout {
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).unwrap(),
        offset,
        length,
        policy,
    };
    let regions = [
        region("boot", 0, 0xD000, Policy::Copy),
        region("mac", 0xD000, 0x1000, Policy::Keep),
        region("data", 0xF000, 0x5000, Policy::Copy),
        region("log", 0x1_4000, 0x1000, Policy::Skip),
        region("serial", 0x1_5000, 0x1000, Policy::Keep),
        region("more", 0x1_6000, 0x1000, Policy::Copy),
    ];
    let space = Space {
        bytes: BYTES,
        unit: 4096,
    };
    Layout::new(&regions, TYPE, space).unwrap()
}

fn rig(seed: u64) -> Rig {
    let mut random = Random::new(seed);
    let mut image = mixed(&mut random, BYTES as usize);
    let own = random.bytes(BYTES as usize);
    let kind = TYPE.offset as usize..(TYPE.offset + TYPE.length) as usize;
    image[kind.clone()].copy_from_slice(&own[kind]);
    let mut rig = Rig::new(small("w25q128jv"), image, own, seed);
    let layout = layout();
    record::install(&mut rig.journal.data, Some(&layout));
    rig.expected = rig.original.clone();
    layout.apply(&rig.source.data, &mut rig.expected);
    rig
}

#[test]
fn what_belongs_to_the_unit_stays() {
    for seed in 0..30 {
        let mut rig = rig(seed);
        rig.rescue();
        assert_eq!(rig.own.erases[2], 0, "a block holds what must stay");
        assert_eq!(rig.words[word::PAGES], 19 * 16);
        assert_eq!(rig.words[word::BYTES_VERIFIED], 19 * 4096);
    }
}

#[test]
fn a_cut_takes_nothing_of_what_belongs_to_the_unit() {
    let mut whole = rig(99);
    whole.rescue();
    let mut cuts = 0;
    for cut in (1..whole.commands).step_by(3) {
        let mut rig = rig(99);
        rig.cut_at = Some(cut);
        if rig.boot_until(120_000, Rig::host_runs) {
            continue;
        }
        cuts += 1;
        rig.lose_power();
        assert!(
            rig.boot_until(120_000, Rig::host_runs),
            "cut in command {cut}"
        );
        assert!(
            rig.rescued() && rig.violations.is_empty(),
            "cut in command {cut}"
        );
    }
    assert!(cuts > 100, "only {cuts} cuts happened");
}

#[test]
fn another_type_is_refused_with_the_first_byte_that_differs() {
    let mut rig = rig(5);
    rig.source.data[0x1_5017] ^= 4;
    rig.boot_until(60_000, |rig| rig.fault().is_some());
    assert_eq!(rig.fault(), Some(Fault::TypeMismatch));
    assert_eq!(rig.words[word::FAULT_DETAIL], 0x1_5017);
    assert!(rig.untouched() && rig.host_runs());
}

#[test]
fn what_lies_far_behind_a_gap_does_not_disturb_what_is_in_front_of_it() {
    let bytes = 4 << 20;
    // The distance of the two is about what is remembered of the source, or the second ends the flash.
    for gap in [
        0x1E_F000, 0x1F_0000, 0x1F_F000, 0x20_0000, 0x20_1000, 0x3D_8000,
    ] {
        let region = |name, offset| Region {
            name: Name::new(name).unwrap(),
            offset,
            length: 0x1_8000,
            policy: Policy::Copy,
        };
        let regions = [region("low", 0x1000), region("high", gap + 0x1_0000)];
        let space = Space { bytes, unit: 4096 };
        let layout = Layout::new(&regions, TypeCheck::NONE, space).unwrap();
        let mut random = Random::new(u64::from(gap));
        let image = random.bytes(bytes as usize);
        let own = random.bytes(bytes as usize);
        let mut part = *small("w25q128jv");
        part.bytes = bytes;
        let mut rig = Rig::new(Box::leak(Box::new(part)), image, own, 1);
        record::install(&mut rig.journal.data, Some(&layout));
        rig.expected = rig.original.clone();
        layout.apply(&rig.source.data, &mut rig.expected);
        rig.rescue();
        assert_eq!(rig.words[word::RETRIES], 0, "{gap:#x}");
        assert_eq!(rig.words[word::PAGES_WRITTEN], 48 * 16, "{gap:#x}");
    }
}
