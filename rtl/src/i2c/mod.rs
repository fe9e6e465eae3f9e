//! I2C: registers, engine and transfer unit (`docs/controller.md`, 5).
//!
//! ```text
//!                         +-----+
//!  io_write/address/data->|     |--> io_read, done
//!  bus_*, jrn_*  -------->| I2c |--> bus_*_low, jrn_*_low, busy, uses_bus
//!  host_owns_bus, tick -->|     |
//!  buffer_read ---------->|     |--> buffer_address, buffer_write, buffer_data
//!                         +-----+
//! ```
//!
//! A command runs a whole transaction between the transfer buffer and a device on one of two
//! buses: the memory's segment or the controller's private journal. While one is under way all
//! registers here ignore writes, so nothing that the engine reads changes under it.
//!
//! ```text
//!  io --> Setup ---- times, address ----+
//!    |      |                           v
//!    |      +--> Transfer <--strobes-- I2cEngine <-- selected bus
//!    |             ^   \---- bytes ---->|  \--> selected pulls
//!    +-- command --+--------------------+
//! ```

pub mod crc;
pub mod engine;
pub mod measure;
pub mod phase_timer;
pub mod setup;
#[cfg(test)]
mod tests;
pub mod transfer;

pub use engine::I2cEngine;
pub use setup::Setup;
pub use transfer::Transfer;

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{i2c_command, i2c_status, offset};

const _: () = assert!(
    i2c_command::OPERATION_MASK == 7
        && i2c_command::POLL == 1 << 8
        && i2c_status::BUSY == 1
        && i2c_status::DONE == 2
        && i2c_status::RESULT_SHIFT == 4
);

/// Registers `I2C_*`, engine and transfer unit.
#[derive(Clone, LogicBlock)]
pub struct I2c {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The register at `io_address` is written at this edge.
    pub io_write: Signal<In, Bit>,
    /// Byte offset from `IO_BASE`.
    pub io_address: Signal<In, Bits<8>>,
    /// The new value.
    pub io_data: Signal<In, Bits<32>>,
    /// Filtered level, memory segment.
    pub bus_scl: Signal<In, Bit>,
    /// Filtered level, memory segment.
    pub bus_sda: Signal<In, Bit>,
    /// Tracker of the memory segment.
    pub bus_busy: Signal<In, Bit>,
    /// Filtered level, journal.
    pub jrn_scl: Signal<In, Bit>,
    /// Filtered level, journal.
    pub jrn_sda: Signal<In, Bit>,
    /// Tracker of the journal.
    pub jrn_busy: Signal<In, Bit>,
    /// The host is joined to the memory segment, or is about to be.
    pub host_owns_bus: Signal<In, Bit>,
    /// The SPI engine has the buffer.
    pub other_busy: Signal<In, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// The buffer's byte at the `buffer_address` of the edge before.
    pub buffer_read: Signal<In, Bits<8>>,
    /// The register at `io_address`, 0 when it is none of these.
    pub io_read: Signal<Out, Bits<32>>,
    /// `I2C_STATUS.DONE`.
    pub done: Signal<Out, Bit>,
    /// A command is under way.
    pub busy: Signal<Out, Bit>,
    /// It is under way on the memory segment.
    pub uses_bus: Signal<Out, Bit>,
    /// Pull low, memory segment.
    pub bus_scl_low: Signal<Out, Bit>,
    /// Pull low, memory segment.
    pub bus_sda_low: Signal<Out, Bit>,
    /// Pull low, journal.
    pub jrn_scl_low: Signal<Out, Bit>,
    /// Pull low, journal.
    pub jrn_sda_low: Signal<Out, Bit>,
    /// Of the byte that is read or written at this edge.
    pub buffer_address: Signal<Out, Bits<12>>,
    /// `buffer_data` is written at this edge.
    pub buffer_write: Signal<Out, Bit>,
    /// See `buffer_write`.
    pub buffer_data: Signal<Out, Bits<8>>,
    setup: Setup,
    engine: I2cEngine,
    transfer: Transfer,
    operation: DFF<Bits<3>>,
    poll: DFF<Bit>,
    /// A write is taken.
    write: Signal<Local, Bit>,
    start: Signal<Local, Bit>,
    journal: Signal<Local, Bit>,
    known: Signal<Local, Bit>,
    reads: Signal<Local, Bit>,
    finished: Signal<Local, Bits<1>>,
    under_way: Signal<Local, Bits<1>>,
    status: Signal<Local, Bits<32>>,
    op_write: Constant<Bits<3>>,
    op_read: Constant<Bits<3>>,
    op_compare: Constant<Bits<3>>,
    op_scan: Constant<Bits<3>>,
    op_recover: Constant<Bits<3>>,
    one_byte: Constant<Bits<2>>,
    zero: Constant<Bits<16>>,
    command_at: Constant<Bits<8>>,
    status_at: Constant<Bits<8>>,
    count_at: Constant<Bits<8>>,
    crc_at: Constant<Bits<8>>,
}

