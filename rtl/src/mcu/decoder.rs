//! From an instruction to the control signals of its execution.
//!
//! ```text
//!    instruction ==>|         |
//!                   | Decoder |==> decoded
//!    fetch_fault -->|         |
//! ```
//!
//! Combinational. The core registers `decoded` at the edge after the fetch, so that the execution
//! starts from flip-flops and keeps its signals while a load takes the ROM's output away.
//!
//! Everything that is not listed is illegal: the decoder recognises, it does not exclude. With
//! `fetch_fault` nothing is recognised.
//!
//! ```text
//!   opcode --> class --+--> legal? (funct3, funct7, CSR number) --> trap, cause
//!                      '--> operands, result, next state
//! ```

use rust_hdl_core::prelude::*;

use super::csr::select;

/// What the core has to know about the instruction that it executes.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Decoded {
    /// It traps, for a reason known without executing it.
    pub trap: Bit,
    /// That reason is that it was fetched from outside the ROM: mtval gets its address, and 0 for
    /// every other reason.
    pub fetch_fault: Bit,
    /// mcause for that reason; without one it means nothing.
    pub cause: Bits<4>,
    /// A load.
    pub load: Bit,
    /// A store.
    pub store: Bit,
    /// A conditional branch.
    pub branch: Bit,
    /// JAL or JALR: goes to the result register's address, rd gets the next address.
    pub jump: Bit,
    /// A shift.
    pub shift: Bit,
    /// WFI.
    pub wfi: Bit,
    /// MRET.
    pub mret: Bit,
    /// rd gets the CSR's old value from the CSR itself.
    pub old_csr: Bit,
    /// The CSR is written.
    pub write_csr: Bit,
    /// The CSR, one-hot, see [`select`].
    pub csr: Bits<{ select::COUNT }>,
    /// The first operand is the immediate in the place of rs1.
    pub rs1_immediate: Bit,
    /// The first operand is 0.
    pub zero_a: Bit,
    /// The second operand is the immediate, not rs2.
    pub immediate: Bit,
    /// The second operand takes part in logic operations.
    pub logic_b: Bit,
    /// The second operand is inverted and 1 is added: a subtraction or comparison.
    pub subtract: Bit,
    /// The result is the sum.
    pub use_sum: Bit,
    /// The result is that of the comparison.
    pub use_compare: Bit,
    /// Comparison without signs.
    pub unsigned: Bit,
    /// Logic operation: 0 or, 1 and, 2 exclusive or, 3 the second operand without the first's bits.
    pub logic: Bits<2>,
    /// The result already stands in the result register since the decode: LUI, AUIPC, JAL, branch.
    pub keep: Bit,
    /// rd is written, and is not x0.
    pub write_rd: Bit,
    /// `funct3`, of a compressed instruction that of its expansion.
    pub funct3: Bits<3>,
    /// Shift right keeps the sign.
    pub arithmetic: Bit,
    /// The instruction has 32 bits.
    pub long: Bit,
}

