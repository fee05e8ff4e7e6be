//! A plan as an iCalendar file (RFC 5545). No person is in it.

use crate::error::AppError;
use crate::output::write_whole;
use euthymia_clinical::protocol::plan::{Plan, Rating, SET_ASIDE, Visit};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::path::Path;

/// Octets of a line, its end left out (RFC 5545, 3.1).
const OCTETS_MAX: usize = 75;

/// Said in every file: no time zone is named, so that nothing moves where the clinic is.
const TIMES: &str = "Times are those of the place where this calendar is read.";

/// A plan as the text of a calendar file.
///
/// `series` goes into the identifiers of the entries: the same one in a later file replaces them, so
/// that the visits of a course that is planned anew move and do not stand twice. `stamp` is the time of
/// writing in UTC. Times of visits are times of the place that reads them; assessments are whole days.
///
/// # Example
/// ```
/// use euthymia_app::protocol::{calendar_file::calendar, find};
/// use euthymia_clinical::protocol::plan::{Choices, plan};
/// use jiff::civil::{date, datetime};
/// let six = find("ketamine_iv_60min_six")?;
/// let course = plan(&[&six], &Choices::from(date(2026, 11, 30)))
///     .map_err(|error| euthymia_app::AppError::Usage(error.to_string()))?;
/// let text = calendar(&course, "room-2", datetime(2026, 11, 22, 12, 0, 0, 0));
/// assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
/// assert!(text.contains("DTSTART:20261130T090000\r\nDTEND:20261130T100000\r\n"));
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
#[must_use]
pub fn calendar(plan: &Plan, series: &str, stamp: DateTime) -> String {
    let mut file = File(String::new());
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Euthymia//protocol plan//EN");
    file.line("CALSCALE:GREGORIAN");
    file.line(&format!("DESCRIPTION:{}", escaped(TIMES)));
    let mut written = Written {
        series,
        stamp,
        counts: BTreeMap::new(),
    };
    for visit in &plan.visits {
        file.line("BEGIN:VEVENT");
        file.lines(&written.identity(&visit.protocol, "visit"));
        file.lines(&of_visit(visit));
        file.line("END:VEVENT");
    }
    for rating in &plan.ratings {
        file.line("BEGIN:VEVENT");
        file.lines(&written.identity(&rating.protocol, "assessment"));
        file.lines(&of_rating(rating));
        file.line("END:VEVENT");
    }
    file.line("END:VCALENDAR");
    file.0
}

/// When the entries start that an earlier file of the same series has and a later one has not: a calendar
/// that has taken the earlier file keeps them. None where the two have no entry in common.
///
/// # Example
/// ```
/// use euthymia_app::protocol::calendar_file::left_behind;
/// let entry = |number: u32| format!("UID:a-{number}\r\nDTSTART:2026113{number}T090000\r\n");
/// let (earlier, later) = (entry(0) + &entry(1), entry(0));
/// assert_eq!(left_behind(&earlier, &later), ["20261131T090000"]);
/// assert!(left_behind(&entry(1), &entry(0)).is_empty());
/// ```
#[must_use]
pub fn left_behind(earlier: &str, later: &str) -> Vec<String> {
    let (earlier, later) = (starts(earlier), starts(later));
    let (common, gone): (Vec<_>, Vec<_>) = earlier
        .into_iter()
        .partition(|(identifier, _)| later.contains_key(identifier));
    match common.is_empty() {
        true => Vec::new(),
        false => gone.into_iter().map(|(_, start)| start).collect(),
    }
}

/// The starts of the entries of a file, by identifier.
fn starts(file: &str) -> BTreeMap<String, String> {
    let unfolded = file.replace("\r\n ", "").replace("\n ", "");
    let mut found = BTreeMap::new();
    let mut identifier = None;
    for line in unfolded.lines() {
        if let Some(own) = line.strip_prefix("UID:") {
            identifier = Some(own.to_owned());
        } else if let (true, Some((_, start))) = (line.starts_with("DTSTART"), line.split_once(':'))
            && let Some(identifier) = identifier.take()
        {
            found.insert(identifier, start.to_owned());
        }
    }
    found
}

