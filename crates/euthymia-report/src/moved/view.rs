//! What moved, as tables.

use super::{Change, Conclusion, Judged, Moved, NoEffect, Side};
use crate::words::{self, counted};
use euthymia_table::{ColumnSpec, TableView, Value};

impl Moved {
    /// Conclusions that moved, came or went, with their risk of bias where it was judged; those that
    /// stayed; and what cannot be pooled. A table without rows is left out, but for the first.
    #[must_use]
    pub fn views(&self) -> Vec<TableView> {
        let others = [self.risk_view(), self.same_view(), self.not_pooled_view()];
        let mut views = vec![self.changes_view()];
        views.extend(others.into_iter().filter(|view| !view.rows.is_empty()));
        views
    }

    /// How many conclusions are of a kind.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        let own = self.conclusions.iter();
        own.filter(|own| own.change() == change).count()
    }

    /// Conclusions that are not as they were.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Conclusion> {
        let own = self.conclusions.iter();
        own.filter(|own| own.change() != Change::Same)
    }

    fn changes_view(&self) -> TableView {
        TableView {
            schema: "euthymia.moved.v1".to_owned(),
            title: "What moved".to_owned(),
            columns: columns(),
            rows: self.changed().map(row).collect(),
            notes: self.notes(),
        }
    }

    fn notes(&self) -> Vec<String> {
        let crossed = self.conclusions.iter().filter(|own| {
            let no_effect = own.no_effect();
            [Some(NoEffect::NowExcluded), Some(NoEffect::NowIncluded)].contains(&no_effect)
        });
        vec![
            format!(
                "{} moved, {} new, {} gone, {} as before; in {} the interval changed sides about no \
                 effect.",
                counted(self.count(Change::Moved), "conclusion", "conclusions"),
                self.count(Change::New),
                self.count(Change::Gone),
                self.count(Change::Same),
                crossed.count()
            ),
            "Shift: how far the estimate moved on the scale of the analysis (logarithms of ratios, \
             logits of rates), in units of the standard error that it had before."
                .to_owned(),
            "Analyses are those of the report. †: the interval is formed otherwise than before, by its \
             rule for few studies (two: Wald's, too narrow; from three on Hartung–Knapp). It may have \
             changed by that alone."
                .to_owned(),
        ]
    }

    fn risk_view(&self) -> TableView {
        let is_judged = |own: &&Conclusion| {
            let sides = [own.before.as_ref(), own.after.as_ref()];
            sides
                .into_iter()
                .flatten()
                .any(|side| side.judged.is_some())
        };
        TableView {
            schema: "euthymia.moved.risk.v1".to_owned(),
            title: "Risk of bias and certainty of what moved".to_owned(),
            columns: risk_columns(),
            rows: self.changed().filter(is_judged).map(risk_row).collect(),
            notes: vec![
                "Share of the weight of studies so judged, by the judgements that counted at each \
                 time."
                    .to_owned(),
                "Certainty of risk ratios by GRADE, as the report has it: without stated thresholds \
                 it is an upper bound."
                    .to_owned(),
            ],
        }
    }

    fn same_view(&self) -> TableView {
        let own = self.conclusions.iter();
        let same = own.filter(|own| own.change() == Change::Same);
        let number = |key: &str| ColumnSpec::number(key, key).for_machines();
        TableView {
            schema: "euthymia.moved.same.v1".to_owned(),
            title: "As before".to_owned(),
            columns: vec![
                ColumnSpec::text("id", "Analysis").for_machines(),
                ColumnSpec::text("conclusion", "Conclusion"),
                ColumnSpec::number("studies", "Studies"),
                ColumnSpec::number("patients", "Patients"),
                ColumnSpec::text("now", "Estimate [95 % CI]").for_people(),
                number("estimate"),
                number("lower"),
                number("upper"),
            ],
            rows: same.filter_map(same_row).collect(),
            notes: Vec::new(),
        }
    }

    fn not_pooled_view(&self) -> TableView {
        let rows = self.not_pooled.iter();
        TableView {
            schema: "euthymia.moved.not_pooled.v1".to_owned(),
            title: "What cannot be pooled now".to_owned(),
            columns: vec![
                ColumnSpec::text("conclusion", "Conclusion"),
                ColumnSpec::text("reason", "Why"),
            ],
            rows: rows
                .map(|(title, why)| vec![Value::text(title), Value::text(why)])
                .collect(),
            notes: Vec::new(),
        }
    }
}

fn columns() -> Vec<ColumnSpec> {
    let number = |key: &str| ColumnSpec::number(key, key).for_machines();
    vec![
        ColumnSpec::text("id", "Analysis").for_machines(),
        ColumnSpec::text("conclusion", "Conclusion"),
        ColumnSpec::text("change", "Change"),
        ColumnSpec::text("studies", "Studies").for_people(),
        number("studies_before"),
        number("studies_after"),
        ColumnSpec::text("patients", "Patients").for_people(),
        number("patients_before"),
        number("patients_after"),
        ColumnSpec::text("before", "Before [95 % CI]").for_people(),
        ColumnSpec::text("after", "Now [95 % CI]").for_people(),
        number("estimate_before"),
        number("lower_before"),
        number("upper_before"),
        number("estimate_after"),
        number("lower_after"),
        number("upper_after"),
        ColumnSpec::number("shift", "Shift"),
        ColumnSpec::text("no_effect_words", "No effect").for_people(),
        ColumnSpec::text("no_effect", "no_effect").for_machines(),
        ColumnSpec::text("interval_before", "interval_before").for_machines(),
        ColumnSpec::text("interval_after", "interval_after").for_machines(),
    ]
}

