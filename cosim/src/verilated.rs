//! The kept Verilog (`rtl/verilog/umbilical.v`), compiled by `build.rs` through Verilator.
//!
//! Needs `verilator` 5 and a C++ compiler when this crate is built (Debian: `verilator g++`).

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::clocked::Clocked;
use crate::core::{Completed, Core, Drives, Edge, Inputs, Memory};

/// The generated Verilog as a controller.
pub type Verilated = Clocked<Circuit<Kept>>;
/// The same with one change by a cycle, which lock-step must find.
pub type Mutated = Clocked<Circuit<Mutant>>;

/// The functions of `verilated/shim.cpp` for one Verilog file.
///
/// # Safety
/// Handles are those that `create` and `clone` of the same library return, not null, and used by one
/// thread at a time. Indexes are inside the memory.
pub unsafe trait Library: 'static {
    /// A new circuit.
    fn create(clock_hz: u32) -> *mut c_void;
    /// A circuit in the same state.
    ///
    /// # Safety
    /// As all that follow: see [`Library`].
    unsafe fn clone(handle: *mut c_void) -> *mut c_void;
    /// Frees it.
    ///
    /// # Safety
    /// See [`Library`]. The handle is not used again.
    unsafe fn delete(handle: *mut c_void);
    /// One rising edge.
    ///
    /// # Safety
    /// See [`Library`].
    unsafe fn edge(handle: *mut c_void, inputs: u32) -> u64;
    /// New inputs, no edge.
    ///
    /// # Safety
    /// See [`Library`].
    unsafe fn settle(handle: *mut c_void, inputs: u32) -> u32;
    /// The last instruction that ended: address, instruction, value.
    ///
    /// # Safety
    /// See [`Library`].
    unsafe fn retired(handle: *const c_void) -> [u32; 3];
    /// A word of a memory.
    ///
    /// # Safety
    /// See [`Library`].
    unsafe fn peek(handle: *mut c_void, memory: u32, index: u32) -> u32;
    /// Fills a memory from its start.
    ///
    /// # Safety
    /// See [`Library`].
    unsafe fn load(handle: *mut c_void, memory: u32, words: &[u32]);
}

