//! The EEPROM on the shared bus: joining the segments, and the steps of a rescue in direct mode.

use crate::copy::{Copier, Plan};
use crate::eeprom::{Part, StrapPin};
use crate::job::{self, Job, RETRIES_MAX, Stopped};
use crate::journal::{Equipped, PART_NOR, Settings};
use crate::kind::{Kind, Steps};
use crate::layout::{Policy, Region, Space};
use crate::memory::{self, Destination, Source, Transfer};
use crate::platform::{Outcome, Platform};
use crate::registers::{I2cResult, sense, switch, switch_status};
use crate::report::{Fault, word};
use crate::server::{About, Own};
use crate::timing::{BUS_HZ_BOOT, BUS_HZ_MIN, I2cTiming, Times, reached};

/// A probed memory may be in a write cycle of its own (5 ms).
const PROBE_MS: u32 = 10;
/// The engine's deadline for a free bus and for the end of a write cycle.
const DEADLINE_MS: u32 = 25;
const STRETCH_MS: u32 = 25;
/// How long a busy host segment is waited for before the host is disconnected all the same.
const HOST_IDLE_MS: u32 = 100;
/// How long the port may take to become idle: the other controller frees a held bus within 60 ms.
const PORT_MS: u32 = 150;
/// The board's gate on the other side needs 130 us to close.
const GATE_US: u32 = 200;
/// How long joining the host may take before the bus is looked at.
const JOIN_MS: u32 = 50;
/// SDA held low for this long counts as stuck while this device is the source.
const STUCK_MS: u32 = 50;
/// Bytes of the smallest block of a device address.
const BLOCK_BYTES: u32 = 256;
/// A difference counts when it shows this often.
const LOOKS: u32 = 3;

/// Sets the engine up for the journal alone, before any settings are known: 380 kHz.
pub(crate) fn set_up_journal<P: Platform>(p: &mut P, times: Times) {
    // 1.3 us is the longer one of the minima of Fast-mode.
    let phase = (times.us + (times.us >> 2) + (times.us >> 4)) as u16;
    let timing = I2cTiming {
        low: phase,
        high: phase,
    };
    set_timing(p, times, &timing);
}

fn set_timing<P: Platform>(p: &mut P, times: Times, timing: &I2cTiming) {
    p.set_timing(timing, STRETCH_MS * times.ms);
    p.set_deadline(DEADLINE_MS * times.ms);
}

fn set_up<P: Platform>(p: &mut P, times: Times, bus_hz: u32) -> I2cTiming {
    let timing = I2cTiming::new(p.clock_hz(), bus_hz);
    set_timing(p, times, &timing);
    timing
}

/// Both EEPROMs, as the steps of a rescue see them.
#[derive(Clone)]
pub struct Pair {
    /// Index of the part in the journal's settings.
    pub(crate) id: u8,
    pub(crate) part: &'static Part,
    pub(crate) source: Source,
    pub(crate) destination: Destination,
}

/// The EEPROM on the shared bus.
pub struct I2c {
    times: Times,
    id: u8,
    part: &'static Part,
    plan: Plan,
    /// When SDA was first seen low without a pause, as a source.
    held_since: Option<u32>,
}

impl Default for I2c {
    fn default() -> Self {
        Self {
            times: Times::default(),
            id: 0,
            part: crate::eeprom::JOURNAL_PART,
            plan: Plan::default(),
            held_since: None,
        }
    }
}

impl<P: Platform> Kind<P> for I2c {
    type Pair = Pair;
    type Steps = Copier;

    const HOST_NEEDS_MEMORY: bool = false;

    fn fits(settings: &Settings) -> bool {
        settings.part != PART_NOR
    }

    fn set_up(&mut self, p: &mut P, times: Times, settings: Option<&Settings>) {
        self.times = times;
        if let Some(settings) = settings {
            self.id = settings.part;
            if let Some(Equipped::Eeprom(part)) = settings.memory() {
                self.part = part;
            }
        }
        let part = self.part;
        let wanted = settings.map_or(BUS_HZ_BOOT, |settings| settings.bus_hz);
        let timing = set_up(p, times, wanted.min(part.bus_hz_max).max(BUS_HZ_MIN));
        let buffer_bytes = settings.map_or(0, |settings| settings.buffer_bytes);
        let address_bytes = u32::from(part.address_bytes);
        self.plan = Plan::new(buffer_bytes, part.page_bytes, address_bytes, timing.bit());
    }

