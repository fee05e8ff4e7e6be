//! What was computed, as tables.

use super::LABEL;
use super::case::{Case, Cases, OutputCase};
use super::clock::clock;
use euthymia_pharmacokinetics::Quantiles;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The table of peaks and areas; with times asked for, one of concentrations; with a population, one
/// of its spread.
#[must_use]
pub fn views(cases: &Cases) -> Vec<TableView> {
    let mut views = vec![summary(cases)];
    if !cases.at_h.is_empty() {
        views.push(concentrations(cases));
    }
    if cases.population.is_some() {
        views.push(population(cases));
        if cases.measured || !cases.at_h.is_empty() {
            views.push(bands(cases));
        }
    }
    views
}

fn rows<'c>(
    cases: &'c Cases,
    row: impl Fn(&'c Case, &'c OutputCase) -> Vec<Value>,
) -> Vec<Vec<Value>> {
    let pairs = cases
        .cases
        .iter()
        .flat_map(|case| case.outputs.iter().map(move |output| (case, output)));
    pairs.map(|(case, output)| row(case, output)).collect()
}

/// What the summary has beside names.
#[derive(Clone, Copy)]
struct Shape {
    /// Whether the time of a peak is shown in hours.
    is_long: bool,
    /// Whether there is a first schedule to compare with.
    is_compared: bool,
}

fn summary(cases: &Cases) -> TableView {
    let mut all = cases.cases.iter();
    let shape = Shape {
        is_long: cases.until_h > LONG_H,
        is_compared: all.any(|case| {
            let mut outputs = case.outputs.iter();
            outputs.any(|output| cases.first_of(case, output).is_some())
        }),
    };
    TableView {
        schema: "euthymia.pk.v1".to_owned(),
        title: "Concentrations by published models".to_owned(),
        columns: summary_columns(cases, shape),
        rows: rows(cases, |case, output| {
            summary_row(cases, shape, case, output)
        }),
        notes: notes(cases),
    }
}

fn summary_columns(cases: &Cases, shape: Shape) -> Vec<ColumnSpec> {
    let until = clock(cases.until_h);
    let mut columns = named();
    columns.extend([
        ColumnSpec::number("dose_mg", "Dose").in_unit("mg"),
        ColumnSpec::text("dose_of", "dose_of").for_machines(),
        ColumnSpec::number("cmax_ng_ml", "Cmax").in_unit("ng/mL"),
    ]);
    columns.extend(tmax_columns(shape.is_long));
    columns.extend([
        ColumnSpec::text("peak", "peak").for_machines(),
        ColumnSpec::number("auc_h_ng_ml", format!("AUC to {until}")).in_unit("h·ng/mL"),
        ColumnSpec::number("auc_infinity_h_ng_ml", "AUC to ∞").in_unit("h·ng/mL"),
        ColumnSpec::number("half_life_h", "half_life_h").for_machines(),
    ]);
    columns.extend(cases.above.map(|level| {
        ColumnSpec::number("above_min", format!("Above {level} ng/mL")).in_unit("min")
    }));
    if shape.is_compared {
        let to_end = ColumnSpec::number("auc_change", format!("AUC to {until} against first"));
        columns.extend([
            ColumnSpec::number("cmax_change", "Cmax against first"),
            match cases.is_until_asked {
                true => to_end,
                false => to_end.for_machines(),
            },
            ColumnSpec::number("auc_infinity_change", "AUC to ∞ against first"),
        ]);
    }
    columns.push(ColumnSpec::text("mark", "mark").for_machines());
    columns
}

fn summary_row(cases: &Cases, shape: Shape, case: &Case, output: &OutputCase) -> Vec<Value> {
    let mut row = names(case, output);
    row.extend([
        Value::number(case.dose_mg, 1),
        Value::text(&case.model.substance),
        Value::number(output.peak.concentration, 2),
    ]);
    row.extend(tmax(output, shape.is_long));
    row.extend([
        Value::text(match output.is_rising {
            true => "still_rising",
            false => "reached",
        }),
        Value::number(output.area, 1),
        Value::number(output.area_to_infinity, 1),
        Value::number(output.half_life_h, 2),
    ]);
    if cases.above.is_some() {
        let spans = output.above.as_ref();
        let minutes =
            spans.map(|spans| spans.iter().map(|span| 60.0 * span.length_h()).sum::<f64>());
        row.push(Value::number(minutes, 1));
    }
    if shape.is_compared {
        let first = cases.first_of(case, output);
        let change = |of: fn(&OutputCase) -> Option<f64>| {
            let change = || Some(of(output)? / of(first?)? - 1.0);
            Value::percent(change(), 1)
        };
        row.push(change(|own| Some(own.peak.concentration)));
        row.push(change(|own| Some(own.area)));
        row.push(change(|own| own.area_to_infinity));
    }
    row.push(Value::text(mark(output)));
    row
}

