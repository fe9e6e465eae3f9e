//! What can be wrong with an image, and what to do about it.

use std::fmt;

/// Something is wrong with an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageProblem {
    /// The line, counted from 1, if it is one.
    pub line: Option<usize>,
    /// What.
    pub kind: Kind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line does not begin as a record does.
    NoRecord,
    /// Something that is no hexadecimal digit, at this column.
    NoDigit(usize),
    /// The record is shorter or longer than it says.
    Length {
        /// Bytes that it says.
        said: usize,
        /// Bytes that it has.
        found: usize,
    },
    /// The sum of the record's bytes does not agree.
    Checksum {
        /// What stands there.
        said: u8,
        /// What it should be.
        right: u8,
    },
    /// A record of a type that this program does not know or that has another length.
    Type(String),
    /// These bytes are there already, from this address on.
    Overlap(u32),
    /// Bytes beyond the reach of addresses.
    Unreachable {
        /// Width of the addresses.
        bits: u8,
        /// The first address that is not needed.
        end: u64,
    },
    /// A data record that begins below a multiple of 64 KiB and ends above, where addresses have 16
    /// bits: readers do not agree on what it means.
    Wraps,
    /// The count of data records does not agree.
    Count {
        /// What the file says.
        said: u32,
        /// Records that there are.
        found: u32,
    },
    /// Something follows the last record.
    AfterEnd,
    /// The last record is missing.
    NoEnd,
    /// Bytes that are nowhere in the file.
    Gap {
        /// The first.
        start: u64,
        /// The one after the last.
        end: u64,
    },
    /// There are bytes beyond the memory.
    Beyond {
        /// Bytes of the memory.
        size: u64,
        /// The address after the last byte.
        end: u64,
    },
    /// Filling the gaps would take more than any memory has.
    TooSparse(u64),
}

impl ImageProblem {
    /// A problem on line `line`.
    pub(super) fn on(line: usize, kind: Kind) -> ImageProblem {
        ImageProblem {
            line: Some(line),
            kind,
        }
    }

    /// A problem of the image as a whole.
    pub(super) fn nowhere(kind: Kind) -> ImageProblem {
        ImageProblem { line: None, kind }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match &self.kind {
            Kind::NoRecord => {
                "Intel HEX begins each line with `:`, S-records with `S`; say which it is with --from"
                    .into()
            }
            Kind::NoDigit(_)
            | Kind::Length { .. }
            | Kind::Checksum { .. }
            | Kind::Count { .. }
            | Kind::NoEnd => "copy the file again: it was cut or changed on its way".into(),
            Kind::Type(_) | Kind::Wraps | Kind::AfterEnd => {
                "write the file anew with the tool that it comes from".into()
            }
            Kind::Overlap(_) => {
                "two images were joined that do not go together; leave one of them out".into()
            }
            Kind::Unreachable { .. } => "use s37 or Intel HEX".into(),
            Kind::Gap { .. } => "fill gaps with FFh: --fill-gaps".into(),
            Kind::Beyond { .. } => "choose a larger part, or cut the image".into(),
            Kind::TooSparse(_) => "choose another format, or name the memory with --part".into(),
        }
    }
}

impl fmt::Display for ImageProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::NoRecord => write!(f, "this is no record"),
            Kind::NoDigit(column) => write!(f, "no hexadecimal digit in column {column}"),
            Kind::Length { said, found } => {
                write!(f, "a record that says {said} bytes has {found}")
            }
            Kind::Checksum { said, right } => {
                write!(f, "the checksum is {said:02X} and should be {right:02X}")
            }
            Kind::Type(what) => write!(f, "{what}"),
            Kind::Overlap(address) => write!(f, "a second byte for address {address:#x}"),
            Kind::Unreachable { bits, end } => {
                write!(f, "bytes up to {end:#x}, beyond addresses of {bits} bits")
            }
            Kind::Wraps => write!(f, "the record goes beyond its 64 KiB"),
            Kind::Count { said, found } => {
                write!(f, "a count of {said} data records, but there are {found}")
            }
            Kind::AfterEnd => write!(f, "something follows the last record"),
            Kind::NoEnd => write!(f, "the last record is missing"),
            Kind::Gap { start, end } => write!(f, "no bytes from {start:#x} to {end:#x}"),
            Kind::Beyond { size, end } => {
                write!(f, "bytes up to {end:#x}, the memory ends at {size:#x}")
            }
            Kind::TooSparse(size) => write!(f, "with its gaps filled it would have {size} bytes"),
        }
    }
}
