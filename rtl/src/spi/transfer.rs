//! The transfer unit: where bytes come from and go to, what they are compared with, and how many
//! are left.
//!
//! ```text
//!                    +-------------+
//!  setup registers ->|             |--> tx_byte, no_data, last, unequal   (engine)
//!  frame, kind ----->| SpiTransfer |--> buffer_address, buffer_write, buffer_data
//!  load, take ------>|             |--> count, pages, crc, memory_status
//!  buffer_read ----->|             |
//!                    +-------------+
//! ```
//!
//! The buffer answers one edge after it is asked. Its address steps when a byte to send is loaded,
//! or when a received one is taken; either is at least four edges before the next.
//!
//! ```text
//!  opcode, address, buffer_read --ByteChoice--> tx_byte
//!  received --+--> buffer_data, CrcPairs       count + 1 == length --> [last]
//!             +-- xor expected (buffer_read or FFh) --> Pages, [unequal]
//! ```

use super::bytes::ByteChoice;
use super::crc::CrcPairs;
use super::engine::{Frame, Kind};
use super::pages::Pages;
use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::spi_command;

/// Byte choice, buffer address, count, comparison, CRC and the memory's status.
#[derive(Clone, LogicBlock)]
pub struct SpiTransfer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A command is accepted at this edge.
    pub start: Signal<In, Bit>,
    /// The operation under way, from `SPI_COMMAND`.
    pub operation: Signal<In, Bits<3>>,
    /// Opcode of the operation's own frame.
    pub opcode: Signal<In, Bits<8>>,
    /// Register `SPI_ADDRESS`.
    pub address: Signal<In, Bits<32>>,
    /// Register `SPI_LENGTH`.
    pub length: Signal<In, Bits<24>>,
    /// Register `SPI_POINTER`.
    pub pointer: Signal<In, Bits<12>>,
    /// `SPI_CRC` is written with `data` at this edge.
    pub crc_write: Signal<In, Bit>,
    /// See `crc_write`.
    pub data: Signal<In, Bits<32>>,
    /// What the engine is at.
    pub frame: Signal<In, Frame>,
    /// See `frame`.
    pub kind: Signal<In, Kind>,
    /// The engine takes `tx_byte` at this edge.
    pub load: Signal<In, Bit>,
    /// A byte of data or status is complete.
    pub take: Signal<In, Bit>,
    /// See `take`.
    pub received: Signal<In, Bits<8>>,
    /// The buffer's byte at the address of the edge before.
    pub buffer_read: Signal<In, Bits<8>>,
    /// The byte to send.
    pub tx_byte: Signal<Out, Bits<8>>,
    /// The command moves no data.
    pub no_data: Signal<Out, Bit>,
    /// The byte under way is the last.
    pub last: Signal<Out, Bit>,
    /// COMPARE has met a byte that is not the expected one.
    pub unequal: Signal<Out, Bit>,
    /// Register `SPI_COUNT`.
    pub count: Signal<Out, Bits<24>>,
    /// Register `SPI_PAGES`.
    pub pages: Signal<Out, Bits<32>>,
    /// Register `SPI_CRC`.
    pub crc: Signal<Out, Bits<32>>,
    /// The memory's status byte.
    pub memory_status: Signal<Out, Bits<8>>,
    /// Of the byte that is read or written at this edge.
    pub buffer_address: Signal<Out, Bits<12>>,
    /// `buffer_data` is written at this edge.
    pub buffer_write: Signal<Out, Bit>,
    /// See `buffer_write`.
    pub buffer_data: Signal<Out, Bits<8>>,
    choice: ByteChoice,
    pub(super) check: CrcPairs,
    flags: Pages,
    moved: DFF<Bits<24>>,
    place: DFF<Bits<12>>,
    last_byte: DFF<Bit>,
    empty: DFF<Bit>,
    differed: DFF<Bit>,
    status: DFF<Bits<8>>,
    /// A data byte is complete.
    counted: Signal<Local, Bit>,
    /// It came in.
    came: Signal<Local, Bit>,
    stepped: Signal<Local, Bits<24>>,
    onward: Signal<Local, Bits<12>>,
    /// What the received byte is compared with.
    expected: Signal<Local, Bits<8>>,
    /// Bits that differ.
    different: Signal<Local, Bits<8>>,
    /// Bits that only an erase brings back.
    erased: Signal<Local, Bits<8>>,
    compares: Signal<Local, Bit>,
    writes: Signal<Local, Bit>,
    differs: Signal<Local, Bit>,
    one: Constant<Bits<24>>,
    one_place: Constant<Bits<12>>,
    blank: Constant<Bits<8>>,
    write: Constant<Bits<3>>,
    read: Constant<Bits<3>>,
    compare: Constant<Bits<3>>,
}

