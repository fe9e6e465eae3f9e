//! Memory map and register map of the backup controller: the one place they are written down.
//!
//! `docs/controller.md` explains what each register does and on which clock cycle.

/// Instruction memory: 16 KiB, read-only, also readable as data.
pub const ROM_BASE: u32 = 0x0000_0000;
/// Size of the instruction memory in bytes.
pub const ROM_BYTES: u32 = 16 * 1024;
/// Data memory. The [report block](crate::report) sits at its start, the stack at its end.
pub const RAM_BASE: u32 = 0x1000_0000;
/// Size of the data memory in bytes.
pub const RAM_BYTES: u32 = 8 * 1024;
/// The dual-port transfer buffer between the MCU and the bus engines (the patent's buffer 212).
pub const BUFFER_BASE: u32 = 0x2000_0000;
/// Size of the transfer buffer in bytes.
pub const BUFFER_BYTES: u32 = 4 * 1024;
/// Start of the peripheral registers. Only aligned 32-bit accesses are accepted there.
pub const IO_BASE: u32 = 0x4000_0000;
/// Size of the peripheral window in bytes.
pub const IO_BYTES: u32 = 0x100;

/// Byte offsets of the peripheral registers from [`IO_BASE`].
pub mod offset {
    /// RO. Clock frequency of the controller in Hz, a parameter of the hardware build.
    pub const CLOCK_HZ: u32 = 0x00;
    /// RO. Why the MCU last started, see [`super::reset_cause`].
    pub const RESET_CAUSE: u32 = 0x04;
    /// RW. Which events of [`super::irq`] may wake the MCU.
    pub const IRQ_ENABLE: u32 = 0x08;
    /// RO. Events that stand, see [`super::irq`].
    pub const IRQ_PENDING: u32 = 0x0C;
    /// RO. Low 32 bits of the cycle counter.
    pub const TIMER_NOW: u32 = 0x10;
    /// RW. The timer event stands while `(TIMER_NOW - TIMER_COMPARE)` is not negative (signed).
    pub const TIMER_COMPARE: u32 = 0x14;
    /// WO. Cycles until the watchdog restarts the MCU; the first write starts it.
    pub const WATCHDOG: u32 = 0x18;
    /// RO. Debounced inputs in bits 0.., the raw ones in bits 16.., see [`super::sense`].
    pub const SENSE: u32 = 0x20;
    /// R/W1C. Debounced inputs that changed since the bit was last cleared.
    pub const SENSE_CHANGED: u32 = 0x24;
    /// RW. Cycles an input must hold before `SENSE` follows it, 24 bits.
    pub const DEBOUNCE: u32 = 0x28;
    /// RW. Outputs, see [`super::out`].
    pub const OUT: u32 = 0x30;
    /// RW. Connections asked for, see [`super::switch`].
    pub const SWITCH: u32 = 0x34;
    /// RO. Connections that stand and the state of the segments, see [`super::switch_status`].
    pub const SWITCH_STATUS: u32 = 0x38;
    /// RW. Cycles with both lines high after which a segment counts as idle, 16 bits.
    pub const IDLE_TIME: u32 = 0x3C;
    /// RW. SCL low time in bits 11..0, SCL high time in bits 27..16, in cycles.
    pub const I2C_TIMING: u32 = 0x40;
    /// RW. [Ticks](super::TICK_CYCLES) for which a peer may hold SCL low before the engine gives
    /// up, 12 bits.
    pub const I2C_STRETCH: u32 = 0x48;
    /// RW. [Ticks](super::TICK_CYCLES) from the command for which the engine waits for a free bus
    /// and polls for ACK, 12 bits.
    pub const I2C_DEADLINE: u32 = 0x4C;
    /// RW. Device address and addressing, see [`super::i2c_device`].
    pub const I2C_DEVICE: u32 = 0x50;
    /// RW. Word address inside the device, 16 bits.
    pub const I2C_ADDRESS: u32 = 0x54;
    /// RW. Data bytes to move, 16 bits.
    pub const I2C_LENGTH: u32 = 0x58;
    /// RW. Offset of the first data byte in the transfer buffer, 12 bits.
    pub const I2C_POINTER: u32 = 0x5C;
    /// WO. Starts a transaction, see [`super::i2c_command`]. Ignored while the engine is busy.
    pub const I2C_COMMAND: u32 = 0x60;
    /// RO. See [`super::i2c_status`].
    pub const I2C_STATUS: u32 = 0x64;
    /// RO. Data bytes moved (`COMPARE`: bytes found equal) by the last command.
    pub const I2C_COUNT: u32 = 0x68;
    /// RW. CRC-32 register, uninverted; `READ` and `SCAN` run their data bytes through it.
    pub const I2C_CRC: u32 = 0x6C;
    /// RW. Half period of SCK and its idle level, see [`super::spi_timing`].
    pub const SPI_TIMING: u32 = 0x80;
    /// RW. [Ticks](super::TICK_CYCLES) from the command for which the engine waits for its
    /// segment and polls for the end of WIP, 20 bits.
    pub const SPI_DEADLINE: u32 = 0x84;
    /// RW. What a frame looks like and where it goes, see [`super::spi_frame`].
    pub const SPI_FRAME: u32 = 0x88;
    /// RW. Byte address inside the memory.
    pub const SPI_ADDRESS: u32 = 0x8C;
    /// RW. Data bytes to move, 24 bits.
    pub const SPI_LENGTH: u32 = 0x90;
    /// RW. Offset of the first data byte in the transfer buffer, 12 bits.
    pub const SPI_POINTER: u32 = 0x94;
    /// WO. Starts a command, see [`super::spi_command`]. Ignored while either engine is busy.
    pub const SPI_COMMAND: u32 = 0x98;
    /// RO. See [`super::spi_status`].
    pub const SPI_STATUS: u32 = 0x9C;
    /// RO. Data bytes moved by the last command, 24 bits.
    pub const SPI_COUNT: u32 = 0xA0;
    /// RW. CRC-32 register, uninverted; `READ` and `SCAN` run their data bytes through it.
    pub const SPI_CRC: u32 = 0xA4;
    /// RO. What the last command found in each 256-byte page, see [`super::spi_pages`].
    pub const SPI_PAGES: u32 = 0xA8;
    /// RW. Cycles per bit of the host UART, 16 bits; less than 8 is stored as 8.
    pub const UART_BIT: u32 = 0xC0;
    /// R/W. A write sends a byte; a load takes the oldest received one out, see
    /// [`super::uart_data`].
    pub const UART_DATA: u32 = 0xC4;
    /// R/W1C. See [`super::uart_status`].
    pub const UART_STATUS: u32 = 0xC8;
}

