//! Doses of a protocol for a body.

use super::sources::Sources;
use super::words::number;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::body::{Milligrams, MilligramsPerKilogram, Millilitres};
use euthymia_clinical::protocol::dosing::{
    Body, DosingWeight, WeightRule, amount, bag_rate, dosing_weight, rate,
};
use euthymia_clinical::protocol::file::{Entry, Phase, Session, SessionKind};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::value::What;
use euthymia_clinical::source::Source;
use euthymia_clinical::tms::quantity::Seconds;
use euthymia_table::{ColumnSpec, TableView, Value};

/// What a dose table is made from.
pub(super) struct Doses<'a> {
    pub(super) body: Option<&'a Body>,
    pub(super) rules: &'a [WeightRule],
    pub(super) bag: Option<Millilitres>,
}

/// A row of the table before it is known which rows say the same.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    phases: Vec<String>,
    session: String,
    reading: Option<String>,
    prescribed: String,
    rule: String,
    dosing_kg: Option<f64>,
    amounts: [Option<f64>; 4],
    dose_source: Source,
    rule_source: Option<Source>,
    over_source: Option<Source>,
}

impl Row {
    /// True where two rows say the same but for the phase.
    fn is_like(&self, other: &Self) -> bool {
        let phases = self.phases.clone();
        Self {
            phases,
            ..other.clone()
        } == *self
    }

    /// Everything that the dose and its rates rest on.
    fn rests_on(&self) -> Vec<Source> {
        let others = [&self.rule_source, &self.over_source];
        let others = others.into_iter().flatten().cloned();
        std::iter::once(self.dose_source.clone())
            .chain(others)
            .collect()
    }
}

/// The doses of every session that has some; `None` where there are none. What several phases, or all
/// sources, have in common stands once.
pub(super) fn dose_view(protocol: &Protocol, doses: &Doses<'_>) -> Option<TableView> {
    let mut rows: Vec<Row> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for phase in &protocol.phases {
        for session in &phase.sessions {
            for row in session_rows(protocol, phase, session, doses, &mut notes) {
                match rows.iter_mut().find(|known| known.is_like(&row)) {
                    Some(known) => known.phases.extend(row.phases),
                    None => rows.push(row),
                }
            }
        }
    }
    let sessions = || protocol.phases.iter().flat_map(|phase| &phase.sessions);
    let mut values = sessions().flat_map(|session| &session.values);
    if values.any(|entry| entry.what == What::DoseByWeight) && doses.body.is_none() {
        notes.push("A dose by weight: give --weight, with its unit, to see it in mg.".to_owned());
    }
    (!rows.is_empty() || !notes.is_empty()).then(|| table(&rows, notes))
}

fn table(rows: &[Row], notes: Vec<String>) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("phase", "phase"),
        ColumnSpec::text("session", "session"),
        ColumnSpec::text("reading", "as in"),
        ColumnSpec::text("prescribed", "as read"),
        ColumnSpec::text("rule", "weight"),
        ColumnSpec::number("dosing_kg", "counted").in_unit("kg"),
        ColumnSpec::number("dose_mg", "dose").in_unit("mg"),
        ColumnSpec::number("minutes", "over").in_unit("min"),
        ColumnSpec::number("mg_per_min", "rate").in_unit("mg/min"),
        ColumnSpec::number("bag_ml_per_h", "bag").in_unit("mL/h"),
    ];
    columns.extend(Sources::columns("from"));
    columns.push(ColumnSpec::text("rule_source", "source of the weight rule").for_machines());
    let mut table = TableView {
        schema: "euthymia.protocol.doses.v1".to_owned(),
        title: "Doses".to_owned(),
        columns,
        notes,
        ..TableView::default()
    };
    let mut sources = Sources::default();
    for row in rows {
        let [dose, minutes, rate, bag] = row.amounts;
        let mut cells = vec![
            Value::text(row.phases.join(", ")),
            Value::text(row.session.clone()),
            super::words::optional(row.reading.as_deref()),
            Value::text(row.prescribed.clone()),
            Value::text(row.rule.clone()),
            Value::number(row.dosing_kg, 1),
            Value::number(dose, 2),
            Value::number(minutes, 0),
            Value::number(rate, 3),
            Value::number(bag, 1),
        ];
        let from = row.rests_on();
        cells.extend(if row.rule_source.is_some() || minutes.is_some() {
            sources.computed(&from)
        } else {
            sources.cells(from.first())
        });
        let rule = row.rule_source.as_ref().map(ToString::to_string);
        cells.push(super::words::optional(rule.as_deref()));
        table.rows.push(cells);
    }
    table.notes.extend(sources.notes());
    table
}

