//! Effect sizes: numbers in, estimate and variance out, with the formula.

use crate::error::AppError;
use crate::explain::indented;
use crate::studies::{Labels, Reading, candidates, unlabelled};
use crate::values;
use euthymia_numerics::Probability;
use euthymia_report::effect::EffectRow;
use euthymia_synthesis::effect::{Rules, compute_all, explain};
use euthymia_synthesis::measure::Measure;
use euthymia_table::{Diagnostic, ReadOptions, read_path};
use std::path::PathBuf;

/// Where the numbers come from.
#[derive(Clone, Debug)]
pub enum EffectSource {
    /// A file with one row per study.
    File {
        /// The file.
        path: PathBuf,
        /// How to read it.
        read: ReadOptions,
    },
    /// Names and values, such as `ai=4`.
    Values(Vec<String>),
}

/// What to compute.
#[derive(Clone, Debug)]
pub struct EffectRequest {
    /// Where the numbers come from.
    pub source: EffectSource,
    /// The measure.
    pub measure: Measure,
    /// Zero cells, small-sample factor, kind of variance.
    pub rules: Rules,
    /// The correlation between paired measurements where none is given.
    pub assumed_correlation: Option<f64>,
    /// Level of the interval, in (0, 1).
    pub level: Probability,
}

/// Effect sizes in the order of the input, with what was said while reading.
#[derive(Debug)]
pub struct EffectAnswer {
    /// One row per study.
    pub rows: Vec<EffectRow>,
    /// Notes about the input.
    pub notes: Vec<Diagnostic>,
}

/// Computes the effect size of each study.
///
/// # Errors
/// [`AppError::Input`] for numbers that cannot be used, [`AppError::Usage`] for a text that is no
/// `name=value`.
///
/// # Example
/// ```
/// use euthymia_app::effect::{EffectRequest, EffectSource, effect};
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::{effect::Rules, measure::Measure};
/// let values = ["ai=8", "bi=2", "ci=2", "di=8"].map(str::to_owned).to_vec();
/// let answer = effect(&EffectRequest {
///     source: EffectSource::Values(values),
///     measure: Measure::OddsRatio,
///     rules: Rules::of(Measure::OddsRatio),
///     assumed_correlation: None,
///     level: Probability::NINETY_FIVE,
/// })?;
/// let shown = answer.rows[0].shown.expect("an odds ratio");
/// assert!((shown.estimate - 16.0).abs() < 1e-12);
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn effect(request: &EffectRequest) -> Result<EffectAnswer, AppError> {
    let reading = Reading {
        measure: request.measure,
        assumed_correlation: request.assumed_correlation,
        labels: Labels::Repeated,
        weight: None,
        cluster: None,
    };
    let (labels, inputs, notes) = match &request.source {
        EffectSource::File { path, read } => {
            let table = read_path(path, read)?;
            let studies = candidates(&table, &reading)?;
            let (labels, inputs): (Vec<_>, Vec<_>) =
                studies.into_iter().map(|c| (Some(c.label), c.data)).unzip();
            (labels, inputs, table.notes().to_vec())
        }
        EffectSource::Values(texts) => {
            let inputs = unlabelled(&values::table(texts)?, &reading)?;
            (vec![None; inputs.len()], inputs, Vec::new())
        }
    };
    let computed = compute_all(request.measure, &inputs, &request.rules);
    let rows = labels.into_iter().zip(inputs).zip(computed);
    let rows = rows.map(|((label, inputs), computed)| {
        EffectRow::new(label, inputs, computed, request.measure, request.level)
    });
    Ok(EffectAnswer {
        rows: rows.collect(),
        notes,
    })
}

/// Writes how each effect size came about: formula, terms, numbers.
#[must_use]
pub fn effect_explanation(answer: &EffectAnswer, measure: Measure, rules: &Rules) -> String {
    let mut text = String::new();
    for row in &answer.rows {
        if let Ok(computed) = &row.computed {
            let step = explain(measure, &row.inputs, rules, computed);
            text.extend(row.label.iter().map(|label| format!("{label}\n")));
            text.push_str(&indented(&step));
        }
    }
    text
}
