//! The point-to-point bus: what joins its segments, and the engine on it.

pub mod switch;

pub use switch::SpiSwitch;
