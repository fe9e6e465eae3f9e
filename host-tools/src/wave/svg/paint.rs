//! Lanes, marks and axes.

use std::fmt::Write;

use umbilical_emu::time::{Span, Time};
use vcd::Value as Bit;

use super::super::annotate::Mark;
use super::super::read::Value;
use super::super::window::{Trace, Window};
use super::layout::{CUT, Piece, ROOM, Row};

/// Names of signals stand in front of the waveforms. All lengths are tenths of a pixel.
const LABELS: u64 = 1_250;
const RIGHT: u64 = 150;
const TOP: u64 = 120;
/// A signal, and its levels inside.
const LANE: u64 = 240;
const HIGH: u64 = 40;
const LOW: u64 = 190;
/// What a bus says, above its SCL.
const MARKS: u64 = 190;
const AXIS: u64 = 270;
const BETWEEN_ROWS: u64 = 120;
const FOOT: u64 = 220;
/// Least distance of two times on the axis.
const TICKS: u64 = 900;

const STYLE: &str = "\
text{font:11px 'DejaVu Sans',Verdana,sans-serif;fill:#1c2329}\
.n{text-anchor:end}.t{font-size:10px;fill:#55606a}.m{text-anchor:middle}\
.w{fill:none;stroke:#1c2329;stroke-width:1.3}.scl{stroke:#1668a8}.sda{stroke:#c05000}\
.z{stroke:#9aa4ab;stroke-dasharray:3 3}.x{stroke:#b9203a;stroke-width:4}\
.a{stroke:#9aa4ab;stroke-width:1;fill:none}.g{stroke:#dfe4e7;stroke-width:1;fill:none}\
.by{fill:#e4eff8;stroke:#1668a8;stroke-width:.8}.ak{fill:#dff2e4;stroke:#2f7d4f;stroke-width:.8}\
.nk{fill:#fbe3e0;stroke:#b9493f;stroke-width:.8}\
.s{stroke:#2f7d4f;stroke-width:1.2}.p{stroke:#b9493f;stroke-width:1.2}\
.st{fill:#2f7d4f;font-weight:700}.pt{fill:#b9493f;font-weight:700}.c{fill:#fff}";

/// Tenths of a pixel as a number of pixels.
fn px(tenths: u64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// A length of time with three digits at most that mean something.
fn length(span: Span) -> String {
    let (value, unit) = match span.ps() {
        ps @ 0..1_000_000 => (ps, "ns"),
        ps @ 1_000_000..1_000_000_000 => (ps / 1_000, "us"),
        ps @ 1_000_000_000..1_000_000_000_000 => (ps / 1_000_000, "ms"),
        ps => (ps / 1_000_000_000, "s"),
    };
    match value {
        0..10_000 => format!("{}.{:02} {unit}", value / 1_000, value / 10 % 100),
        10_000..100_000 => format!("{}.{} {unit}", value / 1_000, value / 100 % 10),
        _ => format!("{} {unit}", value / 1_000),
    }
}

/// A time on the axis, with as many places as the distance of the ticks asks for.
fn axis_time(span: Span, step: Span) -> String {
    let ((whole, rest), unit) = match step.ps() {
        1_000_000_000.. => (
            (span.ps() / 1_000_000_000, span.ps() / 1_000 % 1_000_000),
            "ms",
        ),
        _ => ((span.ps() / 1_000_000, span.ps() % 1_000_000), "us"),
    };
    match step.ps() {
        100_000..1_000_000 => format!("{whole}.{} {unit}", rest / 100_000),
        0..100_000 => format!("{whole}.{:03} {unit}", rest / 1_000),
        _ => format!("{whole} {unit}"),
    }
}

/// Names come from the file: nothing in them may end a tag or be no character of XML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            character if character.is_control() => out.push('?'),
            '\u{fffe}' | '\u{ffff}' => out.push('?'),
            character => out.push(character),
        }
    }
    out
}

/// What fits in front of the waveforms.
fn label(name: &str) -> String {
    const CHARACTERS: usize = 18;
    let count = name.chars().count();
    if count <= CHARACTERS {
        return escaped(name);
    }
    let tail: String = name.chars().skip(count - CHARACTERS + 1).collect();
    format!("…{}", escaped(&tail))
}

struct Painter<'a> {
    window: &'a Window,
    out: String,
}

/// Writes the picture.
pub(super) fn paint(window: &Window, rows: &[Row]) -> String {
    let mut painter = Painter {
        window,
        out: String::new(),
    };
    let row_height = painter.lanes_height() + AXIS + BETWEEN_ROWS;
    let height = TOP + row_height * rows.len() as u64 + FOOT;
    let (width, height) = (px(LABELS + ROOM + RIGHT), px(height));
    let _ = write!(
        painter.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">\n<style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#fff\"/>\n"
    );
    let mut y = TOP;
    for row in rows {
        painter.row(row, y);
        y += row_height;
    }
    let ps = window.from.ps();
    let (s, us) = (ps / 1_000_000_000_000, ps / 1_000_000 % 1_000_000);
    let text = format!(
        "0 us is at {s}.{us:06} s of the run. Where two strokes cross the lanes, idle time of the stated length is left out."
    );
    painter.text(LABELS, y + 60, "t", &text);
    painter.out.push_str("</svg>\n");
    painter.out
}

