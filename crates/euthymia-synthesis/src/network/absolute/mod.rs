//! From effects relative to a reference to risks and means at a stated baseline.
//!
//! # Model
//! The baseline is what the reference does: a risk p₀ or a mean, known or with a standard error, and
//! independent of the relative effect x. What a treatment does follows from both:
//!
//! | x | risk | what is assumed |
//! |---|---|---|
//! | log odds ratio | logit⁻¹(logit p₀ + x) | the same odds ratio at every baseline |
//! | log risk ratio | p₀eˣ | the same risk ratio at every baseline |
//! | risk difference | p₀ + x | the same difference at every baseline |
//! | log hazard ratio | 1 − (1 − p₀)^exp(x) | proportional hazards up to the time of p₀ |
//! | log rate ratio | p₀eˣ | rare events |
//! | standardised difference d | logit⁻¹(logit p₀ ± cd), or Φ(Φ⁻¹(p₀) ± d) | a logistic or normal score that was cut in two |
//!
//! A ratio and a baseline can be impossible together: what would be no risk is a value of its own,
//! [`Reached::Impossible`], and is not moved to 0 or 1.
//!
//! # References
//! Cochrane Handbook for Systematic Reviews of Interventions 15.4. Dias S, Welton NJ, Sutton AJ, Ades
//! AE. NICE DSU Technical Support Document 5, 2011 (baseline). Hasselblad V, Hedges LV. Psychol Bull
//! 1995;117:167–178. Chinn S. Stat Med 2000;19:3127–3131. Furukawa TA, Leucht S. PLoS One
//! 2011;6:e19070 (standardised differences as risks).

mod baseline;
mod error;
mod mean;
mod risk;
mod scale;

pub use baseline::{Baseline, BaselineMean};
pub use error::AbsoluteError;
pub use mean::{AbsoluteMean, MeanFrom, absolute_mean};
pub use risk::{AbsoluteRisk, Reached, ReachedLimits, RiskInterval, absolute_risk, absolute_risks};
pub use scale::{AtBaseline, RiskFrom};
