//! ```text
//!   rtl/verilog/umbilical.v --patch--> mutant.v, spi_mutant.v, uart_mutant.v
//!            |                           |
//!        verilator                   verilator        C++ classes
//!            |                           |
//!        shim.cpp + class            shim.cpp + class    one translation unit each
//!            '------- verilated.cpp -----'            -> static library
//! ```
//!
//! The published crates that wrap Verilator do not build against version 5; all that is needed of
//! one is this file and a C interface of a few functions.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERILOG: &str = "../rtl/verilog/umbilical.v";
const SHIM: &str = "src/verilated/shim.cpp";
const VERILATOR_MAJOR_MIN: u32 = 5;

/// Changes by one cycle that lock-step must find: the name of the library, a text that the kept
/// Verilog has exactly once, and what takes its place.
const MUTATIONS: [(&str, &str, &str); 3] = [
    // The phase timer counts on from here when SCL is seen high: from one less, each SCL high time
    // is an edge longer.
    (
        "mutant",
        "localparam  seen = 12'h8;",
        "localparam  seen = 12'h7;",
    ),
    // Edges for which nothing is joined between two joins of the point-to-point switch, less one.
    (
        "spi_mutant",
        "localparam  enough = 3'b100;",
        "localparam  enough = 3'b011;",
    ),
    // A timer of the UART runs while the byte is loaded, too: a start bit that is not its bit's
    // length.
    (
        "uart_mutant",
        "timer$run = state$q == State$Bits;",
        "timer$run = state$q != State$Idle;",
    ),
];

/// Each module of the Verilog computes everything in one block. Taken as one, such blocks form loops
/// that have to be run until nothing changes; taken apart they are put in order once and for all,
/// and an edge takes about 0.55 us where it took 0.95 us.
const SETTINGS: &str = "`verilator_config\nisolate_assignments -module \"*\" -var \"*\"\n";

/// Builds the libraries and tells Cargo to link them.
pub fn build() -> Result<(), String> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    let verilog = root.join(VERILOG);
    for input in [VERILOG, SHIM, "build/verilated.rs"] {
        println!("cargo::rerun-if-changed={}", root.join(input).display());
    }
    let include = verilator_include()?;
    let text = fs::read_to_string(&verilog).map_err(|cause| {
        format!("cannot read {VERILOG}: {cause}; `cargo xtask verilog` writes it")
    })?;
    let mut library = cc::Build::new();
    library
        .cpp(true)
        .std("c++17")
        .opt_level(3)
        .debug(false)
        .warnings(false)
        .include(&include)
        .include(include.join("vltstd"))
        .file(include.join("verilated.cpp"))
        .file(include.join("verilated_save.cpp"))
        .file(include.join("verilated_threads.cpp"));
    library.file(unit(&root, &out, &verilog, "umbilical")?);
    for (name, from, to) in MUTATIONS {
        let mutant = out.join(format!("{name}.v"));
        write(&mutant, &mutate(&text, from, to)?)?;
        library.file(unit(&root, &out, &mutant, name)?);
    }
    let compiled = library.try_compile("umbilical_verilated");
    compiled.map_err(|cause| {
        format!("the C++ that verilator wrote does not compile: {cause}. It needs a C++17 compiler: apt-get install g++")
    })
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set; build with cargo"))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|cause| format!("cannot write {}: {cause}", path.display()))
}

fn mutate(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.matches(from).count() {
        1 => Ok(text.replace(from, to)),
        count => Err(format!(
            "`{from}` is {count} times in {VERILOG}, expected once: MUTATIONS in \
             cosim/build/verilated.rs needs another place"
        )),
    }
}

/// The folder with Verilator's runtime sources.
fn verilator_include() -> Result<PathBuf, String> {
    let version = verilator(&["--version"])?;
    let major = version
        .strip_prefix("Verilator ")
        .and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
    if major.is_none_or(|major| major < VERILATOR_MAJOR_MIN) {
        return Err(format!(
            "the feature `verilated` needs Verilator {VERILATOR_MAJOR_MIN}, this is: {}",
            version.trim()
        ));
    }
    let root = verilator(&["--getenv", "VERILATOR_ROOT"])?;
    Ok(Path::new(root.trim()).join("include"))
}

