//! Whose memory it was.

use std::fmt;
use std::str::FromStr;

use super::digest::{from_hex, write_hex};

/// Longest name of a device, in bytes of UTF-8.
pub const NAME_BYTES_MAX: usize = 64;

/// The identity of a device: 16 bytes, in text 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DeviceId(pub [u8; 16]);

impl DeviceId {
    /// The identity of devices that were given none: what a blank journal holds.
    pub const NONE: DeviceId = DeviceId([0xFF; 16]);

    /// An identity that is not this one.
    pub fn other(self) -> DeviceId {
        DeviceId(self.0.map(|byte| !byte))
    }
}

impl FromStr for DeviceId {
    type Err = String;

    fn from_str(text: &str) -> Result<DeviceId, String> {
        let id = from_hex(text).map(DeviceId);
        id.ok_or_else(|| format!("`{text}` is not 32 lower-case hexadecimal digits"))
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

/// A device as a backup names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What tells it from all others.
    pub id: DeviceId,
    name: String,
}

impl Identity {
    /// The device `id`, which people call `name`; `None` if the name is longer than
    /// [`NAME_BYTES_MAX`] or holds control characters, which could dress up a terminal.
    pub fn new(id: DeviceId, name: &str) -> Option<Identity> {
        let usable = name.len() <= NAME_BYTES_MAX && !name.contains(char::is_control);
        usable.then(|| Identity {
            id,
            name: name.to_owned(),
        })
    }

    /// What people call it; may be empty.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => self.id.fmt(f),
            name => write!(f, "{} ({name})", self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_harmless() {
        let id = DeviceId([7; 16]);
        for good in [
            "",
            "core switch 3",
            "Kölner Straße",
            &"x".repeat(NAME_BYTES_MAX),
        ] {
            assert_eq!(Identity::new(id, good).map(|it| it.name), Some(good.into()));
        }
        for bad in [
            "a\nb",
            "\u{1b}[2J",
            "a\u{7f}",
            &"x".repeat(NAME_BYTES_MAX + 1),
        ] {
            assert_eq!(Identity::new(id, bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_id_is_32_digits() {
        let text = "00112233445566778899aabbccddeeff";
        assert_eq!(
            text.parse::<DeviceId>().map(|id| id.to_string()),
            Ok(text.into())
        );
        assert!("00112233".parse::<DeviceId>().is_err());
        assert!(text.to_uppercase().parse::<DeviceId>().is_err());
    }
}
