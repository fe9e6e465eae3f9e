//! A serial line to a device, in virtual time: a byte takes its ten bits and the way's delay.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use umbilical::link::Transport;
use umbilical_soft_mcu::link::BASE_BAUD;

use crate::Random;
use crate::device::Device;
use crate::faults::{Faults, Struck};

/// Nanoseconds.
type Ns = u64;
const MS: Ns = 1_000_000;
/// A device is deaf for so long after a reset.
const BOOT: Ns = 50 * MS;
/// No run may take longer, in virtual time or in events.
const END: Ns = 1_800_000 * MS;
const EVENTS_MAX: u64 = 50_000_000;

struct OnItsWay {
    at: Ns,
    byte: u8,
    baud: u32,
}

/// One direction.
#[derive(Default)]
struct Way {
    bytes: VecDeque<OnItsWay>,
    /// When the sender's last byte has left.
    free: Ns,
    /// Delay that has come up, beyond the line's.
    late: Ns,
}

pub struct Line {
    now: Ns,
    delay: Ns,
    baud: u32,
    pub device: Device,
    out: Way,
    back: Way,
    /// A rate that the device changes to, and when.
    change: Option<(Ns, u32)>,
    deaf_until: Ns,
    cut: (Ns, Ns),
    /// A byte was lost in it.
    cut_struck: bool,
    next_reset: Ns,
    /// The host's program ends here.
    pub host_ends: Option<Ns>,
    faults: Faults,
    random: Random,
    pub struck: Struck,
    events: u64,
}

impl Line {
    /// `round_trip` is that of a byte, without the time that it takes itself.
    pub fn new(device: Device, round_trip: Duration, faults: Faults, seed: u64) -> Self {
        let mut line = Self {
            now: 0,
            delay: round_trip.as_nanos() as Ns / 2,
            baud: BASE_BAUD,
            device,
            out: Way::default(),
            back: Way::default(),
            change: None,
            deaf_until: 0,
            cut: (Ns::MAX, Ns::MAX),
            cut_struck: false,
            next_reset: Ns::MAX,
            host_ends: None,
            faults,
            random: Random(seed),
            struck: Struck::default(),
            events: 0,
        };
        line.plan_cut();
        line.plan_reset();
        line
    }

    /// No faults from here on, and nobody ends the host's program.
    pub fn calm(&mut self) {
        self.host_ends = None;
        self.faults = Faults::default();
        self.next_reset = Ns::MAX;
        self.cut = (Ns::MAX, Ns::MAX);
    }

    fn plan_cut(&mut self) {
        if self.faults.cut_every_ms != 0 {
            let from = self.now + self.random.below(2 * self.faults.cut_every_ms * MS);
            self.cut = (from, from + self.random.below(1500 * MS));
        }
    }

    fn plan_reset(&mut self) {
        if self.faults.reset_every_ms != 0 {
            self.next_reset = self.now + self.random.below(2 * self.faults.reset_every_ms * MS);
        }
    }

    fn now_us(&self) -> u32 {
        (self.now / 1000) as u32
    }

    /// A frame begins at `from`, at the earliest.
    fn put(way: &mut Way, frame: &[u8], from: Ns, baud: u32, delay: Ns) {
        let bit = 1_000_000_000 / Ns::from(baud);
        way.free = way.free.max(from);
        for byte in frame {
            way.free += 10 * bit;
            way.bytes.push_back(OnItsWay {
                at: way.free + delay + way.late,
                byte: *byte,
                baud,
            });
        }
    }

    fn put_with_faults(&mut self, frame: &[u8], baud: u32, back: bool) {
        let Faults {
            double_one_in,
            delay_one_in,
            noise_one_in,
            ..
        } = self.faults;
        let way = if back { &mut self.back } else { &mut self.out };
        if self.random.hits(delay_one_in) {
            // Never less than before: a line keeps the order.
            way.late = self.random.below(400 * MS).max(way.late);
            self.struck.delays += 1;
        } else if way.bytes.is_empty() {
            way.late = 0;
        }
        if self.random.hits(noise_one_in) {
            let length = 1 + self.random.below(40) as usize;
            let noise = self.random.bytes(length);
            Self::put(way, &noise, self.now, baud, self.delay);
            self.struck.noises += 1;
        }
        Self::put(way, frame, self.now, baud, self.delay);
        if self.random.hits(double_one_in) {
            Self::put(way, frame, self.now, baud, self.delay);
            self.struck.doubles += 1;
        }
    }

