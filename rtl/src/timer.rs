//! The cycle counter and what hangs on it: timer event, slow tick, watchdog.
//!
//! ```text
//!            +-------+--> cycle, cycle_high
//!   io_* --->|       |--> io_read (TIMER_NOW, TIMER_COMPARE)
//!            | Timer |--> timer_event
//!            |       |--> tick
//!            +-------+--> watchdog
//! ```
//!
//! In the cycle that leads to edge n the counter holds n, so a register read at edge n and a CSR
//! read at edge n both give n. The timer event is the sign of `TIMER_NOW - TIMER_COMPARE`.
//!
//! The watchdog counts down from what was written; `watchdog` is 1 in the cycle that leads to the
//! edge at which it resets. It runs from the first write on, and nothing but that reset stops it.
//!
//! ```text
//!   [low] -- carry --> [high]        store v at n: [left] = v, [armed] = 1
//!     |-- all of 10 bits 1: tick     armed, left <= 1: watchdog (edge n + max(v, 1))
//!     '-- minus [compare]: event
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{TICK_CYCLES, after_reset, offset};

/// Bits of the counter that are all 1 at a tick.
const TICK_BITS: usize = TICK_CYCLES.ilog2() as usize;
const _: () = assert!(TICK_CYCLES.is_power_of_two());

/// The cycle counter, its compare register and the watchdog.
#[derive(Clone, LogicBlock)]
pub struct Timer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A register store happens at this edge.
    pub io_write: Signal<In, Bit>,
    /// Byte offset of the register.
    pub io_address: Signal<In, Bits<8>>,
    /// What is stored.
    pub io_data: Signal<In, Bits<32>>,
    /// The register at `io_address`, 0 when it is not here.
    pub io_read: Signal<Out, Bits<32>>,
    /// Number of this edge, bits 31..0.
    pub cycle: Signal<Out, Bits<32>>,
    /// Number of this edge, bits 63..32.
    pub cycle_high: Signal<Out, Bits<32>>,
    /// `TIMER_COMPARE` is reached.
    pub timer_event: Signal<Out, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<Out, Bit>,
    /// The watchdog resets at this edge.
    pub watchdog: Signal<Out, Bit>,

    low: DFF<Bits<32>>,
    high: DFF<Bits<32>>,
    compare: DFF<Bits<32>>,
    /// Edges until the watchdog resets.
    left: DFF<Bits<32>>,
    armed: DFF<Bit>,
    past: Signal<Local, Bits<32>>,
    one: Constant<Bits<32>>,
    compare_after_reset: Constant<Bits<32>>,
    at_now: Constant<Bits<8>>,
    at_compare: Constant<Bits<8>>,
    at_watchdog: Constant<Bits<8>>,
}

impl Default for Timer {
    fn default() -> Self {
        Timer {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            io_read: Default::default(),
            cycle: Default::default(),
            cycle_high: Default::default(),
            timer_event: Default::default(),
            tick: Default::default(),
            watchdog: Default::default(),
            low: Default::default(),
            high: Default::default(),
            compare: Default::default(),
            left: Default::default(),
            armed: Default::default(),
            past: Default::default(),
            one: Constant::new(1u64.into()),
            compare_after_reset: Constant::new(u64::from(after_reset::TIMER_COMPARE).into()),
            at_now: Constant::new(u64::from(offset::TIMER_NOW).into()),
            at_compare: Constant::new(u64::from(offset::TIMER_COMPARE).into()),
            at_watchdog: Constant::new(u64::from(offset::WATCHDOG).into()),
        }
    }
}

impl Logic for Timer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, low, high, compare, left, armed);
        self.low.d.next = self.low.q.val() + self.one.val();
        if self.low.q.val().all() {
            self.high.d.next = self.high.q.val() + self.one.val();
        }
        self.cycle.next = self.low.q.val();
        self.cycle_high.next = self.high.q.val();
        self.tick.next = self.low.q.val().get_bits::<TICK_BITS>(0).all();
        self.past.next = self.low.q.val() - self.compare.q.val();
        self.timer_event.next = !self.past.val().get_bit(31);

        self.watchdog.next = self.armed.q.val() & !self.left.q.val().get_bits::<31>(1).any();
        self.left.d.next = self.left.q.val() - self.one.val();
        if self.io_write.val() & (self.io_address.val() == self.at_watchdog.val()) {
            self.left.d.next = self.io_data.val();
            self.armed.d.next = true;
        }
        if self.io_write.val() & (self.io_address.val() == self.at_compare.val()) {
            self.compare.d.next = self.io_data.val();
        }

        self.io_read.next = 0.into();
        if self.io_address.val() == self.at_now.val() {
            self.io_read.next = self.low.q.val();
        }
        if self.io_address.val() == self.at_compare.val() {
            self.io_read.next = self.compare.q.val();
        }

        if self.reset.val() {
            self.low.d.next = 0.into();
            self.high.d.next = 0.into();
            self.compare.d.next = self.compare_after_reset.val();
            self.armed.d.next = false;
        }
    }
}
