//! What several people took, side by side, and what of it counts.

use std::collections::BTreeMap;

use super::cell::Value;
use super::extraction::{Extraction, FormState};
use super::field::Field;
use super::form::Form;
use super::place::Place;
use crate::log::Cell;

/// A place with what everybody entered there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The place as it is in the log.
    pub place: String,
    /// Who entered what; `None` for who took the study's values and none here.
    pub taken: Vec<(String, Option<Cell>)>,
    /// How far it is.
    pub standing: Standing,
    /// The value that counts, or may be shown as not yet checked; `None` where there is none.
    pub value: Option<Cell>,
}

/// How far a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Somebody settled it.
    Settled {
        /// Who.
        by: String,
    },
    /// As many as the rules ask for entered the same.
    Agreed,
    /// One person entered it, and the rules ask for one.
    Single,
    /// Fewer have entered it than the rules ask for.
    Waiting,
    /// What they entered is not the same.
    Differs,
    /// The form as it is now does not ask for it.
    NotAsked,
}

impl Standing {
    /// Whether the value counts.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Settled { .. } | Self::Agreed | Self::Single)
    }

    /// The word for people.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Settled { .. } => "settled",
            Self::Agreed => "agreed",
            Self::Single => "one person",
            Self::Waiting => "waiting",
            Self::Differs => "differs",
            Self::NotAsked => "no longer asked",
        }
    }
}

impl Extraction {
    /// Everything that was entered for a study with a form, place by place in the order of the form.
    /// `people` is how many are to enter each value.
    pub fn lines(&self, study: &str, form: &str, people: u32) -> Vec<Line> {
        let now = self.form(form).and_then(FormState::now);
        let all = self.taken(study, form);
        let settled = self.settled(study, form);
        let mut places: BTreeMap<Order, &str> = BTreeMap::new();
        let entered = all.iter().flat_map(|taken| taken.extracted.cells.keys());
        let entered = entered.map(String::as_str);
        for place in entered.chain(settled.keys().copied()) {
            places.insert(order(now, place), place);
        }
        let line = |place: &str| {
            let own = |taken: &&super::Taken| {
                let cell = taken.extracted.cells.get(place).cloned();
                (taken.by.clone(), cell)
            };
            let taken: Vec<(String, Option<Cell>)> = all.iter().map(own).collect();
            let field = now.and_then(|form| form.field(&place.parse().ok()?));
            let (standing, value) = match settled.get(place) {
                Some((taken, cell)) => {
                    let by = taken.by.clone();
                    (Standing::Settled { by }, Some((*cell).clone()))
                }
                None => judge(now.is_some(), field, &taken, people),
            };
            Line {
                place: place.to_owned(),
                taken,
                standing,
                value,
            }
        };
        places.into_values().map(line).collect()
    }
}

/// What counts of what several people entered.
fn judge(
    has_form: bool,
    field: Option<&Field>,
    taken: &[(String, Option<Cell>)],
    people: u32,
) -> (Standing, Option<Cell>) {
    let entered: Vec<&Cell> = taken.iter().filter_map(|(_, cell)| cell.as_ref()).collect();
    let best = entered
        .iter()
        .copied()
        .reduce(|best, cell| match digits(cell) > digits(best) {
            true => cell,
            false => best,
        });
    if has_form && field.is_none() {
        return (Standing::NotAsked, best.cloned());
    }
    let is_compared = field.is_none_or(|field| field.is_compared);
    let nothing = Cell {
        value: None,
        unit: None,
        locator: None,
        note: None,
    };
    let differ = taken.iter().any(|(_, cell)| {
        let cell = cell.as_ref().unwrap_or(&nothing);
        best.is_some_and(|best| !is_same(field, best, cell))
    });
    let enough = taken.len() >= people.max(1) as usize;
    match (differ && is_compared, enough, taken.len()) {
        (true, ..) => (Standing::Differs, None),
        (false, false, _) => (Standing::Waiting, best.cloned()),
        (false, true, 1) => (Standing::Single, best.cloned()),
        (false, true, _) => (Standing::Agreed, best.cloned()),
    }
}

/// Digits after the point: `27.60` says more than `27.6`.
fn digits(cell: &Cell) -> usize {
    let value = cell.value.as_deref().unwrap_or_default();
    value.split_once('.').map_or(0, |(_, after)| after.len())
}

/// Whether two values are the same: numbers by value in one unit, words without regard to spaces.
fn is_same(field: Option<&Field>, a: &Cell, b: &Cell) -> bool {
    if let Some(field) = field.filter(|field| field.kind.is_number())
        && let (Ok(Value::Number { value, unit }), Ok(other)) = (field.read(a), field.read(b))
    {
        let Value::Number {
            value: second,
            unit: in_unit,
        } = other
        else {
            return false;
        };
        let scale = value.abs().max(second.abs());
        return unit == in_unit && (value - second).abs() <= scale * 1e-9;
    }
    let words = |cell: &Cell| -> Option<String> {
        let value = cell.value.as_deref()?;
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    words(a) == words(b)
}

/// Where a place comes in the order of a form: by field and group as the form has them, items by
/// their names; what the form does not have comes last.
type Order = (bool, Vec<(usize, String)>, String);

fn order(form: Option<&Form>, text: &str) -> Order {
    let ranks = form.and_then(|form| ranks(form, &text.parse().ok()?));
    match ranks {
        Some(ranks) => (false, ranks, String::new()),
        None => (true, Vec::new(), text.to_owned()),
    }
}

fn ranks(form: &Form, place: &Place) -> Option<Vec<(usize, String)>> {
    let mut ranks = Vec::with_capacity(place.steps.len() + 1);
    let (mut fields, mut groups) = (&form.fields, &form.groups);
    for (id, key) in &place.steps {
        let at = groups.iter().position(|group| group.id == *id)?;
        let group = groups.get(at)?;
        // Groups come after the fields beside them.
        ranks.push((fields.len() + at, key.clone()));
        (fields, groups) = (&group.fields, &group.groups);
    }
    let at = fields.iter().position(|field| field.id == place.field)?;
    ranks.push((at, String::new()));
    Some(ranks)
}
