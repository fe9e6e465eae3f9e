//! The timer of half a period of SCK.
//!
//! ```text
//!               +-----------+
//!  half ------->|           |
//!  run -------->| HalfTimer |--> over
//!               +-----------+
//! ```
//!
//! While it does not run it stands at the start of a half period, so that the first one counts from
//! the edge that starts it. `over` is a flip-flop, decided one edge ahead, to keep the paths behind
//! it short; half periods of one edge have no edge to decide in and are known from `half` alone.
//!
//! ```text
//!   start or over: half --> [count] --> -1
//!                  half == 1 --+
//!                 count == 2 --+--> [over]
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// Counts half periods.
#[derive(Clone, LogicBlock)]
pub struct HalfTimer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// A frame is under way.
    pub run: Signal<In, Bit>,
    /// Half period of SCK, edges; not 0.
    pub half: Signal<In, Bits<8>>,
    /// A half period ends at this edge and another one begins.
    pub over: Signal<Out, Bit>,
    count: DFF<Bits<8>>,
    over_next: DFF<Bit>,
    restart: Signal<Local, Bit>,
    /// All ones: adding it counts down. 0 when loading, so that the adder's tables can load.
    minus_one: Signal<Local, Bits<8>>,
    counted: Signal<Local, Bits<8>>,
    one: Constant<Bits<8>>,
    pub(super) two: Constant<Bits<8>>,
}

impl Default for HalfTimer {
    fn default() -> Self {
        HalfTimer {
            clock: Default::default(),
            run: Default::default(),
            half: Default::default(),
            over: Default::default(),
            count: Default::default(),
            over_next: Default::default(),
            restart: Default::default(),
            minus_one: Default::default(),
            counted: Default::default(),
            one: Constant::new(1u64.into()),
            two: Constant::new(2u64.into()),
        }
    }
}

impl Logic for HalfTimer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, count, over_next);
        self.restart.next = self.over_next.q.val() | !self.run.val();
        self.minus_one.next = 0xFF.into();
        if self.restart.val() {
            self.minus_one.next = 0.into();
        }
        self.counted.next = self.count.q.val() + self.minus_one.val();
        self.count.d.next = self.counted.val();
        self.over_next.d.next = self.count.q.val() == self.two.val();
        if self.restart.val() {
            self.count.d.next = self.half.val();
            self.over_next.d.next = self.half.val() == self.one.val();
        }
        self.over.next = self.over_next.q.val();
    }
}
