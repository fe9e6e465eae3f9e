//! What a computer asks that is no matter of a line alone: the memory, the host, the journal.

use super::{Life, State};
use crate::crc;
use crate::job::{self, Job, Stop, Stopped};
use crate::journal::{Area, BY_COMPUTER, Marker, MarkerState};
use crate::kind::Kind;
use crate::layout::{Layout, Region};
use crate::link::frame::{kind, send};
use crate::link::request::{Asked, LAYOUT_BYTES, LayoutRecord, RescueAction};
use crate::link::{BLOCK_BYTES_MAX, Reason, Span};
use crate::platform::Platform;
use crate::registers::sense;
use crate::report::{Fault, Phase, word};
use crate::serprog::{ALONE_MS, S_CMD_SYNCNOP};
use crate::server::{Desk, Own, Owner, Refused, Server, hear, send_next};
use crate::store::Journal;

/// How long a memory that is held may be busy with what its host began.
const BUSY_US: u32 = 3_000_000;
/// How long it may be while the device starts: one that is busy longer is asked when it is held.
const BOOT_BUSY_US: u32 = 1_000;

/// Remembers why the request at hand is not done, when that is the memory's or the journal's doing.
#[inline(never)]
fn refuse(desk: &mut Desk, reason: Stop) -> Refused {
    let (reason, detail) = match reason {
        Stop::Fault(fault, detail) => match fault {
            Fault::WriteProtected | Fault::WriteTimeout | Fault::EraseTimeout => {
                (Reason::WriteFailed, detail)
            }
            Fault::Verify => (Reason::VerifyFailed, detail),
            _ => (Reason::Fault, fault as u32),
        },
        Stop::Refused(reason, detail) => (reason, detail),
        Stop::SourceGone | Stop::Asked => (Reason::Fault, 0),
    };
    desk.refuse(reason, detail)
}

impl<K> Life<K> {
    /// Tells the desk who this is. Nothing else has the memory yet.
    pub(super) fn introduce<P: Platform>(&mut self, p: &mut P, desk: &mut Desk)
    where
        K: Kind<P>,
    {
        desk.apply_rate(p);
        desk.identity = self.journal.identity(p);
        if self.state != State::Dead && desk.about.bytes == 0 {
            // Should it not be found, it is looked for again when it is held.
            let _ = self.find(p, desk, BOOT_BUSY_US);
            p.set_switch(0);
        }
    }

    /// Hears what the computer asks, and answers. True when there is more to do at once.
    #[inline(never)]
    pub(super) fn talk<P: Platform>(&mut self, p: &mut P, server: &mut Server) -> bool
    where
        K: Kind<P>,
    {
        let Server { receiver, desk } = &mut *server;
        desk.owner = match self.state {
            State::Held => Owner::Computer,
            State::Source => Owner::Peer,
            _ => Owner::Host,
        };
        desk.marker = self.journal.marker().state;
        desk.watch_rate(p);
        if p.has_received()
            && let Some(frame) = hear(p, receiver)
        {
            if let Some(asked) = desk.take(p, &frame) {
                // What is refused was said at the desk.
                let _ = self.obey(p, desk, &asked);
            }
            desk.finish(p);
        } else if K::Pair::HAS_OPCODES
            && self.state != State::Source
            && receiver.has_only(S_CMD_SYNCNOP)
        {
            job::pause(p, ALONE_MS * self.times.ms);
            if !p.has_received() {
                self.program(p, desk);
                receiver.lost();
            }
        }
        if let Some(action) = desk.action.take() {
            self.command(p, action);
        }
        if self.state != State::Held {
            desk.queue.clear();
        }
        if desk.queue.is_empty() {
            return p.has_received();
        }
        let mut job = self.job(p);
        // What cannot be read is not sent; the computer asks again, and then for the state.
        let _ = send_next(&mut job, server, 0, BLOCK_BYTES_MAX);
        true
    }

