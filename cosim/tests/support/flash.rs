//! Rescues of a small NOR flash under lock-step.

use super::plans::Story;

use umbilical_emu::fault::{Fault, FaultKind, FaultPlan};
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::time::{Span, Time};
pub use umbilical_tests::small_flash::{both_boards, dead_source};

/// Rescues of the flash, and what may befall them.
pub const STORY: Story = Story {
    plan,
    both_boards,
    dead_source,
    kinds: &[
        "power cut",
        "cable out",
        "stuck line",
        "glitch",
        "clock drift",
    ],
};

/// By then a rescue is over, faults aside.
const HORIZON: Span = Span::from_ms(130);
/// Where lines are disturbed.
const LINES: [Pin; 9] = [
    Pin::PortIo1,
    Pin::MemIo1,
    Pin::ProcIo1,
    Pin::PortIo0,
    Pin::MemIo0,
    Pin::MemSck,
    Pin::PortCsn,
    Pin::MemCsn,
    Pin::HostCsn,
];

/// One to four faults of chance, and a glitch or a stuck line besides.
fn plan(seed: u64) -> FaultPlan {
    let mut rng = Rng::new(seed ^ 0x5B1);
    let count = 1 + rng.below(4);
    let mut faults: Vec<Fault> = (0..count).map(|_| fault(&mut rng, 8)).collect();
    faults.push(fault(&mut rng, 4));
    FaultPlan::new(faults)
}

/// One of the first `kinds` kinds of fault.
fn fault(rng: &mut Rng, kinds: u64) -> Fault {
    let side = Side::BOTH[rng.below(2) as usize];
    let net = Net::new(side, LINES[rng.below(LINES.len() as u64) as usize]);
    let outage = Some(Span::from_us(50 + rng.below(40_000)));
    let kind = match rng.below(kinds) {
        0 | 1 => FaultKind::Glitch {
            net,
            width: Span::from_ns(1 + rng.below(400)),
        },
        2 | 3 => FaultKind::StuckAt {
            net,
            high: rng.below(2) == 1,
            duration: Some(Span::from_us(1 + rng.below(5_000))),
        },
        4 => FaultKind::ClockDrift {
            side,
            ppm: rng.below(1_000) as i32 - 500,
        },
        5 | 6 => FaultKind::CableOut { duration: outage },
        _ => FaultKind::PowerCut {
            side,
            duration: outage,
        },
    };
    Fault {
        at: Time::ZERO + Span::from_ns(rng.below(HORIZON.ns())),
        kind,
    }
}
