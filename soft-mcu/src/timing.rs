//! Times as counts of controller cycles, and the I2C timing that a bus frequency asks for.

use crate::registers::{I2C_PHASE_MIN, TICK_CYCLES};

/// Lowest SCL frequency that the firmware accepts in its settings, in Hz. A scan of 4 KiB then
/// still ends well within the watchdog.
pub const BUS_HZ_MIN: u32 = 50_000;
/// SCL frequency at which the journal is read before the settings are known, in Hz.
pub const BUS_HZ_BOOT: u32 = 400_000;

/// How many cycles a microsecond and a millisecond take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Cycles per microsecond, rounded down, at least 1.
    pub us: u32,
    /// Cycles per millisecond, rounded down, at least 1.
    pub ms: u32,
}

impl Times {
    /// For a controller that runs at `clock_hz`.
    pub fn new(clock_hz: u32) -> Self {
        let ms = (clock_hz / 1000).max(1);
        let us = (ms / 1000).max(1);
        Self { us, ms }
    }
}

/// True when the 32-bit cycle counter `now` has reached `cycle` (which lies less than 2^31 away).
#[inline]
pub fn reached(now: u32, cycle: u32) -> bool {
    now.wrapping_sub(cycle) as i32 >= 0
}

/// The I2C engine counts its phases and its long times in 12 bits.
const COUNT_MAX: u32 = 0xFFF;
/// The SPI engine counts its deadline in 20 bits.
const SPI_COUNT_MAX: u32 = 0xF_FFFF;

/// How many of the engine's slow ticks last at least `cycles`; at most what its counters hold.
///
/// The first tick may fall at once, hence one more than the whole ticks that cover the time.
#[inline(never)]
pub fn ticks(cycles: u32) -> u32 {
    whole_ticks(cycles).min(COUNT_MAX)
}

/// The same for the SPI engine's deadline.
#[inline(never)]
pub fn spi_ticks(cycles: u32) -> u32 {
    whole_ticks(cycles).min(SPI_COUNT_MAX)
}

/// Of less than 2^32 cycles by more than a tick.
fn whole_ticks(cycles: u32) -> u32 {
    let tick = TICK_CYCLES as u32;
    cycles.wrapping_add(tick - 1) / tick + 1
}

/// The half period of SCK in cycles that does not exceed `sck_hz`: 1 to 255.
pub fn spi_half(clock_hz: u32, sck_hz: u32) -> u32 {
    let hz = core::num::NonZeroU32::new(sck_hz).unwrap_or(core::num::NonZeroU32::MIN);
    // Half of the clock over that, rounded up both times.
    let half = (clock_hz.wrapping_sub(1) >> 1) / hz + 1;
    half.min(255)
}

/// What goes into `I2C_TIMING`, in cycles, each from [`I2C_PHASE_MIN`] to 4095. The SDA hold time
/// (a quarter of the low time) and the bus free time (as long as it) follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct I2cTiming {
    /// SCL low time.
    pub low: u16,
    /// SCL high time.
    pub high: u16,
}

/// Minima of one I2C speed class (UM10204 table 10) in ns. In each of them the bus free time
/// tBUF has the same minimum as tLOW.
struct Class {
    low_ns: u32,
    high_ns: u32,
}

/// The class that covers `bus_hz`: Standard-mode, Fast-mode or Fast-mode Plus.
const fn class(bus_hz: u32) -> Class {
    match bus_hz {
        0..=100_000 => Class {
            low_ns: 4700,
            high_ns: 4000,
        },
        100_001..=400_000 => Class {
            low_ns: 1300,
            high_ns: 600,
        },
        _ => Class {
            low_ns: 500,
            high_ns: 500,
        },
    }
}

/// `ns` (below 10 us) in cycles of a clock of `clock_khz` (below 400 MHz), rounded up.
fn cycles(clock_khz: u32, ns: u32) -> u32 {
    (clock_khz * ns).div_ceil(1_000_000)
}

