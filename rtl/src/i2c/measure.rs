//! The engine with the inputs that other I2C masters leave out, to be measured against them.
//!
//! ```text
//!               +---------------------+
//!  scl, sda --->|                     |--> busy, done, result
//!  idle_time -->|  I2cEngineWithInputs|--> scl_low, sda_low
//!  as I2cEngine>|                     |--> as I2cEngine
//!               +---------------------+
//! ```
//!
//! Nothing in the controller uses this: there the filters and trackers serve the switch as well.
//! It is what the README quotes look-up tables and clock rates of.
//!
//! ```text
//!  scl --> LineFilter --+--> Tracker --> I2cEngine
//!  sda --> LineFilter --+----------------^
//! ```

use super::engine::{I2cEngine, Kind};
use crate::line::{LineFilter, Tracker};
use rust_hdl_core::prelude::*;

/// [`I2cEngine`] with two [`LineFilter`]s and a [`Tracker`]. Ports that are not described are those
/// of the engine.
#[derive(LogicBlock, Default)]
pub struct I2cEngineWithInputs {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// SCL, asynchronous to the clock.
    pub scl: Signal<In, Bit>,
    /// SDA, asynchronous to the clock.
    pub sda: Signal<In, Bit>,
    /// Register `IDLE_TIME`, in edges.
    pub idle_time: Signal<In, Bits<16>>,
    /// See [`I2cEngine::start`].
    pub start: Signal<In, Bit>,
    /// See [`I2cEngine::tick`].
    pub tick: Signal<In, Bit>,
    /// See [`I2cEngine::low`].
    pub low: Signal<In, Bits<12>>,
    /// See [`I2cEngine::high`].
    pub high: Signal<In, Bits<12>>,
    /// See [`I2cEngine::stretch`].
    pub stretch: Signal<In, Bits<12>>,
    /// See [`I2cEngine::deadline`].
    pub deadline: Signal<In, Bits<12>>,
    /// See [`I2cEngine::not_owner`].
    pub not_owner: Signal<In, Bit>,
    /// See [`I2cEngine::nothing`].
    pub nothing: Signal<In, Bit>,
    /// See [`I2cEngine::recover`].
    pub recover: Signal<In, Bit>,
    /// See [`I2cEngine::reads`].
    pub reads: Signal<In, Bit>,
    /// See [`I2cEngine::poll`].
    pub poll: Signal<In, Bit>,
    /// See [`I2cEngine::no_address`].
    pub no_address: Signal<In, Bit>,
    /// See [`I2cEngine::short_address`].
    pub short_address: Signal<In, Bit>,
    /// See [`I2cEngine::tx_byte`].
    pub tx_byte: Signal<In, Bits<8>>,
    /// See [`I2cEngine::complete`].
    pub complete: Signal<In, Bit>,
    /// See [`I2cEngine::last`].
    pub last: Signal<In, Bit>,
    /// See [`I2cEngine::unequal`].
    pub unequal: Signal<In, Bit>,
    /// See [`I2cEngine::busy`].
    pub busy: Signal<Out, Bit>,
    /// See [`I2cEngine::done`].
    pub done: Signal<Out, Bit>,
    /// See [`I2cEngine::result`].
    pub result: Signal<Out, Bits<4>>,
    /// See [`I2cEngine::scl_low`].
    pub scl_low: Signal<Out, Bit>,
    /// See [`I2cEngine::sda_low`].
    pub sda_low: Signal<Out, Bit>,
    /// See [`I2cEngine::kind`].
    pub kind: Signal<Out, Kind>,
    /// See [`I2cEngine::load`].
    pub load: Signal<Out, Bit>,
    /// See [`I2cEngine::bit_end`].
    pub bit_end: Signal<Out, Bit>,
    /// See [`I2cEngine::take`].
    pub take: Signal<Out, Bit>,
    /// See [`I2cEngine::acknowledged`].
    pub acknowledged: Signal<Out, Bit>,
    /// See [`I2cEngine::shifted`].
    pub shifted: Signal<Out, Bits<8>>,
    scl_filter: LineFilter,
    sda_filter: LineFilter,
    tracker: Tracker,
    engine: I2cEngine,
}

impl Logic for I2cEngineWithInputs {
    #[hdl_gen]
    fn update(&mut self) {
        self.scl_filter.clock.next = self.clock.val();
        self.sda_filter.clock.next = self.clock.val();
        self.tracker.clock.next = self.clock.val();
        self.engine.clock.next = self.clock.val();
        self.scl_filter.reset.next = self.reset.val();
        self.sda_filter.reset.next = self.reset.val();
        self.tracker.reset.next = self.reset.val();
        self.engine.reset.next = self.reset.val();

        self.scl_filter.pin.next = self.scl.val();
        self.sda_filter.pin.next = self.sda.val();
        self.tracker.scl.next = self.scl_filter.level.val();
        self.tracker.sda.next = self.sda_filter.level.val();
        self.tracker.idle_time.next = self.idle_time.val();
        self.engine.scl.next = self.scl_filter.level.val();
        self.engine.sda.next = self.sda_filter.level.val();
        self.engine.bus_busy.next = self.tracker.busy.val();

        self.engine.start.next = self.start.val();
        self.engine.tick.next = self.tick.val();
        self.engine.low.next = self.low.val();
        self.engine.high.next = self.high.val();
        self.engine.stretch.next = self.stretch.val();
        self.engine.deadline.next = self.deadline.val();
        self.engine.not_owner.next = self.not_owner.val();
        self.engine.nothing.next = self.nothing.val();
        self.engine.recover.next = self.recover.val();
        self.engine.reads.next = self.reads.val();
        self.engine.poll.next = self.poll.val();
        self.engine.no_address.next = self.no_address.val();
        self.engine.short_address.next = self.short_address.val();
        self.engine.tx_byte.next = self.tx_byte.val();
        self.engine.complete.next = self.complete.val();
        self.engine.last.next = self.last.val();
        self.engine.unequal.next = self.unequal.val();

        self.busy.next = self.engine.busy.val();
        self.done.next = self.engine.done.val();
        self.result.next = self.engine.result.val();
        self.scl_low.next = self.engine.scl_low.val();
        self.sda_low.next = self.engine.sda_low.val();
        self.kind.next = self.engine.kind.val();
        self.load.next = self.engine.load.val();
        self.bit_end.next = self.engine.bit_end.val();
        self.take.next = self.engine.take.val();
        self.acknowledged.next = self.engine.acknowledged.val();
        self.shifted.next = self.engine.shifted.val();
    }
}
