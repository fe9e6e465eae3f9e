//! The control and status registers, and traps.

/// Why a trap was taken (`mcause`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Cause {
    FetchFault = 1,
    Illegal = 2,
    Breakpoint = 3,
    LoadMisaligned = 4,
    LoadFault = 5,
    StoreMisaligned = 6,
    StoreFault = 7,
    EcallMachine = 11,
}

/// The registers that hold something.
#[derive(Clone, Debug, Default)]
pub(super) struct Csrs {
    pub mtvec: u32,
    pub mscratch: u32,
    pub mepc: u32,
    pub mcause: u32,
    pub mtval: u32,
}

#[derive(Clone, Copy)]
enum Register {
    Mtvec,
    Mscratch,
    Mepc,
    Mcause,
    Mtval,
    Cycle,
    CycleHigh,
    Zero,
}

impl Register {
    fn new(number: u32) -> Option<Register> {
        Some(match number {
            0x305 => Register::Mtvec,
            0x340 => Register::Mscratch,
            0x341 => Register::Mepc,
            0x342 => Register::Mcause,
            0x343 => Register::Mtval,
            0xB00 | 0xC00 => Register::Cycle,
            0xB80 | 0xC80 => Register::CycleHigh,
            // mstatus, misa, mie, mip, mvendorid, marchid, mimpid, mhartid
            0x300 | 0x301 | 0x304 | 0x344 | 0xF11..=0xF14 => Register::Zero,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy)]
enum Change {
    Write,
    Set,
    Clear,
}

/// A legal CSR instruction.
pub(super) struct Instruction {
    register: Register,
    /// `None` for the forms that only read.
    change: Option<Change>,
    /// The immediate; `None` when rs1 is the operand.
    immediate: Option<u32>,
}

impl Instruction {
    /// `None` when `word`, a SYSTEM instruction, is no CSR instruction or an illegal one.
    pub fn new(word: u32) -> Option<Instruction> {
        let number = word >> 20;
        let operand = (word >> 15) & 0x1F;
        let change = match (word >> 12) & 0x3 {
            1 => Some(Change::Write),
            2 => Some(Change::Set).filter(|_| operand != 0),
            3 => Some(Change::Clear).filter(|_| operand != 0),
            _ => return None,
        };
        let read_only = number >> 10 == 3;
        if read_only && change.is_some() {
            return None;
        }
        Some(Instruction {
            register: Register::new(number)?,
            change,
            immediate: (word & 0x4000 != 0).then_some(operand),
        })
    }
}

impl Csrs {
    /// Does what `instruction` asks for and returns the old value; `now` is its 3rd edge.
    pub fn execute(&mut self, instruction: &Instruction, rs1: u32, now: u64) -> u32 {
        let old = self.read(instruction.register, now);
        let operand = instruction.immediate.unwrap_or(rs1);
        match instruction.change {
            None => {}
            Some(Change::Write) => self.write(instruction.register, operand),
            Some(Change::Set) => self.write(instruction.register, old | operand),
            Some(Change::Clear) => self.write(instruction.register, old & !operand),
        }
        old
    }

    fn read(&self, register: Register, now: u64) -> u32 {
        match register {
            Register::Mtvec => self.mtvec,
            Register::Mscratch => self.mscratch,
            Register::Mepc => self.mepc,
            Register::Mcause => self.mcause,
            Register::Mtval => self.mtval,
            Register::Cycle => now as u32,
            Register::CycleHigh => (now >> 32) as u32,
            Register::Zero => 0,
        }
    }

    fn write(&mut self, register: Register, value: u32) {
        match register {
            Register::Mtvec => self.mtvec = value & !3,
            Register::Mscratch => self.mscratch = value,
            Register::Mepc => self.mepc = value & !1,
            Register::Mcause => self.mcause = value,
            Register::Mtval => self.mtval = value,
            Register::Cycle | Register::CycleHigh | Register::Zero => {}
        }
    }

    /// Takes a trap at the instruction at `pc`; returns where to go on.
    #[cold]
    pub fn trap(&mut self, cause: Cause, pc: u32, value: u32) -> u32 {
        self.mepc = pc;
        self.mcause = cause as u32;
        self.mtval = value;
        self.mtvec
    }
}
