//! Lengths of time as text: `40ns`, `1.5ms`. Decimals are exact; no floating point takes part.

use std::error::Error;
use std::fmt;

use crate::time::Span;

/// Units and how many decimals bring each down to picoseconds. Smallest first.
const UNITS: [(&str, u32); 5] = [("ps", 0), ("ns", 3), ("us", 6), ("ms", 9), ("s", 12)];

/// Why a text is not a length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanError {
    /// The text does not begin with a decimal number.
    NoNumber {
        /// The text.
        text: String,
    },
    /// No unit, or none that exists, follows the number.
    BadUnit {
        /// The text.
        text: String,
        /// What stands in the place of the unit.
        unit: String,
    },
    /// It has more decimals than whole picoseconds can hold.
    TooFine {
        /// The text.
        text: String,
    },
    /// It does not fit 64 bits of picoseconds (213 days).
    TooLong {
        /// The text.
        text: String,
    },
}

impl fmt::Display for SpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpanError::NoNumber { text } => {
                write!(f, "time {text:?}: expected a decimal number first")?;
            }
            SpanError::BadUnit { text, unit } => write!(
                f,
                "time {text:?}: expected the unit ps, ns, us, ms or s, found {unit:?}"
            )?,
            SpanError::TooFine { text } => {
                write!(f, "time {text:?}: expected whole picoseconds at the finest")?;
            }
            SpanError::TooLong { text } => {
                write!(f, "time {text:?}: expected less than 213 days")?;
            }
        }
        f.write_str(" (write it like 40ns or 1.5ms)")
    }
}

impl Error for SpanError {}

/// Parses a decimal number and a unit without a space: `40ns`, `1.5ms`, `0s`.
///
/// The longest is one picosecond below what [`Time::NEVER`](crate::time::Time::NEVER) stands for.
pub fn parse_span(text: &str) -> Result<Span, SpanError> {
    let owned = || text.to_owned();
    let after_digits = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (whole, rest) = text.split_at(text.len() - after_digits(text));
    let (fraction, unit) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.len() - after_digits(rest)),
        None => ("0", rest),
    };
    if whole.is_empty() || fraction.is_empty() {
        return Err(SpanError::NoNumber { text: owned() });
    }
    let Some(&(_, decimals)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(SpanError::BadUnit {
            text: owned(),
            unit: unit.to_owned(),
        });
    };
    let fraction = fraction.trim_end_matches('0');
    let Some(zeros) = (decimals as usize).checked_sub(fraction.len()) else {
        return Err(SpanError::TooFine { text: owned() });
    };
    let digits = whole.bytes().chain(fraction.bytes());
    let mut digits = digits.chain(std::iter::repeat_n(b'0', zeros));
    let ps = digits.try_fold(0u64, |ps, digit| {
        ps.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
    });
    match ps {
        None | Some(u64::MAX) => Err(SpanError::TooLong { text: owned() }),
        Some(ps) => Ok(Span::from_ps(ps)),
    }
}

/// Prints the form that [`parse_span`] reads, in the largest unit that leaves no leading `0.`.
pub(super) struct SpanText(pub Span);

impl fmt::Display for SpanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ps = self.0.ps();
        if ps == 0 {
            return f.write_str("0s");
        }
        let fits = |&&(_, decimals): &&(&str, u32)| ps >= 10u64.pow(decimals);
        let &(unit, decimals) = UNITS.iter().rev().find(fits).unwrap_or(&UNITS[0]);
        let (whole, part) = (ps / 10u64.pow(decimals), ps % 10u64.pow(decimals));
        if part == 0 {
            return write!(f, "{whole}{unit}");
        }
        let part = format!("{part:0width$}", width = decimals as usize);
        write!(f, "{whole}.{}{unit}", part.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn decimals_are_exact() {
        for (text, ps) in [
            ("0s", 0),
            ("1ps", 1),
            ("007ps", 7),
            ("1.500ns", 1_500),
            ("0.001ns", 1),
            ("40ns", 40_000),
            ("12.5us", 12_500_000),
            ("0.1ms", 100_000_000),
            ("1.000000000001s", 1_000_000_000_001),
            ("1.0000000000010000s", 1_000_000_000_001),
            ("18446744.073709551614s", u64::MAX - 1),
        ] {
            assert_eq!(parse_span(text), Ok(Span::from_ps(ps)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let text = |text: &str| text.to_owned();
        for bad in [
            "", "ms", "-1ms", "+1ms", ".5ms", "1.ms", " 1ms", "1.", "٣ms",
        ] {
            assert_eq!(
                parse_span(bad),
                Err(SpanError::NoNumber { text: text(bad) })
            );
        }
        for (bad, unit) in [
            ("1", ""),
            ("1 ms", " ms"),
            ("1e3s", "e3s"),
            ("1.5.5s", ".5s"),
        ] {
            let error = SpanError::BadUnit {
                text: text(bad),
                unit: text(unit),
            };
            assert_eq!(parse_span(bad), Err(error));
        }
        for bad in ["1.5ps", "0.0001ns", "0.0000000000001s"] {
            assert_eq!(parse_span(bad), Err(SpanError::TooFine { text: text(bad) }));
        }
        for bad in [
            "18446744.073709551615s",
            "18446744073709551616ps",
            "99999999999s",
        ] {
            assert_eq!(parse_span(bad), Err(SpanError::TooLong { text: text(bad) }));
        }
        assert_eq!(
            parse_span("3 weeks").map_err(|error| error.to_string()),
            Err(text(
                "time \"3 weeks\": expected the unit ps, ns, us, ms or s, found \" weeks\" \
                 (write it like 40ns or 1.5ms)"
            ))
        );
    }

    #[test]
    fn printed_spans_parse_back() {
        for (ps, text) in [
            (0, "0s"),
            (999, "999ps"),
            (1_050, "1.05ns"),
            (1_500_000_000, "1.5ms"),
            (60_000_000_000_000, "60s"),
        ] {
            assert_eq!(SpanText(Span::from_ps(ps)).to_string(), text);
        }
        println!("seed 5");
        let mut rng = Rng::new(5);
        for _ in 0..20_000 {
            let span = Span::from_ps((rng.next_u64() >> rng.below(64)).min(u64::MAX - 1));
            assert_eq!(parse_span(&SpanText(span).to_string()), Ok(span));
        }
    }
}
