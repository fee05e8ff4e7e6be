//! A file to be filled in, with what is known already.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use super::answers::{NOT_REPORTED, SHEET};
use super::field::Field;
use super::form::{Form, Group};
use super::place::Place;
use crate::log::Cell;

/// What a file begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The study.
    pub study: String,
    /// Values that are known, by their place.
    pub cells: BTreeMap<String, Cell>,
    /// Items that are known although no value of them is: `arms/ketamine`.
    pub items: Vec<String>,
}

/// A file in TOML for a form: every field with its question as a remark, and what is known.
///
/// # Example
/// ```
/// use euthymia_review::extract::{Form, Known, read_answers, template};
/// let text = "[[fields]]\nid = \"year\"\ntype = \"integer\"\nask = \"Year\"\n";
/// let form = Form::read("short", text).unwrap();
/// let known = Known { study: "doe2021".to_owned(), ..Known::default() };
/// let file = template(&form, &known);
/// assert!(file.contains("year = { value = \"\", at = \"\" } # Year; a whole number"));
/// assert_eq!(read_answers(&form, "a.toml", &file).unwrap().cells.len(), 0);
/// ```
pub fn template(form: &Form, known: &Known) -> String {
    let mut out = format!(
        "# {study} with the form {form}. What is left empty is not entered; \"{NOT_REPORTED}\" says \
         that the\n# report does not say it. Name items of groups as you like, and copy them.\n\
         # A point of a figure: {{ figure = \"Figure 2\", pixel = 225, axis = [[400, 0], [50, 40]] }}\n\
         {SHEET}.study = {quoted}\n{SHEET}.form = \"{form}\"\n{SHEET}.version = \"{version}\"\n\n",
        study = one_line(&known.study),
        form = form.name,
        quoted = quoted(&known.study),
        version = form.version,
    );
    for slot in slots(form, known) {
        match slot {
            Slot::Field(place, field) => {
                let cell = known.cells.get(&place.to_string());
                out += &format!(
                    "{} = {} # {}\n",
                    place.field,
                    shown(field, cell),
                    asked(field)
                );
            }
            Slot::Item(steps, group) => {
                let path: Vec<String> = steps
                    .iter()
                    .map(|(id, key)| format!("{id}.{key}"))
                    .collect();
                let title = group.title.as_deref().unwrap_or(&group.id);
                out += &format!("\n# {}\n[{}]\n", one_line(title), path.join("."));
            }
        }
    }
    out
}

/// The same as a table: place, question, value, unit, locator, note.
pub fn csv_template(form: &Form, known: &Known) -> String {
    let mut out = "place,question,value,unit,locator,note\n".to_owned();
    for slot in slots(form, known) {
        if let Slot::Field(place, field) = slot {
            let place = place.to_string();
            let cell = known.cells.get(&place);
            let value = cell.map(|cell| cell.value.clone().unwrap_or(NOT_REPORTED.to_owned()));
            let part = |take: fn(&Cell) -> &Option<String>| cell.and_then(|own| take(own).clone());
            let first_unit = field.units.first().map(|unit| unit.name.clone());
            let row = [
                Some(place),
                Some(asked(field)),
                value,
                part(|cell| &cell.unit).or(first_unit),
                part(|cell| &cell.locator),
                part(|cell| &cell.note),
            ];
            let cells = row.map(|cell| csv_cell(&cell.unwrap_or_default()));
            out += &(cells.join(",") + "\n");
        }
    }
    out
}

enum Slot<'f> {
    Field(Place, &'f Field),
    Item(Vec<(String, String)>, &'f Group),
}

/// Everything that is asked, in the order of the form.
fn slots<'f>(form: &'f Form, known: &Known) -> Vec<Slot<'f>> {
    let mut places: Vec<Vec<(String, String)>> = Vec::new();
    for text in known.cells.keys() {
        places.extend(text.parse::<Place>().map(|place| place.steps));
    }
    for item in &known.items {
        places.extend(
            format!("{item}/-")
                .parse::<Place>()
                .map(|place| place.steps),
        );
    }
    let mut slots = Vec::new();
    level(&[], (&form.fields, &form.groups), &places, &mut slots);
    slots
}

fn level<'f>(
    steps: &[(String, String)],
    (fields, groups): (&'f [Field], &'f [Group]),
    known: &[Vec<(String, String)>],
    slots: &mut Vec<Slot<'f>>,
) {
    for field in fields {
        let place = Place {
            steps: steps.to_vec(),
            field: field.id.clone(),
        };
        slots.push(Slot::Field(place, field));
    }
    for group in groups {
        let here = known.iter().filter(|own| own.starts_with(steps));
        let mut keys: BTreeSet<String> = here
            .filter_map(|own| own.get(steps.len()))
            .filter(|(id, _)| *id == group.id)
            .map(|(_, key)| key.clone())
            .collect();
        let wanted = (group.at_least.clamp(1, 26)) as usize;
        for letter in ('a'..='z').take(wanted) {
            if keys.len() < wanted {
                keys.insert(letter.to_string());
            }
        }
        for key in keys {
            let mut inner = steps.to_vec();
            inner.push((group.id.clone(), key));
            slots.push(Slot::Item(inner.clone(), group));
            level(&inner, (&group.fields, &group.groups), known, slots);
        }
    }
}

/// A value as it stands in the file.
fn shown(field: &Field, cell: Option<&Cell>) -> String {
    let value = cell.map(|cell| cell.value.as_deref().unwrap_or(NOT_REPORTED));
    let mut parts = vec![format!("value = {}", quoted(value.unwrap_or_default()))];
    let unit = cell.and_then(|cell| cell.unit.as_deref());
    if let Some(unit) = unit.or(field.units.first().map(|unit| unit.name.as_str())) {
        parts.push(format!("unit = {}", quoted(unit)));
    }
    let locator = cell.and_then(|cell| cell.locator.as_deref());
    parts.push(format!("at = {}", quoted(locator.unwrap_or_default())));
    if let Some(note) = cell.and_then(|cell| cell.note.as_deref()) {
        parts.push(format!("note = {}", quoted(note)));
    }
    format!("{{ {} }}", parts.join(", "))
}

/// The question with what is expected, on one line.
fn asked(field: &Field) -> String {
    let question = field.ask.as_deref().unwrap_or(&field.id);
    let mut parts = vec![one_line(question)];
    match field.choices.is_empty() {
        true => parts.push(field.kind.words().to_owned()),
        false => parts.push(format!("one of {}", field.choices.join(", "))),
    }
    if !field.units.is_empty() {
        let units: Vec<String> = field.units.iter().map(ToString::to_string).collect();
        parts.push(one_line(&format!("in {}", units.join(", "))));
    }
    if field.is_required {
        parts.push("needed".to_owned());
    }
    parts.join("; ")
}

fn quoted(text: &str) -> String {
    Value::String(one_line(text)).to_string()
}

fn one_line(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn csv_cell(text: &str) -> String {
    let text = one_line(text);
    match text.contains([',', '"', ';']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
