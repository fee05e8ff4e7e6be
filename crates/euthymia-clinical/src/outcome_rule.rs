//! Outcome definitions by name: response, remission, sustained response, relapse, recovery,
//! meaningful and reliable change, each with its version and source.

use crate::bundled::bundled;
use crate::decimal;
use crate::definition::Definition;
use crate::source::Status;
use serde::Deserialize;
use std::sync::LazyLock;

crate::words! {
    /// What a rule decides.
    RuleOutcome {
        /// Response.
        Response = "response", "response";
        /// Partial response.
        PartialResponse = "partial_response", "partial response";
        /// Remission.
        Remission = "remission", "remission";
        /// Response that lasts.
        SustainedResponse = "sustained_response", "sustained response";
        /// Relapse.
        Relapse = "relapse", "relapse";
        /// Recovery.
        Recovery = "recovery", "recovery";
        /// A change that means something to patients.
        MeaningfulChange = "meaningful_change", "clinically meaningful change";
        /// A change beyond measurement error.
        ReliableChange = "reliable_change", "reliable change";
    }
}

/// A named rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OutcomeRule {
    /// Identifier.
    pub id: String,
    /// What it decides.
    pub outcome: RuleOutcome,
    /// In words.
    pub name: String,
    /// Version of this entry.
    pub version: String,
    /// How it decides.
    #[serde(flatten)]
    pub kind: Kind,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// Caveats.
    #[serde(default)]
    pub note: Option<String>,
}

/// How a rule decides. In `rule`, `IT` stands for the scale at hand.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A baseline and a later score.
    Pair {
        /// In the grammar of [`Definition::parse`].
        rule: String,
    },
    /// A decrease from one percentage to below another.
    DecreaseBetween {
        /// At least, percent.
        from: f64,
        /// Less than, percent.
        below: f64,
    },
    /// A rule met at a day and at every later visit up to another day.
    Sustained {
        /// In the grammar of [`Definition::parse`].
        rule: String,
        /// The first day.
        from_day: i64,
        /// The last day.
        to_day: i64,
    },
    /// A rule met at so many visits in a row.
    Consecutive {
        /// In the grammar of [`Definition::parse`].
        rule: String,
        /// How many.
        visits: usize,
    },
    /// A score that rises to a threshold after another rule was met.
    Rise {
        /// The scale.
        instrument: String,
        /// The threshold.
        at_least: f64,
        /// At so many visits in a row.
        visits: usize,
        /// The first and last of them so many days apart.
        #[serde(default)]
        days_apart: Option<(i64, i64)>,
        /// What must have been met before.
        after: String,
    },
    /// Remission held for so many days.
    Held {
        /// How many.
        days: i64,
    },
    /// A decrease of so many points.
    Points {
        /// The scale.
        instrument: String,
        /// At least, points.
        points: f64,
    },
    /// The reliable change of Jacobson and Truax.
    Reliable {
        /// The quantile of the normal distribution.
        z: f64,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    definition: Vec<OutcomeRule>,
}

/// Every rule of `rules/outcomes.toml`.
///
/// # Example
/// ```
/// use euthymia_clinical::outcome_rule::{RuleOutcome, all};
/// let relapse: Vec<_> = all().iter().filter(|r| r.outcome == RuleOutcome::Relapse).collect();
/// assert_eq!(relapse.len(), 2);
/// ```
#[must_use]
pub fn all() -> &'static [OutcomeRule] {
    static READ: LazyLock<File> = bundled!("rules/outcomes.toml");
    &READ.definition
}

impl OutcomeRule {
    /// Whether the rule can be held against scores on a scale: a rule for one scale says nothing about
    /// another.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::outcome_rule::all;
    /// let rule = all().iter().find(|r| r.id == "remission_madrs_below_10").unwrap();
    /// assert!(rule.is_about("madrs") && !rule.is_about("phq9"));
    /// ```
    #[must_use]
    pub fn is_about(&self, instrument: &str) -> bool {
        match &self.kind {
            Kind::Pair { rule } | Kind::Sustained { rule, .. } | Kind::Consecutive { rule, .. } => {
                definition(rule, instrument).is_some()
            }
            Kind::Points {
                instrument: scale, ..
            }
            | Kind::Rise {
                instrument: scale, ..
            } => scale == instrument,
            Kind::DecreaseBetween { .. } | Kind::Held { .. } | Kind::Reliable { .. } => true,
        }
    }

    /// Whether a baseline and a later total on a scale meet the rule; `None` where the rule is not
    /// about a pair of scores, is about another scale, or cannot be said.
    #[must_use]
    pub fn met_by_pair(&self, instrument: &str, baseline: f64, later: f64) -> Option<bool> {
        match &self.kind {
            Kind::Pair { rule } => definition(rule, instrument)?.met(baseline, later),
            Kind::DecreaseBetween { from, below } => (baseline > 0.0).then(|| {
                decimal::falls_by_at_least(baseline, later, *from)
                    && !decimal::falls_by_at_least(baseline, later, *below)
            }),
            Kind::Points {
                instrument: scale,
                points,
            } => (scale == instrument).then_some(baseline - later >= *points - 1e-9),
            Kind::Sustained { .. }
            | Kind::Consecutive { .. }
            | Kind::Rise { .. }
            | Kind::Held { .. }
            | Kind::Reliable { .. } => None,
        }
    }
}

