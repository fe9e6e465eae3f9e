//! The point-to-point bus: the switch that joins its segments, and the engine on it.
//!
//! ```text
//!   SWITCH, OFFER, PRESENT, host_csn --> Switch --> host_en, en0, en1, drive, strap
//!                                        ^    |
//!                            wants, csn  |    v  state
//!   SPI_* registers, buffer <---------> Engine <--> sck, csn, io0 out, io0..io3 in
//! ```
//!
//! Both are the machines of `docs/controller.md`, sections 6 and 7, as events at edge numbers. Where
//! nobody looks at single clocks the engine moves whole bytes instead ([`Engine::burst`]).

mod burst;
mod crc;
mod data;
mod engine;
mod frame;
mod setup;
mod switch;

#[cfg(test)]
mod tests;

pub use burst::Stretch;
pub use engine::{Engine, Surroundings};
pub use setup::Setup;
pub use switch::{Asked, Segment, Switch};
