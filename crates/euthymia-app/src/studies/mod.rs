//! Tables with the field's column names, read into the data that a measure is computed from.

mod columns;
mod counts;
mod labels;
mod means;
mod paired;
mod rates;
mod reported;

pub(crate) use labels::Labels;

use crate::error::AppError;
use columns::{Looked, Row, columns};
use euthymia_report::pooled::{Candidate, Inputs};
use euthymia_synthesis::measure::{Input, Measure};
use euthymia_table::{Column, Diagnostic, Problems, Table};

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

/// How a table is read into studies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading<'a> {
    /// The measure that is to be computed.
    pub(crate) measure: Measure,
    /// The correlation between paired measurements where the table gives none; `None`: refused.
    pub(crate) assumed_correlation: Option<f64>,
    /// Whether a label may stand in several rows.
    pub(crate) labels: Labels,
    /// Column with a weight for each study.
    pub(crate) weight: Option<&'a str>,
    /// Column with the cluster of each study.
    pub(crate) cluster: Option<&'a str>,
}

/// Reads a table into studies of the kind a measure needs.
///
/// # Errors
/// [`AppError::Input`] with every finding: a missing column, a text where a number belongs, more
/// events than patients, a standard deviation that is not positive, a label twice, a missing cell.
pub(crate) fn candidates(table: &Table, reading: &Reading<'_>) -> Result<Vec<Candidate>, AppError> {
    let study = labels::column(table, reading.labels);
    let counted = counted(table, reading.measure.input());
    let (study, counted) = match (study, counted) {
        (Ok(study), Ok(counted)) => (study, counted),
        (study, counted) => {
            let missing = study
                .err()
                .into_iter()
                .chain(counted.err().into_iter().flatten());
            return Err(missing.collect::<Vec<Diagnostic>>().into());
        }
    };
    let mut problems = Problems::new(FINDINGS_MAX);
    let labels = match study {
        // A cluster may be a study with several estimates: its label then stands in several rows.
        Some(study) if reading.cluster.is_some() && reading.labels == Labels::Distinct => {
            let mut labels = labels::labels(study, Labels::Repeated, &mut problems);
            labels::apart(&mut labels);
            labels
        }
        Some(study) => labels::labels(study, reading.labels, &mut problems),
        None => labels::rows(table),
    };
    let beside = Beside::find(table, reading)?;
    let mut candidates = Vec::with_capacity(table.row_count());
    let mut looked = Looked::default();
    for (row, label) in labels.into_iter().enumerate() {
        let data = data((table, row), reading, &counted, &mut looked, &mut problems);
        if let (Some(label), Some(data)) = (label, data) {
            let mut candidate = Candidate::new(label, data);
            beside.add(&mut candidate, row, &mut problems);
            candidates.push(candidate);
        }
        if missing_columns(&problems) {
            break;
        }
    }
    Ok(problems.into_result(candidates)?)
}

/// Columns that stand beside the data: weights, clusters, numbers of patients.
struct Beside<'t> {
    weight: Option<Column<'t>>,
    cluster: Option<Column<'t>>,
    size: Option<Column<'t>>,
}

impl<'t> Beside<'t> {
    fn find(table: &'t Table, reading: &Reading<'_>) -> Result<Self, AppError> {
        let named = |name: Option<&str>| name.map(|name| table.column(&[name])).transpose();
        let estimates = reading.measure.input() == Input::Estimate;
        let found = || -> Result<Self, Diagnostic> {
            Ok(Self {
                weight: named(reading.weight)?,
                cluster: named(reading.cluster)?,
                size: if estimates {
                    table.find_column(counts::N)?
                } else {
                    None
                },
            })
        };
        found().map_err(|finding| vec![finding].into())
    }

    fn add(&self, candidate: &mut Candidate, row: usize, problems: &mut Problems) {
        if let Some(column) = self.weight {
            candidate.weight = problems.keep(column.cell(row).required_number());
        }
        if let Some(column) = self.cluster {
            let text = problems.keep(column.cell(row).required_text());
            candidate.cluster = text.map(str::to_owned);
        }
        if let Some(column) = self.size {
            candidate.size = problems.keep(column.cell(row).number()).flatten();
        }
    }
}

/// Reads one row without a label, for numbers given one by one.
///
/// # Errors
/// As [`candidates`].
pub(crate) fn unlabelled(table: &Table, reading: &Reading<'_>) -> Result<Vec<Inputs>, AppError> {
    let counted = counted(table, reading.measure.input())?;
    let mut problems = Problems::new(FINDINGS_MAX);
    let mut all = Vec::new();
    let mut looked = Looked::default();
    for row in 0..table.row_count() {
        all.extend(data(
            (table, row),
            reading,
            &counted,
            &mut looked,
            &mut problems,
        ));
        if missing_columns(&problems) {
            break;
        }
    }
    Ok(problems.into_result(all)?)
}

/// True when a finding is about the file as a whole: every further row would repeat it.
fn missing_columns(problems: &Problems) -> bool {
    problems.list().iter().any(|finding| finding.row.is_none())
}

/// The columns of counts, which must all be there; the other kinds look for theirs row by row.
fn counted(table: &Table, input: Input) -> Result<Vec<Column<'_>>, Vec<Diagnostic>> {
    match input {
        Input::OneProportion => columns(table, &[counts::EVENTS, counts::N]),
        Input::TwoProportions => counts::two_by_two_columns(table),
        _ => Ok(Vec::new()),
    }
}

fn data<'t>(
    (table, row): (&'t Table, usize),
    reading: &Reading<'_>,
    counted: &[Column<'_>],
    columns: &mut Looked<'t>,
    problems: &mut Problems,
) -> Option<Inputs> {
    let mut cells = Row {
        columns,
        table,
        row,
        problems,
    };
    match reading.measure.input() {
        Input::OneProportion => counts::one(counted, row, problems),
        Input::TwoProportions => counts::two(counted, row, problems),
        Input::MatchedPairs => rates::matched_pairs(&mut cells),
        Input::OneRate => rates::one(&mut cells),
        Input::TwoRates => rates::two(&mut cells),
        Input::OneMean => means::one(&mut cells),
        Input::TwoMeans => means::two(&mut cells),
        Input::Paired => paired::one(&mut cells, reading.assumed_correlation),
        Input::TwoPaired => paired::two(&mut cells, reading.assumed_correlation),
        Input::Correlation => reported::correlation(&mut cells),
        Input::PartialCorrelation => reported::partial_correlation(&mut cells),
        Input::Reliability => reported::reliability(&mut cells),
        Input::Estimate => reported::estimate(&mut cells, reading.measure),
    }
}
