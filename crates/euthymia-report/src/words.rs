//! Numbers with their words, the same way everywhere.

use euthymia_numerics::Probability;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::pairwise::{Bounds, Fit, Interval, Model, Prediction, Tau2Method};
use euthymia_table::fmt;

/// An estimate with its limits on the scale people read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The estimate.
    pub estimate: f64,
    /// Its limits.
    pub bounds: Bounds,
}

/// Prints an estimate with its limits as the scale wants it: `45.0 % [38.2, 52.0]`, `1.85 [1.02, 3.34]`.
#[must_use]
pub fn shown(shown: &Shown, scale: Scale) -> String {
    let Shown { estimate, bounds } = shown;
    match scale {
        Scale::Proportion | Scale::ProportionDifference => {
            fmt::percent_interval(*estimate, bounds.lower, bounds.upper, 1)
        }
        Scale::Ratio | Scale::Difference => fmt::interval(*estimate, bounds.lower, bounds.upper, 2),
    }
}

/// Prints limits alone.
#[must_use]
pub fn bounds(bounds: &Bounds, scale: Scale) -> String {
    match scale {
        Scale::Proportion | Scale::ProportionDifference => format!(
            "{} to {}",
            fmt::percent(bounds.lower, 1),
            fmt::percent(bounds.upper, 1)
        ),
        Scale::Ratio | Scale::Difference => {
            format!(
                "{} to {}",
                fmt::number(bounds.lower, 2),
                fmt::number(bounds.upper, 2)
            )
        }
    }
}

/// A confidence level as people write it: `95 %`.
#[must_use]
pub fn level(level: Probability) -> String {
    let percent = format!("{:.4}", level.get() * 100.0);
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// The estimator of τ² in a word.
#[must_use]
pub fn tau2_method(method: Tau2Method) -> &'static str {
    match method {
        Tau2Method::Reml => "REML",
        Tau2Method::DerSimonianLaird => "DerSimonian–Laird",
        Tau2Method::PauleMandel => "Paule–Mandel",
    }
}

/// The interval in words.
#[must_use]
pub fn interval(interval: Interval) -> &'static str {
    match interval {
        Interval::Wald => "Wald (normal)",
        Interval::HartungKnapp => "Hartung–Knapp",
        Interval::HartungKnappFloor => "Hartung–Knapp, never narrower than its Wald counterpart",
    }
}

/// The prediction interval in words.
#[must_use]
pub fn prediction(variant: Prediction) -> &'static str {
    match variant {
        Prediction::Normal => "normal",
        Prediction::StudentKMinus1 => "t with k − 1 degrees of freedom",
        Prediction::StudentKMinus2 => "t with k − 2 degrees of freedom (Higgins et al. 2009)",
    }
}

/// The model in words, as a label of a pooled row.
#[must_use]
pub fn model(fit: &Fit) -> String {
    match fit.options.model {
        _ if fit.k == 1 => "Single study".to_owned(),
        Model::CommonEffect => "Common effect".to_owned(),
        Model::RandomEffects(method) => format!("Random effects ({})", tau2_method(method)),
    }
}

/// The heterogeneity line under a forest plot; `None` for a single study.
#[must_use]
pub fn heterogeneity(fit: &Fit) -> Option<String> {
    let h = fit.heterogeneity?;
    let mut line = String::new();
    if let Some(tau2) = fit.tau2 {
        line.push_str(&format!(
            "τ² = {} [{}, {}]; ",
            fmt::number(tau2.value, 3),
            fmt::number(h.profile.tau2.lower, 3),
            fmt::number(h.profile.tau2.upper, 3)
        ));
    }
    line.push_str(&format!(
        "I² = {}; H² = {}; Q({}) = {}, p {}",
        fmt::percent(h.i2, 0),
        fmt::number(h.h2, 2),
        fmt::number(h.df, 0),
        fmt::number(h.q, 2),
        p_value(h.p_value)
    ));
    if !fit.converged() {
        line.push_str("; NOT CONVERGED");
    }
    Some(line)
}

/// A p-value after the letter p: `= 0.031`, `< 0.001`, `> 0.999`.
#[must_use]
pub fn p_value(p: f64) -> String {
    let text = fmt::p_value(p, fmt::PStyle::LeadingZero);
    if text.starts_with(['<', '>']) {
        let (sign, number) = text.split_at(1);
        format!("{sign} {}", number.trim_start())
    } else {
        format!("= {text}")
    }
}

/// How the search for τ² ended, in words; `None` where there was none.
#[must_use]
pub fn search(search: Search) -> Option<String> {
    match search {
        Search::ClosedForm => None,
        Search::Converged { steps } => Some(format!("converged in {steps} steps")),
        Search::AtZero => Some("at the boundary, τ² = 0".to_owned()),
        Search::NotConverged { steps } => Some(format!("NOT CONVERGED after {steps} steps")),
    }
}

/// Which measure a table column is about.
#[must_use]
pub fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::RawProportion | Measure::Logit | Measure::DoubleArcsine => "Rate",
        Measure::RiskRatio => "RR",
        Measure::OddsRatio => "OR",
        Measure::RiskDifference => "RD",
        Measure::MeanDifference => "MD",
        Measure::HedgesG => "g",
    }
}

/// A count of things: `1 study`, `3 studies`.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
