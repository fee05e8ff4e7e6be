//! The order in which records are read.

use super::decisions::record;
use super::screening::watched;
use super::{Where, open_to_read, tell};
use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, ValueEnum};
use euthymia_app::AppError;
use euthymia_app::review::{
    Model, OrderRequest, OrderWord, Strategy, explain_order_view, stage_from_word,
    strategy_from_word,
};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Clone, Copy, ValueEnum)]
enum Word {
    /// Learnt from decisions, once one record is included and one excluded
    Learned,
    /// As the files were taken in
    Queue,
    /// At random
    Random,
}

/// In which order records are read.
#[derive(Args)]
pub(super) struct OrderArgs {
    /// In which order; drawn sets come first in any [default: as the log says]
    #[arg(long, value_enum, value_name = "ORDER")]
    order: Option<Word>,
    /// What learns: svm, logistic, nb (naive Bayes) or forest [default: as before, else svm]
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Which record is read next: likeliest, uncertain, or mixed (1 in 20 at random) [default: as
    /// before, else likeliest]
    #[arg(long, value_name = "WHICH")]
    next: Option<String>,
    /// Seed of what is drawn at random [default: as before, else 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// A file with records that are known to be included, several times for several
    #[arg(long, value_name = "FILE")]
    prior: Vec<PathBuf>,
    /// Question and criteria of review.toml count as a text that is included
    #[arg(long)]
    criteria: bool,
}

impl OrderArgs {
    pub(super) fn request(&self) -> Result<OrderRequest, AppError> {
        Ok(OrderRequest {
            word: self.order.map(|word| match word {
                Word::Learned => OrderWord::Learned,
                Word::Queue => OrderWord::Queue,
                Word::Random => OrderWord::Random,
            }),
            model: self.model.as_deref().map(model).transpose()?,
            strategy: self.next.as_deref().map(strategy).transpose()?,
            seed: self.seed,
            prior: self.prior.clone(),
            criteria: self.criteria,
        })
    }
}

/// The model of a word.
pub(super) fn model(text: &str) -> Result<Model, AppError> {
    Model::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = Model::ALL.iter().map(|model| model.word()).collect();
        AppError::Usage(format!(
            "--model: \"{text}\" is none of {}",
            words.join(", ")
        ))
    })
}

/// What is read next, by its word.
pub(super) fn strategy(text: &str) -> Result<Strategy, AppError> {
    strategy_from_word(text).ok_or_else(|| {
        AppError::Usage(format!(
            "--next: \"{text}\" is none of likeliest, uncertain, mixed"
        ))
    })
}

/// Show which words put a record where it is in the order learnt from decisions
///
/// The model, its settings and its seed are those of the log; what it learns from are the decisions
/// that the reviewer may see, so that the same log gives the same table. Every term is told with
/// what it adds to the score: above 0 up, below 0 down.
#[derive(Args)]
pub(crate) struct ExplainOrderArgs {
    /// The record
    record: String,
    /// title or full
    #[arg(long, value_name = "STAGE", default_value = "title")]
    stage: String,
    /// At most so many terms; 0 for all
    #[arg(long, value_name = "N", default_value_t = 15)]
    most: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    #[command(flatten)]
    at: Where,
}

pub(crate) fn explain_order(args: &ExplainOrderArgs) -> Result<ExitCode, AppError> {
    let record = record(&args.record)?;
    let stage = stage_from_word(&args.stage)?;
    let session = open_to_read(&args.at.review)?;
    tell(&session);
    let by = args.at.who().by;
    let by = (stage, by.as_deref());
    let view = watched(|progress| explain_order_view(&session, record, by, args.most, progress))?;
    terminal::tables(&[view], args.format)?;
    Ok(ExitCode::SUCCESS)
}
