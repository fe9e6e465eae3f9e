//! The text form of a fault: `KIND@TIME,key=value,...`, keys in any order.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use super::span::{SpanError, SpanText, parse_span};
use super::{DRIFT_PPM_MAX, Fault, FaultKind};
use crate::nets::{Net, Pin, Side};
use crate::time::{Span, Time};

/// The form of every kind of fault, for help texts. Brackets enclose what may be left out.
///
/// TIME and SPAN are a decimal number and ps, ns, us, ms or s; NET is a board and a name of its
/// schematic, like `b.bus_sda`.
pub const FORMS: [&str; 9] = [
    POWER_CUT, CABLE_OUT, STUCK, GLITCH, BIT_FLIP, MISSED_ACK, SLOW_WRITE, DRIFT, BUTTON,
];
const POWER_CUT: &str = "power-cut@TIME,side=a|b[,for=SPAN]";
const CABLE_OUT: &str = "cable-out@TIME[,for=SPAN]";
const STUCK: &str = "stuck@TIME,net=NET,level=0|1[,for=SPAN]";
const GLITCH: &str = "glitch@TIME,net=NET,width=SPAN";
const BIT_FLIP: &str = "bit-flip@TIME,side=a|b,offset=N|0xN,bit=0..7";
const MISSED_ACK: &str = "missed-ack@TIME,side=a|b";
const SLOW_WRITE: &str = "slow-write@TIME,side=a|b,time=SPAN";
const DRIFT: &str = "drift@TIME,side=a|b,ppm=N";
const BUTTON: &str = "button@TIME,side=a|b,button=source|destination,pressed=0|1";

/// Why a text is not a fault. `form` is how the kind is written, one of [`FORMS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultError {
    /// There is no such kind.
    UnknownKind {
        /// What stands in its place.
        kind: String,
    },
    /// No `@` and time follow the kind.
    NoTime {
        /// The right form.
        form: &'static str,
    },
    /// What follows `@` is no time.
    BadTime {
        /// What is wrong with it.
        error: SpanError,
        /// The right form.
        form: &'static str,
    },
    /// A piece between commas is not `key=value`.
    NoPair {
        /// The piece.
        piece: String,
        /// The right form.
        form: &'static str,
    },
    /// The kind has no such key.
    UnknownKey {
        /// The key.
        key: String,
        /// The right form.
        form: &'static str,
    },
    /// A key is there twice.
    DuplicateKey {
        /// The key.
        key: String,
        /// The right form.
        form: &'static str,
    },
    /// A key that the kind needs is not there.
    MissingKey {
        /// The key.
        key: &'static str,
        /// The right form.
        form: &'static str,
    },
    /// A value that the key cannot have.
    BadValue {
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
        /// What the key can have.
        expected: &'static str,
        /// The right form.
        form: &'static str,
    },
    /// A value that is no length of time.
    BadSpan {
        /// The key.
        key: &'static str,
        /// What is wrong with it.
        error: SpanError,
        /// The right form.
        form: &'static str,
    },
}

impl FaultError {
    fn form(&self) -> Option<&'static str> {
        match self {
            FaultError::UnknownKind { .. } => None,
            FaultError::NoTime { form }
            | FaultError::BadTime { form, .. }
            | FaultError::NoPair { form, .. }
            | FaultError::UnknownKey { form, .. }
            | FaultError::DuplicateKey { form, .. }
            | FaultError::MissingKey { form, .. }
            | FaultError::BadValue { form, .. }
            | FaultError::BadSpan { form, .. } => Some(form),
        }
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FaultError::UnknownKind { kind } => {
                write!(f, "fault {kind:?}: there is no such kind")?;
            }
            FaultError::NoTime { .. } => {
                write!(f, "fault: expected '@' and a time after its kind")?
            }
            FaultError::BadTime { error, .. } => write!(f, "fault: {error}")?,
            FaultError::NoPair { piece, .. } => {
                write!(f, "fault: expected key=value, found {piece:?}")?;
            }
            FaultError::UnknownKey { key, .. } => {
                write!(f, "fault: this kind has no key {key:?}")?;
            }
            FaultError::DuplicateKey { key, .. } => {
                write!(f, "fault: expected {key:?} once, found it twice")?;
            }
            FaultError::MissingKey { key, .. } => {
                write!(f, "fault: expected the key {key:?}, which is missing")?;
            }
            FaultError::BadValue {
                key,
                value,
                expected,
                ..
            } => write!(f, "fault: {key}: expected {expected}, found {value:?}")?,
            FaultError::BadSpan { key, error, .. } => write!(f, "fault: {key}: {error}")?,
        }
        match self.form() {
            Some(form) => write!(f, "\nhint: write {form}"),
            None => write!(f, "\nhint: write one of\n  {}", FORMS.join("\n  ")),
        }
    }
}

