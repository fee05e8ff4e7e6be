//! Many groups into one, several outcomes into one, one group into several.

use super::{ConversionError, Converted, Method, correlation, positive};
use crate::effect::means::Group;
use crate::effect::proportion::{Count, Split};
use crate::effect::{Effect, EffectError};
use euthymia_numerics::linear::Matrix;

/// Returns one group of many, as if all had been measured together: exact, and the same in any order
/// up to rounding.
///
/// n = Σnᵢ, mean = Σnᵢmᵢ/n, s² = [Σ(nᵢ − 1)sᵢ² + Σnᵢ(mᵢ − mean)²]/(n − 1).
///
/// # Errors
/// [`ConversionError::Impossible`] without groups; [`ConversionError::Effect`] when a sum overflows.
///
/// # References
/// Cochrane Handbook 6.5.2.10; for two groups [`Group::combined`].
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::combine::groups;
/// use euthymia_synthesis::effect::means::Group;
/// // 1, 3 and 5, 7 and 9, 11: mean 6, variance 70/5.
/// let sd = 2.0_f64.sqrt();
/// let all = [Group::new(2.0, sd, 2)?, Group::new(6.0, sd, 2)?, Group::new(10.0, sd, 2)?];
/// let one = groups(&all)?.value;
/// assert_eq!((one.mean(), one.n()), (6.0, 6));
/// assert!((one.sd() - 14.0_f64.sqrt()).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn groups(groups: &[Group]) -> Result<Converted<Group>, ConversionError> {
    let total = groups
        .iter()
        .try_fold(0_u64, |sum, group| sum.checked_add(group.n()))
        .ok_or(EffectError::NotFinite(f64::INFINITY))?;
    if groups.is_empty() {
        return Err(ConversionError::Impossible("there is no group to combine"));
    }
    let n = total as f64;
    let share = |group: &Group| group.n() as f64 / n;
    let mean: f64 = groups.iter().map(|g| share(g) * g.mean()).sum();
    let squares: f64 = groups
        .iter()
        .map(|g| (g.n() as f64 - 1.0) * g.sd().powi(2) + g.n() as f64 * (g.mean() - mean).powi(2))
        .sum();
    let method = Method {
        name: "groups combined into one",
        assumption: None,
        source: "Cochrane Handbook 6.5.2.10",
    };
    let group = Group::new(mean, (squares / (n - 1.0)).sqrt(), total)?;
    Ok(Converted::new(group, method))
}

/// Returns the sum of events and of sizes.
///
/// # Errors
/// [`ConversionError::Effect`] without groups or when a sum overflows.
pub fn counts(counts: &[Count]) -> Result<Converted<Count>, ConversionError> {
    let sum = |of: fn(&Count) -> u64| {
        let total = counts
            .iter()
            .try_fold(0_u64, |sum, count| sum.checked_add(of(count)));
        total.ok_or(EffectError::NotFinite(f64::INFINITY))
    };
    let method = Method {
        name: "counts added",
        assumption: None,
        source: "Cochrane Handbook 23.3.4",
    };
    let count = Count::new(sum(Count::events)?, sum(Count::n)?)?;
    Ok(Converted::new(count, method))
}

/// Returns the mean of several effects in the same people, Ȳ = ΣYᵢ/m with variance
/// (1/m²) Σᵢ Σⱼ rᵢⱼ √(VᵢVⱼ).
///
/// # Input
/// `correlations`: the correlations of the effects (close to those of the measurements), m × m,
/// symmetric with ones on the diagonal.
///
/// # Errors
/// No effects, a matrix of another size, a correlation outside [−1, 1] or not symmetric,
/// correlations that give no positive variance.
///
/// # References
/// Borenstein M et al. Introduction to Meta-Analysis. Wiley 2009, ch. 24, eqs 24.1–24.5.
///
/// # Example
/// ```
/// use euthymia_numerics::linear::Matrix;
/// use euthymia_synthesis::conversion::combine::composite;
/// use euthymia_synthesis::effect::Effect;
/// let effects = [Effect::new(0.3, 0.05)?, Effect::new(0.1, 0.05)?];
/// let r = Matrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0]);
/// let mean = composite(&effects, &r)?.value;
/// assert!((mean.estimate - 0.2).abs() < 1e-15);
/// assert!((mean.variance.get() - 0.0375).abs() < 1e-16);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn composite(
    effects: &[Effect],
    correlations: &Matrix<f64>,
) -> Result<Converted<Effect>, ConversionError> {
    let m = effects.len();
    let spreads: Vec<f64> = effects.iter().map(|e| e.variance.get().sqrt()).collect();
    let variance = variance_of_mean(&spreads, correlations)?;
    let mean = effects.iter().map(|e| e.estimate / m as f64).sum();
    let effect = Effect::new(mean, positive("the variance of the composite", variance)?)?;
    Ok(Converted::new(effect, COMPOSITE))
}

