//! What the lines of a bus segment mean: START, bytes, STOP; transactions; writes to the source.
//!
//! * [`I2cDecoder`] turns levels of SCL and SDA into [`Event`]s.
//! * [`TransactionLog`] makes [`Transaction`]s of the events and prints a line for each.
//! * [`SourceGuard`] watches that nothing ever writes to the source memory.

mod guard;
mod log;
#[cfg(test)]
pub(in crate::trace) mod wave;

pub use guard::{SourceGuard, SourceWrite};
pub use log::{Assembler, EndedBy, Phase, Transaction, TransactionLog};

use crate::time::Time;

/// Something that happened on a segment. Terms as in NXP UM10204.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// START condition.
    Start {
        /// When SDA fell.
        at: Time,
    },
    /// START condition without a STOP since the last one.
    RepeatedStart {
        /// When SDA fell.
        at: Time,
    },
    /// Eight bits and the acknowledge.
    Byte {
        /// The rise of SCL of the ninth bit.
        at: Time,
        /// The eight bits, most significant first on the wire.
        value: u8,
        /// The ninth bit was low.
        ack: bool,
    },
    /// STOP condition.
    Stop {
        /// When SDA rose.
        at: Time,
    },
}

/// Decodes one segment from the levels that digital inputs read.
///
/// Bits are taken at the rise of SCL, as the memories do. When both lines change at the same
/// instant the rise sees the new SDA, and there is no START or STOP. A byte that a START or STOP
/// cuts short gives no event, nor does a STOP that no START precedes.
#[derive(Clone, Debug)]
pub struct I2cDecoder {
    scl: bool,
    sda: bool,
    /// 0 while idle; else a 1 and below it the bits of the byte taken so far.
    bits: u16,
}

impl Default for I2cDecoder {
    fn default() -> I2cDecoder {
        I2cDecoder::new()
    }
}

impl I2cDecoder {
    /// A decoder of a segment without power: both lines low, no transaction.
    pub const fn new() -> I2cDecoder {
        I2cDecoder {
            scl: false,
            sda: false,
            bits: 0,
        }
    }

    /// The lines read `scl` and `sda` from `at` on. Calls without a change do no harm.
    #[inline]
    pub fn on_lines(&mut self, at: Time, scl: bool, sda: bool) -> Option<Event> {
        let (scl_before, sda_before) = (self.scl, self.sda);
        self.scl = scl;
        self.sda = sda;
        if !scl {
            return None;
        }
        if !scl_before {
            return self.take_bit(at, sda);
        }
        if sda == sda_before {
            return None;
        }
        let idle = self.bits == 0;
        if sda {
            self.bits = 0;
            return (!idle).then_some(Event::Stop { at });
        }
        self.bits = 1;
        Some(if idle {
            Event::Start { at }
        } else {
            Event::RepeatedStart { at }
        })
    }

    #[inline]
    fn take_bit(&mut self, at: Time, sda: bool) -> Option<Event> {
        if self.bits == 0 {
            return None;
        }
        self.bits = self.bits << 1 | u16::from(sda);
        if self.bits < 1 << 9 {
            return None;
        }
        let value = (self.bits >> 1) as u8;
        let ack = self.bits & 1 == 0;
        self.bits = 1;
        Some(Event::Byte { at, value, ack })
    }

