//! A protocol held against what was published: longest trains, pauses, printed pulses and lengths,
//! totals, doses.

use super::arithmetic::{is_treatment, span, totals};
use super::sources::{Sources, of_entries};
use super::words::number;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::finding::Finding;
use euthymia_clinical::protocol::file::{Entry, Phase, Schedule, SessionKind};
use euthymia_clinical::protocol::lengths::held_against;
use euthymia_clinical::protocol::published::PublishedDose;
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::stimulation::{is_length_used, rests_on, sessions};
use euthymia_clinical::protocol::value::{Amount, What};
use euthymia_clinical::protocol::{Library, Protocol, bundled};
use euthymia_clinical::source::{Source, Status};
use euthymia_clinical::tms::quantity::PercentOfMotorThreshold;
use euthymia_clinical::tms::safety::pause::{check_pause, shortened};
use euthymia_clinical::tms::safety::table::facts;
use euthymia_clinical::tms::safety::train_limit::check_train;
use euthymia_clinical::tms::session::{Convention, Session};
use euthymia_clinical::tms::train::Pattern;
use euthymia_table::{ColumnSpec, TableView, Value};

/// A finding, and the values of the protocol that it was reached from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    pub(super) finding: Finding,
    inputs: Vec<Source>,
    is_advice: bool,
}

impl Judged {
    fn new(finding: Finding, inputs: Vec<Source>) -> Self {
        Self {
            finding,
            inputs,
            is_advice: false,
        }
    }

    /// The least sure of the values.
    fn status(&self) -> Option<Status> {
        Status::worst(self.inputs.iter().map(|source| source.status))
    }

    /// True where it speaks against the protocol, and both the rule and every value were read in their
    /// sources or set by the clinic.
    pub(super) fn decides(&self) -> bool {
        let rule = self.finding.source.as_ref().map(|source| source.status);
        let sure = |status: Option<Status>| status.is_none_or(Status::decides);
        self.finding.answer == Answer::No && sure(rule) && sure(self.status())
    }

    fn result(&self) -> &'static str {
        match (self.is_advice, self.finding.answer) {
            (true, _) => "advice",
            (false, Answer::Yes) => "fits",
            (false, Answer::No) => "flag",
            (false, Answer::CannotSay) => "cannot say",
        }
    }
}

/// Everything that a protocol is held against, and remarks that decide nothing.
#[derive(Debug, Default)]
pub(super) struct Limits {
    pub(super) judged: Vec<Judged>,
    remarks: Vec<(String, Option<Source>)>,
}

/// Holds a protocol against what was published.
pub(super) fn limits(protocol: &Protocol) -> Limits {
    let mut limits = Limits::default();
    for session in protocol.phases.iter().flat_map(|phase| &phase.sessions) {
        for reading in Reading::all(session) {
            if session.kind == SessionKind::Stimulation {
                for computed in sessions(&reading).unwrap_or_default() {
                    train(protocol, &reading, &computed, &mut limits);
                    printed(protocol, &reading, &computed, &mut limits);
                }
            } else if bundled(&protocol.id) != Some(protocol) {
                doses(protocol, &reading, &mut limits);
            }
        }
    }
    limits.judged.extend(whole_course(protocol));
    limits
}

/// A train and its pause, at the highest intensity that is named.
fn train(protocol: &Protocol, reading: &Reading<'_>, session: &Session, limits: &mut Limits) {
    let facts = facts();
    let mut entries = rests_on(reading);
    let named = reading.amount(What::Intensity).map(|amount| amount.high());
    let named = named.and_then(|percent| PercentOfMotorThreshold::new(percent).ok());
    let is_burst = matches!(session.train().pattern(), Pattern::ThetaBurst(_));
    // The table has no theta burst at any intensity.
    let any = PercentOfMotorThreshold::new(100.0).ok();
    let Some(intensity) = named.or(any.filter(|_| is_burst)) else {
        let text =
            "the intensity was not published here, so no limit can be held against the train";
        let finding = Finding::unknown(text, "intensity").by(facts.train_limits.source());
        let inputs = of_entries(protocol, &entries);
        limits.judged.push(Judged::new(finding, inputs));
        return;
    };
    entries.extend(reading.entry(What::Intensity));
    let inputs = of_entries(protocol, &entries);
    let check = check_train(&facts.train_limits, session.train(), intensity);
    let finding = check.finding(&facts.train_limits);
    limits.judged.push(Judged::new(finding, inputs.clone()));
    if let Some(limit) = check.limit {
        let shorter = number(shortened(&facts.intervals, limit.seconds), 2);
        let text = format!(
            "shorter by {} % is advised: {shorter} s in place of the {} s of the table",
            facts.intervals.shorter_by_percent, limit.seconds
        );
        let finding = Finding::new(Answer::CannotSay, text).by(facts.intervals.source());
        limits.judged.push(Judged {
            is_advice: true,
            ..Judged::new(finding, inputs.clone())
        });
    }
    if named.is_none() {
        return;
    }
    match check_pause(&facts.intervals, session, intensity) {
        Some(finding) if finding.answer == Answer::CannotSay => {
            limits.remark(finding.statement, finding.source);
        }
        Some(finding) => limits.judged.push(Judged::new(finding, inputs)),
        None => {}
    }
}

