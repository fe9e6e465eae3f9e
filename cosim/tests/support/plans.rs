//! Plans of faults under lock-step.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use umbilical_cosim::core::Core;
use umbilical_emu::fault::{Fault, FaultKind, FaultPlan};
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Run, Scenario};
use umbilical_emu::time::{Span, Time};

use super::{assert_agree, both_boards, dead_source, in_lockstep};

/// Rescues, and what may befall them.
pub struct Story {
    /// The plan with this seed.
    pub plan: fn(u64) -> FaultPlan,
    /// Both devices powered, roles by button.
    pub both_boards: fn(u64, u32) -> Scenario,
    /// The source without supply.
    pub dead_source: fn(u64, u32) -> Scenario,
    /// Every kind of fault that has to have happened in a set of plans, by name.
    pub kinds: &'static [&'static str],
}

/// Rescues of a 24C02.
pub const EEPROM: Story = Story {
    plan,
    both_boards: |seed, clock_hz| both_boards(seed, "24c02", clock_hz),
    dead_source: |seed, clock_hz| dead_source(seed, "24c02", clock_hz),
    kinds: &KINDS,
};

/// A rescue of a 24C02 begins after the buttons' debounce and is over by then, faults aside.
const HORIZON: Span = Span::from_ms(260);
/// Longer than this no device stretches SCL and no operator waits; the firmware has given up.
const STRETCH_MAX_US: u64 = 4_000;
/// Simulated time after which a plan is over, whatever became of the rescue.
const END: Time = Time::from_ps(700_000_000_000);

/// What a plan does, by name.
fn name(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::PowerCut { .. } => "power cut",
        FaultKind::CableOut { .. } => "cable out",
        FaultKind::StuckAt { net, high, .. } => {
            let scl = [Pin::HostScl, Pin::BusScl, Pin::PortScl];
            let scl = scl.map(|pin| Side::BOTH.map(|side| Net::new(side, pin)));
            match (scl.as_flattened().contains(net), high) {
                (true, false) => "stretch",
                _ => "stuck line",
            }
        }
        FaultKind::Glitch { .. } => "glitch",
        FaultKind::MissedAck { .. } => "missed ack",
        FaultKind::SlowWrite { .. } => "slow write",
        FaultKind::ClockDrift { .. } => "clock drift",
        _ => "other",
    }
}

/// What befalls an EEPROM.
const KINDS: [&str; 8] = [
    "power cut",
    "cable out",
    "stretch",
    "stuck line",
    "glitch",
    "missed ack",
    "slow write",
    "clock drift",
];

/// The faults of chance, and a stretched SCL on the bus of one side.
fn plan(seed: u64) -> FaultPlan {
    let mut faults = FaultPlan::random(seed, HORIZON).faults;
    let mut rng = Rng::new(seed ^ 0x57E7_C4ED);
    let side = Side::BOTH[rng.below(2) as usize];
    faults.push(Fault {
        at: Time::ZERO + Span::from_us(1_000 + rng.below(200_000)),
        kind: FaultKind::StuckAt {
            net: Net::new(side, Pin::BusScl),
            high: false,
            duration: Some(Span::from_us(1 + rng.below(STRETCH_MAX_US))),
        },
    });
    FaultPlan::new(faults)
}

/// Runs one plan; its faults and how many of them took place.
fn one<C: Core + 'static>(story: &Story, seed: u64, clock_hz: u32) -> FaultPlan {
    let faults = (story.plan)(seed);
    let title = format!("seed {seed}: {faults:?}");
    let scenario = if seed.is_multiple_of(2) {
        (story.both_boards)(seed, clock_hz)
    } else {
        (story.dead_source)(seed, clock_hz)
    };
    let scenario = Scenario {
        faults: faults.clone(),
        ..scenario
    };
    let count = faults.faults.len() as u64;
    let witnesses = in_lockstep::<C>(scenario, |scenario| {
        let mut run = Run::new(scenario.clone());
        let over = |run: &Run| run.rescued() && !run.system.events_planned();
        while run.system.now() < END && !over(&run) {
            run.advance(run.system.now() + Span::from_ms(1));
        }
        assert_eq!(
            run.system.statistics().faults,
            count,
            "{title}: not all took place"
        );
    });
    assert_agree(&witnesses[1], &title);
    if let Some(difference) = witnesses[0].difference() {
        panic!("{title}: device A: {difference}");
    }
    let edges = witnesses[0].edges() + witnesses[1].edges();
    println!("seed {seed}: {edges} edges compared");
    faults
}

/// Runs the plans of all `seeds` on as many threads as there are processors. Breaks when the two
/// sides differ on any edge of any of them, or when some kind of fault never took place.
pub fn agree<C: Core + 'static>(story: &Story, seeds: Range<u64>, clock_hz: u32, all_kinds: bool) {
    let next = AtomicU64::new(seeds.start);
    let seen = Mutex::new(BTreeMap::<&str, usize>::new());
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    let faults = one::<C>(story, seed, clock_hz);
                    let mut seen = seen.lock().expect("no other plan failed");
                    for fault in faults.faults {
                        *seen.entry(name(&fault.kind)).or_default() += 1;
                    }
                }
            });
        }
    });
    let seen = seen.into_inner().expect("no plan failed");
    println!("{seen:?}");
    for kind in story.kinds {
        assert!(
            !all_kinds || seen.contains_key(*kind),
            "no {kind} in {seen:?}"
        );
    }
}
