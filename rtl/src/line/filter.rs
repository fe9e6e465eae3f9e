//! Synchroniser and glitch filter of one input pin (`docs/controller.md`, 1).
//!
//! ```text
//!            +------------+
//!     pin -->| LineFilter |--> level
//!            +------------+
//! ```
//!
//! Two flip-flops bring the pin into the clock's time. A counter then asks that the second of
//! them differ from the output at three edges in a row before the output follows, so a pulse of
//! fewer samples is not seen at all (UM10204 table 10, tSP: 50 ns).
//!
//! With *s* the first edge that samples a level which then holds, the output flips at edge s + 4.
//! In reset all is 0, as if the pin had always been low.
//!
//! ```text
//!   pin -> [first] -> [second] --+--> differs? --yes--> [count] -- third --> [level] = second
//!                                |       ^  \--no--> count = 0                  |
//!                                |       +---------------------------------------+
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{FILTER_CYCLES, SYNC_CYCLES};

// Their number is in the structure below, not in a width.
const _: () = assert!(SYNC_CYCLES == 2 && FILTER_CYCLES <= 4);

/// Synchroniser and glitch filter of one pin.
#[derive(LogicBlock)]
pub struct LineFilter {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The pin, asynchronous to the clock.
    pub pin: Signal<In, Bit>,
    /// What logic acts on.
    pub level: Signal<Out, Bit>,
    first: DFF<Bit>,
    second: DFF<Bit>,
    filtered: DFF<Bit>,
    /// Edges in a row at which the second flip-flop differed from the output.
    count: DFF<Bits<2>>,
    one: Constant<Bits<2>>,
    /// The count at the edge at which the output follows.
    enough: Constant<Bits<2>>,
}

impl Default for LineFilter {
    fn default() -> Self {
        LineFilter {
            clock: Default::default(),
            reset: Default::default(),
            pin: Default::default(),
            level: Default::default(),
            first: Default::default(),
            second: Default::default(),
            filtered: Default::default(),
            count: Default::default(),
            one: Constant::new(1u64.into()),
            enough: Constant::new((FILTER_CYCLES - 1).into()),
        }
    }
}

impl Logic for LineFilter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, first, second, filtered, count);
        self.first.d.next = self.pin.val();
        self.second.d.next = self.first.q.val();
        self.count.d.next = 0.into();
        if self.second.q.val() != self.filtered.q.val() {
            if self.count.q.val() == self.enough.val() {
                self.filtered.d.next = self.second.q.val();
            } else {
                self.count.d.next = self.count.q.val() + self.one.val();
            }
        }
        self.level.next = self.filtered.q.val();
        if self.reset.val() {
            self.first.d.next = false;
            self.second.d.next = false;
            self.filtered.d.next = false;
            self.count.d.next = 0.into();
        }
    }
}
