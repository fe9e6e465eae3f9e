//! The program in the ROM of a controller beside the NOR flash on the point-to-point bus:
//! the logic of `umbilical-soft-mcu` on the real registers.
#![no_std]
#![no_main]

mod hardware;
mod small;
mod start;

use hardware::Hardware;
use umbilical_soft_mcu::device::Device;
use umbilical_soft_mcu::flash::Spi;

extern "C" fn main() -> ! {
    let hardware = Hardware::take();
    let mut device = Device::<Spi>::default();
    device.boot(hardware);
    loop {
        device.step(hardware);
    }
}
