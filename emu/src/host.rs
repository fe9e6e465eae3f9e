//! The host processor of a device, as the memory segment sees it: an I2C master of its own.
//!
//! When its reset is released it waits for [`BOOT_DELAY`], reads its configuration from the memory
//! whose strap is high, and from then on reads 16 bytes somewhere in it every `period`. It only
//! reads, and judges nothing: results are kept for whoever knows what they should have been.
//!
//! ```text
//!  Off -> Idle -> WaitBus -> StartHold -> [Low -> Set -> Rising -> High]* -> Stopped -> Idle
//! ```
//!
//! One round of the bracket is one clock. SDA changes [`SDA_HOLD`] after SCL's fall and is sampled
//! right before the next one. The high time counts from when SCL is *seen* high, so a memory that
//! stretches the clock, and a repeater that delays it, only slow the bus down.
//!
//! The host is the only master of its segment: a clock that falls too early is taken for a slave's
//! stretching and waited out.

mod processor;
pub mod spi;

use crate::rng::Rng;
use crate::time::{Span, Time};
use umbilical_soft_mcu::eeprom::Part;

pub use processor::Processor;

/// Release of the reset to the first access.
pub const BOOT_DELAY: Span = Span::from_ms(1);
/// End of a failed boot read to the next attempt.
pub const BOOT_RETRY: Span = Span::from_ms(5);
/// Longest time that SCL may be stretched.
pub const STRETCH_TIMEOUT: Span = Span::from_ms(10);
/// Longest wait for a free bus.
pub const BUS_TIMEOUT: Span = Span::from_ms(10);
/// SCL's fall to the host's change of SDA.
pub const SDA_HOLD: Span = Span::from_ns(300);
/// Both lines high for so long: the bus is free without a STOP (SMBus 3.1, tHIGH,MAX).
pub const IDLE_TIME: Span = Span::from_us(50);

/// Results kept.
const READS_KEPT: usize = 64;
/// Bytes of a periodic read.
const READ_BYTES: usize = 16;

/// Why a read failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostError {
    /// The memory did not acknowledge its device address or a word-address byte.
    NoAck,
    /// The host let go of SDA and it stayed low: another master, or a line that is stuck.
    ArbitrationLost,
    /// SCL was held low for longer than [`STRETCH_TIMEOUT`].
    StretchTimeout,
    /// The bus was not free for [`BUS_TIMEOUT`].
    BusBusy,
}

/// A read that has ended: a periodic one, or a boot read that failed (address 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostRead {
    /// When it ended.
    pub at: Time,
    /// First byte address in the memory.
    pub address: u32,
    /// The bytes, or why there are none.
    pub result: Result<[u8; READ_BYTES], HostError>,
}

/// What the host waits for; its timer is `Host::at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Held in reset.
    Off,
    /// For the time of the next read.
    Idle,
    /// For a free bus, until the deadline.
    WaitBus { deadline: Time },
    /// START said, SCL still high.
    StartHold,
    /// SCL low, SDA still as it was.
    Low,
    /// SCL low, SDA set.
    Set,
    /// SCL let go and not yet high, until the deadline.
    Rising,
    /// SCL high.
    High,
    /// STOP said; the bus-free time runs.
    Stopped,
}

/// What the clock under way is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    /// Sends a bit.
    Send(bool),
    /// Leaves SDA to the memory.
    Listen,
    RepeatedStart,
    Stop,
}

/// The byte on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Byte {
    DeviceWrite,
    AddressHigh,
    AddressLow,
    DeviceRead,
    Data,
}

