//! How certain the estimates are: what people know of trials and comparisons, put to the rules.

use super::analysis::{Compared, Part};
use super::data::{Concern as Doubt, TrialFacts};
use super::error::CompareError;
use euthymia_synthesis::network::certainty::{
    Appraisal, Certainty, CertaintyError, CertaintyRules, Concern, Confidence, Domain, Downgrading,
    Equivalence, Level, ManualJudgement, ManualRating, Related, Reporting, WeighingRule, assess,
};
use euthymia_table::nearest;

/// What a person chose for one comparison in the place of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Of one domain.
    Domain(Domain, Concern),
    /// Of all together.
    Overall(Confidence),
}

/// A judgement of a person about one comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// One node.
    pub treatment: String,
    /// The other.
    pub reference: String,
    /// What was chosen.
    pub choice: Choice,
    /// Why; never empty.
    pub reason: String,
}

/// What people say of results that may be missing from one comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportingOf {
    /// One node.
    pub treatment: String,
    /// The other.
    pub reference: String,
    /// What they say.
    pub said: Reporting,
}

/// The rules of certainty, and what people know of single comparisons.
#[derive(Clone, Debug, PartialEq)]
pub struct CertaintyOptions {
    /// How the risk of bias of trials makes one judgement.
    pub within_study_bias: WeighingRule,
    /// How the indirectness of trials makes one judgement.
    pub indirectness: WeighingRule,
    /// Whether imprecision, heterogeneity and incoherence count one by one.
    pub related: Related,
    /// What is said of missing results in every comparison that [`reporting`](Self::reporting) does
    /// not name.
    pub reporting_everywhere: Reporting,
    /// What is said of missing results in single comparisons; of several the last counts.
    pub reporting: Vec<ReportingOf>,
    /// Judgements in the place of a rule's; of several for one domain the last counts.
    pub judged: Vec<Judged>,
}

impl Default for CertaintyOptions {
    fn default() -> Self {
        let rules = CertaintyRules::default();
        Self {
            within_study_bias: rules.within_study_bias,
            indirectness: rules.indirectness,
            related: rules.downgrading.related,
            reporting_everywhere: Reporting::NotAssessed,
            reporting: Vec::new(),
            judged: Vec::new(),
        }
    }
}

impl CertaintyOptions {
    /// The rules as the library has them.
    #[must_use]
    pub fn rules(&self) -> CertaintyRules {
        let usual = CertaintyRules::default();
        CertaintyRules {
            within_study_bias: self.within_study_bias,
            indirectness: self.indirectness,
            downgrading: Downgrading {
                related: self.related,
                ..usual.downgrading
            },
            ..usual
        }
    }

    /// The comparisons that people said something about.
    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let reporting = self.reporting.iter();
        let reporting = reporting.map(|own| (own.treatment.as_str(), own.reference.as_str()));
        let judged = self.judged.iter();
        reporting.chain(judged.map(|own| (own.treatment.as_str(), own.reference.as_str())))
    }
}

/// Checks that what people said is about comparisons that there are.
///
/// # Errors
/// [`CompareError::NoSuchNode`], and [`CompareError::NoComparison`] for a pair that no trials join.
pub fn judged_exist(compared: &Compared) -> Result<(), CompareError> {
    for (one, other) in compared.options.certainty.pairs() {
        for wanted in [one, other] {
            if compared.network.treatment(wanted).is_none() {
                let all = compared.network.treatments().iter();
                let all: Vec<&str> = all.map(String::as_str).collect();
                return Err(CompareError::NoSuchNode {
                    nearest: nearest(&[wanted], &all).map(str::to_owned),
                    wanted: wanted.to_owned(),
                    nodes: all.join(", "),
                });
            }
        }
        let joined = |part: &Part| places(part, one, other).is_some_and(|(a, b)| a != b);
        if !compared.parts.iter().any(joined) {
            return Err(CompareError::NoComparison {
                one: one.to_owned(),
                other: other.to_owned(),
            });
        }
    }
    Ok(())
}

fn places(part: &Part, one: &str, other: &str) -> Option<(usize, usize)> {
    let network = part.network();
    Some((network.treatment(one)?, network.treatment(other)?))
}

/// How certain the random-effects estimates of one part are, pair by pair.
///
/// # Errors
/// [`CertaintyError`].
pub fn certainty_of(compared: &Compared, part: &Part) -> Result<Vec<Certainty>, CertaintyError> {
    let appraisal = appraisal(compared, part);
    assess(
        &part.random,
        &appraisal,
        &compared.options.certainty.rules(),
    )
}

/// The level of each trial of a part in one respect.
pub(in crate::compared) fn levels(
    compared: &Compared,
    part: &Part,
    of: impl Fn(&TrialFacts) -> Option<Doubt>,
) -> Vec<Option<Level>> {
    let level = |doubt| match doubt {
        Doubt::Low => Level::Low,
        Doubt::Some => Level::Moderate,
        Doubt::High => Level::High,
    };
    let trials = part.network().trials().iter();
    trials
        .map(|trial| {
            compared
                .data
                .facts
                .get(trial.label())
                .and_then(&of)
                .map(level)
        })
        .collect()
}

/// The range of equivalence on the analysis scale; `None` where none was stated, or none that is one.
pub(in crate::compared) fn range(compared: &Compared) -> Option<Equivalence> {
    let important = compared.options.important?;
    let made = if compared.options.measure.is_ratio() {
        Equivalence::of_ratio(important)
    } else {
        Equivalence::of_difference(important)
    };
    made.ok()
}

/// What people know, in the places of one part.
fn appraisal(compared: &Compared, part: &Part) -> Appraisal {
    let options = &compared.options.certainty;
    let mut appraisal = Appraisal {
        within_study_bias: levels(compared, part, |facts| facts.risk_of_bias),
        indirectness: levels(compared, part, |facts| facts.indirectness),
        equivalence: range(compared),
        ..Appraisal::default()
    };
    let n = part.network().treatments().len();
    let all = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
    let everywhere = all.map(|pair| (pair, options.reporting_everywhere));
    let of_pairs = options.reporting.iter().filter_map(|own| {
        let pair = places(part, &own.treatment, &own.reference)?;
        Some((pair, own.said))
    });
    appraisal.reporting = everywhere.chain(of_pairs).collect();
    for own in &options.judged {
        let Some(treatments) = places(part, &own.treatment, &own.reference) else {
            continue;
        };
        let reason = own.reason.clone();
        match own.choice {
            Choice::Domain(domain, concern) => appraisal.judgements.push(ManualJudgement {
                treatments,
                domain,
                concern,
                reason,
            }),
            Choice::Overall(rating) => appraisal.ratings.push(ManualRating {
                treatments,
                rating,
                reason,
            }),
        }
    }
    appraisal
}
