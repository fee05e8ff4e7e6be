//! Several treatments compared at once: a user's CSV, or a selection of the evidence base.

mod appraisals;
mod beside;
pub mod certainty;
mod check;
pub mod components;
pub mod doses;
pub mod models;
pub mod moderators;
pub mod r_script;
pub mod report;
pub mod settings;
mod table;
mod words;

use crate::error::AppError;
use crate::evidence::{known_treatments, load};
use appraisals::{Appraisals, Known};
use euthymia_evidence::select::{Selection, TimeWindow, asked_for};
use euthymia_report::compared::{
    CompareError, CompareOptions, Compared, ModelOptions, NodeChoice, TrialData, compared,
    components_asked, judged_exist,
};
use euthymia_report::trd::trials;
use euthymia_synthesis::network::Relative;
use euthymia_table::{Diagnostic, ReadOptions, read_path};
use settings::ResultSettings;
use std::path::PathBuf;

/// Where the trials come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file of the user's.
    File {
        /// The file.
        path: PathBuf,
        /// How to read it.
        read: ReadOptions,
    },
    /// The evidence base.
    Evidence {
        /// A folder of evidence files; `None` for the bundled one.
        folder: Option<PathBuf>,
        /// What is asked of it: trials with such an arm come with all their arms.
        selection: Selection,
    },
}

/// What to compare, and how.
#[derive(Clone, Debug)]
pub struct CompareRequest {
    /// The trials.
    pub source: Source,
    /// The choices of nodes, the main one first; at least one.
    pub choices: Vec<NodeChoice>,
    /// How.
    pub options: CompareOptions,
    /// Columns of the file, or covariates of the evidence base, that may explain differences.
    pub covariates: Vec<String>,
    /// A CSV file with reporting bias of single comparisons.
    pub reporting: Option<PathBuf>,
    /// A CSV file with appraisals of trials.
    pub appraisals: Option<PathBuf>,
}

/// The analyses with their title and what was said while reading.
#[derive(Debug)]
pub struct CompareAnswer {
    /// In words.
    pub title: String,
    /// The analysis under the main choice of nodes.
    pub main: Compared,
    /// What came of the other choices.
    pub others: Vec<(NodeChoice, Result<Compared, CompareError>)>,
    /// Notes about the input.
    pub notes: Vec<Diagnostic>,
}

/// Compares.
///
/// # Errors
/// [`AppError::Input`] for a file that cannot be used, [`AppError::Usage`] for a word that is no
/// treatment, [`AppError::Analysis`] when the main choice of nodes has no answer.
pub fn run(request: &CompareRequest) -> Result<CompareAnswer, AppError> {
    let Some((first, rest)) = request.choices.split_first() else {
        return Err(AppError::Usage("name a choice of nodes".to_owned()));
    };
    let (title, notes, data) = read(request)?;
    let mut options = request.options.clone();
    if let Some(path) = &request.reporting {
        let read = request.source.read_options();
        options.certainty.reporting = certainty::reporting_file(path, &read)?;
    }
    let analyse = |choice: &NodeChoice, options| compared(&data(choice)?, choice, options);
    let refuse = |error| refused(&request.source, error);
    let main = analyse(first, &options).map_err(refuse)?;
    judged_exist(&main).map_err(refuse)?;
    components_asked(&main).map_err(refuse)?;
    beside::check(&main)?;
    // Further models are fitted under the main choice alone.
    let plain = CompareOptions {
        further: ModelOptions::default(),
        ..options.clone()
    };
    let others = rest
        .iter()
        .map(|choice| (choice.clone(), analyse(choice, &plain)));
    Ok(CompareAnswer {
        title,
        others: others.collect(),
        main,
        notes,
    })
}

/// What kind of failure it is for the person who asked, and where in the file.
fn refused(source: &Source, error: CompareError) -> AppError {
    let text = error.to_string();
    match (&error, source) {
        (CompareError::Network(network), Source::File { path, read }) => {
            let Ok(file) = read_path(path, read) else {
                return AppError::Analysis(text);
            };
            match network.trial() {
                Some(trial) => table::place(&file, trial, text).into(),
                None => file.error(text).into(),
            }
        }
        (
            CompareError::NoSuchNode { .. }
            | CompareError::NoComparison { .. }
            | CompareError::Components(_)
            | CompareError::Measure { .. },
            _,
        ) => AppError::Usage(text),
        _ => AppError::Analysis(text),
    }
}

