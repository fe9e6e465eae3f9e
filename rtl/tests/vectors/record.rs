//! What a rust-hdl circuit got and gave at every edge.

use rust_hdl_core::prelude::*;

/// A port, but for the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    pub name: String,
    pub bits: usize,
    pub output: bool,
}

/// The record of a run. Outputs are those just before the edge, with the inputs of that edge.
pub struct Recording {
    /// Name of the block's Verilog module.
    pub block: &'static str,
    pub ports: Vec<Port>,
    /// One value per port and edge.
    pub rows: Vec<Vec<u64>>,
    /// Memories of the block and what they hold at the start: path inside the module, bytes.
    pub contents: Vec<(&'static str, Vec<u8>)>,
}

impl Recording {
    /// Bits of each output that never were 0 or never 1.
    pub fn stuck(&self) -> Vec<(&str, u64)> {
        let outputs = self
            .ports
            .iter()
            .enumerate()
            .filter(|(_, port)| port.output);
        let stuck = outputs.map(|(index, port)| {
            let values = || self.rows.iter().map(|row| row[index]);
            let ones = values().fold(0, |all, value| all | value);
            let zeros = values().fold(0, |all, value| all | !value);
            let mask = u64::MAX >> (64 - port.bits);
            (port.name.as_str(), !(ones & zeros) & mask)
        });
        stuck.filter(|&(_, bits)| bits != 0).collect()
    }

    /// One line of hexadecimal digits per edge, the first port in the highest bits.
    pub fn hex(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let ports = self.ports.iter().zip(row);
            let bits: String = ports
                .map(|(port, value)| format!("{value:0width$b}", width = port.bits))
                .collect();
            let padded = format!("{bits:0>width$}", width = bits.len().div_ceil(4) * 4);
            for digit in padded.as_bytes().chunks(4) {
                let digit = digit
                    .iter()
                    .fold(0, |all, bit| 2 * all + u32::from(bit - b'0'));
                text.extend(char::from_digit(digit, 16));
            }
            text.push('\n');
        }
        text
    }
}

/// Walks over the ports of a block, not of its parts.
#[derive(Default)]
struct Ports {
    depth: usize,
    ports: Vec<Port>,
    values: Vec<u64>,
}

impl Probe for Ports {
    fn visit_start_scope(&mut self, _name: &str, _node: &dyn Block) {
        self.depth += 1;
    }

    fn visit_start_namespace(&mut self, _name: &str, _node: &dyn Block) {
        self.depth += 1;
    }

    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        let kind = signal.kind();
        if self.depth != 1 || !kind.is_parameter() || name == "clock" {
            return;
        }
        self.ports.push(Port {
            name: name.into(),
            bits: signal.bits(),
            output: matches!(
                kind,
                AtomKind::OutputParameter | AtomKind::OutputPassthrough
            ),
        });
        // `12'hfff`, whatever the width.
        let literal = format!("{:x}", signal.verilog());
        let digits = literal.split_once('h').map_or("", |(_, digits)| digits);
        let value = u64::from_str_radix(digits, 16);
        self.values
            .push(value.unwrap_or_else(|_| panic!("port {name}: {literal}")));
    }

    fn visit_end_namespace(&mut self, _name: &str, _node: &dyn Block) {
        self.depth -= 1;
    }

    fn visit_end_scope(&mut self, _name: &str, _node: &dyn Block) {
        self.depth -= 1;
    }
}

/// The ports in the order of the Verilog module, and their values now.
pub fn ports(block: &dyn Block) -> (Vec<Port>, Vec<u64>) {
    let mut ports = Ports::default();
    block.accept("top", &mut ports);
    (ports.ports, ports.values)
}
