//! The I2C engine: from a command to START, bytes, acknowledges and STOP.
//!
//! ```text
//!                       +-----------+
//!  start, operation --->|           |--> busy, done, result
//!  scl, sda, bus_busy ->|           |--> scl_low, sda_low
//!  times, tick -------->| I2cEngine |--> kind, load, bit_end, take, acknowledged
//!  tx_byte, complete -->|           |--> shifted
//!  unequal, last ------>|           |
//!                       +-----------+
//! ```
//!
//! `docs/controller.md`, 5, gives every edge. The engine knows the order of a transaction's bytes
//! but not what is in them: the [transfer unit](super::transfer) chooses and counts, and hears of
//! each step by a strobe.
//!
//! Three enums say all: which [`Phase`] SCL is in, what the [`Pulse`] is for, and which [`Kind`] of
//! byte it is. SCL is pulled low in phase `Low` and in no other, so no end can leave it low.
//!
//! ```text
//!            +--------------------- retry ----------------------+
//!            v                                                  |
//!  Idle -> Check -> Wait -> Start -> Low -> Rise -> High -+-> Free -> Idle
//!            |                ^       ^              |    |     ^
//!            |                |       +--- next bit -+    |     |
//!            |                +--------- Restart ---------+     |
//!            +--- RECOVER: Free -> Rise, no START --------------+
//! ```

use super::phase_timer::PhaseTimer;
use crate::deadline::Deadline;
use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{I2cResult, RECOVERY_PULSES};

/// Where the engine is inside a pulse. The order gives codes whose halves and quarters are what
/// the timer asks for.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Phase {
    /// No command.
    Idle,
    /// The edge after the command.
    Check,
    /// Until the bus is free.
    Wait,
    /// SCL is let go but not seen high yet.
    Rise,
    /// SDA is low, SCL follows after tHIGH.
    Start,
    /// SCL is high.
    High,
    /// SCL is low; SDA takes its level after tHD.
    Low,
    /// Both lines stay free for tLOW: after STOP, and first of all in RECOVER.
    Free,
}

/// What the clock pulses are for.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Pulse {
    /// The bits of a byte and its acknowledge.
    Byte,
    /// Repeated START.
    Restart,
    /// STOP.
    Stop,
    /// A look at SDA, and a pulse to free it.
    Recover,
}

/// What the byte is; in a repeated START, the one that follows.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Kind {
    /// Device address, to write.
    DeviceWrite,
    /// Upper byte of the word address.
    AddressHigh,
    /// Lower byte of the word address.
    AddressLow,
    /// Device address, to read.
    DeviceRead,
    /// A data byte to the device.
    DataOut,
    /// A data byte from the device.
    DataIn,
}

