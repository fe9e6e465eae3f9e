//! The promise of the whole product, watched in every run: the source is only ever read.

use umbilical_soft_mcu::eeprom::Part;

use super::{Event, I2cDecoder};
use crate::time::Time;

/// A data byte that went to the source memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceWrite {
    /// The rise of SCL of its ninth bit.
    pub at: Time,
    /// Device address that it was sent to, 7 bits.
    pub device: u8,
    /// The byte.
    pub value: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No START yet, or the phase does not write to the source.
    Elsewhere,
    /// The next byte is a device address.
    Address,
    /// Writing to the source, with this many word-address bytes still to come.
    Source { device: u8, word_address_left: u8 },
}

/// Watches the segment of the source memory, whose strap is low, and counts the data bytes that
/// are sent to it. The word address, which a random read sends too, is not data.
///
/// A byte counts whether it or the address was acknowledged or not: a memory whose acknowledge
/// got lost may have taken it all the same.
#[derive(Clone, Debug)]
pub struct SourceGuard {
    decoder: I2cDecoder,
    state: State,
    device: u8,
    device_mask: u8,
    address_bytes: u8,
    count: u64,
    first: Option<SourceWrite>,
}

impl SourceGuard {
    /// A guard of a `part` whose strap is low.
    pub const fn new(part: &Part) -> SourceGuard {
        SourceGuard {
            decoder: I2cDecoder::new(),
            state: State::Elsewhere,
            device: part.device(false, 0),
            // Every block of the array answers.
            device_mask: !((1 << part.block_bits) - 1),
            address_bytes: part.address_bytes,
            count: 0,
            first: None,
        }
    }

    /// The segment's lines read `scl` and `sda` from `at` on.
    #[inline]
    pub fn on_lines(&mut self, at: Time, scl: bool, sda: bool) {
        if let Some(event) = self.decoder.on_lines(at, scl, sda) {
            self.on_event(event);
        }
    }

    #[inline(never)]
    fn on_event(&mut self, event: Event) {
        self.state = match (event, self.state) {
            (Event::Start { .. } | Event::RepeatedStart { .. }, _) => State::Address,
            (Event::Byte { value, .. }, State::Address) => self.addressed(value),
            (
                Event::Byte { at, value, .. },
                State::Source {
                    device,
                    word_address_left: 0,
                },
            ) => {
                self.count += 1;
                self.first.get_or_insert(SourceWrite { at, device, value });
                self.state
            }
            (
                Event::Byte { .. },
                State::Source {
                    device,
                    word_address_left,
                },
            ) => State::Source {
                device,
                word_address_left: word_address_left - 1,
            },
            (Event::Byte { .. }, State::Elsewhere) | (Event::Stop { .. }, _) => State::Elsewhere,
        };
    }

    fn addressed(&self, byte: u8) -> State {
        let (device, read) = (byte >> 1, byte & 1 == 1);
        if read || device & self.device_mask != self.device {
            return State::Elsewhere;
        }
        State::Source {
            device,
            word_address_left: self.address_bytes,
        }
    }

    /// Forgets the transaction under way (power loss, joining, parting), not what was counted.
    pub fn reset(&mut self) {
        self.decoder.reset();
        self.state = State::Elsewhere;
    }

    /// Data bytes sent to the source up to now.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The first of them.
    pub const fn first(&self) -> Option<SourceWrite> {
        self.first
    }
}

#[cfg(test)]
mod tests {
    use super::super::wave::Wave;
    use super::*;
    use umbilical_soft_mcu::eeprom::PARTS;

    fn part(name: &str) -> &'static Part {
        Part::by_name(name).expect("a known part")
    }

    fn watch(guard: &mut SourceGuard, wave: &Wave) {
        for &(at, scl, sda) in wave.lines() {
            guard.on_lines(at, scl, sda);
        }
    }

    fn guarded(part: &Part, wave: &Wave) -> SourceGuard {
        let mut guard = SourceGuard::new(part);
        watch(&mut guard, wave);
        guard
    }

    #[test]
    fn reads_of_every_part_pass_and_a_single_byte_written_does_not() {
        for part in &PARTS {
            for address in [0, part.bytes / 2, part.bytes - 1] {
                let device = part.device(false, address);
                let word = &[0x12, 0x34][..usize::from(part.address_bytes)];
                let set = || Wave::new().start().byte(device << 1, true).bytes(word);
                let read = set()
                    .start()
                    .byte(device << 1 | 1, true)
                    .bytes(&[0; 20])
                    .stop();
                let guard = guarded(part, &read);
                assert_eq!((guard.count(), guard.first()), (0, None), "{}", part.name);
                let write = set().byte(0x77, false).byte(0x78, true).stop();
                let events = write.decode(&mut I2cDecoder::new());
                let seventy_seven = events.iter().find_map(|event| match *event {
                    Event::Byte {
                        at, value: 0x77, ..
                    } => Some(at),
                    _ => None,
                });
                let first = SourceWrite {
                    at: seventy_seven.expect("the byte was sent"),
                    device,
                    value: 0x77,
                };
                let guard = guarded(part, &write);
                assert_eq!(guard.count(), 2, "{} at {address:#x}", part.name);
                assert_eq!(guard.first(), Some(first), "{}", part.name);
            }
        }
    }

    #[test]
    fn writes_to_the_destination_pass() {
        for part in PARTS.iter().filter(|part| part.name != "24c16") {
            let device = part.device(true, part.bytes - 1);
            let wave = Wave::new()
                .start()
                .byte(device << 1, true)
                .bytes(&[0; 40])
                .stop();
            assert_eq!(guarded(part, &wave).count(), 0, "{}", part.name);
        }
    }

    #[test]
    fn a_repeated_start_does_not_hide_a_write() {
        let wave = Wave::new()
            .start()
            .bytes(&[0xa1, 1, 2])
            .start()
            .bytes(&[0xa0, 0, 0, 9])
            .stop();
        assert_eq!(guarded(part("24c64"), &wave).count(), 1);
    }

    #[test]
    fn an_address_without_acknowledge_does_not_hide_a_write() {
        let wave = Wave::new()
            .start()
            .byte(0xa0, false)
            .bytes(&[0, 0, 9])
            .stop();
        assert_eq!(guarded(part("24c64"), &wave).count(), 1);
    }

    #[test]
    fn a_reset_ends_the_phase_but_keeps_the_count() {
        let mut guard = guarded(part("24c02"), &Wave::new().start().bytes(&[0xa0, 0, 5]));
        assert_eq!(guard.count(), 1);
        guard.reset();
        watch(&mut guard, &Wave::new().bits(0x1ff, 9).bits(0x1ff, 9));
        assert_eq!(guard.count(), 1);
        assert_eq!(guard.first().map(|first| first.value), Some(5));
    }
}
