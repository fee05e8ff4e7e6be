//! Rows of the evidence base from what counts of a study.

use super::take::{identifier, year};
use euthymia_clinical::definition::Definition;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::arm::{Allocation, Role};
use euthymia_evidence::outcome_row::{AnalysisSet, TimePoint};
use euthymia_evidence::study::{Design, Stated};
use euthymia_evidence::treatment::Treatment;
use euthymia_evidence::{arm, outcome_row, study};
use euthymia_review::extract::{Form, Line, Place, Standing, Value};
use euthymia_review::{Record, Scheme};
use std::collections::BTreeMap;

/// The rows of one study, and what people should know of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) study: Vec<String>,
    pub(super) arms: Vec<Vec<String>>,
    pub(super) outcomes: Vec<Vec<String>>,
    /// Values that were left out, and why.
    pub(super) left_out: Vec<String>,
    /// Numbers that only one of several people took.
    pub(super) unchecked: usize,
}

/// A study from which rows are made.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) form: &'a Form,
    pub(super) lines: &'a [Line],
    pub(super) treatments: &'a [Treatment],
    /// What the record of its first report says.
    pub(super) record: &'a Record,
}

/// A value as a cell of the evidence base.
struct Got<'l> {
    text: String,
    line: &'l Line,
}

impl Got<'_> {
    fn is_checked(&self) -> bool {
        self.line.standing.counts()
    }

    fn cell(&self) -> Option<&euthymia_review::log::Cell> {
        self.line.value.as_ref()
    }
}

/// The numbers of an arm and of an outcome: what their marks are about.
const ARM_NUMBERS: [&str; 11] = [
    "dose_low",
    "dose_high",
    "sessions",
    "duration_min",
    "n_randomised",
    "n_analysed",
    "mean_age",
    "pct_female",
    "baseline_mean",
    "baseline_sd",
    "dose_unit",
];
const OUTCOME_NUMBERS: [&str; 9] = [
    "n",
    "events",
    "mean",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "ci_level",
    "percent_reported",
];
const WHOLE: [&str; 9] = [
    "year",
    "failed_trials_min",
    "failed_trials_max",
    "bipolar_n",
    "n_randomised_total",
    "sessions",
    "n_randomised",
    "n_analysed",
    "events",
];

/// Makes the rows of a study.
pub(super) fn rows(source: &Source<'_>) -> Rows {
    let mut maker = Maker {
        source,
        by_place: source
            .lines
            .iter()
            .map(|line| (line.place.as_str(), line))
            .collect(),
        rows: Rows::default(),
    };
    maker.open_differences();
    let study = maker.cells(&[], study::COLUMNS);
    let allocation = allocation(study.get("design").map(|got| got.text.as_str()));
    maker.study(study);
    for key in maker.keys(&[], "arms") {
        maker.arm(&key, allocation);
    }
    maker.rows
}

struct Maker<'a> {
    source: &'a Source<'a>,
    by_place: BTreeMap<&'a str, &'a Line>,
    rows: Rows,
}

type Steps = [(String, String)];
type Cells<'a> = BTreeMap<&'static str, Got<'a>>;

impl<'a> Maker<'a> {
    fn leave_out(&mut self, place: &str, why: &str) {
        let line = format!("{}, {place}: {why}", self.source.name);
        self.rows.left_out.push(line);
    }

    fn open_differences(&mut self) {
        let lines = self.source.lines.iter();
        let open: Vec<String> = lines
            .filter(|line| line.standing == Standing::Differs)
            .map(|line| line.place.clone())
            .collect();
        for place in open {
            self.leave_out(
                &place,
                "people took different values, and nobody has settled it",
            );
        }
    }

