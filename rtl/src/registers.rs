//! The registers that belong to no block, and the way of all registers to the MCU.
//!
//! ```text
//!                     +-----------+
//!   io_* ------------>|           |--> read_data (one edge after io_address)
//!   *_read ---------->|           |--> wake
//!   *_event, *_done -->| Registers |--> outputs (OUT)
//!   clock_hz -------->|           |--> idle_time (IDLE_TIME)
//!   by_watchdog ----->|           |
//!                     +-----------+
//! ```
//!
//! Each block gives its register at `io_address`, or 0; they are joined by OR and taken at every
//! edge, so that the MCU finds at its 5th edge what stood before its 4th.
//!
//! ```text
//!   switch_read --+
//!   sense_read ---+
//!   timer_read --(or)--> [read] --> read_data
//!   i2c_read -----+
//!   spi_read -----+
//!   uart_read ----+
//!   own ----------+          IRQ_PENDING & [IRQ_ENABLE] != 0 --> wake
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{after_reset, irq, offset, out, reset_cause};

/// Bits of `OUT`.
pub const OUT_BITS: usize = 5;
/// Bits of `IRQ_ENABLE`.
pub const IRQ_BITS: usize = 6;

// Bit places in `update` can only be literals.
const _: () = assert!(irq::I2C == 1 << 0 && irq::TIMER == 1 << 1 && irq::SENSE == 1 << 2);
const _: () = assert!(irq::SPI == 1 << 3 && irq::UART_RX == 1 << 4);
const _: () = assert!(irq::UART_TX == 1 << (IRQ_BITS - 1));
const _: () = assert!(reset_cause::POWER == 1 << 0 && reset_cause::WATCHDOG == 1 << 1);
const _: () = assert!(out::LED_FAULT == 1 << (OUT_BITS - 1));

/// Read multiplexer, `OUT`, `IRQ_ENABLE`, `IRQ_PENDING`, `IDLE_TIME`, `CLOCK_HZ`, `RESET_CAUSE`.
#[derive(Clone, LogicBlock)]
pub struct Registers {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A register store happens at this edge.
    pub io_write: Signal<In, Bit>,
    /// Byte offset of the register.
    pub io_address: Signal<In, Bits<8>>,
    /// What is stored.
    pub io_data: Signal<In, Bits<32>>,
    /// What the build says about the clock, in Hz.
    pub clock_hz: Signal<In, Bits<32>>,
    /// The last reset was the watchdog's.
    pub by_watchdog: Signal<In, Bit>,
    /// `I2C_STATUS.DONE`.
    pub i2c_done: Signal<In, Bit>,
    /// `SPI_STATUS.DONE`.
    pub spi_done: Signal<In, Bit>,
    /// `TIMER_COMPARE` is reached.
    pub timer_event: Signal<In, Bit>,
    /// A bit of `SENSE_CHANGED` is set.
    pub sense_event: Signal<In, Bit>,
    /// The UART's receive FIFO holds a byte.
    pub uart_rx_event: Signal<In, Bit>,
    /// Its transmit FIFO has room.
    pub uart_tx_event: Signal<In, Bit>,
    /// The switch's register at `io_address`, or 0.
    pub switch_read: Signal<In, Bits<32>>,
    /// The same of the debounced inputs.
    pub sense_read: Signal<In, Bits<32>>,
    /// The same of the timer.
    pub timer_read: Signal<In, Bits<32>>,
    /// The same of the I2C unit.
    pub i2c_read: Signal<In, Bits<32>>,
    /// The same of the SPI unit.
    pub spi_read: Signal<In, Bits<32>>,
    /// The same of the UART.
    pub uart_read: Signal<In, Bits<32>>,
    /// The register that `io_address` named before the last edge.
    pub read_data: Signal<Out, Bits<32>>,
    /// An enabled event stands.
    pub wake: Signal<Out, Bit>,
    /// `OUT`.
    pub outputs: Signal<Out, Bits<OUT_BITS>>,
    /// `IDLE_TIME`.
    pub idle_time: Signal<Out, Bits<16>>,

    irq_enable: DFF<Bits<IRQ_BITS>>,
    out_register: DFF<Bits<OUT_BITS>>,
    idle: DFF<Bits<16>>,
    read: DFF<Bits<32>>,
    pending: Signal<Local, Bits<IRQ_BITS>>,
    enabled: Signal<Local, Bits<IRQ_BITS>>,
    cause: Signal<Local, Bits<2>>,
    own: Signal<Local, Bits<32>>,
    no_event: Constant<Bits<IRQ_BITS>>,
    by_power: Constant<Bits<2>>,
    by_watch: Constant<Bits<2>>,
    idle_after_reset: Constant<Bits<16>>,
    at_clock_hz: Constant<Bits<8>>,
    at_reset_cause: Constant<Bits<8>>,
    at_irq_enable: Constant<Bits<8>>,
    at_irq_pending: Constant<Bits<8>>,
    at_out: Constant<Bits<8>>,
    at_idle_time: Constant<Bits<8>>,
}

