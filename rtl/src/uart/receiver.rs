//! The UART's receiver.
//!
//! ```text
//!             +----------+==> byte
//!    pin ---->|          |--> good    (it came with its stop bit)
//!    bit ====>| Receiver |--> framing (without)
//!             |          |--> broken  (without, and all zeros)
//!             +----------+
//! ```
//!
//! Two flip-flops bring the pin into the clock's time; two more keep what they showed, so that a bit
//! is what two of three samples around its middle say. The byte is shifted in from above; a 1 that
//! starts above it and comes out below at the stop bit counts its bits.
//!
//! With B edges per bit and t the first edge that sees the line low, bit i is decided at
//! d(i) = t + B/2 + 1 + i B (`docs/controller.md`, 8).
//!
//! ```text
//!   WaitHigh --1--> Idle --0--> Start --d(0), 0--> Bits --d(9), 1--> Idle
//!      ^             ^------------- d(0), 1 ---'     |
//!      '----------------------------------- d(9), 0 -'
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

use super::bit_timer::BitTimer;

/// What the line is doing.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
enum State {
    /// Low, and that is no start bit.
    WaitHigh,
    /// High.
    Idle,
    /// Half of the start bit.
    Start,
    /// The data bits and the stop bit.
    Bits,
}

/// Takes bytes from a line.
#[derive(Clone, LogicBlock)]
pub struct Receiver {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The pin, asynchronous to the clock.
    pub pin: Signal<In, Bit>,
    /// Edges per bit, at least 8.
    pub edges: Signal<In, Bits<16>>,
    /// The byte, valid with one of the three below.
    pub data: Signal<Out, Bits<8>>,
    /// This edge is d(9) of a byte with its stop bit.
    pub good: Signal<Out, Bit>,
    /// This edge is d(9) of a byte without it.
    pub framing: Signal<Out, Bit>,
    /// The same when the line was low all the time.
    pub broken: Signal<Out, Bit>,
    state: DFF<State>,
    timer: BitTimer,
    first: DFF<Bit>,
    second: DFF<Bit>,
    third: DFF<Bit>,
    fourth: DFF<Bit>,
    /// The bits so far and below them the 1 that counts them.
    shift: DFF<Bits<9>>,
    empty: Constant<Bits<9>>,
    run: Signal<Local, Bit>,
    two_of_three: Signal<Local, Bit>,
    ends: Signal<Local, Bit>,
    none: Signal<Local, Bit>,
}

impl Default for Receiver {
    fn default() -> Self {
        Receiver {
            clock: Default::default(),
            reset: Default::default(),
            pin: Default::default(),
            edges: Default::default(),
            data: Default::default(),
            good: Default::default(),
            framing: Default::default(),
            broken: Default::default(),
            state: Default::default(),
            timer: Default::default(),
            first: Default::default(),
            second: Default::default(),
            third: Default::default(),
            fourth: Default::default(),
            shift: Default::default(),
            empty: Constant::new((1u64 << 8).into()),
            run: Default::default(),
            two_of_three: Default::default(),
            ends: Default::default(),
            none: Default::default(),
        }
    }
}

impl Logic for Receiver {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, first, second, third, fourth, shift);
        self.first.d.next = self.pin.val();
        self.second.d.next = self.first.q.val();
        self.third.d.next = self.second.q.val();
        self.fourth.d.next = self.third.q.val();
        self.two_of_three.next = (self.second.q.val() & self.third.q.val())
            | (self.second.q.val() & self.fourth.q.val())
            | (self.third.q.val() & self.fourth.q.val());

        self.run.next = (self.state.q.val() == State::Start) | (self.state.q.val() == State::Bits);
        self.timer.clock.next = self.clock.val();
        self.timer.edges.next = self.edges.val();
        self.timer.run.next = self.run.val();
        self.timer.half.next = self.state.q.val() == State::Start;
        self.ends.next = self.timer.over.val()
            & (self.state.q.val() == State::Bits)
            & self.shift.q.val().get_bit(0);
        self.none.next = !self.shift.q.val().get_bits::<8>(1).any();
        self.data.next = self.shift.q.val().get_bits::<8>(1);
        self.good.next = self.ends.val() & self.two_of_three.val();
        self.framing.next = self.ends.val() & !self.two_of_three.val() & !self.none.val();
        self.broken.next = self.ends.val() & !self.two_of_three.val() & self.none.val();

        if self.timer.over.val() & (self.state.q.val() == State::Bits) {
            self.shift.d.next = (self.shift.q.val() >> 1).replace_bit(8, self.two_of_three.val());
        }
        if !self.run.val() {
            self.shift.d.next = self.empty.val();
        }
        match self.state.q.val() {
            State::WaitHigh => {
                if self.second.q.val() {
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                if !self.second.q.val() {
                    self.state.d.next = State::Start;
                }
            }
            State::Start => {
                if self.timer.over.val() {
                    self.state.d.next = State::Bits;
                    if self.two_of_three.val() {
                        self.state.d.next = State::Idle;
                    }
                }
            }
            State::Bits => {
                if self.ends.val() {
                    self.state.d.next = State::WaitHigh;
                    if self.two_of_three.val() {
                        self.state.d.next = State::Idle;
                    }
                }
            }
        }

        // What comes after these two is not looked at before both have shown a 1.
        if self.reset.val() {
            self.state.d.next = State::WaitHigh;
            self.first.d.next = false;
            self.second.d.next = false;
        }
    }
}
