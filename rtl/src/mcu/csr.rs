//! The control and status registers, and what a trap leaves in them.
//!
//! ```text
//!               +--------+
//!      select =>|        |=> read       OR of the selected ones, 0 for none
//!  write_select=>|        |
//!       write ->|  Csrs  |
//!       value =>|        |=> mtvec
//!        trap ->|        |=> mepc
//!   pc, cause =>|        |
//!               +--------+
//! ```
//!
//! Both selects are one-hot, in the order of [`select`]. An edge with `write` puts `value` into the
//! register of `write_select`; an edge with `trap` puts `pc` into mepc, `cause` into mcause and `value`
//! (with `no_value` 0) into mtval. The two never come together. The cycle counter is a guest that is only read here.
//!
//! ```text
//!   value ----+------------> mtvec, mscratch, mtval
//!             +--[trap ? pc]-----> mepc
//!             '--[trap ? cause]--> mcause
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;

/// Bits of `select`.
pub mod select {
    /// mtvec, 0x305.
    pub const MTVEC: u32 = 1 << 0;
    /// mscratch, 0x340.
    pub const MSCRATCH: u32 = 1 << 1;
    /// mepc, 0x341.
    pub const MEPC: u32 = 1 << 2;
    /// mcause, 0x342.
    pub const MCAUSE: u32 = 1 << 3;
    /// mtval, 0x343.
    pub const MTVAL: u32 = 1 << 4;
    /// mcycle and cycle, 0xB00 and 0xC00.
    pub const CYCLE: u32 = 1 << 5;
    /// mcycleh and cycleh, 0xB80 and 0xC80.
    pub const CYCLE_HIGH: u32 = 1 << 6;
    /// Number of bits.
    pub const COUNT: usize = 7;
}

/// The control and status registers, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Csrs {
    /// The core's clock.
    pub clock: Signal<In, Clock>,
    /// Clears all registers at the edge.
    pub reset: Signal<In, Bit>,
    /// Which register is read, see [`select`].
    pub select: Signal<In, Bits<{ select::COUNT }>>,
    /// The selected register's value, before a write at this edge.
    pub read: Signal<Out, Bits<32>>,
    /// Which register is written, one-hot as `select`.
    pub write_select: Signal<In, Bits<{ select::COUNT }>>,
    /// Simulation: the value of the register that `write_select` names.
    pub trace_read: Signal<Out, Bits<32>>,
    /// Writes the register of `write_select`.
    pub write: Signal<In, Bit>,
    /// What it gets, or mtval at a trap.
    pub value: Signal<In, Bits<32>>,
    /// At a trap mtval gets 0 instead.
    pub no_value: Signal<In, Bit>,
    /// A trap is taken at this edge.
    pub trap: Signal<In, Bit>,
    /// Address of the instruction that traps.
    pub pc: Signal<In, Bits<32>>,
    /// Why it traps.
    pub cause: Signal<In, Bits<4>>,
    /// Low half of the edge number.
    pub cycle: Signal<In, Bits<32>>,
    /// High half of the edge number.
    pub cycle_high: Signal<In, Bits<32>>,
    /// Where traps continue.
    pub mtvec: Signal<Out, Bits<32>>,
    /// Where MRET continues.
    pub mepc: Signal<Out, Bits<32>>,
    mtvec_register: DFF<Bits<32>>,
    mscratch: DFF<Bits<32>>,
    mepc_register: DFF<Bits<32>>,
    mcause: DFF<Bits<4>>,
    mcause_rest: DFF<Bits<32>>,
    mtval: DFF<Bits<32>>,
    low: Signal<Local, Bits<32>>,
    middle: Signal<Local, Bits<32>>,
    high: Signal<Local, Bits<32>>,
    traced: Signal<Local, Bits<32>>,
    counter: Signal<Local, Bits<32>>,
}

