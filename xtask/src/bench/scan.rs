//! A wrapper that gives a core registers on all sides and three pins, so that pads limit nothing.
//!
//! ```text
//!           +--------------------------------------------------------------+
//!  in ----->| shift register -> inputs | core | outputs -> capture -> fold  |--> out
//!  clock -->|                                                              |
//!           +--------------------------------------------------------------+
//! ```
//! Every path of the core starts and ends at a flip-flop, and every input and output matters, so
//! nothing of the core is optimised away.

use std::fmt::Write as _;

use super::ports::{Direction, Port};

/// Name of the wrapper's module.
pub const TOP: &str = "scan";

/// Name of the module that [`bare`] writes.
pub const BARE: &str = "bare";

/// `module` without the ports for simulation (`trace_*`), which boards leave open: what feeds only
/// them does not count.
pub fn bare(module: &str, ports: &[Port]) -> (String, Vec<Port>) {
    let ports: Vec<Port> = ports
        .iter()
        .filter(|port| !port.name.starts_with("trace_"))
        .cloned()
        .collect();
    let declared: Vec<String> = ports
        .iter()
        .map(|port| {
            let direction = match port.direction {
                Direction::Input => "input",
                Direction::Output => "output",
            };
            format!("    {direction} wire [{}:0] {}", port.width - 1, port.name)
        })
        .collect();
    let connected: Vec<String> = ports
        .iter()
        .map(|port| format!("        .{0}({0})", port.name))
        .collect();
    let text = format!(
        "module {BARE}(\n{}\n);\n    {module} core (\n{}\n    );\nendmodule\n",
        declared.join(",\n"),
        connected.join(",\n")
    );
    (text, ports)
}

/// Writes the wrapper of `module`, whose clock is the port `clock`.
pub fn wrapper(module: &str, ports: &[Port]) -> String {
    let bits = |direction| {
        ports
            .iter()
            .filter(|port| port.direction == direction && port.name != "clock")
            .map(|port| port.width)
            .sum::<u32>()
    };
    let inputs = bits(Direction::Input);
    let outputs = bits(Direction::Output);
    let (mut input, mut output) = (0, 0);
    let mut connections = vec![];
    for port in ports {
        if port.name == "clock" {
            connections.push("        .clock(clock)".to_owned());
            continue;
        }
        let (vector, at) = match port.direction {
            Direction::Input => ("drive", &mut input),
            Direction::Output => ("result", &mut output),
        };
        connections.push(format!(
            "        .{}({vector}[{}:{at}])",
            port.name,
            *at + port.width - 1
        ));
        *at += port.width;
    }
    let mut text = String::new();
    // Both shift registers have a bit more than they need, so that none of them is ever empty.
    let _ = write!(
        text,
        "module {TOP}(input wire clock, input wire in, output wire out);
    reg [{inputs}:0] drive;
    wire [{o}:0] result;
    reg [{o}:0] captured;
    reg [{outputs}:0] folded;
    always @(posedge clock) begin
        drive <= {{drive[{i}:0], in}};
        captured <= result;
        folded <= {{folded[{o}:0], 1'b0}} ^ {{1'b0, captured}};
    end
    assign out = folded[{outputs}];
    {module} core (
{connections}
    );
endmodule
",
        i = inputs.saturating_sub(1),
        o = outputs.saturating_sub(1),
        connections = connections.join(",\n"),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_for_simulation_are_left_open_and_all_others_are_there() {
        let port = |name: &str, width| Port {
            name: name.into(),
            direction: Direction::Output,
            width,
        };
        let (text, kept) = bare("core", &[port("q", 4), port("trace_pc", 32)]);
        assert_eq!(kept, vec![port("q", 4)]);
        assert!(text.contains("output wire [3:0] q") && text.contains(".q(q)"));
        assert!(!text.contains("trace_pc"));
    }

    #[test]
    fn every_bit_of_every_port_is_connected_once() {
        let port = |name: &str, direction, width| Port {
            name: name.into(),
            direction,
            width,
        };
        let text = wrapper(
            "core",
            &[
                port("clock", Direction::Input, 1),
                port("a", Direction::Input, 3),
                port("b", Direction::Input, 5),
                port("q", Direction::Output, 4),
            ],
        );
        for part in [
            "reg [8:0] drive;",
            "wire [3:0] result;",
            ".clock(clock)",
            ".a(drive[2:0])",
            ".b(drive[7:3])",
            ".q(result[3:0])",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }
}
