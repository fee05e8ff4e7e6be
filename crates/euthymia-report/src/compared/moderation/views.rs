//! Moderators in tables.

use super::fit::{ModerationError, PartModerated};
use crate::compared::analysis::Compared;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::tables::{part_cell, tau2_word};
use crate::compared::view::{fine, shown};
use crate::words;
use euthymia_synthesis::network::component::Estimate;
use euthymia_synthesis::network::regression::{RegressionFit, Term};
use euthymia_synthesis::network::{QTest, Relative, Tau2Method};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// Fewer trials than this for each moderator are too few (Cochrane Handbook, version 6, section 10.11.5.1).
const FEWEST: usize = 10;

/// A table that says why there is no meta-regression.
pub(super) fn without(error: &ModerationError) -> TableView {
    TableView {
        schema: "euthymia.compared.moderators.v1".to_owned(),
        title: "Moderators".to_owned(),
        columns: vec![ColumnSpec::text("treatment", "Treatment")],
        rows: Vec::new(),
        notes: vec![format!("There is no meta-regression: {error}.")],
    }
}

/// A value of a covariate as it is printed: a whole number has no decimals.
pub(in crate::compared) fn plain(value: f64) -> String {
    if value.fract() == 0.0 {
        fmt::number(value, 0)
    } else {
        fmt::number(value, 2)
    }
}

/// The interactions: what one unit of a moderator adds to the effect of a treatment.
#[must_use]
pub fn moderator_slopes_view(compared: &Compared, parts: &[PartModerated]) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let mut rows = Vec::new();
    for part in parts {
        for coefficient in part.fit.coefficients() {
            if let Term::Interaction { covariate, of } = &coefficient.term {
                let of = interaction_of(&part.fit, covariate, of.as_deref(), &names);
                let estimate = coefficient.estimate.as_ref();
                rows.push(slope_row(part.part, (covariate, of), estimate, measure));
            }
        }
        if part.fit.slope_variance.is_some() {
            for slope in part.fit.slopes() {
                if is_exchangeable(&part.fit, &slope.covariate) {
                    let of = format!("{}, predicted", names.name(&slope.treatment));
                    let words = (&slope.covariate, of);
                    let estimate = slope.estimate.as_ref();
                    rows.push(slope_row(part.part, words, estimate, measure));
                }
            }
        }
    }
    let header = match measure.is_ratio() {
        true => format!("Ratio of {}s per unit", measure.name()),
        false => "Change per unit".to_owned(),
    };
    TableView {
        schema: "euthymia.compared.moderators.v1".to_owned(),
        title: "Moderators: what one unit adds to an effect against controls".to_owned(),
        columns: vec![
            part_column(compared),
            ColumnSpec::text("moderator", "Moderator"),
            ColumnSpec::text("of", "For"),
            ColumnSpec::number(
                "shown",
                format!("{header} [{} CI]", words::level(compared.options.level)),
            )
            .for_people(),
            ColumnSpec::number("p_value", "p"),
            ColumnSpec::number("estimate", "estimate, analysis scale").for_machines(),
            ColumnSpec::number("standard_error", "standard error").for_machines(),
            ColumnSpec::number("ci_low", "lower").for_machines(),
            ColumnSpec::number("ci_high", "upper").for_machines(),
        ],
        rows,
        notes: slope_notes(parts, &names),
    }
}

fn is_exchangeable(fit: &RegressionFit, covariate: &str) -> bool {
    let exchangeable = euthymia_synthesis::network::regression::Interaction::Exchangeable;
    fit.moderators
        .iter()
        .any(|own| own.covariate.name == covariate && own.interaction == exchangeable)
}

fn interaction_of(fit: &RegressionFit, covariate: &str, of: Option<&str>, names: &Names) -> String {
    match of {
        Some(of) => names.name(of),
        None if is_exchangeable(fit, covariate) => "mean over treatments".to_owned(),
        None => "all treatments alike".to_owned(),
    }
}

