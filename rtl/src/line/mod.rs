//! From a pin to what logic acts on: synchroniser and glitch filter, and the tracker of a segment.
//!
//! ```text
//!  scl pin --> LineFilter --+--------------> scl level --> switch, engine
//!                           +--> Tracker --> busy ------> switch, engine
//!  sda pin --> LineFilter --+--------------> sda level --> switch, engine
//!
//!  sensed pin --> LineFilter --------------> level ------> sense, switch (PRESENT)
//! ```
//!
//! [`filter`] makes a level that logic can act on out of a pin, [`tracker`] says whether a segment
//! is in use. Both have their pictures from inside.

pub mod filter;
pub mod tracker;

pub use filter::LineFilter;
pub use tracker::Tracker;
