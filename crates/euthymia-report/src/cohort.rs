//! A cohort as it is presented: change, response, remission, each under a named definition.

use crate::words;
use euthymia_clinical::definition::{Criterion, Definition};
use euthymia_cohort::descriptive;
use euthymia_cohort::paired::{PairedT, paired_t};
use euthymia_cohort::percent_change::{self, PercentImprovement};
use euthymia_cohort::proportion::{Proportion, clopper_pearson, wilson};
use euthymia_cohort::{CohortError, Interval};
use euthymia_numerics::Probability;
use euthymia_plot::{BeforeAfter, Better, Interval as PlotInterval, MeanChange, Threshold};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{Audience, ColumnSpec, TableView, Value, fmt};

/// Scores of patients before and after treatment, without anything that identifies them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// What the cohort is called.
    pub name: String,
    /// The file it was read from.
    pub file: String,
    /// What a reader must know about the rows, such as that they are no patients'.
    pub note: Option<String>,
    /// The scale's name in print.
    pub instrument: String,
    /// Smallest and, where it is known, largest total of the scale.
    pub range: (f64, Option<f64>),
    /// Before, in the order of the file.
    pub before: Vec<f64>,
    /// After, in the same order.
    pub after: Vec<f64>,
    /// Patients left out because one of the scores is missing.
    pub missing: usize,
}

/// How many patients met a definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// `response` or `remission`.
    pub outcome: String,
    /// The definition.
    pub definition: Definition,
    /// Who uses it.
    pub source: String,
    /// Whether the caller chose it as the main one.
    pub chosen: bool,
    /// Events among those for whom it is defined.
    pub proportion: Proportion,
    /// Exact interval.
    pub exact: Interval,
    /// Wilson's interval.
    pub wilson: Interval,
    /// Patients for whom it cannot be said (baseline zero).
    pub undefined: usize,
}

/// A cohort's results.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// The scores.
    pub scores: Scores,
    /// Mean score before and after, which exist for any number of patients.
    pub means: (f64, f64),
    /// Paired t test and its summary; `Err` explains why there is none (one patient, no spread).
    pub change: Result<PairedT, CohortError>,
    /// Percent improvement.
    pub percent: PercentImprovement,
    /// Rates, the chosen definitions first.
    pub rates: Vec<Rate>,
    /// Confidence level.
    pub level: Probability,
}

/// A definition to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub struct RateRequest {
    /// `response` or `remission`.
    pub outcome: String,
    /// The definition.
    pub definition: Definition,
    /// Who uses it.
    pub source: String,
    /// Whether it is the main one.
    pub chosen: bool,
}

/// Computes a cohort's results.
///
/// # Errors
/// [`CohortError`] when there is no patient or a score is not finite.
pub fn cohort(
    scores: Scores,
    requests: Vec<RateRequest>,
    level: Probability,
) -> Result<Cohort, CohortError> {
    if scores.before.is_empty() {
        return Err(CohortError::TooFew {
            needed: 1,
            found: 0,
        });
    }
    let percent = percent_change::summarise(&scores.before, &scores.after)?;
    let mean = |values: &[f64]| descriptive::mean(values).unwrap_or_default();
    let means = (mean(&scores.before), mean(&scores.after));
    let change = paired_t(&scores.before, &scores.after, level);
    // A definition that nobody can be judged by (a percent decrease when every baseline is zero) has no
    // rate; it is named among the notes.
    let rates = requests
        .into_iter()
        .filter_map(|request| rate(&scores, request, level).transpose())
        .collect::<Result<_, _>>()?;
    Ok(Cohort {
        scores,
        means,
        change,
        percent,
        rates,
        level,
    })
}

fn rate(
    scores: &Scores,
    request: RateRequest,
    level: Probability,
) -> Result<Option<Rate>, CohortError> {
    let verdicts: Vec<Option<bool>> = scores
        .before
        .iter()
        .zip(&scores.after)
        .map(|(before, after)| request.definition.met(*before, *after))
        .collect();
    let defined: Vec<bool> = verdicts.iter().copied().flatten().collect();
    if defined.is_empty() {
        return Ok(None);
    }
    let events = defined.iter().filter(|met| **met).count();
    let proportion = Proportion::new(events as u64, defined.len() as u64)?;
    Ok(Some(Rate {
        proportion,
        exact: clopper_pearson(proportion, level)?,
        wilson: wilson(proportion, level)?,
        undefined: verdicts.len() - defined.len(),
        outcome: request.outcome,
        definition: request.definition,
        source: request.source,
        chosen: request.chosen,
    }))
}

