//! What a line does to what is on it.

use crate::Random;

/// A fault at random places; 0: never.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// One byte in so many arrives as another.
    pub flip_one_in: u64,
    /// One byte in so many does not arrive.
    pub drop_one_in: u64,
    /// One frame in so many arrives twice.
    pub double_one_in: u64,
    /// One frame in so many, and with it all behind it, is late.
    pub delay_one_in: u64,
    /// In front of one frame in so many there is noise.
    pub noise_one_in: u64,
    /// The line is cut about once in so many milliseconds.
    pub cut_every_ms: u64,
    /// The device is reset about once in so many milliseconds.
    pub reset_every_ms: u64,
}

impl Faults {
    /// Each kind of fault in about every second run, some of them fierce.
    pub fn random(random: &mut Random) -> Self {
        let mut maybe = |choices: &[u64]| match random.below(2) {
            0 => 0,
            _ => choices[random.below(choices.len() as u64) as usize],
        };
        Self {
            flip_one_in: maybe(&[10_000, 10_000, 1_000]),
            drop_one_in: maybe(&[20_000, 3_000]),
            double_one_in: maybe(&[50, 5]),
            delay_one_in: maybe(&[50, 10]),
            noise_one_in: maybe(&[50, 5]),
            cut_every_ms: maybe(&[5_000, 500]),
            reset_every_ms: maybe(&[5_000, 1_000]),
        }
    }
}

/// How often each fault struck.
#[derive(Clone, Copy, Debug, Default)]
pub struct Struck {
    pub flips: u64,
    pub drops: u64,
    pub doubles: u64,
    pub delays: u64,
    pub noises: u64,
    pub cuts: u64,
    pub resets: u64,
}

impl Struck {
    pub fn add(&mut self, other: &Self) {
        self.flips += other.flips;
        self.drops += other.drops;
        self.doubles += other.doubles;
        self.delays += other.delays;
        self.noises += other.noises;
        self.cuts += other.cuts;
        self.resets += other.resets;
    }

    pub fn least(&self) -> u64 {
        let Self {
            flips,
            drops,
            doubles,
            delays,
            noises,
            cuts,
            resets,
        } = *self;
        [flips, drops, doubles, delays, noises, cuts, resets]
            .into_iter()
            .min()
            .unwrap_or(0)
    }
}
