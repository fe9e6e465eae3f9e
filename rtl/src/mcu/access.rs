//! Loads and stores: which of them the memory map allows, and where their bytes lie in the word.
//!
//! ```text
//!                  +--------+
//!       address ==>|        |-> misaligned, fault   (no access: trap)
//!         width ==>|        |-> in_rom              (the data comes from the ROM)
//!         store -->| Access |=> mask                (bytes a store would write)
//!                  |        |
//!      rom_data ==>|        |
//!      bus_read ==>|        |=> loaded              (aligned and extended)
//!                  +--------+
//! ```
//!
//! All combinational. `width` is `funct3`: bits 1..0 are 0 for bytes, 1 for halfwords, 2 for words,
//! bit 2 is set for loads that extend with zeros.
//!
//! ```text
//!   address --+-- 31..28 --> region --> in_rom
//!             +-- 27..0 --> outside region, uneven, narrow register, store to ROM --> fault
//!             '-- 1..0 --+-- width --> mask
//!                        |
//!                        '-------------------+
//!   rom_data --+                             v
//!   bus_read --+--by region--> word --> half, byte --> sign or zeros --> loaded
//! ```

use rust_hdl_core::prelude::*;
use umbilical_soft_mcu::registers::{
    BUFFER_BASE, BUFFER_BYTES, IO_BASE, IO_BYTES, RAM_BASE, RAM_BYTES, ROM_BASE, ROM_BYTES,
};

// The regions differ in their top four bits; what is below those and above a region's size is 0 in
// all of them, so one zero test per size serves all (slices cannot be computed from constants).
const _: () = assert!(
    (ROM_BASE | RAM_BASE | BUFFER_BASE | IO_BASE) << 4 == 0
        && ROM_BYTES == 1 << 14
        && RAM_BYTES == 1 << 13
        && BUFFER_BYTES == 1 << 12
        && IO_BYTES == 1 << 8
);

/// Checks and aligns loads and stores, see the [module](self).
#[derive(Clone, LogicBlock)]
pub struct Access {
    /// Address of the access.
    pub address: Signal<In, Bits<32>>,
    /// `funct3` of the instruction.
    pub width: Signal<In, Bits<3>>,
    /// 1 for a store, 0 for a load.
    pub store: Signal<In, Bit>,
    /// The address is not a multiple of the access's size.
    pub misaligned: Signal<Out, Bit>,
    /// The access must not be made: misaligned, or nothing there that would take it.
    pub fault: Signal<Out, Bit>,
    /// The address lies in the ROM's region.
    pub in_rom: Signal<Out, Bit>,
    /// The bytes of the word that the access covers.
    pub mask: Signal<Out, Bits<4>>,
    /// The ROM's word.
    pub rom_data: Signal<In, Bits<32>>,
    /// The word from everything else.
    pub bus_read: Signal<In, Bits<32>>,
    /// What the load gives.
    pub loaded: Signal<Out, Bits<32>>,
    rom: Constant<Bits<4>>,
    ram: Constant<Bits<4>>,
    buffer: Constant<Bits<4>>,
    io: Constant<Bits<4>>,
    region: Signal<Local, Bits<4>>,
    inside_rom: Signal<Local, Bit>,
    inside_ram: Signal<Local, Bit>,
    inside_buffer: Signal<Local, Bit>,
    inside_io: Signal<Local, Bit>,
    word: Signal<Local, Bit>,
    half: Signal<Local, Bit>,
    uneven: Signal<Local, Bit>,
    raw: Signal<Local, Bits<32>>,
    upper_half: Signal<Local, Bits<16>>,
    half_value: Signal<Local, Bits<16>>,
    byte_value: Signal<Local, Bits<8>>,
    sign: Signal<Local, Bit>,
    extension: Signal<Local, Bits<32>>,
}

