//! One table of rates: the evidence base and what sources print, beside each other by event.

use super::groups;
use euthymia_clinical::safety::event::{Rate, events, find, rates};
use euthymia_clinical::source::{Source, Status};
use euthymia_clinical::tms::safety::table::{SeizureRate, facts};
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
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A row, with what it is sorted by: treatment, event, and the evidence base before what is printed.
struct Row {
    order: (usize, usize, bool),
    cells: Vec<Value>,
    /// What people read below the table.
    below: Vec<String>,
}

/// A rate with its limits as shares of one.
type Limits = (f64, f64, f64);

/// What stands in the columns of a rate.
struct Shown<'a> {
    treatment: String,
    /// Identifier of the event in the vocabulary, or of the outcome.
    event: &'a str,
    kind: &'static str,
    source: String,
    /// The source as people read it in the table.
    short: String,
    n: Option<u64>,
    rate: Option<String>,
    limits: Option<Limits>,
    control: Option<String>,
    difference: Option<String>,
    nnh: Value,
    needed: Option<String>,
    mark: &'static str,
    note: Option<String>,
}

impl Shown<'_> {
    fn row(self, group: usize) -> Row {
        let text = |text: Option<String>| text.map_or(Value::Missing, Value::text);
        let share = |value: Option<f64>| value.map_or(Value::Missing, |v| Value::percent(v, 1));
        let known = find(self.event);
        let place = known.and_then(|event| events().iter().position(|one| one.id == event.id));
        let name = known.map_or_else(|| self.event.replace('_', " "), |event| event.name.clone());
        let order = (group, place.unwrap_or(usize::MAX), self.kind != "evidence");
        let cells = vec![
            Value::text(self.treatment),
            Value::text(self.event),
            Value::text(&name),
            Value::text(self.kind),
            Value::text(&self.source),
            Value::text(&self.short),
            self.n.map_or(Value::Missing, Value::Count),
            text(self.rate),
            share(self.limits.map(|limits| limits.0)),
            share(self.limits.map(|limits| limits.1)),
            share(self.limits.map(|limits| limits.2)),
            text(self.control),
            text(self.difference),
            self.nnh,
            text(self.needed),
            Value::text(self.mark),
            text(self.note.clone()),
        ];
        let note = self.note.map(|note| match self.source == self.short {
            true => format!("{name}, {}: {note}", self.source),
            false => format!("{}: {note}", self.short),
        });
        let source = (self.source != self.short && self.kind == "printed")
            .then(|| format!("{}: {}", self.short, self.source));
        Row {
            order,
            cells,
            below: source.into_iter().chain(note).collect(),
        }
    }
}

/// The table.
pub(super) fn view(base: &EvidenceBase, wanted: &[ReportGroup]) -> TableView {
    let analyses = adverse(base, Admitted::default());
    let of_groups =
        |one: &&AdverseAnalyses| wanted.contains(&one.group) && one.outcome.is_adverse_event();
    let evidence: Vec<&AdverseAnalyses> = analyses.iter().filter(of_groups).collect();
    let without = wanted.iter().filter(|group| {
        is_a_treatment(**group) && !evidence.iter().any(|one| one.group == **group)
    });
    let without: Vec<String> = without.map(ToString::to_string).collect();
    let mut rows: Vec<Row> = evidence.into_iter().filter_map(evidence_row).collect();
    rows.extend(printed(base, wanted));
    rows.sort_by_key(|row| row.order);
    TableView {
        schema: "euthymia.adverse_events.rates.v1".to_owned(),
        title: "How often: the evidence base, up to twelve weeks, beside what sources print"
            .to_owned(),
        columns: columns(),
        notes: notes(&without, &rows),
        rows: rows.into_iter().map(|row| row.cells).collect(),
    }
}

fn is_a_treatment(group: ReportGroup) -> bool {
    !matches!(group, ReportGroup::Control | ReportGroup::Other)
}

fn columns() -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::text("treatment", "Treatment"),
        ColumnSpec::text("event_id", "Event id").for_machines(),
        ColumnSpec::text("event", "Event"),
        ColumnSpec::text("kind", "Kind").for_machines(),
        ColumnSpec::text("source", "From").for_machines(),
        ColumnSpec::text("source_words", "From").for_people(),
        ColumnSpec::number("n", "Patients").for_machines(),
        ColumnSpec::text("rate_words", "Rate [95 % CI]"),
        ColumnSpec::number("rate", "Rate").for_machines(),
        ColumnSpec::number("rate_low", "Lower").for_machines(),
        ColumnSpec::number("rate_high", "Upper").for_machines(),
        ColumnSpec::text("control", "Control"),
        ColumnSpec::text("difference", "Difference from control [95 % CI]"),
        ColumnSpec::number("nnh", "Number needed, unrounded").for_machines(),
        ColumnSpec::text("number_needed", "Number needed to harm"),
        ColumnSpec::text("mark", "Mark"),
        ColumnSpec::text("note", "Doubt or note").for_machines(),
    ]
}

