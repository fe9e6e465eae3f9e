//! Joins and parts the segments of the point-to-point bus (`docs/controller.md`, 6).
//!
//! ```text
//!                                   +-----------+
//!   host, engine, port_allowed ---->|           |--> host_en, en0, en1   board's quarters
//!   offer, present, host_csn ------>| SpiSwitch |--> drive               SCK and CSn of the pads
//!   wants_memory, wants_port, csn ->|           |--> strap_allowed       0 hands the memory over
//!                                   +-----------+--> joined, staying     code of `SpiJoin`; for the engine
//! ```
//!
//! One state is one join, and every way from one join to another leads through `Apart`, where
//! nothing is joined and nothing driven for `SPI_GUARD_CYCLES` + 1 edges: a quarter lets go long
//! before another one takes hold. A join ends while chip select is high: the engine's own while
//! the engine drives, the host's (as far as its filter shows it) while the host does. The cable's
//! PRESENT is the exception, for there is nothing left to wait for.
//!
//! ```text
//!                 OFFER                        not OFFER
//!            +------------> Offered ---------------------------------+
//!            | ENGINE & wants_memory                                 |
//!            +------------> Memory ---- csn & no longer wanted ------+
//!   Apart ---+ ENGINE & wants_port & PORT & PRESENT                  +--> Apart, guard = 0
//!    ^ |     +------------> Port ------ or not PRESENT --------------+
//!    +-+     | HOST & not ENGINE & host_csn                          |
//!   guard    +------------> Host ------ host_csn & no longer wanted -+
//! ```
//!
//! Each output is a flip-flop of its own and no function of the state: a decoder may glitch while
//! two bits of a state change, and a quarter that follows one within 1 ns would join two segments.

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{SPI_GUARD_CYCLES, SpiJoin};

// The width of the guard's count.
const _: () = assert!(SPI_GUARD_CYCLES >= 1 && SPI_GUARD_CYCLES <= 7);
// A state goes out as its code, which can only be a literal in `update`.
const _: () = assert!(SpiJoin::Apart as u32 == 0 && SpiJoin::Offered as u32 == 1);
const _: () = assert!(SpiJoin::Host as u32 == 2 && SpiJoin::Memory as u32 == 3);
const _: () = assert!(SpiJoin::Port as u32 == 4);

/// What is joined; [`SpiJoin`] in the form that a flip-flop holds.
#[derive(Copy, Clone, PartialEq, Eq, Debug, LogicState)]
pub enum Join {
    /// Nothing.
    Apart,
    /// Memory and port, by the strap.
    Offered,
    /// Host and memory.
    Host,
    /// Engine and memory.
    Memory,
    /// Engine and port.
    Port,
}

/// The machine that joins.
#[derive(Clone, LogicBlock)]
pub struct SpiSwitch {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// `SWITCH.SPI_HOST`.
    pub host: Signal<In, Bit>,
    /// `SWITCH.SPI_ENGINE`.
    pub engine: Signal<In, Bit>,
    /// `SWITCH.SPI_PORT`.
    pub port_allowed: Signal<In, Bit>,
    /// `OUT.OFFER`.
    pub offer: Signal<In, Bit>,
    /// PRESENT, filtered and not debounced.
    pub present: Signal<In, Bit>,
    /// The host's chip select, filtered.
    pub host_csn: Signal<In, Bit>,
    /// The engine's command is one for the own memory.
    pub wants_memory: Signal<In, Bit>,
    /// The engine's command is one for the port.
    pub wants_port: Signal<In, Bit>,
    /// The engine's chip select.
    pub csn: Signal<In, Bit>,
    /// What is joined, as a code of `SpiJoin`.
    pub joined: Signal<Out, Bits<3>>,
    /// It is what is joined after this edge too. A frame begins only then, so that none begins as
    /// its group opens.
    pub staying: Signal<Out, Bit>,
    /// Enable of processor-memory (244_1).
    pub en0: Signal<Out, Bit>,
    /// Enable of processor-port (244_2).
    pub en1: Signal<Out, Bit>,
    /// Enable of host-processor (fourth quarter).
    pub host_en: Signal<Out, Bit>,
    /// The controller drives SCK and CSn of the processor segment.
    pub drive: Signal<Out, Bit>,
    /// The strap may be high; 0 joins memory and port (244_3) by the board's wiring.
    pub strap_allowed: Signal<Out, Bit>,

