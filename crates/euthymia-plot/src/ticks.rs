//! Round numbers for an axis, and how they are printed.

use crate::axis::Scale;

/// Largest number of ticks that any axis carries.
const MAX_TICKS: usize = 40;

/// Returns the smallest step of the form 1, 2 or 5 × 10ⁿ that is at least `raw` (positive, finite).
pub(crate) fn nice_step(raw: f64) -> f64 {
    let magnitude = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * magnitude)
        .find(|step| *step >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0 * magnitude)
}

/// Multiples of `step` between `low` and `high`.
pub(crate) fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step - 1e-9).ceil();
    let count = (high / step + 1e-9).floor() - first;
    if !count.is_finite() || !(0.0..MAX_TICKS as f64).contains(&count) {
        return Vec::new();
    }
    (0..=count as usize)
        .map(|i| {
            let value = (first + i as f64) * step;
            // Zero is printed as zero, not as the rounding error of a subtraction.
            if value.abs() < step * 1e-9 {
                0.0
            } else {
                value
            }
        })
        .collect()
}

/// Ticks of a ratio axis between `low` and `high` (positive): about `target` where there
/// is a choice, at most `most` (at least 3).
///
/// From coarse to fine: every n-th power of ten, 1–3, 1–2–5, 1–1.5–2–3–5–7, and for ranges below a
/// factor of two the ticks of a linear axis.
pub(crate) fn ratio_ticks(low: f64, high: f64, target: f64, most: usize) -> Vec<f64> {
    let most = most.max(3);
    let sets: [&[f64]; 4] = [
        &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0],
        &[1.0, 2.0, 5.0],
        &[1.0, 3.0],
        &[1.0],
    ];
    for set in sets {
        let ticks = decades(low, high, 1, set);
        // The fine set is for narrow ranges only; wide ones read better in 1–2–5.
        let fits = ticks.len() <= most && (set.len() < 6 || high / low < 8.0);
        if fits && ticks.len() >= 3 {
            return ticks;
        }
    }
    if high / low < 8.0 {
        return multiples(low, high, nice_step((high - low) / target.max(2.0)));
    }
    let span = (high / low).log10();
    let every = (span / target.max(2.0)).ceil().max(1.0) as usize;
    decades(low, high, every, &[1.0])
}

fn decades(low: f64, high: f64, every: usize, mantissas: &[f64]) -> Vec<f64> {
    let first = low.log10().floor() as i32;
    let last = high.log10().ceil() as i32;
    let start = first.div_euclid(every as i32) * every as i32;
    (start..=last)
        .step_by(every)
        .flat_map(|decade| mantissas.iter().map(move |m| scaled(*m, decade)))
        .filter(|value| *value >= low * (1.0 - 1e-9) && *value <= high * (1.0 + 1e-9))
        .take(MAX_TICKS * 8)
        .collect()
}

/// `mantissa` × 10^`decade`, as the number nearest to its decimal form (0.2, not 0.2000…01).
fn scaled(mantissa: f64, decade: i32) -> f64 {
    if decade < 0 {
        mantissa / 10f64.powi(-decade)
    } else {
        mantissa * 10f64.powi(decade)
    }
}

/// The nearest 1, 2 or 5 × 10ⁿ at or below `value` (positive).
pub(crate) fn ratio_floor(value: f64) -> f64 {
    let decade = value.log10().floor() as i32;
    [5.0, 2.0, 1.0]
        .into_iter()
        .map(|m| scaled(m, decade))
        .find(|nice| *nice <= value * (1.0 + 1e-9))
        .unwrap_or(value)
}

/// The nearest 1, 2 or 5 × 10ⁿ at or above `value` (positive).
pub(crate) fn ratio_ceil(value: f64) -> f64 {
    let decade = value.log10().floor() as i32;
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| scaled(m, decade))
        .find(|nice| *nice >= value * (1.0 - 1e-9))
        .unwrap_or(value)
}

/// Prints tick values of one axis: all linear ticks with the same number of decimals, ratios with
/// as many as each needs, a true minus sign, and exponents only for very large or small numbers.
pub(crate) fn labels(values: &[f64], scale: Scale) -> Vec<String> {
    let factor = if scale == Scale::Percent { 100.0 } else { 1.0 };
    let step = match values {
        [a, b, ..] => (b - a).abs() * factor,
        _ => 0.0,
    };
    values
        .iter()
        .map(|value| {
            let shown = value * factor;
            let decimals = match scale {
                Scale::Log => decimals_needed(shown),
                Scale::Linear | Scale::Percent if step > 0.0 => decimals_of_step(step),
                Scale::Linear | Scale::Percent => decimals_needed(shown),
            };
            let unit = if scale == Scale::Percent { " %" } else { "" };
            format!("{}{unit}", plain(shown, decimals))
        })
        .collect()
}

fn plain(value: f64, decimals: usize) -> String {
    let size = value.abs();
    let text = if size >= 1e7 || (size > 0.0 && size < 1e-5) {
        format!("{value:e}")
    } else {
        format!("{value:.decimals$}")
    };
    text.replace('-', "−")
}

fn decimals_of_step(step: f64) -> usize {
    let decimals = -(step * (1.0 + 1e-9)).log10().floor();
    decimals.clamp(0.0, 8.0) as usize
}

fn decimals_needed(value: f64) -> usize {
    (0..8)
        .find(|d| {
            let scale = 10f64.powi(*d);
            ((value * scale).round() / scale - value).abs() <= value.abs() * 1e-6
        })
        .unwrap_or(8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_one_two_five() {
        let steps: Vec<f64> = [0.011, 0.2, 3.0, 700.0].map(nice_step).to_vec();
        assert_eq!(steps, [0.02, 0.2, 5.0, 1000.0]);
    }

    #[test]
    fn ratio_ticks_of_two_decades() {
        let ticks = ratio_ticks(0.1, 10.0, 5.0, 9);
        assert_eq!(ticks, [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]);
    }

    #[test]
    fn ratio_ticks_of_a_narrow_range_are_linear() {
        let ticks = ratio_ticks(0.8, 1.25, 5.0, 9);
        assert_eq!(
            labels(&ticks, Scale::Log),
            ["0.8", "0.9", "1", "1.1", "1.2"]
        );
    }

    #[test]
    fn ratio_ticks_of_a_huge_range_skip_decades() {
        let ticks = ratio_ticks(1e-10, 1e10, 6.0, 9);
        assert!((3..=9).contains(&ticks.len()), "{ticks:?}");
    }

    #[test]
    fn labels_share_their_decimals() {
        assert_eq!(
            labels(&[-0.5, 0.0, 0.5], Scale::Linear),
            ["−0.5", "0.0", "0.5"]
        );
        assert_eq!(
            labels(&[0.0, 0.25, 0.5], Scale::Percent),
            ["0 %", "25 %", "50 %"]
        );
    }
}
