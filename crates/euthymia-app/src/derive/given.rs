//! What is known in one row, by name.

use super::form::{Choices, Failure, Form};
use euthymia_numerics::Probability;
use euthymia_synthesis::conversion::printed::Printed;
use euthymia_synthesis::variance::StandardError;
use euthymia_table::{Cell, Table};
use std::cell::RefCell;

/// Other names of the same thing.
const ALIASES: [&[&str]; 10] = [
    &["n_treatment", "n1i", "n1", "n_e", "n_experimental"],
    &["n_control", "n2i", "n2", "n_c"],
    &["ci_low", "ci_lower", "ci.lb", "lower"],
    &["ci_high", "ci_upper", "ci.ub", "upper"],
    &["min", "minimum"],
    &["max", "maximum"],
    &["percent", "percentage", "pct"],
    &["n", "ni"],
    &["ratio", "or", "rr", "hr", "irr"],
    &["difference", "md", "rd"],
];

/// The names under which something may be given, ours first.
pub(super) fn names(name: &str) -> Vec<&str> {
    let known = ALIASES.iter().find(|names| names.first() == Some(&name));
    known.map_or_else(|| vec![name], |names| names.to_vec())
}

/// A row of numbers, one group's of them where its names end alike.
pub(super) struct Given<'t> {
    table: &'t Table,
    row: usize,
    ending: &'static str,
    pub(super) choices: Choices,
    used: RefCell<Vec<(String, String)>>,
}

impl<'t> Given<'t> {
    pub(super) fn new(
        table: &'t Table,
        row: usize,
        ending: &'static str,
        choices: Choices,
    ) -> Self {
        Self {
            table,
            row,
            ending,
            choices,
            used: RefCell::default(),
        }
    }

    /// What the names of this group end in; empty for a row as a whole.
    pub(super) fn ending(&self) -> &'static str {
        self.ending
    }

    /// The cell of this name, when there is something in it.
    fn cell(&self, name: &str) -> Result<Option<Cell<'t>>, Failure> {
        let names = names(name);
        let ended: Vec<String> = names
            .iter()
            .map(|n| format!("{n}{}", self.ending))
            .collect();
        let accepted: Vec<&str> = ended.iter().map(String::as_str).collect();
        let column = self.table.find_column(&accepted)?;
        let cell = column.map(|column| (column, column.cell(self.row)));
        let Some((column, cell)) = cell.filter(|(_, cell)| cell.text().is_some()) else {
            return Ok(None);
        };
        let pair = (
            column.name().to_owned(),
            cell.text().unwrap_or_default().to_owned(),
        );
        let mut used = self.used.borrow_mut();
        if !used.contains(&pair) {
            used.push(pair);
        }
        Ok(Some(cell))
    }

    /// Names and texts that were looked at, as `se=0.5, n=16`.
    pub(super) fn used(&self) -> Vec<(String, String)> {
        self.used.borrow().clone()
    }

    /// True when something is given under this name; `mean#` asks for the first of many.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = name.replace('#', "1");
        let before = self.used.borrow().len();
        let found = matches!(self.cell(&name), Ok(Some(_)) | Err(_));
        self.used.borrow_mut().truncate(before);
        found
    }

    /// True when a way has all it needs.
    pub(super) fn fits(&self, form: &Form) -> bool {
        let all = |set: &&[&str]| set.iter().all(|name| self.has(name));
        form.needs.iter().any(all)
    }

    fn required(&self, name: &str) -> Result<Cell<'t>, Failure> {
        self.cell(name)?
            .ok_or_else(|| Failure::Names(format!("{name}{} is not given", self.ending)))
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Result<f64, Failure> {
        Ok(self.required(name)?.required_number()?)
    }

    /// A number that need not be there.
    pub(super) fn maybe(&self, name: &str) -> Result<Option<f64>, Failure> {
        match self.cell(name)? {
            Some(cell) => Ok(cell.number()?),
            None => Ok(None),
        }
    }

    /// A whole number.
    pub(super) fn count(&self, name: &str) -> Result<u64, Failure> {
        Ok(self.required(name)?.required_count()?)
    }

    /// The sizes of both groups.
    pub(super) fn sizes(&self) -> Result<[u64; 2], Failure> {
        Ok([self.count("n_treatment")?, self.count("n_control")?])
    }

    /// A standard error.
    pub(super) fn standard_error(&self, name: &str) -> Result<StandardError, Failure> {
        let cell = self.required(name)?;
        StandardError::new(cell.required_number()?).map_err(|_| {
            let finding = cell.error("expected a standard error above 0");
            finding.with_help("Give the number as printed.").into()
        })
    }

    /// A probability, such as a risk or a p-value.
    pub(super) fn probability(&self, name: &str) -> Result<Probability, Failure> {
        let cell = self.required(name)?;
        if cell.text().is_some_and(|text| text.starts_with(['<', '>'])) {
            let finding = cell.error("expected an exact value, not a limit");
            let help = "A limit determines nothing: look for the exact value, an interval or a t.";
            return Err(finding.with_help(help).into());
        }
        Probability::new(cell.required_number()?).map_err(|_| {
            let finding = cell.error("expected a number between 0 and 1");
            let help = "Write 12 % as 0.12.";
            finding.with_help(help).into()
        })
    }

    /// The digits as printed: 12.50 is not 12.5. A percent sign may stand behind them.
    pub(super) fn printed(&self, name: &str) -> Result<Printed, Failure> {
        let cell = self.required(name)?;
        let text = cell.text().unwrap_or_default();
        let digits = text.trim_end_matches('%').trim_end().replace(',', ".");
        digits.parse().map_err(|_| {
            let finding = cell.error("expected a number as printed, such as 12.50");
            let help = "Digits with at most one point, at most 15 of them; trailing zeros count.";
            finding.with_help(help).into()
        })
    }

    /// How many of `stem1`, `stem2`, … there are.
    pub(super) fn how_many(&self, stem: &str) -> usize {
        (1..)
            .take_while(|i| self.has(&format!("{stem}{i}")))
            .count()
    }

    /// What `read` finds for each of `stem1`, `stem2`, …
    pub(super) fn each<T>(
        &self,
        stem: &str,
        read: impl Fn(&str) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        (1..=self.how_many(stem))
            .map(|i| read(&i.to_string()))
            .collect()
    }
}
