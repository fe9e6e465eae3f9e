//! Any body: a request that is understood says just these bytes; an answer that is understood has
//! lengths that can be relied on.
#![no_main]

use libfuzzer_sys::fuzz_target;
use umbilical_soft_mcu::layout::Space;
use umbilical_soft_mcu::link::answer::Answer;
use umbilical_soft_mcu::link::{BLOCK_BYTES_MAX, Frame, HEADER_BYTES, Request};

const SPACE: Space = Space {
    bytes: 1 << 24,
    unit: 4096,
};

fuzz_target!(|data: &[u8]| {
    let Some(frame) = Frame::parse(data) else {
        assert!(data.len() < HEADER_BYTES);
        return;
    };
    let header = frame.header;
    assert!(Frame::request(data).is_some() != Frame::answer(data, header.session()).is_some());
    if let Ok(request) = Request::parse(header.kind, frame.payload) {
        let head = request.head(header.session(), header.number());
        assert_eq!([head.bytes(), request.data()].concat(), data);
        if let Request::LayoutSet(record) = request {
            let _ = record.layout(SPACE);
        }
    }
    if let Some(Answer::DataBlock(block)) = Answer::parse(header.kind, frame.payload) {
        let raw = usize::from(block.raw_bytes);
        assert!(raw > 0 && raw <= BLOCK_BYTES_MAX as usize && block.data.len() <= raw);
        assert!(
            block
                .offset
                .checked_add(u32::from(block.raw_bytes))
                .is_some()
        );
    }
});
