//! Random effects: which rows share one, and how the effects of one group are related.

use super::Grouping;
use super::parameter::{Kind, Parameter};
use euthymia_numerics::linear::Matrix;

/// One term of the random part of a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// One effect per level, independent, of variance σ²: a random intercept.
    Intercept(Grouping),
    /// One effect per level with covariance matrix σ²R and R known, such as a phylogeny.
    Related {
        /// The factor.
        grouping: Grouping,
        /// R: one row and column per level, in the order of the labels; ones on the diagonal.
        correlation: Matrix<f64>,
    },
    /// One effect per inner level within each outer level: `inner | outer`.
    Levels {
        /// How the effects of one outer level are related.
        pattern: LevelPattern,
        /// What differs within a group, such as the outcome.
        inner: Grouping,
        /// Groups that are independent of each other, such as the trial.
        outer: Grouping,
    },
    /// Random slopes: the rows of one outer level share coefficients of some columns, with a variance
    /// per column and a correlation per pair. Also known as: GEN.
    Slopes {
        /// What the columns are called.
        names: Vec<String>,
        /// The columns, one list of values per row.
        columns: Vec<Vec<f64>>,
        /// Groups that are independent of each other.
        outer: Grouping,
    },
    /// One effect per position within each outer level, with a correlation that falls with distance.
    Distances {
        /// How it falls.
        decay: Decay,
        /// Distance between two positions.
        metric: Metric,
        /// One position per row: a time, or coordinates.
        positions: Vec<Vec<f64>>,
        /// Groups that are independent of each other.
        outer: Grouping,
    },
}

/// The covariance matrix of the effects of the inner levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelPattern {
    /// One variance, one correlation. Also known as: CS.
    CompoundSymmetry,
    /// A variance per level, one correlation. Also known as: HCS.
    HeterogeneousCompoundSymmetry,
    /// A variance per level, a correlation per pair. Also known as: UN.
    Unstructured,
    /// One variance, no correlation. Also known as: ID.
    Identity,
    /// A variance per level, no correlation. Also known as: DIAG.
    Diagonal,
    /// One variance, correlation ρ to the number of levels apart. Also known as: AR(1).
    Autoregressive,
    /// The same with a variance per level. Also known as: HAR.
    HeterogeneousAutoregressive,
}

/// How a correlation falls with the distance d. ρ of all but the first is in units of the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decay {
    /// ρ^d with ρ in [0, 1]: the autoregressive structure in continuous time. Also known as: CAR.
    Power,
    /// exp(−d/ρ). Also known as: SPEXP.
    Exponential,
    /// exp(−d²/ρ²). Also known as: SPGAU.
    Gaussian,
    /// 1 − d/ρ below ρ, then 0. Also known as: SPLIN.
    Linear,
    /// 1/(1 + (d/ρ)²). Also known as: rational quadratic, SPRAT.
    RationalQuadratic,
    /// 1 − 3d/(2ρ) + d³/(2ρ³) below ρ, then 0. Also known as: SPSPH.
    Spherical,
}

/// The distance between two positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// The straight line.
    Euclidean,
    /// The sum over coordinates.
    Manhattan,
}

impl Metric {
    pub(super) fn distance(self, a: &[f64], b: &[f64]) -> f64 {
        let apart = a.iter().zip(b).map(|(x, y)| (x - y).abs());
        match self {
            Self::Manhattan => apart.sum(),
            Self::Euclidean => apart.fold(0.0, f64::hypot),
        }
    }
}

impl Decay {
    /// The correlation at a distance.
    fn correlation(self, distance: f64, rho: f64) -> f64 {
        if distance == 0.0 {
            return 1.0;
        }
        let share = distance / rho;
        match self {
            Self::Power => rho.powf(distance),
            Self::Exponential => (-share).exp(),
            Self::Gaussian => (-share * share).exp(),
            Self::Linear => (1.0 - share).max(0.0),
            Self::RationalQuadratic => 1.0 / (1.0 + share * share),
            Self::Spherical if share < 1.0 => 1.0 - 1.5 * share + 0.5 * share.powi(3),
            Self::Spherical => 0.0,
        }
    }
}

