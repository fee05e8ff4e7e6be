//! Proportions that vary from study to study as a beta distribution: mean and overdispersion.
//!
//! # Model
//! xᵢ of nᵢ is binomial with a chance pᵢ that is beta distributed with mean π and intraclass
//! correlation ρ, so that two patients of one study have correlated outcomes. With θ = ρ/(1 − ρ) the
//! likelihood of one study is
//! C(n, x) Πⱼ₍ⱼ₌₀…ₓ₋₁₎ (π + jθ) Πⱼ₍ⱼ₌₀…ₙ₋ₓ₋₁₎ (1 − π + jθ) / Πⱼ₍ⱼ₌₀…ₙ₋₁₎ (1 + jθ),
//! which at θ = 0 is the binomial. Unlike the normal distribution of logits, π is the mean of
//! the proportions themselves.
//!
//! # References
//! Skellam JG. J R Stat Soc B 1948;10:257–261. Williams DA. Biometrics 1975;31:949–952.
//! Kuss O. Stat Med 2015;34:1097–1116 (two groups, studies without events included).

use crate::effect::proportion::Count;
use crate::effect::two_by_two::TwoByTwo;
use crate::glmm::climb::{Climb, climb, covariance};
use crate::glmm::marginal::Slope;
use crate::glmm::{Effects, End, GlmmError};
use crate::pairwise::Bounds;
use euthymia_numerics::minimum::{Iteration, Outcome};
use euthymia_numerics::{Probability, chi_squared, gamma::ln_gamma, normal};
use std::collections::BTreeMap;

/// The intraclass correlation and how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// ρ̂ in [0, 1).
    pub value: f64,
    /// From the observed information; `None` at the boundary.
    pub standard_error: Option<f64>,
    /// True when ρ = 0, the binomial distribution, is the best value.
    pub at_zero: bool,
}

/// A beta-binomial fit, on the log-odds scale.
#[derive(Clone, Debug, PartialEq)]
pub struct BetaBinomialFit {
    /// Number of studies.
    pub k: usize,
    /// The logit of the mean proportion, or the log odds ratio of the means of two groups.
    pub estimate: f64,
    /// From the observed information.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided p-value for a true value of zero.
    pub p_value: f64,
    /// Wald limits.
    pub bounds: Bounds,
    /// The logit of the mean of the control group, for two groups.
    pub control: Option<f64>,
    /// `None` for a common effect.
    pub correlation: Option<Correlation>,
    /// With all constants.
    pub log_likelihood: f64,
    /// Number of parameters.
    pub parameters: usize,
    /// Likelihood-ratio statistic against the binomial model (ρ = 0), whose p-value is halved because
    /// ρ lies at its boundary there; `None` for a common effect.
    pub overdispersion: Option<(f64, f64)>,
    /// How the search ended.
    pub outcome: Outcome,
    /// Every accepted step: logit of the level, log odds ratio, √θ.
    pub trace: Vec<Iteration>,
}

/// Groups that have the same numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Group {
    events: u64,
    others: u64,
    /// 1 in the treatment group, 0 otherwise.
    treated: f64,
    copies: f64,
}

/// The largest group whose terms are summed one by one.
const GROUP_MAX: u64 = 10_000_000;

/// Fits the mean of one group's proportions.
///
/// # Errors
/// [`GlmmError`]: no study; no event, or nothing but events, in all of them; only such extremes.
///
/// # Checked against
/// `VGAM` 1.1-7 and mpmath: `tests/it/agrees_with_vgam.rs`.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::beta_binomial::fit_proportions;
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::glmm::Effects;
/// let counts = [Count::new(1, 10)?, Count::new(9, 10)?];
/// let fit = fit_proportions(&counts, Effects::Random, Probability::NINETY_FIVE)?;
/// // By symmetry the mean is one half.
/// assert!(fit.estimate.abs() < 1e-9);
/// assert!(fit.correlation.unwrap().value > 0.3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_proportions(
    counts: &[Count],
    effects: Effects,
    level: Probability,
) -> Result<BetaBinomialFit, GlmmError> {
    let all = counts
        .iter()
        .map(|count| (count.events(), count.n(), false));
    let groups = collect(all)?;
    fit(&groups, counts.len(), effects, level, false)
}

/// Fits the log odds ratio of two groups' mean proportions with one ρ for both.
///
/// Groups, not studies, are the clusters: nothing pairs the two groups of a study.
///
/// # Errors
/// [`GlmmError`], as for [`fit_proportions`], where one group has no event or nothing but events.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::beta_binomial::fit_odds_ratio;
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::glmm::Effects;
/// let tables = [TwoByTwo::new(8, 10, 2, 10)?, TwoByTwo::new(16, 20, 4, 20)?];
/// let fit = fit_odds_ratio(&tables, Effects::Random, Probability::NINETY_FIVE)?;
/// // All groups agree exactly: odds of 4 against 1/4, and no overdispersion.
/// assert!((fit.estimate - 16.0_f64.ln()).abs() < 1e-9);
/// assert!(fit.correlation.unwrap().at_zero);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_odds_ratio(
    tables: &[TwoByTwo],
    effects: Effects,
    level: Probability,
) -> Result<BetaBinomialFit, GlmmError> {
    let all = tables.iter().flat_map(|table| {
        let [x1, n1, x2, n2] = table.counts();
        [(x1, n1, true), (x2, n2, false)]
    });
    let groups = collect(all)?;
    fit(&groups, tables.len(), effects, level, true)
}

