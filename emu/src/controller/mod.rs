//! The backup controller: what sits between the pins.
