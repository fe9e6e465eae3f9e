//! The traits of `umbilical_soft_mcu::platform` on the controller's registers.

use umbilical_soft_mcu::flash::frame::Frame;
use umbilical_soft_mcu::memory::Transfer;
use umbilical_soft_mcu::platform::{Board, Bus, Clock, Outcome, Serial, SpiBus};
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, I2cResult, RAM_BASE, SpiResult, i2c_status, irq, offset, reset_cause, spi_status,
    spi_timing, uart_data, uart_status,
};
use umbilical_soft_mcu::report::{self, word};
use umbilical_soft_mcu::timing::{I2cTiming, reached, spi_ticks, ticks};

/// The controller's registers, buffer and report block. There is only one.
pub struct Hardware(());

/// Loads a register. `gp` holds `IO_BASE` (`start.rs`): an access is one instruction.
macro_rules! read {
    ($offset:expr) => {{
        let value: u32;
        // SAFETY: every offset is one of `registers::offset`, an aligned register of this MCU. Memory
        // is taken to have changed: an engine may have written the buffer.
        unsafe {
            core::arch::asm!(
                "lw {value}, {offset}(gp)",
                value = out(reg) value,
                offset = const $offset,
                options(nostack, preserves_flags)
            )
        };
        value
    }};
}

/// Stores to a register.
macro_rules! write {
    ($offset:expr, $value:expr) => {{
        let value: u32 = $value;
        // SAFETY: as in `read`; no register gives the hardware access to memory that Rust owns, but
        // the buffer, which has to hold by now what was put there.
        unsafe {
            core::arch::asm!(
                "sw {value}, {offset}(gp)",
                value = in(reg) value,
                offset = const $offset,
                options(nostack, preserves_flags)
            )
        }
    }};
}

fn report_word(index: usize) -> *mut u32 {
    (RAM_BASE as usize + 4 * index) as *mut u32
}

/// Where the transfer buffer begins. `tp` holds `BUFFER_BASE` (`start.rs`): half as long as the constant.
#[inline(always)]
fn buffer() -> u32 {
    let base: u32;
    // SAFETY: only reads a register that nothing else uses.
    unsafe {
        core::arch::asm!(
            "mv {base}, tp",
            base = out(reg) base,
            options(pure, nomem, nostack, preserves_flags)
        )
    };
    base
}

fn buffer_word(index: u32) -> *mut u32 {
    (buffer() + ((4 * index) & (BUFFER_BYTES - 4))) as *mut u32
}

/// Puts a byte on the line, when there is room. In line: every byte of a block comes by.
#[inline(always)]
fn send(byte: u8) {
    while read!(offset::UART_STATUS) & uart_status::FREE_MASK << uart_status::FREE_SHIFT == 0 {}
    write!(offset::UART_DATA, u32::from(byte));
}

fn wait_for_interrupt() {
    // SAFETY: only waits; the program has no interrupt handlers.
    unsafe { core::arch::asm!("wfi", options(nomem, nostack, preserves_flags)) }
}

impl Hardware {
    /// Takes the hardware and sets the report block up. What a trap left there survives the
    /// watchdog's restart. `main` calls it, once.
    ///
    /// The reference has an address that the compiler knows, so no function is handed it.
    pub fn take() -> &'static mut Self {
        // SAFETY: it has no size, so there is nothing at its address that could be shared.
        let hardware = unsafe { core::ptr::NonNull::<Self>::dangling().as_mut() };
        // The watchdog is started behind this, so when it has restarted the program the block is one.
        let restarted = read!(offset::RESET_CAUSE) & reset_cause::WATCHDOG != 0;
        let end = if restarted {
            word::TRAP_CAUSE
        } else {
            word::COUNT
        };
        report::clear(hardware, 0, end);
        hardware.report(word::MAGIC, report::MAGIC);
        hardware
    }
}

impl Clock for Hardware {
    fn clock_hz(&self) -> u32 {
        read!(offset::CLOCK_HZ)
    }

    #[inline]
    fn now(&mut self) -> u32 {
        read!(offset::TIMER_NOW)
    }

    fn sleep_until(&mut self, cycle: u32) {
        write!(offset::TIMER_COMPARE, cycle);
        write!(offset::IRQ_ENABLE, irq::TIMER);
        while !reached(self.now(), cycle) {
            wait_for_interrupt();
        }
    }

    fn sleep_until_input(&mut self, cycle: u32) {
        write!(offset::TIMER_COMPARE, cycle);
        write!(offset::IRQ_ENABLE, irq::TIMER | irq::SENSE | irq::UART_RX);
        wait_for_interrupt();
    }

    fn kick(&mut self, cycles: u32) {
        write!(offset::WATCHDOG, cycles);
    }
}

impl Bus for Hardware {
    fn set_timing(&mut self, timing: &I2cTiming, stretch: u32) {
        let pair = |low: u16, high: u16| u32::from(low) | u32::from(high) << 16;
        write!(offset::I2C_TIMING, pair(timing.low, timing.high));
        write!(offset::I2C_STRETCH, ticks(stretch));
    }

    fn set_deadline(&mut self, cycles: u32) {
        write!(offset::I2C_DEADLINE, ticks(cycles));
    }

