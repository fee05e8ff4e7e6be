//! Times to an event from arms: a hazard ratio for each trial, by the way in which it reports.

use super::data::ArmResult;
use super::error::CompareError;
use super::nodes::NodeArm;
use super::options::CompareOptions;
use euthymia_synthesis::network::survival::{
    FromSurvival, SurvivalKind, SurvivalReport, SurvivalTrial, from_survival,
};
use std::collections::BTreeMap;

/// Makes a network of hazard ratios: counts over equal follow-up by the complementary log-log, events
/// over person-time as rates. A trial reports in one way; trials may differ.
///
/// # Errors
/// [`CompareError::Measure`] for means and for a trial that reports its arms in two ways.
pub(super) fn survival(
    arms: &[NodeArm],
    options: &CompareOptions,
) -> Result<FromSurvival, CompareError> {
    let trials: Vec<SurvivalTrial> = by_trial(arms)
        .into_iter()
        .map(|trial| of_trial(&trial))
        .collect::<Result<_, _>>()?;
    Ok(from_survival(
        &trials,
        &options.zero_cells,
        options.adds_up_within,
    )?)
}

/// The arms of each trial, in the order in which the trials come.
fn by_trial(arms: &[NodeArm]) -> Vec<Vec<&NodeArm>> {
    arms.chunk_by(|one, other| one.study == other.study)
        .map(|trial| trial.iter().collect())
        .collect()
}

fn of_trial(trial: &[&NodeArm]) -> Result<SurvivalTrial, CompareError> {
    let (mut counts, mut rates) = (Vec::new(), Vec::new());
    for arm in trial {
        match arm.result {
            ArmResult::Count(count) => counts.push((arm.node.clone(), count)),
            ArmResult::PersonTime(rate) => rates.push((arm.node.clone(), rate)),
            ArmResult::Mean(_) => return Err(refused(arm, "means")),
        }
    }
    let report = match (counts.is_empty(), rates.is_empty()) {
        (_, true) => SurvivalReport::Counts(counts),
        (true, false) => SurvivalReport::PersonTime(rates),
        (false, false) => {
            let both = "counts in one arm and events over a time in another";
            return Err(trial.first().map_or_else(
                || CompareError::Network(euthymia_synthesis::network::NetworkError::Empty),
                |arm| refused(arm, both),
            ));
        }
    };
    Ok(SurvivalTrial {
        study: trial.first().map_or(String::new(), |arm| arm.study.clone()),
        report,
    })
}

fn refused(arm: &NodeArm, found: &'static str) -> CompareError {
    CompareError::Measure {
        measure: "HR",
        needed: "events and patients, or events in a time, alike in all arms of a trial",
        trial: arm.study.clone(),
        found,
    }
}

/// Says on what each hazard ratio rests, a sentence for each way of reporting.
#[must_use]
pub(super) fn assumptions(kinds: &[SurvivalKind]) -> Vec<String> {
    let mut found: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for kind in kinds {
        found.entry(kind.name()).or_insert((0, kind.assumption())).0 += 1;
    }
    found
        .into_iter()
        .map(|(name, (trials, assumption))| {
            let trials = crate::words::counted(trials, "trial", "trials");
            format!("Hazard ratios of {trials} from {name}: it is assumed that {assumption}.")
        })
        .collect()
}
