//! The engine's CRC register, two bits an edge, and the same for many bytes at once.

use umbilical_soft_mcu::crc;

/// Edges for which a byte runs through the register, two bits at each.
const STEPS: u64 = 4;

/// A byte on its way through the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The edge of its first step.
    first: u64,
    byte: u8,
    /// Steps that the register's value has in it already, or that a write took the place of.
    gone: u64,
}

/// `SPI_CRC`: the uninverted register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Without the steps of `run` that are not `gone`.
    value: u32,
    run: Option<Run>,
}

impl Default for Register {
    fn default() -> Self {
        Register {
            value: crc::INITIAL,
            run: None,
        }
    }
}

impl Register {
    /// As logic sees it at `edge`, maybe with only a part of the last byte in it.
    pub fn read(&self, edge: u64) -> u32 {
        let Some(run) = self.run else {
            return self.value;
        };
        let steps = edge.saturating_sub(run.first).min(STEPS);
        (2 * run.gone..2 * steps).fold(self.value, |value, bit| {
            crc::update_bit(value, run.byte >> bit & 1 == 1)
        })
    }

    /// `byte` begins to run through at `edge`; the one before it is through.
    #[inline]
    pub fn take(&mut self, edge: u64, byte: u8) {
        self.end_run();
        self.run = Some(Run {
            first: edge,
            byte,
            gone: 0,
        });
    }

    /// `bytes` have run through one after the other, but for the last one, whose first step is at
    /// `edge`.
    pub fn take_all(&mut self, edge: u64, bytes: &[u8]) {
        let Some((last, before)) = bytes.split_last() else {
            return;
        };
        self.end_run();
        self.value = update_all(self.value, before);
        self.take(edge, *last);
    }

    /// The register is written at `edge`.
    pub fn write(&mut self, edge: u64, value: u32) {
        self.value = value;
        if let Some(run) = &mut self.run {
            run.gone = (edge + 1).saturating_sub(run.first).min(STEPS);
        }
    }

    #[inline]
    fn end_run(&mut self) {
        match self.run.take() {
            Some(Run { byte, gone: 0, .. }) => self.value = crc::update(self.value, byte),
            Some(run) => {
                self.run = Some(run);
                self.value = self.read(u64::MAX);
                self.run = None;
            }
            None => {}
        }
    }
}

/// The register after `bytes`. The crate's state is inverted at both ends, the engine's is not.
fn update_all(register: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(!register);
    hasher.update(bytes);
    !hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    /// What would break it: a library that inverts where the register does not.
    #[test]
    fn many_bytes_at_once_are_as_many_bytes_one_by_one() {
        let mut rng = Rng::new(1);
        for length in 0..300 {
            let register = rng.next_u64() as u32;
            let mut bytes = vec![0; length];
            rng.fill(&mut bytes);
            let one_by_one = bytes.iter().fold(register, |crc, b| crc::update(crc, *b));
            assert_eq!(update_all(register, &bytes), one_by_one, "{length} bytes");
        }
    }
}
