//! Compares goldens with what is kept in the tree, or writes them there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use umbilical::wave::diff;
use umbilical::wave::read::Waves;

use super::Golden;
use super::stories::STORIES;

/// What brings the kept files up to date.
pub const UPDATE: &str = "cargo xtask golden --update";
/// Edges and lines that are shown of a file that differs.
const SHOWN: usize = 5;

/// The workspace root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// What differs between `kept` and `golden`, in words; `None` when they are equal.
pub fn difference(kept: &[u8], golden: &Golden) -> Option<String> {
    if kept == golden.contents {
        return None;
    }
    let name = golden.path.display();
    let waveform = golden
        .path
        .extension()
        .is_some_and(|ending| ending == "vcd");
    let what = if waveform {
        edges(kept, golden)
    } else {
        line(kept, &golden.contents)
    };
    Some(format!("{name}: kept | now\n{what}"))
}

/// The first edges that differ.
fn edges(kept: &[u8], golden: &Golden) -> String {
    let compare = || {
        let kept = Waves::new(&golden.path, kept)?;
        let now = Waves::new(&golden.path, golden.contents.as_slice())?;
        diff::compare(kept, now, SHOWN)
    };
    match compare() {
        Err(error) => format!("  {error}"),
        Ok(comparison) if comparison.equal() => {
            "  the same edges, written in another way".to_owned()
        }
        Ok(comparison) => comparison
            .to_string()
            .lines()
            .map(|line| format!("  {line}"))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// The first line that differs.
fn line(kept: &[u8], now: &[u8]) -> String {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().map(str::to_owned).collect()
    };
    let (kept, now) = (lines(kept), lines(now));
    let index = kept.iter().zip(&now).take_while(|(kept, now)| kept == now);
    let index = index.count();
    let shown = |lines: &[String]| match lines.get(index) {
        // Lines of pictures are long.
        Some(line) => line.chars().take(100).collect(),
        None => "(ends before)".to_owned(),
    };
    format!("  line {}: {} | {}", index + 1, shown(&kept), shown(&now))
}

/// Everything that differs between the tree at `root` and `goldens`, one text each.
///
/// # Errors
/// A file that is there and cannot be read.
pub fn check(root: &Path, goldens: &[Golden]) -> io::Result<Vec<String>> {
    let mut findings = Vec::new();
    for golden in goldens {
        match fs::read(root.join(&golden.path)) {
            Ok(kept) => findings.extend(difference(&kept, golden)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                findings.push(format!("{}: is not there", golden.path.display()));
            }
            Err(error) => return Err(error),
        }
    }
    findings.extend(leftovers(root)?);
    Ok(findings)
}

/// Folders that belong to no story.
fn leftovers(root: &Path) -> io::Result<Vec<String>> {
    let mut findings = Vec::new();
    let folder = root.join("waveforms");
    if !folder.exists() {
        return Ok(findings);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let known = STORIES.iter().any(|story| name == story.name);
        if entry.file_type()?.is_dir() && !known {
            let name = name.to_string_lossy();
            findings.push(format!(
                "waveforms/{name}: no story has this name; delete it"
            ));
        }
    }
    findings.sort();
    Ok(findings)
}

/// Writes `goldens` below `root` where they differ, and says what changed.
///
/// # Errors
/// A file that cannot be read or written.
pub fn update(root: &Path, goldens: &[Golden]) -> io::Result<Vec<String>> {
    let mut findings = Vec::new();
    for golden in goldens {
        let path = root.join(&golden.path);
        let kept = match fs::read(&path) {
            Ok(kept) => Some(kept),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let finding = match &kept {
            Some(kept) => difference(kept, golden),
            None => {
                let (name, bytes) = (golden.path.display(), golden.contents.len());
                Some(format!("{name}: new, {bytes} bytes"))
            }
        };
        if finding.is_some() {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, &golden.contents)?;
        }
        findings.extend(finding);
    }
    findings.extend(leftovers(root)?);
    Ok(findings)
}
