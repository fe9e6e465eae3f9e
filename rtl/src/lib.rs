//! The backup controller in hardware, as `docs/controller.md` specifies it.
//!
//! Blocks, from the pins inwards:
//!
//! * [`line`] — synchroniser, glitch filter and transaction tracker of the I2C lines.

pub mod line;
