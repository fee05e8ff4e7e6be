//! Duplicates are found and entered; pairs in doubt are listed for a person.

use super::library::{Progress, for_each_record};
use super::link::link;
use super::session::Session;
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_review::dedupe::dedupe as search;
use euthymia_review::dedupe::{Candidate, Decision, Duplicates, Settings, Thresholds, Verdict};
use euthymia_review::{Event, How, Protocol, RecordId, State};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What looking for duplicates found, and what was entered.
#[derive(Clone, Debug, Default)]
pub struct Deduplicated {
    /// Everything that was found.
    pub found: Duplicates,
    /// Groups that were entered now.
    pub groups: usize,
    /// Records removed by them.
    pub removed: usize,
    /// Links that were entered now.
    pub links: usize,
    /// Pairs that wait for a person, the likeliest first.
    pub queue: Vec<Waiting>,
    /// What must be said.
    pub notes: Vec<String>,
}

/// A pair that waits for a person.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The judgement of the pair.
    pub decision: Decision,
    /// Titles of both, as compared.
    pub titles: [String; 2],
}

/// What is entered as the rule behind automatic decisions.
pub(super) const RULE: &str = "euthymia.dedupe.v1";

/// Looks for duplicates among all records and, unless it is a trial run, enters those that are sure
/// and the links. Decisions of people stand: what they kept apart is not merged.
///
/// # Errors
/// [`AppError`] when a file of the review is damaged or the log cannot be written.
pub fn dedupe(
    session: &mut Session,
    enter: bool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Deduplicated, AppError> {
    let mut candidates = Vec::new();
    for_each_record(session, progress, &mut |id, reading| {
        if let Some(record) = reading.record {
            candidates.push(Candidate::of(id, &record));
        }
        Ok(())
    })?;
    let settings = settings(&session.protocol);
    let found = search(&candidates, &settings);
    let state = session.state();
    let known = Known::of(session, &state);
    let by_id: BTreeMap<RecordId, &Candidate> =
        candidates.iter().map(|own| (own.id, own)).collect();
    let mut result = Deduplicated::default();
    let mut events = merges(&found, &known, &mut result);
    events.extend(links(&found, &known, &by_id, &mut result));
    result.queue = waiting(&found, &known, &by_id);
    result.notes.extend(large(&found));
    result.found = found;
    let is_news = !events.is_empty() || state.unsearched() > 0;
    if enter && is_news {
        let imports = state.counted().map(|own| own.import).collect();
        let rule = RULE.to_owned();
        events.insert(0, Event::DuplicatesSearched { imports, rule });
        let stamp = session.stamp()?;
        session.folder.append(&stamp, events)?;
    }
    Ok(result)
}

/// The thresholds of `review.toml`, or the usual ones.
pub(super) fn settings(protocol: &Protocol) -> Settings {
    let usual = Settings::default();
    let own = protocol.duplicates;
    Settings {
        thresholds: Thresholds {
            automatic: own.merge_from.unwrap_or(usual.thresholds.automatic),
            queue: own.ask_from.unwrap_or(usual.thresholds.queue),
        },
        ..usual
    }
}

/// What was decided before.
struct Known {
    /// The group of each merged record, by its first record.
    group: BTreeMap<RecordId, RecordId>,
    /// Pairs that people kept apart.
    apart: BTreeSet<(RecordId, RecordId)>,
    /// Pairs that are linked.
    linked: BTreeSet<(RecordId, RecordId)>,
    /// Pairs that were merged once and are not any more.
    parted: BTreeSet<(RecordId, RecordId)>,
}

impl Known {
    fn of(session: &Session, state: &State) -> Self {
        let mut group = BTreeMap::new();
        for merged in &state.merged {
            for record in &merged.records {
                group.insert(*record, *merged.records.first().unwrap_or(record));
            }
        }
        let mut known = Self {
            group,
            apart: state.kept_apart.iter().map(|pair| ordered(*pair)).collect(),
            linked: state
                .links
                .iter()
                .map(|link| ordered((link.a, link.b)))
                .collect(),
            parted: BTreeSet::new(),
        };
        let entries = session.folder.log().entries();
        for event in entries.iter().flat_map(|entry| &entry.events) {
            if let Event::RecordsMerged { records, .. } = event {
                let Some(first) = records.first() else {
                    continue;
                };
                let parted = records.iter().filter(|own| !known.together(*first, **own));
                let parted: Vec<_> = parted.map(|own| ordered((*first, *own))).collect();
                known.parted.extend(parted);
            }
        }
        known
    }

    fn together(&self, a: RecordId, b: RecordId) -> bool {
        a == b || matches!((self.group.get(&a), self.group.get(&b)), (Some(x), Some(y)) if x == y)
    }

    fn forbids(&self, a: RecordId, b: RecordId) -> bool {
        let pair = ordered((a, b));
        self.apart.contains(&pair) || self.parted.contains(&pair)
    }
}

fn ordered((a, b): (RecordId, RecordId)) -> (RecordId, RecordId) {
    (a.min(b), a.max(b))
}

fn merges(found: &Duplicates, known: &Known, result: &mut Deduplicated) -> Vec<Event> {
    let mut least: BTreeMap<RecordId, f64> = BTreeMap::new();
    for decision in found
        .decisions
        .iter()
        .filter(|own| own.verdict == Verdict::Same)
    {
        for id in [decision.a, decision.b] {
            let best = least.entry(id).or_insert(decision.probability);
            *best = best.max(decision.probability);
        }
    }
    let mut events = Vec::new();
    let mut held_back = 0;
    for group in &found.groups {
        let allowed = |own: &&RecordId| !group.iter().any(|other| known.forbids(**own, *other));
        let records: Vec<RecordId> = group.iter().filter(allowed).copied().collect();
        held_back += usize::from(records.len() < group.len());
        let Some(first) = records.first().copied() else {
            continue;
        };
        if records.iter().all(|own| known.together(first, *own)) {
            continue;
        }
        let sure = records.iter().filter_map(|own| least.get(own)).copied();
        let probability = sure.fold(1.0, f64::min);
        result.groups += 1;
        result.removed += records
            .iter()
            .filter(|own| !known.together(first, **own))
            .count();
        events.push(Event::RecordsMerged {
            records,
            how: How::automatic(probability, RULE),
        });
    }
    if held_back > 0 {
        let groups = counted(held_back, "group holds", "groups hold");
        result.notes.push(format!(
            "{groups} records that someone kept apart or took apart again: those were not merged."
        ));
    }
    events
}

/// One link for two reports, however many copies each has.
fn links(
    found: &Duplicates,
    known: &Known,
    by_id: &BTreeMap<RecordId, &Candidate>,
    result: &mut Deduplicated,
) -> Vec<Event> {
    let mut first_of: BTreeMap<RecordId, RecordId> = known.group.clone();
    for group in &found.groups {
        let first = group
            .first()
            .map(|own| *known.group.get(own).unwrap_or(own));
        first_of.extend(group.iter().filter_map(|own| Some((*own, first?))));
    }
    let report = |id: RecordId| *first_of.get(&id).unwrap_or(&id);
    let pair_of = |a: RecordId, b: RecordId| ordered((report(a), report(b)));
    let mut linked: BTreeSet<(RecordId, RecordId)> =
        known.linked.iter().map(|(a, b)| pair_of(*a, *b)).collect();
    let mut events = Vec::new();
    for decision in &found.decisions {
        let Verdict::Linked(kind) = decision.verdict else {
            continue;
        };
        let ends = (by_id.get(&decision.a), by_id.get(&decision.b));
        let (Some(a), Some(b)) = ends else { continue };
        let pair = pair_of(decision.a, decision.b);
        let is_one = pair.0 == pair.1;
        if is_one
            || known.apart.contains(&ordered((decision.a, decision.b)))
            || !linked.insert(pair)
        {
            continue;
        }
        let (first, second, link) = link(kind, a, b);
        result.links += 1;
        events.push(Event::Linked {
            a: report(first.id),
            b: report(second.id),
            link,
        });
    }
    events
}

fn waiting(
    found: &Duplicates,
    known: &Known,
    by_id: &BTreeMap<RecordId, &Candidate>,
) -> Vec<Waiting> {
    let title = |id: RecordId| {
        let title = by_id.get(&id).and_then(|own| own.title());
        title.unwrap_or_default().to_owned()
    };
    let open = |own: &&Decision| {
        let pair = ordered((own.a, own.b));
        let decided = known.together(own.a, own.b) || known.linked.contains(&pair);
        !decided && !known.apart.contains(&pair)
    };
    let mut waiting: Vec<Waiting> = found
        .queue()
        .into_iter()
        .chain(parted(found, known))
        .filter(open)
        .map(|own| Waiting {
            decision: *own,
            titles: [title(own.a), title(own.b)],
        })
        .collect();
    waiting.dedup_by_key(|own| (own.decision.a, own.decision.b));
    waiting
}

/// Pairs that the rule would merge, had nobody taken them apart again.
fn parted<'f>(found: &'f Duplicates, known: &'f Known) -> impl Iterator<Item = &'f Decision> {
    let is_parted = |own: &&Decision| {
        own.verdict == Verdict::Same && known.parted.contains(&ordered((own.a, own.b)))
    };
    found.decisions.iter().filter(is_parted)
}

fn large(found: &Duplicates) -> Option<String> {
    let blocks = found.large.len();
    (blocks > 0).then(|| {
        format!(
            "{} shared by many records; of each such record only the nearest were compared by it.",
            counted(blocks, "key is", "keys are")
        )
    })
}

/// The pairs that wait, as a table.
#[must_use]
pub fn queue_view(queue: &[Waiting], most: usize) -> TableView {
    let mut notes = vec![match queue.is_empty() {
        true => "No pair waits for a person.".to_owned(),
        false => format!(
            "{}; decide each with euthymia review same A B, different A B, or link A B KIND; review \
             dedupe --explain A B shows the reasons.",
            counted(queue.len(), "pair waits", "pairs wait")
        ),
    }];
    if most > 0 && queue.len() > most {
        notes.push(format!(
            "The {most} likeliest are shown; --most 0 shows all."
        ));
    }
    let shown = if most == 0 { queue.len() } else { most };
    let row = |own: &Waiting| {
        vec![
            Value::text(own.decision.a.to_string()),
            Value::text(own.decision.b.to_string()),
            Value::Number {
                value: own.decision.probability,
                decimals: 3,
            },
            Value::text(&own.titles[0]),
            Value::text(&own.titles[1]),
        ]
    };
    TableView {
        schema: "euthymia.review.queue.v1".to_owned(),
        title: "Pairs that may be one report".to_owned(),
        columns: vec![
            ColumnSpec::text("a", "A"),
            ColumnSpec::text("b", "B"),
            ColumnSpec::number("probability", "Probability"),
            ColumnSpec::text("title_a", "Title of A"),
            ColumnSpec::text("title_b", "Title of B"),
        ],
        rows: queue.iter().take(shown).map(row).collect(),
        notes,
    }
}
