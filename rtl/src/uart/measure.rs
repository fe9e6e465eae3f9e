//! Receiver and transmitter alone, to be measured against UARTs that have no FIFO either.
//!
//! ```text
//!                     +------------+
//!   rx, bit --------->|            |--> byte, good, framing, broken
//!   waiting, data --->| UartEngine |--> take, idle, tx
//!                     +------------+
//! ```
//!
//! Nothing in the controller uses this. It is what the README quotes look-up tables and clock rates
//! of.
//!
//! ```text
//!   rx --> Receiver        waiting, data --> Transmitter --> tx
//! ```

use super::receiver::Receiver;
use super::transmitter::Transmitter;
use rust_hdl_core::prelude::*;

/// A [`Receiver`] and a [`Transmitter`] with one rate. Ports that are not described are theirs.
#[derive(LogicBlock, Default)]
pub struct UartEngine {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// See [`Receiver::reset`].
    pub reset: Signal<In, Bit>,
    /// See [`Receiver::edges`].
    pub edges: Signal<In, Bits<16>>,
    /// See [`Receiver::pin`].
    pub rx: Signal<In, Bit>,
    /// See [`Receiver::data`].
    pub received: Signal<Out, Bits<8>>,
    /// See [`Receiver::good`].
    pub good: Signal<Out, Bit>,
    /// See [`Receiver::framing`].
    pub framing: Signal<Out, Bit>,
    /// See [`Receiver::broken`].
    pub broken: Signal<Out, Bit>,
    /// See [`Transmitter::waiting`].
    pub waiting: Signal<In, Bit>,
    /// See [`Transmitter::data`].
    pub data: Signal<In, Bits<8>>,
    /// See [`Transmitter::take`].
    pub take: Signal<Out, Bit>,
    /// See [`Transmitter::idle`].
    pub idle: Signal<Out, Bit>,
    /// See [`Transmitter::line`].
    pub tx: Signal<Out, Bit>,
    receiver: Receiver,
    transmitter: Transmitter,
}

impl Logic for UartEngine {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, receiver, transmitter);
        self.receiver.reset.next = self.reset.val();
        self.receiver.edges.next = self.edges.val();
        self.receiver.pin.next = self.rx.val();
        self.received.next = self.receiver.data.val();
        self.good.next = self.receiver.good.val();
        self.framing.next = self.receiver.framing.val();
        self.broken.next = self.receiver.broken.val();
        self.transmitter.reset.next = self.reset.val();
        self.transmitter.edges.next = self.edges.val();
        self.transmitter.waiting.next = self.waiting.val();
        self.transmitter.data.next = self.data.val();
        self.take.next = self.transmitter.take.val();
        self.idle.next = self.transmitter.idle.val();
        self.tx.next = self.transmitter.line.val();
    }
}
