//! The SPI engine's setup registers (`docs/controller.md`, 3 and 7).
//!
//! ```text
//!                      +----------+
//!  write, offset ----->|          |--> half, idle_high, deadline
//!  data -------------->| SpiSetup |--> opcode, address_bytes, dummy, lines, port
//!                      |          |--> address, length, pointer, read
//!                      +----------+
//! ```
//!
//! Plain registers. A half period of 0 is stored as 1, so that nothing behind this has to think of
//! it.
//!
//! ```text
//!   data --+--> at least 1 --> [half] [idle high]
//!          +--> [deadline] [frame's fields] [address] [length] [pointer]
//!                   '-- the one at offset, else 0 --> read
//! ```

use super::engine::DEADLINE_BITS;
use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{offset, spi_frame, spi_timing};

const _: () = assert!(
    spi_timing::HALF_MASK == 0xFF
        && spi_timing::IDLE_HIGH == 1 << 8
        && spi_frame::OPCODE_MASK == 0xFF
        && spi_frame::ADDRESS_SHIFT == 8
        && spi_frame::ADDRESS_MASK == 3
        && spi_frame::DUMMY_SHIFT == 12
        && spi_frame::DUMMY_MASK == 0xF
        && spi_frame::LINES_SHIFT == 16
        && spi_frame::LINES_MASK == 3
        && spi_frame::PORT == 1 << 20
);

/// The SPI engine's setup registers.
#[derive(Clone, LogicBlock)]
pub struct SpiSetup {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The register at `offset` is written at this edge.
    pub write: Signal<In, Bit>,
    /// Byte offset from `IO_BASE`.
    pub offset: Signal<In, Bits<8>>,
    /// The new value.
    pub data: Signal<In, Bits<32>>,
    /// Half period of SCK, edges.
    pub half: Signal<Out, Bits<8>>,
    /// SCK idles high.
    pub idle_high: Signal<Out, Bit>,
    /// Register `SPI_DEADLINE`.
    pub deadline: Signal<Out, Bits<DEADLINE_BITS>>,
    /// Opcode of the operation's own frame.
    pub opcode: Signal<Out, Bits<8>>,
    /// Code of the number of address bytes.
    pub address_bytes: Signal<Out, Bits<2>>,
    /// Dummy clocks.
    pub dummy: Signal<Out, Bits<4>>,
    /// Code of the number of data lines.
    pub lines: Signal<Out, Bits<2>>,
    /// The frame goes to the port.
    pub port: Signal<Out, Bit>,
    /// Register `SPI_ADDRESS`.
    pub address: Signal<Out, Bits<32>>,
    /// Register `SPI_LENGTH`.
    pub length: Signal<Out, Bits<24>>,
    /// Register `SPI_POINTER`.
    pub pointer: Signal<Out, Bits<12>>,
    /// The register at `offset`, 0 when it is none of these.
    pub read: Signal<Out, Bits<32>>,
    half_period: DFF<Bits<8>>,
    idle: DFF<Bit>,
    ticks: DFF<Bits<DEADLINE_BITS>>,
    code: DFF<Bits<8>>,
    bytes: DFF<Bits<2>>,
    clocks: DFF<Bits<4>>,
    width: DFF<Bits<2>>,
    to_port: DFF<Bit>,
    start: DFF<Bits<32>>,
    wanted: DFF<Bits<24>>,
    place: DFF<Bits<12>>,
    lower: Signal<Local, Bits<8>>,
    idle_bit: Signal<Local, Bits<1>>,
    port_bit: Signal<Local, Bits<1>>,
    pub(super) least: Constant<Bits<8>>,
    timing_at: Constant<Bits<8>>,
    deadline_at: Constant<Bits<8>>,
    frame_at: Constant<Bits<8>>,
    address_at: Constant<Bits<8>>,
    length_at: Constant<Bits<8>>,
    pointer_at: Constant<Bits<8>>,
}

