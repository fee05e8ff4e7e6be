//! How certain a pooled estimate is: what is asked, and what people judged, in words.

use super::risk::risk_grid;
use super::without::without_views;
use super::{PoolAnswer, PoolRequest, Source, figure};
use crate::error::AppError;
use euthymia_numerics::Probability;
use euthymia_plot::Scene;
use euthymia_report::document::Document;
use euthymia_report::grade::{
    Finding, GradeJudged, GradeOptions, Graded, OptimalSize, Start, Thresholds, absolute,
    baseline_of, certainty_document, certainty_view, grade, summary_of_findings,
};
use euthymia_synthesis::measure::Input;
use euthymia_synthesis::network::absolute::Baseline;
use euthymia_table::{Problems, ReadOptions, TableView, read_path};
use std::path::Path;

/// Thresholds as they are asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ThresholdsAsked {
    /// The smallest important effect, on either side.
    Important(f64),
    /// So many more or fewer of 1,000 patients at the baseline risk.
    PerThousand(f64),
    /// These, on the scale people read.
    Values(Vec<f64>),
}

/// What certainty is asked with.
#[derive(Clone, Debug, Default)]
pub struct GradeRequest {
    /// Where certainty starts; `None` for randomised comparisons of the evidence base alone.
    pub start: Option<Start>,
    /// Effects at which a decision would turn.
    pub thresholds: Option<ThresholdsAsked>,
    /// The risk without the treatment; otherwise that of the control groups added up.
    pub baseline: Option<f64>,
    /// Standard deviation of the scale on which a standardised difference is told.
    pub sd: Option<f64>,
    /// How many patients would be enough; otherwise for a relative reduction by a quarter.
    pub optimal: Option<u64>,
    /// The outcome's name in the summary of findings; otherwise the title of the analysis.
    pub outcome: Option<String>,
    /// What people judged.
    pub judged: Vec<GradeJudged>,
}

/// Certainty with its tables.
#[derive(Clone, Debug)]
pub struct GradeAnswer {
    /// The judgements.
    pub graded: Graded,
    /// The summary of findings.
    pub findings: TableView,
    /// What certainty rests on.
    pub certainty: TableView,
}

/// Reads where certainty starts.
///
/// # Errors
/// [`AppError::Usage`] for another word.
pub fn start(word: &str) -> Result<Start, AppError> {
    Start::ALL
        .into_iter()
        .find(|own| own.id() == word.trim().to_lowercase())
        .ok_or_else(|| {
            AppError::Usage(format!(
                "--design: \"{word}\" is none; use {}",
                Start::ALL.map(Start::id).join(", ")
            ))
        })
}

/// Reads `domain=level:reason`.
///
/// # Errors
/// [`AppError::Usage`] with what is wrong.
///
/// # Example
/// ```
/// use euthymia_app::pool::judgement;
/// assert!(judgement("imprecision=serious:few events").is_ok());
/// assert!(judgement("imprecision=serious").is_err());
/// ```
pub fn judgement(text: &str) -> Result<GradeJudged, AppError> {
    let parts = text.split_once('=').and_then(|(domain, rest)| {
        let (level, reason) = rest.split_once(':')?;
        Some((domain, level, reason))
    });
    let Some((domain, level, reason)) = parts else {
        return Err(AppError::Usage(format!(
            "--judge \"{text}\": write DOMAIN=LEVEL:REASON, such as 'imprecision=serious:few events'"
        )));
    };
    GradeJudged::read(domain, level, reason)
        .map_err(|error| AppError::Usage(format!("--judge \"{text}\": {error}")))
}

/// Reads judgements from a file: columns domain, judgement, reason.
///
/// # Errors
/// [`AppError::Input`] with every finding.
pub fn judgements(path: &Path, options: &ReadOptions) -> Result<Vec<GradeJudged>, AppError> {
    let file = read_path(path, options)?;
    let mut problems = Problems::new(20);
    let domain = file.column(&["domain", "aspect"])?;
    let level = file.column(&["judgement", "judgment", "level"])?;
    let reason = file.column(&["reason", "why", "note"])?;
    let mut all = Vec::with_capacity(file.row_count());
    for row in 0..file.row_count() {
        let about = problems.keep(domain.cell(row).required_text());
        let word = problems.keep(level.cell(row).required_text());
        let why = problems.keep(reason.cell(row).required_text());
        if let (Some(about), Some(word), Some(why)) = (about, word, why) {
            let read = GradeJudged::read(about, word, why);
            all.extend(
                problems.keep(read.map_err(|error| level.cell(row).error(error.to_string()))),
            );
        }
    }
    problems.into_result(all).map_err(AppError::Input)
}

