//! SPI: registers, engine and transfer unit (`docs/controller.md`, 7).
//!
//! ```text
//!                          +-----+
//!  io_write/address/data ->|     |--> io_read, done, busy
//!  io -------------------->|     |--> csn, sck, io0, drive_io0
//!  ask_engine, ask_port -->| Spi |--> wants_memory, wants_port
//!  present, joined, tick ->|     |
//!  buffer_read ----------->|     |--> buffer_address, buffer_write, buffer_data
//!                          +-----+
//! ```
//!
//! A command runs up to three frames between the transfer buffer and a NOR flash, on the device's
//! own memory segment or on the port; the [switch] joins the one that is wanted. While one is under
//! way all registers here ignore writes, so nothing that the engine reads changes under it.
//!
//! ```text
//!  io --> SpiSetup ---- times, frame ---+
//!    |      |                           v
//!    |      +--> SpiTransfer <-strobes- SpiEngine <--> segment
//!    |             ^   \---- bytes ---->|
//!    +-- command --+--------------------+
//! ```

pub mod bytes;
pub mod crc;
pub mod engine;
pub mod half_timer;
pub mod measure;
pub mod pages;
pub mod setup;
pub mod switch;
#[cfg(test)]
mod tests;
pub mod transfer;

pub use engine::SpiEngine;
pub use setup::SpiSetup;
pub use switch::SpiSwitch;
pub use transfer::SpiTransfer;

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{SpiJoin, offset, spi_command, spi_status};

const _: () = assert!(
    spi_command::OPERATION_MASK == 7
        && spi_command::POLL == 1 << 8
        && spi_command::WREN == 1 << 9
        && spi_status::BUSY == 1
        && spi_status::DONE == 2
        && spi_status::RESULT_SHIFT == 4
        && spi_status::MEMORY_SHIFT == 8
);

/// Registers `SPI_*`, engine and transfer unit.
#[derive(Clone, LogicBlock)]
pub struct Spi {
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
    /// Levels of IO0 to IO3 on the processor segment, unfiltered.
    pub io: Signal<In, Bits<4>>,
    /// `SWITCH.SPI_ENGINE`.
    pub ask_engine: Signal<In, Bit>,
    /// `SWITCH.SPI_PORT`.
    pub ask_port: Signal<In, Bit>,
    /// Filtered, not debounced.
    pub present: Signal<In, Bit>,
    /// State of the switch, an `SpiJoin`.
    pub joined: Signal<In, Bits<3>>,
    /// It does not leave that state at this edge.
    pub staying: Signal<In, Bit>,
    /// The I2C engine has the buffer.
    pub other_busy: Signal<In, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// The buffer's byte at the `buffer_address` of the edge before.
    pub buffer_read: Signal<In, Bits<8>>,
    /// The register at `io_address`, 0 when it is none of these.
    pub io_read: Signal<Out, Bits<32>>,
    /// `SPI_STATUS.DONE`.
    pub done: Signal<Out, Bit>,
    /// A command is under way.
    pub busy: Signal<Out, Bit>,
    /// It goes to the memory, from the edge after the one that checks it.
    pub wants_memory: Signal<Out, Bit>,
    /// It goes to the port.
    pub wants_port: Signal<Out, Bit>,
    /// Chip select.
    pub csn: Signal<Out, Bit>,
    /// SCK.
    pub sck: Signal<Out, Bit>,
    /// Level of IO0 while it is driven.
    pub io0: Signal<Out, Bit>,
    /// IO0 is driven.
    pub drive_io0: Signal<Out, Bit>,
    /// Of the byte that is read or written at this edge.
    pub buffer_address: Signal<Out, Bits<12>>,
    /// `buffer_data` is written at this edge.
    pub buffer_write: Signal<Out, Bit>,
    /// See `buffer_write`.
    pub buffer_data: Signal<Out, Bits<8>>,
    setup: SpiSetup,
    engine: SpiEngine,
    transfer: SpiTransfer,
    operation: DFF<Bits<3>>,
    poll: DFF<Bit>,
    enable: DFF<Bit>,
    /// A write is taken.
    write: Signal<Local, Bit>,
    start: Signal<Local, Bit>,
    port: Signal<Local, Bit>,
    /// The switch's state for the command.
    segment: Signal<Local, Bits<3>>,
    reads: Signal<Local, Bit>,
    waits: Signal<Local, Bit>,
    finished: Signal<Local, Bits<1>>,
    under_way: Signal<Local, Bits<1>>,
    status: Signal<Local, Bits<32>>,
    op_write: Constant<Bits<3>>,
    op_read: Constant<Bits<3>>,
    op_compare: Constant<Bits<3>>,
    op_scan: Constant<Bits<3>>,
    op_wait: Constant<Bits<3>>,
    join_memory: Constant<Bits<3>>,
    join_port: Constant<Bits<3>>,
    command_at: Constant<Bits<8>>,
    status_at: Constant<Bits<8>>,
    count_at: Constant<Bits<8>>,
    crc_at: Constant<Bits<8>>,
    pages_at: Constant<Bits<8>>,
}

