//! The wires: names, drive strengths, wired-AND resolution, and joining of segments.
//!
//! Every board has the same 64 nets; net `k` of board `b` has the number `64 * b + k`, so the
//! levels of one board are a `u64` and those of the whole system a `u128`. A board whose memory is
//! on one of the two buses has the other one's nets as well, with nothing on them.

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
    /// Controller output: join processor and memory segment (244_1).
    En0 = 22, "en0";
    /// Controller output: join processor segment and port (244_2).
    En1 = 23, "en1";
    /// Controller output: join host and processor segment (quarter 4).
    HostEn = 24, "host_en";
    /// Host segment of the point-to-point bus: clock.
    HostSck = 32, "host_sck";
    /// Host segment: chip select, active low.
    HostCsn = 33, "host_csn";
    /// Host segment: data, to the memory on one line.
    HostIo0 = 34, "host_io0";
    /// Host segment: data, from the memory on one line.
    HostIo1 = 35, "host_io1";
    /// Processor segment, on which the controller's engine is: clock.
    ProcSck = 36, "proc_sck";
    /// Processor segment: chip select.
    ProcCsn = 37, "proc_csn";
    /// Processor segment: data.
    ProcIo0 = 38, "proc_io0";
    /// Processor segment: data.
    ProcIo1 = 39, "proc_io1";
    /// Processor segment: data.
    ProcIo2 = 40, "proc_io2";
    /// Processor segment: data.
    ProcIo3 = 41, "proc_io3";
    /// Memory segment: clock.
    MemSck = 42, "mem_sck";
    /// Memory segment: chip select.
    MemCsn = 43, "mem_csn";
    /// Memory segment: data.
    MemIo0 = 44, "mem_io0";
    /// Memory segment: data.
    MemIo1 = 45, "mem_io1";
    /// Memory segment: data, and WP# while no command uses four lines.
    MemIo2 = 46, "mem_io2";
    /// Memory segment: data, and HOLD# while no command uses four lines.
    MemIo3 = 47, "mem_io3";
    /// Backup port: clock.
    PortSck = 48, "port_sck";
    /// Backup port: chip select.
    PortCsn = 49, "port_csn";
    /// Backup port: data.
    PortIo0 = 50, "port_io0";
    /// Backup port: data.
    PortIo1 = 51, "port_io1";
    /// Host UART: from the computer to the controller.
    UartRx = 52, "uart_rx";
    /// Controller output, host UART: to the computer.
    UartTx = 53, "uart_tx";
}

// Segments are handled as pairs of bits: SDA is the pin after SCL on every one.
const _: () = assert!(
    Pin::HostSda as u8 == Pin::HostScl as u8 + 1
        && Pin::BusSda as u8 == Pin::BusScl as u8 + 1
        && Pin::PortSda as u8 == Pin::PortScl as u8 + 1
        && Pin::JrnSda as u8 == Pin::JrnScl as u8 + 1
);

// Segments of the point-to-point bus are handled as runs of bits: SCK, CSn, IO0 and so on.
const _: () = assert!(
    Pin::HostIo1 as u8 == Pin::HostSck as u8 + 3
        && Pin::ProcIo3 as u8 == Pin::ProcSck as u8 + 5
        && Pin::MemIo3 as u8 == Pin::MemSck as u8 + 5
        && Pin::PortIo1 as u8 == Pin::PortSck as u8 + 3
);

impl Pin {
    /// Pins of a board whose memory is on the shared bus, but for the UART's.
    pub const SHARED_BUS: u64 = 0x003F_7FFF;
    /// Pins of the host UART, which every board has. Traces name them when something is connected.
    pub const UART: u64 = Pin::UartRx.bit() | Pin::UartTx.bit();
    /// Its bit in a word with one bit per pin of a board.
    #[inline]
    pub const fn bit(self) -> u64 {
        1 << self as u32
    }
}

/// Nets of a board.
pub const PER_BOARD: u32 = 64;

/// The nets of `side` in a word of all nets.
#[inline]
pub const fn of_board(word: u128, side: Side) -> u64 {
    match side {
        Side::A => word as u64,
        Side::B => (word >> PER_BOARD) as u64,
    }
}

/// A word of all nets in which only those of `side` are set.
#[inline]
pub const fn on_board(word: u64, side: Side) -> u128 {
    match side {
        Side::A => word as u128,
        Side::B => (word as u128) << PER_BOARD,
    }
}

/// A net of the whole system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Net(u8);

impl Net {
    /// The net behind `pin` of board `side`.
    pub const fn new(side: Side, pin: Pin) -> Net {
        Net(side as u8 * PER_BOARD as u8 + pin as u8)
    }

    /// The board it is on.
    pub const fn side(self) -> Side {
        if (self.0 as u32) < PER_BOARD {
            Side::A
        } else {
            Side::B
        }
    }

    /// Number, 0 to 127.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its bit in a level word.
    pub const fn mask(self) -> u128 {
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
    pub high: u128,
    /// Second bit of each net.
    pub odd: u128,
}

impl Levels {
    /// What digital inputs read.
    #[inline]
    pub const fn read(self) -> u128 {
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
    pub const fn changed(self, before: Levels) -> u128 {
        (self.high ^ before.high) | (self.odd ^ before.odd)
    }
}
