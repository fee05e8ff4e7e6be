//! What follows from the values of a protocol: pulses, lengths, totals of a phase, days.

use super::sources::{Sources, of_entries};
use super::words::number;
use euthymia_clinical::protocol::Protocol;
use euthymia_clinical::protocol::file::{Phase, PhaseKind, Schedule, Session, SessionKind};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::stimulation::{Counted, pulses, rests_on, sessions};
use euthymia_clinical::protocol::value::{Amount, What};
use euthymia_clinical::source::Source;
use euthymia_clinical::tms::day::{IntervalMeaning, SessionDay};
use euthymia_clinical::tms::quantity::Seconds;
use euthymia_clinical::tms::session::Convention;
use euthymia_table::{ColumnSpec, TableView, Value};

/// A number, a range, or why there is none.
#[derive(Clone, Debug, PartialEq)]
struct Quantity {
    low: Option<f64>,
    high: Option<f64>,
    unit: &'static str,
    shown: String,
}

impl Quantity {
    fn of(value: f64, unit: &'static str, shown: String) -> Self {
        Self {
            low: Some(value),
            high: Some(value),
            unit,
            shown,
        }
    }

    // Pulses and sessions are at most some millions: exact as a float.
    #[allow(clippy::cast_precision_loss)]
    fn count(low: u64, high: u64, unit: &'static str) -> Self {
        Self {
            low: Some(low as f64),
            high: Some(high as f64),
            unit,
            shown: span(low, high),
        }
    }

    fn none(why: impl Into<String>) -> Self {
        Self {
            low: None,
            high: None,
            unit: "",
            shown: why.into(),
        }
    }

    fn cells(&self) -> [Value; 5] {
        let exact = self.low.filter(|_| self.low == self.high);
        let unit = (!self.unit.is_empty()).then_some(self.unit);
        [
            Value::text(self.shown.clone()),
            Value::number(exact, 1),
            Value::number(self.low, 1),
            Value::number(self.high, 1),
            super::words::optional(unit),
        ]
    }
}

/// One number, or two as a range.
pub(super) fn span(low: u64, high: u64) -> String {
    if low == high {
        low.to_string()
    } else {
        format!("{low} to {high}")
    }
}

/// The table being made.
struct Rows<'p> {
    protocol: &'p Protocol,
    table: TableView,
    sources: Sources,
}

impl Rows<'_> {
    fn push(&mut self, head: [Value; 3], what: &str, quantity: &Quantity, from: &[Source]) {
        let mut row = head.to_vec();
        row.push(Value::text(what));
        row.extend(quantity.cells());
        row.extend(self.sources.computed(from));
        self.table.rows.push(row);
    }
}

/// Everything that follows, with what each row rests on.
pub(super) fn arithmetic(protocol: &Protocol) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("phase", "phase"),
        ColumnSpec::text("session", "session"),
        ColumnSpec::text("as_in", "as in"),
        ColumnSpec::text("what", "what"),
        ColumnSpec::text("shown", "value"),
        ColumnSpec::number("value", "value").for_machines(),
        ColumnSpec::number("low", "lowest").for_machines(),
        ColumnSpec::number("high", "highest").for_machines(),
        ColumnSpec::text("unit", "unit").for_machines(),
    ];
    columns.extend(Sources::columns("computed from"));
    let mut rows = Rows {
        protocol,
        table: TableView {
            schema: "euthymia.protocol.arithmetic.v1".to_owned(),
            title: format!("{}: what follows from its values", protocol.name),
            columns,
            ..TableView::default()
        },
        sources: Sources::default(),
    };
    for phase in &protocol.phases {
        for session in &phase.sessions {
            for reading in Reading::all(session) {
                stimulation_rows(phase, &reading, &mut rows);
            }
        }
        course_rows(phase, &mut rows);
    }
    let Rows {
        mut table, sources, ..
    } = rows;
    table.notes.extend(sources.notes());
    table
}

