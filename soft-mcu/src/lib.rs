//! What the backup controller's soft-MCU runs, and what it shares with the world around it.
//!
//! The crate is `no_std` and depends on nothing of the project. Layers, bottom up:
//!
//! * [`registers`] — the memory map and register map of the controller, written once. The
//!   firmware, the emulator's controller model and the RTL all take their constants from here.
//! * [`eeprom`] — the serial EEPROM parts that the product knows, by data sheet.
//! * [`nor`] — serial NOR flash parts, by data sheet; the firmware itself asks the chip (SFDP).
//! * [`report`] — the block at the start of RAM in which the firmware says what it is doing.
//! * [`crc`] — CRC-32, as the hardware computes it.
//! * [`timing`] — times in cycles, and what an I2C frequency asks for.
//! * [`journal`] — power-fail-safe records: their bytes, and which copy counts.
//! * [`layout`] — which regions of a memory are copied, kept or left alone, and its place in the journal.
//! * [`link`] — the protocol of the serial line to a computer.
//! * [`memory`] — transactions by role; the source cannot be written by construction.
//! * [`platform`] — the small traits between the logic and the hardware.
//! * [`store`] — moves journal records to and from the controller's private EEPROM.
//! * [`job`] — what all steps of a rescue share; [`kind`] — what differs with the memory.
//! * [`i2c`], `size`, `copy`, `own` — the EEPROM: its bus, the source's size, one pass; for a computer.
//! * [`flash`] — the NOR flash: frames, SFDP, protection, erases, the copy.
//! * [`rescue`] — a whole rescue, with either.
//! * [`server`] — the device's side of the link; [`serprog`] — the bytes of programs for flash chips.
//! * [`device`] — roles and the life of a device from power-up to service.
#![cfg_attr(not(test), no_std)]

mod copy;
pub mod crc;
pub mod device;
pub mod eeprom;
pub mod flash;
pub mod i2c;
pub mod job;
pub mod journal;
pub mod kind;
pub mod layout;
pub mod link;
pub mod memory;
pub mod nor;
mod own;
pub mod platform;
pub mod registers;
pub mod report;
pub mod rescue;
pub mod serprog;
pub mod server;
mod size;
pub mod store;
pub mod timing;