    /// The values of an item for the columns of a file, each in the unit that is kept.
    fn cells(&mut self, steps: &Steps, columns: &[&'static str]) -> Cells<'a> {
        let mut found = BTreeMap::new();
        for column in columns {
            let place = Place {
                steps: steps.to_vec(),
                field: (*column).to_owned(),
            };
            let text = place.to_string();
            let Some(line) = self.by_place.get(text.as_str()).copied() else {
                continue;
            };
            match self.cell(&place, line) {
                Ok(Some(value)) if fits(column, &value) => {
                    found.insert(*column, Got { text: value, line });
                }
                Ok(Some(value)) => {
                    let why = format!("\"{value}\" cannot stand in the evidence base");
                    self.leave_out(&text, &why);
                }
                Ok(None) => {}
                Err(why) => self.leave_out(&text, &why),
            }
        }
        found
    }

    /// A value as text; `None` where there is none or it is not asked for.
    fn cell(&self, place: &Place, line: &Line) -> Result<Option<String>, String> {
        let field = self.source.form.field(place);
        let (Some(field), Some(cell)) = (field, &line.value) else {
            return Ok(None);
        };
        match field.read(cell).map_err(|misfit| misfit.to_string())? {
            Value::NotReported => Ok(None),
            Value::Words(words) => Ok(Some(words)),
            Value::Number { value, unit } => Ok(Some(match unit == cell.unit {
                true => cell.value.as_deref().unwrap_or_default().trim().to_owned(),
                false => value.to_string(),
            })),
        }
    }

    fn keys(&self, steps: &Steps, group: &str) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for line in self.source.lines {
            let Some(place) = line.place.parse::<Place>().ok() else {
                continue;
            };
            let Some((id, key)) = place.steps.get(steps.len()) else {
                continue;
            };
            let says = line.value.as_ref().is_some_and(|cell| cell.value.is_some());
            if says && id == group && place.steps.starts_with(steps) && !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }

    fn study(&mut self, mut cells: Cells<'a>) {
        let record = self.source.record;
        let unchecked = unchecked(&cells);
        self.rows.unchecked += unchecked.len();
        let mut taken = |column: &str| cells.remove(column).map(|got| got.text);
        let cell = |column: &&'static str| {
            let text = taken(column);
            text.or_else(|| match *column {
                "study_id" | "source" => Some(self.source.name.to_owned()),
                "label" => Some(self.source.name.to_owned()),
                "trd" | "bipolar_included" => Some("not_stated".to_owned()),
                "year" => year(record).map(|year| year.to_string()),
                "doi" => identifier(record, &Scheme::Doi),
                "pmid" => identifier(record, &Scheme::Pmid),
                "recalled_fields" => Some(unchecked.join(";")),
                _ => None,
            })
            .unwrap_or_default()
        };
        self.rows.study = study::COLUMNS.iter().map(cell).collect();
    }

    fn arm(&mut self, key: &str, allocation: &'static str) {
        let steps = [("arms".to_owned(), key.to_owned())];
        let mut cells = self.cells(&steps, arm::COLUMNS);
        let place = format!("arms/{key}");
        let id = cells.get("treatment").map(|got| got.text.clone());
        let treatments = self.source.treatments.iter();
        let treatment = id
            .as_ref()
            .and_then(|id| treatments.clone().find(|own| own.id == *id));
        let Some(treatment) = treatment else {
            let why = match &id {
                Some(id) => format!("treatments.csv has no \"{id}\": the arm is left out"),
                None => "no treatment counts yet: the arm is left out".to_owned(),
            };
            return self.leave_out(&place, &why);
        };
        if !cells.contains_key("role") {
            return self.leave_out(&place, "no role counts yet: the arm is left out");
        }
        let unit = cells.get("dose_low").or(cells.get("dose_high"));
        let unit = unit.and_then(|got| self.kept_unit(got.line));
        let (mark, weak) = (mark(&cells, &ARM_NUMBERS), unchecked(&cells));
        self.rows.unchecked += weak.len();
        let mut taken = |column: &str| cells.remove(column).map(|got| got.text);
        let source = self.source;
        let cell = |column: &&'static str| {
            let text = taken(column);
            text.or_else(|| match *column {
                "study_id" | "source" => Some(source.name.to_owned()),
                "arm_id" => Some(key.to_owned()),
                "label" => Some(treatment.name.clone()),
                "components" => Some(treatment.components.join("+")),
                "class" => Some(treatment.class.id().to_owned()),
                "allocation" => Some(allocation.to_owned()),
                "psychotherapy" => Some("not_stated".to_owned()),
                "dose_unit" => unit.clone(),
                "verification" => Some(mark.to_owned()),
                "recalled_fields" => Some(weak.join(";")),
                _ => None,
            })
            .unwrap_or_default()
        };
        let row = arm::COLUMNS.iter().map(cell).collect();
        self.rows.arms.push(row);
        let mut mains = Vec::new();
        for outcome in self.keys(&steps, "outcomes") {
            self.outcome(key, &outcome, &mut mains);
        }
    }

    /// The unit in which a dose is written.
    fn kept_unit(&self, line: &Line) -> Option<String> {
        let field = self.source.form.field(&line.place.parse().ok()?)?;
        let unit = field.unit(line.value.as_ref()?.unit.as_deref()?)?;
        Some(field.kept(unit).to_owned())
    }

    fn outcome(&mut self, arm: &str, key: &str, mains: &mut Vec<String>) {
        let steps = [
            ("arms".to_owned(), arm.to_owned()),
            ("outcomes".to_owned(), key.to_owned()),
        ];
        let mut cells = self.cells(&steps, outcome_row::COLUMNS);
        let Some(outcome) = cells.get("outcome").map(|got| got.text.clone()) else {
            let place = format!("arms/{arm}/outcomes/{key}");
            return self.leave_out(&place, "no outcome counts yet: the row is left out");
        };
        let main = match cells.get("main") {
            Some(got) => got.text.clone(),
            None if mains.contains(&outcome) => "no".to_owned(),
            None => "yes".to_owned(),
        };
        if main == "yes" {
            mains.push(outcome);
        }
        let mark = mark(&cells, &OUTCOME_NUMBERS);
        let weak = unchecked(&cells);
        self.rows.unchecked += weak.len();
        let (locator, note) = (locators(&cells), note(&cells, &weak));
        let mut taken = |column: &str| cells.remove(column).map(|got| got.text);
        let source = self.source.name;
        let cell = |column: &&'static str| {
            let text = match *column {
                "main" => Some(main.clone()),
                "note" => note.clone(),
                "locator" => locator.clone(),
                _ => taken(column),
            };
            text.or_else(|| match *column {
                "study_id" | "source" => Some(source.to_owned()),
                "arm_id" => Some(arm.to_owned()),
                "analysis_set" => Some("not_stated".to_owned()),
                "provenance" if mark == RECALLED => Some("unverified".to_owned()),
                "provenance" => Some("full_text".to_owned()),
                "verification" => Some(mark.to_owned()),
                _ => None,
            })
            .unwrap_or_default()
        };
        let row = outcome_row::COLUMNS.iter().map(cell).collect();
        self.rows.outcomes.push(row);
    }
}

