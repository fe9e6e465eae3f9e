//! A whole rescue: find both memories, mark the journal, copy, verify, commit.
//!
//! ```text
//! connect -> layout -> marker "incomplete" -> unlock -> pass -> read back -> lock -> marker "complete"
//!                                                        ^          |
//!                                                        +- repair -+   (at most three)
//! ```
//!
//! The marker carries the CRC of everything that the layout keeps, as it was before the first
//! write, so the proof at the end spans every cut in between.
//!
//! From the moment the marker stands until it says "complete", no cut and no reset lets the host
//! run on the memory.

use crate::crc;
use crate::job::{Job, Stopped};
use crate::journal::{BY_COMPUTER, Marker, MarkerState};
use crate::kind::Steps;
use crate::layout::Policy;
use crate::platform::Platform;
use crate::report::{Fault, Phase};
use crate::store::Journal;

/// How often the memory is repaired when it does not read back as the source did.
const REPAIRS_MAX: u32 = 3;

/// Runs the rescue over the joined port. Its frame is not that of the steps, which are large: what is
/// here is reached by a load.
#[inline(never)]
pub(crate) fn run<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    journal: &mut Journal,
) -> Result<(), Stopped> {
    let space = steps.connect(job)?;
    job.layout.be_whole(space.bytes);
    let loaded = journal.load_layout(job.p, &mut job.layout, space);
    loaded.map_err(|error| job.stop(error.into()))?;
    steps.admit(job)?;
    mark(job, steps, journal)?;
    let Marker {
        image_crc: kept,
        protection,
        epoch,
        ..
    } = journal.marker();
    let done = copy(job, steps, protection, kept);
    // Whoever lets go of a memory that was not written leaves it as it was found.
    if done.is_ok() || !job.touched {
        steps.lock(job, protection)?;
    }
    done?;
    job.phase(Phase::Commit);
    let marker = Marker {
        state: MarkerState::Complete,
        image_crc: !steps.crc(),
        epoch,
        protection: 0,
    };
    job.kick();
    let written = journal.write(job.p, marker);
    written.map_err(|error| job.stop(error.into()))
}

fn copy<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    protection: u32,
    kept: u32,
) -> Result<(), Stopped> {
    // Before the first write too: should the number in the marker be a misread one, nothing has
    // been touched yet and the marker goes back.
    unchanged(job, steps, kept)?;
    steps.unlock(job, protection)?;
    let mut passes = 0;
    loop {
        job.phase(Phase::Copy);
        steps.pass(job)?;
        job.phase(Phase::Verify);
        let copied = !steps.crc();
        if scan(job, steps, Policy::Copy)? == copied {
            return unchanged(job, steps, kept);
        }
        if passes == REPAIRS_MAX {
            return Err(job.fault(Fault::Verify, copied));
        }
        passes += 1;
        steps.rewind();
    }
}

/// CRC-32 of all regions of the destination with this policy; 0 if there is none.
fn scan<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    policy: Policy,
) -> Result<u32, Stopped> {
    let mut register = crc::INITIAL;
    let mut end = 0;
    job.verified = 0;
    while let Some(&region) = job.layout.after(policy, end) {
        register = steps.scan(job, region, register)?;
        end = region.end();
    }
    Ok(!register)
}

/// What the layout keeps is still what it was when the rescue began: `kept` is its CRC-32.
fn unchanged<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    kept: u32,
) -> Result<(), Stopped> {
    if scan(job, steps, Policy::Keep)? == kept {
        Ok(())
    } else {
        Err(job.fault(Fault::KeepChanged, kept))
    }
}

/// Makes the journal say "incomplete", and what the memory was protected by.
fn mark<P: Platform, S: Steps<P>>(
    job: &mut Job<P, S::Pair>,
    steps: &mut S,
    journal: &mut Journal,
) -> Result<(), Stopped> {
    let before = journal.marker();
    // What a computer left is begun anew: it may have written what the layout keeps.
    let by_computer = before.protection & BY_COMPUTER != 0;
    if before.state == MarkerState::Incomplete && !by_computer {
        return Ok(());
    }
    let protection = if by_computer {
        before.protection & !BY_COMPUTER
    } else {
        steps.protection()
    };
    let marker = Marker {
        state: MarkerState::Incomplete,
        image_crc: scan(job, steps, Policy::Keep)?,
        epoch: before.epoch.wrapping_add(1),
        protection,
    };
    job.marked = true;
    let begun = journal.begin(job.p, marker);
    begun.map_err(|error| job.stop(error.into()))?;
    steps.fetch(job)?;
    let confirmed = journal.confirm(job.p, marker);
    confirmed.map_err(|error| job.stop(error.into()))
}
