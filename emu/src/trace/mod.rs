//! Where the changes of the nets go: VCD, transaction log, digest, recording, and the guard of the source.
//!
//! [`Observers`] bundles them for the scheduler. What is not asked for costs one branch; the guard
//! is never off.
//!
//! Bytes that pass between an engine and a flash in one go ([`crate::burst`]) change no net that
//! anybody is told of: observers get a [`BurstRecord`] instead, and end up as if they had seen every
//! bit. Those that must see the bits themselves say so with [`Observers::next_look`].

pub mod digest;
pub mod i2c;
pub mod recording;
pub mod spi;
pub mod vcd;

use std::io::{self, Write};

use crate::burst::Flow;
use crate::nets::{Levels, Net, Pin, Side, of_board, on_board};
use crate::time::Time;
use digest::RunDigest;
use i2c::{I2cDecoder, SourceGuard, TransactionLog};
use recording::Recording;
use spi::{FrameLog, SpiDecoder, SpiGuard};
use umbilical_soft_mcu::eeprom::Part;
use vcd::VcdSink;

/// Where a trace or a log is written to.
pub type Writer = Box<dyn Write + Send>;

/// The nets of both UARTs.
const UART: u128 = on_board(Pin::UART, Side::A) | on_board(Pin::UART, Side::B);
const SOURCE_SCL: u128 = Net::new(Side::A, Pin::BusScl).mask();
const SOURCE_SDA: u128 = Net::new(Side::A, Pin::BusSda).mask();
/// Whose change says something on board A's memory segment of the point-to-point bus.
const SOURCE_SPI: u128 = spi_nets(Side::A);

/// Whose change says something on the memory segment of `side`: clock, chip select, and the supply
/// without which there is nobody to talk to. Data lines are looked at when the clock rises.
const fn spi_nets(side: Side) -> u128 {
    let (sck, csn) = (Net::new(side, Pin::MemSck), Net::new(side, Pin::MemCsn));
    sck.mask() | csn.mask() | Net::new(side, Pin::Vout).mask()
}

/// What digital inputs read on the memory segment of `side`. Without a supply nothing is selected.
#[inline]
fn spi_lines(levels: Levels, side: Side) -> spi::Lines {
    let read = of_board(levels.read(), side);
    spi::Lines {
        sck: read & Pin::MemSck.bit() != 0,
        csn: read & Pin::MemCsn.bit() != 0 || read & Pin::Vout.bit() == 0,
        io: (read >> Pin::MemIo0 as u32 & 0xF) as u8,
    }
}

/// Bytes that were moved between an engine and a flash with nobody told of the bits.
pub struct BurstRecord<'a> {
    /// The board on whose memory segment they were.
    pub side: Side,
    /// Which way they went.
    pub flow: Flow,
    /// The bytes.
    pub bytes: &'a [u8],
    /// The last rise of SCK of the byte with this index.
    pub rise: &'a dyn Fn(usize) -> Time,
    /// The levels of all nets after the last byte.
    pub levels: Levels,
}

/// What was written to a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceWrite {
    /// A data byte, on the shared bus.
    Data(i2c::SourceWrite),
    /// An opcode that does not only read, on the point-to-point bus.
    Opcode(spi::SpiWrite),
}

/// What watches the source, by the bus that its memory is on.
#[derive(Clone, Debug)]
enum Guard {
    I2c(SourceGuard),
    Spi(SpiGuard),
}

/// What is said to the source, as text.
enum Log {
    I2c(I2cDecoder, TransactionLog<Writer>),
    Spi(SpiDecoder, FrameLog<Writer>),
}

/// The observers of a system. All of them look at board A's memory segment as the source's.
pub struct Observers {
    vcd: Option<VcdSink<Writer>>,
    log: Option<Log>,
    digest: Option<RunDigest>,
    recording: Option<Recording>,
    guard: Guard,
    /// Something is connected to a UART.
    uart: bool,
}

impl Observers {
    /// Nothing but the guard of a source with this part on the shared bus.
    pub fn new(part: &'static Part) -> Observers {
        Observers::with_guard(Guard::I2c(SourceGuard::new(part)))
    }

    /// Nothing but the guard of a source with a flash on the point-to-point bus.
    pub fn of_flash() -> Observers {
        Observers::with_guard(Guard::Spi(SpiGuard::new()))
    }

    fn with_guard(guard: Guard) -> Observers {
        Observers {
            vcd: None,
            log: None,
            digest: None,
            recording: None,
            guard,
            uart: false,
        }
    }

    /// The guard as it stands, and no sinks.
    pub fn without_sinks(&self) -> Observers {
        Observers {
            digest: self.digest.clone(),
            uart: self.uart,
            ..Observers::with_guard(self.guard.clone())
        }
    }

    /// The pins that boards of this kind have, for traces.
    fn pins(&self) -> u64 {
        let uart = if self.uart { Pin::UART } else { 0 };
        match self.guard {
            Guard::I2c(_) => Pin::SHARED_BUS | uart,
            Guard::Spi(_) => vcd::ALL_PINS & !Pin::UART | uart,
        }
    }

    /// Traces, recordings and digests that are begun from now on have the UARTs' pins.
    pub fn see_uart(&mut self) {
        self.uart = true;
    }

