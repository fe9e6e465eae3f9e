//! What a computer asks that is no matter of a line alone: the memory, the host, the journal.

use super::{Life, State};
use crate::crc;
use crate::job::{self, Job, Stop, Stopped};
use crate::journal::{Area, BY_COMPUTER, Marker, MarkerState};
use crate::kind::Kind;
use crate::layout::{Layout, Region};
use crate::link::frame::{Head, kind, send};
use crate::link::request::{Asked, LAYOUT_BYTES, RescueAction};
use crate::link::{BLOCK_BYTES_MAX, Reason, Span};
use crate::platform::Platform;
use crate::registers::sense;
use crate::report::{Fault, Phase, word};
use crate::serprog::{ALONE_MS, S_CMD_SYNCNOP};
use crate::server::{Desk, Own, Owner, Refused, Server, hear, send_next};
use crate::store::{self, Journal};

/// How long a memory that is held may be busy with what its host began.
const BUSY_US: u32 = 3_000_000;
/// How long it may be while the device starts: one that is busy longer is asked when it is held.
const BOOT_BUSY_US: u32 = 1_000;

/// Buttons that a computer can press.
const BUTTONS: u32 = sense::BUTTON_SOURCE | sense::BUTTON_DESTINATION;
const _: () = assert!(sense::BUTTON_SOURCE == 1 << RescueAction::Source as u32);
const _: () = assert!(sense::BUTTON_DESTINATION == 1 << RescueAction::Destination as u32);

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
                self.let_go(p);
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
    #[inline(never)]
    pub(super) fn job<'a, P: Platform>(&self, p: &'a mut P) -> Job<'a, P, K::Pair>
    where
        K: Kind<P>,
    {
        Job::new(p, self.times, &self.kind)
    }

    /// A rescue by command.
    fn command<P: Platform>(&mut self, p: &mut P, action: RescueAction) {
        // The codes of the roles are the numbers of their buttons' bits, and those below mean none.
        self.commanded = 1 << action as u32 & BUTTONS;
        self.pressed = self.commanded & sense::BUTTON_DESTINATION;
        if action != RescueAction::Stop {
            self.peer_until = 0;
            if matches!(self.state, State::Failed | State::NotOffered) {
                self.clear_fault(p);
            }
        }
    }

    /// Does what the memory or the host has a part in. What came with it is put to the buffer's start,
    /// which nobody else needs by then.
    #[inline(always)]
    fn obey<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        asked: &Asked,
    ) -> Result<(), Refused>
    where
        K: Kind<P>,
    {
        let (buffer, _) = p.outlet();
        for (to, from) in buffer.iter_mut().zip(asked.data) {
            *to = *from;
        }
        let [first, ..] = asked.numbers;
        let mut unit = 1;
        match asked.kind {
            kind::LAYOUT => return self.layout(p, desk, asked),
            kind::HOLD => {
                match first {
                    0 => self.let_go(p),
                    _ => self.hold(p, desk)?,
                }
                desk.head.byte(first as u8);
                return Ok(());
            }
            kind::DATA_START => self.hold(p, desk)?,
            kind::ERASE => unit = desk.about.erase_bytes,
            _ => {}
        }
        desk.inside(asked.span(), unit)?;
        if self.state != State::Held {
            return Err(desk.refuse(Reason::NotHeld, 0));
        }
        let mut job = self.job(p);
        let bytes = desk.about.bytes;
        let head = &mut desk.head;
        work(&mut job, &mut self.journal, asked, bytes, head).map_err(|_| refuse(desk, job.reason))
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
        let mut layout = Layout::whole(0);
        if !asked.data.is_empty() {
            if let Err(error) = store::read_layout(p, &mut layout, space) {
                return Err(desk.refuse(Reason::BadLayout, error.detail()));
            }
            // What was begun ends under the layout that it began with.
            if self.journal.marker().state == MarkerState::Incomplete {
                let phase = p.reported(word::PHASE);
                return Err(desk.refuse(Reason::BusyRescue, phase));
            }
            if let Err(fault) = self.journal.write_layout(p) {
                return Err(refuse(desk, fault.into()));
            }
        }
        if let Err(fault) = self.journal.layout_record(p, &mut layout, space) {
            return Err(refuse(desk, fault.into()));
        }
        let (buffer, sink) = p.outlet();
        let (record, _) = buffer.split_at(LAYOUT_BYTES);
        send(&desk.head, record, sink);
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

    /// A memory that is held goes to whom it belongs now.
    #[inline(never)]
    pub(super) fn let_go<P: Platform>(&mut self, p: &mut P) {
        if self.state == State::Held {
            p.set_switch(0);
            self.state = State::Boot;
        }
    }
}

/// Does a request on the memory, which a computer owns, and adds the number of its answer to `head`.
fn work<P: Platform, M: Own<P>>(
    job: &mut Job<P, M>,
    journal: &mut Journal,
    asked: &Asked,
    bytes: u32,
    head: &mut Head,
) -> Result<(), Stopped> {
    let (offset, length) = (asked.span().offset(), asked.span().length());
    match asked.kind {
        kind::DATA_START => {
            start(job, journal, asked.span(), bytes)?;
            M::unlock(job)
        }
        kind::HASH | kind::DATA_END => {
            let region = Region::unnamed(offset, length);
            let found = !M::scan(job, &region, crc::INITIAL)?;
            if asked.kind == kind::DATA_END {
                end(job, journal, asked, found)?;
            }
            head.word(found);
            Ok(())
        }
        // Writes and erases: the desk and the rest of this device do all other requests.
        _ if journal.marker().state != MarkerState::Incomplete => {
            Err(job.refused(Reason::NotHeld, 1))
        }
        kind::ERASE => M::erase(job, offset, length),
        _ => {
            M::write(job, offset, length)?;
            head.word(offset);
            Ok(())
        }
    }
}

/// Makes the journal say that a computer writes `span` of `bytes` bytes. The memory may be opened then.
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
        if area.word() == marker.image_crc {
            return Ok(());
        }
    } else {
        // What a rescue left may be wrong anywhere.
        area = Area::new(0, bytes);
    }
    marker.state = MarkerState::Incomplete;
    marker.image_crc = area.word();
    marker.protection |= BY_COMPUTER;
    mark(job, journal, marker)
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

/// Makes the journal say `marker`.
#[inline(never)]
fn mark<P: Platform, M>(
    job: &mut Job<P, M>,
    journal: &mut Journal,
    marker: Marker,
) -> Result<(), Stopped> {
    let written = journal.write(job.p, marker);
    written.map_err(|error| job.stop(error.into()))
}
