//! Curves over doses in tables.

use super::fit::{DosingError, Responses};
use crate::compared::analysis::Compared;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns};
use crate::compared::tables::tau2_word;
use crate::compared::view::{fine, shown};
use crate::words;
use euthymia_synthesis::network::component::Estimate;
use euthymia_synthesis::network::dose::{Bend, DoseNetwork, HalfDose, ProfileEnd, TargetOf};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A table that says why there are no curves.
pub(super) fn without(error: &DosingError) -> TableView {
    TableView {
        schema: "euthymia.compared.dose_curves.v1".to_owned(),
        title: "Dose and response".to_owned(),
        columns: vec![ColumnSpec::text("agent", "Agent")],
        rows: Vec::new(),
        notes: vec![format!("There are no curves: {error}.")],
    }
}

/// The name of an agent by its place.
fn agent(doses: &DoseNetwork, at: usize) -> &str {
    doses
        .agents()
        .get(at)
        .map_or("", |agent| agent.name.as_str())
}

/// A dose with its unit.
fn with_unit(found: &Responses, agent: &str, dose: f64) -> String {
    let unit = found.units.get(agent).map_or("", String::as_str);
    format!("{} {unit}", fine_dose(dose)).trim_end().to_owned()
}

/// A dose as printed: three digits, and whole numbers without decimals.
fn fine_dose(dose: f64) -> String {
    if dose.fract() == 0.0 || dose >= 100.0 {
        return fmt::number(dose, 0);
    }
    let decimals = (2.0 - dose.abs().log10().floor()).clamp(0.0, 6.0);
    fmt::number(dose, decimals as u8)
}

/// The coefficients of the curves and the doses of half their effects.
#[must_use]
pub fn dose_curves_view(compared: &Compared, found: &Responses) -> TableView {
    let names = Names::of(compared);
    let level = words::level(compared.options.level);
    let doses = &found.fit.doses;
    let mut rows = Vec::new();
    for coefficient in found.fit.coefficients() {
        let own = agent(doses, coefficient.agent);
        let mut row: Vec<Value> = names.cells(own).into();
        row.push(Value::text(found.fit.curves.of(own).name()));
        let estimate = &coefficient.estimate;
        row.push(Value::text(&coefficient.name));
        row.push(Value::text(analysis_scale(estimate)));
        row.push(Value::PValue(estimate.p_value));
        let numbers = [
            estimate.estimate,
            estimate.bounds.lower,
            estimate.bounds.upper,
            estimate.standard_error,
        ];
        row.extend(numbers.map(|value| Value::number(value, 4)));
        rows.push(row);
    }
    for half in found.fit.half_doses() {
        rows.push(half_row(found, &half, &names));
    }
    let mut columns: Vec<ColumnSpec> = node_columns("agent", "Agent").into();
    columns.extend([
        ColumnSpec::text("curve", "Curve"),
        ColumnSpec::text("coefficient", "Coefficient"),
        ColumnSpec::number("shown", format!("Estimate [{level} CI]")).for_people(),
        ColumnSpec::number("p_value", "p"),
        ColumnSpec::number("estimate", "estimate").for_machines(),
        ColumnSpec::number("ci_low", "lower").for_machines(),
        ColumnSpec::number("ci_high", "upper").for_machines(),
        ColumnSpec::number("standard_error", "standard error").for_machines(),
    ]);
    TableView {
        schema: "euthymia.compared.dose_curves.v1".to_owned(),
        title: format!("Dose and response: curves ({})", found.shape.name()),
        columns,
        rows,
        notes: curve_notes(compared, found, &names),
    }
}

/// A coefficient on the analysis scale.
fn analysis_scale(estimate: &Estimate) -> String {
    fine(NetworkMeasure::Generic, estimate.estimate, estimate.bounds)
}

