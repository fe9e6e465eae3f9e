//! Roles and the life of a device, from power-up to service.
//!
//! What a device should do follows from the marker in its journal and its inputs alone
//! ([`wish`]); [`Device::step`] takes it there, one step per event.

use crate::i2c;
use crate::job::{self, Job, Stop};
use crate::journal::{Marker, MarkerState};
use crate::kind::Kind;
use crate::platform::Platform;
use crate::registers::{out, sense};
use crate::report::{Fault, Phase, word};
use crate::rescue;
use crate::server::{Desk, Owner, Server};
use crate::store::Journal;
use crate::timing::{Times, reached};

mod computer;
mod programmer;

/// Time after reset until the debounced inputs are true.
const SETTLE_MS: u32 = 12;
/// The inputs must stand this long before a rescue starts, so that a plug going in or out, whose
/// contacts close one after the other, is not taken for a dead peer.
const CONTACT_MS: u32 = 10;
/// After power-up a peer without supply counts as dead only this much later: when mains returns to
/// both devices, the one that is up first must not overwrite itself from the other.
const PEER_MS: u32 = 2_000;
const DEBOUNCE_MS: u32 = 10;
const IDLE_US: u32 = 50;
/// How long a peer may take to offer its memory after the destination button.
const OFFER_MS: u32 = 300;
/// Longest sleep of the main loop.
const SLEEP_MS: u32 = 100;

/// What the marker and the inputs ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The host works with its memory.
    Service,
    /// The memory is incomplete and no source is there.
    WaitSource,
    /// Copy from the other device.
    Rescue,
    /// Hand the memory to the other device.
    Source,
    /// The button says destination, but the peer keeps its memory to itself.
    AwaitOffer,
}

/// The role that follows from the marker and the debounced inputs. `pressed`: the destination
/// button went down since the last rescue, which makes it count even after a complete one.
pub fn wish(marker: MarkerState, inputs: u32, pressed: bool) -> Wish {
    let is = |bit| inputs & bit != 0;
    let present = is(sense::PRESENT);
    let dead = present && !is(sense::PEER_VCC);
    let complete = marker == MarkerState::Complete;
    let asked = present && is(sense::BUTTON_DESTINATION) && (pressed || !complete);
    match marker {
        MarkerState::Incomplete if dead => Wish::Rescue,
        MarkerState::Incomplete if asked => Wish::AwaitOffer,
        MarkerState::Incomplete => Wish::WaitSource,
        _ if present && is(sense::BUTTON_SOURCE) => Wish::Source,
        _ if dead && (asked || !complete) => Wish::Rescue,
        _ if asked => Wish::AwaitOffer,
        _ => Wish::Service,
    }
}

/// What the device is doing between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing decided yet; host held.
    Boot,
    /// The host is joined and runs.
    Service,
    /// The host should be joined, but a segment is stuck.
    HostStuck,
    /// Host held until a source is there.
    WaitSource,
    /// Waiting for the peer's offer until this cycle.
    AwaitOffer(u32),
    /// The peer did not offer.
    NotOffered,
    /// Memory handed to the port.
    Source,
    /// A computer owns the memory.
    Held,
    /// A rescue failed or was stopped. The cable, the destination button or a computer starts another
    /// try.
    Failed,
    /// Without journal or settings nothing can be decided.
    Dead,
}

/// One device with a memory of kind `K`.
#[repr(C)]
pub struct Device<K> {
    life: Life<K>,
    /// The own memory was looked for. Not by [`boot`](Self::boot): what that gives would be made
    /// elsewhere and copied, and the stack has no room for two.
    introduced: bool,
    server: Server,
}

impl<K> Device<K> {
    /// From reset until the journal is read. The host is held.
    pub fn boot<P: Platform>(p: &mut P) -> Self
    where
        K: Kind<P>,
    {
        let life = Life::<K>::boot(p);
        let about = life.kind.about();
        Self {
            life,
            introduced: false,
            server: Server::new(Desk::new(about)),
        }
    }

