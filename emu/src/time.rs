//! Simulated time: integer picoseconds, and oscillators that turn it into clock edges.

use std::fmt;
use std::ops::{Add, Sub};

/// An instant, in picoseconds since the start of the simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// A length of time, in picoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Time {
    /// The start of the simulation.
    pub const ZERO: Time = Time(0);
    /// Later than everything: "no event".
    pub const NEVER: Time = Time(u64::MAX);

    /// The instant `ps` picoseconds after the start.
    pub const fn from_ps(ps: u64) -> Time {
        Time(ps)
    }

    /// Picoseconds since the start.
    pub const fn ps(self) -> u64 {
        self.0
    }

    /// Time passed since `earlier`; zero when that is later.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// `ps` picoseconds.
    pub const fn from_ps(ps: u64) -> Span {
        Span(ps)
    }

    /// `ns` nanoseconds.
    pub const fn from_ns(ns: u64) -> Span {
        Span(ns * 1_000)
    }

    /// `us` microseconds.
    pub const fn from_us(us: u64) -> Span {
        Span(us * 1_000_000)
    }

    /// `ms` milliseconds.
    pub const fn from_ms(ms: u64) -> Span {
        Span(ms * 1_000_000_000)
    }

    /// Picoseconds.
    pub const fn ps(self) -> u64 {
        self.0
    }

    /// Whole nanoseconds, rounded down.
    pub const fn ns(self) -> u64 {
        self.0 / 1_000
    }
}

impl Add<Span> for Time {
    type Output = Time;
    #[inline]
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0.saturating_sub(span.0))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Span(self.0).fmt(f)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ps = self.0;
        match ps {
            0..1_000 => write!(f, "{ps} ps"),
            1_000..1_000_000 => write!(f, "{}.{:03} ns", ps / 1_000, ps % 1_000),
            1_000_000..1_000_000_000 => {
                write!(f, "{}.{:03} us", ps / 1_000_000, ps / 1_000 % 1_000)
            }
            1_000_000_000..1_000_000_000_000 => {
                write!(f, "{}.{:03} ms", ps / 1_000_000_000, ps / 1_000_000 % 1_000)
            }
            _ => write!(
                f,
                "{}.{:03} s",
                ps / 1_000_000_000_000,
                ps / 1_000_000_000 % 1_000
            ),
        }
    }
}

/// A board's oscillator. Edge `n` lies at `anchor + floor((n - anchor_edge) * period)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    hz: u32,
    period_fs: u64,
    /// 2^64 / period, rounded down.
    reciprocal: u64,
    anchor: Time,
    anchor_edge: u64,
}

impl Clock {
    /// An oscillator of nominally `hz`, off by `ppm` (positive is fast), with edge 0 at `start`.
    ///
    /// The period is rounded up to a whole femtosecond.
    pub fn new(hz: u32, ppm: i32, start: Time) -> Clock {
        let mut clock = Clock {
            hz,
            period_fs: 0,
            reciprocal: 0,
            anchor: start,
            anchor_edge: 0,
        };
        clock.set_period(ppm);
        clock
    }

    fn set_period(&mut self, ppm: i32) {
        let millihertz_scaled = u128::from(self.hz) * (1_000_000 + i128::from(ppm)) as u128;
        self.period_fs = (1_000_000_000_000_000u128 * 1_000_000).div_ceil(millihertz_scaled) as u64;
        self.reciprocal = u64::MAX / self.period_fs;
    }

    /// Nominal frequency.
    pub fn hz(&self) -> u32 {
        self.hz
    }

    /// When edge `n` happens. `n` is not before the anchor.
    #[inline]
    pub fn edge(&self, n: u64) -> Time {
        if n == u64::MAX {
            return Time::NEVER;
        }
        let edges = n - self.anchor_edge;
        let ps = match edges.checked_mul(self.period_fs) {
            Some(fs) => fs / 1_000,
            // Only after hours of simulated time.
            None => (u128::from(edges) * u128::from(self.period_fs) / 1_000) as u64,
        };
        self.anchor + Span::from_ps(ps)
    }

    /// The first edge that lies strictly after `t`.
    #[inline]
    pub fn first_edge_after(&self, t: Time) -> u64 {
        if t < self.anchor {
            return self.anchor_edge;
        }
        // edge(n) > t  <=>  floor(n*P/1000) >= t+1  <=>  n*P >= (t+1)*1000
        let fs = (t.since(self.anchor).ps() + 1).saturating_mul(1_000);
        // A division, by way of the reciprocal: this is on the path of every pin change. The
        // estimate is never too high and at most a few too low.
        let mut edges = ((u128::from(fs) * u128::from(self.reciprocal)) >> 64) as u64;
        while edges * self.period_fs < fs {
            edges += 1;
        }
        self.anchor_edge + edges
    }

    /// Starts again with edge 0 at `start` (power-up).
    pub fn restart(&mut self, start: Time) {
        self.anchor = start;
        self.anchor_edge = 0;
    }

    /// From the first edge after `now` on the oscillator is off by `ppm`.
    pub fn drift(&mut self, now: Time, ppm: i32) {
        let next = self.first_edge_after(now);
        self.anchor = self.edge(next);
        self.anchor_edge = next;
        self.set_period(ppm);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_and_their_inverse_agree() {
        for (hz, ppm) in [
            (48_000_000, 0),
            (48_000_000, 100),
            (25_000_001, -300),
            (12_000_000, 7),
        ] {
            let clock = Clock::new(hz, ppm, Time::from_ps(12_345));
            for n in [0, 1, 2, 3, 1000, 48_000_000, 62_000_000_000] {
                let edge = clock.edge(n);
                assert_eq!(clock.first_edge_after(edge), n + 1);
                assert_eq!(clock.first_edge_after(edge - Span::from_ps(1)), n);
            }
        }
    }

    #[test]
    fn a_second_of_48_mhz_is_a_second() {
        let clock = Clock::new(48_000_000, 0, Time::ZERO);
        let error = clock.edge(48_000_000).ps().abs_diff(1_000_000_000_000);
        assert!(error < 50_000, "off by {error} ps");
    }

    #[test]
    fn drift_keeps_edges_in_order() {
        let mut clock = Clock::new(48_000_000, 0, Time::ZERO);
        let now = clock.edge(1000);
        clock.drift(now, 500);
        assert_eq!(clock.first_edge_after(now), 1001);
        assert!(clock.edge(1001) > now);
        assert!(clock.edge(1_001_001).since(clock.edge(1001)).ps() < 20_833_333_333);
    }
}
