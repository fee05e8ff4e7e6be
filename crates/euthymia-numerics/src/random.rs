//! Random numbers from a seed: the same numbers on every machine and for every number of threads.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};

/// A generator of random numbers: ChaCha with 8 rounds.
///
/// A seed has 2⁶⁴ streams that do not overlap, so that blocks of work can be given a stream each
/// and be done in any order. The numbers are defined by the cipher and do not change with a version
/// of this program.
///
/// # References
/// Bernstein DJ. ChaCha, a variant of Salsa20. 2008. Checked against a second implementation:
/// `tests/it/agrees_with_python_random.rs`.
///
/// # Example
/// ```
/// use euthymia_numerics::random::Random;
/// let numbers = |stream| {
///     let mut random = Random::new(2026, stream);
///     [random.bits(), random.bits()]
/// };
/// assert_eq!(numbers(0), numbers(0));
/// assert_ne!(numbers(0), numbers(1));
/// ```
#[derive(Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// Starts one stream of a seed. The key of the cipher is the seed, little end first, followed by
    /// zeros.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        for (place, byte) in key.iter_mut().zip(seed.to_le_bytes()) {
            *place = byte;
        }
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Self(generator)
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number in [0, 1), one of 2⁵³ at equal distances.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * 2.0_f64.powi(-53)
    }

    /// A whole number from 0 to `bound` − 1, each as likely as the other; 0 when `bound` is 0.
    ///
    /// # References
    /// Lemire D. Fast random integer generation in an interval. ACM Trans Model Comput Simul
    /// 2019;29:3.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Products whose low half falls short of 2⁶⁴ mod bound would favour some numbers.
        let uneven = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            if product as u64 >= uneven {
                return (product >> 64) as u64;
            }
        }
    }

    /// Two independent standard normal numbers.
    ///
    /// # References
    /// Marsaglia G, Bray TA. A convenient method for generating normal variables. SIAM Rev
    /// 1964;6:260–264.
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::random::Random;
    /// let mut random = Random::new(1, 0);
    /// let squares: f64 = (0..10_000).map(|_| random.normal_pair()).map(|[a, b]| a * a + b * b).sum();
    /// // A χ² with 20,000 degrees of freedom has a standard deviation of 200.
    /// assert!((squares - 20_000.0).abs() < 1_000.0);
    /// ```
    pub fn normal_pair(&mut self) -> [f64; 2] {
        loop {
            let (u, v) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                return [u * factor, v * factor];
            }
        }
    }

    /// Puts the items into a random order, each order as likely as the other (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_below_a_bound_are_even() {
        let mut random = Random::new(1, 0);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[random.below(6) as usize] += 1;
        }
        // Chi-squared with 5 degrees of freedom: above 30 once in 80,000 seeds.
        let distance: f64 = counts
            .iter()
            .map(|c| (f64::from(*c) - 1e4).powi(2) / 1e4)
            .sum();
        assert!(distance < 30.0, "{counts:?}");
        assert_eq!(random.below(1), 0);
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn every_order_of_three_comes_up_equally_often() {
        let mut random = Random::new(2, 0);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..60_000 {
            let mut items = [0, 1, 2];
            random.shuffle(&mut items);
            *counts.entry(items).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 6);
        let distance: f64 = counts
            .values()
            .map(|c| (f64::from(*c) - 1e4).powi(2) / 1e4)
            .sum();
        assert!(distance < 30.0, "{counts:?}");
    }

    #[test]
    fn a_number_in_the_unit_interval_has_mean_one_half() {
        let mut random = Random::new(3, 0);
        let numbers: Vec<f64> = (0..40_000).map(|_| random.unit()).collect();
        assert!(numbers.iter().all(|u| (0.0..1.0).contains(u)));
        // Five standard errors of √(1/12/40,000).
        let mean = numbers.iter().sum::<f64>() / 40_000.0;
        assert!((mean - 0.5).abs() < 0.0075, "{mean}");
    }
}
