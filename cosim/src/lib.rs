//! The controller's RTL on the emulator's boards, and lock-step with the emulator's model.
//!
//! ```text
//!    umbilical_emu::controller::Controller        one interface, boards do not know what is behind
//!      |            |               |
//!    Model       Clocked<C>      Lockstep<C> ---- a Model and a Clocked<C>, compared on every edge
//!                   |
//!            C: Core  = Direct      the rust-hdl circuit, in Rust
//!                     | Verilated   the Verilog made from it, through Verilator
//! ```
//!
//! * [`core`] — what a circuit has to offer: one rising edge per call, memories that can be loaded.
//! * [`clocked`] — time, power and pins around a circuit, written once.
//! * [`lockstep`] — two controllers that must agree.
#![cfg_attr(
    feature = "direct",
    doc = "* [`direct`] — the rust-hdl circuit, simulated in Rust."
)]
#![cfg_attr(
    feature = "verilated",
    doc = "* [`verilated`] — the generated Verilog, compiled by `build.rs`."
)]
//!
//! **What lock-step compares.** The model drives the board; both get every pin. After each edge of
//! the circuit all outputs must be equal, and the two streams of retired instructions must be the
//! same in address, instruction, result and edge. The first difference is kept with its edge, time,
//! signal and both values.

pub mod clocked;
pub mod core;
#[cfg(feature = "direct")]
pub mod direct;
pub mod lockstep;
#[cfg(feature = "verilated")]
pub mod verilated;

pub use clocked::Clocked;
#[cfg(feature = "direct")]
pub use direct::Direct;
pub use lockstep::Lockstep;
#[cfg(feature = "verilated")]
pub use verilated::{Mutated, Verilated};