/// Bits of `RESET_CAUSE`; exactly one is set.
pub mod reset_cause {
    /// The supply came up.
    pub const POWER: u32 = 1 << 0;
    /// The watchdog expired.
    pub const WATCHDOG: u32 = 1 << 1;
}

/// Bits of `IRQ_ENABLE` and `IRQ_PENDING`. All are levels.
pub mod irq {
    /// The I2C engine has finished its command (`I2C_STATUS.DONE`).
    pub const I2C: u32 = 1 << 0;
    /// `TIMER_COMPARE` is reached.
    pub const TIMER: u32 = 1 << 1;
    /// A bit of `SENSE_CHANGED` is set.
    pub const SENSE: u32 = 1 << 2;
    /// The SPI engine has finished its command (`SPI_STATUS.DONE`).
    pub const SPI: u32 = 1 << 3;
    /// The host UART's receive FIFO holds a byte.
    pub const UART_RX: u32 = 1 << 4;
    /// The host UART's transmit FIFO holds at most [`UART_TX_LOW`](super::UART_TX_LOW) bytes.
    pub const UART_TX: u32 = 1 << 5;
}

/// Bits of `SENSE` (debounced) and `SENSE_CHANGED`; raw inputs at the same places + [`RAW_SHIFT`](sense::RAW_SHIFT).
pub mod sense {
    /// A cable is plugged in.
    pub const PRESENT: u32 = 1 << 0;
    /// The device at the other end has its own supply and keeps its memory to itself.
    pub const PEER_VCC: u32 = 1 << 1;
    /// "This device is the source" button or switch.
    pub const BUTTON_SOURCE: u32 = 1 << 2;
    /// "This device is the destination" button or switch.
    pub const BUTTON_DESTINATION: u32 = 1 << 3;
    /// Distance of the raw inputs from the debounced ones.
    pub const RAW_SHIFT: u32 = 16;
    /// Number of inputs.
    pub const COUNT: u32 = 4;
}