    state: DFF<Join>,
    /// Edges spent in `Apart`, up to the guard.
    guard: DFF<Bits<3>>,
    memory_joined: DFF<Bit>,
    port_joined: DFF<Bit>,
    host_joined: DFF<Bit>,
    driving: DFF<Bit>,
    offered: DFF<Bit>,
    /// The state after this edge.
    following: Signal<Local, Join>,
    /// Nothing has been joined for long enough.
    guarded: Signal<Local, Bit>,
    /// The engine has to let go as soon as its frame has ended, whatever it is joined with.
    engine_ends: Signal<Local, Bit>,
    one: Constant<Bits<3>>,
    enough: Constant<Bits<3>>,
}

impl Default for SpiSwitch {
    fn default() -> Self {
        SpiSwitch {
            clock: Default::default(),
            reset: Default::default(),
            host: Default::default(),
            engine: Default::default(),
            port_allowed: Default::default(),
            offer: Default::default(),
            present: Default::default(),
            host_csn: Default::default(),
            wants_memory: Default::default(),
            wants_port: Default::default(),
            csn: Default::default(),
            joined: Default::default(),
            staying: Default::default(),
            en0: Default::default(),
            en1: Default::default(),
            host_en: Default::default(),
            drive: Default::default(),
            strap_allowed: Default::default(),
            state: Default::default(),
            guard: Default::default(),
            memory_joined: Default::default(),
            port_joined: Default::default(),
            host_joined: Default::default(),
            driving: Default::default(),
            offered: Default::default(),
            following: Default::default(),
            guarded: Default::default(),
            engine_ends: Default::default(),
            one: Constant::new(1u64.into()),
            enough: Constant::new(SPI_GUARD_CYCLES.into()),
        }
    }
}

impl Logic for SpiSwitch {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            state,
            guard,
            memory_joined,
            port_joined,
            host_joined,
            driving,
            offered
        );

        self.guarded.next = self.guard.q.val() == self.enough.val();
        self.engine_ends.next = self.offer.val() | !self.engine.val();
        self.following.next = self.state.q.val();
        match self.state.q.val() {
            Join::Apart => {
                if self.guarded.val() {
                    if self.offer.val() {
                        self.following.next = Join::Offered;
                    } else if self.engine.val() {
                        if self.wants_memory.val() {
                            self.following.next = Join::Memory;
                        } else if self.wants_port.val()
                            & self.port_allowed.val()
                            & self.present.val()
                        {
                            self.following.next = Join::Port;
                        }
                    } else if self.host.val() & self.host_csn.val() {
                        self.following.next = Join::Host;
                    }
                }
            }
            Join::Offered => {
                if !self.offer.val() {
                    self.following.next = Join::Apart;
                }
            }
            Join::Host => {
                if self.host_csn.val() & (self.offer.val() | self.engine.val() | !self.host.val()) {
                    self.following.next = Join::Apart;
                }
            }
            Join::Memory => {
                if self.csn.val() & (self.engine_ends.val() | self.wants_port.val()) {
                    self.following.next = Join::Apart;
                }
            }
            Join::Port => {
                if !self.present.val()
                    | (self.csn.val()
                        & (self.engine_ends.val()
                            | !self.port_allowed.val()
                            | self.wants_memory.val()))
                {
                    self.following.next = Join::Apart;
                }
            }
        }
        self.staying.next = self.following.val() == self.state.q.val();
        self.state.d.next = self.following.val();
        if self.reset.val() {
            self.state.d.next = Join::Apart;
        }

        // In every other state the guard stands at 0, so it is 0 when `Apart` is entered.
        self.guard.d.next = 0.into();
        if (self.state.q.val() == Join::Apart) & !self.reset.val() {
            self.guard.d.next = self.guard.q.val();
            if !self.guarded.val() {
                self.guard.d.next = self.guard.q.val() + self.one.val();
            }
        }

        self.memory_joined.d.next = !self.reset.val()
            & ((self.following.val() == Join::Host) | (self.following.val() == Join::Memory));
        self.port_joined.d.next = !self.reset.val() & (self.following.val() == Join::Port);
        self.host_joined.d.next = !self.reset.val() & (self.following.val() == Join::Host);
        self.driving.d.next = !self.reset.val()
            & ((self.following.val() == Join::Memory) | (self.following.val() == Join::Port));
        self.offered.d.next = !self.reset.val() & (self.following.val() == Join::Offered);

        self.en0.next = self.memory_joined.q.val();
        self.en1.next = self.port_joined.q.val();
        self.host_en.next = self.host_joined.q.val();
        self.drive.next = self.driving.q.val();
        self.strap_allowed.next = !self.offered.q.val();
        self.joined.next = 0.into();
        match self.state.q.val() {
            Join::Offered => {
                self.joined.next = 1.into();
            }
            Join::Host => {
                self.joined.next = 2.into();
            }
            Join::Memory => {
                self.joined.next = 3.into();
            }
            Join::Port => {
                self.joined.next = 4.into();
            }
            _ => {}
        }
    }
}