/// The host processor of one device.
///
/// The owner reports settled levels of the host segment with [`on_lines`](Host::on_lines), calls
/// [`step`](Host::step) at [`wake`](Host::wake), and wires [`scl_low`](Host::scl_low) and
/// [`sda_low`](Host::sda_low) to the lines. Only `step` and `set_running` change what it drives.
#[derive(Clone)]
pub struct Host {
    phase: Phase,
    at: Time,
    scl_low: bool,
    sda_low: bool,
    scl: bool,
    sda: bool,
    /// From when on the bus counts as free if nothing moves; NEVER while a line is low.
    free_at: Time,
    clock: Clock,
    byte: Byte,
    /// Complete bits of `byte`; 8 during its ninth clock.
    bits: u8,
    shift: u8,
    /// Outcome, once it is known and only STOP is left.
    outcome: Result<(), HostError>,
    booted: bool,
    address: u32,
    wanted: usize,
    buffer: Vec<u8>,
    next_read: Time,
    part: &'static Part,
    t_low: Span,
    t_high: Span,
    boot_bytes: usize,
    period: Span,
    random: Rng,
    boots: u32,
    boot_image: Option<Vec<u8>>,
    reads: Vec<HostRead>,
    reads_ok: u64,
    reads_failed: u64,
}

impl Host {
    /// A host in reset. It reads `boot_bytes` (1 to the size of `part`; other values are clamped)
    /// from address 0 when it starts, and then [16](HostRead) at an address drawn from `seed`
    /// every `period`. `bus_hz` is 100,000 or 400,000; another frequency has the duty cycle of
    /// the nearer one.
    pub fn new(part: &'static Part, bus_hz: u32, boot_bytes: u32, period: Span, seed: u64) -> Host {
        let clock = 1_000_000_000_000 / u64::from(bus_hz.max(1));
        // 400 kHz: 1.6 us low is a memory's tAA of 0.9 us and two passes of a repeater, and 0.9 us
        // are left. 100 kHz: tHIGH >= 4 us and tLOW >= 4.7 us ask for equal halves.
        let low = if bus_hz > 200_000 {
            clock * 16 / 25
        } else {
            clock / 2
        };
        let boot_bytes = boot_bytes.clamp(1, part.bytes) as usize;
        Host {
            phase: Phase::Off,
            at: Time::NEVER,
            scl_low: false,
            sda_low: false,
            scl: false,
            sda: false,
            free_at: Time::NEVER,
            clock: Clock::Listen,
            byte: Byte::DeviceWrite,
            bits: 0,
            shift: 0,
            outcome: Ok(()),
            booted: false,
            address: 0,
            wanted: 0,
            buffer: Vec::with_capacity(boot_bytes.max(READ_BYTES)),
            next_read: Time::NEVER,
            part,
            t_low: Span::from_ps(low),
            t_high: Span::from_ps(clock - low),
            boot_bytes,
            period,
            random: Rng::new(seed),
            boots: 0,
            boot_image: None,
            reads: Vec::with_capacity(READS_KEPT),
            reads_ok: 0,
            reads_failed: 0,
        }
    }

    /// When [`step`](Host::step) has to be called; NEVER when nothing is scheduled.
    #[inline]
    pub fn wake(&self) -> Time {
        self.at
    }

    /// The settled levels of the host segment became `scl` and `sda` at `now`. Never changes what
    /// the host drives: that happens in [`step`](Host::step), at a later instant.
    pub fn on_lines(&mut self, now: Time, scl: bool, sda: bool) {
        let before = (self.scl, self.sda);
        if before == (scl, sda) {
            return;
        }
        self.scl = scl;
        self.sda = sda;
        self.free_at = match (before, scl && sda) {
            (_, false) => Time::NEVER,
            // SDA rose under a high SCL: STOP.
            ((true, false), true) => now + self.t_low,
            (_, true) => now + IDLE_TIME,
        };
        match self.phase {
            Phase::WaitBus { deadline } => self.at = self.free_at.min(deadline),
            Phase::Rising if scl => {
                self.phase = Phase::High;
                self.at = now + self.t_high;
            }
            Phase::High if !scl => {
                self.phase = Phase::Rising;
                self.at = now + STRETCH_TIMEOUT;
            }
            _ => {}
        }
    }