macro_rules! library {
    ($(#[$doc:meta])* $name:ident, $new:ident, $clone:ident, $delete:ident, $edge:ident,
     $settle:ident, $retired:ident, $peek:ident, $load:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        unsafe extern "C" {
            fn $new(clock_hz: u32) -> *mut c_void;
            fn $clone(handle: *mut c_void) -> *mut c_void;
            fn $delete(handle: *mut c_void);
            fn $edge(handle: *mut c_void, inputs: u32) -> u64;
            fn $settle(handle: *mut c_void, inputs: u32) -> u32;
            fn $retired(handle: *const c_void, words: *mut u32);
            fn $peek(handle: *mut c_void, memory: u32, index: u32) -> u32;
            fn $load(handle: *mut c_void, memory: u32, words: *const u32, count: u32);
        }

        // SAFETY: the shim's functions are declared above as they are defined; what they ask of
        // handles and indexes is what the trait asks of its caller.
        unsafe impl Library for $name {
            fn create(clock_hz: u32) -> *mut c_void {
                unsafe { $new(clock_hz) }
            }
            unsafe fn clone(handle: *mut c_void) -> *mut c_void {
                unsafe { $clone(handle) }
            }
            unsafe fn delete(handle: *mut c_void) {
                unsafe { $delete(handle) }
            }
            #[inline]
            unsafe fn edge(handle: *mut c_void, inputs: u32) -> u64 {
                unsafe { $edge(handle, inputs) }
            }
            unsafe fn settle(handle: *mut c_void, inputs: u32) -> u32 {
                unsafe { $settle(handle, inputs) }
            }
            unsafe fn retired(handle: *const c_void) -> [u32; 3] {
                let mut words = [0; 3];
                unsafe { $retired(handle, words.as_mut_ptr()) };
                words
            }
            unsafe fn peek(handle: *mut c_void, memory: u32, index: u32) -> u32 {
                unsafe { $peek(handle, memory, index) }
            }
            unsafe fn load(handle: *mut c_void, memory: u32, words: &[u32]) {
                unsafe { $load(handle, memory, words.as_ptr(), words.len() as u32) }
            }
        }
    };
}

library!(
    /// The Verilog as it is kept.
    Kept,
    umbilical_new,
    umbilical_clone,
    umbilical_delete,
    umbilical_edge,
    umbilical_settle,
    umbilical_retired,
    umbilical_peek,
    umbilical_load
);
library!(
    /// The Verilog with the change that `build.rs` makes to the shared bus.
    Mutant,
    mutant_new,
    mutant_clone,
    mutant_delete,
    mutant_edge,
    mutant_settle,
    mutant_retired,
    mutant_peek,
    mutant_load
);
library!(
    /// The same for the host UART.
    UartMutant,
    uart_mutant_new,
    uart_mutant_clone,
    uart_mutant_delete,
    uart_mutant_edge,
    uart_mutant_settle,
    uart_mutant_retired,
    uart_mutant_peek,
    uart_mutant_load
);
library!(
    /// The same for the point-to-point bus.
    SpiMutant,
    spi_mutant_new,
    spi_mutant_clone,
    spi_mutant_delete,
    spi_mutant_edge,
    spi_mutant_settle,
    spi_mutant_retired,
    spi_mutant_peek,
    spi_mutant_load
);

/// A Verilated circuit.
pub struct Circuit<L: Library> {
    handle: NonNull<c_void>,
    library: PhantomData<L>,
}

// SAFETY: each circuit has a Verilator context of its own, and the handle is the only way to it.
unsafe impl<L: Library> Send for Circuit<L> {}

impl<L: Library> Circuit<L> {
    fn own(handle: *mut c_void) -> Circuit<L> {
        Circuit {
            handle: NonNull::new(handle).expect("C++ `new` throws rather than return null"),
            library: PhantomData,
        }
    }
}

impl<L: Library> Clone for Circuit<L> {
    fn clone(&self) -> Circuit<L> {
        // SAFETY: the handle lives as long as `self`.
        Circuit::own(unsafe { L::clone(self.handle.as_ptr()) })
    }
}

impl<L: Library> Drop for Circuit<L> {
    fn drop(&mut self) {
        // SAFETY: nobody else has the handle.
        unsafe { L::delete(self.handle.as_ptr()) }
    }
}

fn drives(word: u32) -> Drives {
    Drives {
        pull: word as u8,
        out: (word >> 8) as u8 & 0x3F,
        spi: (word >> 14) as u8,
        uart_tx: word >> 22 & 1 == 1,
    }
}

impl<L: Library> Core for Circuit<L> {
    fn new(clock_hz: u32) -> Circuit<L> {
        Circuit::own(L::create(clock_hz))
    }

    #[inline]
    fn edge(&mut self, inputs: Inputs) -> Edge {
        // SAFETY: the handle lives as long as `self`, which is borrowed exclusively.
        let word = unsafe { L::edge(self.handle.as_ptr(), inputs.word()) };
        Edge {
            drives: drives(word as u32),
            retired: word >> 24 & 1 == 1,
            watchdog: word >> 25 & 1 == 1,
            store_mask: (word >> 28) as u8 & 0xF,
            store_address: (word >> 32) as u16 & 0x7FF,
        }
    }

    fn settle(&mut self, inputs: Inputs) -> Drives {
        // SAFETY: as in `edge`.
        drives(unsafe { L::settle(self.handle.as_ptr(), inputs.word()) })
    }

    fn retired(&self) -> Completed {
        // SAFETY: as in `edge`.
        let [pc, instruction, value] = unsafe { L::retired(self.handle.as_ptr()) };
        Completed {
            pc,
            instruction,
            value,
        }
    }

    fn peek(&self, memory: Memory, index: usize) -> u32 {
        assert!(index < memory.words(), "{memory:?} has no word {index}");
        // SAFETY: as in `edge`; the index is inside the memory.
        unsafe { L::peek(self.handle.as_ptr(), memory as u32, index as u32) }
    }

    fn load(&mut self, memory: Memory, words: &[u32]) {
        let (given, room) = (words.len(), memory.words());
        assert!(
            given <= room,
            "{given} words do not fit {memory:?} of {room}"
        );
        // SAFETY: as in `edge`; the words are inside the memory.
        unsafe { L::load(self.handle.as_ptr(), memory as u32, words) }
    }
}
