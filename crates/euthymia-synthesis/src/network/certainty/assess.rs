//! All estimates of a fitted network in all domains.

use super::concern::{Basis, Concern, Domain, DomainJudgement};
use super::direct::direct_trials;
use super::error::CertaintyError;
use super::heterogeneity::{Tau2Reference, heterogeneity};
use super::imprecision::imprecision;
use super::incoherence::{IncoherenceRule, incoherence};
use super::manual::{ManualJudgement, ManualRating, check, check_pair, last, ordered};
use super::range::Equivalence;
use super::rating::{Downgrading, Rating, rate};
use super::reporting::{Reporting, ReportingBasis, judge};
use super::share::{TrialShares, trial_shares};
use super::small_study::small_study;
use super::weighing::{Level, LevelShares, WeighingRule, weigh};
use crate::network::contribution::ContributionMethod;
use crate::network::design::{QTest, decompose};
use crate::network::fit::{Comparison, Fit};
use crate::network::split::{Split, splits};
use std::collections::BTreeMap;

/// What people know beside the numbers. [`Appraisal::default`] says nothing about anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Appraisal {
    /// Risk of bias, one for each trial in the order of the network; empty where nobody appraised any.
    pub within_study_bias: Vec<Option<Level>>,
    /// How far each trial asks another question; empty where nobody appraised any.
    pub indirectness: Vec<Option<Level>>,
    /// Reporting bias of pairs, in either order; the others are not assessed.
    pub reporting: Vec<((usize, usize), Reporting)>,
    /// Effects too small to matter.
    pub equivalence: Option<Equivalence>,
    /// τ² in comparable analyses.
    pub tau2_reference: Option<Tau2Reference>,
    /// Judgements in the place of a rule's; of several for one domain the last counts.
    pub judgements: Vec<ManualJudgement>,
    /// Ratings in the place of computed ones; of several the last counts.
    pub ratings: Vec<ManualRating>,
}

/// The rules. [`CertaintyRules::default`] has the published ones, with the average level for trials and
/// every domain counting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CertaintyRules {
    /// How contributions are found.
    pub contribution: ContributionMethod,
    /// How levels of bias make one judgement.
    pub within_study_bias: WeighingRule,
    /// How levels of indirectness make one judgement.
    pub indirectness: WeighingRule,
    /// What a suspicion of missing results counts as.
    pub suspected: Concern,
    /// With how many direct trials small-study effects are tested; 10.
    pub small_study_from: usize,
    /// Borders of p-values.
    pub incoherence: IncoherenceRule,
    /// How levels are counted.
    pub downgrading: Downgrading,
}

impl Default for CertaintyRules {
    fn default() -> Self {
        Self {
            contribution: ContributionMethod::ShortestPath,
            within_study_bias: WeighingRule::Average,
            indirectness: WeighingRule::Average,
            suspected: Concern::Some,
            small_study_from: 10,
            incoherence: IncoherenceRule::default(),
            downgrading: Downgrading::default(),
        }
    }
}

/// How certain one estimate is.
#[derive(Clone, Debug, PartialEq)]
pub struct Certainty {
    /// The treatments, the smaller place first; estimates are the first less the second.
    pub treatments: (usize, usize),
    /// The estimate.
    pub comparison: Comparison,
    /// Trials with both treatments.
    pub direct_trials: usize,
    /// The six domains, in the order of [`Domain::ALL`].
    pub domains: Vec<DomainJudgement>,
    /// The rating.
    pub rating: Rating,
}

/// Judges every pair of treatments of a connected network.
///
/// # Errors
/// [`CertaintyError`].
///
/// # References
/// Nikolakopoulou A et al. PLoS Med 2020;17:e1003082; for what was read of it see the
/// [module](super).
///
/// # Example
/// ```
/// use euthymia_synthesis::network::certainty::{Appraisal, CertaintyRules, Equivalence, Level, assess};
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 0.2 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B"), contrast("2", "B", "C"),
///     contrast("3", "A", "C")], ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &Options::default())?;
/// let appraisal = Appraisal {
///     within_study_bias: vec![Some(Level::Low), Some(Level::High), None],
///     equivalence: Some(Equivalence::of_difference(0.2)?),
///     ..Appraisal::default()
/// };
/// let found = assess(&fit, &appraisal, &CertaintyRules::default())?;
/// assert_eq!(found.len(), 3);
/// // Nobody looked at indirectness, so that the rating is an upper bound.
/// assert!(found[0].rating.name().starts_with("at most"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn assess(
    fit: &Fit,
    appraisal: &Appraisal,
    rules: &CertaintyRules,
) -> Result<Vec<Certainty>, CertaintyError> {
    checked(fit, appraisal, rules)?;
    let shares = trial_shares(fit, rules.contribution)?;
    let global = decompose(&fit.network)?.between_random.between;
    let said = appraisal.reporting.iter();
    let said = said.map(|(pair, said)| (ordered(*pair), *said));
    let judge = Judge {
        fit,
        appraisal,
        rules,
        shares,
        global,
        reporting: said.collect(),
    };
    splits(fit).iter().map(|split| judge.pair(split)).collect()
}

