//! What can be said of a reconstructed data set, and how far solutions disagree about it.

use super::Rule;
use crate::descriptive;
use crate::paired;
use crate::percent_change;

/// A data set that fits: one value per patient, or two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Solution {
    /// The values, or those before.
    pub values: Vec<i64>,
    /// The values after, of the same patients; empty for one sample.
    pub after: Vec<i64>,
}

/// A quantity of a data set.
#[derive(Debug, Clone, PartialEq)]
pub enum Feature {
    /// Mean of the values (for pairs: before).
    Mean,
    /// Their standard deviation.
    Sd,
    /// Their median.
    Median,
    /// The smallest.
    Minimum,
    /// The largest.
    Maximum,
    /// The same five of the values after.
    MeanAfter,
    /// Standard deviation after.
    SdAfter,
    /// Median after.
    MedianAfter,
    /// Smallest after.
    MinimumAfter,
    /// Largest after.
    MaximumAfter,
    /// Mean of before − after.
    MeanChange,
    /// Standard deviation of the differences.
    SdChange,
    /// Paired t.
    T,
    /// Correlation of before and after.
    Correlation,
    /// Mean of the patients' percent improvement.
    PercentMean,
    /// Standard deviation of the patients' percent improvement.
    PercentSd,
    /// Percent improvement of the means.
    PercentOfMeans,
    /// Patients whose value rose.
    Worse,
    /// Patients who meet a rule.
    Meets(Rule),
}

/// How far solutions disagree about a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The quantity.
    pub feature: Feature,
    /// Its smallest value among the solutions seen.
    pub least: f64,
    /// Its largest.
    pub most: f64,
}

impl Solution {
    /// Every quantity that exists for this data set.
    fn features(&self, rules: &[Rule]) -> Vec<(Feature, f64)> {
        let values = doubles(&self.values);
        let mut found = vec![
            (Feature::Mean, descriptive::mean(&values)),
            (Feature::Sd, descriptive::sd(&values)),
        ];
        let [median, minimum, maximum] = ranks(&self.values);
        found.push((Feature::Median, median));
        found.push((Feature::Minimum, minimum));
        found.push((Feature::Maximum, maximum));
        if !self.after.is_empty() {
            found.extend(self.paired_features(&values));
        }
        let second = if self.after.is_empty() {
            &self.values
        } else {
            &self.after
        };
        let patients = || self.values.iter().zip(second);
        for rule in rules {
            let met = patients().filter(|(b, a)| rule.met(**b, **a)).count();
            found.push((Feature::Meets(rule.clone()), Some(met as f64)));
        }
        let exists = |(feature, value): (Feature, Option<f64>)| Some((feature, value?));
        found.into_iter().filter_map(exists).collect()
    }

    fn paired_features(&self, before: &[f64]) -> Vec<(Feature, Option<f64>)> {
        let after = doubles(&self.after);
        let [median, minimum, maximum] = ranks(&self.after);
        let summary = paired::summarise(before, &after).ok();
        let percent = percent_change::summarise(before, &after).ok();
        let t = summary.filter(|s| s.sd_difference > 0.0);
        let t = t.map(|s| s.mean_difference / (s.sd_difference / (s.n as f64).sqrt()));
        let patients = self.values.iter().zip(&self.after);
        let worse = patients.filter(|(b, a)| a > b).count();
        vec![
            (Feature::MeanAfter, descriptive::mean(&after)),
            (Feature::SdAfter, descriptive::sd(&after)),
            (Feature::MedianAfter, median),
            (Feature::MinimumAfter, minimum),
            (Feature::MaximumAfter, maximum),
            (Feature::MeanChange, summary.map(|s| s.mean_difference)),
            (Feature::SdChange, summary.map(|s| s.sd_difference)),
            (Feature::T, t),
            (Feature::Correlation, summary.and_then(|s| s.correlation)),
            (
                Feature::PercentMean,
                percent.and_then(|p| p.mean_of_percentages),
            ),
            (
                Feature::PercentSd,
                percent.and_then(|p| p.sd_of_percentages),
            ),
            (
                Feature::PercentOfMeans,
                percent.and_then(|p| p.percentage_of_means),
            ),
            (Feature::Worse, Some(worse as f64)),
        ]
    }
}

fn doubles(values: &[i64]) -> Vec<f64> {
    values.iter().map(|value| *value as f64).collect()
}

/// Median, smallest and largest.
fn ranks(values: &[i64]) -> [Option<f64>; 3] {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let n = sorted.len();
    let at = |rank: usize| sorted.get(rank).map(|value| *value as f64);
    let lower = at(n.saturating_sub(1) / 2);
    let median = lower.zip(at(n / 2)).map(|(a, b)| f64::midpoint(a, b));
    [median, at(0), at(n.wrapping_sub(1))]
}

/// How far solutions disagree, one entry per quantity that exists in all of them.
#[must_use]
pub fn disagreement(solutions: &[Solution], rules: &[Rule]) -> Vec<Seen> {
    let mut seen: Vec<(Seen, usize)> = Vec::new();
    for solution in solutions {
        for (feature, value) in solution.features(rules) {
            match seen.iter_mut().find(|(known, _)| known.feature == feature) {
                Some((known, times)) => {
                    known.least = known.least.min(value);
                    known.most = known.most.max(value);
                    *times += 1;
                }
                None => seen.push((
                    Seen {
                        feature,
                        least: value,
                        most: value,
                    },
                    1,
                )),
            }
        }
    }
    let in_all = |(known, times): (Seen, usize)| (times >= solutions.len()).then_some(known);
    seen.into_iter().filter_map(in_all).collect()
}
