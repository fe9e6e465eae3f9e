//! Memory chips, by data sheet.

pub mod eeprom24;