fn half_row(found: &Responses, half: &HalfDose, names: &Names) -> Vec<Value> {
    let own = agent(&found.fit.doses, half.agent);
    let profile = found.fit.profile_ed50(half.agent).ok().flatten();
    let settled = half.bend == Bend::Settled;
    let shown = match (settled, profile) {
        (false, _) => "not settled".to_owned(),
        (true, Some([low, high])) => format!(
            "{} [{}, {}] by profile",
            with_unit(found, own, half.ed50),
            end(low),
            end(high)
        ),
        (true, None) => with_unit(found, own, half.ed50),
    };
    let [low, high] = profile
        .filter(|_| settled)
        .map_or([None; 2], |ends| ends.map(settled_end));
    let mut row: Vec<Value> = names.cells(own).into();
    row.extend([
        Value::text("Emax"),
        Value::text("ED50"),
        Value::text(shown),
        Value::Missing,
        Value::number(settled.then_some(half.ed50), 4),
        Value::number(low, 4),
        Value::number(high, 4),
        Value::Missing,
    ]);
    row
}

fn end(end: ProfileEnd) -> String {
    match end {
        ProfileEnd::At(dose) => fine_dose(dose),
        ProfileEnd::Open(_) => "no limit".to_owned(),
        ProfileEnd::NotFound => "not found".to_owned(),
    }
}

fn curve_notes(compared: &Compared, found: &Responses, names: &Names) -> Vec<String> {
    let mut notes = found.rules.clone();
    let network = found.fit.doses.network();
    let tau2 = found
        .fit
        .tau2
        .map_or("no τ²: no degree of freedom".to_owned(), |tau2| {
            format!(
                "τ² {} ({})",
                fmt::number(tau2.value, 3),
                tau2_word(tau2.method)
            )
        });
    notes.push(format!(
        "{}, {}; random effects, {tau2}.",
        words::counted(network.trials().len(), "trial", "trials"),
        words::counted(found.fit.doses.agents().len(), "agent", "agents")
    ));
    if !found.too_few.is_empty() {
        let list: Vec<String> = found.too_few.iter().map(|own| names.name(own)).collect();
        notes.push(format!(
            "Too few doses for this curve, so that each dose has an effect of its own: {}.",
            list.join(", ")
        ));
    }
    for half in found.fit.half_doses() {
        if half.bend != Bend::Settled {
            let own = names.name(agent(&found.fit.doses, half.agent));
            let says = half.bend.says();
            notes.push(format!(
                "{own}: {says}; its Emax then means nothing by itself."
            ));
        }
    }
    if found.chosen {
        notes.push(
            "This shape has the smallest AIC of those compared; intervals do not account for the \
             choice."
                .to_owned(),
        );
    }
    if compared.options.measure.is_ratio() {
        notes.push("Coefficients are those of logarithms.".to_owned());
    }
    if !found.fit.converged() {
        notes.push("NOT CONVERGED: the search for ED50 or τ² did not settle.".to_owned());
    }
    notes
}

/// The effects at each dose tried and asked for: by the curve, and by an effect of its own.
#[must_use]
pub fn dose_effects_view(compared: &Compared, found: &Responses) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let level = words::level(compared.options.level);
    let doses = &found.fit.doses;
    let asked = compared
        .options
        .dosing
        .as_ref()
        .map_or(&[][..], |own| &own.at);
    let mut rows = Vec::new();
    for (at, own) in doses.agents().iter().enumerate() {
        let more = asked.iter().filter(|(name, _)| *name == own.name);
        let mut all: Vec<f64> = own
            .doses
            .iter()
            .copied()
            .chain(more.map(|(_, d)| *d))
            .collect();
        all.sort_by(f64::total_cmp);
        all.dedup();
        for dose in all {
            let trials = trials_at(doses, found, &own.name, dose);
            let (curve, apart) = (
                found.fit.effect(at, dose),
                found
                    .apart
                    .as_ref()
                    .and_then(|apart| apart.effect(at, dose)),
            );
            let mut row: Vec<Value> = names.cells(&own.name).into();
            row.push(Value::text(with_unit(found, &own.name, dose)));
            row.push(Value::number(dose, 4));
            row.push(Value::Count(trials as u64));
            row.push(effect_text(measure, curve.as_ref()));
            row.push(effect_text(measure, apart.as_ref()));
            row.extend(effect_numbers(measure, curve.as_ref()));
            row.extend(effect_numbers(measure, apart.as_ref()));
            rows.push(row);
        }
    }
    let mut columns: Vec<ColumnSpec> = node_columns("agent", "Agent").into();
    columns.extend([
        ColumnSpec::number("dose_shown", "Dose").for_people(),
        ColumnSpec::number("dose", "dose").for_machines(),
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("curve", format!("By the curve [{level} CI]")).for_people(),
        ColumnSpec::number("own", format!("This dose alone [{level} CI]")).for_people(),
    ]);
    for key in ["", "own_"] {
        for part in ["estimate", "ci_low", "ci_high", "standard_error"] {
            columns.push(ColumnSpec::number(format!("{key}{part}"), part).for_machines());
        }
    }
    TableView {
        schema: "euthymia.compared.dose_effects.v1".to_owned(),
        title: format!("Effects at doses against dose 0: {}", measure.name()),
        columns,
        rows,
        notes: vec!["A dose that no trial tried rests on the curve alone.".to_owned()],
    }
}

