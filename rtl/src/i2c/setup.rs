//! The engine's setup registers (`docs/controller.md`, 3).
//!
//! ```text
//!                      +-------+
//!  write, offset ----->|       |--> low, high, stretch, deadline
//!  data -------------->| Setup |--> device, journal, address_bytes, word_address, length, pointer
//!                      |       |--> read
//!                      +-------+
//! ```
//!
//! Plain registers. A phase that is too short for the input filter is stored as the least one, so
//! that nothing behind this has to think of it.
//!
//! ```text
//!   data --+--> at least 10 --> [tLOW], [tHIGH]
//!          +--> [stretch] [deadline] [device, journal, address bytes] [word] [length] [pointer]
//!                   '-- the one at offset, else 0 --> read
//! ```

use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{I2C_PHASE_MIN, i2c_device, offset};

/// tLOW and tHIGH after reset, edges.
const PHASE_RESET: u64 = 240;
/// `I2C_STRETCH` and `I2C_DEADLINE` after reset, slow ticks: 25 ms at 48 MHz.
const TICKS_RESET: u64 = 1_173;

const _: () = assert!(
    i2c_device::ADDRESS_MASK == 0x7F
        && i2c_device::JOURNAL == 1 << 8
        && i2c_device::ADDRESS_BYTES_SHIFT == 9
        && i2c_device::ADDRESS_BYTES_MASK == 3
);

/// The engine's setup registers.
#[derive(Clone, LogicBlock)]
pub struct Setup {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The register at `offset` is written at this edge.
    pub write: Signal<In, Bit>,
    /// Byte offset from `IO_BASE`.
    pub offset: Signal<In, Bits<8>>,
    /// The new value; no register here is wider.
    pub data: Signal<In, Bits<28>>,
    /// tLOW, edges.
    pub low: Signal<Out, Bits<12>>,
    /// tHIGH, edges.
    pub high: Signal<Out, Bits<12>>,
    /// Register `I2C_STRETCH`.
    pub stretch: Signal<Out, Bits<12>>,
    /// Register `I2C_DEADLINE`.
    pub deadline: Signal<Out, Bits<12>>,
    /// 7-bit device address.
    pub device: Signal<Out, Bits<7>>,
    /// The journal bus is meant.
    pub journal: Signal<Out, Bit>,
    /// Word-address bytes.
    pub address_bytes: Signal<Out, Bits<2>>,
    /// Register `I2C_ADDRESS`.
    pub word_address: Signal<Out, Bits<16>>,
    /// Register `I2C_LENGTH`.
    pub length: Signal<Out, Bits<16>>,
    /// Register `I2C_POINTER`.
    pub pointer: Signal<Out, Bits<12>>,
    /// The register at `offset`, 0 when it is none of these.
    pub read: Signal<Out, Bits<32>>,
    low_time: DFF<Bits<12>>,
    high_time: DFF<Bits<12>>,
    stretch_time: DFF<Bits<12>>,
    deadline_time: DFF<Bits<12>>,
    device_address: DFF<Bits<7>>,
    on_journal: DFF<Bit>,
    bytes: DFF<Bits<2>>,
    word: DFF<Bits<16>>,
    wanted: DFF<Bits<16>>,
    place: DFF<Bits<12>>,
    lower: Signal<Local, Bits<12>>,
    upper: Signal<Local, Bits<12>>,
    journal_bit: Signal<Local, Bits<1>>,
    pub(super) least: Constant<Bits<12>>,
    phase_reset: Constant<Bits<12>>,
    ticks_reset: Constant<Bits<12>>,
    timing_at: Constant<Bits<8>>,
    stretch_at: Constant<Bits<8>>,
    deadline_at: Constant<Bits<8>>,
    device_at: Constant<Bits<8>>,
    address_at: Constant<Bits<8>>,
    length_at: Constant<Bits<8>>,
    pointer_at: Constant<Bits<8>>,
}

