//! Verilog of the controller and of each block.
//!
//! What rust-hdl writes is named `top`, with one module per instance: hundreds of them for the
//! flip-flops alone. Here the top gets its own name, modules with the same text become one, and
//! the order is that of the names, so two runs give the same bytes.
//!
//! ```text
//!   Block --rust-hdl--> text --> modules --merge, deepest first--> renamed --> file
//! ```

use rust_hdl_core::check_error::CheckError;
use rust_hdl_core::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::controller::Controller;
use crate::i2c::measure::I2cEngineWithInputs;
use crate::i2c::{I2c, I2cEngine};
use crate::line::{LineFilter, Tracker};
use crate::mcu::Mcu;
use crate::memory::{Ram, RegisterFile, Rom, TransferBuffer};
use crate::registers::Registers;
use crate::reset::PowerOnReset;
use crate::sense::{Debouncer, Sense};
use crate::spi::measure::SpiEngineWithBytes;
use crate::spi::{Spi, SpiEngine, SpiSwitch};
use crate::switch::{Repeater, Switch};
use crate::timer::Timer;
use crate::uart::Uart;
use crate::uart::measure::UartEngine;

/// Name of the whole controller's module, and prefix of everything below it.
pub const CONTROLLER: &str = "umbilical";

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below `rtl/verilog`.
    pub path: String,
    /// What belongs there.
    pub text: String,
}

