//! Pooling several estimates per study: multilevel and multivariate models of a user's CSV.

mod columns;
mod json;
mod r_script;

pub use json::{SCHEMA, json};
pub use r_script::{r_script, write_r_script};

pub(crate) use columns::{factor, numbers};

use crate::error::AppError;
use crate::studies::{Labels, Reading, candidates};
use euthymia_report::multilevel::{LevelsError, Multilevel, Options, ROWS_DRAWN, analyse, forest};
use euthymia_report::pooled::ForestOptions;
use euthymia_table::{Diagnostic, ReadOptions, read_path};
use std::path::PathBuf;

/// What to analyse.
#[derive(Clone, Debug)]
pub struct MultilevelRequest {
    /// The file.
    pub path: PathBuf,
    /// How to read it.
    pub read: ReadOptions,
    /// Nested random intercepts, such as `district/school`.
    pub nested: Vec<String>,
    /// Columns of crossed random intercepts.
    pub crossed: Vec<String>,
    /// Structures such as `CS:outcome|trial`.
    pub structures: Vec<String>,
    /// The correlation of sampling errors, such as `0.6:study`.
    pub correlation: Option<String>,
    /// Columns of sampling covariances, such as `v1,v2:trial`.
    pub covariances: Option<String>,
    /// Column with a mean for each level.
    pub by: Option<String>,
    /// Column of the clusters of a robust variance.
    pub cluster: Option<String>,
    /// The correlation between paired measurements of rows that report none.
    pub assumed_correlation: Option<f64>,
    /// How.
    pub options: Options,
}

/// A multilevel analysis with its title and what was said while reading.
#[derive(Debug)]
pub struct MultilevelAnswer {
    /// In words.
    pub title: String,
    /// The analysis.
    pub found: Multilevel,
    /// Notes about the input.
    pub notes: Vec<Diagnostic>,
}

/// Fits the model that a request names.
///
/// # Errors
/// [`AppError::Input`] for a file that cannot be used, [`AppError::Usage`] for choices that are none or
/// do not go together, [`AppError::Analysis`] when the model has no answer.
pub fn run(request: &MultilevelRequest) -> Result<MultilevelAnswer, AppError> {
    let table = read_path(&request.path, &request.read)?;
    let measure = request.options.measure;
    let model = columns::model(&table, request)?;
    let reading = Reading {
        measure,
        assumed_correlation: request.assumed_correlation,
        labels: Labels::Repeated,
        weight: None,
        cluster: None,
    };
    let candidates = candidates(&table, &reading)?;
    let found = analyse(candidates, model, &request.options).map_err(refused)?;
    Ok(MultilevelAnswer {
        title: format!("{}: {}", measure.name(), request.path.display()),
        found,
        notes: table.notes().to_vec(),
    })
}

fn refused(error: LevelsError) -> AppError {
    if error.is_no_answer() {
        AppError::Analysis(error.to_string())
    } else {
        AppError::Usage(error.to_string())
    }
}

/// The forest plot of an answer.
///
/// # Errors
/// [`AppError::Usage`] with more rows than a figure can show.
pub fn figure(answer: &MultilevelAnswer) -> Result<euthymia_plot::Scene, AppError> {
    let options = ForestOptions {
        title: answer.title.clone(),
        description: format!("Forest plot: {}.", answer.title),
        caution: None,
        sides: None,
    };
    let plot = forest(&answer.found, &options).ok_or_else(|| {
        AppError::Usage(format!(
            "--forest: a forest plot of {} rows could not be read, so none is drawn above {ROWS_DRAWN}; \
             leave out --forest",
            answer.found.rows.len()
        ))
    })?;
    Ok(plot.to_scene())
}

/// Writes how the variance components were found, step by step.
#[must_use]
pub fn explanation(answer: &MultilevelAnswer) -> String {
    let fit = &answer.found.fit;
    let mut text = String::new();
    for (i, step) in fit.search.trace.iter().enumerate() {
        let values = fit.components.iter().zip(&step.parameters);
        let values = values.map(|(c, value)| format!("{} = {value:.8}", c.parameter.name));
        text.push_str(&format!(
            "step {i}: {}; log-likelihood {:.10}, slope {:.1e}\n",
            values.collect::<Vec<_>>().join(", "),
            step.log_likelihood,
            step.slope
        ));
    }
    let outcome = fit
        .search
        .outcome
        .map_or("nothing to search for".to_owned(), |o| format!("{o:?}"));
    text.push_str(&format!(
        "search: {outcome} after {} evaluations; {} independent blocks of rows\n\
         the means are weighted by the inverse of the marginal covariance matrix\n",
        fit.search.evaluations,
        answer.found.data.blocks().len()
    ));
    text
}
