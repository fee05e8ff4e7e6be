//! Effect sizes of single studies, and the list of measures, as tables.

use crate::words::{self, Shown};
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::effect::{Computed, EffectError, Inputs, Note};
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The effect size of one study.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRow {
    /// What the study is called; `None` for numbers without a name.
    pub label: Option<String>,
    /// What it was computed from.
    pub inputs: Inputs,
    /// The effect size, or why there is none.
    pub computed: Result<Computed, EffectError>,
    /// The estimate with its Wald interval on the scale people read.
    pub shown: Option<Shown>,
}

impl EffectRow {
    /// Forms the interval and brings it to the scale that people read.
    #[must_use]
    pub fn new(
        label: Option<String>,
        inputs: Inputs,
        computed: Result<Computed, EffectError>,
        measure: Measure,
        level: Probability,
    ) -> Self {
        let z = normal::upper_quantile(level.complement().half());
        let size = match inputs {
            Inputs::OneProportion(count) => Some(count.n() as f64),
            Inputs::OneRate(rate) => Some(rate.time()),
            _ => None,
        };
        let shown = computed.as_ref().ok().map(|c| {
            let (y, half) = (
                c.effect.estimate,
                z * c.effect.variance.standard_error().get(),
            );
            let back = |y: f64| measure.to_natural(y, size);
            Shown {
                estimate: back(y),
                bounds: Bounds {
                    lower: back(y - half),
                    upper: back(y + half),
                },
            }
        });
        Self {
            label,
            inputs,
            computed,
            shown,
        }
    }
}

/// The effect sizes: for people on the scale they read, for machines on both scales.
#[must_use]
pub fn effect_view(rows: &[EffectRow], measure: Measure, level: Probability) -> TableView {
    let natural = format!("{} [{} CI]", words::measure(measure), words::level(level));
    let mut columns = Vec::new();
    let has_labels = rows.iter().any(|row| row.label.is_some());
    if has_labels {
        columns.push(ColumnSpec::text("study", "Study"));
    }
    columns.push(ColumnSpec::number("shown", natural).for_people());
    columns.extend(
        [("yi", "yi"), ("vi", "vi"), ("se", "SE")]
            .map(|(key, header)| ColumnSpec::number(key, header)),
    );
    let machine = ["estimate", "ci_low", "ci_high", "added"];
    columns.extend(machine.map(|key| ColumnSpec::number(key, key).for_machines()));
    columns.push(ColumnSpec::text("note", "Note"));
    let cells = |row: &EffectRow| {
        let label = row.label.as_ref().map_or(Value::Missing, Value::text);
        let mut cells: Vec<Value> = has_labels.then_some(label).into_iter().collect();
        cells.extend(numbers(row, measure.scale()));
        cells.push(Value::text(note(row)));
        cells
    };
    TableView {
        schema: "euthymia.effect.v1".to_owned(),
        title: format!("{} ({})", measure.name(), measure.code()),
        columns,
        rows: rows.iter().map(cells).collect(),
        notes: vec![
            "yi, vi: estimate and sampling variance on the analysis scale; the interval is Wald's."
                .to_owned(),
        ],
    }
}

fn numbers(row: &EffectRow, scale: Scale) -> Vec<Value> {
    let (Ok(computed), Some(shown)) = (&row.computed, row.shown) else {
        return vec![Value::Missing; 8];
    };
    let effect = computed.effect;
    vec![
        Value::text(words::shown(&shown, scale)),
        Value::number(effect.estimate, 4),
        Value::number(effect.variance.get(), 4),
        Value::number(effect.variance.standard_error().get(), 4),
        Value::number(shown.estimate, 4),
        Value::number(shown.bounds.lower, 4),
        Value::number(shown.bounds.upper, 4),
        Value::number(computed.added, 2),
    ]
}

/// What a reader should be told about an effect size.
fn note(row: &EffectRow) -> String {
    match &row.computed {
        Err(error) => error.to_string(),
        Ok(computed) => {
            let mut parts = Vec::new();
            if computed.added > 0.0 {
                parts.push(format!("{} added to each cell", computed.added));
            }
            parts.extend(computed.note.map(note_in_words));
            parts.join("; ")
        }
    }
}

/// A note in words: `r = 0.50 assumed`.
#[must_use]
pub fn note_in_words(note: Note) -> String {
    match note {
        Note::PairCorrelation { value, knowledge } => {
            format!("r = {} {}", fmt::number(value, 2), knowledge.words())
        }
    }
}

/// Every measure: abbreviation, name, what it is computed from, formulas, paper.
#[must_use]
pub fn measures_view() -> TableView {
    let rows = Measure::ALL.into_iter().map(|measure| {
        let info = measure.info();
        let texts = [
            info.code,
            info.name,
            info.input.name(),
            info.estimate,
            info.variance,
            info.reference,
        ];
        texts.map(Value::text).to_vec()
    });
    let columns = [
        ("measure", "Measure"),
        ("name", "Name"),
        ("input", "Computed from"),
        ("estimate", "Estimate"),
        ("variance", "Sampling variance"),
        ("reference", "Source"),
    ];
    TableView {
        schema: "euthymia.effect.measures.v1".to_owned(),
        title: "Effect measures".to_owned(),
        columns: columns
            .map(|(key, header)| ColumnSpec::text(key, header))
            .to_vec(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