    /// What a byte is at its arrival; `None`: it does not arrive.
    fn arrives(&mut self, sent: &OnItsWay, baud: u32) -> Option<u8> {
        if (self.cut.0..self.cut.1).contains(&self.now) {
            self.cut_struck = true;
            return None;
        }
        if self.now >= self.cut.1 {
            self.struck.cuts += u64::from(self.cut_struck);
            self.cut_struck = false;
            self.plan_cut();
        }
        if sent.baud != baud {
            // Framing errors: something arrives now and then.
            return self.random.hits(2).then(|| self.random.number() as u8);
        }
        if self.random.hits(self.faults.drop_one_in) {
            self.struck.drops += 1;
            return None;
        }
        if self.random.hits(self.faults.flip_one_in) {
            self.struck.flips += 1;
            return Some(sent.byte ^ (1 << self.random.below(8)));
        }
        Some(sent.byte)
    }

    fn reset_device(&mut self) {
        self.device.reset();
        // What has not left its transmitter never will.
        let left = self.now + self.delay;
        self.back.bytes.retain(|sent| sent.at <= left);
        self.back.free = self.now;
        self.change = None;
        self.deaf_until = self.now + BOOT;
        self.struck.resets += 1;
        self.plan_reset();
    }

    fn device_sends(&mut self) {
        if self.now < self.deaf_until || self.change.is_some() || self.back.free > self.now {
            return;
        }
        if let Some(next) = self.device.next_frame() {
            let baud = self.device.rate.baud();
            self.put_with_faults(&next.frame, baud, true);
            self.change = next.then_baud.map(|baud| (self.back.free, baud));
        }
    }

    /// When something happens next, other than a byte for the host.
    fn next_event(&self) -> Ns {
        let byte = self.out.bytes.front().map_or(Ns::MAX, |sent| sent.at);
        let change = self.change.map_or(Ns::MAX, |(at, _)| at);
        // The transmitter is free, or there is nothing to send, which only a byte changes.
        let free = if self.back.free > self.now {
            self.back.free
        } else {
            Ns::MAX
        };
        let heard_again = if self.deaf_until > self.now {
            self.deaf_until
        } else {
            Ns::MAX
        };
        [byte, change, free, heard_again, self.next_reset]
            .into_iter()
            .min()
            .unwrap_or(Ns::MAX)
    }

    fn step_device(&mut self) {
        let now_us = self.now_us();
        self.device.poll(now_us);
        if self.next_reset <= self.now {
            self.reset_device();
        }
        if let Some((at, baud)) = self.change
            && at <= self.now
        {
            self.device.rate.change(baud, now_us);
            self.change = None;
        }
        while self
            .out
            .bytes
            .front()
            .is_some_and(|sent| sent.at <= self.now)
        {
            let Some(sent) = self.out.bytes.pop_front() else {
                break;
            };
            let byte = self.arrives(&sent, self.device.rate.baud());
            if let Some(byte) = byte.filter(|_| self.now >= self.deaf_until) {
                self.device.push(byte, now_us);
            }
        }
        self.device_sends();
    }
}

impl Transport for Line {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.now)
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.put_with_faults(bytes, self.baud, false);
        Ok(())
    }

    fn receive(&mut self, until: Duration, into: &mut Vec<u8>) -> io::Result<()> {
        let until = until.as_nanos() as Ns;
        loop {
            self.events += 1;
            assert!(self.now < END && self.events < EVENTS_MAX, "endless");
            let back = self.back.bytes.front().map_or(Ns::MAX, |sent| sent.at);
            let event = self.next_event();
            let at = back.min(event).min(until).max(self.now);
            if let Some(end) = self.host_ends.filter(|end| *end <= at) {
                self.now = self.now.max(end);
                return Err(io::Error::other("the host's program was ended"));
            }
            self.now = at;
            if event <= at {
                self.step_device();
                continue;
            }
            if back <= at {
                let Some(sent) = self.back.bytes.pop_front() else {
                    continue;
                };
                if let Some(byte) = self.arrives(&sent, self.baud) {
                    into.push(byte);
                    return Ok(());
                }
                continue;
            }
            return Ok(());
        }
    }

    fn set_baud(&mut self, baud: u32) -> io::Result<()> {
        // The host's clock stands still while its last bytes leave; they have their rate with them.
        self.baud = baud;
        Ok(())
    }
}
