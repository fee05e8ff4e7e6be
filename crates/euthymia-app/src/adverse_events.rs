//! Adverse events by treatment: how often in the evidence base, how often as sources print it, and how
//! much more often than under control.

use crate::error::AppError;
use crate::evidence::{known_treatments, load};
use euthymia_clinical::safety::event::{Event, Rate, events, find, rates};
use euthymia_clinical::source::{Source, Status};
use euthymia_clinical::treatment::{ReportGroup, TreatmentClass};
use euthymia_cohort::proportion::{Proportion, clopper_pearson};
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::claim::Claim;
use euthymia_evidence::mark::Admitted;
use euthymia_numerics::Probability;
use euthymia_report::number_needed::{Event as Kind, number_needed};
use euthymia_report::pooled::{Candidate, Inputs, PoolOptions, pool};
use euthymia_report::trd::analysis::{AdverseAnalyses, adverse};
use euthymia_report::words;
use euthymia_synthesis::conversion::number_needed::Needed;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::{Measure, Scale};
use euthymia_table::{ColumnSpec, Problems, ReadOptions, TableView, Value, fmt, read_path};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// A treatment, report group or class; all without it.
    pub treatment: Option<String>,
    /// A folder of evidence files instead of the bundled base.
    pub evidence: Option<PathBuf>,
    /// A licence holder's file of MedDRA codes: event, code.
    pub meddra: Option<PathBuf>,
    /// How that file is read.
    pub read: ReadOptions,
}

/// The tables: rates of the evidence base, rates as printed, the vocabulary.
///
/// # Errors
/// [`AppError::Usage`] for a word that is no treatment, [`AppError::Input`] for files that cannot be
/// used.
pub fn views(asked: &Asked) -> Result<Vec<TableView>, AppError> {
    let base = load(asked.evidence.as_deref())?;
    let wanted = match &asked.treatment {
        None => ReportGroup::ALL.to_vec(),
        Some(word) => {
            known_treatments(&base, std::slice::from_ref(word))?;
            groups(&base, word)
        }
    };
    let codes = match &asked.meddra {
        None => None,
        Some(_) => Some(meddra(asked)?),
    };
    Ok(vec![
        evidence_view(&base, &wanted),
        printed_view(&base, &wanted),
        vocabulary_view(codes.as_ref()),
    ])
}

