//! The backup controller: everything between the pins.
//!
//! ```text
//!                +------------+
//!   vcc_ok ----->|            |--> pull (open-drain lines)
//!   lines  ----->|            |--> out  (strap, host_reset_n, port_en, LEDs)
//!   sensed ----->| Controller |--> spi  (SCK, CSn, IO0, drives, enables)
//!   spi_io ----->|            |
//!   host_csn --->|            |--> trace_* (simulation only)
//!   uart_rx ---->|            |--> uart_tx
//!   clock_hz --->|            |
//!                +------------+
//! ```
//!
//! Lines are open drain and in pairs: `lines` is what the pins read, `pull` says which of them are
//! pulled low. Drivers and pull-ups are the board's. All outputs are 0 as soon as `vcc_ok` is,
//! with no clock needed.
//!
//! The MCU's addresses select a memory by their four upper bits; it has checked them itself before
//! it puts them out. A reset and a store at one edge: the store is lost, as with everything else.
//!
//! ```text
//!                     +-----+      Rom
//!                     | Mcu |<-----+
//!                     +-----+
//!      bus_address, data | ^ bus_read
//!        +---------+-----+-+------------------------------+
//!       Ram   TransferBuffer             io: Registers <-- Timer, Sense, Switch, I2c, Spi, Uart
//!                  |___________________________________________________________|____|
//!   lines --> LineFilter x 8 --> Tracker x 4 --> Switch, I2c --> pull
//!   sensed -> LineFilter x 4 -------------> Sense, Switch, SpiSwitch, Spi
//!   host_csn -> LineFilter ---------------> SpiSwitch, Switch (status only)
//!   spi_io -------------------------------> Spi <-> SpiSwitch -> spi, strap
//!   uart_rx ------------------------------> Uart -> uart_tx
//!   vcc_ok -> PowerOnReset --> reset of all the others
//! ```

use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::{BUFFER_BASE, IO_BASE, RAM_BASE, ROM_BASE, out, sense};

use crate::i2c::I2c;
use crate::line::{LineFilter, Tracker};
use crate::mcu::Mcu;
use crate::memory::{Ram, Rom, TransferBuffer};
use crate::registers::Registers;
use crate::reset::PowerOnReset;
use crate::sense::Sense;
use crate::spi::{Spi, SpiSwitch};
use crate::switch::Switch;
use crate::timer::Timer;
use crate::uart::Uart;

/// Number of I2C lines: host, bus, port and journal, SCL before SDA.
pub const LINES: usize = 8;
/// Number of segments.
pub const SEGMENTS: usize = LINES / 2;
/// Number of sensed inputs.
pub const SENSED: usize = sense::COUNT as usize;
/// Number of outputs that are driven both ways.
pub const OUTPUTS: usize = 6;
/// Number of outputs of the point-to-point bus.
pub const SPI_OUTPUTS: usize = 8;
/// Input pins with a filter: lines, sensed inputs, the host's chip select.
const FILTERS: usize = LINES + SENSED + 1;

// Bit places in `update` can only be literals.
const _: () = assert!(ROM_BASE == 0 && RAM_BASE == 1 << 28);
const _: () = assert!(BUFFER_BASE == 1 << 29 && IO_BASE == 1 << 30);
const _: () = assert!(out::HOST_RUN == 1 << 0 && out::OFFER == 1 << 1);
const _: () = assert!(out::LED_BUSY == 1 << 2 && out::LED_OK == 1 << 3);
const _: () = assert!(out::LED_FAULT == 1 << 4 && sense::PRESENT == 1 << 0);

