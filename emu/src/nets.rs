//! The wires: names, drive strengths, wired-AND resolution, and joining of segments.
//!
//! Every board has the same 32 nets; net `k` of board `b` has the number `32 * b + k`, so the
//! levels of one board are a `u32` and those of the whole system a `u64`.

/// One of the two boards: A is the dead device in the usual story, B the standby.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The first board.
    A = 0,
    /// The second board.
    B = 1,
}

impl Side {
    /// Both boards.
    pub const BOTH: [Side; 2] = [Side::A, Side::B];

    /// The other board.
    pub fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

macro_rules! pins {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        /// A net of one board, by its name in the schematic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Pin { $($(#[$doc])* $name = $bit,)* }
        impl Pin {
            /// All nets of a board.
            pub const ALL: &'static [Pin] = &[$(Pin::$name,)*];
            /// Name in the schematic and in traces.
            pub const fn name(self) -> &'static str {
                match self { $(Pin::$name => $text,)* }
            }
        }
    };
}

pins! {
    /// Host segment clock.
    HostScl = 0, "host_scl";
    /// Host segment data.
    HostSda = 1, "host_sda";
    /// Memory segment clock.
    BusScl = 2, "bus_scl";
    /// Memory segment data.
    BusSda = 3, "bus_sda";
    /// Backup port clock.
    PortScl = 4, "port_scl";
    /// Backup port data.
    PortSda = 5, "port_sda";
    /// Journal clock.
    JrnScl = 6, "jrn_scl";
    /// Journal data.
    JrnSda = 7, "jrn_sda";
    /// Cable plugged in.
    Present = 8, "present";
    /// The other board's strap, through the cable.
    PeerVcc = 9, "peer_vcc";
    /// Own supply present.
    VccOk = 10, "vcc_ok";
    /// Source button.
    ButtonSource = 11, "btn_source";
    /// Destination button.
    ButtonDestination = 12, "btn_dest";
    /// Write-protect pin of the memory.
    Wp = 13, "wp";
    /// Own supply or what comes through the cable: feeds memory and controller.
    Vout = 14, "vout";
    /// Controller output: address strap of the memory, and PEER_VCC at the other end.
    Strap = 16, "strap";
    /// Controller output: lets the host processor run.
    HostResetN = 17, "host_reset_n";
    /// Controller output: join memory segment and port.
    PortEn = 18, "port_en";
    /// Controller output: work is going on.
    LedBusy = 19, "led_busy";
    /// Controller output: in service.
    LedOk = 20, "led_ok";
    /// Controller output: a fault stands.
    LedFault = 21, "led_fault";
}

// Segments are handled as pairs of bits: SDA is the pin after SCL on every one.
const _: () = assert!(
    Pin::HostSda as u8 == Pin::HostScl as u8 + 1
        && Pin::BusSda as u8 == Pin::BusScl as u8 + 1
        && Pin::PortSda as u8 == Pin::PortScl as u8 + 1
        && Pin::JrnSda as u8 == Pin::JrnScl as u8 + 1
);

/// A net of the whole system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Net(u8);

impl Net {
    /// The net behind `pin` of board `side`.
    pub const fn new(side: Side, pin: Pin) -> Net {
        Net(side as u8 * 32 + pin as u8)
    }

    /// Number, 0 to 63.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its bit in a level word.
    pub const fn mask(self) -> u64 {
        1 << self.0
    }
}

/// The level of one net.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Driven or pulled low.
    Low,
    /// Driven or pulled high.
    High,
    /// Nothing drives or pulls it.
    Floating,
    /// Driven both ways at once.
    Contention,
}

/// Levels of all nets, as two words so that a sink can find what changed with one XOR.
///
/// `(high, odd)` per net: (0,0) low, (1,0) high, (0,1) floating, (1,1) contention. A digital
/// input reads `high & !odd`: a floating line reads low.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Levels {
    /// First bit of each net.
    pub high: u64,
    /// Second bit of each net.
    pub odd: u64,
}

impl Levels {
    /// What digital inputs read.
    #[inline]
    pub const fn read(self) -> u64 {
        self.high & !self.odd
    }

    /// The level of `net`.
    pub const fn get(self, net: Net) -> Level {
        match (self.high >> net.0 & 1, self.odd >> net.0 & 1) {
            (0, 0) => Level::Low,
            (1, 0) => Level::High,
            (0, _) => Level::Floating,
            _ => Level::Contention,
        }
    }

    /// Nets whose level differs.
    #[inline]
    pub const fn changed(self, before: Levels) -> u64 {
        (self.high ^ before.high) | (self.odd ^ before.odd)
    }
}
