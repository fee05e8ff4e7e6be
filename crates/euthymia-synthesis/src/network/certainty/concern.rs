//! What a domain is judged to be, with what the judgement rests on.

use super::heterogeneity::HeterogeneityBasis;
use super::imprecision::ImprecisionBasis;
use super::incoherence::IncoherenceBasis;
use super::manual::Manual;
use super::reporting::ReportingBasis;
use super::weighing::LevelShares;

/// How much a domain takes from the certainty of an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// Nothing.
    No,
    /// Something.
    Some,
    /// Much.
    Major,
}

impl Concern {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no concerns",
            Self::Some => "some concerns",
            Self::Major => "major concerns",
        }
    }

    /// None, one or two steps; more are two.
    pub(crate) fn steps(steps: u32) -> Self {
        match steps {
            0 => Self::No,
            1 => Self::Some,
            _ => Self::Major,
        }
    }
}

/// What can be said about a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// This much.
    Settled(Concern),
    /// What is not known would decide between these.
    Between {
        /// If all of it were as good as possible.
        at_least: Concern,
        /// If all of it were as bad as possible.
        at_most: Concern,
    },
    /// Nothing.
    NotAssessed,
}

impl Judgement {
    /// Settles what two bounds agree on.
    pub(crate) fn between(at_least: Concern, at_most: Concern) -> Self {
        if at_least == at_most {
            Self::Settled(at_least)
        } else {
            Self::Between { at_least, at_most }
        }
    }

    /// The mildest and the gravest concern that it allows; `None` where nothing was assessed.
    #[must_use]
    pub fn bounds(self) -> Option<(Concern, Concern)> {
        match self {
            Self::Settled(concern) => Some((concern, concern)),
            Self::Between { at_least, at_most } => Some((at_least, at_most)),
            Self::NotAssessed => None,
        }
    }

    /// For people.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Settled(concern) => concern.name().to_owned(),
            Self::Between { at_least, at_most } => {
                format!("open: {} to {}", at_least.name(), at_most.name())
            }
            Self::NotAssessed => "not assessed".to_owned(),
        }
    }
}

/// The six domains, in their usual order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Domain {
    /// Flaws of the trials themselves. Also known as: risk of bias, study limitations.
    WithinStudyBias,
    /// Results that are missing because of what they say. Also known as: publication bias,
    /// across-studies bias.
    ReportingBias,
    /// Trials that ask another question.
    Indirectness,
    /// Intervals that allow opposite decisions.
    Imprecision,
    /// True effects that differ between trials.
    Heterogeneity,
    /// Direct and indirect evidence that disagree. Also known as: inconsistency.
    Incoherence,
}

impl Domain {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::WithinStudyBias,
        Self::ReportingBias,
        Self::Indirectness,
        Self::Imprecision,
        Self::Heterogeneity,
        Self::Incoherence,
    ];

    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WithinStudyBias => "within-study bias",
            Self::ReportingBias => "reporting bias",
            Self::Indirectness => "indirectness",
            Self::Imprecision => "imprecision",
            Self::Heterogeneity => "heterogeneity",
            Self::Incoherence => "incoherence",
        }
    }

    /// True for the three that all follow from how far results scatter.
    #[must_use]
    pub fn is_about_scatter(self) -> bool {
        matches!(
            self,
            Self::Imprecision | Self::Heterogeneity | Self::Incoherence
        )
    }
}

/// The numbers behind a judgement.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// What share of the estimate comes from trials of which level.
    Shares(LevelShares),
    /// What was said, and a test for small-study effects.
    Reporting(ReportingBasis),
    /// Borders that the confidence interval reaches.
    Imprecision(ImprecisionBasis),
    /// Borders that either interval reaches.
    Heterogeneity(HeterogeneityBasis),
    /// Where the evidence comes from, and how far it agrees.
    Incoherence(IncoherenceBasis),
    /// None: nothing was given.
    Nothing,
}

/// One domain of one estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainJudgement {
    /// Which.
    pub domain: Domain,
    /// What the rule says.
    pub by_rule: Judgement,
    /// The numbers that the rule read.
    pub basis: Basis,
    /// Why, in a sentence.
    pub reason: &'static str,
    /// What a person put in its place.
    pub manual: Option<Manual<Concern>>,
}

impl DomainJudgement {
    /// The judgement that counts: a person's before the rule's.
    #[must_use]
    pub fn judgement(&self) -> Judgement {
        let by_hand = self.manual.as_ref().map(|m| Judgement::Settled(m.value));
        by_hand.unwrap_or(self.by_rule)
    }

    /// The reason that counts.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.manual.as_ref().map_or(self.reason, |m| &m.reason)
    }

    /// Before anybody overrules it.
    pub(crate) fn new(
        domain: Domain,
        (by_rule, reason): (Judgement, &'static str),
        basis: Basis,
    ) -> Self {
        Self {
            domain,
            by_rule,
            basis,
            reason,
            manual: None,
        }
    }
}
