//! Port lists of generated Verilog modules.

/// Direction of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into the module.
    Input,
    /// Out of it.
    Output,
}

/// A port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// Its direction.
    pub direction: Direction,
    /// Bits.
    pub width: u32,
}

/// The ports of `module` in `verilog`, in the order of their declarations.
///
/// Understands what rust-hdl writes: names in the header, then a declaration each, such as
/// `output reg [3:0] name;`.
///
/// # Errors
/// There is no such module, or a declaration that is none of those; both say where.
pub fn ports(verilog: &str, module: &str) -> Result<Vec<Port>, String> {
    let header = format!("module {module}(");
    let (_, body) = verilog
        .split_once(&header)
        .ok_or_else(|| format!("no `{header}` in the Verilog"))?;
    let (body, _) = body
        .split_once("endmodule")
        .ok_or_else(|| format!("module {module} does not end"))?;
    let (listed, body) = body
        .split_once(");")
        .ok_or_else(|| format!("module {module}: the port list does not end"))?;
    let ports = body
        .split(';')
        .filter_map(|statement| declaration(statement).transpose())
        .collect::<Result<Vec<Port>, String>>()
        .map_err(|error| format!("module {module}: {error}"))?;
    let count = listed
        .split(',')
        .filter(|name| !name.trim().is_empty())
        .count();
    if ports.len() != count {
        return Err(format!(
            "module {module} lists {count} ports and declares {}",
            ports.len()
        ));
    }
    Ok(ports)
}

/// The port that a statement declares, if it declares one.
fn declaration(statement: &str) -> Result<Option<Port>, String> {
    // Comments stand on lines of their own or behind a statement.
    let statement: Vec<&str> = statement
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default().trim())
        .collect();
    let statement = statement.join(" ");
    let statement = statement.trim();
    let (word, rest) = statement.split_once(' ').unwrap_or((statement, ""));
    let direction = match word {
        "input" => Direction::Input,
        "output" => Direction::Output,
        "inout" => return Err(format!("`{statement}`: a tri-state inside the design")),
        _ => return Ok(None),
    };
    let mut rest = rest.trim();
    for kind in ["reg ", "wire ", "signed "] {
        rest = rest.strip_prefix(kind).unwrap_or(rest).trim();
    }
    let wrong = || format!("cannot read the port declaration `{statement}`");
    let (width, name) = match rest.strip_prefix('[') {
        None => (1, rest),
        Some(range) => {
            let (range, name) = range.split_once(']').ok_or_else(wrong)?;
            let (high, low) = range.split_once(':').ok_or_else(wrong)?;
            let high: u32 = high.trim().parse().map_err(|_| wrong())?;
            if low.trim() != "0" {
                return Err(wrong());
            }
            (high + 1, name.trim())
        }
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(wrong());
    }
    Ok(Some(Port {
        name: name.into(),
        direction,
        width,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "module other(a);\n input wire a;\nendmodule\nmodule m(clock,data,q);\n\
                        // Module arguments\n input wire  clock;\n input wire [7:0] data; // x\n\
                        output reg  [11:0] q;\n reg [3:0] input_copy;\n endmodule";

    #[test]
    fn ports_of_the_named_module_with_their_widths() {
        let port = |name: &str, direction, width| Port {
            name: name.into(),
            direction,
            width,
        };
        let expected = vec![
            port("clock", Direction::Input, 1),
            port("data", Direction::Input, 8),
            port("q", Direction::Output, 12),
        ];
        assert_eq!(ports(TEXT, "m"), Ok(expected));
    }

    #[test]
    fn what_is_not_understood_is_an_error_and_not_a_lost_port() {
        assert!(ports(TEXT, "absent").is_err());
        let lost = TEXT.replace("output reg  [11:0] q;", "");
        assert!(ports(&lost, "m").is_err());
        let odd = TEXT.replace("[7:0]", "[W-1:0]");
        assert!(ports(&odd, "m").is_err());
        let inout = TEXT.replace("input wire [7:0]", "inout [7:0]");
        assert!(ports(&inout, "m").is_err());
    }
}
