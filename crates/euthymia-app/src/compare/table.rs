//! A user's table of arms or of comparisons.

use super::{check, outcomes};
use crate::error::AppError;
use euthymia_numerics::Probability;
use euthymia_report::compared::{
    ArmResult, ArmRow, Concern, ContrastRow, NetworkMeasure, Rows, Treatment, TrialData, TrialFacts,
};
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::reported::{
    log_hazard_ratio_from_log_rank, log_ratio_from_interval,
};
use euthymia_table::{Cell, Column, Diagnostic, Problems, Table};
use std::collections::BTreeMap;

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

const STUDY: &[&str] = &["study", "studlab", "trial", "label", "study_id", "id"];
const TREATMENT: &[&str] = &["treatment", "treat", "trt", "t"];
const TREATMENT1: &[&str] = &["treatment1", "treat1", "t1"];
const TREATMENT2: &[&str] = &["treatment2", "treat2", "t2"];
const EVENTS: &[&str] = &["events", "event", "responders", "r"];
const N: &[&str] = &["n", "sampleSize", "samplesize", "total"];
const MEAN: &[&str] = &["mean", "y"];
const SD: &[&str] = &["sd", "std_dev", "stddev"];
const TIME: &[&str] = &["time", "person_time", "exposure", "e"];
const MEDIAN: &[&str] = &["median", "median_time"];
const ESTIMATE: &[&str] = &["estimate", "te", "yi", "diff"];
const SE: &[&str] = &["se", "sete", "standard_error", "sei"];

/// Reads trials; columns `treatment1` and `treatment2` make the rows comparisons, `treatment` arms.
///
/// # Errors
/// [`AppError::Input`] with every finding; what is only doubtful comes back beside the trials.
pub(super) fn trials(
    table: &Table,
    measure: NetworkMeasure,
    outcome: Option<&str>,
    covariates: &[String],
) -> Result<(TrialData, Vec<Diagnostic>), AppError> {
    let mut problems = Problems::new(FINDINGS_MAX);
    let picked = outcomes::rows(table, outcome)?;
    let rows = match table.find_column(TREATMENT1)? {
        Some(_) => contrasts(table, &picked, &mut problems)?,
        None => arms(table, &picked, measure, &mut problems)?,
    };
    let facts = facts(table, covariates, &mut problems)?;
    let data = TrialData {
        rows,
        facts,
        left_out: Vec::new(),
    };
    match problems.has_errors() {
        true => Err(problems.into_list().into()),
        false => Ok((data, problems.into_list())),
    }
}

/// The place of a trial in the table.
pub(super) fn place(table: &Table, study: &str, message: String) -> Diagnostic {
    let found = table.column(STUDY).ok().and_then(|column| {
        let mut cells = column.cells();
        cells.find(|cell| cell.text() == Some(study))
    });
    match found {
        Some(cell) => cell.error(message),
        None => table.error(message),
    }
}

fn contrasts(table: &Table, picked: &[usize], problems: &mut Problems) -> Result<Rows, Diagnostic> {
    let study = table.column(STUDY)?;
    let (one, treatment2) = (table.column(TREATMENT1)?, table.column(TREATMENT2)?);
    let printed = Printed::find(table)?;
    check::spellings(&[one, treatment2], problems);
    let mut rows = Vec::with_capacity(picked.len());
    for &row in picked {
        let cells = (
            problems.keep(study.cell(row).required_text()),
            problems.keep(one.cell(row).required_text()),
            problems.keep(treatment2.cell(row).required_text()),
            printed.estimate(row, problems),
        );
        if let (Some(study), Some(one), Some(two), Some((estimate, se))) = cells {
            if one == two {
                problems.add(
                    treatment2
                        .cell(row)
                        .error("this row compares the treatment with itself")
                        .with_help("Correct one of the two names, or remove the row."),
                );
                continue;
            }
            rows.push(ContrastRow {
                study: study.to_owned(),
                treatment1: named(one),
                treatment2: named(two),
                estimate,
                standard_error: se,
                source: None,
            });
        }
    }
    Ok(Rows::Contrasts(rows))
}

