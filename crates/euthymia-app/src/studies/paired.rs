//! Means before and after, of one group or of two, with the correlation between them.

use super::columns::{Names, Row};
use super::counts::{N, N_CONTROL, N_TREATMENT};
use euthymia_numerics::Probability;
use euthymia_report::pooled::Inputs;
use euthymia_synthesis::effect::EffectError;
use euthymia_synthesis::effect::pair_correlation::PairCorrelation;
use euthymia_synthesis::effect::paired::{Occasion, Paired};
use euthymia_synthesis::effect::pre_post_control::TwoPaired;

/// The columns of one group.
struct Group {
    mean_before: Names,
    sd_before: Names,
    mean_after: Names,
    sd_after: Names,
    n: Names,
    r: Names,
    sd_change: Names,
    t: Names,
    p: Names,
}

/// metafor's `m1i` is the later measurement, `m2i` the earlier one.
const ONE: Group = Group {
    mean_before: &["mean_before", "m2i", "mean_pre", "baseline_mean"],
    sd_before: &["sd_before", "sd2i", "sd_pre", "baseline_sd"],
    mean_after: &["mean_after", "m1i", "mean_post"],
    sd_after: &["sd_after", "sd1i", "sd_post"],
    n: N,
    r: &["r", "ri", "correlation"],
    sd_change: &["sd_change", "sdci", "sd_diff"],
    t: &["t", "t_paired"],
    p: &["p", "p_paired"],
};

const TREATMENT: Group = Group {
    mean_before: &["mean_before_treatment", "mean_pre_treatment"],
    sd_before: &["sd_before_treatment", "sd_pre_treatment"],
    mean_after: &["mean_after_treatment", "mean_post_treatment"],
    sd_after: &["sd_after_treatment", "sd_post_treatment"],
    n: N_TREATMENT,
    r: &["r_treatment", "ri_treatment"],
    sd_change: &["sd_change_treatment"],
    t: &["t_treatment"],
    p: &["p_treatment"],
};

const CONTROL: Group = Group {
    mean_before: &["mean_before_control", "mean_pre_control"],
    sd_before: &["sd_before_control", "sd_pre_control"],
    mean_after: &["mean_after_control", "mean_post_control"],
    sd_after: &["sd_after_control", "sd_post_control"],
    n: N_CONTROL,
    r: &["r_control", "ri_control"],
    sd_change: &["sd_change_control"],
    t: &["t_control"],
    p: &["p_control"],
};

pub(super) fn one(row: &mut Row<'_, '_>, assumed: Option<f64>) -> Option<Inputs> {
    group(row, &ONE, assumed).map(Inputs::Paired)
}

pub(super) fn two(row: &mut Row<'_, '_>, assumed: Option<f64>) -> Option<Inputs> {
    let first = group(row, &TREATMENT, assumed);
    let second = group(row, &CONTROL, assumed);
    Some(Inputs::TwoPaired(TwoPaired {
        first: first?,
        second: second?,
    }))
}

fn group(row: &mut Row<'_, '_>, names: &Group, assumed: Option<f64>) -> Option<Paired> {
    let before = occasion(row, names.mean_before, names.sd_before);
    let after = occasion(row, names.mean_after, names.sd_after);
    let n = row.required_count(names.n);
    let (before, after, n) = (before?, after?, n?);
    let correlation = correlation(row, names, (before, after, n), assumed)?;
    let paired = Paired::new(after, before, n, correlation);
    row.formed(paired, &[names.n])
}

fn occasion(row: &mut Row<'_, '_>, mean: Names, sd: Names) -> Option<Occasion> {
    let (value, spread) = (row.required(mean), row.required(sd));
    row.formed(Occasion::new(value?, spread?), &[sd, mean])
}

/// The correlation: printed, from the standard deviation of the change, from the paired test, or
/// assumed, in this order.
fn correlation(
    row: &mut Row<'_, '_>,
    names: &Group,
    (before, after, n): (Occasion, Occasion, u64),
    assumed: Option<f64>,
) -> Option<PairCorrelation> {
    let [r, sd_change, t, p] =
        [names.r, names.sd_change, names.t, names.p].map(|names| row.number(names));
    let (sd1, sd2, change) = (after.sd(), before.sd(), after.mean() - before.mean());
    let (found, at): (Result<_, EffectError>, _) = if let Some(r) = r {
        (PairCorrelation::given(r), names.r)
    } else if let Some(sd) = sd_change {
        (
            PairCorrelation::from_change_sd(sd1, sd2, sd),
            names.sd_change,
        )
    } else if let Some(t) = t {
        (
            PairCorrelation::from_paired_t(sd1, sd2, change, t, n),
            names.t,
        )
    } else if let Some(p) = p {
        let Ok(probability) = Probability::new(p) else {
            row.refuse(
                &[names.p],
                "this is no p-value",
                "Write the two-sided p-value, 0 to 1.",
            );
            return None;
        };
        (
            PairCorrelation::from_paired_p(sd1, sd2, change, probability, n),
            names.p,
        )
    } else if let Some(assumed) = assumed {
        (PairCorrelation::assumed(assumed), names.r)
    } else {
        row.refuse(
            &[names.r, names.sd_change],
            "the correlation between the two measurements is missing",
            "Give a column r, sd_change, t or p; or assume one for all: --assume-correlation 0.5.",
        );
        return None;
    };
    row.formed(found, &[at])
}
