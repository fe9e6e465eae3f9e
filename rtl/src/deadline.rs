//! How long a command may wait for its bus and poll, in slow ticks.
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

/// The ticks that a command has left, `N` bits of them.
#[derive(Clone, LogicBlock)]
pub struct Deadline<const N: usize> {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// A command is under way.
    pub run: Signal<In, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// The engine's deadline register, slow ticks.
    pub deadline: Signal<In, Bits<N>>,
    /// None are left.
    pub passed: Signal<Out, Bit>,
    left: DFF<Bits<N>>,
    /// All ones: adding it counts down. 0 when loading, so that the adder's tables can load.
    minus_one: Signal<Local, Bits<N>>,
    counted: Signal<Local, Bits<N>>,
    none_left: Signal<Local, Bit>,
    all_ones: Constant<Bits<N>>,
}

impl<const N: usize> Default for Deadline<N> {
    fn default() -> Self {
        Deadline {
            clock: Default::default(),
            run: Default::default(),
            tick: Default::default(),
            deadline: Default::default(),
            passed: Default::default(),
            left: Default::default(),
            minus_one: Default::default(),
            counted: Default::default(),
            none_left: Default::default(),
            all_ones: Constant::new((u64::MAX >> (64 - N)).into()),
        }
    }
}

impl<const N: usize> Logic for Deadline<N> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, left);
        self.minus_one.next = 0.into();
        if self.run.val() {
            self.minus_one.next = self.all_ones.val();
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
