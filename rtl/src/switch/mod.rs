//! Joins and parts the segments: host with bus by a repeater, bus with port by the board's gate.
//!
//! ```text
//!                       +--------+
//!   io_* (SWITCH) ----->|        |--> host_scl_low, host_sda_low, bus_scl_low, bus_sda_low
//!   lines, *_busy ----->| Switch |--> port_en
//!   present, -------->  |        |--> host_owns_bus
//!   engine_uses_bus     +--------+--> io_read (SWITCH, SWITCH_STATUS)
//! ```
//!
//! A connection is asked for in `SWITCH` and made at the first edge at which both its segments are
//! free: tracker not busy, both lines high, the engine elsewhere, the other connection out of the
//! way. It is parted at once when it is no longer asked for. The cable's PRESENT going away parts
//! the port and takes the request back, so that a cable plugged in again is never joined unasked.
//!
//! Host and port are never joined with the bus at one time: each waits for the other's end.
//!
//! ```text
//!   SWITCH.HOST & free --> [host] --joined--> Repeater SCL, Repeater SDA
//!   SWITCH.PORT & free & PRESENT & !host ---> [port] ---> port_en
//! ```

pub mod repeater;

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{offset, switch, switch_status as status};

pub use repeater::Repeater;

// Bit places in `update` can only be literals.
const _: () = assert!(switch::HOST == 1 << 0 && switch::PORT == 1 << 1);
const _: () = assert!(status::HOST == 1 << 0 && status::PORT == 1 << 1);
const _: () = assert!(switch::SPI_HOST == 1 << 8 && switch::SPI_ENGINE == 1 << 9);
const _: () = assert!(switch::SPI_PORT == 1 << 10 && switch::MASK == 0x703);
const _: () = assert!(status::SPI_SHIFT == 16 && status::SPI_MASK == 7);
const _: () = assert!(status::SPI_HOST_CSN == 1 << 20);
const _: () = assert!(status::HOST_BUSY == 1 << 4 && status::BUS_BUSY == 1 << 5);
const _: () = assert!(status::PORT_BUSY == 1 << 6 && status::HOST_SCL == 1 << 8);
const _: () = assert!(status::BUS_SCL == 1 << 10 && status::PORT_SCL == 1 << 12);

/// The two connections and their registers.
#[derive(Clone, LogicBlock)]
pub struct Switch {
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
    /// Filtered levels: host SCL, host SDA, bus SCL, bus SDA, port SCL, port SDA from bit 0 up.
    pub lines: Signal<In, Bits<6>>,
    /// Tracker of the host segment.
    pub host_busy: Signal<In, Bit>,
    /// Tracker of the memory segment.
    pub bus_busy: Signal<In, Bit>,
    /// Tracker of the port.
    pub port_busy: Signal<In, Bit>,
    /// Filtered, not debounced.
    pub present: Signal<In, Bit>,
    /// The engine is busy with the memory segment.
    pub engine_uses_bus: Signal<In, Bit>,
    /// What the point-to-point switch has joined, an `SpiJoin`.
    pub spi_joined: Signal<In, Bits<3>>,
    /// Filtered level of the host's SPI chip select.
    pub spi_host_csn: Signal<In, Bit>,
    /// The register at `io_address`, 0 when it is not here.
    pub io_read: Signal<Out, Bits<32>>,
    /// Host and bus are joined, or are asked to be: the engine must keep off.
    pub host_owns_bus: Signal<Out, Bit>,
    /// Bus and port are one segment.
    pub port_en: Signal<Out, Bit>,
    /// `SWITCH.SPI_HOST`.
    pub spi_host: Signal<Out, Bit>,
    /// `SWITCH.SPI_ENGINE`.
    pub spi_engine: Signal<Out, Bit>,
    /// `SWITCH.SPI_PORT`.
    pub spi_port: Signal<Out, Bit>,
    /// Pull the host's SCL low.
    pub host_scl_low: Signal<Out, Bit>,
    /// Pull the host's SDA low.
    pub host_sda_low: Signal<Out, Bit>,
    /// Pull the memory's SCL low.
    pub bus_scl_low: Signal<Out, Bit>,
    /// Pull the memory's SDA low.
    pub bus_sda_low: Signal<Out, Bit>,

    /// `SWITCH.HOST`.
    ask_host: DFF<Bit>,
    /// `SWITCH.PORT`.
    ask_port: DFF<Bit>,
    ask_spi_host: DFF<Bit>,
    ask_spi_engine: DFF<Bit>,
    ask_spi_port: DFF<Bit>,
    host: DFF<Bit>,
    port: DFF<Bit>,
    /// Of SCL, of SDA.
    repeaters: [Repeater; 2],
    host_free: Signal<Local, Bit>,
    bus_free: Signal<Local, Bit>,
    port_free: Signal<Local, Bit>,
    /// The host connection after this edge.
    joined: Signal<Local, Bit>,
    high: Constant<Bits<2>>,
    none: Constant<Bits<32>>,
    at_switch: Constant<Bits<8>>,
    at_status: Constant<Bits<8>>,
}

