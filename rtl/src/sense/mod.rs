//! Cable, peer supply and buttons: debounced, and remembered when they change.
//!
//! ```text
//!                +-------+
//!   io_* ------->|       |--> io_read (SENSE, SENSE_CHANGED, DEBOUNCE)
//!   levels ----->| Sense |--> sense_event
//!                +-------+
//! ```
//!
//! Contacts bounce for milliseconds, so each filtered input has a [`Debouncer`] of its own. The
//! raw levels can be read beside the debounced ones.
//!
//! A bit of `SENSE_CHANGED` stays set until the firmware writes a 1 to it; a change at that very
//! edge is not lost.
//!
//! ```text
//!   levels[i] --> Debouncer[i] --changes--> [changed] --any--> sense_event
//! ```

pub mod debouncer;

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{after_reset, offset, sense};

pub use debouncer::Debouncer;

/// Number of inputs.
pub const INPUTS: usize = sense::COUNT as usize;

// Bit places in `update` can only be literals.
const _: () = assert!(INPUTS == 4 && sense::RAW_SHIFT == 16);

/// The debounced inputs and their registers.
#[derive(Clone, LogicBlock)]
pub struct Sense {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A register store happens at this edge.
    pub io_write: Signal<In, Bit>,
    /// Byte offset of the register.
    pub io_address: Signal<In, Bits<8>>,
    /// What is stored.
    pub io_data: Signal<In, Bits<32>>,
    /// Filtered levels in the order of the bits of `SENSE`.
    pub levels: Signal<In, Bits<INPUTS>>,
    /// The register at `io_address`, 0 when it is not here.
    pub io_read: Signal<Out, Bits<32>>,
    /// A bit of `SENSE_CHANGED` is set.
    pub sense_event: Signal<Out, Bit>,

    debounce: DFF<Bits<24>>,
    changed: DFF<Bits<INPUTS>>,
    inputs: [Debouncer; INPUTS],
    values: Signal<Local, Bits<INPUTS>>,
    changes: Signal<Local, Bits<INPUTS>>,
    kept: Signal<Local, Bits<INPUTS>>,
    none: Constant<Bits<INPUTS>>,
    debounce_after_reset: Constant<Bits<24>>,
    at_sense: Constant<Bits<8>>,
    at_changed: Constant<Bits<8>>,
    at_debounce: Constant<Bits<8>>,
}

impl Default for Sense {
    fn default() -> Self {
        Sense {
            clock: Default::default(),
            reset: Default::default(),
            io_write: Default::default(),
            io_address: Default::default(),
            io_data: Default::default(),
            levels: Default::default(),
            io_read: Default::default(),
            sense_event: Default::default(),
            debounce: Default::default(),
            changed: Default::default(),
            inputs: Default::default(),
            values: Default::default(),
            changes: Default::default(),
            kept: Default::default(),
            none: Constant::new(0u64.into()),
            debounce_after_reset: Constant::new(u64::from(after_reset::DEBOUNCE).into()),
            at_sense: Constant::new(u64::from(offset::SENSE).into()),
            at_changed: Constant::new(u64::from(offset::SENSE_CHANGED).into()),
            at_debounce: Constant::new(u64::from(offset::DEBOUNCE).into()),
        }
    }
}

impl Logic for Sense {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, debounce, changed);
        for i in 0..4 {
            self.inputs[i].clock.next = self.clock.val();
            self.inputs[i].reset.next = self.reset.val();
            self.inputs[i].level.next = self.levels.val().get_bit(i);
            self.inputs[i].debounce.next = self.debounce.q.val();
        }
        self.values.next = self
            .none
            .val()
            .replace_bit(0, self.inputs[0].value.val())
            .replace_bit(1, self.inputs[1].value.val())
            .replace_bit(2, self.inputs[2].value.val())
            .replace_bit(3, self.inputs[3].value.val());
        self.changes.next = self
            .none
            .val()
            .replace_bit(0, self.inputs[0].changes.val())
            .replace_bit(1, self.inputs[1].changes.val())
            .replace_bit(2, self.inputs[2].changes.val())
            .replace_bit(3, self.inputs[3].changes.val());

        self.kept.next = self.changed.q.val();
        if self.io_write.val() & (self.io_address.val() == self.at_changed.val()) {
            self.kept.next = self.changed.q.val() & !self.io_data.val().get_bits::<INPUTS>(0);
        }
        self.changed.d.next = self.kept.val() | self.changes.val();
        if self.io_write.val() & (self.io_address.val() == self.at_debounce.val()) {
            self.debounce.d.next = self.io_data.val().get_bits::<24>(0);
        }
        self.sense_event.next = self.changed.q.val().any();

        self.io_read.next = 0.into();
        if self.io_address.val() == self.at_sense.val() {
            self.io_read.next = bit_cast::<32, INPUTS>(self.values.val())
                | (bit_cast::<32, INPUTS>(self.levels.val()) << 16);
        }
        if self.io_address.val() == self.at_changed.val() {
            self.io_read.next = bit_cast::<32, INPUTS>(self.changed.q.val());
        }
        if self.io_address.val() == self.at_debounce.val() {
            self.io_read.next = bit_cast::<32, 24>(self.debounce.q.val());
        }

        if self.reset.val() {
            self.debounce.d.next = self.debounce_after_reset.val();
            self.changed.d.next = 0.into();
        }
    }
}
