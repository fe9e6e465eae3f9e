//! The parts of the hardware that are measured, and the limits that they have to keep.

use std::fs;
use std::path::Path;

/// A core to measure.
#[derive(Clone, Copy, Debug)]
pub struct Core {
    /// As the table names it.
    pub name: &'static str,
    /// Its module.
    pub top: &'static str,
    /// Files below `rtl/verilog`.
    pub files: &'static [&'static str],
    /// It is small enough for an iCE40.
    pub on_ice40: bool,
    /// It has to have fewer LUT4 there.
    pub ice40_luts_below: Option<u64>,
    /// It has to be faster on HX8K, MHz, with every seed.
    pub hx8k_mhz_above: Option<f64>,
    /// It has to have fewer LUT4 on ECP5.
    pub ecp5_luts_below: Option<u64>,
}

const PLAIN: Core = Core {
    name: "",
    top: "",
    files: &[],
    on_ice40: true,
    ice40_luts_below: None,
    hx8k_mhz_above: None,
    ecp5_luts_below: None,
};

/// All of them.
pub const CORES: [Core; 10] = [
    Core {
        name: "I2C engine with filters and tracker",
        top: "i2c_engine_with_inputs",
        files: &["blocks/i2c_engine_with_inputs.v"],
        ice40_luts_below: Some(231),
        hx8k_mhz_above: Some(101.0),
        ..PLAIN
    },
    Core {
        name: "the same without filters and tracker",
        top: "i2c_engine",
        files: &["blocks/i2c_engine.v"],
        ..PLAIN
    },
    Core {
        name: "transfer unit: buffer pointer, count, compare, CRC",
        top: "i2c_transfer",
        files: &["blocks/i2c.v"],
        ..PLAIN
    },
    Core {
        name: "SPI engine with byte choice",
        top: "spi_engine_with_bytes",
        files: &["blocks/spi_engine_with_bytes.v"],
        ice40_luts_below: Some(216),
        hx8k_mhz_above: Some(101.0),
        ..PLAIN
    },
    Core {
        name: "its transfer unit: buffer pointer, count, compare, pages, CRC",
        top: "spi_transfer",
        files: &["blocks/spi.v"],
        ..PLAIN
    },
    Core {
        name: "switch of the point-to-point bus",
        top: "spi_switch",
        files: &["blocks/spi_switch.v"],
        ..PLAIN
    },
    Core {
        name: "UART receiver (majority of three) and transmitter",
        top: "uart_engine",
        files: &["blocks/uart_engine.v"],
        ice40_luts_below: Some(144),
        hx8k_mhz_above: Some(93.0),
        ..PLAIN
    },
    Core {
        name: "the same with registers and FIFOs of 2,048 and 512 bytes",
        top: "uart",
        files: &["blocks/uart.v"],
        ..PLAIN
    },
    Core {
        name: "RV32IC MCU, register file in block memory",
        top: "mcu",
        files: &["blocks/mcu.v"],
        ice40_luts_below: Some(1200),
        ..PLAIN
    },
    Core {
        name: "whole controller",
        top: "umbilical",
        files: &["umbilical.v"],
        on_ice40: false,
        ecp5_luts_below: Some(4000),
        ..PLAIN
    },
];

impl Core {
    /// The text of all its files.
    ///
    /// # Errors
    /// One of them is missing.
    pub fn verilog(&self, root: &Path) -> Result<String, String> {
        let mut text = String::new();
        for file in self.files {
            let path = root.join("rtl/verilog").join(file);
            text += &fs::read_to_string(&path).map_err(|error| {
                format!(
                    "{}: {error}. Make it with: cargo xtask verilog",
                    path.display()
                )
            })?;
        }
        Ok(text)
    }
}