impl Cohort {
    /// The chosen rate of an outcome.
    #[must_use]
    pub fn chosen(&self, outcome: &str) -> Option<&Rate> {
        self.rates
            .iter()
            .find(|rate| rate.chosen && rate.outcome == outcome)
    }
}

impl Rate {
    /// The rate with its exact interval.
    #[must_use]
    pub fn shown(&self) -> words::Shown {
        words::Shown {
            estimate: self.proportion.estimate(),
            bounds: Bounds {
                lower: self.exact.lower,
                upper: self.exact.upper,
            },
        }
    }
}

/// The rates as a table.
#[must_use]
pub fn rates_view(cohort: &Cohort) -> TableView {
    let level = words::level(cohort.level);
    let interval = |i: &Interval| {
        format!(
            "{} to {}",
            fmt::percent(i.lower, 1),
            fmt::percent(i.upper, 1)
        )
    };
    let number = |value: f64| Value::number(value, 4);
    TableView {
        schema: "euthymia.cohort.rates.v1".to_owned(),
        title: format!(
            "Response and remission by definition: {}",
            cohort.scores.name
        ),
        columns: vec![
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("definition", "Definition"),
            ColumnSpec::number("events_n", "Patients").for_people(),
            ColumnSpec::number("events", "events").for_machines(),
            ColumnSpec::number("n", "n").for_machines(),
            ColumnSpec::number("proportion", "Rate").for_machines(),
            ColumnSpec::number("exact", format!("{level} CI, exact")).for_people(),
            ColumnSpec::number("wilson", format!("{level} CI, Wilson")).for_people(),
            ColumnSpec::number("exact_low", "exact_low").for_machines(),
            ColumnSpec::number("exact_high", "exact_high").for_machines(),
            ColumnSpec::number("wilson_low", "wilson_low").for_machines(),
            ColumnSpec::number("wilson_high", "wilson_high").for_machines(),
            ColumnSpec::text("used_by", "Used by"),
        ],
        rows: cohort
            .rates
            .iter()
            .map(|rate| {
                let (events, n) = (rate.proportion.events(), rate.proportion.n());
                let mark = if rate.chosen { " *" } else { "" };
                vec![
                    Value::text(format!("{}{mark}", rate.outcome)),
                    Value::text(rate.definition.to_string()),
                    Value::text(format!(
                        "{events}/{n} ({})",
                        fmt::percent(rate.proportion.estimate(), 1)
                    )),
                    Value::Count(events),
                    Value::Count(n),
                    Value::percent(rate.proportion.estimate(), 1),
                    Value::text(interval(&rate.exact)),
                    Value::text(interval(&rate.wilson)),
                    number(rate.exact.lower),
                    number(rate.exact.upper),
                    number(rate.wilson.lower),
                    number(rate.wilson.upper),
                    Value::text(&rate.source),
                ]
            })
            .collect(),
        notes: rate_notes(cohort),
    }
}

fn rate_notes(cohort: &Cohort) -> Vec<String> {
    let mut notes = vec![
        "* the definitions chosen. Exact: Clopper–Pearson. A rate under one definition is not the \
         rate under another; remitters need not be responders."
            .to_owned(),
    ];
    let has = |outcome: &str| cohort.rates.iter().any(|rate| rate.outcome == outcome);
    if !has("response") {
        notes.push("No response rate: every baseline is zero, and zero has no half.".to_owned());
    }
    if !has("remission") {
        notes.push(format!(
            "No remission rate: no source here has a rule for the {}; give one with --remission.",
            cohort.scores.instrument
        ));
    }
    let undefined = cohort
        .rates
        .iter()
        .map(|rate| rate.undefined)
        .max()
        .unwrap_or(0);
    if undefined > 0 {
        notes.push(format!(
            "{} with a baseline of zero: a percent decrease is not defined there.",
            words::counted(undefined, "patient", "patients")
        ));
    }
    notes
}

/// The score that a rule draws a line at.
#[must_use]
pub fn cutoff(definition: &Definition) -> Option<Threshold> {
    let Definition::Criteria(criteria) = definition else {
        return None;
    };
    criteria.iter().find_map(|criterion| match criterion {
        Criterion::Score { cutoff, .. } => Some(Threshold {
            value: *cutoff,
            label: definition.to_string(),
        }),
        Criterion::Decrease { .. } => None,
    })
}