impl Default for Switch {
    fn default() -> Self {
        Switch {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            lines: Default::default(),
            host_busy: Default::default(),
            bus_busy: Default::default(),
            port_busy: Default::default(),
            present: Default::default(),
            engine_uses_bus: Default::default(),
            spi_joined: Default::default(),
            spi_host_csn: Default::default(),
            io_read: Default::default(),
            host_owns_bus: Default::default(),
            port_en: Default::default(),
            spi_host: Default::default(),
            spi_engine: Default::default(),
            spi_port: Default::default(),
            host_scl_low: Default::default(),
            host_sda_low: Default::default(),
            bus_scl_low: Default::default(),
            bus_sda_low: Default::default(),
            ask_host: Default::default(),
            ask_port: Default::default(),
            ask_spi_host: Default::default(),
            ask_spi_engine: Default::default(),
            ask_spi_port: Default::default(),
            host: Default::default(),
            port: Default::default(),
            repeaters: Default::default(),
            host_free: Default::default(),
            bus_free: Default::default(),
            port_free: Default::default(),
            joined: Default::default(),
            high: Constant::new(0b11u64.into()),
            none: Constant::new(0u64.into()),
            at_switch: Constant::new(u64::from(offset::SWITCH).into()),
            at_status: Constant::new(u64::from(offset::SWITCH_STATUS).into()),
        }
    }
}

impl Logic for Switch {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            ask_host,
            ask_port,
            ask_spi_host,
            ask_spi_engine,
            ask_spi_port,
            host,
            port
        );

        self.host_free.next =
            !self.host_busy.val() & (self.lines.val().get_bits::<2>(0) == self.high.val());
        self.bus_free.next = !self.bus_busy.val()
            & (self.lines.val().get_bits::<2>(2) == self.high.val())
            & !self.engine_uses_bus.val();
        self.port_free.next =
            !self.port_busy.val() & (self.lines.val().get_bits::<2>(4) == self.high.val());

        self.joined.next = self.ask_host.q.val()
            & (self.host.q.val()
                | (self.bus_free.val() & self.host_free.val() & !self.port.q.val()));
        self.host.d.next = self.joined.val();
        self.port.d.next = self.ask_port.q.val()
            & self.present.val()
            & (self.port.q.val()
                | (self.bus_free.val()
                    & self.port_free.val()
                    & !self.host.q.val()
                    & !self.ask_host.q.val()));

        if !self.present.val() {
            self.ask_port.d.next = false;
            self.ask_spi_port.d.next = false;
        }
        if self.io_write.val() & (self.io_address.val() == self.at_switch.val()) {
            self.ask_host.d.next = self.io_data.val().get_bit(0);
            self.ask_port.d.next = self.io_data.val().get_bit(1);
            self.ask_spi_host.d.next = self.io_data.val().get_bit(8);
            self.ask_spi_engine.d.next = self.io_data.val().get_bit(9);
            self.ask_spi_port.d.next = self.io_data.val().get_bit(10);
        }

        for i in 0..2 {
            self.repeaters[i].clock.next = self.clock.val();
            self.repeaters[i].joined.next = self.joined.val() & !self.reset.val();
            self.repeaters[i].host.next = self.lines.val().get_bit(i);
        }
        self.repeaters[0].bus.next = self.lines.val().get_bit(2);
        self.repeaters[1].bus.next = self.lines.val().get_bit(3);
        self.host_scl_low.next = self.repeaters[0].host_low.val();
        self.bus_scl_low.next = self.repeaters[0].bus_low.val();
        self.host_sda_low.next = self.repeaters[1].host_low.val();
        self.bus_sda_low.next = self.repeaters[1].bus_low.val();
        self.host_owns_bus.next = self.host.q.val() | self.ask_host.q.val();
        self.port_en.next = self.port.q.val();
        self.spi_host.next = self.ask_spi_host.q.val();
        self.spi_engine.next = self.ask_spi_engine.q.val();
        self.spi_port.next = self.ask_spi_port.q.val();

        self.io_read.next = 0.into();
        if self.io_address.val() == self.at_switch.val() {
            self.io_read.next = self
                .none
                .val()
                .replace_bit(0, self.ask_host.q.val())
                .replace_bit(1, self.ask_port.q.val())
                .replace_bit(8, self.ask_spi_host.q.val())
                .replace_bit(9, self.ask_spi_engine.q.val())
                .replace_bit(10, self.ask_spi_port.q.val());
        }
        if self.io_address.val() == self.at_status.val() {
            self.io_read.next = ((bit_cast::<32, 6>(self.lines.val()) << 8)
                | (bit_cast::<32, 3>(self.spi_joined.val()) << 16))
                .replace_bit(0, self.host.q.val())
                .replace_bit(1, self.port.q.val())
                .replace_bit(4, self.host_busy.val())
                .replace_bit(5, self.bus_busy.val())
                .replace_bit(6, self.port_busy.val())
                .replace_bit(20, self.spi_host_csn.val());
        }

        if self.reset.val() {
            self.ask_host.d.next = false;
            self.ask_port.d.next = false;
            self.ask_spi_host.d.next = false;
            self.ask_spi_engine.d.next = false;
            self.ask_spi_port.d.next = false;
            self.host.d.next = false;
            self.port.d.next = false;
        }
    }
}
