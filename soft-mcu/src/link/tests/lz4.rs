//! The encoder against a decoder that was written by others.

use super::super::BLOCK_BYTES_MAX;
use super::super::lz4::{TABLE_ENTRIES, compress};
use super::Random;

const BLOCK: usize = BLOCK_BYTES_MAX as usize;

/// The block, if it gets shorter; what a decoder makes of it has to be `input`.
fn block(input: &[u8]) -> Option<Vec<u8>> {
    // What an earlier block left in the table must not matter.
    let mut table = [0xFFFF; TABLE_ENTRIES];
    let mut output = [0; BLOCK];
    let length = compress(input, &mut output, &mut table)?;
    assert!(length < input.len());
    let back = lz4_flex::block::decompress(&output[..length], input.len());
    assert_eq!(back.ok().as_deref(), Some(input));
    Some(output[..length].to_vec())
}

/// The rules of the format that a lenient decoder does not check: the last sequence is literals
/// only, at least 5 unless it is the whole block, and a match begins 12 bytes before the end.
fn obeys_the_end_rules(block: &[u8], raw: usize) {
    let (mut at, mut out) = (0, 0);
    let more = |at: &mut usize, mut length: usize| {
        if length == 15 {
            loop {
                let byte = block[*at];
                *at += 1;
                length += usize::from(byte);
                if byte != 255 {
                    break;
                }
            }
        }
        length
    };
    loop {
        let token = usize::from(block[at]);
        at += 1;
        let literals = more(&mut at, token >> 4);
        at += literals;
        out += literals;
        if at == block.len() {
            assert!(literals >= 5 && token & 15 == 0 && out == raw);
            return;
        }
        assert!(out + 12 <= raw, "a match at {out} of {raw}");
        assert!(u16::from_le_bytes([block[at], block[at + 1]]) != 0);
        at += 2;
        out += 4 + more(&mut at, token & 15);
    }
}

/// Text as in a configuration: keys again and again, values that differ.
fn config_like(random: &mut Random, bytes: usize) -> Vec<u8> {
    let mut text = String::new();
    while text.len() < bytes {
        let port = random.below(48);
        let vlan = random.below(4094);
        text += &format!("interface ethernet 0/{port}\n switchport access vlan {vlan}\n");
        text += &format!(" description uplink-{:04x}\n", random.next() as u16);
    }
    text.truncate(bytes);
    text.into_bytes()
}

#[test]
fn what_gets_shorter_decodes_to_what_it_was() {
    let mut shorter = 0;
    for seed in 0..3000 {
        let mut random = Random(seed);
        let length = random.below(BLOCK + 1);
        let input = match random.below(5) {
            0 => random.bytes(length),
            1 => vec![random.byte(); length],
            2 => config_like(&mut random, length),
            3 => {
                let period = 1 + random.below(300);
                let unit = random.bytes(period);
                unit.into_iter().cycle().take(length).collect()
            }
            // Few different bytes: matches of every length at every distance.
            _ => (0..length).map(|_| random.byte() & 3).collect(),
        };
        if let Some(block) = block(&input) {
            obeys_the_end_rules(&block, length);
            shorter += 1;
        }
    }
    assert!(shorter > 1500, "only {shorter} got shorter");
}

#[test]
fn every_length_around_the_rules_of_the_end() {
    for length in 0..80 {
        let blank = block(&vec![0xFF; length]);
        assert_eq!(blank.is_some(), length >= 13, "{length}");
        if let Some(block) = blank {
            obeys_the_end_rules(&block, length);
        }
    }
}

#[test]
fn blocks_get_as_short_as_they_should() {
    let mut random = Random(1);
    assert_eq!(block(&random.bytes(BLOCK)), None);
    let blank = block(&[0xFF; BLOCK]).map_or(BLOCK, |block| block.len());
    assert!(blank <= 20, "blank: {blank}");
    let config = block(&config_like(&mut random, BLOCK)).map_or(BLOCK, |block| block.len());
    assert!(config <= BLOCK * 45 / 100, "configuration: {config}");
}

#[test]
fn no_room_and_too_much_are_told() {
    let mut table = [0; TABLE_ENTRIES];
    let input = [7; BLOCK];
    let needed = block(&input).map_or(0, |block| block.len());
    assert_eq!(
        compress(&input, &mut vec![0; needed], &mut table),
        Some(needed)
    );
    assert_eq!(compress(&input, &mut vec![0; needed - 1], &mut table), None);
    assert_eq!(compress(&input, &mut [], &mut table), None);
    let mut output = [0; BLOCK];
    assert_eq!(compress(&[7; BLOCK + 1], &mut output, &mut table), None);
    assert_eq!(compress(&[], &mut output, &mut table), None);
}