impl Error for FaultError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            FaultError::BadTime { error, .. } | FaultError::BadSpan { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// The pieces after the time. A form names the keys that its kind has.
struct Fields<'a> {
    form: &'static str,
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    fn parse(form: &'static str, pieces: std::str::Split<'a, char>) -> Result<Self, FaultError> {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for piece in pieces {
            let Some((key, value)) = piece.split_once('=') else {
                let piece = piece.to_owned();
                return Err(FaultError::NoPair { piece, form });
            };
            let mut keys = form
                .split([',', '['])
                .filter_map(|part| part.split_once('='));
            if !keys.any(|(known, _)| known == key) {
                let key = key.to_owned();
                return Err(FaultError::UnknownKey { key, form });
            }
            if pairs.iter().any(|&(before, _)| before == key) {
                let key = key.to_owned();
                return Err(FaultError::DuplicateKey { key, form });
            }
            pairs.push((key, value));
        }
        Ok(Fields { form, pairs })
    }

    fn optional(&self, key: &'static str) -> Option<&'a str> {
        let found = self.pairs.iter().find(|&&(name, _)| name == key);
        found.map(|&(_, value)| value)
    }

    /// The value of `key`, which `read` understands.
    fn value<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, FaultError> {
        let form = self.form;
        let value = self
            .optional(key)
            .ok_or(FaultError::MissingKey { key, form })?;
        read(value).ok_or_else(|| FaultError::BadValue {
            key,
            value: value.to_owned(),
            expected,
            form,
        })
    }

    fn span(&self, key: &'static str) -> Result<Span, FaultError> {
        let form = self.form;
        let value = self
            .optional(key)
            .ok_or(FaultError::MissingKey { key, form })?;
        let span = parse_span(value).map_err(|error| FaultError::BadSpan { key, error, form })?;
        self.value(key, "more than no time", |_| {
            (span > Span::ZERO).then_some(span)
        })
    }

    fn duration(&self) -> Result<Option<Span>, FaultError> {
        self.optional("for").map(|_| self.span("for")).transpose()
    }

    fn side(&self) -> Result<Side, FaultError> {
        self.value("side", "a or b", side_by_name)
    }

    fn net(&self) -> Result<Net, FaultError> {
        let expected = "a board and the name of a net, like b.bus_sda";
        self.value("net", expected, |text| {
            let (side, pin) = text.split_once('.')?;
            let side = side_by_name(side)?;
            let pin = Pin::ALL.iter().find(|known| known.name() == pin)?;
            Some(Net::new(side, *pin))
        })
    }

    fn flag(&self, key: &'static str) -> Result<bool, FaultError> {
        self.value(key, "0 or 1", |text| match text {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        })
    }

    fn offset(&self) -> Result<u32, FaultError> {
        let expected = "a byte number, like 16 or 0x10";
        self.value("offset", expected, |text| {
            let (digits, radix) = text.strip_prefix("0x").map_or((text, 10), |hex| (hex, 16));
            // from_str_radix alone would let a sign pass.
            let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            plain.then(|| u32::from_str_radix(digits, radix).ok())?
        })
    }

    fn ppm(&self) -> Result<i32, FaultError> {
        self.value("ppm", "a whole number from -100000 to 100000", |text| {
            let ppm: i32 = text.parse().ok()?;
            (-DRIFT_PPM_MAX..=DRIFT_PPM_MAX)
                .contains(&ppm)
                .then_some(ppm)
        })
    }

    fn button(&self) -> Result<FaultKind, FaultError> {
        let (side, pressed) = (self.side()?, self.flag("pressed")?);
        self.value("button", "source or destination", |text| match text {
            "source" => Some(FaultKind::ButtonSource { side, pressed }),
            "destination" => Some(FaultKind::ButtonDestination { side, pressed }),
            _ => None,
        })
    }

    fn kind(&self) -> Result<FaultKind, FaultError> {
        Ok(match self.form {
            POWER_CUT => FaultKind::PowerCut {
                side: self.side()?,
                duration: self.duration()?,
            },
            CABLE_OUT => FaultKind::CableOut {
                duration: self.duration()?,
            },
            STUCK => FaultKind::StuckAt {
                net: self.net()?,
                high: self.flag("level")?,
                duration: self.duration()?,
            },
            GLITCH => FaultKind::Glitch {
                net: self.net()?,
                width: self.span("width")?,
            },
            BIT_FLIP => FaultKind::BitFlip {
                side: self.side()?,
                offset: self.offset()?,
                bit: self.value("bit", "0 to 7", |text| {
                    text.parse().ok().filter(|&bit: &u8| bit < 8)
                })?,
            },
            MISSED_ACK => FaultKind::MissedAck { side: self.side()? },
            SLOW_WRITE => FaultKind::SlowWrite {
                side: self.side()?,
                write_time: self.span("time")?,
            },
            DRIFT => FaultKind::ClockDrift {
                side: self.side()?,
                ppm: self.ppm()?,
            },
            _ => self.button()?,
        })
    }
}

fn kind_name(form: &str) -> &str {
    form.split_once('@').map_or(form, |(name, _)| name)
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Fault, FaultError> {
        let mut pieces = text.split(',');
        let head = pieces.next().unwrap_or_default();
        let (name, time) = match head.split_once('@') {
            Some((name, time)) => (name, Some(time)),
            None => (head, None),
        };
        let Some(&form) = FORMS.iter().find(|form| kind_name(form) == name) else {
            let kind = name.to_owned();
            return Err(FaultError::UnknownKind { kind });
        };
        let time = time.ok_or(FaultError::NoTime { form })?;
        let at = parse_span(time).map_err(|error| FaultError::BadTime { error, form })?;
        Ok(Fault {
            at: Time::ZERO + at,
            kind: Fields::parse(form, pieces)?.kind()?,
        })
    }
}

fn side_by_name(text: &str) -> Option<Side> {
    Side::BOTH.into_iter().find(|&side| side_name(side) == text)
}

const fn side_name(side: Side) -> &'static str {
    match side {
        Side::A => "a",
        Side::B => "b",
    }
}

