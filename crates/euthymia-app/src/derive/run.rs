//! One row through a conversion: which way, for which group, and what is said when it fails.

use super::form::{Answer, Choices, Failure, Form, What};
use super::given::{Given, names};
use super::source::Input;
use crate::error::AppError;
use euthymia_report::derive::{Derived, DerivedRow};
use euthymia_synthesis::conversion::ConversionError;
use euthymia_table::{Diagnostic, Problems, Table, Value, fmt, nearest};

/// What names of one group may end in.
const GROUPS: [&str; 2] = ["_treatment", "_control"];
/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;
/// No row makes more lines than this.
const LINES_MAX: usize = 100_000;

/// A conversion with its choices.
pub(super) struct Task {
    pub(super) what: &'static What,
    pub(super) forms: Vec<&'static Form>,
    pub(super) choices: Choices,
}

/// Names and texts that were used.
type Used = Vec<(String, String)>;

impl Task {
    /// Every row of a table; given one by one, a failure is an error.
    pub(super) fn rows(&self, input: &Input) -> Result<Vec<DerivedRow>, AppError> {
        let table = &input.table;
        let label = match input.is_file {
            true => table.find_column(&["study", "label", "slab", "author", "trial", "studlab"])?,
            false => None,
        };
        let mut problems = Problems::new(FINDINGS_MAX);
        let mut rows = Vec::with_capacity(table.row_count());
        let mut unnamed = None;
        for row in 0..table.row_count() {
            let (found, used) = self.row(table, row);
            let derived = match found {
                Ok(derived) => Ok(derived),
                Err(failure) if !input.is_file => return Err(alone(failure, &used)),
                Err(Failure::Cell(finding)) => {
                    problems.add(finding);
                    continue;
                }
                Err(Failure::Names(text)) => {
                    unnamed.get_or_insert_with(|| text.clone());
                    Err(text)
                }
                Err(Failure::Conversion(error)) => Err(error.to_string()),
                Err(Failure::Nothing(text)) => Err(text),
            };
            rows.push(DerivedRow {
                label: label.map(|column| column.cell(row).text().unwrap_or("").to_owned()),
                beside: match input.is_file {
                    true => beside(table, row, label.map(|column| column.position())),
                    false => Vec::new(),
                },
                derived,
            });
        }
        let rows = problems.into_result(rows)?;
        match unnamed {
            // Not one row has the columns: the file is the wrong one, or its names are.
            Some(text) if rows.iter().all(|row| row.derived.is_err()) => {
                Err(table.error(text).into())
            }
            _ => Ok(rows),
        }
    }

