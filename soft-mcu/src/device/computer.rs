//! What a computer asks that is no matter of a line alone: the memory, the host, the journal.

use super::{Life, State};
use crate::crc;
use crate::job::{Job, Stop};
use crate::journal::{Area, BY_COMPUTER, Marker, MarkerState};
use crate::kind::Kind;
use crate::layout::Region;
use crate::link::frame::Head;
use crate::link::request::RescueAction;
use crate::link::{BLOCK_BYTES_MAX, Reason, Refusal, Request, Span};
use crate::platform::Platform;
use crate::registers::sense;
use crate::report::{Fault, Phase};
use crate::server::{Desk, Own, Owner, Server, Todo, hear, send_next};

/// How long a memory that is held may be busy with what its host began.
const BUSY_US: u32 = 3_000_000;
/// How long it may be while the device starts: one that is busy longer is asked when it is held.
const BOOT_BUSY_US: u32 = 1_000;

/// What to answer when the memory did not do what it should.
fn refusal(reason: Stop) -> Refusal {
    let Stop::Fault(fault, detail) = reason else {
        return Refusal::new(Reason::Fault, 0);
    };
    match fault {
        Fault::WriteProtected | Fault::WriteTimeout | Fault::EraseTimeout => {
            Refusal::new(Reason::WriteFailed, detail)
        }
        Fault::Verify => Refusal::new(Reason::VerifyFailed, detail),
        _ => Refusal::new(Reason::Fault, fault as u32),
    }
}

impl<K> Life<K> {
    /// Tells the desk who this is. Nothing else has the memory yet.
    pub(super) fn introduce<P: Platform>(&mut self, p: &mut P, desk: &mut Desk)
    where
        K: Kind<P>,
    {
        desk.identity = self.journal.identity(p);
        if self.state != State::Dead && desk.about.bytes == 0 {
            // Should it not be found, it is looked for again when it is held.
            let _ = self.find(p, desk, BOOT_BUSY_US);
            p.set_switch(0);
        }
    }

