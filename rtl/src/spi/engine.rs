//! The SPI engine: from a command to frames, clocks and bytes.
//!
//! ```text
//!                        +-----------+
//!  start, operation ---->|           |--> busy, done, result
//!  frame's fields ------>|           |--> csn, sck, io0, drive_io0
//!  half, idle_high, io ->| SpiEngine |--> wants
//!  joined, lost, tick -->|           |--> frame, kind, load, take, received
//!  tx_byte, last ------->|           |
//!                        +-----------+
//! ```
//!
//! `docs/controller.md`, 7, gives every edge. The engine knows the order of a frame's bytes but not
//! what is in them: the [transfer unit](super::transfer) chooses and counts, and hears of each byte
//! by a strobe.
//!
//! Three enums say all: which [`Phase`] SCK is in, which [`Frame`] of the command it is, and which
//! [`Kind`] of byte. All of them move on at the edge that ends a half period; at full speed that is
//! every edge, so what a byte's last rise decides must show by the fall after it.
//!
//! ```text
//!                       +----------- further frame ------------+
//!                       v                                      |
//!  Idle -> Check -> Gap -> Wait --(mode 3)--> Lead -> Low -> High -> Tail -> Gap
//!            |              | \--(mode 0)--------------^  |    ^       |
//!            |              |                             +----+ clock |
//!            +--> Idle <----+ no frame left, or not joined in time <---+
//! ```
//!
//! Data in passes no flip-flop but the one that samples it, one edge after the rise. The shift
//! register follows at the next rise; until then a byte's last bits are taken from the samples.
//!
//! ```text
//!   tx_byte --first rise--> [shift] <--other rises-- received = shift, moved by 1, 2 or 4, and
//!      '-- bit 7 --+           |                                [sample]
//!                  +--fall--> [io0]
//!                     bit 6 ---'
//! ```

use super::half_timer::HalfTimer;
use crate::deadline::Deadline;
use rust_hdl_core::prelude::*;
use rust_hdl_widgets::prelude::*;
use umbilical_soft_mcu::registers::{SPI_CSN_HIGH_CYCLES, SpiResult};

/// Bits of `SPI_DEADLINE`.
pub const DEADLINE_BITS: usize = 20;

/// Where the engine is inside a clock.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Phase {
    /// No command.
    Idle,
    /// The edge after the command.
    Check,
    /// Chip select stays high.
    Gap,
    /// Until the segment is joined.
    Wait,
    /// Mode 3: before SCK falls for the first time.
    Lead,
    /// SCK is low.
    Low,
    /// SCK is high.
    High,
    /// After the last clock.
    Tail,
}

/// Which frame of the command.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Frame {
    /// Status read: POLL.
    Status,
    /// Write enable: WREN.
    Enable,
    /// The operation's own.
    Own,
    /// All are through.
    Over,
}

/// What the clock's byte is; the byte to come from a byte's last rise on.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Kind {
    /// Opcode.
    Opcode,
    /// Bits 31 to 24 of the address.
    Address3,
    /// Bits 23 to 16.
    Address2,
    /// Bits 15 to 8.
    Address1,
    /// Bits 7 to 0.
    Address0,
    /// Dummy clocks, all of them.
    Dummy,
    /// A data byte, either way.
    Data,
    /// None: the frame ends.
    End,
}

