//! Dates as registries write them.

use crate::Date;
use crate::format::numbers::is_digits;

/// `2019-09-05`, `September 5, 2019`, `05/09/2019` (day first, as the WHO portal has it),
/// `20190905`.
pub(super) fn read(text: &str) -> Date {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let turned = match words.as_slice() {
        [all] if all.len() == 8 && is_digits(all) => {
            let part = |from: usize, to: usize| all.get(from..to).unwrap_or_default();
            format!("{} {} {}", part(0, 4), part(4, 6), part(6, 8))
        }
        [month, day, year] if is_year(year) && !is_digits(month) => format!("{year} {month} {day}"),
        [day, month, year] if is_year(year) => format!("{year} {month} {day}"),
        [month, year] if is_year(year) => format!("{year} {month}"),
        _ => return Date::parse(text),
    };
    Date {
        text: text.trim().to_owned(),
        ..Date::parse(&turned)
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && is_digits(word)
}
