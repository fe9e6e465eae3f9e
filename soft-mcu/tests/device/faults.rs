//! Things that go wrong, each ending in its name and with the right memory and host state.

use umbilical_soft_mcu::eeprom::Part;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::registers::I2cResult;
use umbilical_soft_mcu::report::{Fault, Phase, word};

use crate::chip::{Chip, Protect};
use crate::rig::{MS, Rig};

/// Runs a device into `fault` and expects its memory as before and its host running.
fn expect_harmless(mut rig: Rig, fault: Fault) -> Rig {
    assert!(rig.power_on(4000));
    assert_eq!(rig.fault(), Some(fault));
    assert_eq!(rig.phase(), Some(Phase::Fault));
    assert!(
        rig.untouched() && rig.host_runs(),
        "{fault:?}: memory or host"
    );
    assert_eq!(rig.marker().state, MarkerState::Idle);
    assert_eq!(rig.violations, Vec::<String>::new());
    rig
}

#[test]
fn a_protected_memory_is_named_and_left_alone() {
    for protect in [Protect::Silent, Protect::Nack] {
        let mut rig = Rig::new("24c64", 4096, 1);
        rig.protect(protect);
        let mut rig = expect_harmless(rig, Fault::WriteProtected);
        rig.protect(Protect::No);
        rig.lose_power();
        assert!(rig.boot_until(7000, Rig::rescued));
        assert!(rig.rescued(), "{protect:?}");
    }
}

#[test]
fn a_part_without_address_pin_is_refused() {
    expect_harmless(Rig::new("24c16", 4096, 1), Fault::PartWithoutStrap);
}

#[test]
fn a_larger_source_is_refused_before_anything_is_written() {
    for (own, source) in [
        ("24c256", "24c512"),
        ("24c32", "24c64"),
        ("24c02", "24c08"),
        ("24c512", "24cm02"),
    ] {
        let mut rig = Rig::new(own, 4096, 77);
        let larger = Part::by_name(source).unwrap();
        let image = crate::rig::Random(99).bytes(larger.bytes);
        rig.source = Chip::new(larger, false, image);
        let rig = expect_harmless(rig, Fault::SourceLarger);
        assert_eq!(rig.own.writes, 0, "{own} from {source}");
        assert_eq!(rig.journal.writes, 0, "{own} from {source}");
    }
}

#[test]
fn missing_memories_are_named() {
    let mut rig = Rig::new("24c64", 4096, 1);
    rig.source.strap = true;
    expect_harmless(rig, Fault::NoSource);
    let mut rig = Rig::new("24c64", 4096, 1);
    rig.own.strap = false;
    rig.source.strap = false;
    expect_harmless(rig, Fault::NoDestination);
}

#[test]
fn a_dead_cell_ends_in_verify_after_three_repairs_and_holds_the_host() {
    let mut rig = Rig::new("24c32", 4096, 1);
    let cell = (1000..).find(|at| rig.source.data[*at] != 0).unwrap();
    rig.own.dead_cell = Some(cell);
    assert!(rig.power_on(7000));
    assert_eq!(rig.fault(), Some(Fault::Verify));
    assert!(!rig.host_runs());
    assert_eq!(rig.marker().state, MarkerState::Incomplete);
    let passes = rig
        .phases
        .iter()
        .filter(|(_, phase)| *phase == Phase::Verify)
        .count();
    assert_eq!(passes, 4);
}

#[test]
fn a_write_cycle_without_end_is_named_and_holds_the_host() {
    let mut rig = Rig::new("24c32", 4096, 1);
    rig.own.write_cycles = 30_000 * MS;
    assert!(rig.power_on(4000));
    assert_eq!(rig.fault(), Some(Fault::WriteTimeout));
    assert!(!rig.host_runs());
}

