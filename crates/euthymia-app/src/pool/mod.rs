//! Pooling: a user's CSV, or a selection of the evidence base.

mod certainty;
mod details;
mod json;
pub(crate) mod r_script;
mod risk;
mod without;

pub use certainty::{
    GradeAnswer, GradeRequest, ThresholdsAsked, certainty_report, certainty_tables, judgement,
    judgements, start,
};
pub use details::explanation;
pub use euthymia_clinical::outcome::OutcomeKind;
pub(crate) use json::bounds as bounds_json;
pub use json::{SCHEMA, json, json_with};
pub use r_script::{RScript, r_script, write_r_script};
pub use risk::{RiskFound, RiskRequest, excluded, risk_grid};
pub use without::{json_tables, without_views};

use crate::cohort::find_instrument;
use crate::error::AppError;
use crate::evidence::{known_treatments, load};
use crate::studies::{Labels, Reading, candidates};
use euthymia_clinical::definition::Definition;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::{Arm, Role};
use euthymia_evidence::select::{Selection, asked_for};
use euthymia_report::pooled::{
    Candidate, Details, ForestOptions, LeftOut, PoolError, PoolOptions, Pooled, by_reason, forest,
    pool, pool_for_readers,
};
use euthymia_report::trd::strand::{STRANDS, Strand};
use euthymia_report::trd::{CAUTION, controlled, single_arms};
use euthymia_synthesis::bayes::BayesError;
use euthymia_synthesis::measure::Input;
use euthymia_synthesis::pairwise::Weighting;
use euthymia_synthesis::permutation::signs;
pub use euthymia_synthesis::permutation::{PermutationTest, Plan};
use euthymia_table::{Diagnostic, ReadOptions, read_path};
use std::path::PathBuf;

/// Where the studies come from.
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
        /// What is asked of it.
        selection: Selection,
    },
}

/// What to pool.
#[derive(Clone, Debug)]
pub struct PoolRequest {
    /// The studies.
    pub source: Source,
    /// How.
    pub options: PoolOptions,
    /// The correlation between paired measurements of studies that report none.
    pub assumed_correlation: Option<f64>,
    /// Column of the file with each study's weight.
    pub weight_column: Option<String>,
    /// Column of the file with each study's cluster.
    pub cluster_column: Option<String>,
    /// What must be said about the choices themselves.
    pub cautions: Vec<String>,
    /// Whether the interval was asked for; otherwise the report's rule for two studies applies.
    pub interval_chosen: bool,
    /// Which appraisals count; `None` to look at none.
    pub risk: Option<RiskRequest>,
}

/// A pooled analysis with its title and what was said while reading.
#[derive(Debug)]
pub struct PoolAnswer {
    /// In words.
    pub title: String,
    /// The analysis; exclusions of the selection stand in its list.
    pub pooled: Pooled,
    /// Notes about the input.
    pub notes: Vec<Diagnostic>,
    /// A caution to be shown with it.
    pub caution: Option<&'static str>,
    /// The permutation test, where one was asked for.
    pub permutation: Option<PermutationTest>,
    /// What was judged of the studies, where it was asked for.
    pub risk: Option<RiskFound>,
}

/// Pools.
///
/// # Errors
/// [`AppError::Input`] for a file that cannot be used, [`AppError::Usage`] for a word that is no
/// treatment, [`AppError::Analysis`] when nothing is left to pool or the model has no answer.
pub fn run(request: &PoolRequest) -> Result<PoolAnswer, AppError> {
    match &request.source {
        Source::File { path, read } => {
            let table = read_path(path, read)?;
            let reading = Reading {
                measure: request.options.measure,
                assumed_correlation: request.assumed_correlation,
                labels: Labels::Distinct,
                weight: request.weight_column.as_deref(),
                cluster: request.cluster_column.as_deref(),
            };
            let candidates = candidates(&table, &reading)?;
            let mut notes = table.notes().to_vec();
            let labels: Vec<&str> = candidates.iter().map(|own| own.label.as_str()).collect();
            let (risk, more) = told(request, |own| risk::of_file(own, &labels))?;
            notes.extend(more);
            let pooled = request.pool_kept(candidates, risk.as_ref(), Vec::new())?;
            let title = format!("{}: {}", request.options.measure.name(), path.display());
            Ok(PoolAnswer {
                title,
                pooled,
                notes,
                caution: None,
                permutation: None,
                risk,
            })
        }
        Source::Evidence { folder, selection } => evidence(folder.as_deref(), selection, request),
    }
}

