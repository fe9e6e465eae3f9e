//! The firmware's side of the link: real images on emulated boards, with the host's own client at the
//! far end of an emulated line, all in emulated time.

mod eeprom;
mod flash;
mod lives;
mod resets;
mod wire;
