//! The timer of a bit, one in each direction.
//!
//! ```text
//!            +----------+
//!   bit ====>|          |--> over (a bit ends at this edge and another one begins)
//!   run ---->| BitTimer |
//!   half --->|          |--> soon (in two edges, or in less)
//!            +----------+
//! ```
//!
//! While it does not run it stands at the start of a bit, so that the first one counts from the last
//! edge without `run`. Half a bit is a bit counted by two: bit 0 of the count then stays, and the
//! edges come out as B/2 rounded down and one more, which is where the middle of the start bit is
//! looked at. So nothing but B itself is ever loaded.
//!
//! `over` is a flip-flop, decided one edge ahead, to keep the paths behind it short.
//!
//! ```text
//!   over or not run: bit --> [count] --> -1, half: -2
//!                    count < 4 --> soon
//!                    count is 2, half: 2 or 3 --> [over]
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// Counts the edges of bits.
#[derive(Clone, LogicBlock, Default)]
pub struct BitTimer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Edges per bit, at least 4. Looked at where a bit begins.
    pub edges: Signal<In, Bits<16>>,
    /// A byte is under way.
    pub run: Signal<In, Bit>,
    /// This bit lasts B/2 + 1 edges.
    pub half: Signal<In, Bit>,
    /// The bit ends at this edge and another one begins.
    pub over: Signal<Out, Bit>,
    /// 1 for the first time in the cycle that leads to the edge two before the end.
    pub soon: Signal<Out, Bit>,
    count: DFF<Bits<16>>,
    over_next: DFF<Bit>,
    restart: Signal<Local, Bit>,
    /// What is added: 0 when loading, so that the adder's tables can load.
    step: Signal<Local, Bits<16>>,
    counted: Signal<Local, Bits<16>>,
    few: Signal<Local, Bit>,
}

impl Logic for BitTimer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, count, over_next);
        self.restart.next = self.over_next.q.val() | !self.run.val();
        self.step.next = 0xFFFF.into();
        if self.half.val() {
            self.step.next = 0xFFFE.into();
        }
        if self.restart.val() {
            self.step.next = 0.into();
        }
        self.counted.next = self.count.q.val() + self.step.val();
        self.count.d.next = self.counted.val();
        self.few.next = !self.count.q.val().get_bits::<14>(2).any();
        self.over_next.d.next = self.few.val() & (self.half.val() | !self.count.q.val().get_bit(0));
        if self.restart.val() {
            self.count.d.next = self.edges.val();
            self.over_next.d.next = false;
        }
        self.over.next = self.over_next.q.val();
        self.soon.next = self.few.val();
    }
}
