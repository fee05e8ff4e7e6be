//! How far a data set is from a summary, kept up to date while patients change.

use super::order::Order;
use super::squares::SquaresAt;
use super::{PairedSamples, Printed, Rule};

/// A wanted interval and what one unit outside it costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    lower: f64,
    upper: f64,
    pub(crate) cost: f64,
}

impl Wanted {
    fn new(lower: f64, upper: f64) -> Self {
        Self {
            lower,
            upper,
            cost: 1.0,
        }
    }

    fn of_squares(at: SquaresAt) -> Self {
        let (least, most) = at.fitting.unwrap_or(at.possible);
        Self::new(least as f64, most as f64)
    }

    fn of_printed(printed: Printed) -> Self {
        Self::new(printed.lower(), printed.upper())
    }

    fn distance(&self, value: f64) -> f64 {
        (self.lower - value).max(value - self.upper).max(0.0)
    }
}

/// A count of patients that is wanted.
#[derive(Debug)]
enum Counter {
    Rule(Rule),
    BeforeAtMost(i64),
    AfterAtMost(i64),
}

impl Counter {
    fn met(&self, before: i64, after: i64) -> bool {
        match self {
            Self::Rule(rule) => rule.met(before, after),
            Self::BeforeAtMost(v) => before <= *v,
            Self::AfterAtMost(v) => after <= *v,
        }
    }
}

/// Sums that say how far the data are from the summary.
#[derive(Debug, Clone)]
pub(crate) struct Totals {
    squares: (i64, i64),
    products: i64,
    percent: (f64, f64),
    counts: Vec<i64>,
}

/// What is wanted of one start: sums are fixed, the rest are intervals.
#[derive(Debug)]
pub(crate) struct Aim {
    n: f64,
    sums: (i64, i64),
    squares: (Wanted, Wanted),
    change: Wanted,
    correlation: Option<Wanted>,
    percent_mean: Option<Wanted>,
    percent_sd: Option<Wanted>,
    counters: Vec<(Counter, Wanted)>,
    is_percent: bool,
}

impl Aim {
    /// The aim for one choice of sums and of the way in which order statistics hold.
    pub(crate) fn new(
        pairs: &PairedSamples,
        squares: (SquaresAt, SquaresAt),
        change: SquaresAt,
        orders: (&Order, &Order),
    ) -> Self {
        let n = pairs.frame.n();
        let mut counters = Vec::new();
        for rule in &pairs.rules {
            if let Some((least, most)) = rule.count.and_then(|count| count.range(n)) {
                let wanted = Wanted::new(f64::from(least), f64::from(most));
                counters.push((Counter::Rule(rule.clone()), wanted));
            }
        }
        let bounds = |order: &Order, counter: fn(i64) -> Counter| -> Vec<(Counter, Wanted)> {
            let binding = order.binding(n).into_iter();
            let wanted = |(least, most)| Wanted::new(f64::from(least), f64::from(most));
            binding.map(|(v, at)| (counter(v), wanted(at))).collect()
        };
        counters.extend(bounds(orders.0, Counter::BeforeAtMost));
        counters.extend(bounds(orders.1, Counter::AfterAtMost));
        let printed = &pairs.change;
        Self {
            n: f64::from(n),
            sums: (squares.0.sum, squares.1.sum),
            squares: (Wanted::of_squares(squares.0), Wanted::of_squares(squares.1)),
            change: Wanted::of_squares(change),
            correlation: printed.correlation.map(Wanted::of_printed),
            percent_mean: printed.percent_mean.map(Wanted::of_printed),
            percent_sd: printed.percent_sd.map(Wanted::of_printed),
            counters,
            is_percent: printed.percent_mean.is_some() || printed.percent_sd.is_some(),
        }
    }

    /// The totals of no patients.
    pub(crate) fn empty(&self) -> Totals {
        Totals {
            squares: (0, 0),
            products: 0,
            percent: (0.0, 0.0),
            counts: vec![0; self.counters.len()],
        }
    }

    /// Adds a patient, or takes one out with `sign` −1.
    pub(crate) fn add(&self, totals: &mut Totals, before: i64, after: i64, sign: i64) {
        totals.squares.0 += sign * before * before;
        totals.squares.1 += sign * after * after;
        totals.products += sign * before * after;
        if self.is_percent {
            let percent = 100.0 * ((before - after) as f64 / before as f64);
            totals.percent.0 += sign as f64 * percent;
            totals.percent.1 += sign as f64 * percent * percent;
        }
        for (count, (counter, _)) in totals.counts.iter_mut().zip(&self.counters) {
            *count += sign * i64::from(counter.met(before, after));
        }
    }

    /// The distances from what is wanted, in the order of [`Aim::costs`].
    pub(crate) fn distances(&self, totals: &Totals, each: &mut Vec<f64>) {
        each.clear();
        let (qb, qa) = (totals.squares.0 as f64, totals.squares.1 as f64);
        each.push(self.squares.0.distance(qb));
        each.push(self.squares.1.distance(qa));
        each.push(self.change.distance(qb + qa - 2.0 * totals.products as f64));
        if let Some(wanted) = &self.correlation {
            let (sb, sa) = (self.sums.0 as f64, self.sums.1 as f64);
            let spread = (self.n * qb - sb * sb) * (self.n * qa - sa * sa);
            let r = (self.n * totals.products as f64 - sb * sa) / spread.sqrt();
            each.push(if spread > 0.0 {
                wanted.distance(r)
            } else {
                1.0
            });
        }
        let (sum, squares) = totals.percent;
        if let Some(wanted) = &self.percent_mean {
            each.push(wanted.distance(sum / self.n));
        }
        if let Some(wanted) = &self.percent_sd {
            let variance = (squares - sum * sum / self.n) / (self.n - 1.0);
            each.push(wanted.distance(variance.max(0.0).sqrt()));
        }
        let counted = totals.counts.iter().zip(&self.counters);
        each.extend(counted.map(|(count, (_, wanted))| wanted.distance(*count as f64)));
    }

    /// What a unit of each distance costs.
    pub(crate) fn all_costs(&mut self) -> Vec<f64> {
        self.costs().into_iter().map(|cost| *cost).collect()
    }

    /// The same, to be set so that a usual move costs about one.
    pub(crate) fn costs(&mut self) -> Vec<&mut f64> {
        let mut costs = vec![
            &mut self.squares.0.cost,
            &mut self.squares.1.cost,
            &mut self.change.cost,
        ];
        let optional = [
            &mut self.correlation,
            &mut self.percent_mean,
            &mut self.percent_sd,
        ];
        costs.extend(
            optional
                .into_iter()
                .flatten()
                .map(|wanted| &mut wanted.cost),
        );
        costs.extend(self.counters.iter_mut().map(|(_, wanted)| &mut wanted.cost));
        costs
    }
}
