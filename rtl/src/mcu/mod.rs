//! The soft-MCU: RV32IC with the cycle costs of `docs/controller.md`, section 2.
//!
//! ```text
//!                +---------+
//!   rom_data  ==>|         |==> rom_address
//!   bus_read  ==>|   Mcu   |==> bus_address, bus_write_data, bus_write_mask
//!   wake      -->|         |--> bus_access
//!   cycle     ==>|         |
//!   clock     -->|         |==> trace_...   (simulation only)
//!   reset     -->|         |
//!                +---------+
//! ```
//!
//! One adder does sums, comparisons, branch targets and addresses; one result register takes what
//! each step gives, from the branch target through the shifted value to the loaded word. There is no
//! instruction register: the ROM's output holds the instruction, and where a load takes it away the
//! decoded signals are in flip-flops.
//!
//! The last step of an instruction (writing rd, CSRs and pc) shares its cycle with the fetch of the
//! next one, so that none of it lies on the path through the adder. That cycle is named `Finish`.
//!
//! ```text
//!   cycle leading to edge   f          f+1        f+2         f+3          f+4       f+5
//!   ALU, branch, jump    .. Finish     Decode     Execute     Finish
//!   store                .. Finish     Decode     Execute     Memory       Finish
//!   load                 .. Finish     Decode     Execute     Memory       Load      Finish
//!   shift by s           .. Finish     Decode     Execute     Shift ...    Finish
//!   trap                 .. Finish     Decode     Execute     Finish or Memory (a bad access)
//!
//!   Decode:  result = pc + immediate      Execute: result = rs1 op operand     Finish: rd, pc = ...
//! ```

mod access;
pub mod csr;
mod decoder;
mod expansion;
mod fields;
mod immediate;
mod primitives;

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{ROM_BASE, ROM_BYTES};

use crate::memory::RegisterFile;
use access::Access;
use csr::Csrs;
use decoder::{Decoded, Decoder};
use expansion::Expansion;
use fields::Fields;
use immediate::Immediate;
use primitives::{Adder, ShiftStep, StoreLanes};

// pc starts at 0 and `rom_address` are its bits 13..1.
const _: () = assert!(ROM_BASE == 0 && ROM_BYTES == 1 << 14);

/// What the cycle does, see the [module](self).
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
enum State {
    /// The first fetch after reset; there is nothing to finish.
    Start,
    /// The instruction is there, the register file reads.
    Decode,
    /// The operands are there.
    Execute,
    /// One step of a shift.
    Shift,
    /// `wfi` waits.
    Wait,
    /// The memory or register samples the address and what is stored.
    Memory,
    /// What is loaded is there.
    Load,
    /// rd, CSRs and pc get their values; the next instruction is fetched.
    Finish,
}

/// The soft-MCU, see the [module](self).
#[derive(Clone, LogicBlock, Default)]
pub struct Mcu {
    /// The one clock.
    pub clock: Signal<In, Clock>,
    /// Starts again at address 0; the first edge with 0 here fetches.
    pub reset: Signal<In, Bit>,
    /// Index of the first of the ROM's two halfwords that the next edge reads.
    pub rom_address: Signal<Out, Bits<13>>,
    /// Those halfwords, the first one in the low half.
    pub rom_data: Signal<In, Bits<32>>,
    /// Byte address of a load or store, valid in the cycle with `bus_access` and the one after it.
    pub bus_address: Signal<Out, Bits<32>>,
    /// What is stored, in its lanes.
    pub bus_write_data: Signal<Out, Bits<32>>,
    /// The bytes that are stored at the next edge.
    pub bus_write_mask: Signal<Out, Bits<4>>,
    /// The next edge is the 4th of a load or store outside the ROM.
    pub bus_access: Signal<Out, Bit>,
    /// The word at `bus_address`, in the cycle after `bus_access`.
    pub bus_read: Signal<In, Bits<32>>,
    /// What `wfi` waits for stands.
    pub wake: Signal<In, Bit>,
    /// Number of the next edge, low half.
    pub cycle: Signal<In, Bits<32>>,
    /// Number of the next edge, high half.
    pub cycle_high: Signal<In, Bits<32>>,
    /// Simulation: the next edge ends an instruction.
    pub trace_retire: Signal<Out, Bit>,
    /// Simulation: its address.
    pub trace_pc: Signal<Out, Bits<32>>,
    /// Simulation: the instruction; for a compressed one what it expands to.
    pub trace_instruction: Signal<Out, Bits<32>>,
    /// Simulation: what rd gets; 0 if there is none or it is x0.
    pub trace_value: Signal<Out, Bits<32>>,

