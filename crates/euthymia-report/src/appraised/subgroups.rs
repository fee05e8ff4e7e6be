//! Studies pooled apart by their judgement.

use super::Again;
use super::gather::{Appraised, Respect};
use crate::pooled::{Candidate, PoolError, Pooled};
use euthymia_evidence::appraisal::Judgement;
use euthymia_synthesis::pairwise::subgroups::{BetweenGroups, between_groups};

/// Studies pooled apart by their judgement in one respect.
#[derive(Clone, Debug)]
pub struct Subgroups {
    /// The respect.
    pub respect: Respect,
    /// The groups that have studies, from low to high.
    pub groups: Vec<(Judgement, Result<Pooled, PoolError>)>,
    /// Studies that nobody appraised: they are in no group.
    pub unappraised: Vec<String>,
    /// The test of the groups; `None` with one, and where a group has no standard error.
    pub test: Option<BetweenGroups>,
}

/// Pools the studies of each judgement apart, each group with its own τ², and tests the groups.
#[must_use]
pub fn subgroups(
    pooled: &Pooled,
    appraised: &Appraised,
    respect: Respect,
    again: Again<'_>,
) -> Subgroups {
    let of = |row: &Candidate| appraised.of(&row.label, respect);
    let all = || pooled.rows.iter().map(|row| &row.candidate);
    let groups: Vec<(Judgement, Result<Pooled, PoolError>)> = Judgement::ALL
        .iter()
        .filter_map(|judgement| {
            let own = all().filter(|row| of(row) == Some(*judgement));
            let own: Vec<Candidate> = own.cloned().collect();
            (!own.is_empty()).then(|| (*judgement, again(own)))
        })
        .collect();
    let estimates: Option<Vec<(f64, f64)>> = groups
        .iter()
        .map(|(_, found)| {
            let summary = &found.as_ref().ok()?.summary;
            Some((summary.estimate, summary.standard_error?))
        })
        .collect();
    let without = all().filter(|row| of(row).is_none());
    Subgroups {
        respect,
        unappraised: without.map(|row| row.label.clone()).collect(),
        test: estimates.and_then(|own| between_groups(&own)),
        groups,
    }
}
