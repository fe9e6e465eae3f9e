//! What the lines of a bus say, and where it is written in a picture.

use umbilical_emu::time::Time;
use umbilical_emu::trace::i2c::Event;

use super::log::Tap;
use super::read::Value;

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

/// Puts the marks of a bus together while its lines change.
#[derive(Clone, Debug, Default)]
pub struct Annotator {
    tap: Tap,
    marks: Vec<Mark>,
    /// The fall of SCL that began the byte under way.
    begun: Option<Time>,
    /// The last fall of SCL.
    fell: Option<Time>,
    high: bool,
    address_next: bool,
}

impl Annotator {
    /// The lines have these values from `at` on.
    pub fn on_lines(&mut self, at: Time, scl: Option<Value>, sda: Option<Value>) {
        let high = scl.as_ref().is_some_and(Value::is_high);
        if self.high && !high {
            self.fell = Some(at);
            if let (None, Some(Mark::Acknowledge { to, .. })) = (self.begun, self.marks.last_mut())
            {
                *to = at;
            }
            self.begun = self.begun.or(Some(at));
        }
        self.high = high;
        match self.tap.on_lines(at, scl, sda).0 {
            Some(Event::Start { at }) => self.condition(Mark::Start(at)),
            Some(Event::RepeatedStart { at }) => self.condition(Mark::RepeatedStart(at)),
            Some(Event::Stop { at }) => self.condition(Mark::Stop(at)),
            Some(Event::Byte { at, value, ack }) => self.byte(at, value, ack),
            None => {}
        }
    }

    fn condition(&mut self, mark: Mark) {
        self.begun = None;
        // A ninth bit that SDA ended before SCL fell was the last look of a recovery.
        self.marks
            .pop_if(|last| matches!(last, Mark::Acknowledge { to, .. } if *to >= mark.end()));
        self.address_next = !matches!(mark, Mark::Stop(_));
        self.marks.push(mark);
    }

    fn byte(&mut self, at: Time, value: u8, ack: bool) {
        let to = self.fell.unwrap_or(at);
        let from = self.begun.take().unwrap_or(to);
        let text = match (std::mem::take(&mut self.address_next), value & 1) {
            (false, _) => format!("{value:02x}"),
            (true, 0) => format!("{:02x} W", value >> 1),
            (true, _) => format!("{:02x} R", value >> 1),
        };
        self.marks.push(Mark::Byte { from, to, text });
        // Until the fall of SCL that is still to come, the bit is as long after its rise as before.
        let (from, to) = (to, at + at.since(to));
        self.marks.push(Mark::Acknowledge { from, to, ack });
    }

    /// Forgets the marks so far: they lie before the picture. The transaction under way goes on.
    pub fn forget(&mut self) {
        self.marks.clear();
    }

    /// The marks, in the order of their times.
    pub fn finish(self) -> Vec<Mark> {
        self.marks
    }
}