    #[inline(never)]
    fn introduce<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        self.life.introduce(p, &mut self.server.desk);
    }

    /// One turn of the main loop: look, act, answer, sleep until something may have changed.
    #[inline(never)]
    pub fn step<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        if !core::mem::replace(&mut self.introduced, true) {
            self.introduce(p);
        }
        let life = &mut self.life;
        job::kick(p, life.times);
        let changes = p.take_changes();
        let inputs = p.sense() | life.commanded;
        if life.state != State::Dead {
            life.act(p, &mut self.server, inputs, changes);
        }
        if life.talk(p, &mut self.server) {
            return;
        }
        let sleep = life.sleep_cycles(p);
        let until = p.now().wrapping_add(sleep);
        p.sleep_until_input(until);
    }
}

/// All of it but the talk.
struct Life<K> {
    times: Times,
    kind: K,
    /// What it says counts in any state but [`State::Dead`].
    journal: Journal,
    state: State,
    outputs: u32,
    pressed: bool,
    /// Inputs changed; a rescue waits until this cycle.
    contact_until: Option<u32>,
    /// Buttons that a computer presses.
    commanded: u32,
    /// The peer's supply may still be on its way until this cycle.
    peer_until: Option<u32>,
}

impl<K> Life<K> {
    #[inline(never)]
    fn boot<P: Platform>(p: &mut P) -> Self
    where
        K: Kind<P>,
    {
        let times = Times::new(p.clock_hz());
        job::kick(p, times);
        p.report(word::PHASE, Phase::Boot as u32);
        p.set_outputs(0);
        p.set_switch(0);
        p.set_input_timing(IDLE_US * times.us, DEBOUNCE_MS * times.ms);
        i2c::set_up_journal(p, times);
        job::pause(p, SETTLE_MS * times.ms);
        p.take_changes();

        let mut state = State::Boot;
        let mut journal = Journal::new(times);
        let (mut settings, fault) = match journal.load(p) {
            Ok(settings) => (settings, Stop::Fault(Fault::NoSettings, 0)),
            Err(error) => (None, error.into()),
        };
        // Those of a board with another kind of memory are as good as none.
        settings = settings.filter(K::fits);
        let kind = K::new(p, times, settings.as_ref());
        if settings.is_none() {
            state = State::Dead;
        }
        let mut device = Self {
            times,
            kind,
            journal,
            state,
            outputs: 0,
            pressed: false,
            contact_until: None,
            commanded: 0,
            peer_until: Some(p.now().wrapping_add(PEER_MS * times.ms)),
        };
        if let (None, Stop::Fault(fault, detail)) = (settings, fault) {
            device.show_fault(p, fault, detail);
        }
        device
    }

    #[inline(never)]
    fn act<P: Platform>(&mut self, p: &mut P, server: &mut Server, inputs: u32, changes: u32)
    where
        K: Kind<P>,
    {
        if inputs & sense::BUTTON_DESTINATION == 0 {
            self.pressed = false;
        } else if changes & sense::BUTTON_DESTINATION != 0 {
            self.pressed = true;
        }
        let now = p.now();
        if changes != 0 {
            self.contact_until = Some(now.wrapping_add(CONTACT_MS * self.times.ms));
        } else if self.contact_until.is_some_and(|cycle| reached(now, cycle)) {
            self.contact_until = None;
        }
        if self.peer_until.is_some_and(|cycle| reached(now, cycle)) {
            self.peer_until = None;
        }
        // Once the cable was out, a finished rescue is history: the host may change its memory.
        let unplugged = inputs & sense::PRESENT == 0 || changes & sense::PRESENT != 0;
        let marker = self.journal.marker();
        if unplugged && marker.state == MarkerState::Complete {
            // Should this fail, the next step tries again; until then no rescue is repeated.
            let _ = self.journal.write(
                p,
                Marker {
                    state: MarkerState::Idle,
                    ..marker
                },
            );
        }
        if self.state == State::Held {
            return;
        }
        if self.state == State::Failed {
            if changes & (sense::PRESENT | sense::BUTTON_DESTINATION) == 0 {
                if marker.state != MarkerState::Incomplete {
                    self.join_host(p);
                }
                return;
            }
            self.clear_fault(p);
        }
        let wish = wish(self.journal.marker().state, inputs, self.pressed);
        if wish != Wish::Source && self.state == State::Source {
            self.leave_source(p);
        }
        match wish {
            Wish::Service => self.serve(p),
            Wish::WaitSource => self.wait_source(p),
            Wish::Source => self.be_source(p),
            Wish::AwaitOffer => self.await_offer(p, self.journal.marker().state),
            Wish::Rescue if self.peer_may_come(marker.state, inputs) => {}
            Wish::Rescue if self.contacts_settled(p, inputs) => self.rescue(p, server),
            Wish::Rescue => {}
        }
    }

