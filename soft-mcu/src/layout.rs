//! What of a memory is copied, what belongs to the unit, and what makes a device of the same type.
//!
//! A layout names up to [`REGIONS_MAX`] regions of the memory, each with a [`Policy`], and a range
//! of bytes that must be equal on both devices before anything is written. Bytes that no region
//! names are left alone. Without a layout the whole memory is one region that is copied.
//!
//! All boundaries lie where a power cut stops ruining bytes ([`Space::unit`]): a write of one byte
//! reprograms its whole page (a NOR flash: its erase sector), so a cut during a write next door
//! could otherwise take a MAC address with it. For the same reason the type check lies outside of
//! everything that is copied: what tells the type must outlast every cut of a rescue.
//!
//! Nothing that is read is trusted: [`Layout::parse`] applies every rule that [`Layout::new`]
//! does. Its place in the journal is in [`record`]; as words, per region:
//!
//! ```text
//! word 0..1  name, padded with 0        2  offset        3  length        4  policy
//! ```

pub mod record;

use core::fmt::{self, Write as _};
use core::num::NonZeroU32;

/// Most regions of a layout.
pub const REGIONS_MAX: usize = 8;
/// Most bytes of a region's name.
pub const NAME_BYTES: usize = 8;
/// Most bytes that the type check compares.
pub const TYPE_BYTES_MAX: u32 = 256;
/// Words of one region in the journal.
pub const REGION_WORDS: u32 = 5;

/// What happens to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Policy {
    /// Becomes equal to the source.
    Copy = 0,
    /// Belongs to the unit (MAC address, serial number, calibration): never written, and proved
    /// unchanged after the rescue.
    Keep = 1,
    /// Left alone.
    Skip = 2,
}

impl Policy {
    /// Every policy, in the order of the codes.
    pub const ALL: [Policy; 3] = [Policy::Copy, Policy::Keep, Policy::Skip];

    /// The policy with this code.
    pub const fn from_code(code: u32) -> Option<Self> {
        match code {
            0 => Some(Policy::Copy),
            1 => Some(Policy::Keep),
            2 => Some(Policy::Skip),
            _ => None,
        }
    }

    /// Its name, as in a layout file.
    pub const fn text(self) -> &'static str {
        match self {
            Policy::Copy => "copy",
            Policy::Keep => "keep",
            Policy::Skip => "skip",
        }
    }
}

/// A region's name: 1 to 8 printable ASCII characters without space, padded with 0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name(
    /// Little-endian words.
    [u32; NAME_BYTES / 4],
);

impl Name {
    /// The name `text`; `None` if it is empty, too long or has other characters.
    pub fn new(text: &str) -> Option<Self> {
        let graphic = text.bytes().all(|byte| byte.is_ascii_graphic());
        if text.is_empty() || text.len() > NAME_BYTES || !graphic {
            return None;
        }
        let mut name = Name([0; NAME_BYTES / 4]);
        for (index, byte) in text.bytes().enumerate() {
            if let Some(word) = name.0.get_mut(index / 4) {
                *word |= u32::from(byte) << (8 * (index % 4));
            }
        }
        Some(name)
    }

    /// Every byte, with the padding.
    fn bytes(&self) -> impl Iterator<Item = u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes())
    }

    fn is_valid(&self) -> bool {
        let Name([mut word, mut next]) = *self;
        // After the first 0 there is nothing but padding.
        loop {
            if !(word as u8).is_ascii_graphic() {
                return false;
            }
            word = word >> 8 | next << 24;
            next >>= 8;
            if word | next == 0 {
                return true;
            }
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.bytes().take_while(|byte| *byte != 0);
        text.try_for_each(|byte| f.write_char(char::from(byte)))
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

/// A part of the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// What it is called.
    pub name: Name,
    /// Its first byte.
    pub offset: u32,
    /// Its bytes.
    pub length: u32,
    /// What happens to it.
    pub policy: Policy,
}

impl Region {
    /// Some bytes that no layout names.
    pub(crate) const fn unnamed(offset: u32, length: u32) -> Self {
        Self {
            name: Name([0; NAME_BYTES / 4]),
            offset,
            length,
            policy: Policy::Skip,
        }
    }

    /// The first byte after it. No region of a [`Layout`] reaches beyond the memory.
    #[inline]
    pub const fn end(&self) -> u32 {
        self.offset.wrapping_add(self.length)
    }
}

/// Bytes that must be equal on both devices, or the rescue is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeCheck {
    /// The first byte.
    pub offset: u32,
    /// How many, at most [`TYPE_BYTES_MAX`]; 0: nothing is checked.
    pub length: u32,
}

impl TypeCheck {
    /// Nothing is checked.
    pub const NONE: Self = Self {
        offset: 0,
        length: 0,
    };
}

