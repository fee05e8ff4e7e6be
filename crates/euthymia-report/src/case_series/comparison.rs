//! Groups compared: change, response and remission, time to response.

use super::choices::{AnalysisSet, Choices};
use super::data::{CaseSeries, Measure, TimeScale};
use super::outcomes::pairs;
use super::result_row::{ResultRow, ResultRows, rank_statistic};
use super::time_to::times;
use crate::words;
use euthymia_cohort::GroupError;
use euthymia_cohort::ancova::{Ancova, Design, Slopes, ancova};
use euthymia_cohort::anova::anova;
use euthymia_cohort::brunner_munzel::{self, brunner_munzel};
use euthymia_cohort::difference_of_proportions::{self as risk, difference};
use euthymia_cohort::fisher::two_by_two::fisher;
use euthymia_cohort::kruskal_wallis::kruskal_wallis;
use euthymia_cohort::least_squares::{Column, StandardErrors};
use euthymia_cohort::multiplicity::{Adjustment, adjust};
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::rank_sum::{shift, superiority, test as rank};
use euthymia_cohort::survival::Observed;
use euthymia_cohort::survival::log_rank::log_rank;
use euthymia_cohort::two_sample::{Denominator, Variances, standardise, two_sample_t};
use euthymia_cohort::two_sided::TwoSided;
use euthymia_cohort::unconditional::{Order, Side, unconditional};
use euthymia_numerics::Probability;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Rank sums are exact up to this product of the groups' sizes.
const EXACT_MAX: usize = 2_500;

/// Comparisons of two groups, or of all groups at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// `A minus B`, or `all groups`.
    pub name: String,
    /// Tests and estimates.
    pub results: ResultRows,
}

/// Scores of a group's patients who have both.
struct Scores {
    before: Vec<f64>,
    after: Vec<f64>,
}

impl Scores {
    fn of(series: &CaseSeries, measure: usize, group: usize) -> Self {
        let seen = pairs(series, measure, Some(group), AnalysisSet::Observed);
        let both = seen
            .into_iter()
            .filter_map(|(before, after)| Some((before, after?)));
        let (before, after) = both.unzip();
        Self { before, after }
    }

    fn changes(&self) -> Vec<f64> {
        self.before
            .iter()
            .zip(&self.after)
            .map(|(b, a)| b - a)
            .collect()
    }
}

/// Compares every group with the first, and, where there are more than two, all at once.
#[must_use]
pub fn comparisons(series: &CaseSeries, choices: &Choices) -> Vec<Comparison> {
    let groups = series.groups.len();
    let mut found: Vec<Comparison> = (1..groups)
        .map(|group| Comparison {
            name: format!(
                "{} minus {}",
                series.groups.get(group).map_or("", String::as_str),
                series.groups.first().map_or("", String::as_str)
            ),
            results: two_groups(series, choices, group),
        })
        .collect();
    if groups > 2 {
        found.push(Comparison {
            name: "all groups".to_owned(),
            results: all_groups(series, choices),
        });
    }
    found
}

fn two_groups(series: &CaseSeries, choices: &Choices, group: usize) -> ResultRows {
    let level = words::level(choices.level);
    let mut rows = ResultRows::default();
    for (measure, scale) in series.measures.iter().enumerate() {
        let (first, second) = (
            Scores::of(series, measure, group),
            Scores::of(series, measure, 0),
        );
        changes(&mut rows, choices, scale, &first, &second);
        let adjusted = adjusted(series, choices, group, &first, &second);
        let name = format!("{} at the end, adjusted for baseline", scale.name);
        rows.take(
            &format!("analysis of covariance on the {}", scale.name),
            adjusted.map(|found| adjusted_row(&scale.instrument, &name, &found, &level)),
        );
    }
    type Met<'a> = &'a dyn Fn(f64, f64) -> Option<bool>;
    let responded: Met<'_> = &|before, later| choices.responded(before, later);
    let remitted: Met<'_> = &|before, later| choices.remitted(before, later);
    let remission = choices.remission.iter().map(|_| ("remission", remitted));
    for (outcome, met) in std::iter::once(("response", responded)).chain(remission) {
        let count = |group| {
            let all = pairs(series, 0, Some(group), AnalysisSet::AllStarted);
            let verdicts: Vec<bool> = all
                .into_iter()
                .filter_map(|(before, after)| match after {
                    Some(after) => met(before, after),
                    None => Some(false),
                })
                .collect();
            let events = verdicts.iter().filter(|met| **met).count();
            Proportion::new(events as u64, verdicts.len() as u64)
        };
        match (count(group), count(0)) {
            (Ok(first), Ok(second)) => proportions(&mut rows, choices, outcome, first, second),
            (Err(error), _) | (_, Err(error)) => rows.take(outcome, Err(error)),
        }
    }
    rows.take("log-rank test", log_rank_row(series, choices, &[group, 0]));
    rows
}

