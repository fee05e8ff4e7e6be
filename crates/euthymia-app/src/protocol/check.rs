//! A protocol held against arithmetic, published limits, a body and a patient's record.

use super::INFORMS;
use super::cautions_view::flags_view;
use super::dose::{Doses, body_words, dose_view};
use super::words::number;
use crate::error::AppError;
use crate::record::Record;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::finding::Finding;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::body::{Centimetres, Kilograms, Millilitres};
use euthymia_clinical::protocol::cautions::Flag;
use euthymia_clinical::protocol::dosing::{Body, Sex, WeightFormula, WeightRule, weight_rules};
use euthymia_clinical::protocol::file::{Phase, SessionKind};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::stimulation::sessions;
use euthymia_clinical::protocol::value::{Amount, What};
use euthymia_clinical::source::Status;
use euthymia_clinical::tms::day::{IntervalMeaning, SessionDay};
use euthymia_clinical::tms::quantity::{PercentOfMotorThreshold, Seconds};
use euthymia_clinical::tms::safety;
use euthymia_clinical::tms::session::{Convention, Session};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Said where no patient's record is given.
const NO_RECORD: &str = "No patient's record was given, so nothing can be said of contraindications: give --patient. \
     euthymia protocol show has the list.";

/// What a person gives for a check, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Body weight with its unit.
    pub weight: Option<String>,
    /// Height with its unit.
    pub height: Option<String>,
    /// Female or male.
    pub sex: Option<String>,
    /// Which weight counts; every rule that can be applied where `None`.
    pub weight_rule: Option<String>,
    /// The most weight that counts.
    pub cap: Option<String>,
    /// Volume of the bag.
    pub bag: Option<String>,
}

/// A check in tables, and whether anything confirmed speaks against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The tables.
    pub views: Vec<TableView>,
    /// True where a rule that was read in its source flags something.
    pub is_flagged: bool,
}

fn usage(option: &str, error: impl std::fmt::Display) -> AppError {
    AppError::Usage(format!("{option}: {error}"))
}

impl Asked {
    fn body(&self) -> Result<Option<Body>, AppError> {
        let parsed = |text: &Option<String>, option: &str| {
            let read = text.as_deref().map(Kilograms::parse);
            read.transpose().map_err(|error| usage(option, error))
        };
        let height = self.height.as_deref().map(Centimetres::parse).transpose();
        let height = height.map_err(|error| usage("--height", error))?;
        let sex = self.sex.as_deref().map(word_of_sex).transpose()?;
        let cap = parsed(&self.cap, "--cap")?;
        let weight = parsed(&self.weight, "--weight")?;
        if weight.is_none() && (height.is_some() || sex.is_some() || cap.is_some()) {
            return Err(usage(
                "--weight",
                "--height, --sex and --cap are of no use without a weight",
            ));
        }
        Ok(weight.map(|weight| Body {
            weight,
            height,
            sex,
            cap,
        }))
    }

    /// The rules that count: the one asked for, or all that can be applied.
    fn rules(&self, body: Option<&Body>) -> Result<Vec<WeightRule>, AppError> {
        let all = weight_rules();
        if let Some(id) = &self.weight_rule {
            let found = all.iter().find(|rule| rule.id.id() == id);
            let ids: Vec<&str> = all.iter().map(|rule| rule.id.id()).collect();
            let bad = || {
                usage(
                    "--weight-rule",
                    format!("\"{id}\" is not a rule; use one of: {}", ids.join(", ")),
                )
            };
            return Ok(vec![found.cloned().ok_or_else(bad)?]);
        }
        let applies = |rule: &&WeightRule| match (rule.id, body) {
            (WeightFormula::Actual, _) => true,
            (WeightFormula::Capped, Some(body)) => body.cap.is_some(),
            (_, Some(body)) => body.height.is_some() && body.sex.is_some(),
            (_, None) => false,
        };
        Ok(all.iter().filter(applies).cloned().collect())
    }
}

fn word_of_sex(text: &str) -> Result<Sex, AppError> {
    let found = Sex::ALL.iter().copied().find(|sex| sex.id() == text);
    found.ok_or_else(|| usage("--sex", format!("\"{text}\" is neither female nor male")))
}

