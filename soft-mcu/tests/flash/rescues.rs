//! Whole rescues with every kind of flash and of content.

use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::registers::sense;
use umbilical_soft_mcu::report::{Phase, word};

use crate::random::Random;
use crate::rig::Rig;

/// A part of 128 KiB, which no vendor makes: whole rescues in a moment.
pub fn small(name: &str) -> &'static NorPart {
    let mut part = *NorPart::by_name(name).unwrap();
    part.bytes = 128 << 10;
    Box::leak(Box::new(part))
}

/// Random data, text, blank and zero areas, in pieces of any size.
pub fn mixed(random: &mut Random, bytes: usize) -> Vec<u8> {
    let mut data = vec![0xFF; bytes];
    let mut at = 0;
    while at < bytes {
        let length = (1 + random.below(12_000)).min(bytes - at);
        match random.below(5) {
            0 | 1 => random.fill(&mut data[at..at + length]),
            2 => data[at..at + length].fill(0),
            3 => data[at..at + length].fill(b'x'),
            _ => {}
        }
        at += length;
    }
    data
}

#[test]
fn every_family_is_rescued() {
    for name in ["w25q128jv", "mx25l6433f", "sst26vf064b"] {
        let mut random = Random::new(1);
        let part = small(name);
        let (image, own) = (mixed(&mut random, 128 << 10), mixed(&mut random, 128 << 10));
        let mut rig = Rig::new(part, image, own, 2);
        rig.rescue();
        assert_eq!(rig.marker().state, MarkerState::Complete, "{name}");
        assert_eq!(rig.words[word::PAGES], 512);
        assert_eq!(rig.words[word::PAGES_DONE], 512);
        assert_eq!(
            rig.words[word::PAGES_WRITTEN] + rig.words[word::PAGES_SKIPPED],
            512
        );
        assert_eq!(
            u64::from(rig.words[word::PAGES_WRITTEN]),
            rig.own.programs,
            "{name}"
        );
        assert_eq!(rig.words[word::BYTES_VERIFIED], 128 << 10);
        let erases = [word::ERASES_4K, word::ERASES_32K, word::ERASES_64K];
        let erases = erases.map(|place| u64::from(rig.words[place]));
        assert_eq!(erases, rig.own.erases, "{name}");
    }
}

#[test]
fn four_byte_addresses_reach_the_upper_half() {
    let part = NorPart::by_name("w25q256jv").unwrap();
    let mut image = vec![0xFF; part.bytes as usize];
    let mut random = Random::new(3);
    random.fill(&mut image[0x0F0_0000..0x0F0_4000]);
    random.fill(&mut image[0x1F0_0000..0x1F0_4000]);
    let mut own = image.clone();
    own[0x1F0_1000] = !own[0x1F0_1000];
    let mut rig = Rig::new(part, image, own, 4);
    rig.rescue();
    assert_eq!(rig.own.erases, [1, 0, 0]);
}

#[test]
fn equal_memories_are_not_written() {
    let mut random = Random::new(5);
    let image = mixed(&mut random, 128 << 10);
    let mut rig = Rig::new(small("w25q16jv"), image.clone(), image, 6);
    rig.rescue();
    assert_eq!((rig.own.programs, rig.own.erases), (0, [0; 3]));
}

#[test]
fn what_only_loses_ones_is_programmed_without_an_erase() {
    let mut random = Random::new(7);
    let own = mixed(&mut random, 128 << 10);
    let mut image = own.clone();
    for _ in 0..40 {
        let at = random.below(image.len());
        image[at] &= random.next() as u8;
    }
    let mut rig = Rig::new(small("w25q16jv"), image, own, 8);
    rig.rescue();
    assert_eq!(rig.own.erases, [0; 3]);
    assert!(rig.own.programs > 5 && rig.own.programs <= 40);
}

#[test]
fn random_differences_of_any_density_are_made_good() {
    let mut random = Random::new(9);
    let mut sizes = [0; 3];
    for round in 0..150 {
        let image = mixed(&mut random, 128 << 10);
        let mut own = image.clone();
        for _ in 0..1 << random.below(10) {
            let at = random.below(own.len());
            let length = (1 + random.below(3000)).min(own.len() - at);
            match random.below(3) {
                0 => own[at..at + length].fill(0xFF),
                1 => random.fill(&mut own[at..at + length]),
                _ => own[at] ^= 1 << random.below(8),
            }
        }
        let mut rig = Rig::new(small("w25q128jv"), image, own, round);
        rig.rescue();
        for (sum, erases) in sizes.iter_mut().zip(rig.own.erases) {
            *sum += erases;
        }
    }
    assert!(sizes.iter().all(|sum| *sum > 5), "{sizes:?}");
}

#[test]
fn the_source_button_hands_the_flash_over_and_holds_the_host() {
    let mut random = Random::new(10);
    let image = mixed(&mut random, 128 << 10);
    let mut rig = Rig::new(small("w25q16jv"), image.clone(), image, 11);
    rig.set_inputs(sense::PRESENT | sense::PEER_VCC | sense::BUTTON_SOURCE);
    assert!(rig.boot_until(300, |_| false));
    assert_eq!(rig.phase(), Some(Phase::Source));
    assert!(!rig.host_runs(), "its flash is away");
    let mut rig = Rig::new(rig.own.part, rig.original.clone(), rig.original.clone(), 12);
    rig.set_inputs(sense::PRESENT | sense::PEER_VCC | sense::BUTTON_SOURCE);
    rig.inputs_at(200, sense::PRESENT | sense::PEER_VCC);
    assert!(rig.boot_until(500, |_| false));
    assert_eq!(rig.phase(), Some(Phase::Service));
    assert!(rig.host_runs());
}

#[test]
fn a_host_that_never_lets_go_of_its_chip_select_is_held_all_the_same() {
    let mut random = Random::new(13);
    let (image, own) = (random.bytes(128 << 10), random.bytes(128 << 10));
    let mut rig = Rig::new(small("w25q16jv"), image, own, 14);
    rig.host_hangs = true;
    rig.set_inputs(0);
    rig.inputs_at(2_500, sense::PRESENT);
    assert!(rig.boot_until(60_000, |rig| rig.seen(Phase::Commit)));
    let served = rig
        .phases
        .iter()
        .position(|(_, phase)| *phase == Phase::Service);
    assert!(served.is_some(), "the host had its flash first");
    assert!(rig.rescued() && rig.violations.is_empty());
}

/// Bits to clear in every sector of a block that is read ahead while its neighbour is erased.
/// Breaks when a sector of which only the checksum is known counts as one that has to be erased.
#[test]
fn bits_that_only_have_to_be_cleared_are_never_erased() {
    let mut random = Random::new(21);
    let own = random.bytes(128 << 10);
    let mut image = own.clone();
    random.fill(&mut image[..64 << 10]);
    for sector in 16..32 {
        let at = sector * 4096 + random.below(4096);
        image[at] = 0;
    }
    let pages = (own[64 << 10..].chunks(256)).zip(image[64 << 10..].chunks(256));
    let differing = pages.filter(|(from, to)| from != to).count();
    let mut rig = Rig::new(small("w25q128jv"), image, own, 22);
    rig.rescue();
    assert_eq!(rig.own.erases, [0, 0, 1], "only the first block");
    assert_eq!(rig.own.programs, 256 + differing as u64);
}
