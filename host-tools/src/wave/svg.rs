//! A window as a picture: idle time cut out, a time axis, and what the buses say.
//!
//! ```text
//!  edges -> segments without long gaps -> pieces that fit into rows -> lanes of each row
//! ```
//!
//! The scale follows from the window: half a clock of its buses is 5 px wide; without a clock the
//! whole window is one row and nothing is cut. Positions are integers, tenths of a pixel, so that the same waveform gives the same bytes everywhere.

mod layout;
mod paint;

pub use layout::{Cut, Piece, Row};

use super::window::Window;

/// A picture and what it shows.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file.
    pub svg: String,
    /// Rows that the window was folded into.
    pub rows: usize,
    /// Idle gaps that were cut out.
    pub cuts: usize,
}

/// Most rows of a picture.
pub const ROWS_MAX: usize = 60;

/// The picture would have more than [`ROWS_MAX`] rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// Draws a window.
///
/// # Errors
/// [`TooLong`].
pub fn draw(window: &Window) -> Result<Picture, TooLong> {
    let rows = layout::rows(window)?;
    Ok(Picture {
        svg: paint::paint(window, &rows),
        rows: rows.len(),
        cuts: rows.iter().map(|row| row.cuts.len()).sum(),
    })
}
