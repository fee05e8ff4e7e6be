//! Several tests at once: p-values adjusted so that they can be held against one level.
//!
//! | adjustment | controls | under |
//! |---|---|---|
//! | Bonferroni, Holm | chance of any false rejection | any dependence |
//! | Hochberg | chance of any false rejection | independence or positive dependence |
//! | Benjamini–Hochberg | expected share of false rejections | independence or positive dependence |
//! | Benjamini–Yekutieli | expected share of false rejections | any dependence |

use euthymia_numerics::Probability;

/// Which adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// m p (Dunn 1961).
    Bonferroni,
    /// Step-down (Holm 1979); never larger than Bonferroni's, with the same guarantee.
    Holm,
    /// Step-up (Hochberg 1988).
    Hochberg,
    /// Step-up for the false discovery rate (Benjamini & Hochberg 1995).
    BenjaminiHochberg,
    /// The same times 1 + 1/2 + … + 1/m (Benjamini & Yekutieli 2001).
    BenjaminiYekutieli,
}

impl Adjustment {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bonferroni => "Bonferroni",
            Self::Holm => "Holm",
            Self::Hochberg => "Hochberg",
            Self::BenjaminiHochberg => "Benjamini–Hochberg",
            Self::BenjaminiYekutieli => "Benjamini–Yekutieli",
        }
    }
}

/// Adjusts p-values; a missing one stays missing and is not counted among the m tests.
///
/// # References
/// Dunn 1961, Journal of the American Statistical Association 56, 52–64; Holm 1979, Scandinavian
/// Journal of Statistics 6, 65–70; Hochberg 1988, Biometrika 75, 800–802; Benjamini & Hochberg 1995,
/// Journal of the Royal Statistical Society B 57, 289–300; Benjamini & Yekutieli 2001, Annals of
/// Statistics 29, 1165–1188. R: `p.adjust`.
///
/// # Example
/// ```
/// use euthymia_cohort::multiplicity::{Adjustment, adjust};
/// use euthymia_numerics::Probability;
/// let p = [Some(Probability::new(0.5)?), None, Some(Probability::new(0.125)?)];
/// // Holm: 2 · 1/8, then 1 · 1/2.
/// assert_eq!(adjust(&p, Adjustment::Holm), [Some(0.5), None, Some(0.25)]);
/// # Ok::<(), euthymia_numerics::ProbabilityError>(())
/// ```
#[must_use]
pub fn adjust(p_values: &[Option<Probability>], adjustment: Adjustment) -> Vec<Option<f64>> {
    let mut present: Vec<(usize, f64)> = p_values
        .iter()
        .enumerate()
        .filter_map(|(place, p)| Some((place, (*p)?.get())))
        .collect();
    present.sort_by(|a, b| a.1.total_cmp(&b.1));
    let m = present.len() as f64;
    let harmonic: f64 = (1..=present.len()).map(|i| 1.0 / i as f64).sum();
    let factor = |i: usize| {
        let rank = i as f64 + 1.0;
        match adjustment {
            Adjustment::Bonferroni => m,
            Adjustment::Holm | Adjustment::Hochberg => m - rank + 1.0,
            Adjustment::BenjaminiHochberg => m / rank,
            Adjustment::BenjaminiYekutieli => harmonic * m / rank,
        }
    };
    let scaled = present
        .iter()
        .enumerate()
        .map(|(i, (place, p))| (*place, factor(i) * p));
    let mut adjusted = vec![None; p_values.len()];
    let mut put = |(place, value): (usize, f64)| {
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = Some(value.min(1.0));
        }
    };
    match adjustment {
        Adjustment::Bonferroni => scaled.for_each(put),
        // A later p is never adjusted below an earlier one.
        Adjustment::Holm => {
            let mut most = 0.0_f64;
            scaled.for_each(|(place, value)| {
                most = most.max(value);
                put((place, most));
            });
        }
        Adjustment::Hochberg | Adjustment::BenjaminiHochberg | Adjustment::BenjaminiYekutieli => {
            let mut least = f64::INFINITY;
            scaled.rev().for_each(|(place, value)| {
                least = least.min(value);
                put((place, least));
            });
        }
    }
    adjusted
}