    fn row(&self, table: &Table, row: usize) -> (Result<Derived, Failure>, Used) {
        let whole = Given::new(table, row, "", self.choices);
        if let Some(form) = self.forms.iter().find(|form| whole.fits(form)) {
            let found = (form.run)(&whole).map(|answer| derived(form, &whole, answer));
            return (
                self.with_unused(found, &whole.used(), table, row),
                whole.used(),
            );
        }
        let groups = GROUPS.map(|ending| Given::new(table, row, ending, self.choices));
        let ways: Vec<(&Form, &Given<'_>)> = groups
            .iter()
            .filter(|_| self.what.by_group)
            .filter_map(|group| {
                let form = self.forms.iter().find(|form| group.fits(form))?;
                Some((*form, group))
            })
            .collect();
        let mut all: Option<Derived> = None;
        let mut used = Used::new();
        for (form, group) in &ways {
            let found = (form.run)(group);
            used.extend(group.used());
            match found.map(|answer| derived(form, group, answer)) {
                Err(failure) => return (Err(failure), group.used()),
                Ok(next) => match together(all.take(), next) {
                    Ok(both) => all = Some(both),
                    Err(failure) => return (Err(failure), used),
                },
            }
        }
        let found = all.ok_or_else(|| Failure::Names(self.needs(table, row)));
        (self.with_unused(found, &used, table, row), used)
    }

    /// What is needed by the forms that most is given for, and what there is of it.
    fn needs(&self, table: &Table, row: usize) -> String {
        let endings = ["", "_treatment", "_control"];
        let groups = endings.map(|ending| Given::new(table, row, ending, self.choices));
        // How much of a set is there, in the group that has most of it.
        let there = |set: &[&str]| {
            let of = |group: &Given<'_>| set.iter().filter(|name| group.has(name)).count();
            groups.iter().map(of).max().unwrap_or(0)
        };
        let sets: Vec<&[&str]> = self.forms.iter().flat_map(|f| f.needs).copied().collect();
        let most = sets.iter().map(|set| there(set)).max().unwrap_or(0);
        let nearest = sets.iter().filter(|set| there(set) == most);
        let mut texts: Vec<String> = Vec::new();
        for set in nearest {
            let text = set.join(", ").replace('#', "1, …");
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let filled = filled(table, row);
        let there: Vec<&str> = filled
            .iter()
            .copied()
            .filter(|name| self.what.knows(name))
            .collect();
        let found = if there.is_empty() {
            "none of it is given".to_owned()
        } else {
            format!("given: {}", there.join(", "))
        };
        format!(
            "derive {} needs {}; {found}",
            self.what.word,
            texts.join("; or ")
        )
    }

    /// A remark about what this conversion knows but had no use for.
    fn with_unused(
        &self,
        found: Result<Derived, Failure>,
        used: &[(String, String)],
        table: &Table,
        row: usize,
    ) -> Result<Derived, Failure> {
        let mut derived = found?;
        let filled = filled(table, row);
        let unused: Vec<&str> = filled
            .into_iter()
            .filter(|name| self.what.knows(name) && !used.iter().any(|(one, _)| one == name))
            .collect();
        if !unused.is_empty() {
            derived
                .remarks
                .push(format!("not used: {}", unused.join(", ")));
        }
        Ok(derived)
    }
}

/// The columns that have something in this row.
fn filled(table: &Table, row: usize) -> Vec<&str> {
    let columns = (0..table.column_count()).filter_map(|i| table.column_at(i));
    columns
        .filter(|column| column.cell(row).text().is_some())
        .map(|column| column.name())
        .collect()
}

impl What {
    /// Every name that some form of it may use.
    fn vocabulary(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = self.forms.iter().flat_map(Form::names).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// True for a name, another name of it, a numbered one, and one with a group at its end.
    fn knows(&self, name: &str) -> bool {
        let plain = GROUPS
            .iter()
            .filter(|_| self.by_group)
            .find_map(|group| name.strip_suffix(group));
        let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
        self.vocabulary()
            .into_iter()
            .any(|known| match known.strip_suffix('#') {
                Some(stem) => bare == stem && bare != name,
                None => names(known)
                    .iter()
                    .any(|other| *other == name || plain.is_some_and(|plain| *other == plain)),
            })
    }
}

/// Refuses a name that the conversion does not know, and suggests the nearest.
pub(super) fn refuse_unknown(what: &What, table: &Table) -> Result<(), AppError> {
    for name in table.names() {
        let lower = name.to_lowercase();
        if !what.knows(&lower) {
            let known: Vec<String> = what
                .vocabulary()
                .iter()
                .map(|name| name.replace('#', "1"))
                .collect();
            let texts: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = nearest(&[&lower], &texts)
                .map_or(String::new(), |near| format!(" Did you mean {near}?"));
            return Err(AppError::Usage(format!(
                "{name}: derive {} has no use for this name.{hint} It knows: {}",
                what.word,
                texts.join(", ")
            )));
        }
    }
    Ok(())
}

fn pairs(used: &[(String, String)]) -> String {
    let texts: Vec<String> = used
        .iter()
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    texts.join(", ")
}

/// The error for numbers that were given one by one.
fn alone(failure: Failure, used: &[(String, String)]) -> AppError {
    match failure {
        Failure::Cell(finding) => AppError::Input(vec![without_row(finding)]),
        Failure::Names(text) => AppError::Usage(text),
        Failure::Nothing(text) => AppError::Analysis(format!("{}: {text}", pairs(used))),
        Failure::Conversion(error @ ConversionError::Impossible(_)) => {
            AppError::Analysis(format!("{}: {error}", pairs(used)))
        }
        Failure::Conversion(error) => AppError::Usage(format!("{}: {error}", pairs(used))),
    }
}

/// Values given one by one have names, not rows, and no cell that could be left empty.
fn without_row(mut finding: Diagnostic) -> Diagnostic {
    finding.row = None;
    finding.is_keyed = true;
    finding.help = finding
        .help
        .replace(", or leave the cell empty if it is missing.", ".");
    finding
}

/// The columns of a file that are kept beside the result.
fn beside(table: &Table, row: usize, label: Option<usize>) -> Vec<(String, Value)> {
    let columns = (0..table.column_count()).filter_map(|i| table.column_at(i));
    columns
        .filter(|column| Some(column.position()) != label)
        .map(|column| {
            let cell = column.cell(row);
            let value = match (cell.text(), cell.number()) {
                (None, _) => Value::Missing,
                (_, Ok(Some(number))) => Value::number(number, 4),
                (Some(text), _) => Value::text(text),
            };
            (column.name().to_owned(), value)
        })
        .collect()
}

/// An answer with its explanation; names carry the group they are of.
fn derived(form: &Form, given: &Given<'_>, answer: Answer) -> Derived {
    let mut explanation = format!("{}\n", form.formula);
    explanation.push_str(&format!("  {}\n", pairs(&given.used()).replace('=', " = ")));
    for (name, value) in &answer.steps {
        explanation.push_str(&format!("  {name} = {}\n", digits(*value)));
    }
    let ending = given.ending();
    let lines: Vec<Vec<(String, Value)>> = answer
        .lines
        .into_iter()
        .map(|line| {
            let ended = line.into_iter();
            ended
                .map(|(key, value)| (format!("{key}{ending}"), value))
                .collect()
        })
        .collect();
    if let [line] = lines.as_slice() {
        for (key, value) in line {
            let shown = match value {
                Value::Number { value, .. } => digits(*value),
                other => other.for_people(),
            };
            explanation.push_str(&format!("  {key} = {shown}\n"));
        }
    }
    explanation.push_str(&format!("  {}\n", answer.method.source));
    Derived {
        lines,
        methods: vec![answer.method],
        remarks: answer.remarks,
        explanation,
    }
}

/// Ten digits, and no more than are needed.
fn digits(value: f64) -> String {
    let text = fmt::number(value, 10);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Both groups' possibilities side by side: every one of the first with every one of the second.
fn together(first: Option<Derived>, second: Derived) -> Result<Derived, Failure> {
    let Some(mut first) = first else {
        return Ok(second);
    };
    if first.lines.len().saturating_mul(second.lines.len()) > LINES_MAX {
        return Err(Failure::Nothing(format!(
            "{} possibilities in one group and {} in the other are too many to list",
            first.lines.len(),
            second.lines.len()
        )));
    }
    let join = |one: &Vec<(String, Value)>, other: &Vec<(String, Value)>| {
        one.iter().chain(other).cloned().collect::<Vec<_>>()
    };
    first.lines = first
        .lines
        .iter()
        .flat_map(|one| second.lines.iter().map(move |other| join(one, other)))
        .collect();
    for method in second.methods {
        if !first.methods.contains(&method) {
            first.methods.push(method);
        }
    }
    for remark in second.remarks {
        if !first.remarks.contains(&remark) {
            first.remarks.push(remark);
        }
    }
    first.explanation.push_str(&second.explanation);
    Ok(first)
}