    /// Work on the own memory.
    pub(super) fn job<'a, P: Platform>(&self, p: &'a mut P) -> Job<'a, P, K::Pair>
    where
        K: Kind<P>,
    {
        let mut job = Job::new(p, self.times, self.kind.pair(), true);
        job.alone = true;
        job
    }

    /// A rescue by command.
    fn command<P: Platform>(&mut self, p: &mut P, action: RescueAction) {
        self.commanded = match action {
            RescueAction::Stop | RescueAction::Start => 0,
            RescueAction::Source => sense::BUTTON_SOURCE,
            RescueAction::Destination => sense::BUTTON_DESTINATION,
        };
        self.pressed = action == RescueAction::Destination;
        if action != RescueAction::Stop {
            self.peer_until = None;
            if matches!(self.state, State::Failed | State::NotOffered) {
                self.clear_fault(p);
            }
        }
    }

    /// Does what the memory or the host has a part in.
    #[inline(never)]
    fn obey<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        asked: &Asked,
    ) -> Result<(), Refused>
    where
        K: Kind<P>,
    {
        let [first, ..] = asked.numbers;
        if asked.kind == kind::HOLD && first == 0 {
            if self.state == State::Held {
                self.let_go(p);
            }
            desk.head.byte(0);
            return Ok(());
        }
        if asked.kind == kind::LAYOUT {
            return self.layout(p, desk, asked);
        }
        if matches!(asked.kind, kind::HOLD | kind::DATA_START) {
            self.hold(p, desk)?;
        }
        if asked.kind == kind::HOLD {
            desk.head.byte(1);
            return Ok(());
        }
        let unit = match asked.kind {
            kind::ERASE => desk.about.erase_bytes,
            _ => 1,
        };
        desk.inside(asked.span(), unit)?;
        if self.state != State::Held {
            return Err(desk.refuse(Reason::NotHeld, 0));
        }
        let mut job = self.job(p);
        let bytes = desk.about.bytes;
        match work(&mut job, &mut self.journal, asked, bytes) {
            Ok(Some(number)) => desk.head.word(number),
            Ok(None) => {}
            Err(Stopped) => return Err(refuse(desk, job.reason)),
        }
        Ok(())
    }

    /// Puts a layout into the journal, if one is given, and says which is there.
    fn layout<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        asked: &Asked,
    ) -> Result<(), Refused>
    where
        K: Kind<P>,
    {
        if self.state == State::Dead {
            return Err(desk.refuse(Reason::Fault, Fault::NoSettings as u32));
        }
        let space = K::Pair::space(&desk.about);
        if let Some(record) = LayoutRecord::parse(asked.data) {
            if let Err(error) = record.layout(space) {
                return Err(desk.refuse(Reason::BadLayout, error.detail()));
            }
            // What was begun ends under the layout that it began with.
            if self.journal.marker().state == MarkerState::Incomplete {
                let phase = p.reported(word::PHASE);
                return Err(desk.refuse(Reason::BusyRescue, phase));
            }
            if let Err(fault) = self.journal.write_layout(p, record) {
                return Err(refuse(desk, fault.into()));
            }
        }
        let mut layout = Layout::whole(space.bytes);
        let there = match self.journal.load_layout(p, &mut layout, space) {
            Ok(there) => there,
            Err(fault) => return Err(refuse(desk, fault.into())),
        };
        let mut bytes = [0; LAYOUT_BYTES];
        if there != 0 {
            self.journal.layout_record(p, &layout, &mut bytes);
        }
        let (_, sink) = p.outlet();
        send(&desk.head, &bytes, sink);
        Ok(())
    }

    /// Looks for the own memory, which is parted from everything.
    fn find<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        patience_us: u32,
    ) -> Result<(), Refused>
    where
        K: Kind<P>,
    {
        self.kind.take_memory(p);
        let mut job = self.job(p);
        match K::Pair::find(&mut job, patience_us) {
            Ok(about) => desk.about = about,
            Err(Stopped) => return Err(refuse(desk, job.reason)),
        }
        if self.journal.marker().state == MarkerState::Incomplete
            && K::Pair::unlock(&mut job).is_err()
        {
            return Err(refuse(desk, job.reason));
        }
        self.kind.learn(&job.memory);
        Ok(())
    }

    /// Holds the host and takes the memory.
    pub(super) fn hold<P: Platform>(&mut self, p: &mut P, desk: &mut Desk) -> Result<(), Refused>
    where
        K: Kind<P>,
    {
        match self.state {
            State::Held => return Ok(()),
            State::Dead => return Err(desk.refuse(Reason::Fault, Fault::NoSettings as u32)),
            _ => {}
        }
        self.clear_fault(p);
        self.take_host(p, Phase::Held);
        self.state = State::Held;
        let found = self.find(p, desk, BUSY_US);
        if found.is_err() {
            self.let_go(p);
        }
        found
    }

    /// The memory goes to whom it belongs now.
    pub(super) fn let_go<P: Platform>(&mut self, p: &mut P) {
        p.set_switch(0);
        self.state = State::Boot;
    }
}