    /// Does what is scheduled for `now` or earlier; nothing when it is called too early.
    pub fn step(&mut self, now: Time) {
        if now < self.at {
            return;
        }
        match self.phase {
            Phase::Off => self.at = Time::NEVER,
            Phase::Idle => self.prepare(now),
            Phase::WaitBus { .. } => self.start_or_give_up(now),
            Phase::StartHold => self.pull_scl(now),
            Phase::Low => self.set_sda(now),
            Phase::Set => self.release_scl(now),
            Phase::Rising => self.abandon(now, HostError::StretchTimeout),
            Phase::High => self.end_clock(now),
            Phase::Stopped if self.scl && self.sda => self.finish(now, self.outcome),
            // STOP did not come through.
            Phase::Stopped => self.abandon(now, HostError::ArbitrationLost),
        }
    }

    /// True while the host pulls SCL low.
    #[inline]
    pub fn scl_low(&self) -> bool {
        self.scl_low
    }

    /// True while the host pulls SDA low.
    #[inline]
    pub fn sda_low(&self) -> bool {
        self.sda_low
    }

    /// Its reset is released (`running`: powered and `host_reset_n` high) or applied, with the
    /// lines at `scl` and `sda`. In reset it drives nothing; results and images are kept.
    pub fn set_running(&mut self, now: Time, running: bool, scl: bool, sda: bool) {
        if running == self.is_running() {
            return;
        }
        self.release();
        self.scl = scl;
        self.sda = sda;
        self.free_at = if scl && sda {
            now + IDLE_TIME
        } else {
            Time::NEVER
        };
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

    /// The last 64 reads, oldest first: periodic ones, and boot reads that failed.
    pub fn reads(&self) -> &[HostRead] {
        &self.reads
    }

    /// Periodic reads that brought their bytes.
    pub fn reads_ok(&self) -> u64 {
        self.reads_ok
    }

    /// Reads that failed, boot reads included.
    pub fn reads_failed(&self) -> u64 {
        self.reads_failed
    }

    /// From START to the end of the bus-free time after STOP.
    pub fn reading(&self) -> bool {
        !matches!(self.phase, Phase::Off | Phase::Idle | Phase::WaitBus { .. })
    }

    fn release(&mut self) {
        self.scl_low = false;
        self.sda_low = false;
    }

    /// Chooses what to read and waits for the bus.
    fn prepare(&mut self, now: Time) {
        if self.booted {
            self.wanted = READ_BYTES;
            self.address = self
                .random
                .below_u32(self.part.bytes - READ_BYTES as u32 + 1);
            self.next_read = now + self.period;
        } else {
            self.wanted = self.boot_bytes;
            self.address = 0;
        }
        self.buffer.clear();
        let deadline = now + BUS_TIMEOUT;
        self.phase = Phase::WaitBus { deadline };
        self.at = self.free_at.min(deadline);
        if now >= self.at {
            self.start_or_give_up(now);
        }
    }

    fn start_or_give_up(&mut self, now: Time) {
        if now < self.free_at {
            self.finish(now, Err(HostError::BusBusy));
            return;
        }
        self.outcome = Ok(());
        self.sda_low = true;
        self.begin_byte(Byte::DeviceWrite);
        self.phase = Phase::StartHold;
        self.at = now + self.t_high;
    }

    fn pull_scl(&mut self, now: Time) {
        self.scl_low = true;
        self.phase = Phase::Low;
        self.at = now + SDA_HOLD;
    }

    fn set_sda(&mut self, now: Time) {
        self.sda_low = matches!(self.clock, Clock::Send(false) | Clock::Stop);
        self.phase = Phase::Set;
        self.at = now + Span::from_ps(self.t_low.ps().saturating_sub(SDA_HOLD.ps()));
    }

    fn release_scl(&mut self, now: Time) {
        self.scl_low = false;
        self.phase = Phase::Rising;
        self.at = now + STRETCH_TIMEOUT;
    }

    /// The high time is over: SDA is sampled, and the next clock begins.
    fn end_clock(&mut self, now: Time) {
        match self.clock {
            Clock::Send(true) | Clock::RepeatedStart if !self.sda => {
                self.abandon(now, HostError::ArbitrationLost);
            }
            Clock::Send(_) | Clock::Listen => {
                self.take_bit(self.sda);
                self.pull_scl(now);
            }
            Clock::RepeatedStart => {
                self.sda_low = true;
                self.begin_byte(Byte::DeviceRead);
                self.phase = Phase::StartHold;
                self.at = now + self.t_high;
            }
            Clock::Stop => {
                self.sda_low = false;
                self.phase = Phase::Stopped;
                self.at = now + self.t_low;
            }
        }
    }

    /// A clock has brought `bit`; chooses the next one.
    fn take_bit(&mut self, bit: bool) {
        if self.bits == 8 {
            self.byte_done(bit);
            return;
        }
        self.bits += 1;
        self.shift = self.shift << 1 | u8::from(bit);
        self.clock = match self.byte {
            Byte::Data if self.bits == 8 => {
                self.buffer.push(self.shift);
                Clock::Send(self.buffer.len() == self.wanted)
            }
            Byte::Data => Clock::Listen,
            _ if self.bits == 8 => Clock::Listen,
            _ => Clock::Send(self.outgoing() >> (7 - self.bits) & 1 != 0),
        };
    }

    /// What a byte that the host sends consists of.
    fn outgoing(&self) -> u8 {
        let device = self.part.device(true, self.address) << 1;
        match self.byte {
            Byte::DeviceWrite => device,
            Byte::DeviceRead => device | 1,
            Byte::AddressHigh => (self.address >> 8) as u8,
            Byte::AddressLow => self.address as u8,
            Byte::Data => 0xFF,
        }
    }

    fn begin_byte(&mut self, byte: Byte) {
        self.byte = byte;
        self.bits = 0;
        self.shift = 0;
        self.clock = match byte {
            Byte::Data => Clock::Listen,
            _ => Clock::Send(self.outgoing() & 0x80 != 0),
        };
    }

    /// The ninth clock of a byte showed `nack`.
    fn byte_done(&mut self, nack: bool) {
        match self.byte {
            // The host's own acknowledge.
            Byte::Data if self.buffer.len() < self.wanted => self.begin_byte(Byte::Data),
            Byte::Data => self.clock = Clock::Stop,
            _ if nack => {
                self.outcome = Err(HostError::NoAck);
                self.clock = Clock::Stop;
            }
            Byte::DeviceWrite if self.part.address_bytes == 2 => {
                self.begin_byte(Byte::AddressHigh);
            }
            Byte::DeviceWrite | Byte::AddressHigh => self.begin_byte(Byte::AddressLow),
            Byte::AddressLow => self.clock = Clock::RepeatedStart,
            Byte::DeviceRead => self.begin_byte(Byte::Data),
        }
    }

    /// Lets go of both lines. There is no STOP: a line that somebody else holds allows none.
    fn abandon(&mut self, now: Time, error: HostError) {
        self.release();
        self.finish(now, Err(error));
    }

    fn finish(&mut self, now: Time, outcome: Result<(), HostError>) {
        self.phase = Phase::Idle;
        if self.booted {
            self.at = self.next_read.max(now + self.t_low);
        } else if outcome.is_ok() {
            self.booted = true;
            self.boots += 1;
            self.boot_image = Some(self.buffer.clone());
            self.at = now + self.period;
            return;
        } else {
            self.at = now + BOOT_RETRY;
        }
        let mut bytes = [0; READ_BYTES];
        let result = outcome.map(|()| {
            bytes.copy_from_slice(&self.buffer);
            bytes
        });
        self.reads_ok += u64::from(result.is_ok());
        self.reads_failed += u64::from(result.is_err());
        if self.reads.len() == READS_KEPT {
            self.reads.remove(0);
        }
        self.reads.push(HostRead {
            at: now,
            address: self.address,
            result,
        });
    }
}

#[cfg(test)]
mod tests;