    /// Writes every pin change to `writer`; the nets have `levels` now.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub fn trace_to(&mut self, writer: Writer, levels: Levels) -> io::Result<()> {
        self.vcd = Some(VcdSink::new(writer, levels, self.pins())?);
        Ok(())
    }

    /// Limits the trace to what happens from `from` to `to`, both included: what it then holds is
    /// what the whole trace has there. To be called after [`trace_to`](Self::trace_to), before
    /// the first change.
    pub fn trace_window(&mut self, from: Time, to: Time) {
        self.vcd = self.vcd.take().map(|vcd| vcd.with_window(from, to));
    }

    /// Writes the transactions on the source's segment to `writer`.
    pub fn log_to(&mut self, writer: Writer) {
        self.log = Some(match self.guard {
            Guard::I2c(_) => Log::I2c(I2cDecoder::new(), TransactionLog::new(writer)),
            Guard::Spi(_) => Log::Spi(SpiDecoder::new(), FrameLog::new(writer)),
        });
    }

    /// Keeps a digest of all changes from now on.
    pub fn keep_digest(&mut self) {
        self.digest = Some(RunDigest::new(self.uart));
    }

    /// The digest, when one is kept.
    pub fn digest(&self) -> Option<u64> {
        self.digest.as_ref().map(RunDigest::value)
    }

    /// Keeps all changes in memory from now on; the nets have `levels` now.
    pub fn record(&mut self, levels: Levels) {
        self.recording = Some(Recording::new(levels, self.pins()));
    }

    /// What was recorded up to `end`, and ends the recording.
    pub fn take_recording(&mut self, end: Time) -> Option<Recording> {
        let mut recording = self.recording.take()?;
        recording.finish(end);
        Some(recording)
    }

    /// The first thing that was written to the source, if there is one.
    pub fn source_write(&self) -> Option<SourceWrite> {
        match &self.guard {
            Guard::I2c(guard) => guard.first().map(SourceWrite::Data),
            Guard::Spi(guard) => guard.first().map(SourceWrite::Opcode),
        }
    }

    /// From when on somebody looks at the pins themselves, so that no burst may pass that instant:
    /// `now` while somebody does, [`Time::NEVER`] when nobody will.
    #[inline]
    pub fn next_look(&self, now: Time) -> Time {
        if self.recording.is_some() {
            return now;
        }
        let vcd = self.vcd.as_ref();
        vcd.map_or(Time::NEVER, |vcd| vcd.next_look(now))
    }

    /// Whether somebody uses the times of bytes that are moved in one go.
    pub fn times_bytes(&self) -> bool {
        self.digest.is_some() || self.log.is_some()
    }

    /// The nets in `changed` have new levels at `at`.
    #[inline]
    pub fn change(&mut self, at: Time, levels: Levels, changed: u128) {
        if !self.uart && changed & !UART == 0 {
            // Nothing is there that could be seen.
            return;
        }
        match &self.guard {
            Guard::I2c(_) if changed & (SOURCE_SCL | SOURCE_SDA) != 0 => {
                let read = levels.read();
                self.source_i2c(at, read & SOURCE_SCL != 0, read & SOURCE_SDA != 0);
            }
            Guard::Spi(_) if changed & SOURCE_SPI != 0 => self.source_spi(at, levels),
            _ => {}
        }
        if let Some(vcd) = &mut self.vcd {
            vcd.change(at, levels, changed);
        }
        if let Some(digest) = &mut self.digest {
            digest.change(at, levels, changed);
        }
        if let Some(recording) = &mut self.recording {
            recording.change(at, levels);
        }
    }

    #[inline]
    fn source_i2c(&mut self, at: Time, scl: bool, sda: bool) {
        if let Guard::I2c(guard) = &mut self.guard {
            guard.on_lines(at, scl, sda);
        }
        if let Some(Log::I2c(decoder, log)) = &mut self.log
            && let Some(event) = decoder.on_lines(at, scl, sda)
        {
            log.on_event(event);
        }
    }

    #[inline]
    fn source_spi(&mut self, at: Time, levels: Levels) {
        let lines = spi_lines(levels, Side::A);
        if let Guard::Spi(guard) = &mut self.guard {
            let strap = levels.read() & Net::new(Side::A, Pin::Strap).mask() != 0;
            guard.on_lines(at, lines, !strap);
        }
        if let Some(Log::Spi(decoder, log)) = &mut self.log
            && let Some(event) = decoder.on_lines(at, lines)
        {
            log.on_event(event);
        }
    }

    /// Bytes were moved in one go; what follows is told by [`change`](Self::change) again.
    pub fn burst(&mut self, record: &BurstRecord) {
        if record.side == Side::A
            && let Some(Log::Spi(decoder, log)) = &mut self.log
        {
            decoder.burst(record.flow, record.bytes, record.rise, |event| {
                log.on_event(event)
            });
        }
        if let Some(digest) = &mut self.digest {
            digest.burst(record);
        }
        if let Some(vcd) = &mut self.vcd {
            vcd.pass(record.levels);
        }
        debug_assert!(
            self.recording.is_none(),
            "a burst while every pin is recorded"
        );
    }

    /// The memory of `side` lost its supply: what was under way on its segment is over.
    pub fn power_lost(&mut self, at: Time, side: Side) {
        if side != Side::A {
            return;
        }
        match &mut self.guard {
            Guard::I2c(guard) => guard.reset(),
            Guard::Spi(guard) => guard.reset(),
        }
        match &mut self.log {
            Some(Log::I2c(decoder, log)) => {
                decoder.reset();
                log.reset(at);
            }
            Some(Log::Spi(decoder, log)) => {
                decoder.reset();
                log.reset(at);
            }
            None => {}
        }
    }

    /// Closes trace and log.
    ///
    /// # Errors
    /// The first error that a sink met while it was written to.
    pub fn finish(&mut self, end: Time) -> io::Result<()> {
        if let Some(vcd) = self.vcd.take() {
            vcd.finish(end)?.flush()?;
        }
        match self.log.take() {
            Some(Log::I2c(_, log)) => log.finish(end)?.flush(),
            Some(Log::Spi(_, log)) => log.finish(end)?.flush(),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