/// Beyond so many hours a time of a peak is shown in hours.
const LONG_H: f64 = 48.0;

/// The time of a peak: always in minutes for machines, for people in what they read.
fn tmax_columns(is_long: bool) -> Vec<ColumnSpec> {
    let minutes = ColumnSpec::number("tmax_min", "tmax").in_unit("min");
    let hours = ColumnSpec::number("tmax_h", "tmax").in_unit("h");
    match is_long {
        true => vec![minutes.for_machines(), hours.for_people()],
        false => vec![minutes],
    }
}

/// The time of a peak in these columns.
fn tmax(output: &OutputCase, is_long: bool) -> Vec<Value> {
    let minutes = Value::number(60.0 * output.peak.at_h, 1);
    match is_long {
        true => vec![minutes, Value::number(output.peak.at_h, 2)],
        false => vec![minutes],
    }
}

fn named() -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::text("model", "model").for_machines(),
        ColumnSpec::text("model_name", "Model"),
        ColumnSpec::text("schedule", "Given"),
        ColumnSpec::text("output", "Of"),
    ]
}

fn names(case: &Case, output: &OutputCase) -> Vec<Value> {
    let mut shown = output.name.clone();
    if output.is_unverified {
        shown.push_str(" [unverified]");
    }
    if output.is_rising {
        shown.push_str(" [still rising at the end]");
    }
    vec![
        Value::text(&case.model.id),
        Value::text(&case.model.name),
        Value::text(&case.schedule),
        Value::text(shown),
    ]
}

fn mark(output: &OutputCase) -> &'static str {
    match output.is_unverified {
        true => "unverified",
        false => "seen",
    }
}

/// What stands below every table: what it is not for, and what doses are amounts of.
fn told(cases: &Cases) -> Vec<String> {
    let mut notes = vec![LABEL.to_owned()];
    for case in &cases.cases {
        let own = cases.substance.told(case.model);
        if !notes.contains(&own) {
            notes.push(own);
        }
    }
    notes
}

fn notes(cases: &Cases) -> Vec<String> {
    let mut notes = told(cases);
    for case in &cases.cases {
        let model = case.model;
        let own = format!(
            "{}: concentrations of {}. Source: {}.",
            model.name, model.measured, model.identifier
        );
        if !notes.contains(&own) {
            notes.push(own);
        }
    }
    let outputs = || cases.cases.iter().flat_map(|case| &case.outputs);
    if outputs().any(|output| output.is_rising) {
        notes.push(format!(
            "Where it still rises, Cmax is only what is reached at {}: ask for a later --until.",
            clock(cases.until_h)
        ));
    }
    notes.extend(cases.notes.iter().cloned());
    let hidden = cases
        .cases
        .iter()
        .any(|case| case.outputs.len() < case.model.outputs.len());
    if hidden && !cases.with_effect {
        notes.push(
            "Effect sites rest on unverified rates and are shown only with --effect-site."
                .to_owned(),
        );
    }
    notes.push("What each model does not cover, and its errata: euthymia pk models.".to_owned());
    notes
}

fn concentrations(cases: &Cases) -> TableView {
    let mut columns = named();
    columns.push(ColumnSpec::number("time_min", "Time").in_unit("min"));
    columns.push(ColumnSpec::number("concentration_ng_ml", "Concentration").in_unit("ng/mL"));
    let one = |case: &Case, output: &OutputCase, time_h: f64| {
        let mut row = names(case, output);
        row.push(Value::number(60.0 * time_h, 1));
        row.push(Value::number(
            case.course.concentration(time_h, output.place),
            2,
        ));
        row
    };
    let mut rows = Vec::new();
    for case in &cases.cases {
        for output in &case.outputs {
            rows.extend(cases.at_h.iter().map(|time_h| one(case, output, *time_h)));
        }
    }
    TableView {
        schema: "euthymia.pk_at.v1".to_owned(),
        title: "Concentrations at times".to_owned(),
        columns,
        rows,
        notes: told(cases),
    }
}