/// Quantities that a row for people already holds; they are rows of their own for machines.
const FOR_MACHINES: [&str; 8] = [
    "mean_before",
    "sd_before",
    "mean_after",
    "sd_after",
    "change_ci_low",
    "change_ci_high",
    "p",
    "sd_percent_improvement",
];

/// Change from before to after as a table of one quantity per row; for people a quantity stands with
/// its spread or limits, for machines each number has its row.
#[must_use]
pub fn change_view(cohort: &Cohort, audience: Audience) -> TableView {
    let level = words::level(cohort.level);
    let mut rows: Vec<(&str, String, String, Option<f64>)> = Vec::new();
    let n = cohort.scores.before.len();
    rows.push((
        "n",
        "Patients with both scores".into(),
        n.to_string(),
        Some(n as f64),
    ));
    rows.push((
        "missing",
        "Patients left out, a score missing".into(),
        cohort.scores.missing.to_string(),
        Some(cohort.scores.missing as f64),
    ));
    match &cohort.change {
        Ok(t) => rows.extend(t_rows(t, &level)),
        Err(_) => rows.extend(mean_rows(cohort.means)),
    }
    rows.extend(percent_rows(&cohort.percent));
    let mut notes = Vec::new();
    if let Err(error) = &cohort.change {
        notes.push(format!("No paired t test: {error}."));
    }
    notes.push(
        "Before minus after: a positive change is an improvement on this scale. The mean of the \
         patients' percentages and the percentage of the means are different numbers."
            .to_owned(),
    );
    TableView {
        schema: "euthymia.cohort.change.v1".to_owned(),
        title: format!(
            "Change on the {}: {}",
            cohort.scores.instrument, cohort.scores.name
        ),
        columns: vec![
            ColumnSpec::text("key", "key").for_machines(),
            ColumnSpec::text("quantity", "Quantity"),
            ColumnSpec::number("printed", "Value").for_people(),
            ColumnSpec::number("value", "value").for_machines(),
        ],
        rows: rows
            .into_iter()
            .filter(|(key, ..)| match audience {
                Audience::Machines => *key != "before_after",
                Audience::People | Audience::Everyone => !FOR_MACHINES.contains(key),
            })
            .map(|(key, label, printed, value)| {
                vec![
                    Value::text(key),
                    Value::text(label),
                    Value::text(printed),
                    Value::number(value, 6),
                ]
            })
            .collect(),
        notes,
    }
}

/// The means alone, where there is no spread to test.
fn mean_rows((before, after): (f64, f64)) -> Vec<ChangeRow> {
    let row =
        |key, label: &str, value: f64| (key, label.to_owned(), fmt::number(value, 1), Some(value));
    vec![
        row("mean_before_only", "Before, mean", before),
        row("mean_after_only", "After, mean", after),
        row("mean_change", "Mean change", before - after),
    ]
}

