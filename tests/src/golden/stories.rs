//! The stories: which run, from which event to which, and what of it is drawn.

mod spi;

use std::path::{Path, PathBuf};

use umbilical_emu::nets::{Pin, Side};
use umbilical_emu::time::{Span, Time};
use umbilical_emu::trace::recording::Recording;

use super::runs::{self, PAGE, RunPlan};
use super::search::{falls, rises, said, start_before, stop};

/// First and last instant, found in the recording; `None` when an event never comes.
pub type Find = fn(&Recording) -> Option<(Time, Time)>;

/// A window of a run that is kept.
pub struct Story {
    /// Its folder below `waveforms/`.
    pub name: &'static str,
    /// The run it is cut from.
    pub run: &'static RunPlan,
    /// What is kept.
    pub window: Find,
    /// The part of it that is drawn.
    pub shown: Find,
    /// What is drawn, from top to bottom.
    pub signals: &'static [&'static str],
}

impl Story {
    /// Where its picture is kept, below the workspace root.
    pub fn picture_path(&self) -> PathBuf {
        Path::new("docs/img").join(format!("wave-{}.svg", self.name))
    }
}

/// All stories, in the order in which a rescue tells them.
pub const STORIES: &[Story] = &[
    Story {
        name: "role-detection",
        run: &runs::RESCUE,
        window: role_detection,
        shown: role_detection,
        signals: &[
            "a.vcc_ok",
            "a.vout",
            "b.vcc_ok",
            "b.present",
            "b.peer_vcc",
            "b.led_ok",
            "b.led_busy",
            "b.host_reset_n",
            "b.port_en",
        ],
    },
    Story {
        name: "hot-connect",
        run: &runs::RESCUE,
        window: hot_connect,
        shown: hot_connect_shown,
        signals: &[
            "b.host_scl",
            "b.host_sda",
            "b.bus_scl",
            "b.bus_sda",
            "b.led_busy",
            "b.host_reset_n",
            "b.port_en",
            "b.port_scl",
            "b.port_sda",
        ],
    },
    Story {
        name: "start-address-ack",
        run: &runs::CUT,
        window: start_address_ack,
        shown: start_address_ack,
        signals: &["b.port_en", "b.bus_scl", "b.bus_sda"],
    },
    Story {
        name: "page-write",
        run: &runs::RESCUE,
        window: page_write,
        shown: page_write,
        signals: &["b.bus_scl", "b.bus_sda"],
    },
    Story {
        name: "stuck-bus",
        run: &runs::STUCK,
        window: stuck_bus,
        shown: stuck_bus,
        signals: &["b.vcc_ok", "a.bus_scl", "a.bus_sda"],
    },
    Story {
        name: "power-cut",
        run: &runs::CUT,
        window: power_cut,
        shown: power_cut,
        signals: &["b.vcc_ok", "a.vout", "b.bus_scl", "b.bus_sda"],
    },
    Story {
        name: "power-cut-repair",
        run: &runs::CUT,
        window: power_cut_repair,
        shown: power_cut_repair,
        signals: &["b.vcc_ok", "b.host_reset_n", "b.bus_scl", "b.bus_sda"],
    },
    Story {
        name: "takeover",
        run: &runs::RESCUE,
        window: takeover,
        shown: takeover,
        signals: &[
            "b.port_en",
            "b.led_busy",
            "b.host_reset_n",
            "b.led_ok",
            "b.host_scl",
            "b.host_sda",
            "b.bus_scl",
            "b.bus_sda",
        ],
    },
    spi::DEAD_SOURCE,
    spi::HANDOVER,
    spi::IDENTIFY,
    spi::READ_WHILE_BUSY,
    spi::PROGRAM,
];

/// What is kept before a START.
const BEFORE: Span = Span::from_us(5);
/// What is kept after a STOP: less than the time to the next START.
const AFTER: Span = Span::from_us(2);
const BUS_B: (Side, Pin) = (Side::B, Pin::BusScl);

