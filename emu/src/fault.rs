//! Faults as data: what goes wrong, where and when; and their text form on the command line.
//!
//! ```text
//! power-cut@12.5ms,side=b,for=100ms
//! stuck@2ms,net=b.bus_sda,level=0,for=5ms
//! ```
//!
//! [`Fault`] implements [`FromStr`](std::str::FromStr) and prints the canonical form, which
//! parses back to the same fault. The forms of all kinds are in [`FORMS`].

mod span;
mod text;

pub use span::{SpanError, parse_span};
pub use text::{FORMS, FaultError};

use crate::nets::{Net, Pin, Side};
use crate::rng::Rng;
use crate::time::{Span, Time};

/// Something that goes wrong at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// When it begins.
    pub at: Time,
    /// What happens.
    pub kind: FaultKind,
}

/// What goes wrong. A `duration` of `None` lasts to the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The board's own supply is off and comes back after `duration`.
    PowerCut {
        /// The board.
        side: Side,
        /// How long it is off.
        duration: Option<Span>,
    },
    /// The cable is pulled and plugged in again after `duration`.
    CableOut {
        /// How long it is out.
        duration: Option<Span>,
    },
    /// Something holds a net at a level, whatever else drives it.
    StuckAt {
        /// The net.
        net: Net,
        /// Held high; else low.
        high: bool,
        /// How long.
        duration: Option<Span>,
    },
    /// A net is forced to the opposite of its level.
    Glitch {
        /// The net.
        net: Net,
        /// How long.
        width: Span,
    },
    /// A bit of a board's memory changes.
    BitFlip {
        /// The board.
        side: Side,
        /// Byte in the memory's array.
        offset: u32,
        /// Bit in the byte, 0 (least significant) to 7.
        bit: u8,
    },
    /// The next acknowledge that a board's memory would give is missing.
    MissedAck {
        /// The board.
        side: Side,
    },
    /// From then on a board's memory takes this long for an internal write cycle.
    SlowWrite {
        /// The board.
        side: Side,
        /// tWR.
        write_time: Span,
    },
    /// From then on a board's oscillator is off by this much.
    ClockDrift {
        /// The board.
        side: Side,
        /// Parts per million, positive is fast; at most [`DRIFT_PPM_MAX`] either way.
        ppm: i32,
    },
    /// Somebody presses or lets go the source button.
    ButtonSource {
        /// The board.
        side: Side,
        /// Pressed; else let go.
        pressed: bool,
    },
    /// Somebody presses or lets go the destination button.
    ButtonDestination {
        /// The board.
        side: Side,
        /// Pressed; else let go.
        pressed: bool,
    },
}

/// The largest drift that can be asked for: 10 %, what a bad RC oscillator has.
pub const DRIFT_PPM_MAX: i32 = 100_000;

/// The faults of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultPlan {
    /// In the order of their times; those of the same time in the order they were given.
    pub faults: Vec<Fault>,
}

/// The lines on which a plan of chance puts its stuck levels and glitches.
const BUS_PINS: [Pin; 6] = [
    Pin::HostScl,
    Pin::HostSda,
    Pin::BusScl,
    Pin::BusSda,
    Pin::PortScl,
    Pin::PortSda,
];

impl FaultPlan {
    /// A plan of these faults, in any order.
    pub fn new(mut faults: Vec<Fault>) -> FaultPlan {
        faults.sort_by_key(|fault| fault.at);
        FaultPlan { faults }
    }

    /// One to four faults before `horizon`, of the kinds that pass and from which the product must
    /// recover: supplies and cable come back, lines are let go, write times stay within the data
    /// sheet, drifts within 200 ppm. Equal seeds give equal plans.
    pub fn random(seed: u64, horizon: Span) -> FaultPlan {
        let mut rng = Rng::new(seed);
        let count = 1 + rng.below(4);
        let faults = (0..count).map(|_| Fault {
            at: Time::from_ps(whole_ns(rng.below(horizon.ps()))),
            kind: recoverable(&mut rng),
        });
        FaultPlan::new(faults.collect())
    }
}

