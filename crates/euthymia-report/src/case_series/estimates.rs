//! The change from baseline to the endpoint by every usual test and estimate, each named with its
//! variant; one that does not exist says why.

use super::choices::{AnalysisSet, Choices};
use super::data::CaseSeries;
use super::outcomes::pairs;
use super::result_row::{ResultRow, ResultRows, rank_statistic};
use crate::words;
use euthymia_cohort::bayes_t::{Alternative, BayesT, Design, MEDIUM_SCALE, bayes_t};
use euthymia_cohort::bootstrap::{Plan, jackknife_of_mean, resample};
use euthymia_cohort::bootstrap_interval::{BootstrapInterval, bca};
use euthymia_cohort::descriptive::mean;
use euthymia_cohort::differences::Differences;
use euthymia_cohort::hodges_lehmann::{HodgesLehmann, hodges_lehmann};
use euthymia_cohort::paired::{PairedT, paired_t, summarise};
use euthymia_cohort::shapiro_wilk::{ShapiroWilk, shapiro_wilk};
use euthymia_cohort::sign_test::{SignTest, sign_test};
use euthymia_cohort::signed_rank::{MethodRule, SignedRank, ZeroRule, signed_rank};
use euthymia_cohort::standardised_interval::{
    PreVariance, StandardisedInterval, d_av_interval, d_pre_interval, d_z_interval,
};
use euthymia_cohort::{CohortError, Interval};
use euthymia_table::{TableView, fmt};
use std::num::NonZeroUsize;

type Found<T> = Result<T, CohortError>;

/// Tests and estimates of one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    /// Patients with both scores.
    pub n: usize,
    /// Paired t test.
    pub t: Found<PairedT>,
    /// Mean change with its BCa interval.
    pub bootstrap: Found<BootstrapInterval>,
    /// Wilcoxon's signed-rank test.
    pub signed_rank: Found<SignedRank>,
    /// Hodges and Lehmann's estimate.
    pub hodges_lehmann: Found<HodgesLehmann>,
    /// Sign test.
    pub sign: Found<SignTest>,
    /// Change over the SD of the changes.
    pub d_z: Found<StandardisedInterval>,
    /// Change over the mean of the SDs.
    pub d_av: Found<StandardisedInterval>,
    /// Change over the SD before.
    pub d_pre: Found<StandardisedInterval>,
    /// Bayes factor with a Cauchy prior.
    pub bayes: Found<BayesT>,
    /// Whether the changes look normal.
    pub normality: Found<ShapiroWilk>,
}

/// Estimates the change on a measure, of those with both scores.
#[must_use]
pub fn estimates(
    series: &CaseSeries,
    choices: &Choices,
    measure: usize,
    group: Option<usize>,
) -> Estimates {
    let seen = pairs(series, measure, group, AnalysisSet::Observed);
    let both: Vec<(f64, f64)> = seen
        .into_iter()
        .filter_map(|(before, after)| Some((before, after?)))
        .collect();
    let (before, after): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    let level = choices.level;
    let t = paired_t(&before, &after, level);
    let summary = summarise(&before, &after);
    let differences = Differences::of_pairs(&before, &after);
    let of_differences = differences.as_ref().map_err(|error| *error);
    let of_t = t.as_ref().map_err(|error| *error);
    let n = before.len();
    Estimates {
        n,
        bootstrap: of_differences.and_then(|d| bootstrap(d, choices)),
        signed_rank: of_differences
            .and_then(|d| signed_rank(d, ZeroRule::Drop, MethodRule::Automatic)),
        hodges_lehmann: of_differences.and_then(|d| hodges_lehmann(d, level)),
        sign: of_differences.and_then(|d| sign_test(d, level)),
        d_z: summary.and_then(|s| d_z_interval(&s, level)),
        d_av: summary.and_then(|s| d_av_interval(&s, level)),
        d_pre: summary.and_then(|s| d_pre_interval(&s, level, PreVariance::Bonett2008)),
        bayes: of_t.and_then(|t| {
            let design = Design::OneSample { n };
            bayes_t(t.t, design, MEDIUM_SCALE, Alternative::TwoSided, level)
        }),
        normality: of_differences.and_then(|d| shapiro_wilk(d.values())),
        t,
    }
}

fn bootstrap(differences: &Differences, choices: &Choices) -> Found<BootstrapInterval> {
    let threads = NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN);
    let plan = Plan {
        resamples: choices.resamples,
        seed: choices.seed,
        threads,
    };
    let statistic = |sample: &mut [f64]| mean(sample);
    let replicates = resample(differences.values(), plan, statistic)?;
    let acceleration = jackknife_of_mean(differences.values())?.acceleration;
    bca(&replicates, acceleration, choices.level)
}