/// Bit, byte and command sequencer.
#[derive(Clone, LogicBlock)]
pub struct I2cEngine {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A command is accepted at this edge; only when not `busy`.
    pub start: Signal<In, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// Filtered level of SCL.
    pub scl: Signal<In, Bit>,
    /// Filtered level of SDA.
    pub sda: Signal<In, Bit>,
    /// The segment's tracker.
    pub bus_busy: Signal<In, Bit>,
    /// tLOW, edges.
    pub low: Signal<In, Bits<12>>,
    /// tHIGH, edges.
    pub high: Signal<In, Bits<12>>,
    /// Longest wait for SCL, slow ticks.
    pub stretch: Signal<In, Bits<12>>,
    /// Longest wait for the bus and longest polling, slow ticks.
    pub deadline: Signal<In, Bits<12>>,
    /// The segment belongs to the host.
    pub not_owner: Signal<In, Bit>,
    /// The command has nothing to do.
    pub nothing: Signal<In, Bit>,
    /// The command is RECOVER.
    pub recover: Signal<In, Bit>,
    /// The command is READ, COMPARE or SCAN.
    pub reads: Signal<In, Bit>,
    /// The command repeats a first address that is not acknowledged.
    pub poll: Signal<In, Bit>,
    /// There is no word address.
    pub no_address: Signal<In, Bit>,
    /// There is one word-address byte.
    pub short_address: Signal<In, Bit>,
    /// The byte to send (`DataIn`: to compare with), for `kind`, at the edge of `load`.
    pub tx_byte: Signal<In, Bits<8>>,
    /// All data bytes are moved; follows a strobe by one edge.
    pub complete: Signal<In, Bit>,
    /// No byte is wanted after the received one; follows `take` by one edge.
    pub last: Signal<In, Bit>,
    /// COMPARE has met a byte that is not what it expects; follows `take` by one edge.
    pub unequal: Signal<In, Bit>,
    /// A command is under way.
    pub busy: Signal<Out, Bit>,
    /// The last command has ended.
    pub done: Signal<Out, Bit>,
    /// How it ended, an `I2cResult`.
    pub result: Signal<Out, Bits<4>>,
    /// Pull SCL low.
    pub scl_low: Signal<Out, Bit>,
    /// Pull SDA low.
    pub sda_low: Signal<Out, Bit>,
    /// What is under way.
    pub kind: Signal<Out, Kind>,
    /// `tx_byte` is taken at this edge.
    pub load: Signal<Out, Bit>,
    /// A bit ends at this edge.
    pub bit_end: Signal<Out, Bit>,
    /// A received byte is complete at this edge.
    pub take: Signal<Out, Bit>,
    /// A sent data byte is acknowledged at this edge.
    pub acknowledged: Signal<Out, Bit>,
    /// The bits so far, and what is left of the loaded byte above them.
    pub shifted: Signal<Out, Bits<8>>,
    pub(super) timer: PhaseTimer,
    limit: Deadline<12>,
    phase: DFF<Phase>,
    pulse: DFF<Pulse>,
    kind_now: DFF<Kind>,
    /// Bits done of this byte, or pulses done by RECOVER.
    bits: DFF<Bits<4>>,
    shift: DFF<Bits<8>>,
    /// One edge after SCL was pulled low for a byte's first bit.
    fresh: DFF<Bit>,
    /// START is tried again after the STOP under way.
    retry: DFF<Bit>,
    /// High in phase `Low` only. A flip-flop of its own, because a decoded phase may glitch.
    scl_pulled: DFF<Bit>,
    sda_pulled: DFF<Bit>,
    /// Not `Idle`.
    active: DFF<Bit>,
    ended: DFF<Bit>,
    code: DFF<Bits<4>>,
    one: Constant<Bits<4>>,
    pub(super) last_bit: Constant<Bits<4>>,
    pub(super) all_pulses: Constant<Bits<4>>,
    ok: Constant<Bits<4>>,
    address_nack: Constant<Bits<4>>,
    data_nack: Constant<Bits<4>>,
    arbitration_lost: Constant<Bits<4>>,
    stretch_timeout: Constant<Bits<4>>,
    bus_was_busy: Constant<Bits<4>>,
    mismatch: Constant<Bits<4>>,
    poll_deadline: Constant<Bits<4>>,
    owner_is_host: Constant<Bits<4>>,
    stuck_low: Constant<Bits<4>>,
    /// The pulse is the acknowledge of a byte.
    ack_slot: Signal<Local, Bit>,
    /// The byte comes from the device.
    receives: Signal<Local, Bit>,
    /// The level that SDA takes in this low phase.
    level: Signal<Local, Bit>,
    lines_high: Signal<Local, Bit>,
    can_start: Signal<Local, Bit>,
    /// SDA must show what the engine let it be.
    owns_sda: Signal<Local, Bit>,
    /// It does not.
    lost: Signal<Local, Bit>,
    /// A sent byte is not acknowledged.
    refused: Signal<Local, Bit>,
    /// Polling repeats this byte.
    first: Signal<Local, Bit>,
    /// RECOVER has sent all its pulses and SDA is still low.
    gives_up: Signal<Local, Bit>,
    /// The result if the phase ends in a way that has one.
    outcome: Signal<Local, Bits<4>>,
    /// It does.
    has_result: Signal<Local, Bit>,
    /// The phase ends at this edge.
    leave: Signal<Local, Bit>,
    /// The next one.
    following: Signal<Local, Phase>,
    sda_change: Signal<Local, Bit>,
    sda_to: Signal<Local, Bit>,
    /// A pulse ends at this edge.
    high_end: Signal<Local, Bit>,
    /// So does a received byte.
    byte_end: Signal<Local, Bit>,
    /// So does a byte's acknowledge.
    ack_end: Signal<Local, Bit>,
}

