//! One debounced input.
//!
//! ```text
//!                 +-----------+
//!      level ---->|           |--> value
//!   debounce ---->| Debouncer |--> changes
//!                 +-----------+
//! ```
//!
//! The value follows the filtered level after that differed from it for `debounce` edges in a row:
//! with a the first edge that sees the new level, at edge a + `debounce`. A contact that bounces
//! starts the count again.
//!
//! The comparison is with the register as it stands, so a shorter time takes effect on a count
//! under way. `changes` is 1 in the cycle that leads to the edge at which the value follows.
//!
//! ```text
//!   level != value? --yes--> [count] + 1, until count >= debounce: value = level, count = 0
//!                   \--no--> count = 0
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// One debounced input.
#[derive(Clone, LogicBlock)]
pub struct Debouncer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Filtered level of the pin.
    pub level: Signal<In, Bit>,
    /// Register `DEBOUNCE`, in edges; 0 counts as 1.
    pub debounce: Signal<In, Bits<24>>,
    /// The debounced level.
    pub value: Signal<Out, Bit>,
    /// The value follows the level at this edge.
    pub changes: Signal<Out, Bit>,
    debounced: DFF<Bit>,
    count: DFF<Bits<24>>,
    enough: Signal<Local, Bit>,
    one: Constant<Bits<24>>,
}

impl Default for Debouncer {
    fn default() -> Self {
        Debouncer {
            clock: Default::default(),
            reset: Default::default(),
            level: Default::default(),
            debounce: Default::default(),
            value: Default::default(),
            changes: Default::default(),
            debounced: Default::default(),
            count: Default::default(),
            enough: Default::default(),
            one: Constant::new(1u64.into()),
        }
    }
}

impl Logic for Debouncer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, debounced, count);
        // A count of 0 is the edge a itself, even when `debounce` is 0.
        self.enough.next = (self.count.q.val() >= self.debounce.val()) & self.count.q.val().any();
        self.count.d.next = 0.into();
        self.changes.next = false;
        if self.level.val() != self.debounced.q.val() {
            if self.enough.val() {
                self.debounced.d.next = self.level.val();
                self.changes.next = true;
            } else {
                self.count.d.next = self.count.q.val() + self.one.val();
            }
        }
        self.value.next = self.debounced.q.val();
        if self.reset.val() {
            self.debounced.d.next = false;
            self.count.d.next = 0.into();
        }
    }
}
