//! Finds events in a recording.

use umbilical_emu::nets::{Level, Net, Pin, Side};
use umbilical_emu::time::Time;
use umbilical_emu::trace::i2c::Event;
use umbilical_emu::trace::recording::Recording;
use umbilical_emu::trace::spi::Frame;

/// When `pin` of `side` next rises.
pub fn rises(recording: &Recording, after: Time, side: Side, pin: Pin) -> Option<Time> {
    recording.edge(after, Net::new(side, pin), Level::High)
}

/// When `pin` of `side` next falls.
pub fn falls(recording: &Recording, after: Time, side: Side, pin: Pin) -> Option<Time> {
    recording.edge(after, Net::new(side, pin), Level::Low)
}

/// The next START, not a repeated one, on the segment with this SCL.
pub fn start(recording: &Recording, after: Time, side: Side, scl: Pin) -> Option<Time> {
    let mut events = recording.events(after, side, scl);
    events.find_map(|event| match event {
        Event::Start { at } => Some(at),
        _ => None,
    })
}

/// The last START, not a repeated one, before `before`.
pub fn start_before(recording: &Recording, before: Time, side: Side, scl: Pin) -> Option<Time> {
    let events = recording.events(Time::ZERO, side, scl);
    let starts = events.filter_map(|event| match event {
        Event::Start { at } => Some(at),
        _ => None,
    });
    starts.take_while(|at| *at < before).last()
}

/// The next STOP on the segment with this SCL, of a transaction heard from its START on.
pub fn stop(recording: &Recording, after: Time, side: Side, scl: Pin) -> Option<Time> {
    let mut events = recording.events(after, side, scl);
    events.find_map(|event| match event {
        Event::Stop { at } => Some(at),
        _ => None,
    })
}

/// A transaction, or the part of it after a repeated START, as far as it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// Its START.
    pub start: Time,
    /// The acknowledge of the last byte asked for.
    pub at: Time,
}

/// The next START that these bytes follow, up to `count` bytes in all.
pub fn said(
    recording: &Recording,
    after: Time,
    (side, scl): (Side, Pin),
    bytes: &[u8],
    count: usize,
) -> Option<Said> {
    let (mut begun, mut heard) = (None, Vec::new());
    for event in recording.events(after, side, scl) {
        match event {
            Event::Start { at } | Event::RepeatedStart { at } => {
                begun = Some(at);
                heard.clear();
            }
            Event::Byte { at, value, .. } => {
                heard.push(value);
                if heard.len() == count && heard.starts_with(bytes) {
                    return begun.map(|start| Said { start, at });
                }
            }
            Event::Stop { .. } => begun = None,
        }
    }
    None
}

/// The next frame with this opcode on the segment with this SCK.
pub fn frame(
    recording: &Recording,
    after: Time,
    (side, sck): (Side, Pin),
    opcode: u8,
) -> Option<Frame> {
    let mut frames = recording.frames(after, side, sck);
    frames.find(|frame| frame.opcode == Some(opcode))
}

/// The last frame before `before` that is over by then.
pub fn frame_before(
    recording: &Recording,
    before: Time,
    (side, sck): (Side, Pin),
) -> Option<Frame> {
    let frames = recording.frames(Time::ZERO, side, sck);
    frames.take_while(|frame| frame.end < before).last()
}

/// The `count`-th rise of this SCK after `after`.
pub fn clocked(
    recording: &Recording,
    after: Time,
    (side, sck): (Side, Pin),
    count: usize,
) -> Option<Time> {
    let mut at = after;
    for _ in 0..count {
        at = rises(recording, at, side, sck)?;
    }
    Some(at)
}
