//! What the lines of a bus say, and where it is written in a picture.

use umbilical_emu::time::Time;
use umbilical_emu::trace::i2c::Event;

use super::log::Tap;
use super::window::Trace;

/// Something to be written along a bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// START.
    Start(Time),
    /// START without a STOP before it.
    RepeatedStart(Time),
    /// STOP.
    Stop(Time),
    /// Eight bits, from the fall of SCL before the first to the one after the last.
    Byte {
        /// First instant.
        from: Time,
        /// Last instant.
        to: Time,
        /// The value; for the first byte after a START the address and the direction.
        text: String,
    },
    /// The ninth bit.
    Acknowledge {
        /// First instant.
        from: Time,
        /// Last instant.
        to: Time,
        /// It was low.
        ack: bool,
    },
}

impl Mark {
    /// Where it ends.
    pub fn end(&self) -> Time {
        match self {
            Mark::Start(at) | Mark::RepeatedStart(at) | Mark::Stop(at) => *at,
            Mark::Byte { to, .. } | Mark::Acknowledge { to, .. } => *to,
        }
    }
}

/// The marks of a bus, in the order of their times.
pub fn marks(scl: &Trace, sda: &Trace) -> Vec<Mark> {
    let mut tap = Tap::default();
    let mut marks = Vec::new();
    // The fall of SCL that began the byte under way, and the last one.
    let (mut begun, mut fell) = (None, None);
    let (mut address_next, mut high) = (false, false);
    let both = scl.edges.iter().chain(&sda.edges).map(|(at, _)| *at);
    let mut times: Vec<Time> = both.collect();
    times.sort_unstable();
    times.dedup();
    for at in times {
        let level = scl.at(at).cloned();
        let now = level.as_ref().is_some_and(super::read::Value::is_high);
        if high && !now {
            fell = Some(at);
            if let Some(Mark::Acknowledge { to, .. }) = marks.last_mut()
                && begun.is_none()
            {
                *to = at;
            }
            begun = begun.or(Some(at));
        }
        high = now;
        let (event, _) = tap.on_lines(at, level, sda.at(at).cloned());
        match event {
            Some(Event::Start { at } | Event::RepeatedStart { at }) => {
                marks.push(match event {
                    Some(Event::Start { .. }) => Mark::Start(at),
                    _ => Mark::RepeatedStart(at),
                });
                (begun, address_next) = (None, true);
            }
            Some(Event::Stop { at }) => {
                marks.push(Mark::Stop(at));
                begun = None;
            }
            Some(Event::Byte { at, value, ack }) => {
                let to = fell.unwrap_or(at);
                let text = match (std::mem::take(&mut address_next), value & 1) {
                    (false, _) => format!("{value:02x}"),
                    (true, 0) => format!("{:02x} W", value >> 1),
                    (true, _) => format!("{:02x} R", value >> 1),
                };
                let from = begun.take().unwrap_or(to);
                marks.push(Mark::Byte { from, to, text });
                let (from, to) = (to, at + at.since(to));
                marks.push(Mark::Acknowledge { from, to, ack });
            }
            None => {}
        }
    }
    marks
}