/// Command sequencer, clock, shifter.
#[derive(Clone, LogicBlock)]
pub struct SpiEngine {
    /// The controller's clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A command is accepted at this edge; only when not `busy`.
    pub start: Signal<In, Bit>,
    /// This edge is a slow tick.
    pub tick: Signal<In, Bit>,
    /// Levels of IO0 to IO3, unfiltered.
    pub io: Signal<In, Bits<4>>,
    /// Half period of SCK, edges; not 0.
    pub half: Signal<In, Bits<8>>,
    /// SCK idles high: mode 3.
    pub idle_high: Signal<In, Bit>,
    /// Longest wait for the segment and longest polling, slow ticks.
    pub deadline: Signal<In, Bits<DEADLINE_BITS>>,
    /// The command's segment is joined and stays so.
    pub joined: Signal<In, Bit>,
    /// The command's segment is the port, and it is gone.
    pub lost: Signal<In, Bit>,
    /// The segment is not to be had.
    pub not_owner: Signal<In, Bit>,
    /// The command has nothing to do.
    pub nothing: Signal<In, Bit>,
    /// The command starts with a status read.
    pub poll: Signal<In, Bit>,
    /// The command sends a write enable.
    pub enable: Signal<In, Bit>,
    /// The command has no frame of its own.
    pub no_own: Signal<In, Bit>,
    /// The command is READ, COMPARE or SCAN.
    pub reads: Signal<In, Bit>,
    /// Address bytes: 0 none, 1 three, 2 and 3 four.
    pub address_bytes: Signal<In, Bits<2>>,
    /// Dummy clocks.
    pub dummy: Signal<In, Bits<4>>,
    /// Lines of read data: 0 one, 1 two, 2 and 3 four.
    pub lines: Signal<In, Bits<2>>,
    /// There is no data.
    pub no_data: Signal<In, Bit>,
    /// The byte to send for `frame` and `kind`; one edge after they change.
    pub tx_byte: Signal<In, Bits<8>>,
    /// The data byte under way is the last; two edges after `take`.
    pub last: Signal<In, Bit>,
    /// COMPARE has met a difference; one edge after `take`.
    pub unequal: Signal<In, Bit>,
    /// A command is under way.
    pub busy: Signal<Out, Bit>,
    /// The last command has ended.
    pub done: Signal<Out, Bit>,
    /// How it ended, an `SpiResult`.
    pub result: Signal<Out, Bits<3>>,
    /// The segment is asked for.
    pub wants: Signal<Out, Bit>,
    /// Chip select.
    pub csn: Signal<Out, Bit>,
    /// SCK.
    pub sck: Signal<Out, Bit>,
    /// Level of IO0 while it is driven.
    pub io0: Signal<Out, Bit>,
    /// IO0 is driven.
    pub drive_io0: Signal<Out, Bit>,
    /// What is under way.
    pub frame: Signal<Out, Frame>,
    /// See `frame`.
    pub kind: Signal<Out, Kind>,
    /// `tx_byte` goes into the shift register at this edge.
    pub load: Signal<Out, Bit>,
    /// A data byte, or a status byte, was complete at the edge before; `received` is it.
    pub take: Signal<Out, Bit>,
    /// See `take`.
    pub received: Signal<Out, Bits<8>>,
    pub(super) timer: HalfTimer,
    limit: Deadline<DEADLINE_BITS>,
    phase: DFF<Phase>,
    frame_now: DFF<Frame>,
    kind_now: DFF<Kind>,
    /// Clocks of this byte that are still to rise; in `Gap`, edges still to wait.
    left: DFF<Bits<4>>,
    /// The clock whose rise is next is a byte's first.
    first: DFF<Bit>,
    /// The byte under way comes in on two lines.
    two: DFF<Bit>,
    /// The byte under way comes in on four lines.
    four: DFF<Bit>,
    shift: DFF<Bits<8>>,
    sample: DFF<Bits<4>>,
    /// SCK rose at the edge before.
    risen: DFF<Bit>,
    /// It was the last of a data byte's clocks.
    byte_risen: DFF<Bit>,
    byte_complete: DFF<Bit>,
    /// Status read: the byte under way is the last.
    decided: DFF<Bit>,
    /// Status read: the byte that decided it shows WIP.
    gave_up: DFF<Bit>,
    /// Chip select is low.
    selected: DFF<Bit>,
    /// SCK is not at its idle level. That is a register, so one of the two stands when the other
    /// changes, and SCK has no glitch.
    sck_away: DFF<Bit>,
    io0_level: DFF<Bit>,
    io0_driven: DFF<Bit>,
    /// Not `Idle`.
    active: DFF<Bit>,
    /// Neither `Idle` nor `Check`.
    wanting: DFF<Bit>,
    ended: DFF<Bit>,
    code: DFF<Bits<3>>,
    one: Constant<Bits<4>>,
    byte_clocks: Constant<Bits<4>>,
    byte_clocks_two: Constant<Bits<4>>,
    byte_clocks_four: Constant<Bits<4>>,
    two_lines: Constant<Bits<2>>,
    pub(super) gap: Constant<Bits<4>>,
    ok: Constant<Bits<3>>,
    mismatch: Constant<Bits<3>>,
    poll_deadline: Constant<Bits<3>>,
    owner_is_other: Constant<Bits<3>>,
    bus_was_busy: Constant<Bits<3>>,
    port_lost: Constant<Bits<3>>,
    /// A half period ends at this edge.
    over: Signal<Local, Bit>,
    /// SCK rises at this edge.
    rise: Signal<Local, Bit>,
    /// SCK falls at this edge, or would if the clock were not the last.
    fall: Signal<Local, Bit>,
    /// The frame is broken off at this edge.
    abort: Signal<Local, Bit>,
    /// No clock of this byte, or edge of this gap, is left after the next.
    last_clock: Signal<Local, Bit>,
    own: Signal<Local, Bit>,
    status: Signal<Local, Bit>,
    /// Data comes in.
    receives: Signal<Local, Bit>,
    /// The next byte.
    following: Signal<Local, Kind>,
    /// The one after opcode and address.
    after_address: Signal<Local, Kind>,
    /// The one after the dummy clocks.
    after_dummy: Signal<Local, Kind>,
    /// Its data comes in on two lines, on four.
    in_two: Signal<Local, Bit>,
    in_four: Signal<Local, Bit>,
    clocks: Signal<Local, Bits<4>>,
    /// The byte with the clock just sampled.
    with_sample: Signal<Local, Bits<8>>,
    /// The command ends at this edge.
    ends: Signal<Local, Bit>,
    outcome: Signal<Local, Bits<3>>,
    deciding: Signal<Local, Bit>,
}

