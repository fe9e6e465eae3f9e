//! Any text as Intel HEX and as S-records: what is read can be written, and reads back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use umbilical::backup::image::{ImageFormat, Width};

fuzz_target!(|data: &[u8]| {
    for format in [ImageFormat::IntelHex, ImageFormat::SRecord(Width::Least)] {
        let Ok(image) = format.read(data) else {
            continue;
        };
        // Each byte takes two digits, so nothing comes from nowhere.
        assert!(image.bytes() * 2 <= data.len() as u64);
        let written = format.write(&image).expect("what was read can be written");
        assert_eq!(format.read(&written), Ok(image));
    }
});
