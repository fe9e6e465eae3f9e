//! The byte that the engine sends next.
//!
//! ```text
//!                       +------+
//!  frame, kind -------->|      |
//!  opcode, address ---->| Byte |--> tx_byte
//!  data --------------->|      |
//!                       +------+
//! ```
//!
//! All combinational. What the opcode is depends on the frame, the other bytes are those of the
//! operation's own.
//!
//! ```text
//!  05h, 06h, opcode --by frame--+
//!  address, byte by byte -------+--by kind--> tx_byte
//!  data ------------------------+
//! ```

use super::engine::{Frame, Kind};
use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::spi_opcode;

/// Chooses the byte to send.
#[derive(Clone, LogicBlock)]
pub struct ByteChoice {
    /// Which frame is under way.
    pub frame: Signal<In, Frame>,
    /// What its next byte is.
    pub kind: Signal<In, Kind>,
    /// Opcode of the operation's own frame.
    pub opcode: Signal<In, Bits<8>>,
    /// Register `SPI_ADDRESS`.
    pub address: Signal<In, Bits<32>>,
    /// The next data byte.
    pub data: Signal<In, Bits<8>>,
    /// The byte to send.
    pub tx_byte: Signal<Out, Bits<8>>,
    read_status: Constant<Bits<8>>,
    write_enable: Constant<Bits<8>>,
}

impl Default for ByteChoice {
    fn default() -> Self {
        let opcode = |opcode: u8| Constant::new(u64::from(opcode).into());
        ByteChoice {
            frame: Default::default(),
            kind: Default::default(),
            opcode: Default::default(),
            address: Default::default(),
            data: Default::default(),
            tx_byte: Default::default(),
            read_status: opcode(spi_opcode::READ_STATUS),
            write_enable: opcode(spi_opcode::WRITE_ENABLE),
        }
    }
}

impl Logic for ByteChoice {
    #[hdl_gen]
    fn update(&mut self) {
        match self.kind.val() {
            Kind::Opcode => {
                self.tx_byte.next = self.opcode.val();
                if self.frame.val() == Frame::Status {
                    self.tx_byte.next = self.read_status.val();
                }
                if self.frame.val() == Frame::Enable {
                    self.tx_byte.next = self.write_enable.val();
                }
            }
            Kind::Address3 => {
                self.tx_byte.next = self.address.val().get_bits::<8>(24);
            }
            Kind::Address2 => {
                self.tx_byte.next = self.address.val().get_bits::<8>(16);
            }
            Kind::Address1 => {
                self.tx_byte.next = self.address.val().get_bits::<8>(8);
            }
            Kind::Address0 => {
                self.tx_byte.next = self.address.val().get_bits::<8>(0);
            }
            _ => {
                self.tx_byte.next = self.data.val();
            }
        }
    }
}
