//! The UART's transmitter.
//!
//! ```text
//!               +-------------+
//!   waiting --->|             |--> take (the byte is put away)
//!   data ======>| Transmitter |--> idle
//!   bit =======>|             |--> line
//!               +-------------+
//! ```
//!
//! `data` is needed one edge after `take`, which is how long a block memory is behind. The byte is
//! shifted out with a 1 above it; when that has gone too it is the stop bit.
//!
//! With a the edge of `take`, bit i begins at a + 1 + i B. The stop bit ends two edges early for the
//! machine: that is what Idle and Load take, so that bytes follow each other without a gap.
//!
//! ```text
//!   Idle --waiting: take--> Load --> Bits --stop bit, soon over--> Idle
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

use super::bit_timer::BitTimer;

/// What the line is doing.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
enum State {
    /// High.
    Idle,
    /// High; the byte is on its way out of the memory.
    Load,
    /// The start bit, the data bits and the stop bit.
    Bits,
}

/// Puts bytes on a line.
#[derive(Clone, LogicBlock)]
pub struct Transmitter {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Edges per bit, at least 8.
    pub edges: Signal<In, Bits<16>>,
    /// There is a byte to send.
    pub waiting: Signal<In, Bit>,
    /// That byte, in the cycle after the one with `take`.
    pub data: Signal<In, Bits<8>>,
    /// The byte is taken at this edge.
    pub take: Signal<Out, Bit>,
    /// No byte is under way.
    pub idle: Signal<Out, Bit>,
    /// Level of the line: 0 in reset, high when idle.
    pub line: Signal<Out, Bit>,
    state: DFF<State>,
    timer: BitTimer,
    /// What comes after the bit on the line; 0 when that is the stop bit.
    shift: DFF<Bits<9>>,
    level: DFF<Bit>,
    stop_bit: Constant<Bits<9>>,
}

impl Default for Transmitter {
    fn default() -> Self {
        Transmitter {
            clock: Default::default(),
            reset: Default::default(),
            edges: Default::default(),
            waiting: Default::default(),
            data: Default::default(),
            take: Default::default(),
            idle: Default::default(),
            line: Default::default(),
            state: Default::default(),
            timer: Default::default(),
            shift: Default::default(),
            level: Default::default(),
            stop_bit: Constant::new((1u64 << 8).into()),
        }
    }
}

impl Logic for Transmitter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, shift, level);
        self.timer.clock.next = self.clock.val();
        self.timer.edges.next = self.edges.val();
        self.timer.half.next = false;
        self.timer.run.next = self.state.q.val() == State::Bits;
        self.idle.next = self.state.q.val() == State::Idle;
        self.take.next = (self.state.q.val() == State::Idle) & self.waiting.val();
        self.line.next = self.level.q.val();

        match self.state.q.val() {
            State::Idle => {
                self.level.d.next = true;
                if self.waiting.val() {
                    self.state.d.next = State::Load;
                }
            }
            State::Load => {
                self.level.d.next = false;
                self.shift.d.next = self.stop_bit.val() | bit_cast::<9, 8>(self.data.val());
                self.state.d.next = State::Bits;
            }
            State::Bits => {
                if self.timer.over.val() {
                    self.level.d.next = self.shift.q.val().get_bit(0);
                    self.shift.d.next = self.shift.q.val() >> 1;
                }
                if self.timer.soon.val() & !self.shift.q.val().any() {
                    self.state.d.next = State::Idle;
                }
            }
        }

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.level.d.next = false;
        }
    }
}
