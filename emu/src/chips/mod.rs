//! Memory chips, by data sheet.