    /// How long the main loop may sleep.
    fn sleep_cycles<P: Platform>(&self, p: &mut P) -> u32 {
        let ms = self.times.ms;
        match self.state {
            // Uneven, so that it cannot keep step with the traffic it samples.
            State::Source => ms + (p.now() & 0x3FFF),
            State::AwaitOffer(_) => ms,
            _ if self.contact_until.is_some() => ms,
            _ => {
                let peer = self.peer_until.map(|cycle| cycle.wrapping_sub(p.now()));
                peer.unwrap_or(SLEEP_MS * ms).min(SLEEP_MS * ms)
            }
        }
    }

    /// True while it is too early after power-up to take the peer for dead. A rescue that was begun
    /// goes on at once, and so does one that somebody asked for.
    fn peer_may_come(&self, marker: MarkerState, inputs: u32) -> bool {
        self.peer_until.is_some()
            && marker != MarkerState::Incomplete
            && inputs & sense::BUTTON_DESTINATION == 0
    }

    /// True when the inputs have been quiet for long enough and no raw one contradicts.
    fn contacts_settled<P: Platform>(&mut self, p: &mut P, inputs: u32) -> bool {
        let watched = sense::PRESENT | sense::PEER_VCC;
        let disagree = (inputs ^ (inputs >> sense::RAW_SHIFT)) & watched != 0;
        let now = p.now();
        if disagree {
            self.contact_until = Some(now.wrapping_add(CONTACT_MS * self.times.ms));
        }
        self.contact_until.is_none()
    }

    fn phase<P: Platform>(&self, p: &mut P, phase: Phase) {
        p.report(word::PHASE, phase as u32);
    }

    fn output<P: Platform>(&mut self, p: &mut P, clear: u32, set: u32) {
        self.outputs = self.outputs & !clear | set;
        p.set_outputs(self.outputs);
    }

    fn show_fault<P: Platform>(&mut self, p: &mut P, fault: Fault, detail: u32) {
        self.output(p, out::LED_BUSY | out::LED_OK, out::LED_FAULT);
        p.report(word::FAULT_DETAIL, detail);
        p.report(word::FAULT, fault as u32);
        self.phase(p, Phase::Fault);
    }

    fn clear_fault<P: Platform>(&mut self, p: &mut P) {
        self.output(p, out::LED_FAULT, 0);
        p.report(word::FAULT, 0);
        p.report(word::FAULT_DETAIL, 0);
        self.state = State::Boot;
    }

    /// Joins the host and lets it run. False when a segment is stuck.
    fn join_host<P: Platform>(&mut self, p: &mut P) -> bool
    where
        K: Kind<P>,
    {
        if !self.kind.join_host(p) {
            return false;
        }
        self.output(p, 0, out::HOST_RUN);
        true
    }

