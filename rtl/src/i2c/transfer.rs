//! The transfer unit: which byte the engine sends, where a received one goes, and how many are left.
//!
//! ```text
//!                    +----------+
//!  setup registers ->|          |--> tx_byte, complete, last, unequal   (engine)
//!  kind, strobes --->| Transfer |--> buffer_address, buffer_write, buffer_data
//!  byte, sda ------->|          |--> count, crc
//!  buffer_read ----->|          |
//!                    +----------+
//! ```
//!
//! The buffer answers one edge after it is asked, so its address runs ahead: it steps when a byte
//! is loaded (WRITE) or taken (the others), long before the next is wanted.
//!
//! COMPARE needs no byte comparator. The expected byte lies in the engine's shift register, where
//! it leaves bit by bit as the received one enters.
//!
//! ```text
//!  device, address --+
//!  buffer_read ------+--by kind--> tx_byte          count == length --> complete
//!  buffer_address: pointer, +1 at each data byte    byte[7] != sda --> unequal
//! ```

use super::crc::Crc32;
use super::engine::Kind;
use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::i2c_command;

/// Byte selection, buffer address, count, comparison and CRC.
#[derive(Clone, LogicBlock)]
pub struct Transfer {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A command is accepted at this edge.
    pub start: Signal<In, Bit>,
    /// The operation under way, from `I2C_COMMAND`.
    pub operation: Signal<In, Bits<3>>,
    /// 7-bit device address.
    pub device: Signal<In, Bits<7>>,
    /// Register `I2C_ADDRESS`.
    pub address: Signal<In, Bits<16>>,
    /// Register `I2C_LENGTH`.
    pub length: Signal<In, Bits<16>>,
    /// Register `I2C_POINTER`.
    pub pointer: Signal<In, Bits<12>>,
    /// `I2C_CRC` is written with `data` at this edge.
    pub crc_write: Signal<In, Bit>,
    /// See `crc_write`.
    pub data: Signal<In, Bits<32>>,
    /// What the engine is at.
    pub kind: Signal<In, Kind>,
    /// The engine takes `tx_byte` at this edge.
    pub load: Signal<In, Bit>,
    /// A bit ends at this edge.
    pub bit_end: Signal<In, Bit>,
    /// A received byte is complete at this edge.
    pub take: Signal<In, Bit>,
    /// A sent data byte is acknowledged at this edge.
    pub acknowledged: Signal<In, Bit>,
    /// The engine's shift register; the bit of this edge is not in it yet.
    pub shifted: Signal<In, Bits<8>>,
    /// Filtered level of SDA.
    pub sda: Signal<In, Bit>,
    /// The buffer's byte at the address of the edge before.
    pub buffer_read: Signal<In, Bits<8>>,
    /// The byte to send, or to compare with.
    pub tx_byte: Signal<Out, Bits<8>>,
    /// All data bytes are moved.
    pub complete: Signal<Out, Bit>,
    /// The byte just received is the last.
    pub last: Signal<Out, Bit>,
    /// COMPARE has met a byte that is not the expected one.
    pub unequal: Signal<Out, Bit>,
    /// Register `I2C_COUNT`.
    pub count: Signal<Out, Bits<16>>,
    /// Register `I2C_CRC`.
    pub crc: Signal<Out, Bits<32>>,
    /// Of the byte that is read or written at this edge.
    pub buffer_address: Signal<Out, Bits<12>>,
    /// `buffer_data` is written at this edge.
    pub buffer_write: Signal<Out, Bit>,
    /// See `buffer_write`.
    pub buffer_data: Signal<Out, Bits<8>>,
    pub(super) check: Crc32,
    moved: DFF<Bits<16>>,
    place: DFF<Bits<12>>,
    /// A bit of this byte differs.
    different: DFF<Bit>,
    refuse: DFF<Bit>,
    sampled: Signal<Local, Bits<1>>,
    received: Signal<Local, Bits<8>>,
    bit_differs: Signal<Local, Bit>,
    mismatch: Signal<Local, Bit>,
    all: Signal<Local, Bit>,
    /// All ones: subtracting it steps on. 0 when loading, so that the adder's tables can load.
    minus_one: Signal<Local, Bits<12>>,
    addressing: Signal<Local, Bit>,
    stepped: Signal<Local, Bits<12>>,
    one: Constant<Bits<16>>,
    read_bit: Constant<Bits<8>>,
    read: Constant<Bits<3>>,
    compare: Constant<Bits<3>>,
}

