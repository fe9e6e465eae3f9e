//! Where on the page each part of the time goes.

use umbilical_emu::time::{Span, Time};

use super::super::annotate::Mark;
use super::super::window::Window;
use super::{ROWS_MAX, TooLong};

/// Room for one row of waveforms, in tenths of a pixel.
pub(super) const ROOM: u64 = 9_500;
/// Room that a cut takes.
pub(super) const CUT: u64 = 560;
/// Half a clock period of a bus.
const HALF_BIT: u64 = 50;
/// A row may end this much early to end at the end of a byte.
const RAGGED: u64 = 1_300;
/// Gaps longer than this many half bits are cut out, but for this many on each side.
const GAP_HALVES: u64 = 16;
const MARGIN_HALVES: u64 = 2;

/// Time that is drawn without interruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First instant.
    pub from: Time,
    /// Last instant.
    pub to: Time,
    /// Where it starts, tenths of a pixel from the start of the row.
    pub x: u64,
}

/// An idle gap that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its length.
    pub length: Span,
    /// Where its mark starts.
    pub x: u64,
}

/// A row of the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What is drawn.
    pub pieces: Vec<Piece>,
    /// What is left out.
    pub cuts: Vec<Cut>,
    /// The time of half a bit, which is 5 px.
    pub half: Span,
}

impl Row {
    /// Tenths of a pixel that `span` takes.
    pub(super) fn width(&self, span: Span) -> u64 {
        width(span, self.half)
    }
}

fn width(span: Span, half: Span) -> u64 {
    let tenths = u128::from(span.ps()) * u128::from(HALF_BIT) / u128::from(half.ps());
    u64::try_from(tenths).unwrap_or(u64::MAX)
}

fn span(width: u64, half: Span) -> Span {
    let ps = u128::from(width) * u128::from(half.ps()) / u128::from(HALF_BIT);
    Span::from_ps(u64::try_from(ps).unwrap_or(u64::MAX))
}

/// Times of all edges of `window`.
fn times(window: &Window) -> Vec<Time> {
    let edges = window
        .traces
        .iter()
        .flat_map(|trace| trace.between(window.from, window.to));
    let mut times: Vec<Time> = edges.map(|(at, _)| *at).collect();
    times.sort_unstable();
    times.dedup();
    times
}

/// Half the usual period of the clocks; `None` when none is at work.
fn half_bit(window: &Window) -> Option<Span> {
    let clocks = window
        .traces
        .iter()
        .filter(|trace| trace.name.ends_with("_scl") || trace.name.ends_with("_sck"));
    let periods = clocks.flat_map(|clock| {
        let edges = clock.between(window.from, window.to).windows(3);
        edges.map(|edges| edges[2].0.since(edges[0].0))
    });
    let mut periods: Vec<Span> = periods.collect();
    periods.sort_unstable();
    // One pulse is no bus at work.
    let usual = periods
        .get(periods.len() / 2)
        .filter(|_| periods.len() > 3)?;
    Some(Span::from_ps(usual.ps() / 2).max(Span::from_ps(1)))
}

/// The window without its long gaps: what is drawn, and how much is left out before each.
fn segments(window: &Window, half: Span) -> Vec<(Time, Time, Span)> {
    let margin = Span::from_ps(half.ps().saturating_mul(MARGIN_HALVES));
    let gap_max = Span::from_ps(half.ps().saturating_mul(GAP_HALVES));
    let mut segments = Vec::new();
    let (mut begun, mut before, mut skipped) = (window.from, window.from, Span::ZERO);
    let ends = times(window);
    for at in ends.into_iter().chain([window.to]) {
        if at.since(before) > gap_max {
            let (end, next) = (before + margin, at - margin);
            segments.push((begun, end, skipped));
            (begun, skipped) = (next, next.since(end));
        }
        before = at;
    }
    segments.push((begun, window.to, skipped));
    segments
}

