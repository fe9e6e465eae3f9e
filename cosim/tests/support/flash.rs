//! Rescues of a small NOR flash under lock-step.

use std::sync::Arc;

use super::plans::Story;

use umbilical_emu::chips::nor25::{OperationTimes, Times};
use umbilical_emu::controller::mcu::Rom;
use umbilical_emu::fault::{Fault, FaultKind, FaultPlan};
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Button, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_tests::flash_image::{SMALLEST_BYTES, smallest};
use umbilical_tests::random_bytes;

fn rom() -> Arc<Rom> {
    let image = include_bytes!("../../../soft-mcu/firmware/umbilical-spi.rom");
    Arc::new(Rom::new(image).expect("the kept image fits the ROM"))
}

/// Times so short that a rescue is a few million edges, and still longer than a look at them.
fn times() -> Times {
    Times::Custom(OperationTimes {
        page_program: Span::from_us(30),
        erases: [150, 250, 400, 400].map(Span::from_us),
        chip_erase: Span::from_us(800),
        status_write: Span::from_us(200),
    })
}

/// What the source holds: some pages blank, as in every flash, the others of chance; and the
/// standby: sectors that are equal, that only need programs, that must be erased.
fn contents(seed: u64) -> (Vec<u8>, Vec<u8>) {
    let mut source = random_bytes(seed, SMALLEST_BYTES);
    let choice = random_bytes(seed ^ 0x1234, SMALLEST_BYTES / 256);
    for (page, choice) in source.chunks_mut(256).zip(&choice) {
        if choice % 4 == 0 {
            page.fill(0xFF);
        }
    }
    let mut standby = source.clone();
    for (sector, choice) in standby.chunks_mut(4096).zip(&choice) {
        match choice % 3 {
            0 => {}
            1 => sector.fill(0xFF),
            _ => sector.copy_from_slice(&random_bytes(seed ^ 0x77, 4096)),
        }
    }
    (source, standby)
}

/// Both devices powered, roles by button, oscillators apart.
pub fn both_boards(seed: u64, clock_hz: u32) -> Scenario {
    let (source, standby) = contents(seed);
    let mut scenario = Scenario {
        seed,
        clock_hz,
        ..Scenario::new(rom(), smallest(), source, standby)
    };
    scenario.source.powered = true;
    scenario.source.button = Button::Source;
    scenario.standby.button = Button::Destination;
    (scenario.source.ppm, scenario.standby.ppm) = (87, -113);
    (scenario.source.times, scenario.standby.times) = (times(), times());
    scenario
}

/// The same with a dead source.
pub fn dead_source(seed: u64, clock_hz: u32) -> Scenario {
    let mut scenario = both_boards(seed, clock_hz);
    scenario.source.powered = false;
    scenario.source.button = Button::None;
    scenario
}

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
