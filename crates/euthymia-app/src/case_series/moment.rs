//! When a visit was, as a column's name or a cell says it.

use jiff::civil::Date;

/// When, before it is known what all times of a file have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The start: `baseline`, `pre`.
    First,
    /// A number of days from day 0.
    Days(i64),
    /// A place in an order, from 1: `t2`, `visit 3`. The place 0 is the start.
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

/// No visit is further from day 0 than this many days, weeks, months or places.
const LONGEST: i64 = 36_500;

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

const START: [&str; 14] = [
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
    "vorher",
    "aufnahme",
];
const END: [&str; 14] = [
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
    "nachher",
    "ende",
    "entlassung",
];

/// Reads words such as `baseline`, `wk4`, `week 4`, `2m`, `day 7`, `t1`, `post`; `None` where they say
/// no time. `_arm_1` at the end, as in exports of REDCap, is passed over, and so is `visit` beside a
/// time. A sign counts where a space stands before it: `day -7` is before day 0, `day-7` is not.
///
/// `follow-up 3 months` says no time: it may be counted from the start or from the end of treatment.
///
/// # Example
/// ```
/// use euthymia_app::case_series::moment::{Moment, read_label};
/// assert_eq!(read_label("Week 4"), Some(Moment::Days(28)));
/// assert_eq!(read_label("baseline_arm_1"), Some(Moment::First));
/// assert_eq!(read_label("2m"), Some(Moment::Days(61)));
/// assert_eq!(read_label("day -7"), Some(Moment::Days(-7)));
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
    let mut words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    if words.len() > 2 {
        words.retain(|word| !["visit", "assessment", "at"].contains(word));
    }
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
    if !(-LONGEST..=LONGEST).contains(&number) {
        return None;
    }
    let days = |of_one: f64| Some(Moment::Days(rounded(number as f64 * of_one)));
    match word {
        "d" | "day" | "days" | "tag" | "tage" => days(1.0),
        "w" | "wk" | "wks" | "week" | "weeks" | "woche" | "wochen" => days(7.0),
        "m" | "mo" | "mos" | "mth" | "month" | "months" | "monat" | "monate" => days(MONTH_DAYS),
        "y" | "yr" | "year" | "years" => days(12.0 * MONTH_DAYS),
        "t" | "v" | "vis" | "visit" | "time" | "tp" | "timepoint" | "occasion" | "session"
            if is_before =>
        {
            nth(number)
        }
        _ => None,
    }
}

/// A place in an order: the place 0 is the start, and nothing stands before it.
pub(super) fn nth(place: i64) -> Option<Moment> {
    match place {
        0 => Some(Moment::First),
        1.. => Some(Moment::Nth(place)),
        _ => None,
    }
}

/// Reads a date whose order is certain: `2026-03-31` and `2026/03/31`, with or without a time of day,
/// and `31.03.2026`, whose points say that the day stands first. `03/31/2026` is not read: which of
/// `03/04` is the day cannot be told.
///
/// # Example
/// ```
/// use euthymia_app::case_series::moment::read_date;
/// use jiff::civil::date;
/// assert_eq!(read_date("2026-03-31T10:15"), Some(date(2026, 3, 31)));
/// assert_eq!(read_date("1.4.2026"), Some(date(2026, 4, 1)));
/// assert_eq!(read_date("03/04/2026"), None);
/// ```
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let (day, _) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let digits = |part: &str, longest: usize| {
        let is_number = (1..=longest).contains(&part.len());
        (is_number && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())?
    };
    let parts = |mark: char| -> Option<[i16; 3]> {
        let mut parts = day.split(mark);
        let found = [parts.next()?, parts.next()?, parts.next()?];
        let all = found.map(|part| digits(part, 4));
        match (all, parts.next()) {
            ([Some(a), Some(b), Some(c)], None) => Some([a, b, c]),
            _ => None,
        }
    };
    let [year, month, of_month] = parts('-')
        .or_else(|| parts('/'))
        .or_else(|| parts('.').map(|[day, month, year]| [year, month, day]))?;
    if year < 1000 {
        return None;
    }
    Date::new(
        year,
        i8::try_from(month).ok()?,
        i8::try_from(of_month).ok()?,
    )
    .ok()
}

/// Whether a text has the parts of a date, in whatever order.
pub(super) fn is_like_date(text: &str) -> bool {
    let (day, _) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let is_part = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() == 3 && parts.iter().all(is_part)
}

#[allow(clippy::cast_possible_truncation)]
pub(super) fn rounded(days: f64) -> i64 {
    days.round() as i64
}

/// Small-letter words and numbers of a name: `BDI.2m` is `bdi`, `2`, `m`. A minus before a digit and
/// after a space belongs to the number.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut kind = None;
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_sign = matches!(c, '-' | '−')
            && (before.is_whitespace() || before == '_')
            && !tokens.is_empty()
            && rest.peek().is_some_and(char::is_ascii_digit);
        before = c;
        if is_sign {
            tokens.push("-".to_owned());
            kind = Some(true);
            continue;
        }
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
            ("T0", Moment::First),
            ("Day -7", Moment::Days(-7)),
            ("wk −1", Moment::Days(-7)),
            ("Week-4", Moment::Days(28)),
            ("Visit Week 8", Moment::Days(56)),
            ("4 Wochen", Moment::Days(28)),
            ("VIS4", Moment::Nth(4)),
            ("Pre", Moment::First),
            ("follow-up", Moment::Last),
            ("week_4_arm_2", Moment::Days(28)),
        ];
        for (text, moment) in cases {
            assert_eq!(read_label(text), Some(moment), "{text}");
        }
        for text in [
            "",
            "4",
            "T1-4",
            "age",
            "week",
            "4t",
            "weeks 99999999",
            "visit -1",
            "follow-up 3 months",
        ] {
            assert_eq!(read_label(text), None, "{text}");
        }
    }

    #[test]
    fn dates_whose_order_is_certain() {
        let day = jiff::civil::date(2026, 3, 4);
        for text in [
            "2026-03-04",
            "2026-3-4",
            "2026/03/04",
            "04.03.2026",
            "4.3.2026",
            "2026-03-04 10:15",
            "2026-03-04T10:15:00Z",
        ] {
            assert_eq!(read_date(text), Some(day), "{text}");
        }
        for text in [
            "03/04/2026",
            "04-03-2026",
            "2026-13-01",
            "2026-02-30",
            "4.3.26",
            "2026-03",
            "2026-03-04-05",
            "a",
            "",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