/// A rule of the file about the scale at hand; `None` when it is about another scale.
pub(crate) fn definition(rule: &str, instrument: &str) -> Option<Definition> {
    let text = rule.replace("IT", instrument);
    text.starts_with(instrument)
        .then(|| Definition::parse(&text).ok())
        .flatten()
        .filter(|definition| definition.instrument() == Some(instrument))
}

/// The least change in points that is reliable: z · SD · √(1 − r) · √2.
///
/// `sd`: standard deviation at baseline, points; `reliability`: r of the scale in that population,
/// in [0, 1). Both are stated by whoever asks.
///
/// # References
/// Jacobson and Truax; as in Blampied 2022.
///
/// # Example
/// ```
/// use euthymia_clinical::outcome_rule::reliable_change;
/// let points = reliable_change(6.4, 0.90, 1.96).unwrap();
/// assert!((points - 5.61).abs() < 0.005);
/// assert_eq!(reliable_change(6.4, 1.0, 1.96), None);
/// ```
#[must_use]
pub fn reliable_change(sd: f64, reliability: f64, z: f64) -> Option<f64> {
    let known = sd.is_finite() && sd > 0.0 && (0.0..1.0).contains(&reliability) && z > 0.0;
    known.then(|| z * sd * (1.0 - reliability).sqrt() * std::f64::consts::SQRT_2)
}

/// The cut-off between two populations of Jacobson and Truax: (s₀M₁ + s₁M₀)/(s₀ + s₁), with means
/// M and standard deviations s of the functional (0) and the dysfunctional (1) population.
///
/// # Example
/// ```
/// use euthymia_clinical::outcome_rule::cutoff_between;
/// assert_eq!(cutoff_between((4.0, 4.0), (28.0, 8.0)), Some(12.0));
/// ```
#[must_use]
pub fn cutoff_between(functional: (f64, f64), dysfunctional: (f64, f64)) -> Option<f64> {
    let ((m0, s0), (m1, s1)) = (functional, dysfunctional);
    let known = [m0, s0, m1, s1].iter().all(|x| x.is_finite()) && s0 > 0.0 && s1 > 0.0;
    known.then(|| (s0 * m1 + s1 * m0) / (s0 + s1))
}

crate::words! {
    /// The classes of Jacobson and Truax, for a scale on which higher is worse.
    ReliableClass {
        /// Reliably better and beyond the cut-off.
        Recovered = "recovered", "recovered";
        /// Reliably better.
        Improved = "improved", "improved";
        /// Within measurement error.
        Unchanged = "unchanged", "unchanged";
        /// Reliably worse.
        Deteriorated = "deteriorated", "deteriorated";
    }
}

/// The class of a change: `least` from [`reliable_change`], `cutoff` from [`cutoff_between`] or
/// another stated one; a later score at the cut-off is not yet beyond it.
///
/// # Example
/// ```
/// use euthymia_clinical::outcome_rule::{ReliableClass, reliable_class};
/// assert_eq!(reliable_class(30.0, 9.0, 5.61, Some(12.0)), ReliableClass::Recovered);
/// assert_eq!(reliable_class(30.0, 25.0, 5.61, Some(12.0)), ReliableClass::Unchanged);
/// ```
#[must_use]
pub fn reliable_class(before: f64, after: f64, least: f64, cutoff: Option<f64>) -> ReliableClass {
    if after - before >= least {
        ReliableClass::Deteriorated
    } else if before - after < least {
        ReliableClass::Unchanged
    } else if cutoff.is_some_and(|cutoff| after < cutoff) {
        ReliableClass::Recovered
    } else {
        ReliableClass::Improved
    }
}

crate::source::sourced!(OutcomeRule);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_every_rule_in_it_parses() {
        for rule in all() {
            let texts: Vec<&String> = match &rule.kind {
                Kind::Pair { rule }
                | Kind::Sustained { rule, .. }
                | Kind::Consecutive { rule, .. } => vec![rule],
                Kind::Rise { after, .. } => vec![after],
                _ => vec![],
            };
            for text in texts {
                let text = text.replace("IT", "madrs");
                assert!(Definition::parse(&text).is_ok(), "{}: {text}", rule.id);
            }
        }
    }

    #[test]
    fn reliable_change_as_the_facts_have_it() {
        for (sd, r, expected) in [(6.4, 0.90, 5.61), (6.4, 0.84, 7.10), (9.0, 0.90, 7.89)] {
            let found = reliable_change(sd, r, 1.96).unwrap();
            assert!((found - expected).abs() < 0.005, "{sd} {r}: {found}");
        }
    }

    #[test]
    fn a_rule_for_one_scale_says_nothing_about_another() {
        let rule = all()
            .iter()
            .find(|r| r.id == "remission_madrs_below_10")
            .unwrap();
        assert_eq!(rule.met_by_pair("madrs", 30.0, 9.0), Some(true));
        assert_eq!(rule.met_by_pair("madrs_s", 30.0, 9.0), None);
        assert_eq!(rule.met_by_pair("phq9", 20.0, 4.0), None);
    }
}
