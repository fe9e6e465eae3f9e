//! One device: found, held, worked with, let go, and left in order whatever happens.
//!
//! * `limits` — how long blocks may take with this memory at this rate.
//! * `leave` — letting the device go, and how it was left.

mod leave;
mod limits;

use std::time::Duration;

use umbilical_soft_mcu::journal::MarkerState;
use umbilical_soft_mcu::layout::{Layout, TypeCheck};
use umbilical_soft_mcu::link::answer::ProbeAck;
use umbilical_soft_mcu::link::request::{LAYOUT_BYTES, LayoutRecord};
use umbilical_soft_mcu::link::{BASE_BAUD, Reason, Span};

use super::memory;
use super::problem::{DeviceError, Problem};
use crate::backup::{DeviceId, MemoryId};
use crate::error::Error;
use crate::layout;
use crate::link::client::Client;
use crate::link::{LinkError, Transport};
use crate::output;
use crate::port::find::device_id;
use crate::port::{Guarded, Stop};

/// Rates that adapters have, below the one that a device may name.
const BAUDS: [u32; 6] = [3_000_000, 2_000_000, 1_000_000, 921_600, 460_800, 230_400];
/// A command may take so long, and beside that [`DEADLINE_TIMES`] as long as the memory's bytes take
/// at [`BASE_BAUD`].
const DEADLINE_BASE: Duration = Duration::from_secs(180);
const DEADLINE_TIMES: u32 = 4;
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

    /// Has a device that could not ask its flash when it started do so: with a hold.
    ///
    /// # Errors
    /// Those of the link.
    pub fn ask_memory(&mut self) -> Result<(), Problem> {
        if self.ack.bytes == 0 {
            self.hold()?;
            self.ack = self.client.probe()?;
            self.allow(Duration::ZERO);
        }
        Ok(())
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

    /// `problem`, as an error of this device.
    pub fn failed(&self, problem: Problem) -> Error {
        Error::Device(Box::new(DeviceError {
            port: self.port.clone(),
            problem,
            left: None,
        }))
    }
}
