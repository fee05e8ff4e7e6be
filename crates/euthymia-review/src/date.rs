//! A date that may lack its day or month, or be words.

/// A date as written, with as much of it as could be read.
///
/// # Example
/// ```
/// use euthymia_review::Date;
/// let date = Date::parse("2019 Sep 5");
/// assert_eq!((date.year, date.month, date.day), (Some(2019), Some(9), Some(5)));
/// assert_eq!(Date::parse("2019/09/05/").month, Some(9));
/// assert_eq!(Date::parse("20190905").day, Some(5));
/// assert_eq!(Date::parse("AUG 1 2019").month, Some(8));
/// assert_eq!(Date::parse("in press").year, None);
/// assert_eq!(Date::parse("in press").text, "in press");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Date {
    /// Year, 1000 to 2999.
    pub year: Option<u16>,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day, 1 to 31 and possible in its month.
    pub day: Option<u8>,
    /// As written in the file.
    pub text: String,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Date {
    /// Reads what can be read: `2019`, `2019 Sep 5`, `2019/09/05/note`, `2019-09`, `20190905`,
    /// `Sep 5 2019`, `5 September 2019`. Before the year only a month in letters counts, because
    /// `05/09/2019` can be read in two ways.
    ///
    /// Of `2019 Sep-Oct` the first month is taken. What cannot be read stays in
    /// [`text`](Self::text) only.
    pub fn parse(text: &str) -> Self {
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut date = Self {
            text: text.trim().to_owned(),
            ..Self::default()
        };
        let Some(at) = words.iter().position(|word| year(word).is_some()) else {
            if let Some(word) = words.first().filter(|word| is_compact(word)) {
                date.year = word.get(..4).and_then(year);
                date.month = word.get(4..6).and_then(month);
                date.day = word.get(6..).and_then(day).filter(|_| date.month.is_some());
            }
            return date;
        };
        date.year = words.get(at).and_then(|word| year(word));
        date.month = words.get(at + 1).and_then(|word| month(word));
        if date.month.is_some() {
            date.day = words.get(at + 2).and_then(|word| day(word));
        } else if at + 1 == words.len() {
            (date.month, date.day) = before_year(words.get(..at).unwrap_or_default());
        }
        date
    }
}

/// Eight digits that begin with a year: `20190905`.
fn is_compact(word: &str) -> bool {
    word.len() == 8
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && word.get(..4).and_then(year).is_some()
}

/// Month and day of `Sep 5`, `5 September`, `Sep`.
fn before_year(words: &[&str]) -> (Option<u8>, Option<u8>) {
    let named = |word: &str| {
        let is_name = word.chars().all(char::is_alphabetic);
        is_name.then(|| month(word)).flatten()
    };
    match words {
        [.., first, second] if named(first).is_some() && day(second).is_some() => {
            (named(first), day(second))
        }
        [.., first, second] if named(second).is_some() => (named(second), day(first)),
        [.., only] => (named(only), None),
        [] => (None, None),
    }
}

fn year(word: &str) -> Option<u16> {
    (word.len() == 4)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1000..3000).contains(year))
}

fn month(word: &str) -> Option<u8> {
    if let Ok(number) = word.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    let start: String = word.chars().take(3).flat_map(char::to_lowercase).collect();
    let at = MONTHS.iter().position(|&name| name == start)?;
    u8::try_from(at + 1).ok()
}

fn day(word: &str) -> Option<u8> {
    word.parse().ok().filter(|day| (1..=31).contains(day))
}
