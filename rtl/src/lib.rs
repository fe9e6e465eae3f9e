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
//! * [`spi`] — the same for the point-to-point bus.
//! * [`uart`] — the serial line to a computer.
//! * [`mcu`] — the RV32IC core.
//! * [`memory`] — instruction memory, data memory, register file, transfer buffer, bytes of
//!   FIFOs.
//! * [`registers`] — registers that belong to no block, and the way of all of them to the MCU.
//!
//! [`controller`] puts them together; [`verilog`] writes the Verilog that is kept in `rtl/verilog`.
//!
//! Each block's page shows it from outside (its ports) and from inside (its states or its data's
//! way). Words that the pages share:
//!
//! * *Edge f*, *the cycle that leads to edge f*: registers change at edges and hold their old value
//!   at them (`docs/controller.md`, 1).
//! * `[name]` in a picture is a register; a name alone is a wire.
//! * `io_write`, `io_address`, `io_data`: a register store of the MCU, which every block that has
//!   registers hears; `io_read`: what its register there holds, 0 where it has none.
//!
//! There is no tri-state here: a line goes in as a level, and comes out as "pull it low". Pads are
//! the board's (`rtl/boards`). Numbers that the emulator or the firmware has too come from
//! `umbilical_soft_mcu::registers`.

pub mod controller;
pub mod deadline;
pub mod i2c;
pub mod line;
pub mod mcu;
pub mod memory;
pub mod registers;
pub mod reset;
pub mod sense;
pub mod spi;
pub mod switch;
pub mod timer;
pub mod uart;
pub mod verilog;
