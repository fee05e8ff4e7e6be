//! An effect size as a tree: formula, pieces, data.

use super::means::Group;
use super::paired::{Occasion, Paired};
use super::person_time::PersonTime;
use super::{Computed, Inputs, Rules};
use crate::measure::{Back, Measure};
use crate::pairwise::explain::Step;

/// Returns how an effect size came about: the formulas of estimate and variance with the numbers in
/// them.
///
/// The formulas are those of the measure's default rules; where `rules` choose otherwise, the first
/// line says so.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::effect::{Inputs, Rules, compute, explain};
/// use euthymia_synthesis::measure::Measure;
/// let data = Inputs::TwoProportions(TwoByTwo::new(8, 16, 2, 16)?);
/// let rules = Rules::of(Measure::RiskRatio);
/// let computed = compute(Measure::RiskRatio, &data, &rules)?;
/// let steps = explain(Measure::RiskRatio, &data, &rules, &computed);
/// assert_eq!(steps.value, computed.effect.estimate);
/// assert!(steps.what.contains("ln[(a/n₁)/(c/n₂)]"));
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
#[must_use]
pub fn explain(measure: Measure, inputs: &Inputs, rules: &Rules, computed: &Computed) -> Step {
    let info = measure.info();
    let effect = computed.effect;
    let mut from = data(inputs, computed.added);
    from.extend(pieces(measure, inputs, rules));
    from.push(leaf(
        format!("sampling variance = {}", info.variance),
        effect.variance.get(),
    ));
    if info.back != Back::Identity {
        let size = size(inputs);
        let natural = measure.to_natural(effect.estimate, size);
        from.push(leaf(
            format!("{} on the scale it is read on", info.name),
            natural,
        ));
    }
    let chosen = choices(measure, rules);
    Step {
        what: format!(
            "{} ({}) = {} [{}]{chosen}",
            info.name, info.code, info.estimate, info.reference
        ),
        value: effect.estimate,
        from,
    }
}

fn leaf(what: impl Into<String>, value: f64) -> Step {
    Step {
        what: what.into(),
        value,
        from: Vec::new(),
    }
}

fn leaves<const N: usize>(of: [(&str, f64); N]) -> Vec<Step> {
    of.into_iter()
        .map(|(what, value)| leaf(what, value))
        .collect()
}

/// What the rules choose otherwise than by default, as the end of a sentence; empty when nothing.
fn choices(measure: Measure, rules: &Rules) -> String {
    let usual = Rules::of(measure);
    let mut all = Vec::new();
    if rules.variance != usual.variance {
        all.push(format!("variance {}", rules.variance.code()));
    }
    if rules.small_sample != usual.small_sample {
        all.push(format!("J {}", rules.small_sample.words()));
    }
    if rules.ratio_bias != usual.ratio_bias {
        all.push(format!("ratio of means {}", rules.ratio_bias.words()));
    }
    if rules.zero_cells != usual.zero_cells {
        all.push("another zero-cell rule".to_owned());
    }
    if all.is_empty() {
        return String::new();
    }
    format!("; chosen: {}", all.join(", "))
}

/// The size a back-transformation needs.
fn size(inputs: &Inputs) -> Option<f64> {
    match inputs {
        Inputs::OneProportion(count) => Some(count.n() as f64),
        Inputs::OneRate(group) => Some(group.time()),
        _ => None,
    }
}

/// The data, after any correction.
fn data(inputs: &Inputs, added: f64) -> Vec<Step> {
    let mut steps = match inputs {
        Inputs::OneProportion(count) => leaves([
            ("x, with the event", count.events() as f64 + added),
            ("n, patients", count.n() as f64 + 2.0 * added),
        ]),
        Inputs::TwoProportions(table) => {
            let cells = table.cells();
            leaves([
                ("a, first group with the event", cells.a + added),
                ("b, first group without", cells.b + added),
                ("c, second group with the event", cells.c + added),
                ("d, second group without", cells.d + added),
            ])
        }
        Inputs::MatchedPairs(pairs) => {
            let cells = pairs.cells();
            leaves([
                ("a, event both times", cells.a + added),
                ("b, at the first only", cells.b + added),
                ("c, at the second only", cells.c + added),
                ("d, at neither", cells.d + added),
            ])
        }
        Inputs::OneRate(group) => rate_data("", group, added),
        Inputs::TwoRates([first, second]) => {
            let mut all = rate_data("₁", first, added);
            all.extend(rate_data("₂", second, added));
            all
        }
        _ => measured(inputs),
    };
    if added > 0.0 {
        steps.push(leaf("added to each cell by the zero-cell rule", added));
    }
    steps
}