/// Whole nanoseconds read better than twelve digits.
fn whole_ns(ps: u64) -> u64 {
    ps / 1_000 * 1_000
}

fn recoverable(rng: &mut Rng) -> FaultKind {
    let side = Side::BOTH[rng.below(2) as usize];
    let net = Net::new(side, BUS_PINS[rng.below(BUS_PINS.len() as u64) as usize]);
    let mut between = |least: Span, most: Span| {
        Span::from_ps(whole_ns(least.ps() + rng.below(most.ps() - least.ps())))
    };
    let outage = Some(between(Span::from_us(100), Span::from_ms(200)));
    let hold = Some(between(Span::from_us(1), Span::from_ms(20)));
    let width = between(Span::from_ns(5), Span::from_ns(500));
    let write_time = between(Span::from_ms(1), Span::from_ms(5));
    match rng.below(7) {
        0 => FaultKind::PowerCut {
            side,
            duration: outage,
        },
        1 => FaultKind::CableOut { duration: outage },
        2 => FaultKind::StuckAt {
            net,
            high: rng.below(2) == 1,
            duration: hold,
        },
        3 => FaultKind::Glitch { net, width },
        4 => FaultKind::MissedAck { side },
        5 => FaultKind::SlowWrite { side, write_time },
        _ => FaultKind::ClockDrift {
            side,
            ppm: rng.below(401) as i32 - 200,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::mem::discriminant;

    #[test]
    fn a_plan_is_in_order_and_keeps_the_order_of_equals() {
        let fault = |ps, side| Fault {
            at: Time::from_ps(ps),
            kind: FaultKind::MissedAck { side },
        };
        let plan = FaultPlan::new(vec![
            fault(9, Side::A),
            fault(3, Side::B),
            fault(9, Side::B),
            fault(3, Side::A),
        ]);
        let expected = [
            fault(3, Side::B),
            fault(3, Side::A),
            fault(9, Side::A),
            fault(9, Side::B),
        ];
        assert_eq!(plan.faults, expected);
    }

    #[test]
    fn random_plans_are_recoverable_and_cover_everything() {
        let horizon = Span::from_ms(50);
        let (mut kinds, mut counts) = (HashSet::new(), HashSet::new());
        for seed in 0..500 {
            println!("seed {seed}");
            let plan = FaultPlan::random(seed, horizon);
            assert_eq!(plan, FaultPlan::random(seed, horizon));
            assert!(plan.faults.is_sorted_by_key(|fault| fault.at));
            counts.insert(plan.faults.len());
            for fault in &plan.faults {
                assert!(fault.at < Time::ZERO + horizon);
                kinds.insert(discriminant(&fault.kind));
                match fault.kind {
                    FaultKind::PowerCut { duration, .. }
                    | FaultKind::CableOut { duration }
                    | FaultKind::StuckAt { duration, .. } => {
                        let span = duration.expect("comes back");
                        assert!(span > Span::ZERO && span <= Span::from_ms(200));
                    }
                    FaultKind::Glitch { width, .. } => assert!(width > Span::ZERO),
                    FaultKind::SlowWrite { write_time, .. } => {
                        assert!(write_time > Span::ZERO && write_time <= Span::from_ms(5));
                    }
                    FaultKind::ClockDrift { ppm, .. } => assert!(ppm.abs() <= 200),
                    FaultKind::MissedAck { .. } => {}
                    other => panic!("{other:?} cannot be recovered from"),
                }
                assert_eq!(fault.to_string().parse(), Ok(*fault));
            }
        }
        assert_eq!(counts, HashSet::from([1, 2, 3, 4]));
        assert_eq!(kinds.len(), 7);
        // No time at all is not a reason to fail.
        assert!(!FaultPlan::random(1, Span::ZERO).faults.is_empty());
    }
}