/// The ways in which a comparison is printed.
enum Printed<'t> {
    /// An estimate with its standard error on the analysis scale.
    Estimate(Column<'t>, Column<'t>),
    /// A hazard ratio with limits, at 95 % where no column says the level.
    Ratio([Column<'t>; 3], Option<Column<'t>>),
    /// Observed less expected events of the first treatment, and their variance, of a log-rank test.
    LogRank(Column<'t>, Column<'t>),
}

impl<'t> Printed<'t> {
    fn find(table: &'t Table) -> Result<Self, Diagnostic> {
        if let Some(ratio) = table.find_column(&["hr", "hazard_ratio"])? {
            let limits = [table.column(&["ci_low"])?, table.column(&["ci_high"])?];
            let level = table.find_column(&["ci_level"])?;
            return Ok(Self::Ratio([ratio, limits[0], limits[1]], level));
        }
        if let Some(o_minus_e) = table.find_column(&["o_minus_e", "observed_minus_expected"])? {
            return Ok(Self::LogRank(o_minus_e, table.column(&["v", "variance"])?));
        }
        Ok(Self::Estimate(table.column(ESTIMATE)?, table.column(SE)?))
    }

    /// The estimate on the analysis scale with its standard error.
    fn estimate(&self, row: usize, problems: &mut Problems) -> Option<(f64, f64)> {
        let mut number = |column: &Column<'_>| problems.keep(column.cell(row).required_number());
        let (first, formed) = match self {
            Self::Estimate(estimate, se) => return Some((number(estimate)?, number(se)?)),
            Self::LogRank(o_minus_e, variance) => {
                let found = (number(o_minus_e)?, number(variance)?);
                (o_minus_e, log_hazard_ratio_from_log_rank(found.0, found.1))
            }
            Self::Ratio([ratio, low, high], level) => {
                let found = (number(ratio)?, number(low)?, number(high)?);
                let level = match level {
                    Some(column) => level_of(number(column)?, column, row, problems)?,
                    None => Probability::NINETY_FIVE,
                };
                (
                    ratio,
                    log_ratio_from_interval(found.0, found.1, found.2, level),
                )
            }
        };
        let finding = |error: euthymia_synthesis::effect::EffectError| {
            let finding = first.cell(row).error(error.to_string());
            finding.with_help("Correct the number, or remove the row.")
        };
        let effect = problems.keep(formed.map_err(finding))?;
        Some((effect.estimate, effect.variance.get().sqrt()))
    }
}

/// A confidence level in percent.
fn level_of(
    percent: f64,
    column: &Column<'_>,
    row: usize,
    problems: &mut Problems,
) -> Option<Probability> {
    let read = crate::settings::level(percent).map_err(|error| {
        let finding = column.cell(row).error(error.to_string());
        finding.with_help("Write the level of the limits in percent, such as 95.")
    });
    problems.keep(read)
}

fn named(id: &str) -> Treatment {
    Treatment {
        id: id.to_owned(),
        components: id.split('+').map(|part| part.trim().to_owned()).collect(),
        ..Treatment::default()
    }
}

