//! A plan as an iCalendar file (RFC 5545). No person is in it.

use super::plan::{end, observed};
use euthymia_clinical::protocol::plan::Plan;
use jiff::civil::{Date, DateTime};

/// Octets of a line, its end left out (RFC 5545, 3.1).
const OCTETS_MAX: usize = 75;

/// Length of a visit whose sessions have no published length, in seconds.
const SECONDS_UNKNOWN: f64 = 3_600.0;

/// A plan as the text of a calendar file.
///
/// `series` goes into the identifiers of the entries: the same one in a later file replaces them.
/// `stamp` is the time of writing in UTC. Times of visits are times of the place that reads them.
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
    let series = escaped(series);
    for (at, visit) in plan.visits.iter().enumerate() {
        let from = visit.sessions.first().map_or(0.0, |one| one.start);
        let known = end(&visit.sessions);
        let until = observed(&visit.sessions)
            .or(known)
            .unwrap_or(from + SECONDS_UNKNOWN);
        let mut names: Vec<String> = Vec::new();
        for session in &visit.sessions {
            if !names.contains(&session.name) {
                names.push(session.name.clone());
            }
        }
        let mut description = format!(
            "{}, visit {}: {} sessions.",
            visit.phase,
            visit.number,
            visit.sessions.len()
        );
        if known.is_none() {
            description
                .push_str(" The length of a session was not published; an hour is set aside.");
        }
        if let Some(day) = visit.moved_from {
            description.push_str(&format!(" Moved from {day}."));
        }
        file.line("BEGIN:VEVENT");
        file.line(&format!("UID:{series}-visit-{}@euthymia.invalid", at + 1));
        file.line(&format!("DTSTAMP:{}Z", moment(stamp)));
        file.line(&format!("DTSTART:{}", time(visit.date, from)));
        file.line(&format!("DTEND:{}", time(visit.date, until)));
        file.line(&format!("SUMMARY:{}", escaped(&names.join(", then "))));
        file.line(&format!("DESCRIPTION:{}", escaped(&description)));
        file.line("END:VEVENT");
    }
    for (at, rating) in plan.ratings.iter().enumerate() {
        file.line("BEGIN:VEVENT");
        file.line(&format!(
            "UID:{series}-assessment-{}@euthymia.invalid",
            at + 1
        ));
        file.line(&format!("DTSTAMP:{}Z", moment(stamp)));
        file.line(&format!("DTSTART;VALUE=DATE:{}", date(rating.date)));
        file.line(&format!(
            "SUMMARY:{}",
            escaped(&format!("Assessment: {}", rating.instruments.join(", ")))
        ));
        file.line(&format!("DESCRIPTION:{}", escaped(&rating.when)));
        file.line("TRANSP:TRANSPARENT");
        file.line("END:VEVENT");
    }
    file.line("END:VCALENDAR");
    file.0
}

struct File(String);

impl File {
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

    #[test]
    fn lines_are_folded_between_characters() {
        let mut file = File(String::new());
        file.line(&"ü".repeat(80));
        for line in file.0.split("\r\n") {
            assert!(line.len() <= OCTETS_MAX, "{}", line.len());
        }
        assert_eq!(file.0.replace("\r\n ", "").trim_end(), "ü".repeat(80));
    }

    #[test]
    fn texts_cannot_end_a_line() {
        assert_eq!(escaped("a,b;c\\d\r\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
