//! Definitions held against patients one after another, in any number of parts.

use super::choices::Choices;
use super::data::CaseSeries;
use super::held::{Held, Test};
use super::outcomes::DefinitionResult;
use super::verdicts::Verdicts;
use super::visits::Scored;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::course::ScoredDay;
use euthymia_clinical::outcome_rule::Kind;
use euthymia_cohort::CohortError;
use euthymia_numerics::Probability;
use jiff::civil::Date;

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

    /// Holds every rule against a patient with a baseline.
    pub(super) fn add(
        &mut self,
        held: &[Held],
        series: &CaseSeries,
        choices: &Choices,
        scored: &Scored,
        first_session: Option<Date>,
    ) {
        let (begun, before) = scored.baseline;
        self.add_pairs(held, series, scored);
        let more = series.days_to_rules(first_session, begun);
        let visit = |(day, total): &(i64, f64)| ScoredDay {
            day: day + more,
            total: *total,
            remission: choices.remitted(before, *total),
        };
        let visits: Vec<ScoredDay> = scored.later.iter().map(visit).collect();
        self.add_course(held, before, &visits, series.tolerance_days);
    }

    /// The rules about a baseline and a later score.
    fn add_pairs(&mut self, held: &[Held], series: &CaseSeries, scored: &Scored) {
        let before = scored.baseline.1;
        let at_endpoint = scored.at(series, series.endpoint);
        let last = scored.last(series);
        self.missing += usize::from(at_endpoint.is_none());
        for (one, counts) in held.iter().zip(&mut self.each) {
            let Test::Pair(met) = &one.test else {
                continue;
            };
            if let Some((_, after)) = at_endpoint {
                counts.observed.add(met(before, after));
            }
            if let Some((_, after)) = last {
                counts.last.add(met(before, after));
            }
        }
    }

    /// The rules about several visits: not where one could not come about, such as a relapse without
    /// remission.
    fn add_course(
        &mut self,
        held: &[Held],
        before: f64,
        visits: &[ScoredDay],
        tolerance_days: i64,
    ) {
        let followed = visits.last().map_or(0, |visit| visit.day);
        for (one, counts) in held.iter().zip(&mut self.each) {
            let Test::Visits(asked) = &one.test else {
                continue;
            };
            if !asked.is_at_risk(before, visits) {
                continue;
            }
            let is_long_enough = match &asked.rule.kind {
                Kind::Held { days } => followed >= *days,
                _ => true,
            };
            let answer = asked.answer(before, visits, tolerance_days);
            counts.over_visits.add(match answer {
                Answer::Yes => Some(true),
                Answer::No if is_long_enough => Some(false),
                Answer::No | Answer::CannotSay => None,
            });
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
            let shares = counts.over_sets(one, self.missing);
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

impl Counts {
    /// The verdicts of each analysis set.
    fn over_sets(&self, held: &Held, missing: usize) -> [Verdicts; 3] {
        let mut all_started = Verdicts::default();
        match held.test {
            Test::Pair(_) if held.counts_missing => {
                all_started = self.observed;
                all_started.add_not_met(missing);
            }
            // What was not followed long enough counts as not met, as a missing score does.
            Test::Visits(_) if held.counts_missing && self.over_visits.known > 0 => {
                all_started = self.over_visits;
                all_started.unknown = 0;
                all_started.add_not_met(self.over_visits.unknown);
            }
            Test::Pair(_) | Test::Visits(_) => {}
        }
        [self.observed, all_started, self.last]
    }
}
