//! What to fit, and what can be wrong with it.

use crate::pairwise::Prediction;
use euthymia_numerics::Probability;

/// Whether true effects may differ from study to study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effects {
    /// One true effect, τ² = 0. Also known as: fixed effect, equal effects (`method = "EE"`).
    Common,
    /// True effects with a mean and a variance, by maximum likelihood (`method = "ML"`).
    Random,
}

/// How the test and the interval of the pooled effect are formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// The normal distribution.
    Normal,
    /// Student's t with k − 1 degrees of freedom; needs two studies.
    StudentKMinus1,
}

/// How finely the integrals over random effects are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quadrature {
    /// The trapezoidal rule around each study's mode, made finer until the log-likelihood moves
    /// by less than 10⁻¹⁰ of itself.
    Settled,
    /// Exactly this many adaptive Gauss–Hermite points (1 to 200), however coarse: 1 is Laplace's approximation, 7 what metafor
    /// takes unless told otherwise (`nAGQ`).
    Points(usize),
}

/// How a random effect of the log ratio is shared between the two groups of a study.
///
/// It matters because a model with study effects is not symmetric in its groups unless it is coded so.
///
/// # References
/// Jackson D, Law M, Stijnen T, Viechtbauer W, White IR. Stat Med 2018;37:1059–1085.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Half in each group, with opposite signs (metafor `coding = 1/2`, its default).
    Half,
    /// All of it in the treatment group (`coding = 1`).
    Treatment,
    /// All of it in the control group, with the opposite sign (`coding = 0`).
    Control,
}

impl Coding {
    pub(crate) fn codes(self) -> [f64; 2] {
        match self {
            Self::Half => [0.5, -0.5],
            Self::Treatment => [1.0, 0.0],
            Self::Control => [0.0, -1.0],
        }
    }
}

/// Which model compares two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// A parameter for the level of every study (metafor `UM.FS`).
    FixedStudies(Coding),
    /// Levels of studies normally distributed, independently of the effects or not (`UM.RS`, `cor`).
    RandomStudies {
        /// How the random effect is shared between groups.
        coding: Coding,
        /// Whether levels and effects may be correlated.
        correlated: bool,
    },
    /// Conditional on the events of both groups together: the non-central hypergeometric distribution
    /// for odds ratios, the binomial for rate ratios (`CM.EL`).
    Conditional,
    /// The same for odds ratios with the binomial in place of the non-central hypergeometric
    /// distribution; good when events are rare (`CM.AL`). For rate ratios it is [`Self::Conditional`].
    ConditionalApproximate,
}

/// What to fit. [`Options::default`] is random effects, normal test and prediction, 95 %, integrals
/// computed until they settle, no profile-likelihood intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Common or random effects.
    pub effects: Effects,
    /// The test and interval of the pooled effect.
    pub test: Test,
    /// Which prediction interval.
    pub prediction: Prediction,
    /// Confidence level, in (0, 1).
    pub level: Probability,
    /// How finely integrals are computed.
    pub quadrature: Quadrature,
    /// Whether profile-likelihood intervals are computed; they take some ten further searches.
    pub profile: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            effects: Effects::Random,
            test: Test::Normal,
            prediction: Prediction::Normal,
            level: Probability::NINETY_FIVE,
            quadrature: Quadrature::Settled,
            profile: false,
        }
    }
}

/// The end of the range towards which an estimate runs without limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Towards minus infinity on the log scale.
    Lower,
    /// Towards plus infinity on the log scale.
    Upper,
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Lower => "minus infinity: no study has an event where one would be needed",
            Self::Upper => "plus infinity: in every study all that could be events are events",
        })
    }
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum GlmmError {
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// No study, or none that says anything.
    #[error(
        "there is no study to fit: {left_out} of {given} had no event, or nothing but events, in \
         either group and says nothing about a ratio"
    )]
    NoStudy {
        /// Studies given.
        given: usize,
        /// Studies that say nothing.
        left_out: usize,
    },
    /// The estimate has no finite value.
    #[error(
        "the estimate runs to {0}; give an exact interval for the studies together, or a model with \
         a prior"
    )]
    Separated(End),
    /// Only extremes: the likelihood rises with τ² without limit, or does not know it.
    #[error(
        "every study lies at an end of its range (no event, or nothing but events), so that the \
         between-study variance has no finite estimate: fit a common effect, or show the studies"
    )]
    OnlyExtremes,
    /// A count that is too large for this model.
    #[error(
        "a study of {0} is too large for this model, which takes at most 10,000,000: use the inverse \
         variance method, which loses nothing at this size"
    )]
    TooLarge(u64),
    /// The likelihood could not be computed.
    #[error(
        "the likelihood of these counts is not a finite number: look for times or counts that differ \
         by many orders of magnitude"
    )]
    OutOfRange,
}
