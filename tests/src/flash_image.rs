//! Contents of flashes that look like those of real devices.

use std::fs;
use std::path::Path;

use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::nor::SECTOR_BYTES;

/// Where Debian's package `ovmf` puts the UEFI firmware volumes used here.
const VOLUMES: [&str; 2] = [
    "/usr/share/OVMF/OVMF_CODE_4M.fd",
    "/usr/share/OVMF/OVMF_VARS_4M.fd",
];

/// `bytes` bytes of what is found in a flash, decided by `seed`: compressed data (random here),
/// text, sparse tables, and blank space.
pub fn mixed(bytes: u32, seed: u64) -> Vec<u8> {
    let mut image = Vec::with_capacity(bytes as usize);
    fill_up(&mut image, bytes, seed);
    image
}

/// An image of `bytes` bytes that begins with UEFI firmware volumes (code and variables, 4 MiB)
/// and goes on as [`mixed`]. As much of it as fits; `seed` decides the part that is made up.
///
/// # Errors
/// When a volume cannot be read: names the file and the Debian package that holds it.
pub fn uefi(bytes: u32, seed: u64) -> Result<Vec<u8>, String> {
    let mut image = Vec::with_capacity(bytes as usize);
    for volume in VOLUMES {
        let contents = fs::read(Path::new(volume)).map_err(|cause| {
            format!("{volume} cannot be read ({cause}); install the Debian package ovmf")
        })?;
        image.extend(contents);
    }
    fill_up(&mut image, bytes, seed);
    Ok(image)
}

fn fill_up(image: &mut Vec<u8>, bytes: u32, seed: u64) {
    let mut rng = Rng::new(seed);
    while image.len() < bytes as usize {
        // Runs of 4 to 256 KiB of one kind.
        let length = (1 + rng.below(64) as usize) * SECTOR_BYTES as usize;
        stretch(image, length, &mut rng);
    }
    image.truncate(bytes as usize);
}

/// Appends `length` bytes of one kind.
fn stretch(image: &mut Vec<u8>, length: usize, rng: &mut Rng) {
    let end = image.len() + length;
    match rng.below(4) {
        0 => image.resize(end, 0xFF),
        1 => {
            while image.len() < end {
                let (interface, address) = (rng.below(48), rng.below(1 << 16));
                let line = format!("interface ge-0/0/{interface}\n ip address 10.{address}/16\n");
                image.extend(line.bytes());
            }
            image.truncate(end);
        }
        2 => {
            // Entries of a table: a few bytes of each 256 are set.
            image.resize(end, 0);
            let table = &mut image[end - length..];
            for entry in table.chunks_mut(256) {
                rng.fill(&mut entry[..16]);
            }
        }
        _ => {
            image.resize(end, 0);
            rng.fill(&mut image[end - length..]);
        }
    }
}

/// `image` with every byte changed, so that every page has to be erased and programmed.
pub fn all_different(image: &[u8], seed: u64) -> Vec<u8> {
    let mut mask = vec![0; image.len()];
    Rng::new(seed).fill(&mut mask);
    image
        .iter()
        .zip(mask)
        .map(|(byte, mask)| byte ^ mask.max(1))
        .collect()
}

/// `image` with new contents in one of a hundred of its 4 KiB sectors, and at least in one.
pub fn one_percent_different(image: &[u8], seed: u64) -> Vec<u8> {
    let mut other = image.to_vec();
    let mut rng = Rng::new(seed);
    let sectors = image.len() / SECTOR_BYTES as usize;
    let mut changed = std::collections::BTreeSet::new();
    while changed.len() < (sectors / 100).max(1) {
        changed.insert(rng.below(sectors as u64) as usize);
    }
    for sector in changed {
        let start = sector * SECTOR_BYTES as usize;
        rng.fill(&mut other[start..start + SECTOR_BYTES as usize]);
    }
    other
}