/// Checks a protocol.
///
/// # Errors
/// [`AppError::Usage`] for a weight, height or volume that cannot be right, with the plausible range.
pub fn check(
    protocol: &Protocol,
    asked: &Asked,
    record: Option<&Record>,
) -> Result<Checked, AppError> {
    let body = asked.body()?;
    let rules = asked.rules(body.as_ref())?;
    let bag = asked.bag.as_deref().map(Millilitres::parse).transpose();
    let bag = bag.map_err(|error| usage("--bag", error))?;
    let (arithmetic, mut findings) = arithmetic(protocol);
    findings.extend(against_printed(protocol));
    let mut views = vec![arithmetic];
    let doses = Doses {
        body: body.as_ref(),
        rules: &rules,
        bag,
    };
    if let Some(mut view) = dose_view(protocol, &doses) {
        if let Some(body) = &body {
            view.title = format!("Doses for {}", body_words(body));
        }
        views.push(view);
    }
    let flagged = |finding: &Finding| {
        let status = finding.source.as_ref().map(|source| source.status);
        finding.answer == Answer::No && status != Some(Status::Unverified)
    };
    let mut is_flagged = findings.iter().any(flagged);
    views.push(limits_view(&findings));
    if let Some(record) = record {
        let (view, flags) = flags_view(protocol, record);
        is_flagged |= flags.iter().any(Flag::decides);
        views.push(view);
    }
    views.retain(|view| !view.rows.is_empty() || !view.notes.is_empty());
    if let Some(first) = views.first_mut() {
        first.notes.extend(protocol.note.clone());
        if record.is_none() {
            first.notes.push(NO_RECORD.to_owned());
        }
        first.notes.push(INFORMS.to_owned());
    }
    Ok(Checked { views, is_flagged })
}

fn arithmetic(protocol: &Protocol) -> (TableView, Vec<Finding>) {
    let mut table = TableView {
        schema: "euthymia.protocol.arithmetic.v1".to_owned(),
        title: format!("{}: what follows from its values", protocol.name),
        columns: ["phase", "session", "as in", "what", "value"]
            .map(|name| ColumnSpec::text(name.replace(' ', "_"), name))
            .to_vec(),
        ..TableView::default()
    };
    let mut findings = Vec::new();
    for phase in &protocol.phases {
        for session in &phase.sessions {
            for reading in Reading::all(session) {
                let head = [
                    Value::text(phase.name.clone()),
                    Value::text(session.name.clone()),
                    reading.source().map_or(Value::Missing, Value::text),
                ];
                let mut row = |what: &str, value: String| {
                    let mut row = head.to_vec();
                    row.extend([Value::text(what), Value::text(value)]);
                    table.rows.push(row);
                };
                stimulation_rows(&reading, &mut row, &mut findings);
            }
        }
        course_rows(phase, &mut table);
    }
    (table, findings)
}

fn stimulation_rows(
    reading: &Reading<'_>,
    row: &mut impl FnMut(&str, String),
    findings: &mut Vec<Finding>,
) {
    if reading.session().kind != SessionKind::Stimulation {
        return;
    }
    // A file is read only when its trains can be.
    let computed = sessions(reading).unwrap_or_default();
    if computed.is_empty() {
        row(
            "trains",
            "cannot say: rate, train, pause or number of trains were not published here".to_owned(),
        );
    }
    for session in &computed {
        let train = session.train();
        row("pulses of a train", train.pulses().count().to_string());
        row("trains", session.trains().to_string());
        row("pulses of a session", session.pulses().count().to_string());
        row(
            "duty cycle",
            format!("{} %", number(100.0 * session.duty_cycle(), 1)),
        );
        for convention in Convention::ALL {
            row(
                &format!("length, {convention}"),
                session.length(*convention).clock(),
            );
        }
        findings.extend(limits(reading, session));
        if let Some(printed) = reading.exact(What::Pulses) {
            let same = session.pulses().count().to_string() == number(printed, 0);
            let statement = format!(
                "{} pulses follow from the trains, {} were printed",
                session.pulses().count(),
                number(printed, 0)
            );
            findings.push(Finding::new(Answer::of(same), statement));
        }
    }
}

/// A session held against the published limits, at the highest intensity that is named.
fn limits(reading: &Reading<'_>, session: &Session) -> Vec<Finding> {
    let named = reading.amount(What::Intensity).map(|amount| amount.high());
    let intensity = named.and_then(|percent| PercentOfMotorThreshold::new(percent).ok());
    match intensity {
        Some(intensity) => safety::check(session, intensity),
        None => vec![Finding::unknown(
            "the intensity was not published here, so no limit can be held against the train",
            "intensity",
        )],
    }
}

