//! `cargo xtask bench rtl`: area and speed of the hardware, beside published figures.
//!
//! iCE40 with Debian's yosys and nextpnr, seeds 1 to 3, which is how the published rows were
//! measured; ECP5 with the pinned wheels. Area is the bare core's, speed the one inside a
//! [scan wrapper](scan).

mod cores;
mod ice40;
mod ports;
mod published;
mod scan;

use std::fs;
use std::path::Path;

use crate::debian;
use crate::ecp5::{self, Build, Device};
use crate::wheels::Wheels;
use cores::{CORES, Core};

/// Frequency that ECP5 builds aim for, MHz.
const ECP5_GOAL_MHZ: u32 = 100;

/// What was measured of a core.
struct Figures {
    ice40: Option<ice40::Figures>,
    /// Look-up tables of the bare core, MHz in the scan wrapper.
    ecp5: (u64, f64),
}

/// Measures every core and prints the table; with `--check` misses of a limit are errors.
///
/// # Errors
/// A tool or a generated file is missing or fails; with `--check`, the limits that are missed.
pub fn run(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let check = match arguments {
        [] => false,
        ["--check"] => true,
        _ => return Err("usage: cargo xtask bench rtl [--check]".into()),
    };
    debian::ensure_debian(&["yosys", "nextpnr-ice40", "fpga-icestorm"])?;
    let wheels = Wheels::ensure(root)?;
    let mut rows = vec![];
    for core in &CORES {
        eprintln!("measuring: {}", core.name);
        rows.push((core, measure(root, &wheels, core)?));
    }
    print_table(&rows);
    let misses: Vec<String> = rows
        .iter()
        .flat_map(|(core, figures)| misses(core, figures))
        .collect();
    if misses.is_empty() {
        println!("\nall limits are kept");
        return Ok(());
    }
    for miss in &misses {
        println!("missed: {miss}");
    }
    if check {
        Err(format!("{} limits are missed", misses.len()))
    } else {
        Ok(())
    }
}

fn measure(root: &Path, wheels: &Wheels, core: &Core) -> Result<Figures, String> {
    let directory = root.join("target/bench").join(core.top);
    fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut verilog = core.verilog(root)?;
    let (bare, ports) = scan::bare(core.top, &ports::ports(&verilog, core.top)?);
    verilog += &bare;
    let scan = scan::wrapper(scan::BARE, &ports);
    for (name, text) in [("core.v", &verilog), ("scan.v", &scan)] {
        let path = directory.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if verilog.contains("$readmemh") {
        crate::rom::write_hex(root, &directory)?;
    }
    let bare = Build {
        wheels,
        directory: &directory,
        top: scan::BARE,
    };
    let luts = ecp5::luts(&bare.synthesise(&["core.v"], "")?);
    let wrapped = Build {
        top: scan::TOP,
        ..bare
    };
    wrapped.synthesise(&["core.v", "scan.v"], "")?;
    let placed = wrapped.place(Device::Ecp5_25, ECP5_GOAL_MHZ, None)?;
    let ice40 = match core.on_ice40 {
        true => Some(ice40::measure(&directory, scan::BARE)?),
        false => None,
    };
    Ok(Figures {
        ice40,
        ecp5: (luts, placed.fmax_mhz),
    })
}

fn print_table(rows: &[(&Core, Figures)]) {
    println!("| core | LUT4 | FF | HX8K MHz | UP5K MHz | ECP5 LUT / MHz | lacks |");
    println!("|---|---|---|---|---|---|---|");
    for (core, figures) in rows {
        let (luts, mhz) = figures.ecp5;
        let ice40 = match &figures.ice40 {
            Some(it) => format!(
                "{} | {} | {} | {}",
                it.luts,
                it.ffs,
                frequencies(&it.hx8k),
                frequencies(&it.up5k)
            ),
            None => "- | - | - | -".to_owned(),
        };
        println!("| {} | {ice40} | {luts} / {mhz:.0} | |", core.name);
    }
    print!("{}", published::ROWS);
}

/// Of seeds 1, 2, 3.
fn frequencies(of_seeds: &[f64]) -> String {
    let each: Vec<String> = of_seeds.iter().map(|mhz| format!("{mhz:.1}")).collect();
    each.join(", ")
}

/// The limits of `core` that its figures miss.
fn misses(core: &Core, figures: &Figures) -> Vec<String> {
    let mut misses = vec![];
    let mut below = |what: &str, limit: Option<u64>, value: Option<u64>| {
        if let (Some(limit), Some(value)) = (limit, value)
            && value >= limit
        {
            misses.push(format!(
                "{}: {value} LUT4 on {what}, < {limit} wanted",
                core.name
            ));
        }
    };
    let ice40 = figures.ice40.as_ref();
    below("iCE40", core.ice40_luts_below, ice40.map(|it| it.luts));
    below("ECP5", core.ecp5_luts_below, Some(figures.ecp5.0));
    if let (Some(limit), Some(it)) = (core.hx8k_mhz_above, ice40) {
        let worst = it.hx8k.iter().copied().fold(f64::INFINITY, f64::min);
        if worst <= limit {
            misses.push(format!(
                "{}: {worst:.1} MHz on HX8K with the worst seed, > {limit} wanted",
                core.name
            ));
        }
    }
    misses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_reached_but_not_kept_is_a_miss() {
        let core = Core {
            ice40_luts_below: Some(231),
            hx8k_mhz_above: Some(101.0),
            ecp5_luts_below: Some(4000),
            ..CORES[0]
        };
        let figures = |luts, mhz, ecp5| Figures {
            ice40: Some(ice40::Figures {
                luts,
                ffs: 1,
                hx8k: vec![190.0, mhz, 180.0],
                up5k: vec![],
            }),
            ecp5: (ecp5, 50.0),
        };
        assert!(misses(&core, &figures(230, 101.1, 3999)).is_empty());
        assert_eq!(misses(&core, &figures(231, 101.1, 3999)).len(), 1);
        assert_eq!(misses(&core, &figures(230, 101.0, 3999)).len(), 1);
        assert_eq!(misses(&core, &figures(231, 101.0, 4000)).len(), 3);
    }
}
