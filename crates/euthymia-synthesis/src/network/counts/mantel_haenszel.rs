//! Mantel–Haenszel network meta-analysis: odds ratios of each design, then a network of designs.

use super::data::{CountTrial, Counts};
use super::design_odds::DesignOdds;
use super::error::CountError;
use crate::effect::proportion::Count;
use crate::network::{self, Fit, Model, Network, Options, TrialEstimates};
use euthymia_numerics::Probability;

/// What was not used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A trial without events in any arm, or with nothing but events.
    Trial(String),
    /// An arm of a design without events in any of its trials, or with nothing but events.
    Arm {
        /// The treatments of the design.
        design: Vec<String>,
        /// The treatment whose arms were left out.
        treatment: String,
    },
    /// A design of which fewer than two arms were left.
    OneArm(Vec<String>),
    /// A design with two arms whose odds ratio is zero or infinite.
    NoRatio(Vec<String>),
    /// A treatment none of whose designs could be used.
    Treatment(String),
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Trial(label) => {
                write!(
                    f,
                    "trial \"{label}\": no event in any arm, or nothing but events"
                )
            }
            Self::Arm { design, treatment } => write!(
                f,
                "arm \"{treatment}\" of the design {}: no event in it, or nothing but events",
                joined(design)
            ),
            Self::OneArm(design) => write!(
                f,
                "design {}: fewer than two arms were left",
                joined(design)
            ),
            Self::NoRatio(design) => {
                write!(
                    f,
                    "design {}: an odds ratio of it is zero or infinite",
                    joined(design)
                )
            }
            Self::Treatment(label) => {
                write!(
                    f,
                    "treatment \"{label}\": none of its designs could be used"
                )
            }
        }
    }
}

/// A Mantel–Haenszel network meta-analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct MantelHaenszel {
    /// The common-effect fit of a network whose trials are the designs: estimates, league table and
    /// scores come from here, and its Q is Q between designs.
    pub fit: Fit,
    /// The labels of the trials of each design, in the order of the trials of `fit.network`.
    pub trials: Vec<Vec<String>>,
    /// What was not used.
    pub left_out: Vec<LeftOut>,
}

/// Pools odds ratios by design without any continuity correction, and the designs by least squares.
///
/// # Model
/// With a_x events and b_x others in arm x of a trial of N patients, C_xy = Σ a_x b_y / N over the
/// trials of a design, and L_xy = ln(C_xy/C_yx). A design of J arms puts arm x at Σ_y L_xy / J, which
/// makes its odds ratios agree with each other. Their covariances are Greenland's: for two arms the
/// variance of Robins, Breslow and Greenland; for L_xy and L_xz a mean of three estimates that are
/// consistent when trials are many or large. A network whose trials are the designs is then fitted with
/// a common effect; its Q measures disagreement between designs, not within them.
///
/// With two treatments this is [`crate::stratified::mantel_haenszel::odds_ratio`], estimate and variance.
///
/// Left out, and named in the result: trials without events; arms without events in all trials of
/// their design; designs with one arm left, or with an odds ratio that is not finite. A trial belongs to
/// the design of all its arms, also when one is left out. Odds ratios only: the covariances of risk
/// ratios and risk differences are not given in the paper.
///
/// # Errors
/// [`CountError::NothingLeft`]; [`CountError::Fit`] when what is left falls into parts;
/// [`CountError::Network`] when the covariances of a design are not positive definite.
///
/// # References
/// Efthimiou O, Rücker G, Schwarzer G, Higgins JPT, Egger M, Salanti G. Stat Med 2019;38:2992–3012.
/// Greenland S. Generalized Mantel-Haenszel estimators for K 2 × J tables. Biometrics
/// 1989;45:183–191. Mickey RM, Elashoff RM. Biometrics 1985;41:623–635 (agreeing odds ratios).
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::{Arm, counts::{Counts, mantel_haenszel}};
/// let arm = |study: &str, treatment: &str, events, n| Ok::<_, euthymia_synthesis::effect::EffectError>(
///     Arm { study: study.into(), treatment: treatment.into(), result: Count::new(events, n)? });
/// // Odds ratios of 4 for A against B, and of 9 for B against C.
/// let counts = Counts::new(&[arm("1", "A", 8, 16)?, arm("1", "B", 2, 10)?,
///     arm("2", "B", 9, 12)?, arm("2", "C", 3, 12)?])?;
/// let found = mantel_haenszel(&counts, Probability::NINETY_FIVE)?;
/// let a_to_c = found.fit.compare(0, 2).ok_or("no such treatment")?;
/// assert!((a_to_c.estimate - 36.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand: `tests/it/byhand_counts.rs` · the paper's matrices in R: `tests/it/agrees_with_r_counts.rs`.
pub fn mantel_haenszel(counts: &Counts, level: Probability) -> Result<MantelHaenszel, CountError> {
    let mut left_out: Vec<LeftOut> = counts
        .uninformative()
        .into_iter()
        .map(LeftOut::Trial)
        .collect();
    let (mut given, mut trials) = (Vec::new(), Vec::new());
    for (arms, members) in designs(counts) {
        let names = counts.labels(&arms);
        let (kept, reduced) = reduce(counts, &arms, &members, &mut left_out);
        if kept.len() < 2 {
            left_out.push(LeftOut::OneArm(names));
            continue;
        }
        let Some(odds) = DesignOdds::new(kept.len(), &reduced) else {
            left_out.push(LeftOut::NoRatio(names));
            continue;
        };
        given.push(TrialEstimates {
            study: names.join(" : "),
            treatments: counts.labels(&kept),
            estimates: odds.estimates(),
            covariance: odds.covariance(),
        });
        trials.push(
            members
                .iter()
                .map(|trial| trial.label().to_owned())
                .collect(),
        );
    }
    if given.is_empty() {
        return Err(CountError::NothingLeft(counts.trials().len()));
    }
    let network = ordered(Network::from_trials(given)?, counts);
    let missing = counts
        .treatments()
        .iter()
        .filter(|name| network.treatment(name).is_none());
    left_out.extend(missing.cloned().map(LeftOut::Treatment));
    let options = Options {
        model: Model::CommonEffect,
        level,
        ..Options::default()
    };
    Ok(MantelHaenszel {
        fit: network::fit(&network, &options)?,
        trials,
        left_out,
    })
}

