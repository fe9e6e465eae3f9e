//! What all steps of a rescue share, whatever the memory: the platform, the tally, and why a
//! rescue may end early.

use crate::journal::MarkerState;
use crate::kind::Kind;
use crate::layout::{Layout, Policy, Region};
use crate::link::Reason;
use crate::link::request::RescueAction;
use crate::platform::Platform;
use crate::registers::sense;
use crate::report::{Fault, Phase, word};
use crate::server::{self, Own, ROOM_BYTES, SIDE_BYTES, Server};
use crate::store::{JournalFault, LayoutFault};
use crate::timing::Times;

/// How often one operation is tried again before the rescue gives up.
pub(crate) const RETRIES_MAX: u32 = 8;
/// Pause before another try. Eight of them outlast the debouncing of PRESENT, so that a cable
/// being pulled is told from a disturbed bus.
const PAUSE_MS: u32 = 2;
/// What the watchdog is given each time.
pub(crate) const WATCHDOG_MS: u32 = 2048;

/// Why a rescue ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The cable is out, or the other device took its memory back.
    SourceGone,
    /// A computer said so.
    Asked,
    /// A named fault and the number that belongs to it.
    Fault(Fault, u32),
    /// A computer asked for something that is not done.
    Refused(Reason, u32),
}

impl From<JournalFault> for Stop {
    fn from(JournalFault(result): JournalFault) -> Self {
        Stop::Fault(Fault::Journal, result as u32)
    }
}

/// A step gave up; [`Job::reason`] says why.
///
/// The reason is kept there, since a `Result` that fits a register makes of each `?` two
/// instructions, and there are a hundred of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;
impl From<LayoutFault> for Stop {
    fn from(fault: LayoutFault) -> Self {
        match fault {
            LayoutFault::Journal(fault) => fault.into(),
            LayoutFault::Corrupt(detail) => Stop::Fault(Fault::LayoutCorrupt, detail),
        }
    }
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

/// One rescue under way. `memory` is what the steps need to know of the two memories.
#[repr(C)]
pub struct Job<'a, P, M> {
    /// The hardware.
    pub p: &'a mut P,
    /// Its times.
    pub times: Times,
    /// Both memories.
    pub memory: M,
    /// The journal was told that this rescue has begun.
    pub marked: bool,
    /// Data may have reached the destination, in this rescue or one before.
    pub touched: bool,
    /// No source takes part: a computer works on the own memory.
    pub(crate) alone: bool,
    /// Why the last step gave up.
    pub reason: Stop,
    /// Who talks to a computer meanwhile.
    pub(crate) server: Option<&'a mut Server>,
    /// Bytes of it read back so far.
    pub(crate) verified: u32,
    retries: u32,
    /// What of the destination is copied. Until it is known: nothing. Last: a load reaches everything
    /// in front of it.
    pub layout: Layout,
}

impl<'a, P: Platform, M: Own<P> + Clone> Job<'a, P, M> {
    /// Work on the own memory of this `kind`, without a source. The memories are made in their place: to
    /// be handed one would take a copy.
    #[inline]
    pub fn new<K: Kind<P, Pair = M>>(p: &'a mut P, times: Times, kind: &K) -> Self {
        Self {
            layout: Layout::whole(0),
            p,
            times,
            memory: kind.pair(),
            marked: false,
            touched: true,
            alone: true,
            reason: Stop::SourceGone,
            server: None,
            verified: 0,
            retries: 0,
        }
    }
}

impl<P: Platform, M> Job<'_, P, M> {
    /// Answers a computer that says something, without a look at the memory. Where an engine is
    /// waited for anyway it costs no time but that of the look.
    #[inline]
    pub(crate) fn attend(&mut self) {
        if self.p.has_received() {
            self.answer();
        }
    }

    #[inline(never)]
    fn answer(&mut self) {
        if self.p.free_places() < ROOM_BYTES {
            return;
        }
        let begun = self.marked || self.touched;
        let Some(Server { receiver, desk }) = self.server.as_deref_mut() else {
            return;
        };
        if begun {
            desk.marker = MarkerState::Incomplete;
        }
        if let Some(frame) = server::hear(self.p, receiver) {
            desk.answer(self.p, &frame);
        }
    }

    /// A place where the memory can be read and the rescue be left: does the computer ask for either?
    /// What is read goes to the [`SIDE_BYTES`](crate::server::SIDE_BYTES) bytes of the buffer at
    /// `pointer`. True when they were used.
    #[inline]
    pub(crate) fn lend(&mut self, pointer: u32) -> Result<bool, Stopped>
    where
        M: Own<P>,
    {
        match &self.server {
            Some(server) if server.desk.waits() => self.lend_now(pointer),
            _ => Ok(false),
        }
    }

    #[inline(never)]
    fn lend_now(&mut self, pointer: u32) -> Result<bool, Stopped>
    where
        M: Own<P>,
    {
        let Some(server) = self.server.take() else {
            return Ok(false);
        };
        server.desk.watch_rate(self.p);
        let mut done = Ok(false);
        if server.desk.action.take() == Some(RescueAction::Stop) {
            done = Err(self.stop(Stop::Asked));
        } else if self.p.free_places() >= ROOM_BYTES && !server.desk.queue.is_empty() {
            done = server::send_next(self, server, pointer, SIDE_BYTES).map(|()| true);
        }
        self.server = Some(server);
        done
    }

    /// Gives up for this reason.
    #[inline(never)]
    pub fn stop(&mut self, reason: Stop) -> Stopped {
        self.reason = reason;
        Stopped
    }

    /// Gives up because of a fault.
    #[inline(never)]
    pub fn fault(&mut self, fault: Fault, detail: u32) -> Stopped {
        self.stop(Stop::Fault(fault, detail))
    }

    /// Gives up because a computer asked for something that is not done.
    #[inline(never)]
    pub(crate) fn refused(&mut self, reason: Reason, detail: u32) -> Stopped {
        self.stop(Stop::Refused(reason, detail))
    }

    /// Gives up because the source is gone.
    pub fn gone(&mut self) -> Stopped {
        self.stop(Stop::SourceGone)
    }

    /// Counts `bytes` of `region` that were read back. Only what is copied is told of.
    pub fn read_back(&mut self, region: &Region, bytes: u32) {
        if region.policy == Policy::Copy {
            self.verified += bytes;
            self.p.report(word::BYTES_VERIFIED, self.verified);
        }
    }

    /// Reports what the rescue is at.
    pub fn phase(&mut self, phase: Phase) {
        self.p.report(word::PHASE, phase as u32);
    }

    /// Gives the watchdog its full time.
    pub fn kick(&mut self) {
        kick(self.p, self.times);
    }

    /// True when the inputs say that the source cannot be reached any more.
    #[inline]
    pub fn peer_gone(&mut self) -> bool {
        let present = sense::PRESENT | sense::PRESENT << sense::RAW_SHIFT;
        let peer = sense::PEER_VCC | sense::PEER_VCC << sense::RAW_SHIFT;
        let inputs = self.p.sense();
        inputs & present != present || inputs & peer != 0
    }

    /// Counts one more try of something that failed, and lets a disturbance pass.
    #[inline(never)]
    pub fn retry(&mut self) {
        self.retries += 1;
        self.p.report(word::RETRIES, self.retries);
        self.kick();
        pause(self.p, PAUSE_MS * self.times.ms);
    }
}