    /// The registers; a simulation clears them.
    pub registers: RegisterFile,
    fields: Fields,
    decoder: Decoder,
    immediates: Immediate,
    expansion: Expansion,
    adder: Adder,
    shift_step: ShiftStep,
    store_lanes: StoreLanes,
    access: Access,
    csrs: Csrs,

    state: DFF<State>,
    pc: DFF<Bits<32>>,
    decoded: DFF<Decoded>,
    result: DFF<Bits<32>>,
    csr_read: DFF<Bits<{ csr::select::COUNT }>>,
    count: DFF<Bits<5>>,
    taken: DFF<Bit>,
    trace_word: DFF<Bits<32>>,

    funct3: Signal<Local, Bits<3>>,
    decode: Signal<Local, Bit>,
    execute: Signal<Local, Bit>,
    finish: Signal<Local, Bit>,
    memory: Signal<Local, Bit>,
    jump: Signal<Local, Bit>,
    refused: Signal<Local, Bit>,
    trap: Signal<Local, Bit>,
    subtract: Signal<Local, Bit>,
    operand_a: Signal<Local, Bits<32>>,
    from_pc: Signal<Local, Bit>,
    zero_a: Signal<Local, Bit>,
    operand_b: Signal<Local, Bits<32>>,
    logic_b: Signal<Local, Bits<32>>,
    gated_b: Signal<Local, Bits<32>>,
    bitwise: Signal<Local, Bits<32>>,
    less: Signal<Local, Bit>,
    equal: Signal<Local, Bit>,
    compared: Signal<Local, Bits<32>>,
    take_loaded: Signal<Local, Bit>,
    source_high: Signal<Local, Bit>,
    source_low: Signal<Local, Bit>,
    written: Signal<Local, Bits<32>>,
    next_high: Signal<Local, Bit>,
    next_low: Signal<Local, Bit>,
    new_result: Signal<Local, Bits<32>>,
    step: Signal<Local, Bits<5>>,
    last_step: Signal<Local, Bit>,
    amount: Signal<Local, Bits<5>>,
    fours: Signal<Local, Bits<3>>,
    length: Signal<Local, Bits<15>>,
    next_in_rom: Signal<Local, Bits<15>>,
    next_address: Signal<Local, Bits<32>>,
    next_pc: Signal<Local, Bits<32>>,
}

impl Mcu {
    /// The registers x0 to x31. What an instruction writes is there from the edge after its end.
    pub fn registers(&self) -> &[u32] {
        self.registers.words()
    }

    /// The registers x0 to x31, to be set before a simulation. x0 must stay 0.
    pub fn registers_mut(&mut self) -> &mut [u32] {
        self.registers.words_mut()
    }
}

