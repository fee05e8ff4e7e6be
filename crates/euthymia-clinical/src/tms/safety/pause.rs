//! The pause between trains held against what was tested.

use super::table::Intervals;
use crate::answer::Answer;
use crate::finding::Finding;
use crate::tms::quantity::PercentOfMotorThreshold;
use crate::tms::session::Session;
use crate::tms::train::Pattern;

/// Whether the pauses of a session are among those that were tested; `None` where there is only one
/// train.
///
/// No: as short as what was not safe, at an intensity where it was not. Yes: trains not faster, longer
/// or stronger than those tested, at least as far apart as was safe. Everything else was not tested.
#[must_use]
pub fn check_pause(
    tested: &Intervals,
    session: &Session,
    intensity: PercentOfMotorThreshold,
) -> Option<Finding> {
    if session.trains() < 2 {
        return None;
    }
    let (off, percent) = (session.off().value(), intensity.value());
    let test = format!(
        "{} Hz for {} s at {} %",
        tested.hertz, tested.seconds, tested.percent
    );
    let is_unsafe = off <= tested.pause_unsafe && percent > tested.unsafe_above_percent;
    let is_within = match session.train().pattern() {
        Pattern::Simple(rate) => {
            rate.value() <= tested.hertz
                && session.train().on().value() <= tested.seconds
                && percent <= tested.percent
        }
        Pattern::ThetaBurst(_) => false,
    };
    let finding = if is_unsafe {
        let limit = (tested.pause_unsafe, tested.unsafe_above_percent);
        let text = format!(
            "a pause of {off} s: {} s and shorter was not safe above {} % ({test})",
            limit.0, limit.1
        );
        Finding::new(Answer::No, text)
    } else if is_within && off >= tested.pause_safe {
        let text = format!(
            "a pause of {off} s is not shorter than the {} s that were safe ({test})",
            tested.pause_safe
        );
        Finding::new(Answer::Yes, text)
    } else {
        let text = format!(
            "a pause of {off} s was not tested with these trains; {test}, {} s apart, was safe",
            tested.pause_safe
        );
        Finding::unknown(text, "a published pause for this train")
    };
    Some(finding.by(tested.source()))
}

/// A limit shortened as the authors advise, in seconds.
#[must_use]
pub fn shortened(tested: &Intervals, limit: f64) -> f64 {
    limit * (1.0 - tested.shorter_by_percent / 100.0)
}
