//! Numbers with their words, the same way everywhere.

use crate::pooled::Summary;
use euthymia_numerics::Probability;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_synthesis::pairwise::tau2::Search;
use euthymia_synthesis::pairwise::{Bounds, Fit, Interval, Model, Prediction, Tau2Method};
use euthymia_synthesis::permutation::{Done, PermutationTest};
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
        _ => fmt::interval(*estimate, bounds.lower, bounds.upper, decimals(scale)),
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
        _ => {
            format!(
                "{} to {}",
                fmt::number(bounds.lower, decimals(scale)),
                fmt::number(bounds.upper, decimals(scale))
            )
        }
    }
}

/// Decimals that people read a scale with.
fn decimals(scale: Scale) -> u8 {
    match scale {
        Scale::Rate | Scale::RateDifference => 4,
        _ => 2,
    }
}

/// A confidence level as people write it: `95 %`.
#[must_use]
pub fn level(level: Probability) -> String {
    let percent = format!("{:.4}", level.get() * 100.0);
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// The estimator of τ² in words.
#[must_use]
pub fn tau2_method(method: Tau2Method) -> &'static str {
    match method {
        Tau2Method::Reml => "REML",
        Tau2Method::DerSimonianLaird => "DerSimonian–Laird",
        Tau2Method::PauleMandel => "Paule–Mandel",
        Tau2Method::MaximumLikelihood => "maximum likelihood",
        Tau2Method::EmpiricalBayes => "empirical Bayes",
        Tau2Method::MedianPauleMandel => "Paule–Mandel, median-unbiased",
        Tau2Method::HedgesOlkin => "Hedges–Olkin",
        Tau2Method::HunterSchmidt => "Hunter–Schmidt",
        Tau2Method::HunterSchmidtCorrected => "Hunter–Schmidt, corrected",
        Tau2Method::SidikJonkman => "Sidik–Jonkman",
        Tau2Method::TwoStepDerSimonianLaird => "two-step DerSimonian–Laird",
        Tau2Method::TwoStepHedgesOlkin => "two-step Hedges–Olkin",
        Tau2Method::GeneralisedQ(_) => "generalised Q",
        Tau2Method::GeneralisedQMedian(_) => "generalised Q, median-unbiased",
        Tau2Method::Given(_) => "τ² given",
    }
}

/// The interval in words.
#[must_use]
pub fn interval(interval: Interval) -> &'static str {
    match interval {
        Interval::Wald => "Wald (normal)",
        Interval::Student => "Wald with Student's t (k − 1)",
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
        Prediction::HartungKnappKMinus1 => "t with k − 1 and the Hartung–Knapp standard error",
        Prediction::HartungKnappKMinus2 => {
            "t with k − 2 and the Hartung–Knapp standard error (Partlett & Riley 2017)"
        }
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

/// A label inside a sentence: `Random effects (REML)` becomes `random effects (REML)`, and
/// `Mantel–Haenszel` stays.
#[must_use]
pub fn uncapitalised(label: &str) -> String {
    const NAMES: [&str; 4] = ["Bayes", "GLMM", "Mantel", "Peto"];
    let mut chars = label.chars();
    match chars.next() {
        Some(first) if !NAMES.iter().any(|name| label.starts_with(name)) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => label.to_owned(),
    }
}

/// The heterogeneity line under a forest plot; `None` where a model says nothing about it.
#[must_use]
pub fn heterogeneity(summary: &Summary) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(tau2) = summary.tau2 {
        let interval = tau2.bounds.map_or(String::new(), |b| {
            format!(
                " [{}, {}]",
                fmt::number(b.lower, 3),
                fmt::number(b.upper, 3)
            )
        });
        parts.push(format!("τ² = {}{interval}", fmt::number(tau2.value, 3)));
    }
    if let Some(h) = summary.heterogeneity {
        parts.extend(h.i2.map(|i2| format!("I² = {}", fmt::percent(i2, 0))));
        parts.extend(h.h2.map(|h2| format!("H² = {}", fmt::number(h2, 2))));
        parts.push(format!(
            "{}({}) = {}, p {}",
            h.name,
            fmt::number(h.df, 0),
            fmt::number(h.q, 2),
            p_value(h.p_value)
        ));
    }
    if parts.is_empty() {
        return None;
    }
    if !summary.converged {
        parts.push("NOT CONVERGED".to_owned());
    }
    Some(parts.join("; "))
}

/// A permutation test in a sentence.
#[must_use]
pub fn permutation(test: &PermutationTest) -> String {
    let how = match test.done {
        Done::All { arrangements } => format!("all {arrangements} arrangements of signs"),
        Done::Sample { draws, seed } => {
            format!("{draws} random arrangements of signs, seed {seed}")
        }
    };
    let error = test.sampling_error.map_or(String::new(), |se| {
        format!(", sampling error {}", fmt::number(se, 4))
    });
    let unsettled = if test.unsettled == 0 {
        String::new()
    } else {
        format!(
            "; {} fits did not settle and count as extreme",
            test.unsettled
        )
    };
    format!(
        "Permutation test of no effect: p {} ({how}{error}{unsettled}).",
        p_value(test.p_value)
    )
}

/// A text that begins with a capital letter.
///
/// # Example
/// ```
/// assert_eq!(euthymia_report::words::capital("partial response"), "Partial response");
/// assert_eq!(euthymia_report::words::capital(""), "");
/// ```
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
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

/// Which measure a table column is about: its abbreviation, or a word where that says more.
#[must_use]
pub fn measure(measure: Measure) -> &'static str {
    match (measure, measure.scale()) {
        (_, Scale::Proportion | Scale::Rate) => "Rate",
        (_, Scale::Reliability) => "Reliability",
        (Measure::HedgesG, _) => "g",
        (Measure::Generic, _) => "Estimate",
        _ => measure.code(),
    }
}

/// A count of things: `1 study`, `3 studies`.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
