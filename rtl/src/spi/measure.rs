//! The engine with the bytes that other SPI flash controllers send by themselves, to be measured
//! against them.
//!
//! ```text
//!                    +--------------------+
//!  opcode, address ->|                    |
//!  data ------------>| SpiEngineWithBytes |--> as SpiEngine
//!  as SpiEngine ---->|                    |
//!                    +--------------------+
//! ```
//!
//! Nothing in the controller uses this: there the choice of the byte is part of the transfer unit.
//! It is what the README quotes look-up tables and clock rates of.
//!
//! ```text
//!  opcode, address, data --> ByteChoice --tx_byte--> SpiEngine
//!                               ^----frame, kind--------'
//! ```

use super::bytes::ByteChoice;
use super::engine::{DEADLINE_BITS, Frame, Kind, SpiEngine};
use rust_hdl_core::prelude::*;

/// [`SpiEngine`] with [`ByteChoice`]. Ports that are not described are those of the engine.
#[derive(LogicBlock, Default)]
pub struct SpiEngineWithBytes {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Opcode of the operation's own frame.
    pub opcode: Signal<In, Bits<8>>,
    /// Register `SPI_ADDRESS`.
    pub address: Signal<In, Bits<32>>,
    /// The next data byte.
    pub data: Signal<In, Bits<8>>,
    /// See [`SpiEngine::reset`].
    pub reset: Signal<In, Bit>,
    /// See [`SpiEngine::start`].
    pub start: Signal<In, Bit>,
    /// See [`SpiEngine::tick`].
    pub tick: Signal<In, Bit>,
    /// See [`SpiEngine::io`].
    pub io: Signal<In, Bits<4>>,
    /// See [`SpiEngine::half`].
    pub half: Signal<In, Bits<8>>,
    /// See [`SpiEngine::idle_high`].
    pub idle_high: Signal<In, Bit>,
    /// See [`SpiEngine::deadline`].
    pub deadline: Signal<In, Bits<DEADLINE_BITS>>,
    /// See [`SpiEngine::joined`].
    pub joined: Signal<In, Bit>,
    /// See [`SpiEngine::lost`].
    pub lost: Signal<In, Bit>,
    /// See [`SpiEngine::not_owner`].
    pub not_owner: Signal<In, Bit>,
    /// See [`SpiEngine::nothing`].
    pub nothing: Signal<In, Bit>,
    /// See [`SpiEngine::poll`].
    pub poll: Signal<In, Bit>,
    /// See [`SpiEngine::enable`].
    pub enable: Signal<In, Bit>,
    /// See [`SpiEngine::no_own`].
    pub no_own: Signal<In, Bit>,
    /// See [`SpiEngine::reads`].
    pub reads: Signal<In, Bit>,
    /// See [`SpiEngine::address_bytes`].
    pub address_bytes: Signal<In, Bits<2>>,
    /// See [`SpiEngine::dummy`].
    pub dummy: Signal<In, Bits<4>>,
    /// See [`SpiEngine::lines`].
    pub lines: Signal<In, Bits<2>>,
    /// See [`SpiEngine::no_data`].
    pub no_data: Signal<In, Bit>,
    /// See [`SpiEngine::last`].
    pub last: Signal<In, Bit>,
    /// See [`SpiEngine::unequal`].
    pub unequal: Signal<In, Bit>,
    /// See [`SpiEngine::busy`].
    pub busy: Signal<Out, Bit>,
    /// See [`SpiEngine::done`].
    pub done: Signal<Out, Bit>,
    /// See [`SpiEngine::result`].
    pub result: Signal<Out, Bits<3>>,
    /// See [`SpiEngine::wants`].
    pub wants: Signal<Out, Bit>,
    /// See [`SpiEngine::csn`].
    pub csn: Signal<Out, Bit>,
    /// See [`SpiEngine::sck`].
    pub sck: Signal<Out, Bit>,
    /// See [`SpiEngine::io0`].
    pub io0: Signal<Out, Bit>,
    /// See [`SpiEngine::drive_io0`].
    pub drive_io0: Signal<Out, Bit>,
    /// See [`SpiEngine::frame`].
    pub frame: Signal<Out, Frame>,
    /// See [`SpiEngine::kind`].
    pub kind: Signal<Out, Kind>,
    /// See [`SpiEngine::load`].
    pub load: Signal<Out, Bit>,
    /// See [`SpiEngine::take`].
    pub take: Signal<Out, Bit>,
    /// See [`SpiEngine::received`].
    pub received: Signal<Out, Bits<8>>,
    choice: ByteChoice,
    engine: SpiEngine,
}

impl Logic for SpiEngineWithBytes {
    #[hdl_gen]
    fn update(&mut self) {
        self.engine.clock.next = self.clock.val();
        self.choice.frame.next = self.engine.frame.val();
        self.choice.kind.next = self.engine.kind.val();
        self.choice.opcode.next = self.opcode.val();
        self.choice.address.next = self.address.val();
        self.choice.data.next = self.data.val();
        self.engine.tx_byte.next = self.choice.tx_byte.val();

        self.engine.reset.next = self.reset.val();
        self.engine.start.next = self.start.val();
        self.engine.tick.next = self.tick.val();
        self.engine.io.next = self.io.val();
        self.engine.half.next = self.half.val();
        self.engine.idle_high.next = self.idle_high.val();
        self.engine.deadline.next = self.deadline.val();
        self.engine.joined.next = self.joined.val();
        self.engine.lost.next = self.lost.val();
        self.engine.not_owner.next = self.not_owner.val();
        self.engine.nothing.next = self.nothing.val();
        self.engine.poll.next = self.poll.val();
        self.engine.enable.next = self.enable.val();
        self.engine.no_own.next = self.no_own.val();
        self.engine.reads.next = self.reads.val();
        self.engine.address_bytes.next = self.address_bytes.val();
        self.engine.dummy.next = self.dummy.val();
        self.engine.lines.next = self.lines.val();
        self.engine.no_data.next = self.no_data.val();
        self.engine.last.next = self.last.val();
        self.engine.unequal.next = self.unequal.val();

        self.busy.next = self.engine.busy.val();
        self.done.next = self.engine.done.val();
        self.result.next = self.engine.result.val();
        self.wants.next = self.engine.wants.val();
        self.csn.next = self.engine.csn.val();
        self.sck.next = self.engine.sck.val();
        self.io0.next = self.engine.io0.val();
        self.drive_io0.next = self.engine.drive_io0.val();
        self.frame.next = self.engine.frame.val();
        self.kind.next = self.engine.kind.val();
        self.load.next = self.engine.load.val();
        self.take.next = self.engine.take.val();
        self.received.next = self.engine.received.val();
    }
}
