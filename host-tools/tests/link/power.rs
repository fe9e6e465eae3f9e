//! What a loss of power in the middle of an erase or a program makes of a memory.

use std::ops::Range;

/// What a deed that is cut off looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    Done,
    Untouched,
}

/// A loss of power.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Deeds before the one that it falls into.
    pub after: usize,
    pub looks: Looks,
    /// Nobody answers from then on.
    pub for_good: bool,
}

/// A byte that is left between what it was and what it was to be: it reads as one of them so many
/// times more, and then as the other, until it is erased or programmed.
#[derive(Clone, Copy, Debug)]
struct Unsound {
    at: usize,
    later: u8,
    reads_left: u32,
}

/// One byte in so many is left so.
const UNSOUND_ONE_IN: usize = 7;

/// The supply, and what it did to the memory.
#[derive(Debug, Default)]
pub struct Power {
    pub cut: Option<Cut>,
    /// How often bytes that a cut leaves between 0 and 1 read as they look.
    pub reads_left: u32,
    pub is_off: bool,
    /// Bytes that cuts left so, in all.
    pub struck: usize,
    unsound: Vec<Unsound>,
}

impl Power {
    /// What `memory` reads as. Bytes that were read too often are from then on what they do not look like.
    pub fn look(&mut self, memory: &mut [u8], range: Range<usize>) -> Vec<u8> {
        for cell in &mut self.unsound {
            match cell.reads_left {
                _ if !range.contains(&cell.at) => {}
                0 => memory[cell.at] = cell.later,
                _ => cell.reads_left -= 1,
            }
        }
        memory[range].to_vec()
    }

    /// Every byte becomes what it will be in the end.
    pub fn age(&mut self, memory: &mut [u8]) {
        for cell in std::mem::take(&mut self.unsound) {
            memory[cell.at] = cell.later;
        }
    }

    /// These bytes were erased or programmed.
    pub fn settles(&mut self, range: &Range<usize>) {
        self.unsound.retain(|cell| !range.contains(&cell.at));
    }

    /// Whether it fails in this deed, which makes of `before` what `memory` holds now.
    pub fn fails(
        &mut self,
        deeds: usize,
        memory: &mut [u8],
        range: Range<usize>,
        before: &[u8],
    ) -> bool {
        let Some(cut) = self.cut.filter(|cut| cut.after < deeds) else {
            return false;
        };
        (self.cut, self.is_off) = (None, cut.for_good);
        let mut later = before.to_vec();
        if cut.looks == Looks::Untouched {
            memory[range.clone()].swap_with_slice(&mut later);
        }
        for (at, later) in range.zip(later).step_by(UNSOUND_ONE_IN) {
            if memory[at] != later {
                let reads_left = self.reads_left;
                self.struck += 1;
                self.unsound.push(Unsound {
                    at,
                    later,
                    reads_left,
                });
            }
        }
        true
    }
}
