//! Marks of an I2C bus.

use umbilical_emu::time::Time;
use umbilical_emu::trace::i2c::Event;

use super::Mark;

/// Marks so far, and what is needed for the next ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    pub(super) marks: Vec<Mark>,
    /// The fall of SCL that began the byte under way.
    begun: Option<Time>,
    /// The last fall of SCL.
    fell: Option<Time>,
    address_next: bool,
}

impl Marks {
    /// SCL falls. Called before the event of the same instant.
    pub(super) fn fall(&mut self, at: Time) {
        self.fell = Some(at);
        if let (None, Some(Mark::Acknowledge { to, .. })) = (self.begun, self.marks.last_mut()) {
            *to = at;
        }
        self.begun = self.begun.or(Some(at));
    }

    /// What the decoder says.
    pub(super) fn event(&mut self, event: Event) {
        match event {
            Event::Start { at } => self.condition(Mark::Start(at)),
            Event::RepeatedStart { at } => self.condition(Mark::RepeatedStart(at)),
            Event::Stop { at } => self.condition(Mark::Stop(at)),
            Event::Byte { at, value, ack } => self.byte(at, value, ack),
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
}