/// Bits of `OUT`. All are 0 after reset.
pub mod out {
    /// 1 lets the host processor run.
    pub const HOST_RUN: u32 = 1 << 0;
    /// 1 offers this device's memory to the cable: A0 strap and PEER_VCC drop although Vcc is on.
    pub const OFFER: u32 = 1 << 1;
    /// LED: work is going on.
    pub const LED_BUSY: u32 = 1 << 2;
    /// LED: done, in service.
    pub const LED_OK: u32 = 1 << 3;
    /// LED: a fault stands.
    pub const LED_FAULT: u32 = 1 << 4;
}

/// Bits of `SWITCH`.
pub mod switch {
    /// Ask for host segment and memory segment to be joined.
    pub const HOST: u32 = 1 << 0;
    /// Ask for memory segment and backup port to be joined. Cleared by hardware when PRESENT drops.
    pub const PORT: u32 = 1 << 1;
    /// SPI: ask for the host to be joined with the memory.
    pub const SPI_HOST: u32 = 1 << 8;
    /// SPI: the engine owns the processor segment; goes before [`SPI_HOST`].
    pub const SPI_ENGINE: u32 = 1 << 9;
    /// SPI: the engine may be joined with the port. Cleared by hardware when PRESENT drops.
    pub const SPI_PORT: u32 = 1 << 10;
    /// All bits that the register has.
    pub const MASK: u32 = HOST | PORT | SPI_HOST | SPI_ENGINE | SPI_PORT;
}

/// Bits of `SWITCH_STATUS`.
pub mod switch_status {
    /// Host segment and memory segment are joined.
    pub const HOST: u32 = 1 << 0;
    /// Memory segment and backup port are joined.
    pub const PORT: u32 = 1 << 1;
    /// A transaction is, or may be, under way on the host segment.
    pub const HOST_BUSY: u32 = 1 << 4;
    /// The same on the memory segment.
    pub const BUS_BUSY: u32 = 1 << 5;
    /// The same on the backup port.
    pub const PORT_BUSY: u32 = 1 << 6;
    /// Filtered level of SCL on the host segment; SDA is the next bit.
    pub const HOST_SCL: u32 = 1 << 8;
    /// Filtered level of SCL on the memory segment; SDA is the next bit.
    pub const BUS_SCL: u32 = 1 << 10;
    /// Filtered level of SCL on the backup port; SDA is the next bit.
    pub const PORT_SCL: u32 = 1 << 12;
    /// Shift of the [SPI switch's state](super::SpiJoin).
    pub const SPI_SHIFT: u32 = 16;
    /// Mask of that state after the shift.
    pub const SPI_MASK: u32 = 0x7;
    /// Filtered level of the host's SPI chip select.
    pub const SPI_HOST_CSN: u32 = 1 << 20;
}

/// What the point-to-point switch has joined (`SWITCH_STATUS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum SpiJoin {
    /// Nothing; the lines are pulled.
    Apart = 0,
    /// Memory and port, by the board's wiring: the strap is low.
    Offered = 1,
    /// Host and memory (fourth quarter and 244_1).
    Host = 2,
    /// Engine and memory (244_1).
    Memory = 3,
    /// Engine and port (244_2).
    Port = 4,
}

impl SpiJoin {
    /// The state with this code; `None` for codes the hardware never gives.
    pub const fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            0 => Self::Apart,
            1 => Self::Offered,
            2 => Self::Host,
            3 => Self::Memory,
            4 => Self::Port,
            _ => return None,
        })
    }
}

/// Fields of `SPI_TIMING`.
pub mod spi_timing {
    /// Half period of SCK in cycles; 0 is stored as 1.
    pub const HALF_MASK: u32 = 0xFF;
    /// 1: SCK idles high (mode 3), 0: low (mode 0).
    pub const IDLE_HIGH: u32 = 1 << 8;
    /// All bits that the register has.
    pub const MASK: u32 = HALF_MASK | IDLE_HIGH;
}

