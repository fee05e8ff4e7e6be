//! What each column most likely is, from its name and what is in it, each time with the reason.
//!
//! A guess is shown and written down, never applied in silence: `euthymia cohort FILE --columns`.

mod names;
mod score;
mod time;

use super::moment::{is_like_date, read_label, tokens};
use super::settings::{ColumnSettings, Role, Rows, TableSettings};
use euthymia_table::{Column, Table};
use names::{FIXED, GROUP, PATIENT, is_private, with_unit};
use score::{is_whole_sheet, item, score};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

/// A table's settings, with the reason for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The settings.
    pub settings: TableSettings,
    /// Why, for each column.
    pub reasons: BTreeMap<String, String>,
}

/// Guesses what the columns of a table are.
///
/// # Example
/// ```
/// use euthymia_app::case_series::guess::guess;
/// use euthymia_app::case_series::settings::{Role, Rows};
/// let text = b"id,week,hamd17,sex\n1,0,24,F\n1,1,20,F\n2,0,22,M\n";
/// let table = euthymia_table::read(text, "a.csv", &Default::default()).unwrap();
/// let guess = guess(&table);
/// assert_eq!(guess.settings.rows, Rows::Visits);
/// assert_eq!(guess.settings.column["week"].unit.as_deref(), Some("weeks"));
/// assert_eq!(guess.settings.column["sex"].role, Role::Characteristic);
/// ```
#[must_use]
pub fn guess(table: &Table) -> Guess {
    let mut guesser = Guesser {
        table,
        found: BTreeMap::new(),
    };
    guesser.patient();
    guesser.scores();
    guesser.items();
    guesser.fixed();
    guesser.time();
    let rows = guesser.rows();
    guesser.prune(rows);
    match rows {
        Rows::Sessions => guesser.treatment(),
        Rows::Patients | Rows::Visits => guesser.group(),
        Rows::Events => {}
    }
    guesser.rest(rows);
    let mut settings = TableSettings {
        file: PathBuf::from(table.file()),
        rows,
        missing: guesser.missing_codes(),
        ..TableSettings::default()
    };
    let mut reasons = BTreeMap::new();
    for (name, (column, why)) in guesser.found {
        settings.column.insert(name.clone(), column);
        reasons.insert(name, why);
    }
    Guess { settings, reasons }
}

struct Guesser<'t> {
    table: &'t Table,
    found: BTreeMap<String, (ColumnSettings, String)>,
}

impl<'t> Guesser<'t> {
    fn columns(&self) -> impl Iterator<Item = Column<'t>> + use<'t> {
        let table = self.table;
        (0..table.column_count()).filter_map(move |at| table.column_at(at))
    }