#[test]
fn flipped_bits_and_failed_transactions_are_tried_again() {
    let mut clean = Rig::new("24c02", 4096, 9);
    assert!(clean.boot_until(7000, Rig::host_runs));
    let results = [
        I2cResult::AddressNack,
        I2cResult::DataNack,
        I2cResult::ArbitrationLost,
        I2cResult::StretchTimeout,
        I2cResult::BusBusy,
        I2cResult::StuckLow,
    ];
    for at in 3..=clean.transactions {
        let mut rig = Rig::new("24c02", 4096, 9);
        rig.forced.insert(at, results[at as usize % results.len()]);
        rig.flips.push(at + 5);
        assert!(rig.boot_until(7000, Rig::host_runs));
        assert!(
            rig.rescued(),
            "transaction {at}: {:?} {:?}",
            rig.phase(),
            rig.fault()
        );
        assert_eq!(rig.violations, Vec::<String>::new());
    }
    let mut rig = Rig::new("24c02", 4096, 9);
    rig.flips.push(30);
    rig.forced.insert(50, I2cResult::ArbitrationLost);
    assert!(rig.boot_until(7000, Rig::host_runs));
    assert!(rig.words[word::RETRIES] >= 1, "the faults did not fire");
}

#[test]
fn a_bus_that_stays_bad_is_named_with_the_result() {
    let mut rig = Rig::new("24c02", 4096, 9);
    rig.forced
        .extend((60..400).map(|at| (at, I2cResult::ArbitrationLost)));
    assert!(rig.power_on(4000));
    assert_eq!(rig.fault(), Some(Fault::BusError));
    assert_eq!(
        rig.words[word::FAULT_DETAIL],
        I2cResult::ArbitrationLost as u32
    );
    assert!(!rig.host_runs() && rig.marker().state == MarkerState::Incomplete);
}

#[test]
fn after_a_fault_the_cable_or_the_button_starts_another_try() {
    use umbilical_soft_mcu::registers::sense::{BUTTON_DESTINATION, PRESENT};
    for (between, after) in [(0, PRESENT), (PRESENT | BUTTON_DESTINATION, PRESENT)] {
        let mut rig = Rig::new("24c02", 4096, 9);
        // Each of the nine tries is followed by a recovery, which is a transaction too.
        rig.forced
            .extend((60..77).map(|at| (at, I2cResult::ArbitrationLost)));
        rig.inputs_at(3000, between);
        rig.inputs_at(3200, after);
        assert!(rig.power_on(5000));
        assert!(rig.seen(Phase::Fault), "the fault did not fire");
        assert!(
            rig.rescued() && rig.host_runs(),
            "{between:#b}: {:?}",
            rig.phase()
        );
        assert_eq!((rig.fault(), rig.phase()), (None, Some(Phase::Service)));
        let failed = rig
            .phases
            .iter()
            .find(|(_, phase)| *phase == Phase::Fault)
            .unwrap()
            .0;
        assert!(
            rig.phases
                .iter()
                .all(|(at, phase)| *phase != Phase::Copy || *at < failed || *at > 3000 * MS)
        );
    }
}

#[test]
fn a_held_line_is_freed_before_the_host_or_the_port_is_joined() {
    for inputs in [0, umbilical_soft_mcu::registers::sense::PRESENT] {
        let mut rig = Rig::new("24c02", 4096, 9);
        rig.set_inputs(inputs);
        rig.sda_held = true;
        assert!(rig.boot_until(7000, Rig::host_runs));
        assert!(rig.host_runs() && rig.recoveries > 0, "inputs {inputs}");
        assert_eq!(rig.rescued(), inputs != 0);
    }
}

#[test]
fn a_journal_that_fails_or_is_blank_holds_the_host() {
    let mut rig = Rig::new("24c02", 4096, 9);
    rig.journal.strap = true;
    assert!(rig.power_on(3000));
    assert_eq!(
        (rig.fault(), rig.host_runs()),
        (Some(Fault::Journal), false)
    );
    let mut rig = Rig::new("24c02", 4096, 9);
    rig.journal.data.fill(0xFF);
    assert!(rig.power_on(3000));
    assert_eq!(
        (rig.fault(), rig.host_runs()),
        (Some(Fault::NoSettings), false)
    );
    assert!(rig.untouched());
}