impl Default for Spi {
    fn default() -> Self {
        let at = |offset: u32| Constant::new(u64::from(offset).into());
        let operation = |operation: u32| Constant::new(u64::from(operation).into());
        let join = |join: SpiJoin| Constant::new((join as u64).into());
        Spi {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            io: Default::default(),
            ask_engine: Default::default(),
            ask_port: Default::default(),
            present: Default::default(),
            joined: Default::default(),
            staying: Default::default(),
            other_busy: Default::default(),
            tick: Default::default(),
            buffer_read: Default::default(),
            io_read: Default::default(),
            done: Default::default(),
            busy: Default::default(),
            wants_memory: Default::default(),
            wants_port: Default::default(),
            csn: Default::default(),
            sck: Default::default(),
            io0: Default::default(),
            drive_io0: Default::default(),
            buffer_address: Default::default(),
            buffer_write: Default::default(),
            buffer_data: Default::default(),
            setup: Default::default(),
            engine: Default::default(),
            transfer: Default::default(),
            operation: Default::default(),
            poll: Default::default(),
            enable: Default::default(),
            write: Default::default(),
            start: Default::default(),
            port: Default::default(),
            segment: Default::default(),
            reads: Default::default(),
            waits: Default::default(),
            finished: Default::default(),
            under_way: Default::default(),
            status: Default::default(),
            op_write: operation(spi_command::WRITE),
            op_read: operation(spi_command::READ),
            op_compare: operation(spi_command::COMPARE),
            op_scan: operation(spi_command::SCAN),
            op_wait: operation(spi_command::WAIT),
            join_memory: join(SpiJoin::Memory),
            join_port: join(SpiJoin::Port),
            command_at: at(offset::SPI_COMMAND),
            status_at: at(offset::SPI_STATUS),
            count_at: at(offset::SPI_COUNT),
            crc_at: at(offset::SPI_CRC),
            pages_at: at(offset::SPI_PAGES),
        }
    }
}

