//! Whether numbers taken from a report can be: every check one type of doubt, none of which blocks.

mod amounts;
mod spread;
mod whole;

use euthymia_cohort::reconstruct::Printed as WholePrinted;
use euthymia_review::extract::{CheckKind, CheckRule, Form, Place, Value};
use euthymia_review::log::Cell;
use euthymia_synthesis::conversion::printed::Printed;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a person should look at, about a value that somebody took from a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The place of the value.
    pub place: String,
    /// What was checked, as a word: `form`, `at_most`, `percentage`, `whole_numbers`.
    pub check: &'static str,
    /// What stands there.
    pub found: String,
    /// Why it is doubted.
    pub why: String,
    /// What to do.
    pub help: String,
}

/// Everything that is doubtful about values: what does not fit the form, then what its checks find.
///
/// # Example
/// ```
/// use euthymia_app::review::doubts;
/// use euthymia_review::extract::{Form, TRIALS, TRIALS_TEXT, read_answers};
/// let form = Form::read(TRIALS, TRIALS_TEXT).unwrap();
/// let file = "[arms.a.outcomes.r]\nevents = { value = 21, at = \"p. 1\" }\nn = { value = 20, at = \"p. 1\" }\n";
/// let answers = read_answers(&form, "a.toml", file).unwrap();
/// let found = doubts(&form, &answers.cells);
/// assert!(found.iter().any(|doubt| doubt.check == "at_most" && doubt.place.ends_with("/events")));
/// ```
#[must_use]
pub fn doubts(form: &Form, cells: &BTreeMap<String, Cell>) -> Vec<Doubt> {
    let misfits = form.misfits(cells).into_iter().map(|own| Doubt {
        check: "form",
        found: found(cells, &own.place),
        help: own.misfit.help().to_owned(),
        why: own.misfit.to_string(),
        place: own.place,
    });
    let mut all: Vec<Doubt> = misfits.collect();
    for rule in &form.checks {
        let held: Vec<Held<'_>> = items(cells, &rule.group)
            .into_iter()
            .map(|steps| Held {
                form,
                cells,
                rule,
                steps,
            })
            .collect();
        if rule.kind == CheckKind::Alike {
            all.extend(spread::alike(&held));
        } else {
            all.extend(held.iter().flat_map(run));
        }
    }
    all
}

fn run(item: &Held<'_>) -> Vec<Doubt> {
    let one = match item.rule.kind {
        CheckKind::AtMost => amounts::at_most(item),
        CheckKind::Percentage => amounts::percentage(item),
        CheckKind::OnScale => amounts::on_scale(item),
        CheckKind::InOrder => amounts::in_order(item),
        CheckKind::WholeNumbers => whole::whole_numbers(item),
        CheckKind::Spread => spread::spread(item),
        CheckKind::Interval => return spread::interval(item),
        CheckKind::Alike => None,
    };
    one.into_iter().collect()
}

/// A value as people see it.
fn found(cells: &BTreeMap<String, Cell>, place: &str) -> String {
    let cell = cells.get(place);
    let value = cell.and_then(|cell| cell.value.clone()).unwrap_or_default();
    match cell.and_then(|cell| cell.unit.as_ref()) {
        Some(unit) => format!("{value} {unit}"),
        None => value,
    }
}

/// Groups from the outside in, each with the name of an item.
type Steps = Vec<(String, String)>;

/// The items of a group that have values.
fn items(cells: &BTreeMap<String, Cell>, group: &str) -> BTreeSet<Steps> {
    let places = cells.keys().filter_map(|text| text.parse::<Place>().ok());
    places
        .filter(|place| place.groups() == group)
        .map(|place| place.steps)
        .collect()
}

/// A rule at one item.
struct Held<'f> {
    form: &'f Form,
    cells: &'f BTreeMap<String, Cell>,
    rule: &'f CheckRule,
    steps: Steps,
}

/// A number as it was printed.
struct Number {
    place: Place,
    text: String,
    value: f64,
}

impl Number {
    /// With its decimals; `None` where it was written with an exponent or converted.
    fn printed(&self) -> Option<Printed> {
        self.text.parse().ok()
    }

    fn whole_printed(&self) -> Option<WholePrinted> {
        self.text.parse().ok()
    }

    /// The least and the greatest number that are printed so.
    fn bounds(&self) -> (f64, f64) {
        let printed = self.printed().map(|printed| printed.bounds());
        printed.unwrap_or((self.value, self.value))
    }

    /// A whole number from 1.
    fn count(&self) -> Option<u64> {
        self.text.parse().ok()
    }

    fn field(&self) -> &str {
        &self.place.field
    }
}

impl Held<'_> {
    /// The value of a field of the item, or of what is around it.
    fn cell(&self, field: &str) -> Option<(Place, &Cell)> {
        let mut place = Some(Place {
            steps: self.steps.clone(),
            field: field.to_owned(),
        });
        while let Some(here) = place {
            let cell = self.cells.get(&here.to_string());
            if let Some(cell) = cell.filter(|cell| cell.value.is_some()) {
                return Some((here, cell));
            }
            place = here.outside();
        }
        None
    }

    /// The words at a field, by its name.
    fn word(&self, field: &str) -> Option<&str> {
        self.cell(field)?.1.value.as_deref().map(str::trim)
    }

    /// The name of a field of the rule, counted from 0; `None` for one that is not there.
    fn name(&self, at: usize) -> Option<&str> {
        let name = self.rule.fields.get(at)?;
        (name != "-").then_some(name)
    }

    /// The words at a field of the rule.
    fn words(&self, at: usize) -> Option<(Place, &str)> {
        let (place, cell) = self.cell(self.name(at)?)?;
        Some((place, cell.value.as_deref()?.trim()))
    }

    /// The number at a field of the rule.
    fn number(&self, at: usize) -> Option<Number> {
        let (place, cell) = self.cell(self.name(at)?)?;
        let Value::Number { value, unit } = self.form.field(&place)?.read(cell).ok()? else {
            return None;
        };
        let text = match unit == cell.unit {
            true => cell.value.as_deref()?.trim().to_owned(),
            false => value.to_string(),
        };
        Some(Number { place, text, value })
    }

    fn doubt(&self, check: &'static str, place: &Place, why: String, help: &str) -> Doubt {
        let place = place.to_string();
        Doubt {
            found: found(self.cells, &place),
            place,
            check,
            why,
            help: help.to_owned(),
        }
    }
}
