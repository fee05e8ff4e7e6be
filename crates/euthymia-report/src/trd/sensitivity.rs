//! How the rates move when the rules of admission or the model change.

use super::Context;
use super::analysis::{Analysis, acute};
use super::gather::{controlled, single_arms};
use super::strand::Strand;
use crate::document::Section;
use crate::pooled::{Model, PoolOptions, Pooled};
use crate::words;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::arm::{Arm, Role};
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::Selection;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_synthesis::pairwise::{Interval, Options};
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
         (recalled) numbers too; with the active arms of crossover trials, whose periods the sources do not separate. The first column is the report's rule. \
         Then the same numbers by other models.",
    );
    let mut rows = Vec::new();
    for analyses in &context.strands {
        for (outcome, main) in [
            (Outcome::response(), &analyses.response),
            (Outcome::remission(), &analyses.remission),
        ] {
            rows.extend(row(analyses.strand.name, &outcome, main, &|selection| {
                let options = PoolOptions::recommended(Measure::Logit);
                rate(context, &analyses.strand, selection, &options)
            }));
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
        ],
        rows,
        notes: vec![
            "Unverified numbers are shown here to see what they would change, and nowhere else."
                .to_owned(),
        ],
    });
    section.table(models_table(context));
    section.table(controlled_table(context));
    Some(section)
}

/// The pooled rate of one strand under a selection and a model.
fn rate(
    context: &Context<'_>,
    strand: &Strand,
    selection: &Selection,
    options: &PoolOptions,
) -> Option<Pooled> {
    let gathered = single_arms(context.base, selection, |arm| {
        strand.includes(context.base, arm)
    });
    Analysis::of(String::new(), String::new(), gathered, options).pooled
}

/// The models beside the report's own, each with the key and header of its column.
fn models() -> [(&'static str, &'static str, PoolOptions); 3] {
    let beta_binomial = PoolOptions {
        model: Model::BetaBinomial,
        fit: Options {
            interval: Interval::Wald,
            ..Options::default()
        },
        ..PoolOptions::of(Measure::Logit)
    };
    [
        (
            "logit",
            "Logit, inverse variance",
            PoolOptions::of(Measure::Logit),
        ),
        (
            "arcsine",
            "Double arcsine",
            PoolOptions::of(Measure::DoubleArcsine),
        ),
        ("beta_binomial", "Beta-binomial", beta_binomial),
    ]
}

/// Rates of several studies by other models of the same numbers.
fn models_table(context: &Context<'_>) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("treatment", "Treatment"),
        ColumnSpec::text("outcome", "Outcome"),
        ColumnSpec::number("glmm", "Report's model (GLMM)"),
    ];
    columns.extend(models().map(|(key, header, _)| ColumnSpec::number(key, header)));
    let rows = context.strands.iter().flat_map(|analyses| {
        [
            (Outcome::response(), &analyses.response),
            (Outcome::remission(), &analyses.remission),
        ]
        .into_iter()
        .filter_map(|(outcome, main)| {
            let main = main.pooled.as_ref().filter(|pooled| pooled.summary.k > 1)?;
            let mut row = vec![
                Value::text(analyses.strand.name),
                Value::text(outcome.id()),
                cell(Some(main), Scale::Proportion),
            ];
            let selection = acute(outcome, Admitted::default());
            row.extend(models().map(|(_, _, options)| {
                let pooled = rate(context, &analyses.strand, &selection, &options);
                cell(pooled.as_ref(), Scale::Proportion)
            }));
            Some(row)
        })
    });
    TableView {
        schema: "euthymia.report.sensitivity_models.v1".to_owned(),
        title: "Pooled rates [95 % CI] (studies) by other models".to_owned(),
        columns,
        rows: rows.collect(),
        notes: vec![
            "GLMM: binomial within studies, logits normal between them, t with k − 1. Logit, inverse \
             variance: REML with a Hartung–Knapp interval, ½ added where nobody or everybody had the \
             event. Double arcsine: the same on that scale, undone with the harmonic mean of the group \
             sizes. Beta-binomial: maximum likelihood, Wald's interval, narrow with few studies. Two \
             studies: Wald's interval everywhere, too narrow."
                .to_owned(),
        ],
    }
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

type PoolUnder<'a> = &'a dyn Fn(&Selection) -> Option<Pooled>;

fn row(name: &str, outcome: &Outcome, main: &Analysis, under: PoolUnder<'_>) -> Option<Vec<Value>> {
    let crossover = Selection {
        crossover: true,
        ..acute(outcome.clone(), Admitted::default())
    };
    let cells = [
        under(&trd_only(outcome)),
        under(&acute(outcome.clone(), N_NOT_SEEN)),
        under(&acute(outcome.clone(), ALL)),
        under(&crossover),
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