/// Fields of `SPI_FRAME`.
pub mod spi_frame {
    /// Mask of the opcode.
    pub const OPCODE_MASK: u32 = 0xFF;
    /// Shift of the number of address bytes: 0 none, 1 three, 2 and 3 four.
    pub const ADDRESS_SHIFT: u32 = 8;
    /// Mask of it after the shift.
    pub const ADDRESS_MASK: u32 = 0x3;
    /// Shift of the number of dummy clocks between address and data, 0 to 15.
    pub const DUMMY_SHIFT: u32 = 12;
    /// Mask of it after the shift.
    pub const DUMMY_MASK: u32 = 0xF;
    /// Shift of the data lines of READ, COMPARE and SCAN: 0 one, 1 two, 2 and 3 four.
    pub const LINES_SHIFT: u32 = 16;
    /// Mask of it after the shift.
    pub const LINES_MASK: u32 = 0x3;
    /// 1: the frame goes to the port, 0: to the own memory.
    pub const PORT: u32 = 1 << 20;
    /// All bits that the register has.
    pub const MASK: u32 = OPCODE_MASK
        | ADDRESS_MASK << ADDRESS_SHIFT
        | DUMMY_MASK << DUMMY_SHIFT
        | LINES_MASK << LINES_SHIFT
        | PORT;
}

/// Fields of `SPI_COMMAND`.
pub mod spi_command {
    /// A frame with data from the buffer; with length 0 opcode and address only.
    pub const WRITE: u32 = 1;
    /// A frame whose data goes into the buffer and the CRC.
    pub const READ: u32 = 2;
    /// A frame whose data is compared with the buffer, page by page, to its end.
    pub const COMPARE: u32 = 3;
    /// A frame whose data goes to the CRC only.
    pub const SCAN: u32 = 4;
    /// No frame of its own, only what the flags ask for.
    pub const WAIT: u32 = 5;
    /// Mask of the operation.
    pub const OPERATION_MASK: u32 = 0x7;
    /// First read the status (05h) until WIP is 0 or the deadline has passed.
    pub const POLL: u32 = 1 << 8;
    /// Then send write enable (06h).
    pub const WREN: u32 = 1 << 9;
}

/// Opcodes that the engine sends by itself (JESD216 and every 25-series data sheet).
pub mod spi_opcode {
    /// Read status register 1.
    pub const READ_STATUS: u8 = 0x05;
    /// Write enable.
    pub const WRITE_ENABLE: u8 = 0x06;
}

/// Fields of `SPI_STATUS`.
pub mod spi_status {
    /// A command is under way.
    pub const BUSY: u32 = 1 << 0;
    /// The last command has ended; cleared by the next one.
    pub const DONE: u32 = 1 << 1;
    /// Shift of the [result](super::SpiResult), which reads 0 until `DONE`.
    pub const RESULT_SHIFT: u32 = 4;
    /// Mask of the result after the shift.
    pub const RESULT_MASK: u32 = 0xF;
    /// Shift of the last status byte that POLL read.
    pub const MEMORY_SHIFT: u32 = 8;
    /// Mask of it after the shift.
    pub const MEMORY_MASK: u32 = 0xFF;
    /// Write in progress, in the memory's status byte.
    pub const WIP: u32 = 1 << 0;
}

/// Fields of `SPI_PAGES`. Page n holds the data bytes 256 n to 256 n + 255 of the command, modulo
/// 16 pages; the bits of a command's pages are ORed when it moves more than 4 KiB.
pub mod spi_pages {
    /// COMPARE: some byte of the page differs from the buffer. READ, SCAN: some byte is not FFh.
    pub const DIFFERS_SHIFT: u32 = 0;
    /// COMPARE: the buffer has a 1 where the memory has a 0, so that the page must be erased.
    pub const ERASE_SHIFT: u32 = 16;
    /// Mask of either after the shift.
    pub const MASK: u32 = 0xFFFF;
    /// Bytes of a page.
    pub const PAGE_BYTES: u32 = 256;
}

/// How an SPI command ended (`SPI_STATUS.RESULT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum SpiResult {
    /// Everything asked for was done; COMPARE found no difference.
    Ok = 0,
    /// COMPARE found a difference, see `SPI_PAGES`.
    Mismatch = 1,
    /// POLL: WIP was still 1 at the deadline. No further frame was sent.
    PollDeadline = 2,
    /// The engine does not own the segment, or the port is not to be joined. Nothing was driven.
    NotOwner = 3,
    /// The segment could not be joined before the deadline. Nothing was driven.
    BusBusy = 4,
    /// PRESENT dropped; the frame was broken off with chip select high.
    PortLost = 5,
}