/// Returns the difference of two effects in the same people with variance V₁ + V₂ − 2r√(V₁V₂).
///
/// # Errors
/// A correlation outside [−1, 1]; [`ConversionError::NotPositive`] when it leaves no variance.
///
/// # References
/// Borenstein M et al. Introduction to Meta-Analysis. Wiley 2009, ch. 24, eqs 24.6–24.7.
pub fn difference(
    first: &Effect,
    second: &Effect,
    r: f64,
) -> Result<Converted<Effect>, ConversionError> {
    let r = correlation(r)?;
    let (s1, s2) = (first.variance.get().sqrt(), second.variance.get().sqrt());
    let variance = (s1 - s2).powi(2) + 2.0 * (1.0 - r) * s1 * s2;
    let variance = positive("the variance of the difference", variance)?;
    let effect = Effect::new(first.estimate - second.estimate, variance)?;
    let method = Method {
        name: "difference of two effects in the same people",
        ..COMPOSITE
    };
    Ok(Converted::new(effect, method))
}

/// Returns the standard deviation of the mean of several measurements of one person,
/// √[(1/m²) ΣᵢΣⱼ rᵢⱼ sᵢ sⱼ].
///
/// # Errors
/// As [`composite`], and a standard deviation that is not positive.
pub fn composite_sd(
    sds: &[f64],
    correlations: &Matrix<f64>,
) -> Result<Converted<f64>, ConversionError> {
    for sd in sds {
        positive("a standard deviation", *sd)?;
    }
    let variance = variance_of_mean(sds, correlations)?;
    let sd = positive("the SD of the composite", variance.sqrt())?;
    Ok(Converted::new(sd, COMPOSITE))
}

const COMPOSITE: Method = Method {
    name: "mean of correlated outcomes",
    assumption: Some("the correlations between the outcomes are as given"),
    source: "Borenstein et al. 2009, Introduction to Meta-Analysis, ch. 24",
};

fn variance_of_mean(spreads: &[f64], correlations: &Matrix<f64>) -> Result<f64, ConversionError> {
    let m = spreads.len();
    if m == 0 || correlations.shape() != (m, m) {
        return Err(ConversionError::Impossible(
            "the correlations need one row and one column for each outcome, and at least one outcome",
        ));
    }
    let mut sum = 0.0;
    for (i, si) in spreads.iter().enumerate() {
        for (j, sj) in spreads.iter().enumerate() {
            let (r, mirrored) = (correlations[(i, j)], correlations[(j, i)]);
            correlation(r)?;
            if (r - mirrored).abs() > 1e-12 || (i == j && r != 1.0) {
                return Err(ConversionError::Impossible(
                    "a correlation matrix is symmetric and has ones on its diagonal",
                ));
            }
            sum += r * si * sj;
        }
    }
    Ok(sum / (m as f64).powi(2))
}

const SHARED: Method = Method {
    name: "shared group divided among comparisons",
    assumption: Some(
        "the comparisons are treated as independent, which they are only approximately",
    ),
    source: "Cochrane Handbook 23.3.4",
};

/// Divides a group that serves in several comparisons: mean and standard deviation stay, people are
/// shared out as evenly as whole numbers allow, larger parts first.
///
/// # Errors
/// No parts, or parts below 2 people, which have no standard deviation.
pub fn shared_group(group: &Group, parts: u64) -> Result<Converted<Vec<Group>>, ConversionError> {
    let range = "at least 1 and at most half the group";
    if parts == 0 || parts > group.n() / 2 {
        return Err(ConversionError::Count {
            what: "the number of parts",
            found: parts,
            range,
        });
    }
    let (each, extra) = (group.n() / parts, group.n() % parts);
    if parts > PARTS_MAX {
        return Err(too_many(parts));
    }
    let part = |i: u64| Group::new(group.mean(), group.sd(), each + u64::from(i < extra));
    let parts: Result<Vec<Group>, EffectError> = (0..parts).map(part).collect();
    Ok(Converted::new(parts?, SHARED))
}

/// No trial has more arms than this.
const PARTS_MAX: u64 = 1000;

fn too_many(found: u64) -> ConversionError {
    ConversionError::Count {
        what: "the number of parts",
        found,
        range: "at least 1 and at most 1000",
    }
}

/// Divides counts that serve in several comparisons: events and others over the number of parts, so
/// that the risk stays. They need not be whole.
///
/// # Errors
/// No parts, or more than 1,000.
pub fn shared_count(count: &Count, parts: u64) -> Result<Converted<Split>, ConversionError> {
    if parts == 0 || parts > PARTS_MAX {
        return Err(too_many(parts));
    }
    let parts = parts as f64;
    let split = Split {
        events: count.events() as f64 / parts,
        others: (count.n() - count.events()) as f64 / parts,
        added: 0.0,
    };
    Ok(Converted::new(split, SHARED))
}