impl Painter<'_> {
    fn lanes_height(&self) -> u64 {
        LANE * self.window.traces.len() as u64 + MARKS * self.window.buses.len() as u64
    }

    fn text(&mut self, x: u64, y: u64, class: &str, text: &str) {
        let (x, y) = (px(x), px(y));
        let _ = writeln!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{text}</text>"
        );
    }

    fn path(&mut self, class: &str, d: &str) {
        let _ = writeln!(self.out, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    fn row(&mut self, row: &Row, top: u64) {
        let lanes = self.lanes_height();
        self.axis(row, top, top + lanes);
        let window = self.window;
        let mut y = top;
        for (index, trace) in window.traces.iter().enumerate() {
            let annotated = window
                .buses
                .iter()
                .find(|annotated| annotated.bus.clock() == index);
            let marked = annotated.map(|annotated| (y, annotated));
            y += if marked.is_some() { MARKS } else { 0 };
            self.text(LABELS - 100, y + 150, "n", &label(&trace.name));
            let class = match &trace.name {
                name if name.ends_with("_scl") || name.ends_with("_sck") => "w scl",
                name if name.ends_with("_sda") || is_data(name) => "w sda",
                _ => "w",
            };
            for piece in &row.pieces {
                self.trace(row, piece, trace, class, y);
            }
            y += LANE;
            if let Some((at, annotated)) = marked {
                // The lines of START and STOP cross the clock, and the lines that come next.
                let lines = annotated.bus.indices();
                let follow = (index..).zip(&lines).take_while(|(at, line)| at == *line);
                let lanes = follow.count() as u64;
                let bottom = at + MARKS + LANE * lanes;
                for piece in &row.pieces {
                    self.marks(row, piece, &annotated.marks, at, bottom);
                }
            }
        }
        for cut in &row.cuts {
            let (x, from, to) = (LABELS + cut.x + CUT / 2, top, top + lanes + 60);
            for shift in [0, 50] {
                let (low, high) = (px(x + shift - 65), px(x + shift + 15));
                let (from, to) = (px(from), px(to));
                let d = format!("M{low} {to}L{high} {from}");
                self.path("a", &d);
            }
            self.text(x, top + lanes + 190, "t m", &length(cut.length));
        }
    }

    fn axis(&mut self, row: &Row, top: u64, y: u64) {
        let start = self.window.from;
        let step = step(row);
        for piece in &row.pieces {
            // The length of the cut before stands in the middle of its mark; there its text ends.
            let cut = row.cuts.iter().rfind(|cut| cut.x < piece.x);
            let free = cut.map_or(0, |cut| LABELS + cut.x + CUT / 2 + 260);
            let x = |at: Time| LABELS + piece.x + row.width(at.since(piece.from));
            let (from, to) = (x(piece.from), x(piece.to));
            self.path("a", &format!("M{} {}H{}", px(from), px(y + 60), px(to)));
            let first = piece.from.since(start).ps().div_ceil(step.ps());
            let mut tick = start + Span::from_ps(first * step.ps());
            let mut marked = false;
            while tick <= piece.to {
                let at = x(tick);
                self.path("g", &format!("M{} {}V{}", px(at), px(top), px(y + 60)));
                let text = axis_time(tick.since(start), step);
                let half = text.len() as u64 * 31;
                if at >= free + half && at + half <= LABELS + ROOM + RIGHT {
                    self.text(at, y + 190, "t m", &text);
                    marked = true;
                }
                tick = tick + step;
            }
            if !marked && from >= free && to - from > 400 {
                let text = axis_time(piece.from.since(start), Span::from_ns(100));
                self.text(from, y + 190, "t", &text);
            }
        }
    }

    /// Draws one signal in one piece.
    fn trace(&mut self, row: &Row, piece: &Piece, trace: &Trace, class: &str, y: u64) {
        let x = |at: Time| LABELS + piece.x + row.width(at.since(piece.from));
        let mut value = trace.at(piece.from);
        let mut from = piece.from;
        let (mut solid, mut level) = (String::new(), None);
        let edges = trace.between(piece.from, piece.to).iter();
        let steps = edges.map(|(at, next)| (*at, Some(next)));
        for (at, next) in steps.chain([(piece.to, None)]) {
            let (left, right) = (x(from), x(at));
            match value {
                None => level = None,
                Some(Value::Bit(bit @ (Bit::V0 | Bit::V1))) => {
                    let to = y + if *bit == Bit::V1 { HIGH } else { LOW };
                    match level {
                        None => {
                            let _ = write!(solid, "M{} {}", px(left), px(to));
                        }
                        Some(before) if before != to => {
                            let _ = write!(solid, "V{}", px(to));
                        }
                        Some(_) => {}
                    }
                    let _ = write!(solid, "H{}", px(right));
                    level = Some(to);
                }
                Some(Value::Bit(bit)) => {
                    let class = if *bit == Bit::Z { "w z" } else { "w x" };
                    let middle = px(y + (HIGH + LOW) / 2);
                    let d = format!("M{} {middle}H{}", px(left), px(right));
                    self.path(class, &d);
                    level = None;
                }
                Some(other) => {
                    self.boxed(left, right, y, &other.to_string());
                    level = None;
                }
            }
            if next.is_some() {
                (from, value) = (at, next);
            }
        }
        if !solid.is_empty() {
            self.path(class, &solid);
        }
    }

    /// A value that is no level: a box with the value in it where that fits.
    fn boxed(&mut self, left: u64, right: u64, y: u64, text: &str) {
        let (top, bottom) = (px(y + HIGH), px(y + LOW));
        let d = format!("M{} {top}H{}V{bottom}H{0}Z", px(left), px(right));
        self.path("w", &d);
        if text.chars().count() as u64 * 70 + 40 < right - left {
            self.text((left + right) / 2, y + 150, "m", &escaped(text));
        }
    }

    fn marks(&mut self, row: &Row, piece: &Piece, marks: &[Mark], y: u64, bottom: u64) {
        let x = |at: Time| LABELS + piece.x + row.width(at.since(piece.from));
        // Where two rows meet, a STOP ends the first and a START begins the second.
        let begins = |at: Time| piece.from <= at && at < piece.to;
        let ends = |at: Time| piece.from < at && at <= piece.to;
        for mark in marks {
            match mark {
                // STOP and the START after it are often closer than their letters are wide.
                Mark::Start(at) if begins(*at) => {
                    self.condition(x(*at), (y, bottom), "s", ("S", "n st", 35));
                }
                Mark::RepeatedStart(at) if begins(*at) => {
                    self.condition(x(*at), (y, bottom), "s", ("Sr", "n st", 40));
                }
                Mark::Stop(at) if ends(*at) => {
                    self.condition(x(*at), (y, bottom), "p", ("P", "n pt", 25));
                }
                Mark::Select(at) if begins(*at) => {
                    self.condition(x(*at), (y, bottom), "s", ("[", "n st", 25));
                }
                Mark::Deselect(at) if ends(*at) => {
                    self.condition(x(*at), (y, bottom), "p", ("]", "n pt", 25));
                }
                Mark::Byte { from, to, text } | Mark::Word { from, to, text }
                    if *to > piece.from && *from < piece.to =>
                {
                    let (left, right) = (x((*from).max(piece.from)), x((*to).min(piece.to)));
                    self.mark_box("by", left, right, y);
                    if text.len() as u64 * 72 < right - left {
                        self.text((left + right) / 2, y + 130, "m", text);
                    }
                }
                Mark::Acknowledge { from, to, ack } if *to > piece.from && *from < piece.to => {
                    let (left, right) = (x((*from).max(piece.from)), x((*to).min(piece.to)));
                    let (class, text) = if *ack { ("ak", "A") } else { ("nk", "N") };
                    self.mark_box(class, left, right, y);
                    if right - left >= 80 {
                        self.text((left + right) / 2, y + 130, "m", text);
                    }
                }
                _ => {}
            }
        }
    }

    /// A line across the lanes of a bus and its letter.
    fn condition(
        &mut self,
        x: u64,
        (y, bottom): (u64, u64),
        line: &str,
        (text, class, shift): (&str, &str, u64),
    ) {
        let d = format!("M{} {}V{}", px(x), px(y + 140), px(bottom - 20));
        self.path(line, &d);
        self.text(x + shift, y + 130, class, text);
    }

    fn mark_box(&mut self, class: &str, left: u64, right: u64, y: u64) {
        let (x, y, width) = (px(left), px(y + 20), px(right - left));
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"14\" rx=\"2\"/>"
        );
    }
}

/// A data line of SPI.
fn is_data(name: &str) -> bool {
    let line = name.rsplit_once("_io").map(|(_, line)| line);
    matches!(line, Some("0" | "1" | "2" | "3"))
}

/// The distance of the times on the axis: 1, 2 or 5 of some power of ten, and not too close.
fn step(row: &Row) -> Span {
    let mut power: u64 = 1;
    loop {
        for digit in [1, 2, 5] {
            let step = Span::from_ps(digit * power);
            if row.width(step) >= TICKS || power >= 1_000_000_000_000_000 {
                return step;
            }
        }
        power *= 10;
    }
}
