//! From counts to the likelihoods of studies.

use super::arm::Arm;
use super::hypergeometric::Hypergeometric;
use super::layout::Item;
use super::options::{End, GlmmError, Model};
use crate::effect::person_time::PersonTime;
use crate::effect::proportion::Count;
use crate::effect::two_by_two::TwoByTwo;
use std::collections::HashMap;

/// An inverse-variance estimate of one study: where to begin, and what I² is a share of.
pub(crate) type Rough = (f64, f64);

/// Studies ready to be fitted.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    /// Distinct studies.
    pub(crate) items: Vec<Item>,
    /// For each study given, its place among the distinct ones; `None` when it says nothing.
    pub(crate) places: Vec<Option<usize>>,
    /// Estimate and variance of each distinct study, with ½ added to zero cells.
    pub(crate) rough: Vec<Rough>,
    /// Whether the two groups have linear predictors of their own.
    pub(crate) two_groups: bool,
}

/// The largest support of a conditional distribution that is summed.
const SUPPORT_MAX: u64 = 10_000_000;

/// Collects studies that have the same numbers, each with how often it occurs.
struct Collector {
    data: Data,
    known: HashMap<[u64; 4], usize>,
}

impl Collector {
    fn new(studies: usize, two_groups: bool) -> Self {
        let data = Data {
            items: Vec::new(),
            places: Vec::with_capacity(studies),
            rough: Vec::new(),
            two_groups,
        };
        Self {
            data,
            known: HashMap::new(),
        }
    }

    fn add(&mut self, key: [u64; 4], make: impl FnOnce() -> (Arm, Option<Arm>, Rough)) {
        let data = &mut self.data;
        let known = self.known.get(&key).copied();
        if let Some(item) = known.and_then(|at| data.items.get_mut(at)) {
            item.copies += 1.0;
            data.places.push(known);
            return;
        }
        let (first, second, rough) = make();
        self.known.insert(key, data.items.len());
        data.places.push(Some(data.items.len()));
        data.items.push(Item {
            first,
            second,
            copies: 1.0,
        });
        data.rough.push(rough);
    }

    fn leave_out(&mut self) {
        self.data.places.push(None);
    }

    fn finish(self) -> Result<Data, GlmmError> {
        let data = self.data;
        if data.items.is_empty() {
            let given = data.places.len();
            return Err(GlmmError::NoStudy {
                given,
                left_out: given,
            });
        }
        Ok(data)
    }
}

impl Data {
    /// Events among the patients of single groups.
    pub(crate) fn proportions(counts: &[Count]) -> Result<Self, GlmmError> {
        let mut all = Collector::new(counts.len(), false);
        for count in counts {
            let (x, n) = (count.events(), count.n());
            all.add([x, n, 0, 0], || {
                let extreme = x == 0 || x == n;
                let added = if extreme { 0.5 } else { 0.0 };
                let (a, b) = (x as f64 + added, (n - x) as f64 + added);
                let rough = ((a / b).ln(), 1.0 / a + 1.0 / b);
                (Arm::binomial(x, n, 0.0), None, rough)
            });
        }
        all.finish()
    }

    /// Events of two groups. Studies without events, or with nothing but events, in both groups say
    /// nothing about the odds ratio and are left out, as in metafor (`drop00 = TRUE`).
    pub(crate) fn odds_ratios(tables: &[TwoByTwo], model: Model) -> Result<Self, GlmmError> {
        let two_groups = has_two_groups(model);
        let mut all = Collector::new(tables.len(), two_groups);
        for table in tables {
            let [x1, n1, x2, n2] = table.counts();
            let total = x1.checked_add(x2).ok_or(GlmmError::TooLarge(x1))?;
            if table.is_uninformative() {
                all.leave_out();
                continue;
            }
            if model == Model::Conditional && total.min(n1).min(n2) > SUPPORT_MAX {
                return Err(GlmmError::TooLarge(total));
            }
            all.add([x1, n1, x2, n2], || {
                let (first, second) = match model {
                    Model::Conditional => {
                        let table = Hypergeometric::new(x1, n1, x2, n2);
                        (Arm::Hypergeometric(table), None)
                    }
                    Model::ConditionalApproximate => {
                        let offset = (n1 as f64 / n2 as f64).ln();
                        (Arm::binomial(x1, total, offset), None)
                    }
                    _ => (Arm::binomial(x1, n1, 0.0), Some(Arm::binomial(x2, n2, 0.0))),
                };
                (first, second, rough_odds_ratio([x1, n1, x2, n2]))
            });
        }
        all.finish()
    }

