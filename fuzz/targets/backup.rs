//! Any bytes as a backup, and as the manifest of one whose hash is right: what is read, is written
//! and read again, is the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use umbilical::backup::{Backup, MAGIC, VERSION};

/// A file that reaches the manifest's parser: one bit in front of it says whether it is signed.
fn around(manifest: &[u8], signed: bool, rest: &[u8]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend(VERSION.to_le_bytes());
    file.extend(u16::from(signed).to_le_bytes());
    file.extend((manifest.len() as u32).to_le_bytes());
    let digest = Sha256::new().chain_update(&file).chain_update(manifest);
    file.extend(digest.finalize());
    file.extend(manifest);
    file.extend(rest);
    file
}

fn try_it(file: &[u8]) {
    if let Ok(backup) = Backup::decode(file) {
        let again = Backup::decode(&backup.encode(None)).expect("what was written is a backup");
        assert_eq!(again.manifest(), backup.manifest());
        assert!(again.regions().eq(backup.regions()));
    }
}

fuzz_target!(|data: &[u8]| {
    try_it(data);
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    // What follows the manifest's last brace stands for the regions' bytes.
    let end = rest
        .iter()
        .rposition(|byte| *byte == b'}')
        .map_or(0, |at| at + 1);
    let (manifest, bytes) = rest.split_at(end);
    try_it(&around(manifest, first & 1 == 1, bytes));
});
