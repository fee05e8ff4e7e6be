//! The comparison as tables with words.

use super::{Against, Bayes, Published, limits};
use crate::pooled::by_reason;
use crate::words;
use euthymia_cohort::difference_of_proportions::{Method, difference};
use euthymia_cohort::fisher::two_by_two::fisher;
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::two_sided::TwoSided;
use euthymia_numerics::Probability;
use euthymia_synthesis::map_prior::{RateDistribution, RobustPosterior};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The weights of the table of sensitivity.
const WEIGHTS: [f64; 5] = [0.0, 0.1, 0.2, 0.5, 1.0];

/// One line: its key, what it is, the words, and the numbers behind them.
struct Line {
    key: &'static str,
    label: String,
    shown: String,
    numbers: [Option<f64>; 3],
}

impl Line {
    fn rate(key: &'static str, label: impl Into<String>, value: f64, bounds: Bounds) -> Self {
        Self {
            key,
            label: label.into(),
            shown: fmt::percent_interval(value, bounds.lower, bounds.upper, 1),
            numbers: [Some(value), Some(bounds.lower), Some(bounds.upper)],
        }
    }

    fn range(
        key: &'static str,
        label: impl Into<String>,
        shown: String,
        low: f64,
        high: f64,
    ) -> Self {
        Self {
            key,
            label: label.into(),
            shown,
            numbers: [None, Some(low), Some(high)],
        }
    }

    fn number(key: &'static str, label: impl Into<String>, shown: String, value: f64) -> Self {
        Self {
            key,
            label: label.into(),
            shown,
            numbers: [Some(value), None, None],
        }
    }

    fn row(self) -> Vec<Value> {
        let [value, low, high] = self.numbers.map(|number| Value::number(number, 4));
        let texts = [
            Value::text(self.key),
            Value::text(self.label),
            Value::text(self.shown),
        ];
        texts.into_iter().chain([value, low, high]).collect()
    }
}

/// The comparison as a table, with its limits below; `regression` says what regression to the mean would
/// make, where that was worked out.
#[must_use]
pub fn view(against: &Against, regression: Option<&str>) -> TableView {
    let mut lines = own_lines(against);
    if let Some(bayes) = &against.bayes {
        lines.extend(prior_lines(against, bayes));
        lines.extend(posterior_lines(against, bayes));
    }
    let mut notes = method_notes(against);
    if let Published::Pooled(pooled) = &against.question.published {
        notes.extend(pooled.warnings.iter().cloned());
        let left_out = by_reason(&pooled.left_out);
        notes.extend(left_out.iter().map(|line| format!("Left out, {line}.")));
    }
    notes.extend(limits(against, regression));
    TableView {
        schema: "euthymia.against.v1".to_owned(),
        title: against.question.title.clone(),
        columns: vec![
            ColumnSpec::text("quantity", "quantity").for_machines(),
            ColumnSpec::text("label", "Quantity"),
            ColumnSpec::number("shown", "Result").for_people(),
            ColumnSpec::number("value", "value").for_machines(),
            ColumnSpec::number("low", "low").for_machines(),
            ColumnSpec::number("high", "high").for_machines(),
        ],
        rows: lines.into_iter().map(Line::row).collect(),
        notes,
    }
}

fn own_lines(against: &Against) -> Vec<Line> {
    let question = &against.question;
    let (clinic, level) = (question.clinic, words::level(question.level));
    let name = &question.name;
    let mut lines = vec![Line::rate(
        "observed",
        format!(
            "{name}: {}/{} [{level} CI, exact]",
            clinic.events(),
            clinic.n()
        ),
        clinic.estimate(),
        against.own,
    )];
    let fixed = against.fixed;
    let rate = fixed.published;
    match &question.published {
        Published::Pooled(pooled) => {
            let shown = pooled.headline();
            let studies = words::counted(pooled.summary.k, "study", "studies");
            lines.push(Line::rate(
                "published",
                format!("Published: {studies}, pooled [{level} CI]"),
                shown.estimate,
                shown.bounds,
            ));
            lines.extend(pooled.prediction.map(|bounds| {
                let text = words::bounds(&bounds, euthymia_synthesis::measure::Scale::Proportion);
                let label = "Rate of a new, similar study, prediction interval";
                Line::range("prediction", label, text, bounds.lower, bounds.upper)
            }));
        }
        Published::Count(count) => {
            lines.push(Line::number(
                "published",
                format!("Published: {}/{}", count.events(), count.n()),
                fmt::percent(rate, 1),
                rate,
            ));
            if let Ok(published) = Proportion::new(count.events(), count.n()) {
                lines.extend(beside_count(clinic, published, question.level));
            }
        }
        Published::Rate(rate) => lines.push(Line::number(
            "published",
            "Published rate",
            fmt::percent(*rate, 1),
            *rate,
        )),
    }
    lines.push(Line::number(
        "p_fixed",
        format!(
            "p if that rate were known exactly (binomial, {})",
            fixed.rule.name()
        ),
        fmt::p_value(fixed.p_two_sided, fmt::PStyle::LeadingZero),
        fixed.p_two_sided,
    ));
    lines
}