fn stimulation_rows(phase: &Phase, reading: &Reading<'_>, rows: &mut Rows<'_>) {
    if reading.session().kind != SessionKind::Stimulation {
        return;
    }
    let head = || {
        [
            Value::text(phase.name.clone()),
            Value::text(reading.session().name.clone()),
            reading.source().map_or(Value::Missing, Value::text),
        ]
    };
    let from = of_entries(rows.protocol, &rests_on(reading));
    // A file is read only when its trains can be.
    let computed = sessions(reading).unwrap_or_default();
    if computed.is_empty() {
        let why = "cannot say: rate, train, pause or number of trains were not published here";
        let from = looked_in(rows.protocol, phase, reading);
        rows.push(head(), "trains", &Quantity::none(why), &from);
    }
    for session in &computed {
        let train = session.train();
        let each = train.pulses().count();
        let trains = u64::from(session.trains());
        let all = session.pulses().count();
        let duty = 100.0 * session.duty_cycle();
        let shown = format!("{} %", number(duty, 1));
        for (what, quantity) in [
            ("pulses of a train", Quantity::count(each, each, "pulses")),
            ("trains", Quantity::count(trains, trains, "trains")),
            ("pulses of a session", Quantity::count(all, all, "pulses")),
            ("duty cycle", Quantity::of(duty, "%", shown)),
        ] {
            rows.push(head(), what, &quantity, &from);
        }
        for convention in Convention::ALL {
            let length = session.length(*convention);
            let quantity = Quantity::of(length.value(), "s", length.clock());
            rows.push(head(), &format!("length, {convention}"), &quantity, &from);
        }
    }
}

/// Where the trains would be said: the sources of the other values, or of the times.
fn looked_in(protocol: &Protocol, phase: &Phase, reading: &Reading<'_>) -> Vec<Source> {
    let said = of_entries(protocol, &reading.entries(What::ALL));
    if !said.is_empty() {
        return said;
    }
    let times = phase.schedule.iter();
    times
        .map(|one| protocol.source(&one.source, one.status))
        .collect()
}

fn course_rows(phase: &Phase, rows: &mut Rows<'_>) {
    let Some(schedule) = phase.schedule.first() else {
        return;
    };
    let head = |source: Option<&str>| {
        [
            Value::text(phase.name.clone()),
            Value::text("all"),
            source.map_or(Value::Missing, Value::text),
        ]
    };
    let times = rows.protocol.source(&schedule.source, schedule.status);
    let sessions = schedule.sessions();
    let quantity = sessions.map_or_else(
        || Quantity::none("without an end"),
        |count| Quantity::count(count, count, "sessions"),
    );
    rows.push(
        head(None),
        "sessions",
        &quantity,
        std::slice::from_ref(&times),
    );
    for total in totals(rows.protocol, phase) {
        let quantity = match total.pulses {
            Some((low, high)) => Quantity::count(low, high, "pulses"),
            None => Quantity::none(total.words()),
        };
        let what = if total.is_printed {
            "pulses of the phase, some as printed"
        } else {
            "pulses of the phase"
        };
        rows.push(head(total.reading), what, &quantity, &total.from);
    }
    for (meaning, minutes, from) in days(rows.protocol, phase, schedule) {
        let what = format!("a day, interval counted {meaning}");
        let quantity = Quantity::of(minutes, "min", format!("{} min", number(minutes, 1)));
        rows.push(head(None), &what, &quantity, &from);
    }
}

/// The length of a day in minutes under each meaning of the interval that may be meant.
fn days(
    protocol: &Protocol,
    phase: &Phase,
    schedule: &Schedule,
) -> Vec<(IntervalMeaning, f64, Vec<Source>)> {
    let interval = schedule.interval.as_deref();
    let interval = interval.and_then(|text| Seconds::parse(text).ok());
    let reading = phase.sessions.first().map(Reading::all);
    let reading = reading.and_then(|all| all.first().copied());
    let (Some(interval), Some(reading)) = (interval, reading) else {
        return Vec::new();
    };
    let computed = sessions(&reading).unwrap_or_default();
    let Some(length) = computed.first() else {
        return Vec::new();
    };
    let length = length.length(Convention::FullCycles);
    let mut from = vec![protocol.source(&schedule.source, schedule.status)];
    from.extend(of_entries(protocol, &rests_on(&reading)));
    let meant = IntervalMeaning::ALL
        .iter()
        .filter(|meaning| schedule.meaning.is_none_or(|said| said == **meaning));
    let day = |meaning: &IntervalMeaning| {
        let day = SessionDay::new(schedule.per_day, length, interval, *meaning).ok()?;
        Some((*meaning, day.length().value() / 60.0, from.clone()))
    };
    meant.filter_map(day).collect()
}

/// Pulses of all sessions of a phase, as one source has them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Total<'p> {
    /// The source, where sources disagree.
    pub(super) reading: Option<&'p str>,
    /// The fewest and the most; `None` where they cannot be said.
    pub(super) pulses: Option<(u64, u64)>,
    /// Parts of a session whose pulses are not known.
    pub(super) missing: Vec<&'p str>,
    /// What they follow from.
    pub(super) from: Vec<Source>,
    /// True where pulses of a part are as printed, its trains not being known.
    pub(super) is_printed: bool,
}