fn risk_columns() -> Vec<ColumnSpec> {
    let number = |key: &str| ColumnSpec::number(key, key).for_machines();
    vec![
        ColumnSpec::text("id", "Analysis").for_machines(),
        ColumnSpec::text("conclusion", "Conclusion"),
        ColumnSpec::text("before", "Before").for_people(),
        ColumnSpec::text("after", "Now").for_people(),
        ColumnSpec::text("certainty", "Certainty").for_people(),
        ColumnSpec::text("certainty_before", "certainty_before").for_machines(),
        ColumnSpec::text("certainty_after", "certainty_after").for_machines(),
        number("high_risk_before"),
        number("high_risk_after"),
        number("some_concerns_before"),
        number("some_concerns_after"),
    ]
}

fn row(own: &Conclusion) -> Vec<Value> {
    let (before, after) = (own.before.as_ref(), own.after.as_ref());
    let studies = |own: Option<&Side>| own.map(|own| own.studies as u64);
    let patients = |own: Option<&Side>| own.map(|own| own.patients);
    let count = |n: Option<u64>| n.map_or(Value::Missing, Value::Count);
    let mut cells = vec![
        Value::text(&own.id),
        Value::text(&own.title),
        Value::text(own.change().word()),
        arrow(studies(before), studies(after)),
        count(studies(before)),
        count(studies(after)),
        arrow(patients(before), patients(after)),
        count(patients(before)),
        count(patients(after)),
        printed(before),
        printed(after),
    ];
    for own in [before, after] {
        let shown = own.map(|own| own.shown);
        cells.push(Value::number(shown.map(|own| own.estimate), 3));
        cells.push(Value::number(shown.map(|own| own.bounds.lower), 3));
        cells.push(Value::number(shown.map(|own| own.bounds.upper), 3));
    }
    cells.push(Value::number(own.shift(), 2));
    let no_effect = own.no_effect().map(NoEffect::words);
    cells.push(match (no_effect, own.has_other_interval()) {
        (None, _) => Value::Missing,
        (Some(words), false) => Value::text(words),
        (Some(words), true) => Value::text(format!("{words} †")),
    });
    cells.push(no_effect.map_or(Value::Missing, Value::text));
    for own in [before, after] {
        cells.push(own.map_or(Value::Missing, |own| Value::text(own.interval)));
    }
    cells
}

fn risk_row(own: &Conclusion) -> Vec<Value> {
    let judged = |own: &Option<Side>| own.as_ref().and_then(|own| own.judged.clone());
    let (before, after) = (judged(&own.before), judged(&own.after));
    let share = |own: &Option<Judged>, of: fn(&Judged) -> f64| {
        own.as_ref().map_or(Value::Missing, |own| Value::Percent {
            proportion: of(own),
            decimals: 0,
        })
    };
    let words = |own: &Option<Judged>| {
        let words = own.as_ref().map(Judged::words);
        words.map_or(Value::Missing, Value::text)
    };
    let certainty = |own: &Option<Judged>| own.as_ref().and_then(|own| own.certainty.clone());
    let text = |own: Option<String>| own.map_or(Value::Missing, Value::text);
    vec![
        Value::text(&own.id),
        Value::text(&own.title),
        words(&before),
        words(&after),
        arrow(certainty(&before), certainty(&after)),
        text(certainty(&before)),
        text(certainty(&after)),
        share(&before, |own| own.shares.high),
        share(&after, |own| own.shares.high),
        share(&before, |own| own.shares.moderate),
        share(&after, |own| own.shares.moderate),
    ]
}

fn same_row(own: &Conclusion) -> Option<Vec<Value>> {
    let side = own.after.as_ref()?;
    let shown = side.shown;
    Some(vec![
        Value::text(&own.id),
        Value::text(&own.title),
        Value::Count(side.studies as u64),
        Value::Count(side.patients),
        printed(Some(side)),
        Value::number(Some(shown.estimate), 3),
        Value::number(Some(shown.bounds.lower), 3),
        Value::number(Some(shown.bounds.upper), 3),
    ])
}

/// `2 → 3`, or once where both are the same; a dash stands for what is not there.
fn arrow<T: ToString>(before: Option<T>, after: Option<T>) -> Value {
    let text = |own: Option<T>| own.map_or("–".to_owned(), |own| own.to_string());
    if before.is_none() && after.is_none() {
        return Value::Missing;
    }
    let (before, after) = (text(before), text(after));
    match before == after {
        true => Value::text(before),
        false => Value::text(format!("{before} → {after}")),
    }
}

fn printed(own: Option<&Side>) -> Value {
    own.map_or(Value::Missing, |own| {
        Value::text(words::shown(&own.shown, own.measure.scale()))
    })
}