impl Default for Setup {
    fn default() -> Self {
        let at = |offset: u32| Constant::new(u64::from(offset).into());
        Setup {
            clock: Default::default(),
            reset: Default::default(),
            write: Default::default(),
            offset: Default::default(),
            data: Default::default(),
            low: Default::default(),
            high: Default::default(),
            stretch: Default::default(),
            deadline: Default::default(),
            device: Default::default(),
            journal: Default::default(),
            address_bytes: Default::default(),
            word_address: Default::default(),
            length: Default::default(),
            pointer: Default::default(),
            read: Default::default(),
            low_time: Default::default(),
            high_time: Default::default(),
            stretch_time: Default::default(),
            deadline_time: Default::default(),
            device_address: Default::default(),
            on_journal: Default::default(),
            bytes: Default::default(),
            word: Default::default(),
            wanted: Default::default(),
            place: Default::default(),
            lower: Default::default(),
            upper: Default::default(),
            journal_bit: Default::default(),
            least: Constant::new(u64::from(I2C_PHASE_MIN).into()),
            phase_reset: Constant::new(PHASE_RESET.into()),
            ticks_reset: Constant::new(TICKS_RESET.into()),
            timing_at: at(offset::I2C_TIMING),
            stretch_at: at(offset::I2C_STRETCH),
            deadline_at: at(offset::I2C_DEADLINE),
            device_at: at(offset::I2C_DEVICE),
            address_at: at(offset::I2C_ADDRESS),
            length_at: at(offset::I2C_LENGTH),
            pointer_at: at(offset::I2C_POINTER),
        }
    }
}

impl Logic for Setup {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            low_time,
            high_time,
            stretch_time,
            deadline_time,
            device_address,
            on_journal,
            bytes,
            word,
            wanted,
            place
        );
        self.lower.next = self.data.val().get_bits::<12>(0);
        if self.data.val().get_bits::<12>(0) < self.least.val() {
            self.lower.next = self.least.val();
        }
        self.upper.next = self.data.val().get_bits::<12>(16);
        if self.data.val().get_bits::<12>(16) < self.least.val() {
            self.upper.next = self.least.val();
        }
        self.journal_bit.next = self.on_journal.q.val().into();

        self.read.next = 0.into();
        if self.offset.val() == self.timing_at.val() {
            self.read.next = bit_cast::<32, 12>(self.low_time.q.val())
                | (bit_cast::<32, 12>(self.high_time.q.val()) << 16);
            if self.write.val() {
                self.low_time.d.next = self.lower.val();
                self.high_time.d.next = self.upper.val();
            }
        }
        if self.offset.val() == self.stretch_at.val() {
            self.read.next = bit_cast::<32, 12>(self.stretch_time.q.val());
            if self.write.val() {
                self.stretch_time.d.next = self.data.val().get_bits::<12>(0);
            }
        }
        if self.offset.val() == self.deadline_at.val() {
            self.read.next = bit_cast::<32, 12>(self.deadline_time.q.val());
            if self.write.val() {
                self.deadline_time.d.next = self.data.val().get_bits::<12>(0);
            }
        }
        if self.offset.val() == self.device_at.val() {
            self.read.next = bit_cast::<32, 7>(self.device_address.q.val())
                | (bit_cast::<32, 1>(self.journal_bit.val()) << 8)
                | (bit_cast::<32, 2>(self.bytes.q.val()) << 9);
            if self.write.val() {
                self.device_address.d.next = self.data.val().get_bits::<7>(0);
                self.on_journal.d.next = self.data.val().get_bit(8);
                self.bytes.d.next = self.data.val().get_bits::<2>(9);
            }
        }
        if self.offset.val() == self.address_at.val() {
            self.read.next = bit_cast::<32, 16>(self.word.q.val());
            if self.write.val() {
                self.word.d.next = self.data.val().get_bits::<16>(0);
            }
        }
        if self.offset.val() == self.length_at.val() {
            self.read.next = bit_cast::<32, 16>(self.wanted.q.val());
            if self.write.val() {
                self.wanted.d.next = self.data.val().get_bits::<16>(0);
            }
        }
        if self.offset.val() == self.pointer_at.val() {
            self.read.next = bit_cast::<32, 12>(self.place.q.val());
            if self.write.val() {
                self.place.d.next = self.data.val().get_bits::<12>(0);
            }
        }

        self.low.next = self.low_time.q.val();
        self.high.next = self.high_time.q.val();
        self.stretch.next = self.stretch_time.q.val();
        self.deadline.next = self.deadline_time.q.val();
        self.device.next = self.device_address.q.val();
        self.journal.next = self.on_journal.q.val();
        self.address_bytes.next = self.bytes.q.val();
        self.word_address.next = self.word.q.val();
        self.length.next = self.wanted.q.val();
        self.pointer.next = self.place.q.val();
        if self.reset.val() {
            self.low_time.d.next = self.phase_reset.val();
            self.high_time.d.next = self.phase_reset.val();
            self.stretch_time.d.next = self.ticks_reset.val();
            self.deadline_time.d.next = self.ticks_reset.val();
            self.device_address.d.next = 0.into();
            self.on_journal.d.next = false;
            self.bytes.d.next = 0.into();
            self.word.d.next = 0.into();
            self.wanted.d.next = 0.into();
            self.place.d.next = 0.into();
        }
    }
}
