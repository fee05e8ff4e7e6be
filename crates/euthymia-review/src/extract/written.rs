//! The text of a form, read with the line of what is wrong.

use euthymia_table::Diagnostic;
use serde::Deserialize;
use toml::Spanned;

use super::field::{Field, FieldType, Unit};
use super::form::{CheckRule, Form, Group, Locators, is_a_name};
use crate::folder::line;

/// Groups within groups, at most.
const DEPTH: usize = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenForm {
    title: Option<String>,
    #[serde(default)]
    locators: Locators,
    #[serde(default)]
    fields: Vec<WrittenField>,
    #[serde(default)]
    groups: Vec<WrittenGroup>,
    #[serde(default)]
    checks: Vec<Spanned<CheckRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    id: Spanned<String>,
    title: Option<String>,
    #[serde(default)]
    at_least: u32,
    #[serde(default)]
    fields: Vec<WrittenField>,
    #[serde(default)]
    groups: Vec<WrittenGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    id: Spanned<String>,
    ask: Option<String>,
    #[serde(rename = "type")]
    kind: FieldType,
    #[serde(default)]
    required: bool,
    min: Option<f64>,
    max: Option<f64>,
    #[serde(default)]
    units: Vec<Unit>,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default = "yes")]
    compared: bool,
}

fn yes() -> bool {
    true
}

/// Where findings are told of.
struct Text<'t> {
    file: String,
    text: &'t str,
    findings: Vec<Diagnostic>,
}

pub(super) fn read(name: &str, text: &str) -> Result<Form, Vec<Diagnostic>> {
    let file = format!("forms/{name}.toml");
    let written: WrittenForm = toml::from_str(text).map_err(|error| {
        let finding = Diagnostic::error(file.clone(), error.message().trim_end().to_owned());
        vec![match error.span() {
            Some(span) => finding.at_row(line(text, span.start)),
            None => finding,
        }]
    })?;
    let mut at = Text {
        file,
        text,
        findings: Vec::new(),
    };
    let names = written.fields.iter().map(|field| &field.id);
    at.names(names.chain(written.groups.iter().map(|group| &group.id)));
    let form = Form {
        name: name.to_owned(),
        version: Form::version_of(text),
        title: written.title,
        locators: written.locators,
        fields: at.fields(written.fields),
        groups: at.groups(written.groups, 1),
        checks: Vec::new(),
    };
    if !is_a_name(name) {
        at.say(0, "id", name, "it is no name of a form", NAMES);
    }
    if form.all_fields().is_empty() {
        at.say(
            0,
            "fields",
            "",
            "the form asks nothing",
            "Add a [[fields]].",
        );
    }
    let checks = at.checks(&form, written.checks);
    match at.findings.is_empty() {
        true => Ok(Form { checks, ..form }),
        false => Err(at.findings),
    }
}

const NAMES: &str = "Write small letters, digits, - and _, a letter or digit first.";