fn changes(
    rows: &mut ResultRows,
    choices: &Choices,
    measure: &Measure,
    first: &Scores,
    second: &Scores,
) {
    let (x, y) = (first.changes(), second.changes());
    let on = |what: &str| format!("{what} on the {}", measure.name);
    rows.take(&on("Welch test"), welch_row(&x, &y, choices, measure));
    rows.take(
        &on("standardised difference"),
        hedges_row(&x, &y, choices, measure),
    );
    rows.take(&on("rank-sum test"), ranks_row(&x, &y, choices, measure));
    rows.take(
        &on("Hodges–Lehmann shift"),
        shift_row(&x, &y, choices, measure),
    );
    rows.take(
        &on("Brunner–Munzel test"),
        brunner_munzel_row(&x, &y, choices, measure),
    );
}

fn welch_row(
    x: &[f64],
    y: &[f64],
    choices: &Choices,
    measure: &Measure,
) -> Result<ResultRow, GroupError> {
    let t = two_sample_t(x, y, Variances::Unequal, choices.level)?;
    Ok(ResultRow {
        key: format!("difference_of_change_{}", measure.instrument),
        words: format!(
            "Improvement on the {}, difference [{} CI]",
            measure.name,
            words::level(choices.level)
        ),
        printed: format!(
            "{}; t({}) = {}, p {}",
            fmt::interval(t.difference, t.interval.lower, t.interval.upper, 2),
            fmt::number(t.df, 1),
            fmt::number(t.t, 2),
            words::p_value(t.p_two_sided)
        ),
        value: Some(t.difference),
        interval: Some((t.interval.lower, t.interval.upper)),
        p: Some(t.p_two_sided),
        method: format!(
            "{}, two-sided, n = {} and {}",
            t.variances.test_name(),
            x.len(),
            y.len()
        ),
    })
}

fn hedges_row(
    x: &[f64],
    y: &[f64],
    choices: &Choices,
    measure: &Measure,
) -> Result<ResultRow, GroupError> {
    let t = two_sample_t(x, y, Variances::Equal, choices.level)?;
    let found = standardise(&t, Denominator::Pooled, choices.level)?;
    let d = found.ok_or(GroupError::NoSpread)?;
    let (g, limits, name) = match (d.g, d.interval_g_large_sample) {
        (Some(g), Some(limits)) => (g, limits, "Hedges' g"),
        _ => (d.d, d.interval_large_sample, "Cohen's d"),
    };
    Ok(ResultRow {
        key: format!("hedges_g_{}", measure.instrument),
        words: format!(
            "Improvement on the {}, {name} [{} CI]",
            measure.name,
            words::level(choices.level)
        ),
        printed: fmt::interval(g, limits.lower, limits.upper, 2),
        value: Some(g),
        interval: Some((limits.lower, limits.upper)),
        p: None,
        method: "pooled SD of the changes, large-sample interval".to_owned(),
    })
}

