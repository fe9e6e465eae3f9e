//! One device: found, held, worked with, let go, and left in order whatever happens.

use std::time::Duration;

use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::layout::{Layout, TypeCheck};
use umbilical_soft_mcu::link::answer::{MemoryKind, ProbeAck};
use umbilical_soft_mcu::link::request::{LAYOUT_BYTES, LayoutRecord};
use umbilical_soft_mcu::link::{BASE_BAUD, Reason, Span};

use super::memory;
use super::problem::{DeviceError, Left, Problem};
use crate::backup::{DeviceId, MemoryId};
use crate::error::Error;
use crate::layout;
use crate::link::block_size::BYTES_MAX;
use crate::link::client::Client;
use crate::link::read_window::ReadLimits;
use crate::link::write_window::WriteLimits;
use crate::link::{LinkError, Transport};
use crate::output;
use crate::port::find::device_id;
use crate::port::{Guarded, Stop};

/// Rates that adapters have, below the one that a device may name.
const BAUDS: [u32; 6] = [3_000_000, 2_000_000, 1_000_000, 921_600, 460_800, 230_400];
/// How long a device is given to be let go when something went wrong.
const GRACE: Duration = Duration::from_secs(5);
/// A command may take so long, and beside that [`DEADLINE_TIMES`] as long as the memory's bytes take
/// at [`BASE_BAUD`].
const DEADLINE_BASE: Duration = Duration::from_secs(180);
const DEADLINE_TIMES: u32 = 4;
/// Write cycles and programs, at worst: `eeprom.rs` and the slowest flash of `nor.rs`.
const PAGE_MS_MAX: u64 = 5;
/// An EEPROM at 100 kHz takes so long for a byte.
const EEPROM_BYTE_US: u64 = 100;

/// What was done to a device so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Looked,
    Held,
    Written,
    /// The device was asked to compare it all, and to mark it complete.
    Ending,
}

/// A device at the end of a line.
pub struct Session<T> {
    port: String,
    client: Client<Guarded<T>>,
    ack: ProbeAck,
    memory: Option<MemoryId>,
    baud: u32,
    stage: Stage,
}

impl<T: Transport> Session<T> {
    /// Finds the device on `line`, which is called `port`. `number` tells this run from others.
    ///
    /// # Errors
    /// [`Problem::Silent`] when nobody answers, or what is wrong on the link.
    pub fn open(port: &str, line: T, number: u16, stop: &Stop) -> Result<Self, Error> {
        Session::open_or_back(port, line, number, stop).map_err(|(error, _)| error)
    }

