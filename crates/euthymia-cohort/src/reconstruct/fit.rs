//! Whether given whole numbers have a printed summary: the definitions, read directly.
//!
//! Independent of counting and of searching; every solution passes here before it is shown.

use super::pair_check::correlation_fits;
use super::{Moments, OneSample, PairedSamples, Printed, Rule};
use crate::percent_change;

/// Percentages are doubles; this much is allowed for their rounding.
const HAIR: f64 = 1e-9;

/// Sum and n(n − 1) times the variance.
fn sum_and_spread(values: &[i64]) -> (i128, i128) {
    let wide = || values.iter().map(|value| i128::from(*value));
    let (sum, squares): (i128, i128) = (wide().sum(), wide().map(|x| x * x).sum());
    (sum, values.len() as i128 * squares - sum * sum)
}

fn mean_fits(n: i128, sum: i128, mean: Printed) -> bool {
    let range = n * mean.lower_halves()..=n * mean.upper_halves();
    range.contains(&(sum * mean.halves_in_one()))
}

fn sd_fits(n: i128, spread: i128, sd: Printed) -> bool {
    let (lower, upper, one) = (
        sd.lower_halves().max(0),
        sd.upper_halves(),
        sd.halves_in_one(),
    );
    let pairs = n * (n - 1);
    (pairs * lower * lower..=pairs * upper * upper).contains(&(spread * one * one))
}

fn t_fits(n: i128, sum: i128, spread: i128, t: Printed) -> bool {
    let t = t.abs();
    let (lower, upper, one) = (t.lower_halves().max(0), t.upper_halves(), t.halves_in_one());
    // t² = (n − 1)S²/V
    let squared = (n - 1) * sum * sum * one * one;
    spread > 0 && (spread * lower * lower..=spread * upper * upper).contains(&squared)
}

fn moments_fit(values: &[i64], moments: &Moments) -> bool {
    let n = values.len() as i128;
    let (sum, spread) = sum_and_spread(values);
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = |rank: usize| sorted.get(rank).copied();
    let middle = at(sorted.len().saturating_sub(1) / 2).zip(at(sorted.len() / 2));
    let median_fits = |median: Printed| {
        middle.is_some_and(|(a, b)| mean_fits(2, i128::from(a) + i128::from(b), median))
    };
    mean_fits(n, sum, moments.mean)
        && moments.sd.is_none_or(|sd| sd_fits(n, spread, sd))
        && moments.median.is_none_or(median_fits)
        && moments.minimum.is_none_or(|least| at(0) == Some(least))
        && moments
            .maximum
            .is_none_or(|most| sorted.last() == Some(&most))
}

fn rules_fit(before: &[i64], after: &[i64], rules: &[Rule]) -> bool {
    let n = u32::try_from(before.len()).unwrap_or(u32::MAX);
    rules.iter().all(|rule| {
        let patients = before.iter().zip(after);
        let met = patients.filter(|(b, a)| rule.met(**b, **a)).count() as u64;
        let fits = |(least, most): (u32, u32)| (u64::from(least)..=u64::from(most)).contains(&met);
        rule.count
            .is_none_or(|count| count.range(n).is_some_and(fits))
    })
}

fn within(values: &[i64], n: u32, range: (i64, i64)) -> bool {
    values.len() as u64 == u64::from(n) && values.iter().all(|v| (range.0..=range.1).contains(v))
}

impl OneSample {
    /// Whether these values have the summary.
    ///
    /// # Example
    /// ```
    /// use euthymia_cohort::reconstruct::{Frame, Moments, OneSample};
    /// let sample = OneSample {
    ///     frame: Frame::new(3, 0, 9)?,
    ///     moments: Moments { sd: Some("1.00".parse()?), ..Moments::of_mean("2.00".parse()?) },
    ///     rules: vec!["<2: 1".parse()?],
    /// };
    /// assert!(sample.fits(&[1, 2, 3]));
    /// assert!(!sample.fits(&[0, 2, 4]));
    /// # Ok::<(), euthymia_cohort::reconstruct::ReconstructError>(())
    /// ```
    #[must_use]
    pub fn fits(&self, values: &[i64]) -> bool {
        let range = (self.frame.lowest(), self.frame.highest());
        within(values, self.frame.n(), range)
            && moments_fit(values, &self.moments)
            && rules_fit(values, values, &self.rules)
    }
}

impl PairedSamples {
    /// Whether these pairs have the summary; values at the same place belong to one patient.
    #[must_use]
    pub fn fits(&self, before: &[i64], after: &[i64]) -> bool {
        let range = (self.frame.lowest(), self.frame.highest());
        let sides = [(before, &self.before), (after, &self.after)];
        let side_fits = |(values, moments): &(&[i64], &Moments)| {
            within(values, self.frame.n(), range) && moments_fit(values, moments)
        };
        sides.iter().all(side_fits)
            && self.change_fits(before, after)
            && self.percent_fits(before, after)
            && rules_fit(before, after, &self.rules)
    }

    fn change_fits(&self, before: &[i64], after: &[i64]) -> bool {
        let (n, change) = (before.len() as i128, &self.change);
        let differences: Vec<i64> = before.iter().zip(after).map(|(b, a)| b - a).collect();
        let (sum, spread) = sum_and_spread(&differences);
        let correlated = |r: Printed| {
            let products = before.iter().zip(after);
            let products: i128 = products.map(|(b, a)| i128::from(*b) * i128::from(*a)).sum();
            let ((sum_b, spread_b), (sum_a, spread_a)) =
                (sum_and_spread(before), sum_and_spread(after));
            correlation_fits(n * products - sum_b * sum_a, spread_b * spread_a, r)
        };
        change.mean.is_none_or(|mean| mean_fits(n, sum, mean))
            && change.sd.is_none_or(|sd| sd_fits(n, spread, sd))
            && change.t.is_none_or(|t| t_fits(n, sum, spread, t))
            && change.df.is_none_or(|df| i128::from(df) == n - 1)
            && change.correlation.is_none_or(correlated)
    }

    fn percent_fits(&self, before: &[i64], after: &[i64]) -> bool {
        let (mean, sd) = (self.change.percent_mean, self.change.percent_sd);
        if mean.is_none() && sd.is_none() {
            return true;
        }
        let doubles = |values: &[i64]| values.iter().map(|v| *v as f64).collect::<Vec<f64>>();
        let Ok(percent) = percent_change::summarise(&doubles(before), &doubles(after)) else {
            return false;
        };
        let fits = |value: Option<f64>, printed: Option<Printed>| {
            printed.is_none_or(|printed| {
                let range = printed.lower() - HAIR..=printed.upper() + HAIR;
                value.is_some_and(|value| range.contains(&value))
            })
        };
        percent.undefined == 0
            && fits(percent.mean_of_percentages, mean)
            && fits(percent.sd_of_percentages, sd)
    }
}
