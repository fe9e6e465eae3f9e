//! A whole rescue: find both memories, mark the journal, copy, verify, commit.
//!
//! ```text
//! connect -> marker "incomplete" -> unlock -> pass -> read back -> lock -> marker "complete"
//!                                              ^          |
//!                                              +- repair -+   (at most three)
//! ```
//!
//! From the moment the marker stands until it says "complete", no cut and no reset lets the host
//! run on the memory.

use crate::job::{Job, Stopped};
use crate::journal::{Marker, MarkerState};
use crate::kind::Steps;
use crate::platform::Platform;
use crate::report::{Fault, Phase};
use crate::store::Journal;

/// How often the memory is repaired when it does not read back as the source did.
const REPAIRS_MAX: u32 = 3;

/// Runs the rescue over the joined port.
pub(crate) fn run<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    journal: &mut Journal,
) -> Result<(), Stopped> {
    steps.connect(job)?;
    mark(job, steps, journal)?;
    let protection = journal.marker().protection;
    let result = copy(job, steps, protection);
    // Whoever lets go of a memory that was not written leaves it as it was found.
    if result.is_err() && job.touched {
        return result;
    }
    let reason = job.reason;
    steps.lock(job, protection)?;
    job.reason = reason;
    result?;
    job.phase(Phase::Commit);
    let marker = Marker {
        state: MarkerState::Complete,
        image_crc: !steps.crc(),
        epoch: journal.marker().epoch,
        protection: 0,
    };
    job.kick();
    let written = journal.write(job.p, marker);
    written.map_err(|error| job.journal(error))
}

fn copy<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    protection: u32,
) -> Result<(), Stopped> {
    steps.unlock(job, protection)?;
    job.phase(Phase::Copy);
    steps.pass(job)?;
    let mut repairs = 0;
    loop {
        job.phase(Phase::Verify);
        if steps.reads_back(job)? {
            return Ok(());
        }
        if repairs == REPAIRS_MAX {
            return Err(job.fault(Fault::Verify, !steps.crc()));
        }
        repairs += 1;
        job.phase(Phase::Copy);
        steps.rewind();
        steps.pass(job)?;
    }
}

/// Makes the journal say "incomplete", and what the memory was protected by.
fn mark<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    journal: &mut Journal,
) -> Result<(), Stopped> {
    let before = journal.marker();
    if before.state == MarkerState::Incomplete {
        return Ok(());
    }
    let marker = Marker {
        state: MarkerState::Incomplete,
        image_crc: 0,
        epoch: before.epoch.wrapping_add(1),
        protection: steps.protection(),
    };
    job.marked = true;
    let begun = journal.begin(job.p, marker);
    begun.map_err(|error| job.journal(error))?;
    steps.fetch(job)?;
    let confirmed = journal.confirm(job.p, marker);
    confirmed.map_err(|error| job.journal(error))
}