    fn join_host(&self, p: &mut P) -> bool {
        if p.switch_status() & switch_status::HOST != 0 {
            return true;
        }
        p.set_switch(0);
        if sda_held(p) {
            p.run(memory::recover());
        }
        p.set_switch(switch::HOST);
        let deadline = p.now().wrapping_add(JOIN_MS * self.times.ms);
        while p.switch_status() & switch_status::HOST == 0 {
            if reached(p.now(), deadline) {
                p.set_switch(0);
                return false;
            }
            job::pause(p, 10 * self.times.us);
        }
        true
    }

    fn part_host(&self, p: &mut P) {
        if p.switch_status() & switch_status::HOST != 0 {
            let deadline = p.now().wrapping_add(HOST_IDLE_MS * self.times.ms);
            while p.switch_status() & switch_status::HOST_BUSY != 0 && !reached(p.now(), deadline) {
            }
        }
        p.set_switch(0);
    }

    fn offer(&mut self, p: &mut P) {
        self.held_since = None;
        p.set_switch(switch::PORT);
    }

    /// A destination that vanished in the middle of a read leaves this memory inside a byte.
    /// Traffic keeps SCL low half of the time, so it does not survive fifty looks.
    fn watch_offer(&mut self, p: &mut P) {
        let now = p.now();
        self.held_since = match self.held_since {
            _ if !sda_held(p) => None,
            Some(since) if reached(now, since.wrapping_add(STUCK_MS * self.times.ms)) => {
                p.run(memory::recover());
                None
            }
            None => Some(now),
            since => since,
        };
    }

    fn join_port(&self, job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        let deadline = job.p.now().wrapping_add(PORT_MS * self.times.ms);
        job.p.set_switch(switch::PORT);
        let mut look = job.p.now().wrapping_add(self.times.ms);
        while job.p.switch_status() & switch_status::PORT == 0 {
            if job.p.sense() & sense::PRESENT << sense::RAW_SHIFT == 0 {
                return Err(job.gone());
            }
            let now = job.p.now();
            if reached(now, deadline) {
                let status = job.p.switch_status();
                return Err(job.fault(Fault::PortStuck, status));
            }
            if reached(now, look) {
                if sda_held(job.p) {
                    job.p.run(memory::recover());
                }
                look = now.wrapping_add(self.times.ms);
            }
            job::pause(job.p, 20 * self.times.us);
        }
        job::pause(job.p, GATE_US * self.times.us);
        Ok(())
    }

    fn take_memory(&self, p: &mut P) {
        p.set_switch(0);
        if sda_held(p) {
            p.run(memory::recover());
        }
    }

    fn can_be_rescued(&self, job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        let part = self.part;
        if part.strap == StrapPin::None {
            let bits = u32::from(part.block_bits);
            return Err(job.fault(Fault::PartWithoutStrap, bits));
        }
        Ok(())
    }

    fn pair(&self) -> Pair {
        Pair {
            id: self.id,
            part: self.part,
            source: Source::new(self.part),
            destination: Destination::new(self.part),
        }
    }

    fn learn(&mut self, _pair: &Pair) {}

    fn about(&self) -> About {
        Kind::<P>::pair(self).about()
    }

    fn steps(&self) -> Copier {
        Copier::new(self.plan)
    }
}

/// True while SDA of the memory segment is low and SCL is high: a memory stopped inside a byte,
/// unless a transaction is under way.
fn sda_held<P: Platform>(p: &mut P) -> bool {
    let lines = p.switch_status() / switch_status::BUS_SCL;
    lines & 0b11 == 0b01
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

impl<P: Platform> Job<'_, P, Pair> {
    /// True when the source cannot be reached any more.
    pub(crate) fn source_gone(&mut self) -> bool {
        self.peer_gone() || self.p.switch_status() & switch_status::PORT == 0
    }

    /// After a failed operation: `Ok` when it is worth another try, with the bus freed.
    #[inline(never)]
    pub(crate) fn again(&mut self, tries: &mut u32, outcome: Outcome) -> Result<(), Stopped> {
        if may_be_stuck(outcome.result) || sda_held(self.p) {
            self.p.run(memory::recover());
        }
        *tries += 1;
        self.retry();
        // Without the port there is no source that could be missed.
        if !self.alone && self.source_gone() {
            return Err(self.gone());
        }
        if *tries > RETRIES_MAX {
            return Err(self.fault(fault_of(outcome.result), outcome.result as u32));
        }
        Ok(())
    }
}

