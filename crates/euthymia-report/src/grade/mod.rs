//! How certain a pooled estimate is, by GRADE: five domains that lower it, three reasons that raise it.
//!
//! Every rule gives a proposal with its numbers and says what it cannot decide; a person's judgement,
//! with a reason, takes its place. [`grade`] reads the numbers off a pooled analysis, the rules
//! themselves ([`rules`]) take plain numbers.
//!
//! # Where the rules come from
//! | rule | source | read |
//! |---|---|---|
//! | start: randomised high, other low | Guyatt 2011 (J Clin Epidemiol 64:401, 64:1311) | abstract |
//! | start: high where ROBINS-I judged | Schünemann 2019 (J Clin Epidemiol 111:105) | not |
//! | start: high for the risk of one group | Iorio 2015 (BMJ 350:h870) | not |
//! | risk of bias: where most of the information comes from | Cochrane Handbook 5.1, table 12.2.d | whole |
//! | the same, in numbers: more than half of the weight | ours | |
//! | inconsistency: results against thresholds | Guyatt 2023 (guidance 36), Core GRADE 3 (2025) | abstracts |
//! | the same, in numbers: thresholds that the prediction interval crosses beyond the confidence interval | ours, after CINeMA | |
//! | imprecision: confidence interval against thresholds, up to three levels | Zeng 2022 (guidance 34), Schünemann 2022 (guidance 35), Core GRADE 2 (2025) | abstracts |
//! | the same, in numbers: one level for each threshold | ours | |
//! | optimal information size where the effect is large, more than 30 % | Core GRADE 2; the authors' answers to questions | answers |
//! | far less than it: less than half | ours | |
//! | publication bias: no test below ten studies | Sterne 2011 (BMJ 343:d4002) | not |
//! | large effect: risk ratio above 2 or 5, below 0.5 or 0.2 | Guyatt 2011 (J Clin Epidemiol 64:1311) | abstract |
//!
//! A rule that is ours is shown as a proposal like any other: it decides nothing that a person decided.

mod absolute;
mod domain;
mod findings;
mod judged;
mod of_pooled;
mod rated;
pub mod rules;
mod section;
mod size;
mod steps;
mod thresholds;
mod view;

pub use absolute::{Absolute, BaselineFrom, GradeBaseline, absolute, baseline_of};
pub use domain::{Aspect, Domain, Start, Upgrade};
pub use findings::{Finding, summary_of_findings};
pub use judged::{GradeJudged, JudgedWord, Verdict};
pub use of_pooled::{GradeOptions, grade};
pub use rated::{Graded, Overall, Person, Rated};
pub use section::{certainty_document, certainty_section};
pub use size::{OptimalSize, optimal_size};
pub use steps::{Proposal, Steps};
pub use thresholds::{Thresholds, ThresholdsError};
pub use view::certainty_view;
