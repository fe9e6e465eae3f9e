//! Who may open a port.

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

/// What one lacks who may not open a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Membership in this group.
    Group(String),
    /// A rule: no group but the administrator's may open it.
    Rule,
}

/// Bits for a group to read and write.
const GROUP_RIGHTS: u32 = 0o060;

/// What is missing to open the port at `path`.
pub fn missing(path: &Path) -> Missing {
    let Ok(file) = fs::metadata(path) else {
        return Missing::Rule;
    };
    let group = fs::read_to_string("/etc/group").ok();
    let group = group.and_then(|groups| group_name(&groups, file.gid()));
    match group {
        Some(group) if file.mode() & GROUP_RIGHTS == GROUP_RIGHTS && file.gid() != 0 => {
            Missing::Group(group)
        }
        _ => Missing::Rule,
    }
}

/// `dialout:x:20:anna,ben`
fn group_name(groups: &str, gid: u32) -> Option<String> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, id) = (fields.next()?, fields.nth(1)?);
        (id.parse() == Ok(gid)).then(|| name.to_owned())
    })
}

impl Missing {
    /// What to do about it.
    pub fn hint(&self) -> String {
        let rule = "install udev/70-umbilical.rules, which says how, and plug the adapter in again";
        match self {
            Missing::Group(group) => format!(
                "join the group `{group}` (sudo usermod -aG {group} $USER) and log in again, or {rule}"
            ),
            Missing::Rule => rule.into(),
        }
    }
}

/// Whether there is a character device at `path`, as every port is.
pub fn is_character_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.file_type().is_char_device())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_their_number() {
        let groups = "root:x:0:\ndialout:x:20:anna,ben\nbroken\nplugdev:x:46:\n";
        assert_eq!(group_name(groups, 20), Some("dialout".into()));
        assert_eq!(group_name(groups, 46), Some("plugdev".into()));
        assert_eq!(group_name(groups, 21), None);
    }

    #[test]
    fn the_hint_names_group_or_rule() {
        let group = Missing::Group("dialout".into()).hint();
        assert!(group.contains("usermod -aG dialout") && group.contains("70-umbilical.rules"));
        let rule = Missing::Rule.hint();
        assert!(!rule.contains("usermod") && rule.contains("70-umbilical.rules"));
    }
}