fn evidence(
    folder: Option<&std::path::Path>,
    selection: &Selection,
    request: &PoolRequest,
) -> Result<PoolAnswer, AppError> {
    let options = &request.options;
    let base = load(folder)?;
    let (strands, words) = strands(&base, &selection.treatments);
    known_treatments(&base, &words)?;
    known_rule(selection)?;
    let wanted = |arm: &Arm| {
        strands.iter().any(|strand| strand.includes(&base, arm))
            || (strands.is_empty() || !words.is_empty()) && asked_for(&base, arm, &words)
    };
    let single = options.measure.input() == Input::OneProportion;
    let counted = selection.outcome.kind() == euthymia_clinical::outcome::OutcomeKind::Event;
    let fits = match options.measure.input() {
        Input::OneProportion | Input::TwoProportions => counted,
        Input::TwoMeans => !counted,
        _ => false,
    };
    if !fits {
        return Err(AppError::Usage(format!(
            "{} is {}; the measure {} cannot be computed from it",
            selection.outcome,
            if counted {
                "counted in patients"
            } else {
                "a mean on a scale"
            },
            options.measure.code()
        )));
    }
    let gathered = if single {
        single_arms(&base, selection, wanted)
    } else {
        controlled(&base, selection, |arm| {
            wanted(arm) && arm.role != Role::Control
        })
    };
    let (risk, notes) = told(request, |own| {
        risk::of_evidence(own, &base, &selection.outcome)
    })?;
    let pooled = request.pool_kept(gathered.candidates, risk.as_ref(), gathered.left_out)?;
    let treatments = if selection.treatments.is_empty() {
        "all treatments".to_owned()
    } else {
        selection.treatments.join(", ")
    };
    let title = format!(
        "{treatments}: {}, {}{}",
        selection.outcome,
        options.measure.name(),
        if single { "" } else { " against control" }
    );
    let caution = single.then_some(CAUTION);
    Ok(PoolAnswer {
        title,
        pooled,
        notes,
        caution,
        permutation: None,
        risk,
    })
}

/// What was judged of the studies, where the request asks for it.
fn told(
    request: &PoolRequest,
    read: impl Fn(&RiskRequest) -> Result<(RiskFound, Vec<Diagnostic>), AppError>,
) -> Result<(Option<RiskFound>, Vec<Diagnostic>), AppError> {
    match &request.risk {
        None => Ok((None, Vec::new())),
        Some(own) => read(own).map(|(found, notes)| (Some(found), notes)),
    }
}

/// Tests the pooled effect by flipping the signs of the studies' estimates; `progress` is told how many
/// of how many arrangements are done.
///
/// # Errors
/// [`AppError::Usage`] for another model than inverse variance, and for a scale without a value of no
/// effect; [`AppError::Analysis`] when the test cannot be made.
pub fn permute(
    answer: &mut PoolAnswer,
    plan: &Plan,
    progress: impl FnMut(u64, u64),
) -> Result<(), AppError> {
    let pooled = &answer.pooled;
    let Details::InverseVariance { set, fit, .. } = &pooled.details else {
        return Err(AppError::Usage(
            "--permute tests the inverse-variance model: choose --model random or common"
                .to_owned(),
        ));
    };
    if pooled.options.measure.null_value().is_none() {
        return Err(AppError::Usage(format!(
            "--permute: {} of one group has no value of no effect that signs could be flipped around",
            pooled.options.measure.name()
        )));
    }
    if set.k() < 2 {
        return Err(AppError::Usage(
            "--permute: one study has no other arrangement than its own sign; leave it out"
                .to_owned(),
        ));
    }
    if fit.weighting != Weighting::InverseVariance {
        return Err(AppError::Usage(
            "--permute goes with inverse-variance weights: leave out --weights".to_owned(),
        ));
    }
    let test = signs::test(set, &fit.options, plan, progress)
        .map_err(|error| AppError::Analysis(error.to_string()))?;
    answer.permutation = Some(test);
    Ok(())
}

