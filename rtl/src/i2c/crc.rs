//! CRC-32 of received bytes, one bit per edge.
//!
//! ```text
//!                +-------+
//!  take, byte -->| Crc32 |--> register
//!  write, data ->|       |
//!                +-------+
//! ```
//!
//! The reflected, uninverted register of `soft-mcu/src/crc.rs`. A byte that is complete at edge f'
//! goes through at edges f' + 1 to f' + 8, lowest bit first; the next one cannot come sooner than
//! 9 bits of at least 20 edges each later, and `byte` stays for the first of them.
//!
//! ```text
//!  byte[index] --xor-- register[0] --> polynomial or nothing
//!                                        |
//!              register >> 1 -----------xor--> register
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::crc;

/// Bit-serial CRC-32.
#[derive(Clone, LogicBlock)]
pub struct Crc32 {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A byte to be counted in is complete at this edge.
    pub take: Signal<In, Bit>,
    /// The byte, at the eight edges after `take`.
    pub shifted: Signal<In, Bits<8>>,
    /// `data` is the new register; only when no byte is under way.
    pub write: Signal<In, Bit>,
    /// See `write`.
    pub data: Signal<In, Bits<32>>,
    /// The register.
    pub register: Signal<Out, Bits<32>>,
    state: DFF<Bits<32>>,
    running: DFF<Bit>,
    index: DFF<Bits<3>>,
    feedback: Signal<Local, Bit>,
    taps: Signal<Local, Bits<32>>,
    one: Constant<Bits<3>>,
    pub(super) last: Constant<Bits<3>>,
    start_value: Constant<Bits<32>>,
    polynomial: Constant<Bits<32>>,
}

impl Default for Crc32 {
    fn default() -> Self {
        // What a single 1 leaves behind once it is shifted out is the polynomial itself.
        let polynomial = crc::update_bit(0, true);
        Crc32 {
            clock: Default::default(),
            reset: Default::default(),
            take: Default::default(),
            shifted: Default::default(),
            write: Default::default(),
            data: Default::default(),
            register: Default::default(),
            state: Default::default(),
            running: Default::default(),
            index: Default::default(),
            feedback: Default::default(),
            taps: Default::default(),
            one: Constant::new(1u64.into()),
            last: Constant::new(7u64.into()),
            start_value: Constant::new(u64::from(crc::INITIAL).into()),
            polynomial: Constant::new(u64::from(polynomial).into()),
        }
    }
}

impl Logic for Crc32 {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, running, index);
        self.feedback.next =
            self.shifted.val().get_bit(self.index.q.val().index()) ^ self.state.q.val().get_bit(0);
        self.taps.next = 0.into();
        if self.feedback.val() {
            self.taps.next = self.polynomial.val();
        }
        if self.running.q.val() {
            self.state.d.next = (self.state.q.val() >> 1) ^ self.taps.val();
            self.index.d.next = self.index.q.val() + self.one.val();
            if self.index.q.val() == self.last.val() {
                self.running.d.next = false;
            }
        }
        if self.take.val() {
            self.running.d.next = true;
            self.index.d.next = 0.into();
        }
        if self.write.val() {
            self.state.d.next = self.data.val();
        }
        self.register.next = self.state.q.val();
        if self.reset.val() {
            self.state.d.next = self.start_value.val();
            self.running.d.next = false;
        }
    }
}
