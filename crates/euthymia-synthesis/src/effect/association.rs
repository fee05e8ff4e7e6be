//! Association in a two-by-two table: Peto's odds ratio, arcsine difference, φ, Yule's Q and Y.
//!
//! Symbols as in [`two_by_two`](super::two_by_two): a and b of n₁ with and without the event, c and
//! d of n₂; N = n₁ + n₂, m₁ = a + c, m₂ = b + d.

use super::correlation::fisher_z_of;
use super::two_by_two::Cells;
use super::{Effect, EffectError};

/// Returns Peto's log odds ratio (O − E)/V with variance 1/V, where O = a, E = n₁m₁/N and
/// V = n₁n₂m₁m₂/[N²(N − 1)].
///
/// It exists with one empty cell and needs no correction there. It is biased when the odds ratio is
/// far from 1 or the groups differ much in size.
///
/// # Errors
/// [`EffectError::NotFinite`] when nobody or everybody had the event.
///
/// # References
/// Yusuf S, Peto R, Lewis J, Collins R, Sleight P. Prog Cardiovasc Dis 1985;27:335–371. Greenland S,
/// Salvan A. Stat Med 1990;9:247–252 for the bias. Also known as: one-step odds ratio.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::association::peto_log_odds_ratio;
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// // O − E = 3 − 2 = 1; V = 4·4·4·4/(64·7) = 4/7.
/// let effect = peto_log_odds_ratio(&TwoByTwo::new(3, 4, 1, 4)?.cells())?;
/// assert!((effect.estimate - 1.75).abs() < 1e-15);
/// assert!((effect.variance.get() - 1.75).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn peto_log_odds_ratio(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (n1, n2) = (a + b, c + d);
    let n = n1 + n2;
    let (events, others) = (a + c, b + d);
    let information = (n1 / n) * (n2 / n) * events * (others / (n - 1.0));
    // a − n₁m₁/N = (ad − bc)/N, without the cancellation.
    let excess = a * (d / n) - b * (c / n);
    Effect::new(excess / information, 1.0 / information)
}

/// Returns the arcsine difference arcsin √(a/n₁) − arcsin √(c/n₂) with variance
/// 1/(4n₁) + 1/(4n₂), in radians.
///
/// It exists for every table, empty cells included. Twice this is Cohen's h.
///
/// # Errors
/// None for the cells of a table; as [`Effect::new`] for cells that are not counts.
///
/// # References
/// Rücker G, Schwarzer G, Carpenter J, Olkin I. Stat Med 2009;28:721–738.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::association::arcsine_difference;
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// // arcsin 1 − arcsin √½ = π/4.
/// let effect = arcsine_difference(&TwoByTwo::new(5, 5, 5, 10)?.cells())?;
/// assert!((effect.estimate - std::f64::consts::FRAC_PI_4).abs() < 1e-15);
/// assert!((effect.variance.get() - 0.075).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn arcsine_difference(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (n1, n2) = (a + b, c + d);
    Effect::new(
        (a / n1).sqrt().asin() - (c / n2).sqrt().asin(),
        0.25 / n1 + 0.25 / n2,
    )
}

/// How the people of a table were sampled; it decides what varies in φ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Only the total was fixed: one sample, classified in two ways (`vtype = "CS"`).
    CrossSectional,
    /// The two group sizes were fixed (`vtype = "ST"`).
    Stratified,
}