impl Limits {
    fn remark(&mut self, text: String, source: Option<Source>) {
        if !self.remarks.iter().any(|(known, _)| *known == text) {
            self.remarks.push((text, source));
        }
    }
}

/// Printed pulses and a printed length of a session against its trains.
fn printed(protocol: &Protocol, reading: &Reading<'_>, session: &Session, limits: &mut Limits) {
    let inputs = of_entries(protocol, &rests_on(reading));
    let has_trains = reading.entry(What::Train).is_some() && reading.entry(What::Trains).is_some();
    if let (Some(entry), Some(amount), true) = (
        reading.entry(What::Pulses),
        reading.amount(What::Pulses),
        has_trains,
    ) {
        let computed = session.pulses().count();
        // At most some millions: exact as a float.
        #[allow(clippy::cast_precision_loss)]
        let fits = (amount.low()..=amount.high()).contains(&(computed as f64));
        let text = format!(
            "{computed} pulses follow from the trains, {} were printed",
            entry.is
        );
        let finding = Finding::new(Answer::of(fits), text);
        let finding = finding.by(protocol.source(&entry.source, entry.status));
        limits.judged.push(Judged::new(finding, inputs.clone()));
    }
    let Some(entry) = reading.entry(What::Length) else {
        return;
    };
    if is_length_used(reading) {
        return;
    }
    if let Some(finding) = length(entry, session) {
        let finding = finding.by(protocol.source(&entry.source, entry.status));
        limits.judged.push(Judged::new(finding, inputs));
    }
}

/// Which conventions give the printed length.
fn length(entry: &Entry, session: &Session) -> Option<Finding> {
    let held = held_against(&entry.is, session)?;
    let clock = |convention: &Convention| session.length(*convention).clock();
    let all: Vec<String> = Convention::ALL.iter().map(clock).collect();
    let is = &entry.is;
    let (nearest, at) = (held.nearest, clock(&held.nearest));
    let text = match held.fitting.as_slice() {
        [] => format!(
            "{is} printed; the trains give {} under the three conventions, and none is near enough",
            all.join(", ")
        ),
        [_] => format!("{is} printed is the length under one convention only: {nearest}, {at}"),
        several => format!(
            "{is} printed fits {} conventions, rounded as it was printed ({}); nearest is {nearest}, {at}",
            several.len(),
            several.iter().map(clock).collect::<Vec<_>>().join(", ")
        ),
    };
    Some(Finding::new(Answer::of(!held.fitting.is_empty()), text))
}

/// The totals of the whole course against those printed.
fn whole_course(protocol: &Protocol) -> Vec<Judged> {
    let mut judged = Vec::new();
    for entry in &protocol.printed {
        let Ok(Some(amount)) = Amount::parse(entry.what, &entry.is) else {
            continue;
        };
        let (computed, inputs) = match entry.what {
            What::Sessions => all_sessions(protocol),
            What::Pulses => all_pulses(protocol),
            _ => (None, Vec::new()),
        };
        let (what, is) = (entry.what, &entry.is);
        let finding = match computed {
            Some((low, high)) => {
                // At most millions: exact as a float.
                #[allow(clippy::cast_precision_loss)]
                let (least, most) = (low as f64, high as f64);
                let is_within = amount.low() <= least && most <= amount.high();
                let holds = least <= amount.low() && amount.high() <= most;
                let text = format!(
                    "{} {what} in all follow, {is} were printed",
                    span(low, high)
                );
                Finding::new(Answer::of(is_within || holds), text)
            }
            None => Finding::unknown(
                format!("{is} {what} in all were printed; they do not follow from the values"),
                "the values of each session",
            ),
        };
        let finding = finding.by(protocol.source(&entry.source, entry.status));
        judged.push(Judged::new(finding, inputs));
    }
    judged
}

type Sum = (Option<(u64, u64)>, Vec<Source>);

/// The sessions of the course, preparation and integration left out; no number without an end.
fn all_sessions(protocol: &Protocol) -> Sum {
    let treated: Vec<&Phase> = protocol
        .phases
        .iter()
        .filter(|one| is_treatment(one))
        .collect();
    let schedules = treated.iter().filter_map(|phase| phase.schedule.first());
    let sum = schedules
        .clone()
        .map(Schedule::sessions)
        .sum::<Option<u64>>();
    let inputs = schedules.map(|one| protocol.source(&one.source, one.status));
    (sum.map(|sum| (sum, sum)), inputs.collect())
}