impl Default for SpiTransfer {
    fn default() -> Self {
        let operation = |operation: u32| Constant::new(u64::from(operation).into());
        SpiTransfer {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            operation: Default::default(),
            opcode: Default::default(),
            address: Default::default(),
            length: Default::default(),
            pointer: Default::default(),
            crc_write: Default::default(),
            data: Default::default(),
            frame: Default::default(),
            kind: Default::default(),
            load: Default::default(),
            take: Default::default(),
            received: Default::default(),
            buffer_read: Default::default(),
            tx_byte: Default::default(),
            no_data: Default::default(),
            last: Default::default(),
            unequal: Default::default(),
            count: Default::default(),
            pages: Default::default(),
            crc: Default::default(),
            memory_status: Default::default(),
            buffer_address: Default::default(),
            buffer_write: Default::default(),
            buffer_data: Default::default(),
            choice: Default::default(),
            check: Default::default(),
            flags: Default::default(),
            moved: Default::default(),
            place: Default::default(),
            last_byte: Default::default(),
            empty: Default::default(),
            differed: Default::default(),
            status: Default::default(),
            counted: Default::default(),
            came: Default::default(),
            stepped: Default::default(),
            onward: Default::default(),
            expected: Default::default(),
            different: Default::default(),
            erased: Default::default(),
            compares: Default::default(),
            writes: Default::default(),
            differs: Default::default(),
            one: Constant::new(1u64.into()),
            one_place: Constant::new(1u64.into()),
            blank: Constant::new(0xFFu64.into()),
            write: operation(spi_command::WRITE),
            read: operation(spi_command::READ),
            compare: operation(spi_command::COMPARE),
        }
    }
}

impl Logic for SpiTransfer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, moved, place, last_byte, empty, differed, status
        );
        self.check.clock.next = self.clock.val();
        self.check.reset.next = self.reset.val();
        self.flags.clock.next = self.clock.val();
        self.flags.reset.next = self.reset.val();

        self.choice.frame.next = self.frame.val();
        self.choice.kind.next = self.kind.val();
        self.choice.opcode.next = self.opcode.val();
        self.choice.address.next = self.address.val();
        self.choice.data.next = self.buffer_read.val();
        self.tx_byte.next = self.choice.tx_byte.val();

        self.compares.next = self.operation.val() == self.compare.val();
        self.writes.next = self.operation.val() == self.write.val();
        self.counted.next = self.take.val() & (self.frame.val() == Frame::Own);
        self.came.next = self.counted.val() & !self.writes.val();
        if self.take.val() & (self.frame.val() == Frame::Status) {
            self.status.d.next = self.received.val();
        }

        // How many. Both comparisons are done long before they are asked for.
        self.stepped.next = self.moved.q.val() + self.one.val();
        self.last_byte.d.next = self.stepped.val() == self.length.val();
        self.empty.d.next = !self.length.val().any();
        if self.counted.val() {
            self.moved.d.next = self.stepped.val();
        }

        // Where.
        self.onward.next = self.place.q.val() + self.one_place.val();
        if self.came.val()
            | (self.load.val()
                & self.writes.val()
                & (self.kind.val() == Kind::Data)
                & (self.frame.val() == Frame::Own))
        {
            self.place.d.next = self.onward.val();
        }
        self.buffer_address.next = self.place.q.val();
        self.buffer_data.next = self.received.val();
        self.buffer_write.next = self.came.val() & (self.operation.val() == self.read.val());

        // What.
        self.expected.next = self.blank.val();
        if self.compares.val() {
            self.expected.next = self.buffer_read.val();
        }
        self.different.next = self.received.val() ^ self.expected.val();
        self.erased.next = self.different.val() & self.expected.val();
        self.differs.next = self.came.val() & self.different.val().any();
        self.flags.clear.next = self.start.val();
        self.flags.page.next = self.moved.q.val().get_bits::<4>(8);
        self.flags.differs.next = self.differs.val();
        self.flags.erase.next = self.came.val() & self.compares.val() & self.erased.val().any();
        if self.differs.val() & self.compares.val() {
            self.differed.d.next = true;
        }
        self.check.take.next = self.came.val() & !self.compares.val();
        self.check.received.next = self.received.val();
        self.check.write.next = self.crc_write.val();
        self.check.data.next = self.data.val();

        if self.start.val() {
            self.moved.d.next = 0.into();
            self.place.d.next = self.pointer.val();
            self.differed.d.next = false;
            self.status.d.next = 0.into();
        }
        self.no_data.next = self.empty.q.val();
        self.last.next = self.last_byte.q.val();
        self.unequal.next = self.differed.q.val();
        self.count.next = self.moved.q.val();
        self.pages.next = self.flags.flags.val();
        self.crc.next = self.check.register.val();
        self.memory_status.next = self.status.q.val();
        if self.reset.val() {
            self.moved.d.next = 0.into();
            self.status.d.next = 0.into();
        }
    }
}
