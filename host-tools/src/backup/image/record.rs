//! Lines of hexadecimal digits.

use super::problem::{ImageProblem, Kind};

/// Most bytes of a record in either format: a count of 255 and what stands around it.
const RECORD_BYTES_MAX: usize = 260;

/// The lines of `file` that are not empty, with their numbers from 1. White space at the ends of
/// lines does not count.
pub(super) fn lines(file: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = file
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii_end);
    (1..).zip(lines).filter(|(_, line)| !line.is_empty())
}

/// The bytes that the digits of `line` from `from` on spell.
pub(super) fn bytes(number: usize, line: &[u8], from: usize) -> Result<Vec<u8>, ImageProblem> {
    let digits = &line[from..];
    if digits.len() > 2 * RECORD_BYTES_MAX {
        let (said, found) = (RECORD_BYTES_MAX, digits.len() / 2);
        return Err(ImageProblem::on(number, Kind::Length { said, found }));
    }
    let digit = |at: usize| {
        let value = digits
            .get(at)
            .and_then(|byte| char::from(*byte).to_digit(16));
        value.ok_or(ImageProblem::on(number, Kind::NoDigit(from + at + 1)))
    };
    (0..digits.len())
        .step_by(2)
        .map(|at| Ok((digit(at)? << 4 | digit(at + 1)?) as u8))
        .collect()
}

/// The low byte of the sum.
pub(super) fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Appends `start`, the digits of `bytes`, and the end of the line.
pub(super) fn push(text: &mut Vec<u8>, start: &str, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.extend(start.as_bytes());
    for byte in bytes {
        text.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
    }
    text.push(b'\n');
}
