//! Shared helpers of the whole-system tests.
//!
//! * [`reference`] — one undisturbed rescue, and when what happened in it.
//! * [`sweep`] — cuts at chosen instants of it, each followed to the end and judged.

pub mod reference;
pub mod sweep;
