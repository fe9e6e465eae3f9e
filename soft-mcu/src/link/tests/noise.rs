//! What a receiver does with what nobody sent.

use super::super::frame::{Head, Header, kind};
use super::super::{Receiver, Request};
use super::{Random, received, wire};
use crate::link::Frame;

fn frame(random: &mut Random) -> Vec<u8> {
    let header = Header::new(kind::DATA_WRITE, random.next() as u16, random.next() as u16);
    let length = random.below(300);
    let data = random.holed(length);
    wire(&Head::new(header.kind, header), &data)
}

/// Every single flipped bit, every truncation, every byte doubled: the CRC finds all of them.
#[test]
fn a_frame_with_one_flaw_is_dropped() {
    for seed in 0..20 {
        let whole = frame(&mut Random(seed));
        let body = received(&whole);
        assert_eq!(body.len(), 1, "seed {seed}");
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut flawed = whole.clone();
                flawed[at] ^= 1 << bit;
                assert_eq!(
                    received(&flawed).len(),
                    0,
                    "seed {seed}: bit {bit} of byte {at}"
                );
            }
            if at + 1 < whole.len() {
                let truncated = [&whole[..at], &[0]].concat();
                assert_eq!(received(&truncated).len(), 0, "seed {seed}: cut at {at}");
                let lost = [&whole[..at], &whole[at + 1..]].concat();
                assert_eq!(received(&lost).len(), 0, "seed {seed}: byte {at} lost");
                let doubled = [&whole[..=at], &whole[at..]].concat();
                // A doubled final 00h is an empty frame; all others make another body.
                assert_eq!(received(&doubled).len(), 0, "seed {seed}: byte {at} twice");
            }
        }
    }
}

/// Two or more flaws anywhere: dropped, or what comes out is what went in.
#[test]
fn frames_mangled_at_random_are_never_misread() {
    let mut dropped = 0;
    for seed in 0..20_000 {
        let mut random = Random(seed);
        let whole = frame(&mut random);
        let body = received(&whole);
        let mut mangled = whole.clone();
        for _ in 0..=random.below(6) {
            let at = random.below(mangled.len());
            match random.below(4) {
                0 => mangled[at] = random.byte(),
                1 => mangled.insert(at, random.byte()),
                2 if mangled.len() > 1 => drop(mangled.remove(at)),
                _ => mangled[at] ^= 1 << random.below(8),
            }
        }
        mangled.push(0);
        for misread in received(&mangled) {
            assert_eq!(Some(&misread), body.first(), "seed {seed}");
            dropped -= 1;
        }
        dropped += 1;
    }
    assert!(dropped > 15_000, "only {dropped} were damaged");
}

/// Noise never gets out of the buffer, and the frame after it arrives. A small buffer, so that noise
/// overruns it all the time.
#[test]
fn noise_neither_overruns_a_receiver_nor_hides_the_next_frame() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let mut receiver = Receiver::<64>::new();
        let length = random.below(5000);
        for byte in random.holed(length) {
            if let Some(body) = receiver.push(byte) {
                panic!("seed {seed}: noise was taken for {body:02x?}");
            }
        }
        let header = Header::new(kind::PROBE, 7, 8);
        let clean = [&[0][..], &wire(&Head::new(kind::PROBE, header), &[])].concat();
        let taken = clean
            .iter()
            .filter(|byte| receiver.push(**byte).is_some())
            .count();
        assert_eq!(taken, 1, "seed {seed}");
    }
}

/// Payloads that no host sends: refused or understood, and what is understood means just that.
#[test]
fn requests_out_of_the_blue_are_refused_or_mean_what_they_say() {
    let (mut understood, mut refused) = (0, 0);
    for seed in 0..200_000 {
        let mut random = Random(seed);
        let kind = random.below(16) as u8;
        let length = [0, 1, 4, 5, 8, 12, 13, 173, random.below(2100)][random.below(9)];
        let mut payload = random.bytes(length);
        // Small numbers now and then, or hardly a request would be one.
        for byte in &mut payload {
            if random.below(2) == 0 {
                *byte = [0, 0, 0, 1, 2, 64][random.below(6)];
            }
        }
        match Request::parse(kind, &payload) {
            Ok(request) => {
                let head = request.head(1, 2);
                let again = [&head.bytes()[5..], request.data()].concat();
                assert_eq!(again, payload, "seed {seed}: {request:?}");
                understood += 1;
            }
            Err(refusal) => {
                let header = Header::new(kind, 1, 2);
                let mut head = Head::answer(header);
                refusal.write(&mut head);
                let frame = Frame::answer(head.bytes(), 1).map(|frame| frame.payload.len());
                assert_eq!(frame, Some(5), "seed {seed}");
                refused += 1;
            }
        }
    }
    assert!(
        understood > 10_000 && refused > 10_000,
        "{understood} {refused}"
    );
}
