//! The power fails at every single call of the platform, and the rescue is taken up again.

use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::report::Phase;

use crate::rig::Rig;

const SEED: u64 = 0xC0FFEE;

pub struct Sweep {
    pub cuts: u64,
    pub resumed: u64,
    pub violations: u64,
}

/// Cuts a rescue at every `step`th call; the second life gets no cut.
fn sweep(part: &str, buffer: u32, step: u64, journal_lies: bool) -> Sweep {
    sweep_rigs(|seed| Rig::new(part, buffer, seed), step, journal_lies)
}

/// The same with rigs of any making.
pub fn sweep_rigs(rig: impl Fn(u64) -> Rig, step: u64, journal_lies: bool) -> Sweep {
    let mut whole = rig(SEED);
    whole.journal_lies = journal_lies;
    assert!(whole.boot_until(20_000, Rig::host_runs));
    let mut tally = Sweep {
        cuts: 0,
        resumed: 0,
        violations: 0,
    };
    for cut in (1..=whole.calls).step_by(step as usize) {
        let mut rig = rig(SEED ^ cut << 32);
        rig.journal_lies = journal_lies;
        rig.cut_at = Some(cut);
        if rig.boot_until(20_000, Rig::host_runs) {
            continue;
        }
        tally.cuts += 1;
        rig.lose_power();
        if !rig.rescued() && !rig.untouched() && rig.words[0] == 0 {
            tally.resumed += 1;
        }
        // First without the cable: a half-written memory must keep the host held.
        rig.set_inputs(0);
        assert!(rig.power_on(100));
        rig.lose_power();
        rig.set_inputs(umbilical_soft_mcu::registers::sense::PRESENT);
        assert!(rig.power_on(20_000));
        tally.violations += rig.violations.len() as u64;
        if !journal_lies {
            assert_eq!(rig.violations, Vec::<String>::new(), "cut at call {cut}");
            assert!(
                rig.rescued() && rig.host_runs(),
                "cut at call {cut}: {:?}",
                rig.phase()
            );
            assert_eq!(
                rig.marker().state,
                MarkerState::Complete,
                "cut at call {cut}"
            );
        }
    }
    tally
}

pub fn expect_resumed(tally: &Sweep) {
    assert!(tally.cuts > 100, "only {} cuts happened", tally.cuts);
    assert!(
        tally.resumed > tally.cuts / 4,
        "only {} were half-written",
        tally.resumed
    );
}

#[test]
fn a_cut_at_any_call_is_resumed_with_pages() {
    expect_resumed(&sweep("24c02", 4096, 1, false));
}

#[test]
fn a_cut_at_any_call_is_resumed_byte_by_byte() {
    expect_resumed(&sweep("24c02", 0, 7, false));
}

/// The mutation: without a marker that lasts, the sweep has to find a host on a half-written
/// memory. If it does not, the sweep proves nothing.
#[test]
fn without_the_marker_the_sweep_finds_a_host_on_a_half_written_memory() {
    assert!(sweep("24c02", 4096, 5, true).violations > 10);
}

#[test]
fn the_cable_pulled_at_any_time_is_resumed_when_it_is_back() {
    // The rescue begins 2 s after the inputs are read, 12 ms after power-up.
    for ms in 2013..2140 {
        let mut rig = Rig::new("24c02", 4096, ms);
        rig.inputs_at(ms, 0);
        rig.inputs_at(ms + 200, umbilical_soft_mcu::registers::sense::PRESENT);
        assert!(rig.power_on(5000));
        assert!(
            rig.rescued() && rig.host_runs(),
            "pulled at {ms}: {:?}",
            rig.phase()
        );
        assert_eq!(rig.violations, Vec::<String>::new(), "pulled at {ms} ms");
        // Later the whole image is in the buffer, and the rescue ends without the source.
        let fetching = (2030..2044).contains(&ms);
        assert!(
            !fetching || rig.seen(Phase::WaitSource),
            "pulled at {ms} ms"
        );
    }
}