/// Why a block gives no Verilog.
#[derive(Debug)]
pub enum Error {
    /// rust-hdl's own check found an open signal, a loop or a write to an input.
    Check {
        /// The block.
        block: String,
        /// What it found.
        cause: CheckError,
    },
    /// The generated text is not the sequence of modules that it always was.
    Text {
        /// The block.
        block: String,
        /// What was expected where.
        expected: String,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Check { block, cause } => write!(
                f,
                "block {block}: {cause:?}. Each input of a part and each output needs an \
                 assignment in update()"
            ),
            Error::Text { block, expected } => write!(
                f,
                "block {block}: expected {expected} in what rust-hdl wrote. Its version is \
                 pinned; rtl/src/verilog.rs must learn of a change"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// Every file that is kept below `rtl/verilog`.
///
/// # Errors
/// The first block that cannot be written, and why.
pub fn files() -> Result<Vec<File>, Error> {
    let block = |name: &str, text: Result<String, Error>| {
        text.map(|text| File {
            path: format!("blocks/{name}.v"),
            text,
        })
    };
    macro_rules! blocks {
        ($($name:literal: $block:expr),+ $(,)?) => {
            vec![$(block($name, generate($name, $block))?),+]
        };
    }
    let mut files = blocks! {
        "line_filter": LineFilter::default(),
        "tracker": Tracker::default(),
        "repeater": Repeater::default(),
        "switch": Switch::default(),
        "spi_switch": SpiSwitch::default(),
        "debouncer": Debouncer::default(),
        "sense": Sense::default(),
        "timer": Timer::default(),
        "power_on_reset": PowerOnReset::default(),
        "registers": Registers::default(),
        "i2c": I2c::default(),
        "i2c_engine": I2cEngine::default(),
        "i2c_engine_with_inputs": I2cEngineWithInputs::default(),
        "spi": Spi::default(),
        "spi_engine": SpiEngine::default(),
        "spi_engine_with_bytes": SpiEngineWithBytes::default(),
        "uart": Uart::default(),
        "uart_engine": UartEngine::default(),
        "mcu": Mcu::default(),
        "rom": Rom::default(),
        "ram": Ram::default(),
        "register_file": RegisterFile::default(),
        "transfer_buffer": TransferBuffer::default(),
    };
    files.push(File {
        path: format!("{CONTROLLER}.v"),
        text: generate(CONTROLLER, Controller::default())?,
    });
    Ok(files)
}

/// The Verilog of `block` and of all below it; its module is called `name`.
///
/// # Errors
/// When the block is not fully connected.
pub fn generate<B: Block>(name: &str, mut block: B) -> Result<String, Error> {
    block.connect_all();
    check_all(&block).map_err(|cause| Error::Check {
        block: name.into(),
        cause,
    })?;
    let modules = split(name, &generate_verilog_unchecked(&block))?;
    let modules = merge(name, modules);
    let mut text = String::from(
        "// Written by `cargo xtask verilog` from rtl/src. Do not edit.\n\n`default_nettype none\n",
    );
    for module in modules {
        text += "\n";
        text += &module;
    }
    text += "\n`default_nettype wire\n";
    Ok(text)
}

/// A module as rust-hdl wrote it.
struct Module {
    /// `top$part$part`.
    path: String,
    /// From the port list to the line before `endmodule`.
    text: String,
}

fn split(block: &str, text: &str) -> Result<Vec<Module>, Error> {
    let expected = |expected: &str| Error::Text {
        block: block.into(),
        expected: expected.into(),
    };
    let mut modules = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let body = rest
            .strip_prefix("module ")
            .ok_or_else(|| expected("`module`"))?;
        let (path, body) = body
            .split_once('(')
            .ok_or_else(|| expected("a port list"))?;
        let end = format!("endmodule // {path}\n");
        let (text, after) = body
            .split_once(&end)
            .or_else(|| body.split_once(end.trim_end()))
            .ok_or_else(|| expected(&end))?;
        let lines = text.lines().map(str::trim_end);
        let mut lines: Vec<&str> = lines.collect();
        lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        modules.push(Module {
            path: path.into(),
            text: without_unused_states(lines).join("\n"),
        });
        rest = after.trim_start();
    }
    Ok(modules)
}

/// rust-hdl names every state of an enum wherever a signal of it passes, which would also keep
/// flip-flops of one width apart.
fn without_unused_states(lines: Vec<&str>) -> Vec<&str> {
    let state = |line: &str| {
        let name = line.trim().strip_prefix("localparam ")?.split(' ').next()?;
        name.contains('$').then(|| name.to_owned())
    };
    let used = |name: &str| {
        let uses = |line: &&str| state(line).is_none() && line.contains(name);
        lines.iter().any(uses)
    };
    let kept = |line: &&str| state(line).is_none_or(|name| used(&name));
    let kept: Vec<&str> = lines.iter().copied().filter(kept).collect();
    let heads_nothing = |index: usize| {
        let next = kept.get(index + 1);
        kept[index].trim() == "// Enums" && next.is_none_or(|next| next.is_empty())
    };
    let indices = (0..kept.len()).filter(|index| !heads_nothing(*index));
    let mut kept: Vec<&str> = indices.map(|index| kept[index]).collect();
    kept.dedup_by(|next, line| next.is_empty() && line.is_empty());
    kept
}

/// Gives modules their final names, one name to all with the same text. The top comes first.
fn merge(name: &str, mut modules: Vec<Module>) -> Vec<String> {
    // A part's path is longer than that of what holds it.
    modules.sort_by_key(|module| (std::cmp::Reverse(module.path.len()), module.path.clone()));
    let mut final_names: BTreeMap<String, String> = BTreeMap::new();
    let mut by_text: BTreeMap<String, String> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for module in modules {
        let text = rename_instances(&module.text, &final_names);
        let renamed = by_text.entry(text).or_insert_with_key(|text| {
            let wished = wished_name(name, &module.path, text);
            let numbered = (2..).map(|number| format!("{wished}_{number}"));
            let mut names = std::iter::once(wished.clone()).chain(numbered);
            names
                .find(|name| taken.insert(name.clone()))
                .unwrap_or(wished)
        });
        final_names.insert(module.path, renamed.clone());
    }
    let mut named: Vec<(String, String)> = by_text
        .into_iter()
        .map(|(text, name)| (name, text))
        .collect();
    named.sort_by_key(|(module, _)| (module != name, module.clone()));
    let written =
        |(name, text): (String, String)| format!("module {name}({text}\nendmodule // {name}\n");
    named.into_iter().map(written).collect()
}

/// Instances stand on a line of their own: `top$part part(`.
fn rename_instances(text: &str, names: &BTreeMap<String, String>) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let kind = line[indent..].split(' ').next().unwrap_or_default();
        match names.get(kind) {
            Some(name) => format!("{}{name}{}", &line[..indent], &line[indent + kind.len()..]),
            None => line.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A flip-flop is named by its width, everything else by the place where it is used.
fn wished_name(top: &str, path: &str, text: &str) -> String {
    if text.contains("q <= d;") && text.starts_with("d,q,clock);") && !text.contains("localparam") {
        let width = text.lines().find_map(|line| {
            let range = line.trim().strip_prefix("output reg  [")?;
            let (high, _) = range.split_once(':')?;
            high.parse::<u32>().ok().map(|high| high + 1)
        });
        return format!("{top}_dff_{}", width.unwrap_or(1));
    }
    let parts = path.split('$').skip(1);
    // Numbers are places in an array.
    let parts = parts.filter(|part| part.parse::<u32>().is_err());
    parts.fold(top.to_owned(), |name, part| format!("{name}_{part}"))
}