struct NetText(Net);

impl fmt::Display for NetText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = self.0.side();
        let pin = Pin::ALL.iter().find(|&&pin| Net::new(side, pin) == self.0);
        write!(
            f,
            "{}.{}",
            side_name(side),
            pin.map_or("?", |pin| pin.name())
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = SpanText(self.at.since(Time::ZERO));
        let lasting = |f: &mut fmt::Formatter<'_>, duration: Option<Span>| match duration {
            Some(span) => write!(f, ",for={}", SpanText(span)),
            None => Ok(()),
        };
        match self.kind {
            FaultKind::PowerCut { side, duration } => {
                write!(f, "power-cut@{at},side={}", side_name(side))?;
                lasting(f, duration)
            }
            FaultKind::CableOut { duration } => {
                write!(f, "cable-out@{at}")?;
                lasting(f, duration)
            }
            FaultKind::StuckAt {
                net,
                high,
                duration,
            } => {
                write!(
                    f,
                    "stuck@{at},net={},level={}",
                    NetText(net),
                    u8::from(high)
                )?;
                lasting(f, duration)
            }
            FaultKind::Glitch { net, width } => {
                write!(
                    f,
                    "glitch@{at},net={},width={}",
                    NetText(net),
                    SpanText(width)
                )
            }
            FaultKind::BitFlip { side, offset, bit } => {
                let side = side_name(side);
                write!(f, "bit-flip@{at},side={side},offset={offset:#x},bit={bit}")
            }
            FaultKind::MissedAck { side } => write!(f, "missed-ack@{at},side={}", side_name(side)),
            FaultKind::SlowWrite { side, write_time } => {
                let (side, time) = (side_name(side), SpanText(write_time));
                write!(f, "slow-write@{at},side={side},time={time}")
            }
            FaultKind::ClockDrift { side, ppm } => {
                write!(f, "drift@{at},side={},ppm={ppm}", side_name(side))
            }
            FaultKind::ButtonSource { side, pressed } => {
                let (side, pressed) = (side_name(side), u8::from(pressed));
                write!(f, "button@{at},side={side},button=source,pressed={pressed}")
            }
            FaultKind::ButtonDestination { side, pressed } => {
                let (side, pressed) = (side_name(side), u8::from(pressed));
                write!(
                    f,
                    "button@{at},side={side},button=destination,pressed={pressed}"
                )
            }
        }
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