/// Returns the log-likelihood of one-group counts with mean `proportion` and correlation `rho`.
///
/// # Input
/// `proportion` in (0, 1), `rho` in [0, 1).
///
/// # Errors
/// [`GlmmError::TooLarge`], [`GlmmError::NoStudy`].
pub fn log_likelihood(counts: &[Count], proportion: f64, rho: f64) -> Result<f64, GlmmError> {
    let all = counts
        .iter()
        .map(|count| (count.events(), count.n(), false));
    let groups = collect(all)?;
    let logit = (proportion / (1.0 - proportion)).ln();
    Ok(total(&groups, &[logit, 0.0, (rho / (1.0 - rho)).sqrt()]).value)
}

fn collect(all: impl Iterator<Item = (u64, u64, bool)>) -> Result<Vec<Group>, GlmmError> {
    let mut known: BTreeMap<(u64, u64, bool), f64> = BTreeMap::new();
    for (events, n, treated) in all {
        if n > GROUP_MAX {
            return Err(GlmmError::TooLarge(n));
        }
        *known.entry((events, n, treated)).or_default() += 1.0;
    }
    if known.is_empty() {
        return Err(GlmmError::NoStudy {
            given: 0,
            left_out: 0,
        });
    }
    let group = |((events, n, treated), copies): ((u64, u64, bool), f64)| Group {
        events,
        others: n - events,
        treated: f64::from(u8::from(treated)),
        copies,
    };
    Ok(known.into_iter().map(group).collect())
}

/// Refuses groups whose mean or correlation has no finite estimate.
fn check(groups: &[Group], is_common: bool) -> Result<(), GlmmError> {
    for treated in [0.0, 1.0] {
        let mut same = groups.iter().filter(|g| g.treated == treated).peekable();
        if same.peek().is_none() {
            continue;
        }
        let (mut events, mut others) = (false, false);
        for group in same {
            events |= group.events > 0;
            others |= group.others > 0;
        }
        if !events {
            return Err(GlmmError::Separated(End::Lower));
        }
        if !others {
            return Err(GlmmError::Separated(End::Upper));
        }
    }
    let extreme = |group: &Group| group.events == 0 || group.others == 0;
    if !is_common && groups.iter().all(extreme) {
        return Err(GlmmError::OnlyExtremes);
    }
    Ok(())
}

fn fit(
    groups: &[Group],
    k: usize,
    effects: Effects,
    level: Probability,
    two_groups: bool,
) -> Result<BetaBinomialFit, GlmmError> {
    let share = level.get();
    if !(share > 0.0 && share < 1.0) {
        return Err(GlmmError::Level(share));
    }
    let is_common = effects == Effects::Common;
    check(groups, is_common)?;
    let logit = |treated: f64| {
        let same = groups.iter().filter(|g| g.treated == treated);
        let (events, others) = same.fold((0.0, 0.0), |(e, o), g| {
            (
                e + g.copies * g.events as f64,
                o + g.copies * g.others as f64,
            )
        });
        ((events + 0.5) / (others + 0.5)).ln()
    };
    let effect = if two_groups {
        logit(1.0) - logit(0.0)
    } else {
        0.0
    };
    let objective = |at: &[f64; 3]| total(groups, at);
    let free = [true, two_groups, false];
    let common = climb(objective, [logit(0.0), effect, 0.0], free);
    if is_common {
        return finish(&common, free, k, level, (two_groups, None));
    }
    let height = common.slope.value;
    let start = [common.at[0], common.at[1], 0.3];
    let random = climb(objective, start, [true, two_groups, true]);
    let gain = random.slope.value - height;
    // √θ is even, as τ is: where it fell to zero the binomial is the best.
    if gain <= 1e-11 * height.abs().max(1.0) {
        return finish(&common, free, k, level, (two_groups, Some((0.0, true))));
    }
    let free = [true, two_groups, true];
    finish(&random, free, k, level, (two_groups, Some((gain, false))))
}

