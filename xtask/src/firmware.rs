//! Builds the soft-MCU's two programs, one for either kind of memory, and keeps their images.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use umbilical_soft_mcu::registers::{RAM_BYTES, ROM_BYTES};

use crate::elf::Elf;
use crate::toolchain::{self, DEBIAN_PACKAGES, TARGET, Toolchain};

/// The images. A board has one kind of memory soldered in, so a ROM needs one of them.
pub const IMAGES: [&str; 2] = ["umbilical-i2c", "umbilical-spi"];
/// Names that only a program that can panic contains.
const PANIC_MARKS: [&str; 4] = ["panicking", "panic_fmt", "unwrap_failed", "expect_failed"];

struct Built {
    image: Vec<u8>,
    record: String,
}

fn directory(root: &Path) -> PathBuf {
    root.join("soft-mcu/firmware")
}

/// The kept image of this name, one of [`IMAGES`].
pub fn image_path(root: &Path, name: &str) -> PathBuf {
    directory(root).join(format!("{name}.rom"))
}

fn record_path(root: &Path, name: &str) -> PathBuf {
    directory(root).join(format!("{name}.rom.txt"))
}

fn build(root: &Path, toolchain: &Toolchain) -> Result<[Built; 2], String> {
    eprintln!("building with {}", toolchain.describe());
    let target = root.join("target/fw");
    let status = toolchain
        .build(root, &target)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the firmware does not build, see above".into());
    }
    let [i2c, spi] = IMAGES.map(|name| link(&target, toolchain, name));
    Ok([i2c?, spi?])
}

fn link(target: &Path, toolchain: &Toolchain, name: &str) -> Result<Built, String> {
    let path = target.join(TARGET).join(toolchain::PROFILE).join(name);
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let elf = Elf::parse(&bytes)?;
    refuse_panics(&elf).map_err(|error| format!("{name}: {error}"))?;
    let mut image = elf.image()?;
    image.resize(image.len().next_multiple_of(4), 0);
    if image.len() > ROM_BYTES as usize {
        return Err(format!(
            "{name} has {} bytes, the ROM {ROM_BYTES}",
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
        ("rom-free", ROM_BYTES - image_bytes as u32),
        ("report", report),
        ("static", statics),
        ("stack", RAM_BYTES - report - statics),
    ] {
        let _ = writeln!(text, "{name:<9} {bytes:>6}");
    }
    Ok(text)
}

/// The records side by side.
fn table(built: &[Built; 2]) -> String {
    let [i2c, spi] = built;
    let mut text = format!("{:<9} {:>6} {:>6}\n", "", "i2c", "spi");
    for (left, right) in i2c.record.lines().zip(spi.record.lines()).skip(1) {
        let bytes = right.split_whitespace().last().unwrap_or_default();
        let _ = writeln!(text, "{left} {bytes:>6}");
    }
    text
}

/// Builds the images and writes them with their records.
pub fn write(root: &Path) -> Result<(), String> {
    let toolchains = toolchain::available(root)?;
    let toolchain = toolchains.first().ok_or("no toolchain")?;
    let all = build(root, toolchain)?;
    for (name, built) in IMAGES.iter().zip(&all) {
        for (path, contents) in [
            (image_path(root, name), &built.image[..]),
            (record_path(root, name), built.record.as_bytes()),
        ] {
            fs::write(&path, contents).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    print!("{}", table(&all));
    Ok(())
}

fn kept(path: PathBuf) -> Result<Vec<u8>, String> {
    fs::read(&path).map_err(|error| {
        format!(
            "{}: {error}. Make it with: cargo xtask firmware",
            path.display()
        )
    })
}

/// The toolchain that the kept images are from.
fn kept_toolchain(root: &Path) -> Result<Toolchain, String> {
    let name = IMAGES[0];
    let record = String::from_utf8_lossy(&kept(record_path(root, name))?).into_owned();
    let compiler = record
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("compiler "));
    let compiler = compiler
        .ok_or_else(|| format!("{name}.rom.txt does not name a compiler in its first line"))?;
    let toolchains = toolchain::available(root)?;
    let here: Vec<String> = toolchains.iter().map(Toolchain::describe).collect();
    toolchains
        .into_iter()
        .find(|it| it.describe() == compiler)
        .ok_or_else(|| {
            format!(
                "the kept image is from \"{compiler}\", which is not here (here: {}). Install that \
             one (Debian: apt-get install {}), or build anew with: cargo xtask firmware",
                here.join("; "),
                DEBIAN_PACKAGES.join(" ")
            )
        })
}

/// Builds the images again and compares them with the kept ones, byte for byte.
pub fn check(root: &Path) -> Result<(), String> {
    let all = build(root, &kept_toolchain(root)?)?;
    for (name, built) in IMAGES.iter().zip(&all) {
        let image = kept(image_path(root, name))?;
        if built.image != image {
            let same = built.image.iter().zip(&image);
            let same = same.take_while(|(a, b)| a == b).count();
            return Err(format!(
                "{name}.rom is not what the source builds to: {} bytes kept, {} built, first \
                 difference at {same:#x}. Renew it with: cargo xtask firmware",
                image.len(),
                built.image.len()
            ));
        }
        if built.record.as_bytes() != kept(record_path(root, name))? {
            return Err(format!(
                "{name}.rom.txt is out of date. Renew it with: cargo xtask firmware"
            ));
        }
    }
    print!("{}", table(&all));
    println!("{} are what the source builds to", IMAGES.join(" and "));
    Ok(())
}