fn trials_at(doses: &DoseNetwork, found: &Responses, agent: &str, dose: f64) -> usize {
    let place = doses.network().treatment(&found.label(agent, dose));
    let trials = doses.network().trials().iter();
    trials
        .filter(|trial| place.is_some_and(|place| trial.arms().contains(&place)))
        .count()
}

fn effect_text(measure: NetworkMeasure, estimate: Option<&Estimate>) -> Value {
    estimate.map_or(Value::Missing, |own| {
        Value::text(shown(measure, own.estimate, own.bounds))
    })
}

fn effect_numbers(measure: NetworkMeasure, estimate: Option<&Estimate>) -> [Value; 4] {
    let number = |of: fn(&Estimate) -> f64, back: bool| {
        let value = estimate.map(of);
        let value = value.map(|value| if back { measure.back(value) } else { value });
        Value::number(value, 4)
    };
    [
        number(|own| own.estimate, true),
        number(|own| own.bounds.lower, true),
        number(|own| own.bounds.upper, true),
        number(|own| own.standard_error, false),
    ]
}

/// The profile limits of a dose on an Emax curve, which are those of ED50 in the same proportion; `None`
/// for other curves.
fn target_limits(found: &Responses, at: usize, dose: f64) -> Option<[ProfileEnd; 2]> {
    let halves = found.fit.half_doses();
    let half = halves.iter().find(|half| half.agent == at)?;
    let ends = found.fit.profile_ed50(at).ok().flatten()?;
    let times = dose / half.ed50;
    Some(ends.map(|end| match end {
        ProfileEnd::At(ed50) => ProfileEnd::At(ed50 * times),
        other => other,
    }))
}

/// The limit that a profile sets; `None` where it sets none.
fn settled_end(end: ProfileEnd) -> Option<f64> {
    match end {
        ProfileEnd::At(dose) => Some(dose),
        ProfileEnd::Open(_) | ProfileEnd::NotFound => None,
    }
}

/// The smallest doses with a share of the largest effect.
#[must_use]
pub fn dose_targets_view(compared: &Compared, found: &Responses) -> TableView {
    const SHARES: [f64; 3] = [0.5, 0.8, 0.95];
    let names = Names::of(compared);
    let mut rows = Vec::new();
    for (at, own) in found.fit.doses.agents().iter().enumerate() {
        for share in SHARES {
            let Some(target) = found.fit.target_dose(at, share) else {
                continue;
            };
            let dose = with_unit(found, &own.name, target.dose);
            let limits = target_limits(found, at, target.dose);
            let text = limits.map_or(dose.clone(), |[low, high]| {
                format!("{dose} [{}, {}]", end(low), end(high))
            });
            let limits = limits.map_or([None; 2], |ends| ends.map(settled_end));
            let of = match target.of {
                TargetOf::Asymptote => "an unlimited dose".to_owned(),
                TargetOf::LargestTried { dose } => {
                    format!(
                        "the largest effect, at {}",
                        with_unit(found, &own.name, dose)
                    )
                }
            };
            let mut row: Vec<Value> = names.cells(&own.name).into();
            row.extend([
                Value::percent(share, 0),
                Value::text(of),
                Value::text(text),
                Value::number(target.dose, 4),
                Value::number(limits[0], 4),
                Value::number(limits[1], 4),
                Value::Flag(target.beyond_tried),
            ]);
            rows.push(row);
        }
    }
    let mut columns: Vec<ColumnSpec> = node_columns("agent", "Agent").into();
    columns.extend([
        ColumnSpec::number("share", "Share"),
        ColumnSpec::text("of", "Of the effect of"),
        ColumnSpec::number("shown", "Smallest dose").for_people(),
        ColumnSpec::number("dose", "dose").for_machines(),
        ColumnSpec::number("ci_low", "lower").for_machines(),
        ColumnSpec::number("ci_high", "upper").for_machines(),
        ColumnSpec::text("beyond_tried", "Beyond doses tried"),
    ]);
    TableView {
        schema: "euthymia.compared.dose_targets.v1".to_owned(),
        title: "Doses with a share of the largest effect".to_owned(),
        columns,
        rows,
        notes: vec![
            "Limits are those of the profile of ED50. \"No limit\": the trials cannot tell how the curve \
             bends on that side."
                .to_owned(),
        ],
    }
}

