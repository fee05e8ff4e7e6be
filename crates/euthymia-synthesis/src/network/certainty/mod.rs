//! How certain the estimates of a network are: six domains, each judged by a named rule.
//!
//! | domain | rests on | rule |
//! |---|---|---|
//! | within-study bias, indirectness | levels of the trials, weighed by their contributions | [`WeighingRule`] |
//! | reporting bias | a judgement that is given | [`Reporting`] |
//! | imprecision | confidence interval and range of equivalence | [`imprecision()`] |
//! | heterogeneity | confidence and prediction interval, and the range | [`heterogeneity()`] |
//! | incoherence | direct against indirect evidence, and the range | [`incoherence()`] |
//!
//! Each gives no, some or major concerns, the numbers behind the judgement, and a sentence. What nobody
//! appraised is shown as not assessed, or as two bounds; it is never taken as no concern.
//! [`assess`] judges all pairs of a fitted network; the functions of the domains take plain numbers, so
//! that they serve any model.
//!
//! # Where the rules come from
//! The framework is Nikolakopoulou A et al. PLoS Med 2020;17:e1003082, the application Papakonstantinou
//! T et al. Campbell Syst Rev 2020;16:e1080 (CINeMA). Read: the abstracts, the documentation page of the
//! application, its list of changes for versions 1.0 to 2.0 and the rules in its public source. Not
//! read: the tables of the two papers. By domain:
//!
//! - the three ways to weigh levels, and reporting bias as an input: documentation page;
//! - borders "no effect" and "the important effect on the side away from the estimate": list of changes,
//!   1.5; a table of crossings for heterogeneity: documentation page;
//! - three areas and what is common to two intervals: documentation page; only after a p-value of at
//!   most 0.10 for the difference of direct and indirect evidence: list of changes, 1.5;
//! - one source of evidence judged by the global test with borders 0.10 and 0.05, and a network without
//!   a loop as a major concern: list of changes, 1.7;
//! - the overall rating: the application leaves it to people. One level for some and two for major
//!   concerns is common practice; [`Downgrading`] names what was done.

mod assess;
mod concern;
mod direct;
mod error;
mod heterogeneity;
mod imprecision;
mod incoherence;
mod manual;
mod range;
mod rating;
mod reporting;
mod share;
mod small_study;
mod weighing;

pub use assess::{Appraisal, Certainty, CertaintyRules, assess};
pub use concern::{Basis, Concern, Domain, DomainJudgement, Judgement};
pub use direct::direct_trials;
pub use error::CertaintyError;
pub use heterogeneity::{HeterogeneityBasis, Tau2Reference, heterogeneity};
pub use imprecision::{ImprecisionBasis, imprecision};
pub use incoherence::{IncoherenceBasis, IncoherenceRule, Sources, incoherence};
pub use manual::{Manual, ManualJudgement, ManualRating};
pub use range::Equivalence;
pub use rating::{Confidence, Downgrading, Rating, Related, rate};
pub use reporting::{Reporting, ReportingBasis};
pub use share::{TrialShares, trial_shares};
pub use small_study::{SmallStudyTest, small_study};
pub use weighing::{Level, LevelShares, WeighingRule, weigh};
