//! Dates in PubMed XML: year, month and day in elements of their own, or words.

use crate::Date;
use crate::format::maker::Maker;
use crate::format::xml::Element;

/// `2019 Sep 5`, `2019 Winter`, `2019 Nov-Dec`; hours and minutes are left out.
pub(super) fn text(element: &Element<'_>) -> Option<String> {
    let parts: Vec<String> = ["Year", "Month", "Day", "Season", "MedlineDate"]
        .into_iter()
        .filter_map(|name| element.first_text(name))
        .collect();
    let text = match parts.is_empty() {
        true => element.own_text()?,
        false => parts.join(" "),
    };
    Some(text)
}

/// Adds a date that is not that of publication.
pub(super) fn other(maker: &mut Maker<'_>, name: &str, element: &Element<'_>) {
    let Some(mut text) = text(element) else {
        return;
    };
    let clock: Vec<String> = ["Hour", "Minute"]
        .into_iter()
        .filter_map(|name| element.first_text(name))
        .map(|number| format!("{number:0>2}"))
        .collect();
    if !clock.is_empty() {
        text = format!("{text} {}", clock.join(":"));
    }
    let date = Date::parse(&text);
    maker.record.other_dates.push((name.to_owned(), date));
}
