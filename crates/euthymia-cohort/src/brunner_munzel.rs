//! The Brunner–Munzel test: do values of one group tend to be larger, when spreads may differ too?
//!
//! | symbol | meaning |
//! |---|---|
//! | p | relative effect P(X > Y) + ½ P(X = Y), X of the first group and Y of the second |
//! | V | placement of a value: the share of the other group below it, equal ones by half |

use euthymia_numerics::random::Random;
use euthymia_numerics::{Probability, normal, student_t};

use crate::group_error::{GroupError, check_group};
use crate::interval::{Interval, tail};
use crate::ranks::{Ranks, ranks};

/// The most ways to choose the first group that are all visited.
pub const CHOICES_MAX: u64 = 2_000_000;

/// How the p-value and the interval are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Student's t with Satterthwaite's degrees of freedom; the usual choice.
    T,
    /// The normal distribution.
    Normal,
    /// The p-value over all ways to choose the first group; the interval as with [`Self::T`].
    ExactPermutation,
    /// The p-value over random ways, (1 + extreme)/(1 + draws); the interval as with [`Self::T`].
    RandomPermutation {
        /// How many are drawn.
        draws: u64,
        /// The seed.
        seed: u64,
    },
}

impl Method {
    /// The method's name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::T => "t approximation",
            Self::Normal => "normal approximation",
            Self::ExactPermutation => "exact studentised permutation",
            Self::RandomPermutation { .. } => "random studentised permutation",
        }
    }
}

/// A Brunner–Munzel test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrunnerMunzel {
    /// The relative effect p, from 0 to 1; ½ when neither group tends to be larger.
    pub relative_effect: f64,
    /// Its standard error; 0 when the placements have no spread.
    pub standard_error: f64,
    /// (p − ½)/SE; `None` when the standard error is 0.
    pub statistic: Option<f64>,
    /// Degrees of freedom of the t approximation; `None` when the standard error is 0.
    pub df: Option<f64>,
    /// Two-sided p-value; `None` when the standard error is 0 and the method is no permutation.
    pub p_two_sided: Option<f64>,
    /// Interval of the relative effect, cut at 0 and 1; `None` when the standard error is 0.
    pub interval: Option<Interval>,
    /// Every value of one group is larger than every value of the other, so that the data hold no
    /// measure of chance. A permutation test still exists.
    pub is_separated: bool,
    /// How it was found.
    pub method: Method,
}

/// Tests p = ½ and estimates p.
///
/// SE² = var(V₁)/n₁ + var(V₂)/n₂ with divisors n − 1; df = SE⁴/Σ (var(Vᵢ)/nᵢ)²/(nᵢ − 1). In a
/// permutation, an arrangement without spread counts as infinitely far from ½, or as 0 at ½.
///
/// # Errors
/// [`GroupError::TooFewInGroup`] below 2, [`GroupError::NotFinite`], [`GroupError::NoSpread`] when
/// all values are tied, [`GroupError::TooLarge`] for more than [`CHOICES_MAX`] choices or 10¹⁰ values
/// drawn; a level of 0 or 1.
///
/// # References
/// Brunner & Munzel 2000, Biometrical Journal 42, 17–25; Neubert & Brunner 2007, Computational
/// Statistics & Data Analysis 51, 5192–5204 (permutation). SciPy: `brunnermunzel`.
///
/// # Example
/// ```
/// use euthymia_cohort::brunner_munzel::{Method, brunner_munzel};
/// use euthymia_numerics::Probability;
/// // Placements of 1, 3 among 2, 4: 0, ½; of 2, 4: ½, 1. SE² = (1/8)/2 + (1/8)/2.
/// let found = brunner_munzel(&[1.0, 3.0], &[2.0, 4.0], Method::T, Probability::NINETY_FIVE)?;
/// assert_eq!(found.relative_effect, 0.25);
/// assert!((found.standard_error - 8.0_f64.sqrt().recip()).abs() < 1e-15);
/// assert!((found.df.unwrap() - 2.0).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn brunner_munzel(
    first: &[f64],
    second: &[f64],
    method: Method,
    level: Probability,
) -> Result<BrunnerMunzel, GroupError> {
    let outside = tail(level)?;
    check_group(1, first, 2)?;
    check_group(2, second, 2)?;
    let ordered = Ordered::new(first, second)?;
    let observed = ordered.placements(&ordered.in_first);
    let standard_error = observed.variance().sqrt();
    let has_spread = standard_error > 0.0;
    let statistic = has_spread.then(|| observed.away() / standard_error);
    let df = has_spread.then(|| observed.df());
    let p_two_sided = match method {
        Method::T => statistic
            .zip(df)
            .map(|(t, df)| student_t::two_sided_p(t, df)),
        Method::Normal => statistic.map(normal::two_sided_p),
        Method::ExactPermutation => Some(ordered.exact(observed.statistic())?),
        Method::RandomPermutation { draws, seed } => {
            Some(ordered.random(observed.statistic(), draws, seed)?)
        }
    };
    let interval = df.map(|df| {
        let quantile = match method {
            Method::Normal => normal::upper_quantile(outside),
            _ => student_t::upper_quantile(outside, df),
        };
        Interval {
            lower: (observed.effect - quantile * standard_error).max(0.0),
            upper: (observed.effect + quantile * standard_error).min(1.0),
            level: level.get(),
        }
    });
    Ok(BrunnerMunzel {
        relative_effect: observed.effect,
        standard_error,
        statistic,
        df,
        p_two_sided,
        interval,
        is_separated: observed.effect == 0.0 || observed.effect == 1.0,
        method,
    })
}

