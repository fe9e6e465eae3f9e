//! A device with a NOR flash, against two flashes as seen over whole commands of the engine.

#[path = "../device/chip.rs"]
#[allow(dead_code)]
mod eeprom;

mod computer;
mod cuts;
mod faults;
mod flash;
mod layouts;
#[path = "../line/mod.rs"]
mod line;
mod random;
mod rescues;
mod rig;
mod serprog;
mod sfdp;
mod speed;
mod talk;
