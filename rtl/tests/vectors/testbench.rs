//! One SystemVerilog module that runs many blocks over their recordings, and Verilator on it.
//!
//! ```text
//!   <block>.hex --> row[n] --inputs--> block --outputs--> equal? --no--> "difference ..."
//!                     '----------- outputs expected ------^
//! ```

use super::record::Recording;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// The first edge at which a block's Verilog differs from the recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub block: String,
    pub edge: u64,
    pub port: String,
    pub verilog: String,
    pub recorded: String,
}

/// Translates `verilog` (a block per recording), runs all recordings in `folder`, and gives the
/// first difference of each block that has one.
pub fn run(folder: &Path, recordings: &[&Recording], verilog: &[String]) -> Vec<Difference> {
    std::fs::create_dir_all(folder).expect("a folder for the testbench");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
    };
    for recording in recordings {
        write(&format!("{}.hex", recording.block), &recording.hex());
        for (index, (_, bytes)) in recording.contents.iter().enumerate() {
            let bytes: String = bytes.iter().map(|byte| format!("{byte:02x}\n")).collect();
            write(&format!("{}_{index}.hex", recording.block), &bytes);
        }
    }
    write("blocks.v", &verilog.concat());
    write("testbench.sv", &testbench(recordings));
    translate(folder);
    let output = output(Command::new("./obj_dir/Vtestbench").current_dir(folder));
    let differences: Vec<Difference> = output.lines().filter_map(difference).collect();
    let edges: usize = recordings
        .iter()
        .map(|recording| recording.rows.len())
        .sum();
    let last = format!("compared {edges} edges of {} blocks", recordings.len());
    assert!(output.contains(&last), "not {last:?}:\n{output}");
    differences
}

fn translate(folder: &Path) {
    let mut verilator = Command::new("verilator");
    verilator.current_dir(folder);
    verilator.args([
        "--binary",
        "--timing",
        "-O3",
        "-j",
        "2",
        "--top-module",
        "testbench",
    ]);
    // The blocks are linted elsewhere.
    verilator.arg("-Wno-fatal");
    verilator.args(["testbench.sv", "blocks.v"]);
    output(&mut verilator);
}

fn output(command: &mut Command) -> String {
    let run = command.output();
    let run = run.unwrap_or_else(|error| panic!("{command:?}: {error}; is Verilator installed?"));
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{command:?}\n{text}\n{errors}");
    text
}

/// `difference <block> <edge> <port> <verilog> <recorded>`
fn difference(line: &str) -> Option<Difference> {
    let mut words = line.strip_prefix("difference ")?.split_whitespace();
    let mut next = || words.next().map(String::from);
    Some(Difference {
        block: next()?,
        edge: next()?.parse().ok()?,
        port: next()?,
        verilog: next()?,
        recorded: next()?,
    })
}

fn testbench(recordings: &[&Recording]) -> String {
    let mut text = String::new();
    let mut instances = String::new();
    let mut total = 0;
    for recording in recordings {
        let block = recording.block;
        text += &bench(recording).expect("writing to a text does not fail");
        instances += &format!("    bench_{block} at_{block}(.clock(clock), .n(n));\n");
        total += recording.rows.len();
    }
    let last = recordings
        .iter()
        .map(|recording| recording.rows.len())
        .max();
    let blocks = recordings.len();
    text + &format!(
        "module testbench;
    reg clock = 0;
    int n;
{instances}
    initial begin
        for (n = 0; n < {last}; n = n + 1) begin
            #1 clock = 1;
            #1 clock = 0;
        end
        $display(\"compared {total} edges of {blocks} blocks\");
        $finish;
    end
endmodule
",
        last = last.unwrap_or(0),
    )
}

fn bench(recording: &Recording) -> Result<String, std::fmt::Error> {
    let block = recording.block;
    let edges = recording.rows.len();
    let width: usize = recording.ports.iter().map(|port| port.bits).sum();
    let (mut wires, mut ports, mut compare) = (String::new(), String::new(), String::new());
    let mut high = width;
    for port in &recording.ports {
        let name = &port.name;
        let field = format!("row[{}:{}]", high - 1, high - port.bits);
        high -= port.bits;
        if !port.output {
            write!(ports, ",\n        .{name}({field})")?;
            continue;
        }
        writeln!(wires, "    wire [{}:0] given_{name};", port.bits - 1)?;
        write!(ports, ",\n        .{name}(given_{name})")?;
        writeln!(
            compare,
            "            if (!differs && given_{name} !== {field}) begin
                $display(\"difference {block} %0d {name} %h %h\", n, given_{name}, {field});
                differs = 1;
            end"
        )?;
    }
    let mut contents = String::new();
    for (index, (path, _)) in recording.contents.iter().enumerate() {
        writeln!(
            contents,
            "    initial $readmemh(\"{block}_{index}.hex\", block.{path});"
        )?;
    }
    Ok(format!(
        "module bench_{block}(input wire clock, input wire [31:0] n);
    reg [{top}:0] vectors [0:{last}];
    initial $readmemh(\"{block}.hex\", vectors);
    wire [{top}:0] row = vectors[n < {edges} ? n : {last}];
    reg differs = 0;
{wires}{contents}
    {block} block(
        .clock(clock){ports}
    );

    always @(posedge clock) begin
        if (n < {edges}) begin
{compare}        end
    end
endmodule

",
        top = width - 1,
        last = edges - 1,
    ))
}
