//! Debounced inputs against the emulator's closed form, on every edge.

mod drive;

use drive::{edge, ready, settle};
use umbilical_emu::controller::inputs::Inputs;
use umbilical_emu::controller::sense::{PINS, Sense as Reference};
use umbilical_emu::rng::Rng;
use umbilical_rtl::sense::Sense;
use umbilical_soft_mcu::registers::{after_reset, offset};

clocked!(Sense);

fn read(block: &mut Sense, register: u32) -> u32 {
    block.io_address.next = u64::from(register).into();
    settle(block);
    block.io_read.val().to_u32()
}

/// Stores at random: new times under way, and clears at the very edge of a change.
#[test]
fn debouncing_is_the_closed_form_on_every_edge() {
    let (mut changes, mut met) = (0, 0);
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let mut block = ready(Sense::default());
        block.reset.next = true;
        edge(&mut block);
        block.reset.next = false;
        let mask = PINS.iter().fold(0, |mask, pin| mask | 1 << *pin as u32);
        let mut reference = Reference::default();
        let mut inputs = Inputs::reset(mask, 0);
        let mut pins = 0u32;
        for n in 0..4_000u64 {
            for pin in PINS {
                if rng.below(60) == 0 {
                    pins ^= 1 << pin as u32;
                }
            }
            while inputs.next_flip() < n {
                let (at, flipped) = inputs.flip();
                reference.flipped(at, flipped);
            }
            inputs.sample(n, pins);
            let levels = PINS.iter().enumerate().fold(0, |levels, (bit, pin)| {
                levels | u64::from(inputs.level(*pin)) << bit
            });
            block.levels.next = levels.into();
            block.io_write.next = false;
            let place = format!("seed {seed}, edge {n}");
            assert_eq!(read(&mut block, offset::SENSE), reference.read(), "{place}");
            let changed = read(&mut block, offset::SENSE_CHANGED);
            assert_eq!(changed, reference.changed(), "{place}");
            assert_eq!(block.sense_event.val(), reference.visible() <= n, "{place}");
            let debounce = read(&mut block, offset::DEBOUNCE);
            assert_eq!(u64::from(debounce), reference.debounce, "{place}");

            let store = match rng.below(40) {
                _ if n == 0 => Some((offset::DEBOUNCE, rng.below(30))),
                0 => Some((offset::DEBOUNCE, rng.below(60))),
                1..6 => Some((offset::SENSE_CHANGED, rng.below(16))),
                _ => None,
            };
            let before = reference.read();
            reference.evaluate(n);
            let set = before ^ reference.read();
            changes += u32::from(set != 0);
            if let Some((offset::SENSE_CHANGED, mask)) = store {
                reference.clear_changed(n, mask as u32);
                met += u32::from(set & mask as u32 != 0);
            }
            if let Some((register, value)) = store {
                block.io_write.next = true;
                block.io_address.next = u64::from(register).into();
                block.io_data.next = value.into();
                if register == offset::DEBOUNCE {
                    reference.debounce = value;
                }
            }
            edge(&mut block);
        }
    }
    assert!(changes > 200, "{changes} changes were compared");
    assert!(met > 10, "{met} changes met their own clearing");
}

#[test]
fn after_reset_the_time_is_the_specified_one_and_it_has_24_bits() {
    let mut block = ready(Sense::default());
    block.reset.next = true;
    edge(&mut block);
    block.reset.next = false;
    assert_eq!(read(&mut block, offset::DEBOUNCE), after_reset::DEBOUNCE);
    block.io_write.next = true;
    block.io_data.next = 0xFFFF_FFFFu64.into();
    edge(&mut block);
    assert_eq!(read(&mut block, offset::DEBOUNCE), 0x00FF_FFFF);
}