fn shift_row(
    x: &[f64],
    y: &[f64],
    choices: &Choices,
    measure: &Measure,
) -> Result<ResultRow, GroupError> {
    let (method, name) = match x.len() * y.len() <= EXACT_MAX {
        true => (shift::Method::Exact, "exact order statistics"),
        false => (shift::Method::Normal, "normal approximation"),
    };
    let found = shift::shift(x, y, method, choices.level)?;
    let limits = found.interval.map(|i| (i.lower, i.upper));
    Ok(ResultRow {
        key: format!("shift_{}", measure.instrument),
        words: format!(
            "Improvement on the {}, Hodges–Lehmann shift [{} CI]",
            measure.name,
            words::level(choices.level)
        ),
        printed: match limits {
            Some((low, high)) => fmt::interval(found.estimate, low, high, 2),
            None => fmt::number(found.estimate, 2),
        },
        value: Some(found.estimate),
        interval: limits,
        p: None,
        method: name.to_owned(),
    })
}

fn ranks_row(
    x: &[f64],
    y: &[f64],
    choices: &Choices,
    measure: &Measure,
) -> Result<ResultRow, GroupError> {
    let method = if x.len() * y.len() <= EXACT_MAX {
        rank::Method::ExactDoubled
    } else {
        rank::Method::NormalContinuity
    };
    let found = rank::rank_sum(x, y, method)?;
    let limits = superiority::interval(&found, choices.level)?;
    Ok(ResultRow {
        key: format!("rank_sum_{}", measure.instrument),
        words: format!(
            "Improvement on the {}, probability of superiority [{} CI]",
            measure.name,
            words::level(choices.level)
        ),
        printed: format!(
            "{}; U = {}, p {}",
            fmt::interval(found.superiority, limits.lower, limits.upper, 2),
            rank_statistic(found.u),
            words::p_value(found.p_two_sided)
        ),
        value: Some(found.superiority),
        interval: Some((limits.lower, limits.upper)),
        p: Some(found.p_two_sided),
        method: format!(
            "Mann–Whitney, {}; interval: Newcombe's method 5",
            found.method.name()
        ),
    })
}

fn brunner_munzel_row(
    x: &[f64],
    y: &[f64],
    choices: &Choices,
    measure: &Measure,
) -> Result<ResultRow, GroupError> {
    let method = brunner_munzel::Method::T;
    let found = brunner_munzel(x, y, method, choices.level)?;
    let limits = found.interval.map(|i| (i.lower, i.upper));
    Ok(ResultRow {
        key: format!("brunner_munzel_{}", measure.instrument),
        words: format!(
            "Improvement on the {}, relative effect [{} CI]",
            measure.name,
            words::level(choices.level)
        ),
        printed: match (limits, found.p_two_sided) {
            (Some((low, high)), Some(p)) => format!(
                "{}; p {}",
                fmt::interval(found.relative_effect, low, high, 2),
                words::p_value(p)
            ),
            _ => format!(
                "{}; the groups do not overlap, so there is no test",
                fmt::number(found.relative_effect, 2)
            ),
        },
        value: Some(found.relative_effect),
        interval: limits,
        p: found.p_two_sided,
        method: format!("Brunner–Munzel, {}", method.name()),
    })
}

/// The score at the end by group and baseline, of a group and the first.
fn adjusted(
    series: &CaseSeries,
    choices: &Choices,
    group: usize,
    first: &Scores,
    second: &Scores,
) -> Result<Ancova, GroupError> {
    let outcome: Vec<f64> = second.after.iter().chain(&first.after).copied().collect();
    let before: Vec<f64> = second.before.iter().chain(&first.before).copied().collect();
    let places: Vec<usize> = std::iter::repeat_n(0, second.after.len())
        .chain(std::iter::repeat_n(1, first.after.len()))
        .collect();
    let names: Vec<String> = [0, group]
        .iter()
        .filter_map(|at| series.groups.get(*at).cloned())
        .collect();
    let design = Design {
        outcome: &outcome,
        group: &places,
        group_names: &names,
        covariates: &[Column::new("baseline", before)],
    };
    ancova(&design, Slopes::Common, StandardErrors::Hc3, choices.level)
}