/// The decoder, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Decoder {
    /// The instruction, a compressed one in the low half.
    pub instruction: Signal<In, Bits<32>>,
    /// Its address is outside the ROM.
    pub fetch_fault: Signal<In, Bit>,
    /// What to do.
    pub decoded: Signal<Out, Decoded>,
    /// The CSR whose old value is an operand, one-hot as in [`Decoded`].
    pub csr_read: Signal<Out, Bits<{ select::COUNT }>>,
    opcode: Signal<Local, Bits<5>>,
    quadrant: Signal<Local, Bits<2>>,
    funct: Signal<Local, Bits<3>>,
    long: Signal<Local, Bit>,
    quadrant_0: Signal<Local, Bit>,
    quadrant_1: Signal<Local, Bit>,
    quadrant_2: Signal<Local, Bit>,
    bits_2_zero: Signal<Local, Bit>,
    stack_pointer: Signal<Local, Bit>,
    short_arithmetic: Signal<Local, Bit>,
    short_registers: Signal<Local, Bit>,
    short_move: Signal<Local, Bit>,
    short_immediate: Signal<Local, Bit>,
    short_register: Signal<Local, Bit>,
    short_break: Signal<Local, Bit>,
    short_legal: Signal<Local, Bit>,
    load: Signal<Local, Bit>,
    store: Signal<Local, Bit>,
    branch: Signal<Local, Bit>,
    jal: Signal<Local, Bit>,
    jalr: Signal<Local, Bit>,
    lui: Signal<Local, Bit>,
    arithmetic: Signal<Local, Bit>,
    alternative: Signal<Local, Bit>,
    operation: Signal<Local, Bits<3>>,
    funct3: Signal<Local, Bits<3>>,
    funct7_zero: Signal<Local, Bit>,
    funct7_alternative: Signal<Local, Bit>,
    rs1_zero: Signal<Local, Bit>,
    rd_zero: Signal<Local, Bit>,
    number: Signal<Local, Bits<12>>,
    number_high: Signal<Local, Bits<8>>,
    number_low: Signal<Local, Bits<4>>,
    op_lui: Signal<Local, Bit>,
    op_auipc: Signal<Local, Bit>,
    op_jal: Signal<Local, Bit>,
    op_jalr: Signal<Local, Bit>,
    op_branch: Signal<Local, Bit>,
    op_load: Signal<Local, Bit>,
    op_store: Signal<Local, Bit>,
    op_immediate: Signal<Local, Bit>,
    op_register: Signal<Local, Bit>,
    op_fence: Signal<Local, Bit>,
    op_system: Signal<Local, Bit>,
    shifts: Signal<Local, Bit>,
    compares: Signal<Local, Bit>,
    plain_system: Signal<Local, Bit>,
    ecall: Signal<Local, Bit>,
    ebreak: Signal<Local, Bit>,
    mret: Signal<Local, Bit>,
    wfi: Signal<Local, Bit>,
    csr_class: Signal<Local, Bit>,
    csr_writes: Signal<Local, Bit>,
    csr: Signal<Local, Bits<{ select::COUNT }>>,
    csr_zero: Signal<Local, Bit>,
    csr_cycle: Signal<Local, Bit>,
    csr_known: Signal<Local, Bit>,
    legal: Signal<Local, Bit>,
    cause: Signal<Local, Bits<4>>,
    bitwise: Signal<Local, Bits<2>>,
}

