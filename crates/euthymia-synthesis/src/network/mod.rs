//! Several treatments at once, compared directly and through one another: network meta-analysis.
//!
//! # Model
//! Trial t compares the treatments of its arms. Up to a constant of the trial, arm i lies at
//! θ_i + u_ti + e_ti: sampling errors have known covariances, and u has variance τ²/2 in each arm, so
//! that every contrast has variance τ² between trials. The common-effect model is τ² = 0.
//!
//! | symbol | meaning |
//! |---|---|
//! | θ_i | where treatment i lies; only differences mean anything |
//! | L_t | the Laplacian of trial t: its weights as an electrical network between arms |
//! | L⁺ | any generalised inverse of L = ΣL_t; differences have variances L⁺_ii + L⁺_jj − 2L⁺_ij |
//! | τ² | between-study variance of any contrast, ≥ 0, in squared units of the estimates |
//! | Q | Σ(y_t − θ̂)′L_t(y_t − θ̂), heterogeneity and inconsistency together |
//!
//! An estimate is treatment 1 less treatment 2. A treatment is a place in [`Network::treatments`].
//!
//! Reading order: [`Network`] (checked data, from contrasts or from arms), [`fit()`] (the model), then
//! in any order: what follows from designs ([`decompose`], [`net_heat`]), direct and indirect evidence
//! ([`splits`], [`flow`], [`contribution`]), ranks ([`p_scores`], [`rank`]), trials one by one
//! ([`leave_one_out`], [`comparison_adjusted`], [`small_study_test`]), effects of components
//! ([`component`]), curves over dose ([`dose`]), and effects that depend on covariates of the trials
//! ([`regression`]). Times to an event become a network in [`survival`]; what effects mean for
//! patients is in [`absolute`] (risks and means at a baseline) and [`benefit_risk`] (several outcomes
//! together); how far they can be trusted in [`certainty`]. Posteriors are in [`bayes`].
//!
//! Models of the counts themselves, for events that are rare, are in [`counts`].

pub mod absolute;
mod adjusted;
mod arms;
pub mod bayes;
pub mod benefit_risk;
mod block;
pub mod certainty;
pub mod component;
pub mod contribution;
pub mod counts;
mod data;
mod design;
pub mod dose;
mod draws;
mod error;
mod estimates;
mod fit;
mod flow;
mod heat;
mod heterogeneity;
mod leave_one_out;
mod parts;
mod rank;
pub mod regression;
mod score;
mod small_study;
mod split;
pub mod survival;
mod system;
mod tau2;
mod tau2_error;
mod test_based;

pub use adjusted::{Adjusted, comparison_adjusted};
pub use arms::{
    Arm, CountMeasure, FromArms, MeanMeasure, from_counts, from_means, from_person_time,
};
pub use data::{ADDS_UP_WITHIN, Contrast, Network, Trial, TrialEstimates};
pub use design::{BetweenRandom, Decomposition, Design, DesignQ, QTest, decompose, designs};
pub use error::{FitError, NetworkError};
pub use estimates::{Estimates, Relative};
pub use fit::{Comparison, Fit, Model, Options, Prediction, fit, log_likelihood};
pub use flow::{EvidenceFlow, FlowError, Flows, flow, flows};
pub use heat::{Detached, NetHeat, net_heat};
pub use heterogeneity::Heterogeneity;
pub use leave_one_out::{WithoutTrial, leave_one_out};
pub use rank::{Draws, Ranking, rank, rank_estimates};
pub use score::{Better, p_scores, probability_better};
pub use small_study::{Dispersion, SmallStudyTest, small_study_test};
pub use split::{Difference, Evidence, Split, splits};
pub use tau2::{Tau2, Tau2Method};
pub use test_based::TestBased;
