//! What the MCU's loads and stores reach: registers and transfer buffer.

use super::super::engine::Surroundings;
use super::super::mcu::{AccessFault, External, Width};
use super::{HOST_CSN, Periphery, surroundings};
use umbilical_soft_mcu::registers::{
    BUFFER_BASE, BUFFER_BYTES, IO_BASE, i2c_device, irq, offset, switch, switch_status,
};

/// All bits of `IRQ_ENABLE`.
const IRQS: u32 = irq::I2C | irq::TIMER | irq::SENSE | irq::SPI | irq::UART_RX | irq::UART_TX;

impl Periphery {
    pub(super) fn irq_pending(&self, edge: u64) -> u32 {
        let timer = (edge as u32).wrapping_sub(self.timer_compare) as i32 >= 0;
        u32::from(self.engine.done_visible() <= edge) * irq::I2C
            + u32::from(self.spi.done_visible() <= edge) * irq::SPI
            + u32::from(timer) * irq::TIMER
            + u32::from(self.sense.visible() <= edge) * irq::SENSE
            + self.uart.events(edge)
    }

    pub(super) fn read(&self, edge: u64, register: u32) -> u32 {
        let setup = &self.engine.setup;
        match register {
            offset::CLOCK_HZ => self.clock_hz,
            offset::RESET_CAUSE => self.reset_cause,
            offset::IRQ_ENABLE => self.irq_enable,
            offset::IRQ_PENDING => self.irq_pending(edge),
            offset::TIMER_NOW => edge as u32,
            offset::TIMER_COMPARE => self.timer_compare,
            offset::SENSE => self.sense.read(),
            offset::SENSE_CHANGED => self.sense.changed(),
            offset::DEBOUNCE => self.sense.debounce as u32,
            offset::OUT => self.out,
            offset::SWITCH => self.switch.request,
            offset::SWITCH_STATUS => self.switch_status(edge),
            offset::IDLE_TIME => self.idle_time as u32,
            offset::I2C_TIMING => setup.low as u32 | (setup.high as u32) << 16,
            offset::I2C_STRETCH => setup.stretch as u32,
            offset::I2C_DEADLINE => setup.deadline as u32,
            offset::I2C_DEVICE => setup.device,
            offset::I2C_ADDRESS => setup.address,
            offset::I2C_LENGTH => setup.length,
            offset::I2C_POINTER => setup.pointer,
            offset::I2C_STATUS => self.engine.status(),
            offset::I2C_COUNT => self.engine.count(),
            offset::I2C_CRC => self.engine.crc(edge),
            offset::UART_BIT | offset::UART_DATA | offset::UART_STATUS => {
                self.uart.read(edge, register)
            }
            _ => self.spi.read(edge, register),
        }
    }

    pub(super) fn switch_status(&self, edge: u64) -> u32 {
        let spi = (self.spi_switch.join() as u32) << switch_status::SPI_SHIFT;
        let csn = self.lines.levels() & HOST_CSN != 0;
        self.switch.status(edge, &self.lines, &self.trackers)
            | spi
            | (u32::from(csn) * switch_status::SPI_HOST_CSN)
    }

    pub(super) fn write(&mut self, edge: u64, register: u32, value: u32) {
        match register {
            offset::IRQ_ENABLE => {
                self.irq_enable = value & IRQS;
                self.uart.enable(self.irq_enable);
            }
            offset::TIMER_COMPARE => self.timer_compare = value,
            offset::WATCHDOG => self.watchdog_at = edge + u64::from(value.max(1)),
            offset::SENSE_CHANGED => self.sense.clear_changed(edge, value),
            offset::DEBOUNCE => self.sense.debounce = u64::from(value & 0xFF_FFFF),
            offset::OUT => {
                self.out = value & 0x1F;
                self.refresh_steady();
                self.refresh_spi();
            }
            offset::SWITCH => {
                self.switch.request = value & switch::MASK;
                self.refresh_spi();
            }
            offset::IDLE_TIME => self.write_idle_time(edge, value),
            offset::I2C_COMMAND if self.engines_accept(edge) => self.engine.command(edge, value),
            offset::SPI_COMMAND if self.engines_accept(edge) => {
                self.spi.command(edge, value);
                self.refresh_spi();
            }
            offset::I2C_COMMAND | offset::SPI_COMMAND => {}
            offset::UART_BIT | offset::UART_DATA | offset::UART_STATUS => {
                self.uart.write(edge, register, value);
            }
            _ if register >= offset::SPI_TIMING => self.write_spi(edge, register, value),
            _ if self.engine.accepts(edge) => self.write_engine(register, value),
            _ => {}
        }
    }

    pub(super) fn write_spi(&mut self, edge: u64, register: u32, value: u32) {
        if self.spi.accepts(edge) {
            self.spi.write(edge, register, value);
        }
    }

    /// The engines share the buffer's port: neither starts while the other one works.
    pub(super) fn engines_accept(&self, edge: u64) -> bool {
        self.engine.accepts(edge) && self.spi.accepts(edge)
    }

    pub(super) fn write_idle_time(&mut self, edge: u64, value: u32) {
        self.idle_time = u64::from(value & 0xFFFF);
        self.trackers.idle_time_written(edge, self.idle_time);
        // The bus that the engine waits for may become free at another edge now.
        if self.engine.watches_inputs() {
            let around = surroundings!(self);
            self.engine.inputs_changed(edge + 1, &around);
        }
    }

    pub(super) fn write_engine(&mut self, register: u32, value: u32) {
        let setup = &mut self.engine.setup;
        match register {
            offset::I2C_TIMING => setup.set_phases(value & 0xFFF, value >> 16 & 0xFFF),
            offset::I2C_STRETCH => setup.stretch = u64::from(value & 0xFFF),
            offset::I2C_DEADLINE => setup.deadline = u64::from(value & 0xFFF),
            offset::I2C_DEVICE => setup.device = value & i2c_device::MASK,
            offset::I2C_ADDRESS => setup.address = value & 0xFFFF,
            offset::I2C_LENGTH => setup.length = value & 0xFFFF,
            offset::I2C_POINTER => setup.pointer = value % BUFFER_BYTES,
            offset::I2C_CRC => self.engine.set_crc(value),
            _ => {}
        }
    }
}

impl External for Periphery {
    fn load(&mut self, edge: u64, address: u32, width: Width) -> Result<u32, AccessFault> {
        let io = address.wrapping_sub(IO_BASE);
        let start = address.wrapping_sub(BUFFER_BASE) as usize;
        if start < self.buffer.len() {
            let byte =
                |index: usize| u32::from(self.buffer.get(start + index).copied().unwrap_or(0));
            return Ok(match width {
                Width::Byte => byte(0),
                Width::Half => byte(0) | byte(1) << 8,
                Width::Word => byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24,
            });
        }
        if edge > 0 {
            self.uart.run(edge - 1);
        }
        let value = self.read(edge, io);
        self.uart.loaded(edge, io);
        Ok(value)
    }

    fn store(
        &mut self,
        _edge: u64,
        address: u32,
        width: Width,
        value: u32,
    ) -> Result<(), AccessFault> {
        let start = address.wrapping_sub(BUFFER_BASE) as usize;
        if start < self.buffer.len() {
            let count = match width {
                Width::Byte => 1,
                Width::Half => 2,
                Width::Word => 4,
            };
            for (slot, byte) in self.buffer[start..]
                .iter_mut()
                .zip(value.to_le_bytes())
                .take(count)
            {
                *slot = byte;
            }
        } else {
            self.store = Some((address.wrapping_sub(IO_BASE), value));
        }
        Ok(())
    }
}