impl Default for I2c {
    fn default() -> Self {
        let at = |offset: u32| Constant::new(u64::from(offset).into());
        let operation = |operation: u32| Constant::new(u64::from(operation).into());
        I2c {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            bus_scl: Default::default(),
            bus_sda: Default::default(),
            bus_busy: Default::default(),
            jrn_scl: Default::default(),
            jrn_sda: Default::default(),
            jrn_busy: Default::default(),
            host_owns_bus: Default::default(),
            other_busy: Default::default(),
            tick: Default::default(),
            buffer_read: Default::default(),
            io_read: Default::default(),
            done: Default::default(),
            busy: Default::default(),
            uses_bus: Default::default(),
            bus_scl_low: Default::default(),
            bus_sda_low: Default::default(),
            jrn_scl_low: Default::default(),
            jrn_sda_low: Default::default(),
            buffer_address: Default::default(),
            buffer_write: Default::default(),
            buffer_data: Default::default(),
            setup: Default::default(),
            engine: Default::default(),
            transfer: Default::default(),
            operation: Default::default(),
            poll: Default::default(),
            write: Default::default(),
            start: Default::default(),
            journal: Default::default(),
            known: Default::default(),
            reads: Default::default(),
            finished: Default::default(),
            under_way: Default::default(),
            status: Default::default(),
            op_write: operation(i2c_command::WRITE),
            op_read: operation(i2c_command::READ),
            op_compare: operation(i2c_command::COMPARE),
            op_scan: operation(i2c_command::SCAN),
            op_recover: operation(i2c_command::RECOVER),
            one_byte: Constant::new(1u64.into()),
            zero: Constant::new(0u64.into()),
            command_at: at(offset::I2C_COMMAND),
            status_at: at(offset::I2C_STATUS),
            count_at: at(offset::I2C_COUNT),
            crc_at: at(offset::I2C_CRC),
        }
    }
}

