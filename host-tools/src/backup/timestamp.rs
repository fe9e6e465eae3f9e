//! When a backup was taken: RFC 3339 in UTC, whole seconds.

use std::fmt;
use std::str::FromStr;

const DAY_S: u64 = 86_400;
/// The first second after the year 9999.
const END_S: u64 = 253_402_300_800;

/// An instant from 1970 to 9999 as `2026-11-21T15:13:26Z`: one instant, one spelling. Where it
/// comes from is the caller's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    unix_s: u64,
}

impl Timestamp {
    /// So many seconds after 1970-01-01T00:00:00Z, leap seconds not counted; `None` after the year
    /// 9999.
    pub fn from_unix_s(unix_s: u64) -> Option<Timestamp> {
        (unix_s < END_S).then_some(Timestamp { unix_s })
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u64) -> u64 {
    365 + u64::from(is_leap(year))
}

fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut day, second) = (self.unix_s / DAY_S, self.unix_s % DAY_S);
        let (mut year, mut month) = (1970, 1);
        while day >= days_of_year(year) {
            day -= days_of_year(year);
            year += 1;
        }
        while day >= days_of_month(year, month) {
            day -= days_of_month(year, month);
            month += 1;
        }
        let (hour, minute) = (second / 3600, second / 60 % 60);
        write!(
            f,
            "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{:02}Z",
            day + 1,
            second % 60
        )
    }
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Timestamp, String> {
        parse(text).ok_or_else(|| {
            format!("`{text}` is no time in UTC such as 2026-11-21T15:13:26Z, from 1970 to 9999")
        })
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let field = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| digits.parse::<u64>().ok())?
    };
    let marks = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'Z'),
    ];
    let bytes = text.as_bytes();
    if bytes.len() != 20 || marks.iter().any(|(at, mark)| bytes[*at] != *mark) {
        return None;
    }
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let date = year >= 1970
        && (1..=12).contains(&month)
        && (1..=days_of_month(year, month)).contains(&day);
    if !date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let years: u64 = (1970..year).map(days_of_year).sum();
    let months: u64 = (1..month).map(|month| days_of_month(year, month)).sum();
    let days = years + months + day - 1;
    Timestamp::from_unix_s(days * DAY_S + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_instants() {
        for (unix_s, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_000_000_000, "2001-09-09T01:46:40Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (END_S - 1, "9999-12-31T23:59:59Z"),
        ] {
            let time = Timestamp::from_unix_s(unix_s).expect("before the end");
            assert_eq!(time.to_string(), text);
            assert_eq!(text.parse(), Ok(time));
        }
        assert_eq!(Timestamp::from_unix_s(END_S), None);
    }

    #[test]
    fn every_day_of_a_century_comes_back() {
        for day in 0..40_000 {
            let time = Timestamp::from_unix_s(day * DAY_S + day % DAY_S).expect("before the end");
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "2026-11-21T15:13:26",
            "2026-11-21T15:13:26z",
            "2026-11-21 15:13:26Z",
            "2026-11-21T15:13:26+00:00",
            "2026-11-21T15:13:26.5Z",
            "2026-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "1969-12-31T23:59:59Z",
            "+026-01-01T00:00:00Z",
            "2026-01-01T00:00:0éZ",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