    fn open(&self) -> Vec<Column<'t>> {
        let known = |column: &Column<'_>| self.found.contains_key(column.name());
        self.columns().filter(|column| !known(column)).collect()
    }

    fn set(&mut self, column: Column<'_>, settings: ColumnSettings, why: impl Into<String>) {
        self.found
            .insert(column.name().to_owned(), (settings, why.into()));
    }

    fn named(&self, names: &[&str]) -> Option<Column<'t>> {
        names.iter().find_map(|name| {
            let wanted = tokens(name);
            self.columns()
                .find(|column| tokens(column.name()) == wanted)
        })
    }

    fn patient(&mut self) {
        if let Some(column) = self.named(&PATIENT) {
            let why = "named like an identifier";
            self.set(column, ColumnSettings::of(Role::Patient), why);
        }
    }

    fn patient_column(&self) -> Option<Column<'t>> {
        self.of_role(Role::Patient).into_iter().next()
    }

    fn of_role(&self, role: Role) -> Vec<Column<'t>> {
        let has = |column: &Column<'_>| {
            self.found
                .get(column.name())
                .is_some_and(|(settings, _)| settings.role == role)
        };
        self.columns().filter(has).collect()
    }

    /// Totals: a scale's name, alone or before or after a time.
    fn scores(&mut self) {
        for column in self.open() {
            // A scale's name makes it a score, whatever else stands among its numbers: a cell that is
            // none is then refused by its row, and not taken for a word that describes the patient.
            let has_number = column
                .cells()
                .any(|cell| matches!(cell.number(), Ok(Some(_))));
            let words = tokens(column.name());
            if let Some((settings, why)) = score(&words).filter(|_| has_number) {
                self.set(column, settings, why);
            }
        }
        // A baseline beside each visit's score is of the same scale.
        let main = self.of_role(Role::Score).into_iter().next();
        let scale = main.and_then(|column| self.found.get(column.name())?.0.instrument.clone());
        if let (Some(scale), Some(column)) = (
            scale,
            self.named(&["basval", "baseline", "base", "score_bsl", "score_bl", "bl"])
                .filter(|column| is_numeric(*column)),
        ) && !self.found.contains_key(column.name())
        {
            let mut settings = ColumnSettings::of(Role::Score);
            settings.instrument = Some(scale);
            settings.at = Some("baseline".to_owned());
            self.set(
                column,
                settings,
                "a baseline beside the scores of one scale",
            );
        }
    }

    /// Answers to items, where all that a scale asks stand side by side.
    fn items(&mut self) {
        type Sheets<'t> = BTreeMap<(String, Option<String>), Vec<(Column<'t>, ColumnSettings)>>;
        let mut sheets: Sheets<'t> = BTreeMap::new();
        for column in self.open().into_iter().filter(|one| is_numeric(*one)) {
            if let Some(settings) = item(&tokens(column.name()))
                && let Some(id) = settings.instrument.clone()
            {
                let sheet = sheets.entry((id, settings.at.clone())).or_default();
                sheet.push((column, settings));
            }
        }
        for ((id, _), sheet) in sheets {
            let items: Vec<usize> = sheet.iter().filter_map(|(_, one)| one.item).collect();
            let distinct: BTreeSet<usize> = items.iter().copied().collect();
            if distinct.len() == items.len() && is_whole_sheet(&id, &items) {
                for (column, settings) in sheet {
                    self.set(column, settings, "an answer: all items stand side by side");
                }
            }
        }
    }

    fn fixed(&mut self) {
        for column in self.open() {
            let (words, unit) = with_unit(column.name());
            let Some((_, role)) = FIXED.iter().find(|(name, _)| tokens(name) == words) else {
                continue;
            };
            // A column "event" may hold 0 and 1, or the visits of a plan.
            let names_visits = || {
                let mut texts = column.texts().into_iter().flatten();
                texts.all(|text| read_label(text).is_some())
            };
            if *role == Role::Term && (is_numeric(column) || names_visits()) {
                continue;
            }
            let mut settings = ColumnSettings::of(*role);
            if *role == Role::Dose {
                settings.unit = unit;
            }
            self.set(column, settings, "by its name");
        }
        let has_scale = !self.of_role(Role::Scale).is_empty();
        if let Some(column) = self
            .named(&["score", "total", "value"])
            .filter(|_| has_scale)
        {
            let why = "the score on the scale of its row";
            self.set(column, ColumnSettings::of(Role::Score), why);
        }
    }

    /// The column of times: dates before days before weeks before months before words before an order.
    fn time(&mut self) {
        let mut found: Vec<(usize, Column<'t>, ColumnSettings, String)> = Vec::new();
        for column in self.open() {
            if let Some((rank, settings, why)) = time::time(column)
                && self.may_be_time(column, &settings)
            {
                found.push((rank, column, settings, why));
            }
        }
        found.sort_by_key(|(rank, ..)| *rank);
        for (place, (_, column, settings, why)) in found.into_iter().enumerate() {
            if place == 0 {
                self.set(column, settings, why);
            } else {
                let why = "another column of times is used";
                self.set(column, ColumnSettings::of(Role::Ignore), why);
            }
        }
    }

    /// Times differ between the rows of a patient: what does not is the start, or a birth.
    fn may_be_time(&self, column: Column<'t>, settings: &ColumnSettings) -> bool {
        let is_label = settings.unit.as_deref() == Some("label");
        let mut seen = BTreeSet::new();
        let repeats = self.patient_column().is_some_and(|patient| {
            let filled = patient.cells().zip(column.cells());
            filled
                .filter(|(_, cell)| cell.text().is_some())
                .filter_map(|(id, _)| id.text())
                .any(|id| !seen.insert(id))
        });
        is_label || !repeats || !self.is_constant(column)
    }

    fn rows(&self) -> Rows {
        let has = |role| !self.of_role(role).is_empty();
        let repeats = self.patient_column().is_some_and(repeats);
        let scored = || {
            let found = self.found.values().map(|(settings, _)| settings);
            found.filter(|one| matches!(one.role, Role::Score | Role::Item))
        };
        let times: BTreeSet<&String> = scored().filter_map(|one| one.at.as_ref()).collect();
        let side_by_side = times.len();
        let beside = scored().any(|one| one.at.is_none());
        let is_scored = scored().next().is_some();
        if has(Role::Term) {
            Rows::Events
        } else if is_scored && has(Role::Time) && (beside || repeats) {
            Rows::Visits
        } else if !is_scored && has(Role::Dose) && has(Role::Time) {
            Rows::Sessions
        } else if side_by_side > 1 || !repeats {
            Rows::Patients
        } else if has(Role::Dose) || has(Role::Treatment) || has(Role::Time) {
            Rows::Sessions
        } else {
            Rows::Patients
        }
    }

    /// Takes back what does not go with the kind of rows.
    fn prune(&mut self, rows: Rows) {
        for (settings, why) in self.found.values_mut() {
            let fits = match settings.role {
                Role::Time => rows != Rows::Patients,
                Role::Scale => rows == Rows::Visits,
                Role::Term | Role::Severity | Role::Relatedness | Role::Serious => {
                    rows == Rows::Events
                }
                Role::Dose | Role::DoseUnit | Role::Deviation => rows == Rows::Sessions,
                _ => true,
            };
            if !fits {
                *settings = ColumnSettings::of(Role::Ignore);
                *why = match rows {
                    Rows::Patients => "one row per patient has no place for it",
                    Rows::Visits => "a row per visit has no place for it",
                    Rows::Sessions => "a row per session has no place for it",
                    Rows::Events => "a row per adverse event has no place for it",
                }
                .to_owned();
            }
        }
        // Without a time, several scores of one scale cannot be told apart.
        if rows == Rows::Patients {
            for (settings, why) in self.found.values_mut() {
                if matches!(settings.role, Role::Score | Role::Item) && settings.at.is_none() {
                    settings.at = Some("baseline".to_owned());
                    *why = format!("{why}; without a time taken for the baseline");
                }
            }
        }
    }

    fn treatment(&mut self) {
        let named = self.named(&["treatment", "drug", "modality", "kind"]);
        if let Some(column) = named.filter(|column| !self.found.contains_key(column.name())) {
            self.set(column, ColumnSettings::of(Role::Treatment), "by its name");
        }
    }

    fn group(&mut self) {
        for name in GROUP {
            let Some(column) = self.named(&[name]) else {
                continue;
            };
            if self.found.contains_key(column.name()) {
                continue;
            }
            let levels: BTreeSet<&str> = column.texts().into_iter().flatten().collect();
            if (2..=6).contains(&levels.len()) && self.is_constant(column) {
                let why = format!("{} groups by its name", levels.len());
                self.set(column, ColumnSettings::of(Role::Group), why);
                return;
            }
        }
    }

    fn rest(&mut self, rows: Rows) {
        for column in self.open() {
            let describes = matches!(rows, Rows::Patients | Rows::Visits);
            if !describes {
                self.set(
                    column,
                    ColumnSettings::of(Role::Ignore),
                    "not known by its name",
                );
            } else if is_private(&tokens(column.name())) {
                let why = "it tells who a person is";
                self.set(column, ColumnSettings::of(Role::Ignore), why);
            } else if !self.is_constant(column) {
                let why = "it changes between the visits of a patient";
                self.set(column, ColumnSettings::of(Role::Ignore), why);
            } else {
                let (settings, why) = characteristic(column);
                self.set(column, settings, why);
            }
        }
    }

    /// Whether each patient has one value.
    fn is_constant(&self, column: Column<'_>) -> bool {
        let Some(patient) = self.patient_column() else {
            return true;
        };
        let mut seen: HashMap<&str, &str> = HashMap::new();
        patient.cells().zip(column.cells()).all(|(id, cell)| {
            let (Some(id), Some(text)) = (id.text(), cell.text()) else {
                return true;
            };
            *seen.entry(id).or_insert(text) == text
        })
    }

    /// Codes such as −9 in columns of scores, which a score below zero cannot be. Missing codes go for
    /// the whole table, so none is taken where another column may mean the number itself: a time, or
    /// a column with other numbers below zero.
    fn missing_codes(&self) -> Vec<String> {
        const CODES: [f64; 6] = [-1.0, -9.0, -99.0, -999.0, 999.0, 9999.0];
        let is_code = |value: f64| CODES.contains(&value);
        let mut codes: BTreeSet<&str> = BTreeSet::new();
        let scored = self.of_role(Role::Score).into_iter();
        let scored: Vec<Column<'t>> = scored.chain(self.of_role(Role::Item)).collect();
        for cell in scored.iter().flat_map(Column::cells) {
            if let (Some(text), Ok(Some(value))) = (cell.text(), cell.number())
                && is_code(value)
            {
                codes.insert(text);
            }
        }
        let is_scored = |column: &Column<'_>| {
            let same = |one: &Column<'_>| one.position() == column.position();
            scored.iter().any(same)
        };
        for column in self.columns().filter(|column| !is_scored(column)) {
            let is_time = self
                .of_role(Role::Time)
                .iter()
                .any(|one| one.name() == column.name());
            let mut others = column.cells().filter_map(|cell| cell.number().ok()?);
            if is_time || others.any(|value| value < 0.0 && !is_code(value)) {
                for text in column.texts().into_iter().flatten() {
                    codes.remove(text);
                }
            }
        }
        codes.into_iter().map(str::to_owned).collect()
    }
}