fn field(cycles: u32) -> u16 {
    if cycles > COUNT_MAX {
        COUNT_MAX as u16
    } else {
        cycles as u16
    }
}

impl I2cTiming {
    /// The fastest timing at `clock_hz` that exceeds neither `bus_hz` nor a minimum of its class.
    pub fn new(clock_hz: u32, bus_hz: u32) -> Self {
        let class = class(bus_hz);
        let clock_khz = clock_hz / 1000;
        let hz = core::num::NonZeroU32::new(bus_hz).unwrap_or(core::num::NonZeroU32::MIN);
        let period = clock_hz / hz + u32::from(clock_hz % hz != 0);
        let low = cycles(clock_khz, class.low_ns)
            .max(period / 2)
            .max(I2C_PHASE_MIN);
        let high = period
            .saturating_sub(low)
            .max(cycles(clock_khz, class.high_ns))
            .max(I2C_PHASE_MIN);
        Self {
            low: field(low),
            high: field(high),
        }
    }

    /// Cycles that one bit takes when nobody stretches.
    pub fn bit(&self) -> u32 {
        u32::from(self.low) + u32::from(self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_clock_gives_the_exact_periods() {
        let timing = |hz| I2cTiming::new(48_000_000, hz);
        assert_eq!(timing(1_000_000), I2cTiming { low: 24, high: 24 });
        assert_eq!(timing(400_000), I2cTiming { low: 63, high: 57 });
        assert_eq!(
            timing(100_000),
            I2cTiming {
                low: 240,
                high: 240
            }
        );
    }

    #[test]
    fn no_minimum_is_ever_undercut() {
        for clock_hz in (12_000_000..=100_000_000).step_by(1_234_567) {
            for bus_hz in (50_000..=1_000_000).step_by(12_345) {
                let timing = I2cTiming::new(clock_hz, bus_hz);
                let class = class(bus_hz);
                let ns = |cycles: u16| u64::from(cycles) * 1_000_000_000 / u64::from(clock_hz) + 1;
                assert!(
                    ns(timing.low) >= u64::from(class.low_ns),
                    "{clock_hz} {bus_hz}"
                );
                assert!(
                    ns(timing.high) >= u64::from(class.high_ns),
                    "{clock_hz} {bus_hz}"
                );
                assert!(timing.bit() as u64 * u64::from(bus_hz) >= u64::from(clock_hz));
                let least = timing.low.min(timing.high);
                assert!(u32::from(least) >= I2C_PHASE_MIN, "{clock_hz} {bus_hz}");
            }
        }
    }

    #[test]
    fn ticks_are_never_shorter_than_the_time_asked_for() {
        let tick = TICK_CYCLES as u32;
        for cycles in (0..4_093 * tick).step_by(333) {
            // Of the last tick nothing, of the one before the first nearly all may be missing.
            let surely = (ticks(cycles) - 1) * tick;
            assert!(surely >= cycles && surely < cycles + tick, "{cycles}");
        }
        assert_eq!(ticks(25 * 48_000), 1_173, "what the registers reset to");
        assert_eq!(ticks(u32::MAX - tick), 4_095);
        assert_eq!(spi_ticks(u32::MAX - tick), 0xF_FFFF);
    }

    #[test]
    fn sck_is_as_fast_as_asked_for_and_never_faster() {
        for (hz, half) in [
            (24_000_000, 1),
            (48_000_000, 1),
            (23_999_999, 2),
            (1_000_000, 24),
        ] {
            assert_eq!(spi_half(48_000_000, hz), half, "{hz} Hz");
        }
        assert_eq!(spi_half(48_000_000, 0), 255);
    }

    #[test]
    fn the_counter_may_wrap() {
        assert!(reached(5, u32::MAX - 5));
        assert!(!reached(u32::MAX - 5, 5));
        assert!(reached(7, 7));
    }
}
