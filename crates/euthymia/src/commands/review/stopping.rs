//! Agreement of reviewers, reports drawn at random, and the end of screening.

use super::{Reading, Where};
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    AgreementRequest, DrawRequest, EndRequest, Purpose, StoppingRequest, agreement_views,
    draw_round, end_screening, stage_from_word, stopping_views,
};
use std::process::ExitCode;

/// How far reviewers agree: percent, Cohen's κ, Gwet's AC1, PABAK, Krippendorff's α
///
/// Every pair of reviewers, from what each decided last and before anything was settled, with
/// intervals (Wilson's for the percentage, large-sample errors for the others). Nearly everything is
/// excluded in screening, which pulls κ down even where reviewers hardly ever differ: look at AC1
/// beside it. A coefficient that does not exist is a dash with its reason.
#[derive(Args)]
pub(crate) struct AgreementArgs {
    /// title or full
    #[arg(long, value_name = "STAGE", default_value = "title")]
    stage: String,
    /// Only the reports of this round, such as pilot-1
    #[arg(long, value_name = "NAME")]
    round: Option<String>,
    /// Maybe as an answer of its own, between include and exclude [default: it counts as include]
    #[arg(long)]
    maybe_apart: bool,
    /// Confidence of the intervals
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    confidence: f64,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn agreement(args: &AgreementArgs) -> Result<ExitCode, AppError> {
    let request = AgreementRequest {
        stage: stage_from_word(&args.stage)?,
        round: args.round.clone(),
        maybe_apart: args.maybe_apart,
        confidence: args.confidence,
    };
    let session = args.at.open()?;
    terminal::tables(&agreement_views(&session, &request)?, args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// What is asked of the rules.
#[derive(Args)]
struct RuleArgs {
    /// title or full
    #[arg(long, value_name = "STAGE", default_value = "title")]
    stage: String,
    /// Recall that should be reached
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    target: f64,
    /// How sure that should be
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    confidence: f64,
    /// Irrelevant reports in a row that are enough
    #[arg(long, value_name = "N", default_value_t = 50)]
    run: u64,
    /// The same as a share of all reports
    #[arg(long, value_name = "P", default_value_t = 0.05)]
    run_share: f64,
    /// Tag of the key papers, which SAFE asks for
    #[arg(long, value_name = "TAG")]
    key_tag: Option<String>,
    /// Excluded reports in a row that were looked at again and stay excluded, which SAFE asks for
    #[arg(long, value_name = "N")]
    looked_again: Option<u64>,
}

impl RuleArgs {
    fn request(&self) -> Result<StoppingRequest, AppError> {
        Ok(StoppingRequest {
            stage: stage_from_word(&self.stage)?,
            target: self.target,
            confidence: self.confidence,
            run: self.run,
            run_share: self.run_share,
            key_tag: self.key_tag.clone(),
            looked_again: self.looked_again,
        })
    }
}

/// Whether screening may stop: what every rule says, why, and what it assumes
///
/// So many irrelevant in a row, the SAFE procedure, recall from the ranked order, a random sample of
/// the rest, and what two reviewers or several sources seem to have missed. The order is that of the
/// first decision on each report. No rule decides.
#[derive(Args)]
pub(crate) struct StoppingArgs {
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    at: Reading,
}

pub(crate) fn stopping(args: &StoppingArgs) -> Result<ExitCode, AppError> {
    let request = args.rules.request()?;
    let session = args.at.open()?;
    terminal::tables(&stopping_views(&session, &request)?, args.at.format)?;
    Ok(ExitCode::SUCCESS)
}

/// End screening by a rule: what nobody decided on is set aside
///
/// The log keeps the rule, what it claimed and what it assumes; undo takes the end back.
#[derive(Args)]
pub(crate) struct StopArgs {
    /// run, share, safe, recall, sample, reviewers or sources, as review stopping lists them
    #[arg(long, value_name = "RULE")]
    rule: String,
    /// Why screening ends although the rule does not say stop
    #[arg(long, value_name = "TEXT")]
    although: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn stop(args: &StopArgs) -> Result<ExitCode, AppError> {
    let request = EndRequest {
        stopping: args.rules.request()?,
        rule: args.rule.clone(),
        although: args.although.clone(),
    };
    let mut session = args.at.open()?;
    let ended = end_screening(&mut session, &request)?;
    let entry = ended.entry.to_string();
    let short = entry.get(..8).unwrap_or(&entry);
    terminal::say(&format!(
        "{} reports are set aside. {}\nEntered as {short}; euthymia review undo {short} takes it back.\n",
        ended.set_aside, ended.statement
    ));
    Ok(ExitCode::SUCCESS)
}

/// Draw reports at random that all reviewers decide on, to see whether they mean the same
#[derive(Args)]
pub(crate) struct PilotArgs {
    /// How many
    #[arg(value_name = "N")]
    count: usize,
    #[command(flatten)]
    draw: DrawArgs,
}

/// Draw a random sample of what nobody has decided on, to bound what was missed
///
/// Without a number: as many as rule out recall below the target if none of them is relevant.
#[derive(Args)]
pub(crate) struct SampleArgs {
    /// How many
    #[arg(value_name = "N")]
    count: Option<usize>,
    /// Recall that should be reached
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    target: f64,
    /// How sure that should be
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    confidence: f64,
    #[command(flatten)]
    draw: DrawArgs,
}

/// How reports are drawn.
#[derive(Args)]
struct DrawArgs {
    /// title or full
    #[arg(long, value_name = "STAGE", default_value = "title")]
    stage: String,
    /// Short name of the round [default: the next free one, such as pilot-1]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn pilot(args: &PilotArgs) -> Result<ExitCode, AppError> {
    draw(&args.draw, Purpose::Pilot, Some(args.count), (0.95, 0.95))
}

pub(crate) fn sample(args: &SampleArgs) -> Result<ExitCode, AppError> {
    draw(
        &args.draw,
        Purpose::Sample,
        args.count,
        (args.target, args.confidence),
    )
}

fn draw(
    args: &DrawArgs,
    purpose: Purpose,
    count: Option<usize>,
    (target, confidence): (f64, f64),
) -> Result<ExitCode, AppError> {
    let request = DrawRequest {
        stage: stage_from_word(&args.stage)?,
        target,
        confidence,
        purpose,
        count,
        name: args.name.clone(),
        seed: args.seed,
    };
    let mut session = args.at.open()?;
    let drawn = draw_round(&mut session, &request)?;
    let entry = drawn.entry.to_string();
    let short = entry.get(..8).unwrap_or(&entry);
    terminal::say(&format!(
        "{}: {} of {} reports drawn, which come first now.\nEntered as {short}; euthymia review undo \
         {short} takes it back.\n",
        drawn.name, drawn.drawn, drawn.of
    ));
    Ok(ExitCode::SUCCESS)
}