/// The estimates as a table, one test or estimate a row.
#[must_use]
pub fn estimates_view(
    series: &CaseSeries,
    choices: &Choices,
    measure: usize,
    found: &Estimates,
) -> TableView {
    let scale = series.measures.get(measure).map_or("", |m| m.name.as_str());
    let end = series
        .planned
        .get(series.endpoint)
        .map_or("", |v| v.label.as_str());
    let title = format!(
        "Change on the {scale} to {end}, {} patients: {}",
        found.n, series.name
    );
    let mut view = rows(found, choices).view("euthymia.case_series.estimates.v1", title);
    view.notes.push(
        "Of those with both scores. Change: baseline less later score, above 0 is improvement. g: d with \
         Hedges' correction for few patients. The rank-biserial correlation is the share of the rank sum that \
         speaks for improvement less the share against it. BF10: how many times more likely the data are \
         if there is a change than if there is none; δ: the change over the SD of the changes. Every test \
         asks the same question; they are not several findings."
            .to_owned(),
    );
    view
}

fn rows(found: &Estimates, choices: &Choices) -> ResultRows {
    let level = words::level(choices.level);
    let mut rows = ResultRows::default();
    rows.take("paired t test", found.t.map(|t| t_row(&t, &level)));
    let boot = found
        .bootstrap
        .zip_with(found.t, |b, t| boot_row(&b, &t, choices, &level));
    rows.take("bootstrap interval", boot);
    rows.take("signed-rank test", found.signed_rank.map(|w| rank_row(&w)));
    rows.take(
        "Hodges–Lehmann estimate",
        found.hodges_lehmann.map(|h| lehmann_row(&h, &level)),
    );
    rows.take("sign test", found.sign.map(|s| sign_row(&s)));
    for (key, name, d) in [
        ("d_z", "d_z: mean change / SD of the changes", found.d_z),
        ("d_av", "d_av: mean change / mean of the SDs", found.d_av),
        ("d_pre", "d_pre: mean change / SD before", found.d_pre),
    ] {
        rows.take(key, d.map(|d| d_row(key, name, &d, &level)));
    }
    rows.take("Bayes factor", found.bayes.map(|b| bayes_row(&b)));
    if let Ok(bayes) = &found.bayes {
        rows.rows.push(delta_row(bayes, &level));
    }
    rows.take("test of normality", found.normality.map(|w| normal_row(&w)));
    rows
}

/// Two results into one.
trait ZipWith<T> {
    fn zip_with<U, V>(self, other: Found<U>, f: impl FnOnce(T, U) -> V) -> Found<V>;
}

impl<T> ZipWith<T> for Found<T> {
    fn zip_with<U, V>(self, other: Found<U>, f: impl FnOnce(T, U) -> V) -> Found<V> {
        Ok(f(self?, other?))
    }
}

fn t_row(t: &PairedT, level: &str) -> ResultRow {
    let (change, limits) = (t.summary.mean_difference, &t.interval);
    ResultRow {
        key: "mean_change".to_owned(),
        words: format!("Mean change [{level} CI]"),
        printed: format!(
            "{}; t({}) = {}, p {}",
            fmt::interval(change, limits.lower, limits.upper, 2),
            fmt::number(t.df, 0),
            fmt::number(t.t, 3),
            words::p_value(t.p_two_sided)
        ),
        value: Some(change),
        interval: Some((limits.lower, limits.upper)),
        p: Some(t.p_two_sided),
        method: "paired t, two-sided".to_owned(),
    }
}

fn boot_row(found: &BootstrapInterval, t: &PairedT, choices: &Choices, level: &str) -> ResultRow {
    let Interval { lower, upper, .. } = found.interval;
    ResultRow {
        key: "mean_change_bootstrap".to_owned(),
        words: format!("Mean change [{level} bootstrap interval]"),
        printed: fmt::interval(t.summary.mean_difference, lower, upper, 2),
        value: Some(t.summary.mean_difference),
        interval: Some((lower, upper)),
        p: None,
        method: format!(
            "{}, {} resamples, seed {}",
            found.method.name(),
            choices.resamples,
            choices.seed
        ),
    }
}

