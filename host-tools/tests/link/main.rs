//! The link on a simulated line with virtual time: every fault that a line has, and how fast it is.
//!
//! A run follows from its seed, which every failure names.

// The commands' tests (`tests/device`) use the same device, and more of it.
#[allow(dead_code)]
mod device;
mod efficiency;
mod faults;
mod line;
mod mutants;
mod random;
mod reads;
mod writes;

use std::time::Duration;

pub use random::Random;

/// Bytes of payload as a share of what the line could have carried in `time` at `baud`, in 1/10,000.
pub fn share(bytes: usize, baud: u32, time: Duration) -> u64 {
    let bits = 10 * bytes as u64;
    let possible = time.as_nanos() as u64 * u64::from(baud) / 1_000_000_000;
    bits * 10_000 / possible
}
