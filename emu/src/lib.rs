//! Cycle-accurate emulator of two devices on one cable.
//!
//! Layers, bottom up:
//!
//! * [`time`] — integer picoseconds and oscillators.
//! * [`nets`], [`wiring`] — names, drive strengths, joined segments.
//! * [`chips`] — memories by data sheet; [`host`] — the device's own processor.
//! * [`burst`] — whole bytes at once, between a controller and a flash.
//! * [`controller`] — the backup controller behind one interface.
//! * [`memory`], [`switches`] — a board's memory on either bus, and what joins segments.
//! * [`board`], [`system`] — two devices, the cable, rails, and the scheduler with idle skipping.
//! * [`terminal`] — a serial port at the far end of a board's UART.
//! * [`fault`] — what goes wrong, as data.
//! * [`trace`] — VCD, transaction log, digest, and the guard of the source.
//! * [`scenario`] — a rescue from power-up to service, and its report.

pub mod board;
pub mod burst;
pub mod chips;
pub mod controller;
pub mod crc32;
pub mod fault;
pub mod host;
pub mod limit;
pub mod memory;
pub mod nets;
pub mod rng;
pub mod scenario;
pub mod switches;
pub mod system;
pub mod terminal;
pub mod time;
pub mod trace;
pub mod wiring;