/// The columns of a spread: one for people, three for machines.
fn spread(key: &str, header: &str, unit: &str) -> [ColumnSpec; 4] {
    [
        ColumnSpec::number(
            format!("{key}_shown"),
            format!("{header}: median [5 %, 95 %]"),
        )
        .in_unit(unit)
        .for_people(),
        ColumnSpec::number(format!("{key}_p5"), format!("{key}_p5")).for_machines(),
        ColumnSpec::number(format!("{key}_p50"), format!("{key}_p50")).for_machines(),
        ColumnSpec::number(format!("{key}_p95"), format!("{key}_p95")).for_machines(),
    ]
}

/// The cells of a spread.
fn cells(quantiles: Option<Quantiles>, factor: f64, decimals: u8) -> [Value; 4] {
    let number = |of: fn(Quantiles) -> f64| quantiles.map(|own| factor * of(own));
    let (low, middle, high) = (
        number(|q| q.lower),
        number(|q| q.median),
        number(|q| q.upper),
    );
    let shown = low.zip(middle).zip(high).map(|((low, middle), high)| {
        let text = |value| fmt::number(value, decimals);
        Value::Text(format!("{} [{}, {}]", text(middle), text(low), text(high)))
    });
    [
        shown.unwrap_or(Value::Missing),
        Value::number(low, decimals),
        Value::number(middle, decimals),
        Value::number(high, decimals),
    ]
}

/// The spread of concentrations at the times asked for, or where the typical person peaks; beside it
/// that of measurements, where it was asked for.
fn bands(cases: &Cases) -> TableView {
    let mut columns = named();
    columns.push(ColumnSpec::number("time_min", "Time").in_unit("min"));
    columns.extend(spread("people_ng_ml", "Concentration of people", "ng/mL"));
    if cases.measured {
        columns.extend(spread("measured_ng_ml", "What would be measured", "ng/mL"));
    }
    let nearest = |time_h: f64| {
        let all = cases.times_h.iter().enumerate();
        let near = all.min_by(|a, b| (a.1 - time_h).abs().total_cmp(&(b.1 - time_h).abs()));
        near.map(|(place, own_h)| (place, *own_h))
    };
    let mut rows = Vec::new();
    for case in &cases.cases {
        for output in &case.outputs {
            let asked = match cases.at_h.as_slice() {
                [] => std::slice::from_ref(&output.peak.at_h),
                asked => asked,
            };
            let within = asked.iter().filter(|time_h| **time_h <= cases.until_h);
            for (place, time_h) in within.filter_map(|time_h| nearest(*time_h)) {
                let simulated = output.simulated.as_ref();
                let people = simulated.and_then(|own| own.bands.get(place).copied());
                let mut row = names(case, output);
                row.push(Value::number(60.0 * time_h, 1));
                row.extend(cells(people, 1.0, 1));
                if cases.measured {
                    let measured = simulated.and_then(|own| own.measured.as_ref());
                    let measured = measured.and_then(|own| own.get(place).copied());
                    row.extend(cells(measured, 1.0, 1));
                }
                rows.push(row);
            }
        }
    }
    let mut notes = told(cases);
    notes.push(
        "Concentration of people: what it is in them, 90 of 100 between the limits.".to_owned(),
    );
    if cases.measured {
        notes.push(
            "What would be measured: the same with the published error of the assay and of the model around each concentration, at each time by itself; missing where none was published."
                .to_owned(),
        );
    }
    TableView {
        schema: "euthymia.pk_bands.v1".to_owned(),
        title: "Spread at times".to_owned(),
        columns,
        rows,
        notes,
    }
}

fn population(cases: &Cases) -> TableView {
    let mut columns = named();
    columns.extend(spread("cmax_ng_ml", "Cmax", "ng/mL"));
    columns.extend(spread("tmax_min", "tmax", "min"));
    let area = format!("AUC to {}", clock(cases.until_h));
    columns.extend(spread("auc_h_ng_ml", &area, "h·ng/mL"));
    let row = |case: &Case, output: &OutputCase| {
        let simulated = output.simulated.as_ref();
        let mut row = names(case, output);
        row.extend(cells(simulated.map(|own| own.peak), 1.0, 1));
        row.extend(cells(simulated.map(|own| own.peak_at_h), 60.0, 1));
        row.extend(cells(simulated.map(|own| own.area), 1.0, 1));
        row
    };
    let (people, seed) = cases.population.unwrap_or_default();
    TableView {
        schema: "euthymia.pk_population.v1".to_owned(),
        title: format!("The same in {people} people drawn from the published variability"),
        columns,
        rows: rows(cases, row),
        notes: [told(cases), vec![
            format!(
                "Seed {seed}. People like the one described, as they differ in the parameters whose spread was published; what measuring adds is left out here."
            ),
        ]].concat(),
    }
}
