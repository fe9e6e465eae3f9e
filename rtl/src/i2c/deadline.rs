//! How long a command may wait for the bus and poll, in slow ticks.
//!
//! ```text
//!               +----------+
//!  deadline --->|          |
//!  run -------->| Deadline |--> passed
//!  tick ------->|          |
//!               +----------+
//! ```
//!
//! Loaded until a command runs, then counted down to 0, where it stays. Counting down needs no
//! comparator, and looking at the count itself is quicker than waiting for its borrow.
//!
//! ```text
//!   not run: deadline --> [left] --> -1 at a tick, unless 0;  == 0 -> passed
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// The ticks that a command has left.
#[derive(Clone, LogicBlock, Default)]
pub struct Deadline {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// A command is under way.
    pub run: Signal<In, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// Register `I2C_DEADLINE`, slow ticks.
    pub deadline: Signal<In, Bits<12>>,
    /// None are left.
    pub passed: Signal<Out, Bit>,
    left: DFF<Bits<12>>,
    /// All ones: adding it counts down. 0 when loading, so that the adder's tables can load.
    minus_one: Signal<Local, Bits<12>>,
    counted: Signal<Local, Bits<12>>,
    none_left: Signal<Local, Bit>,
}

impl Logic for Deadline {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, left);
        self.minus_one.next = 0.into();
        if self.run.val() {
            self.minus_one.next = 0x0FFF.into();
        }
        self.counted.next = self.left.q.val() + self.minus_one.val();
        self.none_left.next = !self.left.q.val().any();
        self.passed.next = self.none_left.val();
        if !self.run.val() | (self.tick.val() & !self.none_left.val()) {
            self.left.d.next = self.counted.val();
            if !self.run.val() {
                self.left.d.next = self.deadline.val();
            }
        }
    }
}
