//! The life of a device on a simulated board, against the public traits only.

mod chip;
mod computer;
mod cuts;
mod faults;
mod layouts;
#[path = "../line/mod.rs"]
mod line;
mod rescues;
mod rig;
mod roles;
