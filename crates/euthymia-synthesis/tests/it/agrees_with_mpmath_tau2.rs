//! τ² by likelihood and by median, intervals for τ², and the distribution of Q, against 28 to 40
//! digits: `reference/expected/mpmath/tau2_strict.csv`. The objective comes first, then its optimum.

use crate::agrees_with_metafor_5_pairwise::given_set;
use euthymia_numerics::Probability;
use euthymia_numerics::quadratic_form::about_weighted_mean;
use euthymia_synthesis::pairwise::tau2::{
    QWeights, generalised_q_median, log_likelihood, maximum_likelihood, median_paule_mandel, reml,
    restricted_log_likelihood,
};
use euthymia_synthesis::pairwise::tau2_interval::{
    Tau2Interval, Tau2IntervalMethod, tau2_interval,
};
use euthymia_synthesis::studies::StudySet;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{csv, json};

fn interval(set: &StudySet, method: Tau2IntervalMethod) -> Tau2Interval {
    let found = tau2_interval(set, method, None, Probability::NINETY_FIVE).unwrap();
    assert!(found.converged, "{found:?}");
    found
}

fn end(interval: Tau2Interval, which: &str) -> f64 {
    match which {
        "lower" => interval.tau2.lower,
        "upper" => interval.tau2.upper,
        other => panic!("no end {other}"),
    }
}

/// ml.… and reml.…
fn likelihood(set: &StudySet, restricted: bool, rest: &[&str]) -> (f64, &'static str) {
    let (log, best, profile) = if restricted {
        let profile = Tau2IntervalMethod::RestrictedProfileLikelihood;
        (
            restricted_log_likelihood as fn(&StudySet, f64) -> f64,
            reml(set),
            profile,
        )
    } else {
        let profile = Tau2IntervalMethod::ProfileLikelihood;
        (
            log_likelihood as fn(&StudySet, f64) -> f64,
            maximum_likelihood(set),
            profile,
        )
    };
    match rest {
        ["loglik", "at", at @ ..] => (log(set, at.join(".").parse().unwrap()), "algebra"),
        ["tau2"] => (best.value, "root"),
        ["profile", which] => (end(interval(set, profile), which), "root"),
        other => panic!("{other:?}"),
    }
}

/// q.… by the weights named.
fn q_form(set: &StudySet, weights: QWeights, rest: &[&str]) -> (f64, &'static str) {
    match rest {
        ["lower_tail", "at", at @ ..] => (
            lower_tail(set, weights, at.join(".").parse().unwrap()),
            "special_form",
        ),
        ["median"] => (
            generalised_q_median(set, weights, None).unwrap().value,
            "root",
        ),
        [which] => {
            let found = interval(set, Tau2IntervalMethod::GeneralisedQ(weights));
            (end(found, which), "root")
        }
        other => panic!("{other:?}"),
    }
}

/// P(Q ≤ observed), formed here from the weights.
fn lower_tail(set: &StudySet, weights: QWeights, tau2: f64) -> f64 {
    let rows = set
        .studies()
        .iter()
        .map(|s| (s.effect.estimate, s.effect.variance.get()));
    let rows: Vec<(f64, f64, f64)> = rows
        .map(|(y, v)| match weights {
            QWeights::InverseVariance => (y, v, 1.0 / v),
            QWeights::InverseStandardError => (y, v, 1.0 / v.sqrt()),
            _ => (y, v, 1.0),
        })
        .collect();
    let total: f64 = rows.iter().map(|r| r.2).sum();
    let mean = rows.iter().map(|r| r.0 * r.2).sum::<f64>() / total;
    let q = rows.iter().map(|r| r.2 * (r.0 - mean).powi(2)).sum();
    let scales: Vec<f64> = rows.iter().map(|r| r.2 * (r.1 + tau2)).collect();
    let shares: Vec<f64> = rows.iter().map(|r| r.2 / total).collect();
    about_weighted_mean(q, &scales, &shares).unwrap().lower
}

#[test]
fn objectives_optima_and_ends() {
    let mut all = Comparison::new("mpmath, tau2");
    for row in csv("expected/mpmath/tau2_strict.csv").rows() {
        let (analysis, quantity) = (row.cell("analysis"), row.cell("quantity"));
        let set = given_set(&json(&format!("expected/metafor-5.1-12/{analysis}.json")));
        let parts: Vec<&str> = quantity.split('.').collect();
        let (found, tolerance) = match parts.as_slice() {
            ["ml", rest @ ..] => likelihood(&set, false, rest),
            ["reml", rest @ ..] => likelihood(&set, true, rest),
            ["pmm", "tau2"] => (median_paule_mandel(&set).value, "root"),
            ["q", "variance", rest @ ..] => q_form(&set, QWeights::InverseVariance, rest),
            ["q", "standard_error", rest @ ..] => {
                q_form(&set, QWeights::InverseStandardError, rest)
            }
            ["q", "equal", rest @ ..] => q_form(&set, QWeights::Equal, rest),
            other => panic!("{other:?}"),
        };
        let kind = parts[..2].join(".");
        all.compare(&kind, found, row.number("value"), tolerance, analysis);
    }
    all.finish(180);
}