impl PoolRequest {
    /// Pools studies as the request says.
    pub(super) fn again(&self, candidates: Vec<Candidate>) -> Result<Pooled, PoolError> {
        match self.interval_chosen {
            true => pool(candidates, &self.options),
            false => pool_for_readers(candidates, &self.options),
        }
    }

    /// Pools the studies that their risk of bias leaves in; `before` are those left out already.
    fn pool_kept(
        &self,
        candidates: Vec<Candidate>,
        risk: Option<&RiskFound>,
        mut before: Vec<LeftOut>,
    ) -> Result<Pooled, AppError> {
        let keep = self.risk.as_ref().and_then(|own| own.keep);
        let kept = match risk {
            None => candidates,
            Some(found) => {
                let (kept, out) = found.kept(candidates, keep);
                before.extend(out);
                kept
            }
        };
        let from_base = matches!(self.source, Source::Evidence { .. });
        let mut pooled = self.again(kept).map_err(|error| match error {
            PoolError::Nothing(more) if from_base || !before.is_empty() => {
                nothing(before.iter().chain(&more))
            }
            other => analysis(other),
        })?;
        pooled.left_out.splice(0..0, before);
        pooled.warnings.extend(self.cautions.iter().cloned());
        Ok(pooled)
    }
}

/// Splits words into the forms of treatment that the report tells apart and the words of the
/// vocabulary; a word that is both is of the vocabulary.
fn strands(base: &EvidenceBase, words: &[String]) -> (Vec<Strand>, Vec<String>) {
    let (mut strands, mut rest) = (Vec::new(), Vec::new());
    for word in words {
        let known = known_treatments(base, std::slice::from_ref(word)).is_ok();
        match STRANDS.iter().find(|strand| strand.id == word && !known) {
            Some(strand) => strands.push(*strand),
            None => rest.push(word.clone()),
        }
    }
    (strands, rest)
}

/// Refuses a definition or a scale that no row can have.
fn known_rule(selection: &Selection) -> Result<(), AppError> {
    if let Some(text) = &selection.definition {
        Definition::parse(text).map_err(|error| AppError::Usage(error.to_string()))?;
    }
    if let Some(id) = &selection.instrument {
        find_instrument(id)?;
    }
    Ok(())
}

fn nothing<'a>(left_out: impl Iterator<Item = &'a LeftOut>) -> AppError {
    let lines = by_reason(&left_out.cloned().collect::<Vec<_>>());
    let list = if lines.is_empty() {
        "No arm of the evidence base has these treatments and this outcome.".to_owned()
    } else {
        format!("Left out, {}.", lines.join(". Left out, "))
    };
    AppError::Analysis(format!("no study is left to pool. {list}"))
}

/// What was asked cannot be done at all, or these studies have no answer to it.
fn analysis(error: PoolError) -> AppError {
    let text = error.to_string();
    match error {
        PoolError::Unsupported { .. }
        | PoolError::NoHartungKnapp(_)
        | PoolError::OnlyWald(_)
        | PoolError::RobustWeights
        | PoolError::MissingWeight
        | PoolError::Weights(_)
        | PoolError::Effect { .. }
        | PoolError::Bayes(BayesError::Prior(_)) => AppError::Usage(text),
        _ => AppError::Analysis(text),
    }
}

/// The forest plot of an answer.
#[must_use]
pub fn figure(answer: &PoolAnswer) -> euthymia_plot::Scene {
    let options = ForestOptions {
        title: answer.title.clone(),
        description: format!("Forest plot: {}.", answer.title),
        caution: answer.caution.map(str::to_owned),
        sides: None,
    };
    forest(&[(None, &answer.pooled)], &options).to_scene()
}
