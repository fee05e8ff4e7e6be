//! Incoherence: do direct and indirect evidence lead to the same decisions?

use super::concern::{Basis, Concern, Domain, DomainJudgement, Judgement};
use super::error::CertaintyError;
use super::imprecision::NO_RANGE;
use super::range::Equivalence;
use crate::network::design::QTest;
use crate::network::fit::around;
use crate::network::split::{Evidence, Split};
use crate::pairwise::Bounds;
use euthymia_numerics::{Probability, normal};

/// Where the evidence for a comparison comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sources {
    /// From trials of both treatments alone.
    DirectOnly,
    /// By way of other treatments alone.
    IndirectOnly,
    /// From both.
    Mixed,
}

/// The borders of p-values. [`IncoherenceRule::default`] has those of the published application.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncoherenceRule {
    /// Mixed evidence: the p-value for direct less indirect above which there is no concern; 0.10.
    pub mixed: f64,
    /// One source: the p-value for inconsistency anywhere in the network above which there is no
    /// concern; 0.10.
    pub global_some: f64,
    /// One source: the p-value at and below which the concern is major; 0.05, and 0.01 in the first
    /// versions of the application.
    pub global_major: f64,
    /// One source in a network without a loop, where nothing can be tested; major.
    pub untested: Concern,
}

impl Default for IncoherenceRule {
    fn default() -> Self {
        Self {
            mixed: 0.10,
            global_some: 0.10,
            global_major: 0.05,
            untested: Concern::Major,
        }
    }
}

impl IncoherenceRule {
    pub(super) fn checked(&self) -> Result<(), CertaintyError> {
        let is_p = |p: f64| (0.0..=1.0).contains(&p);
        let Self {
            mixed,
            global_some,
            global_major,
            ..
        } = *self;
        if !is_p(mixed) {
            return Err(CertaintyError::Borders {
                some: mixed,
                major: mixed,
            });
        }
        if !is_p(global_some) || !is_p(global_major) || global_major > global_some {
            return Err(CertaintyError::Borders {
                some: global_some,
                major: global_major,
            });
        }
        Ok(())
    }
}

/// What incoherence was judged by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncoherenceBasis {
    /// Where the evidence comes from.
    pub sources: Sources,
    /// p-value for direct less indirect evidence; `None` unless there are both.
    pub p_difference: Option<f64>,
    /// p-value for inconsistency anywhere in the network; `None` where there is no loop.
    pub p_global: Option<f64>,
    /// Confidence limits of the direct and of the indirect estimate; `None` unless there are both.
    pub intervals: Option<[Bounds; 2]>,
    /// In how many of three areas, below, within and above the range of equivalence, the two intervals
    /// are alike: both have values there, or neither has. `None` unless there are both and a range.
    pub areas_alike: Option<u32>,
    /// The borders.
    pub rule: IncoherenceRule,
}

/// Judges incoherence.
///
/// Mixed evidence: no concern where p for direct less indirect is above `rule.mixed`. Otherwise the two
/// confidence intervals, at `level`, are compared by the areas below, within and above the range of
/// equivalence: alike in all three no concern, in two some, in one or none major. Evidence of one kind:
/// by the p-value of the design-by-treatment interaction, `global`; a network without a loop is
/// `rule.untested`.
///
/// # Errors
/// [`CertaintyError::Borders`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Network, Options};
/// use euthymia_synthesis::network::certainty::{Concern, IncoherenceRule, Judgement, incoherence};
/// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B"), contrast("2", "B", "C")],
///     ADDS_UP_WITHIN)?;
/// let options = Options { model: network::Model::CommonEffect, ..Options::default() };
/// let split = network::splits(&network::fit(&network, &options)?)[0];
/// let global = network::decompose(&network)?.between_random.between;
/// let found = incoherence(&split, options.level, global, None, IncoherenceRule::default())?;
/// // Two trials in a row: there is nothing to compare them with.
/// assert_eq!(found.by_rule, Judgement::Settled(Concern::Major));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn incoherence(
    split: &Split,
    level: Probability,
    global: QTest,
    range: Option<Equivalence>,
    rule: IncoherenceRule,
) -> Result<DomainJudgement, CertaintyError> {
    rule.checked()?;
    let mut basis = IncoherenceBasis {
        sources: Sources::Mixed,
        p_difference: split.difference.map(|d| d.p_value),
        p_global: global.p_value,
        intervals: None,
        areas_alike: None,
        rule,
    };
    let judged = match (split.direct, split.indirect, basis.p_difference) {
        (Some(direct), Some(indirect), Some(p)) => {
            let both = [direct, indirect].map(|evidence| interval(evidence, level));
            basis.intervals = Some(both);
            basis.areas_alike = range.map(|range| alike(range, both));
            mixed(p, basis.areas_alike, rule)
        }
        (Some(_), _, _) => {
            basis.sources = Sources::DirectOnly;
            one_source(global.p_value, rule)
        }
        _ => {
            basis.sources = Sources::IndirectOnly;
            one_source(global.p_value, rule)
        }
    };
    let basis = Basis::Incoherence(basis);
    Ok(DomainJudgement::new(Domain::Incoherence, judged, basis))
}

fn interval(evidence: Evidence, level: Probability) -> Bounds {
    let z = normal::upper_quantile(level.complement().half());
    around(evidence.estimate, z * evidence.standard_error)
}

fn alike(range: Equivalence, [direct, indirect]: [Bounds; 2]) -> u32 {
    let areas = range.areas(direct).into_iter().zip(range.areas(indirect));
    areas.map(|(a, b)| u32::from(a == b)).sum()
}

fn mixed(p: f64, areas_alike: Option<u32>, rule: IncoherenceRule) -> (Judgement, &'static str) {
    if p > rule.mixed {
        let reason = "direct and indirect evidence differ by no more than chance explains";
        return (Judgement::Settled(Concern::No), reason);
    }
    let (concern, reason) = match areas_alike {
        None => return (Judgement::NotAssessed, NO_RANGE),
        Some(3) => (
            Concern::No,
            "direct and indirect evidence differ, but lead to the same decisions",
        ),
        Some(2) => (
            Concern::Some,
            "direct and indirect evidence differ, and in part lead to other decisions",
        ),
        Some(_) => (
            Concern::Major,
            "direct and indirect evidence differ, and lead to other decisions",
        ),
    };
    (Judgement::Settled(concern), reason)
}

fn one_source(p: Option<f64>, rule: IncoherenceRule) -> (Judgement, &'static str) {
    let (concern, reason) = match p {
        None => (
            rule.untested,
            "evidence of one kind alone, in a network without a loop: nothing can be tested",
        ),
        Some(p) if p > rule.global_some => (
            Concern::No,
            "evidence of one kind alone, in a network that shows no inconsistency",
        ),
        Some(p) if p > rule.global_major => (
            Concern::Some,
            "evidence of one kind alone, in a network that shows some inconsistency",
        ),
        Some(_) => (
            Concern::Major,
            "evidence of one kind alone, in a network that shows inconsistency",
        ),
    };
    (Judgement::Settled(concern), reason)
}