/// The memory that a layout is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes of the memory.
    pub bytes: u32,
    /// Most that a power cut during a write can ruin, a power of two: the page of an EEPROM, the
    /// 4 KiB sector of a NOR flash.
    pub unit: u32,
}

/// A rule of layouts, by its code in fault details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Rule {
    /// More than [`REGIONS_MAX`] regions.
    TooMany = 1,
    /// A name is not 1 to 8 printable ASCII characters.
    BadName = 2,
    /// A policy is none of copy, keep and skip.
    BadPolicy = 3,
    /// A region has no bytes.
    ZeroLength = 4,
    /// A region does not begin and end on a boundary of [`Space::unit`].
    Unaligned = 5,
    /// A region reaches beyond the memory.
    OutOfRange = 6,
    /// A region begins before the end of the one in front of it.
    Overlap = 7,
    /// No region is copied.
    NothingToCopy = 8,
    /// The type check has more than [`TYPE_BYTES_MAX`] bytes.
    TypeLength = 9,
    /// The type check reaches beyond the memory.
    TypeOutOfRange = 10,
    /// The type check lies in a region that is copied.
    TypeCopied = 11,
}

impl Rule {
    /// Every rule, in the order of the codes.
    const ALL: [Rule; 11] = [
        Rule::TooMany,
        Rule::BadName,
        Rule::BadPolicy,
        Rule::ZeroLength,
        Rule::Unaligned,
        Rule::OutOfRange,
        Rule::Overlap,
        Rule::NothingToCopy,
        Rule::TypeLength,
        Rule::TypeOutOfRange,
        Rule::TypeCopied,
    ];
}

/// A layout breaks a rule: the [`detail`](Self::detail) says which and where. One word, so that a
/// `Result` is one too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutError(NonZeroU32);

impl LayoutError {
    /// Which rule.
    pub fn rule(self) -> Rule {
        let code = self.detail() as u8;
        let mut rules = Rule::ALL.into_iter();
        // None of them has code 0.
        rules
            .find(|rule| *rule as u8 == code)
            .unwrap_or(Rule::TooMany)
    }

    /// The region that breaks it, counted from 0; 0 where it is none or all of them.
    pub const fn region(self) -> u8 {
        (self.0.get() >> 8) as u8
    }

    /// As the detail of a fault: the rule in the low byte, the region above.
    pub const fn detail(self) -> u32 {
        self.0.get()
    }
}

const fn broken(rule: Rule, region: u32) -> Result<(), LayoutError> {
    match NonZeroU32::new(rule as u32 | region << 8) {
        Some(detail) => Err(LayoutError(detail)),
        None => Ok(()),
    }
}

/// Regions in ascending order, and the type check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    regions: [Region; REGIONS_MAX],
    count: usize,
    type_check: TypeCheck,
}

impl Layout {
    /// No regions. All of it is zeros.
    const EMPTY: Self = Self {
        regions: [Region {
            name: Name([0; NAME_BYTES / 4]),
            offset: 0,
            length: 0,
            policy: Policy::Copy,
        }; REGIONS_MAX],
        count: 0,
        type_check: TypeCheck::NONE,
    };

    /// What stands without a layout: one region of `bytes` bytes that is copied.
    pub const fn whole(bytes: u32) -> Self {
        let mut layout = Self::EMPTY;
        layout.count = 1;
        layout.regions[0].name = Name([u32::from_le_bytes(*b"all\0"), 0]);
        layout.regions[0].length = bytes;
        layout
    }

    /// Makes what [`whole`](Self::whole) gave that of `bytes` bytes.
    pub(crate) fn be_whole(&mut self, bytes: u32) {
        let [all, ..] = &mut self.regions;
        all.length = bytes;
    }

    /// A layout of `regions`, which stand in ascending order.
    ///
    /// # Errors
    /// The first [`Rule`] that is broken.
    pub fn new(
        regions: &[Region],
        type_check: TypeCheck,
        space: Space,
    ) -> Result<Self, LayoutError> {
        if regions.len() > REGIONS_MAX {
            broken(Rule::TooMany, REGIONS_MAX as u32)?;
        }
        let mut layout = Self::whole(0);
        layout.count = regions.len();
        layout.type_check = type_check;
        for (to, from) in layout.regions.iter_mut().zip(regions) {
            *to = *from;
        }
        layout.obeys(space)?;
        Ok(layout)
    }

    /// The layout of `count` regions whose words `word` gives, by index. No word beyond
    /// [`REGIONS_MAX`] regions is asked for.
    ///
    /// # Errors
    /// The first [`Rule`] that is broken.
    pub fn parse(
        count: u32,
        type_check: TypeCheck,
        space: Space,
        mut word: impl FnMut(u32) -> u32,
    ) -> Result<Self, LayoutError> {
        let mut layout = Self::whole(0);
        layout.read(count, type_check, space, &mut word)?;
        Ok(layout)
    }

