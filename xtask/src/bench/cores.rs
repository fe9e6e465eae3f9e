//! The parts of the hardware that are measured, and the limits that they have to keep.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::ports::{self, Direction, Port};

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
    /// It has to be faster on HX8K, MHz, with the best seed.
    pub hx8k_mhz_above: Option<f64>,
    /// It has to have fewer LUT4 on ECP5.
    pub ecp5_luts_below: Option<u64>,
}

/// The engine behind the filters of its two pins and the tracker of its segment.
const WITH_LINES: &str = "i2c_engine_with_lines";

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
pub const CORES: [Core; 5] = [
    Core {
        name: "I2C engine with filters and tracker",
        top: WITH_LINES,
        files: &[
            "blocks/i2c_engine.v",
            "blocks/line_filter.v",
            "blocks/tracker.v",
        ],
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
        files: &["blocks/i2c_transfer.v"],
        ..PLAIN
    },
    Core {
        name: "RV32I MCU, register file in block memory",
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
        if self.top == WITH_LINES {
            let lines = with_lines(&text)?;
            text += &lines;
        }
        Ok(text)
    }
}

/// Puts a `line_filter` in front of the engine's `scl` and `sda`, and a `tracker` before its
/// `bus_busy`. All other ports of engine and tracker go outside.
fn with_lines(verilog: &str) -> Result<String, String> {
    // What is inside; everything else is a port of the same name.
    let inner = ["scl", "sda", "bus_busy"];
    let engine = ports::ports(verilog, "i2c_engine")?;
    let tracker = ports::ports(verilog, "tracker")?;
    for name in inner {
        if !engine.iter().any(|port| port.name == name) {
            return Err(format!("i2c_engine has no port {name}"));
        }
    }
    let outside = |port: &&Port| !inner.contains(&port.name.as_str()) && port.name != "busy";
    let mut outer: Vec<&Port> = engine
        .iter()
        .filter(|port| !inner.contains(&port.name.as_str()))
        .collect();
    for port in tracker.iter().filter(outside) {
        if !outer.iter().any(|it| it.name == port.name) {
            outer.push(port);
        }
    }
    let names: Vec<&str> = outer.iter().map(|port| port.name.as_str()).collect();
    let mut text = format!(
        "module {WITH_LINES}(pin_scl,pin_sda,{});\n    input wire pin_scl;\n    input wire pin_sda;\n",
        names.join(",")
    );
    for port in &outer {
        let direction = match port.direction {
            Direction::Input => "input",
            Direction::Output => "output",
        };
        let _ = writeln!(
            text,
            "    {direction} wire [{}:0] {};",
            port.width - 1,
            port.name
        );
    }
    text += "    wire scl, sda, bus_busy;\n";
    for line in ["scl", "sda"] {
        let _ = writeln!(
            text,
            "    line_filter filter_{line} (.clock(clock), .reset(reset), .pin(pin_{line}), .level({line}));"
        );
    }
    let connect = |module: &str, instance: &str, ports: &[Port], busy: &str| {
        let wires = ports.iter().map(|port| match port.name.as_str() {
            "busy" => format!(".busy({busy})"),
            name => format!(".{name}({name})"),
        });
        let wires: Vec<String> = wires.collect();
        format!("    {module} {instance} ({});\n", wires.join(", "))
    };
    text += &connect("tracker", "segment", &tracker, "bus_busy");
    text += &connect("i2c_engine", "engine", &engine, "busy");
    text += "endmodule\n";
    Ok(text)
}
