//! One line of the host connection: passes a low from either side to the other.
//!
//! ```text
//!              +----------+
//!    joined -->|          |
//!      host -->| Repeater |--> host_low
//!       bus -->|          |--> bus_low
//!              +----------+
//! ```
//!
//! The side that went low first owns the line until it lets go; only then may the other side
//! start. So the two directions cannot hold each other, and at most one side is ever driven.
//!
//! After a release the machine looks away for `SETTLE_CYCLES`, longer than the echo of its own
//! drive through the filters. `joined` = 0 releases both sides at the edge that sees it.
//!
//! ```text
//!              host low                 host high
//!        +-------------------> HostLow -----------+
//!        |                                        v
//!      Idle <----- 8 edges ------------------- Settle
//!        |                                        ^
//!        +-------------------> BusLow ------------+
//!              else bus low             bus high
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::SETTLE_CYCLES;

// The width of the count.
const _: () = assert!(SETTLE_CYCLES >= 1 && SETTLE_CYCLES <= 8);

/// What one line of the repeater is doing.
#[derive(Copy, Clone, PartialEq, Eq, Debug, LogicState)]
pub enum State {
    /// Both sides are high.
    Idle,
    /// The host side is low, and the bus side is pulled.
    HostLow,
    /// The bus side is low, and the host side is pulled.
    BusLow,
    /// The line was let go; its echo dies out.
    Settle,
}

/// One line of the repeater.
#[derive(Clone, LogicBlock)]
pub struct Repeater {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// The connection stands after this edge.
    pub joined: Signal<In, Bit>,
    /// Filtered level on the host side.
    pub host: Signal<In, Bit>,
    /// Filtered level on the bus side.
    pub bus: Signal<In, Bit>,
    /// Pull the host side low.
    pub host_low: Signal<Out, Bit>,
    /// Pull the bus side low.
    pub bus_low: Signal<Out, Bit>,
    state: DFF<State>,
    /// Edges spent in `Settle`.
    count: DFF<Bits<3>>,
    one: Constant<Bits<3>>,
    enough: Constant<Bits<3>>,
}

impl Default for Repeater {
    fn default() -> Self {
        Repeater {
            clock: Default::default(),
            joined: Default::default(),
            host: Default::default(),
            bus: Default::default(),
            host_low: Default::default(),
            bus_low: Default::default(),
            state: Default::default(),
            count: Default::default(),
            one: Constant::new(1u64.into()),
            enough: Constant::new((SETTLE_CYCLES - 1).into()),
        }
    }
}

impl Logic for Repeater {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, count);
        self.count.d.next = 0.into();
        self.host_low.next = false;
        self.bus_low.next = false;
        match self.state.q.val() {
            State::Idle => {
                if !self.host.val() {
                    self.state.d.next = State::HostLow;
                } else if !self.bus.val() {
                    self.state.d.next = State::BusLow;
                }
            }
            State::HostLow => {
                self.bus_low.next = true;
                if self.host.val() {
                    self.state.d.next = State::Settle;
                }
            }
            State::BusLow => {
                self.host_low.next = true;
                if self.bus.val() {
                    self.state.d.next = State::Settle;
                }
            }
            State::Settle => {
                self.count.d.next = self.count.q.val() + self.one.val();
                if self.count.q.val() == self.enough.val() {
                    self.state.d.next = State::Idle;
                }
            }
            _ => {}
        }
        if !self.joined.val() {
            self.state.d.next = State::Idle;
            self.count.d.next = 0.into();
        }
    }
}