/// The report groups that a treatment, report group or class stands for.
fn groups(base: &EvidenceBase, word: &str) -> Vec<ReportGroup> {
    if let Ok(group) = ReportGroup::parse(word) {
        return vec![group];
    }
    if let Some(treatment) = base.treatment(word) {
        return vec![treatment.group];
    }
    let class = TreatmentClass::parse(word).ok();
    let of_class = base
        .treatments
        .iter()
        .filter(|one| Some(one.class) == class);
    let mut groups: Vec<ReportGroup> = of_class.map(|one| one.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn evidence_view(base: &EvidenceBase, wanted: &[ReportGroup]) -> TableView {
    let analyses = adverse(base, Admitted::default());
    let shown = analyses.iter().filter(|one| wanted.contains(&one.group));
    TableView {
        schema: "euthymia.adverse_events.evidence.v1".to_owned(),
        title: "Adverse events in the evidence base, up to twelve weeks".to_owned(),
        columns: vec![
            ColumnSpec::text("treatment", "Treatment"),
            ColumnSpec::text("event", "Event"),
            ColumnSpec::number("k", "Studies"),
            ColumnSpec::number("n", "Patients"),
            ColumnSpec::text("rate_words", "Rate [95 % CI]").for_people(),
            ColumnSpec::number("rate", "Rate").for_machines(),
            ColumnSpec::number("rate_low", "Lower").for_machines(),
            ColumnSpec::number("rate_high", "Upper").for_machines(),
            ColumnSpec::text("difference", "Difference from control [95 % CI]"),
            ColumnSpec::number("nnh", "Number needed, unrounded").for_machines(),
            ColumnSpec::text("number_needed", "Number needed to harm"),
        ],
        rows: shown.filter_map(evidence_row).collect(),
        notes: vec![
            "Pooled over arms; one study: its exact interval. Trials ask about events differently; what is \
             not listed was not reported with a usable number, which is not the same as not having \
             happened. euthymia pool shows the studies behind a row."
                .to_owned(),
            "NNTH: patients treated for one more with the event; unrounded, then rounded down.".to_owned(),
        ],
    }
}

fn evidence_row(one: &AdverseAnalyses) -> Option<Vec<Value>> {
    let rate = one.rate.pooled.as_ref()?;
    let headline = rate.headline();
    let difference = one.difference.pooled.as_ref();
    let share = |value: f64| Value::percent(value, 1);
    Some(vec![
        Value::text(one.group.to_string()),
        Value::text(one.outcome.to_string()),
        Value::Count(rate.summary.k as u64),
        Value::Count(rate.patients()),
        Value::text(words::shown(&headline, Scale::Proportion)),
        share(headline.estimate),
        share(headline.bounds.lower),
        share(headline.bounds.upper),
        difference.map_or(Value::Missing, |rd| {
            Value::text(words::shown(&rd.shown, Scale::ProportionDifference))
        }),
        difference.map_or(Value::Missing, |rd| unrounded(rd.shown.estimate)),
        difference.map_or(Value::Missing, |rd| {
            Value::text(number_needed(&rd.shown, Kind::Harm))
        }),
    ])
}

/// The number needed as it is, without a sign; missing where there is no difference.
fn unrounded(difference: f64) -> Value {
    match Needed::of(difference.clamp(-1.0, 1.0)) {
        Needed::OneLess(number) | Needed::OneMore(number) => Value::number(number, 2),
        Needed::Infinite => Value::Missing,
    }
}

fn printed_view(base: &EvidenceBase, wanted: &[ReportGroup]) -> TableView {
    let concerns = |word: &str| {
        groups(base, word)
            .iter()
            .any(|group| wanted.contains(group))
    };
    let rates = rates().iter().filter(|rate| concerns(&rate.treatment));
    let claims = base.claims.iter().filter(|claim| {
        claim.quantity == "ae_pct" && claim.treatment.as_deref().is_some_and(concerns)
    });
    TableView {
        schema: "euthymia.adverse_events.printed.v1".to_owned(),
        title: "Rates as sources print them".to_owned(),
        columns: vec![
            ColumnSpec::text("treatment", "Treatment"),
            ColumnSpec::text("event", "Event"),
            ColumnSpec::text("rate", "Rate [95 % CI]"),
            ColumnSpec::text("control", "Control"),
            ColumnSpec::number("nnh", "Number needed, unrounded").for_machines(),
            ColumnSpec::text("number_needed", "Number needed to harm"),
            ColumnSpec::text("source", "Source"),
            ColumnSpec::text("mark", "Mark"),
            ColumnSpec::text("note", "Doubt or note"),
        ],
        rows: rates
            .map(rate_row)
            .chain(claims.map(|claim| claim_row(base, claim)))
            .collect(),
        notes: vec![
            "Intervals of counts: Clopper–Pearson. A mark of untraceable means that what the number rests on \
             cannot be found; it is shown because it is quoted."
                .to_owned(),
        ],
    }
}

fn name_of(event: &str) -> String {
    find(event).map_or_else(|| event.replace('_', " "), |event| event.name.clone())
}

/// Events among patients with the exact interval: `62/231, 26.8 [21.2, 33.0]`.
fn counted(events: u64, n: u64) -> String {
    let proportion = Proportion::new(events, n).ok();
    let interval =
        proportion.and_then(|p| Some((p, clopper_pearson(p, Probability::NINETY_FIVE).ok()?)));
    let words = interval.map_or(String::new(), |(p, bounds)| {
        let text = fmt::percent_interval(p.estimate(), bounds.lower, bounds.upper, 1);
        format!(", {text}")
    });
    format!("{events}/{n}{words}")
}

fn rate_row(rate: &Rate) -> Vec<Value> {
    let found = match (rate.events, rate.n, rate.percent) {
        (Some(events), Some(n), _) => Value::text(counted(events, n)),
        (_, _, Some([low, high])) if low == high => Value::text(format!("{low} %")),
        (_, _, Some([low, high])) => Value::text(format!("{low} to {high} %")),
        _ => Value::Missing,
    };
    let control = match (rate.control_events, rate.control_n) {
        (Some(events), Some(n)) => Value::text(counted(events, n)),
        _ => Value::Missing,
    };
    let (number, needed) = harm(rate).unwrap_or((Value::Missing, Value::Missing));
    vec![
        Value::text(&rate.treatment),
        Value::text(name_of(&rate.event)),
        found,
        control,
        number,
        needed,
        Value::text(rate.source().to_string()),
        Value::text(match rate.status {
            Status::Confirmed => "read",
            other => other.id(),
        }),
        rate.note.as_deref().map_or(Value::Missing, Value::text),
    ]
}

/// The number needed to harm of two arms, as a number and with its interval in words.
fn harm(rate: &Rate) -> Option<(Value, Value)> {
    let table = TwoByTwo::new(rate.events?, rate.n?, rate.control_events?, rate.control_n?).ok()?;
    let candidate = Candidate::new(rate.source.as_str(), Inputs::TwoProportions(table));
    let pooled = pool(vec![candidate], &PoolOptions::of(Measure::RiskDifference)).ok()?;
    let words = number_needed(&pooled.shown, Kind::Harm);
    Some((unrounded(pooled.shown.estimate), Value::text(words)))
}

fn claim_row(base: &EvidenceBase, claim: &Claim) -> Vec<Value> {
    let outcome = claim.outcome.as_deref().unwrap_or_default();
    let rate = match (claim.value, claim.low, claim.high) {
        (Some(value), Some(low), Some(high)) => Value::text(format!("{value} % [{low}, {high}]")),
        (Some(value), _, _) => Value::text(format!("{value} %")),
        _ => Value::Missing,
    };
    let doubt = claim.doubt.as_deref();
    let untraceable = doubt.is_some_and(|doubt| doubt.to_lowercase().starts_with("untraceable"));
    let citation = base
        .references
        .get(&claim.source)
        .map_or(claim.source.as_str(), |reference| {
            reference.citation.as_str()
        });
    let source = Source {
        text: citation.to_owned(),
        status: if claim.status == "R" {
            Status::Unverified
        } else {
            Status::Confirmed
        },
    };
    vec![
        claim
            .treatment
            .as_deref()
            .map_or(Value::Missing, Value::text),
        Value::text(name_of(outcome.strip_prefix("ae_").unwrap_or(outcome))),
        rate,
        Value::Missing,
        Value::Missing,
        Value::Missing,
        Value::text(source.to_string()),
        Value::text(if untraceable {
            "read; untraceable"
        } else {
            "read"
        }),
        doubt.map_or(Value::Missing, Value::text),
    ]
}

/// Codes by event, from a licence holder's own file.
fn meddra(asked: &Asked) -> Result<BTreeMap<String, String>, AppError> {
    let mut codes = BTreeMap::new();
    let Some(path) = &asked.meddra else {
        return Ok(codes);
    };
    let table = read_path(path, &asked.read)?;
    let (names, numbers) = (
        table.column(&["event", "term"])?,
        table.column(&["code", "meddra", "pt_code"])?,
    );
    let mut problems = Problems::new(asked.read.problems_max);
    for row in 0..table.row_count() {
        let (name, code) = (names.cell(row), numbers.cell(row));
        let (Some(word), Some(digits)) = (
            problems.keep(name.required_text()),
            problems.keep(code.required_text()),
        ) else {
            continue;
        };
        let Some(event) = find(word) else {
            problems.add(
                name.error("this is not an event of the vocabulary")
                    .with_help("euthymia adverse-events lists them in its last table."),
            );
            continue;
        };
        if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            problems.add(code.error("expected a MedDRA code of eight digits"));
        }
        if codes.insert(event.id.clone(), digits.to_owned()).is_some() {
            problems.add(name.error("a second code for the same event"));
        }
    }
    Ok(problems.into_result(codes)?)
}

fn vocabulary_view(codes: Option<&BTreeMap<String, String>>) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("event", "Event"),
        ColumnSpec::text("name", "In words"),
        ColumnSpec::text("also", "Also called"),
        ColumnSpec::text("ctcae", "CTCAE version 5 term"),
    ];
    if codes.is_some() {
        columns.push(ColumnSpec::text("meddra", "MedDRA, from your file"));
    }
    let row = |event: &Event| {
        let term = event.ctcae.as_ref().map(|term| Source {
            text: term.clone(),
            status: event.ctcae_status.unwrap_or_default(),
        });
        let mut cells = vec![
            Value::text(&event.id),
            Value::text(&event.name),
            match event.also.as_slice() {
                [] => Value::Missing,
                also => Value::text(also.join(", ")),
            },
            term.map_or(Value::Missing, |term| Value::text(term.to_string())),
        ];
        cells.extend(codes.map(|codes| codes.get(&event.id).map_or(Value::Missing, Value::text)));
        cells
    };
    TableView {
        schema: "euthymia.adverse_events.vocabulary.v1".to_owned(),
        title: "The vocabulary".to_owned(),
        columns,
        rows: events().iter().map(row).collect(),
        notes: vec![
            "MedDRA is licensed and none of it is here; a licence holder adds codes from a file: --meddra FILE."
                .to_owned(),
        ],
    }
}