    /// As [`parse`](Self::parse), in place: the firmware has no stack to spare. What is there after
    /// an error is no layout.
    pub(crate) fn read(
        &mut self,
        count: u32,
        type_check: TypeCheck,
        space: Space,
        mut word: impl FnMut(u32) -> u32,
    ) -> Result<(), LayoutError> {
        if count > REGIONS_MAX as u32 {
            return broken(Rule::TooMany, REGIONS_MAX as u32);
        }
        self.count = count as usize;
        self.type_check = type_check;
        let mut index = 0;
        for (number, region) in (0..count).zip(&mut self.regions) {
            let mut next = || {
                index += 1;
                word(index - 1)
            };
            region.name = Name([next(), next()]);
            region.offset = next();
            region.length = next();
            let Some(policy) = Policy::from_code(next()) else {
                return broken(Rule::BadPolicy, number);
            };
            region.policy = policy;
        }
        self.obeys(space)
    }

    #[inline(never)]
    fn obeys(&self, space: Space) -> Result<(), LayoutError> {
        let inside =
            |offset, length| length <= space.bytes && offset <= space.bytes.wrapping_sub(length);
        let check = self.type_check;
        if check.length > TYPE_BYTES_MAX {
            return broken(Rule::TypeLength, 0);
        }
        if !inside(check.offset, check.length) {
            return broken(Rule::TypeOutOfRange, 0);
        }
        let mut end = 0;
        let mut verdict = broken(Rule::NothingToCopy, 0);
        for (number, region) in (0..).zip(self.regions()) {
            let copy = region.policy == Policy::Copy;
            let rule = if !region.name.is_valid() {
                Rule::BadName
            } else if region.length == 0 {
                Rule::ZeroLength
            } else if (region.offset | region.length) & space.unit.wrapping_sub(1) != 0 {
                Rule::Unaligned
            } else if !inside(region.offset, region.length) {
                Rule::OutOfRange
            } else if region.offset < end {
                Rule::Overlap
            } else if copy
                && region.offset < check.offset + check.length
                && check.offset < region.end()
                && check.length != 0
            {
                Rule::TypeCopied
            } else {
                end = region.end();
                if copy {
                    verdict = Ok(());
                }
                continue;
            };
            return broken(rule, number);
        }
        verdict
    }

    /// The regions, in ascending order.
    #[inline]
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().take(self.count)
    }

    /// The bytes that must be equal on both devices.
    #[inline]
    pub fn type_check(&self) -> TypeCheck {
        self.type_check
    }

    /// The first region with this policy that begins at `offset` or after it.
    #[inline(never)]
    pub fn after(&self, policy: Policy, offset: u32) -> Option<&Region> {
        for region in self.regions() {
            if region.policy == policy && region.offset >= offset {
                return Some(region);
            }
        }
        None
    }

    /// Bytes of all regions with this policy.
    pub fn bytes(&self, policy: Policy) -> u32 {
        let same = self.regions().filter(|region| region.policy == policy);
        same.map(|region| region.length).sum()
    }

    /// Makes `memory` what a rescue from `source` makes of it.
    pub fn apply(&self, source: &[u8], memory: &mut [u8]) {
        for region in self.regions() {
            let range = region.offset as usize..region.end() as usize;
            if region.policy == Policy::Copy
                && let (Some(to), Some(from)) = (memory.get_mut(range.clone()), source.get(range))
            {
                to.copy_from_slice(from);
            }
        }
    }

    /// Copies the region `name` alone: every other region that is copied is left alone instead.
    /// `None` if there is no such region or it is not copied.
    pub fn only(mut self, name: Name) -> Option<Self> {
        for region in self.regions.iter_mut().take(self.count) {
            if region.policy == Policy::Copy && region.name != name {
                region.policy = Policy::Skip;
            }
        }
        self.after(Policy::Copy, 0).is_some().then_some(self)
    }

    /// Its regions as words of the journal, unused ones 0.
    pub fn to_words(&self) -> [u32; REGIONS_MAX * REGION_WORDS as usize] {
        let words = self.regions().flat_map(|region| {
            let Region { offset, length, .. } = *region;
            let Name([low, high]) = region.name;
            [low, high, offset, length, region.policy as u32]
        });
        let mut all = [0; REGIONS_MAX * REGION_WORDS as usize];
        for (to, from) in all.iter_mut().zip(words) {
            *to = from;
        }
        all
    }

    /// Number of regions.
    pub fn count(&self) -> u32 {
        self.count as u32
    }
}

#[cfg(test)]
mod tests;