/// A published count is uncertain itself: the difference with its interval, and the exact test of both.
fn beside_count(clinic: Proportion, published: Proportion, level: Probability) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Ok(found) = difference(clinic, published, Method::Newcombe, level) {
        let (low, high) = (found.interval.lower, found.interval.upper);
        let label = format!(
            "Difference from it [{} CI, {}]",
            words::level(level),
            found.method.name()
        );
        let text = fmt::percent_interval(found.estimate, low, high, 1);
        lines.push(Line::range("difference", label, text, low, high));
    }
    if let Ok(found) = fisher(clinic, published, TwoSided::NoMoreLikely, level) {
        lines.push(Line::number(
            "p_fisher",
            format!(
                "p against that count (Fisher's exact test, {})",
                found.rule.name()
            ),
            fmt::p_value(found.p_two_sided, fmt::PStyle::LeadingZero),
            found.p_two_sided,
        ));
    }
    lines
}

fn prior_lines(against: &Against, bayes: &Bayes) -> Vec<Line> {
    let level = words::level(against.question.level);
    let bounds = |rate: &RateDistribution| rate.interval(against.question.level);
    let (mean, next) = (bayes.prior.mean_rate(), bayes.prior.rate());
    let n = against.question.clinic.n();
    let (low, high) = bayes.expected;
    let p = bayes.tails.twice_smaller();
    vec![
        Line::rate(
            "literature_rate",
            format!("Literature's mean rate, posterior median [{level} CrI]"),
            mean.median(),
            bounds(mean),
        ),
        Line::rate(
            "map_prior",
            format!("Rate to expect here before seeing the count (MAP prior) [{level} CrI]"),
            next.median(),
            bounds(next),
        ),
        size_line(
            "ess_moments",
            "by moments",
            Some(next.effective_size_moments()),
        ),
        size_line("ess_elir", "ELIR", next.effective_size_elir()),
        Line::range(
            "expected_events",
            format!("Events to expect among {n}"),
            format!("{low} to {high}"),
            low as f64,
            high as f64,
        ),
        Line::number(
            "p_predictive",
            "Predictive p of the count seen (twice the smaller tail)",
            fmt::p_value(p, fmt::PStyle::LeadingZero),
            p,
        ),
    ]
}

fn size_line(key: &'static str, method: &str, size: Option<f64>) -> Line {
    let shown = size.map_or("does not settle".to_owned(), |size| fmt::number(size, 0));
    Line {
        key,
        label: format!("The MAP prior weighs as many patients as ({method})"),
        shown,
        numbers: [size, None, None],
    }
}

fn posterior_lines(against: &Against, bayes: &Bayes) -> Vec<Line> {
    let level = words::level(against.question.level);
    let posterior = bayes.update.robust(against.question.vague);
    let above = posterior.above_mean_rate();
    vec![
        Line::rate(
            "posterior",
            format!("Rate here after seeing it, robust posterior median [{level} CrI]"),
            posterior.median(),
            posterior.interval(against.question.level),
        ),
        Line::number(
            "posterior_mean",
            "… its mean",
            fmt::percent(posterior.mean(), 1),
            posterior.mean(),
        ),
        Line::number(
            "weight_informative",
            format!(
                "Weight of the literature's prior: before {}, after",
                fmt::percent(1.0 - posterior.prior_vague(), 0)
            ),
            fmt::percent(posterior.informative(), 1),
            posterior.informative(),
        ),
        Line::number(
            "above_literature",
            "Probability that the rate here is above the literature's mean rate",
            fmt::percent(above, 1),
            above,
        ),
        Line::number(
            "below_literature",
            "… below it",
            fmt::percent(1.0 - above, 1),
            1.0 - above,
        ),
    ]
}

