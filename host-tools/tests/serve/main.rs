//! `emulate --serve` as serial programs see it.

mod command;
mod echo;
mod serial;