fn course_rows(phase: &Phase, table: &mut TableView) {
    let mut row = |what: &str, value: String| {
        table.rows.push(vec![
            Value::text(phase.name.clone()),
            Value::text("all"),
            Value::Missing,
            Value::text(what),
            Value::text(value),
        ]);
    };
    let Some(schedule) = phase.schedule.first() else {
        return;
    };
    let count = schedule.sessions();
    row(
        "sessions",
        count.map_or_else(|| "without an end".to_owned(), |one| one.to_string()),
    );
    let each: Option<u64> = phase
        .sessions
        .iter()
        .filter_map(|session| {
            let readings = Reading::all(session);
            let first = sessions(readings.first()?).ok()?;
            first.first().map(|one| one.pulses().count())
        })
        .reduce(|sum, one| sum + one);
    if let (Some(count), Some(each)) = (count, each) {
        row(
            "pulses of the phase",
            count.saturating_mul(each).to_string(),
        );
    }
    let interval = schedule
        .interval
        .as_deref()
        .and_then(|text| Seconds::parse(text).ok());
    let length = phase.sessions.first().and_then(|session| {
        let readings = Reading::all(session);
        sessions(readings.first()?)
            .ok()?
            .first()
            .map(|one| one.length(Convention::FullCycles))
    });
    if let (Some(interval), Some(length)) = (interval, length) {
        for meaning in IntervalMeaning::ALL {
            if schedule.meaning.is_some_and(|said| said != *meaning) {
                continue;
            }
            if let Ok(day) = SessionDay::new(schedule.per_day, length, interval, *meaning) {
                let minutes = number(day.length().value() / 60.0, 1);
                row(
                    &format!("a day, interval counted {meaning}"),
                    format!("{minutes} min"),
                );
            }
        }
    }
}

/// The totals of the whole course against those printed.
fn against_printed(protocol: &Protocol) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in &protocol.printed {
        let Ok(Some(printed)) = Amount::parse(entry.what, &entry.is) else {
            continue;
        };
        let computed = match entry.what {
            What::Sessions => total(protocol, |_| Some(1)),
            What::Pulses => total(protocol, |phase| {
                let session = phase.sessions.first()?;
                let readings = Reading::all(session);
                let first = sessions(readings.first()?).ok()?;
                first.first().map(|one| one.pulses().count())
            }),
            _ => None,
        };
        let source = protocol.source(&entry.source, entry.status);
        let (what, is) = (entry.what, &entry.is);
        findings.push(match computed {
            Some(computed) => {
                // At most millions: exact as a float.
                #[allow(clippy::cast_precision_loss)]
                let value = computed as f64;
                let fits = (printed.low()..=printed.high()).contains(&value);
                Finding::new(
                    Answer::of(fits),
                    format!("{computed} {what} in all follow, {is} were printed"),
                )
                .by(source)
            }
            None => Finding::unknown(
                format!("{is} {what} in all were printed; they do not follow from the values"),
                "the values of each session",
            )
            .by(source),
        });
    }
    findings
}

/// The sum over the sessions of the course, preparation and integration left out; `None` without an
/// end.
fn total(protocol: &Protocol, each: impl Fn(&Phase) -> Option<u64>) -> Option<u64> {
    use euthymia_clinical::protocol::file::PhaseKind::{Integration, Preparation};
    let treated = protocol
        .phases
        .iter()
        .filter(|phase| !matches!(phase.kind, Preparation | Integration));
    treated
        .map(|phase| {
            Some(
                phase
                    .schedule
                    .first()?
                    .sessions()?
                    .saturating_mul(each(phase)?),
            )
        })
        .sum()
}

fn answer_words(answer: Answer, yes: &str, no: &str) -> Value {
    Value::text(match answer {
        Answer::Yes => yes,
        Answer::No => no,
        Answer::CannotSay => "cannot say",
    })
}

fn limits_view(findings: &[Finding]) -> TableView {
    let mut table = TableView {
        schema: "euthymia.protocol.limits.v1".to_owned(),
        title: "Against what was published".to_owned(),
        columns: ["result", "statement", "source"]
            .map(|name| ColumnSpec::text(name, name))
            .to_vec(),
        ..TableView::default()
    };
    let mut seen: Vec<&str> = Vec::new();
    for finding in findings {
        if seen.contains(&finding.statement.as_str()) {
            continue;
        }
        seen.push(&finding.statement);
        let source = finding.source.as_ref().map(ToString::to_string);
        table.rows.push(vec![
            answer_words(finding.answer, "fits", "flag"),
            Value::text(finding.statement.clone()),
            source.map_or(Value::Missing, Value::text),
        ]);
    }
    if !findings.is_empty() {
        table
            .notes
            .push("A flag is no prohibition: published protocols are flagged, too.".to_owned());
    }
    table
}