impl Logic for Spi {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, operation, poll, enable);
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
            self.enable.d.next = self.io_data.val().get_bit(9);
        }
        self.setup.write.next = self.write.val();
        self.setup.offset.next = self.io_address.val();
        self.setup.data.next = self.io_data.val();
        self.port.next = self.setup.port.val();

        self.reads.next = (self.operation.q.val() == self.op_read.val())
            | (self.operation.q.val() == self.op_compare.val())
            | (self.operation.q.val() == self.op_scan.val());
        self.waits.next = self.operation.q.val() == self.op_wait.val();
        self.engine.nothing.next = true;
        if self.reads.val() {
            self.engine.nothing.next = self.transfer.no_data.val();
        }
        if self.operation.q.val() == self.op_write.val() {
            self.engine.nothing.next = false;
        }
        if self.waits.val() {
            self.engine.nothing.next = !self.poll.q.val() & !self.enable.q.val();
        }
        self.engine.not_owner.next = !self.ask_engine.val()
            | (self.port.val() & (!self.ask_port.val() | !self.present.val()));
        self.engine.lost.next = self.port.val() & !self.present.val();
        self.segment.next = self.join_memory.val();
        if self.port.val() {
            self.segment.next = self.join_port.val();
        }
        self.engine.joined.next = (self.joined.val() == self.segment.val()) & self.staying.val();
        self.engine.start.next = self.start.val();
        self.engine.tick.next = self.tick.val();
        self.engine.io.next = self.io.val();
        self.engine.half.next = self.setup.half.val();
        self.engine.idle_high.next = self.setup.idle_high.val();
        self.engine.deadline.next = self.setup.deadline.val();
        self.engine.poll.next = self.poll.q.val();
        self.engine.enable.next = self.enable.q.val();
        self.engine.no_own.next = self.waits.val();
        self.engine.reads.next = self.reads.val();
        self.engine.address_bytes.next = self.setup.address_bytes.val();
        self.engine.dummy.next = self.setup.dummy.val();
        self.engine.lines.next = self.setup.lines.val();
        self.engine.no_data.next = self.transfer.no_data.val();
        self.engine.tx_byte.next = self.transfer.tx_byte.val();
        self.engine.last.next = self.transfer.last.val();
        self.engine.unequal.next = self.transfer.unequal.val();

        self.transfer.start.next = self.start.val();
        self.transfer.operation.next = self.operation.q.val();
        self.transfer.opcode.next = self.setup.opcode.val();
        self.transfer.address.next = self.setup.address.val();
        self.transfer.length.next = self.setup.length.val();
        self.transfer.pointer.next = self.setup.pointer.val();
        self.transfer.crc_write.next =
            self.write.val() & (self.io_address.val() == self.crc_at.val());
        self.transfer.data.next = self.io_data.val();
        self.transfer.frame.next = self.engine.frame.val();
        self.transfer.kind.next = self.engine.kind.val();
        self.transfer.load.next = self.engine.load.val();
        self.transfer.take.next = self.engine.take.val();
        self.transfer.received.next = self.engine.received.val();
        self.transfer.buffer_read.next = self.buffer_read.val();

        // A result shows up together with DONE.
        self.under_way.next = self.engine.busy.val().into();
        self.finished.next = self.engine.done.val().into();
        self.status.next = bit_cast::<32, 1>(self.under_way.val())
            | (bit_cast::<32, 1>(self.finished.val()) << 1)
            | (bit_cast::<32, 8>(self.transfer.memory_status.val()) << 8);
        if self.engine.done.val() {
            self.status.next = bit_cast::<32, 1>(self.under_way.val())
                | (bit_cast::<32, 1>(self.finished.val()) << 1)
                | (bit_cast::<32, 3>(self.engine.result.val()) << 4)
                | (bit_cast::<32, 8>(self.transfer.memory_status.val()) << 8);
        }
        self.io_read.next = self.setup.read.val();
        if self.io_address.val() == self.status_at.val() {
            self.io_read.next = self.status.val();
        }
        if self.io_address.val() == self.count_at.val() {
            self.io_read.next = bit_cast::<32, 24>(self.transfer.count.val());
        }
        if self.io_address.val() == self.crc_at.val() {
            self.io_read.next = self.transfer.crc.val();
        }
        if self.io_address.val() == self.pages_at.val() {
            self.io_read.next = self.transfer.pages.val();
        }

        self.done.next = self.engine.done.val();
        self.busy.next = self.engine.busy.val();
        self.wants_memory.next = self.engine.wants.val() & !self.port.val();
        self.wants_port.next = self.engine.wants.val() & self.port.val();
        self.csn.next = self.engine.csn.val();
        self.sck.next = self.engine.sck.val();
        self.io0.next = self.engine.io0.val();
        self.drive_io0.next = self.engine.drive_io0.val();
        self.buffer_address.next = self.transfer.buffer_address.val();
        self.buffer_write.next = self.transfer.buffer_write.val();
        self.buffer_data.next = self.transfer.buffer_data.val();
        if self.reset.val() {
            self.operation.d.next = 0.into();
            self.poll.d.next = false;
            self.enable.d.next = false;
        }
    }
}