/// The whole controller, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct Controller {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// The supply is good; asynchronous.
    pub vcc_ok: Signal<In, Bit>,
    /// Frequency of `clock` in Hz, for the firmware to read.
    pub clock_hz: Signal<In, Bits<32>>,
    /// Levels of host SCL, host SDA, bus SCL, bus SDA, port SCL, port SDA, journal SCL, journal
    /// SDA from bit 0 up; asynchronous.
    pub lines: Signal<In, Bits<LINES>>,
    /// Levels of PRESENT, PEER_VCC, the source's and the destination's button; asynchronous.
    pub sensed: Signal<In, Bits<SENSED>>,
    /// Levels of IO0 to IO3 on the processor segment of the point-to-point bus.
    pub spi_io: Signal<In, Bits<4>>,
    /// Chip select on its host segment; asynchronous.
    pub host_csn: Signal<In, Bit>,
    /// The serial line from the computer; asynchronous.
    pub uart_rx: Signal<In, Bit>,
    /// 1 pulls the line of that bit of `lines` low.
    pub pull: Signal<Out, Bits<LINES>>,
    /// Strap, host_reset_n, port_en, LEDs busy, ok and fault from bit 0 up.
    pub out: Signal<Out, Bits<OUTPUTS>>,
    /// SCK, CSn, level of IO0, drive SCK and CSn, drive IO0, enables 0 and 1, host enable from
    /// bit 0 up.
    pub spi: Signal<Out, Bits<SPI_OUTPUTS>>,
    /// The serial line to the computer.
    pub uart_tx: Signal<Out, Bit>,
    /// An instruction ends at this edge.
    pub trace_retire: Signal<Out, Bit>,
    /// Where that instruction came from.
    pub trace_pc: Signal<Out, Bits<32>>,
    /// That instruction.
    pub trace_instruction: Signal<Out, Bits<32>>,
    /// What its destination register gets; 0 when it has none.
    pub trace_value: Signal<Out, Bits<32>>,
    /// The watchdog resets at this edge.
    pub trace_watchdog: Signal<Out, Bit>,
    /// Reset is asserted at this edge.
    pub trace_reset: Signal<Out, Bit>,
    /// Bytes of a RAM word that are written at this edge.
    pub trace_store: Signal<Out, Bits<4>>,
    /// Index of that word.
    pub trace_store_address: Signal<Out, Bits<11>>,

    /// The instruction memory; a simulation loads the firmware here.
    pub rom: Rom,
    /// The data memory.
    pub ram: Ram,
    /// The transfer buffer.
    pub buffer: TransferBuffer,
    /// The MCU.
    pub mcu: Mcu,
    power: PowerOnReset,
    /// Of `lines`, then of `sensed`, then of `host_csn`.
    filters: [LineFilter; FILTERS],
    trackers: [Tracker; SEGMENTS],
    switches: Switch,
    senses: Sense,
    timer: Timer,
    i2c: I2c,
    spi_switch: SpiSwitch,
    spi_unit: Spi,
    uart: Uart,
    registers: Registers,

    in_reset: Signal<Local, Bit>,
    levels: Signal<Local, Bits<LINES>>,
    sense_levels: Signal<Local, Bits<SENSED>>,
    /// What a store writes at this edge, whatever it is that it writes to.
    store: Signal<Local, Bits<4>>,
    ram_store: Signal<Local, Bits<4>>,
    io_write: Signal<Local, Bit>,
    io_load: Signal<Local, Bit>,
    io_address: Signal<Local, Bits<8>>,
    bus_scl_low: Signal<Local, Bit>,
    bus_sda_low: Signal<Local, Bit>,
    no_line: Constant<Bits<LINES>>,
    no_sense: Constant<Bits<SENSED>>,
    no_output: Constant<Bits<OUTPUTS>>,
    no_spi: Constant<Bits<SPI_OUTPUTS>>,
}

impl Default for Controller {
    fn default() -> Self {
        Controller {
            clock: Default::default(),
            vcc_ok: Default::default(),
            clock_hz: Default::default(),
            lines: Default::default(),
            sensed: Default::default(),
            spi_io: Default::default(),
            host_csn: Default::default(),
            uart_rx: Default::default(),
            pull: Default::default(),
            out: Default::default(),
            spi: Default::default(),
            uart_tx: Default::default(),
            trace_retire: Default::default(),
            trace_pc: Default::default(),
            trace_instruction: Default::default(),
            trace_value: Default::default(),
            trace_watchdog: Default::default(),
            trace_reset: Default::default(),
            trace_store: Default::default(),
            trace_store_address: Default::default(),
            rom: Default::default(),
            ram: Default::default(),
            buffer: Default::default(),
            mcu: Default::default(),
            power: Default::default(),
            filters: Default::default(),
            trackers: Default::default(),
            switches: Default::default(),
            senses: Default::default(),
            timer: Default::default(),
            i2c: Default::default(),
            spi_switch: Default::default(),
            spi_unit: Default::default(),
            uart: Default::default(),
            registers: Default::default(),
            in_reset: Default::default(),
            levels: Default::default(),
            sense_levels: Default::default(),
            store: Default::default(),
            ram_store: Default::default(),
            io_write: Default::default(),
            io_load: Default::default(),
            io_address: Default::default(),
            bus_scl_low: Default::default(),
            bus_sda_low: Default::default(),
            no_line: Constant::new(0u64.into()),
            no_sense: Constant::new(0u64.into()),
            no_output: Constant::new(0u64.into()),
            no_spi: Constant::new(0u64.into()),
        }
    }
}

