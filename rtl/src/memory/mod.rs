//! The memories: primitives that synthesis maps to block RAM.
//!
//! A byte-enabled array cannot be said in the described subset, so each of them has its Verilog
//! written out by hand next to the Rust that simulates it. All reads are synchronous and give what
//! the word held before the edge. What a port reads while the *other* port writes the same place is
//! left open in hardware (`docs/controller.md`, section 5); here it is the old value too.
//!
//! ```text
//!   rom.rs              16 KiB, two read ports for halfwords side by side       8 block RAMs
//!   ram.rs               8 KiB, one read/write port with byte lanes            4
//!   register_file.rs    32 words, two read ports, one write port               2
//!   transfer_buffer.rs   4 KiB, a word port with byte lanes and a byte port    4
//!   byte_memory.rs      bytes, one port to write and one to read    1 for a FIFO   of an ECP5
//! ```

pub mod byte_memory;
pub mod ram;
pub mod register_file;
pub mod rom;
pub mod transfer_buffer;

pub use byte_memory::ByteMemory;
pub use ram::Ram;
pub use register_file::RegisterFile;
pub use rom::Rom;
pub use transfer_buffer::TransferBuffer;

/// The bits that a byte write mask covers.
fn lanes(mask: u8) -> u32 {
    (0..4)
        .filter(|lane| mask >> lane & 1 != 0)
        .fold(0, |bits, lane| bits | 0xFF << (8 * lane))
}

/// Byte lanes as four arrays, which is how both word-wide memories are laid out in Verilog: block
/// RAM then needs no byte enables, and a simulation loads lane by lane. `body` is repeated per
/// lane, with `{lane}`, `{high}` and `{low}` (the lane's bits in the word) filled in.
fn per_lane(body: &str) -> String {
    (0..4)
        .map(|lane| {
            body.replace("{lane}", &lane.to_string())
                .replace("{high}", &(8 * lane + 7).to_string())
                .replace("{low}", &(8 * lane).to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests;
