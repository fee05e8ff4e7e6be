//! Other outcomes that a benefit is set against, in words and in numbers.

use super::baseline::{BaselineSetting, baseline};
use super::{Source, read, words};
use crate::error::AppError;
use crate::settings;
use euthymia_evidence::select::Selection;
use euthymia_report::compared::benefit_risk::{
    AskedWeights, Decision, DecisionOptions, Side, decisions,
};
use euthymia_report::compared::{
    BaselineFrom, CompareOptions, Compared, NetworkMeasure, NodeChoice, compared,
};
use euthymia_synthesis::network::Better;
use euthymia_synthesis::network::benefit_risk::Correlation;
use euthymia_table::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Other outcomes, and what they are worth.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgainstSettings {
    /// Outcomes, each with what goes with it behind colons: `dropout:smaller:RR:0.1`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<String>,
    /// How many of benefit one of harm is worth.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trade: Vec<f64>,
    /// `response=2,dropout=1`, or the order `response>dropout`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<String>,
    /// One correlation between the errors of any two outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation: Option<f64>,
    /// The least gain asked of outcomes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub least: BTreeMap<String, f64>,
}

/// What is asked of other outcomes.
#[derive(Clone, Debug)]
pub struct AgainstRequest {
    /// The name of the benefit.
    pub benefit: String,
    /// The other outcomes.
    pub outcomes: Vec<AgainstOutcome>,
    /// What they are worth.
    pub options: DecisionOptions,
}

/// Another outcome.
#[derive(Clone, Debug)]
pub struct AgainstOutcome {
    /// Its name.
    pub name: String,
    /// Its trials.
    pub source: Source,
    /// How they are compared; the reference is that of the benefit.
    pub options: CompareOptions,
}

impl AgainstSettings {
    /// True when nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The request in the terms of the analysis; `None` where no other outcome is named.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices.
    pub(super) fn request(
        &self,
        source: &Source,
        main: &CompareOptions,
    ) -> Result<Option<AgainstRequest>, AppError> {
        if self.outcome.is_empty() {
            return match self.is_empty() {
                true => Ok(None),
                false => Err(AppError::Usage(
                    "--trade, --weights, --enough and --correlation are for a benefit against another \
                     outcome: name one by --against, such as --against dropout"
                        .to_owned(),
                )),
            };
        }
        let outcomes = self.outcome.iter().map(|text| outcome(text, source, main));
        let usual = DecisionOptions::default();
        Ok(Some(AgainstRequest {
            benefit: name_of(source),
            outcomes: outcomes.collect::<Result<_, _>>()?,
            options: DecisionOptions {
                trade: match self.trade.as_slice() {
                    [] => usual.trade,
                    given => trade(given)?,
                },
                weights: match &self.weights {
                    Some(text) => weights(text)?,
                    None => usual.weights,
                },
                least: self.least.clone().into_iter().collect(),
                correlation: match self.correlation {
                    Some(rho) => Correlation::Exchangeable(rho),
                    None => usual.correlation,
                },
            },
        }))
    }
}

/// What the benefit is called.
fn name_of(source: &Source) -> String {
    match source {
        Source::File { outcome, .. } => outcome.clone().unwrap_or_else(|| "benefit".to_owned()),
        Source::Evidence { selection, .. } => selection.outcome.id().to_owned(),
    }
}

/// Reads `NAME[:smaller|larger][:MEASURE][:RISK|pooled]`.
fn outcome(text: &str, source: &Source, main: &CompareOptions) -> Result<AgainstOutcome, AppError> {
    let mut parts = text.split(':').map(str::trim);
    let name = parts.next().unwrap_or_default().to_owned();
    let (source, measure, mut better) = same_place(&name, source, main)?;
    let (mut asked, mut from) = (None, None);
    for word in parts {
        if let Ok(found) = words::better(word) {
            better = found;
        } else if let Some(found) = NetworkMeasure::from_code(word) {
            asked = Some(found);
        } else {
            from = Some(BaselineSetting::from(word));
        }
    }
    let measure = asked.unwrap_or(measure);
    let baseline = match (&from, main.baseline) {
        (None, BaselineFrom::ReferenceArms) => BaselineFrom::ReferenceArms,
        (None, _) => BaselineFrom::Pooled,
        (Some(setting), _) => baseline(Some(setting), measure).map_err(|error| {
            AppError::Usage(format!(
                "--against {text}: behind the name go, after colons, smaller or larger, a measure such as \
                 RR, and a baseline: {error}"
            ))
        })?,
    };
    let usual = CompareOptions::of(measure, better);
    Ok(AgainstOutcome {
        name,
        source,
        options: CompareOptions {
            measure,
            better,
            baseline,
            zero_cells: usual.zero_cells,
            baseline_sd: None,
            important: None,
            reference: None,
            ..main.clone()
        },
    })
}