const RECALLED: &str = "recalled";

/// How sure the numbers of a row are: one that only one of several people took makes it unverified, one
/// that was read off a figure makes it computed.
fn mark(cells: &Cells<'_>, numbers: &[&str]) -> &'static str {
    let own = numbers.iter().filter_map(|name| cells.get(name));
    let (mut is_checked, mut is_digitised) = (true, false);
    for got in own {
        is_checked &= got.is_checked();
        let locator = got.cell().and_then(|cell| cell.locator.as_deref());
        is_digitised |= locator.is_some_and(|locator| locator.ends_with("digitised"));
    }
    match (is_checked, is_digitised) {
        (false, _) => RECALLED,
        (true, true) => "computed",
        (true, false) => "seen",
    }
}

/// Columns whose value only one of several people took.
fn unchecked(cells: &Cells<'_>) -> Vec<&'static str> {
    let weak = cells.iter().filter(|(_, got)| !got.is_checked());
    weak.map(|(column, _)| *column).collect()
}

/// Where the numbers of a row stand, each place once.
fn locators(cells: &Cells<'_>) -> Option<String> {
    let mut places: Vec<&str> = Vec::new();
    for name in OUTCOME_NUMBERS {
        let cell = cells.get(name).and_then(Got::cell);
        if let Some(locator) = cell.and_then(|cell| cell.locator.as_deref())
            && !places.contains(&locator)
        {
            places.push(locator);
        }
    }
    (!places.is_empty()).then(|| places.join("; "))
}

/// The remark of the row, those of its numbers, and how far they were checked.
fn note(cells: &Cells<'_>, weak: &[&str]) -> Option<String> {
    let own = cells.get("note").map(|got| got.text.clone());
    let of_numbers = OUTCOME_NUMBERS.iter().filter_map(|name| {
        let note = cells.get(name)?.cell()?.note.as_deref()?;
        Some(format!("{name}: {note}"))
    });
    let single = OUTCOME_NUMBERS.iter().filter_map(|name| cells.get(name));
    let is_single = single
        .clone()
        .any(|got| got.line.standing == Standing::Single);
    let mut parts: Vec<String> = own.into_iter().chain(of_numbers).collect();
    if is_single {
        parts.push("Taken by one person, as the review asks.".to_owned());
    }
    if !weak.is_empty() {
        let people = cells.values().find(|got| !got.is_checked());
        let people = people.map(|got| {
            let all = got.line.taken.iter().map(|(who, _)| who.as_str());
            all.collect::<Vec<_>>().join(", ")
        });
        parts.push(format!(
            "Taken by {} alone and checked by nobody: {}.",
            people.unwrap_or_default(),
            weak.join(", ")
        ));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// How people came into the arms of a design.
fn allocation(design: Option<&str>) -> &'static str {
    let allocation = match design.and_then(|id| Design::parse(id).ok()) {
        Some(Design::ParallelRct) | None => Allocation::RandomisedParallel,
        Some(Design::CrossoverRct) => Allocation::RandomisedCrossover,
        Some(Design::RandomisedWithdrawal) => Allocation::RandomisedWithdrawal,
        Some(Design::NonRandomisedControlled | Design::Cohort) => Allocation::NonRandomised,
        Some(Design::CaseSeries | Design::SingleArmTrial | Design::CaseReport) => {
            Allocation::SingleArm
        }
    };
    allocation.id()
}

/// Whether a text can stand in a column of the evidence base.
fn fits(column: &str, text: &str) -> bool {
    let is_number = ARM_NUMBERS.contains(&column) || OUTCOME_NUMBERS.contains(&column);
    match column {
        "outcome" => Outcome::parse(text).is_ok(),
        "definition" => Definition::parse(text).is_ok(),
        "design" => Design::parse(text).is_ok(),
        "trd" | "bipolar_included" | "psychotherapy" | "after_failure" => {
            Stated::parse(text).is_ok()
        }
        "role" => Role::parse(text).is_ok(),
        "allocation" => Allocation::parse(text).is_ok(),
        "time_point" => TimePoint::parse(text).is_ok(),
        "analysis_set" => AnalysisSet::parse(text).is_ok(),
        "main" => ["yes", "no"].contains(&text),
        "n" => text.parse::<u64>().is_ok(),
        "dose_unit" => true,
        _ if WHOLE.contains(&column) => text.parse::<u64>().is_ok(),
        "time_days" => text.parse::<f64>().is_ok(),
        _ if is_number => text.parse::<f64>().is_ok(),
        _ => true,
    }
}
