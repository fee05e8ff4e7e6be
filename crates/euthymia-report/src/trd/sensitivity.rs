//! How the rates move when the rules of admission change.

use super::Context;
use super::analysis::{Analysis, acute};
use super::gather::single_arms;
use crate::document::Section;
use crate::pooled::{PoolOptions, pool};
use crate::words;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_table::{ColumnSpec, TableView, Value};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("sensitivity", "How the rates move with the rules");
    section.say(
        "The same pooled rates under other rules: only populations that are treatment-resistant by \
         the study's own statement; with numbers whose denominator nobody read; with unverified \
         (recalled) numbers too; with the first arms of crossover trials; by the Freeman–Tukey \
         double arcsine instead of the logit. The first column is the report's rule.",
    );
    let mut rows = Vec::new();
    for analyses in &context.strands {
        for (outcome, main) in [
            ("response", &analyses.response),
            ("remission", &analyses.remission),
        ] {
            rows.extend(row(
                context,
                analyses.strand.name,
                outcome,
                main,
                &|selection, measure| {
                    let gathered = single_arms(context.base, selection, |arm| {
                        analyses.strand.includes(context.base, arm)
                    });
                    pool(gathered.candidates, &PoolOptions::of(measure)).ok()
                },
            ));
        }
    }
    section.table(TableView {
        schema: "euthymia.report.sensitivity.v1".to_owned(),
        title: "Pooled rates [95 % CI] (studies) under other rules".to_owned(),
        columns: vec![
            ColumnSpec::text("treatment", "Treatment"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::number("strict", "Report's rule"),
            ColumnSpec::number("trd", "TRD only"),
            ColumnSpec::number("n_not_seen", "+ n not read"),
            ColumnSpec::number("recalled", "+ unverified"),
            ColumnSpec::number("crossover", "+ crossover"),
            ColumnSpec::number("arcsine", "Double arcsine"),
        ],
        rows,
        notes: vec![
            "Unverified numbers are shown here to see what they would change, and nowhere else."
                .to_owned(),
        ],
    });
    Some(section)
}

type PoolUnder<'a> = &'a dyn Fn(&Selection, Measure) -> Option<crate::pooled::Pooled>;

fn row(
    _context: &Context<'_>,
    name: &str,
    outcome: &str,
    main: &Analysis,
    under: PoolUnder<'_>,
) -> Option<Vec<Value>> {
    let strict = acute(outcome, Admitted::default());
    let n_not_seen = Admitted {
        n_not_seen: true,
        recalled: false,
    };
    let all = Admitted {
        n_not_seen: true,
        recalled: true,
    };
    let cells = [
        under(
            &Selection {
                trd_only: true,
                ..strict.clone()
            },
            Measure::Logit,
        ),
        under(&acute(outcome, n_not_seen), Measure::Logit),
        under(&acute(outcome, all), Measure::Logit),
        under(
            &Selection {
                crossover: true,
                ..strict.clone()
            },
            Measure::Logit,
        ),
        under(&strict, Measure::DoubleArcsine),
    ];
    if main.pooled.is_none() && cells.iter().all(Option::is_none) {
        return None;
    }
    let cell = |pooled: Option<&crate::pooled::Pooled>| {
        pooled.map_or(Value::Missing, |pooled| {
            Value::text(format!(
                "{} ({})",
                words::shown(&pooled.shown, Scale::Proportion),
                pooled.fit.k
            ))
        })
    };
    let mut row = vec![
        Value::text(name),
        Value::text(outcome),
        cell(main.pooled.as_ref()),
    ];
    row.extend(cells.iter().map(|pooled| cell(pooled.as_ref())));
    Some(row)
}
