//! Doses of a protocol for a body.

use super::words::number;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::body::{Milligrams, MilligramsPerKilogram, Millilitres};
use euthymia_clinical::protocol::dosing::{
    Body, WeightRule, amount, bag_rate, dosing_weight, rate,
};
use euthymia_clinical::protocol::file::{Phase, SessionKind};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::value::What;
use euthymia_clinical::tms::quantity::Seconds;
use euthymia_table::{ColumnSpec, TableView, Value};

/// What a dose table is made from.
pub(super) struct Doses<'a> {
    pub(super) body: Option<&'a Body>,
    pub(super) rules: &'a [WeightRule],
    pub(super) bag: Option<Millilitres>,
}

/// The doses of every session that has some; `None` where there are none.
pub(super) fn dose_view(protocol: &Protocol, doses: &Doses<'_>) -> Option<TableView> {
    let mut table = TableView {
        schema: "euthymia.protocol.doses.v1".to_owned(),
        title: "Doses".to_owned(),
        columns: vec![
            ColumnSpec::text("phase", "phase"),
            ColumnSpec::text("session", "session"),
            ColumnSpec::text("reading", "as in"),
            ColumnSpec::text("prescribed", "published dose"),
            ColumnSpec::text("rule", "weight"),
            ColumnSpec::number("dosing_kg", "counted").in_unit("kg"),
            ColumnSpec::number("dose_mg", "dose").in_unit("mg"),
            ColumnSpec::number("minutes", "over").in_unit("min"),
            ColumnSpec::number("mg_per_min", "rate").in_unit("mg/min"),
            ColumnSpec::number("bag_ml_per_h", "bag").in_unit("mL/h"),
            ColumnSpec::text("source", "source of the dose"),
            ColumnSpec::text("rule_source", "source of the weight rule"),
        ],
        ..TableView::default()
    };
    for phase in &protocol.phases {
        for session in &phase.sessions {
            for reading in Reading::all(session) {
                session_rows(protocol, phase, &reading, doses, &mut table);
            }
        }
    }
    let needs_weight = protocol
        .phases
        .iter()
        .flat_map(|phase| &phase.sessions)
        .any(|session| {
            session
                .values
                .iter()
                .any(|entry| entry.what == What::DoseByWeight)
        });
    if needs_weight && doses.body.is_none() {
        table
            .notes
            .push("A dose by weight: give --weight, with its unit, to see it in mg.".to_owned());
    }
    (!table.rows.is_empty() || !table.notes.is_empty()).then_some(table)
}

fn session_rows(
    protocol: &Protocol,
    phase: &Phase,
    reading: &Reading<'_>,
    doses: &Doses<'_>,
    table: &mut TableView,
) {
    let head = |entry: &euthymia_clinical::protocol::file::Entry| {
        vec![
            Value::text(phase.name.clone()),
            Value::text(reading.session().name.clone()),
            reading.source().map_or(Value::Missing, Value::text),
            Value::text(entry.is.clone()),
        ]
    };
    if let (Some(entry), Some(dose)) = (reading.entry(What::Dose), reading.amount(What::Dose)) {
        for mg in dose.numbers() {
            let Ok(mg) = Milligrams::new(*mg) else {
                continue;
            };
            let mut row = head(entry);
            row.extend([Value::text("fixed dose"), Value::Missing]);
            row.extend(rates(reading, mg, doses.bag));
            row.push(super::words::source(protocol, &entry.source, entry.status));
            row.push(Value::Missing);
            table.rows.push(row);
        }
    }
    let by_weight = (
        reading.entry(What::DoseByWeight),
        reading.amount(What::DoseByWeight),
    );
    let ((Some(entry), Some(dose)), Some(body)) = (by_weight, doses.body) else {
        return;
    };
    for rule in doses.rules {
        let counted = match dosing_weight(rule, body) {
            Ok(counted) => counted,
            Err(error) => {
                let note = error.to_string();
                if !table.notes.contains(&note) {
                    table.notes.push(note);
                }
                continue;
            }
        };
        for one in dose.numbers() {
            let Ok(dose) = MilligramsPerKilogram::new(*one) else {
                continue;
            };
            let mut row = head(entry);
            row.push(Value::text(counted.because.clone()));
            row.push(Value::number(counted.kg, 1));
            row.extend(rates(reading, amount(dose, counted.kg), doses.bag));
            row.push(super::words::source(protocol, &entry.source, entry.status));
            row.push(Value::text(counted.source.to_string()));
            table.rows.push(row);
        }
    }
}

/// Dose, minutes, mg a minute, mL an hour.
fn rates(reading: &Reading<'_>, dose: Milligrams, bag: Option<Millilitres>) -> [Value; 4] {
    let runs_in = reading.session().kind == SessionKind::Infusion;
    let over = reading
        .exact(What::Duration)
        .filter(|_| runs_in)
        .and_then(|seconds| Seconds::new(seconds).ok());
    [
        Value::number(dose.value(), 2),
        Value::number(over.map(|over| over.value() / 60.0), 0),
        Value::number(over.and_then(|over| rate(dose, over)), 3),
        Value::number(over.zip(bag).and_then(|(over, bag)| bag_rate(bag, over)), 1),
    ]
}

/// A weight with what it is counted as, for a title.
pub(super) fn body_words(body: &Body) -> String {
    let mut words = format!("{} kg", number(body.weight.value(), 1));
    if let Some(height) = body.height {
        words.push_str(&format!(", {} cm", number(height.value(), 1)));
    }
    if let Some(sex) = body.sex {
        words.push_str(&format!(", {sex}"));
    }
    words
}