/// The rows of a session; where all sources say the same, once and as in none of them.
fn session_rows(
    protocol: &Protocol,
    phase: &Phase,
    session: &Session,
    doses: &Doses<'_>,
    notes: &mut Vec<String>,
) -> Vec<Row> {
    let all = Reading::all(session);
    let mut of_readings = Vec::with_capacity(all.len());
    for reading in &all {
        of_readings.push(reading_rows(protocol, phase, reading, doses, notes));
    }
    let nameless = |rows: &[Row]| -> Vec<Row> {
        let without = |row: &Row| Row {
            reading: None,
            ..row.clone()
        };
        rows.iter().map(without).collect()
    };
    let first = of_readings.first().map(|rows| nameless(rows));
    let first = first.unwrap_or_default();
    if of_readings.iter().all(|rows| nameless(rows) == first) {
        return first;
    }
    of_readings.into_iter().flatten().collect()
}

fn reading_rows(
    protocol: &Protocol,
    phase: &Phase,
    reading: &Reading<'_>,
    doses: &Doses<'_>,
    notes: &mut Vec<String>,
) -> Vec<Row> {
    let runs_in = reading.session().kind == SessionKind::Infusion;
    let over = reading.entry(What::Duration).filter(|_| runs_in);
    let source = |entry: &Entry| protocol.source(&entry.source, entry.status);
    let row = |entry: &Entry, dose: Milligrams, counted: Option<&DosingWeight>| Row {
        phases: vec![phase.name.clone()],
        session: reading.session().name.clone(),
        reading: reading.source().map(str::to_owned),
        prescribed: entry.is.clone(),
        rule: counted.map_or_else(|| "fixed dose".to_owned(), |one| one.because.clone()),
        dosing_kg: counted.map(|one| one.kg),
        amounts: rates(reading, dose, doses.bag),
        dose_source: source(entry),
        rule_source: counted.map(|one| one.source.clone()),
        over_source: over.map(source),
    };
    let mut rows = Vec::new();
    if let (Some(entry), Some(dose)) = (reading.entry(What::Dose), reading.amount(What::Dose)) {
        let fixed = dose
            .numbers()
            .iter()
            .filter_map(|mg| Milligrams::new(*mg).ok());
        rows.extend(fixed.map(|mg| row(entry, mg, None)));
    }
    let by_weight = (
        reading.entry(What::DoseByWeight),
        reading.amount(What::DoseByWeight),
    );
    let ((Some(entry), Some(dose)), Some(body)) = (by_weight, doses.body) else {
        return rows;
    };
    for rule in doses.rules {
        match dosing_weight(rule, body) {
            Ok(counted) => {
                let each = dose.numbers().iter();
                let each = each.filter_map(|one| MilligramsPerKilogram::new(*one).ok());
                rows.extend(each.map(|one| row(entry, amount(one, counted.kg), Some(&counted))));
            }
            Err(error) if !notes.contains(&error.to_string()) => notes.push(error.to_string()),
            Err(_) => {}
        }
    }
    rows
}

/// Dose, minutes, mg a minute, mL an hour.
fn rates(reading: &Reading<'_>, dose: Milligrams, bag: Option<Millilitres>) -> [Option<f64>; 4] {
    let runs_in = reading.session().kind == SessionKind::Infusion;
    let over = reading
        .exact(What::Duration)
        .filter(|_| runs_in)
        .and_then(|seconds| Seconds::new(seconds).ok());
    [
        Some(dose.value()),
        over.map(|over| over.value() / 60.0),
        over.and_then(|over| rate(dose, over)),
        over.zip(bag).and_then(|(over, bag)| bag_rate(bag, over)),
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
