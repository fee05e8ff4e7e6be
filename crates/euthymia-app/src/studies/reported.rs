//! Correlations, reliabilities, and results that are printed as an estimate.

use super::columns::{Names, Row};
use super::counts::N;
use euthymia_numerics::Probability;
use euthymia_report::pooled::Inputs;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::correlation::{Correlation, Direction, PartialCorrelation};
use euthymia_synthesis::effect::reliability::Alpha;
use euthymia_synthesis::effect::reported::{
    from_interval, from_p, from_standard_error, from_z, log_hazard_ratio_from_log_rank,
    log_ratio_from_interval, log_ratio_from_p,
};
use euthymia_synthesis::measure::{Measure, Scale};

const R: Names = &["r", "ri", "correlation"];
const T: Names = &["t", "ti"];
const P: Names = &["p", "pval", "p_value"];
const PREDICTORS: Names = &["predictors", "mi"];
const ALPHA: Names = &["alpha", "ai", "reliability"];
const ITEMS: Names = &["items", "mi"];

const ESTIMATE: Names = &["estimate", "yi", "effect", "te", "log_hr", "loghr"];
const VARIANCE: Names = &["variance", "vi"];
const SE: Names = &["se", "sei", "standard_error", "sete"];
const LOWER: Names = &["ci_low", "ci_lower", "ci.lb", "lower"];
const UPPER: Names = &["ci_high", "ci_upper", "ci.ub", "upper"];
const Z: Names = &["z", "zi", "zval"];
const EXCESS: Names = &["o_minus_e", "o-e", "oe"];
const EXCESS_VARIANCE: Names = &["log_rank_variance", "v"];
const RATIO: Names = &["hr", "hazard_ratio", "ratio"];

pub(super) fn correlation(row: &mut Row<'_, '_>) -> Option<Inputs> {
    let n = row.required_count(N)?;
    let (r, t, p) = (row.number(R), row.number(T), row.number(P));
    let (found, at) = if let Some(r) = r {
        (Correlation::new(r, n), R)
    } else if let Some(t) = t {
        (Correlation::from_t(t, n), T)
    } else if let Some(p) = p {
        (Correlation::from_p(probability(row, p)?, sign(p), n), P)
    } else {
        let _ = row.required(R);
        return None;
    };
    row.formed(found, &[at, N]).map(Inputs::Correlation)
}

pub(super) fn partial_correlation(row: &mut Row<'_, '_>) -> Option<Inputs> {
    let (n, predictors) = (row.required_count(N), row.required_count(PREDICTORS));
    let (n, predictors) = (n?, predictors?);
    let (found, at) = match (row.number(R), row.number(T)) {
        (Some(r), _) => (PartialCorrelation::new(r, predictors, n), R),
        (None, Some(t)) => (PartialCorrelation::from_t(t, predictors, n), T),
        _ => {
            let _ = row.required(T);
            return None;
        }
    };
    row.formed(found, &[at, N]).map(Inputs::PartialCorrelation)
}

pub(super) fn reliability(row: &mut Row<'_, '_>) -> Option<Inputs> {
    let alpha = row.required(ALPHA);
    let (items, n) = (row.required_count(ITEMS), row.required_count(N));
    let found = Alpha::new(alpha?, items?, n?);
    row.formed(found, &[ALPHA]).map(Inputs::Reliability)
}

/// An estimate with its variance, standard error, 95 % interval, z or p, in this order; for a ratio,
/// the ratio itself with its interval or p, observed minus expected events with their variance, or
/// its logarithm.
pub(super) fn estimate(row: &mut Row<'_, '_>, measure: Measure) -> Option<Inputs> {
    let interval = row.number(LOWER).zip(row.number(UPPER));
    if measure.scale() == Scale::Ratio {
        if let Some(ratio) = row.number(RATIO) {
            return of_ratio(row, ratio, interval).map(Inputs::Estimate);
        }
        if let (Some(excess), Some(v)) = (row.number(EXCESS), row.number(EXCESS_VARIANCE)) {
            let found = log_hazard_ratio_from_log_rank(excess, v);
            return row.formed(found, &[EXCESS]).map(Inputs::Estimate);
        }
    }
    let y = row.required(ESTIMATE)?;
    let [v, se, z, p] = [VARIANCE, SE, Z, P].map(|names| row.number(names));
    let (found, at) = if let Some(v) = v {
        (Effect::new(y, v), VARIANCE)
    } else if let Some(se) = se {
        (from_standard_error(y, se), SE)
    } else if let Some((low, high)) = interval {
        inside(row, y, (low, high), ESTIMATE)?;
        (from_interval(y, low, high, Probability::NINETY_FIVE), LOWER)
    } else if let Some(z) = z {
        (from_z(y, z), Z)
    } else if let Some(p) = p {
        (from_p(y, probability(row, p)?), P)
    } else {
        let help = "Give its variance, se, ci_low and ci_high, z or p; or remove the row.";
        let message = "nothing says how precise this estimate is";
        row.refuse(&[VARIANCE, SE, LOWER], message, help);
        return None;
    };
    row.formed(found, &[at]).map(Inputs::Estimate)
}

/// Refuses an estimate outside its own interval: one of the three is misprinted.
fn inside(row: &mut Row<'_, '_>, value: f64, (low, high): (f64, f64), names: Names) -> Option<()> {
    if low <= value && value <= high {
        return Some(());
    }
    let message = format!("the estimate lies outside its own interval, {low} to {high}");
    row.refuse(
        &[names],
        message,
        "Look for a misprint in the three numbers.",
    );
    None
}

fn of_ratio(row: &mut Row<'_, '_>, ratio: f64, interval: Option<(f64, f64)>) -> Option<Effect> {
    if let Some((low, high)) = interval {
        inside(row, ratio, (low, high), RATIO)?;
        let found = log_ratio_from_interval(ratio, low, high, Probability::NINETY_FIVE);
        return row.formed(found, &[RATIO]);
    }
    let Some(p) = row.number(P) else {
        let message = "nothing says how precise this ratio is";
        let help = "Give its ci_low and ci_high, or p; or remove the row.";
        row.refuse(&[LOWER, P], message, help);
        return None;
    };
    let p = probability(row, p)?;
    row.formed(log_ratio_from_p(ratio, p), &[P, RATIO])
}

/// A two-sided p-value without its sign.
fn probability(row: &mut Row<'_, '_>, p: f64) -> Option<Probability> {
    match Probability::new(p.abs()) {
        Ok(p) => Some(p),
        Err(error) => {
            let help = "Write the two-sided p-value, between 0 and 1.";
            row.refuse(&[P], error.to_string(), help);
            None
        }
    }
}

/// The direction that a signed p-value carries, as in metafor.
fn sign(p: f64) -> Direction {
    if p < 0.0 {
        Direction::Negative
    } else {
        Direction::Positive
    }
}
