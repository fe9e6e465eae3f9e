//! All changes of a run in memory, to find events in and to cut windows from.

use std::io;

use super::digest::RunDigest;
use super::i2c::{Event, I2cDecoder};
use super::spi::{Assembler, Frame, Lines, SpiDecoder};
use super::vcd::VcdSink;
use crate::nets::{Level, Levels, Net, Pin, Side};
use crate::time::Time;

/// The levels of all nets over a run, 48 bytes per change.
///
/// Searches begin strictly after the instant they are given, so that they can be chained.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The pins that its windows show.
    pins: u64,
    initial: Levels,
    changes: Vec<(Time, Levels)>,
    end: Time,
}

impl Recording {
    /// Nothing yet; the nets have `initial` levels until the first change. Windows show `pins`
    /// (one bit per [`Pin`]) of both boards.
    pub fn new(initial: Levels, pins: u64) -> Recording {
        Recording {
            pins,
            initial,
            changes: Vec::new(),
            end: Time::ZERO,
        }
    }

    pub(super) fn change(&mut self, at: Time, levels: Levels) {
        self.changes.push((at, levels));
        self.end = at;
    }

    pub(super) fn finish(&mut self, end: Time) {
        self.end = self.end.max(end);
    }

    /// Instants at which something changed.
    pub fn changes(&self) -> usize {
        self.changes.len()
    }

    /// The end of the run.
    pub fn end(&self) -> Time {
        self.end
    }

    fn first_after(&self, at: Time) -> usize {
        self.changes.partition_point(|(time, _)| *time <= at)
    }

    /// The levels from `at` on, with the changes of that instant done.
    pub fn levels(&self, at: Time) -> Levels {
        let before = self.first_after(at).checked_sub(1);
        before.map_or(self.initial, |index| self.changes[index].1)
    }

    /// When `net` next gets `level` after `after`.
    pub fn edge(&self, after: Time, net: Net, level: Level) -> Option<Time> {
        let mut before = self.levels(after).get(net);
        for (at, levels) in &self.changes[self.first_after(after)..] {
            let now = levels.get(net);
            if now == level && before != level {
                return Some(*at);
            }
            before = now;
        }
        None
    }

