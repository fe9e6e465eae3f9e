//! The timer of one bus phase: SCL low, SCL awaited, SCL high.
//!
//! ```text
//!                    +------------+
//!  low, high ------->|            |--> hold_over     (1/4 of low)
//!  stretch --------->|            |--> low_over
//!  restart, tick --->| PhaseTimer |--> high_over
//!  by_low, rise ---->|            |--> stretch_over
//!                    +------------+
//! ```
//!
//! The engine never needs two of these times at once, so one counter serves them all. It counts up
//! and is compared, so that the end of the hold time does not disturb the low phase that it lies
//! in. Comparisons are registered to keep paths short; the count runs one ahead to make up for it.
//! At the edge that sees SCL high it goes on from `SEEN`, because the high time has been running
//! since SCL was let go, as many edges ago as the input path takes when it rose at once.
//!
//! While SCL is awaited it counts slow ticks, and from the inverse of `stretch` up to all ones:
//! that loads through the adder's own look-up tables and needs no comparator.
//!
//! ```text
//!   after low:  !stretch --+
//!   after rise: SEEN ------+--> [count] --+--> +1, in rise at ticks only
//!   else:       FIRST -----+              +--> == low / 4, low, high --> [over]
//!                                         +--> all ones --> stretch_over
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{FILTER_CYCLES, SYNC_CYCLES};

/// Width of a phase, in bits.
pub const PHASE_BITS: usize = 12;

/// Count at the first edge of a phase. Comparisons are registered, so it is one ahead.
const FIRST: u64 = 2;

/// Count of the edge after the one that sees SCL high: `LOOP_CYCLES` have gone by at that one.
const SEEN: u64 = SYNC_CYCLES + FILTER_CYCLES + 1 + FIRST;

/// The timer of one bus phase.
#[derive(Clone, LogicBlock)]
pub struct PhaseTimer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// tLOW, edges.
    pub low: Signal<In, Bits<PHASE_BITS>>,
    /// tHIGH, edges.
    pub high: Signal<In, Bits<PHASE_BITS>>,
    /// Longest wait for SCL, slow ticks.
    pub stretch: Signal<In, Bits<PHASE_BITS>>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// The phase ends at this edge and another one begins.
    pub restart: Signal<In, Bit>,
    /// The phase is one of `low`; after it SCL is awaited.
    pub by_low: Signal<In, Bit>,
    /// SCL is awaited; after that the phase is one of `high`.
    pub rise: Signal<In, Bit>,
    /// A quarter of `low` ends at this edge. Comes again later in a long phase.
    pub hold_over: Signal<Out, Bit>,
    /// `low` ends at this edge.
    pub low_over: Signal<Out, Bit>,
    /// `high` ends at this edge.
    pub high_over: Signal<Out, Bit>,
    /// SCL has been awaited for `stretch` ticks.
    pub stretch_over: Signal<Out, Bit>,
    count: DFF<Bits<PHASE_BITS>>,
    /// All ones: subtracting it counts up. 0 when loading.
    minus_one: Signal<Local, Bits<PHASE_BITS>>,
    counted: Signal<Local, Bits<PHASE_BITS>>,
    hold_next: DFF<Bit>,
    low_next: DFF<Bit>,
    high_next: DFF<Bit>,
    let_go: Signal<Local, Bit>,
    pub(super) first: Constant<Bits<PHASE_BITS>>,
    pub(super) seen: Constant<Bits<PHASE_BITS>>,
}

impl Default for PhaseTimer {
    fn default() -> Self {
        PhaseTimer {
            clock: Default::default(),
            low: Default::default(),
            high: Default::default(),
            stretch: Default::default(),
            tick: Default::default(),
            restart: Default::default(),
            by_low: Default::default(),
            rise: Default::default(),
            hold_over: Default::default(),
            low_over: Default::default(),
            high_over: Default::default(),
            stretch_over: Default::default(),
            count: Default::default(),
            minus_one: Default::default(),
            counted: Default::default(),
            hold_next: Default::default(),
            low_next: Default::default(),
            high_next: Default::default(),
            let_go: Default::default(),
            first: Constant::new(FIRST.into()),
            seen: Constant::new(SEEN.into()),
        }
    }
}

impl Logic for PhaseTimer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, count, hold_next, low_next, high_next);
        self.let_go.next = self.by_low.val() & self.low_next.q.val();
        self.minus_one.next = 0x0FFF.into();
        if self.let_go.val() {
            self.minus_one.next = 0.into();
        }
        self.counted.next = self.count.q.val() - self.minus_one.val();
        self.stretch_over.next = self.count.q.val().all();
        // The upper two bits of the count are left out: the end of the hold time may repeat.
        self.hold_next.d.next =
            self.count.q.val().get_bits::<10>(0) == self.low.val().get_bits::<10>(2);
        self.low_next.d.next = self.count.q.val() == self.low.val();
        self.high_next.d.next = self.count.q.val() == self.high.val();
        if self.restart.val() | self.tick.val() | !self.rise.val() {
            self.count.d.next = self.counted.val();
            if self.let_go.val() {
                self.count.d.next = !self.stretch.val();
            }
            // Last, so that it becomes the flip-flops' own reset.
            if self.restart.val() & !self.by_low.val() {
                self.count.d.next = self.first.val();
                if self.rise.val() {
                    self.count.d.next = self.seen.val();
                }
            }
        }
        if self.restart.val() {
            self.hold_next.d.next = false;
            self.low_next.d.next = false;
            self.high_next.d.next = false;
        }
        self.hold_over.next = self.hold_next.q.val();
        self.low_over.next = self.low_next.q.val();
        self.high_over.next = self.high_next.q.val();
    }
}
