//! Any block: shorter and decoded to what it was by a decoder of others, or none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use umbilical_soft_mcu::link::lz4::{TABLE_ENTRIES, compress};

fuzz_target!(|data: &[u8]| {
    let mut output = [0; 2048];
    let room = data
        .first()
        .map_or(2048, |first| 8 * usize::from(*first) + 8);
    let mut table = [0xFFFF; TABLE_ENTRIES];
    let Some(output) = output.get_mut(..room.min(2048)) else {
        return;
    };
    if let Some(length) = compress(data, output, &mut table) {
        assert!(length < data.len());
        let back = lz4_flex::block::decompress(&output[..length], data.len());
        assert_eq!(back.ok().as_deref(), Some(data));
    }
});
