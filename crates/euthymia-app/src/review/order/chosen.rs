//! Which order is chosen: by whoever asks, else as before.

use super::known::{of_criteria, of_files};
use super::reading_order::ReadingOrder;
use crate::error::AppError;
use crate::review::session::Session;
use euthymia_review::log::{Ranked, Stage, standing};
use euthymia_review::{Entry, Event};
use euthymia_screening::{Model, Settings, Strategy};
use std::path::PathBuf;

/// An order by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderWord {
    /// Learnt from decisions.
    Learned,
    /// As the files were taken in.
    Queue,
    /// At random.
    Random,
}

/// What is asked of the order; what is left out stays as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderRequest {
    /// Which.
    pub word: Option<OrderWord>,
    /// What learns.
    pub model: Option<Model>,
    /// Which report is read next.
    pub strategy: Option<Strategy>,
    /// Seed of what is drawn at random.
    pub seed: Option<u64>,
    /// Files with records that are known to be included; empty for those known before.
    pub prior: Vec<PathBuf>,
    /// Whether question and criteria of `review.toml` count as a text that is included.
    pub criteria: bool,
}

impl OrderRequest {
    /// Whether something is asked that only an order that is learnt can do.
    fn asks_for_learning(&self) -> bool {
        self.model.is_some() || self.strategy.is_some() || self.criteria || !self.prior.is_empty()
    }
}

/// What a reviewer last entered of the order at a stage, else what anybody did.
pub(in crate::review) fn entered(entries: &[Entry], stage: Stage, by: &str) -> Option<Ranked> {
    let mut any = None;
    let mut own = None;
    for (entry, _, event) in standing(entries) {
        if let Event::Ranked(ranked) = event
            && ranked.stage == stage
        {
            any = Some(ranked);
            if entry.author == by {
                own = Some(ranked);
            }
        }
    }
    own.or(any).map(|ranked| (**ranked).clone())
}

/// The order in which a reviewer reads at a stage: what is asked for; of what is not, what the log
/// says; `otherwise` where it says nothing. Beside it, what should be told of files that were read.
///
/// # Errors
/// [`AppError::Usage`] where what is asked for contradicts itself or the log names an order that
/// this version does not make; [`AppError::Input`] for a file that cannot be read.
pub fn chosen_order(
    session: &Session,
    (stage, by): (Stage, &str),
    request: &OrderRequest,
    otherwise: ReadingOrder,
) -> Result<(ReadingOrder, Vec<String>), AppError> {
    let entries = session.folder.log().entries();
    let ranked = entered(entries, stage, by);
    let before = match ranked
        .as_ref()
        .map(|ranked| (ranked, ReadingOrder::of(ranked)))
    {
        Some((ranked, None)) if request.word.is_none() => {
            return Err(AppError::Usage(format!(
                "the log says that records were shown in the order \"{}\", which this version does \
                 not make; say which is meant with --order",
                ranked.model
            )));
        }
        Some((_, own)) => own.unwrap_or(otherwise),
        None => otherwise,
    };
    let asks = request.asks_for_learning();
    let word = match (request.word, &before) {
        (Some(word), _) => word,
        (None, _) if asks => OrderWord::Learned,
        (None, ReadingOrder::Learnt { .. }) => OrderWord::Learned,
        (None, ReadingOrder::Random(_)) => OrderWord::Random,
        (None, ReadingOrder::Queue) => OrderWord::Queue,
    };
    if asks && word != OrderWord::Learned {
        return Err(AppError::Usage(
            "--model, --next, --prior and --criteria belong to --order learned".to_owned(),
        ));
    }
    let seed_before = match &before {
        ReadingOrder::Random(seed) => *seed,
        ReadingOrder::Learnt { settings, .. } => settings.seed,
        ReadingOrder::Queue => 1,
    };
    let seed = request.seed.unwrap_or(seed_before);
    match word {
        OrderWord::Queue => Ok((ReadingOrder::Queue, Vec::new())),
        OrderWord::Random => Ok((ReadingOrder::Random(seed), Vec::new())),
        OrderWord::Learned => learnt(session, before, request, seed),
    }
}

fn learnt(
    session: &Session,
    before: ReadingOrder,
    request: &OrderRequest,
    seed: u64,
) -> Result<(ReadingOrder, Vec<String>), AppError> {
    let (settings, before) = match before {
        ReadingOrder::Learnt { settings, known } => (settings, known),
        ReadingOrder::Queue | ReadingOrder::Random(_) => (Settings::default(), Vec::new()),
    };
    let settings = Settings {
        model: request.model.unwrap_or(settings.model),
        strategy: request.strategy.unwrap_or(settings.strategy),
        seed,
    };
    let mut notes = Vec::new();
    let mut known = of_files(&request.prior, &mut notes)?;
    if request.criteria {
        known.push(of_criteria(session)?);
    }
    if known.is_empty() {
        known = before;
    }
    Ok((ReadingOrder::Learnt { settings, known }, notes))
}
