//! `umbilical wave` on SPI: frames printed and drawn.
//!
//! `INSTA_UPDATE=always cargo test -p umbilical --test wave_spi` writes the snapshots anew.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Lines of a segment in a VCD file, 20 ns a step: `!` SCK, `"` CSn, `#` and `$` data, `%` SDA and
/// `&` SCL of another bus.
struct Segment {
    text: String,
    ps: u64,
}

const HEADER: &str = "$timescale 1 ps $end\n$scope module b $end\n\
    $var wire 1 ! mem_sck $end\n$var wire 1 \" mem_csn $end\n$var wire 1 # mem_io0 $end\n\
    $var wire 1 $ mem_io1 $end\n$var wire 1 % bus_sda $end\n$var wire 1 & bus_scl $end\n\
    $var wire 1 ' port_sck $end\n$var wire 1 ( port_csn $end\n\
    $upscope $end\n$enddefinitions $end\n\
    #0\n$dumpvars\n0!\n1\"\n1#\n1$\n1%\n1&\n0'\n1(\n$end\n";

impl Segment {
    fn new() -> Segment {
        let text = HEADER.to_owned();
        Segment { text, ps: 0 }
    }

    fn step(mut self, changes: &str) -> Segment {
        self.ps += 20_000;
        let _ = write!(self.text, "#{}\n{changes}", self.ps);
        self
    }

    fn clocks(self, bytes: &[u8], lines: u8) -> Segment {
        let clocks = bytes.iter().flat_map(|byte| {
            (0..8 / lines)
                .rev()
                .map(move |clock| byte >> (clock * lines) & ((1 << lines) - 1))
        });
        clocks.fold(self, |segment, bits| {
            let (io0, io1) = match lines {
                1 => (bits, bits),
                _ => (bits & 1, bits >> 1),
            };
            segment.step(&format!("0!\n{io0}#\n{io1}$\n")).step("1!\n")
        })
    }

    fn frame(self, head: &[u8], dummy: usize, lines: u8, data: &[u8]) -> Segment {
        let begun = self.step("0\"\n").clocks(head, 1);
        let begun = begun.clocks(&vec![0; dummy / 8], 1);
        begun.clocks(data, lines).step("0!\n").step("1\"\n")
    }

    fn idle(mut self, us: u64) -> Segment {
        self.ps += us * 1_000_000;
        self
    }

    /// The memory is asked who it is, read on two lines, written; then its power goes in a frame.
    fn told() -> Segment {
        let long: Vec<u8> = (0..40).collect();
        Segment::new()
            .idle(2)
            .frame(&[0x9F], 0, 1, &[0xEF, 0x40, 0x18])
            .idle(1)
            .frame(&[0x3B, 0, 0x10, 0], 8, 2, &long)
            .idle(30)
            .frame(&[0x06], 0, 1, &[])
            .frame(&[0x02, 0, 0x10, 0], 0, 1, &[0xDE, 0xAD])
            .step("0\"\n")
            .clocks(&[0x05], 1)
            .step("z!\nz\"\nz#\nz$\n")
            .step("0!\n1\"\n1#\n1$\n")
            .idle(1)
            .step("")
    }
}

fn wave(arguments: &[&str]) -> (TempDir, Output) {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("a.vcd"), Segment::told().text).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_umbilical"));
    command
        .env_remove("COLUMNS")
        .current_dir(folder.path())
        .arg("wave")
        .args(arguments);
    let output = command.output().expect("the command was built");
    (folder, output)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// Breaks when a frame is lost, put on another bus, or told in other words.
#[test]
fn frames_are_printed() {
    let (_folder, output) = wave(&["log", "a.vcd"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    insta::assert_snapshot!("wave_spi_log", text(&output.stdout));
    let (_folder, output) = wave(&["log", "a.vcd", "--bus", "b.mem", "--format", "json"]);
    let value: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    let pretty = serde_json::to_string_pretty(&value).expect("JSON");
    insta::assert_snapshot!("wave_spi_log_json", pretty);
}

/// Breaks when clock and chip select without data lines are taken for a bus.
#[test]
fn half_a_bus_is_none() {
    let (_folder, output) = wave(&["log", "a.vcd", "--bus", "b.port"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("b.mem") && told.contains("b.bus"), "{told}");
}

/// Breaks when a byte stands elsewhere than above its clocks, dummy clocks get a byte, or the idle
/// time is not cut out.
#[test]
fn a_picture_says_what_the_frames_say() {
    let (folder, output) = wave(&["svg", "a.vcd", "-o", "a.svg"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let picture = fs::read_to_string(folder.path().join("a.svg")).expect("written");
    for part in [
        ">9f JEDEC_ID<",
        ">ef<",
        ">3b<",
        ">27<",
        ">06<",
        ">02 PROGRAM<",
        ">ad<",
        ">05 STATUS<",
        ">[<",
        ">]<",
    ] {
        assert!(picture.contains(part), "{part} is not in the picture");
    }
    // 1 + 3 of the first frame, 4 + 40 of the second, whose dummy clocks have none, 1, 6, 1; and
    // one more for each that a row's end cuts in two, of which there are none.
    assert_eq!(picture.matches("<rect class=\"by\"").count(), 56);
    insta::assert_snapshot!("wave_spi_svg", picture);
}