fn adjusted_row(id: &str, name: &str, found: &Ancova, level: &str) -> ResultRow {
    let difference = found.adjusted_differences.first();
    ResultRow {
        key: format!("adjusted_difference_{id}"),
        words: format!("{name}, difference [{level} CI]"),
        printed: difference.map_or(fmt::MISSING.to_owned(), |one| {
            let p = one
                .p
                .map_or(String::new(), |p| format!("; p {}", words::p_value(p)));
            format!(
                "{}{p}",
                fmt::interval(one.value, one.interval.lower, one.interval.upper, 2)
            )
        }),
        value: difference.map(|one| one.value),
        interval: difference.map(|one| (one.interval.lower, one.interval.upper)),
        p: difference.and_then(|one| one.p),
        method: format!(
            "analysis of covariance, {} errors; below 0 is better in the first named",
            StandardErrors::Hc3.name()
        ),
    }
}

fn proportions(
    rows: &mut ResultRows,
    choices: &Choices,
    outcome: &str,
    first: Proportion,
    second: Proportion,
) {
    let level = words::level(choices.level);
    let found = difference(first, second, risk::Method::Newcombe, choices.level);
    let exact = fisher(first, second, TwoSided::NoMoreLikely, choices.level);
    let row = found.map_err(GroupError::from).and_then(|d| {
        let p = exact.as_ref().map_err(Clone::clone)?.p_two_sided;
        Ok(ResultRow {
            key: format!("{outcome}_difference"),
            words: format!("{}, difference [{level} CI]", words::capital(outcome)),
            printed: format!(
                "{}/{} and {}/{}: {}; p {}",
                first.events(),
                first.n(),
                second.events(),
                second.n(),
                fmt::percent_interval(d.estimate, d.interval.lower, d.interval.upper, 1),
                words::p_value(p)
            ),
            value: Some(d.estimate),
            interval: Some((d.interval.lower, d.interval.upper)),
            p: Some(p),
            method: format!(
                "all who started; {}; Fisher's exact test, {}",
                d.method.name(),
                TwoSided::NoMoreLikely.name()
            ),
        })
    });
    rows.take(&format!("comparison of {outcome}"), row);
    let barnard = unconditional(first, second, Order::PooledZ, Side::Both);
    rows.take(
        &format!("unconditional test of {outcome}"),
        barnard.map(|test| ResultRow {
            key: format!("{outcome}_barnard"),
            words: format!("{}, unconditional exact test", words::capital(outcome)),
            printed: format!("p {}", words::p_value(test.p)),
            value: Some(test.statistic),
            interval: None,
            p: Some(test.p),
            method: test.order.name().to_owned(),
        }),
    );
}

fn log_rank_row(
    series: &CaseSeries,
    choices: &Choices,
    groups: &[usize],
) -> Result<ResultRow, String> {
    let nothing = match series.time {
        TimeScale::Order => "the files say nothing of times",
        TimeScale::Dates | TimeScale::Days => "a group has no score after day 0",
    };
    let mut observed: Vec<Vec<Observed>> = Vec::new();
    for group in groups {
        let found = times(series, choices, Some(*group)).map_err(|error| error.to_string())?;
        let response = found.into_iter().find(|one| one.outcome == "response");
        observed.push(response.ok_or(nothing)?.observed);
    }
    let slices: Vec<&[Observed]> = observed.iter().map(Vec::as_slice).collect();
    let test = log_rank(&slices).map_err(|error| error.to_string())?;
    Ok(ResultRow {
        key: "log_rank".to_owned(),
        words: "Time to response".to_owned(),
        printed: format!(
            "χ²({}) = {}, p {}",
            fmt::number(test.df, 0),
            fmt::number(test.chi_squared, 2),
            words::p_value(test.p)
        ),
        value: Some(test.chi_squared),
        interval: None,
        p: Some(test.p),
        method: "log-rank test".to_owned(),
    })
}