fn arms(
    table: &Table,
    picked: &[usize],
    measure: NetworkMeasure,
    problems: &mut Problems,
) -> Result<Rows, Diagnostic> {
    let study = table.column(STUDY)?;
    let treatment = table.column(TREATMENT)?;
    let beside = Beside {
        dose: table.find_column(&["dose"])?,
        unit: table.find_column(&["dose_unit"])?,
        class: table.find_column(&["class"])?,
        group: table.find_column(&["group"])?,
        components: table.find_column(&["components"])?,
        control: table.find_column(&["control"])?,
    };
    let numbers: Vec<Column<'_>> = match measure {
        NetworkMeasure::MeanDifference | NetworkMeasure::StandardisedMeanDifference => {
            vec![table.column(MEAN)?, table.column(SD)?, table.column(N)?]
        }
        NetworkMeasure::RateRatio => vec![table.column(EVENTS)?, table.column(TIME)?],
        NetworkMeasure::HazardRatio => vec![table.column(EVENTS)?],
        _ => vec![table.column(EVENTS)?, table.column(N)?],
    };
    let survival = Survival::find(table)?;
    check::spellings(&[treatment], problems);
    let mut rows = Vec::with_capacity(picked.len());
    let mut named = Vec::with_capacity(picked.len());
    for &row in picked {
        let trial = problems.keep(study.cell(row).required_text());
        let id = problems.keep(treatment.cell(row).required_text());
        let result = match measure {
            NetworkMeasure::HazardRatio => survival.result(row, problems),
            _ => result(&numbers, measure, row, problems),
        };
        let (Some(trial), Some(id)) = (trial, id) else {
            continue;
        };
        let treatment = beside.treatment(id, row, problems);
        let dose = treatment.dose.as_deref().unwrap_or_default();
        named.push((trial.to_owned(), format!("{id} {dose}"), row));
        rows.extend(result.map(|result| ArmRow {
            study: trial.to_owned(),
            treatment,
            result,
            source: None,
        }));
    }
    check::arms(&named, (study, treatment), problems);
    Ok(Rows::Arms(rows))
}

/// Columns that say more of a treatment.
struct Beside<'t> {
    dose: Option<Column<'t>>,
    unit: Option<Column<'t>>,
    class: Option<Column<'t>>,
    group: Option<Column<'t>>,
    components: Option<Column<'t>>,
    control: Option<Column<'t>>,
}

impl Beside<'_> {
    fn treatment(&self, id: &str, row: usize, problems: &mut Problems) -> Treatment {
        let text = |column: &Option<Column<'_>>| {
            column.and_then(|column| column.cell(row).text().map(str::to_owned))
        };
        let amount = self
            .dose
            .and_then(|column| problems.keep(column.cell(row).number()).flatten());
        let unit = text(&self.unit);
        let dose = amount.map(|amount| match &unit {
            Some(unit) => format!("{amount} {unit}"),
            None => amount.to_string(),
        });
        let parts = text(&self.components).unwrap_or_else(|| id.to_owned());
        Treatment {
            class: text(&self.class),
            group: text(&self.group),
            control: text(&self.control),
            components: parts
                .split('+')
                .map(|part| part.trim().to_owned())
                .collect(),
            dose,
            amount,
            unit,
            ..named(id)
        }
    }
}

/// Columns of a time to an event in one arm.
struct Survival<'t> {
    events: Option<Column<'t>>,
    n: Option<Column<'t>>,
    time: Option<Column<'t>>,
    median: Option<Column<'t>>,
}

impl<'t> Survival<'t> {
    fn find(table: &'t Table) -> Result<Self, Diagnostic> {
        Ok(Self {
            events: table.find_column(EVENTS)?,
            n: table.find_column(N)?,
            time: table.find_column(TIME)?,
            median: table.find_column(MEDIAN)?,
        })
    }

    /// Events over a time at risk where there is one, or a median time, which with a constant hazard is
    /// events over a time; else events among patients followed equally long.
    fn result(&self, row: usize, problems: &mut Problems) -> Option<ArmResult> {
        let column = self.events?;
        let events = problems.keep(column.cell(row).required_count())?;
        let mut number = |of: &Option<Column<'_>>| {
            of.and_then(|column| problems.keep(column.cell(row).number()).flatten())
        };
        let median = number(&self.median);
        let time = number(&self.time)
            .or(median.map(|median| events as f64 * median / std::f64::consts::LN_2));
        let formed = match (time, self.n) {
            (Some(time), _) => PersonTime::new(events, time).map(ArmResult::PersonTime),
            (None, Some(n)) => {
                let n = problems.keep(n.cell(row).required_count())?;
                Count::new(events, n).map(ArmResult::Count)
            }
            (None, None) => {
                problems.add(
                    column
                        .cell(row)
                        .error("events, but neither patients nor a time")
                        .with_help(
                            "Add a column n, time (at risk, of all patients together) or median.",
                        ),
                );
                return None;
            }
        };
        let finding = |error: euthymia_synthesis::effect::EffectError| {
            let finding = column.cell(row).error(error.to_string());
            finding.with_help("Correct the number, or remove the row.")
        };
        problems.keep(formed.map_err(finding))
    }
}