impl Default for SpiSetup {
    fn default() -> Self {
        let at = |offset: u32| Constant::new(u64::from(offset).into());
        SpiSetup {
            clock: Default::default(),
            reset: Default::default(),
            write: Default::default(),
            offset: Default::default(),
            data: Default::default(),
            half: Default::default(),
            idle_high: Default::default(),
            deadline: Default::default(),
            opcode: Default::default(),
            address_bytes: Default::default(),
            dummy: Default::default(),
            lines: Default::default(),
            port: Default::default(),
            address: Default::default(),
            length: Default::default(),
            pointer: Default::default(),
            read: Default::default(),
            half_period: Default::default(),
            idle: Default::default(),
            ticks: Default::default(),
            code: Default::default(),
            bytes: Default::default(),
            clocks: Default::default(),
            width: Default::default(),
            to_port: Default::default(),
            start: Default::default(),
            wanted: Default::default(),
            place: Default::default(),
            lower: Default::default(),
            idle_bit: Default::default(),
            port_bit: Default::default(),
            least: Constant::new(1u64.into()),
            timing_at: at(offset::SPI_TIMING),
            deadline_at: at(offset::SPI_DEADLINE),
            frame_at: at(offset::SPI_FRAME),
            address_at: at(offset::SPI_ADDRESS),
            length_at: at(offset::SPI_LENGTH),
            pointer_at: at(offset::SPI_POINTER),
        }
    }
}

impl Logic for SpiSetup {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            half_period,
            idle,
            ticks,
            code,
            bytes,
            clocks,
            width,
            to_port,
            start,
            wanted,
            place
        );
        self.lower.next = self.data.val().get_bits::<8>(0);
        if !self.data.val().get_bits::<8>(0).any() {
            self.lower.next = self.least.val();
        }
        self.idle_bit.next = self.idle.q.val().into();
        self.port_bit.next = self.to_port.q.val().into();

        self.read.next = 0.into();
        if self.offset.val() == self.timing_at.val() {
            self.read.next = bit_cast::<32, 8>(self.half_period.q.val())
                | (bit_cast::<32, 1>(self.idle_bit.val()) << 8);
            if self.write.val() {
                self.half_period.d.next = self.lower.val();
                self.idle.d.next = self.data.val().get_bit(8);
            }
        }
        if self.offset.val() == self.deadline_at.val() {
            self.read.next = bit_cast::<32, DEADLINE_BITS>(self.ticks.q.val());
            if self.write.val() {
                self.ticks.d.next = self.data.val().get_bits::<DEADLINE_BITS>(0);
            }
        }
        if self.offset.val() == self.frame_at.val() {
            self.read.next = bit_cast::<32, 8>(self.code.q.val())
                | (bit_cast::<32, 2>(self.bytes.q.val()) << 8)
                | (bit_cast::<32, 4>(self.clocks.q.val()) << 12)
                | (bit_cast::<32, 2>(self.width.q.val()) << 16)
                | (bit_cast::<32, 1>(self.port_bit.val()) << 20);
            if self.write.val() {
                self.code.d.next = self.data.val().get_bits::<8>(0);
                self.bytes.d.next = self.data.val().get_bits::<2>(8);
                self.clocks.d.next = self.data.val().get_bits::<4>(12);
                self.width.d.next = self.data.val().get_bits::<2>(16);
                self.to_port.d.next = self.data.val().get_bit(20);
            }
        }
        if self.offset.val() == self.address_at.val() {
            self.read.next = self.start.q.val();
            if self.write.val() {
                self.start.d.next = self.data.val();
            }
        }
        if self.offset.val() == self.length_at.val() {
            self.read.next = bit_cast::<32, 24>(self.wanted.q.val());
            if self.write.val() {
                self.wanted.d.next = self.data.val().get_bits::<24>(0);
            }
        }
        if self.offset.val() == self.pointer_at.val() {
            self.read.next = bit_cast::<32, 12>(self.place.q.val());
            if self.write.val() {
                self.place.d.next = self.data.val().get_bits::<12>(0);
            }
        }

        self.half.next = self.half_period.q.val();
        self.idle_high.next = self.idle.q.val();
        self.deadline.next = self.ticks.q.val();
        self.opcode.next = self.code.q.val();
        self.address_bytes.next = self.bytes.q.val();
        self.dummy.next = self.clocks.q.val();
        self.lines.next = self.width.q.val();
        self.port.next = self.to_port.q.val();
        self.address.next = self.start.q.val();
        self.length.next = self.wanted.q.val();
        self.pointer.next = self.place.q.val();
        if self.reset.val() {
            self.half_period.d.next = self.least.val();
            self.idle.d.next = false;
            self.ticks.d.next = 0.into();
            self.code.d.next = 0.into();
            self.bytes.d.next = 0.into();
            self.clocks.d.next = 0.into();
            self.width.d.next = 0.into();
            self.to_port.d.next = false;
            self.start.d.next = 0.into();
            self.wanted.d.next = 0.into();
            self.place.d.next = 0.into();
        }
    }
}
