//! The host processor as an SPI master: what boots from a NOR flash.
//!
//! As [`super::Host`], with frames in place of transactions: when its reset is released it waits
//! for [`BOOT_DELAY`], reads its configuration from address 0, and from then on reads 16 bytes
//! somewhere every `period`. There is nothing on this bus that could refuse: a host that is not
//! joined with its memory reads what the pull-ups give.
//!
//! ```text
//!  Off -> Idle -> Select -> [Low -> High]* -> Idle
//! ```
//!
//! Mode 0. IO0 changes as SCK falls, IO1 is sampled as SCK rises. Out of reset it drives SCK, CSn
//! and IO0 at all times, in reset none of them.

use super::{BOOT_DELAY, HostRead, READ_BYTES, READS_KEPT};
use crate::rng::Rng;
use crate::time::{Span, Time};
use umbilical_soft_mcu::nor::NorPart;

/// Read with three address bytes, up to 50 MHz in every part.
const READ: u8 = 0x03;
/// The bytes that three address bytes reach.
pub const REACH_BYTES: u32 = 1 << 24;
/// SCK at which hosts boot.
pub const HOST_HZ_MAX: u32 = 20_000_000;

/// What the host waits for; its timer is `SpiHost::at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Held in reset.
    Off,
    /// For the time of the next read.
    Idle,
    /// CSn low, the first bit shown.
    Low,
    /// SCK high.
    High,
}

/// What it drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpiPins {
    /// Serial clock.
    pub sck: bool,
    /// Chip select, active low.
    pub csn: bool,
    /// Data to the memory.
    pub io0: bool,
}

const IDLE_PINS: SpiPins = SpiPins {
    sck: false,
    csn: true,
    io0: false,
};

/// The host processor of a device with a NOR flash.
///
/// The owner reports the level of IO1 with [`on_line`](SpiHost::on_line), calls
/// [`step`](SpiHost::step) at [`wake`](SpiHost::wake), and wires [`drives`](SpiHost::drives) to the
/// host segment. Only `step` and `set_running` change what it drives.
#[derive(Clone)]
pub struct SpiHost {
    phase: Phase,
    at: Time,
    pins: SpiPins,
    io1: bool,
    booted: bool,
    /// Opcode and address, most significant bit first.
    request: u32,
    /// Clocks of the frame that are over.
    clocks: usize,
    shift: u8,
    address: u32,
    wanted: usize,
    buffer: Vec<u8>,
    next_read: Time,
    part: &'static NorPart,
    half: Span,
    boot_bytes: usize,
    period: Span,
    random: Rng,
    boots: u32,
    boot_image: Option<Vec<u8>>,
    reads: Vec<HostRead>,
    reads_ok: u64,
}

/// Opcode and address in bits.
const REQUEST_BITS: usize = 32;

impl SpiHost {
    /// A host in reset. It reads `boot_bytes` (1 to the size of `part`; other values are clamped)
    /// from address 0 when it starts, and then [16](HostRead) at an address drawn from `seed`
    /// every `period`, with SCK at `hz`, at most [`HOST_HZ_MAX`].
    pub fn new(
        part: &'static NorPart,
        hz: u32,
        boot_bytes: u32,
        period: Span,
        seed: u64,
    ) -> SpiHost {
        let half = 500_000_000_000 / u64::from(hz.clamp(1, HOST_HZ_MAX));
        let boot_bytes = boot_bytes.clamp(1, part.bytes) as usize;
        SpiHost {
            phase: Phase::Off,
            at: Time::NEVER,
            pins: IDLE_PINS,
            io1: false,
            booted: false,
            request: 0,
            clocks: 0,
            shift: 0,
            address: 0,
            wanted: 0,
            buffer: Vec::with_capacity(boot_bytes.max(READ_BYTES)),
            next_read: Time::NEVER,
            part,
            half: Span::from_ps(half),
            boot_bytes,
            period,
            random: Rng::new(seed),
            boots: 0,
            boot_image: None,
            reads: Vec::with_capacity(READS_KEPT),
            reads_ok: 0,
        }
    }

    /// When [`step`](SpiHost::step) has to be called; NEVER when nothing is scheduled.
    #[inline]
    pub fn wake(&self) -> Time {
        self.at
    }

