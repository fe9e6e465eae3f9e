//! The file: header, manifest, the regions' bytes, and a signature if there is one.
//!
//! ```text
//! offset  bytes
//!      0      8  89 55 4D 42 0D 0A 1A 0A   magic
//!      8      2  version, 1                (little-endian, as all numbers here)
//!     10      2  flags: bit 0 signed, the others 0
//!     12      4  M, bytes of the manifest
//!     16     32  SHA-256 of bytes 0..16 and of the manifest
//!     48      M  manifest, JSON in UTF-8
//!   48+M      N  the regions' bytes, in the manifest's order, nothing between them
//! 48+M+N     32  public key   } if signed
//!            64  signature    } over the manifest's bytes, which hold the hashes of all others
//! ```
//!
//! Every byte is under a hash or is one, so whatever changes is found, signed or not. A signature
//! is checked whenever there is one; whose it is, is the caller's question
//! ([`Backup::require`]).

use umbilical_soft_mcu::layout::Layout;

use super::digest::Digest;
use super::image::Image;
use super::manifest::{About, BLOCK_BYTES, Manifest, SavedRegion, is_tool};
use super::memory::MEMORY_BYTES_MAX;
use super::problem::Problem;
use super::signature::{KEY_BYTES, PublicKey, SIGNATURE_BYTES, SecretKey};

/// First bytes of every backup. No text begins like this, and a transfer that changes line ends or
/// strips the eighth bit ruins it, as with PNG (RFC 2083, 3.1).
pub const MAGIC: [u8; 8] = *b"\x89UMB\r\n\x1a\n";
/// The version that this program writes, and the only one that it reads.
pub const VERSION: u16 = 1;
/// Bytes in front of the manifest.
pub const HEADER_BYTES: usize = 48;
/// Longest manifest, in bytes; one of 256 MiB in blocks of 4 KiB takes half of it.
pub const MANIFEST_BYTES_MAX: u32 = 8 << 20;
/// Longest file that can be a backup.
pub const FILE_BYTES_MAX: u64 = HEADER_BYTES as u64
    + MANIFEST_BYTES_MAX as u64
    + MEMORY_BYTES_MAX as u64
    + (KEY_BYTES + SIGNATURE_BYTES) as u64;

/// Bytes of the header that the digest in it covers.
const DIGEST_AT: usize = 16;
const SIGNED: u16 = 1;

/// A backup whose every hash was checked or made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    manifest: Manifest,
    layout: Layout,
    /// Of all regions, one behind the other.
    data: Vec<u8>,
    signer: Option<PublicKey>,
}

impl Backup {
    /// What `layout` names of `memory`, the whole contents of the memory that `about` is about.
    ///
    /// # Errors
    /// [`Problem::MemorySize`] when `memory` is not as long as it should be, [`Problem::Field`] for
    /// an unfit tool name, [`Problem::Regions`] when the layout is one of another memory.
    pub fn take(about: About, layout: &Layout, memory: &[u8]) -> Result<Backup, Problem> {
        if memory.len() as u64 != u64::from(about.memory.bytes()) {
            return Err(Problem::MemorySize {
                memory: about.memory.name().to_owned(),
                memory_bytes: about.memory.bytes(),
                bytes: memory.len() as u64,
            });
        }
        if !is_tool(&about.tool) {
            return Err(Problem::Field {
                field: "tool".into(),
                what: "is too long or holds control characters".into(),
            });
        }
        let mut data = Vec::new();
        let mut regions = Vec::new();
        for region in layout.regions() {
            let bytes = memory.get(region.offset as usize..region.end() as usize);
            let bytes = bytes.unwrap_or_default();
            data.extend_from_slice(bytes);
            regions.push(SavedRegion {
                region: *region,
                sha256: Digest::of(bytes),
                blocks: bytes.chunks(BLOCK_BYTES as usize).map(Digest::of).collect(),
            });
        }
        let manifest = Manifest { about, regions };
        Ok(Backup {
            layout: manifest.layout()?,
            manifest,
            data,
            signer: None,
        })
    }

    /// The file's bytes, signed with `key` if there is one.
    pub fn encode(&self, key: Option<&SecretKey>) -> Vec<u8> {
        let manifest = self.manifest.to_json();
        let length = u32::try_from(manifest.len()).expect("memories are limited, and so is this");
        let flags = if key.is_some() { SIGNED } else { 0 };
        let mut file = Vec::with_capacity(HEADER_BYTES + manifest.len() + self.data.len() + 96);
        file.extend(MAGIC);
        file.extend(VERSION.to_le_bytes());
        file.extend(flags.to_le_bytes());
        file.extend(length.to_le_bytes());
        file.extend(Digest::of_both(&file, &manifest).0);
        file.extend(&manifest);
        file.extend(&self.data);
        if let Some(key) = key {
            file.extend(key.public().to_bytes());
            file.extend(key.sign(&manifest));
        }
        file
    }

