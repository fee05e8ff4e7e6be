//! What each column most likely is, from its name and what is in it, each time with the reason.
//!
//! A guess is shown and written down, never applied in silence: `euthymia cohort FILE --columns`.

use super::moment::{self, Moment, TimeUnit, from_tokens, tokens};
use super::scale;
use super::settings::{ColumnSettings, Role, Rows, TableSettings};
use euthymia_table::{Column, Table};
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
    guesser.fixed();
    guesser.time();
    let rows = guesser.rows();
    guesser.prune(rows);
    if rows == Rows::Sessions {
        guesser.treatment();
    } else {
        guesser.group();
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

const PATIENT: [&str; 14] = [
    "patient_id",
    "patient",
    "record_id",
    "id",
    "subject_id",
    "subject",
    "subj",
    "usubjid",
    "subjid",
    "rid",
    "pid",
    "participant_id",
    "participant",
    "case",
];
const GROUP: [&str; 9] = [
    "group",
    "arm",
    "armcd",
    "treatment",
    "treat",
    "trt",
    "therapy",
    "condition",
    "cohort",
];
/// Columns whose name alone says what they are.
const FIXED: [(&str, Role); 27] = [
    ("scale", Role::Scale),
    ("instrument", Role::Scale),
    ("completed", Role::Completed),
    ("completer", Role::Completed),
    ("stop_reason", Role::StopReason),
    ("reason_stopped", Role::StopReason),
    ("discontinuation_reason", Role::StopReason),
    ("sessions", Role::SessionCount),
    ("session_count", Role::SessionCount),
    ("n_sessions", Role::SessionCount),
    ("infusions", Role::SessionCount),
    ("n_infusions", Role::SessionCount),
    ("dose", Role::Dose),
    ("dose_unit", Role::DoseUnit),
    ("deviation", Role::Deviation),
    ("event", Role::Term),
    ("term", Role::Term),
    ("ae_term", Role::Term),
    ("aeterm", Role::Term),
    ("adverse_event", Role::Term),
    ("severity", Role::Severity),
    ("aesev", Role::Severity),
    ("relatedness", Role::Relatedness),
    ("related", Role::Relatedness),
    ("aerel", Role::Relatedness),
    ("serious", Role::Serious),
    ("aeser", Role::Serious),
];

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
            if !is_numeric(column) {
                continue;
            }
            let words = tokens(column.name());
            if let Some((settings, why)) = score(&words) {
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

    fn fixed(&mut self) {
        for column in self.open() {
            let words = tokens(column.name());
            if let Some((_, role)) = FIXED.iter().find(|(name, _)| tokens(name) == words) {
                self.set(column, ColumnSettings::of(*role), "by its name");
            }
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
            if let Some((rank, settings, why)) = time(column) {
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

    fn rows(&self) -> Rows {
        let has = |role| !self.of_role(role).is_empty();
        let repeats = self.patient_column().is_some_and(repeats);
        let side_by_side = self
            .found
            .values()
            .filter(|(settings, _)| settings.role == Role::Score && settings.at.is_some())
            .count();
        let beside = self
            .found
            .values()
            .any(|(settings, _)| settings.role == Role::Score && settings.at.is_none());
        if has(Role::Term) {
            Rows::Events
        } else if has(Role::Score) && has(Role::Time) && (beside || repeats) {
            Rows::Visits
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
                *why = "one row per patient has no place for it".to_owned();
            }
        }
        // Without a time, several scores of one scale cannot be told apart.
        if rows == Rows::Patients {
            for (settings, why) in self.found.values_mut() {
                if settings.role == Role::Score && settings.at.is_none() {
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

    /// Codes such as −9 in columns of scores, all of whose other values lie in the scale's range.
    fn missing_codes(&self) -> Vec<String> {
        let mut codes = BTreeSet::new();
        for column in self.of_role(Role::Score) {
            for text in column.texts().into_iter().flatten() {
                if ["-9", "-99", "-999", "999", "9999", "-1"].contains(&text) {
                    codes.insert(text.to_owned());
                }
            }
        }
        codes.into_iter().collect()
    }
}

/// A scale's name before or after a time, with what may stand between.
fn score(words: &[String]) -> Option<(ColumnSettings, String)> {
    let of = |id: &str, time: &[String], words: &[String]| {
        let rest: Vec<String> = time
            .iter()
            .filter(|word| !["total", "tot", "score", "sum"].contains(&word.as_str()))
            .cloned()
            .collect();
        let mut settings = ColumnSettings::of(Role::Score);
        settings.instrument = Some(id.to_owned());
        let name = scale::measure(id).map_or_else(|| id.to_owned(), |scale| scale.name);
        let vague = match scale::is_vague(words, id) {
            true => "; the name leaves the version open",
            false => "",
        };
        if rest.is_empty() {
            return Some((settings, format!("a total of the {name}{vague}")));
        }
        let moment = from_tokens(&rest)?;
        settings.at = Some(match moment {
            Moment::First => "baseline".to_owned(),
            Moment::Days(days) => format!("day {days}"),
            Moment::Nth(place) => format!("visit {place}"),
            Moment::Last => "end".to_owned(),
        });
        Some((settings, format!("a total of the {name} at a time{vague}")))
    };
    // "BDI.2m" can be the second BDI or the BDI after two months: the reading that fits is meant.
    let at_start = scale::at_start(words).into_iter().find_map(|(id, length)| {
        let (name, rest) = words.split_at(length.min(words.len()));
        of(id, rest, name)
    });
    // The time may stand first: week4_phq9.
    at_start.or_else(|| {
        (1..words.len()).find_map(|at| {
            let (time, name) = words.split_at(at);
            from_tokens(time)?;
            let whole = scale::at_start(name)
                .into_iter()
                .find(|(_, length)| *length == name.len());
            of(whole?.0, time, name)
        })
    })
}

fn time(column: Column<'_>) -> Option<(usize, ColumnSettings, String)> {
    let words = tokens(column.name());
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let texts: Vec<&str> = column.texts().into_iter().flatten().collect();
    let set = |rank: usize, unit: Option<TimeUnit>, why: &str| {
        let mut settings = ColumnSettings::of(Role::Time);
        settings.unit = unit.map(|unit| unit.word().to_owned());
        Some((rank, settings, why.to_owned()))
    };
    if texts.is_empty() {
        return None;
    }
    if texts.iter().all(|text| is_date(text)) {
        let named = has(&["date", "day", "visit", "when", "start", "aestdtc", "dtc"]);
        return named
            .then(|| set(0, Some(TimeUnit::Date), "dates"))
            .flatten();
    }
    if is_numeric(column) {
        return if has(&["day", "days", "reldays", "relday", "reldy", "ady"]) {
            set(1, Some(TimeUnit::Days), "days by its name")
        } else if has(&["week", "weeks", "wk", "wks"]) && words.len() == 1 {
            set(2, Some(TimeUnit::Weeks), "weeks by its name")
        } else if has(&["month", "months"]) && words.len() == 1 {
            set(3, Some(TimeUnit::Months), "months by its name")
        } else if has(&["visit", "visitn", "visitnum", "occasion", "wave"]) {
            set(
                5,
                Some(TimeUnit::Order),
                "an order by its name: no times are known",
            )
        } else if has(&["time", "t", "tp"]) && words.len() == 1 {
            set(6, None, "a time by its name, the unit must be said")
        } else {
            None
        };
    }
    let named = has(&[
        "visit",
        "avisit",
        "tp",
        "time",
        "timepoint",
        "stage",
        "wave",
        "event",
        "occasion",
        "week",
        "when",
    ]);
    let labels = texts.iter().all(|text| moment::read_label(text).is_some());
    (named && labels)
        .then(|| set(4, Some(TimeUnit::Label), "words that say a time"))
        .flatten()
}

fn characteristic(column: Column<'_>) -> (ColumnSettings, String) {
    let texts: Vec<&str> = column.texts().into_iter().flatten().collect();
    let levels: BTreeSet<&str> = texts.iter().copied().collect();
    let mut settings = ColumnSettings::of(Role::Characteristic);
    if is_numeric(column) && (levels.len() > 5 || texts.iter().any(|t| t.contains(['.', ',']))) {
        settings.kind = Some("number".to_owned());
        if tokens(column.name()) == ["age"] {
            settings.unit = Some("years".to_owned());
        }
        return (settings, format!("{} numbers", texts.len()));
    }
    if levels.len() < 2 {
        let why = "the same for everybody".to_owned();
        return (ColumnSettings::of(Role::Ignore), why);
    }
    if levels.len() > 12 {
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

fn is_numeric(column: Column<'_>) -> bool {
    let mut any = false;
    for cell in column.cells() {
        match cell.number() {
            Ok(Some(_)) => any = true,
            Ok(None) => {}
            Err(_) => return false,
        }
    }
    any
}

pub(super) fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or_default();
    let rest_is_time =
        text.len() == 10 || text.as_bytes().get(10).is_some_and(|b| b"T ".contains(b));
    rest_is_time && day.parse::<jiff::civil::Date>().is_ok()
}
