//! What is known about a review: a fold over its entries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::clusters::Clusters;
use super::standing::Standing;
use super::{Conflict, Entry, Event, EventId, How, Imported, Link, Source};
use crate::{ImportId, RecordId};

/// What the entries of a review say together. Every count is made here; none is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Title of the review.
    pub title: Option<String>,
    /// Text of `review.toml` that was entered last.
    pub protocol: Option<String>,
    /// Sources in the order in which they were added.
    pub sources: Vec<Source>,
    /// Files in the order in which they were imported.
    pub imports: Vec<ImportState>,
    /// Groups of copies among the records that count, in the order of the imports.
    pub merged: Vec<Merged>,
    /// Files among which duplicates were looked for together, by the last search.
    pub searched: BTreeSet<ImportId>,
    /// Pairs that are not copies.
    pub kept_apart: Vec<(RecordId, RecordId)>,
    /// Different reports that belong together.
    pub links: Vec<LinkState>,
    /// Undisputed new values of fields; `None` for a field that should be empty.
    pub amended: BTreeMap<(RecordId, String), Option<String>>,
    /// Remarks, in order: about which record, and the text.
    pub notes: Vec<(Option<RecordId>, String)>,
    /// Decisions that stand against each other.
    pub conflicts: Vec<Conflict>,
    /// Events that name something that is not there.
    pub unplaced: Vec<Unplaced>,
}

/// An imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportState {
    /// What was found in it.
    pub imported: Imported,
    /// Why it no longer counts; `None` when it does.
    pub withdrawn: Option<String>,
}

/// Records that are copies of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// At least two; the first, of the earliest import, stands for all.
    pub records: Vec<RecordId>,
}

/// Two reports that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkState {
    /// Who said so.
    pub event: EventId,
    /// One report.
    pub a: RecordId,
    /// The other.
    pub b: RecordId,
    /// How they belong together.
    pub link: Link,
}

/// What one source brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceCount {
    /// Records of its files that count.
    pub records: u64,
    /// Those of them that are copies of a record of the same source or of an earlier import.
    pub duplicates: u64,
}

/// An event that names something that is not there, so that it counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The event.
    pub event: EventId,
    /// What is not there, as a sentence.
    pub message: String,
}

/// A merge that stands.
struct Merge<'a> {
    event: EventId,
    records: &'a [RecordId],
    how: &'a How,
}

/// The fold while it goes on.
#[derive(Default)]
struct Fold<'a> {
    state: State,
    sources: HashMap<&'a str, (usize, EventId)>,
    imports: HashMap<ImportId, usize>,
    merges: Vec<Merge<'a>>,
    apart: Vec<(EventId, RecordId, RecordId)>,
    amendments: BTreeMap<(RecordId, &'a str), (EventId, &'a Option<String>, bool)>,
    withdrawn: Vec<(EventId, ImportId, &'a str)>,
}

impl State {
    /// Reads entries in their order ([`Log::entries`](super::Log::entries)).
    pub fn of(entries: &[Entry]) -> Self {
        let standing = Standing::of(entries);
        let mut fold = Fold::default();
        for (index, entry) in entries.iter().enumerate() {
            for (id, event) in entry.named() {
                if standing.counts(index, id.place) {
                    fold.take(id, event);
                }
            }
        }
        for &event in &standing.idle {
            fold.unplaced(event, "What it undoes is not there, or came later.");
        }
        fold.finish()
    }

    /// Records of all files that count.
    pub fn records(&self) -> u64 {
        self.counted().map(|import| u64::from(import.records)).sum()
    }

    /// Records that are copies of another one: what is removed before screening.
    pub fn duplicates(&self) -> u64 {
        let copies = |group: &Merged| group.records.len().saturating_sub(1) as u64;
        self.merged.iter().map(copies).sum()
    }

