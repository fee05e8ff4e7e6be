//! A checked network of trials: who was compared with whom, with which result.

use super::error::NetworkError;
use euthymia_numerics::linear::{Cholesky, Matrix};
use std::collections::{BTreeMap, HashMap};

/// One trial's estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    label: String,
    arms: Vec<usize>,
    values: Vec<f64>,
    covariance: Matrix<f64>,
}

impl Trial {
    /// What it is called; unique within a network.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Its treatments, at least two, as places in [`Network::treatments`].
    #[must_use]
    pub fn arms(&self) -> &[usize] {
        &self.arms
    }

    /// One value for each arm, of which only differences mean anything; that of the first arm is 0.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The covariances of the differences from the first arm.
    #[must_use]
    pub fn covariance(&self) -> &Matrix<f64> {
        &self.covariance
    }

    /// The sampling variance of the difference of two of its arms, counted within the trial.
    pub(crate) fn variance(&self, a: usize, b: usize) -> f64 {
        let entry = |i: usize, j: usize| match (i, j) {
            (0, _) | (_, 0) => 0.0,
            _ => self.covariance[(i - 1, j - 1)],
        };
        entry(a, a) + entry(b, b) - 2.0 * entry(a, b)
    }
}

/// One printed comparison of two arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// The trial it belongs to.
    pub study: String,
    /// The treatment whose result stands first in the difference.
    pub treatment1: String,
    /// The treatment that is subtracted.
    pub treatment2: String,
    /// Treatment 1 less treatment 2, on the analysis scale.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// One trial's differences from its first treatment with their covariances.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialEstimates {
    /// What it is called.
    pub study: String,
    /// Its treatments; the others are compared with the first.
    pub treatments: Vec<String>,
    /// Each other treatment less the first, on the analysis scale.
    pub estimates: Vec<f64>,
    /// Their covariance matrix.
    pub covariance: Matrix<f64>,
}

/// At least one trial of at least two different treatments each, every number finite and every
/// covariance matrix positive definite.
///
/// Treatments are places in a list of labels, in the order in which the data name them. The network
/// may fall into parts: [`Network::parts`].
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    treatments: Vec<String>,
    trials: Vec<Trial>,
}

/// How far apart the contrasts of one trial may lie, on the analysis scale, that would agree but for
/// rounding in print.
pub const ADDS_UP_WITHIN: f64 = 0.001;

