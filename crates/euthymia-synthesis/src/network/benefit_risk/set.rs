//! A checked set of outcomes with the treatments that have all of them.

use super::error::{BenefitRiskError, LARGEST};
use super::outcome::{Correlation, Measured, Outcome};
use crate::network::absolute::AbsoluteError;
use crate::network::estimates::Estimates;
use euthymia_numerics::linear::{Matrix, eigen};

/// A treatment that does not have every outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The treatment.
    pub treatment: String,
    /// The outcomes for which it has no effect.
    pub outcomes: Vec<String>,
}

/// At least two outcomes, the treatments that have all of them, and how their errors go together.
#[derive(Clone, Debug, PartialEq)]
pub struct BenefitRisk {
    outcomes: Vec<Outcome>,
    treatments: Vec<String>,
    lacking: Vec<Lacking>,
    correlation: Correlation,
    pub(super) factor: Matrix<f64>,
    pub(super) effects: Vec<Effects>,
}

/// The effects of one outcome against the reference.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Effects {
    pub(super) means: Vec<f64>,
    pub(super) covariance: Matrix<f64>,
    pub(super) root: Matrix<f64>,
}

impl BenefitRisk {
    /// Checks outcomes and finds the treatments that have all of them.
    ///
    /// # Errors
    /// [`BenefitRiskError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::{Probability, linear::Matrix};
    /// use euthymia_synthesis::network::benefit_risk::*;
    /// use euthymia_synthesis::network::{Better, Estimates};
    /// let of = |name: &str, labels: &[&str], better| Ok::<_, Box<dyn std::error::Error>>(Outcome {
    ///     name: name.into(), better, measured: Measured::Difference,
    ///     estimates: Estimates::new(labels.iter().map(|l| (*l).into()).collect(),
    ///         vec![0.0; labels.len()], Matrix::identity(labels.len(), labels.len()),
    ///         Probability::NINETY_FIVE)? });
    /// let set = BenefitRisk::new(vec![of("benefit", &["A", "B", "C"], Better::Larger)?,
    ///     of("harm", &["B", "A"], Better::Smaller)?], "A", Correlation::Independent)?;
    /// assert_eq!(set.treatments(), ["A", "B"]);
    /// assert_eq!(set.lacking()[0].outcomes, ["harm"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        outcomes: Vec<Outcome>,
        reference: &str,
        correlation: Correlation,
    ) -> Result<Self, BenefitRiskError> {
        if outcomes.len() < 2 {
            return Err(BenefitRiskError::TooFewOutcomes(outcomes.len()));
        }
        for (i, outcome) in outcomes.iter().enumerate() {
            if outcomes.iter().take(i).any(|o| o.name == outcome.name) {
                return Err(BenefitRiskError::DuplicateOutcome(outcome.name.clone()));
            }
            checked(outcome, reference)?;
        }
        let (treatments, lacking) = sorted_out(&outcomes, reference);
        if treatments.len() < 2 {
            return Err(BenefitRiskError::NothingShared(reference.to_owned()));
        }
        let factor = correlation.factor(outcomes.len())?;
        let effects: Option<Vec<Effects>> = outcomes
            .iter()
            .map(|outcome| Effects::new(&outcome.estimates, &treatments))
            .collect();
        let Some(effects) = effects else {
            let broken = outcomes
                .iter()
                .find(|outcome| Effects::new(&outcome.estimates, &treatments).is_none());
            let name = broken.map_or_else(String::new, |outcome| outcome.name.clone());
            return Err(BenefitRiskError::Covariance(name));
        };
        for (outcome, effects) in outcomes.iter().zip(&effects) {
            if !drawable(outcome, effects, outcomes.len()) {
                return Err(BenefitRiskError::OutOfRange(outcome.name.clone()));
            }
        }
        Ok(Self {
            outcomes,
            treatments,
            lacking,
            correlation,
            factor,
            effects,
        })
    }

    /// The outcomes, in the order given.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// The treatments that have all outcomes, the reference first.
    #[must_use]
    pub fn treatments(&self) -> &[String] {
        &self.treatments
    }

    /// The treatments that do not, with what they lack.
    #[must_use]
    pub fn lacking(&self) -> &[Lacking] {
        &self.lacking
    }

    /// How the errors of different outcomes go together.
    #[must_use]
    pub fn correlation(&self) -> Correlation {
        self.correlation
    }

    /// The correlation of the effects of two outcomes, for each treatment but the reference; `None`
    /// for a place that does not exist.
    ///
    /// It is the stated one where the covariance matrices of both outcomes are in proportion, and
    /// weaker elsewhere.
    #[must_use]
    pub fn correlations(&self, one: usize, other: usize) -> Option<Vec<f64>> {
        let (a, b) = (self.effects.get(one)?, self.effects.get(other)?);
        let rho = if one == other {
            1.0
        } else {
            self.correlation.between_two()
        };
        let cross = &a.root * &b.root;
        let of = |i: usize| {
            let scale = (a.covariance[(i, i)] * b.covariance[(i, i)]).sqrt();
            rho * cross[(i, i)] / scale
        };
        Some((0..a.means.len()).map(of).collect())
    }

    /// What patients would see of each outcome under each treatment, at the estimates.
    #[must_use]
    pub fn levels(&self) -> Vec<Vec<f64>> {
        let of = |(outcome, effects): (&Outcome, &Effects)| {
            let baseline = outcome.measured.baseline(0.0);
            let reference = outcome.measured.reference(baseline);
            let others = effects.means.iter();
            std::iter::once(reference)
                .chain(others.map(|effect| outcome.measured.level(*effect, baseline)))
                .collect()
        };
        self.outcomes.iter().zip(&self.effects).map(of).collect()
    }
}

