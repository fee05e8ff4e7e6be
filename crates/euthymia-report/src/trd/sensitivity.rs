//! How the rates move when the rules of admission change.

use super::Context;
use super::analysis::{Analysis, acute};
use super::gather::{controlled, single_arms};
use super::strand::Strand;
use crate::document::Section;
use crate::pooled::{PoolOptions, Pooled};
use crate::words;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::arm::{Arm, Role};
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_table::{ColumnSpec, TableView, Value};

const N_NOT_SEEN: Admitted = Admitted {
    n_not_seen: true,
    recalled: false,
};

const ALL: Admitted = Admitted {
    n_not_seen: true,
    recalled: true,
};

fn trd_only(outcome: &Outcome) -> Selection {
    Selection {
        trd_only: true,
        ..acute(outcome.clone(), Admitted::default())
    }
}

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("sensitivity", "How the rates move with the rules");
    section.say(
        "The same pooled rates under other rules: only populations that are treatment-resistant by \
         the study's own statement; with numbers whose denominator nobody read, and counts worked out from a percentage that another count fits too; with unverified \
         (recalled) numbers too; with the active arms of crossover trials, whose periods the sources do not separate; by the Freeman–Tukey \
         double arcsine instead of the logit. The first column is the report's rule.",
    );
    let mut rows = Vec::new();
    for analyses in &context.strands {
        for (outcome, main) in [
            (Outcome::response(), &analyses.response),
            (Outcome::remission(), &analyses.remission),
        ] {
            rows.extend(row(
                analyses.strand.name,
                &outcome,
                main,
                &|selection, measure| {
                    let gathered = single_arms(context.base, selection, |arm| {
                        analyses.strand.includes(context.base, arm)
                    });
                    Analysis::of(
                        String::new(),
                        String::new(),
                        gathered,
                        &PoolOptions::of(measure),
                    )
                    .pooled
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
    section.table(controlled_table(context));
    Some(section)
}

/// Risk ratios against control under other rules of admission.
fn controlled_table(context: &Context<'_>) -> TableView {
    let rows = context.strands.iter().flat_map(|analyses| {
        [
            (Outcome::response(), &analyses.response_rr),
            (Outcome::remission(), &analyses.remission_rr),
        ]
        .into_iter()
        .filter_map(|(outcome, main)| controlled_row(context, &analyses.strand, &outcome, main))
    });
    TableView {
        schema: "euthymia.report.sensitivity_controlled.v1".to_owned(),
        title: "Risk ratios against control [95 % CI] (trials) under other rules".to_owned(),
        columns: vec![
            ColumnSpec::text("treatment", "Treatment"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::number("strict", "Report's rule"),
            ColumnSpec::number("trd", "TRD only"),
            ColumnSpec::number("n_not_seen", "+ n not read"),
            ColumnSpec::number("recalled", "+ unverified"),
        ],
        rows: rows.collect(),
        notes: vec![
            "Several large TMS trials enter only under “+ n not read”: their arm sizes are known from \
             a percentage or a total, not from the paper."
                .to_owned(),
        ],
    }
}

fn controlled_row(
    context: &Context<'_>,
    strand: &Strand,
    outcome: &Outcome,
    main: &Analysis,
) -> Option<Vec<Value>> {
    let under = |selection: &Selection| {
        let wanted =
            |arm: &Arm| arm.role == Role::Experimental && strand.includes(context.base, arm);
        let gathered = controlled(context.base, selection, wanted);
        Analysis::of(
            String::new(),
            String::new(),
            gathered,
            &PoolOptions::of(Measure::RiskRatio),
        )
        .pooled
    };
    let cells = [
        main.pooled.clone(),
        under(&trd_only(outcome)),
        under(&acute(outcome.clone(), N_NOT_SEEN)),
        under(&acute(outcome.clone(), ALL)),
    ];
    if cells.iter().all(Option::is_none) {
        return None;
    }
    let mut row = vec![Value::text(strand.name), Value::text(outcome.id())];
    row.extend(
        cells
            .iter()
            .map(|pooled| cell(pooled.as_ref(), Scale::Ratio)),
    );
    Some(row)
}

fn cell(pooled: Option<&Pooled>, scale: Scale) -> Value {
    pooled.map_or(Value::Missing, |pooled| {
        Value::text(format!(
            "{} ({})",
            words::shown(&pooled.headline(), scale),
            pooled.summary.k
        ))
    })
}

type PoolUnder<'a> = &'a dyn Fn(&Selection, Measure) -> Option<Pooled>;

fn row(name: &str, outcome: &Outcome, main: &Analysis, under: PoolUnder<'_>) -> Option<Vec<Value>> {
    let crossover = Selection {
        crossover: true,
        ..acute(outcome.clone(), Admitted::default())
    };
    let strict = acute(outcome.clone(), Admitted::default());
    let cells = [
        under(&trd_only(outcome), Measure::Logit),
        under(&acute(outcome.clone(), N_NOT_SEEN), Measure::Logit),
        under(&acute(outcome.clone(), ALL), Measure::Logit),
        under(&crossover, Measure::Logit),
        under(&strict, Measure::DoubleArcsine),
    ];
    if main.pooled.is_none() && cells.iter().all(Option::is_none) {
        return None;
    }
    let mut row = vec![
        Value::text(name),
        Value::text(outcome.id()),
        cell(main.pooled.as_ref(), Scale::Proportion),
    ];
    row.extend(
        cells
            .iter()
            .map(|pooled| cell(pooled.as_ref(), Scale::Proportion)),
    );
    Some(row)
}
