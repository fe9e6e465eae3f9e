//! Roles and the life of a device, from power-up to service.
//!
//! What a device should do follows from the marker in its journal and its inputs alone
//! ([`wish`]); [`Device::step`] takes it there, one step per event.

use crate::i2c;
use crate::job::{self, Stop, Stopped};
use crate::journal::{Marker, MarkerState};
use crate::kind::Kind;
use crate::platform::Platform;
use crate::registers::{out, sense};
use crate::report::{self, Fault, Phase, word};
use crate::rescue;
use crate::server::{Owner, Server};
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

/// All LEDs.
const LEDS: u32 = out::LED_BUSY | out::LED_OK | out::LED_FAULT;

/// What the marker and the inputs ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// No part in a rescue: the host works with its memory, or is held while that is incomplete.
    Rest,
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
    if !is(sense::PRESENT) {
        return Wish::Rest;
    }
    if is(sense::BUTTON_SOURCE) && marker != MarkerState::Incomplete {
        return Wish::Source;
    }
    let done = marker == MarkerState::Complete;
    let asked = pressed || is(sense::BUTTON_DESTINATION) && !done;
    if !is(sense::PEER_VCC) && (asked || !done) {
        return Wish::Rescue;
    }
    if asked { Wish::AwaitOffer } else { Wish::Rest }
}

/// What the device is doing between two steps. A word: bytes have no short load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum State {
    /// Nothing decided yet; host held.
    Boot,
    /// The host is joined and runs.
    Service,
    /// The host should be joined, but a segment is stuck.
    HostStuck,
    /// Host held until a source is there.
    WaitSource,
    /// Waiting for the peer's offer.
    AwaitOffer,
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
    server: Server,
}

impl<K: Default> Default for Device<K> {
    fn default() -> Self {
        Self {
            life: Life {
                times: Times::default(),
                journal: Journal::UNREAD,
                state: State::Boot,
                offer_until: 0,
                pressed: 0,
                commanded: 0,
                moved: 0,
                peer_until: 0,
                kind: K::default(),
            },
            server: Server::ZEROS,
        }
    }
}

impl<K> Device<K> {
    /// From reset until the journal is read and the own memory was looked for. The host is held.
    #[inline(never)]
    pub fn boot<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        let Self { life, server } = self;
        life.boot(p);
        server.begin(life.kind.about());
        life.introduce(p, &mut server.desk);
    }

    /// One turn of the main loop: look, act, answer, sleep until something may have changed.
    #[inline(never)]
    pub fn step<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
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
        let now = p.now();
        p.sleep_until_input(now.wrapping_add(life.sleep_cycles(now)));
    }
}

/// All of it but the talk. Last: a load reaches everything in front of it.
#[repr(C)]
struct Life<K> {
    times: Times,
    /// What it says counts in any state but [`State::Dead`].
    journal: Journal,
    state: State,
    /// How long the peer may take to offer its memory.
    offer_until: u32,
    /// The destination button, once it went down since the last rescue and as long as it is.
    pressed: u32,
    /// Buttons that a computer presses.
    commanded: u32,
    /// When the inputs were last in motion. One turn of the counter later it is once more, for
    /// [`CONTACT_MS`]: then a rescue waits so much longer.
    moved: u32,
    /// The peer's supply may still be on its way until this cycle; 0: no more.
    peer_until: u32,
    kind: K,
}

impl<K> Life<K> {
    fn boot<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        let times = Times::new(p.clock_hz());
        self.times = times;
        job::kick(p, times);
        p.report(word::PHASE, Phase::Boot as u32);
        p.set_outputs(0);
        p.set_switch(0);
        p.set_input_timing(IDLE_US * times.us, DEBOUNCE_MS * times.ms);
        i2c::set_up_journal(p, times);
        self.moved = p.now();
        job::pause(p, SETTLE_MS * times.ms);
        p.take_changes();

