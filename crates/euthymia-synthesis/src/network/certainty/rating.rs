//! One rating from six judgements.

use super::concern::{Concern, Domain, DomainJudgement};
use super::manual::Manual;

/// How certain an estimate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The true effect is likely to be quite another.
    VeryLow,
    /// The true effect may be quite another.
    Low,
    /// The true effect is likely to be close, but may be quite another.
    Moderate,
    /// The true effect lies close to the estimate.
    High,
}

impl Confidence {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::VeryLow => "very low",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }

    /// So many levels below high.
    fn down(levels: u32) -> Self {
        match levels {
            0 => Self::High,
            1 => Self::Moderate,
            2 => Self::Low,
            _ => Self::VeryLow,
        }
    }
}

/// Whether imprecision, heterogeneity and incoherence count one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Related {
    /// Every domain counts.
    OneByOne,
    /// The worst of the three counts once, because wide and disagreeing results raise all of them.
    WorstOfThree,
}

impl Related {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OneByOne => "every domain counts",
            Self::WorstOfThree => {
                "of imprecision, heterogeneity and incoherence the worst counts, once"
            }
        }
    }
}

/// How many levels a concern costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Downgrading {
    /// For some concerns; 1.
    pub some: u32,
    /// For major concerns; 2.
    pub major: u32,
    /// Whether related domains count one by one.
    pub related: Related,
}

impl Default for Downgrading {
    fn default() -> Self {
        Self {
            some: 1,
            major: 2,
            related: Related::OneByOne,
        }
    }
}

impl Downgrading {
    fn levels(&self, concern: Concern) -> u32 {
        match concern {
            Concern::No => 0,
            Concern::Some => self.some,
            Concern::Major => self.major.max(self.some),
        }
    }
}

/// The rating of one estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// If everything that is open turned out well; domains that were not assessed cost nothing.
    pub at_best: Confidence,
    /// If everything that is open turned out badly; domains that were not assessed cost nothing.
    pub at_worst: Confidence,
    /// The domains that cost a level for sure.
    pub downgraded_for: Vec<Domain>,
    /// The domains that nobody assessed: with them the rating could only be lower.
    pub not_assessed: Vec<Domain>,
    /// How levels were counted.
    pub downgrading: Downgrading,
    /// What a person put in its place.
    pub manual: Option<Manual<Confidence>>,
}

impl Rating {
    /// The rating where there is one: a person's, or that on which best and worst agree. It stands
    /// without the domains in [`Rating::not_assessed`].
    #[must_use]
    pub fn settled(&self) -> Option<Confidence> {
        let computed = (self.at_best == self.at_worst).then_some(self.at_best);
        self.manual.as_ref().map(|m| m.value).or(computed)
    }

    /// For people, such as "low", "at most low" where a domain was not assessed, "low to moderate".
    #[must_use]
    pub fn name(&self) -> String {
        if let Some(manual) = &self.manual {
            return manual.value.name().to_owned();
        }
        let (best, worst) = (self.at_best.name(), self.at_worst.name());
        match (self.at_best == self.at_worst, self.not_assessed.is_empty()) {
            (true, true) => best.to_owned(),
            // Nothing is lower.
            (true, false) if self.at_best == Confidence::VeryLow => best.to_owned(),
            (true, false) => format!("at most {best}"),
            (false, true) => format!("{worst} to {best}"),
            (false, false) => format!("at most {worst} to {best}"),
        }
    }
}

/// Rates an estimate: it starts at high and loses levels for concerns.
///
/// Levels are counted by [`Downgrading`]; a manual judgement counts in the place of the rule's. Domains
/// that were not assessed cost nothing and are named.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::certainty::{
///     Confidence, Downgrading, Equivalence, Related, heterogeneity, imprecision, rate,
/// };
/// use euthymia_synthesis::pairwise::Bounds;
/// let range = Some(Equivalence::of_difference(0.2)?);
/// let confidence = Bounds { lower: -0.1, upper: 0.7 };
/// let prediction = Bounds { lower: -0.4, upper: 1.0 };
/// let domains = [imprecision(0.3, confidence, range)?,
///     heterogeneity(0.3, confidence, Some(prediction), range, None)?];
/// // Some concerns in both domains, which are related.
/// let apart = Downgrading::default();
/// let once = Downgrading { related: Related::WorstOfThree, ..apart };
/// assert_eq!(rate(&domains, apart, None).settled(), Some(Confidence::Low));
/// assert_eq!(rate(&domains, once, None).settled(), Some(Confidence::Moderate));
/// # Ok::<(), euthymia_synthesis::network::certainty::CertaintyError>(())
/// ```
#[must_use]
pub fn rate(
    domains: &[DomainJudgement],
    downgrading: Downgrading,
    manual: Option<Manual<Confidence>>,
) -> Rating {
    let judged: Vec<(Domain, (Concern, Concern))> = domains
        .iter()
        .filter_map(|d| Some((d.domain, d.judgement().bounds()?)))
        .collect();
    let mildest = levels(judged.iter().map(|(d, (mild, _))| (*d, *mild)), downgrading);
    let gravest = levels(
        judged.iter().map(|(d, (_, grave))| (*d, *grave)),
        downgrading,
    );
    let costs = |concern: Concern| downgrading.levels(concern) > 0;
    let sure = judged.iter().filter(|(_, (mild, _))| costs(*mild));
    let open = domains.iter().filter(|d| d.judgement().bounds().is_none());
    Rating {
        at_best: Confidence::down(mildest),
        at_worst: Confidence::down(gravest),
        downgraded_for: sure.map(|(domain, _)| *domain).collect(),
        not_assessed: open.map(|d| d.domain).collect(),
        downgrading,
        manual,
    }
}

fn levels(concerns: impl Iterator<Item = (Domain, Concern)>, downgrading: Downgrading) -> u32 {
    let (mut sum, mut worst_related) = (0_u32, 0_u32);
    for (domain, concern) in concerns {
        let own = downgrading.levels(concern);
        if domain.is_about_scatter() && downgrading.related == Related::WorstOfThree {
            worst_related = worst_related.max(own);
        } else {
            sum = sum.saturating_add(own);
        }
    }
    sum.saturating_add(worst_related)
}
