//! Inputs of chance, slow enough where a machine has to get somewhere.

use umbilical_emu::rng::Rng;

/// How one input moves. Rates are "once in so many edges".
pub enum Wave {
    /// Every bit is thrown at each edge.
    Random,
    /// 1 for one edge.
    Pulse(u64),
    /// Each bit that is 0 rises at the first rate, each that is 1 falls at the second.
    Flip(u64, u64),
    /// Small numbers, single bits or anything; a new one at this rate.
    Number(u64),
    /// One of these; a new one at this rate.
    Pick(u64, Vec<u64>),
    /// 1 at the first edges, then for one edge at this rate.
    Reset(u64),
    /// Left to the code that drives the block.
    Driven,
}

impl Wave {
    /// The value at edge `n` behind the value `now` of this many bits; `None` leaves it alone.
    pub fn next(&self, rng: &mut Rng, n: u64, now: u64, bits: usize) -> Option<u64> {
        let mask = u64::MAX >> (64 - bits);
        let value = match self {
            Wave::Random => rng.next_u64(),
            Wave::Pulse(rate) => u64::from(once(rng, *rate)),
            Wave::Reset(rate) => u64::from(n < 2 || once(rng, *rate)),
            Wave::Flip(rise, fall) => (0..bits).fold(now, |value, bit| {
                let rate = if value >> bit & 1 == 0 { rise } else { fall };
                value ^ u64::from(once(rng, *rate)) << bit
            }),
            Wave::Number(rate) if once(rng, *rate) => match rng.below(4) {
                0 => rng.below(8),
                1 => rng.below(64),
                2 => 1 << rng.below(bits as u64),
                _ => rng.next_u64(),
            },
            Wave::Pick(rate, from) if once(rng, *rate) => {
                from[rng.below(from.len() as u64) as usize]
            }
            Wave::Number(_) | Wave::Pick(..) => now,
            Wave::Driven => return None,
        };
        Some(value & mask)
    }
}

/// True once in `rate`.
pub fn once(rng: &mut Rng, rate: u64) -> bool {
    rng.below(rate) == 0
}
