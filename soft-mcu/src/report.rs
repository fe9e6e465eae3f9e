//! The report block: the first words of RAM, in which the firmware says what it is doing.
//!
//! The firmware writes it, everything else only reads it (the emulator through a back door, a
//! debug probe on hardware). All words are little-endian 32-bit.

use crate::platform::Board;

/// Word offsets of the report block from the start of RAM.
pub mod word {
    /// [`super::MAGIC`] once the firmware has set the block up.
    pub const MAGIC: usize = 0;
    /// [`super::Phase`] as a number.
    pub const PHASE: usize = 1;
    /// [`super::Fault`] as a number; 0 while there is none.
    pub const FAULT: usize = 2;
    /// A number that belongs to the fault: the byte address, or the I2C result code.
    pub const FAULT_DETAIL: usize = 3;
    /// Pages of the destination part.
    pub const PAGES: usize = 4;
    /// Pages compared, and written where they differed, so far in this rescue.
    pub const PAGES_DONE: usize = 5;
    /// Pages written in this rescue.
    pub const PAGES_WRITTEN: usize = 6;
    /// Pages found equal and left alone in this rescue.
    pub const PAGES_SKIPPED: usize = 7;
    /// Bytes verified so far in this rescue.
    pub const BYTES_VERIFIED: usize = 8;
    /// Bus operations that were tried again.
    pub const RETRIES: usize = 9;
    /// `mcause` and [`TRAP_PC`] hold the last trap, if any.
    pub const TRAP_CAUSE: usize = 10;
    /// Address of the instruction that trapped.
    pub const TRAP_PC: usize = 11;
    /// Erases of 4 KiB in this rescue (NOR flash).
    pub const ERASES_4K: usize = 12;
    /// Erases of 32 KiB.
    pub const ERASES_32K: usize = 13;
    /// Erases of 64 KiB.
    pub const ERASES_64K: usize = 14;
    /// JEDEC id of the own flash: manufacturer in bits 23..16, type in 15..8, capacity in 7..0.
    pub const FLASH_ID: usize = 15;
    /// Number of words in the block.
    pub const COUNT: usize = 16;
}

/// Sets the words from `first` to before `end` to 0.
#[inline(never)]
pub fn clear<P: Board>(p: &mut P, first: usize, end: usize) {
    let mut word = first;
    while word != end {
        p.report(word, 0);
        word += 1;
    }
}

/// First word of a valid report block: "UMBR".
pub const MAGIC: u32 = u32::from_le_bytes(*b"UMBR");

/// An enum with a code and a short name for each value.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant = $code,)* }
        impl $name {
            /// Every value, in the order of the codes.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// The value with this code.
            pub fn from_code(code: u32) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
            /// Short name for reports and logs.
            pub const fn text(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}

pub(crate) use codes;

codes! {
    /// What the device is doing.
    Phase {
        /// Reading the journal and letting the inputs settle.
        Boot = 1, "boot";
        /// In service; the host owns its memory.
        Service = 2, "service";
        /// The memory is incomplete; the host is held until a source is there.
        WaitSource = 3, "wait-source";
        /// Destination: taking the bus, joining the port, looking for both memories.
        Connect = 4, "connect";
        /// Destination: comparing and copying.
        Copy = 5, "copy";
        /// Destination: reading everything back.
        Verify = 6, "verify";
        /// Destination: verified, the journal is being told.
        Commit = 7, "commit";
        /// Source by button: the memory is handed to the port.
        Source = 8, "source";
        /// A fault stands, see the fault word.
        Fault = 9, "fault";
        /// A computer owns the memory; the host is held.
        Held = 10, "held";
    }
}

codes! {
    /// Why the device stopped.
    Fault {
        /// The journal EEPROM does not answer or cannot be written.
        Journal = 1, "journal";
        /// The journal holds no valid settings.
        NoSettings = 2, "no-settings";
        /// No memory answers at the source address.
        NoSource = 3, "no-source";
        /// No memory answers at the destination's own address.
        NoDestination = 4, "no-destination";
        /// The peer has its own supply and does not offer its memory.
        PeerNotSource = 5, "peer-not-source";
        /// The source part is larger than the destination part.
        SourceLarger = 6, "source-larger";
        /// The destination refuses data.
        WriteProtected = 7, "write-protected";
        /// The destination did not end a write cycle in time.
        WriteTimeout = 8, "write-timeout";
        /// A line is held low and recovery did not free it.
        BusStuck = 9, "bus-stuck";
        /// The bus is disturbed again and again.
        BusError = 10, "bus-error";
        /// The port did not become idle, so it was never joined.
        PortStuck = 11, "port-stuck";
        /// What was read back is not what was read from the source, also after repair.
        Verify = 12, "verify";
        /// This part has no address pin for the strap; direct mode cannot tell the two apart.
        PartWithoutStrap = 13, "part-without-strap";
        /// The program reached a trap.
        Trap = 14, "trap";
        /// A flash whose protection, geometry or opcodes are not known; the detail is its JEDEC id.
        UnknownFlash = 15, "unknown-flash";
        /// The source is smaller than the destination; the detail is the source's size in bytes.
        SizeMismatch = 16, "size-mismatch";
        /// The destination did not end an erase in time; the detail is its byte address.
        EraseTimeout = 17, "erase-timeout";
        /// The layout in the journal is ruined or breaks a rule (detail: 0, or
        /// [`LayoutError::detail`](crate::layout::LayoutError::detail)).
        LayoutCorrupt = 18, "layout-corrupt";
        /// The source is a device of another type (detail: first differing byte address).
        TypeMismatch = 19, "type-mismatch";
        /// What the layout keeps is not what it was before the rescue (detail: its CRC-32 then).
        KeepChanged = 20, "keep-changed";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for phase in Phase::ALL {
            assert_eq!(Phase::from_code(*phase as u32), Some(*phase));
        }
        for fault in Fault::ALL {
            assert_eq!(Fault::from_code(*fault as u32), Some(*fault));
        }
        assert_eq!(Fault::from_code(0), None);
    }
}
