//! Which role follows from the marker, the inputs and time.

use umbilical_soft_mcu::device::{Wish, wish};
use umbilical_soft_mcu::journal::MarkerState::{self, Complete, Idle, Incomplete};
use umbilical_soft_mcu::registers::out;
use umbilical_soft_mcu::registers::sense::{BUTTON_DESTINATION, BUTTON_SOURCE, PEER_VCC, PRESENT};
use umbilical_soft_mcu::report::{Fault, Phase};

use crate::rig::Rig;

#[test]
fn the_table_of_roles() {
    let dead = PRESENT;
    let live = PRESENT | PEER_VCC;
    let (from, to) = (BUTTON_SOURCE, BUTTON_DESTINATION);
    let table: &[(MarkerState, u32, bool, Wish)] = &[
        (Idle, 0, false, Wish::Rest),
        (Idle, live, false, Wish::Rest),
        (Idle, dead, false, Wish::Rescue),
        (Idle, dead | from, false, Wish::Source),
        (Idle, live | from, false, Wish::Source),
        (Idle, from, false, Wish::Rest),
        (Idle, to, true, Wish::Rest),
        (Idle, live | to, false, Wish::AwaitOffer),
        (Idle, dead | to, false, Wish::Rescue),
        (Complete, dead, false, Wish::Rest),
        (Complete, dead | to, false, Wish::Rest),
        (Complete, dead | to, true, Wish::Rescue),
        (Complete, live | to, true, Wish::AwaitOffer),
        (Incomplete, 0, false, Wish::Rest),
        (Incomplete, live, false, Wish::Rest),
        (Incomplete, live | from, false, Wish::Rest),
        (Incomplete, live | to, false, Wish::AwaitOffer),
        (Incomplete, dead, false, Wish::Rescue),
    ];
    for (marker, inputs, pressed, expected) in table {
        assert_eq!(
            wish(*marker, *inputs, *pressed),
            *expected,
            "{marker:?} {inputs:#b}"
        );
    }
}

#[test]
fn no_cable_and_a_live_peer_mean_service() {
    for inputs in [0, PRESENT | PEER_VCC] {
        let mut rig = Rig::new("24c64", 4096, 1);
        rig.set_inputs(inputs);
        assert!(rig.power_on(500));
        assert_eq!(rig.phase(), Some(Phase::Service));
        assert!(rig.host_runs() && rig.untouched());
    }
}

#[test]
fn a_plug_whose_contacts_close_one_after_the_other_disturbs_nothing() {
    for skew in 1..=9 {
        let mut rig = Rig::new("24c64", 4096, 1);
        rig.set_inputs(0);
        rig.inputs_at(100, PRESENT);
        rig.inputs_at(100 + skew, PRESENT | PEER_VCC);
        rig.inputs_at(300, PRESENT);
        rig.inputs_at(300 + skew, 0);
        assert!(rig.power_on(500));
        assert!(rig.untouched() && rig.host_runs());
        assert!(
            !rig.seen(Phase::Connect),
            "skew {skew} ms was taken for a dead peer"
        );
    }
}

#[test]
fn the_source_button_offers_the_memory_until_it_is_released() {
    let mut rig = Rig::new("24c64", 4096, 1);
    rig.set_inputs(PRESENT | PEER_VCC | BUTTON_SOURCE);
    assert!(rig.power_on(300));
    assert_eq!(rig.phase(), Some(Phase::Source));
    assert_ne!(rig.outputs & out::OFFER, 0);
    // A destination that vanished inside a read leaves SDA low; the source frees its memory.
    let mut rig = Rig::new("24c64", 4096, 1);
    rig.set_inputs(PRESENT | PEER_VCC | BUTTON_SOURCE);
    rig.inputs_at(400, PRESENT | PEER_VCC);
    assert!(rig.boot_until(200, |rig| rig.phase() == Some(Phase::Source)));
    rig.sda_held = true;
    assert!(rig.power_on(700));
    assert!(rig.recoveries > 0);
    assert_eq!(
        (rig.phase(), rig.outputs & out::OFFER),
        (Some(Phase::Service), 0)
    );
    assert!(rig.host_runs());
}

#[test]
fn a_peer_that_does_not_offer_is_named_until_it_does() {
    let mut rig = Rig::new("24c64", 4096, 1);
    let asked = PRESENT | PEER_VCC | BUTTON_DESTINATION;
    rig.set_inputs(asked);
    rig.inputs_at(600, asked & !PEER_VCC);
    assert!(rig.boot_until(500, |rig| rig.fault().is_some()));
    assert_eq!(rig.fault(), Some(Fault::PeerNotSource));
    assert!(rig.host_runs() && rig.untouched());
    assert!(rig.boot_until(5000, |rig| rig.rescued() && rig.host_runs()));
    assert!(rig.rescued());
    assert_eq!(rig.fault(), None);
}

#[test]
fn a_held_destination_button_does_not_repeat_a_finished_rescue() {
    let mut rig = Rig::new("24c02", 4096, 1);
    rig.set_inputs(PRESENT | BUTTON_DESTINATION);
    assert!(rig.power_on(3000));
    assert!(rig.rescued() && rig.host_runs());
    assert_eq!(
        rig.phases
            .iter()
            .filter(|(_, phase)| *phase == Phase::Copy)
            .count(),
        1
    );
}

#[test]
fn a_peer_whose_supply_comes_later_is_not_taken_for_dead() {
    for later in [20, 200, 1900] {
        let mut rig = Rig::new("24c64", 4096, 1);
        rig.set_inputs(PRESENT);
        rig.inputs_at(later, PRESENT | PEER_VCC);
        assert!(rig.power_on(3000));
        assert!(rig.untouched() && rig.host_runs(), "{later} ms");
        assert!(!rig.seen(Phase::Connect), "{later} ms");
    }
    // The test has to see a rescue when the supply stays away.
    let mut rig = Rig::new("24c64", 4096, 1);
    rig.set_inputs(PRESENT);
    rig.inputs_at(2500, PRESENT | PEER_VCC);
    assert!(rig.power_on(3000));
    assert!(rig.seen(Phase::Connect));
}
