//! The runs that stories are cut from. They are few, for a run of the RTL takes a minute.

use umbilical::emulate::{firmware, flash_firmware};
use umbilical_emu::fault::{Fault, FaultKind, FaultPlan};
use umbilical_emu::nets::{Pin, Side};
use umbilical_emu::scenario::{Button, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_emu::trace::i2c::Event;
use umbilical_emu::trace::recording::Recording;

use super::search::{falls, frame_before, rises, said, start};
use crate::small_flash;
use crate::{at_ms, part, random_bytes};

/// A run from power-up to a verified rescue.
#[derive(Clone, Copy)]
pub struct RunPlan {
    /// Its name, as in `digest.txt`.
    pub name: &'static str,
    /// Everything that decides it.
    pub scenario: fn() -> Scenario,
    /// What goes wrong, and when, from the recording of the run without it. `None` from the
    /// function when the event is not there.
    pub faults: Option<fn(&Recording) -> Option<FaultPlan>>,
}

/// All runs.
pub const RUNS: &[&RunPlan] = &[&RESCUE, &STUCK, &CUT, &FLASH];

/// A 24C02 at 400 kHz. The standby has been in service for two seconds when the cable goes in;
/// nobody presses a button.
pub const RESCUE: RunPlan = RunPlan {
    name: "rescue",
    scenario: rescue,
    faults: Some(plug_for_a_read),
};

/// A 24C64 at 1 MHz, both devices powered, roles by button. The destination loses its supply in
/// the middle of a byte 00h that the source is sending.
pub const STUCK: RunPlan = RunPlan {
    name: "stuck",
    scenario: stuck,
    faults: Some(cut_in_a_zero),
};

/// A 24C64 at 1 MHz, the source dead. The standby loses its supply in the middle of a page write.
pub const CUT: RunPlan = RunPlan {
    name: "cut",
    scenario: dead_source,
    faults: Some(cut_in_a_page),
};

/// A flash of 64 KiB. Both devices are in service when the source loses its supply, in the middle
/// of a read of its host; somebody presses the standby's button.
pub const FLASH: RunPlan = RunPlan {
    name: "flash",
    scenario: flash,
    faults: Some(die_and_press_in_reads),
};

/// When the cable goes in if nothing has to be met: after the wait that follows power-up.
const PLUGGED: Time = at_ms(2_050);
/// The source's memory differs from a blank one in so many bytes.
const WRITTEN_BYTES: u32 = 40;

fn rescue() -> Scenario {
    Scenario {
        // One page: the whole source would not fit into a window, read ahead during one write cycle.
        buffer_bytes: 8,
        faults: plugged(PLUGGED),
        ..Scenario::new(firmware(), part("24c02"), contents(1), Vec::new())
    }
}

fn contents(seed: u64) -> Vec<u8> {
    random_bytes(seed, WRITTEN_BYTES)
}

/// No cable until `at`.
fn plugged(at: Time) -> FaultPlan {
    let kind = FaultKind::CableOut {
        duration: Some(at.since(Time::ZERO)),
    };
    FaultPlan::new(vec![Fault {
        at: Time::ZERO,
        kind,
    }])
}

/// Plugs so much later that the role is decided in the middle of a read of the host.
fn plug_for_a_read(run: &Recording) -> Option<FaultPlan> {
    let plug = rises(run, Time::ZERO, Side::B, Pin::Present)?;
    let decided = rises(run, plug, Side::B, Pin::LedBusy)?;
    // Reads come every 20 ms, so the last one before the decision tells when the next would be.
    let mut read = start(run, plug, Side::B, Pin::HostScl)?;
    while let Some(next) = start(run, read, Side::B, Pin::HostScl)
        && next < decided
    {
        read = next;
    }
    // The acknowledge of the tenth byte of 19.
    let middle = run
        .events(read - Span::from_ps(1), Side::B, Pin::HostScl)
        .nth(10)?;
    let middle = match middle {
        Event::Byte { at, .. } => at,
        _ => return None,
    };
    let period = Span::from_ms(20);
    Some(plugged(PLUGGED + (middle + period).since(decided)))
}

fn stuck() -> Scenario {
    let mut source = random_bytes(2, 64);
    source[4..8].fill(0);
    let mut scenario = Scenario::new(firmware(), part("24c64"), source, Vec::new());
    scenario.source.powered = true;
    scenario.source.button = Button::Source;
    scenario.standby.button = Button::Destination;
    scenario
}

fn dead_source() -> Scenario {
    let source = random_bytes(3, 4 * 32);
    let mut scenario = Scenario::new(firmware(), part("24c64"), source, Vec::new());
    scenario.standby.button = Button::Destination;
    scenario
}

/// The standby's supply is off for `duration` from `at` on.
fn cut(at: Time, duration: Span) -> FaultPlan {
    let kind = FaultKind::PowerCut {
        side: Side::B,
        duration: Some(duration),
    };
    FaultPlan::new(vec![Fault { at, kind }])
}

/// In the second of the zero bytes, with SCL low: three bits are out, the fourth is on the line.
fn cut_in_a_zero(run: &Recording) -> Option<FaultPlan> {
    let joined = rises(run, Time::ZERO, Side::B, Pin::PortEn)?;
    let journal = start(run, joined, Side::B, Pin::JrnScl)?;
    // Address and five data bytes, the last of them the first zero.
    let zero = said(run, journal, (Side::A, Pin::BusScl), &[0xA1], 6)?;
    let mut at = zero.at;
    for _ in 0..4 {
        at = falls(run, at, Side::A, Pin::BusScl)?;
    }
    // Off for longer than the source waits before it frees the line (50 ms).
    Some(cut(at + Span::from_ns(50), Span::from_ms(80)))
}

/// In the sixteenth byte of the third page.
fn cut_in_a_page(run: &Recording) -> Option<FaultPlan> {
    let page = said(run, Time::ZERO, (Side::B, Pin::BusScl), &PAGE, 3 + 16)?;
    Some(cut(page.at - Span::from_us(4), Span::from_ms(20)))
}

/// Standby's device address and the word address of its third page (24C64).
pub const PAGE: [u8; 3] = [0xA2, 0x00, 0x40];

/// When the source of [`FLASH`] dies if nothing has to be met: its host has booted and read a bit.
const DIES: Time = at_ms(60);
/// When somebody then presses the standby's button.
const PRESSED: Time = at_ms(90);

fn flash() -> Scenario {
    let (source, standby) = flash_contents();
    let mut scenario = Scenario {
        faults: die_and_press(DIES, PRESSED),
        ..Scenario::new(flash_firmware(), small_flash::part(), source, standby)
    };
    scenario.source.powered = true;
    scenario
}

/// Every fourth page of the source is blank; the standby lacks a page and has one of another time.
fn flash_contents() -> (Vec<u8>, Vec<u8>) {
    let mut source = random_bytes(4, small_flash::BYTES);
    for page in source.chunks_mut(256).skip(3).step_by(4) {
        page.fill(0xFF);
    }
    let mut standby = source.clone();
    standby[0x1100..0x1200].fill(0xFF);
    standby[0x3200..0x3300].fill(0);
    (source, standby)
}

fn die_and_press(dies: Time, pressed: Time) -> FaultPlan {
    let (side, duration) = (Side::A, None);
    let dies = Fault {
        at: dies,
        kind: FaultKind::PowerCut { side, duration },
    };
    let (side, down) = (Side::B, true);
    let pressed = Fault {
        at: pressed,
        kind: FaultKind::ButtonDestination {
            side,
            pressed: down,
        },
    };
    FaultPlan::new(vec![dies, pressed])
}

/// So much earlier that the source dies in the middle of a read of its host, and that the role is
/// decided in the middle of a read of the standby's.
fn die_and_press_in_reads(run: &Recording) -> Option<FaultPlan> {
    let middle = |before: Time, side: Side| {
        let read = frame_before(run, before, (side, Pin::HostSck))?;
        Some(read.start + Span::from_ps(read.end.since(read.start).ps() / 2))
    };
    // Not at an edge, where two things would happen at once.
    let dies = middle(DIES, Side::A)? + Span::from_ns(10);
    let decided = rises(run, PRESSED, Side::B, Pin::LedBusy)?;
    let read = middle(decided, Side::B)?;
    Some(die_and_press(dies, PRESSED - decided.since(read)))
}
