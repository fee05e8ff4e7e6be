//! What others claim, held against what the evidence base gives.

use super::Context;
use super::analysis::{Analysis, acute, rate_for_claim};
use crate::document::{LinkedTable, Section};
use crate::pooled::Pooled;
use crate::words;
use euthymia_clinical::outcome::{Outcome, OutcomeKind};
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::claim::Claim;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::TimeWindow;
use euthymia_synthesis::measure::Scale;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("claims", "Claims held against the evidence");
    section.say(
        "Statements of the source review (S0), a clinic's article (S2), the case series (S3), a \
         vendor's article (S4) and others. Where a claim is a rate of an outcome under a treatment, \
         the evidence base's pooled rate stands beside it. A claim inside the interval is not \
         thereby right, nor one outside it wrong: the populations may differ.",
    );
    let mut links = Vec::new();
    let mut rows = Vec::new();
    for (claim, analysis) in context.base.claims.iter().zip(&context.claims) {
        links.push(
            analysis
                .as_ref()
                .filter(|a| a.pooled.is_some())
                .map(|a| format!("p-{}", a.id)),
        );
        rows.push(row(context, claim, analysis.as_ref()));
    }
    section.table(LinkedTable {
        view: TableView {
            schema: "euthymia.report.claims.v1".to_owned(),
            title: "Claims and evidence".to_owned(),
            columns: vec![
                ColumnSpec::text("claimant", "Who"),
                ColumnSpec::text("claim", "Claim"),
                ColumnSpec::text("value", "Claimed"),
                ColumnSpec::text("evidence", "Evidence base [95 % CI]"),
                ColumnSpec::text("verdict", "Held against it"),
                ColumnSpec::text("doubt", "Doubt"),
                ColumnSpec::text("source", "Source"),
            ],
            rows,
            notes: vec![
                "Source marks: S read in the source, C computed from what was read, R recalled and \
                 not confirmed."
                    .to_owned(),
            ],
        },
        links,
    });
    Some(section)
}

/// What each claim can be held against, in the order of the claims.
pub(super) fn analyses(base: &EvidenceBase, admitted: Admitted) -> Vec<Option<Analysis>> {
    base.claims
        .iter()
        .map(|claim| comparable(base, claim, admitted))
        .collect()
}

/// The pooled rate that a claim can be held against, if it is about a rate.
fn comparable(base: &EvidenceBase, claim: &Claim, admitted: Admitted) -> Option<Analysis> {
    if claim.unit.as_deref() != Some("percent") {
        return None;
    }
    let outcome = Outcome::parse(claim.outcome.as_deref()?)
        .ok()
        .filter(|outcome| outcome.kind() == OutcomeKind::Event)?;
    let treatment = claim
        .treatment
        .clone()
        .filter(|treatment| treatment != "all")?;
    let mut selection = acute(outcome, admitted);
    if let Some(window) = claim.time_window.as_deref().and_then(window) {
        selection.window = Some(window);
    }
    let id = format!("claim-{}", claim.id);
    Some(rate_for_claim(base, &treatment, &selection, id))
}

/// Reads `1..84`; courses without a stated day are admitted, as in the rest of the report.
fn window(text: &str) -> Option<TimeWindow> {
    let (from, to) = text.split_once("..")?;
    Some(TimeWindow {
        from: from.trim().parse().ok()?,
        to: to.trim().parse().ok()?,
        unstated: true,
    })
}

fn row(context: &Context<'_>, claim: &Claim, analysis: Option<&Analysis>) -> Vec<Value> {
    let pooled = analysis.and_then(|a| a.pooled.as_ref());
    let evidence = pooled.map_or(Value::Missing, |pooled| {
        Value::text(format!(
            "{} ({})",
            words::shown(&pooled.headline(), Scale::Proportion),
            words::counted(pooled.summary.k, "study", "studies")
        ))
    });
    let cited = context.base.references.contains_key(&claim.source);
    let locator = claim
        .locator
        .as_deref()
        .map_or(String::new(), |l| format!(", {l}"));
    vec![
        Value::text(&claim.claimant),
        Value::text(&claim.claim),
        Value::text(claimed(claim)),
        evidence,
        Value::text(verdict(context, claim, analysis)),
        Value::text(claim.doubt.as_deref().unwrap_or("")),
        Value::text(if cited {
            format!("{}{locator} ({})", claim.source, claim.status)
        } else {
            claim.source.clone()
        }),
    ]
}

