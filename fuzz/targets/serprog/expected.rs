//! What section 8 of `docs/protocol.md` says of a stream of commands.

use umbilical_soft_mcu::serprog::*;

use crate::board::{CLOCK_HZ, Wire};

/// What is answered to one command.
pub enum Answer {
    Exactly(Vec<u8>),
    /// [`S_ACK`] and a rate for this one.
    Rate {
        asked: u32,
    },
    /// [`S_ACK`] and what the flash said.
    Operation(Sent),
}

/// A frame that is not refused.
#[derive(Debug)]
pub struct Sent {
    pub out: Vec<u8>,
    pub read: usize,
}

/// Opcodes after which the host would not find its flash, and one that is so without a read.
const HIDING: [u8; 4] = [0xB7, 0xB9, 0xC5, 0x38];
const HIDING_ALONE: u8 = 0x35;
const WRITE_MAX: usize = 2053;
const READ_MAX: usize = 2048;

impl Sent {
    fn is_taken(&self) -> bool {
        let Some(opcode) = self.out.first() else {
            return false;
        };
        let fits = match self.read {
            0 => self.out.len() <= WRITE_MAX,
            read => read <= READ_MAX && [1, 4, 5, 6].contains(&self.out.len()),
        };
        let alone = *opcode == HIDING_ALONE && self.read == 0;
        fits && !alone && !HIDING.contains(opcode)
    }

    /// Is it what went over the flash's wires?
    pub fn judge(&self, wire: &Wire) {
        assert_eq!(wire.read, self.read, "{self:x?}");
        // Of the byte behind an address of four only the length counts.
        let dummies = usize::from(self.read > 0 && self.out.len() == 6);
        assert_eq!(wire.dummies as usize, 8 * dummies, "{wire:x?}");
        assert_eq!(wire.out.len() + dummies, self.out.len(), "{wire:x?}");
        let told = self.out.get(..wire.out.len());
        assert_eq!(told, Some(&wire.out[..]), "{self:x?}, not {wire:x?}");
    }
}

/// Answers to all commands that are whole; whether the last of them ends the mode.
pub fn expected(mut bytes: &[u8]) -> (Vec<Answer>, bool) {
    let mut answers = Vec::new();
    while let Some(answer) = next(&mut bytes) {
        let (answer, ends) = answer;
        answers.push(answer);
        if ends {
            return (answers, true);
        }
    }
    (answers, false)
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

fn number(bytes: &[u8]) -> usize {
    let low = bytes.iter().rev();
    low.fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn next(bytes: &mut &[u8]) -> Option<(Answer, bool)> {
    let is = |done| match done {
        true => Answer::Exactly(vec![S_ACK]),
        false => Answer::Exactly(vec![S_NAK]),
    };
    Some(match take(bytes, 1)?[0] {
        S_CMD_S_BUSTYPE => (is(take(bytes, 1)?[0] & BUS_SPI != 0), false),
        S_CMD_S_PIN_STATE => (is(true), take(bytes, 1)?[0] == 0),
        S_CMD_S_SPI_FREQ => match number(take(bytes, 4)?) as u32 {
            // Slower than 255 cycles a half period there is nothing.
            asked if asked < (CLOCK_HZ / 2).div_ceil(255) => (is(false), false),
            asked => (Answer::Rate { asked }, false),
        },
        S_CMD_O_SPIOP => {
            let lengths = take(bytes, 6)?;
            let out = take(bytes, number(&lengths[..3]))?.to_vec();
            let read = number(&lengths[3..]);
            let sent = Sent { out, read };
            match sent.is_taken() {
                true => (Answer::Operation(sent), false),
                false => (is(false), false),
            }
        }
        other => (Answer::Exactly(answer(other).to_vec()), false),
    })
}
