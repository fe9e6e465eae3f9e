//! A host processor, on whichever bus its memory is.

use super::spi::SpiHost;
use super::{Host, HostRead};
use crate::nets::Pin;
use crate::time::Time;
use crate::wiring::Drive;

/// The host processor of a board.
#[derive(Clone)]
pub enum Processor {
    /// On the shared bus.
    I2c(Host),
    /// On the point-to-point bus.
    Spi(SpiHost),
}

const I2C_LINES: u64 = Pin::HostScl.bit() | Pin::HostSda.bit();

macro_rules! either {
    ($self:expr, $host:ident => $what:expr) => {
        match $self {
            Processor::I2c($host) => $what,
            Processor::Spi($host) => $what,
        }
    };
}

impl Processor {
    /// When [`step`](Self::step) has something to do next.
    #[inline]
    pub fn wake(&self) -> Time {
        either!(self, host => host.wake())
    }

    /// Does what is due at `now`.
    #[inline]
    pub fn step(&mut self, now: Time) {
        either!(self, host => host.step(now));
    }

    /// What it drives.
    #[inline]
    pub fn drive(&self) -> Drive {
        match self {
            Processor::I2c(host) => Drive {
                low: u64::from(host.scl_low()) << Pin::HostScl as u32
                    | u64::from(host.sda_low()) << Pin::HostSda as u32,
                high: 0,
            },
            Processor::Spi(host) => host.drives().map_or(Drive::default(), |pins| {
                let high = u64::from(pins.sck) << Pin::HostSck as u32
                    | u64::from(pins.csn) << Pin::HostCsn as u32
                    | u64::from(pins.io0) << Pin::HostIo0 as u32;
                let all = Pin::HostSck.bit() | Pin::HostCsn.bit() | Pin::HostIo0.bit();
                Drive {
                    low: all & !high,
                    high,
                }
            }),
        }
    }

    /// The board's levels settled; `changed` says which are new. True when it listened.
    #[inline]
    pub fn on_pins(&mut self, now: Time, pins: u64, changed: u64) -> bool {
        match self {
            Processor::I2c(host) if changed & I2C_LINES != 0 => {
                host.on_lines(
                    now,
                    pins & Pin::HostScl.bit() != 0,
                    pins & Pin::HostSda.bit() != 0,
                );
            }
            Processor::Spi(host) if changed & Pin::HostIo1.bit() != 0 => {
                host.on_line(pins & Pin::HostIo1.bit() != 0);
            }
            _ => return false,
        }
        true
    }

    /// Its reset is released or applied, with the board's levels at `pins`.
    pub fn set_running(&mut self, now: Time, running: bool, pins: u64) {
        let level = |pin: Pin| pins & pin.bit() != 0;
        match self {
            Processor::I2c(host) => {
                host.set_running(now, running, level(Pin::HostScl), level(Pin::HostSda));
            }
            Processor::Spi(host) => host.set_running(now, running, level(Pin::HostIo1)),
        }
    }

    /// Out of reset.
    pub fn is_running(&self) -> bool {
        either!(self, host => host.is_running())
    }

    /// Boot reads completed, ever.
    pub fn boots(&self) -> u32 {
        either!(self, host => host.boots())
    }

    /// What the last completed boot read found.
    pub fn boot_image(&self) -> Option<&[u8]> {
        either!(self, host => host.boot_image())
    }

    /// The last 64 reads, oldest first: periodic ones, and boot reads that failed.
    pub fn reads(&self) -> &[HostRead] {
        either!(self, host => host.reads())
    }

    /// Periodic reads that brought their bytes.
    pub fn reads_ok(&self) -> u64 {
        either!(self, host => host.reads_ok())
    }

    /// Reads that failed, boot reads included. On the point-to-point bus none can.
    pub fn reads_failed(&self) -> u64 {
        match self {
            Processor::I2c(host) => host.reads_failed(),
            Processor::Spi(_) => 0,
        }
    }

    /// A read is under way.
    pub fn reading(&self) -> bool {
        either!(self, host => host.reading())
    }
}
