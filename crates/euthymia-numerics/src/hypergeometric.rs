//! The hypergeometric distribution: how many marked ones are among those drawn without replacement.

use crate::binomial;
use crate::sum::Compensated;

/// An urn with `marked` and `unmarked` balls of which `drawn` are taken.
///
/// The parameters are those of R's `dhyper(x, m, n, k)` in the same order.
///
/// # Example
/// ```
/// use euthymia_numerics::hypergeometric::Urn;
/// // 2 marked, 2 unmarked, 2 drawn: 0, 1, 2 with weights 1, 4, 1.
/// let urn = Urn::new(2, 2, 2).unwrap();
/// assert!((urn.pmf(1) - 4.0 / 6.0).abs() < 1e-15);
/// assert!((urn.at_least(1) - 5.0 / 6.0).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urn {
    marked: u64,
    unmarked: u64,
    drawn: u64,
}

impl Urn {
    /// Checks that no more are drawn than there are; `None` otherwise, and when the balls cannot be
    /// counted in 53 bits.
    #[must_use]
    pub fn new(marked: u64, unmarked: u64, drawn: u64) -> Option<Self> {
        let total = marked.checked_add(unmarked)?;
        (drawn <= total && total < 1 << 53).then_some(Self {
            marked,
            unmarked,
            drawn,
        })
    }

    /// The smallest number of marked balls that can be drawn.
    #[must_use]
    pub fn lowest(self) -> u64 {
        self.drawn.saturating_sub(self.unmarked)
    }

    /// The largest.
    #[must_use]
    pub fn highest(self) -> u64 {
        self.drawn.min(self.marked)
    }

    /// The most likely number: the whole part of (drawn + 1)(marked + 1)/(total + 2).
    #[must_use]
    pub fn mode(self) -> u64 {
        let product = u128::from(self.drawn + 1) * u128::from(self.marked + 1);
        let mode = product / u128::from(self.marked + self.unmarked + 2);
        // The mode never exceeds the number drawn, so that it fits.
        u64::try_from(mode).unwrap_or(u64::MAX).min(self.highest())
    }

    /// Returns P(X = x).
    ///
    /// As a product of binomial probabilities whose large parts have cancelled, so that it is right
    /// down to the smallest doubles: b(x; m, p) b(k − x; n, p) / b(k; m + n, p) with p = k/(m + n).
    ///
    /// # References
    /// Loader C. Fast and accurate computation of binomial probabilities. 2000.
    #[must_use]
    pub fn pmf(self, x: u64) -> f64 {
        if x < self.lowest() || x > self.highest() {
            return 0.0;
        }
        let total = self.marked + self.unmarked;
        if self.drawn == 0 || self.drawn == total {
            return 1.0;
        }
        let p = self.drawn as f64 / total as f64;
        let q = (total - self.drawn) as f64 / total as f64;
        binomial::pmf_of(x, self.marked, p, q)
            * binomial::pmf_of(self.drawn - x, self.unmarked, p, q)
            / binomial::pmf_of(self.drawn, total, p, q)
    }

    /// Returns P(X ≤ x).
    #[must_use]
    pub fn at_most(self, x: u64) -> f64 {
        if x < self.lowest() {
            return 0.0;
        }
        if x >= self.highest() {
            return 1.0;
        }
        if x > self.mode() {
            1.0 - self.upward(x + 1)
        } else {
            self.downward(x)
        }
    }

    /// Returns P(X ≥ x), the upper tail including x.
    #[must_use]
    pub fn at_least(self, x: u64) -> f64 {
        if x <= self.lowest() {
            return 1.0;
        }
        if x > self.highest() {
            return 0.0;
        }
        if x <= self.mode() {
            1.0 - self.downward(x - 1)
        } else {
            self.upward(x)
        }
    }

    /// Returns P(X = x + 1) / P(X = x), for x from the lowest number to one below the highest.
    #[must_use]
    pub fn step(self, x: u64) -> f64 {
        let up = self.marked.saturating_sub(x) as f64 * self.drawn.saturating_sub(x) as f64;
        let down = (x as f64 + 1.0) * (self.unmarked as f64 + x as f64 + 1.0 - self.drawn as f64);
        up / down
    }

    /// The sum from `first` upward, beyond the mode, where terms fall.
    fn upward(self, first: u64) -> f64 {
        let (mut sum, mut term) = (Compensated::default(), self.pmf(first));
        for x in first..=self.highest() {
            sum.add(term);
            term *= self.step(x);
            if term < sum.value() * 1e-18 {
                break;
            }
        }
        sum.value()
    }

    /// The sum from `first` downward, at or below the mode.
    fn downward(self, first: u64) -> f64 {
        let (mut sum, mut term) = (Compensated::default(), self.pmf(first));
        for x in (self.lowest()..=first).rev() {
            sum.add(term);
            if x == self.lowest() {
                break;
            }
            term /= self.step(x - 1);
            if term < sum.value() * 1e-18 {
                break;
            }
        }
        sum.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tea_tasting_has_seventy_ways() {
        let urn = Urn::new(4, 4, 4).unwrap();
        for (x, ways) in [1.0, 16.0, 36.0, 16.0, 1.0].into_iter().enumerate() {
            assert!((urn.pmf(x as u64) - ways / 70.0).abs() < 1e-15, "{x}");
        }
        assert!((urn.at_least(3) - 17.0 / 70.0).abs() < 1e-15);
        assert!((urn.at_most(2) - 53.0 / 70.0).abs() < 1e-15);
        assert_eq!((urn.lowest(), urn.highest(), urn.mode()), (0, 4, 2));
    }

    #[test]
    fn a_far_tail_keeps_its_digits() {
        // All 200 drawn of 400 are the marked ones: 1 / C(400, 200), formed by its ratios.
        let urn = Urn::new(200, 200, 200).unwrap();
        let ways: f64 = (1..=200)
            .map(|i| f64::from(200 + i) / f64::from(i))
            .product();
        assert!((urn.at_least(200) * ways - 1.0).abs() < 1e-12);
        assert!((urn.at_most(0) * ways - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_drawn_and_everything_drawn_are_certain() {
        assert_eq!(Urn::new(3, 2, 0).unwrap().pmf(0), 1.0);
        assert_eq!(Urn::new(3, 2, 5).unwrap().pmf(3), 1.0);
        assert_eq!(Urn::new(0, 0, 0).unwrap().pmf(0), 1.0);
        assert_eq!(Urn::new(3, 2, 6), None);
        assert_eq!(Urn::new(u64::MAX, 2, 6), None);
    }
}