fn notes(without: &[String], rows: &[Row]) -> Vec<String> {
    let mut notes = vec![
        "The evidence base is pooled over arms; one study: its exact interval. Trials ask about events \
         differently; what is not listed was not reported with a usable number, which is not the same as \
         not having happened. euthymia pool shows the studies behind a row."
            .to_owned(),
        "NNTH: patients treated for one more with the event; unrounded, then rounded down. Intervals of \
         printed counts: Clopper–Pearson. A mark of untraceable means that what the number rests on cannot \
         be found; it is shown because it is quoted."
            .to_owned(),
    ];
    for one in rows.iter().flat_map(|row| &row.below) {
        if !notes.contains(one) {
            notes.push(one.clone());
        }
    }
    if !without.is_empty() {
        notes.push(format!(
            "The evidence base has no usable rate for: {}.",
            without.join("; ")
        ));
    }
    notes
}

fn place(group: ReportGroup) -> usize {
    let position = ReportGroup::ALL.iter().position(|one| *one == group);
    position.unwrap_or(usize::MAX)
}

fn evidence_row(one: &AdverseAnalyses) -> Option<Row> {
    let rate = one.rate.pooled.as_ref()?;
    let headline = rate.headline();
    let difference = one.difference.pooled.as_ref();
    let outcome = one.outcome.id();
    let studies = match rate.summary.k {
        1 => "one study".to_owned(),
        many => format!("{many} studies"),
    };
    let shown = Shown {
        treatment: one.group.to_string(),
        event: outcome.strip_prefix("ae_").unwrap_or(outcome),
        kind: "evidence",
        source: format!("evidence base, {studies}"),
        short: format!("evidence base, {studies}, {} patients", rate.patients()),
        n: Some(rate.patients()),
        rate: Some(words::shown(&headline, Scale::Proportion)),
        limits: Some((
            headline.estimate,
            headline.bounds.lower,
            headline.bounds.upper,
        )),
        control: None,
        difference: difference.map(|rd| words::shown(&rd.shown, Scale::ProportionDifference)),
        nnh: difference.map_or(Value::Missing, |rd| unrounded(rd.shown.estimate)),
        needed: difference.map(|rd| number_needed(&rd.shown, Kind::Harm)),
        mark: "pooled",
        note: None,
    };
    Some(shown.row(place(one.group)))
}

/// The number needed as it is, without a sign; missing where there is no difference.
fn unrounded(difference: f64) -> Value {
    match Needed::of(difference.clamp(-1.0, 1.0)) {
        Needed::OneLess(number) | Needed::OneMore(number) => Value::number(number, 2),
        Needed::Infinite => Value::Missing,
    }
}

/// What sources print: rates of the vocabulary's file, seizures, and claims.
fn printed(base: &EvidenceBase, wanted: &[ReportGroup]) -> Vec<Row> {
    let first = |word: &str| {
        let of_word = groups(base, word).into_iter();
        of_word
            .filter(|group| wanted.contains(group))
            .map(place)
            .min()
    };
    let name = |word: &str| match groups(base, word).as_slice() {
        [only] => only.to_string(),
        _ => TreatmentClass::parse(word).map_or(word.to_owned(), |class| class.to_string()),
    };
    let rates = rates().iter().filter_map(|rate| {
        let row = rate_row(rate, name(&rate.treatment));
        Some(row.row(first(&rate.treatment)?))
    });
    let seizures = facts().seizure_rates.iter().filter_map(|rate| {
        let row = seizure_row(rate, name("tms"));
        Some(row.row(first("tms")?))
    });
    let claims = base
        .claims
        .iter()
        .filter(|claim| claim.quantity == "ae_pct");
    let claims = claims.filter_map(|claim| {
        let word = claim.treatment.as_deref()?;
        Some(claim_row(base, claim, name(word)).row(first(word)?))
    });
    rates.chain(seizures).chain(claims).collect()
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

fn limits(events: u64, n: u64) -> Option<Limits> {
    let proportion = Proportion::new(events, n).ok()?;
    let bounds = clopper_pearson(proportion, Probability::NINETY_FIVE).ok()?;
    Some((proportion.estimate(), bounds.lower, bounds.upper))
}

/// How a source stands to its number, in a word.
fn read(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "read",
        other => other.id(),
    }
}

