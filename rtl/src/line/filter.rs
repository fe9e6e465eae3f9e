//! Synchroniser and glitch filter of one input pin (`docs/controller.md`, 1).
//!
//! ```text
//!            +------------+
//!     pin -->| LineFilter |--> level
//!            +------------+
//! ```
//!
//! Two flip-flops bring the pin into the clock's time. The output follows the second one when that
//! has shown the same level at three edges in a row, so a pulse of fewer samples is not seen at all
//! (UM10204 table 10, tSP: 50 ns). The two samples before it are kept rather than counted: then
//! one look-up table decides.
//!
//! With *s* the first edge that samples a level which then holds, the output flips at edge s + 4.
//! In reset all is 0, as if the pin had always been low.
//!
//! ```text
//!   pin -> [first] -> [second] -> [third] -> [fourth]
//!                        |           |          |
//!                        +--- all the same? ----+--yes--> [level] = second
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{FILTER_CYCLES, SYNC_CYCLES};

// Their number is in the structure below, not in a width.
const _: () = assert!(SYNC_CYCLES == 2 && FILTER_CYCLES == 3);

/// Synchroniser and glitch filter of one pin.
#[derive(Clone, LogicBlock, Default)]
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
    third: DFF<Bit>,
    fourth: DFF<Bit>,
    filtered: DFF<Bit>,
}

impl Logic for LineFilter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, first, second, third, fourth, filtered);
        self.first.d.next = self.pin.val();
        self.second.d.next = self.first.q.val();
        self.third.d.next = self.second.q.val();
        self.fourth.d.next = self.third.q.val();
        if (self.second.q.val() == self.third.q.val()) & (self.third.q.val() == self.fourth.q.val())
        {
            self.filtered.d.next = self.second.q.val();
        }
        self.level.next = self.filtered.q.val();
        if self.reset.val() {
            self.first.d.next = false;
            self.second.d.next = false;
            self.filtered.d.next = false;
            self.third.d.next = false;
            self.fourth.d.next = false;
        }
    }
}