/// What the entries of a file have in common.
struct Written<'a> {
    series: &'a str,
    stamp: DateTime,
    /// How many entries of a protocol and kind there are so far.
    counts: BTreeMap<String, usize>,
}

impl Written<'_> {
    /// Which entry it is, when it was written, and that it is later than every one written before.
    fn identity(&mut self, protocol: &str, kind: &str) -> [String; 3] {
        let which = format!("{}-{protocol}-{kind}", self.series);
        let count = self.counts.entry(which.clone()).or_default();
        *count += 1;
        [
            format!("UID:{}-{count}@euthymia.invalid", escaped(&which)),
            format!("DTSTAMP:{}Z", moment(self.stamp)),
            format!("SEQUENCE:{}", revision(self.stamp)),
        ]
    }
}

/// A number that grows by one a minute from 2020 on, within the whole numbers of the format.
fn revision(stamp: DateTime) -> i32 {
    let epoch = DateTime::constant(2020, 1, 1, 0, 0, 0, 0);
    let seconds = stamp.duration_since(epoch).as_secs();
    i32::try_from((seconds / 60).max(0)).unwrap_or(i32::MAX)
}

fn of_visit(visit: &Visit) -> [String; 4] {
    let from = visit.start();
    let known = visit.end().into_iter().chain(visit.watched_until());
    // An entry ends after it starts.
    let until = known.max_by(f64::total_cmp).unwrap_or(from + SET_ASIDE);
    let until = until.max(from + 60.0);
    let summary = format!("{}: {}", visit.what(), visit.protocol_name);
    [
        format!("DTSTART:{}", time(visit.date, from)),
        format!("DTEND:{}", time(visit.date, until)),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("DESCRIPTION:{}", escaped(&about(visit))),
    ]
}

/// What an entry says of its visit, its own times included.
fn about(visit: &Visit) -> String {
    let sessions = match visit.sessions() {
        1 => "1 session".to_owned(),
        many => format!("{many} sessions"),
    };
    let mut text = format!("{}, visit {}: {sessions}.", visit.phase, visit.number);
    let doses = visit.doses();
    if !doses.is_empty() {
        text.push_str(&format!(" Dose as published: {}.", doses.join(", ")));
    }
    match (visit.end(), visit.watched_until()) {
        (None, None) => {
            text.push_str(" The length of a session was not published; an hour is set aside.");
        }
        (None, Some(_)) => text.push_str(
            " The length of a session was not published; the time is that of the observation.",
        ),
        (Some(end), Some(watched)) if watched > end => {
            text.push_str(" Observation afterwards is included.");
        }
        _ => {}
    }
    if let Some(day) = visit.moved_from {
        text.push_str(&format!(" Moved from {day}."));
    }
    text
}

fn of_rating(rating: &Rating) -> [String; 4] {
    let scales = rating.instruments.join(", ");
    let summary = format!("Assessment: {scales}: {}", rating.protocol_name);
    let moved = rating
        .moved_from
        .map_or_else(String::new, |day| format!("; moved from {day}"));
    [
        format!("DTSTART;VALUE=DATE:{}", date(rating.date)),
        format!("SUMMARY:{}", escaped(&summary)),
        format!(
            "DESCRIPTION:{}",
            escaped(&format!("{}{moved}", rating.when))
        ),
        "TRANSP:TRANSPARENT".to_owned(),
    ]
}

/// The calendar that a later one would replace: the text of the file, or nothing where there is none.
///
/// # Errors
/// [`AppError::Usage`] for a file that is no calendar, which is not replaced, and for a folder that there
/// is not, which is not made.
pub fn earlier(path: &Path) -> Result<String, AppError> {
    let refuse = |why: &str| {
        let name = path.display();
        Err(AppError::Usage(format!("--ics: {name}: {why}")))
    };
    let folder = path.parent().filter(|one| !one.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return refuse("there is no such folder; make it first");
    }
    if path.is_dir() {
        return refuse("it is a folder; name a file");
    }
    if !path.exists() {
        return Ok(String::new());
    }
    let is_calendar = |text: &String| {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let start = text.get(.."BEGIN:VCALENDAR".len());
        start.is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
    };
    match std::fs::read_to_string(path).ok().filter(is_calendar) {
        Some(text) => Ok(text),
        None => refuse("it is there and is no calendar file; name another, or a new one"),
    }
}