/// Checks one outcome by itself.
fn checked(outcome: &Outcome, reference: &str) -> Result<(), BenefitRiskError> {
    let names = outcome.estimates.treatments();
    for (i, name) in names.iter().enumerate() {
        if names.iter().take(i).any(|other| other == name) {
            return Err(BenefitRiskError::DuplicateTreatment {
                outcome: outcome.name.clone(),
                treatment: name.clone(),
            });
        }
    }
    if !names.iter().any(|name| name == reference) {
        return Err(BenefitRiskError::NoReference {
            outcome: outcome.name.clone(),
            reference: reference.to_owned(),
        });
    }
    let wrong = |source: AbsoluteError| BenefitRiskError::Absolute {
        outcome: outcome.name.clone(),
        source,
    };
    match outcome.measured {
        Measured::Mean { from, .. } => from.unit().map(|_| ()).map_err(wrong),
        _ => Ok(()),
    }
}

/// A standard normal number of 53 bits is never this far from zero.
const FARTHEST: f64 = 13.0;

/// True when no draw can be beyond what can be computed with.
fn drawable(outcome: &Outcome, effects: &Effects, outcomes: usize) -> bool {
    let measured = &outcome.measured;
    // Numbers of as many outcomes are added with weights whose squares sum to one.
    let farthest = FARTHEST * (outcomes as f64).sqrt();
    let rows = effects.means.iter().zip(effects.root.row_iter());
    let mut ends = rows.flat_map(|(mean, row)| {
        let reach = farthest * row.iter().map(|x| x.abs()).sum::<f64>();
        [mean - reach, mean + reach]
    });
    ends.all(|effect| {
        [-FARTHEST, FARTHEST].into_iter().all(|error| {
            let baseline = measured.baseline(error);
            let reference = measured.reference(baseline);
            measured.level(effect, baseline).abs() <= LARGEST && reference.abs() <= LARGEST
        })
    })
}

/// The treatments that have all outcomes, the reference first, and the others.
fn sorted_out(outcomes: &[Outcome], reference: &str) -> (Vec<String>, Vec<Lacking>) {
    let mut treatments = vec![reference.to_owned()];
    let mut lacking: Vec<Lacking> = Vec::new();
    let mut seen: std::collections::HashSet<&str> = [reference].into();
    let all = outcomes
        .iter()
        .flat_map(|outcome| outcome.estimates.treatments());
    for name in all {
        if !seen.insert(name) {
            continue;
        }
        let without = |outcome: &&Outcome| !outcome.estimates.treatments().contains(name);
        let missing: Vec<String> = outcomes
            .iter()
            .filter(without)
            .map(|outcome| outcome.name.clone())
            .collect();
        if missing.is_empty() {
            treatments.push(name.clone());
        } else {
            lacking.push(Lacking {
                treatment: name.clone(),
                outcomes: missing,
            });
        }
    }
    (treatments, lacking)
}

impl Effects {
    /// Differences from the first of these treatments; `None` when their covariances are none.
    fn new(estimates: &Estimates, treatments: &[String]) -> Option<Self> {
        let place = |name: &String| estimates.treatments().iter().position(|t| t == name);
        let places: Vec<usize> = treatments.iter().map(place).collect::<Option<_>>()?;
        let (base, others) = places.split_first()?;
        let v = estimates.covariance();
        let covariance = Matrix::from_fn(others.len(), others.len(), |i, j| {
            let at = |k: usize| others.get(k).copied().unwrap_or(*base);
            let (i, j) = (at(i), at(j));
            v[(i, j)] - v[(i, *base)] - v[(*base, j)] + v[(*base, *base)]
        });
        let value = |place: usize| estimates.values().get(place).copied();
        let first = value(*base)?;
        let means: Option<Vec<f64>> = others
            .iter()
            .map(|place| Some(value(*place)? - first))
            .collect();
        Some(Self {
            means: means?,
            root: square_root(&covariance)?,
            covariance,
        })
    }
}

/// The symmetric square root; `None` for a matrix with a negative eigenvalue.
fn square_root(covariance: &Matrix<f64>) -> Option<Matrix<f64>> {
    let found = eigen(covariance.clone());
    let largest = found.values.last().copied()?;
    let least = found.values.first().copied()?;
    if !(largest > 0.0 && largest.is_finite() && least >= -1e-9 * largest) {
        return None;
    }
    let scaled = Matrix::from_fn(found.vectors.nrows(), found.values.len(), |i, j| {
        let value = found.values.get(j).copied().unwrap_or(0.0);
        found.vectors[(i, j)] * value.max(0.0).sqrt()
    });
    Some(scaled * found.vectors.transpose())
}
