//! A memory of bytes with one port to write and one to read, for the FIFOs of the UART.
//!
//! ```text
//!                    +------------+
//!           write -->|            |
//!   write_address ==>|            |
//!      write_data ==>| ByteMemory |==> read_data
//!    read_address ==>|  2^A x 8   |
//!           clock -->|            |
//!                    +------------+
//! ```
//!
//! Each rising edge samples `read_address`, and writes with `write`. What a read gives of the very
//! byte that is written at its edge is the old value in simulation and not defined in block RAM; a
//! FIFO reads a byte again before it shows it. Reset leaves it alone.
//!
//! ```text
//!   write --> places[2^A] --> [FF] --> read_data
//! ```

use rust_hdl_core::prelude::*;

/// Bytes that can be written and read at one edge, see the [module](self). `A` bits of address.
#[derive(Clone, LogicBlock)]
pub struct ByteMemory<const A: usize> {
    /// Each rising edge reads, and writes with `write`.
    pub clock: Signal<In, Clock>,
    /// 1 writes at the edge.
    pub write: Signal<In, Bit>,
    /// Number of the byte that is written.
    pub write_address: Signal<In, Bits<A>>,
    /// What it gets.
    pub write_data: Signal<In, Bits<8>>,
    /// Number of the byte for `read_data`.
    pub read_address: Signal<In, Bits<A>>,
    /// The byte that `read_address` named at the last edge.
    pub read_data: Signal<Out, Bits<8>>,
    _bytes: Box<[u8]>,
}

impl<const A: usize> Default for ByteMemory<A> {
    fn default() -> Self {
        ByteMemory {
            clock: Default::default(),
            write: Default::default(),
            write_address: Default::default(),
            write_data: Default::default(),
            read_address: Default::default(),
            read_data: Default::default(),
            _bytes: vec![0; 1 << A].into(),
        }
    }
}

impl<const A: usize> Logic for ByteMemory<A> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            let byte = self._bytes[self.read_address.val().to_u64() as usize];
            self.read_data.next = u64::from(byte).into();
            if self.write.val() {
                self._bytes[self.write_address.val().to_u64() as usize] =
                    self.write_data.val().to_u8();
            }
        }
    }

    fn connect(&mut self) {
        self.read_data.connect();
    }

    fn hdl(&self) -> Verilog {
        Verilog::Custom(format!(
            "(* no_rw_check, ram_style = \"block\" *) reg [7:0] places [0:{last}];
always @(posedge clock) begin
   if (write) places[write_address] <= write_data;
   read_data <= places[read_address];
end
",
            last = (1 << A) - 1
        ))
    }
}
