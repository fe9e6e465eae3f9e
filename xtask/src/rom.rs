//! The kept firmware image as the ROM of a simulation or of a synthesis reads it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::firmware;

/// Size of the instruction memory.
pub const ROM_BYTES: usize = 32 * 1024;

/// The image that synthesis and the gates take: which one does not matter to the hardware.
const IMAGE: &str = firmware::IMAGES[0];

/// Writes the kept firmware image as `umbilical.hex`, which is what the ROM reads.
///
/// # Errors
/// There is no image, or it does not fit.
pub fn write_hex(root: &Path, directory: &Path) -> Result<(), String> {
    write_image(root, directory, IMAGE)
}

/// The same for the image of this name, one of [`firmware::IMAGES`].
///
/// # Errors
/// As [`write_hex`].
pub fn write_image(root: &Path, directory: &Path, name: &str) -> Result<(), String> {
    let rom = firmware::image_path(root, name);
    let image = fs::read(&rom).map_err(|error| {
        format!(
            "{}: {error}; make it with: cargo xtask firmware",
            rom.display()
        )
    })?;
    let hex = directory.join("umbilical.hex");
    fs::write(&hex, rom_hex(&image)?).map_err(|error| format!("{}: {error}", hex.display()))
}

/// The image as `$readmemh` wants it: a little-endian halfword a line, the rest of the ROM 0.
fn rom_hex(image: &[u8]) -> Result<String, String> {
    if image.is_empty() || image.len() > ROM_BYTES {
        return Err(format!(
            "the firmware image has {} bytes, the ROM {ROM_BYTES}",
            image.len()
        ));
    }
    let mut padded = image.to_vec();
    padded.resize(ROM_BYTES, 0);
    let mut hex = String::with_capacity(ROM_BYTES / 2 * 5);
    for half in padded.chunks_exact(2) {
        for byte in half.iter().rev() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex.push('\n');
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_image_is_written_by_halfwords_and_padded() {
        let hex = rom_hex(&[0x13, 0x05, 0xA0, 0x00]).unwrap_or_default();
        assert!(hex.starts_with("0513\n00a0\n"));
        assert_eq!(hex.lines().count(), ROM_BYTES / 2);
        let hex = rom_hex(&[0x13, 0x05, 0x10, 0x00, 0xFF]).unwrap_or_default();
        assert!(
            hex.starts_with("0513\n0010\n00ff\n0000\n"),
            "a last halfword in part"
        );
        assert!(rom_hex(&vec![0; ROM_BYTES + 1]).is_err());
    }
}