impl Default for Transfer {
    fn default() -> Self {
        let operation = |operation: u32| Constant::new(u64::from(operation).into());
        Transfer {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            operation: Default::default(),
            device: Default::default(),
            address: Default::default(),
            length: Default::default(),
            pointer: Default::default(),
            crc_write: Default::default(),
            data: Default::default(),
            kind: Default::default(),
            load: Default::default(),
            bit_end: Default::default(),
            take: Default::default(),
            acknowledged: Default::default(),
            shifted: Default::default(),
            sda: Default::default(),
            buffer_read: Default::default(),
            tx_byte: Default::default(),
            complete: Default::default(),
            last: Default::default(),
            unequal: Default::default(),
            count: Default::default(),
            crc: Default::default(),
            buffer_address: Default::default(),
            buffer_write: Default::default(),
            buffer_data: Default::default(),
            check: Default::default(),
            moved: Default::default(),
            place: Default::default(),
            different: Default::default(),
            refuse: Default::default(),
            sampled: Default::default(),
            received: Default::default(),
            bit_differs: Default::default(),
            mismatch: Default::default(),
            all: Default::default(),
            minus_one: Default::default(),
            addressing: Default::default(),
            stepped: Default::default(),
            one: Constant::new(1u64.into()),
            read_bit: Constant::new(1u64.into()),
            read: operation(i2c_command::READ),
            compare: operation(i2c_command::COMPARE),
        }
    }
}

impl Logic for Transfer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, moved, place, different, refuse);
        self.check.clock.next = self.clock.val();
        self.check.reset.next = self.reset.val();

        self.addressing.next =
            (self.kind.val() != Kind::DataOut) & (self.kind.val() != Kind::DataIn);
        match self.kind.val() {
            Kind::DeviceWrite => {
                self.tx_byte.next = bit_cast::<8, 7>(self.device.val()) << 1;
            }
            Kind::DeviceRead => {
                self.tx_byte.next =
                    (bit_cast::<8, 7>(self.device.val()) << 1) | self.read_bit.val();
            }
            Kind::AddressHigh => {
                self.tx_byte.next = self.address.val().get_bits::<8>(8);
            }
            Kind::AddressLow => {
                self.tx_byte.next = self.address.val().get_bits::<8>(0);
            }
            _ => {
                self.tx_byte.next = self.buffer_read.val();
            }
        }

        self.sampled.next = self.sda.val().into();
        self.received.next = (self.shifted.val() << 1) | bit_cast::<8, 1>(self.sampled.val());
        self.bit_differs.next =
            self.different.q.val() | (self.shifted.val().get_bit(7) ^ self.sda.val());
        self.mismatch.next = (self.operation.val() == self.compare.val()) & self.bit_differs.val();
        if self.bit_end.val() {
            self.different.d.next = self.bit_differs.val();
        }
        if self.load.val() {
            self.different.d.next = false;
        }

        if self.take.val() & self.mismatch.val() {
            self.refuse.d.next = true;
        }
        if self.acknowledged.val() | (self.take.val() & !self.mismatch.val()) {
            self.moved.d.next = self.moved.q.val() + self.one.val();
        }
        if self.start.val() {
            self.moved.d.next = 0.into();
            self.refuse.d.next = false;
        }
        self.all.next = self.moved.q.val() == self.length.val();
        self.complete.next = self.all.val();
        self.last.next = self.all.val() | self.refuse.q.val();
        self.unequal.next = self.refuse.q.val();
        self.count.next = self.moved.q.val();

        // An address byte sets the place, again when polling repeats it.
        self.minus_one.next = 0x0FFF.into();
        if self.addressing.val() {
            self.minus_one.next = 0.into();
        }
        self.stepped.next = self.place.q.val() - self.minus_one.val();
        if self.take.val() | (self.load.val() & (self.kind.val() != Kind::DataIn)) {
            self.place.d.next = self.stepped.val();
            if self.addressing.val() {
                self.place.d.next = self.pointer.val();
            }
        }
        self.buffer_address.next = self.place.q.val();
        self.buffer_data.next = self.received.val();
        self.buffer_write.next = self.take.val() & (self.operation.val() == self.read.val());

        self.check.take.next = self.take.val() & (self.operation.val() != self.compare.val());
        self.check.shifted.next = self.shifted.val();
        self.check.write.next = self.crc_write.val();
        self.check.data.next = self.data.val();
        self.crc.next = self.check.register.val();
        if self.reset.val() {
            self.moved.d.next = 0.into();
        }
    }
}