    /// Reads a backup, believing none of it: each length is compared with what is there before
    /// anything of that length is taken, and each hash and the signature are checked.
    ///
    /// # Errors
    /// The first [`Problem`], from front to back.
    pub fn decode(file: &[u8]) -> Result<Backup, Problem> {
        let (json, signed, rest) = open(file)?;
        let manifest = Manifest::parse(json)?;
        let layout = manifest.layout()?;
        let expected = manifest.data_bytes();
        let signature_bytes = if signed {
            KEY_BYTES + SIGNATURE_BYTES
        } else {
            0
        };
        let total = (file.len() - rest.len()) as u64 + expected + signature_bytes as u64;
        if total != file.len() as u64 {
            return Err(Problem::length(file.len() as u64, total));
        }
        let (data, signature) = rest.split_at(rest.len() - signature_bytes);
        let signer = match signed {
            true => Some(PublicKey::verify(signature, json)?),
            false => None,
        };
        let mut left = data;
        for saved in &manifest.regions {
            let (bytes, after) = left.split_at(saved.region.length as usize);
            check(saved, bytes)?;
            left = after;
        }
        Ok(Backup {
            manifest,
            layout,
            data: data.to_vec(),
            signer,
        })
    }

    /// Makes sure that this backup was signed with the key that belongs to `key`.
    ///
    /// # Errors
    /// [`Problem::NotSigned`], [`Problem::OtherSigner`].
    pub fn require(&self, key: &PublicKey) -> Result<(), Problem> {
        match &self.signer {
            None => Err(Problem::NotSigned),
            Some(signer) if signer != key => Err(Problem::OtherSigner(signer.to_string())),
            Some(_) => Ok(()),
        }
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its regions, as a layout of its memory.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The key that signed the file that it was read from.
    pub fn signer(&self) -> Option<&PublicKey> {
        self.signer.as_ref()
    }

    /// The regions at their addresses.
    pub fn image(&self) -> Image {
        let mut image = Image::default();
        for (saved, bytes) in self.regions() {
            let inserted = image.insert(saved.region.offset, bytes);
            inserted.expect("regions do not overlap, by the rules of layouts");
        }
        image
    }

    /// Each region with its bytes.
    pub fn regions(&self) -> impl Iterator<Item = (&SavedRegion, &[u8])> {
        let mut left = &self.data[..];
        self.manifest.regions.iter().map(move |saved| {
            let (bytes, after) = left.split_at(saved.region.length as usize);
            left = after;
            (saved, bytes)
        })
    }
}

/// The manifest's bytes, whether the file is signed, and what follows the manifest.
fn open(file: &[u8]) -> Result<(&[u8], bool, &[u8]), Problem> {
    let short = &file[..file.len().min(MAGIC.len())];
    if !MAGIC.starts_with(short) || short.is_empty() {
        return Err(Problem::NoBackup);
    }
    let Some((header, rest)) = file.split_first_chunk::<HEADER_BYTES>() else {
        return Err(Problem::length(file.len() as u64, HEADER_BYTES as u64));
    };
    let half = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let (version, flags) = (half(8), half(10));
    if version != VERSION {
        return Err(Problem::UnknownVersion(version));
    }
    if flags & !SIGNED != 0 {
        return Err(Problem::UnknownFlags(flags));
    }
    let length = u32::from(half(14)) << 16 | u32::from(half(12));
    if length > MANIFEST_BYTES_MAX {
        return Err(Problem::ManifestLength(length));
    }
    let Some((json, rest)) = rest.split_at_checked(length as usize) else {
        let wanted = HEADER_BYTES as u64 + u64::from(length);
        return Err(Problem::length(file.len() as u64, wanted));
    };
    let (covered, digest) = header.split_at(DIGEST_AT);
    if Digest::of_both(covered, json).0 != digest {
        return Err(Problem::ManifestDamaged);
    }
    Ok((json, flags & SIGNED != 0, rest))
}

fn check(saved: &SavedRegion, bytes: &[u8]) -> Result<(), Problem> {
    let blocks = bytes.chunks(BLOCK_BYTES as usize).zip(&saved.blocks);
    for (index, (block, digest)) in (0..).zip(blocks) {
        if Digest::of(block) != *digest {
            return Err(Problem::BlockDamaged {
                region: saved.region.name.to_string(),
                address: saved.region.offset + index * BLOCK_BYTES,
                bytes: block.len() as u32,
            });
        }
    }
    match Digest::of(bytes) == saved.sha256 {
        true => Ok(()),
        false => Err(Problem::RegionDamaged(saved.region.name.to_string())),
    }
}
