//! What a change of the evidence did to its conclusions: every pooled number of the report, before and
//! after.
//!
//! [`moved`] makes the analyses of the report ([`crate::trd::analysis`]) from two states of an evidence
//! base and holds each against its earlier self; [`Moved::views`] and [`Moved::figure`] show it. What
//! cannot be pooled is listed with its reason; nothing is filled in.

mod conclusion;
mod figure;
mod risk;
mod view;

pub use conclusion::{Change, Conclusion, NoEffect, Side};
pub use risk::Judged;

use crate::pooled::counts_by_reason;
use crate::trd::analysis::{Analysis, adverse, strands};
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::mark::Admitted;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What moved between two states of an evidence base.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    /// Every conclusion that there was or is: those that moved first, the farthest first; then new ones,
    /// those that are gone, and those that stayed as they were.
    pub conclusions: Vec<Conclusion>,
    /// What has arms now and cannot be pooled: its title and why.
    pub not_pooled: Vec<(String, String)>,
}

/// An analysis with the outcome it is about.
struct About {
    outcome: Outcome,
    analysis: Analysis,
}

/// Holds every pooled number of the report against what it was before.
///
/// The analyses are those of the report: its strands of treatment, acute window, verified rows and
/// models. An analysis is the same one when it has the same identifier.
///
/// # Example: nothing moves where nothing changed
/// ```
/// use euthymia_evidence::EvidenceBase;
/// use euthymia_report::moved::{moved, Change};
/// let base = EvidenceBase::bundled().unwrap();
/// let same = moved(&base, &base);
/// assert!(same.conclusions.iter().all(|own| own.change() == Change::Same));
/// ```
#[must_use]
pub fn moved(before: &EvidenceBase, after: &EvidenceBase) -> Moved {
    let earlier = analyses(before);
    let later = analyses(after);
    let by_id: BTreeMap<&str, &About> = earlier
        .iter()
        .map(|own| (own.analysis.id.as_str(), own))
        .collect();
    let mut moved = Moved::default();
    for own in &later {
        let was = by_id.get(own.analysis.id.as_str()).copied();
        let conclusion = Conclusion {
            id: own.analysis.id.clone(),
            title: own.analysis.title.clone(),
            before: was.and_then(|was| result(before, was)),
            after: result(after, own),
        };
        if conclusion.after.is_none() {
            moved.not_pooled.extend(why_not(&own.analysis));
        }
        moved.conclusions.push(conclusion);
    }
    let is_there = |id: &str| later.iter().any(|own| own.analysis.id == id);
    let lost = earlier.iter().filter(|own| !is_there(&own.analysis.id));
    moved.conclusions.extend(lost.map(|own| Conclusion {
        id: own.analysis.id.clone(),
        title: own.analysis.title.clone(),
        before: result(before, own),
        after: None,
    }));
    let is_any = |own: &Conclusion| own.before.is_some() || own.after.is_some();
    moved.conclusions.retain(is_any);
    moved.conclusions.sort_by(farthest_first);
    moved
}

fn farthest_first(a: &Conclusion, b: &Conclusion) -> Ordering {
    let size = |own: &Conclusion| own.shift().map_or(f64::INFINITY, f64::abs);
    let by_change = a.change().cmp(&b.change());
    by_change.then_with(|| size(b).total_cmp(&size(a)))
}

/// Every analysis of the report.
fn analyses(base: &EvidenceBase) -> Vec<About> {
    let strict = Admitted::default();
    let mut all = Vec::new();
    for own in strands(base, strict) {
        let outcomes = [
            (Outcome::response(), own.response),
            (Outcome::response(), own.response_rr),
            (Outcome::response(), own.response_rd),
            (Outcome::remission(), own.remission),
            (Outcome::remission(), own.remission_rr),
            (Outcome::remission(), own.remission_rd),
            (Outcome::change(), own.change_g),
            (Outcome::score(), own.score_g),
        ];
        all.extend(outcomes.map(|(outcome, analysis)| About { outcome, analysis }));
    }
    for own in adverse(base, strict) {
        let three = [own.rate, own.ratio, own.difference];
        all.extend(three.map(|analysis| About {
            outcome: own.outcome.clone(),
            analysis,
        }));
    }
    all
}

fn result(base: &EvidenceBase, about: &About) -> Option<Side> {
    let pooled = about.analysis.pooled.as_ref()?;
    Some(Side::of(pooled, base, &about.outcome))
}

/// Why an analysis has no number; `None` where the evidence has nothing of the kind.
fn why_not(analysis: &Analysis) -> Option<(String, String)> {
    let reason = match &analysis.failure {
        Some(failure) => failure.clone(),
        None => counts_by_reason(&analysis.left_out),
    };
    (!reason.is_empty()).then(|| (analysis.title.clone(), reason))
}