/// The other outcome of the same file or evidence, with the measure and the way that are usual for it.
fn same_place(
    name: &str,
    source: &Source,
    main: &CompareOptions,
) -> Result<(Source, NetworkMeasure, Better), AppError> {
    match source {
        Source::File { path, read, .. } => Ok((
            Source::File {
                path: path.clone(),
                read: read.clone(),
                outcome: Some(name.to_owned()),
            },
            main.measure,
            Better::Smaller,
        )),
        Source::Evidence { folder, selection } => {
            let outcome = settings::outcome(name)?;
            let usual = words::usual_measure(&outcome);
            let of_counts = |measure| {
                matches!(
                    measure,
                    NetworkMeasure::OddsRatio
                        | NetworkMeasure::RiskRatio
                        | NetworkMeasure::RiskDifference
                )
            };
            let measure = match of_counts(main.measure) && of_counts(usual) {
                true => main.measure,
                false => usual,
            };
            let better = words::usual_better(&outcome);
            let selection = Selection {
                outcome,
                instrument: None,
                definition: None,
                ..selection.clone()
            };
            let folder = folder.clone();
            Ok((Source::Evidence { folder, selection }, measure, better))
        }
    }
}

fn trade(given: &[f64]) -> Result<Vec<f64>, AppError> {
    match given
        .iter()
        .find(|lambda| !(**lambda >= 0.0 && lambda.is_finite()))
    {
        None => Ok(given.to_vec()),
        Some(wrong) => Err(AppError::Usage(format!(
            "--trade {wrong}: a number of at least 0 is needed, how many of benefit one of harm is worth"
        ))),
    }
}

/// Reads `A=2,B=1` or `A>B`.
fn weights(text: &str) -> Result<AskedWeights, AppError> {
    if !text.contains('=') {
        let names = text.split('>').map(|name| name.trim().to_owned());
        return Ok(AskedWeights::Ordered(names.collect()));
    }
    let pair = |part: &str| {
        let (name, weight) = part.split_once('=')?;
        let weight: f64 = weight.trim().parse().ok()?;
        let fine = weight >= 0.0 && weight.is_finite();
        fine.then(|| (name.trim().to_owned(), weight))
    };
    let all: Option<Vec<(String, f64)>> = text.split(',').map(pair).collect();
    all.map(AskedWeights::Swing).ok_or_else(|| {
        AppError::Usage(format!(
            "--weights: \"{text}\" is neither weights such as response=2,dropout=1 nor an order of \
             importance such as 'response>dropout'"
        ))
    })
}

/// Compares each other outcome under the same choice of nodes, and sets all of them side by side.
///
/// # Errors
/// As [`super::run`], naming the outcome.
pub(super) fn against(
    request: &AgainstRequest,
    choice: &NodeChoice,
    main: &Compared,
    covariates: &[String],
) -> Result<(Vec<Decision>, Vec<Diagnostic>), AppError> {
    let reference = main
        .parts
        .first()
        .map(|part| part.reference_name().to_owned());
    let mut notes = Vec::new();
    let mut sides = vec![Side {
        name: request.benefit.clone(),
        compared: main.clone(),
    }];
    for other in &request.outcomes {
        let options = CompareOptions {
            reference: reference.clone(),
            ..other.options.clone()
        };
        let (_, doubts, data) = read(&other.source, options.measure, covariates, None)?;
        notes.extend(doubts);
        let found = data(choice)
            .and_then(|data| compared(&data, choice, &options))
            .map_err(|error| {
                AppError::Analysis(format!("the outcome \"{}\": {error}", other.name))
            })?;
        sides.push(Side {
            name: other.name.clone(),
            compared: found,
        });
    }
    let found =
        decisions(sides, &request.options).map_err(|error| AppError::Usage(error.to_string()))?;
    Ok((found, notes))
}