    #[inline(never)]
    fn run(&mut self, transfer: Transfer) -> Outcome {
        write!(offset::I2C_DEVICE, transfer.device());
        write!(offset::I2C_ADDRESS, transfer.address());
        write!(offset::I2C_LENGTH, transfer.length());
        write!(offset::I2C_POINTER, transfer.pointer());
        write!(offset::I2C_COMMAND, transfer.command());
        write!(offset::IRQ_ENABLE, irq::I2C);
        let status = loop {
            wait_for_interrupt();
            let status = read!(offset::I2C_STATUS);
            if status & i2c_status::DONE != 0 {
                break status;
            }
        };
        let code = (status >> i2c_status::RESULT_SHIFT) & i2c_status::RESULT_MASK;
        // The hardware gives no other codes; should it, the bus cannot be trusted.
        let result = I2cResult::from_code(code).unwrap_or(I2cResult::StuckLow);
        Outcome {
            result,
            count: read!(offset::I2C_COUNT),
        }
    }

    fn crc(&mut self) -> u32 {
        read!(offset::I2C_CRC)
    }

    fn set_crc(&mut self, register: u32) {
        write!(offset::I2C_CRC, register);
    }

    fn buffer_word(&mut self, index: u32) -> u32 {
        // SAFETY: inside the transfer buffer, aligned; nobody holds a reference into it.
        unsafe { buffer_word(index).read_volatile() }
    }

    fn set_buffer_word(&mut self, index: u32, value: u32) {
        // SAFETY: as above; the engine is idle, since `run` waits for it.
        unsafe { buffer_word(index).write_volatile(value) }
    }
}

impl SpiBus for Hardware {
    fn set_spi_timing(&mut self, half: u32) {
        write!(offset::SPI_TIMING, half & spi_timing::HALF_MASK);
    }

    #[inline(never)]
    fn set_spi_deadline(&mut self, cycles: u32) {
        write!(offset::SPI_DEADLINE, spi_ticks(cycles));
    }

    // Every register is written every time: a store takes 4 cycles, finding out that it is not
    // needed 8.
    #[inline]
    fn spi_start(&mut self, frame: &Frame) {
        write!(offset::SPI_FRAME, frame.frame());
        write!(offset::SPI_ADDRESS, frame.address());
        write!(offset::SPI_LENGTH, frame.length());
        write!(offset::SPI_POINTER, frame.pointer());
        write!(offset::SPI_COMMAND, frame.command());
    }

    #[inline]
    fn spi_wait(&mut self) -> SpiResult {
        write!(offset::IRQ_ENABLE, irq::SPI);
        let mut status = read!(offset::SPI_STATUS);
        while status & spi_status::DONE == 0 {
            wait_for_interrupt();
            status = read!(offset::SPI_STATUS);
        }
        let code = (status >> spi_status::RESULT_SHIFT) & spi_status::RESULT_MASK;
        // The hardware gives no other codes; should it, the segment cannot be trusted.
        if code > SpiResult::PortLost as u32 {
            return SpiResult::BusBusy;
        }
        SpiResult::from_code(code).unwrap_or(SpiResult::BusBusy)
    }

    #[inline]
    fn spi_pages(&mut self) -> u32 {
        read!(offset::SPI_PAGES)
    }

    #[inline]
    fn spi_crc(&mut self) -> u32 {
        read!(offset::SPI_CRC)
    }

    #[inline]
    fn set_spi_crc(&mut self, register: u32) {
        write!(offset::SPI_CRC, register);
    }
}

impl Serial for Hardware {
    fn set_bit(&mut self, cycles: u32) {
        write!(offset::UART_BIT, cycles);
    }

    #[inline]
    fn has_received(&mut self) -> bool {
        read!(offset::IRQ_PENDING) & irq::UART_RX != 0
    }

    #[inline]
    fn receive(&mut self) -> Option<u8> {
        let data = read!(offset::UART_DATA);
        (data & uart_data::VALID != 0).then_some((data & uart_data::BYTE_MASK) as u8)
    }

    fn free_places(&mut self) -> u32 {
        read!(offset::UART_STATUS) >> uart_status::FREE_SHIFT & uart_status::FREE_MASK
    }

    fn is_idle(&mut self) -> bool {
        read!(offset::UART_STATUS) & uart_status::IDLE != 0
    }

    #[inline]
    fn outlet(&mut self) -> (&mut [u8; BUFFER_BYTES as usize], impl FnMut(u8)) {
        // SAFETY: the whole transfer buffer, which is RAM; the borrow of the only `Hardware` keeps
        // everybody else away from it, and the caller the engines.
        let buffer = unsafe { &mut *(buffer() as *mut [u8; BUFFER_BYTES as usize]) };
        (buffer, send)
    }
}

impl Board for Hardware {
    fn set_input_timing(&mut self, idle: u32, debounce: u32) {
        write!(offset::IDLE_TIME, idle);
        write!(offset::DEBOUNCE, debounce);
    }

    fn sense(&mut self) -> u32 {
        read!(offset::SENSE)
    }

    fn take_changes(&mut self) -> u32 {
        let changes = read!(offset::SENSE_CHANGED);
        write!(offset::SENSE_CHANGED, changes);
        changes
    }

    fn outputs(&mut self) -> u32 {
        read!(offset::OUT)
    }

    fn set_outputs(&mut self, value: u32) {
        write!(offset::OUT, value);
    }

    fn set_switch(&mut self, value: u32) {
        write!(offset::SWITCH, value);
    }

    fn switch_status(&mut self) -> u32 {
        read!(offset::SWITCH_STATUS)
    }

    #[inline]
    fn report(&mut self, word: usize, value: u32) {
        // SAFETY: `word` is one of `report::word`, inside the block that the linker script keeps.
        unsafe { report_word(word).write_volatile(value) }
    }

    fn reported(&mut self, word: usize) -> u32 {
        // SAFETY: as above.
        unsafe { report_word(word).read_volatile() }
    }
}