type ChangeRow = (&'static str, String, String, Option<f64>);

fn t_rows(t: &PairedT, level: &str) -> Vec<ChangeRow> {
    let s = &t.summary;
    let mut rows = vec![
        (
            "before_after",
            "Before → after, mean ± SD".into(),
            format!(
                "{} → {}",
                fmt::plus_minus(s.mean_before, s.sd_before, 1),
                fmt::plus_minus(s.mean_after, s.sd_after, 1)
            ),
            None,
        ),
        (
            "mean_before",
            "Before, mean ± SD".into(),
            fmt::plus_minus(s.mean_before, s.sd_before, 1),
            Some(s.mean_before),
        ),
        (
            "sd_before",
            "Before, SD".into(),
            fmt::number(s.sd_before, 3),
            Some(s.sd_before),
        ),
        (
            "mean_after",
            "After, mean ± SD".into(),
            fmt::plus_minus(s.mean_after, s.sd_after, 1),
            Some(s.mean_after),
        ),
        (
            "sd_after",
            "After, SD".into(),
            fmt::number(s.sd_after, 3),
            Some(s.sd_after),
        ),
        (
            "mean_change",
            format!("Mean change [{level} CI]"),
            fmt::interval(s.mean_difference, t.interval.lower, t.interval.upper, 2),
            Some(s.mean_difference),
        ),
        (
            "change_ci_low",
            format!("Mean change, lower {level} limit"),
            fmt::number(t.interval.lower, 3),
            Some(t.interval.lower),
        ),
        (
            "change_ci_high",
            format!("Mean change, upper {level} limit"),
            fmt::number(t.interval.upper, 3),
            Some(t.interval.upper),
        ),
    ];
    rows.extend(t_test_rows(t));
    rows
}

/// The spread of the changes, the test and the standardised changes.
fn t_test_rows(t: &PairedT) -> Vec<ChangeRow> {
    let s = &t.summary;
    let d = &t.standardised;
    let number = |value: Option<f64>| value.map_or(fmt::MISSING.to_owned(), |v| fmt::number(v, 3));
    vec![
        (
            "sd_change",
            "SD of the changes".into(),
            fmt::number(s.sd_difference, 3),
            Some(s.sd_difference),
        ),
        (
            "correlation",
            "Correlation before, after".into(),
            number(s.correlation),
            s.correlation,
        ),
        (
            "t",
            "Paired t test".into(),
            format!(
                "t({}) = {}, p {}",
                fmt::number(t.df, 0),
                fmt::number(t.t, 3),
                words::p_value(t.p_two_sided)
            ),
            Some(t.t),
        ),
        (
            "p",
            "Paired t test, two-sided p".into(),
            format!("{:.2e}", t.p_two_sided),
            Some(t.p_two_sided),
        ),
        (
            "d_z",
            "d_z: mean change / SD of changes (Hedges' g)".into(),
            format!("{} ({})", number(d.d_z), number(d.g_z)),
            d.d_z,
        ),
        (
            "d_av",
            "d_av: mean change / mean of the SDs (g)".into(),
            format!("{} ({})", number(d.d_av), number(d.g_av)),
            d.d_av,
        ),
        (
            "d_pre",
            "d_pre: mean change / SD before (g)".into(),
            format!("{} ({})", number(d.d_pre), number(d.g_pre)),
            d.d_pre,
        ),
    ]
}

fn percent_rows(percent: &PercentImprovement) -> Vec<ChangeRow> {
    let mean = percent.mean_of_percentages;
    let printed = match (mean, percent.sd_of_percentages) {
        (Some(mean), Some(sd)) => {
            format!("{} % ± {}", fmt::number(mean, 1), fmt::number(sd, 1))
        }
        (Some(mean), None) => format!("{} %", fmt::number(mean, 1)),
        _ => fmt::MISSING.to_owned(),
    };
    let ratio = percent.percentage_of_means;
    vec![
        (
            "mean_percent_improvement",
            "Mean of the patients' percent improvements, ± SD".into(),
            printed,
            mean,
        ),
        (
            "sd_percent_improvement",
            "SD of the patients' percent improvements".into(),
            percent
                .sd_of_percentages
                .map_or(fmt::MISSING.to_owned(), |sd| fmt::number(sd, 3)),
            percent.sd_of_percentages,
        ),
        (
            "percent_improvement_of_means",
            "Percent improvement of the means".into(),
            ratio.map_or(fmt::MISSING.to_owned(), |r| {
                format!("{} %", fmt::number(r, 1))
            }),
            ratio,
        ),
    ]
}

/// The before-and-after figure.
#[must_use]
pub fn figure(cohort: &Cohort) -> BeforeAfter {
    let scores = &cohort.scores;
    let mean = cohort.change.as_ref().ok().and_then(|t| {
        let s = &t.summary;
        let half = |sd: f64| {
            let n = s.n as f64;
            let tail = cohort.level.complement().half();
            euthymia_numerics::student_t::upper_quantile(tail, n - 1.0) * sd / n.sqrt()
        };
        let point = |mean: f64, sd: f64| PlotInterval::new(mean, mean - half(sd), mean + half(sd));
        Some(MeanChange {
            before: point(s.mean_before, s.sd_before)?,
            after: point(s.mean_after, s.sd_after)?,
            label: format!("Mean with {} CI", words::level(cohort.level)),
        })
    });
    let cutoffs = cohort
        .chosen("remission")
        .and_then(|rate| cutoff(&rate.definition));
    BeforeAfter {
        title: format!("{} before and after: {}", scores.instrument, scores.name),
        description: format!(
            "A line for each of {} from the score before to the score after, with the means.",
            words::counted(scores.before.len(), "patient", "patients")
        ),
        caution: scores.note.clone(),
        before_label: "Before".to_owned(),
        after_label: "After".to_owned(),
        value_label: format!("{} total", scores.instrument),
        limits: scores.range.1.map(|largest| (scores.range.0, largest)),
        pairs: scores
            .before
            .iter()
            .copied()
            .zip(scores.after.iter().copied())
            .collect(),
        better: Better::Lower,
        mean,
        thresholds: cutoffs.into_iter().collect(),
        footnotes: Vec::new(),
    }
}