impl Logic for Mcu {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, state, pc, decoded, result, csr_read, count, taken, trace_word
        );
        self.registers.clock.next = self.clock.val();
        self.csrs.clock.next = self.clock.val();
        self.csrs.reset.next = self.reset.val();

        self.decode.next = self.state.q.val() == State::Decode;
        self.execute.next = self.state.q.val() == State::Execute;
        self.finish.next = self.state.q.val() == State::Finish;
        self.memory.next = self.state.q.val() == State::Memory;

        self.funct3.next = self.decoded.q.val().funct3;

        // Instruction.
        self.decoder.instruction.next = self.rom_data.val();
        self.decoder.fetch_fault.next =
            (self.pc.q.val() & 0xFFFF_C000u32.to_bits()) != 0u32.to_bits();
        self.immediates.instruction.next = self.rom_data.val();
        self.fields.instruction.next = self.rom_data.val();
        self.registers.read_a.next = self.fields.read_a.val();
        self.registers.read_b.next = self.fields.read_b.val();
        self.expansion.instruction.next = self.rom_data.val();
        if self.decode.val() {
            self.decoded.d.next = self.decoder.decoded.val();
            self.trace_word.d.next = self.expansion.expanded.val();
        }

        // Operands: pc (or for LUI and C.LUI 0) and the immediate in Decode, those of the instruction
        // after.
        self.from_pc.next = self.decode.val() | self.decoded.q.val().fetch_fault;
        self.zero_a.next = !self.decode.val() & self.decoded.q.val().zero_a;
        if self.decode.val() {
            self.zero_a.next = self.rom_data.val().get_bit(5) & self.rom_data.val().get_bit(4);
            if !self.rom_data.val().get_bit(1) {
                self.zero_a.next =
                    self.rom_data.val().get_bit(14) & !self.rom_data.val().get_bit(15);
            }
        }
        self.operand_a.next = 0u32.to_bits();
        if self.from_pc.val() & !self.zero_a.val() {
            self.operand_a.next = self.pc.q.val();
        }
        if !self.from_pc.val() & !self.zero_a.val() & !self.decoded.q.val().rs1_immediate {
            self.operand_a.next = self.operand_a.val() | self.registers.data_a.val();
        }
        if !self.from_pc.val() & !self.zero_a.val() & self.decoded.q.val().rs1_immediate {
            self.operand_a.next =
                self.operand_a.val() | bit_cast::<32, 5>(self.rom_data.val().get_bits::<5>(15));
        }
        self.subtract.next = self.decoded.q.val().subtract & !self.decode.val();
        self.operand_b.next = self.registers.data_b.val();
        if self.decode.val() | self.decoded.q.val().immediate {
            self.operand_b.next = self.immediates.immediate.val();
        }
        if self.subtract.val() {
            self.operand_b.next = self.operand_b.val() ^ 0xFFFF_FFFFu32.to_bits();
        }
        self.adder.a.next = self.operand_a.val();
        self.adder.b.next = self.operand_b.val();
        self.adder.carry_in.next = self.subtract.val();

        // Logic. For CSR instructions with the CSR's old value; in Finish that value goes to rd.
        // The select comes from flip-flops of its own: gated here it would cost an input per bit.
        if self.decode.val() {
            self.csr_read.d.next = self.decoder.csr_read.val();
        }
        if self.execute.val() {
            self.csr_read.d.next = self.decoded.q.val().csr;
        }
        self.csrs.select.next = self.csr_read.q.val();
        self.csrs.write_select.next = self.decoded.q.val().csr;
        self.gated_b.next = 0u32.to_bits();
        if self.decoded.q.val().logic_b {
            self.gated_b.next = self.operand_b.val();
        }
        self.logic_b.next = self.gated_b.val() | self.csrs.read.val();
        self.bitwise.next = self.operand_a.val() | self.logic_b.val();
        if self.decoded.q.val().logic == 1u8.to_bits() {
            self.bitwise.next = self.operand_a.val() & self.logic_b.val();
        }
        if self.decoded.q.val().logic == 2u8.to_bits() {
            self.bitwise.next = self.operand_a.val() ^ self.logic_b.val();
        }
        if self.decoded.q.val().logic == 3u8.to_bits() {
            self.bitwise.next =
                (self.operand_a.val() ^ 0xFFFF_FFFFu32.to_bits()) & self.logic_b.val();
        }

        // Comparison. The second operand is inverted there, so equal operands differ in all bits.
        self.equal.next = self.bitwise.val().all();
        self.less.next = !self.adder.carry_out.val()
            ^ (!self.decoded.q.val().unsigned
                & !(self.operand_a.val().get_bit(31) ^ self.operand_b.val().get_bit(31)));
        self.taken.d.next = self.decoded.q.val().branch
            & ((self.funct3.val().get_bit(0))
                ^ ((self.funct3.val().get_bit(2) & self.less.val())
                    | (!self.funct3.val().get_bit(2) & self.equal.val())));

        // The shifter works on the result register.
        self.amount.next = self.operand_b.val().get_bits::<5>(0);
        self.fours.next = self.count.q.val().get_bits::<3>(2);
        self.shift_step.value.next = self.result.q.val();
        self.shift_step.right.next = self.funct3.val().get_bit(2);
        self.shift_step.fill.next =
            self.decoded.q.val().arithmetic & self.result.q.val().get_bit(31);
        self.shift_step.four.next = self.fours.val().any();
        self.step.next = 1u8.to_bits();
        if self.fours.val().any() {
            self.step.next = 4u8.to_bits();
        }
        self.last_step.next =
            (self.count.q.val() == 4u8.to_bits()) | (self.count.q.val() == 1u8.to_bits());

        // Load and store.
        self.access.address.next = self.result.q.val();
        self.access.width.next = self.funct3.val();
        self.access.store.next = self.decoded.q.val().store;
        self.access.rom_data.next = self.rom_data.val();
        self.access.bus_read.next = self.bus_read.val();
        self.store_lanes.value.next = self.registers.data_b.val();
        self.store_lanes.width.next = self.funct3.val().get_bits::<2>(0);
        self.refused.next = self.memory.val() & self.access.fault.val();
        self.bus_address.next = self.result.q.val();
        self.bus_write_data.next = self.store_lanes.lanes.val();
        self.bus_write_mask.next = 0u8.to_bits();
        if self.refused.val() | !self.memory.val() | self.reset.val() {
            self.bus_access.next = false;
        } else {
            self.bus_access.next = !self.access.in_rom.val();
            if self.decoded.q.val().store {
                self.bus_write_mask.next = self.access.mask.val();
            }
        }

        // Result register. Its four sources are chosen by two bits, which is two LUT4 per bit.
        self.compared.next = self.bitwise.val();
        if self.decoded.q.val().use_compare & self.less.val() {
            self.compared.next = self.bitwise.val() | 1u32.to_bits();
        }
        self.take_loaded.next = self.state.q.val() == State::Load;
        self.source_high.next = (self.state.q.val() == State::Shift) | self.take_loaded.val();
        self.source_low.next = self.take_loaded.val()
            | self.decode.val()
            | (self.execute.val() & self.decoded.q.val().use_sum);
        if self.source_high.val() {
            if self.source_low.val() {
                self.new_result.next = self.access.loaded.val();
            } else {
                self.new_result.next = self.shift_step.shifted.val();
            }
        } else {
            if self.source_low.val() {
                self.new_result.next = self.adder.sum.val();
            } else {
                self.new_result.next = self.compared.val();
            }
        }
        if self.decode.val()
            | (self.execute.val() & (!self.decoded.q.val().keep | self.decoded.q.val().trap))
            | (self.state.q.val() == State::Shift)
            | (self.state.q.val() == State::Load)
        {
            self.result.d.next = self.new_result.val();
        }

        // The end: trap or not, rd, CSRs, and where to go on.
        self.jump.next = self.decoded.q.val().jump | self.taken.q.val();
        self.trap.next = (self.finish.val() & self.decoded.q.val().trap) | self.refused.val();
        // One fetched from outside the ROM traps, so what follows one that does not ends right behind it.
        self.length.next = 2u16.to_bits();
        if self.decoded.q.val().long {
            self.length.next = 4u16.to_bits();
        }
        self.next_in_rom.next = self.pc.q.val().get_bits::<15>(0) + self.length.val();
        self.next_address.next = bit_cast::<32, 15>(self.next_in_rom.val());
        self.registers.write.next =
            self.finish.val() & self.decoded.q.val().write_rd & !self.decoded.q.val().trap;
        self.registers.write_address.next = self.fields.write.val();
        self.written.next = 0u32.to_bits();
        if !self.decoded.q.val().jump & !self.decoded.q.val().old_csr {
            self.written.next = self.result.q.val();
        }
        if self.decoded.q.val().jump {
            self.written.next = self.written.val() | self.next_address.val();
        }
        if self.decoded.q.val().old_csr {
            self.written.next = self.written.val() | self.logic_b.val();
        }
        self.registers.write_data.next = self.written.val();
        self.csrs.write.next = self.finish.val() & self.decoded.q.val().write_csr;
        self.csrs.value.next = self.result.q.val();
        self.csrs.trap.next = self.trap.val();
        self.csrs.pc.next = self.pc.q.val();
        self.csrs.cycle.next = self.cycle.val();
        self.csrs.cycle_high.next = self.cycle_high.val();
        self.csrs.no_value.next = self.decoded.q.val().trap & !self.decoded.q.val().fetch_fault;
        self.csrs.cause.next = self.decoded.q.val().cause;
        if self.memory.val() {
            self.csrs.cause.next = 4u8.to_bits();
            if self.decoded.q.val().store & self.access.misaligned.val() {
                self.csrs.cause.next = 6u8.to_bits();
            }
            if !self.decoded.q.val().store & !self.access.misaligned.val() {
                self.csrs.cause.next = 5u8.to_bits();
            }
            if self.decoded.q.val().store & !self.access.misaligned.val() {
                self.csrs.cause.next = 7u8.to_bits();
            }
        }
        self.next_high.next = self.trap.val() | self.decoded.q.val().mret;
        self.next_low.next =
            self.trap.val() | (!self.decoded.q.val().mret & (self.jump.val() | self.memory.val()));
        if self.next_high.val() {
            if self.next_low.val() {
                self.next_pc.next = self.csrs.mtvec.val();
            } else {
                self.next_pc.next = self.csrs.mepc.val();
            }
        } else {
            if self.next_low.val() {
                self.next_pc.next = self.result.q.val();
            } else {
                self.next_pc.next = self.next_address.val();
            }
        }
        // Instructions are read from any halfword on, data word by word.
        self.rom_address.next = self.pc.q.val().get_bits::<13>(1);
        if self.finish.val() {
            self.rom_address.next = self.next_pc.val().get_bits::<13>(1);
        }
        if self.memory.val() {
            self.rom_address.next = self.next_pc.val().get_bits::<13>(1) & 0x1FFEu16.to_bits();
        }
        if self.finish.val() | self.refused.val() {
            self.pc.d.next = self.next_pc.val() & 0xFFFF_FFFEu32.to_bits();
        }

        // States.
        match self.state.q.val() {
            State::Start => {
                self.state.d.next = State::Decode;
            }
            State::Decode => {
                self.state.d.next = State::Execute;
            }
            State::Execute => {
                self.count.d.next = self.amount.val();
                self.state.d.next = State::Finish;
                if !self.decoded.q.val().trap {
                    if self.decoded.q.val().load | self.decoded.q.val().store {
                        self.state.d.next = State::Memory;
                    }
                    if self.decoded.q.val().shift & self.amount.val().any() {
                        self.state.d.next = State::Shift;
                    }
                    if self.decoded.q.val().wfi & !self.wake.val() {
                        self.state.d.next = State::Wait;
                    }
                }
            }
            State::Shift => {
                self.count.d.next = self.count.q.val() - self.step.val();
                if self.last_step.val() {
                    self.state.d.next = State::Finish;
                }
            }
            State::Wait => {
                if self.wake.val() {
                    self.state.d.next = State::Finish;
                }
            }
            State::Memory => {
                self.state.d.next = State::Load;
                if self.decoded.q.val().store {
                    self.state.d.next = State::Finish;
                }
                if self.access.fault.val() {
                    self.state.d.next = State::Decode;
                }
            }
            State::Load => {
                self.state.d.next = State::Finish;
            }
            State::Finish => {
                self.state.d.next = State::Decode;
            }
            _ => {
                self.state.d.next = State::Start;
            }
        }

        // Simulation only; left open, all of it vanishes.
        self.trace_pc.next = self.pc.q.val();
        self.trace_instruction.next = self.trace_word.q.val();
        self.trace_retire.next = !self.reset.val()
            & ((self.execute.val()
                & !self.decoded.q.val().trap
                & !self.decoded.q.val().load
                & !self.decoded.q.val().store
                & !(self.decoded.q.val().shift & self.amount.val().any())
                & !(self.decoded.q.val().wfi & !self.wake.val()))
                | ((self.state.q.val() == State::Shift) & self.last_step.val())
                | ((self.state.q.val() == State::Wait) & self.wake.val())
                | (self.memory.val() & self.decoded.q.val().store & !self.access.fault.val())
                | (self.state.q.val() == State::Load));
        self.trace_value.next = 0u32.to_bits();
        if self.decoded.q.val().write_rd {
            self.trace_value.next = self.new_result.val();
            if self.decoded.q.val().keep {
                self.trace_value.next = self.result.q.val();
            }
            if self.decoded.q.val().old_csr {
                self.trace_value.next = self.csrs.trace_read.val();
            }
            if self.decoded.q.val().jump {
                self.trace_value.next = self.next_address.val();
            }
        }

        if self.reset.val() {
            self.state.d.next = State::Start;
            self.pc.d.next = 0u32.to_bits();
        }
    }
}
