//! A restore: what the device holds, what it takes, doing it.
//!
//! * `write` — one piece of it, over resets of the device.

mod write;

use std::ops::Range;
use std::time::Duration;

use umbilical_emu::memory::MemoryPart;
use umbilical_soft_mcu::crc::crc32;
use umbilical_soft_mcu::layout::{Layout, TypeCheck};
use umbilical_soft_mcu::link::Span;

use super::compare::{differing, fetch};
use super::memory::bus_hz;
use super::problem::Problem;
use super::progress::{Meter, Step};
use super::select::Selection;
use super::session::Session;
use crate::backup::dry_run::{Action, DryRun};
use crate::backup::image::Image;
use crate::link::{LinkError, Transport};

/// What is to be done to one device.
#[derive(Debug)]
pub struct Job {
    plan: DryRun,
    /// From the first byte that is written to the last; all of a memory that was marked incomplete,
    /// for nobody knows what was cut off there. What is in it and not written was read, and is
    /// compared as well at the end.
    hull: Range<u32>,
    /// What the memory holds afterwards, within the hull.
    wanted: Vec<u8>,
    incomplete: bool,
}

impl Job {
    /// Looks at what a device that is held holds, and plans.
    ///
    /// # Errors
    /// [`Problem::OtherType`], [`Problem::NoTable`], and those of the link.
    pub fn prepare<T: Transport>(
        session: &mut Session<T>,
        selection: &Selection,
        layout: Option<&Layout>,
        meter: &mut Meter,
    ) -> Result<Job, Problem> {
        let memory = session.memory()?;
        let part = memory.part();
        let part = part.ok_or_else(|| Problem::NoTable(memory.name().to_owned()))?;
        let check = layout.map_or(TypeCheck::NONE, Layout::type_check);
        same_type(session, check, &selection.file, meter)?;
        let hull = match session.is_incomplete() {
            true => 0..memory.bytes(),
            false => selection.hull(),
        };
        // What lies between is not known, so it differs and is read, unless it is blank.
        let mut held = selection.image.clone();
        let found = differing(session, std::slice::from_ref(&hull), &held, meter)?;
        if !found.is_empty() {
            fetch(session, &found, &mut held, meter, |_, _| {})?;
        }
        // After a cut cells may read now as one and later as another.
        let doubtful = session.is_incomplete() && part.nor().is_some();
        let unsteady = match doubtful {
            true => differing(session, std::slice::from_ref(&hull), &held, meter)?,
            false => Vec::new(),
        };
        if !unsteady.is_empty() {
            fetch(session, &unsteady, &mut held, meter, |_, _| {})?;
        }
        let mut wanted = held.clone();
        for range in selection.ranges() {
            let range = range.start as usize..range.end as usize;
            if let (Some(to), Some(from)) = (
                wanted.get_mut(range.clone()),
                selection.image.get(range.clone()),
            ) {
                to.copy_from_slice(from);
            }
        }
        let bus_hz = bus_hz(session.ack(), part);
        let plan = match doubtful {
            true => {
                // What read in two ways is taken for neither.
                for range in unsteady {
                    let place = range.start as usize..range.end as usize;
                    let pairs = held.get_mut(place.clone()).zip(wanted.get(place));
                    for (held, wanted) in pairs.into_iter().flat_map(|(a, b)| a.iter_mut().zip(b)) {
                        *held = !wanted;
                    }
                }
                DryRun::after_a_cut(part, &selection.writes, &held, &wanted, bus_hz)
            }
            false => DryRun::new(part, &selection.writes, &held, &wanted, bus_hz),
        };
        // Its contents are as long as the part, which is the device's.
        let plan = plan.map_err(|_| Problem::NoTable(memory.name().to_owned()))?;
        Ok(Job {
            plan,
            hull,
            wanted,
            incomplete: session.is_incomplete(),
        })
    }

    /// Every erase and every write.
    pub fn plan(&self) -> &DryRun {
        &self.plan
    }

    /// The device holds everything already, and knows it.
    pub fn is_done(&self) -> bool {
        self.plan.steps().is_empty() && !self.incomplete
    }

    /// How long it takes at most, less the line.
    pub fn time_max(&self) -> Duration {
        Duration::from_nanos(self.plan.maximum().ns())
    }

    /// Does it: the memory is marked incomplete before the first erase, and complete when the device
    /// has read everything back and found it as it should be.
    ///
    /// # Errors
    /// Those of the link.
    pub fn run<T: Transport>(
        &self,
        session: &mut Session<T>,
        meter: &mut Meter,
    ) -> Result<(), Problem> {
        if self.is_done() {
            return Ok(());
        }
        session.allow(self.time_max());
        let hull = span(&self.hull)?;
        session.begin_writing(hull)?;
        let write_bytes = |action| action != Action::Erase;
        let steps = self.plan.steps().iter();
        let bytes = steps.filter(|step| write_bytes(step.action));
        let bytes = bytes.map(|step| u64::from(step.bytes)).sum();
        meter.begin(Step::Writing, bytes);
        let mut done = 0;
        for step in self.plan.steps() {
            let range = step.address..step.address + step.bytes;
            if step.action == Action::Erase {
                session.client().erase(span(&range)?)?;
                continue;
            }
            done += u64::from(step.bytes);
            write::piece(session, self.part(), &self.wanted, range, (meter, done))?;
        }
        meter.begin(Step::Verifying, u64::from(hull.length()));
        let crc = self
            .wanted
            .get(self.hull.start as usize..self.hull.end as usize);
        session.begin_ending();
        session
            .client()
            .data_end(hull, crc32(crc.unwrap_or_default()))?;
        session.finished();
        meter.at(u64::from(hull.length()));
        Ok(())
    }

    /// The part.
    pub fn part(&self) -> MemoryPart {
        self.plan.part()
    }
}

fn span(range: &Range<u32>) -> Result<Span, Problem> {
    let span = Span::new(range.start, range.end.saturating_sub(range.start));
    span.map_err(|refusal| {
        LinkError::Refused {
            request: "DataStart",
            refusal,
        }
        .into()
    })
}

/// Makes sure that the file, as far as it has these bytes, is one of the device's type.
fn same_type<T: Transport>(
    session: &mut Session<T>,
    check: TypeCheck,
    file: &Image,
    meter: &mut Meter,
) -> Result<(), Problem> {
    let range = check.offset..check.offset + check.length;
    let holds = |start: u32, bytes: &[u8]| {
        start <= range.start && u64::from(range.end) <= u64::from(start) + bytes.len() as u64
    };
    let mut pieces = file.pieces();
    let Some((start, bytes)) = pieces.find(|(start, bytes)| holds(*start, bytes)) else {
        return Ok(());
    };
    if check.length == 0 {
        return Ok(());
    }
    let mut memory = vec![0; session.ack().bytes as usize];
    fetch(
        session,
        std::slice::from_ref(&range),
        &mut memory,
        meter,
        |_, _| {},
    )?;
    let pairs = range.filter_map(|address| {
        let file = *bytes.get((address - start) as usize)?;
        Some((address, file, *memory.get(address as usize)?))
    });
    let mut pairs = pairs.filter(|(_, file, device)| file != device);
    match pairs.next() {
        None => Ok(()),
        Some((address, file, device)) => Err(Problem::OtherType {
            address,
            file,
            device,
        }),
    }
}
