//! What all steps of a rescue share: the two memories, the tally, and what to do when the bus
//! misbehaves.

use crate::eeprom::Part;
use crate::memory::{self, Destination, Source};
use crate::platform::{Outcome, Platform};
use crate::registers::{I2cResult, sense, switch_status};
use crate::report::{Fault, Phase, word};
use crate::store::JournalFault;
use crate::timing::Times;

/// How often one bus operation is tried again before the rescue gives up.
const RETRIES_MAX: u32 = 8;
/// Pause before another try. Eight of them outlast the debouncing of PRESENT, so that a cable
/// being pulled is told from a disturbed bus.
const PAUSE_MS: u32 = 2;
/// What the watchdog is given each time.
const WATCHDOG_MS: u32 = 2000;

/// Why a rescue ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The cable is out, or the other device took its memory back.
    SourceGone,
    /// A named fault and the number that belongs to it.
    Fault(Fault, u32),
}

impl From<JournalFault> for Stop {
    fn from(JournalFault(result): JournalFault) -> Self {
        Stop::Fault(Fault::Journal, result as u32)
    }
}

/// The fault that a bus operation ends in when no retry helped.
fn fault_of(result: I2cResult) -> Fault {
    match result {
        I2cResult::StuckLow | I2cResult::StretchTimeout | I2cResult::BusBusy => Fault::BusStuck,
        I2cResult::DataNack => Fault::WriteProtected,
        I2cResult::PollDeadline => Fault::WriteTimeout,
        _ => Fault::BusError,
    }
}

/// True after results that may leave a memory in the middle of a byte.
fn may_be_stuck(result: I2cResult) -> bool {
    matches!(
        result,
        I2cResult::StuckLow
            | I2cResult::StretchTimeout
            | I2cResult::BusBusy
            | I2cResult::ArbitrationLost
    )
}

/// Gives the watchdog its full time.
pub(crate) fn kick<P: Platform>(p: &mut P, times: Times) {
    p.kick(WATCHDOG_MS * times.ms);
}

/// Sleeps for `cycles`.
pub(crate) fn pause<P: Platform>(p: &mut P, cycles: u32) {
    let until = p.now().wrapping_add(cycles);
    p.sleep_until(until);
}

/// True while SDA of the memory segment is low and SCL is high: a memory stopped inside a byte,
/// unless a transaction is under way.
pub(crate) fn sda_held<P: Platform>(p: &mut P) -> bool {
    let lines = p.switch_status() / switch_status::BUS_SCL;
    lines & 0b11 == 0b01
}

/// One rescue under way.
pub(crate) struct Job<'a, P> {
    pub p: &'a mut P,
    pub times: Times,
    pub part: &'static Part,
    pub source: Source,
    pub destination: Destination,
    /// The journal was told that this rescue has begun.
    pub marked: bool,
    /// Data may have reached the destination, in this rescue or one before.
    pub touched: bool,
    retries: u32,
}

impl<'a, P: Platform> Job<'a, P> {
    pub fn new(p: &'a mut P, times: Times, part: &'static Part, touched: bool) -> Self {
        let job = Self {
            p,
            times,
            part,
            source: Source::new(part),
            destination: Destination::new(part),
            marked: false,
            touched,
            retries: 0,
        };
        job.p.report(word::PAGES, part.pages());
        for counter in word::PAGES_DONE..=word::RETRIES {
            job.p.report(counter, 0);
        }
        job
    }

    pub fn phase(&mut self, phase: Phase) {
        self.p.report(word::PHASE, phase as u32);
    }

    pub fn kick(&mut self) {
        kick(self.p, self.times);
    }

    /// True when the source cannot be reached any more.
    pub fn source_gone(&mut self) -> bool {
        let present = sense::PRESENT | sense::PRESENT << sense::RAW_SHIFT;
        let peer = sense::PEER_VCC | sense::PEER_VCC << sense::RAW_SHIFT;
        let inputs = self.p.sense();
        inputs & present != present
            || inputs & peer != 0
            || self.p.switch_status() & switch_status::PORT == 0
    }

    /// After a failed operation: `Ok` when it is worth another try, with the bus freed.
    #[inline(never)]
    pub fn again(&mut self, tries: &mut u32, outcome: Outcome) -> Result<(), Stop> {
        self.retries += 1;
        self.p.report(word::RETRIES, self.retries);
        *tries += 1;
        self.kick();
        if may_be_stuck(outcome.result) || sda_held(self.p) {
            self.p.run(memory::recover());
        }
        pause(self.p, PAUSE_MS * self.times.ms);
        if self.source_gone() {
            return Err(Stop::SourceGone);
        }
        if *tries > RETRIES_MAX {
            return Err(Stop::Fault(fault_of(outcome.result), outcome.result as u32));
        }
        Ok(())
    }
}
