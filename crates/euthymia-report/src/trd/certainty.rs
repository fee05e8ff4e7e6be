//! How certain the comparisons with control are, where the evidence base has appraisals.

use super::Context;
use super::analysis::Analysis;
use crate::appraised::{Appraised, AppraisedError, Kept, Respect, SensitivityRow, sensitivity};
use crate::document::Section;
use crate::grade::{
    Finding, GradeOptions, Graded, Start, absolute, baseline_of, grade, summary_of_findings,
};
use crate::pooled::{PoolOptions, Pooled, pool_for_readers};
use crate::words;
use euthymia_clinical::outcome::Outcome;
use euthymia_synthesis::measure::Measure;
use euthymia_table::{ColumnSpec, TableView, Value};

/// One comparison with what was judged of its trials.
struct Judged<'a> {
    name: String,
    pooled: &'a Pooled,
    appraised: Appraised,
    graded: Graded,
}

/// The section; `None` where nobody appraised a study.
pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    if context.base.appraisals.is_empty() {
        return None;
    }
    let mut section = Section::new("certainty", "How certain the comparisons are");
    section.say(
        "Risk ratios against control, by what was judged of their trials, and their certainty by GRADE. \
         Nobody stated at which effects a decision would turn: imprecision and inconsistency are left \
         to people, so that certainty is an upper bound.",
    );
    let mut judged = Vec::new();
    for analyses in &context.strands {
        for (outcome, analysis) in [
            (Outcome::response(), &analyses.response_rr),
            (Outcome::remission(), &analyses.remission_rr),
        ] {
            let name = format!("{}: {}", analyses.strand.name, outcome.id());
            match of_analysis(context, &outcome, name, analysis) {
                Some(Ok(own)) => judged.push(own),
                Some(Err(error)) => section.caution(format!("{}: {error}.", analyses.strand.name)),
                None => {}
            }
        }
    }
    let findings = judged.iter().map(|own| Finding {
        outcome: own.name.clone(),
        pooled: own.pooled,
        absolute: baseline_of(own.pooled, None).and_then(|risk| absolute(own.pooled, risk)),
        sd: None,
        graded: &own.graded,
    });
    let findings: Vec<Finding<'_>> = findings.collect();
    section.table(summary_of_findings("Summary of findings", &findings));
    section.table(without(&judged));
    Some(section)
}

fn of_analysis<'a>(
    context: &Context<'_>,
    outcome: &Outcome,
    name: String,
    analysis: &'a Analysis,
) -> Option<Result<Judged<'a>, AppraisedError>> {
    let pooled = analysis.pooled.as_ref()?;
    let appraised = Appraised::of_base(context.base, outcome, None);
    Some(appraised.map(|appraised| Judged {
        name,
        pooled,
        graded: certainty(pooled, &appraised),
        appraised,
    }))
}

/// How certain a risk ratio of randomised trials is, where nobody stated thresholds.
pub(crate) fn certainty(pooled: &Pooled, appraised: &Appraised) -> Graded {
    let options = GradeOptions {
        appraised: appraised.clone(),
        baseline: baseline_of(pooled, None),
        ..GradeOptions::of(Start::Randomised)
    };
    grade(pooled, &options, &again)
}

fn again(studies: Vec<crate::pooled::Candidate>) -> Result<Pooled, crate::pooled::PoolError> {
    pool_for_readers(studies, &PoolOptions::of(Measure::RiskRatio))
}

/// The comparisons again without trials at risk of bias.
fn without(judged: &[Judged<'_>]) -> TableView {
    let sets = [Kept::Appraised, Kept::WithoutHigh, Kept::LowOnly];
    let rows = judged.iter().map(|own| {
        let again = sensitivity(own.pooled, &own.appraised, &again);
        let of = |kept: Kept| {
            let wanted = |row: &&SensitivityRow| {
                row.wanted.respect == Respect::Overall && row.wanted.kept == kept
            };
            again.iter().find(wanted)?.result.as_ref().ok()
        };
        let mut cells = vec![Value::text(own.name.clone()), cell(Some(own.pooled))];
        cells.extend(sets.map(|kept| match kept {
            // Where every trial was appraised, it is the main analysis.
            Kept::Appraised if all_appraised(own) => cell(Some(own.pooled)),
            kept => cell(of(kept)),
        }));
        cells
    });
    let mut columns = vec![
        ColumnSpec::text("comparison", "Comparison"),
        ColumnSpec::number("all", "All trials"),
    ];
    for (kept, key) in sets.into_iter().zip(["appraised", "without_high", "low"]) {
        columns.push(ColumnSpec::number(key, words::capital(kept.name())));
    }
    TableView {
        schema: "euthymia.report.risk_of_bias.v1".to_owned(),
        title: "Risk ratios against control [95 % CI] (trials) by risk of bias".to_owned(),
        columns,
        rows: rows.collect(),
        notes: vec![
            "A trial that nobody appraised stands among all trials alone: it is never taken as low."
                .to_owned(),
        ],
    }
}

fn all_appraised(own: &Judged<'_>) -> bool {
    let known = |label: &str| own.appraised.of(label, Respect::Overall).is_some();
    own.pooled
        .rows
        .iter()
        .all(|row| known(&row.candidate.label))
}

fn cell(pooled: Option<&Pooled>) -> Value {
    pooled.map_or(Value::Missing, |pooled| {
        let scale = pooled.options.measure.scale();
        let shown = words::shown(&pooled.headline(), scale);
        Value::text(format!("{shown} ({})", pooled.summary.k))
    })
}
