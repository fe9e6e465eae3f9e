//! Memory chips, by data sheet.

pub mod eeprom24;
pub mod nor25;
