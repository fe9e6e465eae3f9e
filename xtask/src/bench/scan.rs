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

/// Writes the wrapper of `module`, whose clock is the port `clock`.
pub fn wrapper(module: &str, ports: &[Port]) -> String {
    let bits = |direction| {
        ports
            .iter()
            .filter(|port| port.direction == direction && port.name != "clock")
            .map(|port| port.width)
            .sum::<u32>()
    };
    // Never an empty vector, whatever the core has.
    let inputs = bits(Direction::Input).max(2);
    let outputs = bits(Direction::Output).max(2);
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
    let _ = write!(
        text,
        "module {TOP}(input wire clock, input wire in, output wire out);
    reg [{i}:0] drive;
    wire [{o}:0] result;
    reg [{o}:0] captured;
    reg [{o}:0] folded;
    always @(posedge clock) begin
        drive <= {{drive[{i1}:0], in}};
        captured <= result;
        folded <= captured ^ {{folded[{o1}:0], 1'b0}};
    end
    assign out = folded[{o}];
    {module} core (
{connections}
    );
endmodule
",
        i = inputs - 1,
        i1 = inputs - 2,
        o = outputs - 1,
        o1 = outputs - 2,
        connections = connections.join(",\n"),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "reg [7:0] drive;",
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
