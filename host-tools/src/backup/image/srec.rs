//! Motorola S-records.
//!
//! ```text
//! StNNaa..aadd..ddCC   NN bytes that follow, CC the complement of the sum of all before it
//!
//! S0 header, not looked into      S1 S2 S3 data, address of 2, 3, 4 bytes
//! S5 S6 count of data records     S9 S8 S7 the end, where a processor begins: left out
//! ```

use super::problem::{ImageProblem, Kind};
use super::{Image, Width, record};

/// Data bytes of a record that is written.
const DATA_BYTES: usize = 16;
/// What the header says.
const HEADER: &[u8] = b"umbilical";

pub(super) fn read(file: &[u8]) -> Result<Image, ImageProblem> {
    let mut image = Image::default();
    let (mut first, mut records, mut counted, mut ended) = (true, 0u32, false, false);
    for (number, line) in record::lines(file) {
        let on = |kind| ImageProblem::on(number, kind);
        let (kind, bytes) = parse(number, line)?;
        if ended || counted && !matches!(kind, b'7'..=b'9') {
            return Err(on(Kind::AfterEnd));
        }
        let number = |width: usize| {
            let high = bytes[..width].iter();
            high.fold(0, |value, byte| value << 8 | u32::from(*byte))
        };
        let width = match kind {
            b'0' | b'1' | b'5' | b'9' => 2,
            b'2' | b'6' | b'8' => 3,
            b'3' | b'7' => 4,
            _ => 0,
        };
        let exact = matches!(kind, b'5'..=b'9');
        if width == 0 || bytes.len() < width || exact && bytes.len() != width {
            let (kind, bytes) = (char::from(kind), bytes.len());
            let what = format!("a record S{kind} with {bytes} bytes");
            return Err(on(Kind::Type(what)));
        }
        match kind {
            b'1'..=b'3' => {
                let reach = 1 << (8 * width);
                let end = u64::from(number(width)) + (bytes.len() - width) as u64;
                if end > reach {
                    let bits = 8 * width as u8;
                    return Err(on(Kind::Unreachable { bits, end }));
                }
                image.insert(number(width), &bytes[width..]).map_err(on)?;
                records += 1;
            }
            b'5' | b'6' => {
                let (said, found) = (number(width), records);
                if said != found {
                    return Err(on(Kind::Count { said, found }));
                }
                counted = true;
            }
            b'7'..=b'9' => ended = true,
            // The type is not under the checksum: this may have been a data record.
            _ if !first => return Err(on(Kind::Type("a header S0 behind other records".into()))),
            _ => {}
        }
        first = false;
    }
    match ended {
        true => Ok(image),
        false => Err(ImageProblem::nowhere(Kind::NoEnd)),
    }
}

/// Type and bytes of a record between count and checksum, both of which were checked.
fn parse(number: usize, line: &[u8]) -> Result<(u8, Vec<u8>), ImageProblem> {
    let on = |kind| ImageProblem::on(number, kind);
    let (Some(b'S'), Some(kind)) = (line.first(), line.get(1)) else {
        return Err(on(Kind::NoRecord));
    };
    let mut bytes = record::bytes(number, line, 2)?;
    let said = usize::from(bytes.first().copied().unwrap_or_default());
    if bytes.len() != said + 1 || said == 0 {
        let found = bytes.len().saturating_sub(1);
        return Err(on(Kind::Length { said, found }));
    }
    let last = bytes.pop().unwrap_or_default();
    let right = !record::sum(&bytes);
    if last != right {
        return Err(on(Kind::Checksum { said: last, right }));
    }
    bytes.remove(0);
    Ok((*kind, bytes))
}

fn push(text: &mut Vec<u8>, kind: u8, width: usize, number: u32, data: &[u8]) {
    let mut bytes = vec![(width + data.len() + 1) as u8];
    bytes.extend_from_slice(&number.to_be_bytes()[4 - width..]);
    bytes.extend_from_slice(data);
    bytes.push(!record::sum(&bytes));
    record::push(text, &format!("S{kind}"), &bytes);
}

pub(super) fn write(image: &Image, width: Width) -> Result<Vec<u8>, ImageProblem> {
    let end = image.end();
    let width = match width {
        Width::Least if end <= 1 << 16 => 2,
        Width::Least if end <= 1 << 24 => 3,
        Width::S19 => 2,
        Width::S28 => 3,
        Width::Least | Width::S37 => 4,
    };
    if end > 1 << (8 * width) {
        let bits = 8 * width as u8;
        return Err(ImageProblem::nowhere(Kind::Unreachable { bits, end }));
    }
    let mut text = Vec::new();
    push(&mut text, 0, 2, 0, HEADER);
    let mut records = 0;
    for (start, bytes) in image.pieces() {
        let (mut at, mut left) = (start, bytes);
        while !left.is_empty() {
            let count = left.len().min(DATA_BYTES - at as usize % DATA_BYTES);
            let (data, rest) = left.split_at(count);
            push(&mut text, width as u8 - 1, width, at, data);
            records += 1;
            at = at.wrapping_add(count as u32);
            left = rest;
        }
    }
    match records {
        0..=0xFFFF => push(&mut text, 5, 2, records, &[]),
        0x1_0000..=0xFF_FFFF => push(&mut text, 6, 3, records, &[]),
        // There is no wider count; it may be left out.
        _ => {}
    }
    push(&mut text, 11 - width as u8, width, 0, &[]);
    Ok(text)
}
