//! The memories against what their module docs say, driven edge by edge.

use rust_hdl_core::prelude::*;

use super::*;

fn ready<B: Block>(mut block: B) -> B {
    block.connect_all();
    block
}

/// One rising edge with the inputs as they stand.
macro_rules! edge {
    ($block:ident) => {
        for level in [false, true] {
            $block.clock.next = Clock { clk: level };
            assert!(simulate(&mut $block, 16), "does not settle");
        }
    };
}

#[test]
fn rom_shows_the_two_halfwords_from_the_address_of_the_last_edge() {
    let mut rom = ready(Rom::default());
    let mut words = [0; 4096];
    words[..3].copy_from_slice(&[0x0002_0001, 0x0004_0003, 0x0006_0005]);
    words[4095] = 0x000A_0009;
    rom.load(&words);
    for (address, data) in [
        (2_u64, 0x0004_0003_u64),
        (3, 0x0005_0004),
        (0, 0x0002_0001),
        (8190, 0x000A_0009),
        (8191, 0x0001_000A),
        (1, 0x0003_0002),
        (5, 0x0000_0006),
    ] {
        let before = rom.data.val();
        rom.address.next = address.into();
        assert!(simulate(&mut rom, 16));
        assert_eq!(rom.data.val(), before, "changed without an edge");
        edge!(rom);
        assert_eq!(rom.data.val(), data, "address {address}");
    }
    assert_eq!(rom.word(1), 0x0004_0003);
}

#[test]
#[should_panic(expected = "do not fit the ROM")]
fn rom_refuses_what_does_not_fit() {
    Rom::default().load(&[0; 4097]);
}

#[test]
fn ram_writes_the_masked_bytes_and_reads_what_was_there_before() {
    let mut ram = ready(Ram::default());
    for mask in 0..16_u64 {
        ram.words_mut()[1023] = 0x1122_3344;
        ram.address.next = 1023_u64.into();
        ram.write_data.next = 0xAABB_CCDD_u64.into();
        ram.write_mask.next = mask.into();
        edge!(ram);
        assert_eq!(ram.read_data.val(), 0x1122_3344_u64, "mask {mask:04b}");
        ram.write_mask.next = 0_u64.into();
        edge!(ram);
        let expected = (0..4).rev().fold(0_u64, |word, lane| {
            let byte = if mask >> lane & 1 == 1 {
                [0xDD, 0xCC, 0xBB, 0xAA][lane]
            } else {
                [0x44, 0x33, 0x22, 0x11][lane]
            };
            word << 8 | byte
        });
        assert_eq!(ram.read_data.val(), expected, "mask {mask:04b}");
    }
}

#[test]
fn register_file_reads_two_and_writes_one() {
    let mut file = ready(RegisterFile::default());
    for number in 0..32_u64 {
        file.read_a.next = number.into();
        file.read_b.next = (31 - number).into();
        file.write.next = number != 0;
        file.write_address.next = number.into();
        file.write_data.next = (number * 0x0101_0101).into();
        edge!(file);
        // The number just written still reads as 0; the other one was written before or not yet.
        assert_eq!(file.data_a.val(), 0_u64);
        let b = 31 - number;
        let expected = if b < number { b * 0x0101_0101 } else { 0 };
        assert_eq!(file.data_b.val(), expected);
    }
    file.write.next = false;
    edge!(file);
    assert_eq!(file.data_a.val(), 0x1F1F_1F1F_u64);
}

#[test]
fn both_sides_of_the_transfer_buffer_see_the_same_bytes() {
    let mut buffer = ready(TransferBuffer::default());
    for offset in [0_u64, 1, 2, 3, 4093, 4094, 4095] {
        buffer.byte_address.next = offset.into();
        buffer.byte_write.next = true;
        buffer.byte_data.next = (offset & 0x3F | 0x40).into();
        edge!(buffer);
    }
    buffer.byte_write.next = false;
    buffer.address.next = 0_u64.into();
    edge!(buffer);
    assert_eq!(buffer.read_data.val(), 0x4342_4140_u64);
    buffer.address.next = 1023_u64.into();
    buffer.write_mask.next = 0b0001_u64.into();
    buffer.write_data.next = 0xFFFF_FF99_u64.into();
    edge!(buffer);
    for (offset, byte) in [(4092_u64, 0x99_u64), (4093, 0x7D), (4095, 0x7F), (2, 0x42)] {
        buffer.byte_address.next = offset.into();
        buffer.write_mask.next = 0_u64.into();
        edge!(buffer);
        assert_eq!(buffer.byte_read.val(), byte, "offset {offset}");
    }
}
