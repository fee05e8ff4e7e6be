//! Priors of τ that were estimated from many earlier meta-analyses, by category.
//!
//! The categories are those of the papers, word for word; nothing here knows what they mean.
//!
//! # Sources
//! Turner RM, Jackson D, Wei Y, Thompson SG, Higgins JPT. Stat Med 2015;34:984–998, Table IV: log odds
//! ratios, ln τ² normal. Rhodes KM, Turner RM, Higgins JPT. J Clin Epidemiol 2015;68:52–60, Table 3,
//! A.3.1 and A.3.2: standardised mean differences, ln τ² Student's t with 5 degrees of freedom.
//!
//! Every number is second hand ([`Verified`]): as transcribed in the R package bayesmeta, which names
//! those tables; the papers themselves were not consulted.

use super::prior::TauPrior;

/// How sure a printed number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Read in another program's transcription of the paper, and not in the paper: unverified.
    SecondHand,
    /// As [`Verified::SecondHand`], and out of line with the rest of its table: probably a misprint.
    Doubtful,
}

/// A prior of τ for one category of meta-analyses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedPrior {
    /// Citation with the table.
    pub source: &'static str,
    /// The scale of the estimates: other scales need other priors.
    pub measure: &'static str,
    /// Type of outcome, or "any".
    pub outcome: &'static str,
    /// Type of comparison, or "any".
    pub comparison: &'static str,
    /// Area, where the paper tells areas apart.
    pub area: Option<&'static str>,
    /// The distribution.
    pub prior: TauPrior,
    /// How sure its numbers are.
    pub verified: Verified,
}

const TURNER: &str = "Turner et al. 2015, Stat Med 34:984-998, Table IV";
const TURNER_ANY: &str = "Turner et al. 2015, Stat Med 34:984-998, p. 993";
const RHODES: &str = "Rhodes et al. 2015, J Clin Epidemiol 68:52-60, Table 3";
const RHODES_RESPIRATORY: &str = "Rhodes et al. 2015, J Clin Epidemiol 68:52-60, Table A.3.1";
const RHODES_CANCER: &str = "Rhodes et al. 2015, J Clin Epidemiol 68:52-60, Table A.3.2";
const RHODES_ANY: &str = "Rhodes et al. 2015, J Clin Epidemiol 68:52-60, section 3.3";
const ODDS: &str = "log odds ratio";
const MEANS: &str = "standardised mean difference";

const TURNER_COMPARISONS: [&str; 5] = [
    "pharmacological vs. placebo / control",
    "pharmacological vs. pharmacological",
    "non-pharmacological vs. placebo / control",
    "non-pharmacological vs. pharmacological",
    "non-pharmacological vs. non-pharmacological",
];

