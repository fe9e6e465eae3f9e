//! Little-endian numbers at any place of a byte string.

/// The number of `count` bytes (at most 4) at `offset`. Bytes that are not there count as 0: whoever
/// asks has checked the length.
#[inline(never)]
pub(crate) fn number(bytes: &[u8], offset: usize, count: usize) -> u32 {
    let mut value = 0;
    for index in (offset..offset.wrapping_add(count)).rev() {
        value = value << 8 | u32::from(bytes.get(index).copied().unwrap_or(0));
    }
    value
}

/// Makes the 32-bit number at `offset` this one, as far as there is room.
#[inline(never)]
pub(crate) fn set(bytes: &mut [u8], offset: usize, mut word: u32) {
    for to in bytes.iter_mut().skip(offset).take(4) {
        *to = word as u8;
        word >>= 8;
    }
}

/// The 32-bit number at `offset`.
#[inline]
pub(crate) fn word(bytes: &[u8], offset: usize) -> u32 {
    number(bytes, offset, 4)
}

/// The 16-bit number at `offset`.
#[inline]
pub(crate) fn half(bytes: &[u8], offset: usize) -> u16 {
    number(bytes, offset, 2) as u16
}

/// `N` words from `offset` on.
pub(crate) fn array<const N: usize>(bytes: &[u8], offset: usize) -> [u32; N] {
    let mut words = [0; N];
    fill(&mut words, bytes, offset);
    words
}

#[inline(never)]
fn fill(words: &mut [u32], bytes: &[u8], mut offset: usize) {
    for to in words {
        *to = word(bytes, offset);
        offset += 4;
    }
}