impl Logic for I2c {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, operation, poll);
        self.setup.clock.next = self.clock.val();
        self.engine.clock.next = self.clock.val();
        self.transfer.clock.next = self.clock.val();
        self.setup.reset.next = self.reset.val();
        self.engine.reset.next = self.reset.val();
        self.transfer.reset.next = self.reset.val();

        self.write.next = self.io_write.val() & !self.engine.busy.val();
        self.start.next = self.write.val()
            & (self.io_address.val() == self.command_at.val())
            & !self.other_busy.val();
        if self.start.val() {
            self.operation.d.next = self.io_data.val().get_bits::<3>(0);
            self.poll.d.next = self.io_data.val().get_bit(8);
        }

        self.setup.write.next = self.write.val();
        self.setup.offset.next = self.io_address.val();
        self.setup.data.next = self.io_data.val().get_bits::<28>(0);
        self.journal.next = self.setup.journal.val();

        self.reads.next = (self.operation.q.val() == self.op_read.val())
            | (self.operation.q.val() == self.op_compare.val())
            | (self.operation.q.val() == self.op_scan.val());
        self.known.next = self.reads.val()
            | (self.operation.q.val() == self.op_write.val())
            | (self.operation.q.val() == self.op_recover.val());

        self.engine.start.next = self.start.val();
        self.engine.tick.next = self.tick.val();
        self.engine.scl.next = self.bus_scl.val();
        self.engine.sda.next = self.bus_sda.val();
        self.engine.bus_busy.next = self.bus_busy.val();
        if self.journal.val() {
            self.engine.scl.next = self.jrn_scl.val();
            self.engine.sda.next = self.jrn_sda.val();
            self.engine.bus_busy.next = self.jrn_busy.val();
        }
        self.engine.low.next = self.setup.low.val();
        self.engine.high.next = self.setup.high.val();
        self.engine.stretch.next = self.setup.stretch.val();
        self.engine.deadline.next = self.setup.deadline.val();
        self.engine.not_owner.next = self.host_owns_bus.val() & !self.journal.val();
        self.engine.nothing.next =
            !self.known.val() | (self.reads.val() & (self.setup.length.val() == self.zero.val()));
        self.engine.recover.next = self.operation.q.val() == self.op_recover.val();
        self.engine.reads.next = self.reads.val();
        self.engine.poll.next = self.poll.q.val();
        self.engine.no_address.next = !self.setup.address_bytes.val().any();
        self.engine.short_address.next = self.setup.address_bytes.val() == self.one_byte.val();
        self.engine.tx_byte.next = self.transfer.tx_byte.val();
        self.engine.complete.next = self.transfer.complete.val();
        self.engine.last.next = self.transfer.last.val();
        self.engine.unequal.next = self.transfer.unequal.val();

        self.transfer.start.next = self.start.val();
        self.transfer.operation.next = self.operation.q.val();
        self.transfer.device.next = self.setup.device.val();
        self.transfer.address.next = self.setup.word_address.val();
        self.transfer.length.next = self.setup.length.val();
        self.transfer.pointer.next = self.setup.pointer.val();
        self.transfer.crc_write.next =
            self.write.val() & (self.io_address.val() == self.crc_at.val());
        self.transfer.data.next = self.io_data.val();
        self.transfer.kind.next = self.engine.kind.val();
        self.transfer.load.next = self.engine.load.val();
        self.transfer.bit_end.next = self.engine.bit_end.val();
        self.transfer.take.next = self.engine.take.val();
        self.transfer.acknowledged.next = self.engine.acknowledged.val();
        self.transfer.shifted.next = self.engine.shifted.val();
        self.transfer.sda.next = self.engine.sda.val();
        self.transfer.buffer_read.next = self.buffer_read.val();

        // A result shows up together with DONE.
        self.under_way.next = self.engine.busy.val().into();
        self.finished.next = self.engine.done.val().into();
        self.status.next =
            bit_cast::<32, 1>(self.under_way.val()) | (bit_cast::<32, 1>(self.finished.val()) << 1);
        if self.engine.done.val() {
            self.status.next = bit_cast::<32, 1>(self.under_way.val())
                | (bit_cast::<32, 1>(self.finished.val()) << 1)
                | (bit_cast::<32, 4>(self.engine.result.val()) << 4);
        }
        self.io_read.next = self.setup.read.val();
        if self.io_address.val() == self.status_at.val() {
            self.io_read.next = self.status.val();
        }
        if self.io_address.val() == self.count_at.val() {
            self.io_read.next = bit_cast::<32, 16>(self.transfer.count.val());
        }
        if self.io_address.val() == self.crc_at.val() {
            self.io_read.next = self.transfer.crc.val();
        }

        self.done.next = self.engine.done.val();
        self.busy.next = self.engine.busy.val();
        self.uses_bus.next = self.engine.busy.val() & !self.journal.val();
        self.bus_scl_low.next = self.engine.scl_low.val() & !self.journal.val();
        self.bus_sda_low.next = self.engine.sda_low.val() & !self.journal.val();
        self.jrn_scl_low.next = self.engine.scl_low.val() & self.journal.val();
        self.jrn_sda_low.next = self.engine.sda_low.val() & self.journal.val();
        self.buffer_address.next = self.transfer.buffer_address.val();
        self.buffer_write.next = self.transfer.buffer_write.val();
        self.buffer_data.next = self.transfer.buffer_data.val();
        if self.reset.val() {
            self.operation.d.next = 0.into();
            self.poll.d.next = false;
        }
    }
}
