//! Cycle-accurate emulator of two devices on one cable.

pub mod chips;
pub mod controller;
pub mod nets;
pub mod time;
pub mod trace;
