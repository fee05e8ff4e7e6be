//! A date that may lack its day or month, or be words.

/// A date as written, with as much of it as could be read.
///
/// # Example
/// ```
/// use euthymia_review::Date;
/// let date = Date::parse("2019 Sep 5");
/// assert_eq!((date.year, date.month, date.day), (Some(2019), Some(9), Some(5)));
/// assert_eq!(Date::parse("2019/09/05/").month, Some(9));
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
    /// Reads what can be read: `2019`, `2019 Sep 5`, `2019/09/05/note`, `2019-09`.
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
            return date;
        };
        date.year = words.get(at).and_then(|word| year(word));
        date.month = words.get(at + 1).and_then(|word| month(word));
        if date.month.is_some() {
            date.day = words.get(at + 2).and_then(|word| day(word));
        }
        date
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