    /// Events over time of single groups.
    pub(crate) fn rates(rates: &[PersonTime]) -> Result<Self, GlmmError> {
        let mut all = Collector::new(rates.len(), false);
        for rate in rates {
            let (x, time) = (rate.events(), rate.time());
            all.add([x, time.to_bits(), 0, 0], || {
                let events = if x == 0 { 0.5 } else { x as f64 };
                let rough = ((events / time).ln(), 1.0 / events);
                (Arm::poisson(x, time), None, rough)
            });
        }
        all.finish()
    }

    /// Events over time of two groups; studies without events in both are left out.
    pub(crate) fn rate_ratios(pairs: &[[PersonTime; 2]], model: Model) -> Result<Self, GlmmError> {
        let two_groups = has_two_groups(model);
        let mut all = Collector::new(pairs.len(), two_groups);
        for [first, second] in pairs {
            let (x1, x2) = (first.events(), second.events());
            let (t1, t2) = (first.time(), second.time());
            let total = x1.checked_add(x2).ok_or(GlmmError::TooLarge(x1))?;
            if total == 0 {
                all.leave_out();
                continue;
            }
            all.add([x1, t1.to_bits(), x2, t2.to_bits()], || {
                let arms = if two_groups {
                    (Arm::poisson(x1, t1), Some(Arm::poisson(x2, t2)))
                } else {
                    (Arm::binomial(x1, total, t1.ln() - t2.ln()), None)
                };
                let added = if x1 == 0 || x2 == 0 { 0.5 } else { 0.0 };
                let (a, b) = (x1 as f64 + added, x2 as f64 + added);
                let estimate = (a / b).ln() - (t1.ln() - t2.ln());
                (arms.0, arms.1, (estimate, 1.0 / a + 1.0 / b))
            });
        }
        all.finish()
    }

    /// Number of studies that are fitted.
    pub(crate) fn k(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Estimates and variances with the number of studies that have them.
    pub(crate) fn weighted_rough(&self) -> impl Iterator<Item = (f64, f64, f64)> + Clone + '_ {
        let pairs = self.rough.iter().zip(&self.items);
        pairs.map(|((y, v), item)| (*y, *v, item.copies))
    }

    /// Refuses counts whose estimate is not finite.
    ///
    /// A study drives the estimate down without limit when its treatment count lies at the lower end
    /// of what was possible, or its control count at the upper one. When every study pushes one way,
    /// the estimate is infinite; when every study pushes some way, τ² is.
    pub(crate) fn check(&self, is_common: bool) -> Result<(), GlmmError> {
        let pushes: Vec<(bool, bool)> = self.items.iter().map(push).collect();
        if pushes.iter().all(|(lower, _)| *lower) {
            return Err(GlmmError::Separated(End::Lower));
        }
        if pushes.iter().all(|(_, upper)| *upper) {
            return Err(GlmmError::Separated(End::Upper));
        }
        if !is_common && pushes.iter().all(|(lower, upper)| *lower || *upper) {
            return Err(GlmmError::OnlyExtremes);
        }
        Ok(())
    }
}

fn push(item: &Item) -> (bool, bool) {
    let (lower, upper) = item.first.ends();
    match &item.second {
        None => (lower, upper),
        Some(second) => {
            let (second_lower, second_upper) = second.ends();
            (lower || second_upper, upper || second_lower)
        }
    }
}

fn has_two_groups(model: Model) -> bool {
    matches!(model, Model::FixedStudies(_) | Model::RandomStudies { .. })
}

fn rough_odds_ratio([x1, n1, x2, n2]: [u64; 4]) -> Rough {
    let cells = [x1, n1 - x1, x2, n2 - x2];
    let added = if cells.contains(&0) { 0.5 } else { 0.0 };
    let [a, b, c, d] = cells.map(|cell| cell as f64 + added);
    (
        (a / b).ln() - (c / d).ln(),
        1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d,
    )
}