impl Logic for Csrs {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            mtvec_register,
            mscratch,
            mepc_register,
            mcause,
            mcause_rest,
            mtval
        );

        // In pairs: two registers and their selects fill one LUT4.
        self.low.next = 0u32.to_bits();
        self.middle.next = 0u32.to_bits();
        self.high.next = 0u32.to_bits();
        self.counter.next = 0u32.to_bits();
        if self.select.val().get_bit(0) {
            self.low.next = self.mtvec_register.q.val();
        }
        if self.select.val().get_bit(1) {
            self.low.next = self.low.val() | self.mscratch.q.val();
        }
        if self.select.val().get_bit(2) {
            self.middle.next = self.mepc_register.q.val();
        }
        if self.select.val().get_bit(3) {
            self.middle.next = self.middle.val()
                | self.mcause_rest.q.val()
                | bit_cast::<32, 4>(self.mcause.q.val());
        }
        if self.select.val().get_bit(4) {
            self.high.next = self.mtval.q.val();
        }
        if self.select.val().get_bit(5) {
            self.counter.next = self.cycle.val();
        }
        if self.select.val().get_bit(6) {
            self.counter.next = self.counter.val() | self.cycle_high.val();
        }
        self.read.next = self.low.val() | self.middle.val() | self.high.val() | self.counter.val();
        self.traced.next = 0u32.to_bits();
        if self.write_select.val().get_bit(0) {
            self.traced.next = self.mtvec_register.q.val();
        }
        if self.write_select.val().get_bit(1) {
            self.traced.next = self.mscratch.q.val();
        }
        if self.write_select.val().get_bit(2) {
            self.traced.next = self.mepc_register.q.val();
        }
        if self.write_select.val().get_bit(3) {
            self.traced.next = self.mcause_rest.q.val() | bit_cast::<32, 4>(self.mcause.q.val());
        }
        if self.write_select.val().get_bit(4) {
            self.traced.next = self.mtval.q.val();
        }
        if self.write_select.val().get_bit(5) {
            self.traced.next = self.cycle.val();
        }
        if self.write_select.val().get_bit(6) {
            self.traced.next = self.cycle_high.val();
        }
        self.trace_read.next = self.traced.val();
        self.mtvec.next = self.mtvec_register.q.val();
        self.mepc.next = self.mepc_register.q.val();

        if self.write.val() & self.write_select.val().get_bit(0) {
            self.mtvec_register.d.next = self.value.val() & 0xFFFF_FFFCu32.to_bits();
        }
        if self.write.val() & self.write_select.val().get_bit(1) {
            self.mscratch.d.next = self.value.val();
        }
        if (self.write.val() & self.write_select.val().get_bit(2)) | self.trap.val() {
            self.mepc_register.d.next = self.value.val() & 0xFFFF_FFFEu32.to_bits();
            if self.trap.val() {
                self.mepc_register.d.next = self.pc.val() & 0xFFFF_FFFEu32.to_bits();
            }
        }
        if (self.write.val() & self.write_select.val().get_bit(3)) | self.trap.val() {
            self.mcause.d.next = self.value.val().get_bits::<4>(0);
            if self.trap.val() {
                self.mcause.d.next = self.cause.val();
            }
        }
        if self.write.val() & self.write_select.val().get_bit(3) {
            self.mcause_rest.d.next = self.value.val() & 0xFFFF_FFF0u32.to_bits();
        }
        if (self.write.val() & self.write_select.val().get_bit(4)) | self.trap.val() {
            self.mtval.d.next = self.value.val();
        }
        if self.trap.val() & self.no_value.val() {
            self.mtval.d.next = 0u32.to_bits();
        }
        if self.reset.val() | self.trap.val() {
            self.mcause_rest.d.next = 0u32.to_bits();
        }
        if self.reset.val() {
            self.mtvec_register.d.next = 0u32.to_bits();
            self.mscratch.d.next = 0u32.to_bits();
            self.mepc_register.d.next = 0u32.to_bits();
            self.mcause.d.next = 0u8.to_bits();
            self.mtval.d.next = 0u32.to_bits();
        }
    }
}