    /// Files that count.
    pub fn counted(&self) -> impl Iterator<Item = &Imported> {
        let counts = |import: &&ImportState| import.withdrawn.is_none();
        self.imports
            .iter()
            .filter(counts)
            .map(|import| &import.imported)
    }

    /// Files that count and among which nobody has looked for duplicates.
    pub fn unsearched(&self) -> usize {
        let is_new = |import: &&Imported| !self.searched.contains(&import.import);
        self.counted().filter(is_new).count()
    }

    /// Whether a record is there and its file counts.
    pub fn counts(&self, record: RecordId) -> bool {
        self.counted()
            .any(|import| import.import == record.import && has(import, record.number))
    }

    /// What each source brought, by its short name; `None` for files without one. Sources without
    /// records are there with zero.
    pub fn by_source(&self) -> BTreeMap<Option<String>, SourceCount> {
        let mut counts: BTreeMap<Option<String>, SourceCount> = self
            .sources
            .iter()
            .map(|source| (Some(source.name.clone()), SourceCount::default()))
            .collect();
        let mut sources = HashMap::new();
        for import in self.counted() {
            sources.insert(import.import, &import.source);
            let count = counts.entry(import.source.clone()).or_default();
            count.records += u64::from(import.records);
        }
        for group in &self.merged {
            for copy in group.records.iter().skip(1) {
                let source = sources.get(&copy.import).map(|&source| source.clone());
                if let Some(count) = source.and_then(|source| counts.get_mut(&source)) {
                    count.duplicates += 1;
                }
            }
        }
        counts
    }
}

fn has(import: &Imported, number: u32) -> bool {
    (1..=import.records).contains(&number)
}

impl<'a> Fold<'a> {
    fn take(&mut self, id: EventId, event: &'a Event) {
        match event {
            Event::ReviewCreated(created) => {
                self.state.title = Some(created.title.clone());
                self.state.protocol = Some(created.protocol.clone());
            }
            Event::ProtocolChanged(text) => self.state.protocol = Some(text.protocol.clone()),
            Event::SourceAdded(source) => self.add_source(id, source),
            Event::Imported(imported) => self.add_import(id, imported),
            Event::ImportWithdrawn { import, reason } => {
                self.withdrawn.push((id, *import, reason));
            }
            Event::RecordsMerged { records, how } => self.merges.push(Merge {
                event: id,
                records,
                how,
            }),
            Event::DuplicatesSearched { imports, .. } => {
                self.state.searched = imports.iter().copied().collect();
            }
            Event::KeptApart { a, b } => self.apart.push((id, *a, *b)),
            Event::Linked { a, b, link } => self.state.links.push(LinkState {
                event: id,
                a: *a,
                b: *b,
                link: *link,
            }),
            Event::FieldAmended {
                record,
                field,
                value,
            } => self.amend(id, (*record, field), value),
            Event::Note { record, text } => self.state.notes.push((*record, text.clone())),
            // What is decided about records is read by the fold of its own subject.
            _ => {}
        }
    }

    fn unplaced(&mut self, event: EventId, message: impl Into<String>) {
        let message = message.into();
        self.state.unplaced.push(Unplaced { event, message });
    }

    fn add_source(&mut self, id: EventId, source: &'a Source) {
        let next = self.state.sources.len();
        let (place, first) = *self.sources.entry(&source.name).or_insert((next, id));
        match self.state.sources.get(place) {
            None => self.state.sources.push(source.clone()),
            Some(known) if known != source => self.state.conflicts.push(Conflict::SourceTwice {
                first,
                second: id,
                source: source.name.clone(),
            }),
            Some(_) => {}
        }
    }

    fn add_import(&mut self, id: EventId, imported: &Imported) {
        let next = self.state.imports.len();
        let place = *self.imports.entry(imported.import).or_insert(next);
        match self.state.imports.get(place) {
            None => self.state.imports.push(ImportState {
                imported: imported.clone(),
                withdrawn: None,
            }),
            Some(known) if known.imported.sha256 != imported.sha256 => {
                self.unplaced(id, "Another file has the same name in the review.");
            }
            Some(known) if known.imported.records != imported.records => {
                self.unplaced(id, "Another version cut the same file into other records.");
            }
            Some(_) => {}
        }
    }

