//! Contents of a memory as other tools keep them: raw binary, Intel HEX, S-records.
//!
//! * [`Image`] — bytes at addresses, with gaps.
//! * `ihex`, `srec` — one format each, reading and writing.
//! * `record` — what the two have in common: lines of hexadecimal digits.
//! * `problem` — what can be wrong, on which line.
//!
//! Reading is strict. A wrong checksum, a count that does not agree, an overlap, a line that is
//! none, a missing end: each is refused with its line, for a tool that guesses writes its guess
//! into a flash.

mod ihex;
mod problem;
mod record;
mod srec;

use std::collections::BTreeMap;

pub use problem::{ImageProblem, Kind};

/// A format of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// The bytes from address 0 on, and nothing else.
    Raw,
    /// Intel HEX with records 00 to 05.
    IntelHex,
    /// S-records.
    SRecord(Width),
}

/// Address width of S-records that are written; all are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// The least that reaches the last byte.
    Least,
    /// 16 bits: S1 and S9.
    S19,
    /// 24 bits: S2 and S8.
    S28,
    /// 32 bits: S3 and S7.
    S37,
}

impl ImageFormat {
    /// Reads an image.
    ///
    /// # Errors
    /// The first [`ImageProblem`], with its line.
    pub fn read(self, file: &[u8]) -> Result<Image, ImageProblem> {
        match self {
            ImageFormat::Raw => {
                let mut image = Image::default();
                image.insert_or(0, file)?;
                Ok(image)
            }
            ImageFormat::IntelHex => ihex::read(file),
            ImageFormat::SRecord(_) => srec::read(file),
        }
    }

    /// Writes `image`.
    ///
    /// # Errors
    /// [`Kind::Gap`] in a raw binary, which has no place for gaps; [`Kind::Unreachable`] beyond the
    /// width of addresses.
    pub fn write(self, image: &Image) -> Result<Vec<u8>, ImageProblem> {
        match self {
            ImageFormat::Raw => image.flat(None, None),
            ImageFormat::IntelHex => Ok(ihex::write(image)),
            ImageFormat::SRecord(width) => srec::write(image, width),
        }
    }
}

/// Bytes at addresses of 32 bits, some of which may have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// By the first address; they neither overlap nor touch.
    pieces: BTreeMap<u32, Vec<u8>>,
}

fn end(start: u32, bytes: &[u8]) -> u64 {
    u64::from(start) + bytes.len() as u64
}

impl Image {
    /// Adds `bytes` at `address`.
    ///
    /// # Errors
    /// [`Kind::Overlap`] with the first address that has a byte already, [`Kind::Unreachable`]
    /// beyond 4 GiB.
    pub fn insert(&mut self, address: u32, bytes: &[u8]) -> Result<(), Kind> {
        if bytes.is_empty() {
            return Ok(());
        }
        let last = end(address, bytes);
        if last > 1 << 32 {
            return Err(Kind::Unreachable {
                bits: 32,
                end: last,
            });
        }
        let before = self.pieces.range(..address).next_back();
        let before = before.map(|(start, piece)| (*start, end(*start, piece)));
        if before.is_some_and(|(_, end)| end > u64::from(address)) {
            return Err(Kind::Overlap(address));
        }
        let next = self.pieces.range(address..).next();
        let next = next.map(|(start, _)| *start);
        if let Some(next) = next.filter(|next| u64::from(*next) < last) {
            return Err(Kind::Overlap(next));
        }
        let start = match before {
            Some((start, end)) if end == u64::from(address) => start,
            _ => address,
        };
        self.pieces
            .entry(start)
            .or_default()
            .extend_from_slice(bytes);
        if let Some(next) = next.filter(|next| u64::from(*next) == last)
            && let (Some(after), Some(piece)) =
                (self.pieces.remove(&next), self.pieces.get_mut(&start))
        {
            piece.extend(after);
        }
        Ok(())
    }

    /// [`insert`](Self::insert) with the problem that it is for the image as a whole.
    ///
    /// # Errors
    /// As `insert`.
    pub fn insert_or(&mut self, address: u32, bytes: &[u8]) -> Result<(), ImageProblem> {
        self.insert(address, bytes).map_err(ImageProblem::nowhere)
    }

    /// Makes sure that no byte lies beyond `size`.
    ///
    /// # Errors
    /// [`Kind::Beyond`].
    pub fn fits(&self, size: u32) -> Result<(), ImageProblem> {
        let (size, end) = (u64::from(size), self.end());
        match end > size {
            true => Err(ImageProblem::nowhere(Kind::Beyond { size, end })),
            false => Ok(()),
        }
    }

    /// The pieces between the gaps, in ascending order.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.pieces
            .iter()
            .map(|(start, bytes)| (*start, &bytes[..]))
    }

    /// Bytes that are there.
    pub fn bytes(&self) -> u64 {
        self.pieces.values().map(|bytes| bytes.len() as u64).sum()
    }

    /// The address after the last byte; 0 when there is none.
    pub fn end(&self) -> u64 {
        let last = self.pieces.last_key_value();
        last.map_or(0, |(start, bytes)| end(*start, bytes))
    }

    /// The first range between 0 and `size` that has no bytes.
    pub fn gap(&self, size: u64) -> Option<(u64, u64)> {
        let mut at = 0;
        for (start, bytes) in self.pieces() {
            if u64::from(start) > at {
                break;
            }
            at = end(start, bytes);
        }
        let next = self.pieces.keys().map(|start| u64::from(*start));
        let next = next.filter(|start| *start > at).min().unwrap_or(size);
        (at < size).then_some((at, next.min(size)))
    }

    /// All bytes from 0 to `size`, or to the last one; gaps become `fill`.
    ///
    /// # Errors
    /// [`Kind::Gap`] when there is a gap and nothing to fill it with, [`Kind::Beyond`] when there
    /// are bytes beyond `size`. Nothing of the result's size is taken before both are ruled out.
    pub fn flat(&self, size: Option<u32>, fill: Option<u8>) -> Result<Vec<u8>, ImageProblem> {
        if let Some(size) = size {
            self.fits(size)?;
        }
        let size = size.map_or(self.end(), u64::from);
        let gap = self.gap(size);
        if let (Some((start, end)), None) = (gap, fill) {
            return Err(ImageProblem::nowhere(Kind::Gap { start, end }));
        }
        if gap.is_some() && size > FLAT_BYTES_MAX {
            return Err(ImageProblem::nowhere(Kind::TooSparse(size)));
        }
        let mut flat = vec![fill.unwrap_or_default(); size as usize];
        for (start, bytes) in self.pieces() {
            flat[start as usize..][..bytes.len()].copy_from_slice(bytes);
        }
        Ok(flat)
    }
}

/// Most bytes that gaps are filled up to: a line of 20 characters can name an address at 4 GiB.
const FLAT_BYTES_MAX: u64 = 512 << 20;

#[cfg(test)]
mod tests;
