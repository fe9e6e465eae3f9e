//! The reset of everything: after the supply came up, and by the watchdog.
//!
//! ```text
//!               +--------------+
//!   vcc_ok ---->|              |--> reset
//!   watchdog -->| PowerOnReset |--> by_watchdog
//!               +--------------+
//! ```
//!
//! `vcc_ok` passes two flip-flops; while the second is 0 a counter is held at 0. With `vcc_ok`
//! first sampled 1 at edge 1, `reset` is 1 up to the cycle that leads to edge 1023, and 0 in the
//! one that leads to edge `POWER_ON_RESET_CYCLES` = 1024, which is edge 0 of the firmware's time.
//!
//! `watchdog` resets at the edge that sees it, with no wait. `by_watchdog` remembers which of the
//! two it was; everything comes up as 0, that is in reset.
//!
//! ```text
//!   vcc_ok -> [first] -> [second] -> [count] --enough--> [done] --not--+
//!                                                                    (or)--> reset
//!   watchdog ----------------------------------------------------------+
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::POWER_ON_RESET_CYCLES;

/// Width of the count.
const COUNT_BITS: usize = POWER_ON_RESET_CYCLES.ilog2() as usize;
/// Edges of the whole time at which the count does not run: two of the synchroniser, the one at
/// which the count is full, and edge `POWER_ON_RESET_CYCLES` itself.
const NOT_COUNTED: u64 = 4;

/// Reset after power-up and by the watchdog.
#[derive(Clone, LogicBlock)]
pub struct PowerOnReset {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// The supply is good; asynchronous to the clock.
    pub vcc_ok: Signal<In, Bit>,
    /// The watchdog resets at this edge.
    pub watchdog: Signal<In, Bit>,
    /// Synchronous reset, active high.
    pub reset: Signal<Out, Bit>,
    /// The last reset was the watchdog's.
    pub by_watchdog: Signal<Out, Bit>,
    first: DFF<Bit>,
    second: DFF<Bit>,
    count: DFF<Bits<COUNT_BITS>>,
    done: DFF<Bit>,
    watchdog_last: DFF<Bit>,
    one: Constant<Bits<COUNT_BITS>>,
    enough: Constant<Bits<COUNT_BITS>>,
}

impl Default for PowerOnReset {
    fn default() -> Self {
        PowerOnReset {
            clock: Default::default(),
            vcc_ok: Default::default(),
            watchdog: Default::default(),
            reset: Default::default(),
            by_watchdog: Default::default(),
            first: Default::default(),
            second: Default::default(),
            count: Default::default(),
            done: Default::default(),
            watchdog_last: Default::default(),
            one: Constant::new(1u64.into()),
            enough: Constant::new((POWER_ON_RESET_CYCLES - NOT_COUNTED).into()),
        }
    }
}

impl Logic for PowerOnReset {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, first, second, count, done, watchdog_last);
        self.first.d.next = self.vcc_ok.val();
        self.second.d.next = self.first.q.val();
        if self.count.q.val() == self.enough.val() {
            self.done.d.next = true;
        } else {
            self.count.d.next = self.count.q.val() + self.one.val();
        }
        if !self.second.q.val() {
            self.count.d.next = 0.into();
            self.done.d.next = false;
        }
        self.reset.next = !self.done.q.val() | self.watchdog.val();
        if self.watchdog.val() {
            self.watchdog_last.d.next = true;
        }
        if !self.done.q.val() {
            self.watchdog_last.d.next = false;
        }
        self.by_watchdog.next = self.watchdog_last.q.val();
    }
}