fn rate_row(rate: &Rate, treatment: String) -> Shown<'_> {
    let both = rate.events.zip(rate.n);
    let found = match (both, rate.percent) {
        (Some((events, n)), _) => Some(counted(events, n)),
        (None, Some([low, high])) if low == high => Some(format!("{low} %")),
        (None, Some([low, high])) => Some(format!("{low} to {high} %")),
        (None, None) => None,
    };
    let control = rate.control_events.zip(rate.control_n);
    let (difference, nnh, needed) = against(rate).unwrap_or((None, Value::Missing, None));
    Shown {
        treatment,
        event: &rate.event,
        kind: "printed",
        source: rate.source().to_string(),
        short: rate.source().to_string(),
        n: rate.n,
        rate: found,
        limits: both.and_then(|(events, n)| limits(events, n)),
        control: control.map(|(events, n)| counted(events, n)),
        difference,
        nnh,
        needed,
        mark: read(rate.status),
        note: rate.note.clone(),
    }
}

/// The difference of two arms, and the number needed to harm as a number and in words.
fn against(rate: &Rate) -> Option<(Option<String>, Value, Option<String>)> {
    let table = TwoByTwo::new(rate.events?, rate.n?, rate.control_events?, rate.control_n?).ok()?;
    let candidate = Candidate::new(rate.source.as_str(), Inputs::TwoProportions(table));
    let pooled = pool(vec![candidate], &PoolOptions::of(Measure::RiskDifference)).ok()?;
    let difference = words::shown(&pooled.shown, Scale::ProportionDifference);
    let needed = number_needed(&pooled.shown, Kind::Harm);
    Some((
        Some(difference),
        unrounded(pooled.shown.estimate),
        Some(needed),
    ))
}

/// A rate of seizures, whose unit may be sessions.
fn seizure_row(rate: &SeizureRate, treatment: String) -> Shown<'_> {
    let interval = rate.low.zip(rate.high);
    let interval = interval.map_or(String::new(), |(low, high)| format!(" [{low}, {high}]"));
    let counts = rate.events.zip(rate.of);
    let counts = counts.map_or(String::new(), |(events, of)| format!("{events}/{of}, "));
    let words = format!(
        "{counts}{}{interval} in {} {}",
        rate.rate, rate.per, rate.unit
    );
    Shown {
        treatment,
        event: "seizure",
        kind: "printed",
        source: format!("{}; {}", rate.source(), rate.what),
        short: format!("{}; {}", rate.source(), rate.what),
        n: rate.of.filter(|_| rate.unit == "patients"),
        rate: Some(words),
        limits: None,
        control: None,
        difference: None,
        nnh: Value::Missing,
        needed: None,
        mark: read(rate.status),
        note: rate.note.clone(),
    }
}

fn claim_row<'c>(base: &'c EvidenceBase, claim: &'c Claim, treatment: String) -> Shown<'c> {
    let outcome = claim.outcome.as_deref().unwrap_or_default();
    let rate = match (claim.value, claim.low, claim.high) {
        (Some(value), Some(low), Some(high)) => Some(format!("{value} % [{low}, {high}]")),
        (Some(value), _, _) => Some(format!("{value} %")),
        _ => None,
    };
    let doubt = claim.doubt.as_deref();
    let untraceable = doubt.is_some_and(|doubt| doubt.to_lowercase().starts_with("untraceable"));
    let reference = base.references.get(&claim.source);
    let citation = reference.map_or(claim.source.as_str(), |one| one.citation.as_str());
    let source = Source {
        text: citation.to_owned(),
        status: match claim.status.as_str() {
            "R" => Status::Unverified,
            _ => Status::Confirmed,
        },
    };
    Shown {
        treatment,
        event: outcome.strip_prefix("ae_").unwrap_or(outcome),
        kind: "printed",
        source: source.to_string(),
        short: claim.source.clone(),
        n: None,
        rate,
        limits: None,
        control: None,
        difference: None,
        nnh: Value::Missing,
        needed: None,
        mark: if untraceable {
            "read; untraceable"
        } else {
            read(source.status)
        },
        note: doubt.map(str::to_owned),
    }
}
