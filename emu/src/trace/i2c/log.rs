//! Transactions of a segment, as values and as lines of text.

use std::fmt;
use std::io::{self, BufWriter, Write};

use super::Event;
use crate::time::Time;

/// What one START or repeated START began.
///
/// A START that no whole address byte follows leaves no phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Device address, 7 bits.
    pub address7: u8,
    /// The direction bit: data goes to the controller of the bus.
    pub read: bool,
    /// Somebody acknowledged the address.
    pub address_acked: bool,
    /// Data bytes, each with its acknowledge.
    pub bytes: Vec<(u8, bool)>,
}

/// How a transaction came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// STOP condition.
    Stop,
    /// Power loss, joining or parting of segments, or the end of the run.
    Aborted,
}

/// From a START to its STOP.
///
/// As text: `12.345 us  S 50 W+ 00+ 10+ Sr 50 R+ de+ ad- P`: start in microseconds rounded down to
/// the nanosecond, addresses and data in hexadecimal, `+` acknowledged, `-` not, `X` in the place
/// of `P` when it was aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The START.
    pub start: Time,
    /// The STOP, or the moment it was aborted.
    pub end: Time,
    /// In the order of the STARTs.
    pub phases: Vec<Phase>,
    /// How it came to its end.
    pub ended_by: EndedBy,
}

impl fmt::Display for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = |ack| if ack { '+' } else { '-' };
        let ns = self.start.ps() / 1_000;
        write!(f, "{}.{:03} us  S", ns / 1_000, ns % 1_000)?;
        for (index, phase) in self.phases.iter().enumerate() {
            if index > 0 {
                f.write_str(" Sr")?;
            }
            let direction = if phase.read { 'R' } else { 'W' };
            let acked = mark(phase.address_acked);
            write!(f, " {:02x} {direction}{acked}", phase.address7)?;
            for &(value, ack) in &phase.bytes {
                write!(f, " {value:02x}{}", mark(ack))?;
            }
        }
        f.write_str(match self.ended_by {
            EndedBy::Stop => " P",
            EndedBy::Aborted => " X",
        })
    }
}

/// Puts transactions together from events.
#[derive(Clone, Debug, Default)]
pub struct Assembler {
    open: Option<Open>,
}

#[derive(Clone, Debug)]
struct Open {
    start: Time,
    phases: Vec<Phase>,
    address_next: bool,
}

impl Open {
    fn end(self, end: Time, ended_by: EndedBy) -> Transaction {
        Transaction {
            start: self.start,
            end,
            phases: self.phases,
            ended_by,
        }
    }

    fn byte(&mut self, value: u8, ack: bool) {
        if self.address_next {
            self.address_next = false;
            self.phases.push(Phase {
                address7: value >> 1,
                read: value & 1 == 1,
                address_acked: ack,
                bytes: Vec::new(),
            });
        } else if let Some(phase) = self.phases.last_mut() {
            phase.bytes.push((value, ack));
        }
    }
}

impl Assembler {
    /// Takes the segment's next event; gives the transaction that it ended.
    pub fn on_event(&mut self, event: Event) -> Option<Transaction> {
        match event {
            Event::Start { at } => {
                let begun = Open {
                    start: at,
                    phases: Vec::new(),
                    address_next: true,
                };
                let before = self.open.replace(begun);
                before.map(|open| open.end(at, EndedBy::Aborted))
            }
            Event::RepeatedStart { .. } => {
                if let Some(open) = &mut self.open {
                    open.address_next = true;
                }
                None
            }
            Event::Byte { value, ack, .. } => {
                if let Some(open) = &mut self.open {
                    open.byte(value, ack);
                }
                None
            }
            Event::Stop { at } => Some(self.open.take()?.end(at, EndedBy::Stop)),
        }
    }

    /// Power loss, joining or parting at `at`; gives the transaction that this aborted.
    pub fn reset(&mut self, at: Time) -> Option<Transaction> {
        Some(self.open.take()?.end(at, EndedBy::Aborted))
    }
}

/// Writes one line per transaction of a segment.
///
/// The first write error is kept and given back by [`TransactionLog::finish`].
pub struct TransactionLog<W: Write> {
    assembler: Assembler,
    writer: BufWriter<W>,
    error: Option<io::Error>,
}

impl<W: Write> TransactionLog<W> {
    /// A log without lines.
    pub fn new(writer: W) -> TransactionLog<W> {
        TransactionLog {
            assembler: Assembler::default(),
            writer: BufWriter::new(writer),
            error: None,
        }
    }

    /// Takes the segment's next event.
    pub fn on_event(&mut self, event: Event) {
        let ended = self.assembler.on_event(event);
        self.print(ended);
    }