fn checked(fit: &Fit, appraisal: &Appraisal, rules: &CertaintyRules) -> Result<(), CertaintyError> {
    let needed = fit.network.trials().len();
    let all = |what, levels: &[Option<Level>]| match levels.len() {
        0 => Ok(()),
        found if found == needed => Ok(()),
        found => Err(CertaintyError::Trials {
            what,
            found,
            needed,
        }),
    };
    all("within-study bias", &appraisal.within_study_bias)?;
    all("indirectness", &appraisal.indirectness)?;
    rules.incoherence.checked()?;
    let n = fit.network.treatments().len();
    for manual in &appraisal.judgements {
        check(manual.treatments, &manual.reason, n)?;
    }
    for manual in &appraisal.ratings {
        check(manual.treatments, &manual.reason, n)?;
    }
    for (pair, _) in &appraisal.reporting {
        check_pair(*pair, n)?;
    }
    appraisal
        .tau2_reference
        .map_or(Ok(()), |reference| reference.checked())
}

/// What every pair is judged with.
struct Judge<'a> {
    fit: &'a Fit,
    appraisal: &'a Appraisal,
    rules: &'a CertaintyRules,
    shares: TrialShares<'a>,
    global: QTest,
    reporting: BTreeMap<(usize, usize), Reporting>,
}

impl Judge<'_> {
    fn pair(&self, split: &Split) -> Result<Certainty, CertaintyError> {
        let (one, other) = split.treatments;
        let missing = CertaintyError::NoPair(one, other);
        let comparison = self.fit.compare(one, other).ok_or(missing)?;
        let mut domains = self.domains(split, &comparison)?;
        for domain in &mut domains {
            let of_it = |m: &&ManualJudgement| {
                ordered(m.treatments) == split.treatments && m.domain == domain.domain
            };
            let choices = self.appraisal.judgements.iter().filter(of_it);
            domain.manual = last(choices.map(|m| (m.concern, m.reason.clone())));
        }
        let ratings = self.appraisal.ratings.iter();
        let ratings = ratings.filter(|m| ordered(m.treatments) == split.treatments);
        let manual = last(ratings.map(|m| (m.rating, m.reason.clone())));
        Ok(Certainty {
            treatments: split.treatments,
            comparison,
            direct_trials: split.trials,
            rating: rate(&domains, self.rules.downgrading, manual),
            domains,
        })
    }

    fn domains(
        &self,
        split: &Split,
        comparison: &Comparison,
    ) -> Result<Vec<DomainJudgement>, CertaintyError> {
        let Appraisal {
            within_study_bias,
            indirectness,
            equivalence,
            ..
        } = self.appraisal;
        let (rules, range) = (self.rules, *equivalence);
        let (one, other) = split.treatments;
        let shares = self.shares.of(one, other)?;
        let weighed = |domain, levels: &[Option<Level>], rule| {
            let unknown = vec![None; shares.len()];
            let levels = if levels.is_empty() { &unknown } else { levels };
            let by_level = LevelShares::of(&shares, levels);
            DomainJudgement::new(domain, weigh(by_level, rule), Basis::Shares(by_level))
        };
        let reference = self.appraisal.tau2_reference;
        let tau2 = self.fit.tau2.map(|t| t.value).zip(reference);
        let (estimate, bounds) = (comparison.estimate, comparison.bounds);
        let level = self.fit.options.level;
        Ok(vec![
            weighed(
                Domain::WithinStudyBias,
                within_study_bias,
                rules.within_study_bias,
            ),
            self.reporting(split.treatments),
            weighed(Domain::Indirectness, indirectness, rules.indirectness),
            imprecision(estimate, bounds, range)?,
            heterogeneity(estimate, bounds, comparison.prediction, range, tau2)?,
            incoherence(split, level, self.global, range, rules.incoherence)?,
        ])
    }

    fn reporting(&self, pair: (usize, usize)) -> DomainJudgement {
        let said = self.reporting.get(&pair).copied().unwrap_or_default();
        let trials = direct_trials(&self.fit.network, pair.0, pair.1);
        let evidence: Vec<_> = trials.into_iter().map(|(_, evidence)| evidence).collect();
        let basis = Basis::Reporting(ReportingBasis {
            said,
            small_study: small_study(&evidence, self.rules.small_study_from),
        });
        let judged = judge(said, self.rules.suspected);
        DomainJudgement::new(Domain::ReportingBias, judged, basis)
    }
}
