//! The fold: where every record went.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::column::{Column, Identified};
use super::origin::{Origin, Origins};
use super::previous::{Change, Previous, Totals};
use super::studies::Studies;
use crate::RecordId;
use crate::log::{Entry, Imported, Source, SourceKind, Stage, State};
use crate::screen::{Outcome, Screening};

/// A review as far as it was read: entries, and what follows from them.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The entries.
    pub entries: &'a [Entry],
    /// What they say of files and copies.
    pub state: &'a State,
    /// What they say of decisions.
    pub screening: &'a Screening,
}

/// Where every record of a review went.
///
/// # Example
/// ```
/// use euthymia_review::log::State;
/// use euthymia_review::prisma::{Flow, Previous, Seen};
/// use euthymia_review::screen::{Rules, Screening};
/// let state = State::of(&[]);
/// let screening = Screening::of(&[], &state, Rules::default(), &[]);
/// let seen = Seen { entries: &[], state: &state, screening: &screening };
/// let flow = Flow::of(&seen, Previous::default());
/// assert_eq!((flow.databases.records(), flow.total.reports), (0, 0));
/// assert!(flow.check().is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// What was included before: by an earlier version of the review, and before the point where
    /// this flow begins. `None` where there is nothing before.
    pub previous: Option<Totals>,
    /// What came through databases and registers.
    pub databases: Column,
    /// What came by other methods.
    pub others: Column,
    /// What is included now and was not before. A new report of an earlier study is a report only.
    pub new: Totals,
    /// How many more of what was included before are there now: negative where something is
    /// included no longer, or turned out to be a copy or of the same study.
    pub change: Change,
    /// All that is included.
    pub total: Totals,
}

impl Flow {
    /// The flow of a whole review.
    #[must_use]
    pub fn of(now: &Seen<'_>, previous: Previous) -> Self {
        count(now, None, previous)
    }

    /// The flow from a point on: `before` is the review as it was then ([`until`](super::until)).
    #[must_use]
    pub fn since(now: &Seen<'_>, before: &Seen<'_>, previous: Previous) -> Self {
        count(now, Some(before), previous)
    }

    /// Both sides, databases and registers first.
    #[must_use]
    pub fn columns(&self) -> [&Column; 2] {
        [&self.databases, &self.others]
    }

    /// Reports that are not decided on to the end.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.databases.open() + self.others.open()
    }
}

/// Which side a record came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Databases,
    Others,
}

fn count(now: &Seen<'_>, before: Option<&Seen<'_>>, written: Previous) -> Flow {
    let origins = before.map(|before| Origins::of(before, now.screening));
    let mut flow = Flow::default();
    let sides = identify(now, origins.as_ref(), &mut flow);
    let mut reasons = [BTreeMap::new(), BTreeMap::new()];
    let mut included = Vec::new();
    let [databases_reasons, others_reasons] = &mut reasons;
    for (place, side) in sides.iter().enumerate() {
        let origin = origins
            .as_ref()
            .map_or(Origin::New, |own| own.origin(now.screening, place));
        if now.screening.outcome(place, Stage::FullText) == Outcome::Included {
            included.push((place, origin != Origin::Old));
        }
        if origin == Origin::Old {
            continue;
        }
        let (column, reasons) = match side {
            Side::Databases => (&mut flow.databases, &mut *databases_reasons),
            Side::Others => (&mut flow.others, &mut *others_reasons),
        };
        column.carried += u64::from(origin == Origin::Carried);
        column.take(now.screening, place, reasons);
    }
    let [databases_reasons, others_reasons] = reasons;
    let rules = &now.screening.rules;
    flow.databases.name_reasons(databases_reasons, rules);
    flow.others.name_reasons(others_reasons, rules);
    sum(&mut flow, now, before, &included, written);
    flow
}

