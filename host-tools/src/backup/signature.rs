//! Signatures: ed25519 (RFC 8032), keys in PEM files as `openssl genpkey -algorithm ed25519` and
//! `openssl pkey -pubout` write them.
//!
//! ```text
//! PRIVATE KEY   30 2E 02 01 00 30 05 06 03 2B 65 70 04 22 04 20   seed, 32 bytes    (RFC 8410, 7)
//! PUBLIC KEY    30 2A 30 05 06 03 2B 65 70 03 21 00               key, 32 bytes     (RFC 8410, 4)
//! ```
//!
//! Either is 16 or 12 fixed bytes and the key, so no ASN.1 is parsed: anything else is refused.

use std::fmt;

use ed25519_compact as ed25519;

use super::digest::write_hex;
use super::problem::Problem;

/// Bytes of a public key in a file.
pub const KEY_BYTES: usize = 32;
/// Bytes of a signature in a file.
pub const SIGNATURE_BYTES: usize = 64;

const SECRET_PREFIX: [u8; 16] =
    *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
const PUBLIC_PREFIX: [u8; 12] = *b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";

/// The key that signs. It is never printed.
pub struct SecretKey(ed25519::KeyPair);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey of {}", self.public())
    }
}

impl SecretKey {
    /// Reads a private key from PEM.
    ///
    /// # Errors
    /// [`Problem::NoSecretKey`].
    pub fn from_pem(text: &str) -> Result<SecretKey, Problem> {
        let seed = from_pem(text, "PRIVATE KEY", &SECRET_PREFIX).ok_or(Problem::NoSecretKey)?;
        let pair = ed25519::KeyPair::try_from_seed(ed25519::Seed::new(seed));
        pair.map(SecretKey).map_err(|_| Problem::NoSecretKey)
    }

    /// The key that checks what this one signed.
    pub fn public(&self) -> PublicKey {
        PublicKey(*self.0.pk)
    }

    /// Signs `message`, the same way each time: ed25519 needs no random number.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        *self.0.sk.sign(message, None)
    }
}

/// The key that checks signatures; in text 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; KEY_BYTES]);

impl PublicKey {
    /// Reads a public key from PEM.
    ///
    /// # Errors
    /// [`Problem::NoPublicKey`].
    pub fn from_pem(text: &str) -> Result<PublicKey, Problem> {
        let key = from_pem(text, "PUBLIC KEY", &PUBLIC_PREFIX);
        key.map(PublicKey).ok_or(Problem::NoPublicKey)
    }

    /// Its bytes.
    pub fn to_bytes(self) -> [u8; KEY_BYTES] {
        self.0
    }

    /// The key in `signature` (key and signature), if it signed `message`.
    pub(super) fn verify(signature: &[u8], message: &[u8]) -> Result<PublicKey, Problem> {
        let (key, signature) = signature
            .split_first_chunk::<KEY_BYTES>()
            .ok_or(Problem::BadSignature)?;
        let signature = ed25519::Signature::from_slice(signature);
        let verified = signature
            .and_then(|signature| ed25519::PublicKey::new(*key).verify(message, &signature));
        match verified {
            Ok(()) => Ok(PublicKey(*key)),
            Err(_) => Err(Problem::BadSignature),
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

/// The 32 bytes behind `prefix` in the one block `label` of a PEM file (RFC 7468).
fn from_pem(text: &str, label: &str, prefix: &[u8]) -> Option<[u8; 32]> {
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let (_, rest) = text.split_once(&begin)?;
    let (body, _) = rest.split_once(&end)?;
    let der = from_base64(body)?;
    der.strip_prefix(prefix)?.try_into().ok()
}

/// RFC 4648, 4, white space left out. Only whole bytes, and at most the 48 of a key file.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let text: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let (quads, rest) = text.as_chunks::<4>();
    if quads.len() > 16 || !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::new();
    for (index, quad) in quads.iter().enumerate() {
        let padding = quad.iter().rev().take_while(|byte| **byte == b'=').count();
        if padding > 2 || padding > 0 && index + 1 < quads.len() {
            return None;
        }
        let mut bits = 0u32;
        for byte in &quad[..4 - padding] {
            bits = bits << 6 | u32::from(digit(*byte)?);
        }
        bits <<= 6 * padding;
        let whole = &bits.to_be_bytes()[1..];
        // Bits that no byte takes have to be 0: one content, one spelling.
        if whole[3 - padding..].iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(&whole[..3 - padding]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410, 10.3 and 10.1: a private key and its public key.
    const SECRET: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";
    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
        -----END PUBLIC KEY-----\n";

    fn signed(message: &[u8]) -> Vec<u8> {
        let key = SecretKey::from_pem(SECRET).expect("a key");
        [&key.public().to_bytes()[..], &key.sign(message)].concat()
    }

    #[test]
    fn the_keys_of_rfc_8410_belong_together() {
        let secret = SecretKey::from_pem(SECRET).expect("a private key");
        let public = PublicKey::from_pem(PUBLIC).expect("a public key");
        assert_eq!(secret.public(), public);
        assert!(
            !format!("{secret:?}").contains("d4ee72db"),
            "a secret printed"
        );
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn known_answer_of_rfc_8032() {
        let seed = [
            0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11,
            0x4e, 0x0f, 0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed,
            0x4f, 0xb8, 0xa6, 0xfb,
        ];
        let key = SecretKey(ed25519::KeyPair::from_seed(ed25519::Seed::new(seed)));
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        assert_eq!(key.public().to_string(), public);
        assert_eq!(key.sign(&[0x72])[..4], [0x92, 0xa0, 0x09, 0xa9]);
    }

    #[test]
    fn every_flipped_bit_of_message_key_or_signature_is_noticed() {
        let (message, good) = (*b"manifest", signed(b"manifest"));
        assert!(PublicKey::verify(&good, &message).is_ok());
        for bit in 0..8 * good.len() {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(PublicKey::verify(&bad, &message).is_err(), "bit {bit}");
        }
        for bit in 0..8 * message.len() {
            let mut bad = message;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(PublicKey::verify(&good, &bad).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn other_files_are_no_keys() {
        assert!(SecretKey::from_pem(PUBLIC).is_err());
        assert!(PublicKey::from_pem(SECRET).is_err());
        let mut refused = 0;
        for (at, byte) in SECRET.bytes().enumerate() {
            // Cut anywhere in front of the last dash, there is no key.
            if at + 2 < SECRET.len() {
                assert!(SecretKey::from_pem(&SECRET[..at]).is_err(), "{at}");
            }
            if byte.is_ascii_alphanumeric() {
                let mut other = SECRET.as_bytes().to_vec();
                other[at] = b'*';
                let other = String::from_utf8(other).expect("ASCII");
                assert!(SecretKey::from_pem(&other).is_err(), "{at}");
                refused += 1;
            }
        }
        assert!(refused > 80, "{refused}");
        for padding in ["====", "Z===", "=uE=", "Zu=E"] {
            let other = PUBLIC.replace("ZuE=", padding);
            assert!(PublicKey::from_pem(&other).is_err(), "{padding}");
        }
        // Padding in the middle; the bytes behind it would make up for it.
        let other = PUBLIC.replace("MCow", "MA==MCow");
        assert!(
            PublicKey::from_pem(&other).is_err(),
            "padding in the middle"
        );
        let loose = PUBLIC.replace("ZuE=", "ZuF=");
        assert!(
            PublicKey::from_pem(&loose).is_err(),
            "bits that no byte takes"
        );
    }
}