/// The pulses of the course; no number where those of a phase cannot be said.
fn all_pulses(protocol: &Protocol) -> Sum {
    let mut sum: Option<(u64, u64)> = None;
    let mut inputs = Vec::new();
    for phase in protocol.phases.iter().filter(|one| is_treatment(one)) {
        let totals = totals(protocol, phase);
        let known = totals.iter().filter_map(|total| total.pulses);
        let low = known.clone().map(|(low, _)| low).min();
        let high = known.map(|(_, high)| high).max();
        inputs.extend(totals.iter().flat_map(|total| total.from.clone()));
        match low.zip(high) {
            Some((low, high)) => {
                let (least, most) = sum.unwrap_or((0, 0));
                sum = Some((least.saturating_add(low), most.saturating_add(high)));
            }
            None if totals.is_empty() => {}
            None => return (None, inputs),
        }
    }
    (sum, inputs)
}

/// A site's own doses against those that the bundled protocols publish for the drug and the route.
fn doses(protocol: &Protocol, reading: &Reading<'_>, limits: &mut Limits) {
    for (what, unit) in [(What::DoseByWeight, "mg/kg"), (What::Dose, "mg")] {
        let (Some(entry), Some(own)) = (reading.entry(what), reading.amount(what)) else {
            continue;
        };
        let published = Library::bundled().doses(what, reading);
        let lowest = least(&published, |dose| dose.amount.low());
        let highest = least(&published, |dose| -dose.amount.high());
        let inputs = of_entries(protocol, &[entry]);
        let finding = match (lowest, highest) {
            (Some(lowest), Some(highest)) => {
                let (low, high) = (lowest.amount.low(), highest.amount.high());
                let fits = low <= own.low() && own.high() <= high;
                let (from, to) = (number(low, 3), number(high, 3));
                let range = if from == to {
                    from
                } else {
                    format!("{from} to {to}")
                };
                let text = format!(
                    "{} is {} what the bundled protocols publish by this route: {range} {unit}",
                    entry.is,
                    if fits { "within" } else { "beyond" },
                );
                Finding::new(Answer::of(fits), text).by(named(&published, lowest, highest))
            }
            _ => Finding::unknown(
                format!(
                    "{}: no bundled protocol publishes a {what} of this drug by this route",
                    entry.is
                ),
                "a published dose",
            )
            .by(Source::confirmed("the bundled protocols")),
        };
        limits.judged.push(Judged::new(finding, inputs));
    }
}

fn least<'d, 'p>(
    doses: &'d [PublishedDose<'p>],
    by: impl Fn(&PublishedDose<'p>) -> f64,
) -> Option<&'d PublishedDose<'p>> {
    doses.iter().min_by(|a, b| by(a).total_cmp(&by(b)))
}

/// Where the smallest and the largest dose were published, and one that is confirmed. What is beyond
/// all of them is beyond the confirmed ones, too.
fn named(
    all: &[PublishedDose<'_>],
    lowest: &PublishedDose<'_>,
    highest: &PublishedDose<'_>,
) -> Source {
    let confirmed = all
        .iter()
        .find(|dose| dose.entry.status == Status::Confirmed);
    let mut texts: Vec<String> = Vec::new();
    for dose in [Some(lowest), Some(highest), confirmed]
        .into_iter()
        .flatten()
    {
        let source = dose.protocol.source(&dose.entry.source, dose.entry.status);
        let text = format!("{}: {source}", dose.entry.is);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let status = confirmed.map_or(lowest.entry.status, |dose| dose.entry.status);
    Source {
        text: texts.join("; "),
        status,
    }
}

impl Limits {
    /// The findings as a table, each statement once, with the sources by number below.
    pub(super) fn view(&self) -> TableView {
        let mut columns = vec![
            ColumnSpec::text("result", "result"),
            ColumnSpec::text("statement", "statement"),
            ColumnSpec::text("inputs_status", "values"),
            ColumnSpec::text("inputs", "values from").for_machines(),
        ];
        columns.extend(Sources::columns("source"));
        let mut table = TableView {
            schema: "euthymia.protocol.limits.v1".to_owned(),
            title: "Against what was published".to_owned(),
            columns,
            ..TableView::default()
        };
        let mut sources = Sources::default();
        let mut seen: Vec<(&str, Option<Status>)> = Vec::new();
        for one in &self.judged {
            let statement = one.finding.statement.as_str();
            if seen.contains(&(statement, one.status())) {
                continue;
            }
            seen.push((statement, one.status()));
            let inputs: Vec<String> = one.inputs.iter().map(ToString::to_string).collect();
            let status = one
                .status()
                .map_or(Value::Missing, |status| Value::text(status.id()));
            let mut row = vec![Value::text(one.result()), Value::text(statement), status];
            row.push(super::words::listed(&inputs));
            row.extend(sources.cells(one.finding.source.as_ref()));
            table.rows.push(row);
        }
        let remarks: Vec<String> = self
            .remarks
            .iter()
            .map(|(text, source)| {
                let number = source.as_ref().map(|source| sources.number(&source.text));
                format!("On pauses: {text} {}.", number.unwrap_or_default())
            })
            .collect();
        if !self.judged.is_empty() {
            table.notes.push(
                "A flag is no prohibition: published protocols are flagged, too. Values are as sure as the least sure \
                 of them; only confirmed ones and those of the clinic decide."
                    .to_owned(),
            );
        }
        table.notes.extend(remarks);
        table.notes.extend(sources.notes());
        table
    }
}
