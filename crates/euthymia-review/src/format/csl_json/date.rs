//! Dates in CSL: lists of numbers, or words.

use serde_json::{Map, Value, json};

use crate::Date;
use crate::format::json::plain;

/// A date: words where there are any, or else the numbers, a range with a stroke.
pub(super) fn read(value: &Value) -> Option<Date> {
    if let Some(text) = plain(value) {
        return Some(Date::parse(&text));
    }
    let map = value.as_object()?;
    let words = ["raw", "literal"];
    if let Some(text) = words.iter().find_map(|key| map.get(*key).and_then(plain)) {
        let mut date = Date::parse(&text);
        if date.year.is_none() {
            let numbers = Date::parse(&numbers(map).unwrap_or_default());
            (date.year, date.month, date.day) = (numbers.year, numbers.month, numbers.day);
        }
        return Some(date);
    }
    let mut text = numbers(map)?;
    if let Some(season) = map.get("season").and_then(plain) {
        text = format!("{text} {}", season_word(&season));
    }
    Some(Date::parse(&text))
}

fn season_word(season: &str) -> &str {
    match season {
        "1" => "Spring",
        "2" => "Summer",
        "3" => "Autumn",
        "4" => "Winter",
        words => words,
    }
}

/// `2019-09-05`, or `2019-09-05/2019-09-07`.
fn numbers(map: &Map<String, Value>) -> Option<String> {
    let dates: Vec<String> = map
        .get("date-parts")?
        .as_array()?
        .iter()
        .filter_map(|date| {
            let parts = date.as_array()?.iter().filter_map(plain);
            let text: Vec<String> = parts.map(|part| format!("{part:0>2}")).collect();
            (!text.is_empty()).then(|| text.join("-"))
        })
        .collect();
    (!dates.is_empty()).then(|| dates.join("/"))
}

/// Numbers, with the words beside them where they say more.
pub(super) fn write(date: &Date) -> Value {
    let mut map = Map::new();
    if let Some(year) = date.year {
        let rest = [date.month, date.month.and(date.day)];
        let parts =
            std::iter::once(json!(year)).chain(rest.into_iter().flatten().map(|n| json!(n)));
        map.insert("date-parts".to_owned(), json!([parts.collect::<Vec<_>>()]));
    }
    if numbers(&map).as_deref() != Some(date.text.as_str()) {
        map.insert("raw".to_owned(), json!(date.text));
    }
    Value::Object(map)
}
