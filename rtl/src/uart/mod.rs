//! The host UART: registers, a FIFO in each direction, receiver and transmitter
//! (`docs/controller.md`, 8).
//!
//! ```text
//!               +------+==> io_read (UART_BIT, UART_DATA, UART_STATUS)
//!   io_* ======>|      |--> rx_event, tx_event
//!   io_load --->| Uart |
//!   rx -------->|      |--> tx
//!               +------+
//! ```
//!
//! A load of `UART_DATA` takes the byte out that it gives, so this is the one block that is told of
//! loads. `io_load` is 1 before the 4th edge of a load that does not trap, and never in reset.
//!
//! A byte that came is in the memory one edge before it counts, for the memory shows it one edge
//! after it could be read. So a byte that counts can be loaded.
//!
//! ```text
//!   rx --> Receiver --good, byte--> Fifo 2048 --> UART_DATA          [bit] (UART_BIT)
//!              |         `--[arrived]--> [received]                    |
//!              '--> [overrun] [framing] [broken]                       +--> both timers
//!   tx <-- Transmitter <-- Fifo 512 <-- UART_DATA, while [free] is not 0
//! ```

pub mod bit_timer;
pub mod fifo;
pub mod level;
pub mod measure;
pub mod receiver;
pub mod transmitter;

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{
    UART_BIT_MIN, UART_RX_BYTES, UART_TX_BYTES, UART_TX_LOW, after_reset, offset, uart_data,
    uart_status,
};

use fifo::Fifo;
use level::Level;
use receiver::Receiver;
use transmitter::Transmitter;

/// Bits of an address in the receive FIFO.
const RX_BITS: usize = UART_RX_BYTES.ilog2() as usize;
/// Bits of the number of bytes in it.
const RX_LEVEL_BITS: usize = RX_BITS + 1;
/// Bits of an address in the transmit FIFO.
const TX_BITS: usize = UART_TX_BYTES.ilog2() as usize;
/// Bits of the number of free places in it.
const TX_LEVEL_BITS: usize = TX_BITS + 1;

// Bit places in `update` can only be literals.
const _: () = assert!(UART_RX_BYTES == 1 << 11 && UART_TX_BYTES == 1 << 9);
const _: () = assert!(UART_BIT_MIN == 1 << 3);
const _: () = assert!(UART_TX_BYTES - UART_TX_LOW == 0b01_1000_0000);
const _: () = assert!(uart_data::VALID == 1 << 8 && uart_data::BYTE_MASK == 0xFF);
const _: () = assert!(uart_status::RECEIVED_MASK == 0xFFF && uart_status::FREE_SHIFT == 16);
const _: () = assert!(uart_status::IDLE == 1 << 28 && uart_status::OVERRUN == 1 << 29);
const _: () = assert!(uart_status::FRAMING == 1 << 30 && uart_status::BREAK == 1 << 31);

/// The host UART, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct Uart {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A register store happens at this edge.
    pub io_write: Signal<In, Bit>,
    /// A register is loaded at this edge.
    pub io_load: Signal<In, Bit>,
    /// Byte offset of the register.
    pub io_address: Signal<In, Bits<8>>,
    /// What is stored.
    pub io_data: Signal<In, Bits<32>>,
    /// The register at `io_address`, 0 when it is not here.
    pub io_read: Signal<Out, Bits<32>>,
    /// The receive FIFO holds a byte.
    pub rx_event: Signal<Out, Bit>,
    /// The transmit FIFO holds at most [`UART_TX_LOW`] bytes.
    pub tx_event: Signal<Out, Bit>,
    /// The line from the computer, asynchronous.
    pub rx: Signal<In, Bit>,
    /// The line to the computer.
    pub tx: Signal<Out, Bit>,

    receiver: Receiver,
    transmitter: Transmitter,
    rx_fifo: Fifo<RX_BITS>,
    tx_fifo: Fifo<TX_BITS>,
    received: Level<RX_LEVEL_BITS>,
    free: Level<TX_LEVEL_BITS>,
    edges: DFF<Bits<16>>,
    arrived: DFF<Bit>,
    overrun: DFF<Bit>,
    framing: DFF<Bit>,
    broken: DFF<Bit>,

    too_small: Signal<Local, Bit>,
    store: Signal<Local, Bit>,
    put: Signal<Local, Bit>,
    take: Signal<Local, Bit>,
    any: Signal<Local, Bit>,
    tx_empty: Signal<Local, Bit>,
    idle: Signal<Local, Bits<1>>,
    flags: Signal<Local, Bits<3>>,
    cleared: Signal<Local, Bits<3>>,
    no_flags: Constant<Bits<3>>,
    least: Constant<Bits<16>>,
    valid: Constant<Bits<32>>,
    bit_after_reset: Constant<Bits<16>>,
    at_bit: Constant<Bits<8>>,
    at_data: Constant<Bits<8>>,
    at_status: Constant<Bits<8>>,
}