    /// Forgets the transaction under way: the power went, or segments were joined or parted.
    pub fn reset(&mut self) {
        self.bits = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::wave::Wave;
    use super::*;
    use crate::rng::Rng;

    /// The events without their times.
    fn plain(events: &[Event]) -> String {
        let words: Vec<String> = events
            .iter()
            .map(|event| match event {
                Event::Start { .. } => "S".to_owned(),
                Event::RepeatedStart { .. } => "Sr".to_owned(),
                Event::Byte { value, ack, .. } => {
                    format!("{value:02x}{}", if *ack { '+' } else { '-' })
                }
                Event::Stop { .. } => "P".to_owned(),
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn decodes_a_random_read_with_times() {
        let wave = Wave::new()
            .start()
            .byte(0xa0, true)
            .start()
            .byte(0x81, false);
        let wave = wave.stop();
        let events = wave.decode(&mut I2cDecoder::new());
        assert_eq!(plain(&events), "S a0+ Sr 81- P");
        // Steps of 1 us: lines rise at 0, START at 1, SCL low at 2, then 3 steps for each bit,
        // the rise in the middle.
        assert_eq!(
            events[0],
            Event::Start {
                at: Time::from_ps(1_000_000)
            }
        );
        let at = Time::from_ps((2 + 8 * 3 + 2) * 1_000_000);
        assert_eq!(
            events[1],
            Event::Byte {
                at,
                value: 0xa0,
                ack: true
            }
        );
    }

    #[test]
    fn every_byte_and_acknowledge_comes_back() {
        let mut wave = Wave::new().start();
        let mut expected = vec!["S".to_owned()];
        for value in 0..=255u8 {
            let ack = value.count_ones() % 2 == 0;
            wave = wave.byte(value, ack);
            expected.push(format!("{value:02x}{}", if ack { '+' } else { '-' }));
        }
        let events = wave.stop().decode(&mut I2cDecoder::new());
        expected.push("P".to_owned());
        assert_eq!(plain(&events), expected.join(" "));
    }

    #[test]
    fn a_cut_byte_leaves_nothing_behind() {
        for bits in 0..8 {
            let wave = Wave::new().start().byte(0xa0, true).bits(0x55, bits).stop();
            let wave = wave
                .start()
                .byte(0x3c, true)
                .bits(0xff, bits)
                .start()
                .byte(0x0f, false);
            let events = wave.stop().decode(&mut I2cDecoder::new());
            assert_eq!(
                plain(&events),
                "S a0+ P S 3c+ Sr 0f- P",
                "after {bits} bits"
            );
        }
    }

    #[test]
    fn clock_pulses_and_a_stop_without_start_are_nothing() {
        let wave = Wave::new().bits(0x1ff, 9).stop();
        assert_eq!(wave.decode(&mut I2cDecoder::new()), []);
    }

    #[test]
    fn lines_that_fall_together_are_no_start() {
        let mut decoder = I2cDecoder::new();
        for (ps, level) in [(0, true), (1, false), (2, true), (3, false)] {
            assert_eq!(decoder.on_lines(Time::from_ps(ps), level, level), None);
        }
    }

    #[test]
    fn a_rise_takes_the_sda_that_changes_with_it() {
        let mut decoder = I2cDecoder::new();
        Wave::new().start().decode(&mut decoder);
        let at = Time::from_ps(9_000_000);
        // The other level between the rises, so that SDA changes at each of them.
        for sda in [true, false, true, true, false, false, true, false] {
            assert_eq!(decoder.on_lines(at, false, !sda), None);
            assert_eq!(decoder.on_lines(at, true, sda), None);
        }
        decoder.on_lines(at, false, true);
        let byte = Event::Byte {
            at,
            value: 0xb2,
            ack: true,
        };
        assert_eq!(decoder.on_lines(at, true, false), Some(byte));
    }

    #[test]
    fn reset_forgets_the_transaction() {
        let mut decoder = I2cDecoder::new();
        let begun = Wave::new().start().byte(0xa0, true).bits(5, 3);
        assert_eq!(plain(&begun.decode(&mut decoder)), "S a0+");
        decoder.reset();
        let events = Wave::new()
            .start()
            .byte(0xa2, true)
            .stop()
            .decode(&mut decoder);
        assert_eq!(plain(&events), "S a2+ P");
    }

    #[test]
    fn calls_without_a_change_do_no_harm() {
        let wave = Wave::new().start().byte(0xa0, true).stop();
        let mut decoder = I2cDecoder::new();
        let mut events = Vec::new();
        for &(at, scl, sda) in wave.lines() {
            events.extend(decoder.on_lines(at, scl, sda));
            assert_eq!(decoder.on_lines(at, scl, sda), None);
        }
        assert_eq!(plain(&events), "S a0+ P");
    }

    /// On noise a byte comes only after nine rises since the last condition, and conditions
    /// alternate as they must.
    #[test]
    fn noise_keeps_the_grammar() {
        for seed in 0..50 {
            println!("seed {seed}");
            let mut rng = Rng::new(seed);
            let mut decoder = I2cDecoder::new();
            let (mut active, mut rises, mut scl, mut bytes) = (false, 0, false, 0);
            for ps in 0..20_000 {
                let now = rng.below(2) == 1;
                // SDA is slow, so that bytes come through.
                let sda = rng.below(20) == 0;
                rises += u32::from(now && !scl);
                scl = now;
                match decoder.on_lines(Time::from_ps(ps), scl, sda) {
                    Some(Event::Start { .. }) => {
                        assert!(!active);
                        (active, rises) = (true, 0);
                    }
                    Some(Event::RepeatedStart { .. }) => {
                        assert!(active);
                        rises = 0;
                    }
                    Some(Event::Byte { .. }) => {
                        assert!(active && rises == 9, "byte after {rises} rises");
                        (rises, bytes) = (0, bytes + 1);
                    }
                    Some(Event::Stop { .. }) => {
                        assert!(active);
                        active = false;
                    }
                    None => {}
                }
            }
            assert!(
                bytes > 0,
                "the noise never made a byte: the test tests nothing"
            );
        }
    }
}
