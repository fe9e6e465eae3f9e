//! Marks of an SPI bus.

use umbilical_emu::time::Time;
use umbilical_emu::trace::spi::{Event, Format, Role};

use super::Mark;

/// Clocks of a byte on one line.
const CLOCKS_MAX: usize = 8;
/// What fits above eight clocks.
const OPCODE_CHARACTERS: usize = 11;

/// Marks so far, and what is needed for the next ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    pub(super) marks: Vec<Mark>,
    /// Where the last clocks began, the latest one last: at a fall of SCK, or of chip select.
    begun: [Time; CLOCKS_MAX],
    /// The last fall of SCK or of chip select.
    fell: Time,
    /// The byte before has no fall of SCK after it yet.
    open: bool,
    format: Option<Format>,
}

impl Marks {
    /// SCK falls. Called before the event of the same instant.
    pub(super) fn fall(&mut self, at: Time) {
        self.fell = at;
        self.close(at);
    }

    /// SCK rises.
    pub(super) fn rise(&mut self, _at: Time) {
        self.begun.rotate_left(1);
        self.begun[CLOCKS_MAX - 1] = self.fell;
    }

    /// What the decoder says.
    pub(super) fn event(&mut self, event: Event) {
        match event {
            Event::Select { at } => {
                (self.fell, self.format) = (at, None);
                self.marks.push(Mark::Select(at));
            }
            Event::Byte { at, value, role } => self.byte(at, value, role),
            Event::Deselect { at, .. } => {
                self.close(at);
                self.marks.push(Mark::Deselect(at));
            }
        }
    }

    fn close(&mut self, at: Time) {
        if std::mem::take(&mut self.open)
            && let Some(Mark::Word { to, .. }) = self.marks.last_mut()
        {
            *to = (*to).min(at);
        }
    }

    fn byte(&mut self, at: Time, value: u8, role: Role) {
        let lines = match (role, self.format) {
            (Role::Address, Some(format)) => format.address_lines,
            (Role::Data, Some(format)) => format.data_lines,
            _ => 1,
        };
        let mut text = format!("{value:02x}");
        if role == Role::Opcode {
            let format = Format::of(value);
            self.format = Some(format);
            if text.len() + 1 + format.name.len() <= OPCODE_CHARACTERS {
                text = format!("{text} {}", format.name);
            }
        }
        let from = self.begun[CLOCKS_MAX - CLOCKS_MAX / usize::from(lines)];
        // Until the fall of SCK that is still to come, the last bit is as long after its rise as
        // before.
        let to = at + at.since(self.fell);
        self.marks.push(Mark::Word { from, to, text });
        self.open = true;
    }
}