    /// The settled level of IO1 on the host segment.
    #[inline]
    pub fn on_line(&mut self, io1: bool) {
        self.io1 = io1;
    }

    /// Does what is scheduled for `now` or earlier; nothing when it is called too early.
    pub fn step(&mut self, now: Time) {
        if now < self.at {
            return;
        }
        match self.phase {
            Phase::Off => self.at = Time::NEVER,
            Phase::Idle => self.select(now),
            Phase::Low => self.rise(now),
            Phase::High => self.fall(now),
        }
    }

    /// What it drives; `None` in reset.
    #[inline]
    pub fn drives(&self) -> Option<SpiPins> {
        (self.phase != Phase::Off).then_some(self.pins)
    }

    /// Its reset is released (`running`: powered and `host_reset_n` high) or applied, with IO1 at
    /// that level. Results and images are kept.
    pub fn set_running(&mut self, now: Time, running: bool, io1: bool) {
        if running == self.is_running() {
            return;
        }
        self.io1 = io1;
        self.pins = IDLE_PINS;
        self.booted = false;
        (self.phase, self.at) = if running {
            (Phase::Idle, now + BOOT_DELAY)
        } else {
            (Phase::Off, Time::NEVER)
        };
    }

    /// Out of reset.
    pub fn is_running(&self) -> bool {
        self.phase != Phase::Off
    }

    /// Boot reads completed, ever.
    pub fn boots(&self) -> u32 {
        self.boots
    }

    /// What the last completed boot read found.
    pub fn boot_image(&self) -> Option<&[u8]> {
        self.boot_image.as_deref()
    }

    /// The last 64 periodic reads, oldest first.
    pub fn reads(&self) -> &[HostRead] {
        &self.reads
    }

    /// Periodic reads that have ended.
    pub fn reads_ok(&self) -> u64 {
        self.reads_ok
    }

    /// While CSn is low.
    pub fn reading(&self) -> bool {
        matches!(self.phase, Phase::Low | Phase::High)
    }

    fn select(&mut self, now: Time) {
        if self.booted {
            self.wanted = READ_BYTES;
            let reach = self.part.bytes.min(REACH_BYTES);
            self.address = self.random.below_u32(reach - READ_BYTES as u32 + 1);
            self.next_read = now + self.period;
        } else {
            self.wanted = self.boot_bytes;
            self.address = 0;
        }
        self.buffer.clear();
        self.clocks = 0;
        self.request = u32::from(READ) << 24 | self.address;
        self.pins = SpiPins {
            csn: false,
            io0: self.request >> 31 == 1,
            ..IDLE_PINS
        };
        self.phase = Phase::Low;
        self.at = now + self.half;
    }

    fn rise(&mut self, now: Time) {
        self.shift = self.shift << 1 | u8::from(self.io1);
        self.clocks += 1;
        if self.clocks > REQUEST_BITS && self.clocks.is_multiple_of(8) {
            self.buffer.push(self.shift);
        }
        self.pins.sck = true;
        self.phase = Phase::High;
        self.at = now + self.half;
    }

    fn fall(&mut self, now: Time) {
        self.pins.sck = false;
        if self.buffer.len() == self.wanted {
            self.finish(now);
            return;
        }
        let bits_left = REQUEST_BITS.checked_sub(self.clocks + 1);
        self.pins.io0 = bits_left.is_some_and(|left| self.request >> left & 1 == 1);
        self.phase = Phase::Low;
        self.at = now + self.half;
    }

    fn finish(&mut self, now: Time) {
        self.pins.csn = true;
        self.phase = Phase::Idle;
        if !self.booted {
            self.booted = true;
            self.boots += 1;
            self.boot_image = Some(self.buffer.clone());
            self.at = now + self.period;
            return;
        }
        self.at = self.next_read.max(now + self.half + self.half);
        let mut bytes = [0; READ_BYTES];
        bytes.copy_from_slice(&self.buffer);
        self.reads_ok += 1;
        if self.reads.len() == READS_KEPT {
            self.reads.remove(0);
        }
        self.reads.push(HostRead {
            at: now,
            address: self.address,
            result: Ok(bytes),
        });
    }
}
