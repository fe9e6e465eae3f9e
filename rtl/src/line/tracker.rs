//! Is a transaction under way on a bus segment? (`docs/controller.md`, 4)
//!
//! ```text
//!                  +---------+
//!    scl, sda ---->|         |
//!    idle_time --->| Tracker |--> busy
//!                  +---------+
//! ```
//!
//! A segment is busy as soon as one of its lines is low, and free again after a STOP, or after
//! both lines were high for `idle_time` edges: a transaction whose end was missed, or a segment
//! seen for the first time, must not block it for ever.
//!
//! Both inputs are filtered levels. With a level that flips at edge x, a STOP frees the segment at
//! edge x + 1 and the idle count at edge x + `idle_time`. In reset the segment is busy.
//!
//! ```text
//!            a line low: count = 0
//!   free ------------------------------> busy
//!        <------------------------------
//!          SDA rose while SCL was and is high (STOP), or count reached idle_time
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// The tracker of one segment.
#[derive(Clone, LogicBlock)]
pub struct Tracker {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Filtered level of SCL.
    pub scl: Signal<In, Bit>,
    /// Filtered level of SDA.
    pub sda: Signal<In, Bit>,
    /// Register `IDLE_TIME`, in edges; 0 counts as 1.
    pub idle_time: Signal<In, Bits<16>>,
    /// A transaction is, or may be, under way.
    pub busy: Signal<Out, Bit>,
    /// The inverse of `busy`, so that flip-flops that come up as 0 mean busy.
    free: DFF<Bit>,
    scl_before: DFF<Bit>,
    sda_before: DFF<Bit>,
    /// The inverse of the edges with both lines high, so that comparing is adding and needs no
    /// inverters. It may wrap: by then the segment is free.
    count: DFF<Bits<16>>,
    counted: Signal<Local, Bits<16>>,
    /// Carries while more than the counted edges are asked for.
    compared: Signal<Local, Bits<17>>,
    none: Constant<Bits<16>>,
    minus_one: Constant<Bits<16>>,
}

impl Default for Tracker {
    fn default() -> Self {
        Tracker {
            clock: Default::default(),
            reset: Default::default(),
            scl: Default::default(),
            sda: Default::default(),
            idle_time: Default::default(),
            busy: Default::default(),
            free: Default::default(),
            scl_before: Default::default(),
            sda_before: Default::default(),
            count: Default::default(),
            counted: Default::default(),
            compared: Default::default(),
            none: Constant::new(0xFFFFu64.into()),
            minus_one: Constant::new(0xFFFFu64.into()),
        }
    }
}

impl Logic for Tracker {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, free, scl_before, sda_before, count);
        self.scl_before.d.next = self.scl.val();
        self.sda_before.d.next = self.sda.val();
        self.counted.next = self.count.q.val() + self.minus_one.val();
        self.compared.next =
            bit_cast::<17, 16>(self.idle_time.val()) + bit_cast::<17, 16>(self.counted.val());
        if self.scl.val() & self.sda.val() {
            self.count.d.next = self.counted.val();
            // Not "equal", so that a time made shorter during the count still ends it.
            if !self.compared.val().get_bit(16) {
                self.free.d.next = true;
            }
            if self.scl_before.q.val() & !self.sda_before.q.val() {
                self.free.d.next = true;
            }
        } else {
            self.count.d.next = self.none.val();
            self.free.d.next = false;
        }
        self.busy.next = !self.free.q.val();
        if self.reset.val() {
            self.free.d.next = false;
            self.scl_before.d.next = false;
            self.sda_before.d.next = false;
            self.count.d.next = self.none.val();
        }
    }
}
