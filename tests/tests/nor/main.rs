//! Rescues of NOR flashes on the point-to-point bus.

mod disturbed;
mod emulation;
mod layouts;
mod limit;
mod parts;
mod refused;
mod stack;