fn finish(
    best: &Climb<3>,
    free: [bool; 3],
    k: usize,
    level: Probability,
    (two_groups, dispersion): (bool, Option<(f64, bool)>),
) -> Result<BetaBinomialFit, GlmmError> {
    let covariance = covariance(&best.slope, &free).ok_or(GlmmError::OutOfRange)?;
    let wanted = usize::from(two_groups);
    let (estimate, variance) = (best.at[wanted], covariance[wanted][wanted]);
    let standard_error = variance.sqrt();
    let statistic = estimate / standard_error;
    let width = normal::upper_quantile(level.complement().half()) * standard_error;
    let root = best.at[2];
    let theta = root * root;
    let slope = 2.0 * root.abs() / (1.0 + theta).powi(2);
    let correlation = dispersion.map(|(_, at_zero)| Correlation {
        value: theta / (1.0 + theta),
        standard_error: (!at_zero).then(|| slope * covariance[2][2].sqrt()),
        at_zero,
    });
    let overdispersion = dispersion.map(|(gain, at_zero)| {
        let statistic = 2.0 * gain;
        let p = if at_zero {
            1.0
        } else {
            0.5 * chi_squared::sf(statistic, 1.0)
        };
        (statistic, p)
    });
    if ![estimate, standard_error, best.slope.value]
        .iter()
        .all(|x| x.is_finite())
    {
        return Err(GlmmError::OutOfRange);
    }
    Ok(BetaBinomialFit {
        k,
        estimate,
        standard_error,
        statistic,
        p_value: normal::two_sided_p(statistic),
        bounds: Bounds {
            lower: estimate - width,
            upper: estimate + width,
        },
        control: two_groups.then_some(best.at[0]),
        correlation,
        log_likelihood: best.slope.value,
        parameters: 1 + wanted + usize::from(dispersion.is_some()),
        overdispersion,
        outcome: best.outcome,
        trace: best.trace.clone(),
    })
}

/// Σ ln(b + jθ) for j below a count, with its derivatives in b and θ.
#[derive(Default)]
struct Rising {
    value: f64,
    b: f64,
    theta: f64,
    bb: f64,
    b_theta: f64,
    theta_theta: f64,
}

fn rising(base: f64, theta: f64, count: u64) -> Rising {
    let mut sum = Rising::default();
    let mut product = 1.0_f64;
    for j in 0..count {
        let j = j as f64;
        let term = base + j * theta;
        product *= term;
        // One logarithm for many factors.
        if !(1e-150..=1e150).contains(&product) {
            sum.value += product.ln();
            product = 1.0;
        }
        let inverse = 1.0 / term;
        let scaled = j * inverse;
        sum.b += inverse;
        sum.theta += scaled;
        sum.bb -= inverse * inverse;
        sum.b_theta -= scaled * inverse;
        sum.theta_theta -= scaled * scaled;
    }
    sum.value += product.ln();
    sum
}

/// The log-likelihood at (logit of the level, log odds ratio, √θ) with its derivatives.
fn total(groups: &[Group], at: &[f64; 3]) -> Slope<3> {
    let mut sum = Slope::ZERO;
    for group in groups {
        sum.add(&one(group, at), group.copies);
    }
    sum
}

fn one(group: &Group, at: &[f64; 3]) -> Slope<3> {
    let (logit, root) = (at[0] + group.treated * at[1], at[2]);
    let theta = root * root;
    let (p, q) = (1.0 / (1.0 + (-logit).exp()), 1.0 / (1.0 + logit.exp()));
    let n = group.events + group.others;
    let yes = rising(p, theta, group.events);
    let no = rising(q, theta, group.others);
    let all = rising(1.0, theta, n);
    let (n, x, y) = (n as f64, group.events as f64, group.others as f64);
    let constant = ln_gamma(n + 1.0) - ln_gamma(x + 1.0) - ln_gamma(y + 1.0);
    let by_p = yes.b - no.b;
    let by_theta = yes.theta + no.theta - all.theta;
    let pq = p * q;
    let l = by_p * pq;
    let ll = (yes.bb + no.bb) * pq * pq + by_p * pq * (q - p);
    let lr = 2.0 * root * pq * (yes.b_theta - no.b_theta);
    let by_theta_twice = yes.theta_theta + no.theta_theta - all.theta_theta;
    let rr = 4.0 * theta * by_theta_twice + 2.0 * by_theta;
    let t = group.treated;
    Slope {
        value: constant + yes.value + no.value - all.value,
        gradient: [l, t * l, 2.0 * root * by_theta],
        hessian: [
            [ll, t * ll, lr],
            [t * ll, t * t * ll, t * lr],
            [lr, t * lr, rr],
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniform_chance_makes_every_count_equally_likely() {
        // Beta(1, 1): mean ½, ρ = 1/3; each of 0 … n has chance 1/(n + 1).
        for x in 0..=6 {
            let found = log_likelihood(&[Count::new(x, 6).unwrap()], 0.5, 1.0 / 3.0).unwrap();
            assert!((found + 7.0_f64.ln()).abs() < 1e-14);
        }
    }

    #[test]
    fn derivatives_are_those_of_the_value() {
        let groups = collect([(3, 9, true), (0, 4, false), (7, 12, false)].into_iter()).unwrap();
        let at = [-0.4, 0.3, 0.5];
        let here = total(&groups, &at);
        let h = 1e-5;
        for p in 0..3 {
            let (mut above, mut below) = (at, at);
            above[p] += h;
            below[p] -= h;
            let (above, below) = (total(&groups, &above), total(&groups, &below));
            let slope = (above.value - below.value) / (2.0 * h);
            assert!((here.gradient[p] - slope).abs() < 1e-7, "{p}");
            for q in 0..3 {
                let bend = (above.gradient[q] - below.gradient[q]) / (2.0 * h);
                assert!((here.hessian[p][q] - bend).abs() < 1e-6, "{p} {q}");
            }
        }
    }
}