    /// Hears what the computer asks, and answers. True when there is more to do at once.
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
            let header = frame.header;
            let mut head = Head::answer(header);
            let todo = Request::parse(header.kind, frame.payload).and_then(|request| {
                match desk.obey(p, header, &request, &mut head)? {
                    Todo::All => self.obey(p, desk, &request, &mut head),
                    todo => Ok(todo),
                }
            });
            desk.finish(p, header, &mut head, todo);
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
    fn job<'a, P: Platform>(&self, p: &'a mut P) -> Job<'a, P, K::Pair>
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

    fn obey<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        request: &Request,
        head: &mut Head,
    ) -> Result<Todo, Refusal>
    where
        K: Kind<P>,
    {
        match *request {
            Request::Hold(on) => {
                if on {
                    self.hold(p, desk)?;
                } else if self.state == State::Held {
                    self.let_go(p);
                }
                head.byte(u8::from(on));
            }
            Request::DataStart(span) => {
                self.hold(p, desk)?;
                desk.inside(span, 1)?;
                self.begin(p, span, desk.about.bytes)?;
            }
            Request::Hash(span) | Request::DataEnd { span, .. } => {
                self.held(desk, span, 1)?;
                head.word(self.hash(p, span, request)?);
            }
            Request::DataWrite { span, data } => {
                self.writable(desk, span, 1)?;
                let (buffer, _) = p.outlet();
                for (to, from) in buffer.iter_mut().zip(data) {
                    *to = *from;
                }
                let mut job = self.job(p);
                K::Pair::write(&mut job, span.offset(), span.length())
                    .map_err(|_| refusal(job.reason))?;
                head.word(span.offset());
            }
            Request::Erase(span) => {
                self.writable(desk, span, desk.about.erase_bytes)?;
                let mut job = self.job(p);
                K::Pair::erase(&mut job, span.offset(), span.length())
                    .map_err(|_| refusal(job.reason))?;
            }
            _ => return Err(Refusal::new(Reason::UnknownType, u32::from(request.kind()))),
        }
        Ok(Todo::Say)
    }

    fn held(&self, desk: &Desk, span: Span, unit: u32) -> Result<(), Refusal> {
        desk.inside(span, unit)?;
        match self.state {
            State::Held => Ok(()),
            _ => Err(Refusal::new(Reason::NotHeld, 0)),
        }
    }

    fn writable(&self, desk: &Desk, span: Span, unit: u32) -> Result<(), Refusal> {
        self.held(desk, span, unit)?;
        match self.journal.marker().state {
            MarkerState::Incomplete => Ok(()),
            _ => Err(Refusal::new(Reason::NotHeld, 1)),
        }
    }

    /// Looks for the own memory, which is parted from everything.
    fn find<P: Platform>(
        &mut self,
        p: &mut P,
        desk: &mut Desk,
        patience_us: u32,
    ) -> Result<(), Refusal>
    where
        K: Kind<P>,
    {
        self.kind.take_memory(p);
        let mut job = self.job(p);
        desk.about = K::Pair::find(&mut job, patience_us).map_err(|_| refusal(job.reason))?;
        let memory = job.memory;
        self.kind.learn(&memory);
        Ok(())
    }

    /// Holds the host and takes the memory.
    fn hold<P: Platform>(&mut self, p: &mut P, desk: &mut Desk) -> Result<(), Refusal>
    where
        K: Kind<P>,
    {
        match self.state {
            State::Held => return Ok(()),
            State::Dead => return Err(Refusal::new(Reason::Fault, Fault::NoSettings as u32)),
            _ => {}
        }
        self.clear_fault(p);
        self.take_host(p, Phase::Held);
        self.find(p, desk, BUSY_US).inspect_err(|_| self.let_go(p))?;
        self.state = State::Held;
        if self.journal.marker().state == MarkerState::Incomplete {
            self.unlock(p)?;
        }
        Ok(())
    }

    /// The memory goes to whom it belongs now.
    fn let_go<P: Platform>(&mut self, p: &mut P) {
        p.set_switch(0);
        self.state = State::Boot;
    }

    fn unlock<P: Platform>(&mut self, p: &mut P) -> Result<(), Refusal>
    where
        K: Kind<P>,
    {
        let mut job = self.job(p);
        K::Pair::unlock(&mut job).map_err(|_| refusal(job.reason))
    }

    /// Makes the journal say that a computer writes `span` of `bytes` bytes, and opens the memory.
    fn begin<P: Platform>(&mut self, p: &mut P, span: Span, bytes: u32) -> Result<(), Refusal>
    where
        K: Kind<P>,
    {
        let before = self.journal.marker();
        let mut area = Area::new(span.offset(), span.end());
        let mut protection = before.protection;
        if before.state != MarkerState::Incomplete {
            let mut job = self.job(p);
            protection = K::Pair::protection(&mut job).map_err(|_| refusal(job.reason))?;
        } else if protection & BY_COMPUTER != 0 {
            area = area.and(Area::from_word(before.image_crc));
        } else {
            // What a rescue left may be wrong anywhere.
            area = Area::new(0, bytes);
        }
        self.mark(
            p,
            Marker {
                state: MarkerState::Incomplete,
                image_crc: area.word(),
                epoch: before.epoch,
                protection: protection | BY_COMPUTER,
            },
        )?;
        self.unlock(p)
    }

    /// Makes the journal say `marker`, if it does not.
    fn mark<P: Platform>(&mut self, p: &mut P, marker: Marker) -> Result<(), Refusal> {
        if marker == self.journal.marker() {
            return Ok(());
        }
        self.journal
            .write(p, marker)
            .map_err(|fault| refusal(fault.into()))
    }

    /// CRC-32 of `span`; of a `DataEnd` also the end of what it ends.
    fn hash<P: Platform>(
        &mut self,
        p: &mut P,
        span: Span,
        request: &Request,
    ) -> Result<u32, Refusal>
    where
        K: Kind<P>,
    {
        let mut job = self.job(p);
        let region = Region::unnamed(span.offset(), span.length());
        let found = !K::Pair::scan(&mut job, &region, crc::INITIAL)
            .map_err(|_| refusal(job.reason))?;
        let Request::DataEnd { crc, .. } = *request else {
            return Ok(found);
        };
        if crc != found {
            return Err(Refusal::new(Reason::VerifyFailed, found));
        }
        let before = self.journal.marker();
        // A second time it is done already.
        if before.state != MarkerState::Incomplete {
            return Ok(found);
        }
        if before.protection & BY_COMPUTER == 0 {
            return Err(Refusal::new(Reason::NotHeld, 1));
        }
        let (area, all) = (
            Area::new(span.offset(), span.end()),
            Area::from_word(before.image_crc),
        );
        if area.and(all) != area {
            return Err(Refusal::new(Reason::BadRange, span.offset()));
        }
        K::Pair::lock(&mut job, before.protection).map_err(|_| refusal(job.reason))?;
        self.mark(
            p,
            Marker {
                state: MarkerState::Complete,
                image_crc: found,
                epoch: before.epoch,
                protection: 0,
            },
        )?;
        Ok(found)
    }
}
