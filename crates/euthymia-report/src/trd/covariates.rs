//! What is known of a trial that may explain why its result differs from others.

use crate::compared::TrialFacts;
use euthymia_evidence::arm::Arm;
use euthymia_evidence::select::Answer;
use euthymia_evidence::study::Stated;
use std::collections::BTreeMap;

/// The severity before treatment.
pub(super) const BASELINE: &str = "baseline";

/// The covariates of a trial: numbers of the study, and means over its arms weighted by their patients.
/// What is stated as yes or no is 1 or 0.
pub(super) fn covariates(first: &Answer<'_>, arms: &[Answer<'_>]) -> BTreeMap<String, f64> {
    let study = first.study;
    let patients: Option<u64> = arms.iter().map(|answer| answer.row.n).sum();
    let all = [
        ("year", study.year.map(|year| year as f64)),
        ("mean_age", mean(arms, |arm| arm.mean_age)),
        ("pct_female", mean(arms, |arm| arm.pct_female)),
        (BASELINE, mean(arms, |arm| arm.baseline_mean)),
        (
            "failed_trials",
            study.failed_trials().map(|stated| stated.min as f64),
        ),
        ("trd", yes_or_no(study.trd)),
        ("bipolar_included", yes_or_no(study.bipolar_included)),
        ("day", first.row.time_days),
        ("patients", patients.map(|n| n as f64)),
    ];
    let known = all.into_iter();
    known
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

fn yes_or_no(stated: Stated) -> Option<f64> {
    match stated {
        Stated::Yes => Some(1.0),
        Stated::No => Some(0.0),
        Stated::Mixed | Stated::NotControlled | Stated::NotStated => None,
    }
}

/// The mean of what all arms state, weighted by their patients; `None` where one does not.
fn mean(arms: &[Answer<'_>], of: impl Fn(&Arm) -> Option<f64>) -> Option<f64> {
    let mut sum = 0.0;
    let mut patients = 0.0;
    for answer in arms {
        let n = answer.row.n? as f64;
        sum += n * of(answer.arm)?;
        patients += n;
    }
    (patients > 0.0).then(|| sum / patients)
}

/// The scale on which all arms of a trial state their severity before treatment; `None` where they do
/// not agree on one.
pub(super) fn baseline_scale(arms: &[Answer<'_>]) -> Option<String> {
    let (first, rest) = arms.split_first()?;
    let scale = first.arm.baseline_instrument.as_ref()?;
    let same = |answer: &Answer<'_>| answer.arm.baseline_instrument.as_ref() == Some(scale);
    rest.iter().all(same).then(|| scale.clone())
}

/// Keeps the severity before treatment on one scale, that of most trials: numbers of different scales
/// are no covariate. Other trials lose theirs, with the reason.
pub(super) fn one_baseline_scale(
    facts: &mut BTreeMap<String, TrialFacts>,
    scales: &BTreeMap<String, Option<String>>,
) {
    let stated = |own: &TrialFacts| own.covariates.contains_key(BASELINE);
    let mut trials: BTreeMap<&str, usize> = BTreeMap::new();
    for (study, scale) in scales {
        if let (Some(scale), Some(own)) = (scale, facts.get(study))
            && stated(own)
        {
            *trials.entry(scale).or_default() += 1;
        }
    }
    // The first of equals in the alphabet.
    let most = trials.iter().rev().max_by_key(|(_, trials)| **trials);
    let Some((usual, _)) = most else {
        return;
    };
    for (study, own) in facts.iter_mut().filter(|(_, own)| stated(own)) {
        let found = match scales.get(study).and_then(Option::as_ref) {
            Some(scale) if scale == usual => continue,
            Some(scale) => scale.as_str(),
            None => "no single scale",
        };
        own.covariates.remove(BASELINE);
        let reason = format!("states baseline on {found}; most trials do on {usual}");
        own.lacking.insert(BASELINE.to_owned(), reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_of_most_trials_stays() {
        let fact = |baseline| TrialFacts {
            covariates: BTreeMap::from([(BASELINE.to_owned(), baseline)]),
            ..TrialFacts::default()
        };
        let named = |of: [(&str, Option<&str>); 4]| -> BTreeMap<String, Option<String>> {
            let own =
                |(study, scale): (&str, Option<&str>)| (study.to_owned(), scale.map(str::to_owned));
            of.into_iter().map(own).collect()
        };
        let mut facts: BTreeMap<String, TrialFacts> = ["1", "2", "3", "4"]
            .into_iter()
            .map(|study| (study.to_owned(), fact(30.0)))
            .collect();
        let scales = named([
            ("1", Some("a")),
            ("2", Some("b")),
            ("3", Some("b")),
            ("4", None),
        ]);
        one_baseline_scale(&mut facts, &scales);
        let kept = |study: &str| facts[study].covariates.contains_key(BASELINE);
        assert_eq!(["1", "2", "3", "4"].map(kept), [false, true, true, false]);
        assert!(facts["1"].lacking[BASELINE].contains("on a; most trials do on b"));
        assert!(facts["4"].lacking[BASELINE].contains("no single scale"));
    }
}