/// Every shape with its criteria, and the test of what it misses.
#[must_use]
pub fn dose_shapes_view(found: &Responses) -> TableView {
    let mut rows = Vec::new();
    let mut notes = vec![
        "By maximum likelihood; smaller criteria are better, and differences below 2 say little. The \
         test asks whether the doses tell more than the curve; * is the shape shown above."
            .to_owned(),
    ];
    for (shape, fitted) in &found.shapes {
        let name = match *shape == found.shape {
            true => format!("{} *", shape.name()),
            false => shape.name().to_owned(),
        };
        let fit = match fitted {
            Ok(fit) => fit,
            Err(error) => {
                notes.push(format!("{}: {error}.", shape.name()));
                continue;
            }
        };
        let test = fit.test.random.unwrap_or(fit.test.common);
        let missed = match test.df {
            0 => "none left to test".to_owned(),
            df => format!("χ²({df}) = {}", fmt::number(test.q, 2)),
        };
        rows.push(vec![
            Value::text(shape.word()),
            Value::text(name),
            Value::Count(fit.fit.coefficient_count as u64),
            Value::number(fit.fit.tau2.map(|tau2| tau2.value), 3),
            Value::number(fit.fit.log_likelihood, 2),
            Value::number(fit.criteria.aic, 1),
            Value::number(fit.criteria.bic, 1),
            Value::text(missed),
            Value::number((test.df > 0).then_some(test.q), 4),
            Value::Count(test.df as u64),
            test.p_value.map_or(Value::Missing, Value::PValue),
        ]);
    }
    TableView {
        schema: "euthymia.compared.dose_shapes.v1".to_owned(),
        title: "Shapes of the curve compared".to_owned(),
        columns: vec![
            ColumnSpec::text("shape", "shape").for_machines(),
            ColumnSpec::text("name", "Shape").for_people(),
            ColumnSpec::number("coefficients", "Coefficients"),
            ColumnSpec::number("tau2", "τ²"),
            ColumnSpec::number("log_likelihood", "Log-likelihood"),
            ColumnSpec::number("aic", "AIC"),
            ColumnSpec::number("bic", "BIC"),
            ColumnSpec::number("missed", "Against each dose apart").for_people(),
            ColumnSpec::number("q", "q").for_machines(),
            ColumnSpec::number("df", "df").for_machines(),
            ColumnSpec::number("p_value", "p"),
        ],
        rows,
        notes,
    }
}

/// The arms and trials that the curves cannot use.
#[must_use]
pub fn dose_left_out_view(found: &Responses) -> TableView {
    let mut left_out: Vec<_> = found.left_out.iter().collect();
    left_out.sort_by(|a, b| a.reason.cmp(&b.reason));
    let each = left_out.iter();
    TableView {
        schema: "euthymia.compared.dose_left_out.v1".to_owned(),
        title: "Arms and trials that the curves leave out".to_owned(),
        columns: vec![
            ColumnSpec::text("reason", "Reason"),
            ColumnSpec::text("label", "Which"),
        ],
        rows: each
            .map(|left| vec![Value::text(&left.reason), Value::text(&left.label)])
            .collect(),
        notes: Vec::new(),
    }
}