/// All values in order: which tie each belongs to, and which group.
struct Ordered {
    /// Sizes of ties, from the smallest value.
    ties: Vec<usize>,
    in_first: Vec<bool>,
    n_first: usize,
}

/// The effect and the variances of the placements of one arrangement.
struct Placements {
    effect: f64,
    variances: [f64; 2],
    sizes: [f64; 2],
}

impl Placements {
    fn parts(&self) -> [f64; 2] {
        let ([v1, v2], [n1, n2]) = (self.variances, self.sizes);
        [v1 / n1, v2 / n2]
    }

    fn variance(&self) -> f64 {
        self.parts().iter().sum()
    }

    fn away(&self) -> f64 {
        self.effect - 0.5
    }

    fn df(&self) -> f64 {
        let ([a, b], [n1, n2]) = (self.parts(), self.sizes);
        (a + b) * (a + b) / (a * a / (n1 - 1.0) + b * b / (n2 - 1.0))
    }

    /// The distance from ½ in standard errors, infinite without spread.
    fn statistic(&self) -> f64 {
        let away = self.away().abs();
        if away == 0.0 {
            0.0
        } else {
            away / self.variance().sqrt()
        }
    }
}

impl Ordered {
    fn new(first: &[f64], second: &[f64]) -> Result<Self, GroupError> {
        let Ranks { doubled, .. } = ranks(&[first, second]);
        let mut all: Vec<(u64, bool)> = Vec::new();
        for (group, ranks) in doubled.into_iter().enumerate() {
            all.extend(ranks.into_iter().map(|rank| (rank, group == 0)));
        }
        all.sort_unstable();
        let ties: Vec<usize> = all.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).collect();
        if ties.len() < 2 {
            return Err(GroupError::NoSpread);
        }
        Ok(Self {
            ties,
            in_first: all.into_iter().map(|(_, is_first)| is_first).collect(),
            n_first: first.len(),
        })
    }

    /// Placements are counted in halves, so that they are whole numbers and sums are exact.
    fn placements(&self, in_first: &[bool]) -> Placements {
        let n1 = self.n_first as f64;
        let n2 = (in_first.len() - self.n_first) as f64;
        let (mut before1, mut before2) = (0.0, 0.0);
        let mut sums = [[0.0; 2]; 2];
        let mut rest = in_first;
        for size in &self.ties {
            let (tied, others) = rest.split_at((*size).min(rest.len()));
            let a = tied.iter().filter(|is_first| **is_first).count() as f64;
            let b = tied.len() as f64 - a;
            let [one, two] = [2.0 * before2 + b, 2.0 * before1 + a];
            let [of_first, of_second] = &mut sums;
            for (sum, count, placement) in [(of_first, a, one), (of_second, b, two)] {
                sum[0] += count * placement;
                sum[1] += count * placement * placement;
            }
            before1 += a;
            before2 += b;
            rest = others;
        }
        let variance = |[sum, squares]: [f64; 2], n: f64, other: f64| {
            // n Σx² − (Σx)² of whole numbers, exact below 2⁵³.
            (n * squares - sum * sum).max(0.0) / (n * (n - 1.0)) / (4.0 * other * other)
        };
        Placements {
            effect: sums[0][0] / (2.0 * n1 * n2),
            variances: [variance(sums[0], n1, n2), variance(sums[1], n2, n1)],
            sizes: [n1, n2],
        }
    }

    fn is_extreme(&self, in_first: &[bool], observed: f64) -> bool {
        let statistic = self.placements(in_first).statistic();
        // Equal statistics may differ in their last digits.
        statistic >= observed * (1.0 - 1e-9) || statistic >= observed
    }

    fn exact(&self, observed: f64) -> Result<f64, GroupError> {
        let n = self.in_first.len();
        let choices = (0..self.n_first).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
        if n > 62 || choices > CHOICES_MAX as f64 {
            return Err(GroupError::TooLarge {
                needed: choices,
                limit: CHOICES_MAX as f64,
            });
        }
        let (mut extreme, mut total) = (0_u64, 0_u64);
        let mut chosen = vec![false; n];
        let mut mask = (1_u64 << self.n_first) - 1;
        while mask < 1 << n {
            for (i, place) in chosen.iter_mut().enumerate() {
                *place = mask >> i & 1 == 1;
            }
            extreme += u64::from(self.is_extreme(&chosen, observed));
            total += 1;
            // The next larger number with as many bits (Gosper).
            let lowest = mask & mask.wrapping_neg();
            let carried = mask + lowest;
            mask = (((carried ^ mask) >> 2) / lowest) | carried;
        }
        Ok(extreme as f64 / total as f64)
    }

    fn random(&self, observed: f64, draws: u64, seed: u64) -> Result<f64, GroupError> {
        let needed = self.in_first.len() as f64 * draws as f64;
        if needed > 1e10 {
            return Err(GroupError::TooLarge {
                needed,
                limit: 1e10,
            });
        }
        let mut random = Random::new(seed, 0);
        let mut arrangement = self.in_first.clone();
        let mut extreme = 0_u64;
        for _ in 0..draws {
            random.shuffle(&mut arrangement);
            extreme += u64::from(self.is_extreme(&arrangement, observed));
        }
        Ok((1 + extreme) as f64 / (1 + draws) as f64)
    }
}
