//! Limits of the data sheet that the lines may break. The chip goes on regardless; it counts.

use crate::time::{Span, Time};
use umbilical_soft_mcu::nor::NorPart;

/// Broken limits, by kind. A frame counts once for each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Violations {
    /// Frames whose SCK was faster than their command allows (fR, FR).
    pub clock_too_fast: u64,
    /// Frames with a high or low time of SCK below 45 % of the shortest period (tCLH, tCLL).
    pub pulse_too_short: u64,
    /// Frames that began before CSn had been high for long enough (tSHSL).
    pub deselect_too_short: u64,
    /// Frames too soon after power-up (tVSL; tPUW for write enables).
    pub too_early: u64,
}

impl Violations {
    /// All kinds together.
    pub const fn total(&self) -> u64 {
        self.clock_too_fast + self.pulse_too_short + self.deselect_too_short + self.too_early
    }
}

/// Watches one chip's lines.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub counts: Violations,
    fast_period: Span,
    read_period: Span,
    pulse_min: Span,
    after_read: Span,
    after_other: Span,
    power_up_read: Span,
    power_up_write: Span,
    powered_at: Time,
    /// CSn rose, and how long it has to stay high.
    deselected: Option<(Time, Span)>,
    rise: Option<Time>,
    fall: Option<Time>,
    /// Shortest period of the command under way.
    period: Span,
    fast_seen: bool,
    pulse_seen: bool,
}

impl Watch {
    pub fn new(part: &NorPart) -> Watch {
        // The oscillator behind a bus of exactly the highest frequency may be 100 ppm fast.
        let period = |hz: u32| Span::from_ps(999_900_000_000 / u64::from(hz));
        let fast_period = period(part.fast_hz_max);
        Watch {
            counts: Violations::default(),
            fast_period,
            read_period: period(part.read_hz_max),
            pulse_min: Span::from_ps(fast_period.ps() * 45 / 100),
            after_read: Span::from_ns(part.deselect_read_ns),
            after_other: Span::from_ns(part.deselect_ns),
            power_up_read: Span::from_ns(part.power_up_read_ns),
            power_up_write: Span::from_ns(part.power_up_write_ns),
            powered_at: Time::ZERO,
            deselected: None,
            rise: None,
            fall: None,
            period: fast_period,
            fast_seen: false,
            pulse_seen: false,
        }
    }

    pub fn power_up(&mut self, now: Time) {
        self.powered_at = now;
        self.deselected = None;
    }

    pub fn select(&mut self, now: Time) {
        if let Some((since, min)) = self.deselected {
            self.counts.deselect_too_short += u64::from(now.since(since) < min);
        }
        self.counts.too_early += u64::from(now.since(self.powered_at) < self.power_up_read);
        self.rise = None;
        self.fall = None;
        self.period = self.fast_period;
        self.fast_seen = false;
        self.pulse_seen = false;
    }

    pub fn deselect(&mut self, now: Time, array_read: bool) {
        let min = if array_read {
            self.after_read
        } else {
            self.after_other
        };
        self.deselected = Some((now, min));
    }

    /// The command is one for which a slower clock is prescribed (03h, 13h).
    pub fn slow_command(&mut self) {
        self.period = self.read_period;
    }

    pub fn write_enable(&mut self, now: Time) {
        let since = now.since(self.powered_at);
        // Before tVSL the frame has been counted already.
        self.counts.too_early +=
            u64::from(since < self.power_up_write && since >= self.power_up_read);
    }

    #[inline]
    pub fn rise(&mut self, now: Time) {
        if let Some(before) = self.rise.replace(now) {
            self.period(now.since(before));
        }
        if let Some(fall) = self.fall {
            self.pulse(now.since(fall));
        }
    }

    #[inline]
    pub fn fall(&mut self, now: Time) {
        self.fall = Some(now);
        if let Some(rise) = self.rise {
            self.pulse(now.since(rise));
        }
    }

    #[inline]
    fn period(&mut self, span: Span) {
        if span < self.period && !self.fast_seen {
            self.fast_seen = true;
            self.counts.clock_too_fast += 1;
        }
    }

    #[inline]
    fn pulse(&mut self, span: Span) {
        if span < self.pulse_min && !self.pulse_seen {
            self.pulse_seen = true;
            self.counts.pulse_too_short += 1;
        }
    }

    /// `clocks` clocks passed, evenly, of which the last fell at `fall` and rose at `rise`.
    pub fn burst(&mut self, clocks: u64, fall: Time, rise: Time) {
        if let Some(before) = self.rise.replace(rise) {
            // Edges lie on whole picoseconds, so a single period may be one shorter than the mean.
            self.period(Span::from_ps(rise.since(before).ps() / clocks.max(1)));
        }
        self.fall = Some(fall);
        self.pulse(rise.since(fall));
    }
}
