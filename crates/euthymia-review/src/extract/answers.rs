//! Values for a form in a file that people fill in: TOML laid out as the form is.

use std::collections::BTreeMap;

use euthymia_table::{Diagnostic, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::digitise::Axis;
use super::form::{Form, Group, is_a_name};
use super::place::Place;
use crate::folder::line;
use crate::log::Cell;

/// What is written as a value where the report does not say.
pub const NOT_REPORTED: &str = "not reported";

/// The table of a file that says what it is for.
pub(super) const SHEET: &str = "_sheet";

/// A file that was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The study that it says it is for.
    pub study: Option<String>,
    /// The form that it says it is for.
    pub form: Option<String>,
    /// The version of the form that it says it was made with.
    pub version: Option<String>,
    /// Values by their place; what was left empty is not there.
    pub cells: BTreeMap<String, Cell>,
}

/// Reads a file in TOML: `year = { value = 2021, at = "p. 1" }`, items of groups as tables
/// `[arms.ketamine]`. An empty value is left out, `"not reported"` says that the report does not say
/// it. A number keeps its decimals as written.
///
/// # Errors
/// Everything that is wrong, each with its line.
///
/// # Example
/// ```
/// use euthymia_review::extract::{Form, read_answers};
/// let form = Form::read("f", "[[fields]]\nid = \"mean\"\ntype = \"number\"\n").unwrap();
/// let answers = read_answers(&form, "a.toml", "mean = { value = 27.60, at = \"p. 4\" }\n").unwrap();
/// assert_eq!(answers.cells["mean"].value.as_deref(), Some("27.60"));
/// ```
pub fn read_answers(form: &Form, file: &str, text: &str) -> Result<Answers, Vec<Diagnostic>> {
    let table = DeTable::parse(text).map_err(|error| {
        let finding = Diagnostic::error(file.to_owned(), error.message().trim_end().to_owned());
        vec![match error.span() {
            Some(span) => finding.at_row(line(text, span.start)),
            None => finding,
        }]
    })?;
    let mut reader = Reader {
        form,
        file,
        text,
        answers: Answers::default(),
        findings: Vec::new(),
    };
    reader.level(table.get_ref(), &[]);
    match reader.findings.is_empty() {
        true => Ok(reader.answers),
        false => Err(reader.findings),
    }
}

