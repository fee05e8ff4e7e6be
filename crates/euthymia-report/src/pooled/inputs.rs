//! What a study is computed from, as it is printed beside its estimate.

use super::{Inputs, Pooled};
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::paired::Paired;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::measure::Input;
use euthymia_table::fmt;

/// Key and header of each column that a kind of data is printed in.
pub(super) fn headers(input: Input) -> Vec<(&'static str, &'static str)> {
    match input {
        Input::OneProportion => vec![("events_n", "Events/n")],
        Input::TwoProportions => vec![("treatment", "Treatment"), ("control", "Control")],
        Input::MatchedPairs => vec![("pairs", "Both, first only, second only, neither")],
        Input::OneRate => vec![("events_time", "Events/time")],
        Input::TwoRates => vec![
            ("treatment", "Treatment, events/time"),
            ("control", "Control, events/time"),
        ],
        Input::OneMean => vec![("mean", "Mean ± SD (n)")],
        Input::TwoMeans => vec![
            ("treatment", "Treatment, mean ± SD (n)"),
            ("control", "Control, mean ± SD (n)"),
        ],
        Input::Paired => vec![
            ("before", "Before, mean ± SD"),
            ("after", "After, mean ± SD (n; r)"),
        ],
        Input::TwoPaired => vec![
            ("treatment", "Treatment, before → after (n; r)"),
            ("control", "Control, before → after (n; r)"),
        ],
        Input::Correlation => vec![("correlation", "r (n)")],
        Input::PartialCorrelation => vec![("correlation", "Partial r (predictors; n)")],
        Input::Reliability => vec![("alpha", "α (items; n)")],
        Input::Estimate => Vec::new(),
    }
}

/// The data of a study, a text for each column.
pub(super) fn texts(data: &Inputs) -> Vec<String> {
    match data {
        Inputs::OneProportion(count) => vec![format!("{}/{}", count.events(), count.n())],
        Inputs::TwoProportions(table) => {
            let cells = table.cells();
            vec![
                format!("{}/{}", cells.a, cells.a + cells.b),
                format!("{}/{}", cells.c, cells.c + cells.d),
            ]
        }
        Inputs::MatchedPairs(pairs) => {
            let c = pairs.cells();
            vec![format!("{}, {}, {}, {}", c.a, c.b, c.c, c.d)]
        }
        Inputs::OneRate(rate) => vec![events_over_time(rate)],
        Inputs::TwoRates(rates) => rates.iter().map(events_over_time).collect(),
        Inputs::OneMean(group) => vec![mean(group)],
        Inputs::TwoMeans(groups) => groups.iter().map(mean).collect(),
        Inputs::CohensD(d) => {
            let [n1, n2] = d.sizes();
            vec![format!("({n1})"), format!("({n2})")]
        }
        Inputs::Paired(p) => vec![
            fmt::plus_minus(p.before().mean(), p.before().sd(), 1),
            format!(
                "{} ({}; {})",
                fmt::plus_minus(p.after().mean(), p.after().sd(), 1),
                p.n(),
                fmt::number(p.correlation().value(), 2)
            ),
        ],
        Inputs::TwoPaired(both) => [both.first, both.second].iter().map(change).collect(),
        Inputs::Correlation(r) => vec![format!("{} ({})", fmt::number(r.r(), 2), r.n())],
        Inputs::PartialCorrelation(r) => vec![format!(
            "{} ({}; {})",
            fmt::number(r.r(), 2),
            r.predictors(),
            r.n()
        )],
        Inputs::Reliability(alpha) => vec![format!(
            "{} ({}; {})",
            fmt::number(alpha.alpha(), 2),
            alpha.items(),
            alpha.n()
        )],
        Inputs::Estimate(_) => Vec::new(),
    }
}

fn events_over_time(rate: &PersonTime) -> String {
    format!("{}/{}", rate.events(), rate.time())
}

fn mean(group: &Group) -> String {
    format!(
        "{} ({})",
        fmt::plus_minus(group.mean(), group.sd(), 1),
        group.n()
    )
}

fn change(paired: &Paired) -> String {
    format!(
        "{} → {} ({}; {})",
        fmt::number(paired.before().mean(), 1),
        fmt::number(paired.after().mean(), 1),
        paired.n(),
        fmt::number(paired.correlation().value(), 2)
    )
}

/// Sums over the studies in the analysis, a text for each column.
pub(super) fn totals(pooled: &Pooled) -> Vec<String> {
    let data = || pooled.rows.iter().map(|row| &row.candidate.data);
    match pooled.options.measure.input() {
        Input::OneProportion => {
            let sum = |of: fn(&Inputs) -> f64| data().map(of).sum::<f64>();
            let events = sum(|d| match d {
                Inputs::OneProportion(count) => count.events() as f64,
                _ => 0.0,
            });
            vec![format!("{events}/{}", sum(|d| patients(d) as f64))]
        }
        Input::TwoProportions => {
            let mut sums = [0.0_f64; 4];
            for study in data() {
                if let Inputs::TwoProportions(table) = study {
                    let c = table.cells();
                    let add = [c.a, c.a + c.b, c.c, c.c + c.d];
                    sums.iter_mut().zip(add).for_each(|(sum, x)| *sum += x);
                }
            }
            let [a, n1, c, n2] = sums;
            vec![format!("{a}/{n1}"), format!("{c}/{n2}")]
        }
        Input::TwoMeans => {
            let sum = |group: usize| data().map(|d| sizes(d)[group]).sum::<u64>();
            vec![format!("({})", sum(0)), format!("({})", sum(1))]
        }
        // Sums of the others would say nothing.
        input => headers(input).iter().map(|_| String::new()).collect(),
    }
}

/// Patients of the first and of the second group, as far as the data have them.
fn sizes(data: &Inputs) -> [u64; 2] {
    match data {
        Inputs::OneProportion(count) => [count.n(), 0],
        Inputs::TwoProportions(table) => {
            let c = table.cells();
            [(c.a + c.b) as u64, (c.c + c.d) as u64]
        }
        Inputs::MatchedPairs(pairs) => {
            let c = pairs.cells();
            [(c.a + c.b + c.c + c.d) as u64, 0]
        }
        Inputs::OneMean(group) => [group.n(), 0],
        Inputs::TwoMeans([first, second]) => [first.n(), second.n()],
        Inputs::CohensD(d) => d.sizes(),
        Inputs::Paired(paired) => [paired.n(), 0],
        Inputs::TwoPaired(both) => [both.first.n(), both.second.n()],
        Inputs::Correlation(r) => [r.n(), 0],
        Inputs::PartialCorrelation(r) => [r.n(), 0],
        Inputs::Reliability(alpha) => [alpha.n(), 0],
        Inputs::OneRate(_) | Inputs::TwoRates(_) | Inputs::Estimate(_) => [0, 0],
    }
}

/// Patients of a study, as far as its data have them.
pub(super) fn patients(data: &Inputs) -> u64 {
    sizes(data).iter().sum()
}