impl SpiResult {
    /// The result with this code; `None` for codes the hardware never gives.
    pub const fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            0 => Self::Ok,
            1 => Self::Mismatch,
            2 => Self::PollDeadline,
            3 => Self::NotOwner,
            4 => Self::BusBusy,
            5 => Self::PortLost,
            _ => return None,
        })
    }
}

/// Edges for which nothing is joined between two joins of the point-to-point switch (at 100 MHz
/// 40 ns; a 74LVT16244 quarter takes at most 5 ns to let go).
pub const SPI_GUARD_CYCLES: u64 = 4;
/// Edges for which chip select stays high between two frames (60 ns at 100 MHz; W25Q128JV: tSHSL
/// at least 50 ns after a write).
pub const SPI_CSN_HIGH_CYCLES: u64 = 6;

#[cfg(test)]
mod spi_tests {
    use super::*;

    #[test]
    fn codes_round_trip_and_unknown_ones_are_refused() {
        for code in 0..=15 {
            match SpiResult::from_code(code) {
                Some(result) => assert_eq!(result as u32, code),
                None => assert!(code > 5),
            }
        }
        for code in 0..=7 {
            match SpiJoin::from_code(code) {
                Some(join) => assert_eq!(join as u32, code),
                None => assert!(code > 4),
            }
        }
    }
}

/// Fields of `UART_DATA` as a load gives them.
pub mod uart_data {
    /// Mask of the byte.
    pub const BYTE_MASK: u32 = 0xFF;
    /// 1: there was a byte.
    pub const VALID: u32 = 1 << 8;
}

/// Fields of `UART_STATUS`.
pub mod uart_status {
    /// Mask of the number of bytes in the receive FIFO.
    pub const RECEIVED_MASK: u32 = 0xFFF;
    /// Shift of the number of free places in the transmit FIFO.
    pub const FREE_SHIFT: u32 = 16;
    /// Mask of it after the shift.
    pub const FREE_MASK: u32 = 0x3FF;
    /// The transmitter is idle and its FIFO empty.
    pub const IDLE: u32 = 1 << 28;
    /// A byte came while the receive FIFO was full, and was dropped. Cleared by writing 1.
    pub const OVERRUN: u32 = 1 << 29;
    /// A byte came without its stop bit, and was dropped. Cleared by writing 1.
    pub const FRAMING: u32 = 1 << 30;
    /// The line was low for a whole byte. Cleared by writing 1.
    pub const BREAK: u32 = 1 << 31;
}

/// Bytes that the host UART's receive FIFO holds: 6.8 ms at 3 Mbaud.
pub const UART_RX_BYTES: u32 = 2048;
/// Bytes that the host UART's transmit FIFO holds: 1.7 ms at 3 Mbaud.
pub const UART_TX_BYTES: u32 = 512;
/// The event `UART_TX` stands with at most this many bytes in the transmit FIFO.
pub const UART_TX_LOW: u32 = 128;
/// Least value of `UART_BIT`; less is stored as this.
pub const UART_BIT_MIN: u32 = 8;

/// Fields of `I2C_DEVICE`.
pub mod i2c_device {
    /// Mask of the 7-bit device address.
    pub const ADDRESS_MASK: u32 = 0x7F;
    /// 1 selects the controller's private journal bus instead of the memory segment.
    pub const JOURNAL: u32 = 1 << 8;
    /// Shift of the number of word-address bytes (0, 1 or 2; 3 counts as 2).
    pub const ADDRESS_BYTES_SHIFT: u32 = 9;
    /// Mask of that number after the shift.
    pub const ADDRESS_BYTES_MASK: u32 = 0x3;
    /// All bits that the register has.
    pub const MASK: u32 = ADDRESS_MASK | JOURNAL | ADDRESS_BYTES_MASK << ADDRESS_BYTES_SHIFT;
}

/// Fields of `I2C_COMMAND`.
pub mod i2c_command {
    /// START, device+W, word address, data from the buffer, STOP. With length 0 it only addresses.
    pub const WRITE: u32 = 1;
    /// START, device+W, word address, START, device+R, data into the buffer and the CRC, STOP.
    pub const READ: u32 = 2;
    /// As `READ`, but each byte is compared with the buffer; stops at the first difference.
    pub const COMPARE: u32 = 3;
    /// As `READ`, but data goes to the CRC only.
    pub const SCAN: u32 = 4;
    /// Frees a bus whose SDA is held low: clocks until a 1 shows, then START and STOP.
    pub const RECOVER: u32 = 5;
    /// Mask of the operation.
    pub const OPERATION_MASK: u32 = 0x7;
    /// Repeat the first address phase while the device does not acknowledge, until the deadline.
    pub const POLL: u32 = 1 << 8;
}