fn characteristic(column: Column<'_>) -> (ColumnSettings, String) {
    let texts: Vec<&str> = column.texts().into_iter().flatten().collect();
    let levels: BTreeSet<&str> = texts.iter().copied().collect();
    let mut settings = ColumnSettings::of(Role::Characteristic);
    if !texts.is_empty() && mostly(texts.iter().map(|text| is_like_date(text))) {
        let why = "dates are not described: they tell who a person is".to_owned();
        return (ColumnSettings::of(Role::Ignore), why);
    }
    if is_numeric(column) && (levels.len() > 5 || texts.iter().any(|t| t.contains(['.', ',']))) {
        settings.kind = Some("number".to_owned());
        let (words, unit) = with_unit(column.name());
        settings.unit = unit.or_else(|| (words == ["age"]).then(|| "years".to_owned()));
        return (settings, format!("{} numbers", texts.len()));
    }
    if levels.len() < 2 {
        let why = "the same for everybody".to_owned();
        return (ColumnSettings::of(Role::Ignore), why);
    }
    if levels.len() > 12 || (levels.len() > 4 && levels.len() == texts.len()) {
        let why = format!("{} different texts", levels.len());
        return (ColumnSettings::of(Role::Ignore), why);
    }
    settings.kind = Some("category".to_owned());
    (settings, format!("{} levels", levels.len()))
}

/// Whether some patient has more than one row.
fn repeats(column: Column<'_>) -> bool {
    let mut seen = BTreeSet::new();
    column
        .texts()
        .into_iter()
        .flatten()
        .any(|id| !seen.insert(id))
}

/// Whether nearly all cells with a text are numbers: a cell that is none is a mistake, to be named when
/// it is read.
fn is_numeric(column: Column<'_>) -> bool {
    mostly(column.cells().filter_map(|cell| match cell.number() {
        Ok(None) => None,
        Ok(Some(_)) => Some(true),
        Err(_) => Some(false),
    }))
}

/// Whether more than three in four are true.
fn mostly(all: impl Iterator<Item = bool>) -> bool {
    let (yes, of) = all.fold((0, 0), |(yes, of), one| (yes + usize::from(one), of + 1));
    yes * 4 > of * 3
}
