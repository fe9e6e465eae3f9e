//! Intel HEX (Hexadecimal Object File Format Specification, revision A, 1988).
//!
//! ```text
//! :LLAAAATTdd..ddCC    LL data bytes, AAAA address, TT type, CC makes the sum of all bytes 0
//!
//! 00 data      02 segment: AAAA + 16 x it      04 upper half of the address
//! 01 the end   03, 05 where a processor begins: checked and left out, a memory has no such thing
//! ```

use super::problem::{ImageProblem, Kind};
use super::{Image, record};

/// Data bytes of a record that is written.
const DATA_BYTES: usize = 16;

/// What is added to the address of a record.
#[derive(Clone, Copy)]
enum Base {
    /// Nothing, or a segment; the address has 16 bits.
    Segment(u32),
    /// The upper half; the address goes on into the next 64 KiB.
    Linear(u32),
}

pub(super) fn read(file: &[u8]) -> Result<Image, ImageProblem> {
    let mut image = Image::default();
    let mut base = Base::Segment(0);
    let mut ended = false;
    for (number, line) in record::lines(file) {
        let on = |kind| ImageProblem::on(number, kind);
        if ended {
            return Err(on(Kind::AfterEnd));
        }
        let bytes = parse(number, line)?;
        let (data, offset) = (
            &bytes[4..bytes.len() - 1],
            u16::from_be_bytes([bytes[1], bytes[2]]),
        );
        match (bytes[3], data) {
            (0, data) => {
                let address = address(base, offset, data.len()).map_err(on)?;
                image.insert(address, data).map_err(on)?;
            }
            (1, []) => ended = true,
            (2, [high, low]) => {
                base = Base::Segment(u32::from(u16::from_be_bytes([*high, *low])) << 4);
            }
            (4, [high, low]) => {
                base = Base::Linear(u32::from(u16::from_be_bytes([*high, *low])) << 16);
            }
            (3 | 5, [_, _, _, _]) => {}
            (kind, data) => {
                let what = format!("a record of type {kind:02X} with {} bytes", data.len());
                return Err(on(Kind::Type(what)));
            }
        }
    }
    match ended {
        true => Ok(image),
        false => Err(ImageProblem::nowhere(Kind::NoEnd)),
    }
}

/// The bytes of a record, checksum included, which was checked, as was the length.
fn parse(number: usize, line: &[u8]) -> Result<Vec<u8>, ImageProblem> {
    let on = |kind| ImageProblem::on(number, kind);
    if line[0] != b':' {
        return Err(on(Kind::NoRecord));
    }
    let bytes = record::bytes(number, line, 1)?;
    let said = usize::from(bytes.first().copied().unwrap_or_default());
    if bytes.len() != said + 5 {
        let found = bytes.len().saturating_sub(5);
        return Err(on(Kind::Length { said, found }));
    }
    let (all, last) = bytes.split_at(bytes.len() - 1);
    let right = record::sum(all).wrapping_neg();
    if last[0] != right {
        let said = last[0];
        return Err(on(Kind::Checksum { said, right }));
    }
    Ok(bytes)
}

fn address(base: Base, offset: u16, bytes: usize) -> Result<u32, Kind> {
    match base {
        Base::Segment(_) if usize::from(offset) + bytes > 1 << 16 => Err(Kind::Wraps),
        Base::Segment(base) => Ok(base + u32::from(offset)),
        Base::Linear(base) => Ok(base | u32::from(offset)),
    }
}

fn push(text: &mut Vec<u8>, kind: u8, offset: u16, data: &[u8]) {
    let [high, low] = offset.to_be_bytes();
    let mut bytes = vec![data.len() as u8, high, low, kind];
    bytes.extend_from_slice(data);
    bytes.push(record::sum(&bytes).wrapping_neg());
    record::push(text, ":", &bytes);
}

pub(super) fn write(image: &Image) -> Vec<u8> {
    let mut text = Vec::new();
    let mut upper = 0;
    for (start, bytes) in image.pieces() {
        let (mut at, mut left) = (start, bytes);
        while !left.is_empty() {
            let half = (at >> 16) as u16;
            if half != upper {
                upper = half;
                push(&mut text, 4, 0, &half.to_be_bytes());
            }
            // Up to the next multiple: lines stay aligned, and none goes beyond its 64 KiB.
            let count = left.len().min(DATA_BYTES - at as usize % DATA_BYTES);
            let (data, rest) = left.split_at(count);
            push(&mut text, 0, at as u16, data);
            // Past the last byte of 4 GiB nothing is left.
            at = at.wrapping_add(count as u32);
            left = rest;
        }
    }
    push(&mut text, 1, 0, &[]);
    text
}
