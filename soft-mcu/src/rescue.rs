//! A whole rescue: find both memories, mark the journal, copy, verify, commit.
//!
//! ```text
//! probe both -> size check -> marker "incomplete" -> pass -> read back -> marker "complete"
//!                                                     ^          |
//!                                                     +- repair -+   (at most three)
//! ```
//!
//! From the moment the marker stands until it says "complete", no cut and no reset lets the host
//! run on the memory.

use crate::copy::{Copier, Plan};
use crate::crc;
use crate::job::{self, Job, Stop};
use crate::journal::{Marker, MarkerState};
use crate::memory::{self, Transfer};
use crate::platform::Platform;
use crate::registers::{BUFFER_BYTES, I2cResult, sense, switch, switch_status};
use crate::report::{Fault, Phase, word};
use crate::store::Journal;
use crate::timing::{Times, reached};

/// How often the memory is repaired when it does not read back as the source did.
const REPAIRS_MAX: u32 = 3;
/// A probed memory may be in a write cycle of its own (5 ms).
const PROBE_MS: u32 = 10;
/// The engine's deadline for a free bus and for the end of a write cycle.
pub(crate) const DEADLINE_MS: u32 = 25;
/// How long a busy host segment is waited for before the host is disconnected all the same.
const HOST_IDLE_MS: u32 = 100;
/// How long the port may take to become idle: the other controller frees a held bus within 60 ms.
const PORT_MS: u32 = 150;
/// The board's gate on the other side needs 130 us to close.
const GATE_US: u32 = 200;

/// Disconnects the host, in a quiet moment of its segment if there is one.
pub(crate) fn part_from_host<P: Platform>(p: &mut P, times: Times) {
    if p.switch_status() & switch_status::HOST != 0 {
        let deadline = p.now().wrapping_add(HOST_IDLE_MS * times.ms);
        while p.switch_status() & switch_status::HOST_BUSY != 0 && !reached(p.now(), deadline) {}
    }
    p.set_switch(0);
}

/// Joins the memory segment to the port. The host must be disconnected.
pub(crate) fn join_port<P: Platform>(p: &mut P, times: Times) -> Result<(), Stop> {
    let deadline = p.now().wrapping_add(PORT_MS * times.ms);
    p.set_switch(switch::PORT);
    let mut look = p.now().wrapping_add(times.ms);
    while p.switch_status() & switch_status::PORT == 0 {
        if p.sense() & sense::PRESENT << sense::RAW_SHIFT == 0 {
            return Err(Stop::SourceGone);
        }
        let now = p.now();
        if reached(now, deadline) {
            return Err(Stop::Fault(Fault::PortStuck, p.switch_status()));
        }
        if reached(now, look) {
            if job::sda_held(p) {
                p.run(memory::recover());
            }
            look = now.wrapping_add(times.ms);
        }
        job::pause(p, 20 * times.us);
    }
    job::pause(p, GATE_US * times.us);
    Ok(())
}

/// Runs the rescue over the joined port.
pub(crate) fn run<P: Platform>(
    job: &mut Job<P>,
    journal: &mut Journal,
    plan: Plan,
) -> Result<(), Stop> {
    find(job)?;
    crate::size::check(job)?;
    let mut copier = Copier::new(plan, job.part.bytes);
    mark(job, journal, &mut copier)?;
    job.phase(Phase::Copy);
    copier.pass(job)?;
    let mut repairs = 0;
    while !reads_back(job, &mut copier)? {
        if repairs == REPAIRS_MAX {
            return Err(Stop::Fault(Fault::Verify, !copier.crc()));
        }
        repairs += 1;
        job.phase(Phase::Copy);
        copier.rewind();
        copier.pass(job)?;
    }
    job.phase(Phase::Commit);
    let marker = Marker {
        state: MarkerState::Complete,
        image_crc: !copier.crc(),
        epoch: journal.marker().epoch,
    };
    job.kick();
    Ok(journal.write(job.p, marker)?)
}

/// Do both memories answer?
fn find<P: Platform>(job: &mut Job<P>) -> Result<(), Stop> {
    job.p.set_deadline(PROBE_MS * job.times.ms);
    let (source, destination) = (job.source.probe(), job.destination.probe());
    let found = answers(job, source, Fault::NoSource)
        .and_then(|()| answers(job, destination, Fault::NoDestination));
    job.p.set_deadline(DEADLINE_MS * job.times.ms);
    found
}

fn answers<P: Platform>(job: &mut Job<P>, probe: Transfer, missing: Fault) -> Result<(), Stop> {
    let mut tries = 0;
    loop {
        let outcome = job.p.run(probe.polled());
        match outcome.result {
            I2cResult::Ok => return Ok(()),
            I2cResult::PollDeadline if job.source_gone() => return Err(Stop::SourceGone),
            I2cResult::PollDeadline => return Err(Stop::Fault(missing, probe.device())),
            _ => job.again(&mut tries, outcome)?,
        }
    }
}

/// Makes the journal say "incomplete". The first unit is fetched during its write cycle.
fn mark<P: Platform>(
    job: &mut Job<P>,
    journal: &mut Journal,
    copier: &mut Copier,
) -> Result<(), Stop> {
    let before = journal.marker();
    if before.state == MarkerState::Incomplete {
        return Ok(());
    }
    let marker = Marker {
        state: MarkerState::Incomplete,
        image_crc: 0,
        epoch: before.epoch.wrapping_add(1),
    };
    job.marked = true;
    journal.begin(job.p, marker)?;
    copier.fetch(job)?;
    Ok(journal.confirm(job.p, marker)?)
}

/// Reads the whole destination. True when its CRC is that of the source.
fn reads_back<P: Platform>(job: &mut Job<P>, copier: &mut Copier) -> Result<bool, Stop> {
    job.phase(Phase::Verify);
    copier.hold_off(job);
    // No transaction crosses a block of the device address.
    let chunk = BUFFER_BYTES.min(1 << (8 * u32::from(job.part.address_bytes)));
    let mut register = crc::INITIAL;
    let mut at = 0;
    while at < job.part.bytes {
        job.kick();
        let mut tries = 0;
        loop {
            job.p.set_crc(register);
            let outcome = job.p.run(job.destination.scan(at, chunk).polled());
            if outcome.result == I2cResult::Ok {
                break;
            }
            job.again(&mut tries, outcome)?;
        }
        register = job.p.crc();
        at += chunk;
        job.p.report(word::BYTES_VERIFIED, at);
    }
    Ok(register == copier.crc())
}
