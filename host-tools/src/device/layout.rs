//! `layout get` and `layout set`: the layout in a device's journal.

use serde::Serialize;
use umbilical_soft_mcu::layout::Layout;

use super::Session;
use crate::cli::{Format, LayoutGetOptions, LayoutSetOptions};
use crate::error::Error;
use crate::layout::{self, RegionReport};
use crate::output;
use crate::port::Stop;
use crate::port::line::session as run_number;

#[derive(Serialize)]
struct Report<'a> {
    outcome: &'static str,
    port: &'a str,
    device: String,
    part: String,
    regions: Vec<RegionReport>,
}

/// Runs `layout get`: a layout file on stdout, without regions when the whole memory is copied.
///
/// # Errors
/// [`Error::Port`], [`Error::Find`], [`Error::Device`].
pub fn get(options: &LayoutGetOptions, format: Format) -> Result<(), Error> {
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    let mut ask = || Ok((session.memory()?, session.layout()?));
    let got = ask().map_err(|problem| session.failed(problem));
    let device = session.id().to_string();
    let (memory, layout) = session.end(got).0?;
    match (format, layout) {
        (Format::Json, layout) => output::json_line(&Report {
            outcome: "found",
            port: &name,
            device,
            part: memory.name().to_owned(),
            regions: layout.as_ref().map(layout::report).unwrap_or_default(),
        }),
        (Format::Human, Some(layout)) => output::print_line(layout::to_toml(&layout).trim_end()),
        (Format::Human, None) => output::say(&format!(
            "device {device} has no layout: the whole memory is copied"
        )),
    }
    Ok(())
}

/// Runs `layout set`.
///
/// # Errors
/// [`Error::Layout`] when the file is none for the device's memory, [`Error::Port`],
/// [`Error::Find`], [`Error::Device`].
pub fn set(options: &LayoutSetOptions, format: Format) -> Result<(), Error> {
    let stop = Stop::default();
    let super::Open { name, line } = super::open(&options.port, &stop)?;
    let mut session = Session::open(&name, line, run_number(), &stop)?;
    let memory = session.memory();
    let memory = memory.map_err(|problem| session.failed(problem));
    let put = memory.and_then(|memory| {
        let space = memory.space();
        let layout: Layout = layout::read(&options.file, space)?;
        layout::warn_of_unnamed(&layout, space, &options.file);
        let set = session.set_layout(&layout);
        set.map_err(|problem| session.failed(problem))?;
        Ok((memory, layout))
    });
    let device = session.id().to_string();
    let (memory, layout) = session.end(put).0?;
    match format {
        Format::Json => output::json_line(&Report {
            outcome: "set",
            port: &name,
            device,
            part: memory.name().to_owned(),
            regions: layout::report(&layout),
        }),
        Format::Human => output::say(&format!("device {device}: {}", layout::summary(&layout))),
    }
    Ok(())
}
