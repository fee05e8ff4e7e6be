//! Why a network meta-regression could not be fitted.

use crate::network::error::FitError;

/// What is wrong with covariates, controls or classes.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RegressionError {
    /// No covariate was given.
    #[error("there is no covariate: fit the network without regression")]
    NoCovariate,
    /// Two covariates have one name, or one has none.
    #[error("the name \"{0}\" of a covariate is empty or comes twice: give each a name of its own")]
    Name(String),
    /// Values and trials differ in number.
    #[error("covariate \"{covariate}\" has {found} values for {trials} trials")]
    Length {
        /// The covariate.
        covariate: String,
        /// How many values it has.
        found: usize,
        /// How many trials there are.
        trials: usize,
    },
    /// A value is not a finite number.
    #[error(
        "covariate \"{covariate}\" of trial \"{trial}\" is {value}: give a finite number, or nothing \
         where it is not known"
    )]
    Value {
        /// The covariate.
        covariate: String,
        /// The trial.
        trial: String,
        /// What was given.
        value: f64,
    },
    /// The centre is not a finite number.
    #[error("covariate \"{covariate}\" is centred at {centre}: give a finite number")]
    Centre {
        /// The covariate.
        covariate: String,
        /// What was given.
        centre: f64,
    },
    /// A control or a treatment with a class is not in the network.
    #[error("there is no treatment \"{0}\" in the network")]
    UnknownTreatment(String),
    /// No trial that can be used has a control.
    #[error(
        "no control is left in the trials that have all covariates: name a treatment whose interaction \
         is zero"
    )]
    NoControl,
    /// Every treatment is a control.
    #[error("every treatment is a control: no interaction is left to estimate")]
    OnlyControls,
    /// A treatment has no class.
    #[error(
        "treatment \"{treatment}\" has no class for covariate \"{covariate}\": give it one, or make it a \
         control"
    )]
    NoClass {
        /// The treatment.
        treatment: String,
        /// The covariate.
        covariate: String,
    },
    /// A control has a class.
    #[error("treatment \"{0}\" is a control, whose interaction is zero: it cannot have a class")]
    ControlWithClass(String),
    /// Too many random slopes.
    #[error(
        "more than one covariate has exchangeable interactions: one variance of interactions can be \
         estimated beside τ²"
    )]
    ManyExchangeable,
    /// No moment estimator is offered for two variances.
    #[error("exchangeable interactions need ML or REML, or a τ² given beforehand")]
    NoMoments,
    /// No trial has all covariates.
    #[error("no trial has a value for every covariate")]
    NoTrial,
    /// A covariate is the same in all trials.
    #[error(
        "covariate \"{covariate}\" is {value} in every trial that can be used: it explains no difference"
    )]
    Constant {
        /// The covariate.
        covariate: String,
        /// Its only value.
        value: f64,
    },
    /// More coefficients than independent contrasts.
    #[error(
        "{coefficients} coefficients cannot be estimated from {contrasts} independent contrasts: leave \
         covariates out, or let treatments share an interaction"
    )]
    TooFew {
        /// Effects of treatments and interactions.
        coefficients: usize,
        /// Independent contrasts.
        contrasts: usize,
    },
    /// No interaction of a covariate can be told from other coefficients.
    #[error(
        "the trials cannot tell any interaction of \"{covariate}\" from other coefficients; dependent \
         on each other: {together}"
    )]
    Collinear {
        /// The covariate.
        covariate: String,
        /// The coefficients, by name.
        together: String,
    },
    /// A variance given beforehand is not one.
    #[error("a variance of interactions of {0}: give a finite number of at least zero")]
    SlopeVariance(f64),
    /// The network itself cannot be fitted.
    #[error(transparent)]
    Network(#[from] FitError),
}
