//! When a row was, as an expression of R.

use super::super::moment::{MONTH_DAYS, Moment, TimeUnit, read_label};
use super::super::read::Loaded;
use super::super::settings::{ColumnSettings, Role, Rows, TableSettings};
use super::named;
use euthymia_report::case_series::{CaseSeries, TimeScale};
use euthymia_table::Table;
use std::collections::BTreeSet;

/// How moments become days.
pub(super) enum Clock {
    /// Days, or dates as days.
    Days,
    /// Places among the moments that occur.
    Order(Vec<Moment>),
}

impl Clock {
    pub(super) fn of(loaded: &Loaded, series: &CaseSeries) -> Self {
        match series.time {
            TimeScale::Dates | TimeScale::Days => Self::Days,
            TimeScale::Order => Self::Order(moments(loaded).into_iter().collect()),
        }
    }

    /// The day of a moment as a number of R; `NA` where it cannot be placed.
    pub(super) fn day(&self, moment: Moment) -> String {
        let day = match (self, moment) {
            (Self::Days, Moment::First) => Some(0),
            (Self::Days, Moment::Days(days)) => Some(days),
            (Self::Days, Moment::Nth(_) | Moment::Last) => None,
            (Self::Order(all), moment) => all
                .iter()
                .position(|known| *known == moment)
                .and_then(|place| i64::try_from(place).ok()),
        };
        day.map_or("NA".to_owned(), |day| day.to_string())
    }

    /// The days of a column of times, of which `x` is the expression.
    pub(super) fn column(
        &self,
        table: &Table,
        name: &str,
        column: &ColumnSettings,
        x: &str,
    ) -> String {
        let unit = column.unit.as_deref().and_then(TimeUnit::from_word);
        let plain = match unit {
            Some(TimeUnit::Date) => format!("as.numeric(as.Date(substr({x}, 1, 10)))"),
            Some(TimeUnit::Days) => format!("whole(number({x}))"),
            Some(TimeUnit::Weeks) => format!("whole(7 * number({x}))"),
            Some(TimeUnit::Months) => format!("whole({MONTH_DAYS} * number({x}))"),
            Some(TimeUnit::Order | TimeUnit::Label) | None => {
                let texts = texts(table, name).into_iter();
                let entries: Vec<(String, String)> = texts
                    .filter_map(|text| {
                        let moment = moment_of(&text, column)?;
                        Some((text, self.day(moment)))
                    })
                    .collect();
                return format!("unname({}[{x}])", named(&entries));
            }
        };
        if column.codes.is_empty() {
            return plain;
        }
        let codes: Vec<(String, String)> = column
            .codes
            .iter()
            .filter_map(|(text, code)| Some((text.clone(), self.day(code_of(code)?))))
            .collect();
        format!("coded({x}, {}, {plain})", named(&codes))
    }
}

/// The different texts of a column.
fn texts(table: &Table, name: &str) -> BTreeSet<String> {
    let column = table.column(&[name]).ok();
    let cells = column.iter().flat_map(|column| column.texts()).flatten();
    cells.map(str::to_owned).collect()
}

fn code_of(code: &str) -> Option<Moment> {
    code.parse()
        .ok()
        .map(Moment::Days)
        .or_else(|| read_label(code))
}

/// The moment of a text in a column of words or places.
fn moment_of(text: &str, column: &ColumnSettings) -> Option<Moment> {
    if let Some(code) = column.codes.get(text) {
        return code_of(code);
    }
    match column.unit.as_deref().and_then(TimeUnit::from_word) {
        Some(TimeUnit::Order) => text.parse().ok().map(Moment::Nth),
        Some(TimeUnit::Label) => read_label(text),
        _ => None,
    }
}

/// Every moment at which a score of any scale stands.
fn moments(loaded: &Loaded) -> BTreeSet<Moment> {
    let mut found = BTreeSet::new();
    for (settings, table) in loaded.settings.table.iter().zip(&loaded.tables) {
        if matches!(settings.rows, Rows::Patients | Rows::Visits) {
            found.extend(of_table(settings, table));
        }
    }
    found
}

fn of_table(settings: &TableSettings, table: &Table) -> Vec<Moment> {
    let scored = |column: &&ColumnSettings| matches!(column.role, Role::Score | Role::Item);
    let columns = || settings.column.values().filter(scored);
    let mut found: Vec<Moment> = columns()
        .filter_map(|column| read_label(column.at.as_deref()?))
        .collect();
    if settings.rows == Rows::Visits && columns().any(|column| column.at.is_none()) {
        let times = settings
            .column
            .iter()
            .filter(|(_, column)| column.role == Role::Time);
        for (name, column) in times {
            let texts = texts(table, name);
            found.extend(texts.iter().filter_map(|text| moment_of(text, column)));
        }
    }
    found
}
