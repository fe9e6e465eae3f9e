//! The library behind the `umbilical` command.