fn claimed(claim: &Claim) -> String {
    let unit = match claim.unit.as_deref() {
        Some("percent") => " %".to_owned(),
        Some(unit) => format!(" {}", unit.replace('_', " ")),
        None => String::new(),
    };
    let number = |x: f64| fmt::number(x, u8::from(x.fract() != 0.0));
    match (claim.value, claim.low, claim.high) {
        (Some(value), Some(low), Some(high)) => {
            format!(
                "{}{unit} ({} to {})",
                number(value),
                number(low),
                number(high)
            )
        }
        (Some(value), _, _) => format!("{}{unit}", number(value)),
        (None, Some(low), Some(high)) => format!("{} to {}{unit}", number(low), number(high)),
        (None, None, Some(high)) => format!("up to {}{unit}", number(high)),
        (None, Some(low), None) => format!("from {}{unit}", number(low)),
        (None, None, None) => fmt::MISSING.to_owned(),
    }
}

/// An interval wider than this, in proportions, agrees with almost anything.
const VAGUE: f64 = 0.4;

fn verdict(context: &Context<'_>, claim: &Claim, analysis: Option<&Analysis>) -> String {
    let Some(analysis) = analysis else {
        return "not a rate that can be compared".to_owned();
    };
    let Some(pooled) = &analysis.pooled else {
        return "no usable number in the evidence base".to_owned();
    };
    let (Some(low), Some(high)) = (
        claim.value.or(claim.low).or(claim.high),
        claim.value.or(claim.high).or(claim.low),
    ) else {
        return "no number is claimed".to_owned();
    };
    let (low, high) = (low / 100.0, high / 100.0);
    let place = place(low, high, pooled);
    match own_study(context, claim, pooled) {
        Some(true) => "the claim is this study's own number".to_owned(),
        Some(false) => format!("{place}; the claim's own study is among them"),
        None => place,
    }
}

/// Where a claimed number or range lies against the pooled rate's intervals.
fn place(low: f64, high: f64, pooled: &Pooled) -> String {
    let inside = |b: Bounds| b.lower <= low && high <= b.upper;
    let touches = |b: Bounds| low <= b.upper && high >= b.lower;
    let b = pooled.headline().bounds;
    if touches(b) {
        let vague = b.upper - b.lower > VAGUE;
        let so = if vague {
            ", which is too wide to say much"
        } else {
            ""
        };
        let how = if inside(b) { "within" } else { "overlaps" };
        return format!("{how} the confidence interval{so}");
    }
    let side = if low > b.upper { "above" } else { "below" };
    match pooled.prediction {
        Some(p) if inside(p) => {
            format!("{side} the confidence interval, within the prediction interval")
        }
        Some(p) if touches(p) => {
            format!("{side} the confidence interval, overlaps the prediction interval")
        }
        Some(_) => format!("{side} the prediction interval"),
        None => format!("{side} the confidence interval"),
    }
}

/// Whether the study that the claim comes from is all (`Some(true)`) or a part of what it is held
/// against; `None` when it is not in it, and for a number of an introduction or discussion, where
/// a study quotes others.
fn own_study(context: &Context<'_>, claim: &Claim, pooled: &Pooled) -> Option<bool> {
    if matches!(
        claim.locator.as_deref(),
        Some("introduction" | "discussion")
    ) {
        return None;
    }
    let labels = pooled.rows.iter().map(|row| row.candidate.label.as_str());
    let own = |label: &str| {
        context.base.studies.iter().any(|study| {
            study.label == label
                && (study.source == claim.source
                    || context
                        .base
                        .arms_of(&study.id)
                        .any(|arm| arm.source == claim.source))
        })
    };
    labels.into_iter().any(own).then_some(pooled.summary.k == 1)
}