impl Default for I2cEngine {
    fn default() -> Self {
        let code = |result: I2cResult| Constant::new((result as u64).into());
        I2cEngine {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            tick: Default::default(),
            scl: Default::default(),
            sda: Default::default(),
            bus_busy: Default::default(),
            low: Default::default(),
            high: Default::default(),
            stretch: Default::default(),
            deadline: Default::default(),
            not_owner: Default::default(),
            nothing: Default::default(),
            recover: Default::default(),
            reads: Default::default(),
            poll: Default::default(),
            no_address: Default::default(),
            short_address: Default::default(),
            tx_byte: Default::default(),
            complete: Default::default(),
            last: Default::default(),
            unequal: Default::default(),
            busy: Default::default(),
            done: Default::default(),
            result: Default::default(),
            scl_low: Default::default(),
            sda_low: Default::default(),
            kind: Default::default(),
            load: Default::default(),
            bit_end: Default::default(),
            take: Default::default(),
            acknowledged: Default::default(),
            shifted: Default::default(),
            timer: Default::default(),
            limit: Default::default(),
            phase: Default::default(),
            pulse: Default::default(),
            kind_now: Default::default(),
            bits: Default::default(),
            shift: Default::default(),
            fresh: Default::default(),
            retry: Default::default(),
            scl_pulled: Default::default(),
            sda_pulled: Default::default(),
            active: Default::default(),
            ended: Default::default(),
            code: Default::default(),
            one: Constant::new(1u64.into()),
            last_bit: Constant::new(7u64.into()),
            all_pulses: Constant::new(u64::from(RECOVERY_PULSES).into()),
            ok: code(I2cResult::Ok),
            address_nack: code(I2cResult::AddressNack),
            data_nack: code(I2cResult::DataNack),
            arbitration_lost: code(I2cResult::ArbitrationLost),
            stretch_timeout: code(I2cResult::StretchTimeout),
            bus_was_busy: code(I2cResult::BusBusy),
            mismatch: code(I2cResult::Mismatch),
            poll_deadline: code(I2cResult::PollDeadline),
            owner_is_host: code(I2cResult::NotOwner),
            stuck_low: code(I2cResult::StuckLow),
            ack_slot: Default::default(),
            receives: Default::default(),
            level: Default::default(),
            lines_high: Default::default(),
            can_start: Default::default(),
            owns_sda: Default::default(),
            lost: Default::default(),
            refused: Default::default(),
            first: Default::default(),
            gives_up: Default::default(),
            outcome: Default::default(),
            has_result: Default::default(),
            leave: Default::default(),
            following: Default::default(),
            sda_change: Default::default(),
            sda_to: Default::default(),
            high_end: Default::default(),
            byte_end: Default::default(),
            ack_end: Default::default(),
        }
    }
}

