//! How certain the pooled estimate is.

use super::Args;
use clap::Args as ClapArgs;
use euthymia_app::AppError;
use euthymia_app::output::{DocumentFormat, write_whole};
use euthymia_app::pool::{
    GradeAnswer, GradeRequest, PoolAnswer, PoolRequest, ThresholdsAsked, certainty_report,
    certainty_tables, judgement, judgements, start,
};
use std::path::PathBuf;

/// What certainty is judged with.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "How certain the estimate is (GRADE)")]
pub(super) struct GradeArgs {
    /// Also print a summary of findings and how certain the estimate is. Each judgement is a proposal
    /// by a rule with its numbers; --judge puts a person's in its place
    #[arg(long)]
    grade: bool,
    /// Where certainty starts: randomised, non-randomised, robins-i (high: the tool counts what is
    /// missing), prognosis (the risk of one group) [default for comparisons of the evidence base:
    /// randomised]
    #[arg(long, value_name = "WORD", requires = "grade")]
    design: Option<String>,
    /// The smallest effect that matters, as printed: for ratios such as 1.25, its inverse counts too
    #[arg(
        long,
        value_name = "EFFECT",
        requires = "grade",
        allow_hyphen_values = true
    )]
    important: Option<f64>,
    /// The same as patients of 1,000 at the risk without the treatment
    #[arg(
        long = "important-per-1000",
        value_name = "N",
        requires = "grade",
        conflicts_with = "important"
    )]
    important_per_1000: Option<f64>,
    /// Every effect at which a decision would turn, as printed, such as 0.8,1,1.25
    #[arg(
        long,
        value_name = "LIST",
        requires = "grade",
        value_delimiter = ',',
        allow_hyphen_values = true,
        conflicts_with_all = ["important", "important_per_1000"]
    )]
    thresholds: Vec<f64>,
    /// The risk without the treatment, 0 to 1 [default: the control groups added up]
    #[arg(long, value_name = "RISK", requires = "grade")]
    baseline_risk: Option<f64>,
    /// Standard deviation of the scale on which a standardised mean difference is told
    #[arg(long, value_name = "SD", requires = "grade")]
    baseline_sd: Option<f64>,
    /// Patients that would be enough [default: for a quarter fewer events, 5 % error, 80 % power]
    #[arg(long, value_name = "N", requires = "grade")]
    optimal_size: Option<u64>,
    /// What the summary of findings calls the outcome
    #[arg(long, value_name = "TEXT", requires = "grade")]
    outcome_name: Option<String>,
    /// A judgement in the place of a rule's: DOMAIN=LEVEL:REASON, such as
    /// 'publication_bias=undetected:all registered trials reported'; may be repeated. Domains:
    /// risk_of_bias, inconsistency, indirectness, imprecision, publication_bias, large_effect,
    /// dose_response, opposing_confounding, overall
    #[arg(long, value_name = "JUDGEMENT", requires = "grade")]
    judge: Vec<String>,
    /// The same in a CSV file: domain, judgement, reason; --judge goes before it
    #[arg(long, value_name = "FILE", requires = "grade")]
    judgements: Option<PathBuf>,
    /// Write summary of findings, certainty and figures: a file ending in .html or .docx
    #[arg(long, value_name = "FILE", requires = "grade")]
    certainty_report: Option<PathBuf>,
}

impl GradeArgs {
    /// True where certainty is asked for.
    pub(super) fn is_given(&self) -> bool {
        self.grade
    }

    /// Judges certainty and writes its document, where that is asked for.
    ///
    /// # Errors
    /// As [`certainty_tables`]; [`AppError::Write`].
    pub(super) fn run(
        &self,
        args: &Args,
        answer: &PoolAnswer,
        request: &PoolRequest,
    ) -> Result<Option<GradeAnswer>, AppError> {
        if !self.grade {
            return Ok(None);
        }
        let found = certainty_tables(answer, request, &self.request(args)?)?;
        if let Some(path) = &self.certainty_report {
            let format = DocumentFormat::of(path)?;
            let version = env!("CARGO_PKG_VERSION");
            let document = certainty_report(answer, request, &found, version)?;
            write_whole(path, &format.write(&document)?)?;
        }
        Ok(Some(found))
    }

    fn request(&self, args: &Args) -> Result<GradeRequest, AppError> {
        let thresholds = match (self.important, self.important_per_1000) {
            (Some(value), _) => Some(ThresholdsAsked::Important(value)),
            (None, Some(value)) => Some(ThresholdsAsked::PerThousand(value)),
            (None, None) if self.thresholds.is_empty() => None,
            (None, None) => Some(ThresholdsAsked::Values(self.thresholds.clone())),
        };
        let mut judged = match &self.judgements {
            Some(path) => judgements(path, &args.read.options()?)?,
            None => Vec::new(),
        };
        for text in &self.judge {
            judged.push(judgement(text)?);
        }
        Ok(GradeRequest {
            start: self.design.as_deref().map(start).transpose()?,
            thresholds,
            baseline: self.baseline_risk,
            sd: self.baseline_sd,
            optimal: self.optimal_size,
            outcome: self.outcome_name.clone(),
            judged,
        })
    }
}
