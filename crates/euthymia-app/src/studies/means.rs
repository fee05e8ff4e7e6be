//! Means with their standard deviations or standard errors, of one group or of two.

use super::columns::{Names, Row};
use super::counts::{N, N_CONTROL, N_TREATMENT};
use euthymia_numerics::Probability;
use euthymia_report::pooled::Inputs;
use euthymia_synthesis::effect::correlation::Direction;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::standardised::CohensD;

const MEAN: Names = &["mean", "mi", "m"];
const SD: Names = &["sd", "sdi"];
const SE: Names = &["se", "sei", "sem"];

const MEAN_TREATMENT: Names = &[
    "mean_treatment",
    "m1i",
    "mean_e",
    "mean_experimental",
    "experimental_mean",
    "mean1",
];
const SD_TREATMENT: Names = &[
    "sd_treatment",
    "sd1i",
    "sd_e",
    "sd_experimental",
    "experimental_sd",
    "sd1",
];
const SE_TREATMENT: Names = &["se_treatment", "se1i", "se_e", "se1"];
const MEAN_CONTROL: Names = &["mean_control", "m2i", "mean_c", "control_mean", "mean2"];
const SD_CONTROL: Names = &["sd_control", "sd2i", "sd_c", "control_sd", "sd2"];
const SE_CONTROL: Names = &["se_control", "se2i", "se_c", "se2"];

const D: Names = &["d", "di", "cohens_d"];
const T: Names = &["t", "ti"];
const P: Names = &["p", "pi", "pval"];

pub(super) fn one(row: &mut Row<'_, '_>) -> Option<Inputs> {
    group(row, MEAN, SD, SE, N).map(Inputs::OneMean)
}

/// Two groups; where there are no means, Cohen's d, the t statistic or its p-value stand in.
pub(super) fn two(row: &mut Row<'_, '_>) -> Option<Inputs> {
    let has_means = row.column(MEAN_TREATMENT).is_some();
    let instead = [D, T, P]
        .into_iter()
        .any(|names| row.column(names).is_some());
    if !has_means && instead {
        return from_test(row).map(Inputs::CohensD);
    }
    let treatment = group(row, MEAN_TREATMENT, SD_TREATMENT, SE_TREATMENT, N_TREATMENT);
    let control = group(row, MEAN_CONTROL, SD_CONTROL, SE_CONTROL, N_CONTROL);
    Some(Inputs::TwoMeans([treatment?, control?]))
}

fn group(row: &mut Row<'_, '_>, mean: Names, sd: Names, se: Names, n: Names) -> Option<Group> {
    let (value, size) = (row.required(mean), row.required_count(n));
    let error = row.number(se);
    let spread = match (row.number(sd), error, size) {
        (Some(spread), _, _) => Some(spread),
        // Without a standard deviation, the standard error says the same.
        (None, Some(error), Some(size)) => Some(error * (size as f64).sqrt()),
        _ => row.required(sd),
    };
    let (value, spread, size) = (value?, spread?, size?);
    let at: &[Names] = if size < 2 { &[n] } else { &[sd, se, mean] };
    row.formed(Group::new(value, spread, size), at)
}

fn from_test(row: &mut Row<'_, '_>) -> Option<CohensD> {
    let (n1, n2) = (
        row.required_count(N_TREATMENT),
        row.required_count(N_CONTROL),
    );
    let (d, t, p) = (row.number(D), row.number(T), row.number(P));
    let (n1, n2) = (n1?, n2?);
    if let Some(d) = d {
        return row.formed(CohensD::new(d, n1, n2), &[D]);
    }
    if let Some(t) = t {
        return row.formed(CohensD::from_t(t, n1, n2), &[T]);
    }
    let Some(p) = p else {
        row.refuse(
            &[D, T, P],
            "d, t or p is needed",
            "Fill one of them in, or remove the row.",
        );
        return None;
    };
    // A signed p-value carries the direction: metafor's convention.
    let direction = if p < 0.0 {
        Direction::Negative
    } else {
        Direction::Positive
    };
    match Probability::new(p.abs()) {
        Ok(size) => row.formed(CohensD::from_p(size, direction, n1, n2), &[P]),
        Err(error) => {
            row.refuse(
                &[P],
                error.to_string(),
                "Write the two-sided p-value, with a minus sign where the first group is lower.",
            );
            None
        }
    }
}