/// Fields of `I2C_STATUS`.
pub mod i2c_status {
    /// A command is under way.
    pub const BUSY: u32 = 1 << 0;
    /// The last command has ended; cleared by the next one.
    pub const DONE: u32 = 1 << 1;
    /// Shift of the [result](super::I2cResult), which reads 0 until `DONE`.
    pub const RESULT_SHIFT: u32 = 4;
    /// Mask of the result after the shift.
    pub const RESULT_MASK: u32 = 0xF;
}

/// How an I2C command ended (`I2C_STATUS.RESULT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum I2cResult {
    /// Everything asked for was done.
    Ok = 0,
    /// The device did not acknowledge its address (or a word-address byte).
    AddressNack = 1,
    /// The device refused a data byte; `I2C_COUNT` says how many it took before.
    DataNack = 2,
    /// SDA read low while the engine released it: someone else drives the bus. It was let go at once.
    ArbitrationLost = 3,
    /// SCL was held low longer than `I2C_STRETCH`. The bus was let go.
    StretchTimeout = 4,
    /// The bus was not free before the deadline; nothing was driven.
    BusBusy = 5,
    /// `COMPARE` found a difference; `I2C_COUNT` bytes before it are equal.
    Mismatch = 6,
    /// With `POLL`: no acknowledge before the deadline.
    PollDeadline = 7,
    /// The host is joined to the memory segment; the engine may not drive it. Nothing was driven.
    NotOwner = 8,
    /// A line is still low after the closing STOP, or after recovery.
    StuckLow = 9,
}

impl I2cResult {
    /// The result with this code; `None` for codes the hardware never gives.
    pub const fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            0 => Self::Ok,
            1 => Self::AddressNack,
            2 => Self::DataNack,
            3 => Self::ArbitrationLost,
            4 => Self::StretchTimeout,
            5 => Self::BusBusy,
            6 => Self::Mismatch,
            7 => Self::PollDeadline,
            8 => Self::NotOwner,
            9 => Self::StuckLow,
            _ => return None,
        })
    }
}

/// Cycles between a pin change's first sampling edge and the edge on which the filtered value
/// flips: two synchroniser flip-flops and a glitch filter of [`FILTER_CYCLES`].
pub const SYNC_CYCLES: u64 = 2;
/// A pin must hold its new level for this many samples before the controller believes it
/// (62 ns at 48 MHz; the I2C specification asks for 50 ns, UM10204 table 10, tSP).
pub const FILTER_CYCLES: u64 = 3;
/// Cycles from power-good to the first instruction fetch.
pub const POWER_ON_RESET_CYCLES: u64 = 1024;
/// Distance of the slow ticks by which the engine counts its long times. Edge n is a tick when
/// n modulo this is one less than this.
pub const TICK_CYCLES: u64 = 1024;
/// Least value of either half of `I2C_TIMING`; less is stored as this.
pub const I2C_PHASE_MIN: u32 = 10;
/// Longest burst of clock pulses that `RECOVER` sends: a byte and its acknowledge.
pub const RECOVERY_PULSES: u32 = 9;
/// Edges for which a repeater looks away after it let a line go: longer than its own echo.
pub const SETTLE_CYCLES: u64 = 8;

/// What registers outside the engine hold after reset, where that is not 0.
pub mod after_reset {
    /// `TIMER_COMPARE`.
    pub const TIMER_COMPARE: u32 = 0x7FFF_FFFF;
    /// `DEBOUNCE`: 10 ms at 48 MHz.
    pub const DEBOUNCE: u32 = 480_000;
    /// `IDLE_TIME`: 50 us at 48 MHz.
    pub const IDLE_TIME: u32 = 2_400;
    /// `UART_BIT`: 115,200 baud at 48 MHz.
    pub const UART_BIT: u32 = 417;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_codes_round_trip_and_unknown_codes_are_refused() {
        for code in 0..=15 {
            match I2cResult::from_code(code) {
                Some(result) => assert_eq!(result as u32, code),
                None => assert!(code >= 10),
            }
        }
    }
}
