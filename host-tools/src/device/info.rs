//! The `info` command: who is there, and how it is.

use serde::Serialize;
use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::layout::Layout;
use umbilical_soft_mcu::link::answer::ProbeAck;
use umbilical_soft_mcu::registers::sense;
use umbilical_soft_mcu::report::{Fault, Phase};

use super::Session;
use crate::backup::{DeviceId, MemoryId};
use crate::cli::{Format, InfoOptions};
use crate::error::Error;
use crate::layout::{self, RegionReport};
use crate::link::Transport;
use crate::output::{self, grouped};
use crate::port::Stop;
use crate::port::line::session as run_number;

#[derive(Serialize)]
struct Report<'a> {
    outcome: &'static str,
    port: &'a str,
    device: String,
    bus: &'static str,
    part: &'a str,
    jedec: Option<String>,
    bytes: u32,
    page_bytes: u32,
    erase_bytes: u32,
    protocol: u16,
    firmware: String,
    clock_hz: u32,
    phase: &'static str,
    marker: &'static str,
    fault: Option<&'static str>,
    fault_detail: u32,
    cable: bool,
    peer_supply: bool,
    button_source: bool,
    button_destination: bool,
    baud_max: u32,
    queue: u8,
    slots: u16,
    slot_bytes: u16,
    regions: Vec<RegionReport>,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Port`], [`Error::Find`], [`Error::Device`].
pub fn run(options: &InfoOptions, format: Format) -> Result<(), Error> {
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    let told = look(&mut session, options.port.baud);
    let told = told.map(|(memory, layout)| match format {
        Format::Json => json(&session, &memory, layout.as_ref()),
        Format::Human => people(&session, &memory, layout.as_ref()),
    });
    session.end(told).0
}

fn look<T: Transport>(
    session: &mut Session<T>,
    baud: Option<u32>,
) -> Result<(MemoryId, Option<Layout>), Error> {
    let mut work = || {
        if baud.is_some() {
            session.speed_up(baud)?;
        }
        Ok((session.memory()?, session.layout()?))
    };
    work().map_err(|problem| session.failed(problem))
}

/// Name of the phase.
pub fn phase(ack: &ProbeAck) -> &'static str {
    Phase::from_code(ack.phase).map_or("unknown", Phase::text)
}

/// Name of the marker's state.
pub fn marker(ack: &ProbeAck) -> &'static str {
    match u32::from(ack.marker) {
        code if code == MarkerState::Idle as u32 => "idle",
        code if code == MarkerState::Incomplete as u32 => "incomplete",
        code if code == MarkerState::Complete as u32 => "complete",
        _ => "unknown",
    }
}

fn firmware(ack: &ProbeAck) -> String {
    format!("{}.{}", ack.firmware >> 8, ack.firmware & 0xFF)
}

fn jedec(memory: &MemoryId) -> Option<String> {
    let [maker, kind, capacity] = memory.jedec()?;
    Some(format!("{maker:02x}{kind:02x}{capacity:02x}"))
}

fn json<T: Transport>(session: &Session<T>, memory: &MemoryId, layout: Option<&Layout>) {
    let ack = session.ack();
    let input = |bit| u32::from(ack.inputs) & bit != 0;
    output::json_line(&Report {
        outcome: "found",
        port: session.port(),
        device: session.id().to_string(),
        bus: memory.bus().name(),
        part: memory.name(),
        jedec: jedec(memory),
        bytes: memory.bytes(),
        page_bytes: ack.page_bytes,
        erase_bytes: ack.erase_bytes,
        protocol: ack.protocol,
        firmware: firmware(ack),
        clock_hz: ack.clock_hz,
        phase: phase(ack),
        marker: marker(ack),
        fault: Fault::from_code(ack.fault).map(Fault::text),
        fault_detail: ack.detail,
        cable: input(sense::PRESENT),
        peer_supply: input(sense::PEER_VCC),
        button_source: input(sense::BUTTON_SOURCE),
        button_destination: input(sense::BUTTON_DESTINATION),
        baud_max: ack.baud_max,
        queue: ack.queue,
        slots: ack.slots,
        slot_bytes: ack.slot_bytes,
        regions: layout.map(layout::report).unwrap_or_default(),
    });
}

fn people<T: Transport>(session: &Session<T>, memory: &MemoryId, layout: Option<&Layout>) {
    let ack = session.ack();
    let what = match (memory.part(), jedec(memory)) {
        (Some(MemoryPart::Eeprom(_)), _) => "EEPROM".into(),
        (_, Some(id)) => format!("NOR flash, JEDEC id {id}"),
        (_, None) => "memory".into(),
    };
    let fault = match Fault::from_code(ack.fault) {
        Some(fault) => format!("fault {} ({:#x})", fault.text(), ack.detail),
        None => "no fault".into(),
    };
    let layout = layout.map_or("the whole memory is copied".into(), layout::summary);
    let device = match session.id() {
        DeviceId::NONE => "it was given no identity".into(),
        id => id.to_string(),
    };
    for (name, text) in [
        ("port", session.port().to_owned()),
        ("device", device),
        (
            "memory",
            format!(
                "{}, {what}, {} bytes",
                memory.name(),
                grouped(memory.bytes().into())
            ),
        ),
        (
            "firmware",
            format!(
                "{}, protocol {}, clock {} Hz",
                firmware(ack),
                ack.protocol,
                grouped(ack.clock_hz.into())
            ),
        ),
        (
            "state",
            format!("{}, {fault}, memory marked {}", phase(ack), marker(ack)),
        ),
        ("inputs", inputs(ack.inputs.into())),
        ("layout", layout),
        (
            "link",
            format!("up to {} baud", grouped(ack.baud_max.into())),
        ),
    ] {
        output::print_line(&format!("{name:9} {text}"));
    }
}

/// The debounced inputs in words.
pub fn inputs(bits: u32) -> String {
    let words = [
        (sense::PRESENT, "cable", "no cable"),
        (sense::PEER_VCC, "peer has a supply", "peer without supply"),
        (sense::BUTTON_SOURCE, "source button", ""),
        (sense::BUTTON_DESTINATION, "destination button", ""),
    ];
    let words = words.map(|(bit, on, off)| if bits & bit != 0 { on } else { off });
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(", ")
}
