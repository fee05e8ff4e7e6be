//! Whether whole numbers can have a printed mean and standard deviation: proofs, not suspicions.

use super::{Doubt, Held};
use euthymia_clinical::instrument;
use euthymia_cohort::reconstruct::{
    Arithmetic, Budget, Frame, Moments, OneSample, Verdict, one_sample,
};

/// Beyond so many people, means with two decimals say nothing of whole numbers.
const PEOPLE: u64 = 100;

pub(super) fn whole_numbers(item: &Held<'_>) -> Option<Doubt> {
    let (mean, n) = (item.number(0)?, item.number(2)?);
    let people = n.count().filter(|n| *n <= PEOPLE)?;
    let frame = frame(item, u32::try_from(people).ok()?)?;
    let sd = item.number(1);
    let sample = OneSample {
        frame,
        moments: Moments {
            sd: sd.as_ref().and_then(super::Number::whole_printed),
            ..Moments::of_mean(mean.whole_printed()?)
        },
        rules: Vec::new(),
    };
    let budget = Budget {
        draws: 0,
        starts: 0,
        steps: 0,
        seed: 1,
    };
    let answer = one_sample(&sample, &budget).ok()?;
    if answer.verdict() != Verdict::NoneExists {
        return None;
    }
    let failed = answer.checks.iter().find(|check| !check.holds);
    let (check, about) = match failed.map(|check| &check.arithmetic) {
        Some(Arithmetic::Sum { .. }) => ("GRIM", "this mean"),
        Some(Arithmetic::Squares { .. }) => ("GRIMMER", "this mean and standard deviation"),
        _ => ("counting all samples", "this mean and standard deviation"),
    };
    let why = format!(
        "no {people} whole numbers from {} to {} have {about} ({check})",
        frame.lowest(),
        frame.highest()
    );
    let place = match (check, &sd) {
        ("GRIM", _) | (_, None) => &mean.place,
        (_, Some(sd)) => &sd.place,
    };
    let help = "Compare it with the report: the number of people, the rounding, an estimate of a model, \
                or a standard error for a deviation. If it is printed so, say it in the note.";
    Some(item.doubt("whole_numbers", place, why, help))
}

/// The whole values that are possible; `None` where the numbers are no totals of a scale, or where
/// their mean is the estimate of a model.
fn frame(item: &Held<'_>, n: u32) -> Option<Frame> {
    let (_, id) = item.words(3)?;
    let scale = instrument::find(id)?;
    let (low, high) = (i64::from(scale.minimum), i64::from(scale.maximum?));
    let set = item.word("analysis_set");
    if set.is_some_and(|set| ["mmrm", "model_based"].contains(&set)) {
        return None;
    }
    match item.word("outcome") {
        Some("change") => Frame::new(n, low - high, high - low).ok(),
        Some("percent_change") => None,
        _ => Frame::new(n, low, high).ok(),
    }
}
