//! What can be wrong with a layout file, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use umbilical_soft_mcu::layout::{
    LayoutError, NAME_BYTES, Policy, REGIONS_MAX, Region, Rule, Space, TYPE_BYTES_MAX, TypeCheck,
};

/// A layout file that cannot be used.
#[derive(Debug)]
pub struct LayoutFileError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a layout.
#[derive(Debug)]
pub enum Problem {
    /// It is no TOML, or a key is missing, unknown or of the wrong type.
    Syntax {
        /// The line, counted from 1.
        line: Option<usize>,
        /// What the parser says.
        message: String,
    },
    /// A name is not 1 to 8 printable ASCII characters.
    Name(String),
    /// A policy is none of copy, keep and skip.
    Policy {
        /// The region.
        region: String,
        /// What it says.
        policy: String,
    },
    /// Two regions have one name.
    Duplicate(String),
    /// The type check has no bytes.
    TypeWithoutBytes,
    /// A rule that regions and type check have to obey.
    Rule {
        /// Which.
        rule: Rule,
        /// The region that breaks it and the one in front of it, where it is a region.
        regions: Option<(Region, Option<Region>)>,
        /// The type check.
        type_check: TypeCheck,
        /// The memory.
        space: Space,
    },
    /// `--region` names a region that is not there.
    NoSuchRegion {
        /// The name.
        region: String,
        /// The names that are there.
        known: Vec<String>,
    },
    /// `--region` names a region that is not copied.
    NotCopied {
        /// The name.
        region: String,
        /// What happens to it instead.
        policy: Policy,
    },
}

impl Problem {
    /// The problem that the rules found with these regions.
    pub fn new(
        error: LayoutError,
        regions: &[Region],
        type_check: TypeCheck,
        space: Space,
    ) -> Problem {
        let number = usize::from(error.region());
        let before = number.checked_sub(1).and_then(|before| regions.get(before));
        let region = regions.get(number);
        Problem::Rule {
            rule: error.rule(),
            regions: region.map(|region| (*region, before.copied())),
            type_check,
            space,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Problem::Syntax { .. } => {
                "a layout is [type-check] with offset and length, and [[region]] tables with name, \
                 offset, length and policy; see docs/cli.md"
                    .into()
            }
            Problem::Name(_) => {
                format!("give it 1 to {NAME_BYTES} printable ASCII characters without spaces")
            }
            Problem::Policy { .. } => {
                "choose copy (taken from the source), keep (belongs to the unit) or skip".into()
            }
            Problem::Duplicate(_) => "give every region a name of its own".into(),
            Problem::TypeWithoutBytes => "give it bytes, or leave [type-check] out".into(),
            Problem::Rule {
                rule,
                regions,
                space,
                ..
            } => rule_hint(*rule, regions.map(|(region, _)| region), *space),
            Problem::NoSuchRegion { known, .. } => format!("the file has {}", known.join(" ")),
            Problem::NotCopied { .. } => "give it the policy copy, or choose another region".into(),
        }
    }
}

fn rule_hint(rule: Rule, region: Option<Region>, space: Space) -> String {
    let bytes = space.bytes;
    match rule {
        Rule::TooMany => {
            format!("join neighbours with one policy; there is room for {REGIONS_MAX}")
        }
        Rule::BadName | Rule::BadPolicy => "choose another one".into(),
        Rule::ZeroLength => "give it a length, or leave it out".into(),
        Rule::Unaligned => {
            let unit = u64::from(space.unit);
            let (offset, length) = region.map_or((0, 0), |region| (region.offset, region.length));
            let (start, end) = (u64::from(offset), u64::from(offset) + u64::from(length));
            let (start, end) = (start / unit * unit, end.next_multiple_of(unit));
            format!(
                "a power cut can ruin {unit} bytes at a time; the least region around it is offset \
                 = {start:#x}, length = {:#x}",
                end - start
            )
        }
        Rule::OutOfRange | Rule::TypeOutOfRange => {
            format!("the memory ends at {bytes:#x}; is it the right part?")
        }
        Rule::Overlap => "make one of them shorter".into(),
        Rule::NothingToCopy => "give at least one region the policy copy".into(),
        Rule::TypeLength => format!("compare at most {TYPE_BYTES_MAX} bytes"),
        Rule::TypeCopied => {
            "what tells the type must outlast a power cut during the copy: put it into a region of \
             its own with policy keep"
                .into()
        }
    }
}

impl fmt::Display for LayoutFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "layout {}", self.file.display())?;
        if let Problem::Syntax {
            line: Some(line), ..
        } = self.problem
        {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Syntax { message, .. } => f.write_str(message.trim_end()),
            Problem::Name(name) => write!(f, "`{name}` cannot be the name of a region"),
            Problem::Policy { region, policy } => {
                write!(f, "region `{region}`: there is no policy `{policy}`")
            }
            Problem::Duplicate(name) => write!(f, "two regions are called `{name}`"),
            Problem::TypeWithoutBytes => write!(f, "the type check has no bytes"),
            Problem::Rule {
                rule,
                regions,
                type_check,
                space,
            } => write_rule(f, *rule, *regions, *type_check, *space),
            Problem::NoSuchRegion { region, .. } => write!(f, "there is no region `{region}`"),
            Problem::NotCopied { region, policy } => {
                write!(
                    f,
                    "region `{region}` is not copied, its policy is {}",
                    policy.text()
                )
            }
        }
    }
}

fn write_rule(
    f: &mut fmt::Formatter<'_>,
    rule: Rule,
    regions: Option<(Region, Option<Region>)>,
    type_check: TypeCheck,
    space: Space,
) -> fmt::Result {
    let TypeCheck { offset, length } = type_check;
    match rule {
        Rule::TypeLength => return write!(f, "the type check has {length} bytes"),
        Rule::TypeOutOfRange => {
            return write!(
                f,
                "the type check, {length} bytes at {offset:#x}, reaches beyond the memory of {} bytes",
                space.bytes
            );
        }
        Rule::TooMany => return write!(f, "more than {REGIONS_MAX} regions"),
        Rule::NothingToCopy => return write!(f, "no region is copied"),
        _ => {}
    }
    let Some((region, before)) = regions else {
        return write!(f, "a region breaks the rule {rule:?}");
    };
    write!(
        f,
        "region `{}`, {} bytes at {:#x}, ",
        region.name, region.length, region.offset
    )?;
    match rule {
        Rule::ZeroLength => write!(f, "is empty"),
        Rule::Unaligned => write!(f, "does not begin and end on a multiple of {}", space.unit),
        Rule::OutOfRange => write!(f, "reaches beyond the memory of {} bytes", space.bytes),
        Rule::Overlap => {
            let other = before.map_or_else(String::new, |other| other.name.to_string());
            write!(f, "overlaps region `{other}`")
        }
        Rule::TypeCopied => write!(f, "is copied and holds bytes of the type check"),
        rule => write!(f, "breaks the rule {rule:?}"),
    }
}