/// Returns the φ coefficient (ad − bc)/√(n₁n₂m₁m₂) with its large-sample variance.
///
/// Cross-sectional, with p = n₁/N, q = 1 − p, s = m₁/N and u = 1 − s:
/// {1 − φ² + φ(1 + φ²/2)(p − q)(s − u)/√(pqsu) − ¾φ²[(p − q)²/(pq) + (s − u)²/(su)]}/N.
///
/// Stratified: the delta method on φ = √(pq)(p₁ − p₂)/√(su) as a function of the two independent
/// proportions p₁ = a/n₁ and p₂ = c/n₂, s = p p₁ + q p₂:
/// ∂φ/∂p₁ = √(pq)[1/√(su) − p(p₁ − p₂)(1 − 2s)/(2(su)^{3/2})], and with −1 and q for p₂.
///
/// # Errors
/// [`EffectError::NotFinite`] when a margin is empty; [`EffectError::Variance`] when φ is ±1.
///
/// # References
/// Yule GU. J R Stat Soc 1912;75:579–652.
pub fn phi(cells: &Cells, sampling: Sampling) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (n1, n2) = (a + b, c + d);
    let n = n1 + n2;
    let (p, q) = (n1 / n, n2 / n);
    let (s, u) = ((a + c) / n, (b + d) / n);
    let phi = (a / n * (d / n) - b / n * (c / n)) / (p * q * s * u).sqrt();
    let variance = match sampling {
        Sampling::CrossSectional => {
            let skew = (p - q) * (s - u) / (p * q * s * u).sqrt();
            let spread = (p - q).powi(2) / (p * q) + (s - u).powi(2) / (s * u);
            let square = phi * phi;
            (1.0 - square + phi * (1.0 + square / 2.0) * skew - 0.75 * square * spread) / n
        }
        Sampling::Stratified => {
            let (p1, p2) = (a / n1, c / n2);
            let pull = (p1 - p2) * (u - s) / (2.0 * s * u);
            let slope1 = 1.0 - p * pull;
            let slope2 = -1.0 - q * pull;
            let within1 = p1 * (b / n1) / n1;
            let within2 = p2 * (d / n2) / n2;
            p * q / (s * u) * (slope1 * slope1 * within1 + slope2 * slope2 * within2)
        }
    };
    Effect::new(phi, variance)
}

/// Returns Fisher's z of φ: artanh φ with variance v/(1 − φ²)², v the variance of [`phi`].
///
/// # Errors
/// As [`phi`].
pub fn phi_z(cells: &Cells, sampling: Sampling) -> Result<Effect, EffectError> {
    fisher_z_of(&phi(cells, sampling)?)
}

/// Returns Yule's Q = (ad − bc)/(ad + bc) with variance ¼(1 − Q²)²(1/a + 1/b + 1/c + 1/d).
///
/// # Errors
/// [`EffectError::NotFinite`] or [`EffectError::Variance`] on an uncorrected zero.
///
/// # References
/// Yule GU. J R Stat Soc 1912;75:579–652.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::association::{yule_q, yule_y};
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// // The odds ratio is 16: Q = 15/17 and Y = (4 − 1)/(4 + 1).
/// let cells = TwoByTwo::new(8, 10, 2, 10)?.cells();
/// assert!((yule_q(&cells)?.estimate - 15.0 / 17.0).abs() < 1e-15);
/// assert!((yule_y(&cells)?.estimate - 0.6).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn yule_q(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (concordant, discordant) = (a * d, b * c);
    // 1 − Q² = 4(ad)(bc)/(ad + bc)².
    let total = concordant + discordant;
    let rest = 4.0 * (concordant / total) * (discordant / total);
    Effect::new(
        (concordant - discordant) / total,
        0.25 * rest * rest * reciprocals(cells),
    )
}

/// Returns Yule's Y = (√(ad) − √(bc))/(√(ad) + √(bc)) with variance
/// (1 − Y²)²(1/a + 1/b + 1/c + 1/d)/16.
///
/// # Errors
/// As [`yule_q`].
///
/// # References
/// Yule GU. J R Stat Soc 1912;75:579–652. Also known as: coefficient of colligation.
pub fn yule_y(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (concordant, discordant) = (a.sqrt() * d.sqrt(), b.sqrt() * c.sqrt());
    let total = concordant + discordant;
    let rest = 4.0 * (concordant / total) * (discordant / total);
    Effect::new(
        (concordant - discordant) / total,
        rest * rest * reciprocals(cells) / 16.0,
    )
}

fn reciprocals(cells: &Cells) -> f64 {
    1.0 / cells.a + 1.0 / cells.b + 1.0 / cells.c + 1.0 / cells.d
}
