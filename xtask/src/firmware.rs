//! Builds the soft-MCU's program and keeps its image.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::elf::Elf;
use crate::rom::ROM_BYTES;
use crate::toolchain::{self, DEBIAN_PACKAGES, TARGET, Toolchain};

const RAM_BYTES: u32 = 4 * 1024;
/// Names that only a program that can panic contains.
const PANIC_MARKS: [&str; 4] = ["panicking", "panic_fmt", "unwrap_failed", "expect_failed"];

struct Built {
    image: Vec<u8>,
    record: String,
}

fn directory(root: &Path) -> PathBuf {
    root.join("soft-mcu/firmware")
}

/// The kept image.
pub fn image_path(root: &Path) -> PathBuf {
    directory(root).join("umbilical.rom")
}

fn record_path(root: &Path) -> PathBuf {
    directory(root).join("umbilical.rom.txt")
}

fn build(root: &Path, toolchain: &Toolchain) -> Result<Built, String> {
    eprintln!("building with {}", toolchain.describe());
    let target = root.join("target/fw");
    let status = toolchain
        .build(&directory(root), &target)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the firmware does not build, see above".into());
    }
    let path = target.join(TARGET).join("release/umbilical-firmware");
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let elf = Elf::parse(&bytes)?;
    refuse_panics(&elf)?;
    let mut image = elf.image()?;
    image.resize(image.len().next_multiple_of(4), 0);
    if image.len() > ROM_BYTES {
        return Err(format!(
            "the image has {} bytes, the ROM {ROM_BYTES}",
            image.len()
        ));
    }
    let record = record(toolchain, &elf, image.len())?;
    Ok(Built { image, record })
}

fn refuse_panics(elf: &Elf) -> Result<(), String> {
    for symbol in elf.symbols()? {
        if PANIC_MARKS.iter().any(|mark| symbol.name.contains(mark)) {
            return Err(format!(
                "the program can panic: it contains {}. Find the caller with a disassembler and \
                 use a checked operation there",
                symbol.name
            ));
        }
    }
    Ok(())
}

fn record(toolchain: &Toolchain, elf: &Elf, image_bytes: usize) -> Result<String, String> {
    let sections = elf.sections()?;
    let size = |name: &str| {
        sections
            .iter()
            .find(|section| section.name == name)
            .map_or(0, |section| section.size)
    };
    let report = size(".report");
    let statics = size(".data") + size(".bss");
    let mut text = format!("compiler {}\n", toolchain.describe());
    for (name, bytes) in [
        ("text", size(".text")),
        ("rodata", size(".rodata")),
        ("image", image_bytes as u32),
        ("rom-free", (ROM_BYTES - image_bytes) as u32),
        ("report", report),
        ("static", statics),
        ("stack", RAM_BYTES - report - statics),
    ] {
        let _ = writeln!(text, "{name:<9} {bytes:>6}");
    }
    Ok(text)
}

/// Builds the image and writes it with its record.
pub fn write(root: &Path) -> Result<(), String> {
    let toolchains = toolchain::available(root)?;
    let toolchain = toolchains.first().ok_or("no toolchain")?;
    let built = build(root, toolchain)?;
    for (path, contents) in [
        (image_path(root), &built.image[..]),
        (record_path(root), built.record.as_bytes()),
    ] {
        fs::write(&path, contents).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    print!("{}", built.record);
    Ok(())
}

/// Builds the image again and compares it with the kept one, byte for byte.
pub fn check(root: &Path) -> Result<(), String> {
    let read = |path: PathBuf| {
        fs::read(&path).map_err(|error| {
            format!(
                "{}: {error}. Make it with: cargo xtask firmware",
                path.display()
            )
        })
    };
    let kept = read(image_path(root))?;
    let record = String::from_utf8_lossy(&read(record_path(root))?).into_owned();
    let compiler = record
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("compiler "));
    let compiler =
        compiler.ok_or("umbilical.rom.txt does not name a compiler in its first line")?;
    let toolchains = toolchain::available(root)?;
    let toolchain = toolchains
        .iter()
        .find(|it| it.describe() == compiler)
        .ok_or_else(|| {
            let here: Vec<String> = toolchains.iter().map(Toolchain::describe).collect();
            format!(
                "the kept image is from \"{compiler}\", which is not here (here: {}). Install that \
             one (Debian: apt-get install {}), or build anew with: cargo xtask firmware",
                here.join("; "),
                DEBIAN_PACKAGES.join(" ")
            )
        })?;
    let built = build(root, toolchain)?;
    if built.image != kept {
        let same = built
            .image
            .iter()
            .zip(&kept)
            .take_while(|(a, b)| a == b)
            .count();
        return Err(format!(
            "umbilical.rom is not what the source builds to: {} bytes kept, {} built, first \
             difference at {same:#x}. Renew it with: cargo xtask firmware",
            kept.len(),
            built.image.len()
        ));
    }
    if built.record != record {
        return Err("umbilical.rom.txt is out of date. Renew it with: cargo xtask firmware".into());
    }
    print!("{}", built.record);
    println!("umbilical.rom is what the source builds to");
    Ok(())
}
