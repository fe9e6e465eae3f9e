//! COBS and the receiver.

use super::super::cobs::{Decoded, Decoder, encode};
use super::super::frame::{Head, Header, kind, send_checked};
use super::super::{BODY_BYTES_MAX, HEADER_BYTES, PAYLOAD_BYTES_MAX, Receiver, WIRE_BYTES_MAX};
use super::{Random, received, wire};
use crate::crc;

const HEADER: Header = Header::new(kind::DATA_WRITE, 0x1234, 0);

fn encoded(pieces: &[&[u8]]) -> Vec<u8> {
    let mut wire = Vec::new();
    encode(pieces, |byte| wire.push(byte));
    wire
}

fn decoded(wire: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = Decoder::START;
    let mut body = Vec::new();
    for (index, byte) in wire.iter().enumerate() {
        match decoder.push(*byte) {
            Decoded::Nothing => {}
            Decoded::Byte(byte) => body.push(byte),
            Decoded::End => return (index == wire.len() - 1).then_some(body),
            Decoded::Broken => return None,
        }
    }
    None
}

/// The examples of the paper, and both sides of a full run.
#[test]
fn cobs_by_example() {
    let full: Vec<u8> = (1..=254).collect();
    let with = |code: &[u8], body: &[u8], end: &[u8]| [code, body, end].concat();
    let cases: [(Vec<u8>, Vec<u8>); 8] = [
        (vec![], vec![1, 0]),
        (vec![0], vec![1, 1, 0]),
        (vec![0, 0], vec![1, 1, 1, 0]),
        (vec![0x11, 0x22, 0, 0x33], vec![3, 0x11, 0x22, 2, 0x33, 0]),
        (vec![0x11, 0, 0, 0], vec![2, 0x11, 1, 1, 1, 0]),
        (full.clone(), with(&[255], &full, &[0])),
        (with(&[], &full, &[0]), with(&[255], &full, &[1, 1, 0])),
        (with(&[], &full, &[7]), with(&[255], &full, &[2, 7, 0])),
    ];
    for (body, wire) in cases {
        assert_eq!(encoded(&[&body]), wire, "{body:02x?}");
        assert_eq!(decoded(&wire), Some(body));
    }
}

#[test]
fn every_body_survives_cobs_however_it_is_cut_into_pieces() {
    for seed in 0..2000 {
        let mut random = Random(seed);
        let length = random.below(1200);
        let body = random.holed(length);
        let first = random.below(length + 1);
        let second = first + random.below(length - first + 1);
        let pieces = [&body[..first], &body[first..second], &body[second..]];
        let wire = encoded(&pieces);
        assert_eq!(wire, encoded(&[&body]), "seed {seed}");
        assert_eq!(
            wire.iter().position(|byte| *byte == 0),
            Some(wire.len() - 1)
        );
        assert!(
            wire.len() <= length + length.div_ceil(254).max(1) + 1,
            "seed {seed}"
        );
        assert_eq!(decoded(&wire), Some(body), "seed {seed}");
    }
}

#[test]
fn the_longest_frame_is_taken_and_a_longer_one_is_not() {
    let data = |bytes| wire(&Head::new(kind::DATA_WRITE, HEADER), &vec![0x55; bytes]);
    let longest = data(PAYLOAD_BYTES_MAX);
    assert_eq!(longest.len(), WIRE_BYTES_MAX);
    let bodies = received(&longest);
    assert_eq!(bodies.len(), 1);
    assert_eq!(bodies[0].len(), HEADER_BYTES + PAYLOAD_BYTES_MAX);
    // One more is dropped, and the frame after it is found.
    let both = [data(PAYLOAD_BYTES_MAX + 1), data(10)].concat();
    let bodies = received(&both);
    assert_eq!(bodies.len(), 1);
    assert_eq!(bodies[0].len(), HEADER_BYTES + 10);
}

#[test]
fn a_known_crc_gives_the_same_frame() {
    let head = Head::new(kind::DATA_WRITE, HEADER);
    let register = b"data".iter().copied().fold(head.register(), crc::update);
    let mut bytes = Vec::new();
    send_checked(&head, b"data", register, |byte| bytes.push(byte));
    assert_eq!(bytes, wire(&head, b"data"));
}

#[test]
fn what_began_before_the_receiver_did_is_dropped() {
    let frame = wire(&Head::new(kind::PROBE, HEADER), &[]);
    for cut in 0..frame.len() {
        let mut receiver = Receiver::<BODY_BYTES_MAX>::new();
        let bytes = frame[cut..].iter().chain(&frame);
        let taken = bytes.filter(|byte| receiver.push(**byte).is_some()).count();
        assert_eq!(taken, 1, "cut at {cut}: the second one, and only that");
    }
}

#[test]
fn after_an_overrun_the_rest_of_the_frame_is_dropped() {
    let frame = wire(&Head::new(kind::PROBE, HEADER), &[]);
    let mut receiver = Receiver::<BODY_BYTES_MAX>::new();
    receiver.push(0);
    for byte in &frame {
        // The bytes themselves are whole: that some were lost before is known from the line.
        receiver.lost();
        assert_eq!(receiver.push(*byte), None);
    }
    let taken = frame.iter().filter(|byte| receiver.push(**byte).is_some());
    assert_eq!(taken.count(), 1);
}

#[test]
fn empty_frames_are_nothing() {
    let frame = wire(&Head::new(kind::PROBE, HEADER), &[]);
    let noisy = [&[0, 0, 1, 0, 0][..], &frame, &[0, 0]].concat();
    assert_eq!(received(&noisy).len(), 1);
}
