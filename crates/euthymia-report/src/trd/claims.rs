//! What others claim, held against what the evidence base gives.

use super::Context;
use super::analysis::{Analysis, acute, rate_of_words};
use crate::document::{LinkedTable, Section};
use crate::words;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::claim::Claim;
use euthymia_evidence::mark::Admitted;
use euthymia_evidence::select::TimeWindow;
use euthymia_synthesis::measure::Scale;
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
    for claim in &context.base.claims {
        let analysis = comparable(context, claim);
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

/// The analyses behind the claims, for the provenance section.
pub(super) fn analyses(context: &Context<'_>) -> Vec<Analysis> {
    context
        .base
        .claims
        .iter()
        .filter_map(|claim| comparable(context, claim))
        .collect()
}

/// The pooled rate that a claim can be held against, if it is about a rate.
fn comparable(context: &Context<'_>, claim: &Claim) -> Option<Analysis> {
    if claim.unit.as_deref() != Some("percent") {
        return None;
    }
    let outcome = Outcome::parse(claim.outcome.as_deref()?).ok()?;
    let treatment = claim
        .treatment
        .clone()
        .filter(|treatment| treatment != "all")?;
    let mut selection = acute(outcome.id(), Admitted::default());
    if let Some(window) = claim.time_window.as_deref().and_then(window) {
        selection.window = Some(window);
    }
    let id = format!("claim-{}", claim.id);
    Some(rate_of_words(context.base, &[treatment], &selection, id))
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
            words::counted(pooled.fit.k, "study", "studies")
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
        Value::text(verdict(claim, analysis)),
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

fn verdict(claim: &Claim, analysis: Option<&Analysis>) -> String {
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
    let within = |lower: f64, upper: f64| low <= upper && high >= lower;
    let b = pooled.headline().bounds;
    if within(b.lower, b.upper) {
        let vague = b.upper - b.lower > VAGUE;
        let so = if vague {
            ", which is too wide to say much"
        } else {
            ""
        };
        return format!("within the confidence interval{so}");
    }
    let side = if low > b.upper { "above" } else { "below" };
    match pooled.prediction {
        Some(p) if within(p.lower, p.upper) => {
            format!("{side} the confidence interval, within the prediction interval")
        }
        Some(_) => format!("{side} the prediction interval"),
        None => format!("{side} the confidence interval"),
    }
}
