//! The registers of a controller none of whose pins ever moves: all are low. No segment is ever
//! idle, nothing is plugged in, and the engine can do no more than refuse a command.

use std::collections::BTreeMap;

use umbilical_emu::controller::Outputs;
use umbilical_emu::nets::Pin;
use umbilical_soft_mcu::registers::{
    I2C_PHASE_MIN, I2cResult, SpiJoin, SpiResult, UART_BIT_MIN, UART_TX_BYTES, after_reset,
    i2c_command, i2c_device, i2c_status, irq, offset, out, spi_command, spi_frame, spi_status,
    spi_timing, switch, switch_status, uart_status,
};

/// Registers that hold what is written to them: offset, the bits that they have, value at reset.
/// `SWITCH.PORT` and `SWITCH.SPI_PORT` are not among the bits: without a cable the circuit clears
/// them at once.
pub const HOLDING: [(u32, u32, u32); 24] = [
    (
        offset::IRQ_ENABLE,
        irq::I2C | irq::TIMER | irq::SENSE | irq::SPI | irq::UART_RX | irq::UART_TX,
        0,
    ),
    (offset::TIMER_COMPARE, u32::MAX, 0x7FFF_FFFF),
    (offset::DEBOUNCE, 0xFF_FFFF, 480_000),
    (
        offset::OUT,
        out::HOST_RUN | out::OFFER | out::LED_BUSY | out::LED_OK | out::LED_FAULT,
        0,
    ),
    (
        offset::SWITCH,
        switch::HOST | switch::SPI_HOST | switch::SPI_ENGINE,
        0,
    ),
    (offset::IDLE_TIME, 0xFFFF, 2_400),
    (offset::I2C_TIMING, 0x0FFF_0FFF, 240 << 16 | 240),
    (offset::I2C_STRETCH, 0xFFF, 1_173),
    (offset::I2C_DEADLINE, 0xFFF, 1_173),
    (
        offset::I2C_DEVICE,
        i2c_device::ADDRESS_MASK
            | i2c_device::JOURNAL
            | i2c_device::ADDRESS_BYTES_MASK << i2c_device::ADDRESS_BYTES_SHIFT,
        0,
    ),
    (offset::I2C_ADDRESS, 0xFFFF, 0),
    (offset::I2C_LENGTH, 0xFFFF, 0),
    (offset::I2C_POINTER, 0xFFF, 0),
    (offset::I2C_CRC, u32::MAX, u32::MAX),
    // Nothing of the command is kept but its outcome, which is kept here.
    (offset::I2C_STATUS, 0, 0),
    (offset::SPI_TIMING, spi_timing::MASK, 1),
    (offset::SPI_DEADLINE, 0xF_FFFF, 0),
    (offset::SPI_FRAME, spi_frame::MASK, 0),
    (offset::SPI_ADDRESS, u32::MAX, 0),
    (offset::SPI_LENGTH, 0xFF_FFFF, 0),
    (offset::SPI_POINTER, 0xFFF, 0),
    (offset::SPI_CRC, u32::MAX, u32::MAX),
    (offset::SPI_STATUS, 0, 0),
    (offset::UART_BIT, 0xFFFF, after_reset::UART_BIT),
];

/// Either half of the timing is at least the least.
fn stored(register: u32, value: u32) -> u32 {
    match register {
        offset::I2C_TIMING => {
            let [low, high] = [value % 65_536, value / 65_536].map(|half| half.max(I2C_PHASE_MIN));
            high * 65_536 + low
        }
        offset::UART_BIT => value.max(UART_BIT_MIN),
        offset::SPI_TIMING if value & spi_timing::HALF_MASK == 0 => value + 1,
        _ => value,
    }
}

pub(super) struct Io {
    pub clock_hz: u32,
    reset_cause: u32,
    values: BTreeMap<u32, u32>,
    /// When the watchdog fires.
    pub watchdog: Option<u64>,
}

impl Io {
    pub fn new(clock_hz: u32, reset_cause: u32) -> Io {
        let values = HOLDING.map(|(register, _, value)| (register, value));
        Io {
            clock_hz,
            reset_cause,
            values: values.into(),
            watchdog: None,
        }
    }

    fn value(&self, register: u32) -> u32 {
        self.values.get(&register).copied().unwrap_or(0)
    }