fn slope_row(
    part: usize,
    (covariate, of): (&String, String),
    estimate: Option<&Estimate>,
    measure: NetworkMeasure,
) -> Vec<Value> {
    let number = |of: fn(&Estimate) -> f64| Value::number(estimate.map(of), 4);
    vec![
        part_cell(part),
        Value::text(covariate),
        Value::text(of),
        Value::text(estimate.map_or_else(
            || "not determined by the trials".to_owned(),
            |found| fine(measure, found.estimate, found.bounds),
        )),
        estimate.map_or(Value::Missing, |found| Value::PValue(found.p_value)),
        number(|found| found.estimate),
        number(|found| found.standard_error),
        number(|found| found.bounds.lower),
        number(|found| found.bounds.upper),
    ]
}

fn slope_notes(parts: &[PartModerated], names: &Names) -> Vec<String> {
    let mut notes = Vec::new();
    for part in parts {
        let asked: Vec<String> = part
            .fit
            .moderators
            .iter()
            .zip(part.means.iter().zip(&part.fit.ranges))
            .map(|(own, (mean, range))| {
                format!(
                    "{} ({}; mean {}, {} to {})",
                    own.covariate.name,
                    own.interaction.name(),
                    plain(*mean),
                    plain(range.lower),
                    plain(range.upper)
                )
            })
            .collect();
        let used = part.fit.network.trials().len();
        notes.push(format!(
            "{} used. {}.",
            words::counted(used, "trial is", "trials are"),
            asked.join("; ")
        ));
        let controls: Vec<String> = part.controls.iter().map(|node| names.name(node)).collect();
        notes.push(format!(
            "Without interaction: {}. An interaction compares trials with each other, which nobody \
             randomised: it may stand for something else that differs between them.",
            controls.join(", ")
        ));
        if used < FEWEST * part.fit.moderators.len() {
            notes.push(format!(
                "With fewer than {FEWEST} trials for each moderator, what it seems to explain is easily \
                 chance."
            ));
        }
        if !part.fit.converged() {
            notes.push("NOT CONVERGED: the search for the variances did not settle.".to_owned());
        }
    }
    notes
}

/// Tests of the moderators, and the variance between trials with and without them.
#[must_use]
pub fn moderator_tests_view(compared: &Compared, parts: &[PartModerated]) -> TableView {
    let mut rows = Vec::new();
    for part in parts {
        rows.extend(tests_of(part, compared.options.tau2));
    }
    TableView {
        schema: "euthymia.compared.moderator_tests.v1".to_owned(),
        title: "Moderators: tests, and variance between trials".to_owned(),
        columns: vec![
            part_column(compared),
            ColumnSpec::text("quantity", "quantity").for_machines(),
            ColumnSpec::text("label", "Quantity"),
            ColumnSpec::number("shown", "Result").for_people(),
            ColumnSpec::number("p_value", "p"),
            ColumnSpec::number("value", "value").for_machines(),
            ColumnSpec::number("df", "df").for_machines(),
        ],
        rows,
        notes: vec![
            "Both τ² are those of the trials used here. The likelihood-ratio test is by maximum \
             likelihood whatever the estimator of τ²."
                .to_owned(),
        ],
    }
}

/// One line of the table of tests: key, label, shown, value, p-value, degrees of freedom.
struct Line(
    &'static str,
    String,
    String,
    Option<f64>,
    Option<f64>,
    Value,
);

impl Line {
    fn test(key: &'static str, label: String, found: &QTest) -> Self {
        let shown = match found.df {
            0 => "no degree of freedom".to_owned(),
            df => format!("χ²({df}) = {}", fmt::number(found.q, 2)),
        };
        let df = Value::Count(found.df as u64);
        let value = (found.df > 0).then_some(found.q);
        Self(key, label, shown, value, found.p_value, df)
    }

    fn number(key: &'static str, label: String, shown: String, value: f64) -> Self {
        Self(key, label, shown, Some(value), None, Value::Missing)
    }

    fn row(self, part: usize) -> Vec<Value> {
        let Self(key, label, shown, value, p, df) = self;
        vec![
            part_cell(part),
            Value::text(key),
            Value::text(label),
            Value::text(shown),
            p.map_or(Value::Missing, Value::PValue),
            Value::number(value, 4),
            df,
        ]
    }
}

