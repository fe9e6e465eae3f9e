//! What a complete frame sets going: programs, erases, register writes; suspend, reset, power loss.

use super::command::{Command, Register};
use super::{Nor25, Phase};
use crate::time::{Span, Time};
use umbilical_soft_mcu::nor::{NorFamily, PAGE_BYTES};

/// What changes at the end of an operation.
#[derive(Clone, Debug)]
pub(super) enum Work {
    Program {
        page: u32,
        data: Box<[u8; PAGE_BYTES as usize]>,
    },
    Erase {
        start: u32,
        bytes: u32,
    },
    Registers([u8; 3]),
}

/// An operation under way or suspended.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    work: Work,
    length: Span,
    /// How much of it was done before `resumed`.
    done: Span,
    resumed: Time,
}

/// What keeps the chip busy.
#[derive(Clone, Debug)]
pub(super) enum Activity {
    Ready,
    Working(Operation),
    /// Still working, until the suspend takes effect.
    Suspending(Operation),
    /// After a software reset: deaf.
    Resetting,
}

impl Operation {
    fn new(work: Work, length: Span, now: Time) -> Operation {
        Operation {
            work,
            length,
            done: Span::ZERO,
            resumed: now,
        }
    }

    /// How much is done at `now`, of 1024.
    fn progress(&self, now: Time) -> u32 {
        let done = self.done.ps() + now.since(self.resumed).ps();
        (u128::from(done) * 1024 / u128::from(self.length.ps().max(1))).min(1023) as u32
    }

    /// The array bytes that it changes.
    fn touches(&self, start: u32, bytes: u32) -> bool {
        let (from, size) = match self.work {
            Work::Program { page, .. } => (page, PAGE_BYTES),
            Work::Erase { start, bytes } => (start, bytes),
            Work::Registers(_) => return false,
        };
        start < from + size && from < start + bytes
    }
}

impl Nor25 {
    pub(super) fn is_working(&self) -> bool {
        matches!(
            self.activity,
            Activity::Working(_) | Activity::Suspending(_)
        )
    }

    /// The operation under way: when it began and when it ends, unless it is suspended again or
    /// loses power.
    pub fn operation(&self) -> Option<(Time, Time)> {
        match &self.activity {
            Activity::Working(operation) => {
                let left = operation.length.ps() - operation.done.ps();
                let end = operation.resumed + Span::from_ps(left);
                Some((operation.resumed, end))
            }
            _ => None,
        }
    }

    /// Whether the chip listens to this command now.
    pub(super) fn accepts(&self, command: Command) -> bool {
        if self.powered_down {
            return command == Command::ReleasePowerDown;
        }
        match self.activity {
            Activity::Resetting => false,
            Activity::Working(_) | Activity::Suspending(_) => matches!(
                command,
                Command::ReadRegister(_) | Command::Suspend | Command::ResetEnable | Command::Reset
            ),
            Activity::Ready => match command {
                Command::Read { lines: 4, .. } => self.registers.quad_enabled(),
                _ => true,
            },
        }
    }

    /// A byte of the array, as a read shows it.
    #[inline]
    pub(super) fn read_cell(&mut self, address: u32) -> u8 {
        let byte = self.array.read(address);
        match &self.suspended {
            None => byte,
            Some(suspended) => undefined_within(suspended, address, byte),
        }
    }

    /// The value of a register that is read now, with the bits that follow the chip's state.
    pub(super) fn register(&self, register: Register) -> u8 {
        let busy = u8::from(self.is_working());
        let enabled = u8::from(self.write_enabled) << 1;
        let (programs, erases) = match self.suspended.as_ref().map(|operation| &operation.work) {
            Some(Work::Program { .. }) => (1, 0),
            Some(_) => (0, 1),
            None => (0, 0),
        };
        let active = self.registers.active();
        match (register, self.part.family) {
            (Register::Status1, NorFamily::Sst26) => {
                let locked_down = u8::from(self.registers.locked_down);
                busy | busy << 7 | enabled | erases << 2 | programs << 3 | locked_down << 4
            }
            (Register::Status1, _) => active[0] | enabled | busy,
            (Register::Status2, NorFamily::W25q) => active[1] | (programs | erases) << 7,
            (Register::Status2, _) => active[1],
            (Register::Status3, _) => active[2] | u8::from(self.four_byte),
            (Register::Security, _) => self.registers.failed | programs << 2 | erases << 3,
        }
    }