fn all_groups(series: &CaseSeries, choices: &Choices) -> ResultRows {
    let mut rows = ResultRows::default();
    for (measure, scale) in series.measures.iter().enumerate() {
        let changes: Vec<Vec<f64>> = (0..series.groups.len())
            .map(|group| Scores::of(series, measure, group).changes())
            .collect();
        let slices: Vec<&[f64]> = changes.iter().map(Vec::as_slice).collect();
        rows.take(
            &format!("analysis of variance on the {}", scale.name),
            anova(&slices, Variances::Unequal).map(|found| ResultRow {
                key: format!("anova_{}", scale.instrument),
                words: format!("Improvement on the {}", scale.name),
                printed: format!(
                    "F({}, {}) = {}, p {}; ω² = {}",
                    fmt::number(found.df1, 0),
                    fmt::number(found.df2, 1),
                    fmt::number(found.f, 2),
                    words::p_value(found.p),
                    fmt::number(found.omega_squared, 2)
                ),
                value: Some(found.f),
                interval: None,
                p: Some(found.p),
                method: "one-way analysis of variance, Welch".to_owned(),
            }),
        );
        rows.take(
            &format!("Kruskal–Wallis test on the {}", scale.name),
            kruskal_wallis(&slices).map(|found| ResultRow {
                key: format!("kruskal_wallis_{}", scale.instrument),
                words: format!("Improvement on the {}", scale.name),
                printed: format!(
                    "H({}) = {}, p {}; ε² = {}",
                    fmt::number(found.df, 0),
                    fmt::number(found.h, 2),
                    words::p_value(found.p_chi_squared),
                    fmt::number(found.epsilon_squared, 2)
                ),
                value: Some(found.h),
                interval: None,
                p: Some(found.p_chi_squared),
                method: "Kruskal–Wallis, corrected for ties, χ²".to_owned(),
            }),
        );
    }
    let groups: Vec<usize> = (0..series.groups.len()).collect();
    rows.take("log-rank test", log_rank_row(series, choices, &groups));
    rows
}

const NOTE: &str = "Changes are of those with both scores, response and remission of all who started, a \
                    missing score counted as not met. Improvement: baseline less later score. The groups were \
                    not formed by chance, so that a difference need not come from what they are called by.";

/// The comparisons as tables.
#[must_use]
pub fn comparison_views(series: &CaseSeries, found: &[Comparison]) -> Vec<TableView> {
    found
        .iter()
        .map(|one| {
            let title = format!("{}: {}", one.name, series.name);
            let mut view = one
                .results
                .view("euthymia.case_series.comparison.v1", title);
            view.notes.push(NOTE.to_owned());
            view
        })
        .collect()
}

/// Every p-value of the comparisons with what many tests make of it.
#[must_use]
pub fn multiplicity_view(series: &CaseSeries, found: &[Comparison]) -> TableView {
    let rows: Vec<(&str, &ResultRow)> = found
        .iter()
        .flat_map(|one| one.results.rows.iter().map(|row| (one.name.as_str(), row)))
        .filter(|(_, row)| row.p.is_some())
        .collect();
    let p_values: Vec<Option<Probability>> = rows
        .iter()
        .map(|(_, row)| row.p.and_then(|p| Probability::new(p).ok()))
        .collect();
    let adjustments = [Adjustment::Holm, Adjustment::BenjaminiHochberg];
    let adjusted = adjustments.map(|adjustment| adjust(&p_values, adjustment));
    let mut columns = vec![
        ColumnSpec::text("comparison", "Groups"),
        ColumnSpec::text("key", "key").for_machines(),
        ColumnSpec::text("test", "Test"),
        ColumnSpec::number("p", "p"),
    ];
    for adjustment in adjustments {
        let key = adjustment.name().to_lowercase().replace([' ', '–'], "_");
        columns.push(ColumnSpec::number(key, adjustment.name()));
    }
    let value = |p: Option<f64>| p.map_or(Value::Missing, Value::PValue);
    let table = rows.iter().enumerate().map(|(at, (comparison, row))| {
        let mut cells = vec![
            Value::text(*comparison),
            Value::text(&row.key),
            Value::text(&row.words),
            value(row.p),
        ];
        for list in &adjusted {
            cells.push(value(list.get(at).copied().flatten()));
        }
        cells
    });
    TableView {
        schema: "euthymia.case_series.multiplicity.v1".to_owned(),
        title: format!("Many tests: {}", series.name),
        columns,
        rows: table.collect(),
        notes: vec![
            "Holm bounds the chance of any false positive among these tests; Benjamini–Hochberg the \
             expected share of false ones among those called positive. All tests of the table above count; \
             several of them ask the same question of the same patients, so that both adjustments are too \
             strict for one question stated beforehand."
                .to_owned(),
        ],
    }
}
