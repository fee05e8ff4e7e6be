//! Restricted cubic splines: cubic between knots, straight beyond them.

use euthymia_numerics::Probability;

/// Which doses quantiles are taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnotDoses {
    /// Doses above zero of all arms of the agent.
    AboveZero,
    /// These and the reference arms of the same trials.
    WithZero,
}

/// Where the knots of a spline lie.
#[derive(Clone, Debug, PartialEq)]
pub enum Knots {
    /// At these doses: three or more, ascending, ≥ 0.
    At(Vec<f64>),
    /// At these quantiles of the agent's doses, each arm counted once: linear between order statistics,
    /// with the smallest at 0 and the largest at 1 (type 7 of Hyndman and Fan).
    Quantiles {
        /// Probabilities, ascending, such as 0.1, 0.5 and 0.9.
        of: Vec<Probability>,
        /// Which doses.
        over: KnotDoses,
    },
}

/// The quantile of an ascending list by linear interpolation; `None` of nothing.
pub(super) fn quantile(sorted: &[f64], probability: Probability) -> Option<f64> {
    let at = probability.get() * sorted.len().checked_sub(1)? as f64;
    let below = at.floor() as usize;
    let low = *sorted.get(below)?;
    let high = *sorted.get(below + 1).unwrap_or(&low);
    Some(low + (at - at.floor()) * (high - low))
}

/// True for three or more different ascending finite doses of at least zero.
pub(super) fn are_knots(knots: &[f64]) -> bool {
    let ascending = knots.windows(2).all(|pair| pair[0] < pair[1]);
    knots.len() >= 3 && ascending && knots.iter().all(|t| *t >= 0.0 && t.is_finite())
}

/// The columns of a spline at one dose: d, and for each knot but the last two
///
/// x_j = [(d − t_j)₊³ − (d − t_{k−1})₊³(t_k − t_j)/(t_k − t_{k−1})
///        + (d − t_k)₊³(t_{k−1} − t_j)/(t_k − t_{k−1})]/(t_k − t_1)².
///
/// # References
/// Stone CJ, Koo CY. Proc Stat Comp Sect ASA 1985:45–48. Harrell FE. Regression Modeling Strategies.
pub(super) fn columns(knots: &[f64], dose: f64) -> Vec<f64> {
    let mut row = vec![dose];
    let ([first, ..], [inner @ .., before, last]) = (knots, knots) else {
        return row;
    };
    let width = last - first;
    // In units of the distance between the outer knots, so that no cube leaves the range of doubles.
    let cube = |knot: f64| ((dose - knot) / width).max(0.0).powi(3);
    let gap = last - before;
    for knot in inner {
        let above = cube(*before) * (last - knot) / gap;
        let beyond = cube(*last) * (before - knot) / gap;
        row.push(width * (cube(*knot) - above + beyond));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_knots_by_hand() {
        // Knots 0, 1, 3 at d = 2: [8 − 1·3/2 + 0]/9 = 13/18.
        let found = columns(&[0.0, 1.0, 3.0], 2.0);
        assert_eq!(found.len(), 2);
        assert!((found[1] - 13.0 / 18.0).abs() < 1e-15, "{found:?}");
        // Beyond the last knot cubes and squares cancel: (d³ − 3(d − 1)³/2 + (d − 3)³/2)/9 = d − 4/3.
        for d in [3.0, 4.0, 10.0] {
            let found = columns(&[0.0, 1.0, 3.0], d)[1];
            assert!((found - (d - 4.0 / 3.0)).abs() < 1e-13, "{d}: {found}");
        }
    }

    #[test]
    fn quantiles_by_hand() {
        // 0, 10, 20, 40 at 1/2: between the second and the third; at 0.9: 2.7 of three steps.
        let half = |p| quantile(&[0.0, 10.0, 20.0, 40.0], Probability::new(p).unwrap()).unwrap();
        assert_eq!(half(0.5), 15.0);
        assert!((half(0.9) - 34.0).abs() < 1e-13);
        assert_eq!((half(0.0), half(1.0)), (0.0, 40.0));
        assert_eq!(quantile(&[], Probability::NINETY_FIVE), None);
    }
}