    /// CSn rose at the end of a complete frame.
    pub(super) fn execute(&mut self, now: Time, io: u8) {
        let wp_low = self.write_protect || io & 0b0100 == 0;
        match self.frame.command {
            Command::WriteEnable => {
                self.write_enabled = true;
                self.counters.write_enables += 1;
            }
            Command::VolatileWriteEnable => {
                self.volatile_enabled = true;
                self.counters.write_enables += 1;
            }
            Command::WriteDisable => {
                self.write_enabled = false;
                self.volatile_enabled = false;
            }
            Command::PowerDown => self.powered_down = true,
            Command::EnterFourByte => self.four_byte = true,
            Command::ExitFourByte => self.four_byte = false,
            Command::ResetEnable => self.reset_enabled = true,
            Command::Reset => self.reset(now),
            Command::Suspend => self.suspend(now),
            Command::Resume => self.resume(now),
            Command::Program => self.begin_program(now),
            Command::Erase => self.begin_erase(now),
            Command::ChipErase => {
                let length = self.times.chip_erase;
                self.begin_erase_of(now, 0, self.part.bytes, length);
            }
            Command::WriteRegister(first) => self.write_registers(now, first, wp_low),
            Command::WriteExtendedAddress if self.write_enabled => {
                // The highest address bit of the largest part is A24.
                self.extended_address = self.input.bytes[0] & 0x01;
                self.write_enabled = false;
            }
            Command::WriteBlockProtection | Command::UnlockBlocks | Command::LockDown => {
                self.protect_blocks(wp_low);
            }
            _ => {}
        }
    }

    /// A write that the chip does not do. It takes the write enable all the same.
    fn refuse(&mut self, failed: u8) {
        self.counters.refused += 1;
        self.write_enabled = false;
        self.registers.failed |= failed;
    }

    fn begin(&mut self, now: Time, work: Work, length: Span) {
        // A wake lies after the instant that called for it.
        let length = length.max(Span::from_ps(1));
        self.activity = Activity::Working(Operation::new(work, length, now));
        self.busy_end = now + length;
    }

    fn begin_program(&mut self, now: Time) {
        const P_FAIL: u8 = 1 << 5;
        let page = self.address & !(PAGE_BYTES - 1);
        let suspended = self.suspended.as_ref().is_some_and(|operation| {
            matches!(operation.work, Work::Program { .. }) || operation.touches(page, PAGE_BYTES)
        });
        if !self.write_enabled || suspended {
            return self.refuse(0);
        }
        if self.registers.protects(page, PAGE_BYTES) {
            return self.refuse(P_FAIL);
        }
        self.registers.failed &= !P_FAIL;
        self.counters.programs += 1;
        let data = Box::new(self.input.bytes);
        self.begin(now, Work::Program { page, data }, self.times.page_program);
    }

    fn begin_erase(&mut self, now: Time) {
        let found = self.part.erase_block(self.frame.opcode, self.address);
        if let Some((kind, start)) = found {
            let bytes = self.part.erases[kind].bytes;
            self.begin_erase_of(now, start, bytes, self.times.erases[kind]);
        }
    }

    fn begin_erase_of(&mut self, now: Time, start: u32, bytes: u32, length: Span) {
        const E_FAIL: u8 = 1 << 6;
        if !self.write_enabled || self.suspended.is_some() {
            return self.refuse(0);
        }
        if self.registers.protects(start, bytes) {
            return self.refuse(E_FAIL);
        }
        self.registers.failed &= !E_FAIL;
        self.counters.erases += 1;
        self.begin(now, Work::Erase { start, bytes }, length);
    }

    fn write_registers(&mut self, now: Time, first: Register, wp_low: bool) {
        let volatile = std::mem::take(&mut self.volatile_enabled) && !self.write_enabled;
        if !(self.write_enabled || volatile) || self.suspended.is_some() {
            return self.refuse(0);
        }
        // More bytes than any part has registers: no write of that length exists.
        let count = self.input.count.min(4) as usize;
        let Some(values) = self.registers.written(first, &self.input.bytes[..count]) else {
            return;
        };
        if self.registers.locked(wp_low) {
            return self.refuse(0);
        }
        self.counters.status_writes += 1;
        if volatile {
            self.registers.set(values, true);
        } else {
            self.begin(now, Work::Registers(values), self.times.status_write);
        }
    }

    /// SST26: the block-protection register is volatile, so that its writes take no time.
    fn protect_blocks(&mut self, wp_low: bool) {
        if !self.write_enabled || self.registers.locked_down || self.registers.locked(wp_low) {
            return self.refuse(0);
        }
        match self.frame.command {
            Command::UnlockBlocks => self.registers.unlock_blocks(),
            Command::LockDown => self.registers.locked_down = true,
            _ => {
                let count = self.input.count.min(u64::from(PAGE_BYTES)) as usize;
                self.registers.set_blocks(&self.input.bytes[..count]);
            }
        }
        self.write_enabled = false;
        self.counters.status_writes += 1;
    }

