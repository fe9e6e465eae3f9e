//! A serial NOR flash (W25Q, MX25L, SST26), pin-accurate and event-driven.
//!
//! ```text
//!  csn, sck, io ---> [serial machine] ---> frame: opcode, address, data
//!       ^              |  ^                  | CSn rises
//!       |    tV after  |  | bytes            v
//!       +--- SCK falls-+  +---------- [work: program, erase, registers] ---> [array]
//!                                            | busy, suspended
//! ```
//!
//! IO is sampled as SCK rises, with the level that it had before that instant. What the chip
//! drives changes tV after SCK has fallen, and it lets go of its lines when CSn has risen: both by
//! way of [`Nor25::wake`] and [`Nor25::step`], as is the end of a program or an erase. The array
//! takes the result of an operation at its end; a loss of power in between leaves what `array.rs`
//! says.
//!
//! Modes 0 and 3 differ in nothing but the level at which SCK rests, so the chip has one machine
//! for both. HOLD# (IO3 while quad output is off) is not modelled: the boards pull it up. Commands
//! that take their address on two or four lines are not modelled, and not in the SFDP table either.
//!
//! [`Nor25::receive`] and [`Nor25::send`] move whole bytes at once, to the same end as pin by pin.
//!
//! Figures: data sheets, by way of [`umbilical_soft_mcu::nor`].

mod array;
mod burst;
mod command;
mod registers;
mod serial;
mod sfdp;
mod times;
mod violations;
mod work;

use crate::rng::Rng;
use crate::time::{Span, Time};
use array::Array;
use command::Decoded;
use registers::Registers;
use serial::Phase;
use umbilical_soft_mcu::nor::{NorPart, PAGE_BYTES};
use work::{Activity, Operation};

pub use times::{NEVER_ENDS, OperationTimes, Times};
pub use violations::Violations;

/// Settled levels of the chip's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Serial clock.
    pub sck: bool,
    /// Chip select, active low.
    pub csn: bool,
    /// IO0 to IO3 in bits 0 to 3.
    pub io: u8,
}

/// What a chip has been asked to do since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Write enables (06h, 50h) that it took.
    pub write_enables: u64,
    /// Programs that it began.
    pub programs: u64,
    /// Erases that it began, of whatever size.
    pub erases: u64,
    /// Writes of status, configuration and block-protection registers that it did or began.
    pub status_writes: u64,
    /// Programs, erases and register writes that it refused: not enabled, protected, suspended.
    pub refused: u64,
    /// Operations that a loss of power or a reset cut short.
    pub ruined: u64,
}

/// Bytes that came in after opcode and address.
#[derive(Clone, Copy, Debug)]
struct Input {
    bytes: [u8; PAGE_BYTES as usize],
    /// Where the next byte goes; wraps at the end of the page.
    next: u8,
    /// How many came.
    count: u64,
}

/// A serial NOR flash of any part in [`umbilical_soft_mcu::nor::PARTS`].
///
/// The owner reports settled line levels with [`on_lines`](Nor25::on_lines), calls
/// [`step`](Nor25::step) at [`wake`](Nor25::wake), and wires [`drives`](Nor25::drives) to the
/// lines. Only `step`, `power` and the bursts change what it drives.
#[derive(Clone)]
pub struct Nor25 {
    powered: bool,
    lines: Lines,
    wake: Time,
    /// Lines that it drives, and how.
    driven: (u8, u8),
    /// When that becomes `driven_next`; NEVER when it stays as it is.
    output_at: Time,
    driven_next: (u8, u8),

    phase: Phase,
    frame: Decoded,
    /// Bits of the byte on the lines that are complete, and the byte.
    bits: u8,
    shift: u8,
    /// Address as far as it has arrived; then the next byte to read or write.
    address: u32,
    input: Input,
    output_delay: Span,
    output_off: Span,

    part: &'static NorPart,
    array: Array,
    registers: Registers,
    sfdp: Vec<u8>,
    write_enabled: bool,
    volatile_enabled: bool,
    reset_enabled: bool,
    four_byte: bool,
    extended_address: u8,
    powered_down: bool,
    write_protect: bool,

    times: OperationTimes,
    activity: Activity,
    suspended: Option<Operation>,
    /// When `activity` ends; NEVER when nothing is under way or when it does not end.
    busy_end: Time,
    random: Rng,
    counters: Counters,
    violations: violations::Watch,
}

impl Nor25 {
    /// An unpowered chip that holds `contents`, cut or padded with FFh to the size of `part`, with
    /// registers as from the factory and typical times. `seed` decides what an interrupted
    /// operation leaves.
    pub fn new(part: &'static NorPart, contents: Vec<u8>, seed: u64) -> Nor25 {
        Nor25 {
            powered: false,
            lines: Lines {
                sck: false,
                csn: true,
                io: 0,
            },
            wake: Time::NEVER,
            driven: (0, 0),
            output_at: Time::NEVER,
            driven_next: (0, 0),
            phase: Phase::Idle,
            frame: Decoded::NONE,
            bits: 0,
            shift: 0,
            address: 0,
            input: Input::EMPTY,
            output_delay: Span::from_ps(part.output_delay_ps),
            output_off: Span::from_ps(part.output_off_ps),
            part,
            array: Array::new(contents, part.bytes),
            registers: Registers::new(part),
            sfdp: sfdp::table(part),
            write_enabled: false,
            volatile_enabled: false,
            reset_enabled: false,
            four_byte: false,
            extended_address: 0,
            powered_down: false,
            write_protect: false,
            times: OperationTimes::typical(part),
            activity: Activity::Ready,
            suspended: None,
            busy_end: Time::NEVER,
            random: Rng::new(seed),
            counters: Counters::default(),
            violations: violations::Watch::new(part),
        }
    }

