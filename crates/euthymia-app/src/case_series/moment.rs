//! When a visit was, as a column's name or a cell says it.

/// When, before it is known what all times of a file have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The start: `baseline`, `pre`.
    First,
    /// A number of days from day 0.
    Days(i64),
    /// A place in an order: `t2`, `visit 3`.
    Nth(i64),
    /// The end, without a time: `post`, `end`.
    Last,
}

/// What a time column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// Calendar dates, year-month-day.
    Date,
    /// Days from day 0.
    Days,
    /// Weeks.
    Weeks,
    /// Months of 30.4375 days.
    Months,
    /// A place in an order.
    Order,
    /// Words such as `baseline` and `week 4`.
    Label,
}

/// Days in a month: a year of 365.25 days in twelve.
pub const MONTH_DAYS: f64 = 30.4375;

impl TimeUnit {
    /// The units and their words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Date, "date"),
        (Self::Days, "days"),
        (Self::Weeks, "weeks"),
        (Self::Months, "months"),
        (Self::Order, "order"),
        (Self::Label, "label"),
    ];

    /// The word for settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(unit, _)| *unit == self)
            .map_or("", |(_, word)| word)
    }

    /// Reads a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == word);
        found.map(|(unit, _)| *unit)
    }

    /// Days that one of it lasts; `None` for what has no length.
    #[must_use]
    pub fn days(self) -> Option<f64> {
        match self {
            Self::Days => Some(1.0),
            Self::Weeks => Some(7.0),
            Self::Months => Some(MONTH_DAYS),
            Self::Date | Self::Order | Self::Label => None,
        }
    }
}

const START: [&str; 12] = [
    "baseline",
    "bl",
    "bsl",
    "base",
    "bas",
    "pre",
    "before",
    "start",
    "entry",
    "intake",
    "screening",
    "inclusion",
];
const END: [&str; 11] = [
    "post",
    "after",
    "end",
    "endpoint",
    "final",
    "followup",
    "fu",
    "eot",
    "discharge",
    "last",
    "exit",
];

/// Reads words such as `baseline`, `wk4`, `week 4`, `2m`, `day 7`, `t1`, `post`; `None` where they say
/// no time. `_arm_1` at the end, as in exports of REDCap, is passed over.
///
/// # Example
/// ```
/// use euthymia_app::case_series::moment::{Moment, read_label};
/// assert_eq!(read_label("Week 4"), Some(Moment::Days(28)));
/// assert_eq!(read_label("baseline_arm_1"), Some(Moment::First));
/// assert_eq!(read_label("2m"), Some(Moment::Days(61)));
/// assert_eq!(read_label("T1-4"), None);
/// ```
#[must_use]
pub fn read_label(text: &str) -> Option<Moment> {
    let mut tokens = tokens(text);
    if let [.., arm, number] = tokens.as_slice()
        && arm == "arm"
        && number.parse::<u32>().is_ok()
    {
        tokens.truncate(tokens.len() - 2);
    }
    from_tokens(&tokens)
}

/// The same from the words of a column's name.
pub(super) fn from_tokens(tokens: &[String]) -> Option<Moment> {
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["follow", "up"] => Some(Moment::Last),
        [word] if START.contains(word) => Some(Moment::First),
        [word] if END.contains(word) => Some(Moment::Last),
        [a, b] => match (a.parse::<i64>(), b.parse::<i64>()) {
            (Err(_), Ok(number)) => counted(a, number, true),
            (Ok(number), Err(_)) => counted(b, number, false),
            _ => None,
        },
        _ => None,
    }
}

/// `word` is before the number (`w4`, `t1`) or after it (`4w`, `2m`).
fn counted(word: &str, number: i64, is_before: bool) -> Option<Moment> {
    if !(0..=36_500).contains(&number) {
        return None;
    }
    let days = |of_one: f64| Some(Moment::Days(rounded(number as f64 * of_one)));
    match word {
        "d" | "day" | "days" => days(1.0),
        "w" | "wk" | "wks" | "week" | "weeks" => days(7.0),
        "m" | "mo" | "mos" | "mth" | "month" | "months" => days(MONTH_DAYS),
        "y" | "yr" | "year" | "years" => days(12.0 * MONTH_DAYS),
        "t" | "v" | "vis" | "visit" | "time" | "tp" | "timepoint" | "occasion" | "session"
            if is_before =>
        {
            Some(Moment::Nth(number))
        }
        _ => None,
    }
}

#[allow(clippy::cast_possible_truncation)]
pub(super) fn rounded(days: f64) -> i64 {
    days.round() as i64
}

/// Small-letter words and numbers of a name: `BDI.2m` is `bdi`, `2`, `m`.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut kind = None;
    for c in text.chars() {
        let now = match c {
            c if c.is_ascii_digit() => Some(true),
            c if c.is_alphabetic() => Some(false),
            _ => None,
        };
        match (now, kind == now) {
            (None, _) => {}
            (Some(_), true) => {
                if let Some(last) = tokens.last_mut() {
                    last.extend(c.to_lowercase());
                }
            }
            (Some(_), false) => tokens.push(c.to_lowercase().collect()),
        }
        kind = now;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words_and_numbers() {
        assert_eq!(tokens("BDI.2m"), ["bdi", "2", "m"]);
        assert_eq!(tokens("phq9_week 12"), ["phq", "9", "week", "12"]);
        assert_eq!(tokens("--"), Vec::<String>::new());
    }

    #[test]
    fn labels_as_people_write_them() {
        let cases = [
            ("wk0", Moment::Days(0)),
            ("Day 7", Moment::Days(7)),
            ("d7", Moment::Days(7)),
            ("6 weeks", Moment::Days(42)),
            ("3m", Moment::Days(91)),
            ("T0", Moment::Nth(0)),
            ("VIS4", Moment::Nth(4)),
            ("Pre", Moment::First),
            ("follow-up", Moment::Last),
            ("week_4_arm_2", Moment::Days(28)),
        ];
        for (text, moment) in cases {
            assert_eq!(read_label(text), Some(moment), "{text}");
        }
        for text in ["", "4", "T1-4", "age", "week", "4t", "weeks 99999999"] {
            assert_eq!(read_label(text), None, "{text}");
        }
    }
}
