//! The immediate operand, sign-extended to 32 bits.
//!
//! ```text
//!   instruction ==>| Immediate |==> immediate
//! ```
//!
//! Combinational, and the only place that puts immediates together. Five formats (The RISC-V
//! Instruction Set Manual, volume I, section 2.3), told apart by as few bits of the opcode as
//! possible; for instructions without an immediate the output means nothing.
//!
//! ```text
//!   bits  31..20 | 19..12 | 11      | 10..5   | 4..1    | 0
//!   I     sign     sign     sign      30..25    24..21    20
//!   S     sign     sign     sign      30..25    11..8     7
//!   B     sign     sign     7         30..25    11..8     0
//!   U     31..20   19..12   0         0         0         0
//!   J     sign     19..12   20        30..25    24..21    0
//! ```

use rust_hdl_core::prelude::*;

/// The immediate operand, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Immediate {
    /// The instruction word.
    pub instruction: Signal<In, Bits<32>>,
    /// Its immediate.
    pub immediate: Signal<Out, Bits<32>>,
    upper: Signal<Local, Bit>,
    jump: Signal<Local, Bit>,
    branch: Signal<Local, Bit>,
    store: Signal<Local, Bit>,
    low: Signal<Local, Bits<32>>,
    middle: Signal<Local, Bits<32>>,
    bit_11: Signal<Local, Bits<32>>,
    high: Signal<Local, Bits<32>>,
}

impl Logic for Immediate {
    #[hdl_gen]
    fn update(&mut self) {
        // AUIPC, LUI: 0x101; JAL: x1xxx (of bits 6..2); BRANCH: 1xx0x; STORE: 01000.
        self.upper.next = self.instruction.val().get_bit(4) & self.instruction.val().get_bit(2);
        self.jump.next = self.instruction.val().get_bit(3);
        self.branch.next = self.instruction.val().get_bit(6) & !self.instruction.val().get_bit(2);
        self.store.next = self.instruction.val().get_bit(5)
            & !self.instruction.val().get_bit(6)
            & !self.instruction.val().get_bit(4);

        // Bits 4..0.
        self.low.next =
            bit_cast::<32, 5>(self.instruction.val().get_bits::<5>(20)) & 0x1Fu32.to_bits();
        if self.store.val() {
            self.low.next = bit_cast::<32, 5>(self.instruction.val().get_bits::<5>(7));
        }
        if self.branch.val() {
            self.low.next =
                bit_cast::<32, 5>(self.instruction.val().get_bits::<5>(7)) & 0x1Eu32.to_bits();
        }
        if self.jump.val() {
            self.low.next =
                bit_cast::<32, 5>(self.instruction.val().get_bits::<5>(20)) & 0x1Eu32.to_bits();
        }
        // Bits 10..5.
        self.middle.next =
            bit_cast::<32, 11>(self.instruction.val().get_bits::<11>(20)) & 0x7E0u32.to_bits();
        if self.upper.val() {
            self.low.next = 0u32.to_bits();
            self.middle.next = 0u32.to_bits();
        }
        // Bits 31..11, as sign and then as what differs from it.
        self.high.next = 0u32.to_bits();
        self.bit_11.next = 0u32.to_bits();
        if self.instruction.val().get_bit(31) {
            self.high.next = 0xFFFF_F000u32.to_bits();
            self.bit_11.next = 0x800u32.to_bits();
        }
        if self.jump.val() {
            self.high.next = (self.high.val() & 0xFFF0_0000u32.to_bits())
                | (self.instruction.val() & 0x000F_F000u32.to_bits());
            self.bit_11.next = 0u32.to_bits();
            if self.instruction.val().get_bit(20) {
                self.bit_11.next = 0x800u32.to_bits();
            }
        }
        if self.branch.val() {
            self.bit_11.next = 0u32.to_bits();
            if self.instruction.val().get_bit(7) {
                self.bit_11.next = 0x800u32.to_bits();
            }
        }
        if self.upper.val() {
            self.high.next = self.instruction.val() & 0xFFFF_F000u32.to_bits();
            self.bit_11.next = 0u32.to_bits();
        }
        self.immediate.next =
            self.high.val() | self.bit_11.val() | self.middle.val() | self.low.val();
    }
}
