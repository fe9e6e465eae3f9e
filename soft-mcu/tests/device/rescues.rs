//! Rescues that go well: every part, every buffer, and how long they take.

use umbilical_soft_mcu::eeprom::{PARTS, StrapPin};
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::report::{Phase, word};

use crate::rig::{MS, Rig};

fn expect_rescued(rig: &Rig, context: &str) {
    assert!(rig.rescued(), "{context}: memory differs");
    assert!(
        rig.host_runs(),
        "{context}: host held, {:?} {:?}",
        rig.phase(),
        rig.fault()
    );
    assert_eq!(rig.phase(), Some(Phase::Service), "{context}");
    assert_eq!(rig.marker().state, MarkerState::Complete, "{context}");
    assert_eq!(rig.violations, Vec::<String>::new(), "{context}");
    let pages = rig.own.part.pages();
    assert_eq!(rig.words[word::PAGES_DONE], pages, "{context}");
    assert_eq!(
        rig.words[word::BYTES_VERIFIED],
        rig.own.part.bytes,
        "{context}"
    );
    assert_eq!(
        rig.words[word::PAGES_WRITTEN] + rig.words[word::PAGES_SKIPPED],
        pages
    );
}

#[test]
fn every_part_with_an_address_pin_is_rescued() {
    for part in PARTS.iter().filter(|part| part.strap != StrapPin::None) {
        let mut rig = Rig::new(part.name, 4096, 11);
        assert!(rig.boot_until(22000, Rig::host_runs));
        expect_rescued(&rig, part.name);
        assert!(
            rig.own.writes <= u64::from(part.pages()),
            "{}: a page twice",
            part.name
        );
    }
}

#[test]
fn every_buffer_gives_the_same_result() {
    for part in ["24c02", "24c08", "24c32"] {
        for buffer in [0, 1, 3, 8, 15, 16, 17, 31, 33, 48, 100, 4095, 4096, 1 << 20] {
            let mut rig = Rig::new(part, buffer, 23);
            assert!(rig.boot_until(42000, Rig::host_runs));
            let context = format!("{part} with {buffer}");
            expect_rescued(&rig, &context);
            let part = rig.own.part;
            let unit = u64::from(buffer.clamp(1, part.page_bytes));
            let most = u64::from(part.page_bytes).div_ceil(unit) * u64::from(part.pages());
            assert!(
                rig.own.writes <= most,
                "{context}: {} writes",
                rig.own.writes
            );
        }
    }
}

#[test]
fn equal_pages_are_not_written_and_others_from_the_first_difference_on() {
    let mut rig = Rig::new("24c64", 4096, 5);
    let mut own = rig.source.data.clone();
    own[100] ^= 1;
    own[101] ^= 1;
    rig.set_own(own);
    assert!(rig.boot_until(7000, Rig::host_runs));
    expect_rescued(&rig, "one page");
    assert_eq!(rig.words[word::PAGES_WRITTEN], 1);
    // Page 3 holds bytes 96..128; the write starts at byte 100.
    assert_eq!((rig.own.writes, rig.own.bytes_received), (1, 28));
}

/// Cycles from the first to the last word of the copy.
fn copy_cycles(rig: &Rig) -> u64 {
    let at = |phase| {
        rig.phases
            .iter()
            .find(|(_, seen)| *seen == phase)
            .expect("phase")
            .0
    };
    at(Phase::Verify) - at(Phase::Copy)
}

#[test]
fn reading_the_source_costs_no_time_and_a_changed_write_time_is_followed() {
    for write_ms in [3, 4, 5] {
        let mut rig = Rig::new("24c512", 4096, 7);
        rig.own.write_cycles = write_ms * MS;
        assert!(rig.boot_until(22000, Rig::host_runs));
        expect_rescued(&rig, "24c512");
        // Compare with one byte, the write and its write cycle; nothing else.
        let page = (50 + 9) * 48 + (50 + 128 * 9) * 48 + write_ms * MS;
        let ideal = 512 * page;
        let excess = copy_cycles(&rig) as i64 - ideal as i64;
        assert!(
            excess < 512 * 48 * 10,
            "{write_ms} ms: {excess} cycles more than {ideal}"
        );
    }
}

#[test]
fn a_finished_rescue_is_not_repeated_until_the_cable_was_out() {
    let mut rig = Rig::new("24c02", 4096, 3);
    assert!(rig.power_on(4000));
    expect_rescued(&rig, "first");
    // The host changes its configuration, then the power goes and comes back.
    rig.lose_power();
    let mut own = rig.source.data.clone();
    own[7] ^= 0xFF;
    rig.set_own(own);
    assert!(rig.power_on(4000));
    assert!(
        rig.untouched() && rig.host_runs(),
        "repeated over the host's change"
    );
    // Cable out and in again: now it is asked for.
    rig.lose_power();
    rig.inputs_at(2050, 0);
    rig.inputs_at(2500, umbilical_soft_mcu::registers::sense::PRESENT);
    assert!(rig.power_on(7000));
    expect_rescued(&rig, "second");
    assert_eq!(rig.marker().epoch, 2);
}