impl Default for Uart {
    fn default() -> Self {
        let at = |offset: u32| Constant::new(u64::from(offset).into());
        Uart {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_load: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            io_read: Default::default(),
            rx_event: Default::default(),
            tx_event: Default::default(),
            rx: Default::default(),
            tx: Default::default(),
            receiver: Default::default(),
            transmitter: Default::default(),
            rx_fifo: Default::default(),
            tx_fifo: Default::default(),
            received: Level::new(0),
            free: Level::new(UART_TX_BYTES),
            edges: Default::default(),
            arrived: Default::default(),
            overrun: Default::default(),
            framing: Default::default(),
            broken: Default::default(),
            too_small: Default::default(),
            store: Default::default(),
            put: Default::default(),
            take: Default::default(),
            any: Default::default(),
            tx_empty: Default::default(),
            idle: Default::default(),
            flags: Default::default(),
            cleared: Default::default(),
            no_flags: Constant::new(0u64.into()),
            least: Constant::new(u64::from(UART_BIT_MIN).into()),
            valid: Constant::new(u64::from(uart_data::VALID).into()),
            bit_after_reset: Constant::new(u64::from(after_reset::UART_BIT).into()),
            at_bit: at(offset::UART_BIT),
            at_data: at(offset::UART_DATA),
            at_status: at(offset::UART_STATUS),
        }
    }
}

impl Logic for Uart {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, edges, arrived, overrun, framing, broken);
        clock!(
            self,
            clock,
            receiver,
            transmitter,
            rx_fifo,
            tx_fifo,
            received,
            free
        );
        self.receiver.reset.next = self.reset.val();
        self.transmitter.reset.next = self.reset.val();
        self.rx_fifo.reset.next = self.reset.val();
        self.tx_fifo.reset.next = self.reset.val();
        self.received.reset.next = self.reset.val();
        self.free.reset.next = self.reset.val();

        // Less than 8 has no bit above the third.
        self.too_small.next = !self.io_data.val().get_bits::<13>(3).any();
        if self.io_write.val() & (self.io_address.val() == self.at_bit.val()) {
            self.edges.d.next = self.io_data.val().get_bits::<16>(0);
            if self.too_small.val() {
                self.edges.d.next = self.least.val();
            }
        }
        self.receiver.edges.next = self.edges.q.val();
        self.transmitter.edges.next = self.edges.q.val();

        // From the computer.
        self.receiver.pin.next = self.rx.val();
        self.store.next = self.receiver.good.val() & !self.received.level.val().get_bit(11);
        self.arrived.d.next = self.store.val();
        self.any.next = self.received.level.val().any();
        self.take.next =
            self.io_load.val() & (self.io_address.val() == self.at_data.val()) & self.any.val();
        self.rx_fifo.data.next = self.receiver.data.val();
        self.rx_fifo.store.next = self.store.val();
        self.rx_fifo.commit.next = self.arrived.q.val();
        self.rx_fifo.take.next = self.take.val();
        self.received.up.next = self.arrived.q.val();
        self.received.down.next = self.take.val();
        self.rx_event.next = self.any.val();

        // To the computer.
        self.put.next = self.io_write.val()
            & (self.io_address.val() == self.at_data.val())
            & self.free.level.val().any();
        self.tx_empty.next = self.free.level.val().get_bit(9);
        self.tx_fifo.data.next = self.io_data.val().get_bits::<8>(0);
        self.tx_fifo.store.next = self.put.val();
        self.tx_fifo.commit.next = self.put.val();
        self.tx_fifo.take.next = self.transmitter.take.val();
        self.free.up.next = self.transmitter.take.val();
        self.free.down.next = self.put.val();
        self.transmitter.waiting.next = !self.tx_empty.val();
        self.transmitter.data.next = self.tx_fifo.head.val();
        self.tx_event.next = self.tx_empty.val()
            | (self.free.level.val().get_bit(8) & self.free.level.val().get_bit(7));
        self.tx.next = self.transmitter.line.val();

        // Flags: what sets one goes before what clears it.
        self.cleared.next = self.no_flags.val();
        if self.io_write.val() & (self.io_address.val() == self.at_status.val()) {
            self.cleared.next = self.io_data.val().get_bits::<3>(29);
        }
        self.overrun.d.next = (self.overrun.q.val() & !self.cleared.val().get_bit(0))
            | (self.receiver.good.val() & self.received.level.val().get_bit(11));
        self.framing.d.next =
            (self.framing.q.val() & !self.cleared.val().get_bit(1)) | self.receiver.framing.val();
        self.broken.d.next =
            (self.broken.q.val() & !self.cleared.val().get_bit(2)) | self.receiver.broken.val();

        self.idle.next = (self.transmitter.idle.val() & self.tx_empty.val()).into();
        self.flags.next = self
            .no_flags
            .val()
            .replace_bit(0, self.overrun.q.val())
            .replace_bit(1, self.framing.q.val())
            .replace_bit(2, self.broken.q.val());
        self.io_read.next = 0.into();
        if self.io_address.val() == self.at_bit.val() {
            self.io_read.next = bit_cast::<32, 16>(self.edges.q.val());
        }
        if (self.io_address.val() == self.at_data.val()) & self.any.val() {
            self.io_read.next = self.valid.val() | bit_cast::<32, 8>(self.rx_fifo.head.val());
        }
        if self.io_address.val() == self.at_status.val() {
            self.io_read.next = bit_cast::<32, RX_LEVEL_BITS>(self.received.level.val())
                | (bit_cast::<32, TX_LEVEL_BITS>(self.free.level.val()) << 16)
                | (bit_cast::<32, 1>(self.idle.val()) << 28)
                | (bit_cast::<32, 3>(self.flags.val()) << 29);
        }

        if self.reset.val() {
            self.edges.d.next = self.bit_after_reset.val();
            self.arrived.d.next = false;
            self.overrun.d.next = false;
            self.framing.d.next = false;
            self.broken.d.next = false;
        }
    }
}
