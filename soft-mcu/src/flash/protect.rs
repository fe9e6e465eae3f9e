//! Block protection: taken away before the copy, put back after it.
//!
//! The bits are non-volatile, and they are cleared in a non-volatile way. Winbond's volatile write
//! (50h) would not do: other makers do not have it, and a flash that browns out in the middle of
//! the copy would come back protected and ignore what follows without a word. So the journal keeps
//! the bits from before they are cleared until they are back, across any number of cuts.

use core::num::NonZeroU32;

use crate::flash::Pair;
use crate::flash::frame::{Frame, Side, StatusOpcode};
use crate::job::{self, Stopped};
use crate::platform::{Platform, SpiBus};
use crate::report::Fault;

type Job<'a, P> = job::Job<'a, P, Pair>;

/// Longest write of a status register (MX25L: 40 ms; W25Q: 15 ms; SST26: 25 ms).
const STATUS_MS: u32 = 100;
/// Set in the journal's word when there are bits to restore, for 0 means none.
const SAVED: u32 = 1 << 31;

/// How a maker's flashes are protected: the bits of status 1 and, above them, status 2 that do it
/// (data sheets of W25Q128JV, MX25L12835F, SST26VF064B).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Protection(u32);

impl Protection {
    /// Some other maker.
    pub const UNKNOWN: Self = Self(0);
    /// BP0..2 or BP0..3, TB, SEC in status 1, CMP in status 2; 01h writes both.
    const WINBOND: Self = Self(0x407C);
    /// BP0..3 in the status register.
    const MACRONIX: Self = Self(0x3C);
    /// A register of its own locks everything at power-up, 98h opens it until the next one, and
    /// WPLD keeps it from being opened.
    const SST: Self = Self(0x10);

    /// By the manufacturer's byte of the JEDEC id.
    pub fn of_manufacturer(id: u32) -> Self {
        match id {
            0xEF => Self::WINBOND,
            0xC2 => Self::MACRONIX,
            0xBF => Self::SST,
            _ => Self::UNKNOWN,
        }
    }

    /// Bytes that a status write takes: 2 where CMP, in status 2, is one of the bits.
    fn bytes(self) -> u32 {
        1 + (self.0 >> 14)
    }
}

/// A status as the journal keeps it, with [`SAVED`]: never 0, so that a `Result` is one register.
type Status = NonZeroU32;

/// Status 1 and, where 01h writes it too, status 2 above it; without WIP and WEL.
#[inline(never)]
fn status<P: Platform + SpiBus>(job: &mut Job<P>) -> Result<Status, Stopped> {
    job.p.set_buffer_word(0, SAVED);
    job.run(&Side::Own.status(StatusOpcode::First, 0))?;
    if job.memory.own.protection.bytes() != 1 {
        job.run(&Side::Own.status(StatusOpcode::Second, 1))?;
    }
    NonZeroU32::new(job.p.buffer_word(0) & !0x03).ok_or(Stopped)
}

/// Gives up because of a protection that stays, as this status has it.
fn refused<P: Platform + SpiBus>(job: &mut Job<P>, status: Status) -> Stopped {
    job.fault(Fault::WriteProtected, status.get() & !SAVED)
}

/// What protects the own flash now, as the journal keeps it; 0 if nothing does.
/// [`Fault::WriteProtected`] with the status as its detail if it is locked for good.
pub(crate) fn saved<P: Platform + SpiBus>(job: &mut Job<P>) -> Result<u32, Stopped> {
    let status = status(job)?;
    let protection = job.memory.own.protection;
    if status.get() & protection.0 == 0 {
        return Ok(0);
    }
    // Nothing opens an SST26 that is locked down but the next power-up: named before it is begun.
    if protection == Protection::SST {
        return Err(refused(job, status));
    }
    Ok(status.get())
}

/// Takes the protection away, or [`Fault::WriteProtected`] with the status as its detail.
#[inline(never)]
pub(crate) fn unlock<P: Platform + SpiBus>(job: &mut Job<P>) -> Result<(), Stopped> {
    make(job, !job.memory.own.protection.0, 0)
}

/// Puts back what [`saved`] gave.
pub(crate) fn lock<P: Platform + SpiBus>(job: &mut Job<P>, saved: u32) -> Result<(), Stopped> {
    if saved & SAVED == 0 {
        return Ok(());
    }
    make(job, 0, saved & (SAVED | 0xFFFF))
}

/// Makes the status what it is in the bits of `keep`, and `set` in the others. Nothing is kept when
/// bits are put back, so with something to keep this opens the flash.
#[inline(never)]
fn make<P: Platform + SpiBus>(job: &mut Job<P>, keep: u32, set: u32) -> Result<(), Stopped> {
    if keep != 0 && job.memory.own.protection == Protection::SST {
        change(job, &job.memory.destination().unlock_all())?;
    }
    let before = status(job)?.get();
    let wanted = before & keep | set;
    if before == wanted {
        return Ok(());
    }
    job.p.set_buffer_word(0, wanted);
    let bytes = job.memory.own.protection.bytes();
    let write = job.memory.destination().write_status(bytes);
    change(job, &write)?;
    let after = status(job)?;
    if after.get() == wanted {
        Ok(())
    } else {
        Err(refused(job, after))
    }
}

/// Runs a command that changes the status. The reads that follow wait for its end.
#[inline(always)]
fn change<P: Platform + SpiBus>(job: &mut Job<P>, frame: &Frame) -> Result<(), Stopped> {
    let [setup, _, length, ..] = frame.registers();
    change_registers(job, setup, length)
}

/// The same, with words in registers.
#[inline(never)]
fn change_registers<P: Platform + SpiBus>(
    job: &mut Job<P>,
    setup: u32,
    length: u32,
) -> Result<(), Stopped> {
    let longest = STATUS_MS * job.times.ms;
    job.begin(&Frame::order(setup, length), Fault::WriteTimeout, longest)
}