impl Logic for Decoder {
    #[hdl_gen]
    fn update(&mut self) {
        // Fields.
        self.quadrant.next = self.instruction.val().get_bits::<2>(0);
        self.funct.next = self.instruction.val().get_bits::<3>(13);
        self.opcode.next = self.instruction.val().get_bits::<5>(2);
        self.funct3.next = self.instruction.val().get_bits::<3>(12);
        self.number.next = self.instruction.val().get_bits::<12>(20);
        self.number_high.next = self.number.val().get_bits::<8>(4);
        self.number_low.next = self.number.val().get_bits::<4>(0);
        self.funct7_zero.next =
            (self.instruction.val() & 0xFE00_0000u32.to_bits()) == 0u32.to_bits();
        self.funct7_alternative.next =
            (self.instruction.val() & 0xFE00_0000u32.to_bits()) == 0x4000_0000u32.to_bits();
        self.rs1_zero.next = (self.instruction.val() & 0xF_8000u32.to_bits()) == 0u32.to_bits();
        self.rd_zero.next = (self.instruction.val() & 0xF80u32.to_bits()) == 0u32.to_bits();
        self.stack_pointer.next =
            (self.instruction.val() & 0xF80u32.to_bits()) == 0x100u32.to_bits();
        self.bits_2_zero.next = (self.instruction.val() & 0x7Cu32.to_bits()) == 0u32.to_bits();

        // What was fetched from outside the ROM is in no quadrant.
        self.long.next = (self.quadrant.val() == 3u8.to_bits()) & !self.fetch_fault.val();
        self.quadrant_0.next = (self.quadrant.val() == 0u8.to_bits()) & !self.fetch_fault.val();
        self.quadrant_1.next = (self.quadrant.val() == 1u8.to_bits()) & !self.fetch_fault.val();
        self.quadrant_2.next = (self.quadrant.val() == 2u8.to_bits()) & !self.fetch_fault.val();

        // Classes of 32-bit instructions.
        self.op_lui.next = self.long.val() & (self.opcode.val() == 0x0Du8.to_bits());
        self.op_auipc.next = self.long.val() & (self.opcode.val() == 0x05u8.to_bits());
        self.op_jal.next = self.long.val() & (self.opcode.val() == 0x1Bu8.to_bits());
        self.op_jalr.next = self.long.val() & (self.opcode.val() == 0x19u8.to_bits());
        self.op_branch.next = self.long.val() & (self.opcode.val() == 0x18u8.to_bits());
        self.op_load.next = self.long.val() & (self.opcode.val() == 0x00u8.to_bits());
        self.op_store.next = self.long.val() & (self.opcode.val() == 0x08u8.to_bits());
        self.op_immediate.next = self.long.val() & (self.opcode.val() == 0x04u8.to_bits());
        self.op_register.next = self.long.val() & (self.opcode.val() == 0x0Cu8.to_bits());
        self.op_fence.next = self.long.val() & (self.opcode.val() == 0x03u8.to_bits());
        self.op_system.next = self.long.val() & (self.opcode.val() == 0x1Cu8.to_bits());

        // Classes with the compressed ones.
        self.short_arithmetic.next = self.quadrant_1.val() & (self.funct.val() == 4u8.to_bits());
        self.short_registers.next = self.short_arithmetic.val()
            & self.instruction.val().get_bit(11)
            & self.instruction.val().get_bit(10);
        self.short_move.next = self.quadrant_2.val() & (self.funct.val() == 4u8.to_bits());
        self.load.next = self.op_load.val()
            | ((self.quadrant_0.val() | self.quadrant_2.val())
                & (self.funct.val() == 2u8.to_bits()));
        self.store.next = self.op_store.val()
            | ((self.quadrant_0.val() | self.quadrant_2.val())
                & (self.funct.val() == 6u8.to_bits()));
        self.lui.next = self.op_lui.val()
            | (self.quadrant_1.val()
                & (self.funct.val() == 3u8.to_bits())
                & !self.stack_pointer.val());
        self.jal.next = self.op_jal.val()
            | (self.quadrant_1.val() & ((self.funct.val() & 3u8.to_bits()) == 1u8.to_bits()));
        self.branch.next = self.op_branch.val()
            | (self.quadrant_1.val() & ((self.funct.val() & 6u8.to_bits()) == 6u8.to_bits()));
        self.jalr.next = self.op_jalr.val() | (self.short_move.val() & self.bits_2_zero.val());
        self.short_immediate.next = (self.quadrant_0.val() & (self.funct.val() == 0u8.to_bits()))
            | (self.quadrant_1.val() & ((self.funct.val() & 5u8.to_bits()) == 0u8.to_bits()))
            | (self.quadrant_1.val()
                & (self.funct.val() == 3u8.to_bits())
                & self.stack_pointer.val())
            | (self.short_arithmetic.val() & !self.short_registers.val())
            | (self.quadrant_2.val() & (self.funct.val() == 0u8.to_bits()));
        self.short_register.next =
            self.short_registers.val() | (self.short_move.val() & !self.bits_2_zero.val());
        self.arithmetic.next = self.op_immediate.val()
            | self.op_register.val()
            | self.short_immediate.val()
            | self.short_register.val();
        // funct3 of the expansion, where something depends on it.
        self.operation.next = 0u8.to_bits();
        if self.long.val() {
            self.operation.next = self.funct3.val();
        }
        if (self.quadrant_0.val() | self.quadrant_2.val()) & self.funct.val().get_bit(1) {
            self.operation.next = 2u8.to_bits();
        }
        if self.quadrant_2.val() & (self.funct.val() == 0u8.to_bits()) {
            self.operation.next = 1u8.to_bits();
        }
        if self.quadrant_1.val() & self.funct.val().get_bit(2) & self.funct.val().get_bit(1) {
            self.operation.next = 0u8.to_bits();
            if self.funct.val().get_bit(0) {
                self.operation.next = 1u8.to_bits();
            }
        }
        if self.short_arithmetic.val() {
            self.operation.next = 5u8.to_bits();
            if self.instruction.val().get_bit(11) {
                self.operation.next = 7u8.to_bits();
            }
        }
        if self.short_registers.val() {
            self.operation.next = 0u8.to_bits();
            if self.instruction.val().get_bits::<2>(5) == 1u8.to_bits() {
                self.operation.next = 4u8.to_bits();
            }
            if self.instruction.val().get_bits::<2>(5) == 2u8.to_bits() {
                self.operation.next = 6u8.to_bits();
            }
            if self.instruction.val().get_bits::<2>(5) == 3u8.to_bits() {
                self.operation.next = 7u8.to_bits();
            }
        }
        self.shifts.next = (self.operation.val() & 3u8.to_bits()) == 1u8.to_bits();
        self.compares.next = (self.operation.val() & 6u8.to_bits()) == 2u8.to_bits();
        // Bit 30; C.SRAI, and C.SUB among those of two registers.
        self.alternative.next = self.quadrant_1.val() & self.instruction.val().get_bit(10);
        if self.long.val() {
            self.alternative.next = self.instruction.val().get_bit(30);
        }

        // SYSTEM without CSR.
        self.plain_system.next = self.op_system.val()
            & (self.funct3.val() == 0u8.to_bits())
            & self.rs1_zero.val()
            & self.rd_zero.val();
        self.ecall.next = self.plain_system.val() & (self.number.val() == 0u16.to_bits());
        self.ebreak.next = self.plain_system.val() & (self.number.val() == 1u16.to_bits());
        self.mret.next = self.plain_system.val() & (self.number.val() == 0x302u16.to_bits());
        self.wfi.next = self.plain_system.val() & (self.number.val() == 0x105u16.to_bits());

        // CSR instructions.
        self.csr_class.next =
            self.op_system.val() & ((self.funct3.val() & 3u8.to_bits()) != 0u8.to_bits());
        self.csr_writes.next = !self.funct3.val().get_bit(1) | !self.rs1_zero.val();
        self.csr.next = 0u8.to_bits();
        self.csr_zero.next = false;
        self.csr_cycle.next = false;
        if self.number.val() == 0x305u16.to_bits() {
            self.csr.next = self.csr.val() | 0x01u8.to_bits();
        }
        if self.number_high.val() == 0x34u8.to_bits() {
            if self.number_low.val() == 0u8.to_bits() {
                self.csr.next = self.csr.val() | 0x02u8.to_bits();
            }
            if self.number_low.val() == 1u8.to_bits() {
                self.csr.next = self.csr.val() | 0x04u8.to_bits();
            }
            if self.number_low.val() == 2u8.to_bits() {
                self.csr.next = self.csr.val() | 0x08u8.to_bits();
            }
            if self.number_low.val() == 3u8.to_bits() {
                self.csr.next = self.csr.val() | 0x10u8.to_bits();
            }
        }
        // 0xB00 and 0xC00, 0xB80 and 0xC80; the latter are read-only.
        if (self.number.val() == 0xB00u16.to_bits())
            | ((self.number.val() == 0xC00u16.to_bits()) & !self.csr_writes.val())
        {
            self.csr.next = self.csr.val() | 0x20u8.to_bits();
            self.csr_cycle.next = true;
        }
        if (self.number.val() == 0xB80u16.to_bits())
            | ((self.number.val() == 0xC80u16.to_bits()) & !self.csr_writes.val())
        {
            self.csr.next = self.csr.val() | 0x40u8.to_bits();
            self.csr_cycle.next = true;
        }
        // mstatus and misa; mie; mip; mvendorid, marchid, mimpid, mhartid.
        self.csr_zero.next = ((self.number.val() & 0xFFEu16.to_bits()) == 0x300u16.to_bits())
            | (self.number.val() == 0x304u16.to_bits())
            | (self.number.val() == 0x344u16.to_bits())
            | (!self.csr_writes.val()
                & (self.number_high.val() == 0xF1u8.to_bits())
                & ((self.number_low.val() == 1u8.to_bits())
                    | (self.number_low.val() == 2u8.to_bits())
                    | (self.number_low.val() == 3u8.to_bits())
                    | (self.number_low.val() == 4u8.to_bits())));
        self.csr_known.next = self.csr.val().any() | self.csr_zero.val();

        // What is legal. The immediates that must not be 0 are bits 12..5, and 12 with 6..2.
        self.short_break.next = self.short_move.val()
            & self.bits_2_zero.val()
            & self.rd_zero.val()
            & self.instruction.val().get_bit(12);
        self.short_legal.next = (self.quadrant_0.val()
            & ((self.funct.val() & 3u8.to_bits()) == 2u8.to_bits()))
            | (self.quadrant_0.val()
                & (self.funct.val() == 0u8.to_bits())
                & ((self.instruction.val() & 0x1FE0u32.to_bits()) != 0u32.to_bits()))
            | (self.quadrant_1.val()
                & (self.funct.val() != 3u8.to_bits())
                & (self.funct.val() != 4u8.to_bits()))
            | (self.quadrant_1.val()
                & (self.funct.val() == 3u8.to_bits())
                & (self.instruction.val().get_bit(12) | !self.bits_2_zero.val()))
            | (self.short_arithmetic.val()
                & (!self.instruction.val().get_bit(12)
                    | (self.instruction.val().get_bit(11) & !self.instruction.val().get_bit(10))))
            | (self.quadrant_2.val()
                & (self.funct.val() == 0u8.to_bits())
                & !self.instruction.val().get_bit(12))
            | (self.quadrant_2.val() & (self.funct.val() == 2u8.to_bits()) & !self.rd_zero.val())
            | (self.short_move.val() & (!self.bits_2_zero.val() | !self.rd_zero.val()))
            | (self.quadrant_2.val() & (self.funct.val() == 6u8.to_bits()));
        self.legal.next = self.op_lui.val()
            | self.op_auipc.val()
            | self.op_jal.val()
            | ((self.op_jalr.val() | self.op_fence.val()) & (self.funct3.val() == 0u8.to_bits()))
            | (self.op_branch.val() & ((self.funct3.val() & 6u8.to_bits()) != 2u8.to_bits()))
            | (self.op_load.val()
                & ((self.funct3.val() & 3u8.to_bits()) != 3u8.to_bits())
                & (self.funct3.val() != 6u8.to_bits()))
            | (self.op_store.val()
                & !self.funct3.val().get_bit(2)
                & (self.funct3.val() != 3u8.to_bits()))
            | (self.op_immediate.val()
                & (((self.funct3.val() & 3u8.to_bits()) != 1u8.to_bits())
                    | self.funct7_zero.val()
                    | (self.funct7_alternative.val() & self.funct3.val().get_bit(2))))
            | (self.op_register.val()
                & (self.funct7_zero.val()
                    | (self.funct7_alternative.val()
                        & ((self.funct3.val() == 0u8.to_bits())
                            | (self.funct3.val() == 5u8.to_bits())))))
            | self.mret.val()
            | self.wfi.val()
            | (self.csr_class.val() & self.csr_known.val())
            | self.short_legal.val();
        self.cause.next = 2u8.to_bits();
        if self.fetch_fault.val() {
            self.cause.next = 1u8.to_bits();
        }
        if self.ebreak.val() | self.short_break.val() {
            self.cause.next = 3u8.to_bits();
        }
        if self.ecall.val() {
            self.cause.next = 11u8.to_bits();
        }

        // Logic: CSRRC; and, xor; a comparison needs 0 (there the second operand is off); all
        // else is "or", which also passes one operand on.
        self.bitwise.next = 0u8.to_bits();
        if self.op_system.val() & ((self.funct3.val() & 3u8.to_bits()) == 3u8.to_bits()) {
            self.bitwise.next = 3u8.to_bits();
        }
        if self.arithmetic.val() & ((self.operation.val() == 7u8.to_bits()) | self.compares.val()) {
            self.bitwise.next = 1u8.to_bits();
        }
        if (self.arithmetic.val() & (self.operation.val() == 4u8.to_bits())) | self.branch.val() {
            self.bitwise.next = 2u8.to_bits();
        }

        self.decoded.next.trap = !self.legal.val();
        self.decoded.next.fetch_fault = self.fetch_fault.val();
        self.decoded.next.cause = self.cause.val();
        self.decoded.next.load = self.load.val();
        self.decoded.next.store = self.store.val();
        self.decoded.next.branch = self.branch.val();
        self.decoded.next.jump = self.jal.val() | self.jalr.val();
        self.decoded.next.shift = self.arithmetic.val() & self.shifts.val();
        self.decoded.next.wfi = self.wfi.val();
        self.decoded.next.mret = self.mret.val();
        self.decoded.next.old_csr = self.csr_class.val() & !self.csr_cycle.val();
        self.decoded.next.write_csr =
            self.csr_class.val() & self.csr_known.val() & self.csr_writes.val();
        self.decoded.next.csr = 0u8.to_bits();
        if self.csr_class.val() {
            self.decoded.next.csr = self.csr.val();
        }
        // The new value of CSRRW and CSRRWI does not depend on the old one.
        self.csr_read.next = 0u8.to_bits();
        if self.csr_class.val() {
            self.csr_read.next = self.csr.val();
            if !self.funct3.val().get_bit(1) {
                self.csr_read.next = self.csr.val() & 0x60u8.to_bits();
            }
        }
        self.decoded.next.rs1_immediate = self.op_system.val() & self.funct3.val().get_bit(2);
        // The counter is passed on alone; so are the operands of C.LI and C.MV.
        self.decoded.next.zero_a = (self.op_system.val() & self.csr_cycle.val())
            | (self.quadrant_1.val() & (self.funct.val() == 2u8.to_bits()))
            | (self.short_move.val()
                & !self.instruction.val().get_bit(12)
                & !self.bits_2_zero.val());
        self.decoded.next.immediate =
            !(self.op_register.val() | self.short_register.val() | self.branch.val());
        self.decoded.next.logic_b = self.branch.val()
            | (self.arithmetic.val() & self.operation.val().get_bit(2) & !self.shifts.val());
        self.decoded.next.subtract = self.branch.val()
            | (self.arithmetic.val() & self.compares.val())
            | ((self.op_register.val() | self.short_register.val())
                & (self.operation.val() == 0u8.to_bits())
                & self.alternative.val());
        self.decoded.next.use_sum = self.load.val()
            | self.store.val()
            | self.jalr.val()
            | (self.arithmetic.val() & (self.operation.val() == 0u8.to_bits()));
        self.decoded.next.use_compare = self.arithmetic.val() & self.compares.val();
        self.decoded.next.unsigned = self.operation.val().get_bit(0);
        if self.branch.val() {
            self.decoded.next.unsigned = self.operation.val().get_bit(1);
        }
        self.decoded.next.logic = self.bitwise.val();
        self.decoded.next.keep =
            self.lui.val() | self.op_auipc.val() | self.jal.val() | self.branch.val();
        self.decoded.next.write_rd = (self.long.val()
            & !self.rd_zero.val()
            & (self.op_lui.val()
                | self.op_auipc.val()
                | self.op_jal.val()
                | self.op_jalr.val()
                | self.op_load.val()
                | self.op_immediate.val()
                | self.op_register.val()
                | self.csr_class.val()))
            | (self.quadrant_0.val() & !self.funct.val().get_bit(2))
            | self.short_arithmetic.val()
            | (self.quadrant_1.val() & (self.funct.val() == 1u8.to_bits()))
            | (self.quadrant_1.val() & !self.funct.val().get_bit(2) & !self.rd_zero.val())
            | (self.quadrant_2.val() & !self.funct.val().get_bit(2) & !self.rd_zero.val())
            | (self.short_move.val()
                & !self.rd_zero.val()
                & (self.instruction.val().get_bit(12) | !self.bits_2_zero.val()));
        self.decoded.next.funct3 = self.operation.val();
        self.decoded.next.arithmetic = self.alternative.val();
        self.decoded.next.long = self.long.val();
    }
}
