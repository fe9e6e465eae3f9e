//! How long operations take.

use crate::time::Span;
use umbilical_soft_mcu::nor::{NorPart, NorTime};

/// A length that no run reaches: the operation never ends, WIP stays 1.
pub const NEVER_ENDS: Span = Span::from_ps(u64::MAX);

/// How long each kind of operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationTimes {
    /// Programming a page.
    pub page_program: Span,
    /// Each erase kind, in the order of [`NorPart::erases`]; places beyond are not used.
    pub erases: [Span; 4],
    /// Erasing the whole array.
    pub chip_erase: Span,
    /// Writing non-volatile registers.
    pub status_write: Span,
}

impl OperationTimes {
    /// The data sheet's typical times.
    pub fn typical(part: &NorPart) -> OperationTimes {
        OperationTimes::of(part, |time| Span::from_ns(time.typ_ns))
    }

    /// The data sheet's maxima.
    pub fn maximum(part: &NorPart) -> OperationTimes {
        OperationTimes::of(part, |time| Span::from_ns(time.max_ns))
    }

    fn of(part: &NorPart, pick: impl Fn(NorTime) -> Span) -> OperationTimes {
        let mut erases = [Span::ZERO; 4];
        for (span, erase) in erases.iter_mut().zip(part.erases) {
            *span = pick(erase.time);
        }
        OperationTimes {
            page_program: pick(part.page_program),
            erases,
            chip_erase: pick(part.chip_erase),
            status_write: pick(part.status_write),
        }
    }
}

/// Which times a chip takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// The data sheet's typical times.
    Typical,
    /// The data sheet's maxima.
    Maximum,
    /// Any others; [`NEVER_ENDS`] among them.
    Custom(OperationTimes),
}

impl Times {
    /// The times for `part`.
    pub fn of(self, part: &NorPart) -> OperationTimes {
        match self {
            Times::Typical => OperationTimes::typical(part),
            Times::Maximum => OperationTimes::maximum(part),
            Times::Custom(times) => times,
        }
    }
}
