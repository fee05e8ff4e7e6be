//! What was chosen of the order, in the words of the log.

use euthymia_review::log::{Ranked, Stage};
use euthymia_screening::{Model, Settings, Strategy};

/// In which order reports are shown. Drawn sets come first in any.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ReadingOrder {
    /// As the files were taken in.
    #[default]
    Queue,
    /// At random, by this seed.
    Random(u64),
    /// Learnt from decisions.
    Learnt {
        /// How.
        settings: Settings,
        /// Texts outside the records that count as included from the beginning.
        known: Vec<String>,
    },
}

/// The share of [`Strategy::Mixed`] that is drawn at random where nobody says.
const MIXED: f64 = 0.05;

impl ReadingOrder {
    /// What is learnt where nobody chose: the default model without known texts, seed 1.
    #[must_use]
    pub fn learnt() -> Self {
        Self::Learnt {
            settings: Settings {
                seed: 1,
                ..Settings::default()
            },
            known: Vec::new(),
        }
    }

    /// What the log keeps of it.
    #[must_use]
    pub fn ranked(&self, stage: Stage) -> Ranked {
        let (model, seed, known) = match self {
            Self::Queue => ("queue".to_owned(), 0, Vec::new()),
            Self::Random(seed) => ("random".to_owned(), *seed, Vec::new()),
            Self::Learnt { settings, known } => (in_words(settings), settings.seed, known.clone()),
        };
        Ranked {
            stage,
            model,
            seed,
            known,
        }
    }

    /// What an event of the log means; `None` for an order that this version does not make, or
    /// makes with other settings.
    ///
    /// # Example
    /// ```
    /// use euthymia_app::review::{ReadingOrder, Stage};
    /// let ranked = ReadingOrder::learnt().ranked(Stage::TitleAbstract);
    /// assert_eq!(ReadingOrder::of(&ranked), Some(ReadingOrder::learnt()));
    /// ```
    #[must_use]
    pub fn of(ranked: &Ranked) -> Option<Self> {
        match ranked.model.as_str() {
            "queue" => return Some(Self::Queue),
            "random" => return Some(Self::Random(ranked.seed)),
            _ => {}
        }
        let (head, _) = ranked.model.split_once(':')?;
        let (model, strategy) = head.split_once(", ")?;
        let settings = Settings {
            model: Model::from_word(model)?,
            strategy: strategy_from_word(strategy)?,
            seed: ranked.seed,
        };
        let known = ranked.known.clone();
        (in_words(&settings) == ranked.model).then_some(Self::Learnt { settings, known })
    }

    /// Whether it is learnt from decisions.
    #[must_use]
    pub fn is_learnt(&self) -> bool {
        matches!(self, Self::Learnt { .. })
    }

    /// What it is, as a part of a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Queue => "as the files were taken in".to_owned(),
            Self::Random(seed) => format!("at random (seed {seed})"),
            Self::Learnt { settings, known } => {
                let known = match known.len() {
                    0 => String::new(),
                    1 => ", 1 known text".to_owned(),
                    many => format!(", {many} known texts"),
                };
                let Settings {
                    model,
                    strategy,
                    seed,
                } = settings;
                let (model, strategy) = (model.word(), word(*strategy));
                format!("learnt ({model}, {strategy}, seed {seed}{known})")
            }
        }
    }
}

/// Model, strategy and settings: `svm, likeliest: tf-idf of …`.
fn in_words(settings: &Settings) -> String {
    let (model, strategy) = (settings.model, word(settings.strategy));
    format!("{}, {strategy}: {}", model.word(), model.settings())
}

fn word(strategy: Strategy) -> String {
    match strategy {
        Strategy::Likeliest => "likeliest".to_owned(),
        Strategy::Uncertain => "uncertain".to_owned(),
        Strategy::Mixed(share) => format!("mixed {share}"),
    }
}

/// What is read next by its word: `likeliest`, `uncertain`, `mixed` (1 in 20 at random) or `mixed`
/// with another share, such as `mixed 0.1`. `None` for another word.
///
/// # Example
/// ```
/// use euthymia_app::review::{Strategy, strategy_from_word};
/// assert_eq!(strategy_from_word("mixed"), Some(Strategy::Mixed(0.05)));
/// assert_eq!(strategy_from_word("mixed 1.5"), None);
/// ```
#[must_use]
pub fn strategy_from_word(text: &str) -> Option<Strategy> {
    match text {
        "likeliest" => Some(Strategy::Likeliest),
        "uncertain" => Some(Strategy::Uncertain),
        "mixed" => Some(Strategy::Mixed(MIXED)),
        _ => {
            let share: f64 = text.strip_prefix("mixed ")?.parse().ok()?;
            (0.0..=1.0)
                .contains(&share)
                .then_some(Strategy::Mixed(share))
        }
    }
}