fn rank_row(found: &SignedRank) -> ResultRow {
    ResultRow {
        key: "signed_rank".to_owned(),
        words: "Wilcoxon signed-rank test".to_owned(),
        printed: format!(
            "W+ = {}, W− = {}, p {}; rank-biserial {}",
            rank_statistic(found.w_plus),
            rank_statistic(found.w_minus),
            words::p_value(found.p_two_sided),
            fmt::number(found.rank_biserial, 2)
        ),
        value: Some(found.w_plus),
        interval: None,
        p: Some(found.p_two_sided),
        method: format!(
            "{}; zeros ({}): {}; {} tied",
            found.method.name(),
            found.zeros,
            found.zero_rule.name(),
            found.tied
        ),
    }
}

fn lehmann_row(found: &HodgesLehmann, level: &str) -> ResultRow {
    let interval = found.interval.as_ref();
    let limits = interval.map(|i| (i.lower, i.upper));
    ResultRow {
        key: "hodges_lehmann".to_owned(),
        words: format!("Hodges–Lehmann estimate of change [{level} CI]"),
        printed: match limits {
            Some((lower, upper)) => fmt::interval(found.estimate, lower, upper, 2),
            None => fmt::number(found.estimate, 2),
        },
        value: Some(found.estimate),
        interval: limits,
        p: None,
        method: interval.map_or("too few patients for an interval".to_owned(), |i| {
            format!(
                "{}, {} achieved",
                i.method.name(),
                fmt::percent(i.achieved, 1)
            )
        }),
    }
}

fn sign_row(found: &SignTest) -> ResultRow {
    ResultRow {
        key: "sign_test".to_owned(),
        words: "Sign test".to_owned(),
        printed: format!(
            "{} better, {} worse, {} the same, p {}",
            found.positive,
            found.negative,
            found.zeros,
            words::p_value(found.p_two_sided)
        ),
        value: Some(found.positive as f64),
        interval: None,
        p: Some(found.p_two_sided),
        method: "exact binomial, two-sided, ties left out".to_owned(),
    }
}

fn d_row(key: &str, name: &str, found: &StandardisedInterval, level: &str) -> ResultRow {
    let (lower, upper) = (found.d_interval.lower, found.d_interval.upper);
    let corrected = match (found.g, &found.g_interval) {
        (Some(g), Some(limits)) => {
            format!("; g = {}", fmt::interval(g, limits.lower, limits.upper, 2))
        }
        _ => String::new(),
    };
    ResultRow {
        key: key.to_owned(),
        words: format!("{name} [{level} CI]"),
        printed: format!("{}{corrected}", fmt::interval(found.d, lower, upper, 2)),
        value: Some(found.d),
        interval: Some((lower, upper)),
        p: None,
        method: format!(
            "{}; g: Hedges' correction of estimate and limits",
            found.method.name()
        ),
    }
}

fn bayes_row(found: &BayesT) -> ResultRow {
    let printed = match found.ln_bf10 {
        ln if ln > 7.0 => format!("BF10 = 10^{}", fmt::number(ln / std::f64::consts::LN_10, 1)),
        ln if ln < -7.0 => format!(
            "BF01 = 10^{}",
            fmt::number(-ln / std::f64::consts::LN_10, 1)
        ),
        ln => format!("BF10 = {}", fmt::number(ln.exp(), 2)),
    };
    ResultRow {
        key: "bayes_factor".to_owned(),
        words: "Bayesian paired t test: Bayes factor".to_owned(),
        printed,
        value: Some(found.ln_bf10),
        interval: None,
        p: None,
        method: format!(
            "JZS, {}, Cauchy scale {}; the value of the machine formats is ln BF10",
            found.alternative.name(),
            fmt::number(found.scale, 3)
        ),
    }
}

fn delta_row(found: &BayesT, level: &str) -> ResultRow {
    let limits = found.posterior.interval;
    let median = found.posterior.median;
    ResultRow {
        key: "bayes_delta".to_owned(),
        words: format!("Bayesian paired t test: δ, median [{level} credible interval]"),
        printed: fmt::interval(median, limits.lower, limits.upper, 2),
        value: Some(median),
        interval: Some((limits.lower, limits.upper)),
        p: None,
        method: format!(
            "posterior under the alternative, Cauchy scale {}",
            fmt::number(found.scale, 3)
        ),
    }
}

fn normal_row(found: &ShapiroWilk) -> ResultRow {
    ResultRow {
        key: "shapiro_wilk".to_owned(),
        words: "Shapiro–Wilk test of the changes".to_owned(),
        printed: format!(
            "W = {}, p {}",
            fmt::number(found.w, 3),
            words::p_value(found.p)
        ),
        value: Some(found.w),
        interval: None,
        p: Some(found.p),
        method: "Royston 1995".to_owned(),
    }
}