    /// The part that it is.
    pub fn part(&self) -> &'static NorPart {
        self.part
    }

    /// Power comes or goes, with the lines at `lines`.
    ///
    /// Without power the chip drives nothing and forgets all but its array and its non-volatile
    /// registers; what was under way, or suspended, leaves its page or block indeterminate. A chip
    /// that gets power with CSn low takes no frame before CSn has been high.
    pub fn power(&mut self, now: Time, on: bool, lines: Lines) {
        if on == self.powered {
            return;
        }
        if on {
            self.violations.power_up(now);
        } else {
            self.step(now);
            self.cut_work(now);
        }
        self.powered = on;
        self.lines = lines;
        self.phase = if lines.csn {
            Phase::Idle
        } else {
            Phase::Ignore
        };
        self.driven = (0, 0);
        self.output_at = Time::NEVER;
        self.forget();
    }

    /// The settled levels of the lines became `lines` at `now`. Never changes what the chip
    /// drives, if [`step`](Nor25::step) was called when it was due.
    #[inline]
    pub fn on_lines(&mut self, now: Time, lines: Lines) {
        if !self.powered {
            return;
        }
        if now >= self.wake {
            self.step(now);
        }
        let before = std::mem::replace(&mut self.lines, lines);
        match (before.csn, lines.csn) {
            (true, true) => return,
            (true, false) => self.select(now),
            (false, true) => self.deselect(now, before.io),
            (false, false) if lines.sck == before.sck => return,
            (false, false) if lines.sck => self.rise(now, before.io),
            (false, false) => self.fall(now),
        }
        self.wake = self.output_at.min(self.busy_end);
    }

    /// When [`step`](Nor25::step) has to be called; NEVER when nothing is scheduled.
    #[inline]
    pub fn wake(&self) -> Time {
        self.wake
    }

    /// Does what is scheduled for `now` or earlier; nothing when it is called too early.
    #[inline]
    pub fn step(&mut self, now: Time) {
        if now < self.wake {
            return;
        }
        if now >= self.output_at {
            self.driven = self.driven_next;
            self.output_at = Time::NEVER;
        }
        if now >= self.busy_end {
            self.end_of_busy();
        }
        self.wake = self.output_at.min(self.busy_end);
    }

    /// Which of IO0 to IO3 the chip drives (bits 0 to 3), and to which levels.
    #[inline]
    pub fn drives(&self) -> (u8, u8) {
        self.driven
    }

    /// The array. What is under way has not reached it yet.
    pub fn memory(&self) -> &[u8] {
        self.array.bytes()
    }

    /// The array, to be changed behind the chip's back.
    pub fn memory_mut(&mut self) -> &mut [u8] {
        self.array.bytes_mut()
    }

    /// Erases of each 4 KiB sector, cut ones included.
    pub fn wear(&self) -> &[u32] {
        self.array.wear()
    }

    /// Bytes with bits that read 1 and will read 0 after a few reads more.
    pub fn weak_bytes(&self) -> usize {
        self.array.weak_bytes()
    }

    /// Fault: those bits of `mask` that are 1 in the byte at `address` read 1 in the next `reads`
    /// reads and 0 from then on, until the byte is erased.
    pub fn weaken(&mut self, address: u32, mask: u8, reads: u8) {
        self.array.weaken(address, mask, reads);
    }

    /// What it has been asked to do.
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// Where the lines broke the data sheet's limits.
    pub fn violations(&self) -> Violations {
        self.violations.counts
    }

    /// Whether WIP is 1.
    pub fn is_busy(&self) -> bool {
        self.is_working()
    }

    /// Whether a program or an erase is suspended.
    pub fn is_suspended(&self) -> bool {
        self.suspended.is_some()
    }

    /// How long operations take that begin from now on.
    pub fn set_times(&mut self, times: Times) {
        self.times = times.of(self.part);
    }

    /// Holds the chip's WP# pin low (a strap on the board), whatever IO2's level.
    pub fn set_write_protect(&mut self, low: bool) {
        self.write_protect = low;
    }

    /// Non-volatile status registers 1 to 3; 2 is the configuration register of MX25L and SST26.
    pub fn stored_registers(&self) -> [u8; 3] {
        self.registers.stored()
    }

    /// Sets the non-volatile registers, and those that they are copied to at power-up, as a
    /// programmer would have before the part was soldered in. Bits that a part does not have, or
    /// that follow its state, are left out.
    pub fn set_registers(&mut self, values: [u8; 3]) {
        self.registers.preset(values);
    }

    /// As somebody left it who wanted nothing to be written: the whole array is protected, and
    /// WP# low locks the registers.
    pub fn protect_by_pin(&mut self) {
        self.registers.protect_by_pin();
    }

    /// SST26: the block-protection register, most significant byte first; empty in other parts.
    pub fn block_protection(&self) -> &[u8] {
        self.registers.blocks()
    }

    /// The SFDP table that 5Ah reads; FFh beyond its end.
    pub fn sfdp(&self) -> &[u8] {
        &self.sfdp
    }

    /// Chooses anew what interrupted operations leave from now on.
    pub fn set_seed(&mut self, seed: u64) {
        self.random = Rng::new(seed);
    }
}

impl Input {
    const EMPTY: Input = Input {
        bytes: [0xFF; PAGE_BYTES as usize],
        next: 0,
        count: 0,
    };
}

#[cfg(test)]
mod tests;