/// The estimates of the random-effects models and of further ones, as a saved analysis keeps them.
#[must_use]
pub fn results(answer: &CompareAnswer) -> Vec<ResultSettings> {
    let others = answer
        .others
        .iter()
        .filter_map(|(_, other)| other.as_ref().ok());
    let mut all = Vec::new();
    for analysis in std::iter::once(&answer.main).chain(others) {
        for part in &analysis.parts {
            for (place, treatment) in part.network().treatments().iter().enumerate() {
                let Some(found) = Relative::compare(&part.random, place, part.reference) else {
                    continue;
                };
                all.push(ResultSettings {
                    choice: analysis.choice.name.clone(),
                    model: None,
                    treatment: treatment.clone(),
                    reference: part.reference_name().to_owned(),
                    estimate: found.estimate,
                    standard_error: found.standard_error,
                });
            }
        }
        all.extend(models::results(analysis));
    }
    all.extend(beside::results(&answer.main));
    all
}

/// True for numbers that are the same to ten digits: the last ones may differ between processors.
fn is_same(saved: &ResultSettings, now: &ResultSettings) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-10 * a.abs().max(1.0);
    near(saved.estimate, now.estimate) && near(saved.standard_error, now.standard_error)
}

/// Says in what the numbers differ from those saved; nothing when all are the same.
#[must_use]
pub fn differences(saved: &[ResultSettings], now: &[ResultSettings]) -> Vec<String> {
    let name = |row: &ResultSettings| {
        let model = row.model.as_ref().map(|word| format!(", {word}"));
        format!(
            "{}{}: {} against {}",
            row.choice,
            model.unwrap_or_default(),
            row.treatment,
            row.reference
        )
    };
    let is = |row: &ResultSettings, other: &ResultSettings| name(row) == name(other);
    let mut list = Vec::new();
    for row in saved {
        match now.iter().find(|other| is(row, other)) {
            None => list.push(format!("{} was there, and is not now", name(row))),
            Some(found) if !is_same(row, found) => list.push(format!(
                "{} was {} ({}), and is {} ({})",
                name(row),
                row.estimate,
                row.standard_error,
                found.estimate,
                found.standard_error
            )),
            Some(_) => {}
        }
    }
    let new = now
        .iter()
        .filter(|row| !saved.iter().any(|other| is(row, other)));
    list.extend(new.map(|row| format!("{} is new", name(row))));
    list
}

/// What was read, as a function of the choice of nodes, whose days decide which rows answer.
type Read = Box<dyn Fn(&NodeChoice) -> Result<TrialData, CompareError>>;

fn read(request: &CompareRequest) -> Result<(String, Vec<Diagnostic>, Read), AppError> {
    let measure = request.options.measure.name();
    match &request.source {
        Source::File { path, read } => {
            let file = read_path(path, read)?;
            let (mut data, mut doubts) =
                table::trials(&file, request.options.measure, &request.covariates)?;
            let labels: Vec<String> = data.facts.keys().cloned().collect();
            let known = Known {
                names: labels.iter().map(|l| (l.as_str(), l.as_str())).collect(),
                outcome: None,
            };
            let appraised = appraised(request, &known, &mut doubts)?;
            appraised.put_into(&mut data);
            Ok((
                format!("{}: {measure}", path.display()),
                file.notes().iter().cloned().chain(doubts).collect(),
                Box::new(move |_| Ok(data.clone())),
            ))
        }
        Source::Evidence { folder, selection } => {
            let base = load(folder.as_deref())?;
            known_treatments(&base, &selection.treatments)?;
            let title = format!("{}: {measure}", selection.outcome);
            let studies = base.studies.iter();
            let mut notes = Vec::new();
            let known = Known {
                names: studies
                    .flat_map(|s| [(&s.id, &s.label), (&s.label, &s.label)])
                    .map(|(name, label)| (name.as_str(), label.as_str()))
                    .collect(),
                outcome: Some(&selection.outcome),
            };
            let appraised = appraised(request, &known, &mut notes)?;
            let selection = selection.clone();
            let read = move |choice: &NodeChoice| {
                let mut selection = selection.clone();
                if let Some((from, to)) = choice.days {
                    let unstated = selection.window.is_some_and(|window| window.unstated);
                    selection.window = Some(TimeWindow { from, to, unstated });
                }
                let mut data = trials(&base, &selection, |arm| {
                    asked_for(&base, arm, &selection.treatments)
                });
                appraised.put_into(&mut data);
                Ok(data)
            };
            Ok((title, notes, Box::new(read)))
        }
    }
}

/// The appraisals that the request names, if any.
fn appraised(
    request: &CompareRequest,
    known: &Known<'_>,
    notes: &mut Vec<Diagnostic>,
) -> Result<Appraisals, AppError> {
    let Some(path) = &request.appraisals else {
        return Ok(Appraisals::default());
    };
    let (read, doubts) = Appraisals::read(path, &request.source.read_options(), known)?;
    notes.extend(doubts);
    Ok(read)
}

impl Source {
    /// How files beside the trials are read: as the trials are.
    fn read_options(&self) -> ReadOptions {
        match self {
            Self::File { read, .. } => read.clone(),
            Self::Evidence { .. } => ReadOptions::default(),
        }
    }
}
