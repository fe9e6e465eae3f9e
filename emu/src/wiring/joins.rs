//! What cable, gates and quarters join.
//!
//! ```text
//!  shared bus          bus_a --gate-- port_a ==cable== port_b --gate-- bus_b
//!
//!  point to point      host_a --q4-- proc_a --q1-- mem_a
//!                                       |            |
//!                                       q2           q3
//!                                       +-- port_a --+
//!                                             ||cable                (board B the same)
//! ```

use crate::nets::{Net, PER_BOARD, Pin, Side, on_board};

/// The bus that a board's memory is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bus {
    /// I2C.
    #[default]
    Shared,
    /// SPI.
    PointToPoint,
}

/// Which switch groups of the point-to-point bus conduct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quarters {
    /// Quarter 4: host and processor segment.
    pub host: bool,
    /// 244_1: processor and memory segment.
    pub memory: bool,
    /// 244_2: processor segment and port.
    pub port: bool,
    /// 244_3: port and memory segment.
    pub handed_over: bool,
}

/// What is joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joins {
    /// The cable is plugged in at both ends.
    pub cable: bool,
    /// The bus of each board. A cable between two different ones has no line in common.
    pub bus: [Bus; 2],
    /// The gate between memory segment and port of the shared bus conducts, per board.
    pub gate: [bool; 2],
    /// The quarters of each board.
    pub quarters: [Quarters; 2],
}

/// A segment of the point-to-point bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Host processor and quarter 4.
    Host = 0,
    /// The controller's engine and quarters 4, 1 and 2.
    Processor = 1,
    /// The flash and quarters 1 and 3.
    Memory = 2,
    /// Quarters 2 and 3, and the cable.
    Port = 3,
}

impl Segment {
    const ALL: [Segment; 4] = [
        Segment::Host,
        Segment::Processor,
        Segment::Memory,
        Segment::Port,
    ];

    /// Its clock; the other lines follow.
    pub const fn sck(self) -> Pin {
        match self {
            Segment::Host => Pin::HostSck,
            Segment::Processor => Pin::ProcSck,
            Segment::Memory => Pin::MemSck,
            Segment::Port => Pin::PortSck,
        }
    }

    /// Its bit in a set of segments.
    pub const fn of(self, side: Side) -> u8 {
        1 << (side as u8 * 4 + self as u8)
    }
}

/// For each segment of the point-to-point bus, the set of those that are joined with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments([u8; 8]);

impl Default for Segments {
    fn default() -> Segments {
        Segments(std::array::from_fn(|index| 1 << index))
    }
}

impl Segments {
    /// Those that follow from `joins`.
    pub fn new(joins: &Joins) -> Segments {
        use Segment::{Host, Memory, Port, Processor};
        let mut segments = Segments::default();
        for side in Side::BOTH {
            let quarters = joins.quarters[side as usize];
            let links = [
                (quarters.host, Host, Processor),
                (quarters.memory, Processor, Memory),
                (quarters.port, Processor, Port),
                (quarters.handed_over, Port, Memory),
            ];
            for (conducts, from, to) in links {
                if conducts {
                    segments.link(from.of(side), to.of(side));
                }
            }
        }
        if joins.cable && joins.bus == [Bus::PointToPoint; 2] {
            segments.link(Port.of(Side::A), Port.of(Side::B));
        }
        segments
    }

    /// The segments joined with one, as a set; it is always among them.
    pub const fn joined(&self, side: Side, segment: Segment) -> u8 {
        self.0[side as usize * 4 + segment as usize]
    }

    /// SCK, CSn, IO0 and IO1 of a set of segments, and IO2 and IO3 of those that have them.
    pub fn nets(set: u8) -> u128 {
        let of = |side: Side| {
            let own = |segment: Segment| {
                let lines = match segment {
                    Segment::Host | Segment::Port => 0xF,
                    Segment::Processor | Segment::Memory => 0x3F,
                };
                let inside = set & segment.of(side) != 0;
                if inside {
                    lines << segment.sck() as u32
                } else {
                    0
                }
            };
            on_board(
                Segment::ALL.into_iter().fold(0, |all, s| all | own(s)),
                side,
            )
        };
        of(Side::A) | of(Side::B)
    }

    fn link(&mut self, a: u8, b: u8) {
        let all = self.0[a.trailing_zeros() as usize] | self.0[b.trailing_zeros() as usize];
        for (index, set) in self.0.iter_mut().enumerate() {
            if all >> index & 1 == 1 {
                *set = all;
            }
        }
    }
}

/// Nets of two boards.
const NETS: usize = 2 * PER_BOARD as usize;

/// For each net all that are one with it, itself included.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    of: [u128; NETS],
    /// Nets that are one with another one.
    joined: u128,
}

impl Groups {
    /// Nothing is joined.
    pub(super) const APART: Groups = {
        let mut of = [1; NETS];
        let mut net = 1;
        while net < NETS {
            of[net] = 1 << net;
            net += 1;
        }
        Groups { of, joined: 0 }
    };

    pub(super) fn new(joins: &Joins, segments: &Segments) -> Groups {
        let mut groups = Groups::APART;
        groups.shared(joins);
        groups.point_to_point(joins, segments);
        groups
    }

    /// All that are one with the net of this number.
    #[inline]
    pub(super) fn of(&self, net: usize) -> u128 {
        self.of[net % NETS]
    }

    /// Nets that are one with another one.
    pub(super) fn joined(&self) -> u128 {
        self.joined
    }

    /// Makes these nets one.
    fn push(&mut self, nets: u128) {
        self.joined |= nets;
        let mut left = nets;
        while left != 0 {
            self.of[left.trailing_zeros() as usize] = nets;
            left &= left - 1;
        }
    }

    fn shared(&mut self, joins: &Joins) {
        let shared = |side: Side| joins.bus[side as usize] == Bus::Shared;
        let gate = |side: Side| joins.gate[side as usize] && shared(side);
        let cable = joins.cable && shared(Side::A) && shared(Side::B);
        let links = [gate(Side::A), cable, gate(Side::B)];
        for (bus, port) in [(Pin::BusScl, Pin::PortScl), (Pin::BusSda, Pin::PortSda)] {
            let chain = [
                Net::new(Side::A, bus),
                Net::new(Side::A, port),
                Net::new(Side::B, port),
                Net::new(Side::B, bus),
            ];
            for (index, linked) in links.into_iter().enumerate() {
                if linked {
                    let [before, next] = [index, index + 1].map(|net| chain[net]);
                    self.push(self.of(before.index()) | next.mask());
                }
            }
        }
    }

    fn point_to_point(&mut self, joins: &Joins, segments: &Segments) {
        let mut done = 0;
        for (index, set) in segments.0.iter().enumerate() {
            if done >> index & 1 == 1 || set.count_ones() == 1 {
                continue;
            }
            done |= set;
            // The four lines that every segment has, from the clock on.
            let clock = clocks(*set);
            (0..4).for_each(|line| self.push(clock << line));
        }
        for side in Side::BOTH {
            if joins.quarters[side as usize].memory {
                for (own, memory) in [(Pin::ProcIo2, Pin::MemIo2), (Pin::ProcIo3, Pin::MemIo3)] {
                    self.push(Net::new(side, own).mask() | Net::new(side, memory).mask());
                }
            }
        }
    }
}

fn clocks(set: u8) -> u128 {
    let mut nets = 0;
    for side in Side::BOTH {
        for segment in Segment::ALL {
            if set & segment.of(side) != 0 {
                nets |= Net::new(side, segment.sck()).mask();
            }
        }
    }
    nets
}