/// Writes a calendar over an earlier one or to a new file.
///
/// # Errors
/// As [`earlier`], and [`AppError::Write`].
pub fn write(path: &Path, text: &str) -> Result<(), AppError> {
    earlier(path)?;
    write_whole(path, text.as_bytes())
}

struct File(String);

impl File {
    fn lines(&mut self, texts: &[String]) {
        texts.iter().for_each(|text| self.line(text));
    }

    /// Adds a line, folded after 75 octets without cutting a character.
    fn line(&mut self, text: &str) {
        let mut octets = 0;
        for character in text.chars() {
            if octets + character.len_utf8() > OCTETS_MAX {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text with its commas, semicolons, backslashes and line ends written as the format asks; control
/// characters are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

fn date(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn moment(at: DateTime) -> String {
    format!(
        "{}T{:02}{:02}{:02}",
        date(at.date()),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A time on a day; past midnight on the next one.
// At most two days.
#[allow(clippy::cast_possible_truncation)]
fn time(day: Date, seconds: f64) -> String {
    let whole = seconds.round().clamp(0.0, 172_799.0) as i64;
    let (days, rest) = (whole / 86_400, whole % 86_400);
    let day = euthymia_clinical::date::days_after(day, days).unwrap_or(day);
    format!(
        "{}T{:02}{:02}{:02}",
        date(day),
        rest / 3_600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use euthymia_clinical::protocol::file::SessionKind;
    use euthymia_clinical::protocol::plan::Planned;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut file = File(String::new());
        file.line(&"ü".repeat(80));
        for line in file.0.split("\r\n") {
            assert!(line.len() <= OCTETS_MAX, "{}", line.len());
        }
        assert_eq!(file.0.replace("\r\n ", "").trim_end(), "ü".repeat(80));
    }

    /// Of two sessions in a visit the first is watched for longer than the second lasts, or not so long.
    #[test]
    fn a_visit_ends_with_what_ends_last() {
        let part = |start, seconds, observation| Planned {
            name: "s".to_owned(),
            kind: SessionKind::Medicine,
            session: 1,
            with_before: false,
            start,
            seconds,
            observation,
            dose: None,
            people: None,
        };
        let end = |second: Option<f64>| {
            let visit = Visit {
                date: jiff::civil::date(2026, 11, 30),
                protocol: "p".to_owned(),
                protocol_name: "P".to_owned(),
                phase: "x".to_owned(),
                number: 1,
                parts: vec![
                    part(32_400.0, Some(600.0), Some(3_600.0)),
                    part(33_000.0, second, None),
                ],
                moved_from: None,
                is_treatment: true,
                is_whole_day: false,
            };
            of_visit(&visit)[1].clone()
        };
        assert_eq!(end(Some(600.0)), "DTEND:20261130T101000");
        assert_eq!(end(Some(7_200.0)), "DTEND:20261130T111000");
        assert_eq!(end(None), "DTEND:20261130T101000");
    }

    #[test]
    fn revisions_grow_by_the_minute() {
        let at = |minute| revision(DateTime::constant(2026, 11, 22, 12, minute, 0, 0));
        assert_eq!(at(1), at(0) + 1);
        // 366 days of 1,440 minutes.
        assert_eq!(
            revision(DateTime::constant(2021, 1, 1, 0, 0, 0, 0)),
            527_040
        );
        assert_eq!(revision(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)), 0);
    }

    #[test]
    fn texts_cannot_end_a_line() {
        assert_eq!(escaped("a,b;c\\d\r\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