impl LevelPattern {
    /// True when each inner level has its own variance.
    fn is_heterogeneous(self) -> bool {
        matches!(
            self,
            Self::HeterogeneousCompoundSymmetry
                | Self::Unstructured
                | Self::Diagonal
                | Self::HeterogeneousAutoregressive
        )
    }

    /// Number of correlations with `m` levels.
    fn correlations(self, m: usize) -> usize {
        match self {
            Self::Identity | Self::Diagonal => 0,
            Self::Unstructured => m * m.saturating_sub(1) / 2,
            _ => usize::from(m > 1),
        }
    }

    /// The covariance of two inner levels of one group.
    fn covariance(self, theta: &[f64], m: usize, a: usize, b: usize) -> f64 {
        let (tau2, rho) = theta.split_at(if self.is_heterogeneous() { m } else { 1 });
        let variance = |level: usize| {
            if self.is_heterogeneous() {
                tau2[level]
            } else {
                tau2[0]
            }
        };
        if a == b {
            return variance(a);
        }
        let correlation = match self {
            Self::Identity | Self::Diagonal => return 0.0,
            Self::Unstructured => rho[pair(m, a, b)],
            Self::CompoundSymmetry | Self::HeterogeneousCompoundSymmetry => rho[0],
            Self::Autoregressive | Self::HeterogeneousAutoregressive => {
                let apart = i32::try_from(a.abs_diff(b)).unwrap_or(i32::MAX);
                rho[0].powi(apart)
            }
        };
        if self.is_heterogeneous() {
            correlation * (variance(a) * variance(b)).sqrt()
        } else {
            correlation * tau2[0]
        }
    }
}

/// The place of a pair of levels among the correlations of an unstructured matrix: (1,2), (1,3), …,
/// (2,3), …
pub(super) fn pair(m: usize, a: usize, b: usize) -> usize {
    let (low, high) = (a.min(b), a.max(b));
    low * (2 * m - low - 1) / 2 + high - low - 1
}

impl Term {
    /// What the term is called.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Intercept(grouping) | Self::Related { grouping, .. } => {
                grouping.name().to_owned()
            }
            Self::Levels { inner, outer, .. } => format!("{} | {}", inner.name(), outer.name()),
            Self::Distances { outer, .. } => format!("distance | {}", outer.name()),
            Self::Slopes { names, outer, .. } => {
                format!("{} | {}", names.join(" + "), outer.name())
            }
        }
    }

    /// The factor whose levels are independent of each other (unless they are related).
    #[must_use]
    pub fn outer(&self) -> &Grouping {
        match self {
            Self::Intercept(grouping) | Self::Related { grouping, .. } => grouping,
            Self::Levels { outer, .. }
            | Self::Distances { outer, .. }
            | Self::Slopes { outer, .. } => outer,
        }
    }

    /// The parameters of the term: variances first, then correlations or a range.
    pub(super) fn parameters(&self, term: usize) -> Vec<Parameter> {
        let name = self.name();
        let named = |name: String, kind| Parameter { name, kind, term };
        match self {
            Self::Intercept(_) | Self::Related { .. } => {
                vec![named(format!("sigma2({name})"), Kind::Variance)]
            }
            Self::Distances { decay, .. } => {
                let kind = match decay {
                    Decay::Power => Kind::Correlation {
                        lowest: 0.0,
                        highest: 1.0,
                    },
                    _ => Kind::Range,
                };
                vec![
                    named(format!("tau2({name})"), Kind::Variance),
                    named(format!("rho({name})"), kind),
                ]
            }
            Self::Levels { pattern, inner, .. } => {
                let mut all = variances(*pattern, inner.labels(), &name, term);
                all.extend(correlations(*pattern, inner.labels(), &name, term));
                all
            }
            Self::Slopes { names, .. } => {
                let mut all = variances(LevelPattern::Unstructured, names, &name, term);
                all.extend(correlations(LevelPattern::Unstructured, names, &name, term));
                all
            }
        }
    }

    /// The covariance that the term gives to two rows.
    pub(super) fn covariance(&self, theta: &[f64], i: usize, j: usize) -> f64 {
        let level = |grouping: &Grouping, row: usize| grouping.level_of_row()[row];
        if let Self::Related {
            grouping,
            correlation,
        } = self
        {
            return theta[0] * correlation[(level(grouping, i), level(grouping, j))];
        }
        if level(self.outer(), i) != level(self.outer(), j) {
            return 0.0;
        }
        match self {
            Self::Intercept(_) | Self::Related { .. } => theta[0],
            Self::Levels { pattern, inner, .. } => {
                pattern.covariance(theta, inner.levels(), level(inner, i), level(inner, j))
            }
            Self::Slopes { columns, .. } => slopes(theta, &columns[i], &columns[j]),
            Self::Distances {
                decay,
                metric,
                positions,
                ..
            } => {
                theta[0]
                    * decay.correlation(metric.distance(&positions[i], &positions[j]), theta[1])
            }
        }
    }

    /// The number of levels of an unstructured matrix; `None` for any other term.
    pub(super) fn unstructured(&self) -> Option<usize> {
        match self {
            Self::Levels {
                pattern: LevelPattern::Unstructured,
                inner,
                ..
            } => Some(inner.levels()),
            Self::Slopes { names, .. } => Some(names.len()),
            _ => None,
        }
    }
}