/// The cable goes in; until the port is joined.
fn role_detection(run: &Recording) -> Option<(Time, Time)> {
    let plugged = rises(run, Time::ZERO, Side::B, Pin::Present)?;
    let joined = rises(run, plugged, Side::B, Pin::PortEn)?;
    Some((plugged - Span::from_ms(2), joined + Span::from_us(200)))
}

fn decided(run: &Recording) -> Option<Time> {
    let plugged = rises(run, Time::ZERO, Side::B, Pin::Present)?;
    rises(run, plugged, Side::B, Pin::LedBusy)
}

/// The read of the host in which the role is decided; until the first probe over the joined port.
fn hot_connect(run: &Recording) -> Option<(Time, Time)> {
    let decided = decided(run)?;
    let joined = rises(run, decided, Side::B, Pin::PortEn)?;
    let probed = stop(run, joined, Side::B, Pin::BusScl)?;
    Some((decided - Span::from_us(300), probed + AFTER))
}

fn hot_connect_shown(run: &Recording) -> Option<(Time, Time)> {
    let (_, to) = hot_connect(run)?;
    let joined = rises(run, decided(run)?, Side::B, Pin::PortEn)?;
    Some((joined - Span::from_us(80), to))
}

/// From the joined port: are both memories there, and the first read with a repeated START.
fn start_address_ack(run: &Recording) -> Option<(Time, Time)> {
    let joined = rises(run, Time::ZERO, Side::B, Pin::PortEn)?;
    let (mut at, from) = (joined, joined - Span::from_us(5));
    for _ in 0..3 {
        at = stop(run, at, Side::B, Pin::BusScl)?;
    }
    Some((from, at + AFTER))
}

/// The write of the third page, the reads of the fourth during its write cycle, polling, and the
/// compare that the end of the polling is part of.
fn page_write(run: &Recording) -> Option<(Time, Time)> {
    let written = said(run, Time::ZERO, BUS_B, &[0xA2, 0x10], 3)?;
    let compared = said(run, written.at, BUS_B, &[0xA2, 0x18], 2)?;
    let end = stop(run, compared.start - Span::from_ps(1), Side::B, Pin::BusScl)?;
    Some((written.start - BEFORE, end + AFTER))
}

/// The read in which the destination's supply goes, in the middle of a byte; until the source has its bus back.
fn stuck_bus(run: &Recording) -> Option<(Time, Time)> {
    let lost = falls(run, Time::ZERO, Side::B, Pin::VccOk)?;
    let freed = stop(run, lost, Side::A, Pin::BusScl)?;
    let read = start_before(run, lost, Side::A, Pin::BusScl)?;
    Some((read - BEFORE, freed + AFTER))
}

/// The page write in which the supply goes.
fn power_cut(run: &Recording) -> Option<(Time, Time)> {
    let lost = falls(run, Time::ZERO, Side::B, Pin::VccOk)?;
    let page = said(run, Time::ZERO, BUS_B, &PAGE, 3 + 8)?;
    Some((page.start - BEFORE, lost + Span::from_us(4)))
}

/// The next try, at the page of the cut.
fn power_cut_repair(run: &Recording) -> Option<(Time, Time)> {
    let lost = falls(run, Time::ZERO, Side::B, Pin::VccOk)?;
    let back = rises(run, lost, Side::B, Pin::VccOk)?;
    let compared = said(run, back, BUS_B, &PAGE, 3)?;
    let written = said(run, compared.at, BUS_B, &PAGE, 4)?;
    let end = stop(run, written.start - Span::from_ps(1), Side::B, Pin::BusScl)?;
    Some((compared.start - BEFORE, end + AFTER))
}

/// The port is parted, the host joined and let go; until it has read its first bytes.
fn takeover(run: &Recording) -> Option<(Time, Time)> {
    let decided = decided(run)?;
    let joined = rises(run, decided, Side::B, Pin::PortEn)?;
    let parted = falls(run, joined, Side::B, Pin::PortEn)?;
    let released = rises(run, parted, Side::B, Pin::HostResetN)?;
    let read = said(run, released, (Side::B, Pin::HostScl), &[0xA3], 5)?;
    Some((parted - Span::from_us(20), read.at + Span::from_us(2)))
}
