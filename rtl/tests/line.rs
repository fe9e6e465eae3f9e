//! Filter and tracker against the emulator's closed forms, on every edge.

mod drive;

use drive::{edge, ready, settle};
use umbilical_emu::controller::inputs::{Inputs, Tracker as Reference};
use umbilical_emu::nets::Pin;
use umbilical_emu::rng::Rng;
use umbilical_rtl::line::{LineFilter, Tracker};

clocked!(LineFilter, Tracker);

/// A filter that counted one edge more or less, or did not start again after a glitch, differs
/// within the first runs.
#[test]
fn the_filter_is_the_closed_form_on_every_edge() {
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let mut filter = ready(LineFilter::default());
        filter.reset.next = true;
        filter.pin.next = rng.below(2) == 1;
        edge(&mut filter);
        filter.reset.next = false;
        let mut inputs = Inputs::reset(!0, 0);
        let (mut pin, mut flips) = (false, 0);
        for n in 0..2_000u64 {
            if rng.below(4) == 0 {
                pin = !pin;
            }
            while inputs.next_flip() < n {
                inputs.flip();
                flips += 1;
            }
            inputs.sample(n, u32::from(pin) << Pin::BusScl as u32);
            filter.pin.next = pin;
            settle(&mut filter);
            assert_eq!(
                filter.level.val(),
                inputs.visible(Pin::BusScl, n),
                "seed {seed}, edge {n}"
            );
            edge(&mut filter);
        }
        assert!(
            flips > 50,
            "seed {seed} made the output flip {flips} times only"
        );
    }
}

/// Both lines wander, and the idle time is rewritten under the count.
#[test]
fn the_tracker_is_the_closed_form_on_every_edge() {
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let mut idle_time = rng.below(60);
        let mut tracker = ready(Tracker::default());
        tracker.idle_time.next = idle_time.into();
        tracker.reset.next = true;
        edge(&mut tracker);
        tracker.reset.next = false;
        let mut reference = Reference::RESET;
        let (mut scl, mut sda, mut busy_edges) = (false, false, 0);
        for n in 0..4_000u64 {
            // Levels that logic sees at edge n flipped at edge n - 1.
            let (scl_was, sda_was) = (scl, sda);
            let rare = if n / 500 % 2 == 0 { 6 } else { 80 };
            scl ^= rng.below(rare) == 0;
            sda ^= rng.below(rare) == 0;
            if n > 0 && (scl, sda) != (scl_was, sda_was) {
                let high = scl && sda;
                let stop = high && scl_was && !sda_was;
                reference.flipped(n - 1, high, stop, idle_time);
            } else if n == 0 {
                (scl, sda) = (false, false);
            }
            (tracker.scl.next, tracker.sda.next) = (scl, sda);
            settle(&mut tracker);
            let busy = reference.busy(n);
            assert_eq!(tracker.busy.val(), busy, "seed {seed}, edge {n}");
            busy_edges += u32::from(busy);
            if rng.below(200) == 0 {
                // Written at this edge, so in the register from the next one on.
                idle_time = rng.below(60);
                edge(&mut tracker);
                tracker.idle_time.next = idle_time.into();
                reference.idle_time_written(n, idle_time);
            } else {
                edge(&mut tracker);
            }
        }
        assert!(
            (100..3_900).contains(&busy_edges),
            "seed {seed} was busy at {busy_edges} edges: nothing compared"
        );
    }
}

/// The reset value, and the least time: a 0 counts as 1.
#[test]
fn in_reset_a_segment_is_busy_and_an_idle_time_of_0_is_1() {
    for idle_time in [0u64, 1] {
        let mut tracker = ready(Tracker::default());
        tracker.idle_time.next = idle_time.into();
        (tracker.scl.next, tracker.sda.next) = (true, true);
        tracker.reset.next = true;
        for _ in 0..3 {
            edge(&mut tracker);
            assert!(tracker.busy.val());
        }
        tracker.reset.next = false;
        edge(&mut tracker);
        assert!(!tracker.busy.val());
    }
}
