//! Location–scale models of a user's CSV: heterogeneity that depends on a column.

mod json;
mod r_script;

pub use json::{SCHEMA, json};
pub use r_script::{r_script, write_r_script};

use crate::error::AppError;
use crate::multilevel::{factor, numbers};
use crate::studies::{Labels, Reading, candidates};
use euthymia_report::location_scale::{Covariate, LocationScale, Options, ScaleError, analyse};
use euthymia_table::{Diagnostic, ReadOptions, Table, read_path};
use std::path::PathBuf;

/// What to analyse.
#[derive(Clone, Debug)]
pub struct LocationScaleRequest {
    /// The file.
    pub path: PathBuf,
    /// How to read it.
    pub read: ReadOptions,
    /// The column that the heterogeneity depends on.
    pub scale: String,
    /// The correlation between paired measurements of studies that report none.
    pub assumed_correlation: Option<f64>,
    /// How.
    pub options: Options,
}

/// A location–scale analysis with its title and what was said while reading.
#[derive(Debug)]
pub struct LocationScaleAnswer {
    /// In words.
    pub title: String,
    /// The analysis.
    pub found: LocationScale,
    /// Notes about the input.
    pub notes: Vec<Diagnostic>,
}

/// Fits the model that a request names.
///
/// # Errors
/// [`AppError::Input`] for a file that cannot be used, [`AppError::Usage`] for a column that cannot
/// explain heterogeneity, [`AppError::Analysis`] when the model has no answer.
pub fn run(request: &LocationScaleRequest) -> Result<LocationScaleAnswer, AppError> {
    let table = read_path(&request.path, &request.read)?;
    let measure = request.options.measure;
    let covariate = covariate(&table, &request.scale)?;
    let reading = Reading {
        measure,
        assumed_correlation: request.assumed_correlation,
        labels: Labels::Distinct,
        weight: None,
        cluster: None,
    };
    let candidates = candidates(&table, &reading)?;
    let found = analyse(candidates, covariate, &request.options).map_err(refused)?;
    Ok(LocationScaleAnswer {
        title: format!("{}: {}", measure.name(), request.path.display()),
        found,
        notes: table.notes().to_vec(),
    })
}

/// A column of numbers where every cell is one, of labels otherwise.
fn covariate(table: &Table, name: &str) -> Result<Covariate, AppError> {
    let labels = factor(table, name)?;
    match numbers(table, name) {
        Ok(numbers) => Ok(Covariate::Numbers(numbers)),
        Err(_) => Ok(Covariate::Levels(labels)),
    }
}

fn refused(error: ScaleError) -> AppError {
    if error.is_no_answer() {
        AppError::Analysis(error.to_string())
    } else {
        AppError::Usage(error.to_string())
    }
}

/// Writes how the scale coefficients were found, step by step.
#[must_use]
pub fn explanation(answer: &LocationScaleAnswer) -> String {
    let fit = &answer.found.fit;
    let mut text = String::new();
    for (i, step) in fit.trace.iter().enumerate() {
        let alpha: Vec<String> = step.alpha.iter().map(|a| format!("{a:.8}")).collect();
        text.push_str(&format!(
            "step {i}: scale coefficients {}; log-likelihood {:.10}; largest change {:.1e}{}\n",
            alpha.join(", "),
            step.log_likelihood,
            step.change,
            if step.fisher {
                "; expected information"
            } else {
                ""
            }
        ));
    }
    text.push_str(&format!("search: {:?}\n", fit.outcome));
    text
}
