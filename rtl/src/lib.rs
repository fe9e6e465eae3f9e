//! The backup controller in hardware, as `docs/controller.md` specifies it.
//!
//! Blocks, from the pins inwards:
//!
//! * [`mod@line`] — synchroniser, glitch filter and transaction tracker of the I2C lines.
//! * [`switch`] — joins and parts the segments; the repeater between host and memory.
//! * [`sense`] — debounced inputs.
//! * [`timer`] — cycle counter, timer event, slow tick, watchdog.
//! * [`reset`] — reset after power-up and by the watchdog.
//! * [`i2c`] — the engine that runs whole transactions, and its transfer unit.
//! * [`mcu`] — the RV32I core.
//! * [`memory`] — instruction memory, data memory, register file, transfer buffer.
//! * [`registers`] — registers that belong to no block, and the way of all of them to the MCU.
//!
//! [`controller`] puts them together; [`verilog`] writes the Verilog that is kept in `rtl/verilog`.

pub mod controller;
pub mod i2c;
pub mod line;
pub mod mcu;
pub mod memory;
pub mod registers;
pub mod reset;
pub mod sense;
pub mod switch;
pub mod timer;
pub mod verilog;
