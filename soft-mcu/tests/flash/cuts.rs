//! The power fails in any command, once or twice, and the rescue is taken up again.

use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::registers::sense;
use umbilical_soft_mcu::report::Phase;

use crate::random::Random;
use crate::rescues::{mixed, small};
use crate::rig::Rig;

/// A block that needs a large erase, one that needs small ones, blank and equal parts.
fn case(random: &mut Random) -> (Vec<u8>, Vec<u8>) {
    let mut image = mixed(random, 128 << 10);
    random.fill(&mut image[0x2000..0x3000]);
    image[0x1_4000..0x1_5000].fill(0xFF);
    let mut own = image.clone();
    random.fill(&mut own[0x0000..0x6000]);
    random.fill(&mut own[0x1_2000..0x1_2800]);
    random.fill(&mut own[0x1_4000..0x1_4100]);
    own[0x1_8000..0x1_C000].fill(0xFF);
    (image, own)
}

fn resume(rig: &mut Rig, what: &str) {
    rig.lose_power();
    // First without the cable: a half-written memory must keep the host held.
    rig.set_inputs(0);
    assert!(rig.boot_until(100, |_| false));
    rig.lose_power();
    rig.set_inputs(sense::PRESENT);
    assert!(rig.boot_until(120_000, Rig::host_runs), "{what}");
    assert_eq!(rig.violations, Vec::<String>::new(), "{what}");
    assert!(
        rig.rescued() && rig.host_runs(),
        "{what}: {:?} {:?}",
        rig.phase(),
        rig.fault()
    );
    assert_eq!(rig.marker().state, MarkerState::Complete, "{what}");
    assert_eq!(
        rig.own.status,
        [0x1C, 0x02],
        "{what}: the protection is back"
    );
}

fn fresh(image: &[u8], own: &[u8], seed: u64) -> Rig {
    let mut rig = Rig::new(small("w25q128jv"), image.to_vec(), own.to_vec(), seed);
    rig.own.status = [0x1C, 0x02];
    rig
}

#[test]
fn a_cut_in_any_command_is_resumed() {
    let mut random = Random::new(0xC0FFEE);
    let (image, own) = case(&mut random);
    let mut whole = fresh(&image, &own, 1);
    whole.rescue();
    let (mut cuts, mut torn) = (0, 0);
    for cut in 1..=whole.commands {
        let mut rig = fresh(&image, &own, 0xBAD0 ^ cut << 20);
        rig.cut_at = Some(cut);
        if rig.boot_until(120_000, Rig::host_runs) {
            continue;
        }
        cuts += 1;
        torn += u64::from(!rig.rescued() && !rig.untouched());
        resume(&mut rig, &format!("cut in command {cut}"));
    }
    assert!(cuts > 200, "only {cuts} cuts happened");
    assert!(
        torn > cuts / 4,
        "only {torn} of {cuts} left a half-written flash"
    );
}

#[test]
fn two_cuts_are_resumed() {
    let mut random = Random::new(0xD0);
    let (image, own) = case(&mut random);
    let mut whole = fresh(&image, &own, 1);
    whole.rescue();
    let mut second = 0;
    for round in 0..500 {
        let mut rig = fresh(&image, &own, 0x2C07 + round);
        rig.cut_at = Some(1 + random.below(whole.commands as usize) as u64);
        assert!(!rig.boot_until(120_000, Rig::host_runs));
        rig.lose_power();
        rig.cut_at = Some(rig.commands + 1 + random.below(900) as u64);
        second += u64::from(!rig.boot_until(120_000, Rig::host_runs));
        resume(&mut rig, &format!("round {round}"));
    }
    assert!(second > 200, "only {second} second cuts happened");
}

#[test]
fn the_cable_pulled_at_any_time_is_resumed_when_it_is_back() {
    let mut random = Random::new(0xCAB1);
    let (image, own) = case(&mut random);
    let mut waited = 0;
    for ms in (2013..3400).step_by(7) {
        let mut rig = fresh(&image, &own, ms);
        rig.inputs_at(ms, 0);
        rig.inputs_at(ms + 300, sense::PRESENT);
        assert!(
            rig.boot_until(9_000, |rig| rig.rescued() && rig.host_runs()),
            "{ms} ms"
        );
        assert_eq!(rig.violations, Vec::<String>::new(), "pulled at {ms} ms");
        assert!(
            rig.rescued() && rig.host_runs(),
            "pulled at {ms}: {:?}",
            rig.phase()
        );
        waited += u64::from(rig.seen(Phase::WaitSource));
    }
    assert!(waited > 20, "only {waited} were interrupted");
}

/// A peer that gets its own supply back keeps its flash to itself: what is read then is blank,
/// and must not be taken for its content.
#[test]
fn a_source_that_is_taken_back_is_not_copied_as_blank() {
    let mut random = Random::new(0xB1A);
    let image = mixed(&mut random, 128 << 10);
    let own = vec![0xFF; 128 << 10];
    for ms in (2020..2700).step_by(3) {
        let mut rig = Rig::new(small("w25q128jv"), image.clone(), own.clone(), ms);
        rig.inputs_at(ms, sense::PRESENT | sense::PEER_VCC);
        rig.boot_until(4_000, |_| false);
        assert_eq!(rig.violations, Vec::<String>::new(), "at {ms} ms");
        let done = rig.marker().state == MarkerState::Complete;
        assert!(!done || rig.rescued(), "complete and not equal, at {ms} ms");
    }
}

/// The mutation: a resumed rescue that trusted blank sectors would be caught by the sweeps, since
/// cut erases do read blank at first.
#[test]
fn a_cut_erase_can_read_blank_at_first() {
    let mut random = Random::new(0x4E7A);
    let (image, own) = case(&mut random);
    let mut lied = 0;
    for round in 0..60 {
        let mut rig = fresh(&image, &own, round);
        rig.cut_at = Some(40 + round);
        if rig.boot_until(120_000, Rig::host_runs) {
            continue;
        }
        rig.lose_power();
        let mut first = vec![0; 4096];
        let mut later = vec![0; 4096];
        for sector in (0..128 << 10).step_by(4096) {
            rig.own.read(sector, &mut first);
            for _ in 0..3 {
                rig.own.read(sector, &mut later);
            }
            lied += u64::from(first != later);
        }
    }
    assert!(
        lied > 5,
        "only {lied} sectors read one thing and then another"
    );
}