impl Logic for I2cEngine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clock, phase, pulse, kind_now, bits, shift, fresh, retry, scl_pulled, sda_pulled,
            active, ended, code
        );
        self.timer.clock.next = self.clock.val();
        self.limit.clock.next = self.clock.val();

        self.limit.run.next = self.active.q.val();
        self.limit.tick.next = self.tick.val();
        self.limit.deadline.next = self.deadline.val();

        // What the pulse is for.
        self.ack_slot.next = self.bits.q.val().get_bit(3);
        self.receives.next = self.kind_now.q.val() == Kind::DataIn;
        self.lines_high.next = self.scl.val() & self.sda.val();
        self.can_start.next = self.lines_high.val() & !self.bus_busy.val();

        // In a repeated START and a STOP no bit is an acknowledge, and in STOP SDA is pulled.
        self.owns_sda.next = (self.receives.val() == self.ack_slot.val())
            & (self.pulse.q.val() != Pulse::Stop)
            & (self.pulse.q.val() != Pulse::Recover);
        // A clock that somebody else pulls makes of every pulse a guess.
        self.lost.next =
            !self.scl.val() | (self.owns_sda.val() & !self.sda_pulled.q.val() & !self.sda.val());
        self.high_end.next = (self.phase.q.val() == Phase::High) & self.timer.high_over.val();
        self.ack_end.next = self.high_end.val()
            & self.ack_slot.val()
            & (self.pulse.q.val() != Pulse::Stop)
            & (self.pulse.q.val() != Pulse::Recover);
        self.byte_end.next =
            self.high_end.val() & self.receives.val() & (self.bits.q.val() == self.last_bit.val());
        self.refused.next = (self.pulse.q.val() == Pulse::Byte)
            & self.ack_slot.val()
            & !self.receives.val()
            & self.sda.val();
        self.first.next = self.poll.val()
            & ((self.kind_now.q.val() == Kind::DeviceWrite)
                | (self.no_address.val() & (self.kind_now.q.val() == Kind::DeviceRead)));
        self.gives_up.next = (self.pulse.q.val() == Pulse::Recover)
            & (self.bits.q.val() == self.all_pulses.val())
            & !self.sda.val();

        // The level that SDA takes in this low phase.
        self.level.next = true;
        if self.ack_slot.val() {
            if self.receives.val() {
                self.level.next = self.last.val();
            }
        } else if !self.receives.val() {
            self.level.next = self.shift.q.val().get_bit(7);
        }
        if self.pulse.q.val() != Pulse::Byte {
            self.level.next = self.pulse.q.val() != Pulse::Stop;
        }

        // When the phase ends, and what then.
        self.leave.next = true;
        self.following.next = Phase::Idle;
        self.outcome.next = self.ok.val();
        self.has_result.next = false;
        match self.phase.q.val() {
            Phase::Idle => {
                self.leave.next = self.start.val();
                self.following.next = Phase::Check;
            }
            Phase::Check => {
                self.has_result.next = true;
                if self.not_owner.val() {
                    self.outcome.next = self.owner_is_host.val();
                } else if !self.nothing.val() {
                    self.following.next = Phase::Wait;
                    if self.recover.val() {
                        self.following.next = Phase::Free;
                    }
                }
            }
            Phase::Wait => {
                self.leave.next = self.can_start.val() | self.limit.passed.val();
                self.has_result.next = true;
                self.outcome.next = self.bus_was_busy.val();
                if self.can_start.val() {
                    self.following.next = Phase::Start;
                    self.outcome.next = self.ok.val();
                }
            }
            Phase::Rise => {
                self.leave.next = self.scl.val() | self.timer.stretch_over.val();
                self.has_result.next = !self.scl.val();
                self.outcome.next = self.stretch_timeout.val();
                if self.scl.val() {
                    self.following.next = Phase::High;
                }
            }
            Phase::Start => {
                self.leave.next = self.timer.high_over.val();
                self.following.next = Phase::Low;
            }
            Phase::High => {
                self.leave.next = self.timer.high_over.val();
                self.has_result.next = self.lost.val()
                    | self.refused.val()
                    | self.gives_up.val()
                    | (self.ack_slot.val() & self.receives.val() & self.unequal.val());
                match self.pulse.q.val() {
                    Pulse::Byte => {
                        self.following.next = Phase::Low;
                        self.outcome.next = self.mismatch.val();
                        if self.refused.val() {
                            self.outcome.next = self.address_nack.val();
                            if self.first.val() {
                                self.outcome.next = self.poll_deadline.val();
                            }
                            if self.kind_now.q.val() == Kind::DataOut {
                                self.outcome.next = self.data_nack.val();
                            }
                        }
                    }
                    Pulse::Restart => {
                        self.following.next = Phase::Start;
                    }
                    Pulse::Stop => {
                        self.following.next = Phase::Free;
                    }
                    Pulse::Recover => {
                        self.following.next = Phase::Low;
                        if self.sda.val() {
                            self.following.next = Phase::Start;
                        }
                        if self.gives_up.val() {
                            self.following.next = Phase::Idle;
                        }
                        self.outcome.next = self.stuck_low.val();
                    }
                }
                if self.lost.val() {
                    self.following.next = Phase::Idle;
                    self.outcome.next = self.arbitration_lost.val();
                }
            }
            Phase::Low => {
                self.leave.next = self.timer.low_over.val();
                self.following.next = Phase::Rise;
            }
            Phase::Free => {
                self.leave.next = self.timer.low_over.val();
                self.outcome.next = self.stuck_low.val();
                if self.pulse.q.val() == Pulse::Recover {
                    self.following.next = Phase::Rise;
                } else if !self.lines_high.val() {
                    self.has_result.next = true;
                } else if self.retry.q.val() {
                    self.following.next = Phase::Wait;
                }
            }
        }
        if self.leave.val() {
            self.phase.d.next = self.following.val();
            self.scl_pulled.d.next = self.following.val() == Phase::Low;
            self.active.d.next = self.following.val() != Phase::Idle;
            self.ended.d.next = self.following.val() == Phase::Idle;
            if self.has_result.val() {
                self.code.d.next = self.outcome.val();
            }
        }

        self.timer.low.next = self.low.val();
        self.timer.high.next = self.high.val();
        self.timer.stretch.next = self.stretch.val();
        self.timer.tick.next = self.tick.val();
        self.timer.restart.next = self.leave.val();
        self.timer.by_low.next =
            (self.phase.q.val() == Phase::Low) | (self.phase.q.val() == Phase::Free);
        self.timer.rise.next = self.phase.q.val() == Phase::Rise;

        // SDA: when it may change, and to what.
        self.sda_change.next = false;
        self.sda_to.next = false;
        match self.phase.q.val() {
            Phase::Wait => {
                self.sda_change.next = true;
                self.sda_to.next = self.can_start.val();
            }
            Phase::Rise => {
                self.sda_change.next = !self.scl.val() & self.timer.stretch_over.val();
            }
            Phase::High => {
                self.sda_change.next = self.timer.high_over.val()
                    & ((self.pulse.q.val() != Pulse::Byte) | !self.scl.val());
                self.sda_to.next = self.lines_high.val() & (self.pulse.q.val() != Pulse::Stop);
            }
            Phase::Low => {
                self.sda_change.next = self.timer.hold_over.val();
                self.sda_to.next = !self.level.val();
            }
            _ => {}
        }
        if self.sda_change.val() {
            self.sda_pulled.d.next = self.sda_to.val();
        }

        // Bits.
        self.fresh.d.next = self.ack_end.val()
            | ((self.phase.q.val() == Phase::Start) & self.timer.high_over.val());
        if self.high_end.val() {
            self.bits.d.next = self.bits.q.val() + self.one.val();
            self.shift.d.next = (self.shift.q.val() << 1) | bit_cast::<8, 1>(self.sda.val().into());
        }
        if self.fresh.q.val() {
            self.shift.d.next = self.tx_byte.val();
        }
        if self.fresh.q.val() | (self.phase.q.val() == Phase::Check) {
            self.bits.d.next = 0.into();
        }

        // Bytes.
        if self.ack_end.val() {
            self.retry.d.next = self.first.val() & self.sda.val() & !self.limit.passed.val();
            match self.kind_now.q.val() {
                Kind::DeviceWrite => {
                    self.kind_now.d.next = Kind::AddressHigh;
                    if self.short_address.val() {
                        self.kind_now.d.next = Kind::AddressLow;
                    }
                    if self.no_address.val() {
                        self.kind_now.d.next = Kind::DataOut;
                    }
                }
                Kind::AddressHigh => {
                    self.kind_now.d.next = Kind::AddressLow;
                }
                Kind::AddressLow => {
                    self.kind_now.d.next = Kind::DataOut;
                    if self.reads.val() {
                        self.kind_now.d.next = Kind::DeviceRead;
                        self.pulse.d.next = Pulse::Restart;
                    }
                }
                Kind::DeviceRead => {
                    self.kind_now.d.next = Kind::DataIn;
                }
                _ => {}
            }
        }
        if self.high_end.val() {
            if self.pulse.q.val() == Pulse::Restart {
                self.pulse.d.next = Pulse::Byte;
            } else if self.pulse.q.val() == Pulse::Recover {
                if self.sda.val() {
                    self.pulse.d.next = Pulse::Stop;
                }
            } else if self.refused.val()
                | (self.ack_slot.val() & self.receives.val() & self.last.val())
            {
                self.pulse.d.next = Pulse::Stop;
            }
        }
        // That the length is reached is known one edge after the acknowledge.
        if self.fresh.q.val() & (self.kind_now.q.val() == Kind::DataOut) & self.complete.val() {
            self.pulse.d.next = Pulse::Stop;
        }
        if (self.phase.q.val() == Phase::Check) | (self.phase.q.val() == Phase::Wait) {
            self.retry.d.next = false;
            self.kind_now.d.next = Kind::DeviceWrite;
            if self.reads.val() & self.no_address.val() {
                self.kind_now.d.next = Kind::DeviceRead;
            }
            self.pulse.d.next = Pulse::Byte;
            if self.recover.val() {
                self.pulse.d.next = Pulse::Recover;
            }
        }

        self.busy.next = self.active.q.val();
        self.done.next = self.ended.q.val();
        self.result.next = self.code.q.val();
        self.scl_low.next = self.scl_pulled.q.val();
        self.sda_low.next = self.sda_pulled.q.val();
        self.kind.next = self.kind_now.q.val();
        self.shifted.next = self.shift.q.val();
        self.load.next = self.fresh.q.val();
        self.bit_end.next = self.high_end.val();
        self.take.next = self.byte_end.val();
        self.acknowledged.next =
            self.ack_end.val() & !self.sda.val() & (self.kind_now.q.val() == Kind::DataOut);
        if self.reset.val() {
            self.phase.d.next = Phase::Idle;
            self.active.d.next = false;
            self.ended.d.next = false;
            self.scl_pulled.d.next = false;
            self.sda_pulled.d.next = false;
        }
    }
}