/// Does a request on the memory, which a computer owns. Gives the number of its answer, if it has one.
fn work<P: Platform, M: Own<P>>(
    job: &mut Job<P, M>,
    journal: &mut Journal,
    asked: &Asked,
    bytes: u32,
) -> Result<Option<u32>, Stopped> {
    let before = journal.marker();
    let incomplete = before.state == MarkerState::Incomplete;
    let (offset, length) = (asked.span().offset(), asked.span().length());
    match asked.kind {
        kind::DATA_START => {
            start(job, journal, asked.span(), bytes)?;
            return Ok(None);
        }
        kind::HASH | kind::DATA_END => {
            let region = Region::unnamed(offset, length);
            let found = !M::scan(job, &region, crc::INITIAL)?;
            if asked.kind == kind::DATA_END {
                end(job, journal, asked, found)?;
            }
            return Ok(Some(found));
        }
        kind::DATA_WRITE | kind::ERASE => {}
        _ => return Err(job.refused(Reason::UnknownType, u32::from(asked.kind))),
    }
    if !incomplete {
        return Err(job.refused(Reason::NotHeld, 1));
    }
    if asked.kind == kind::ERASE {
        M::erase(job, offset, length)?;
        return Ok(None);
    }
    let (buffer, _) = job.p.outlet();
    for (to, from) in buffer.iter_mut().zip(asked.data) {
        *to = *from;
    }
    M::write(job, offset, length)?;
    Ok(Some(offset))
}

/// Makes the journal say that a computer writes `span` of `bytes` bytes, and opens the memory.
pub(super) fn start<P: Platform, M: Own<P>>(
    job: &mut Job<P, M>,
    journal: &mut Journal,
    span: Span,
    bytes: u32,
) -> Result<(), Stopped> {
    let mut marker = journal.marker();
    let mut area = Area::new(span.offset(), span.end());
    if marker.state != MarkerState::Incomplete {
        marker.protection = M::protection(job)?;
    } else if marker.protection & BY_COMPUTER != 0 {
        area = area.and(Area::from_word(marker.image_crc));
    } else {
        // What a rescue left may be wrong anywhere.
        area = Area::new(0, bytes);
    }
    marker.state = MarkerState::Incomplete;
    marker.image_crc = area.word();
    marker.protection |= BY_COMPUTER;
    mark(job, journal, marker)?;
    M::unlock(job)
}

/// Ends what [`start`] began: the CRC-32 of its bytes is `found`.
fn end<P: Platform, M: Own<P>>(
    job: &mut Job<P, M>,
    journal: &mut Journal,
    asked: &Asked,
    found: u32,
) -> Result<(), Stopped> {
    let [offset, _, crc] = asked.numbers;
    if crc != found {
        return Err(job.refused(Reason::VerifyFailed, found));
    }
    let mut marker = journal.marker();
    // A second time it is done already.
    if marker.state != MarkerState::Incomplete {
        return Ok(());
    }
    if marker.protection & BY_COMPUTER == 0 {
        return Err(job.refused(Reason::NotHeld, 1));
    }
    let area = Area::new(offset, asked.span().end());
    if area.and(Area::from_word(marker.image_crc)) != area {
        return Err(job.refused(Reason::BadRange, offset));
    }
    M::lock(job, marker.protection)?;
    marker.state = MarkerState::Complete;
    marker.image_crc = found;
    marker.protection = 0;
    mark(job, journal, marker)
}

/// Makes the journal say `marker`, if it does not.
#[inline(never)]
fn mark<P: Platform, M>(
    job: &mut Job<P, M>,
    journal: &mut Journal,
    marker: Marker,
) -> Result<(), Stopped> {
    if marker == journal.marker() {
        return Ok(());
    }
    let written = journal.write(job.p, marker);
    written.map_err(|error| job.stop(error.into()))
}