fn tests_of(part: &PartModerated, method: Tau2Method) -> Vec<Vec<Value>> {
    let fit = &part.fit;
    let mut lines = Vec::new();
    for own in fit.interaction_tests() {
        if let Some(wald) = &own.wald {
            let label = format!("No interaction with {} (Wald)", own.covariate);
            lines.push(Line::test("wald", label, wald));
        }
    }
    let all = fit.wald_test().filter(|_| fit.moderators.len() > 1);
    if let Some(wald) = &all {
        let label = "No interaction at all (Wald)".to_owned();
        lines.push(Line::test("wald_all", label, wald));
    }
    if let Some(ratio) = &fit.likelihood_ratio {
        let label = "No interaction at all (likelihood ratio)".to_owned();
        lines.push(Line::test("likelihood_ratio", label, ratio));
    }
    lines.extend(variances_of(fit, tau2_word(method)));
    let left = "Q of what is left".to_owned();
    lines.push(Line::test("q_residual", left, &fit.residual));
    lines.into_iter().map(|line| line.row(part.part)).collect()
}

fn variances_of(fit: &RegressionFit, method: &str) -> Vec<Line> {
    let explained = fit.explained;
    let mut lines = Vec::new();
    for (key, label, value) in [
        ("tau2_without", "without moderators", explained.tau2_without),
        ("tau2_with", "with moderators", explained.tau2_with),
    ] {
        if let Some(value) = value {
            let label = format!("Variance between trials τ² {label} ({method})");
            lines.push(Line::number(key, label, fmt::number(value, 3), value));
        }
    }
    if let Some(share) = explained.share {
        let label = "Share of τ² explained R²".to_owned();
        lines.push(Line::number("r2", label, fmt::percent(share, 0), share));
    }
    if let Some(slopes) = fit.slope_variance {
        let label = "Variance of interactions σ²β (half-and-half χ² test of zero)".to_owned();
        let shown = fmt::number(slopes.value, 4);
        lines.push(Line(
            "slope_variance",
            label,
            shown,
            Some(slopes.value),
            Some(slopes.test.p_value),
            Value::Missing,
        ));
    }
    lines
}

/// Effects against the reference at the values that were asked for.
#[must_use]
pub fn moderated_effects_view(compared: &Compared, parts: &[PartModerated]) -> TableView {
    let names = Names::of(compared);
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared)];
    let mut heads: Vec<String> = Vec::new();
    for moderator in &compared.options.moderation.moderators {
        heads.push(moderator.name.clone());
        let key = format!("at_{}", moderator.name);
        columns.push(ColumnSpec::number(key, &moderator.name));
    }
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend(node_columns("reference", "Against"));
    columns.extend([
        ColumnSpec::number("effect", format!("Random effects [{level} CI]")).for_people(),
        ColumnSpec::number("prediction", "Prediction interval").for_people(),
        ColumnSpec::number("p_value", "p"),
        ColumnSpec::number("unadjusted", "All trials, no moderator").for_people(),
        ColumnSpec::number("estimate", "estimate").for_machines(),
        ColumnSpec::number("ci_low", "lower").for_machines(),
        ColumnSpec::number("ci_high", "upper").for_machines(),
        ColumnSpec::number("standard_error", "standard error").for_machines(),
        ColumnSpec::number("prediction_low", "prediction, lower").for_machines(),
        ColumnSpec::number("prediction_high", "prediction, upper").for_machines(),
    ]);
    let mut notes = Vec::new();
    let mut rows = Vec::new();
    for part in parts {
        for setting in &part.settings {
            notes.extend(extrapolated(part, setting));
            for place in 0..part.fit.network.treatments().len() {
                rows.extend(effect_row(compared, part, setting, place, &names));
            }
        }
    }
    TableView {
        schema: "euthymia.compared.moderated_effects.v1".to_owned(),
        title: format!(
            "Each treatment against the reference at {} {}",
            match compared.options.moderation.at.is_empty() {
                true => "the mean of",
                false => "given",
            },
            heads.join(", ")
        ),
        columns,
        rows,
        notes,
    }
}

