//! Schedules, sources and times in words.

use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::file::Schedule;
use euthymia_clinical::source::Status;
use euthymia_table::Value;

/// A source in words, with its mark.
pub(super) fn source(protocol: &Protocol, key: &str, status: Status) -> Value {
    Value::text(protocol.source(key, status).to_string())
}

/// A text where there is one.
pub(super) fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Missing, Value::text)
}

/// Words separated by commas, where there are some.
pub(super) fn listed(words: &[String]) -> Value {
    if words.is_empty() {
        Value::Missing
    } else {
        Value::text(words.join(", "))
    }
}

/// At most so many decimals, without zeros at the end.
pub(super) fn number(value: f64, decimals: usize) -> String {
    // A sum of nothing is minus zero.
    let value = value + 0.0;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// When the visits of a phase are.
pub(super) fn schedule(schedule: &Schedule) -> String {
    let list = |numbers: &[u32]| {
        let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
        texts.join(", ")
    };
    let first = schedule.per_week.first().copied().unwrap_or(0);
    let is_even = schedule.per_week.iter().all(|week| *week == first);
    let mut text = match (schedule.per_week.len(), is_even) {
        (0, _) if !schedule.after_visits.is_empty() => {
            format!("after visits {}", list(&schedule.after_visits))
        }
        (0, _) => format!("day {}", list(&schedule.days)),
        (1, _) => format!("{first} a week"),
        (weeks, true) => format!("{first} a week for {weeks} weeks"),
        (_, false) => format!("{} in successive weeks", list(&schedule.per_week)),
    };
    if schedule.per_day > 1 {
        text.push_str(&format!(", {} sessions a day", schedule.per_day));
    }
    if let Some(interval) = &schedule.interval {
        let meaning = schedule.meaning.map_or_else(
            || "counted between what is not said".to_owned(),
            |one| one.to_string(),
        );
        text.push_str(&format!(", {interval} apart ({meaning})"));
    }
    if let Some(days) = schedule.after_days {
        let days = match days {
            1 => "1 day".to_owned(),
            many => format!("{many} days"),
        };
        let what = match schedule.after_visits.is_empty() {
            true => "after the phase before",
            false => "after each, of the phase before",
        };
        text.push_str(&format!(", {days} {what}"));
    }
    if schedule.consecutive {
        text.push_str(", without a break");
    }
    if schedule.whole_day {
        text.push_str(", each taking the day");
    }
    if schedule.open_ended {
        text.push_str(", again and again");
    }
    text
}

/// Seconds after midnight as a time of day.
// At most a day.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn clock(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round().max(0.0) as u64;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_short() {
        assert_eq!(number(35.0, 3), "35");
        assert_eq!(number(0.583_333, 3), "0.583");
        assert_eq!(number(100.0, 0), "100");
        assert_eq!(number(-0.0, 2), "0");
        assert_eq!(clock(9.0 * 3600.0 + 90.0), "09:02");
    }
}
