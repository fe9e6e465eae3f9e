//! What happens to a device and its line while a computer works with it.

use umbilical_emu::rng::Rng;

/// Faults at random instants; 0: never.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// One byte in so many has a wrong bit, either way.
    pub wrong_one_in: u64,
    /// The wires are parted about once in so many milliseconds.
    pub cut_every_ms: u64,
    /// The board loses its supply about once in so many milliseconds.
    pub power_every_ms: u64,
    /// The controller is told to restart about once in so many milliseconds.
    pub reset_every_ms: u64,
}

impl Faults {
    /// Each kind in about every second life, some of them fierce.
    pub fn random(rng: &mut Rng) -> Self {
        let mut maybe = |choices: &[u64]| match rng.below(2) {
            0 => 0,
            _ => choices[rng.below(choices.len() as u64) as usize],
        };
        Self {
            wrong_one_in: maybe(&[10_000, 3_000, 1_000]),
            cut_every_ms: maybe(&[3_000, 600]),
            power_every_ms: maybe(&[2_000, 600]),
            reset_every_ms: maybe(&[2_000, 600]),
        }
    }
}

/// How often each struck.
#[derive(Clone, Copy, Debug, Default)]
pub struct Struck {
    /// Frames that came in pieces or with a wrong check.
    pub spoilt: u64,
    pub cuts: u64,
    pub power_cuts: u64,
    /// Power cuts while the memory was in a write cycle.
    pub in_a_write: u64,
    /// Restarts that the controller said it would do.
    pub resets: u64,
    /// Ends of the host's program in the middle of a command.
    pub ends: u64,
}

impl Struck {
    pub fn add(&mut self, other: &Self) {
        self.spoilt += other.spoilt;
        self.cuts += other.cuts;
        self.power_cuts += other.power_cuts;
        self.in_a_write += other.in_a_write;
        self.resets += other.resets;
        self.ends += other.ends;
    }

    pub fn least(&self) -> u64 {
        let Self {
            spoilt,
            cuts,
            power_cuts,
            in_a_write,
            resets,
            ends,
        } = *self;
        let all = [spoilt, cuts, power_cuts, in_a_write, resets, ends];
        all.into_iter().min().unwrap_or(0)
    }
}
