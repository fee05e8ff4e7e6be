//! A form asked question by question.

use super::checks::{Doubt, doubts};
use super::take::Sheet;
use euthymia_review::extract::{Answers, Field, Form, Group, NOT_REPORTED, Place, is_a_name};
use euthymia_review::log::Cell;
use std::collections::{BTreeMap, VecDeque};

/// What is asked next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The place that is asked for, or the group whose items are.
    pub place: String,
    /// The question.
    pub text: String,
    /// What stands there already.
    pub before: Option<String>,
}

/// A form that is being filled in. An answer is a value, `VALUE UNIT` where there are units, with its
/// place in the report after an `@`: `0.5 mg/kg @ p. 3`. Nothing leaves what stands there, `-` says
/// that the report does not say it.
#[derive(Clone, Debug)]
pub struct FormInterview {
    form: Form,
    cells: BTreeMap<String, Cell>,
    next: VecDeque<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Field(Place),
    /// The names of the items of a group.
    Items(Place),
}

impl FormInterview {
    /// Begins with what is known.
    #[must_use]
    pub fn new(sheet: &Sheet) -> Self {
        let form = sheet.form.clone();
        let next = steps(&[], &form.fields, &form.groups);
        Self {
            form,
            cells: sheet.known.cells.clone(),
            next: next.into(),
        }
    }

    /// The next question; `None` when all are asked.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        match self.next.front()? {
            Step::Field(place) => {
                let field = self.form.field(place)?;
                let cell = self.cells.get(&place.to_string());
                Some(Question {
                    place: place.to_string(),
                    text: asked(field),
                    before: cell.map(super::adjudicate::cell_words),
                })
            }
            Step::Items(place) => {
                let keys = self.keys(place);
                let mut steps = place.steps.clone();
                steps.push((place.field.clone(), String::new()));
                let title = self
                    .form
                    .group(&steps)
                    .and_then(|group| group.title.clone());
                Some(Question {
                    place: place.to_string(),
                    text: format!(
                        "{}: short names, with spaces between",
                        title.unwrap_or(place.field.clone())
                    ),
                    before: (!keys.is_empty()).then(|| keys.join(" ")),
                })
            }
        }
    }

    /// Takes an answer and goes on. Returns what is newly doubtful.
    ///
    /// # Errors
    /// What cannot be a name of an item; the question stays.
    pub fn answer(&mut self, line: &str) -> Result<Vec<Doubt>, String> {
        let Some(step) = self.next.front().cloned() else {
            return Ok(Vec::new());
        };
        match step {
            Step::Items(place) => {
                self.name_items(&place, line)?;
                Ok(Vec::new())
            }
            Step::Field(place) => {
                self.next.pop_front();
                let Some(cell) = self
                    .form
                    .field(&place)
                    .and_then(|field| cell_from(field, line))
                else {
                    return Ok(Vec::new());
                };
                let before = doubts(&self.form, &self.cells);
                self.cells.insert(place.to_string(), cell);
                let mut after = doubts(&self.form, &self.cells);
                after.retain(|doubt| {
                    self.cells.contains_key(&doubt.place) && !before.contains(doubt)
                });
                Ok(after)
            }
        }
    }

    /// What was answered so far.
    #[must_use]
    pub fn answers(self) -> Answers {
        Answers {
            cells: self.cells,
            ..Answers::default()
        }
    }

    fn name_items(&mut self, place: &Place, line: &str) -> Result<(), String> {
        let mut keys: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        if let Some(wrong) = keys.iter().find(|key| !is_a_name(key)) {
            return Err(format!(
                "\"{wrong}\" is no short name: write small letters, digits, - and _"
            ));
        }
        if keys.is_empty() {
            keys = self.keys(place);
        }
        keys.dedup();
        self.next.pop_front();
        let mut inner = Vec::new();
        for key in keys {
            let mut path = place.steps.clone();
            path.push((place.field.clone(), key));
            if let Some(group) = self.form.group(&path) {
                inner.extend(steps(&path, &group.fields, &group.groups));
            }
        }
        for step in inner.into_iter().rev() {
            self.next.push_front(step);
        }
        Ok(())
    }

    /// Names of the items of a group that have values.
    fn keys(&self, group: &Place) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for place in self
            .cells
            .keys()
            .filter_map(|text| text.parse::<Place>().ok())
        {
            if let Some((id, key)) = place.steps.get(group.steps.len())
                && place.steps.starts_with(&group.steps)
                && *id == group.field
                && !keys.contains(key)
            {
                keys.push(key.clone());
            }
        }
        keys
    }
}

fn steps(at: &[(String, String)], fields: &[Field], groups: &[Group]) -> Vec<Step> {
    let place = |field: &String| Place {
        steps: at.to_vec(),
        field: field.clone(),
    };
    let fields = fields.iter().map(|field| Step::Field(place(&field.id)));
    let groups = groups.iter().map(|group| Step::Items(place(&group.id)));
    fields.chain(groups).collect()
}

fn asked(field: &Field) -> String {
    let question = field.ask.as_deref().unwrap_or(&field.id);
    let mut text = format!("{question} ({})", field.kind.words());
    if !field.choices.is_empty() {
        text = format!("{question} ({})", field.choices.join(", "));
    }
    if !field.units.is_empty() {
        let units: Vec<&str> = field.units.iter().map(|unit| unit.name.as_str()).collect();
        text += &format!(" in {}", units.join(", "));
    }
    text
}

/// `VALUE UNIT @ LOCATOR`; `None` for an empty line.
pub(super) fn cell_from(field: &Field, line: &str) -> Option<Cell> {
    let (value, locator) = match line.rsplit_once('@') {
        Some((value, locator)) => (value.trim(), locator.trim()),
        None => (line.trim(), ""),
    };
    if value.is_empty() {
        return None;
    }
    let locator = (!locator.is_empty()).then(|| locator.to_owned());
    let is_reported = value != "-" && !value.eq_ignore_ascii_case(NOT_REPORTED);
    let parts = value.rsplit_once(char::is_whitespace);
    let unit = parts.and_then(|(_, last)| field.unit(last));
    let (value, unit) = match (parts, unit) {
        (Some((first, _)), Some(unit)) => (first.trim(), Some(unit.name.clone())),
        _ => (value, None),
    };
    Some(Cell {
        value: is_reported.then(|| value.to_owned()),
        unit,
        locator,
        note: None,
    })
}