impl Network {
    /// Makes a network of printed comparisons; those of one study make one trial.
    ///
    /// A trial of a arms needs all a(a − 1)/2 comparisons. From their variances follow the covariances,
    /// cov(i, j) = (v_bi + v_bj − v_ij)/2 for differences from b. Where they do not add up exactly but
    /// within `adds_up_within`, such as [`ADDS_UP_WITHIN`], every arm takes the mean of its
    /// differences from all arms, which favours none.
    ///
    /// # Errors
    /// [`NetworkError`].
    ///
    /// # References
    /// Rücker G, Schwarzer G. Stat Med 2014;33:4353–4369 (variances of multi-arm trials).
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network};
    /// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
    ///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
    /// let network = Network::from_contrasts(
    ///     &[contrast("1", "A", "B", 1.0), contrast("2", "B", "C", 1.0)], ADDS_UP_WITHIN)?;
    /// assert_eq!(network.treatments(), ["A", "B", "C"]);
    /// # Ok::<(), euthymia_synthesis::network::NetworkError>(())
    /// ```
    pub fn from_contrasts(
        contrasts: &[Contrast],
        adds_up_within: f64,
    ) -> Result<Self, NetworkError> {
        if !(adds_up_within >= 0.0 && adds_up_within.is_finite()) {
            return Err(NetworkError::Tolerance(adds_up_within));
        }
        let mut groups: Vec<(&str, Vec<&Contrast>)> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for contrast in contrasts {
            check(contrast)?;
            let at = *known.entry(&contrast.study).or_insert_with(|| {
                groups.push((&contrast.study, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(contrast);
        }
        let mut trials = Vec::with_capacity(groups.len());
        for (study, group) in groups {
            trials.push(together(study, &group, adds_up_within)?);
        }
        Self::from_trials(trials)
    }

    /// Makes a network of trials whose covariances are known.
    ///
    /// # Errors
    /// [`NetworkError`].
    pub fn from_trials(given: Vec<TrialEstimates>) -> Result<Self, NetworkError> {
        let mut labels = Labels::default();
        let mut trials: Vec<Trial> = Vec::with_capacity(given.len());
        let mut seen = std::collections::HashSet::new();
        for trial in given {
            if !seen.insert(trial.study.clone()) {
                return Err(NetworkError::DuplicateTrial(trial.study));
            }
            trials.push(labels.checked(trial)?);
        }
        if trials.is_empty() {
            return Err(NetworkError::Empty);
        }
        Ok(Self {
            treatments: labels.names,
            trials,
        })
    }

    /// The treatments, in the order in which the data name them.
    #[must_use]
    pub fn treatments(&self) -> &[String] {
        &self.treatments
    }

    /// The place of a treatment.
    #[must_use]
    pub fn treatment(&self, label: &str) -> Option<usize> {
        self.treatments.iter().position(|name| name == label)
    }

    /// The trials, in the order given.
    #[must_use]
    pub fn trials(&self) -> &[Trial] {
        &self.trials
    }

    /// Number of independent contrasts: Σ(arms − 1).
    #[must_use]
    pub fn contrasts(&self) -> usize {
        self.trials.iter().map(|trial| trial.arms.len() - 1).sum()
    }

    /// Pairs of treatments, the smaller place first, that were compared within a trial, with the
    /// number of trials.
    #[must_use]
    pub fn comparisons(&self) -> BTreeMap<(usize, usize), usize> {
        let mut counts = BTreeMap::new();
        for trial in &self.trials {
            for (i, a) in trial.arms.iter().enumerate() {
                for b in &trial.arms[i + 1..] {
                    *counts.entry((*a.min(b), *a.max(b))).or_insert(0) += 1;
                }
            }
        }
        counts
    }

    /// The same network with its treatments in another order, given as places in this one; `None` when
    /// that is not each place once.
    #[must_use]
    pub fn reordered(&self, order: &[usize]) -> Option<Self> {
        let mut places: Vec<Option<usize>> = vec![None; self.treatments.len()];
        for (new, old) in order.iter().enumerate() {
            if places.get_mut(*old)?.replace(new).is_some() {
                return None;
            }
        }
        let places: Vec<usize> = places.into_iter().collect::<Option<_>>()?;
        let mut network = self.clone();
        for (label, place) in self.treatments.iter().zip(&places) {
            network.treatments[*place].clone_from(label);
        }
        for arm in network.trials.iter_mut().flat_map(|trial| &mut trial.arms) {
            *arm = places[*arm];
        }
        Some(network)
    }

    /// The network of some of the trials, by place, with the treatments that they have; `None` when
    /// there is none.
    pub(crate) fn of_trials(&self, places: &[usize]) -> Option<Self> {
        let trials: Vec<Trial> = places
            .iter()
            .filter_map(|at| self.trials.get(*at).cloned())
            .collect();
        self.with_treatments_of(trials)
    }

    /// The network of those trials for which `keep` says so, with the treatments that they have;
    /// `None` when none is left.
    #[must_use]
    pub fn restricted(&self, mut keep: impl FnMut(&Trial) -> bool) -> Option<Self> {
        let trials = self.trials.iter().filter(|trial| keep(trial)).cloned();
        self.with_treatments_of(trials.collect())
    }

    fn with_treatments_of(&self, mut trials: Vec<Trial>) -> Option<Self> {
        let mut places: Vec<Option<usize>> = vec![None; self.treatments.len()];
        for arm in trials.iter().flat_map(|trial| &trial.arms) {
            places[*arm] = Some(0);
        }
        let kept = places.iter_mut().flatten();
        for (new, place) in kept.enumerate() {
            *place = new;
        }
        for arm in trials.iter_mut().flat_map(|trial| &mut trial.arms) {
            *arm = places[*arm].unwrap_or(0);
        }
        let names = self.treatments.iter().zip(&places);
        let treatments = names
            .filter(|(_, place)| place.is_some())
            .map(|(name, _)| name.clone())
            .collect();
        (!trials.is_empty()).then_some(Self { treatments, trials })
    }
}

/// The labels met so far.
#[derive(Default)]
struct Labels {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Labels {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len();
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    fn checked(&mut self, given: TrialEstimates) -> Result<Trial, NetworkError> {
        let TrialEstimates {
            study,
            treatments,
            estimates,
            covariance,
        } = given;
        names(&study, &treatments)?;
        let needed = treatments.len() - 1;
        if estimates.len() != needed || covariance.shape() != (needed, needed) {
            return Err(NetworkError::Shape {
                trial: study,
                arms: treatments.len(),
                needed,
            });
        }
        if let Some(estimate) = estimates.iter().find(|y| !y.is_finite()) {
            return Err(NetworkError::Estimate {
                trial: study,
                estimate: *estimate,
            });
        }
        let lopsided = (&covariance - covariance.transpose()).amax() > 1e-9 * covariance.amax();
        if lopsided || Cholesky::new(covariance.clone()).is_err() {
            return Err(NetworkError::NotPositiveDefinite(study));
        }
        Ok(Trial {
            arms: treatments.iter().map(|name| self.place(name)).collect(),
            values: std::iter::once(0.0).chain(estimates).collect(),
            covariance,
            label: study,
        })
    }
}

/// Checks the names of one trial.
pub(crate) fn names(study: &str, treatments: &[String]) -> Result<(), NetworkError> {
    if study.trim().is_empty() {
        return Err(NetworkError::NoName("study"));
    }
    for (i, name) in treatments.iter().enumerate() {
        if name.trim().is_empty() {
            return Err(NetworkError::NoName("treatment"));
        }
        if treatments[..i].contains(name) {
            return Err(NetworkError::DuplicateArm {
                trial: study.to_owned(),
                treatment: name.clone(),
            });
        }
    }
    match treatments {
        [] => Err(NetworkError::Empty),
        [only] => Err(NetworkError::OneArm {
            trial: study.to_owned(),
            treatment: only.clone(),
        }),
        _ => Ok(()),
    }
}

/// Checks one printed comparison by itself.
fn check(contrast: &Contrast) -> Result<(), NetworkError> {
    let trial = || contrast.study.clone();
    if contrast.treatment1 == contrast.treatment2 {
        return Err(NetworkError::SelfComparison {
            trial: trial(),
            treatment: contrast.treatment1.clone(),
        });
    }
    if !contrast.estimate.is_finite() {
        return Err(NetworkError::Estimate {
            trial: trial(),
            estimate: contrast.estimate,
        });
    }
    let variance = contrast.standard_error * contrast.standard_error;
    if !(contrast.standard_error > 0.0 && variance > 0.0 && variance.is_finite()) {
        return Err(NetworkError::StandardError {
            trial: trial(),
            standard_error: contrast.standard_error,
        });
    }
    Ok(())
}

/// Puts checked comparisons of one study together into one trial.
pub(super) fn estimates_together(
    study: &str,
    contrasts: &[Contrast],
    adds_up_within: f64,
) -> Result<TrialEstimates, NetworkError> {
    if contrasts.is_empty() {
        return Err(NetworkError::Empty);
    }
    contrasts.iter().try_for_each(check)?;
    let group: Vec<&Contrast> = contrasts.iter().collect();
    together(study, &group, adds_up_within)
}

/// Puts the comparisons of one study together into one trial.
fn together(
    study: &str,
    group: &[&Contrast],
    adds_up_within: f64,
) -> Result<TrialEstimates, NetworkError> {
    let mut treatments: Vec<String> = Vec::new();
    for contrast in group {
        for name in [&contrast.treatment1, &contrast.treatment2] {
            if !treatments.contains(name) {
                treatments.push(name.clone());
            }
        }
    }
    let a = treatments.len();
    let (mut differences, mut variances) = (Matrix::zeros(a, a), Matrix::zeros(a, a));
    for contrast in group {
        let place = |name: &String| treatments.iter().position(|t| t == name).unwrap_or(0);
        let (i, j) = (place(&contrast.treatment1), place(&contrast.treatment2));
        if variances[(i, j)] > 0.0 {
            return Err(NetworkError::DuplicateContrast {
                trial: study.to_owned(),
                treatment1: contrast.treatment1.clone(),
                treatment2: contrast.treatment2.clone(),
            });
        }
        differences[(i, j)] = contrast.estimate;
        differences[(j, i)] = -contrast.estimate;
        let variance = contrast.standard_error * contrast.standard_error;
        variances[(i, j)] = variance;
        variances[(j, i)] = variance;
    }
    complete(study, &treatments, &variances)?;
    let estimates = add_up(study, &treatments, &differences, adds_up_within)?;
    let covariance = Matrix::from_fn(a - 1, a - 1, |i, j| {
        let (i, j) = (i + 1, j + 1);
        0.5 * (variances[(0, i)] + variances[(0, j)] - variances[(i, j)])
    });
    Ok(TrialEstimates {
        study: study.to_owned(),
        treatments,
        estimates,
        covariance,
    })
}

/// Checks that every two arms of a trial are compared.
fn complete(
    study: &str,
    treatments: &[String],
    variances: &Matrix<f64>,
) -> Result<(), NetworkError> {
    let arms = treatments.len();
    for i in 0..arms {
        for j in 0..i {
            if variances[(i, j)] == 0.0 {
                return Err(NetworkError::MissingContrast {
                    trial: study.to_owned(),
                    treatment1: treatments[j].clone(),
                    treatment2: treatments[i].clone(),
                    arms,
                    needed: arms * (arms - 1) / 2,
                });
            }
        }
    }
    Ok(())
}

/// Returns the differences from the first arm that fit all differences best, by least squares.
fn add_up(
    study: &str,
    treatments: &[String],
    differences: &Matrix<f64>,
    within: f64,
) -> Result<Vec<f64>, NetworkError> {
    let arms = treatments.len();
    if arms == 2 {
        return Ok(vec![differences[(1, 0)]]);
    }
    let means: Vec<f64> = (0..arms)
        .map(|i| differences.row(i).sum() / arms as f64)
        .collect();
    for i in 0..arms {
        for j in 0..i {
            let (found, implied) = (differences[(j, i)], means[j] - means[i]);
            // Adding up costs a few roundings of the largest number.
            let rounding = 1e-12 * differences.amax();
            if (found - implied).abs() > within + rounding {
                return Err(NetworkError::DoesNotAddUp {
                    trial: study.to_owned(),
                    treatment1: treatments[j].clone(),
                    treatment2: treatments[i].clone(),
                    found,
                    implied,
                    tolerance: within,
                });
            }
        }
    }
    Ok((1..arms).map(|i| means[i] - means[0]).collect())
}
