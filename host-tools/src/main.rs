//! The `umbilical` command.
fn main() {}
