//! The monitor on a terminal: redrawn in place. Elsewhere: lines.

use std::collections::VecDeque;
use std::io::Write;

use super::Event;
use super::state::State;

/// Lines of the log that are kept in sight.
const LOG_LINES: usize = 10;
/// Cursor up by so many lines, then clear everything below (ECMA-48, CUU and ED).
const CLEAR_BELOW: &str = "\x1b[J";

/// What stands on the terminal.
pub struct Screen {
    title: String,
    log: VecDeque<String>,
    drawn: usize,
}

/// An event as a line.
pub fn line(event: &Event) -> String {
    let time = |t_ms: u64| format!("{:>6}.{:03} s", t_ms / 1000, t_ms % 1000);
    match event {
        Event::State { t_ms, state } => {
            let values: Vec<String> = state
                .iter()
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            format!("{}  {}", time(*t_ms), values.join("; "))
        }
        Event::Change {
            t_ms,
            name,
            from,
            to,
        } => match from.as_str() {
            "" => format!("{}  {name}: {to}", time(*t_ms)),
            from => format!("{}  {name}: {from} -> {to}", time(*t_ms)),
        },
    }
}

impl Screen {
    /// An empty one.
    pub fn new(title: String) -> Screen {
        Screen {
            title,
            log: VecDeque::new(),
            drawn: 0,
        }
    }

    /// Draws `state` and the log with `event` in it.
    pub fn show(&mut self, event: &Event, state: &State) {
        let text = self.next(event, state);
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(text.as_bytes());
        let _ = stdout.flush();
    }

    /// What has to be sent to the terminal.
    fn next(&mut self, event: &Event, state: &State) -> String {
        if let Event::Change { .. } = event {
            self.log.push_back(line(event));
        }
        if self.log.len() > LOG_LINES {
            self.log.pop_front();
        }
        let mut text = match self.drawn {
            0 => String::new(),
            lines => format!("\x1b[{lines}A\r{CLEAR_BELOW}"),
        };
        let values = state.values().iter();
        let mut lines = vec![self.title.clone()];
        lines.extend(values.map(|(name, value)| format!("  {name:20} {value}")));
        lines.extend(self.log.iter().cloned());
        self.drawn = lines.len();
        for line in lines {
            text += &line;
            text += "\r\n";
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(t_ms: u64) -> Event {
        Event::Change {
            t_ms,
            name: "phase",
            from: "copy".into(),
            to: "verify".into(),
        }
    }

    #[test]
    fn a_change_is_a_line_with_its_time() {
        assert_eq!(line(&change(61_005)), "    61.005 s  phase: copy -> verify");
    }

    /// Each picture takes away as many lines as the one before had, and the log does not grow for
    /// ever.
    #[test]
    fn a_picture_takes_the_place_of_the_one_before() {
        let mut screen = Screen::new("port".into());
        let mut before = 0;
        for number in 0..30 {
            let text = screen.next(&change(number), &State::lost());
            let lines = text.matches('\n').count();
            let up = format!("\x1b[{before}A\r{CLEAR_BELOW}port\r\n");
            let expected = if before == 0 { "port\r\n" } else { &up };
            assert!(text.starts_with(expected), "{text:?}");
            assert_eq!(lines, 2 + LOG_LINES.min(number as usize + 1));
            before = lines;
        }
    }
}