    /// What a load finds at this edge.
    pub fn read(&self, register: u32, edge: u64) -> Result<u32, &'static str> {
        Ok(match register {
            offset::CLOCK_HZ => self.clock_hz,
            offset::RESET_CAUSE => self.reset_cause,
            offset::IRQ_PENDING => self.pending(edge),
            offset::UART_STATUS => uart_status::IDLE | UART_TX_BYTES << uart_status::FREE_SHIFT,
            offset::TIMER_NOW => (edge % (1 << 32)) as u32,
            offset::SWITCH_STATUS => {
                let busy =
                    switch_status::HOST_BUSY | switch_status::BUS_BUSY | switch_status::PORT_BUSY;
                let offered = self.value(offset::OUT) & out::OFFER != 0;
                let join = if offered {
                    SpiJoin::Offered
                } else {
                    SpiJoin::Apart
                };
                busy | (join as u32) << switch_status::SPI_SHIFT
            }
            // SENSE, SENSE_CHANGED, I2C_COUNT, SPI_COUNT, SPI_PAGES, what can only be written, and the reserved offsets.
            _ => self.value(register),
        })
    }

    /// A store at this edge.
    pub fn write(&mut self, register: u32, value: u32, edge: u64) -> Result<(), &'static str> {
        match register {
            offset::WATCHDOG => self.watchdog = Some(edge + u64::from(value.max(1))),
            offset::UART_DATA => return Err("sends a byte"),
            offset::I2C_COMMAND => self.command(value)?,
            offset::SPI_COMMAND => self.spi_command(value)?,
            _ => {
                let holding = HOLDING
                    .iter()
                    .find(|&&(at, bits, _)| at == register && bits != 0);
                if let Some(&(_, bits, _)) = holding {
                    self.values.insert(register, stored(register, value & bits));
                }
            }
        }
        Ok(())
    }

    /// All of these are over before the next instruction can look.
    fn command(&mut self, value: u32) -> Result<(), &'static str> {
        let operation = value & i2c_command::OPERATION_MASK;
        let known = (i2c_command::WRITE..=i2c_command::RECOVER).contains(&operation);
        let receives = (i2c_command::READ..=i2c_command::SCAN).contains(&operation);
        let main_bus = self.value(offset::I2C_DEVICE) & i2c_device::JOURNAL == 0;
        let result = if main_bus && self.value(offset::SWITCH) & switch::HOST != 0 {
            I2cResult::NotOwner
        } else if !known || receives && self.value(offset::I2C_LENGTH) == 0 {
            I2cResult::Ok
        } else if operation != i2c_command::RECOVER && self.value(offset::I2C_DEADLINE) == 0 {
            I2cResult::BusBusy
        } else {
            return Err("starts the engine");
        };
        let status = i2c_status::DONE | (result as u32) << i2c_status::RESULT_SHIFT;
        self.values.insert(offset::I2C_STATUS, status);
        Ok(())
    }

    /// As [`command`](Self::command).
    fn spi_command(&mut self, value: u32) -> Result<(), &'static str> {
        let operation = value & spi_command::OPERATION_MASK;
        let known = (spi_command::WRITE..=spi_command::WAIT).contains(&operation);
        let receives = (spi_command::READ..=spi_command::SCAN).contains(&operation);
        let prefixed = value & (spi_command::POLL | spi_command::WREN) != 0;
        let owner = self.value(offset::SWITCH) & switch::SPI_ENGINE != 0;
        let to_port = self.value(offset::SPI_FRAME) & spi_frame::PORT != 0;
        let result = if !owner || to_port {
            SpiResult::NotOwner
        } else if !known
            || receives && self.value(offset::SPI_LENGTH) == 0
            || operation == spi_command::WAIT && !prefixed
        {
            SpiResult::Ok
        } else {
            return Err("starts the SPI engine");
        };
        let status = spi_status::DONE | (result as u32) << spi_status::RESULT_SHIFT;
        self.values.insert(offset::SPI_STATUS, status);
        Ok(())
    }

    /// `IRQ_PENDING` at this edge.
    pub fn pending(&self, edge: u64) -> u32 {
        let now = (edge % (1 << 32)) as u32;
        let ahead = now.wrapping_sub(self.value(offset::TIMER_COMPARE));
        let done = self.value(offset::I2C_STATUS) & i2c_status::DONE != 0;
        let spi_done = self.value(offset::SPI_STATUS) & spi_status::DONE != 0;
        u32::from(done) * irq::I2C
            + u32::from(ahead < 1 << 31) * irq::TIMER
            + u32::from(spi_done) * irq::SPI
            + irq::UART_TX
    }

    /// `IRQ_ENABLE`.
    pub fn enabled(&self) -> u32 {
        self.value(offset::IRQ_ENABLE)
    }

    /// The first edge from `third` on at which an enabled event stands.
    pub fn event(&self, third: u64) -> Option<u64> {
        if self.pending(third) & self.enabled() != 0 {
            return Some(third);
        }
        let now = (third % (1 << 32)) as u32;
        let wait = self.value(offset::TIMER_COMPARE).wrapping_sub(now);
        (self.enabled() & irq::TIMER != 0).then_some(third + u64::from(wait))
    }

    /// What the controller drives.
    pub fn outputs(&self) -> Outputs {
        let put = |on: bool, pin: Pin| if on { pin.bit() } else { 0 };
        let set = |mask: u32, pin: Pin| put(self.value(offset::OUT) & mask != 0, pin);
        let strap = put(self.value(offset::OUT) & out::OFFER == 0, Pin::Strap);
        // Nothing is sent over the serial line, which idles high.
        let high = strap
            | Pin::UartTx.bit()
            | set(out::HOST_RUN, Pin::HostResetN)
            | set(out::LED_BUSY, Pin::LedBusy)
            | set(out::LED_OK, Pin::LedOk)
            | set(out::LED_FAULT, Pin::LedFault);
        // The engine drives nothing while no frame goes out.
        let engine = Pin::ProcSck.bit() | Pin::ProcCsn.bit() | Pin::ProcIo0.bit();
        Outputs {
            low: Outputs::PUSH_PULL & !engine & !high,
            high,
        }
    }
}