impl Default for Registers {
    fn default() -> Self {
        Registers {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            clock_hz: Default::default(),
            by_watchdog: Default::default(),
            i2c_done: Default::default(),
            spi_done: Default::default(),
            timer_event: Default::default(),
            sense_event: Default::default(),
            uart_rx_event: Default::default(),
            uart_tx_event: Default::default(),
            switch_read: Default::default(),
            sense_read: Default::default(),
            timer_read: Default::default(),
            i2c_read: Default::default(),
            spi_read: Default::default(),
            uart_read: Default::default(),
            read_data: Default::default(),
            wake: Default::default(),
            outputs: Default::default(),
            idle_time: Default::default(),
            irq_enable: Default::default(),
            out_register: Default::default(),
            idle: Default::default(),
            read: Default::default(),
            pending: Default::default(),
            enabled: Default::default(),
            cause: Default::default(),
            own: Default::default(),
            no_event: Constant::new(0u64.into()),
            by_power: Constant::new(u64::from(reset_cause::POWER).into()),
            by_watch: Constant::new(u64::from(reset_cause::WATCHDOG).into()),
            idle_after_reset: Constant::new(u64::from(after_reset::IDLE_TIME).into()),
            at_clock_hz: Constant::new(u64::from(offset::CLOCK_HZ).into()),
            at_reset_cause: Constant::new(u64::from(offset::RESET_CAUSE).into()),
            at_irq_enable: Constant::new(u64::from(offset::IRQ_ENABLE).into()),
            at_irq_pending: Constant::new(u64::from(offset::IRQ_PENDING).into()),
            at_out: Constant::new(u64::from(offset::OUT).into()),
            at_idle_time: Constant::new(u64::from(offset::IDLE_TIME).into()),
        }
    }
}

impl Logic for Registers {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, irq_enable, out_register, idle, read);
        if self.io_write.val() & (self.io_address.val() == self.at_irq_enable.val()) {
            self.irq_enable.d.next = self.io_data.val().get_bits::<IRQ_BITS>(0);
        }
        if self.io_write.val() & (self.io_address.val() == self.at_out.val()) {
            self.out_register.d.next = self.io_data.val().get_bits::<OUT_BITS>(0);
        }
        if self.io_write.val() & (self.io_address.val() == self.at_idle_time.val()) {
            self.idle.d.next = self.io_data.val().get_bits::<16>(0);
        }
        self.outputs.next = self.out_register.q.val();
        self.idle_time.next = self.idle.q.val();

        self.pending.next = self
            .no_event
            .val()
            .replace_bit(0, self.i2c_done.val())
            .replace_bit(1, self.timer_event.val())
            .replace_bit(2, self.sense_event.val())
            .replace_bit(3, self.spi_done.val())
            .replace_bit(4, self.uart_rx_event.val())
            .replace_bit(5, self.uart_tx_event.val());
        self.enabled.next = self.pending.val() & self.irq_enable.q.val();
        self.wake.next = self.enabled.val().any();
        self.cause.next = self.by_power.val();
        if self.by_watchdog.val() {
            self.cause.next = self.by_watch.val();
        }

        self.own.next = 0.into();
        if self.io_address.val() == self.at_clock_hz.val() {
            self.own.next = self.clock_hz.val();
        }
        if self.io_address.val() == self.at_reset_cause.val() {
            self.own.next = bit_cast::<32, 2>(self.cause.val());
        }
        if self.io_address.val() == self.at_irq_enable.val() {
            self.own.next = bit_cast::<32, IRQ_BITS>(self.irq_enable.q.val());
        }
        if self.io_address.val() == self.at_irq_pending.val() {
            self.own.next = bit_cast::<32, IRQ_BITS>(self.pending.val());
        }
        if self.io_address.val() == self.at_out.val() {
            self.own.next = bit_cast::<32, OUT_BITS>(self.out_register.q.val());
        }
        if self.io_address.val() == self.at_idle_time.val() {
            self.own.next = bit_cast::<32, 16>(self.idle.q.val());
        }
        self.read.d.next = self.own.val()
            | self.switch_read.val()
            | self.sense_read.val()
            | self.timer_read.val()
            | self.i2c_read.val()
            | self.spi_read.val()
            | self.uart_read.val();
        self.read_data.next = self.read.q.val();

        if self.reset.val() {
            self.irq_enable.d.next = 0.into();
            self.out_register.d.next = 0.into();
            self.idle.d.next = self.idle_after_reset.val();
        }
    }
}
