//! `cargo xtask verilog`: the Verilog that is kept in `rtl/verilog`.

mod synthesis;
mod translation;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian;

/// Debian packages that the check runs.
pub const DEBIAN_PACKAGES: [&str; 2] = ["verilator", "yosys"];
/// Path of the whole controller below the directory.
const CONTROLLER: &str = "umbilical.v";

fn kept(root: &Path) -> PathBuf {
    root.join("rtl/verilog")
}

/// Generates all files into a directory of the build.
fn generate(root: &Path) -> Result<PathBuf, String> {
    let directory = root.join("target/verilog");
    if directory.exists() {
        fs::remove_dir_all(&directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
    }
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args([
            "run",
            "--quiet",
            "--package",
            "umbilical-rtl",
            "--bin",
            "verilog",
            "--",
        ])
        .arg(&directory)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("generating the Verilog failed ({status})"));
    }
    Ok(directory)
}

/// Every `.v` file below `directory`, by its path from there.
fn files(directory: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, String> {
    let mut found = BTreeMap::new();
    let mut ahead = vec![directory.to_path_buf()];
    while let Some(next) = ahead.pop() {
        let fault = |error: std::io::Error| format!("{}: {error}", next.display());
        if !next.exists() {
            continue;
        }
        for entry in fs::read_dir(&next).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if path.is_dir() {
                ahead.push(path);
            } else if path.extension().is_some_and(|extension| extension == "v") {
                let contents = fs::read(&path).map_err(fault)?;
                let name = path.strip_prefix(directory).unwrap_or(&path).to_path_buf();
                found.insert(name, contents);
            }
        }
    }
    Ok(found)
}

/// Writes every file, and removes those that no block gives any more.
pub fn write(root: &Path) -> Result<(), String> {
    let fresh = files(&generate(root)?)?;
    let kept = kept(root);
    for name in files(&kept)?
        .keys()
        .filter(|name| !fresh.contains_key(*name))
    {
        let path = kept.join(name);
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("removed {}", path.display());
    }
    for (name, contents) in &fresh {
        let path = kept.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&kept))
            .and_then(|()| fs::write(&path, contents))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    println!("{} files in {}", fresh.len(), kept.display());
    Ok(())
}

/// What is wrong with the kept files, the first by name.
fn compare(
    kept: &BTreeMap<PathBuf, Vec<u8>>,
    fresh: &BTreeMap<PathBuf, Vec<u8>>,
) -> Result<(), String> {
    const RENEW: &str = "Renew it with: cargo xtask verilog";
    for (name, contents) in fresh {
        let name_shown = name.display();
        match kept.get(name) {
            None => return Err(format!("rtl/verilog/{name_shown} is missing. {RENEW}")),
            Some(old) if old != contents => {
                let text = [old, contents].map(|text| String::from_utf8_lossy(text));
                let same = text[0].lines().zip(text[1].lines());
                let line = same.take_while(|(old, new)| old == new).count() + 1;
                return Err(format!(
                    "rtl/verilog/{name_shown} is stale, first at line {line}. {RENEW}"
                ));
            }
            Some(_) => {}
        }
    }
    match kept.keys().find(|name| !fresh.contains_key(*name)) {
        Some(name) => Err(format!(
            "rtl/verilog/{} comes from no block any more. {RENEW}",
            name.display()
        )),
        None => Ok(()),
    }
}

/// Checks source, kept files, and what independent tools think of them.
pub fn check(root: &Path) -> Result<(), String> {
    debian::ensure_debian(&DEBIAN_PACKAGES)?;
    translation::check(&root.join("rtl/src"))?;
    let kept = kept(root);
    let (old, fresh) = (files(&kept)?, files(&generate(root)?)?);
    compare(&old, &fresh)?;
    for name in fresh.keys() {
        synthesis::lint(&kept.join(name))?;
    }
    synthesis::check_controller(root, &kept.join(CONTROLLER), &root.join("target/verilog"))?;
    println!("{} files are what the source gives", fresh.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
        let file = |(name, text): &(&str, &str)| (PathBuf::from(name), text.as_bytes().to_vec());
        files.iter().map(file).collect()
    }

    #[test]
    fn a_stale_missing_or_orphaned_file_is_named_with_the_command() {
        let fresh = set(&[("a.v", "1\n2\n"), ("blocks/b.v", "1\n")]);
        assert_eq!(compare(&fresh, &fresh), Ok(()));
        for (kept, expected) in [
            (
                set(&[("a.v", "1\n3\n"), ("blocks/b.v", "1\n")]),
                "a.v is stale, first at line 2",
            ),
            (set(&[("a.v", "1\n2\n")]), "blocks/b.v is missing"),
            (
                set(&[("a.v", "1\n2\n"), ("blocks/b.v", "1\n"), ("c.v", "")]),
                "c.v comes from no block",
            ),
        ] {
            let message = compare(&kept, &fresh).expect_err("they differ");
            assert!(message.contains(expected), "{message}");
            assert!(message.contains("cargo xtask verilog"), "{message}");
        }
    }
}
