//! The generalised Q statistic with fixed weights, its mean and its variance.

use super::QWeights;
use crate::pairwise::weighting::Weights;
use crate::studies::StudySet;
use euthymia_numerics::sum::{Compensated, compensated};

/// Q = Σa(y − ȳₐ)² with fixed weights a, and the traces that its first two moments are made of.
///
/// With P = A − A11′A/Σa and V the sampling variances, under normality
/// E Q = tr PV + τ² tr P and Var Q = 2 tr PVPV + 4τ² tr PVP + 2τ⁴ tr PP. Weights are taken relative
/// to the largest. Every trace is formed as a sum of terms that are not negative: Pᵢᵢ = aᵢcᵢ with
/// cᵢ = 1 − aᵢ/Σa, where for the largest weight cᵢ is the sum of the others, and the terms off the
/// diagonal enter as squares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QForm {
    /// One over the largest weight.
    pub(crate) unit: f64,
    /// Σa.
    pub(crate) weight_sum: f64,
    /// Q.
    pub(crate) q: f64,
    /// tr PV.
    pub(crate) trace_pv: f64,
    /// tr P.
    pub(crate) trace_p: f64,
    trace_pvpv: f64,
    trace_pvp: f64,
    trace_pp: f64,
}

impl QForm {
    /// Forms the statistic of at least two studies of which at least two have positive weight.
    pub(crate) fn new(set: &StudySet, weights: &[f64]) -> Self {
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let share = |a: &f64| a / largest;
        let total = compensated(weights.iter().map(share));
        let origin = set.pairs().next().map_or(0.0, |(y, _)| y);
        let shifted = set.pairs().zip(weights);
        let offset = compensated(shifted.map(|((y, _), a)| (y - origin) * share(a))) / total;
        let complement = Complement::new(weights, largest, total);
        let [mut q, mut pv, mut p, mut pvpv, mut pvp, mut pp] = [Compensated::default(); 6];
        // Sums of the squares so far, for the terms of pairs of studies.
        let [mut squares, mut with_v] = [Compensated::default(); 2];
        for (i, ((y, v), a)) in set.pairs().zip(weights).enumerate() {
            let a = share(a);
            let diagonal = a * complement.at(i, a);
            q.add(a * (y - origin - offset).powi(2));
            p.add(diagonal);
            pv.add(diagonal * v);
            let (square, square_v) = (a / total * a, a / total * a * v);
            pp.add(diagonal * diagonal + 2.0 * square * squares.value());
            let mixed = square_v * squares.value() + square * with_v.value();
            pvp.add(diagonal * diagonal * v + mixed);
            pvpv.add((diagonal * v).powi(2) + 2.0 * square_v * with_v.value());
            squares.add(square);
            with_v.add(square_v);
        }
        Self {
            unit: 1.0 / largest,
            weight_sum: total,
            q: q.value(),
            trace_pv: pv.value(),
            trace_p: p.value(),
            trace_pvpv: pvpv.value(),
            trace_pvp: pvp.value(),
            trace_pp: pp.value(),
        }
    }

    /// Var Q at a value of τ², for the relative weights.
    pub(crate) fn variance(&self, tau2: f64) -> f64 {
        2.0 * self.trace_pvpv + tau2 * (4.0 * self.trace_pvp + 2.0 * tau2 * self.trace_pp)
    }
}

/// 1 − aᵢ/Σa without cancellation.
struct Complement {
    largest_at: usize,
    total: f64,
    /// The sum of the others over Σa, for the largest weight.
    others: f64,
}

impl Complement {
    fn new(weights: &[f64], largest: f64, total: f64) -> Self {
        let largest_at = weights.iter().position(|a| *a == largest).unwrap_or(0);
        let others = weights.iter().enumerate().filter(|(i, _)| *i != largest_at);
        let others = compensated(others.map(|(_, a)| a / largest)) / total;
        Self {
            largest_at,
            total,
            others,
        }
    }

    fn at(&self, i: usize, a: f64) -> f64 {
        if i == self.largest_at {
            self.others
        } else {
            1.0 - a / self.total
        }
    }
}

/// Returns the weights by name; `None` when given ones are asked for and absent or not one for each
/// study.
pub(crate) fn q_weights(
    set: &StudySet,
    weights: QWeights,
    given: Option<&Weights>,
) -> Option<Vec<f64>> {
    // Relative to the most precise study, so that the smallest variances stay within doubles.
    let smallest = set.pairs().fold(f64::INFINITY, |low, (_, v)| low.min(v));
    let relative = set.pairs().map(|(_, v)| smallest / v);
    Some(match weights {
        QWeights::InverseVariance => relative.collect(),
        QWeights::InverseStandardError => relative.map(f64::sqrt).collect(),
        QWeights::Equal => vec![1.0; set.k()],
        QWeights::Given => {
            let given = given.filter(|given| given.values().len() == set.k())?;
            given.values().to_vec()
        }
    })
}