/// Folds the window into rows.
///
/// # Errors
/// [`TooLong`].
pub(super) fn rows(window: &Window) -> Result<Vec<Row>, TooLong> {
    let half = half_bit(window);
    let segments = match half {
        Some(half) => segments(window, half),
        None => vec![(window.from, window.to, Span::ZERO)],
    };
    // Without a clock the whole window just fits.
    let whole = u128::from(window.to.since(window.from).ps()) * u128::from(HALF_BIT);
    let fitting = Span::from_ps((whole / u128::from(ROOM) + 1) as u64);
    let half = half.unwrap_or(fitting).max(Span::from_ps(1));
    let mut ends: Vec<Time> = Vec::new();
    for bus in &window.buses {
        // Not between a byte and its acknowledge, and not between START and the first byte.
        let whole = |mark: &&Mark| {
            matches!(
                mark,
                Mark::Acknowledge { .. } | Mark::Stop(_) | Mark::Word { .. } | Mark::Deselect(_)
            )
        };
        ends.extend(bus.marks.iter().filter(whole).map(|mark| mark.end()));
    }
    ends.sort_unstable();
    let fresh = || Row {
        half,
        ..Row::default()
    };
    let (mut rows, mut row, mut x) = (Vec::new(), fresh(), 0);
    for (mut from, to, skipped) in segments {
        if skipped > Span::ZERO {
            let needed = width(to.since(from), half).min(RAGGED);
            if x + CUT + needed > ROOM {
                rows.push(std::mem::replace(&mut row, fresh()));
                x = 0;
            }
            row.cuts.push(Cut { length: skipped, x });
            x += CUT;
        }
        loop {
            let left = ROOM.saturating_sub(x);
            if width(to.since(from), half) <= left {
                row.pieces.push(Piece { from, to, x });
                x += width(to.since(from), half);
                break;
            }
            let limit = from + span(left, half);
            let place = ends.partition_point(|end| *end <= limit);
            let good = place.checked_sub(1).map(|place| ends[place]);
            let good = good.filter(|&end| end > from && width(limit.since(end), half) <= RAGGED);
            let end = good.unwrap_or(limit).max(from + Span::from_ps(1));
            row.pieces.push(Piece { from, to: end, x });
            rows.push(std::mem::replace(&mut row, fresh()));
            if rows.len() >= ROWS_MAX {
                return Err(TooLong);
            }
            (from, x) = (end, 0);
        }
    }
    rows.push(row);
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::super::super::read::Value;
    use super::super::super::window::Trace;
    use super::*;
    use umbilical_emu::rng::Rng;

    fn clock(edges: &[u64]) -> Window {
        let bit = |index: usize| match index % 2 {
            0 => Value::Bit(vcd::Value::V0),
            _ => Value::Bit(vcd::Value::V1),
        };
        let timed = edges.iter().enumerate();
        let edges: Vec<_> = timed.map(|(index, us)| (at(*us), bit(index))).collect();
        let (from, to) = (edges[0].0, edges[edges.len() - 1].0);
        let name = "b.bus_scl".to_owned();
        Window {
            from,
            to,
            traces: vec![Trace { name, edges }],
            buses: Vec::new(),
        }
    }

    fn at(us: u64) -> Time {
        Time::from_ps(us * 1_000_000)
    }

    /// Breaks when time is lost, drawn twice, out of order, or beyond the edge of the page.
    #[test]
    fn every_instant_is_drawn_or_cut_once() {
        let mut cuts = 0;
        for seed in 0..300 {
            println!("seed {seed}");
            let mut rng = Rng::new(seed);
            let (mut us, mut edges) = (rng.below(1_000), Vec::new());
            for _ in 0..rng.below(400) + 10 {
                edges.push(us);
                us += if rng.below(30) == 0 {
                    rng.below(10_000)
                } else {
                    0
                } + 1
                    + rng.below(2);
            }
            let window = clock(&edges);
            let rows = rows(&window).expect("few enough rows");
            let mut reached = window.from;
            for row in &rows {
                let mut row_cuts = row.cuts.iter().peekable();
                let mut x = 0;
                for piece in &row.pieces {
                    if let Some(cut) = row_cuts.next_if(|cut| cut.x < piece.x) {
                        assert_eq!(cut.x, x, "a cut stands beside its place");
                        reached = reached + cut.length;
                        x += CUT;
                        cuts += 1;
                    }
                    assert_eq!((piece.from, piece.x), (reached, x));
                    reached = piece.to;
                    x += row.width(piece.to.since(piece.from));
                    assert!(x <= ROOM, "{x} of {ROOM}");
                }
                assert!(row_cuts.next().is_none(), "a cut at the end of a row");
            }
            assert_eq!(reached, window.to);
        }
        assert!(cuts > 300, "only {cuts} cuts: nothing was cut");
    }

    /// Breaks when a gap with an edge in it is cut, or a long one is not.
    #[test]
    fn only_what_is_idle_is_cut() {
        let window = clock(&[0, 1, 2, 3, 4, 5, 6, 7, 1_000, 1_001, 1_010, 1_011]);
        let rows = rows(&window).expect("few enough rows");
        let lengths: Vec<Span> = rows[0].cuts.iter().map(|cut| cut.length).collect();
        // From 7 us to 1 ms, less two half bits of 1 us on each side.
        assert_eq!(lengths, [Span::from_us(989)]);
    }
}
