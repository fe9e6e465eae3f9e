//! What of a file goes to which bytes of a device.
//!
//! | bytes | written |
//! |---|---|
//! | of a region that the backup has with the policy `copy` | yes |
//! | `keep` | if it is a backup of this very device |
//! | `skip` | no |
//! | of all those, what the device's own layout does not copy | no, unless everything is asked for |

use std::ops::Range;
use std::path::Path;

use umbilical_soft_mcu::layout::{Layout, Name, Policy, REGIONS_MAX, Region, TypeCheck};

use super::problem::Problem as DeviceProblem;
use crate::backup::image::Image;
use crate::backup::{Contents, DeviceId, Mapping, Problem, Target};
use crate::error::Error;

/// What blank memories hold.
pub const BLANK: u8 = 0xFF;

/// What somebody asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// What may differ between file and device.
    pub mapping: Mapping,
    /// Also what the device's layout keeps or leaves alone.
    pub all: bool,
    /// Bytes that an image does not have are blank.
    pub fill_gaps: bool,
    /// Nothing is written, so a device without an identity may be the file's own.
    pub reads_only: bool,
}

/// What of a file goes to a device.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The bytes that are written, as regions that are copied.
    pub writes: Layout,
    /// As long as the memory; only what is written counts.
    pub image: Vec<u8>,
    /// Bytes that the file holds and that stay as they are on the device.
    pub kept_bytes: u64,
    /// Everything in the file.
    pub file: Image,
}

impl Selection {
    /// What of `contents`, read from `path`, goes to `target`, whose layout is `layout`.
    ///
    /// # Errors
    /// [`Error::Backup`] for a file that may not go there; what it is for the device, through `fail`.
    pub fn new(
        (path, contents): (&Path, &Contents),
        target: &Target,
        layout: Option<&Layout>,
        wish: Wish,
        fail: impl Fn(DeviceProblem) -> Error,
    ) -> Result<Selection, Error> {
        let in_file = |problem| Error::backup(path, problem);
        let bytes = target.memory.bytes();
        let blank = || vec![BLANK; bytes as usize];
        let (regions, image, file) = match contents {
            Contents::Backup(backup) => {
                let own = backup.manifest().about.device.id;
                let mut target = target.clone();
                if target.device == DeviceId::NONE && !wish.reads_only {
                    if !wish.mapping.device {
                        return Err(fail(DeviceProblem::NoIdentity));
                    }
                    // Two devices without one are not the same device.
                    target.device = own.other();
                }
                let restore = backup.restore_to(&target, wish.mapping).map_err(in_file)?;
                let image = restore.onto(&blank()).map_err(in_file)?;
                (*restore.writes(), image, backup.image())
            }
            Contents::Image(_, image) => {
                if !wish.mapping.device {
                    return Err(in_file(Problem::Usage {
                        what: "an image does not say whose memory it is of",
                        hint: "if it is for this device: --map device",
                    }));
                }
                let flat = image.flat(Some(bytes), wish.fill_gaps.then_some(BLANK));
                let flat = flat.map_err(|problem| in_file(problem.into()))?;
                (Layout::whole(bytes), flat, image.clone())
            }
        };
        let writes = match layout {
            Some(layout) if !wish.all => {
                let pieces = pieces(&regions, layout);
                let space = target.memory.space();
                if pieces.is_empty() {
                    return Err(fail(DeviceProblem::NothingToWrite));
                }
                copied(&pieces, |regions| {
                    Layout::new(regions, TypeCheck::NONE, space).ok()
                })
                .ok_or_else(|| fail(DeviceProblem::TooManyPieces(pieces.len())))?
            }
            _ => regions,
        };
        let written = u64::from(writes.bytes(Policy::Copy));
        Ok(Selection {
            kept_bytes: file.bytes().saturating_sub(written),
            writes,
            image,
            file,
        })
    }

    /// The bytes that are written.
    pub fn ranges(&self) -> Vec<Range<u32>> {
        let copied = self.writes.regions();
        copied.map(|region| region.offset..region.end()).collect()
    }

    /// From the first byte that is written to the last.
    pub fn hull(&self) -> Range<u32> {
        let ranges = self.ranges();
        let first = ranges.first().map_or(0, |range| range.start);
        first..ranges.last().map_or(first, |range| range.end)
    }
}

/// What both copy, in ascending order, those that touch as one.
fn pieces(regions: &Layout, device: &Layout) -> Vec<Range<u32>> {
    let copies = |layout: &Layout| -> Vec<Range<u32>> {
        let copied = layout.regions();
        let copied = copied.filter(|region| region.policy == Policy::Copy);
        copied.map(|region| region.offset..region.end()).collect()
    };
    let device = copies(device);
    let mut pieces: Vec<Range<u32>> = Vec::new();
    for region in copies(regions) {
        for other in &device {
            let both = region.start.max(other.start)..region.end.min(other.end);
            match pieces.last_mut() {
                _ if both.start >= both.end => {}
                Some(last) if last.end == both.start => last.end = both.end,
                _ => pieces.push(both),
            }
        }
    }
    pieces
}

fn copied<R>(pieces: &[Range<u32>], make: impl FnOnce(&[Region]) -> Option<R>) -> Option<R> {
    if pieces.len() > REGIONS_MAX {
        return None;
    }
    let region = |piece: &Range<u32>| {
        Some(Region {
            name: Name::new("copied")?,
            offset: piece.start,
            length: piece.end - piece.start,
            policy: Policy::Copy,
        })
    };
    let regions: Option<Vec<Region>> = pieces.iter().map(region).collect();
    make(&regions?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use umbilical_soft_mcu::layout::Space;

    const SPACE: Space = Space {
        bytes: 1 << 16,
        unit: 16,
    };

    fn layout(regions: &[(u32, u32, Policy)]) -> Layout {
        let regions: Vec<Region> = regions
            .iter()
            .map(|(start, end, policy)| Region {
                name: Name::new("r").expect("a name"),
                offset: *start,
                length: end - start,
                policy: *policy,
            })
            .collect();
        Layout::new(&regions, TypeCheck::NONE, SPACE).expect("a layout")
    }

    #[test]
    fn what_both_copy_is_written() {
        let file = layout(&[
            (0, 0x100, Policy::Copy),
            (0x100, 0x200, Policy::Copy),
            (0x400, 0x500, Policy::Keep),
            (0x800, 0x900, Policy::Copy),
        ]);
        let device = layout(&[
            (0, 0x40, Policy::Keep),
            (0x40, 0x480, Policy::Copy),
            (0x840, 0x880, Policy::Copy),
            (0x8C0, 0x1000, Policy::Copy),
        ]);
        // Touching ones are one; what the device keeps or does not name is out.
        let expected = [0x40..0x200, 0x840..0x880, 0x8C0..0x900];
        assert_eq!(pieces(&file, &device), expected);
        assert_eq!(pieces(&device, &file), expected);
    }

    #[test]
    fn more_pieces_than_a_layout_has_are_refused() {
        let pieces: Vec<Range<u32>> = (0..9).map(|at| at * 32..at * 32 + 16).collect();
        assert!(copied(&pieces[..8], |regions| Some(regions.len())) == Some(8));
        assert!(copied(&pieces, |_| Some(())).is_none());
    }
}
