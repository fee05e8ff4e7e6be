//! Times to an event, as trials report them: rates, counts, hazard ratios, log-rank tests and medians
//! in one network of log hazard ratios.
//!
//! # Model
//! Hazards of the arms of one trial are proportional. Each kind of report gives a log hazard, or a
//! cumulative one, that is known up to a constant of its trial:
//!
//! | report | value of an arm | variance | what is assumed besides |
//! |---|---|---|---|
//! | x events over a person-time t | ln(x/t) | 1/x | constant hazards |
//! | r of n patients | ln(−ln(1 − r/n)) | r/[n(n − r)ln²(1 − r/n)] | equal follow-up of all arms, no one lost |
//! | a median m, d events | ln(ln 2/m) | 1/d | constant hazards |
//! | a hazard ratio with limits | | from the limits | limits that are symmetric as logarithms |
//! | O − E and V of a log-rank test | (O − E)/V, of two arms | 1/V | hazard ratios near one |
//!
//! A trial gives one kind of report, and the kind is kept beside it: [`FromSurvival::kinds`].
//!
//! # References
//! Woods BS, Hawkins N, Scott DA. BMC Med Res Methodol 2010;10:54 (counts and hazard ratios together).
//! Dias S, Welton NJ, Sutton AJ, Ades AE. NICE DSU Technical Support Document 2, 2011 (complementary
//! log-log). Tierney JF et al. Trials 2007;8:16 (hazard ratios, log-rank tests). Collett D. Modelling
//! Survival Data in Medical Research. 3rd ed. 2015 (exponential times).

mod hazard;
mod trials;

pub use hazard::{MedianTime, log_cumulative_hazard, log_hazard_from_median};
pub use trials::{
    FromSurvival, PrintedHazardRatio, SurvivalKind, SurvivalReport, SurvivalTrial, from_survival,
};
