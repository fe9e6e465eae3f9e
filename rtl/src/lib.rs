//! The backup controller in hardware, as `docs/controller.md` specifies it.

pub mod mcu;
pub mod memory;
