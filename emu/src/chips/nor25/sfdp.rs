//! The SFDP table of a part (JESD216B).

use umbilical_soft_mcu::nor::NorPart;

/// The bytes that 5Ah reads.
pub(super) fn table(_part: &NorPart) -> Vec<u8> {
    Vec::new()
}
