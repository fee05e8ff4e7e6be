//! One group of patients beside what was published: the numbers ([`against`]), the tables and words
//! ([`view`], [`sensitivity_view`]) and the figure ([`figure`]).

mod figure;
mod limits;
mod view;

pub use figure::figure;
pub use limits::{Selection, limits};
pub use view::{sensitivity_view, view};

use crate::pooled::{Inputs, Pooled};
use euthymia_cohort::CohortError;
use euthymia_cohort::binomial_test::{BinomialTest, binomial_test};
use euthymia_cohort::proportion::{Proportion, clopper_pearson};
use euthymia_cohort::two_sided::TwoSided;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::map_prior::{CountTails, MapError, MapOptions, MapPrior, Update};
use euthymia_synthesis::pairwise::Bounds;

/// What the group is held against.
#[derive(Clone, Debug)]
pub enum Published {
    /// Arms with their pooled rate.
    Pooled(Box<Pooled>),
    /// One count.
    Count(Count),
    /// A rate without its number of patients, taken as known.
    Rate(f64),
}

/// A group and the choices made for it.
#[derive(Clone, Debug)]
pub struct Question {
    /// What the group is called.
    pub name: String,
    /// What is counted and where the published numbers are from, in words.
    pub title: String,
    /// Events and patients of the group.
    pub clinic: Proportion,
    /// What was published.
    pub published: Published,
    /// Priors of μ and τ.
    pub options: MapOptions,
    /// Weight of Beta(1, 1) in the robust prior.
    pub vague: Probability,
    /// Confidence level.
    pub level: Probability,
}

/// A group beside what was published, with every number that is shown.
#[derive(Clone, Debug)]
pub struct Against {
    /// The question.
    pub question: Question,
    /// The group's exact interval (Clopper–Pearson).
    pub own: Bounds,
    /// Its count if the published (or pooled) rate were known exactly.
    pub fixed: BinomialTest,
    /// The comparison by a prior made of the published arms; `None` for a rate without its patients.
    pub bayes: Option<Bayes>,
}

/// The comparison with the meta-analytic-predictive prior.
#[derive(Clone, Debug)]
pub struct Bayes {
    /// The published counts it is made of, with their labels.
    pub arms: Vec<(String, Count)>,
    /// The prior.
    pub prior: MapPrior,
    /// What the group's count makes of it.
    pub update: Update,
    /// Where the count lies among those to be expected.
    pub tails: CountTails,
    /// The numbers of events to be expected among so many patients.
    pub expected: (u64, u64),
}

/// Why there is no comparison.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AgainstError {
    /// Of the group's own statistics.
    #[error(transparent)]
    Cohort(#[from] CohortError),
    /// Of the prior.
    #[error(transparent)]
    Map(#[from] MapError),
}

/// Holds a group against what was published.
///
/// # Errors
/// [`AgainstError`]: a rate outside 0 to 1, an option out of its range, counts too extreme to be weighed.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::Proportion;
/// use euthymia_numerics::Probability;
/// use euthymia_report::against::{Published, Question, against};
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::map_prior::MapOptions;
/// let found = against(Question {
///     name: "This clinic".to_owned(),
///     title: "Response".to_owned(),
///     clinic: Proportion::new(4, 21)?,
///     published: Published::Count(Count::new(30, 60)?),
///     options: MapOptions::default(),
///     vague: Probability::new(0.2)?,
///     level: Probability::NINETY_FIVE,
/// })?;
/// assert!(found.bayes.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn against(question: Question) -> Result<Against, AgainstError> {
    let own = clopper_pearson(question.clinic, question.level)?;
    let rate = match &question.published {
        Published::Pooled(pooled) => pooled.headline().estimate,
        Published::Count(count) => count.events() as f64 / count.n() as f64,
        Published::Rate(rate) => *rate,
    };
    let known = Probability::new(rate).map_err(|_| CohortError::OutOfRange {
        what: "published rate",
        value: rate,
        permitted: "from 0 to 1",
    })?;
    let fixed = binomial_test(question.clinic, known, TwoSided::Doubled);
    let bayes = bayes(&question)?;
    Ok(Against {
        own: Bounds {
            lower: own.lower,
            upper: own.upper,
        },
        fixed,
        bayes,
        question,
    })
}

fn bayes(question: &Question) -> Result<Option<Bayes>, AgainstError> {
    let arms = arms(&question.published);
    if arms.is_empty() {
        return Ok(None);
    }
    let counts: Vec<Count> = arms.iter().map(|(_, count)| *count).collect();
    let prior = MapPrior::new(&counts, &question.options)?;
    let (events, n) = (question.clinic.events(), question.clinic.n());
    let count = Count::new(events, n).map_err(|_| MapError::OutOfRange)?;
    let update = prior.update(count)?;
    let predictive = prior.predictive(n);
    let tails = predictive.tails(events).ok_or(MapError::OutOfRange)?;
    let expected = predictive.interval(question.level);
    Ok(Some(Bayes {
        expected: expected.ok_or(MapError::OutOfRange)?,
        arms,
        tails,
        update,
        prior,
    }))
}

fn arms(published: &Published) -> Vec<(String, Count)> {
    match published {
        Published::Rate(_) => Vec::new(),
        Published::Count(count) => vec![("Published".to_owned(), *count)],
        Published::Pooled(pooled) => {
            let of = |row: &crate::pooled::PooledRow| match row.candidate.data {
                Inputs::OneProportion(count) => Some((row.candidate.label.clone(), count)),
                _ => None,
            };
            pooled.rows.iter().filter_map(of).collect()
        }
    }
}