    fn amend(&mut self, id: EventId, at: (RecordId, &'a str), value: &'a Option<String>) {
        let (first, known, is_disputed) = self.amendments.entry(at).or_insert((id, value, false));
        if *known != value {
            *is_disputed = true;
            self.state.conflicts.push(Conflict::AmendedTwice {
                first: *first,
                second: id,
                record: at.0,
                field: at.1.to_owned(),
            });
        }
    }

    fn finish(mut self) -> State {
        for (event, import, reason) in std::mem::take(&mut self.withdrawn) {
            let place = self.imports.get(&import);
            match place.and_then(|&place| self.state.imports.get_mut(place)) {
                Some(import) => import.withdrawn = Some(reason.to_owned()),
                None => self.unplaced(event, format!("There is no import {import}.")),
            }
        }
        let mut clusters = self.clusters();
        self.finish_links(&mut clusters);
        let order = |record: &RecordId| {
            let import = self.imports.get(&record.import).copied();
            (import.unwrap_or(usize::MAX), record.number)
        };
        let groups = clusters.into_groups(order);
        self.state.merged = groups
            .into_iter()
            .map(|records| Merged { records })
            .collect();
        for ((record, field), (_, value, is_disputed)) in self.amendments {
            if !is_disputed {
                self.state
                    .amended
                    .insert((record, field.to_owned()), value.clone());
            }
        }
        self.state.conflicts.sort();
        self.state.conflicts.dedup();
        self.state
    }

    /// Whether the file of a record counts; an error when there is no such record.
    fn is_there(&self, record: RecordId) -> Result<bool, String> {
        let place = self.imports.get(&record.import);
        match place.and_then(|&place| self.state.imports.get(place)) {
            Some(import) if has(&import.imported, record.number) => Ok(import.withdrawn.is_none()),
            _ => Err(format!("There is no record {record}.")),
        }
    }

    /// The records of an event that count; an event that names one that is not there is told.
    fn counted(&mut self, event: EventId, records: &[RecordId]) -> Vec<RecordId> {
        let mut counted = Vec::with_capacity(records.len());
        for &record in records {
            match self.is_there(record) {
                Ok(true) => counted.push(record),
                Ok(false) => {}
                Err(message) => self.unplaced(event, message),
            }
        }
        counted
    }

    /// What people decided is joined before what rules decided.
    fn clusters(&mut self) -> Clusters {
        let mut clusters = Clusters::default();
        for (event, a, b) in std::mem::take(&mut self.apart) {
            if self.counted(event, &[a, b]).len() == 2 {
                clusters.keep_apart(a, b, event);
                self.state.kept_apart.push((a, b));
            }
        }
        let mut merges = std::mem::take(&mut self.merges);
        merges.sort_by_key(|merge| matches!(merge.how, How::Automatic { .. }));
        for merge in merges {
            let records = self.counted(merge.event, merge.records);
            let Some((&first, rest)) = records.split_first() else {
                continue;
            };
            for &record in rest {
                if let Err(apart) = clusters.join(first, record) {
                    self.state.conflicts.push(Conflict::MergedAndKeptApart {
                        merged: merge.event,
                        apart,
                        records: (first, record),
                    });
                }
            }
        }
        clusters
    }

    fn finish_links(&mut self, clusters: &mut Clusters) {
        for link in std::mem::take(&mut self.state.links) {
            let LinkState { event, a, b, .. } = link;
            if self.counted(event, &[a, b]).len() < 2 {
                continue;
            }
            if clusters.are_joined(a, b) {
                self.state.conflicts.push(Conflict::MergedAndLinked {
                    linked: event,
                    records: (a, b),
                });
            }
            self.state.links.push(link);
        }
    }
}
