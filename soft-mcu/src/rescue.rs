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

use crate::job::{Job, Stop};
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
) -> Result<(), Stop> {
    steps.connect(job)?;
    mark(job, steps, journal)?;
    let protection = journal.marker().protection;
    let result = copy(job, steps, protection);
    // Whoever lets go of a memory that was not written leaves it as it was found.
    if result.is_ok() || !job.touched {
        steps.lock(job, protection)?;
    }
    result?;
    job.phase(Phase::Commit);
    let marker = Marker {
        state: MarkerState::Complete,
        image_crc: !steps.crc(),
        epoch: journal.marker().epoch,
        protection: 0,
    };
    job.kick();
    Ok(journal.write(job.p, marker)?)
}

fn copy<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    protection: u32,
) -> Result<(), Stop> {
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
            return Err(Stop::Fault(Fault::Verify, !steps.crc()));
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
) -> Result<(), Stop> {
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
    journal.begin(job.p, marker)?;
    steps.fetch(job)?;
    Ok(journal.confirm(job.p, marker)?)
}