/// Treatments ascending, with the trials that compare them, in the order in which designs first occur.
fn designs(counts: &Counts) -> Vec<(Vec<usize>, Vec<&CountTrial>)> {
    let mut places = std::collections::HashMap::new();
    let mut designs: Vec<(Vec<usize>, Vec<&CountTrial>)> = Vec::new();
    for trial in counts.informative() {
        let mut arms = trial.arms().to_vec();
        arms.sort_unstable();
        let place = *places.entry(arms.clone()).or_insert_with(|| {
            designs.push((arms, Vec::new()));
            designs.len() - 1
        });
        designs[place].1.push(trial);
    }
    designs
}

/// The arms of a design that have events and others, and their counts in that order, trial by trial.
fn reduce(
    counts: &Counts,
    arms: &[usize],
    members: &[&CountTrial],
    left_out: &mut Vec<LeftOut>,
) -> (Vec<usize>, Vec<Vec<Count>>) {
    let all = |arm: usize, test: fn(&Count) -> bool| {
        let own = members
            .iter()
            .flat_map(|trial| trial.each())
            .filter(|(of, _)| *of == arm);
        own.map(|(_, count)| count).all(test)
    };
    let extreme = |arm: usize| all(arm, |c| c.events() == 0) || all(arm, |c| c.events() == c.n());
    let (dropped, kept): (Vec<usize>, Vec<usize>) = arms.iter().partition(|arm| extreme(**arm));
    left_out.extend(
        counts
            .labels(&dropped)
            .into_iter()
            .map(|treatment| LeftOut::Arm {
                design: counts.labels(arms),
                treatment,
            }),
    );
    let row = |trial: &&CountTrial| {
        let mut own: Vec<(usize, &Count)> =
            trial.each().filter(|(arm, _)| kept.contains(arm)).collect();
        own.sort_unstable_by_key(|(arm, _)| *arm);
        own.into_iter().map(|(_, count)| *count).collect()
    };
    let rows = members.iter().map(row).collect();
    (kept, rows)
}

/// The network with its treatments in the order of the counts.
fn ordered(network: Network, counts: &Counts) -> Network {
    let order: Vec<usize> = counts
        .treatments()
        .iter()
        .filter_map(|name| network.treatment(name))
        .collect();
    network.reordered(&order).unwrap_or(network)
}

/// The treatments of a design as one text.
fn joined(design: &[String]) -> String {
    design.join(" : ")
}