fn rate_data(index: &str, group: &PersonTime, added: f64) -> Vec<Step> {
    vec![
        leaf(format!("x{index}, events"), group.events() as f64 + added),
        leaf(format!("t{index}, person-time"), group.time()),
    ]
}

/// Data that no zero-cell rule touches.
fn measured(inputs: &Inputs) -> Vec<Step> {
    match inputs {
        Inputs::OneMean(group) => group_data("", group),
        Inputs::TwoMeans([first, second]) => {
            let mut all = group_data("₁", first);
            all.extend(group_data("₂", second));
            all
        }
        Inputs::CohensD(d) => {
            let [n1, n2] = d.sizes();
            leaves([("d", d.d()), ("n₁", n1 as f64), ("n₂", n2 as f64)])
        }
        Inputs::Paired(paired) => paired_data("", paired),
        Inputs::TwoPaired(groups) => {
            let mut all = paired_data("first group: ", &groups.first);
            all.extend(paired_data("second group: ", &groups.second));
            all
        }
        Inputs::Correlation(c) => leaves([("r, correlation", c.r()), ("n", c.n() as f64)]),
        Inputs::PartialCorrelation(c) => leaves([
            ("r, partial correlation", c.r()),
            ("m, predictors", c.predictors() as f64),
            ("n", c.n() as f64),
        ]),
        Inputs::Reliability(a) => leaves([
            ("α", a.alpha()),
            ("m, items", a.items() as f64),
            ("n", a.n() as f64),
        ]),
        Inputs::Estimate(effect) => leaves([
            ("y, estimate as given", effect.estimate),
            ("v, variance as given", effect.variance.get()),
        ]),
        _ => Vec::new(),
    }
}

fn group_data(index: &str, group: &Group) -> Vec<Step> {
    vec![
        leaf(format!("m{index}, mean"), group.mean()),
        leaf(format!("s{index}, standard deviation"), group.sd()),
        leaf(format!("n{index}"), group.n() as f64),
    ]
}

fn paired_data(prefix: &str, paired: &Paired) -> Vec<Step> {
    let occasion = |index: &str, when: &str, of: Occasion| {
        [
            leaf(format!("{prefix}m{index}, mean {when}"), of.mean()),
            leaf(
                format!("{prefix}s{index}, standard deviation {when}"),
                of.sd(),
            ),
        ]
    };
    let mut all = Vec::from(occasion("₁", "after", paired.after()));
    all.extend(occasion("₀", "before", paired.before()));
    all.push(leaf(format!("{prefix}n"), paired.n() as f64));
    let r = paired.correlation();
    let what = format!(
        "{prefix}r, correlation of before and after ({})",
        r.knowledge().words()
    );
    all.push(leaf(what, r.value()));
    all
}

/// Quantities between the data and the estimate, by the functions that the estimate uses.
fn pieces(measure: Measure, inputs: &Inputs, rules: &Rules) -> Vec<Step> {
    let factor = |m: f64| rules.small_sample.factor(m).ok();
    let mut all = Vec::new();
    let mut push = |what: &str, value: Option<f64>| all.extend(value.map(|v| leaf(what, v)));
    match (measure, inputs) {
        (Measure::HedgesG, Inputs::TwoMeans([first, second])) => {
            let m = first.n() as f64 + second.n() as f64 - 2.0;
            push(
                "s, pooled standard deviation",
                Some(first.pooled_sd(second)),
            );
            push("J, small-sample factor", factor(m));
        }
        (Measure::HedgesG, Inputs::CohensD(d)) => push("J, small-sample factor", factor(d.df())),
        (_, Inputs::Paired(paired)) => {
            push(
                "s_D², variance of the change",
                Some(paired.change_variance()),
            );
            push("m₁ − m₀, mean change", Some(paired.change()));
        }
        (Measure::PooledBeforeChange, Inputs::TwoPaired(groups)) => {
            let m = groups.first.n() as f64 + groups.second.n() as f64 - 2.0;
            push(
                "s₀, pooled standard deviation before",
                Some(groups.before_sd()),
            );
            push("r, averaged over the groups", Some(groups.correlation()));
            push("J, small-sample factor", factor(m));
        }
        _ => {}
    }
    all
}
