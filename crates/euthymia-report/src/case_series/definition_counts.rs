//! Definitions held against patients one after another, in any number of parts.

use super::held::{Held, Test};
use super::outcomes::DefinitionResult;
use super::verdicts::Verdicts;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::course::ScoredDay;
use euthymia_cohort::CohortError;
use euthymia_numerics::Probability;

/// The verdicts of each definition so far.
#[derive(Clone, Debug)]
pub(super) struct DefinitionCounts {
    each: Vec<Counts>,
    /// Patients with a baseline and without a score at the endpoint.
    missing: usize,
}

/// The verdicts of one definition.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    observed: Verdicts,
    last: Verdicts,
    over_visits: Verdicts,
}

impl DefinitionCounts {
    pub(super) fn new(held: &[Held]) -> Self {
        Self {
            each: vec![Counts::default(); held.len()],
            missing: 0,
        }
    }

    /// Holds the rules about a baseline and a later score against a patient.
    pub(super) fn add_pairs(
        &mut self,
        held: &[Held],
        before: f64,
        at_endpoint: Option<f64>,
        last: Option<f64>,
    ) {
        self.missing += usize::from(at_endpoint.is_none());
        for (one, counts) in held.iter().zip(&mut self.each) {
            let Test::Pair(met) = &one.test else {
                continue;
            };
            if let Some(after) = at_endpoint {
                counts.observed.add(met(before, after));
            }
            if let Some(after) = last {
                counts.last.add(met(before, after));
            }
        }
    }

    /// Holds the rules about several visits against a patient, days counted from the first day of
    /// treatment: not where one could not come about, such as a relapse without remission.
    pub(super) fn add_course(
        &mut self,
        held: &[Held],
        before: f64,
        visits: &[ScoredDay],
        tolerance_days: i64,
    ) {
        for (one, counts) in held.iter().zip(&mut self.each) {
            let Test::Visits(rule) = &one.test else {
                continue;
            };
            if rule.is_at_risk(before, visits) {
                let answer = rule.answer(before, visits, tolerance_days);
                counts.over_visits.add(match answer {
                    Answer::Yes => Some(true),
                    Answer::No => Some(false),
                    Answer::CannotSay => None,
                });
            }
        }
    }

    /// Adds the verdicts of another part.
    pub(super) fn append(&mut self, part: &Self) {
        self.missing += part.missing;
        for (counts, more) in self.each.iter_mut().zip(&part.each) {
            counts.observed.append(more.observed);
            counts.last.append(more.last);
            counts.over_visits.append(more.over_visits);
        }
    }

    /// The shares with their intervals.
    ///
    /// # Errors
    /// [`CohortError`] for a level that is none.
    pub(super) fn results(
        &self,
        held: &[Held],
        level: Probability,
    ) -> Result<Vec<DefinitionResult>, CohortError> {
        let mut results = Vec::new();
        for (one, counts) in held.iter().zip(&self.each) {
            let mut all_started = counts.observed;
            let shares = match one.test {
                Test::Pair(_) => {
                    all_started.add_not_met(self.missing);
                    [counts.observed, all_started, counts.last]
                }
                Test::Visits(_) => [Verdicts::default(); 3],
            };
            let [observed, all_started, last] = shares.map(|verdicts| verdicts.share(level));
            let result = DefinitionResult {
                id: one.id.clone(),
                outcome: one.outcome.clone(),
                name: one.name.clone(),
                source: one.source.clone(),
                is_chosen: one.is_chosen,
                shares: [observed?, all_started?, last?],
                over_visits: counts.over_visits.share(level)?,
            };
            let says_something =
                result.shares.iter().any(Option::is_some) || result.over_visits.is_some();
            if says_something || !one.is_optional {
                results.push(result);
            }
        }
        Ok(results)
    }
}
