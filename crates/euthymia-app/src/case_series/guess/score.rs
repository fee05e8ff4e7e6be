//! Columns of totals and of answers, by their names.

use super::super::moment::{Moment, from_tokens};
use super::super::scale;
use super::super::settings::{ColumnSettings, Role};
use euthymia_clinical::instrument::bundled;

/// A scale's name before or after a time, with what may stand between.
pub(super) fn score(words: &[String]) -> Option<(ColumnSettings, String)> {
    let of = |id: &str, time: &[String], words: &[String]| {
        let rest: Vec<String> = time
            .iter()
            .filter(|word| !["total", "tot", "score", "sum"].contains(&word.as_str()))
            .cloned()
            .collect();
        let mut settings = ColumnSettings::of(Role::Score);
        settings.instrument = Some(id.to_owned());
        let name = scale::measure(id).map_or_else(|| id.to_owned(), |scale| scale.name);
        let vague = match scale::is_vague(words, id) {
            true => "; the name leaves the version open",
            false => "",
        };
        if rest.is_empty() {
            return Some((settings, format!("a total of the {name}{vague}")));
        }
        settings.at = Some(at_words(from_tokens(&rest)?));
        Some((settings, format!("a total of the {name} at a time{vague}")))
    };
    // "BDI.2m" can be the second BDI or the BDI after two months: the reading that fits is meant.
    let at_start = scale::at_start(words).into_iter().find_map(|(id, length)| {
        let (name, rest) = words.split_at(length.min(words.len()));
        of(id, rest, name)
    });
    // The time may stand first: week4_phq9.
    at_start.or_else(|| {
        (1..words.len()).find_map(|at| {
            let (time, name) = words.split_at(at);
            from_tokens(time)?;
            let whole = scale::at_start(name)
                .into_iter()
                .find(|(_, length)| *length == name.len());
            of(whole?.0, time, name)
        })
    })
}

/// An answer to an item: a scale's name, the item's number, and a time or none: `phq9_3_week2`.
pub(super) fn item(words: &[String]) -> Option<ColumnSettings> {
    scale::at_start(words).into_iter().find_map(|(id, length)| {
        let pack = bundled(id)?;
        let mut rest = words.get(length..)?;
        if let [word, after @ ..] = rest
            && ["item", "q", "i", "question", "nr"].contains(&word.as_str())
        {
            rest = after;
        }
        let (number, time) = rest.split_first()?;
        let item: usize = number.parse().ok()?;
        (1..=pack.items.len()).contains(&item).then_some(())?;
        let mut settings = ColumnSettings::of(Role::Item);
        settings.instrument = Some(id.to_owned());
        settings.item = Some(item);
        if !time.is_empty() {
            settings.at = Some(at_words(from_tokens(time)?));
        }
        Some(settings)
    })
}

/// Whether these items are all that a scale always asks.
pub(super) fn is_whole_sheet(id: &str, items: &[usize]) -> bool {
    let asked = |pack: &euthymia_clinical::instrument::Pack| {
        let always = pack.items.iter().enumerate();
        always
            .filter(|(_, item)| item.scored && item.ask_if.is_none())
            .all(|(at, _)| items.contains(&(at + 1)))
    };
    bundled(id).is_some_and(asked)
}

/// A time as settings have it.
fn at_words(moment: Moment) -> String {
    match moment {
        Moment::First => "baseline".to_owned(),
        Moment::Days(days) => format!("day {days}"),
        Moment::Nth(place) => format!("visit {place}"),
        Moment::Last => "end".to_owned(),
    }
}