    /// Power loss, joining or parting at `at`: aborts the transaction under way.
    pub fn reset(&mut self, at: Time) {
        let ended = self.assembler.reset(at);
        self.print(ended);
    }

    /// Aborts the transaction under way at the end of the run, and gives the writer back, or the
    /// first error there was.
    pub fn finish(mut self, end: Time) -> io::Result<W> {
        self.reset(end);
        match self.error {
            Some(error) => Err(error),
            None => self.writer.into_inner().map_err(|error| error.into_error()),
        }
    }

    fn print(&mut self, ended: Option<Transaction>) {
        if let Some(transaction) = ended
            && self.error.is_none()
        {
            self.error = writeln!(self.writer, "{transaction}").err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::I2cDecoder;
    use super::super::wave::Wave;
    use super::*;

    fn log(wave: &Wave) -> String {
        let mut log = TransactionLog::new(Vec::new());
        for event in wave.decode(&mut I2cDecoder::new()) {
            log.on_event(event);
        }
        let bytes = log.finish(wave.end()).expect("a Vec takes all");
        String::from_utf8(bytes).expect("ASCII")
    }

    #[test]
    fn prints_one_line_per_transaction() {
        let wave = Wave::new()
            .start()
            .bytes(&[0xa0, 0x00, 0x10])
            .start()
            .bytes(&[0xa1, 0xde]);
        let wave = wave
            .byte(0xad, false)
            .stop()
            .start()
            .byte(0xa2, false)
            .stop()
            .start()
            .stop();
        assert_eq!(
            log(&wave),
            "1.000 us  S 50 W+ 00+ 10+ Sr 50 R+ de+ ad- P\n\
             172.000 us  S 51 W- P\n\
             204.000 us  S P\n"
        );
    }

    #[test]
    fn time_is_rounded_down_to_the_nanosecond() {
        let transaction = Transaction {
            start: Time::from_ps(12_345_999),
            end: Time::from_ps(20_000_000),
            phases: Vec::new(),
            ended_by: EndedBy::Stop,
        };
        assert_eq!(transaction.to_string(), "12.345 us  S P");
    }

    #[test]
    fn what_the_end_of_the_run_cuts_is_aborted() {
        let wave = Wave::new().start().bytes(&[0xa0, 0x00]);
        assert_eq!(log(&wave), "1.000 us  S 50 W+ 00+ X\n");
    }

    #[test]
    fn a_reset_ends_the_transaction_where_it_stands() {
        let mut assembler = Assembler::default();
        let wave = Wave::new().start().bytes(&[0xa0, 0x12]);
        for event in wave.decode(&mut I2cDecoder::new()) {
            assert_eq!(assembler.on_event(event), None);
        }
        let aborted = assembler
            .reset(wave.end())
            .expect("a transaction was under way");
        assert_eq!(aborted.start, Time::from_ps(1_000_000));
        assert_eq!(aborted.end, wave.end());
        assert_eq!(aborted.ended_by, EndedBy::Aborted);
        assert_eq!(aborted.phases.len(), 1);
        assert_eq!(aborted.phases[0].bytes, [(0x12, true)]);
        assert_eq!(assembler.reset(wave.end()), None);
        // The STOP of the aborted one, seen late, ends nothing.
        assert_eq!(assembler.on_event(Event::Stop { at: wave.end() }), None);
    }

    #[test]
    fn a_start_from_idle_aborts_what_was_left_open() {
        let mut assembler = Assembler::default();
        let (first, second) = (Time::from_ps(1_000), Time::from_ps(2_000));
        assert_eq!(assembler.on_event(Event::Start { at: first }), None);
        let aborted = assembler.on_event(Event::Start { at: second });
        let ends = aborted.map(|aborted| (aborted.start, aborted.end, aborted.ended_by));
        assert_eq!(ends, Some((first, second, EndedBy::Aborted)));
    }

    #[test]
    fn long_data_is_printed_in_full() {
        let wave = Wave::new()
            .start()
            .byte(0xa1, true)
            .bytes(&[0x5a; 4096])
            .stop();
        assert_eq!(log(&wave).matches(" 5a+").count(), 4096);
    }

    #[test]
    fn a_write_error_comes_out_at_the_end() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut log = TransactionLog::new(Closed);
        for event in Wave::new().start().stop().decode(&mut I2cDecoder::new()) {
            log.on_event(event);
        }
        let error = log.finish(Time::ZERO).err();
        assert_eq!(
            error.map(|error| error.kind()),
            Some(io::ErrorKind::BrokenPipe)
        );
    }
}
