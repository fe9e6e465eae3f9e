//! The program in the ROM of a controller beside the EEPROM on the shared bus:
//! the logic of `umbilical-soft-mcu` on the real registers.
#![no_std]
#![no_main]

mod hardware;
mod small;
mod start;

use hardware::Hardware;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::i2c::I2c;

extern "C" fn main() -> ! {
    let hardware = Hardware::take();
    let mut device = Device::<I2c>::default();
    device.boot(hardware);
    loop {
        device.step(hardware);
    }
}