        let (mut settings, fault) = match self.journal.load(p, times) {
            Ok(settings) => (settings, Stop::Fault(Fault::NoSettings, 0)),
            Err(error) => (None, error.into()),
        };
        // Those of a board with another kind of memory are as good as none.
        settings = settings.filter(K::fits);
        self.kind.set_up(p, times, settings.as_ref());
        if let (None, Stop::Fault(fault, detail)) = (settings, fault) {
            self.state = State::Dead;
            show_fault(p, fault, detail);
        }
        self.peer_until = p.now().wrapping_add(PEER_MS * times.ms);
    }

    #[inline(always)]
    fn act<P: Platform>(&mut self, p: &mut P, server: &mut Server, inputs: u32, changes: u32)
    where
        K: Kind<P>,
    {
        self.pressed = (self.pressed | changes) & inputs & sense::BUTTON_DESTINATION;
        let now = p.now();
        // Raw inputs that contradict count as motion too.
        let watched = sense::PRESENT | sense::PEER_VCC;
        if changes | (inputs ^ (inputs >> sense::RAW_SHIFT)) & watched != 0 {
            self.moved = now;
        }
        if reached(now, self.peer_until) {
            self.peer_until = 0;
        }
        // Once the cable was out, a finished rescue is history: the host may change its memory.
        let unplugged = (!inputs | changes) & sense::PRESENT != 0;
        let marker = self.journal.marker();
        if unplugged && marker.state == MarkerState::Complete {
            // Should this fail, the next step tries again; until then no rescue is repeated.
            let state = MarkerState::Idle;
            let _ = self.journal.write(p, Marker { state, ..marker });
        }
        if self.state == State::Held {
            return;
        }
        if self.state == State::Failed {
            if changes & (sense::PRESENT | sense::BUTTON_DESTINATION) == 0 {
                if !self.is_incomplete() {
                    self.join_host(p);
                }
                return;
            }
            self.clear_fault(p);
        }
        let wish = wish(self.journal.marker().state, inputs, self.pressed != 0);
        if wish != Wish::Source && self.state == State::Source {
            self.leave_source(p);
        }
        match wish {
            Wish::Rest => self.rest(p),
            Wish::Source => self.be_source(p),
            Wish::AwaitOffer => self.await_offer(p, now),
            Wish::Rescue if self.peer_may_come(inputs) || self.is_moving(now) => {}
            Wish::Rescue => self.rescue(p, server),
        }
    }

    /// How long the main loop may sleep.
    fn sleep_cycles(&self, now: u32) -> u32 {
        let ms = self.times.ms;
        match self.state {
            // Uneven, so that it cannot keep step with the traffic it samples.
            State::Source => ms + (now & 0x3FFF),
            State::AwaitOffer => ms,
            _ if self.is_moving(now) => ms,
            _ => {
                let longest = SLEEP_MS * ms;
                match self.peer_until {
                    0 => longest,
                    until => until.wrapping_sub(now).min(longest),
                }
            }
        }
    }

    /// The marker says that the memory may be half-written.
    fn is_incomplete(&self) -> bool {
        self.journal.marker().state == MarkerState::Incomplete
    }

    /// True while it is too early after power-up to take the peer for dead. A rescue that was begun
    /// goes on at once, and so does one that somebody asked for.
    fn peer_may_come(&self, inputs: u32) -> bool {
        self.peer_until != 0 && !self.is_incomplete() && inputs & sense::BUTTON_DESTINATION == 0
    }

    /// True when the inputs have not been quiet for long enough.
    #[inline(never)]
    fn is_moving(&self, now: u32) -> bool {
        now.wrapping_sub(self.moved) < CONTACT_MS * self.times.ms
    }

    #[inline(never)]
    fn clear_fault<P: Platform>(&mut self, p: &mut P) {
        output(p, out::LED_FAULT, 0);
        p.report(word::FAULT, 0);
        p.report(word::FAULT_DETAIL, 0);
        self.state = State::Boot;
    }

    /// Joins the host and lets it run. False when a segment is stuck.
    #[inline(never)]
    fn join_host<P: Platform>(&mut self, p: &mut P) -> bool
    where
        K: Kind<P>,
    {
        let joined = self.kind.join_host(p);
        if joined {
            output(p, 0, out::HOST_RUN);
        }
        joined
    }

    /// The host works with its memory; with an incomplete one it is held until a source is there.
    #[inline(never)]
    fn rest<P: Platform>(&mut self, p: &mut P)
    where
        K: Kind<P>,
    {
        if self.is_incomplete() {
            if self.state != State::WaitSource {
                self.state = State::WaitSource;
                show(p, out::LED_BUSY, Phase::WaitSource, 0, 0);
            }
        } else if self.state != State::Service {
            if self.join_host(p) {
                self.state = State::Service;
                show(p, out::LED_OK, Phase::Service, 0, 0);
            } else {
                self.state = State::HostStuck;
                let lines = p.switch_status();
                show_fault(p, Fault::BusStuck, lines);
            }
        }
    }

    fn await_offer<P: Platform>(&mut self, p: &mut P, now: u32)
    where
        K: Kind<P>,
    {
        match self.state {
            State::AwaitOffer if reached(now, self.offer_until) => {
                show_fault(p, Fault::PeerNotSource, 0);
                self.state = State::NotOffered;
            }
            State::AwaitOffer | State::NotOffered => {}
            _ => {
                // Until the peer offers, the host goes on as it would without the button.
                self.rest(p);
                self.state = State::AwaitOffer;
                self.offer_until = now.wrapping_add(OFFER_MS * self.times.ms);
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
        output(p, out::LED_OK, out::OFFER | out::LED_BUSY);
        self.kind.part_host(p);
        if K::HOST_NEEDS_MEMORY {
            output(p, out::HOST_RUN, 0);
        }
        self.kind.offer(p);
        self.state = State::Source;
        p.report(word::PHASE, Phase::Source as u32);
    }

    fn leave_source<P: Platform>(&mut self, p: &mut P) {
        p.set_switch(0);
        output(p, out::OFFER, 0);
        self.state = State::Boot;
    }

    /// A rescue from taking the bus to giving it back. Its frame stays out of that of the main loop.
    #[inline(never)]
    fn rescue<P: Platform>(&mut self, p: &mut P, server: &mut Server)
    where
        K: Kind<P>,
    {
        let before = self.journal.marker();
        self.pressed = 0;
        self.commanded = 0;
        self.clear_fault(p);
        report::clear(p, word::PAGES_DONE, word::TRAP_CAUSE);
        let mut job = self.job(p);
        job.alone = false;
        job.touched = self.is_incomplete();
        let mut done = self.kind.can_be_rescued(&mut job);
        if done.is_ok() {
            self.take_host(job.p, Phase::Connect);
            done = self.kind.join_port(&mut job);
        }
        if done.is_ok() {
            server.desk.owner = Owner::Rescue;
            job.server = Some(server);
            done = rescue::run(&mut job, &mut self.kind.steps(), &mut self.journal);
        }
        job.p.set_switch(0);
        output(job.p, out::LED_BUSY, 0);
        // Whatever changed while the bus was ours is looked at afresh, but not forgotten.
        let mut reason = match done {
            Ok(()) => Stop::SourceGone,
            Err(Stopped) => job.reason,
        };
        if done.is_err()
            && job.marked
            && !job.touched
            && let Err(error) = self.journal.write(job.p, before)
        {
            reason = error.into();
        }
        if let Stop::Fault(fault, detail) = reason {
            if !self.is_incomplete() {
                self.rest(p);
            }
            show_fault(p, fault, detail);
        } else {
            self.rest(p);
        }
        if reason != Stop::SourceGone {
            self.state = State::Failed;
        }
    }

    /// Holds the host and parts it from the memory. No fault stands.
    #[inline(never)]
    fn take_host<P: Platform>(&mut self, p: &mut P, phase: Phase)
    where
        K: Kind<P>,
    {
        show(p, out::LED_BUSY, phase, 0, 0);
        self.kind.part_host(p);
        output(p, out::HOST_RUN, 0);
    }
}

/// Clears outputs and sets others.
#[inline(never)]
fn output<P: Platform>(p: &mut P, clear: u32, set: u32) {
    let outputs = p.outputs() & !clear | set;
    p.set_outputs(outputs);
}

/// Shows how things stand: by the LEDs and in the report.
#[inline(never)]
fn show<P: Platform>(p: &mut P, leds: u32, phase: Phase, fault: u32, detail: u32) {
    output(p, LEDS, leds);
    p.report(word::FAULT_DETAIL, detail);
    p.report(word::FAULT, fault);
    p.report(word::PHASE, phase as u32);
}

fn show_fault<P: Platform>(p: &mut P, fault: Fault, detail: u32) {
    show(p, out::LED_FAULT, Phase::Fault, fault as u32, detail);
}
