//! Several outcomes of the same treatments side by side: what is gained against what it costs.
//!
//! # Model
//! Each outcome k has effects relative to the reference with a covariance matrix, and a way from an
//! effect to what patients would see ([`Measured`]). Joint statements need draws of all outcomes at
//! once: with A_k the symmetric square root of the covariances of outcome k, its errors are A_k u_k with
//! standard normal u. The same treatment's u of two outcomes are independent, or correlated by a stated
//! ρ ([`Correlation`]); what that makes of the effects themselves is [`BenefitRisk::correlations`].
//!
//! | question | function |
//! |---|---|
//! | how likely is a gain of at least this together with a loss of at most that | [`balance`] |
//! | which treatment is best for whom, by weights of the outcomes | [`acceptability`] |
//! | how many events of harm is one of benefit worth | [`net_benefit`] |
//! | which treatment is no better in anything | [`dominance`] |
//!
//! A treatment that lacks an outcome is in none of these: it is listed in [`BenefitRisk::lacking`].
//!
//! # References
//! Mt-Isa S et al. Pharmacoepidemiol Drug Saf 2014;23:667–678 (methods compared). Lahdelma R, Salminen P.
//! Oper Res 2001;49:444–454 (SMAA-2). Tervonen T et al. Stat Med 2011;30:1419–1428 (SMAA for benefit and
//! risk). Lynd LD, O'Brien BJ. J Clin Epidemiol 2004;57:795–803 (joint draws, net benefit).

mod acceptability;
mod balance;
mod dominance;
mod error;
mod net_benefit;
mod outcome;
mod sampler;
mod set;
mod weights;

pub use acceptability::{Acceptability, Central, acceptability};
pub use balance::{Balance, Balances, Gain, balance};
pub use dominance::{Dominance, dominance};
pub use error::BenefitRiskError;
pub use net_benefit::{NetBenefit, NetBenefitLine, NetBenefitPoint, Turn, net_benefit};
pub use outcome::{Correlation, Measured, Outcome};
pub use set::{BenefitRisk, Lacking};
pub use weights::{ValueScale, Weights};
