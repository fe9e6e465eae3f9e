//! How a device was left.

use std::fmt;

/// How a device was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing was written, and its host has its memory back.
    Running,
    /// Everything was written and marked complete, and its host has its memory back.
    Complete,
    /// Marked incomplete, its host held.
    Incomplete,
    /// It was held, nothing was written, and it does not answer any more.
    PerhapsHeld,
    /// Something was written, and it does not answer any more.
    PerhapsIncomplete,
}

impl Left {
    /// Short name for programs.
    pub fn text(self) -> &'static str {
        match self {
            Left::Running => "running",
            Left::Complete => "complete",
            Left::Incomplete => "incomplete",
            Left::PerhapsHeld => "perhaps-held",
            Left::PerhapsIncomplete => "perhaps-incomplete",
        }
    }
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Left::Running => "nothing was written, and the device's host runs",
            Left::Complete => {
                "but everything was written, the device found it whole, and its host runs"
            }
            Left::Incomplete => {
                "the device is marked incomplete and holds its host until a restore is whole"
            }
            Left::PerhapsHeld => {
                "nothing was written, but the device's host may still be held: a power cycle ends \
                 that"
            }
            Left::PerhapsIncomplete => {
                "the device cannot be asked; it is marked incomplete, if it got that far, and holds \
                 its host until a restore is whole"
            }
        })
    }
}