impl Default for Access {
    fn default() -> Access {
        let region = |base: u32| Constant::new(u64::from(base >> 28).into());
        Access {
            address: Default::default(),
            width: Default::default(),
            store: Default::default(),
            misaligned: Default::default(),
            fault: Default::default(),
            in_rom: Default::default(),
            mask: Default::default(),
            rom_data: Default::default(),
            bus_read: Default::default(),
            loaded: Default::default(),
            rom: region(ROM_BASE),
            ram: region(RAM_BASE),
            buffer: region(BUFFER_BASE),
            io: region(IO_BASE),
            region: Default::default(),
            inside_rom: Default::default(),
            inside_ram: Default::default(),
            inside_buffer: Default::default(),
            inside_io: Default::default(),
            word: Default::default(),
            half: Default::default(),
            uneven: Default::default(),
            raw: Default::default(),
            upper_half: Default::default(),
            half_value: Default::default(),
            byte_value: Default::default(),
            sign: Default::default(),
            extension: Default::default(),
        }
    }
}

impl Logic for Access {
    #[hdl_gen]
    fn update(&mut self) {
        // The map.
        self.region.next = self.address.val().get_bits::<4>(28);
        self.word.next = self.width.val().get_bit(1);
        self.half.next = self.width.val().get_bit(0);
        self.in_rom.next = self.region.val() == self.rom.val();
        self.inside_rom.next = (self.address.val() & 0x0FFF_C000u32.to_bits()) == 0u32.to_bits();
        self.inside_ram.next = self.inside_rom.val() & !self.address.val().get_bit(13);
        self.inside_buffer.next = (self.address.val() & 0x0FFF_F000u32.to_bits()) == 0u32.to_bits();
        self.inside_io.next = self.inside_buffer.val()
            & ((self.address.val() & 0xF00u32.to_bits()) == 0u32.to_bits())
            & self.word.val();
        self.uneven.next = (self.address.val().get_bit(0) & (self.half.val() | self.word.val()))
            | (self.address.val().get_bit(1) & self.word.val());
        self.misaligned.next = self.uneven.val();
        self.fault.next = self.uneven.val()
            | !(((self.region.val() == self.rom.val())
                & self.inside_rom.val()
                & !self.store.val())
                | ((self.region.val() == self.ram.val()) & self.inside_ram.val())
                | ((self.region.val() == self.buffer.val()) & self.inside_buffer.val())
                | ((self.region.val() == self.io.val()) & self.inside_io.val()));

        // Stores.
        self.mask.next = 0xFu8.to_bits();
        if !self.word.val() {
            if self.half.val() {
                self.mask.next = 0x3u8.to_bits();
                if self.address.val().get_bit(1) {
                    self.mask.next = 0xCu8.to_bits();
                }
            } else {
                self.mask.next = 0x1u8.to_bits();
                if self.address.val().get_bits::<2>(0) == 1u8.to_bits() {
                    self.mask.next = 0x2u8.to_bits();
                }
                if self.address.val().get_bits::<2>(0) == 2u8.to_bits() {
                    self.mask.next = 0x4u8.to_bits();
                }
                if self.address.val().get_bits::<2>(0) == 3u8.to_bits() {
                    self.mask.next = 0x8u8.to_bits();
                }
            }
        }

        // Loads. Down to the wanted halfword, then to the wanted byte, then up again.
        self.raw.next = self.bus_read.val();
        if self.region.val() == self.rom.val() {
            self.raw.next = self.rom_data.val();
        }
        self.upper_half.next = self.raw.val().get_bits::<16>(16);
        self.half_value.next = self.raw.val().get_bits::<16>(0);
        if self.address.val().get_bit(1) {
            self.half_value.next = self.upper_half.val();
        }
        self.byte_value.next = self.half_value.val().get_bits::<8>(0);
        if self.address.val().get_bit(0) {
            self.byte_value.next = self.half_value.val().get_bits::<8>(8);
        }
        self.sign.next = self.byte_value.val().get_bit(7);
        if self.half.val() {
            self.sign.next = self.half_value.val().get_bit(15);
        }
        self.sign.next = self.sign.val() & !self.width.val().get_bit(2);
        self.extension.next = 0u32.to_bits();
        if self.sign.val() {
            self.extension.next = 0xFFFF_FF00u32.to_bits();
        }
        self.loaded.next = self.extension.val() | bit_cast::<32, 8>(self.byte_value.val());
        if self.half.val() {
            self.loaded.next = (self.extension.val() & 0xFFFF_0000u32.to_bits())
                | bit_cast::<32, 16>(self.half_value.val());
        }
        if self.word.val() {
            self.loaded.next = self.raw.val();
        }
    }
}