    /// What the segment with this SCL says after `after`, as one who begins to listen there
    /// understands it.
    pub fn events(
        &self,
        after: Time,
        side: Side,
        scl: Pin,
    ) -> impl Iterator<Item = Event> + use<'_> {
        let scl = Net::new(side, scl).index();
        let lines = move |levels: Levels| {
            let read = levels.read() >> scl;
            (read & 1 == 1, read & 2 == 2)
        };
        let mut decoder = I2cDecoder::new();
        let (high, data) = lines(self.levels(after));
        decoder.on_lines(after, high, data);
        let changes = self.changes[self.first_after(after)..].iter();
        changes.filter_map(move |(at, levels)| {
            let (high, data) = lines(*levels);
            decoder.on_lines(*at, high, data)
        })
    }

    /// The frames on the segment with this SCK that end after `after`, as one who begins to listen
    /// there understands them. A segment without supply says nothing.
    pub fn frames(
        &self,
        after: Time,
        side: Side,
        sck: Pin,
    ) -> impl Iterator<Item = Frame> + use<'_> {
        let data = match sck {
            Pin::HostSck | Pin::PortSck => 0b11,
            _ => 0b1111,
        };
        let sck = Net::new(side, sck).index();
        let mut decoder = SpiDecoder::new();
        let mut assembler = Assembler::default();
        let mut listen = move |at: Time, levels: Levels| {
            if levels.odd >> sck & 0b11 != 0 {
                decoder.reset();
                return assembler.reset(at);
            }
            let read = levels.read() >> sck;
            let lines = Lines {
                sck: read & 1 == 1,
                csn: read & 2 == 2,
                io: (read >> 2 & data) as u8,
            };
            let event = decoder.on_lines(at, lines)?;
            assembler.on_event(event)
        };
        listen(after, self.levels(after));
        let changes = self.changes[self.first_after(after)..].iter();
        changes.filter_map(move |&(at, levels)| listen(at, levels))
    }

    /// The digest of the whole run.
    pub fn digest(&self) -> u64 {
        let (mut digest, mut before) = (RunDigest::new(self.pins & Pin::UART != 0), self.initial);
        for &(at, levels) in &self.changes {
            digest.change(at, levels, levels.changed(before));
            before = levels;
        }
        digest.value()
    }

    /// What happened from `from` to `to`, both included, as VCD.
    ///
    /// # Errors
    /// None that a vector could give; those of [`VcdSink`].
    pub fn vcd(&self, from: Time, to: Time) -> io::Result<Vec<u8>> {
        let mut before = self.levels(from);
        let mut sink = VcdSink::new(Vec::new(), before, self.pins)?.with_window(from, to);
        for &(at, levels) in &self.changes[self.first_after(from)..] {
            if at > to {
                break;
            }
            sink.change(at, levels, levels.changed(before));
            before = levels;
        }
        sink.finish(to.min(self.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::i2c::wave::Wave;

    const SCL: Net = Net::new(Side::B, Pin::BusScl);
    const SDA: Net = Net::new(Side::B, Pin::BusSda);

    fn recorded(wave: &Wave) -> Recording {
        let mut recording = Recording::new(Levels::default(), Pin::SHARED_BUS);
        for &(at, scl, sda) in wave.lines() {
            let put = |net: Net, on| if on { net.mask() } else { 0 };
            let high = put(SCL, scl) | put(SDA, sda);
            recording.change(at, Levels { high, odd: 0 });
        }
        recording.finish(wave.end());
        recording
    }

    fn at(us: u64) -> Time {
        Time::from_ps(us * 1_000_000)
    }

    /// Breaks when a search finds the instant that it starts from, or an instant without an edge.
    #[test]
    fn edges_are_found_one_after_the_other() {
        let recording = recorded(&Wave::new().start().byte(0xa0, true).stop());
        let start = recording.edge(at(0), SDA, Level::Low);
        assert_eq!(start, Some(at(1)));
        let next = recording
            .edge(at(1), SDA, Level::Low)
            .expect("there are more");
        assert!(next > at(1));
        assert_eq!(recording.levels(next).get(SDA), Level::Low);
        assert_eq!(recording.edge(recording.end(), SDA, Level::High), None);
        let other = Net::new(Side::A, Pin::BusSda);
        assert_eq!(recording.edge(at(0), other, Level::High), None);
    }

    #[test]
    fn events_are_those_of_the_decoder() {
        let wave = Wave::new().start().bytes(&[0xa0, 0x12]).stop();
        let recording = recorded(&wave);
        let all = wave.decode(&mut I2cDecoder::new());
        let found: Vec<Event> = recording.events(at(0), Side::B, Pin::BusScl).collect();
        assert_eq!(found, all);
        // Whoever comes late hears no START, and so nothing at all.
        assert_eq!(recording.events(at(2), Side::B, Pin::BusScl).count(), 0);
    }

    /// Breaks when a frame is put together from another segment's lines or from before the listener
    /// came, or when the lines of a segment that lost its supply are listened to.
    #[test]
    fn frames_are_those_of_the_segment() {
        use crate::trace::spi::wave::Wave as SpiWave;
        let wave = SpiWave::new()
            .frame(&[0x9F], 0, 1, &[0xEF, 0x40, 0x10])
            .frame(&[0x02, 0, 1, 0], 0, 1, &[0xA5]);
        let port = Net::new(Side::B, Pin::PortSck);
        let select = Net::new(Side::B, Pin::PortCsn).mask();
        let mut recording = Recording::new(Levels::default(), u64::MAX);
        for &(at, lines) in wave.lines() {
            let bits =
                u128::from(lines.sck) | u128::from(lines.csn) << 1 | u128::from(lines.io) << 2;
            let (high, odd) = (bits << port.index(), 0);
            recording.change(at, Levels { high, odd });
        }
        let heard = |recording: &Recording, after, sck| -> Vec<Option<u8>> {
            let frames = recording.frames(after, Side::B, sck);
            frames.map(|frame| frame.opcode).collect()
        };
        let all = [Some(0x9F), Some(0x02)];
        assert_eq!(heard(&recording, Time::ZERO, Pin::PortSck), all);
        assert_eq!(heard(&recording, Time::ZERO, Pin::HostSck), [None; 0]);
        let first = recording.frames(Time::ZERO, Side::B, Pin::PortSck).next();
        let end = first.expect("there are two").end;
        assert_eq!(heard(&recording, end, Pin::PortSck), all[1..]);
        for (_, levels) in &mut recording.changes {
            levels.odd |= select;
        }
        assert_eq!(heard(&recording, Time::ZERO, Pin::PortSck), [None; 0]);
    }

    /// Breaks when a window is not what the sink writes of the same window.
    #[test]
    fn a_window_and_the_digest_are_those_of_the_run() {
        let wave = Wave::new().start().bytes(&[0xa0, 0x12]).stop();
        let recording = recorded(&wave);
        let mut sink = VcdSink::new(Vec::new(), Levels::default(), Pin::SHARED_BUS)
            .expect("a Vec takes all")
            .with_window(at(5), at(20));
        let (mut digest, mut before) = (RunDigest::new(false), Levels::default());
        for &(at, levels) in &recording.changes {
            sink.change(at, levels, levels.changed(before));
            digest.change(at, levels, levels.changed(before));
            before = levels;
        }
        let expected = sink.finish(wave.end()).expect("a Vec takes all");
        let window = recording.vcd(at(5), at(20)).expect("a Vec takes all");
        assert_eq!(String::from_utf8(window), String::from_utf8(expected));
        assert_eq!(recording.digest(), digest.value());
    }
}