fn verilator(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("verilator").args(arguments).output();
    let output = output.map_err(|cause| {
        format!("the feature `verilated` needs the program `verilator` ({cause}): apt-get install verilator g++")
    })?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let command = arguments.join(" ");
        return Err(format!(
            "verilator {command} failed: {}",
            stderr.trim().replace('\n', " | ")
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Verilates `source` and writes the file that compiles everything of it at once, so that the
/// compiler can inline the design into the functions of the shim.
fn unit(root: &Path, out: &Path, source: &Path, name: &str) -> Result<PathBuf, String> {
    let class = format!("V{name}");
    let folder = out.join(name);
    // Files of an earlier run must not be compiled again.
    let _ = fs::remove_dir_all(&folder);
    let settings = out.join("settings.vlt");
    write(&settings, SETTINGS)?;
    let (source, target) = (source.display().to_string(), folder.display().to_string());
    verilator(&[
        "--cc",
        "--savable",
        "-O3",
        "--x-assign",
        "fast",
        "--x-initial",
        "fast",
        "--noassert",
        "-Wno-WIDTH",
        "--top-module",
        "umbilical",
        "--prefix",
        &class,
        "-Mdir",
        &target,
        &settings.display().to_string(),
        &source,
    ])?;
    let root_class = format!("{class}___024root.h");
    let header = fs::read_to_string(folder.join(&root_class))
        .map_err(|cause| format!("verilator wrote no {root_class}: {cause}"))?;
    // The macros come last: Verilator's own names must not be changed by them.
    let mut text = String::new();
    for file in sources(&folder)? {
        let _ = writeln!(text, "#include \"{}\"", file.display());
    }
    let _ = writeln!(text, "#define DESIGN {class}");
    let _ = writeln!(text, "#define NAME(function) {name}_##function");
    let _ = writeln!(text, "#define HEADER \"{target}/{class}.h\"");
    let _ = writeln!(text, "#define ROOT_HEADER \"{target}/{root_class}\"");
    for (macro_name, member) in memories(&header)? {
        let _ = writeln!(text, "#define {macro_name} {member}");
    }
    let _ = writeln!(text, "#include \"{}\"", root.join(SHIM).display());
    let unit = out.join(format!("{name}.cpp"));
    write(&unit, &text)?;
    Ok(unit)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder)
        .map_err(|cause| format!("cannot list {}: {cause}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "cpp"))
        .collect();
    files.sort();
    Ok(files)
}

/// Where the memories of `rtl/src/memory` are in the design, told by array name, length and path.
fn memories(header: &str) -> Result<Vec<(String, String)>, String> {
    let arrays: Vec<(u32, &str)> = header.lines().filter_map(array).collect();
    let find = |what: &str, words: u32, end: &str, buffer: bool| {
        let end = format!("__DOT__{end}");
        let fits = |(length, name): &&(u32, &str)| {
            *length == words && name.ends_with(&end) && name.contains("buffer") == buffer
        };
        let found: Vec<_> = arrays.iter().filter(fits).collect();
        match found.as_slice() {
            [(_, name)] => Ok((what.to_owned(), (*name).to_owned())),
            others => Err(format!(
                "{} arrays in {VERILOG} look like the {what} ({words} places, name {end}), \
                 expected one with `verilator public_flat_rw`",
                others.len()
            )),
        }
    };
    let mut all = vec![
        find("ROM_LOW", 8192, "low", false)?,
        find("ROM_HIGH", 8192, "high", false)?,
        find("REGISTERS", 32, "words", false)?,
    ];
    for lane in 0..4 {
        let array = format!("lane{lane}");
        all.push(find(&format!("RAM{lane}"), 2048, &array, false)?);
        all.push(find(&format!("BUFFER{lane}"), 1024, &array, true)?);
    }
    Ok(all)
}

/// Length and name of a line `VlUnpacked<IData/*31:0*/, 4096> name;`.
fn array(line: &str) -> Option<(u32, &str)> {
    let rest = line.trim().strip_prefix("VlUnpacked<")?;
    let (element, name) = rest.split_once("> ")?;
    let (_, length) = element.rsplit_once(", ")?;
    Some((length.parse().ok()?, name.strip_suffix(';')?))
}