impl Total<'_> {
    /// Why there is no number.
    fn words(&self) -> String {
        if self.missing.is_empty() {
            "cannot say: the phase has no end of its own".to_owned()
        } else {
            format!(
                "cannot say: the pulses of \"{}\" were not published here",
                self.missing.join("\", \"")
            )
        }
    }
}

/// The totals of a phase with stimulation; one for each source where sources disagree.
///
/// The sessions are those of the schedule, or those printed for the whole course where that is a range
/// and there is no other phase of treatment.
pub(super) fn totals<'p>(protocol: &'p Protocol, phase: &'p Phase) -> Vec<Total<'p>> {
    let is_stimulation = |session: &&Session| session.kind == SessionKind::Stimulation;
    let parts: Vec<Vec<Reading<'p>>> = phase
        .sessions
        .iter()
        .filter(is_stimulation)
        .map(Reading::all)
        .collect();
    let mut readings: Vec<Option<&'p str>> = Vec::new();
    for reading in parts.iter().flatten() {
        let source = reading.source();
        if source.is_some() && !readings.contains(&source) {
            readings.push(source);
        }
    }
    if readings.is_empty() && !parts.is_empty() {
        readings.push(None);
    }
    let of = |reading: Option<&'p str>| total(protocol, phase, &parts, reading);
    readings.into_iter().map(of).collect()
}

fn total<'p>(
    protocol: &'p Protocol,
    phase: &'p Phase,
    parts: &[Vec<Reading<'p>>],
    source: Option<&'p str>,
) -> Total<'p> {
    let mut total = Total {
        reading: source,
        pulses: Some((0, 0)),
        missing: Vec::new(),
        from: Vec::new(),
        is_printed: false,
    };
    for part in parts {
        let own = part.iter().find(|one| one.source() == source);
        let counts: Vec<Option<Counted<'p>>> = match own {
            Some(own) => vec![pulses(own)],
            None => part.iter().map(pulses).collect(),
        };
        let known: Vec<&Counted<'p>> = counts.iter().flatten().collect();
        let low = known.iter().map(|one| one.low).min();
        let high = known.iter().map(|one| one.high).max();
        let name = part.first().map(|one| one.session().name.as_str());
        total.pulses = match (total.pulses, low.zip(high)) {
            (Some((least, most)), Some((low, high))) if known.len() == counts.len() => {
                Some((least + low, most + high))
            }
            _ => None,
        };
        if known.len() < counts.len() {
            total.missing.extend(name);
        }
        for one in known {
            total.is_printed |= one.is_printed;
            total.from.extend(of_entries(protocol, &one.entries));
        }
    }
    let (sessions, times) = sessions_of(protocol, phase);
    total.from.push(times);
    total.pulses = total
        .pulses
        .zip(sessions)
        .map(|((low, high), (few, many))| (low.saturating_mul(few), high.saturating_mul(many)));
    total
}

/// The fewest and the most sessions of a phase, with their source; `None` without an end.
fn sessions_of(protocol: &Protocol, phase: &Phase) -> (Option<(u64, u64)>, Source) {
    let treated = protocol.phases.iter().filter(|phase| is_treatment(phase));
    let printed = protocol.printed.iter().find(|one| {
        let amount = Amount::parse(one.what, &one.is);
        one.what == What::Sessions && amount.is_ok_and(|one| one.is_some_and(|one| one.is_range()))
    });
    let schedule = phase.schedule.first();
    let of_schedule = schedule.and_then(Schedule::sessions);
    let times = schedule.map(|one| protocol.source(&one.source, one.status));
    let times = times.unwrap_or_else(|| Source::confirmed("the file"));
    let range = printed.and_then(|one| Amount::parse(one.what, &one.is).ok().flatten());
    if let (Some(entry), Some(range)) = (printed, range)
        && treated.count() == 1
        && is_treatment(phase)
    {
        let source = protocol.source(&entry.source, entry.status);
        return (Some((whole(range.low()), whole(range.high()))), source);
    }
    (of_schedule.map(|count| (count, count)), times)
}

/// True for what is given, not for what stands before and after it.
pub(super) fn is_treatment(phase: &Phase) -> bool {
    !matches!(phase.kind, PhaseKind::Preparation | PhaseKind::Integration)
}

/// A count of a checked value, which is whole and at most a million.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> u64 {
    value.clamp(0.0, 1e6) as u64
}
