//! Where the changes of the nets go: VCD, transaction log, digest, recording, and the guard of the source.
//!
//! [`Observers`] bundles them for the scheduler. What is not asked for costs one branch; the guard
//! is never off.

pub mod digest;
pub mod i2c;
pub mod recording;
pub mod vcd;

use std::io::{self, Write};

use crate::nets::{Levels, Net, Pin, Side};
use crate::time::Time;
use digest::Digest;
use i2c::{I2cDecoder, SourceGuard, SourceWrite, TransactionLog};
use recording::Recording;
use umbilical_soft_mcu::eeprom::Part;
use vcd::VcdSink;

/// Where a trace or a log is written to.
pub type Writer = Box<dyn Write + Send>;

const SOURCE_SCL: u128 = Net::new(Side::A, Pin::BusScl).mask();
const SOURCE_SDA: u128 = Net::new(Side::A, Pin::BusSda).mask();

/// The observers of a system. All of them look at board A's memory segment as the source's.
pub struct Observers {
    vcd: Option<VcdSink<Writer>>,
    log: Option<(I2cDecoder, TransactionLog<Writer>)>,
    digest: Option<Digest>,
    recording: Option<Recording>,
    guard: SourceGuard,
}

impl Observers {
    /// Nothing but the guard of a source with this part.
    pub fn new(part: &'static Part) -> Observers {
        Observers {
            vcd: None,
            log: None,
            digest: None,
            recording: None,
            guard: SourceGuard::new(part),
        }
    }

    /// The guard as it stands, and no sinks.
    pub fn without_sinks(&self) -> Observers {
        Observers {
            vcd: None,
            log: None,
            digest: self.digest,
            recording: None,
            guard: self.guard.clone(),
        }
    }

    /// Writes every pin change to `writer`; the nets have `levels` now.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub fn trace_to(&mut self, writer: Writer, levels: Levels) -> io::Result<()> {
        self.vcd = Some(VcdSink::new(writer, levels)?);
        Ok(())
    }

    /// Writes the transactions on the source's segment to `writer`.
    pub fn log_to(&mut self, writer: Writer) {
        self.log = Some((I2cDecoder::new(), TransactionLog::new(writer)));
    }

    /// Keeps a digest of all changes from now on.
    pub fn keep_digest(&mut self) {
        self.digest = Some(Digest::new());
    }

    /// The digest, when one is kept.
    pub fn digest(&self) -> Option<u64> {
        self.digest.as_ref().map(Digest::value)
    }

    /// Keeps all changes in memory from now on; the nets have `levels` now.
    pub fn record(&mut self, levels: Levels) {
        self.recording = Some(Recording::new(levels));
    }

    /// What was recorded up to `end`, and ends the recording.
    pub fn take_recording(&mut self, end: Time) -> Option<Recording> {
        let mut recording = self.recording.take()?;
        recording.finish(end);
        Some(recording)
    }

    /// The first data byte that went to the source, if one did.
    pub fn source_write(&self) -> Option<SourceWrite> {
        self.guard.first()
    }

    /// The nets in `changed` have new levels at `at`.
    #[inline]
    pub fn change(&mut self, at: Time, levels: Levels, changed: u128) {
        if changed & (SOURCE_SCL | SOURCE_SDA) != 0 {
            let read = levels.read();
            let (scl, sda) = (read & SOURCE_SCL != 0, read & SOURCE_SDA != 0);
            self.guard.on_lines(at, scl, sda);
            if let Some((decoder, log)) = &mut self.log
                && let Some(event) = decoder.on_lines(at, scl, sda)
            {
                log.on_event(event);
            }
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

    /// The memory of `side` lost its supply: what was under way on its segment is over.
    pub fn power_lost(&mut self, at: Time, side: Side) {
        if side == Side::A {
            self.guard.reset();
            if let Some((decoder, log)) = &mut self.log {
                decoder.reset();
                log.reset(at);
            }
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
        if let Some((_, log)) = self.log.take() {
            log.finish(end)?.flush()?;
        }
        Ok(())
    }
}
