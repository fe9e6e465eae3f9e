//! How much there is in a FIFO: its bytes, or its free places.
//!
//! ```text
//!            +-------+
//!    up ---->|       |
//!    down -->| Level |==> level (0 to 2^(C-1))
//!            +-------+
//! ```
//!
//! Each side of the UART counts what `UART_STATUS` shows of it, so that nothing has to be
//! subtracted there. Of the two ends one is all zeros and the other the uppermost bit.
//!
//! ```text
//!   up, not down: + 1        down, not up: - 1        both or neither: as it is
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// Counts between 0 and 2^(C-1).
#[derive(Clone, LogicBlock)]
pub struct Level<const C: usize> {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// One more.
    pub up: Signal<In, Bit>,
    /// One less.
    pub down: Signal<In, Bit>,
    /// The number.
    pub level: Signal<Out, Bits<C>>,
    count: DFF<Bits<C>>,
    step: Signal<Local, Bits<C>>,
    one: Constant<Bits<C>>,
    minus_one: Constant<Bits<C>>,
    after_reset: Constant<Bits<C>>,
}

impl<const C: usize> Level<C> {
    /// One that is `after_reset` after a reset.
    pub fn new(after_reset: u32) -> Level<C> {
        Level {
            clock: Default::default(),
            reset: Default::default(),
            up: Default::default(),
            down: Default::default(),
            level: Default::default(),
            count: Default::default(),
            step: Default::default(),
            one: Constant::new(1u64.into()),
            minus_one: Constant::new(((1u64 << C) - 1).into()),
            after_reset: Constant::new(u64::from(after_reset).into()),
        }
    }
}

impl<const C: usize> Logic for Level<C> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, count);
        self.step.next = self.one.val();
        if self.down.val() {
            self.step.next = self.minus_one.val();
        }
        if self.up.val() ^ self.down.val() {
            self.count.d.next = self.count.q.val() + self.step.val();
        }
        self.level.next = self.count.q.val();
        if self.reset.val() {
            self.count.d.next = self.after_reset.val();
        }
    }
}
