//! A clinic's own x of n beside a published rate, a published count, or the evidence base.

use crate::error::AppError;
use crate::pool::{self, PoolRequest, Source};
use euthymia_cohort::proportion::Proportion;
use euthymia_evidence::select::Selection;
use euthymia_numerics::Probability;
use euthymia_report::against::{self, Against, AgainstError, Published, Question};
use euthymia_report::pooled::PoolOptions;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::map_prior::{MapError, MapOptions};
use euthymia_synthesis::measure::Measure;
use std::path::PathBuf;

pub use euthymia_report::against::Selection as FirstScores;

/// What the clinic is held against.
#[derive(Clone, Debug)]
pub enum Literature {
    /// Single arms of the evidence base.
    Evidence {
        /// A folder of evidence files; `None` for the bundled one.
        folder: Option<PathBuf>,
        /// What is asked of it.
        selection: Box<Selection>,
    },
    /// A published count.
    Count {
        /// Patients with the outcome.
        events: u64,
        /// Patients.
        n: u64,
    },
    /// A published rate, from 0 to 1, whose number of patients is not known.
    Rate(f64),
}

/// What to compare.
#[derive(Clone, Debug)]
pub struct AgainstRequest {
    /// What the clinic is called.
    pub name: String,
    /// Its patients with the outcome.
    pub events: u64,
    /// Its patients.
    pub n: u64,
    /// What was published.
    pub literature: Literature,
    /// Priors of the mean and the spread of the groups' logits.
    pub options: MapOptions,
    /// Weight of the vague part of the robust prior.
    pub vague: Probability,
    /// Confidence level.
    pub level: Probability,
    /// How patients were chosen by their first score, for regression to the mean.
    pub first_scores: Option<FirstScores>,
}

/// The comparison, and what regression to the mean alone would make.
#[derive(Clone, Debug)]
pub struct AgainstAnswer {
    /// The comparison.
    pub against: Against,
    /// Regression to the mean in words, where it was asked for.
    pub regression: Option<String>,
}

/// Compares.
///
/// # Errors
/// [`AppError::Usage`] for impossible counts, rates, weights and priors, [`AppError::Analysis`] when no
/// published arm is left, or when the counts are too extreme to be weighed.
///
/// # Example
/// ```
/// use euthymia_app::against::{AgainstRequest, Literature, run};
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::map_prior::MapOptions;
/// let answer = run(&AgainstRequest {
///     name: "This clinic".to_owned(),
///     events: 4,
///     n: 21,
///     literature: Literature::Count { events: 30, n: 60 },
///     options: MapOptions::default(),
///     vague: Probability::new(0.2)?,
///     level: Probability::NINETY_FIVE,
///     first_scores: None,
/// })?;
/// assert!(answer.against.fixed.p_two_sided < 0.05);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run(request: &AgainstRequest) -> Result<AgainstAnswer, AppError> {
    let clinic = Proportion::new(request.events, request.n).map_err(usage)?;
    let regression = request.first_scores.as_ref().map(FirstScores::in_words);
    let regression = regression.transpose().map_err(usage)?;
    let (title, published) = published(request)?;
    let question = Question {
        name: request.name.clone(),
        title: format!("{} beside {title}", request.name),
        clinic,
        published,
        options: request.options,
        vague: request.vague,
        level: request.level,
    };
    let against = against::against(question).map_err(|error| match error {
        AgainstError::Map(MapError::NoArm | MapError::OutOfRange) => {
            AppError::Analysis(error.to_string())
        }
        _ => usage(error),
    })?;
    Ok(AgainstAnswer {
        against,
        regression,
    })
}

fn published(request: &AgainstRequest) -> Result<(String, Published), AppError> {
    match &request.literature {
        Literature::Rate(rate) if (0.0..=1.0).contains(rate) => {
            Ok(("a published rate".to_owned(), Published::Rate(*rate)))
        }
        Literature::Rate(rate) => Err(AppError::Usage(format!(
            "a published rate of {rate} is impossible: give it in percent, from 0 to 100, or as events/n"
        ))),
        Literature::Count { events, n } => {
            let count = Count::new(*events, *n).map_err(usage)?;
            Ok(("a published count".to_owned(), Published::Count(count)))
        }
        Literature::Evidence { folder, selection } => {
            let mut options = PoolOptions::recommended(Measure::Logit);
            options.fit.level = request.level;
            let answer = pool::run(&PoolRequest {
                source: Source::Evidence {
                    folder: folder.clone(),
                    selection: selection.as_ref().clone(),
                },
                options,
                assumed_correlation: None,
                weight_column: None,
                cluster_column: None,
                cautions: Vec::new(),
                interval_chosen: false,
                risk: None,
            })?;
            let treatments = match selection.treatments.as_slice() {
                [] => "all treatments".to_owned(),
                some => some.join(", "),
            };
            let title = format!("the evidence base: {treatments}, {}", selection.outcome);
            Ok((title, Published::Pooled(Box::new(answer.pooled))))
        }
    }
}

fn usage(error: impl std::fmt::Display) -> AppError {
    AppError::Usage(error.to_string())
}

impl Literature {
    /// Reads one published number: a count such as `30/60`, or a rate such as `45%`.
    ///
    /// # Errors
    /// [`AppError::Usage`] for anything else; `45` and `0.45` do not say what they are.
    ///
    /// # Example
    /// ```
    /// use euthymia_app::against::Literature;
    /// assert!(matches!(Literature::read("30/60")?, Literature::Count { events: 30, n: 60 }));
    /// assert!(matches!(Literature::read("50 %")?, Literature::Rate(rate) if rate == 0.5));
    /// assert!(Literature::read("0.45").is_err());
    /// # Ok::<(), euthymia_app::AppError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, AppError> {
        let whole = |part: &str| part.trim().parse::<u64>().ok();
        let count = text.split_once('/').and_then(|(events, n)| {
            Some(Self::Count {
                events: whole(events)?,
                n: whole(n)?,
            })
        });
        let percent = text.trim().strip_suffix('%');
        let rate = percent.and_then(|number| number.trim().parse::<f64>().ok());
        count
            .or(rate.map(|percent| Self::Rate(percent / 100.0)))
            .ok_or_else(|| {
                usage(format!(
                    "\"{text}\" is neither a count such as 30/60 nor a rate such as 45%"
                ))
            })
    }
}

/// Reads the weight of the vague part of the robust prior.
///
/// # Errors
/// [`AppError::Usage`] outside 0 to 1.
pub fn vague_weight(weight: f64) -> Result<Probability, AppError> {
    Probability::new(weight).map_err(|_| {
        usage(format!(
            "{weight} is not a weight of the vague prior; use a number from 0 (trust the literature) to 1 \
             (set it aside)"
        ))
    })
}