impl Default for SpiEngine {
    fn default() -> Self {
        let code = |result: SpiResult| Constant::new((result as u64).into());
        SpiEngine {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            tick: Default::default(),
            io: Default::default(),
            half: Default::default(),
            idle_high: Default::default(),
            deadline: Default::default(),
            joined: Default::default(),
            lost: Default::default(),
            not_owner: Default::default(),
            nothing: Default::default(),
            poll: Default::default(),
            enable: Default::default(),
            no_own: Default::default(),
            reads: Default::default(),
            address_bytes: Default::default(),
            dummy: Default::default(),
            lines: Default::default(),
            no_data: Default::default(),
            tx_byte: Default::default(),
            last: Default::default(),
            unequal: Default::default(),
            busy: Default::default(),
            done: Default::default(),
            result: Default::default(),
            wants: Default::default(),
            csn: Default::default(),
            sck: Default::default(),
            io0: Default::default(),
            drive_io0: Default::default(),
            frame: Default::default(),
            kind: Default::default(),
            load: Default::default(),
            take: Default::default(),
            received: Default::default(),
            timer: Default::default(),
            limit: Default::default(),
            phase: Default::default(),
            frame_now: Default::default(),
            kind_now: Default::default(),
            left: Default::default(),
            first: Default::default(),
            two: Default::default(),
            four: Default::default(),
            shift: Default::default(),
            sample: Default::default(),
            risen: Default::default(),
            byte_risen: Default::default(),
            byte_complete: Default::default(),
            decided: Default::default(),
            gave_up: Default::default(),
            selected: Default::default(),
            sck_away: Default::default(),
            io0_level: Default::default(),
            io0_driven: Default::default(),
            active: Default::default(),
            wanting: Default::default(),
            ended: Default::default(),
            code: Default::default(),
            one: Constant::new(1u64.into()),
            byte_clocks: Constant::new(8u64.into()),
            byte_clocks_two: Constant::new(4u64.into()),
            byte_clocks_four: Constant::new(2u64.into()),
            two_lines: Constant::new(1u64.into()),
            // The edge that raises chip select and the one that lowers it are outside the gap.
            gap: Constant::new((SPI_CSN_HIGH_CYCLES - 1).into()),
            ok: code(SpiResult::Ok),
            mismatch: code(SpiResult::Mismatch),
            poll_deadline: code(SpiResult::PollDeadline),
            owner_is_other: code(SpiResult::NotOwner),
            bus_was_busy: code(SpiResult::BusBusy),
            port_lost: code(SpiResult::PortLost),
            over: Default::default(),
            rise: Default::default(),
            fall: Default::default(),
            abort: Default::default(),
            last_clock: Default::default(),
            own: Default::default(),
            status: Default::default(),
            receives: Default::default(),
            following: Default::default(),
            after_address: Default::default(),
            after_dummy: Default::default(),
            in_two: Default::default(),
            in_four: Default::default(),
            clocks: Default::default(),
            with_sample: Default::default(),
            ends: Default::default(),
            outcome: Default::default(),
            deciding: Default::default(),
        }
    }
}

