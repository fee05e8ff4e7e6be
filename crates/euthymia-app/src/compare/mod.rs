//! Several treatments compared at once: a user's CSV, or a selection of the evidence base.

pub mod against;
pub mod baseline;
mod check;
mod outcomes;
pub mod settings;
mod table;
mod words;

use self::against::AgainstRequest;
use crate::error::AppError;
use crate::evidence::{known_treatments, load};
use euthymia_evidence::select::{Selection, TimeWindow, asked_for};
use euthymia_report::compared::benefit_risk::Decision;
use euthymia_report::compared::{
    CompareError, CompareOptions, Compared, Controls, Doses, Level, NetworkMeasure, NodeChoice,
    TrialData, compared,
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
        /// Which of its outcomes, where it has a column for them.
        outcome: Option<String>,
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
    /// Other outcomes that this one is set against.
    pub against: Option<AgainstRequest>,
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
    /// The outcome against others, where others were named: all together, or one by one.
    pub against: Vec<Decision>,
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
    let (title, mut notes, data) = read(
        &request.source,
        request.options.measure,
        &request.covariates,
    )?;
    let analyse = |choice: &NodeChoice| compared(&data(choice)?, choice, &request.options);
    let main = analyse(first).map_err(|error| refused(&request.source, error))?;
    let others = rest.iter().map(|choice| (choice.clone(), analyse(choice)));
    let against = match &request.against {
        None => Vec::new(),
        Some(asked) => {
            let (found, doubts) = against::against(asked, first, &main, &request.covariates)?;
            notes.extend(doubts);
            found
        }
    };
    Ok(CompareAnswer {
        title,
        others: others.collect(),
        main,
        against,
        notes,
    })
}

/// What kind of failure it is for the person who asked, and where in the file.
fn refused(source: &Source, error: CompareError) -> AppError {
    let text = error.to_string();
    match (&error, source) {
        (CompareError::Network(network), Source::File { path, read, .. }) => {
            let Ok(file) = read_path(path, read) else {
                return AppError::Analysis(text);
            };
            match network.trial() {
                Some(trial) => table::place(&file, trial, text).into(),
                None => file.error(text).into(),
            }
        }
        (CompareError::NoSuchNode { .. } | CompareError::Measure { .. }, _) => {
            AppError::Usage(text)
        }
        _ => AppError::Analysis(text),
    }
}

/// The choices of nodes that are usually shown beside a main one, but for those that make the same
/// nodes as it.
#[must_use]
pub fn usual_choices(main: &NodeChoice) -> Vec<NodeChoice> {
    let with = |name: &str, change: fn(&mut NodeChoice)| {
        let mut choice = NodeChoice {
            name: name.to_owned(),
            ..main.clone()
        };
        change(&mut choice);
        choice
    };
    let all = [
        with("one control", |c| c.controls = Controls::Merged),
        with("controls by kind", |c| c.controls = Controls::ByKind),
        with("controls apart", |c| c.controls = Controls::Apart),
        with("doses apart", |c| c.doses = Doses::Apart),
        with("by report group", |c| c.level = Level::Group),
        with("by class", |c| c.level = Level::Class),
    ];
    let same = |one: &NodeChoice, other: &NodeChoice| {
        (one.level, one.controls, one.doses) == (other.level, other.controls, other.doses)
    };
    all.into_iter()
        .filter(|choice| !same(choice, main))
        .collect()
}

/// The estimates of the random-effects models, as a saved analysis keeps them.
#[must_use]
pub fn results(answer: &CompareAnswer) -> Vec<ResultSettings> {
    let others = answer
        .others
        .iter()
        .filter_map(|(_, other)| other.as_ref().ok());
    let against = answer
        .against
        .iter()
        .flat_map(|found| found.sides().iter().skip(1));
    let against = against.map(|side| (format!("{}, ", side.name), &side.compared));
    let own = std::iter::once(&answer.main).chain(others);
    let mut all = Vec::new();
    for (outcome, analysis) in own.map(|own| (String::new(), own)).chain(against) {
        for part in &analysis.parts {
            for (place, treatment) in part.network().treatments().iter().enumerate() {
                let Some(found) = Relative::compare(&part.random, place, part.reference) else {
                    continue;
                };
                all.push(ResultSettings {
                    choice: format!("{outcome}{}", analysis.choice.name),
                    treatment: treatment.clone(),
                    reference: part.reference_name().to_owned(),
                    estimate: found.estimate,
                    standard_error: found.standard_error,
                });
            }
        }
    }
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
        format!(
            "{}: {} against {}",
            row.choice, row.treatment, row.reference
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

fn read(
    source: &Source,
    measure: NetworkMeasure,
    covariates: &[String],
) -> Result<(String, Vec<Diagnostic>, Read), AppError> {
    match source {
        Source::File {
            path,
            read,
            outcome,
        } => {
            let file = read_path(path, read)?;
            let (data, doubts) = table::trials(&file, measure, outcome.as_deref(), covariates)?;
            let named = outcome
                .as_ref()
                .map_or(String::new(), |name| format!(", {name}"));
            Ok((
                format!("{}{named}: {}", path.display(), measure.name()),
                file.notes().iter().cloned().chain(doubts).collect(),
                Box::new(move |_| Ok(data.clone())),
            ))
        }
        Source::Evidence { folder, selection } => {
            let base = load(folder.as_deref())?;
            known_treatments(&base, &selection.treatments)?;
            let title = format!("{}: {}", selection.outcome, measure.name());
            let selection = selection.clone();
            let read = move |choice: &NodeChoice| {
                let mut selection = selection.clone();
                if let Some((from, to)) = choice.days {
                    let unstated = selection.window.is_some_and(|window| window.unstated);
                    selection.window = Some(TimeWindow { from, to, unstated });
                }
                Ok(trials(&base, &selection, |arm| {
                    asked_for(&base, arm, &selection.treatments)
                }))
            };
            Ok((title, Vec::new(), Box::new(read)))
        }
    }
}
