//! An EEPROM: a page that differs is written, an equal one is left alone.

use umbilical_emu::limit::page_write_bits;
use umbilical_soft_mcu::eeprom::{Part, WRITE_TIME_MAX_NS};
use umbilical_soft_mcu::layout::{Layout, Policy};

use super::{Action, DryRun, Step};

pub(super) fn plan(plan: &mut DryRun, part: &Part, writes: &Layout, held: &[u8], wanted: &[u8]) {
    let sent_ps = page_write_bits(part) * 1_000_000_000_000 / u64::from(plan.bus_hz);
    let time_ps = sent_ps + WRITE_TIME_MAX_NS * 1_000;
    let copied = writes
        .regions()
        .filter(|region| region.policy == Policy::Copy);
    // Regions begin and end at pages, by the rules of layouts.
    for region in copied {
        for address in (region.offset..region.end()).step_by(part.page_bytes as usize) {
            let page = address as usize..(address + part.page_bytes) as usize;
            if held[page.clone()] == wanted[page] {
                continue;
            }
            let step = Step {
                action: Action::Write,
                address,
                bytes: part.page_bytes,
            };
            plan.push(step, time_ps, time_ps);
        }
    }
}