/// a′Gb, with G unstructured.
fn slopes(theta: &[f64], a: &[f64], b: &[f64]) -> f64 {
    let m = a.len();
    let mut sum = 0.0;
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            sum += x * y * LevelPattern::Unstructured.covariance(theta, m, i, j);
        }
    }
    sum
}

fn variances(pattern: LevelPattern, labels: &[String], name: &str, term: usize) -> Vec<Parameter> {
    let named = |name| Parameter {
        name,
        kind: Kind::Variance,
        term,
    };
    if !pattern.is_heterogeneous() {
        return vec![named(format!("tau2({name})"))];
    }
    labels
        .iter()
        .map(|label| named(format!("tau2({name}: {label})")))
        .collect()
}

fn correlations(
    pattern: LevelPattern,
    labels: &[String],
    name: &str,
    term: usize,
) -> Vec<Parameter> {
    let m = labels.len();
    let lowest = match pattern {
        LevelPattern::CompoundSymmetry | LevelPattern::HeterogeneousCompoundSymmetry if m > 1 => {
            -1.0 / (m - 1) as f64
        }
        _ => -1.0,
    };
    let named = |name| Parameter {
        name,
        kind: Kind::Correlation {
            lowest,
            highest: 1.0,
        },
        term,
    };
    if pattern != LevelPattern::Unstructured {
        let one = |_| named(format!("rho({name})"));
        return (0..pattern.correlations(m)).map(one).collect();
    }
    let pairs = (0..m).flat_map(|a| (a + 1..m).map(move |b| (a, b)));
    let label = |(a, b): (usize, usize)| format!("rho({name}: {}, {})", labels[a], labels[b]);
    pairs.map(|both| named(label(both))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_row_by_row() {
        let all: Vec<usize> = [(0, 1), (0, 2), (0, 3), (1, 2), (3, 1), (2, 3)]
            .map(|(a, b)| pair(4, a, b))
            .to_vec();
        assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn correlations_fall_from_one() {
        for decay in [
            Decay::Power,
            Decay::Exponential,
            Decay::Gaussian,
            Decay::Linear,
            Decay::RationalQuadratic,
            Decay::Spherical,
        ] {
            let at = |d| decay.correlation(d, 0.5);
            assert_eq!(at(0.0), 1.0);
            assert!(at(0.1) > at(0.2) && at(0.2) > at(0.4), "{decay:?}");
        }
        // 1 − 3/4 + 1/16 at half the range.
        assert_eq!(Decay::Spherical.correlation(1.0, 2.0), 0.3125);
    }
}
