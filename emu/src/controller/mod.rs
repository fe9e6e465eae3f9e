//! The backup controller: what sits between the pins.
//!
//! Boards hold a [`Controller`] and do not know which one. The emulator's own is
//! [`Model`](model::Model); the RTL stands behind the same interface in a crate that this one does
//! not know of. A [`Backend`] makes controllers of one kind.

mod backend;
pub mod engine;
pub mod inputs;
pub mod mcu;
pub mod model;
pub mod sense;
pub mod spi;
pub mod switch;
pub mod uart;

pub use backend::Backend;

use crate::burst::Burst;
use crate::nets::Pin;
use crate::time::Time;
use mcu::Retired;
use umbilical_soft_mcu::report;

/// What a controller drives, one bit per [`Pin`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outputs {
    /// Pins driven low.
    pub low: u64,
    /// Pins driven high. Only [`Outputs::PUSH_PULL`] pins ever are.
    pub high: u64,
}

impl Outputs {
    /// Pins that are driven both ways; all others are open drain. Those of the processor segment
    /// are driven only while the engine has the segment.
    pub const PUSH_PULL: u64 = Pin::Strap.bit()
        | Pin::HostResetN.bit()
        | Pin::PortEn.bit()
        | Pin::LedBusy.bit()
        | Pin::LedOk.bit()
        | Pin::LedFault.bit()
        | Pin::En0.bit()
        | Pin::En1.bit()
        | Pin::HostEn.bit()
        | Pin::ProcSck.bit()
        | Pin::ProcCsn.bit()
        | Pin::ProcIo0.bit()
        | Pin::UartTx.bit();
    /// Without power or in reset: the board's pull-downs decide.
    pub const UNPOWERED: Outputs = Outputs { low: 0, high: 0 };
}

/// The firmware stored a word of its report block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseChange {
    /// When.
    pub at: Time,
    /// Which word, see [`report::word`].
    pub word: usize,
    /// What.
    pub value: u32,
}

/// What sits between the pins of a board. All times are absolute.
pub trait Controller: Send {
    /// The supply for MCU and engines (Vout and vcc_ok) comes or goes; `pins` are the board's levels.
    fn power(&mut self, now: Time, on: bool, pins: u64);
    /// When [`step`](Self::step) has something to do next. Early calls do no harm, late ones do.
    fn wake(&self) -> Time;
    /// Does what is due at `now`, from the pin levels before `now`.
    fn step(&mut self, now: Time);
    /// The board's levels (one bit per [`Pin`]) settled at `now`. Outputs do not change here.
    fn on_pins(&mut self, now: Time, pins: u64);
    /// What it drives now.
    fn outputs(&self) -> Outputs;
    /// The report block in RAM.
    fn report(&self) -> [u32; report::word::COUNT];
    /// Report words stored since the last call, in order.
    fn phase_changes(&mut self) -> Vec<PhaseChange>;
    /// The oscillator is off by `ppm` from now on.
    fn drift(&mut self, now: Time, ppm: i32);
    /// Times the watchdog has restarted the MCU.
    fn watchdog_resets(&self) -> u32;
    /// Instructions retired.
    fn instructions(&self) -> u64;
    /// Starts or stops recording every completed instruction. What was recorded is dropped.
    fn record_retired(&mut self, on: bool);
    /// The instructions recorded since the last call, oldest first; none while recording is off.
    ///
    /// Edges count from the last reset. A controller that runs ahead of time may give instructions
    /// whose edge has not come yet, and that a reset before then undoes.
    fn take_retired(&mut self) -> Vec<Retired>;
    /// What it could do in one go from here. `Some` only when the next event is the fall of SCK
    /// that ends a byte, and nothing of its own comes before that.
    fn burst(&self) -> Option<Burst> {
        None
    }
    /// When the boundary `k` bytes on from here has its fall of SCK; with `k` = 0 the next event.
    ///
    /// # Panics
    /// As the other three, where [`burst`](Self::burst) is `None`.
    fn burst_fall(&self, _k: u32) -> Time {
        unreachable!("this controller offers no burst")
    }
    /// The last rise of SCK before [`burst_fall`](Self::burst_fall) of `k`.
    fn burst_rise(&self, _k: u32) -> Time {
        unreachable!("this controller offers no burst")
    }
    /// Moves `k` bytes on and appends the bytes sent after the one under way. It is in the same
    /// phase then, with its next event at what was `burst_fall(k)`.
    fn burst_send(&mut self, _k: u32, _bytes: &mut Vec<u8>) {
        unreachable!("this controller offers no burst")
    }
    /// Moves on by the bytes that the memory shows after the one under way.
    fn burst_receive(&mut self, _bytes: &[u8]) {
        unreachable!("this controller offers no burst")
    }
    /// A copy of the whole state.
    fn save(&self) -> Box<dyn Controller>;
}