impl Logic for SpiEngine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            phase,
            frame_now,
            kind_now,
            left,
            first,
            two,
            four,
            shift,
            sample,
            risen,
            byte_risen,
            byte_complete,
            decided,
            gave_up,
            selected,
            sck_away,
            io0_level,
            io0_driven,
            active,
            wanting,
            ended,
            code
        );
        self.timer.clock.next = self.clock.val();
        self.limit.clock.next = self.clock.val();
        self.timer.run.next = self.selected.q.val();
        self.timer.half.next = self.half.val();
        self.limit.run.next = self.active.q.val();
        self.limit.tick.next = self.tick.val();
        self.limit.deadline.next = self.deadline.val();

        self.over.next = self.timer.over.val();
        self.rise.next = (self.phase.q.val() == Phase::Low) & self.over.val();
        self.fall.next = (self.phase.q.val() == Phase::High) & self.over.val();
        self.abort.next = self.lost.val() & self.wanting.q.val();
        self.last_clock.next = self.left.q.val() == self.one.val();
        self.own.next = self.frame_now.q.val() == Frame::Own;
        self.status.next = self.frame_now.q.val() == Frame::Status;
        self.receives.next =
            (self.kind_now.q.val() == Kind::Data) & (self.reads.val() | !self.own.val());

        // The byte after this one.
        self.after_dummy.next = Kind::Data;
        if self.no_data.val() {
            self.after_dummy.next = Kind::End;
        }
        self.after_address.next = Kind::Dummy;
        if !self.dummy.val().any() {
            self.after_address.next = self.after_dummy.val();
        }
        self.following.next = Kind::End;
        match self.kind_now.q.val() {
            Kind::Opcode => {
                self.following.next = self.after_address.val();
                if self.address_bytes.val().any() {
                    self.following.next = Kind::Address2;
                }
                if self.address_bytes.val().get_bit(1) {
                    self.following.next = Kind::Address3;
                }
                if self.status.val() {
                    self.following.next = Kind::Data;
                }
                if self.frame_now.q.val() == Frame::Enable {
                    self.following.next = Kind::End;
                }
            }
            Kind::Address3 => {
                self.following.next = Kind::Address2;
            }
            Kind::Address2 => {
                self.following.next = Kind::Address1;
            }
            Kind::Address1 => {
                self.following.next = Kind::Address0;
            }
            Kind::Address0 => {
                self.following.next = self.after_address.val();
            }
            Kind::Dummy => {
                self.following.next = self.after_dummy.val();
            }
            Kind::Data => {
                self.following.next = Kind::Data;
                if (self.own.val() & self.last.val()) | (self.status.val() & self.decided.q.val()) {
                    self.following.next = Kind::End;
                }
            }
            Kind::End => {}
        }
        self.in_two.next =
            self.reads.val() & self.own.val() & (self.lines.val() == self.two_lines.val());
        self.in_four.next = self.reads.val() & self.own.val() & self.lines.val().get_bit(1);

        // Clocks of a byte, edges of a gap.
        self.clocks.next = self.byte_clocks.val();
        if self.following.val() == Kind::Dummy {
            self.clocks.next = self.dummy.val();
        }
        if self.following.val() == Kind::Data {
            if self.in_two.val() {
                self.clocks.next = self.byte_clocks_two.val();
            }
            if self.in_four.val() {
                self.clocks.next = self.byte_clocks_four.val();
            }
        }
        if self.rise.val() | (self.phase.q.val() == Phase::Gap) {
            self.left.d.next = self.left.q.val() - self.one.val();
            if self.last_clock.val() {
                self.left.d.next = self.clocks.val();
                // The opcode's, whatever follows it.
                if !self.rise.val() {
                    self.left.d.next = self.byte_clocks.val();
                }
            }
        }
        if self.rise.val() {
            self.first.d.next = self.last_clock.val();
            if self.last_clock.val() {
                self.kind_now.d.next = self.following.val();
                // They outlast the last byte, which is put together after its last rise.
                if self.following.val() == Kind::Data {
                    self.two.d.next = self.in_two.val();
                    self.four.d.next = self.in_four.val();
                }
            }
        }
        if !self.selected.q.val() {
            self.first.d.next = true;
            self.kind_now.d.next = Kind::Opcode;
            self.two.d.next = false;
            self.four.d.next = false;
        }

        // Bits.
        self.risen.d.next = self.rise.val();
        if self.risen.q.val() {
            self.sample.d.next = self.io.val();
        }
        self.with_sample.next =
            (self.shift.q.val() << 1).replace_bit(0, self.sample.q.val().get_bit(1));
        if self.two.q.val() {
            self.with_sample.next = (self.shift.q.val() << 2)
                .replace_bit(0, self.sample.q.val().get_bit(0))
                .replace_bit(1, self.sample.q.val().get_bit(1));
        }
        if self.four.q.val() {
            self.with_sample.next =
                (self.shift.q.val() << 4) | bit_cast::<8, 4>(self.sample.q.val());
        }
        if self.rise.val() {
            self.shift.d.next = self.with_sample.val();
            if self.first.q.val() {
                self.shift.d.next = self.tx_byte.val();
            }
        }
        // The last bit stays until chip select is high.
        if (self.fall.val() & (self.kind_now.q.val() != Kind::End)) | !self.selected.q.val() {
            self.io0_level.d.next = self.shift.q.val().get_bit(6);
            if self.first.q.val() {
                self.io0_level.d.next = self.tx_byte.val().get_bit(7);
            }
        }

        // Bytes.
        self.byte_risen.d.next =
            self.rise.val() & self.last_clock.val() & (self.kind_now.q.val() == Kind::Data);
        self.byte_complete.d.next = self.byte_risen.q.val();
        self.deciding.next = self.byte_complete.q.val() & self.status.val() & !self.decided.q.val();
        if self.deciding.val() {
            self.decided.d.next = !self.with_sample.val().get_bit(0) | self.limit.passed.val();
            self.gave_up.d.next = self.with_sample.val().get_bit(0);
        }

        // Phases, frames, and the end of the command.
        self.ends.next = false;
        self.outcome.next = self.ok.val();
        match self.phase.q.val() {
            Phase::Idle => {
                if self.start.val() {
                    self.phase.d.next = Phase::Check;
                    self.active.d.next = true;
                    self.ended.d.next = false;
                }
            }
            Phase::Check => {
                self.left.d.next = self.one.val();
                self.decided.d.next = false;
                self.gave_up.d.next = false;
                self.frame_now.d.next = Frame::Own;
                if self.enable.val() {
                    self.frame_now.d.next = Frame::Enable;
                }
                if self.poll.val() {
                    self.frame_now.d.next = Frame::Status;
                }
                self.phase.d.next = Phase::Gap;
                self.wanting.d.next = true;
                self.ends.next = self.not_owner.val() | self.nothing.val();
                if self.not_owner.val() {
                    self.outcome.next = self.owner_is_other.val();
                }
            }
            Phase::Gap => {
                if self.last_clock.val() {
                    self.phase.d.next = Phase::Wait;
                }
            }
            Phase::Wait => {
                if self.frame_now.q.val() == Frame::Over {
                    self.ends.next = true;
                    if self.unequal.val() {
                        self.outcome.next = self.mismatch.val();
                    }
                    if self.gave_up.q.val() {
                        self.outcome.next = self.poll_deadline.val();
                    }
                } else if self.joined.val() {
                    self.selected.d.next = true;
                    self.io0_driven.d.next = true;
                    self.phase.d.next = Phase::Low;
                    if self.idle_high.val() {
                        self.phase.d.next = Phase::Lead;
                    }
                } else {
                    self.ends.next = self.limit.passed.val();
                    self.outcome.next = self.bus_was_busy.val();
                }
            }
            Phase::Lead => {
                if self.over.val() {
                    self.phase.d.next = Phase::Low;
                }
            }
            Phase::Low => {
                if self.over.val() {
                    self.phase.d.next = Phase::High;
                }
            }
            Phase::High => {
                if self.over.val() {
                    self.phase.d.next = Phase::Low;
                    if self.kind_now.q.val() == Kind::End {
                        self.phase.d.next = Phase::Tail;
                    } else {
                        self.io0_driven.d.next =
                            (self.kind_now.q.val() != Kind::Dummy) & !self.receives.val();
                    }
                }
            }
            Phase::Tail => {
                self.left.d.next = self.gap.val();
                if self.over.val() {
                    self.phase.d.next = Phase::Gap;
                    self.selected.d.next = false;
                    self.io0_driven.d.next = false;
                    self.frame_now.d.next = Frame::Over;
                    if self.status.val() & self.enable.val() & !self.gave_up.q.val() {
                        self.frame_now.d.next = Frame::Enable;
                    } else if !self.own.val() & !self.no_own.val() & !self.gave_up.q.val() {
                        self.frame_now.d.next = Frame::Own;
                    }
                }
            }
        }
        if self.abort.val() {
            self.ends.next = true;
            self.outcome.next = self.port_lost.val();
        }
        if self.ends.val() {
            self.phase.d.next = Phase::Idle;
            self.active.d.next = false;
            self.wanting.d.next = false;
            self.ended.d.next = true;
            self.code.d.next = self.outcome.val();
            self.selected.d.next = false;
            self.io0_driven.d.next = false;
        }
        if self.abort.val() {
            self.byte_risen.d.next = false;
            self.byte_complete.d.next = false;
        }

        // SCK. A phase ends with the level of the next one.
        if self.over.val() {
            self.sck_away.d.next = false;
            match self.phase.q.val() {
                Phase::Lead => {
                    self.sck_away.d.next = true;
                }
                Phase::Low => {
                    self.sck_away.d.next = !self.idle_high.val();
                }
                Phase::High => {
                    self.sck_away.d.next =
                        self.idle_high.val() & (self.kind_now.q.val() != Kind::End);
                }
                _ => {}
            }
        }
        if !self.selected.q.val() | self.abort.val() {
            self.sck_away.d.next = false;
        }

        self.busy.next = self.active.q.val();
        self.done.next = self.ended.q.val();
        self.result.next = self.code.q.val();
        self.wants.next = self.wanting.q.val();
        self.csn.next = !self.selected.q.val();
        self.sck.next = self.sck_away.q.val() ^ self.idle_high.val();
        self.io0.next = self.io0_level.q.val();
        self.drive_io0.next = self.io0_driven.q.val();
        self.frame.next = self.frame_now.q.val();
        self.kind.next = self.kind_now.q.val();
        self.load.next = self.rise.val() & self.first.q.val();
        self.take.next = self.byte_complete.q.val() & !self.abort.val();
        self.received.next = self.with_sample.val();
        if self.reset.val() {
            self.phase.d.next = Phase::Idle;
            self.active.d.next = false;
            self.wanting.d.next = false;
            self.ended.d.next = false;
            self.selected.d.next = false;
            self.sck_away.d.next = false;
            self.io0_driven.d.next = false;
            self.byte_risen.d.next = false;
            self.byte_complete.d.next = false;
        }
    }
}