impl<P: Platform> Steps<P> for Copier {
    type Pair = Pair;

    /// Do both memories answer, and is the source no larger?
    fn connect(&mut self, job: &mut Job<P, Pair>) -> Result<Space, Stopped> {
        job.p.set_deadline(PROBE_MS * job.times.ms);
        let (source, destination) = (job.memory.source.probe(), job.memory.destination.probe());
        let found = answers(job, source, Fault::NoSource)
            .and_then(|()| answers(job, destination, Fault::NoDestination));
        job.p.set_deadline(DEADLINE_MS * job.times.ms);
        found?;
        crate::size::check(job)?;
        let part = job.memory.part;
        Ok(Space {
            bytes: part.bytes,
            unit: part.page_bytes,
        })
    }

    fn admit(&mut self, job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        let shift = job.memory.part.page_bytes.trailing_zeros();
        let pages = job.layout.bytes(Policy::Copy) >> shift;
        job.p.report(word::PAGES, pages);
        same_type(job)
    }

    fn protection(&self) -> u32 {
        0
    }

    fn fetch(&mut self, job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        self.enter_region(&job.layout);
        self.fetch_unit(job)
    }

    fn unlock(&mut self, _job: &mut Job<P, Pair>, _protection: u32) -> Result<(), Stopped> {
        Ok(())
    }

    #[inline(never)]
    fn pass(&mut self, job: &mut Job<P, Pair>) -> Result<(), Stopped> {
        self.copy_units(job)
    }

    fn scan(
        &mut self,
        job: &mut Job<P, Pair>,
        region: Region,
        register: u32,
    ) -> Result<u32, Stopped> {
        self.hold_off(job);
        Pair::scan(job, &region, register)
    }

    fn rewind(&mut self) {
        self.start_over();
    }

    fn crc(&self) -> u32 {
        self.source_crc()
    }

    fn lock(&mut self, _job: &mut Job<P, Pair>, _protection: u32) -> Result<(), Stopped> {
        Ok(())
    }
}

/// Compares the bytes that tell the type of a device.
fn same_type<P: Platform>(job: &mut Job<P, Pair>) -> Result<(), Stopped> {
    let check = job.layout.type_check();
    let mut at = check.offset;
    let end = at + check.length;
    while at < end {
        // No transaction crosses a block of the device address.
        let piece = (BLOCK_BYTES - (at & (BLOCK_BYTES - 1))).min(end - at);
        let steps = [
            job.memory.source.read(at, piece, 0),
            job.memory.destination.compare(at, piece, 0),
        ];
        equal(job, &steps, Fault::TypeMismatch, at)?;
        at += piece;
    }
    Ok(())
}

/// Reads, and at last compares. Ends in `fault` when that has shown a difference time and again,
/// with the address of the first one: `at` is that of the first byte compared.
///
/// A memory that answered the first read and not one after it is taken to differ.
pub(crate) fn equal<P: Platform>(
    job: &mut Job<P, Pair>,
    steps: &[Transfer],
    fault: Fault,
    at: u32,
) -> Result<(), Stopped> {
    let (mut tries, mut looks) = (0, 0);
    loop {
        let mut left = steps.len();
        let mut outcome = Outcome {
            result: I2cResult::Ok,
            count: 0,
        };
        for step in steps {
            outcome = job.p.run(*step);
            left -= 1;
            if outcome.result != I2cResult::Ok {
                break;
            }
        }
        let differs = match outcome.result {
            I2cResult::Ok => return Ok(()),
            I2cResult::AddressNack => left != 0 && left + 1 != steps.len(),
            result => result == I2cResult::Mismatch,
        };
        if !differs {
            job.again(&mut tries, outcome)?;
            continue;
        }
        looks += 1;
        if looks == LOOKS {
            if job.source_gone() {
                return Err(job.gone());
            }
            return Err(job.fault(fault, at + outcome.count));
        }
    }
}

fn answers<P: Platform>(
    job: &mut Job<P, Pair>,
    probe: Transfer,
    missing: Fault,
) -> Result<(), Stopped> {
    let mut tries = 0;
    loop {
        let outcome = job.p.run(probe.polled());
        match outcome.result {
            I2cResult::Ok => return Ok(()),
            I2cResult::PollDeadline if job.source_gone() => return Err(job.gone()),
            I2cResult::PollDeadline => return Err(job.fault(missing, probe.device())),
            _ => job.again(&mut tries, outcome)?,
        }
    }
}