/// Counts what sources brought and which of it is a copy; returns the side of each report.
fn identify(now: &Seen<'_>, origins: Option<&Origins>, flow: &mut Flow) -> Vec<Side> {
    let sources: HashMap<&str, &Source> = now
        .state
        .sources
        .iter()
        .map(|source| (source.name.as_str(), source))
        .collect();
    let mut sides = vec![Side::Others; now.screening.units.len()];
    let mut is_led = vec![false; sides.len()];
    let mut places = Vec::new();
    for import in now.state.counted() {
        let source = import.source.as_deref().and_then(|name| sources.get(name));
        let kind = source.map_or(SourceKind::Database, |source| source.kind());
        let side = match kind.is_database_or_register() {
            true => Side::Databases,
            false => Side::Others,
        };
        let old = origins.and_then(|own| own.records(import.import));
        let came = import.records.saturating_sub(old.unwrap_or(0));
        if old.is_none() || came > 0 {
            let column = side_of(flow, side);
            add(column, import, source.copied(), (kind, came));
        }
        for number in 1..=import.records {
            let record = RecordId {
                import: import.import,
                number,
            };
            if let Some(place) = now.screening.place(record) {
                places.push((place, side, old.is_some_and(|old| number <= old)));
                if let Some(own) = sides.get_mut(place) {
                    *own = (*own).min(side);
                }
            }
        }
    }
    // A record stands for its report on the side where the report is counted: the first one there,
    // unless one was there before. All others are copies.
    for (place, _, is_old) in &places {
        if *is_old && let Some(led) = is_led.get_mut(*place) {
            *led = true;
        }
    }
    for (place, side, is_old) in places {
        let is_home = sides.get(place) == Some(&side);
        match is_led.get_mut(place) {
            _ if is_old => {}
            Some(led) if is_home && !*led => *led = true,
            _ => side_of(flow, side).duplicates += 1,
        }
    }
    sides
}

fn side_of(flow: &mut Flow, side: Side) -> &mut Column {
    match side {
        Side::Databases => &mut flow.databases,
        Side::Others => &mut flow.others,
    }
}

fn add(
    column: &mut Column,
    import: &Imported,
    source: Option<&Source>,
    (kind, came): (SourceKind, u32),
) {
    let records = u64::from(came);
    let known = column.identified.iter_mut();
    if let Some(own) = { known }.find(|own| own.source == import.source) {
        own.records += records;
        return;
    }
    let described = source.map(|source| source.database.clone());
    column.identified.push(Identified {
        source: import.source.clone(),
        database: described.or_else(|| import.source.clone()),
        kind,
        records,
    });
}

/// Counts studies and reports: before, new, and in all.
fn sum(
    flow: &mut Flow,
    now: &Seen<'_>,
    before: Option<&Seen<'_>>,
    included: &[(usize, bool)],
    written: Previous,
) {
    let studies = Studies::of(now.entries, now.state, now.screening);
    let mut old = HashSet::new();
    let mut all = HashSet::new();
    for (place, is_new) in included {
        let study = studies.of_report(*place);
        all.insert(study);
        if !is_new {
            old.insert(study);
        }
    }
    flow.new = Totals {
        studies: all.difference(&old).count() as u64,
        reports: included.iter().filter(|(_, is_new)| *is_new).count() as u64,
    };
    let previous = written.totals();
    if written.is_said() || before.is_some() {
        let then = before.map(included_in).unwrap_or_default();
        let kept = included.iter().filter(|(_, is_new)| !is_new).count();
        flow.change = Change {
            studies: old.len() as i64 - then.studies as i64,
            reports: kept as i64 - then.reports as i64,
        };
        flow.previous = Some(Totals {
            studies: previous.studies + then.studies,
            reports: previous.reports + then.reports,
        });
    }
    flow.total = Totals {
        studies: previous.studies + all.len() as u64,
        reports: previous.reports + included.len() as u64,
    };
}

/// What was included in a review as far as it was read.
fn included_in(seen: &Seen<'_>) -> Totals {
    let studies = Studies::of(seen.entries, seen.state, seen.screening);
    let places = 0..seen.screening.units.len();
    let included: Vec<usize> = places
        .filter(|&place| seen.screening.outcome(place, Stage::FullText) == Outcome::Included)
        .collect();
    let studied: HashSet<usize> = included.iter().map(|&own| studies.of_report(own)).collect();
    Totals {
        studies: studied.len() as u64,
        reports: included.len() as u64,
    }
}