fn result(
    columns: &[Column<'_>],
    measure: NetworkMeasure,
    row: usize,
    problems: &mut Problems,
) -> Option<ArmResult> {
    let first = columns.first()?;
    let formed = match measure {
        NetworkMeasure::MeanDifference | NetworkMeasure::StandardisedMeanDifference => {
            let mean = problems.keep(columns.first()?.cell(row).required_number());
            let sd = problems.keep(columns.get(1)?.cell(row).required_number());
            let n = problems.keep(columns.get(2)?.cell(row).required_count());
            Group::new(mean?, sd?, n?).map(ArmResult::Mean)
        }
        NetworkMeasure::RateRatio => {
            let events = problems.keep(columns.first()?.cell(row).required_count());
            let time = problems.keep(columns.get(1)?.cell(row).required_number());
            PersonTime::new(events?, time?).map(ArmResult::PersonTime)
        }
        _ => {
            let events = problems.keep(columns.first()?.cell(row).required_count());
            let n = problems.keep(columns.get(1)?.cell(row).required_count());
            Count::new(events?, n?).map(ArmResult::Count)
        }
    };
    let finding = |error: euthymia_synthesis::effect::EffectError| {
        first
            .cell(row)
            .error(error.to_string())
            .with_help("Correct the number, or remove the row.")
    };
    problems.keep(formed.map_err(finding))
}

/// What is known of each trial: the first row of a trial that says it counts.
fn facts(
    table: &Table,
    covariates: &[String],
    problems: &mut Problems,
) -> Result<BTreeMap<String, TrialFacts>, Diagnostic> {
    let study = table.column(STUDY)?;
    let bias = table.find_column(&["risk_of_bias", "rob"])?;
    let indirectness = table.find_column(&["indirectness"])?;
    let mut named = Vec::with_capacity(covariates.len());
    for name in covariates {
        named.push((name, table.column(&[name])?));
    }
    let mut facts: BTreeMap<String, TrialFacts> = BTreeMap::new();
    for row in 0..table.row_count() {
        let Some(study) = study.cell(row).text() else {
            continue;
        };
        let own = facts.entry(study.to_owned()).or_default();
        own.risk_of_bias = own.risk_of_bias.or(concern(bias, row, problems));
        own.indirectness = own.indirectness.or(concern(indirectness, row, problems));
        for (name, column) in &named {
            let cell = column.cell(row);
            let Some(value) = problems.keep(covariate(&cell)).flatten() else {
                continue;
            };
            let first = *own.covariates.entry((*name).clone()).or_insert(value);
            if first != value {
                problems.add(
                    cell.error(format!("an earlier row of the trial has {first}"))
                        .with_help("It describes the whole trial: give all its rows one value."),
                );
            }
        }
    }
    Ok(facts)
}

/// A number, or 1 and 0 for yes and no; `None` for an empty cell.
fn covariate(cell: &Cell<'_>) -> Result<Option<f64>, Diagnostic> {
    let word = cell.text().map(str::to_lowercase);
    match word.as_deref() {
        Some("yes" | "true") => Ok(Some(1.0)),
        Some("no" | "false") => Ok(Some(0.0)),
        _ => cell.number(),
    }
}

pub(super) fn concern(
    column: Option<Column<'_>>,
    row: usize,
    problems: &mut Problems,
) -> Option<Concern> {
    let cell = column?.cell(row);
    match cell.text()?.to_lowercase().as_str() {
        "low" | "l" | "1" => Some(Concern::Low),
        "some" | "some concerns" | "some_concerns" | "moderate" | "unclear" | "m" | "2" => {
            Some(Concern::Some)
        }
        "high" | "serious" | "critical" | "h" | "3" => Some(Concern::High),
        _ => {
            problems.add(
                cell.error("not a judgement")
                    .with_help("Write low, some or high, or leave the cell empty."),
            );
            None
        }
    }
}