/// Judges how certain the estimate of an answer is.
///
/// # Errors
/// [`AppError::Usage`] where the design must be stated or does not fit, and for numbers that are no
/// thresholds, risk or standard deviation.
pub fn certainty_tables(
    answer: &PoolAnswer,
    request: &PoolRequest,
    asked: &GradeRequest,
) -> Result<GradeAnswer, AppError> {
    let pooled = &answer.pooled;
    let start = design(answer, request, asked.start)?;
    let baseline = baseline_of(pooled, asked.baseline.map(stated).transpose()?);
    let measure = pooled.options.measure;
    let wrong = |error: &dyn std::fmt::Display| AppError::Usage(error.to_string());
    let thresholds = match &asked.thresholds {
        None => None,
        Some(ThresholdsAsked::Important(value)) => Some(Thresholds::important(*value, measure)),
        Some(ThresholdsAsked::Values(values)) => Some(Thresholds::new(values, measure)),
        Some(ThresholdsAsked::PerThousand(value)) => {
            let own = baseline.ok_or_else(|| wrong(&NO_BASELINE))?;
            Some(Thresholds::per_thousand(*value, measure, &own.baseline))
        }
    };
    let appraised = answer.risk.as_ref().map(|own| own.appraised.clone());
    let options = GradeOptions {
        thresholds: thresholds.transpose().map_err(|error| wrong(&error))?,
        appraised: appraised.unwrap_or_default(),
        baseline,
        optimal: asked
            .optimal
            .map_or_else(OptimalSize::default, OptimalSize::Stated),
        judged: asked.judged.clone(),
        ..GradeOptions::of(start)
    };
    let graded = grade(pooled, &options, &|studies| request.again(studies));
    let finding = Finding {
        outcome: asked
            .outcome
            .clone()
            .unwrap_or_else(|| answer.title.clone()),
        pooled,
        absolute: baseline.and_then(|own| absolute(pooled, own)),
        sd: asked.sd.map(deviation).transpose()?,
        graded: &graded,
    };
    Ok(GradeAnswer {
        findings: summary_of_findings("Summary of findings", &[finding]),
        certainty: certainty_view(&graded, measure),
        graded,
    })
}

const NO_BASELINE: &str = "--important-per-1000 needs a risk without the treatment: state it with \
                           --baseline-risk";

/// Where certainty starts: as stated; randomised where the evidence base gave randomised comparisons.
fn design(
    answer: &PoolAnswer,
    request: &PoolRequest,
    stated: Option<Start>,
) -> Result<Start, AppError> {
    let measure = answer.pooled.options.measure;
    let one_group = measure.null_value().is_none();
    let compares = matches!(measure.input(), Input::TwoProportions | Input::TwoMeans);
    match (stated, &request.source) {
        (Some(Start::Prognosis), _) if !one_group => Err(AppError::Usage(
            "--design prognosis is for the risk of one group; this measure compares groups"
                .to_owned(),
        )),
        (Some(Start::Randomised), _) if one_group => Err(AppError::Usage(format!(
            "--design randomised: {} of one group compares nothing; use prognosis for the risk itself, \
             non-randomised for what it says of a treatment",
            measure.name()
        ))),
        (Some(start), _) => Ok(start),
        (None, Source::Evidence { .. }) if compares => Ok(Start::Randomised),
        (None, _) => Err(AppError::Usage(format!(
            "--grade needs the design of the studies, where certainty starts: --design {}",
            Start::ALL.map(Start::id).join(", ")
        ))),
    }
}

fn stated(risk: f64) -> Result<Baseline, AppError> {
    let wrong = || {
        AppError::Usage(format!(
            "--baseline-risk {risk}: a proportion between 0 and 1 is needed, such as 0.3 for 30 %"
        ))
    };
    let risk = Probability::new(risk).map_err(|_| wrong())?;
    Baseline::known(risk).map_err(|_| wrong())
}

fn deviation(sd: f64) -> Result<f64, AppError> {
    match sd > 0.0 && sd.is_finite() {
        true => Ok(sd),
        false => Err(AppError::Usage(format!(
            "--baseline-sd {sd}: a positive number is needed, the standard deviation of the scale"
        ))),
    }
}

/// The analysis as a document: summary of findings, certainty, sensitivity, forest plot, judgements.
///
/// # Errors
/// As [`risk_grid`] where appraisals cannot be drawn.
pub fn certainty_report(
    answer: &PoolAnswer,
    request: &PoolRequest,
    found: &GradeAnswer,
    version: &str,
) -> Result<Document, AppError> {
    let mut tables = vec![found.findings.clone(), found.certainty.clone()];
    tables.extend(without_views(answer, request));
    let mut figures: Vec<(String, Scene, String)> =
        vec![("forest".to_owned(), figure(answer), answer.title.clone())];
    let appraised = answer
        .risk
        .as_ref()
        .is_some_and(|own| !own.judged.is_empty());
    if appraised && let Ok(grid) = risk_grid(answer) {
        for (at, page) in grid.traffic_light().pages(ROWS).into_iter().enumerate() {
            let id = format!("judgements-{}", at + 1);
            figures.push((id, page, "Judgements by study.".to_owned()));
        }
        figures.push((
            "judgements-by-weight".to_owned(),
            grid.summary_of_analysis()?.to_scene(),
            "Judgements by domain, by weight in the analysis.".to_owned(),
        ));
    }
    Ok(certainty_document(&answer.title, tables, figures, version))
}

/// Studies on one page of a figure.
const ROWS: usize = 40;
