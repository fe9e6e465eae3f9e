//! The kept firmware image as the ROM of a simulation or of a synthesis reads it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use umbilical_soft_mcu::registers;

use crate::firmware;

const ROM_BYTES: usize = registers::ROM_BYTES as usize;

/// The image that synthesis and the gates take: which one does not matter to the hardware.
const IMAGE: &str = firmware::IMAGES[0];

/// Writes the kept firmware image as `umbilical.low.hex` and `umbilical.high.hex`, which is what the
/// ROM reads: `rtl/src/memory/rom.rs`.
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
    for (name, text) in ["low", "high"].iter().zip(rom_hex(&image)?) {
        let hex = directory.join(format!("umbilical.{name}.hex"));
        fs::write(&hex, text).map_err(|error| format!("{}: {error}", hex.display()))?;
    }
    Ok(())
}

/// The image as `$readmemh` wants it: the lower bytes of the halfwords, a line each, and the upper
/// ones; the rest of the ROM 0.
fn rom_hex(image: &[u8]) -> Result<[String; 2], String> {
    if image.is_empty() || image.len() > ROM_BYTES {
        return Err(format!(
            "the firmware image has {} bytes, the ROM {ROM_BYTES}",
            image.len()
        ));
    }
    let mut padded = image.to_vec();
    padded.resize(ROM_BYTES, 0);
    Ok([0, 1].map(|lane| {
        let bytes = padded.iter().skip(lane).step_by(2);
        bytes.fold(String::new(), |mut hex, byte| {
            let _ = writeln!(hex, "{byte:02x}");
            hex
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_image_is_written_by_bytes_of_halfwords_and_padded() {
        let [low, high] = rom_hex(&[0x13, 0x05, 0xA0, 0x00, 0xFF]).expect("it fits");
        assert!(low.starts_with("13\na0\nff\n00\n"), "{}", &low[..20]);
        assert!(high.starts_with("05\n00\n00\n00\n"), "{}", &high[..20]);
        for lane in [low, high] {
            assert_eq!(lane.lines().count(), ROM_BYTES / 2);
        }
        assert!(rom_hex(&vec![0; ROM_BYTES + 1]).is_err());
    }
}
