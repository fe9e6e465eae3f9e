//! CRC-32 of received bytes, two bits per edge.
//!
//! ```text
//!                +----------+
//!  take, recv -->| CrcPairs |--> register
//!  write, data ->|          |
//!                +----------+
//! ```
//!
//! The reflected, uninverted register of `soft-mcu/src/crc.rs`. A byte that is given at edge t goes
//! through at edges t to t + 3, lowest bits first. On four lines and at the full clock the next one
//! is given at t + 4, and the engine's shift register has moved on by t + 2, so the six bits still
//! to come are kept here.
//!
//! ```text
//!   take: received[1:0] -+
//!   else: [rest][1:0] ----+--xor-- register[1:0] --> polynomial, polynomial >> 1 or nothing
//!                                                          |
//!                                 register >> 2 ----------xor--> register
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::crc;

/// CRC-32 by pairs of bits.
#[derive(Clone, LogicBlock)]
pub struct CrcPairs {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// `received` is counted in from this edge on.
    pub take: Signal<In, Bit>,
    /// See `take`.
    pub received: Signal<In, Bits<8>>,
    /// `data` is the new register; only when no byte is under way.
    pub write: Signal<In, Bit>,
    /// See `write`.
    pub data: Signal<In, Bits<32>>,
    /// The register.
    pub register: Signal<Out, Bits<32>>,
    state: DFF<Bits<32>>,
    /// Bits of the byte that are still to come, lowest first.
    rest: DFF<Bits<6>>,
    /// Pairs of them.
    pairs: DFF<Bits<2>>,
    pair: Signal<Local, Bits<2>>,
    lower: Signal<Local, Bits<32>>,
    upper: Signal<Local, Bits<32>>,
    one: Constant<Bits<2>>,
    pub(super) after_first: Constant<Bits<2>>,
    start_value: Constant<Bits<32>>,
    polynomial: Constant<Bits<32>>,
    /// What the pair's lower bit leaves behind when the upper one has gone too.
    polynomial_moved: Constant<Bits<32>>,
}

impl Default for CrcPairs {
    fn default() -> Self {
        // What a single 1 leaves behind once it is shifted out is the polynomial itself. Its own
        // lowest bit is 0, or the pair's bits could not be looked at side by side.
        let polynomial = crc::update_bit(0, true);
        assert!(polynomial & 1 == 0);
        CrcPairs {
            clock: Default::default(),
            reset: Default::default(),
            take: Default::default(),
            received: Default::default(),
            write: Default::default(),
            data: Default::default(),
            register: Default::default(),
            state: Default::default(),
            rest: Default::default(),
            pairs: Default::default(),
            pair: Default::default(),
            lower: Default::default(),
            upper: Default::default(),
            one: Constant::new(1u64.into()),
            after_first: Constant::new(3u64.into()),
            start_value: Constant::new(u64::from(crc::INITIAL).into()),
            polynomial: Constant::new(u64::from(polynomial).into()),
            polynomial_moved: Constant::new(u64::from(polynomial >> 1).into()),
        }
    }
}

impl Logic for CrcPairs {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, rest, pairs);
        self.pair.next = self.rest.q.val().get_bits::<2>(0);
        if self.take.val() {
            self.pair.next = self.received.val().get_bits::<2>(0);
        }
        self.lower.next = 0.into();
        if self.pair.val().get_bit(0) ^ self.state.q.val().get_bit(0) {
            self.lower.next = self.polynomial_moved.val();
        }
        self.upper.next = 0.into();
        if self.pair.val().get_bit(1) ^ self.state.q.val().get_bit(1) {
            self.upper.next = self.polynomial.val();
        }
        if self.take.val() | self.pairs.q.val().any() {
            self.state.d.next = (self.state.q.val() >> 2) ^ self.lower.val() ^ self.upper.val();
        }
        if self.pairs.q.val().any() {
            self.pairs.d.next = self.pairs.q.val() - self.one.val();
        }
        self.rest.d.next = self.rest.q.val() >> 2;
        if self.take.val() {
            self.pairs.d.next = self.after_first.val();
            self.rest.d.next = self.received.val().get_bits::<6>(2);
        }
        if self.write.val() {
            self.state.d.next = self.data.val();
        }
        self.register.next = self.state.q.val();
        if self.reset.val() {
            self.state.d.next = self.start_value.val();
            self.pairs.d.next = 0.into();
        }
    }
}