fn extrapolated(part: &PartModerated, setting: &[f64]) -> Vec<String> {
    let moderators = part.fit.moderators.iter().map(|own| &own.covariate.name);
    let each = moderators.zip(setting.iter().zip(&part.fit.ranges));
    each.filter(|(_, (value, range))| **value < range.lower || **value > range.upper)
        .map(|(name, (value, range))| {
            format!(
                "{name} = {} lies beyond the trials ({} to {}): this is extrapolation.",
                plain(*value),
                plain(range.lower),
                plain(range.upper)
            )
        })
        .collect()
}

fn effect_row(
    compared: &Compared,
    part: &PartModerated,
    setting: &[f64],
    place: usize,
    names: &Names,
) -> Option<Vec<Value>> {
    let fit = &part.fit;
    let measure = compared.options.measure;
    let node = fit.network.treatments().get(place)?;
    if place == fit.reference {
        return None;
    }
    let reference = fit.network.treatments().get(fit.reference)?;
    let found = fit.compare_at(place, fit.reference, setting);
    let mut row = vec![part_cell(part.part)];
    row.extend(setting.iter().map(|value| match value.fract() == 0.0 {
        true => Value::number(*value, 0),
        false => Value::number(*value, 2),
    }));
    row.extend(names.cells(node));
    row.extend(names.cells(reference));
    let before = compared.parts.get(part.part).and_then(|whole| {
        let place = |name: &str| whole.network().treatment(name);
        Relative::compare(&whole.random, place(node)?, place(reference)?)
    });
    let text = |estimate, bounds| Value::text(shown(measure, estimate, bounds));
    let prediction = found.as_ref().and_then(|c| c.prediction);
    let back = |bounds: Bounds| Bounds {
        lower: measure.back(bounds.lower),
        upper: measure.back(bounds.upper),
    };
    let number = |value: Option<f64>| Value::number(value, 4);
    row.extend([
        found.as_ref().map_or(Value::text("not determined"), |c| {
            text(c.estimate, c.bounds)
        }),
        prediction.map_or(Value::Missing, |bounds| {
            Value::text(words::bounds(&back(bounds), measure.scale()))
        }),
        found
            .as_ref()
            .map_or(Value::Missing, |c| Value::PValue(c.p_value)),
        before.map_or(Value::Missing, |c| text(c.estimate, c.bounds)),
        number(found.as_ref().map(|c| measure.back(c.estimate))),
        number(found.as_ref().map(|c| back(c.bounds).lower)),
        number(found.as_ref().map(|c| back(c.bounds).upper)),
        number(found.as_ref().map(|c| c.standard_error)),
        number(prediction.map(|bounds| back(bounds).lower)),
        number(prediction.map(|bounds| back(bounds).upper)),
    ]);
    Some(row)
}

/// The trials that the meta-regression cannot use, by name.
#[must_use]
pub fn moderated_left_out_view(compared: &Compared, parts: &[PartModerated]) -> TableView {
    let mut rows = Vec::new();
    let mut lost = Vec::new();
    for part in parts {
        for left in &part.left_out {
            rows.push(vec![
                part_cell(part.part),
                Value::text(&left.label),
                Value::text(&left.reason),
            ]);
        }
        let whole = compared.parts.get(part.part).map(|own| own.network());
        let nodes = whole.map_or(&[][..], |network| network.treatments());
        let gone = nodes
            .iter()
            .filter(|node| part.fit.network.treatment(node).is_none());
        lost.extend(gone.map(|node| Names::of(compared).name(node)));
    }
    let notes = match lost.as_slice() {
        [] => Vec::new(),
        lost => vec![format!("With them go: {}.", lost.join(", "))],
    };
    TableView {
        schema: "euthymia.compared.moderated_left_out.v1".to_owned(),
        title: "Trials that the moderators leave out".to_owned(),
        columns: vec![
            part_column(compared),
            ColumnSpec::text("trial", "Trial"),
            ColumnSpec::text("reason", "Reason"),
        ],
        rows,
        notes,
    }
}
