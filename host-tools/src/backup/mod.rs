//! Backups: what a memory held, whose it was and when, in one file that says so and can prove it.
//!
//! * `container` — the file itself: header, manifest, the regions' bytes, signature.
//! * `manifest` — device, memory, regions with their hashes, time, tool; parsed into types.
//! * `digest`, `identity`, `timestamp`, `memory` — what a manifest is made of.
//! * `signature` — ed25519 over the manifest's bytes; keys as PEM.
//! * `file` — backups, images and keys from files.
//! * `target` — whether a backup may go to a device, and what of it is written there.
//! * [`image`] — raw binaries, Intel HEX and S-records, in and out.
//! * [`dry_run`] — what writing one content over another takes: erases, programs, time, wear.
//! * `problem` — what can be wrong with a file, where, and what to do about it.
//!
//! Nothing here reads a clock or draws a random number: the time comes from the caller, and the
//! signature scheme needs none. The format is in `docs/backup.md`.

mod container;
mod digest;
pub mod dry_run;
mod file;
mod identity;
pub mod image;
mod manifest;
mod memory;
mod problem;
mod signature;
mod target;
mod timestamp;

pub use container::{Backup, FILE_BYTES_MAX, HEADER_BYTES, MAGIC, MANIFEST_BYTES_MAX, VERSION};
pub use digest::Digest;
pub use file::{Contents, format_of, read_contents, read_public_key, read_secret_key};
pub use identity::{DeviceId, Identity, NAME_BYTES_MAX};
pub use manifest::{About, BLOCK_BYTES, Manifest, SavedRegion};
pub use memory::{MEMORY_BYTES_MAX, MemoryId, part_by_name};
pub use problem::{FileError, Problem};
pub use signature::{PublicKey, SIGNATURE_BYTES, SecretKey};
pub use target::{Mapping, Restore, Target};
pub use timestamp::Timestamp;

#[cfg(test)]
mod tests;