    /// The end of what kept the chip busy.
    pub(super) fn end_of_busy(&mut self) {
        let end = std::mem::replace(&mut self.busy_end, Time::NEVER);
        match std::mem::replace(&mut self.activity, Activity::Ready) {
            Activity::Ready | Activity::Resetting => {}
            Activity::Working(operation) => {
                self.write_enabled = false;
                match operation.work {
                    Work::Program { page, data } => self.array.program(page, &data),
                    Work::Erase { start, bytes } => self.array.erase(start, bytes),
                    Work::Registers(values) => self.registers.set(values, false),
                }
            }
            Activity::Suspending(mut operation) => {
                self.write_enabled = false;
                let done = operation.done.ps() + end.since(operation.resumed).ps();
                operation.done = Span::from_ps(done);
                self.suspended = Some(operation);
            }
        }
    }

    fn suspend(&mut self, now: Time) {
        let Activity::Working(operation) = &self.activity else {
            return;
        };
        let whole = operation.touches(0, 1) && operation.touches(self.part.bytes - 1, 1);
        let at = now + Span::from_ns(self.part.suspend_ns);
        let registers = matches!(operation.work, Work::Registers(_));
        if whole || registers || self.suspended.is_some() || at >= self.busy_end {
            return;
        }
        self.activity = Activity::Suspending(operation.clone());
        self.busy_end = at;
    }

    fn resume(&mut self, now: Time) {
        let Some(mut operation) = self.suspended.take() else {
            return;
        };
        let left = Span::from_ps(operation.length.ps() - operation.done.ps());
        operation.resumed = now;
        self.busy_end = now + left;
        self.activity = Activity::Working(operation);
    }

    /// 99h right after 66h: what is under way is cut short.
    fn reset(&mut self, now: Time) {
        if !std::mem::take(&mut self.reset_enabled) {
            return;
        }
        self.cut_work(now);
        self.registers.reload();
        self.forget_modes();
        self.activity = Activity::Resetting;
        self.busy_end = now + Span::from_ns(self.part.reset_ns);
    }

    /// Everything volatile takes its value of power-up.
    pub(super) fn forget(&mut self) {
        self.registers.power_up();
        self.forget_modes();
        self.activity = Activity::Ready;
        self.busy_end = Time::NEVER;
        self.wake = Time::NEVER;
    }

    fn forget_modes(&mut self) {
        self.write_enabled = false;
        self.volatile_enabled = false;
        self.reset_enabled = false;
        self.powered_down = false;
        self.extended_address = 0;
        self.four_byte = self.registers.four_byte_at_power_up();
    }

    /// What is under way, or suspended, stops where it is.
    pub(super) fn cut_work(&mut self, now: Time) {
        if let Some(mut operation) = self.suspended.take() {
            operation.resumed = now;
            self.ruin(now, operation);
        }
        match std::mem::replace(&mut self.activity, Activity::Ready) {
            Activity::Working(operation) | Activity::Suspending(operation) => {
                self.ruin(now, operation);
            }
            Activity::Ready | Activity::Resetting => {}
        }
    }

    fn ruin(&mut self, now: Time, operation: Operation) {
        let progress = operation.progress(now);
        let random = &mut self.random;
        match operation.work {
            Work::Program { page, data } => {
                self.array.ruin_program(page, &data, progress, random);
            }
            Work::Erase { start, bytes } => {
                self.array.ruin_erase(start, bytes, progress, random);
            }
            Work::Registers(values) if random.below_u32(1024) < progress => {
                self.registers.set(values, false);
            }
            Work::Registers(_) => {}
        }
        self.counters.ruined += 1;
    }

    /// Whether a read of these bytes meets cells that a suspended operation left undefined.
    pub(super) fn reads_undefined(&self, start: u32, bytes: u32) -> bool {
        let suspended = self.suspended.as_ref();
        suspended.is_some_and(|operation| operation.touches(start, bytes))
    }

    /// Whether the chip takes no notice of its lines until CSn rises.
    pub(super) fn is_deaf(&self) -> bool {
        matches!(self.phase, Phase::Idle | Phase::Ignore)
    }
}

/// A read of what a suspended operation works on gives no byte that means anything.
fn undefined_within(suspended: &Operation, address: u32, byte: u8) -> u8 {
    if suspended.touches(address, 1) {
        byte ^ (address.wrapping_mul(0x9E37_79B1) >> 24) as u8 ^ 0x5A
    } else {
        byte
    }
}
