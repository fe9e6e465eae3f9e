//! With the feature `verilated`: the kept Verilog through Verilator into a C++ library.

#[cfg(feature = "verilated")]
#[path = "build/verilated.rs"]
mod verilated;

fn main() {
    // Cargo would otherwise build anew on every change in the package.
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "verilated")]
    if let Err(message) = verilated::build() {
        println!("cargo::error={message}");
    }
}