    /// The same, which gives the line back when there is nobody.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_or_back(port: &str, line: T, number: u16, stop: &Stop) -> Result<Self, (Error, T)> {
        let mut client = Client::new(Guarded::new(line, stop.clone()), number);
        let failed = |problem| {
            Error::Device(Box::new(DeviceError {
                port: port.to_owned(),
                problem,
                left: None,
            }))
        };
        let ack = match client.probe() {
            Ok(ack) => ack,
            Err(error) => {
                let problem = match error {
                    LinkError::NoAnswer { .. } => Problem::Silent,
                    error => error.into(),
                };
                return Err((failed(problem), client.into_transport().into_line()));
            }
        };
        let mut session = Self {
            port: port.to_owned(),
            memory: None,
            client,
            ack,
            baud: BASE_BAUD,
            stage: Stage::Looked,
        };
        session.allow(Duration::ZERO);
        Ok(session)
    }

    /// The deadline that a command states for a memory of so many bytes, counted from the answer to
    /// `Probe`, when a plan takes `plan` at most.
    pub fn deadline_for(bytes: u32, plan: Duration) -> Duration {
        let line_time = Duration::from_secs(u64::from(bytes) * 10 / u64::from(BASE_BAUD));
        DEADLINE_BASE + line_time * DEADLINE_TIMES + plan * 2
    }

    /// Sets the deadline anew, now that it is known what is to be written.
    pub fn allow(&mut self, plan: Duration) {
        let guard = self.client.transport();
        let deadline = guard.now() + Self::deadline_for(self.ack.bytes, plan);
        guard.set_deadline(deadline);
    }

    /// The port's name.
    pub fn port(&self) -> &str {
        &self.port
    }

    /// Who it says that it is.
    pub fn ack(&self) -> &ProbeAck {
        &self.ack
    }

    /// Which device it is.
    pub fn id(&self) -> DeviceId {
        device_id(&self.ack)
    }

    /// The rate in use, in baud.
    pub fn baud(&self) -> u32 {
        self.baud
    }

    /// Its memory.
    ///
    /// # Errors
    /// [`Problem::UnknownMemory`].
    pub fn memory(&mut self) -> Result<MemoryId, Problem> {
        if let Some(memory) = &self.memory {
            return Ok(memory.clone());
        }
        let memory = memory::of(&self.ack)?;
        Ok(self.memory.insert(memory).clone())
    }

    /// Its memory may be half written.
    pub fn is_incomplete(&self) -> bool {
        u32::from(self.ack.marker) == MarkerState::Incomplete as u32
    }

    /// Changes to `baud`, or without one to the highest that device and port have. A line that does
    /// not bear it stays at the base rate.
    ///
    /// # Errors
    /// Those of the link.
    pub fn speed_up(&mut self, baud: Option<u32>) -> Result<(), Problem> {
        let most = self.ack.baud_max;
        let wanted: Vec<u32> = match baud {
            Some(baud) => vec![baud],
            None => BAUDS.into_iter().filter(|baud| *baud <= most).collect(),
        };
        for baud in wanted {
            // The port is asked first: when it does not take the rate, the device must not change.
            let guard = self.client.transport();
            let taken = guard.set_baud(baud).is_ok();
            guard.set_baud(BASE_BAUD).map_err(LinkError::Io)?;
            if !taken || baud == BASE_BAUD {
                continue;
            }
            match self.client.set_speed(baud) {
                // A clock that does not divide to it; the next lower one may do.
                Err(LinkError::Refused { .. }) => {}
                set => {
                    self.baud = set?;
                    return Ok(());
                }
            }
        }
        if let Some(baud) = baud.filter(|baud| *baud != BASE_BAUD) {
            output::say(&format!(
                "note: {}: {baud} baud is not to be had, {BASE_BAUD} is used",
                self.port
            ));
        }
        Ok(())
    }

    /// The layout in its journal; `None`: the whole memory is copied, or the firmware does not say,
    /// which people are told of.
    ///
    /// # Errors
    /// [`Problem::BadLayout`], and those of the link.
    pub fn layout(&mut self) -> Result<Option<Layout>, Problem> {
        let space = self.memory()?.space();
        let bytes = match self.client.layout() {
            Ok(bytes) => bytes,
            Err(LinkError::Refused { refusal, .. })
                if matches!(refusal.reason, Reason::UnknownType | Reason::NotHeld) =>
            {
                output::say(&format!(
                    "note: {}: this firmware does not tell the device's layout; what it keeps is \
                     not known",
                    self.port
                ));
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let record = LayoutRecord::parse(&bytes);
        let record = record.ok_or_else(|| Problem::BadLayout("it is cut short".into()))?;
        record.layout(space).map_err(|error| {
            let problem = layout::Problem::new(error, &[], TypeCheck::NONE, space);
            Problem::BadLayout(problem.to_string())
        })
    }

    /// Puts a layout into its journal.
    ///
    /// # Errors
    /// [`Problem::Incomplete`], for what was begun with one layout is not finished with another; and
    /// those of the link.
    pub fn set_layout(&mut self, layout: &Layout) -> Result<(), Problem> {
        if self.is_incomplete() {
            return Err(Problem::Incomplete);
        }
        let mut bytes = [0; LAYOUT_BYTES];
        let record = LayoutRecord::encode(Some(layout), &mut bytes);
        Ok(self.client.set_layout(record)?)
    }

    /// Holds the host and takes the memory.
    ///
    /// # Errors
    /// Those of the link.
    pub fn hold(&mut self) -> Result<(), Problem> {
        // Before the answer: it may be what gets lost.
        self.stage = self.stage.max(Stage::Held);
        let held = self.client.hold(true);
        if let Err(LinkError::Refused { .. }) = held {
            self.stage = Stage::Looked;
        }
        Ok(held?)
    }

    /// Marks the memory incomplete. From here on it counts as written, until
    /// [`finished`](Self::finished).
    ///
    /// # Errors
    /// Those of the link.
    pub(super) fn begin_writing(&mut self, span: Span) -> Result<(), Problem> {
        self.stage = Stage::Written;
        let begun = self.client.data_start(span);
        if let Err(LinkError::Refused { .. }) = begun {
            self.stage = Stage::Held;
        }
        Ok(begun?)
    }

    /// The device is asked to mark the memory complete.
    pub(super) fn begin_ending(&mut self) {
        self.stage = Stage::Ending;
    }

    /// The device has marked the memory complete.
    pub(super) fn finished(&mut self) {
        self.stage = Stage::Held;
    }

    /// Requests, for the work itself.
    pub(super) fn client(&mut self) -> &mut Client<Guarded<T>> {
        &mut self.client
    }

    /// How to read: a block may take long at a low rate and from a slow memory, and that is not
    /// silence.
    pub(super) fn read_limits(&self) -> ReadLimits {
        let block = u64::from(BYTES_MAX);
        let silence = Duration::from_micros(2 * (self.line_us(block) + self.read_us(block)));
        let usual = ReadLimits::default();
        ReadLimits {
            queue: usize::from(self.ack.queue).clamp(1, usual.queue),
            silence: usual.silence + silence,
            ..usual
        }
    }

    /// How to write.
    pub(super) fn write_limits(&self) -> WriteLimits {
        let usual = WriteLimits::default();
        let page = u64::from(self.ack.page_bytes.max(1));
        let most = usize::from(self.ack.slot_bytes).clamp(1, usual.slot_bytes);
        // Whole pages, or the next write programs the rest of one again.
        let slot = match most as u64 / page {
            0 => most as u64,
            pages => pages * page,
        };
        let slots = u64::from(self.ack.slots.max(1));
        let pages = slot.div_ceil(page);
        let busy_us = self.line_us(slot) + 2 * self.read_us(slot) + pages * PAGE_MS_MAX * 1000;
        WriteLimits {
            slots: slots as usize,
            slot_bytes: slot as usize,
            silence: usual.silence + Duration::from_micros(slots * busy_us),
            ..usual
        }
    }

    fn line_us(&self, bytes: u64) -> u64 {
        bytes * 10 * 1_000_000 / u64::from(self.baud)
    }

    fn read_us(&self, bytes: u64) -> u64 {
        match MemoryKind::from_code(self.ack.kind.into()) {
            Some(MemoryKind::Eeprom) => EEPROM_BYTE_US * bytes,
            _ => bytes,
        }
    }

    /// Lets the device go after `result`, and says in an error how it was left. Gives the line back.
    ///
    /// # Errors
    /// That of `result`; without one, that the device could not be let go.
    pub fn end<R>(mut self, result: Result<R, Error>) -> (Result<R, Error>, T) {
        let gone = matches!(&result, Err(Error::Device(error)) if error.problem.is_line_gone());
        let ended = match (result, self.stage) {
            (result, Stage::Looked) => result,
            (Err(error), _) => {
                let left = self.leave(gone);
                Err(with_left(error, left))
            }
            (Ok(value), _) => match self.client.hold(false) {
                Ok(()) => Ok(value),
                Err(error) => {
                    let left = self.leave(false);
                    Err(with_left(self.failed(error.into()), left))
                }
            },
        };
        if !gone && self.baud != BASE_BAUD {
            // The next run finds the device at once; else it is back by itself in 10 s.
            self.client.transport().last_words(GRACE);
            let _ = self.client.set_speed(BASE_BAUD);
        }
        (ended, self.client.into_transport().into_line())
    }

    /// Lets the device go when something went wrong.
    fn leave(&mut self, gone: bool) -> Left {
        let written = self.stage >= Stage::Written;
        let unknown = match written {
            true => Left::PerhapsIncomplete,
            false => Left::PerhapsHeld,
        };
        if gone {
            return unknown;
        }
        self.client.transport().last_words(GRACE);
        if written {
            match self.client.probe() {
                Ok(ack) => self.ack = ack,
                Err(_) => return unknown,
            }
            if self.is_incomplete() {
                return Left::Incomplete;
            }
        }
        match (self.client.hold(false), self.stage) {
            (Ok(()), _) if self.is_incomplete() => Left::Incomplete,
            (Ok(()), Stage::Ending) => Left::Complete,
            (Ok(()), _) => Left::Running,
            (Err(_), _) => unknown,
        }
    }

    /// `problem`, as an error of this device.
    pub fn failed(&self, problem: Problem) -> Error {
        Error::Device(Box::new(DeviceError {
            port: self.port.clone(),
            problem,
            left: None,
        }))
    }
}

fn with_left(error: Error, left: Left) -> Error {
    match error {
        Error::Device(mut error) => {
            error.left = Some(left);
            Error::Device(error)
        }
        error => error,
    }
}
