//! The small traits between the logic and the hardware.
//!
//! The soft-MCU implements them with its registers (`soft-mcu/firmware`), host tests with mocks.
//! Cycle numbers are the low 32 bits of the controller's counter and wrap.

use crate::flash::frame::Frame;
use crate::memory::Transfer;
use crate::registers::{BUFFER_BYTES, I2cResult, SpiResult};
use crate::timing::I2cTiming;

/// How a transfer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The engine's verdict.
    pub result: I2cResult,
    /// Data bytes moved (`COMPARE`: found equal) before it ended.
    pub count: u32,
}

/// Time.
pub trait Clock {
    /// Frequency of the controller in Hz.
    fn clock_hz(&self) -> u32;
    /// Low 32 bits of the cycle counter.
    fn now(&mut self) -> u32;
    /// Sleeps until the counter reaches `cycle`; returns at once if it has.
    fn sleep_until(&mut self, cycle: u32);
    /// As [`sleep_until`](Self::sleep_until), but a changed input or a received byte ends the sleep
    /// too.
    fn sleep_until_input(&mut self, cycle: u32);
    /// Gives the watchdog `cycles` more.
    fn kick(&mut self, cycles: u32);
}

/// The I2C engine and its transfer buffer.
pub trait Bus {
    /// Sets the timing of all segments and how long a peer may stretch SCL, in cycles (at least).
    fn set_timing(&mut self, timing: &I2cTiming, stretch: u32);
    /// Sets for how many cycles (at least) from a command the engine waits for a free bus and
    /// polls for ACK.
    fn set_deadline(&mut self, cycles: u32);
    /// Runs one transaction and sleeps until it has ended.
    fn run(&mut self, transfer: Transfer) -> Outcome;
    /// The CRC register, uninverted.
    fn crc(&mut self) -> u32;
    /// Sets the CRC register.
    fn set_crc(&mut self, register: u32);
    /// Little-endian word `index` of the transfer buffer; the index wraps.
    fn buffer_word(&mut self, index: u32) -> u32;
    /// Sets a word of the transfer buffer; the index wraps.
    fn set_buffer_word(&mut self, index: u32, value: u32);
}

/// The SPI engine. It shares the transfer buffer with the I2C engine ([`Bus::buffer_word`]), so one
/// of the two works at a time.
pub trait SpiBus {
    /// Sets the half period of SCK in cycles, 1 to 255; SCK idles low (mode 0).
    fn set_spi_timing(&mut self, half: u32);
    /// Sets for how many cycles (at least) from a command the engine waits for its segment and
    /// polls for the end of WIP.
    fn set_spi_deadline(&mut self, cycles: u32);
    /// Starts one command and returns at once. No other may be under way.
    fn spi_start(&mut self, frame: &Frame);
    /// Sleeps until the command has ended.
    fn spi_wait(&mut self) -> SpiResult;
    /// What the last command found page by page, see [`crate::registers::spi_pages`].
    fn spi_pages(&mut self) -> u32;
    /// The CRC register, uninverted.
    fn spi_crc(&mut self) -> u32;
    /// Sets the CRC register.
    fn set_spi_crc(&mut self, register: u32);
}

/// Inputs, outputs, the switch and the report block.
pub trait Board {
    /// Sets after how many idle cycles a segment counts as free and how long inputs are debounced.
    fn set_input_timing(&mut self, idle: u32, debounce: u32);
    /// The `SENSE` register: debounced inputs low, raw ones high, see [`crate::registers::sense`].
    fn sense(&mut self) -> u32;
    /// The debounced inputs that changed since the last call.
    fn take_changes(&mut self) -> u32;
    /// The `OUT` register.
    fn outputs(&mut self) -> u32;
    /// Sets the `OUT` register, see [`crate::registers::out`].
    fn set_outputs(&mut self, value: u32);
    /// Sets the `SWITCH` register, see [`crate::registers::switch`].
    fn set_switch(&mut self, value: u32);
    /// The `SWITCH_STATUS` register, see [`crate::registers::switch_status`].
    fn switch_status(&mut self) -> u32;
    /// Sets a word of the report block, see [`crate::report::word`].
    fn report(&mut self, word: usize, value: u32);
    /// What was last reported in that word.
    fn reported(&mut self, word: usize) -> u32;
}

/// The serial line to a computer.
pub trait Serial {
    /// Sets the cycles per bit of either direction, at least
    /// [`UART_BIT_MIN`](crate::registers::UART_BIT_MIN). The transmitter is idle.
    fn set_bit(&mut self, cycles: u32);
    /// Is a byte there? Looked at in the middle of a rescue, so it takes one load.
    fn has_received(&mut self) -> bool;
    /// The oldest byte that was received, if there is one.
    fn receive(&mut self) -> Option<u8>;
    /// How many bytes can be sent at once without waiting.
    fn free_places(&mut self) -> u32;
    /// Is all that was sent on the line, with its last stop bit begun?
    fn is_idle(&mut self) -> bool;
    /// Where bytes for the computer go, with the transfer buffer, from which they may come. The
    /// engines are idle, or what they do is done elsewhere in the buffer. Waits for room where there
    /// is none.
    fn outlet(&mut self) -> (&mut [u8; BUFFER_BYTES as usize], impl FnMut(u8));
}

/// Everything that the life of a device needs.
pub trait Platform: Clock + Bus + Board + Serial {}

impl<T: Clock + Bus + Board + Serial> Platform for T {}
