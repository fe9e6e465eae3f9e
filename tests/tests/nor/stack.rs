//! How much of the RAM a rescue takes.

use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Run, Scenario};
use umbilical_emu::time::Span;
use umbilical_soft_mcu::registers::{RAM_BASE, RAM_BYTES};
use umbilical_soft_mcu::report::word;
use umbilical_tests::{flash, flash_image, flash_scenario};

/// What has to stay free below the deepest stack of a rescue.
const FREE_BYTES: u32 = 1024;
/// Where the stack may end: the report block is below.
const STACK_END: u32 = RAM_BASE + 4 * word::COUNT as u32;
/// The stack pointer.
const SP: u32 = 2;

/// The register that an instruction writes.
fn destination(instruction: u32) -> u32 {
    // Stores and branches have none; bits of an offset are in its place.
    match instruction & 0x7F {
        0x23 | 0x63 => 0,
        _ => instruction >> 7 & 0x1F,
    }
}

/// Runs until the host of B is let go; gives the lowest stack pointer.
fn deepest(scenario: &Scenario) -> u32 {
    let mut run = Run::new(scenario.clone());
    let board = run.system.board_mut(Side::B);
    board.controller.record_retired(true);
    let mut lowest = RAM_BASE + RAM_BYTES;
    while !run.rescued() {
        run.advance(run.system.now() + Span::from_us(10_000));
        let retired = run.system.board_mut(Side::B).controller.take_retired();
        let pointers = (retired.iter()).filter(|done| destination(done.instruction) == SP);
        lowest = pointers.fold(lowest, |lowest, done| lowest.min(done.rd_value));
    }
    lowest
}

/// Breaks when a step keeps more on the stack than there is, or nearly: it would run into the
/// report block, and later additions into both.
#[test]
fn the_stack_of_a_rescue_leaves_room() {
    let part = flash("w25q16");
    let image = flash_image::mixed(part.bytes, 61);
    let mut standby = flash_image::one_percent_different(&image, 62);
    let quarter = image.len() / 4;
    standby[..quarter].copy_from_slice(&flash_image::all_different(&image[..quarter], 63));
    standby[quarter..2 * quarter].fill(0xFF);
    let lowest = deepest(&flash_scenario(part, image, standby));
    let free = lowest - STACK_END;
    println!("{free} bytes of {RAM_BYTES} are never touched");
    assert!(lowest < RAM_BASE + RAM_BYTES, "no stack was seen");
    assert!(free >= FREE_BYTES, "only {free} bytes are free");
}