fn method_notes(against: &Against) -> Vec<String> {
    let options = &against.question.options;
    let Some(bayes) = &against.bayes else {
        return vec![
            "A rate without its number of patients is taken as known, which makes p too small, and no \
             prior can be made of it. Give the published count to have one."
                .to_owned(),
        ];
    };
    let mut notes = vec![format!(
        "MAP prior (Neuenschwander 2010; Schmidli 2014): binomial counts, logits normal with mean μ ~ \
         N({}, {}²) and standard deviation τ ~ half-normal({}), integrated without simulation; τ after \
         {}: {} (SD {}). Robust: {} of Beta(1, 1) in the prior. Above and below compare with the rate at μ.",
        options.mean,
        options.mean_sd,
        options.tau_scale,
        words::counted(bayes.arms.len(), "arm", "arms"),
        fmt::number(bayes.prior.tau_mean(), 2),
        fmt::number(bayes.prior.tau_sd(), 2),
        fmt::percent(against.question.vague.get(), 0),
    )];
    if bayes.arms.len() == 1 {
        notes.push(
            "One published arm says nothing of how much such arms differ: τ is known from its prior \
             alone, and the comparison rests on that choice."
                .to_owned(),
        );
    }
    if !bayes.prior.converged() {
        notes.push("NOT SETTLED: an integral did not reach its tolerance.".to_owned());
    }
    notes.push(in_words(against, bayes));
    notes
}

/// The result in a sentence or two.
fn in_words(against: &Against, bayes: &Bayes) -> String {
    let question = &against.question;
    let (low, high) = bayes.expected;
    let events = question.clinic.events();
    let place = if events < low {
        "fewer than"
    } else if events > high {
        "more than"
    } else {
        "within"
    };
    let posterior = bayes.update.robust(question.vague);
    let before = 1.0 - posterior.prior_vague();
    let outside = events < low || events > high;
    let conflict = if outside || posterior.informative() < 0.5 * before {
        format!(
            " The count and the literature are in conflict: the weight of the literature's prior went from {} \
             to {}, and the rest of the posterior follows the group's own patients.",
            fmt::percent(before, 0),
            fmt::percent(posterior.informative(), 1)
        )
    } else {
        String::new()
    };
    format!(
        "In words: {} had {events} of {}, {place} the {low} to {high} to be expected of a new study of \
         the published kind (at least {} of such studies lie there).{conflict}",
        question.name,
        question.clinic.n(),
        words::level(question.level),
    )
}

/// How the posterior moves with the weight of the vague part; `None` without a prior.
#[must_use]
pub fn sensitivity_view(against: &Against) -> Option<TableView> {
    let bayes = against.bayes.as_ref()?;
    let level = against.question.level;
    let row = |weight: f64| {
        let vague = Probability::new(weight).ok()?;
        Some(sensitivity_row(&bayes.update.robust(vague), bayes, level))
    };
    Some(TableView {
        schema: "euthymia.against.sensitivity.v1".to_owned(),
        title: "How the result moves with the weight of the vague prior".to_owned(),
        columns: vec![
            ColumnSpec::number("vague", "Vague weight"),
            ColumnSpec::number("informative", "Literature's weight after"),
            ColumnSpec::number("mean", "Mean"),
            ColumnSpec::number("median", "Median"),
            ColumnSpec::number("interval", format!("{} CrI", words::level(level))).for_people(),
            ColumnSpec::number("low", "low").for_machines(),
            ColumnSpec::number("high", "high").for_machines(),
            ColumnSpec::number("above", "Above literature's mean"),
            ColumnSpec::number("ess_moments", "Prior's size, by moments"),
        ],
        rows: WEIGHTS.into_iter().filter_map(row).collect(),
        notes: vec![
            "0 trusts the literature fully, 1 sets it aside: the posterior is then that of the group's own \
             patients under a flat prior."
                .to_owned(),
        ],
    })
}

fn sensitivity_row(
    posterior: &RobustPosterior<'_>,
    bayes: &Bayes,
    level: Probability,
) -> Vec<Value> {
    let bounds = posterior.interval(level);
    let vague = Probability::new(posterior.prior_vague()).ok();
    let size = vague.map(|vague| bayes.prior.robust_effective_size_moments(vague));
    vec![
        Value::percent(posterior.prior_vague(), 0),
        Value::percent(posterior.informative(), 1),
        Value::percent(posterior.mean(), 1),
        Value::percent(posterior.median(), 1),
        Value::text(words::bounds(
            &bounds,
            euthymia_synthesis::measure::Scale::Proportion,
        )),
        Value::number(bounds.lower, 4),
        Value::number(bounds.upper, 4),
        Value::percent(posterior.above_mean_rate(), 1),
        Value::number(size, 1),
    ]
}