impl Logic for Controller {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self, clock, rom, ram, buffer, mcu, power, switches, senses, timer, i2c, spi_switch,
            spi_unit, uart, registers
        );
        // Reset
        self.power.vcc_ok.next = self.vcc_ok.val();
        self.power.watchdog.next = self.timer.watchdog.val();
        self.in_reset.next = self.power.reset.val();
        self.mcu.reset.next = self.in_reset.val();
        self.switches.reset.next = self.in_reset.val();
        self.senses.reset.next = self.in_reset.val();
        self.timer.reset.next = self.in_reset.val();
        self.i2c.reset.next = self.in_reset.val();
        self.spi_switch.reset.next = self.in_reset.val();
        self.spi_unit.reset.next = self.in_reset.val();
        self.uart.reset.next = self.in_reset.val();
        self.registers.reset.next = self.in_reset.val();

        // Pins to levels
        for i in 0..13 {
            self.filters[i].clock.next = self.clock.val();
            self.filters[i].reset.next = self.in_reset.val();
        }
        for i in 0..8 {
            self.filters[i].pin.next = self.lines.val().get_bit(i);
        }
        self.filters[8].pin.next = self.sensed.val().get_bit(0);
        self.filters[9].pin.next = self.sensed.val().get_bit(1);
        self.filters[10].pin.next = self.sensed.val().get_bit(2);
        self.filters[11].pin.next = self.sensed.val().get_bit(3);
        self.filters[12].pin.next = self.host_csn.val();
        for i in 0..4 {
            self.trackers[i].clock.next = self.clock.val();
            self.trackers[i].reset.next = self.in_reset.val();
            self.trackers[i].idle_time.next = self.registers.idle_time.val();
        }
        self.trackers[0].scl.next = self.filters[0].level.val();
        self.trackers[0].sda.next = self.filters[1].level.val();
        self.trackers[1].scl.next = self.filters[2].level.val();
        self.trackers[1].sda.next = self.filters[3].level.val();
        self.trackers[2].scl.next = self.filters[4].level.val();
        self.trackers[2].sda.next = self.filters[5].level.val();
        self.trackers[3].scl.next = self.filters[6].level.val();
        self.trackers[3].sda.next = self.filters[7].level.val();
        self.levels.next = self
            .no_line
            .val()
            .replace_bit(0, self.filters[0].level.val())
            .replace_bit(1, self.filters[1].level.val())
            .replace_bit(2, self.filters[2].level.val())
            .replace_bit(3, self.filters[3].level.val())
            .replace_bit(4, self.filters[4].level.val())
            .replace_bit(5, self.filters[5].level.val())
            .replace_bit(6, self.filters[6].level.val())
            .replace_bit(7, self.filters[7].level.val());
        self.sense_levels.next = self
            .no_sense
            .val()
            .replace_bit(0, self.filters[8].level.val())
            .replace_bit(1, self.filters[9].level.val())
            .replace_bit(2, self.filters[10].level.val())
            .replace_bit(3, self.filters[11].level.val());

        // MCU and memories
        self.rom.address.next = self.mcu.rom_address.val();
        self.mcu.rom_data.next = self.rom.data.val();
        self.mcu.wake.next = self.registers.wake.val();
        self.mcu.cycle.next = self.timer.cycle.val();
        self.mcu.cycle_high.next = self.timer.cycle_high.val();
        self.store.next = self.mcu.bus_write_mask.val();
        if self.in_reset.val() {
            self.store.next = 0.into();
        }
        self.ram_store.next = 0.into();
        if self.mcu.bus_address.val().get_bit(28) {
            self.ram_store.next = self.store.val();
        }
        self.ram.address.next = self.mcu.bus_address.val().get_bits::<11>(2);
        self.ram.write_data.next = self.mcu.bus_write_data.val();
        self.ram.write_mask.next = self.ram_store.val();
        self.buffer.address.next = self.mcu.bus_address.val().get_bits::<10>(2);
        self.buffer.write_data.next = self.mcu.bus_write_data.val();
        self.buffer.write_mask.next = 0.into();
        if self.mcu.bus_address.val().get_bit(29) {
            self.buffer.write_mask.next = self.store.val();
        }
        self.io_write.next = self.mcu.bus_address.val().get_bit(30) & self.store.val().any();
        // The MCU raises neither of the two in reset, nor for an access that traps.
        self.io_load.next = self.mcu.bus_address.val().get_bit(30)
            & self.mcu.bus_access.val()
            & !self.mcu.bus_write_mask.val().any();
        self.io_address.next = self.mcu.bus_address.val().get_bits::<8>(0);
        self.mcu.bus_read.next = self.registers.read_data.val();
        if self.mcu.bus_address.val().get_bit(28) {
            self.mcu.bus_read.next = self.ram.read_data.val();
        }
        if self.mcu.bus_address.val().get_bit(29) {
            self.mcu.bus_read.next = self.buffer.read_data.val();
        }

        // Registers
        self.registers.io_write.next = self.io_write.val();
        self.registers.io_address.next = self.io_address.val();
        self.registers.io_data.next = self.mcu.bus_write_data.val();
        self.registers.clock_hz.next = self.clock_hz.val();
        self.registers.by_watchdog.next = self.power.by_watchdog.val();
        self.registers.i2c_done.next = self.i2c.done.val();
        self.registers.spi_done.next = self.spi_unit.done.val();
        self.registers.uart_rx_event.next = self.uart.rx_event.val();
        self.registers.uart_tx_event.next = self.uart.tx_event.val();
        self.registers.timer_event.next = self.timer.timer_event.val();
        self.registers.sense_event.next = self.senses.sense_event.val();
        self.registers.switch_read.next = self.switches.io_read.val();
        self.registers.sense_read.next = self.senses.io_read.val();
        self.registers.timer_read.next = self.timer.io_read.val();
        self.registers.i2c_read.next = self.i2c.io_read.val();
        self.registers.spi_read.next = self.spi_unit.io_read.val();
        self.registers.uart_read.next = self.uart.io_read.val();
        self.timer.io_write.next = self.io_write.val();
        self.timer.io_address.next = self.io_address.val();
        self.timer.io_data.next = self.mcu.bus_write_data.val();
        self.senses.io_write.next = self.io_write.val();
        self.senses.io_address.next = self.io_address.val();
        self.senses.io_data.next = self.mcu.bus_write_data.val();
        self.senses.levels.next = self.sense_levels.val();

        // Segments
        self.switches.io_write.next = self.io_write.val();
        self.switches.io_address.next = self.io_address.val();
        self.switches.io_data.next = self.mcu.bus_write_data.val();
        self.switches.lines.next = self.levels.val().get_bits::<6>(0);
        self.switches.host_busy.next = self.trackers[0].busy.val();
        self.switches.bus_busy.next = self.trackers[1].busy.val();
        self.switches.port_busy.next = self.trackers[2].busy.val();
        self.switches.present.next = self.filters[8].level.val();
        self.switches.engine_uses_bus.next = self.i2c.uses_bus.val();
        self.switches.spi_joined.next = self.spi_switch.joined.val();
        self.switches.spi_host_csn.next = self.filters[12].level.val();
        self.i2c.io_write.next = self.io_write.val();
        self.i2c.io_address.next = self.io_address.val();
        self.i2c.io_data.next = self.mcu.bus_write_data.val();
        self.i2c.bus_scl.next = self.filters[2].level.val();
        self.i2c.bus_sda.next = self.filters[3].level.val();
        self.i2c.bus_busy.next = self.trackers[1].busy.val();
        self.i2c.jrn_scl.next = self.filters[6].level.val();
        self.i2c.jrn_sda.next = self.filters[7].level.val();
        self.i2c.jrn_busy.next = self.trackers[3].busy.val();
        self.i2c.host_owns_bus.next = self.switches.host_owns_bus.val();
        self.i2c.tick.next = self.timer.tick.val();
        self.i2c.other_busy.next = self.spi_unit.busy.val();
        self.spi_switch.host.next = self.switches.spi_host.val();
        self.spi_switch.engine.next = self.switches.spi_engine.val();
        self.spi_switch.port_allowed.next = self.switches.spi_port.val();
        self.spi_switch.offer.next = self.registers.outputs.val().get_bit(1);
        self.spi_switch.present.next = self.filters[8].level.val();
        self.spi_switch.host_csn.next = self.filters[12].level.val();
        self.spi_switch.wants_memory.next = self.spi_unit.wants_memory.val();
        self.spi_switch.wants_port.next = self.spi_unit.wants_port.val();
        self.spi_switch.csn.next = self.spi_unit.csn.val();
        self.spi_unit.io_write.next = self.io_write.val();
        self.spi_unit.io_address.next = self.io_address.val();
        self.spi_unit.io_data.next = self.mcu.bus_write_data.val();
        self.spi_unit.io.next = self.spi_io.val();
        self.spi_unit.ask_engine.next = self.switches.spi_engine.val();
        self.spi_unit.ask_port.next = self.switches.spi_port.val();
        self.spi_unit.present.next = self.filters[8].level.val();
        self.spi_unit.joined.next = self.spi_switch.joined.val();
        self.spi_unit.staying.next = self.spi_switch.staying.val();
        self.spi_unit.other_busy.next = self.i2c.busy.val();
        self.spi_unit.tick.next = self.timer.tick.val();
        self.uart.io_write.next = self.io_write.val();
        self.uart.io_load.next = self.io_load.val();
        self.uart.io_address.next = self.io_address.val();
        self.uart.io_data.next = self.mcu.bus_write_data.val();
        self.uart.rx.next = self.uart_rx.val();

        // The buffer belongs to the engine that is busy, and only one of them ever is.
        self.i2c.buffer_read.next = self.buffer.byte_read.val();
        self.spi_unit.buffer_read.next = self.buffer.byte_read.val();
        self.buffer.byte_address.next = self.i2c.buffer_address.val();
        self.buffer.byte_data.next = self.i2c.buffer_data.val();
        if self.spi_unit.busy.val() {
            self.buffer.byte_address.next = self.spi_unit.buffer_address.val();
            self.buffer.byte_data.next = self.spi_unit.buffer_data.val();
        }
        self.buffer.byte_write.next =
            (self.i2c.buffer_write.val() | self.spi_unit.buffer_write.val()) & !self.in_reset.val();

        // Pins
        self.bus_scl_low.next = self.switches.bus_scl_low.val() | self.i2c.bus_scl_low.val();
        self.bus_sda_low.next = self.switches.bus_sda_low.val() | self.i2c.bus_sda_low.val();
        self.pull.next = 0.into();
        self.out.next = 0.into();
        self.spi.next = 0.into();
        self.uart_tx.next = self.vcc_ok.val() & self.uart.tx.val();
        if self.vcc_ok.val() {
            self.pull.next = self
                .no_line
                .val()
                .replace_bit(0, self.switches.host_scl_low.val())
                .replace_bit(1, self.switches.host_sda_low.val())
                .replace_bit(2, self.bus_scl_low.val())
                .replace_bit(3, self.bus_sda_low.val())
                .replace_bit(6, self.i2c.jrn_scl_low.val())
                .replace_bit(7, self.i2c.jrn_sda_low.val());
            self.out.next = self
                .no_output
                .val()
                .replace_bit(0, self.spi_switch.strap_allowed.val())
                .replace_bit(1, self.registers.outputs.val().get_bit(0))
                .replace_bit(2, self.switches.port_en.val())
                .replace_bit(3, self.registers.outputs.val().get_bit(2))
                .replace_bit(4, self.registers.outputs.val().get_bit(3))
                .replace_bit(5, self.registers.outputs.val().get_bit(4));
            self.spi.next = self
                .no_spi
                .val()
                .replace_bit(0, self.spi_unit.sck.val())
                .replace_bit(1, self.spi_unit.csn.val())
                .replace_bit(2, self.spi_unit.io0.val())
                .replace_bit(3, self.spi_switch.drive.val())
                .replace_bit(4, self.spi_unit.drive_io0.val())
                .replace_bit(5, self.spi_switch.en0.val())
                .replace_bit(6, self.spi_switch.en1.val())
                .replace_bit(7, self.spi_switch.host_en.val());
        }

        // Trace
        self.trace_retire.next = self.mcu.trace_retire.val() & !self.in_reset.val();
        self.trace_pc.next = self.mcu.trace_pc.val();
        self.trace_instruction.next = self.mcu.trace_instruction.val();
        self.trace_value.next = self.mcu.trace_value.val();
        self.trace_watchdog.next = self.timer.watchdog.val();
        self.trace_reset.next = self.in_reset.val();
        self.trace_store.next = self.ram_store.val();
        self.trace_store_address.next = self.mcu.bus_address.val().get_bits::<11>(2);
    }
}
