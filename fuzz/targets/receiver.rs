//! Any bytes on the wire: a small receiver takes what the large one takes, if it fits; what is taken
//! survives a way back over the wire; and a frame after all of it is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use umbilical_soft_mcu::link::frame::{Head, Header, kind, send};
use umbilical_soft_mcu::link::{BODY_BYTES_MAX, CHECK_BYTES, HEADER_BYTES, Receiver, cobs};

const SMALL: usize = 40;

fuzz_target!(|data: &[u8]| {
    let mut large = Receiver::<BODY_BYTES_MAX>::new();
    let mut small = Receiver::<SMALL>::new();
    // The body of a frame as it is, so that the fuzzer need not find out how to stuff one: with the
    // check made right, everything behind the check is reached.
    let check = umbilical_soft_mcu::crc::crc32(data).to_le_bytes();
    let mut wire = vec![0];
    cobs::encode(&[data, &check], |byte| wire.push(byte));
    wire.extend_from_slice(data);
    let mut taken = 0;
    for byte in wire {
        let body = large.push(byte).map(<[u8]>::to_vec);
        let also = small.push(byte).map(<[u8]>::to_vec);
        let fits = body
            .as_ref()
            .filter(|body| body.len() + CHECK_BYTES <= SMALL);
        assert_eq!(also.as_ref(), fits);
        let Some(body) = body else { continue };
        taken += 1;
        assert!(body.len() >= HEADER_BYTES && body.len() + CHECK_BYTES <= BODY_BYTES_MAX);
        if taken == 1 && body.len() == data.len() {
            assert_eq!(body, data);
        }
    }
    let framed = data.len() >= HEADER_BYTES && data.len() + CHECK_BYTES <= BODY_BYTES_MAX;
    assert!(taken >= u32::from(framed));
    let mut found = 0;
    for receiver_byte in [0].into_iter().chain(probe()) {
        found += u32::from(
            large
                .push(receiver_byte)
                .is_some_and(|body| body[0] == kind::PROBE),
        );
        small.push(receiver_byte);
    }
    assert!(found >= 1);
});

fn probe() -> Vec<u8> {
    let mut wire = Vec::new();
    let head = Head::new(kind::PROBE, Header::new(kind::PROBE, 1, 2));
    send(&head, &[], |byte| wire.push(byte));
    wire
}
