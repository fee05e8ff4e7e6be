//! Columns of times, by their names and what is in them.

use super::super::moment::{TimeUnit, is_like_date, read_label, tokens};
use super::super::settings::{ColumnSettings, Role};
use super::names::is_private;
use super::{is_numeric, mostly};
use euthymia_table::Column;

/// Words that may stand beside a unit of time in the name of a column of times.
const BESIDE: [&str; 26] = [
    "study",
    "rel",
    "relative",
    "visit",
    "treatment",
    "since",
    "from",
    "of",
    "baseline",
    "start",
    "time",
    "number",
    "no",
    "nr",
    "in",
    "the",
    "to",
    "seit",
    "assessment",
    "first",
    "infusion",
    "session",
    "t",
    "day",
    "event",
    "onset",
];

const DAYS: [&str; 8] = [
    "day", "days", "reldays", "relday", "reldy", "ady", "tag", "tage",
];
const WEEKS: [&str; 6] = ["week", "weeks", "wk", "wks", "woche", "wochen"];
const MONTHS: [&str; 4] = ["month", "months", "monat", "monate"];

/// Which column of times this is, where it is one: dates go before days before weeks before months
/// before words before an order.
pub(super) fn time(column: Column<'_>) -> Option<(usize, ColumnSettings, String)> {
    let words = tokens(column.name());
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let counts = |units: &[&str]| {
        has(units)
            && words
                .iter()
                .all(|word| units.contains(&word.as_str()) || BESIDE.contains(&word.as_str()))
    };
    let texts: Vec<&str> = column.texts().into_iter().flatten().collect();
    let set = |rank: usize, unit: Option<TimeUnit>, why: &str| {
        let mut settings = ColumnSettings::of(Role::Time);
        settings.unit = unit.map(|unit| unit.word().to_owned());
        Some((rank, settings, why.to_owned()))
    };
    if texts.is_empty() || is_private(&words) {
        return None;
    }
    if mostly(texts.iter().map(|text| is_like_date(text))) {
        let named = has(&[
            "date", "day", "visit", "when", "start", "aestdtc", "dtc", "datum", "tag",
        ]);
        return named
            .then(|| set(0, Some(TimeUnit::Date), "dates"))
            .flatten();
    }
    if is_numeric(column) {
        return if counts(&WEEKS) {
            set(2, Some(TimeUnit::Weeks), "weeks by its name")
        } else if counts(&MONTHS) {
            set(3, Some(TimeUnit::Months), "months by its name")
        } else if counts(&DAYS) {
            set(1, Some(TimeUnit::Days), "days by its name")
        } else if has(&["visit", "visitn", "visitnum", "occasion", "wave"]) {
            let is_order = column.cells().all(|cell| cell.count().is_ok());
            is_order
                .then(|| {
                    let why = "an order by its name: no times are known";
                    set(5, Some(TimeUnit::Order), why)
                })
                .flatten()
        } else if has(&["time", "t", "tp"]) && words.len() == 1 {
            set(6, None, "a time by its name, the unit must be said")
        } else {
            None
        };
    }
    let named = has(&[
        "visit",
        "avisit",
        "tp",
        "time",
        "timepoint",
        "stage",
        "wave",
        "event",
        "occasion",
        "week",
        "when",
    ]);
    let labels = texts.iter().all(|text| read_label(text).is_some());
    (named && labels)
        .then(|| set(4, Some(TimeUnit::Label), "words that say a time"))
        .flatten()
}