impl Text<'_> {
    fn say(&mut self, offset: usize, key: &str, found: &str, message: &str, help: &str) {
        let finding = Diagnostic::error(self.file.clone(), message.to_owned())
            .at_key(line(self.text, offset), key)
            .with_help(help);
        self.findings.push(match found.is_empty() {
            true => finding,
            false => finding.with_found(found),
        });
    }

    /// Names of what stands side by side.
    fn names<'n>(&mut self, names: impl Iterator<Item = &'n Spanned<String>>) {
        let mut seen: Vec<&str> = Vec::new();
        for name in names {
            let id = name.get_ref().as_str();
            let at = name.span().start;
            if !is_a_name(id) {
                self.say(at, "id", id, "it is no name", NAMES);
            } else if seen.contains(&id) {
                let message = "the name is there already, side by side with this one";
                self.say(at, "id", id, message, "Write another one.");
            }
            seen.push(id);
        }
    }

    fn groups(&mut self, written: Vec<WrittenGroup>, depth: usize) -> Vec<Group> {
        let mut groups = Vec::with_capacity(written.len());
        for own in written {
            let at = own.id.span().start;
            let id = own.id.into_inner();
            if own.fields.is_empty() {
                self.say(
                    at,
                    "id",
                    &id,
                    "the group has no fields",
                    "Add fields to it.",
                );
            }
            if depth > DEPTH {
                let help = "Ask for it in another form.";
                self.say(at, "id", &id, "groups lie too deep in each other", help);
                continue;
            }
            let names = own.fields.iter().map(|field| &field.id);
            self.names(names.chain(own.groups.iter().map(|group| &group.id)));
            groups.push(Group {
                id,
                title: own.title,
                at_least: own.at_least,
                fields: self.fields(own.fields),
                groups: self.groups(own.groups, depth + 1),
            });
        }
        groups
    }

    fn fields(&mut self, written: Vec<WrittenField>) -> Vec<Field> {
        written.into_iter().map(|own| self.field(own)).collect()
    }

    fn field(&mut self, own: WrittenField) -> Field {
        let at = own.id.span().start;
        let field = Field {
            id: own.id.into_inner(),
            ask: own.ask,
            kind: own.kind,
            is_required: own.required,
            min: own.min,
            max: own.max,
            units: own.units,
            choices: own.choices,
            is_compared: own.compared,
        };
        let mut wrong = |key: &str, message: &str, help: &str| {
            self.say(at, key, &field.id, message, help);
        };
        let is_choice = field.kind == FieldType::Choice;
        if is_choice && field.choices.is_empty() {
            wrong(
                "choices",
                "a choice has no words to choose from",
                "Add choices = [...].",
            );
        }
        if !is_choice && !field.choices.is_empty() {
            wrong(
                "choices",
                "only a choice has words",
                "Write type = \"choice\".",
            );
        }
        if !field.kind.is_number() && (field.min.is_some() || field.max.is_some()) {
            wrong("min", "only a number has a range", "Remove min and max.");
        }
        if !field.kind.is_number() && !field.units.is_empty() {
            wrong("units", "only a number has units", "Remove them.");
        }
        if let (Some(min), Some(max)) = field.range()
            && min > max
        {
            wrong(
                "min",
                "the range is empty: min is above max",
                "Exchange the two.",
            );
        }
        let is_kept = |name: &str| {
            let unit = field.unit(name);
            unit.is_some_and(|unit| unit.times == 1.0 && unit.plus == 0.0 && unit.of.is_none())
        };
        if let Some(unit) = field.units.iter().find(|unit| !is_kept(field.kept(unit))) {
            let message = format!("{} leads to no unit that is kept", unit.name);
            let help = "Put a unit without times and plus first, or name one with of.";
            wrong("units", &message, help);
        }
        let is_odd = |unit: &Unit| unit.times == 0.0 || !(unit.times + unit.plus).is_finite();
        if field.units.iter().any(is_odd) {
            wrong(
                "units",
                "a unit cannot be converted",
                "Give times another number.",
            );
        }
        field
    }

    fn checks(&mut self, form: &Form, written: Vec<Spanned<CheckRule>>) -> Vec<CheckRule> {
        let all = form.all_fields();
        let mut checks = Vec::with_capacity(written.len());
        for own in written {
            let at = own.span().start;
            let rule = own.into_inner();
            let (least, most) = rule.kind.takes();
            if !(least..=most).contains(&rule.fields.len()) {
                let found = rule.fields.len().to_string();
                let help = format!("Name {least} fields; \"-\" for one that is not there.");
                self.say(
                    at,
                    "fields",
                    &found,
                    "another number of fields is needed",
                    &help,
                );
            }
            for name in rule.fields.iter().filter(|name| *name != "-") {
                let is_there = |(path, field): &(String, &Field)| {
                    field.id == *name && is_at_or_around(path, &rule.group)
                };
                if !all.iter().any(is_there) {
                    let message = "neither the group nor those around it have this field";
                    self.say(at, "fields", name, message, "Name a field of the form.");
                }
            }
            checks.push(rule);
        }
        checks
    }
}

/// Whether a path of groups is another one or leads to it.
fn is_at_or_around(path: &str, group: &str) -> bool {
    path.is_empty()
        || path == group
        || group
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('/'))
}
