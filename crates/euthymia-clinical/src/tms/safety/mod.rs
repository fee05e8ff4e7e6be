//! What is known of the safety of a session, held against it.
//!
//! Three things, each with its source: how long a single train may be ([`train_limit`]), how far apart
//! trains were tested ([`pause`]), how often seizures were reported ([`table`]). A session outside is
//! flagged with the factor; nothing is forbidden.

pub mod pause;
pub mod table;
pub mod train_limit;

use super::quantity::PercentOfMotorThreshold;
use super::session::Session;
use super::train::Pattern;
use crate::finding::Finding;
use pause::check_pause;
use table::facts;
use train_limit::{TrainCheck, check_train};

/// Every finding on a session at an intensity.
///
/// # Example
/// ```
/// use euthymia_clinical::answer::Answer;
/// use euthymia_clinical::tms::quantity::{Hertz, PercentOfMotorThreshold, Seconds};
/// use euthymia_clinical::tms::safety::check;
/// use euthymia_clinical::tms::session::Session;
/// use euthymia_clinical::tms::train::{Pattern, Train};
/// let train = Train::new(Pattern::Simple(Hertz::new(20.0)?), Seconds::new(5.0)?)?;
/// let session = Session::new(train, Seconds::new(25.0)?, 30)?;
/// let findings = check(&session, PercentOfMotorThreshold::new(120.0)?);
/// assert_eq!(findings[0].answer, Answer::No);
/// assert!(findings[0].statement.contains("5 times"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn check(session: &Session, intensity: PercentOfMotorThreshold) -> Vec<Finding> {
    let facts = facts();
    let train = check_train(&facts.train_limits, session.train(), intensity);
    let pause = check_pause(&facts.intervals, session, intensity);
    let findings = [Some(train.finding(&facts.train_limits)), pause];
    findings.into_iter().flatten().collect()
}

/// What is known of a session whose intensity is not: of theta burst that the table does not cover it;
/// `None` for other trains, which an intensity would be judged with.
#[must_use]
pub fn without_intensity(session: &Session) -> Option<Finding> {
    let train = session.train();
    let limits = &facts().train_limits;
    match train.pattern() {
        Pattern::ThetaBurst(_) => Some(TrainCheck::not_covered(train).finding(limits)),
        Pattern::Simple(_) => None,
    }
}
