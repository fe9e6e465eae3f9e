//! From a pin to what logic acts on: synchroniser and glitch filter, and the tracker of a segment.
//!
//! ```text
//!  pin ──> LineFilter ── level ──┬──> switch, engine, sense
//!                                └──> Tracker ── busy
//! ```

pub mod filter;
pub mod tracker;

pub use filter::LineFilter;
pub use tracker::Tracker;