/// A type of outcome with the mean of ln τ² and its standard deviation for each comparison.
type TurnerRow = (&'static str, [(f64, f64); 5]);

#[rustfmt::skip]
const TURNER_ROWS: [TurnerRow; 16] = [
    ("all-cause mortality",
        [(-3.95, 1.34), (-4.18, 1.41), (-4.17, 1.55), (-2.92, 1.02), (-3.50, 1.26)]),
    ("obstetric outcomes",
        [(-3.52, 1.74), (-3.75, 1.79), (-3.74, 1.91), (-2.49, 1.50), (-3.08, 1.68)]),
    ("cause-specific mortality / major morbidity event / composite (mortality or morbidity)",
        [(-3.71, 1.74), (-3.95, 1.79), (-3.93, 1.91), (-2.68, 1.51), (-3.27, 1.68)]),
    ("resource use / hospital stay / process",
        [(-2.34, 1.74), (-2.58, 1.79), (-2.56, 1.91), (-1.31, 1.50), (-1.90, 1.68)]),
    ("surgical / device related success / failure",
        [(-2.14, 1.74), (-2.37, 1.79), (-2.36, 1.91), (-1.11, 1.50), (-1.69, 1.68)]),
    ("withdrawals / drop-outs",
        [(-2.99, 1.74), (-3.23, 1.79), (-3.21, 1.91), (-1.96, 1.51), (-2.55, 1.68)]),
    ("internal / structure-related outcomes",
        [(-2.71, 1.74), (-2.94, 1.79), (-2.93, 1.92), (-1.67, 1.51), (-2.26, 1.68)]),
    ("general physical health indicators",
        [(-2.29, 1.53), (-2.53, 1.58), (-2.51, 1.72), (-1.26, 1.25), (-1.85, 1.46)]),
    ("adverse events",
        [(-1.87, 1.52), (-2.10, 1.58), (-2.10, 1.71), (-0.84, 1.24), (-1.43, 1.45)]),
    ("infection / onset of new disease",
        [(-2.49, 1.52), (-2.73, 1.58), (-2.71, 1.71), (-1.46, 1.24), (-2.05, 1.45)]),
    ("signs / symptoms reflecting continuation / end of condition",
        [(-2.06, 1.51), (-2.29, 1.58), (-2.28, 1.71), (-1.03, 1.24), (-1.61, 1.45)]),
    ("pain",
        [(-1.83, 1.52), (-2.06, 1.58), (-2.05, 1.71), (-0.80, 1.25), (-1.38, 1.45)]),
    ("quality of life / functioning (dichotomized)",
        [(-2.54, 1.54), (-2.78, 1.60), (-2.77, 1.73), (-1.51, 1.27), (-2.10, 1.47)]),
    ("mental health indicators",
        [(-2.12, 1.53), (-2.35, 1.60), (-2.34, 1.72), (-1.09, 1.27), (-1.67, 1.47)]),
    ("biological markers (dichotomized)",
        [(-1.77, 1.52), (-2.00, 1.58), (-1.99, 1.71), (-0.74, 1.24), (-1.33, 1.45)]),
    ("subjective outcomes (various)",
        [(-2.70, 1.52), (-2.93, 1.58), (-2.92, 1.71), (-1.67, 1.25), (-2.26, 1.45)]),
];

const RHODES_COMPARISONS: [&str; 3] = [
    "pharmacological vs. placebo / control",
    "pharmacological vs. pharmacological",
    "non-pharmacological (any)",
];

const RHODES_OUTCOMES: [&str; 8] = [
    "obstetric outcome",
    "resource use and hospital stay / process",
    "internal and external structure-related outcome",
    "general physical health and adverse event and pain and quality of life / functioning",
    "signs / symptoms reflecting continuation / end of condition and infection / onset of new acute / chronic disease",
    "mental health outcome",
    "biological marker",
    "various subjectively measured outcomes",
];

/// The location and scale of ln τ² for each comparison, one row for each type of outcome.
type RhodesTable = [[(f64, f64); 3]; 8];

#[rustfmt::skip]
const RHODES_OTHER: RhodesTable = [
    [(-4.13, 2.34), (-4.40, 2.31), (-3.99, 2.11)],
    [(-2.55, 2.73), (-2.83, 2.70), (-2.41, 2.57)],
    [(-2.43, 2.50), (-2.70, 2.46), (-2.29, 2.32)],
    [(-3.16, 2.50), (-3.44, 2.44), (-3.02, 2.27)],
    [(-3.00, 2.50), (-3.27, 2.47), (-2.86, 2.33)],
    [(-2.99, 2.16), (-3.27, 2.14), (-3.85, 1.93)],
    [(-3.41, 2.83), (-3.68, 2.78), (-3.27, 2.66)],
    [(-2.76, 2.58), (-3.03, 2.59), (-2.62, 2.41)],
];

#[rustfmt::skip]
const RHODES_IN_RESPIRATORY: RhodesTable = [
    [(-6.03, 2.36), (-6.31, 2.31), (-5.89, 2.21)],
    [(-4.46, 2.74), (-4.73, 2.70), (-4.32, 2.57)],
    [(-4.33, 2.51), (-4.61, 2.46), (-4.19, 2.33)],
    [(-5.07, 2.51), (-5.34, 2.45), (-4.93, 2.28)],
    [(-4.90, 2.50), (-5.18, 2.47), (-4.76, 2.33)],
    [(-4.90, 2.17), (-5.17, 2.14), (-4.76, 1.94)],
    [(-5.31, 2.83), (-5.59, 2.78), (-5.17, 2.66)],
    [(-4.66, 2.59), (-4.94, 2.59), (-4.52, 2.41)],
];

#[rustfmt::skip]
const RHODES_IN_CANCER: RhodesTable = [
    [(-1.57, 2.45), (-1.85, 2.41), (-1.43, 2.24)],
    [(0.01, 2.83), (-0.27, 2.79), (0.15, 2.68)],
    [(-0.13, 2.61), (-0.14, 2.56), (0.27, 2.45)],
    [(-0.60, 2.61), (-0.88, 2.55), (-0.46, 2.40)],
    [(-0.44, 2.60), (-0.71, 2.57), (-0.30, 2.46)],
    [(-0.43, 2.28), (-0.71, 2.25), (-0.29, 2.08)],
    [(-0.85, 2.93), (-1.13, 2.87), (-0.71, 2.78)],
    [(-0.20, 2.68), (-0.48, 2.68), (-0.06, 2.53)],
];

/// Cells that do not fit the rest of their table. The model behind the tables adds the comparison to
/// the outcome, so that two columns of locations differ by one number in every row: the first two
/// break that, by one unit (−3.85 for −2.85) and by a sign (−0.13 for 0.13). The scale of the third,
/// 2.21, is a tenth above what the other areas suggest.
const DOUBTFUL: [(&str, &str, &str); 3] = [
    ("other", RHODES_OUTCOMES[5], RHODES_COMPARISONS[2]),
    ("cancer", RHODES_OUTCOMES[2], RHODES_COMPARISONS[0]),
    ("respiratory", RHODES_OUTCOMES[0], RHODES_COMPARISONS[2]),
];

const fn log_t(location: f64, scale: f64) -> TauPrior {
    TauPrior::LogTVariance {
        df: 5.0,
        location,
        scale,
    }
}

/// The priors that hold for any category, one for each measure.
const ANY: [PublishedPrior; 2] = [
    PublishedPrior {
        source: TURNER_ANY,
        measure: ODDS,
        outcome: "any",
        comparison: "any",
        area: None,
        prior: TauPrior::LogNormalVariance {
            mean: -2.56,
            sd: 1.74,
        },
        verified: Verified::SecondHand,
    },
    PublishedPrior {
        source: RHODES_ANY,
        measure: MEANS,
        outcome: "any",
        comparison: "any",
        area: None,
        prior: log_t(-3.44, 2.59),
        verified: Verified::SecondHand,
    },
];

/// Returns every published prior, those for any category first.
///
/// # Example
/// ```
/// use euthymia_synthesis::bayes::{TauPrior, published};
/// let found = published::all().find(|p| p.measure == "log odds ratio" && p.outcome == "any");
/// let expected = TauPrior::LogNormalVariance { mean: -2.56, sd: 1.74 };
/// assert_eq!(found.map(|p| p.prior), Some(expected));
/// ```
pub fn all() -> impl Iterator<Item = PublishedPrior> {
    let tables = [
        (RHODES, "other", &RHODES_OTHER),
        (RHODES_RESPIRATORY, "respiratory", &RHODES_IN_RESPIRATORY),
        (RHODES_CANCER, "cancer", &RHODES_IN_CANCER),
    ];
    let means = tables
        .into_iter()
        .flat_map(|(source, area, table)| rhodes(source, area, table));
    ANY.into_iter().chain(turner()).chain(means)
}

fn turner() -> impl Iterator<Item = PublishedPrior> {
    TURNER_ROWS.into_iter().flat_map(|(outcome, cells)| {
        let pairs = TURNER_COMPARISONS.into_iter().zip(cells);
        pairs.map(move |(comparison, (mean, sd))| PublishedPrior {
            source: TURNER,
            measure: ODDS,
            outcome,
            comparison,
            area: None,
            prior: TauPrior::LogNormalVariance { mean, sd },
            verified: Verified::SecondHand,
        })
    })
}

fn rhodes(
    source: &'static str,
    area: &'static str,
    table: &'static RhodesTable,
) -> impl Iterator<Item = PublishedPrior> {
    RHODES_OUTCOMES
        .into_iter()
        .zip(table)
        .flat_map(move |(outcome, cells)| {
            let pairs = RHODES_COMPARISONS.into_iter().zip(cells);
            pairs.map(move |(comparison, (location, scale))| PublishedPrior {
                source,
                measure: MEANS,
                outcome,
                comparison,
                area: Some(area),
                prior: log_t(*location, *scale),
                verified: verified(area, outcome, comparison),
            })
        })
}

fn verified(area: &str, outcome: &str, comparison: &str) -> Verified {
    if DOUBTFUL.contains(&(area, outcome, comparison)) {
        Verified::Doubtful
    } else {
        Verified::SecondHand
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prior_is_one_and_every_category_has_one() {
        assert_eq!(all().count(), 2 + 16 * 5 + 3 * 8 * 3);
        for published in all() {
            assert!(published.prior.check().is_ok(), "{published:?}");
            let same = all().filter(|p| {
                let category = |p: &PublishedPrior| (p.measure, p.outcome, p.comparison, p.area);
                category(p) == category(&published)
            });
            assert_eq!(same.count(), 1, "{published:?}");
        }
    }

    /// The places at which a column of locations differs from both others by another number than in
    /// most rows.
    fn misfits(table: &RhodesTable) -> Vec<(usize, usize)> {
        let off = |row: usize, column: usize, other: usize| {
            let mut steps = table.map(|cells| cells[column].0 - cells[other].0);
            let own = steps[row];
            steps.sort_by(f64::total_cmp);
            (own - 0.5 * (steps[3] + steps[4])).abs() > 0.025
        };
        let places = (0..8).flat_map(|row| (0..3).map(move |column| (row, column)));
        let others = |column: usize| (0..3).filter(move |other| *other != column);
        places
            .filter(|(row, column)| others(*column).all(|other| off(*row, *column, other)))
            .collect()
    }

    #[test]
    fn locations_that_break_the_pattern_are_doubtful() {
        assert_eq!(misfits(&RHODES_OTHER), [(5, 2)]);
        assert_eq!(misfits(&RHODES_IN_CANCER), [(2, 0)]);
        assert_eq!(misfits(&RHODES_IN_RESPIRATORY), []);
        let doubtful = all().filter(|p| p.verified == Verified::Doubtful);
        assert_eq!(doubtful.count(), DOUBTFUL.len());
    }
}