struct Reader<'r> {
    form: &'r Form,
    file: &'r str,
    text: &'r str,
    answers: Answers,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn say(&mut self, offset: usize, key: &str, message: impl Into<String>, help: &str) {
        self.findings.push(
            Diagnostic::error(self.file.to_owned(), message)
                .at_key(line(self.text, offset), key.to_owned())
                .with_help(help),
        );
    }

    /// The fields and groups of an item, or of the form itself.
    fn level(&mut self, table: &DeTable<'_>, steps: &[(String, String)]) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if steps.is_empty() && name == SHEET {
                self.sheet(value);
                continue;
            }
            let place = Place {
                steps: steps.to_vec(),
                field: name.to_owned(),
            };
            if self.form.field(&place).is_some() {
                if let Some(cell) = self.cell(value, name) {
                    self.answers.cells.insert(place.to_string(), cell);
                }
            } else if self.groups(steps).iter().any(|group| group.id == name) {
                self.group(name, value, steps);
            } else {
                self.unknown(key.span().start, name, steps);
            }
        }
    }

    fn groups(&self, steps: &[(String, String)]) -> &[Group] {
        match steps.is_empty() {
            true => &self.form.groups,
            false => self
                .form
                .group(steps)
                .map_or(&[][..], |group| &group.groups),
        }
    }

    fn unknown(&mut self, at: usize, name: &str, steps: &[(String, String)]) {
        let fields = match self.form.group(steps) {
            Some(group) => &group.fields,
            None => &self.form.fields,
        };
        let groups = self.groups(steps).iter().map(|group| group.id.as_str());
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field.id.as_str())
            .chain(groups)
            .collect();
        let near = nearest(&[name], &names);
        let help = match near {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("It asks for: {}.", names.join(", ")),
        };
        let message = format!("the form {} does not ask for this here", self.form.name);
        self.say(at, name, message, &help);
    }

    fn group(&mut self, name: &str, value: &Spanned<DeValue<'_>>, steps: &[(String, String)]) {
        let DeValue::Table(items) = value.get_ref() else {
            let help = format!("Write [{name}.ITEM] and its fields below it.");
            self.say(value.span().start, name, "a group has items", &help);
            return;
        };
        for (key, item) in items {
            let id = key.get_ref().as_ref();
            let at = key.span().start;
            let DeValue::Table(fields) = item.get_ref() else {
                let help = format!("Write [{name}.ITEM] and its fields below it.");
                self.say(at, id, "an item of a group has fields", &help);
                continue;
            };
            if !is_a_name(id) {
                let help = "Write small letters, digits, - and _, a letter or digit first.";
                self.say(at, id, "it is no name of an item", help);
                continue;
            }
            let mut inner = steps.to_vec();
            inner.push((name.to_owned(), id.to_owned()));
            self.level(fields, &inner);
        }
    }

    fn sheet(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(table) = value.get_ref() else {
            return;
        };
        let text = |name: &str| table.get(name).and_then(|own| plain(own.get_ref()));
        self.answers.study = text("study");
        self.answers.form = text("form");
        self.answers.version = text("version");
    }

    /// A value as it stands, or a table with `value`, `unit`, `at`, `note`, or with what a point of a
    /// figure is read from; `None` where nothing is filled in.
    fn cell(&mut self, value: &Spanned<DeValue<'_>>, name: &str) -> Option<Cell> {
        let at = value.span().start;
        let DeValue::Table(table) = value.get_ref() else {
            let text = plain(value.get_ref());
            if text.is_none() {
                let help = "Write a value, or { value = ..., at = \"p. 3\" }.";
                self.say(at, name, "it is no value", help);
            }
            return cell(text, [None, None, None]);
        };
        if table.contains_key("pixel") {
            return self.digitised(table, at, name);
        }
        let known = ["value", "unit", "at", "note"];
        let mut parts: [Option<String>; 4] = [const { None }; 4];
        for (key, own) in table {
            let place = known.iter().position(|known| known == key.get_ref());
            let text = plain(own.get_ref());
            match place.and_then(|place| parts.get_mut(place)) {
                Some(part) if text.is_some() => *part = text,
                Some(_) => self.say(at, name, "it is no value", "Write words or a number."),
                None => {
                    let message = format!("\"{}\" says nothing of a value", key.get_ref());
                    self.say(at, name, message, "Write value, unit, at and note.");
                }
            }
        }
        let [value, unit, locator, note] = parts;
        cell(value, [unit, locator, note])
    }

    /// `{ figure = "Figure 2", pixel = 225, axis = [[400, 0], [50, 40]], log = true, error = 1 }`.
    fn digitised(&mut self, table: &DeTable<'_>, at: usize, name: &str) -> Option<Cell> {
        let number = |key: &str| table.get(key).and_then(|own| as_number(own.get_ref()));
        let figure = table.get("figure").and_then(|own| plain(own.get_ref()));
        let points = table.get("axis").map(|own| points(own.get_ref()));
        let is_log = table
            .get("log")
            .is_some_and(|own| matches!(own.get_ref(), DeValue::Boolean(true)));
        let (Some(figure), Some(pixel), Some(Some([first, second]))) =
            (figure, number("pixel"), points)
        else {
            let help = "Write { figure = \"Figure 2\", pixel = 225, axis = [[400, 0], [50, 40]] }: two \
                        points of the axis, each its coordinate and its value.";
            self.say(at, name, "a point of a figure is not described", help);
            return None;
        };
        let error = number("error").unwrap_or(1.0);
        let unit = table.get("unit").and_then(|own| plain(own.get_ref()));
        let read = Axis::new(first, second, is_log)
            .and_then(|axis| axis.cell(figure.trim(), pixel, error));
        match read {
            Ok(cell) => Some(Cell { unit, ..cell }),
            Err(error) => {
                self.say(at, name, error.to_string(), "Correct the coordinates.");
                None
            }
        }
    }
}

/// A cell of trimmed texts; `None` where no value is filled in.
pub(super) fn cell(value: Option<String>, rest: [Option<String>; 3]) -> Option<Cell> {
    let filled = |text: Option<String>| {
        let text = text?.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let value = filled(value)?;
    let [unit, locator, note] = rest.map(filled);
    let is_reported = !value.eq_ignore_ascii_case(NOT_REPORTED);
    Some(Cell {
        unit: unit.filter(|_| is_reported),
        value: is_reported.then_some(value),
        locator,
        note,
    })
}

/// A plain value as it was written.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(_) | DeValue::Float(_) => plain(value)?.parse().ok(),
        _ => None,
    }
}

fn points(value: &DeValue<'_>) -> Option<[(f64, f64); 2]> {
    let DeValue::Array(points) = value else {
        return None;
    };
    let point = |at: usize| {
        let DeValue::Array(both) = points.get(at)?.get_ref() else {
            return None;
        };
        let number = |at: usize| as_number(both.get(at)?.get_ref());
        (both.len() == 2).then_some((number(0)?, number(1)?))
    };
    (points.len() == 2).then_some([point(0)?, point(1)?])
}