    fn serve<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        if self.state == State::Service {
            return;
        }
        if self.join_host(p) {
            self.clear_fault(p);
            self.output(p, out::LED_BUSY, out::LED_OK);
            self.state = State::Service;
            self.phase(p, Phase::Service);
        } else {
            let lines = p.switch_status();
            self.show_fault(p, Fault::BusStuck, lines);
            self.state = State::HostStuck;
        }
    }

    fn wait_source<P: Platform>(&mut self, p: &mut P) {
        if self.state != State::WaitSource {
            self.clear_fault(p);
            self.output(p, out::LED_OK, out::LED_BUSY);
            self.state = State::WaitSource;
            self.phase(p, Phase::WaitSource);
        }
    }

    fn await_offer<P: Platform>(&mut self, p: &mut P, marker: MarkerState)
    where
        K: Kind<P>,
    {
        let now = p.now();
        match self.state {
            State::AwaitOffer(deadline) if reached(now, deadline) => {
                self.show_fault(p, Fault::PeerNotSource, 0);
                self.state = State::NotOffered;
            }
            State::AwaitOffer(_) | State::NotOffered => {}
            _ => {
                // Until the peer offers, the host goes on as it would without the button.
                match marker {
                    MarkerState::Incomplete => self.wait_source(p),
                    _ => self.serve(p),
                }
                self.state = State::AwaitOffer(now.wrapping_add(OFFER_MS * self.times.ms));
            }
        }
    }

    fn be_source<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        if self.state == State::Source {
            self.kind.watch_offer(p);
            return;
        }
        self.clear_fault(p);
        self.output(p, out::LED_OK, out::OFFER | out::LED_BUSY);
        self.kind.part_host(p);
        if K::HOST_NEEDS_MEMORY {
            self.output(p, out::HOST_RUN, 0);
        }
        self.kind.offer(p);
        self.state = State::Source;
        self.phase(p, Phase::Source);
    }

    fn leave_source<P: Platform>(&mut self, p: &mut P) {
        p.set_switch(0);
        self.output(p, out::OFFER, 0);
        self.state = State::Boot;
    }

    /// A rescue from taking the bus to giving it back. Its frame stays out of that of the main loop.
    #[inline(never)]
    fn rescue<P: Platform>(&mut self, p: &mut P, server: &mut Server)
    where
        K: Kind<P>,
    {
        let before = self.journal.marker();
        self.pressed = false;
        self.commanded = 0;
        self.clear_fault(p);
        for counter in word::PAGES_DONE..word::TRAP_CAUSE {
            p.report(counter, 0);
        }
        let mut marked = false;
        let mut touched = before.state == MarkerState::Incomplete;
        let mut stop = None;
        match self.kind.can_be_rescued().and_then(|()| self.take_bus(p)) {
            Err(reason) => stop = Some(reason),
            Ok(()) => {
                let mut job = Job::new(p, self.times, self.kind.pair(), touched);
                server.desk.owner = Owner::Rescue;
                job.server = Some(server);
                if rescue::run(&mut job, &mut self.kind.steps(), &mut self.journal).is_err() {
                    stop = Some(job.reason);
                }
                (marked, touched) = (job.marked, job.touched);
            }
        }
        p.set_switch(0);
        self.output(p, out::LED_BUSY, 0);
        // Whatever changed while the bus was ours is looked at afresh, but not forgotten.
        if stop.is_some()
            && marked
            && !touched
            && let Err(error) = self.journal.write(p, before)
        {
            stop = Some(error.into());
        }
        let held = self.journal.marker().state == MarkerState::Incomplete;
        match stop {
            None => self.serve(p),
            Some(Stop::SourceGone) if held => self.wait_source(p),
            Some(Stop::SourceGone) => self.serve(p),
            Some(Stop::Asked | Stop::Refused(..)) => {
                match held {
                    true => self.wait_source(p),
                    false => self.serve(p),
                }
                self.state = State::Failed;
            }
            Some(Stop::Fault(fault, detail)) => {
                if !held {
                    self.serve(p);
                }
                self.show_fault(p, fault, detail);
                self.state = State::Failed;
            }
        }
    }

    /// Holds the host, parts it from the memory and joins the port.
    fn take_bus<P: Platform>(&mut self, p: &mut P) -> Result<(), Stop>
    where
        K: Kind<P>,
    {
        self.take_host(p, Phase::Connect);
        self.kind.join_port(p)
    }

    /// Holds the host and parts it from the memory.
    #[inline(never)]
    fn take_host<P: Platform>(&mut self, p: &mut P, phase: Phase)
    where
        K: Kind<P>,
    {
        self.output(p, out::LED_OK, out::LED_BUSY);
        self.phase(p, phase);
        self.kind.part_host(p);
        self.output(p, out::HOST_RUN, 0);
    }
}
