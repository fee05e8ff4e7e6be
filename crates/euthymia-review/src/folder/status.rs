//! Where a review stands, and what is next.

use std::fmt;

use crate::log::State;

/// Where a review stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its title.
    pub title: Option<String>,
    /// What each source brought; files without a source come first.
    pub sources: Vec<SourceLine>,
    /// Files that count.
    pub files: usize,
    /// Their records.
    pub records: u64,
    /// Records that are copies of another one.
    pub duplicates: u64,
    /// Files among which nobody has looked for duplicates.
    pub unsearched: usize,
    /// Pairs that a person should look at; `None` when that was not computed.
    pub pairs_waiting: Option<u64>,
    /// Pairs of different reports that belong together.
    pub linked: usize,
    /// Stretches of files that are no record.
    pub broken: u64,
    /// Things in records that were not understood.
    pub problems: u64,
    /// Decisions that stand against each other, and versions of `review.toml` that do.
    pub conflicts: usize,
    /// Events that name something that is not there.
    pub unplaced: usize,
    /// What can be done next, most urgent first.
    pub next: Vec<Next>,
}

/// What one source brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// Its short name; `None` for files of which no source was said.
    pub name: Option<String>,
    /// What was searched.
    pub database: Option<String>,
    /// Through which door.
    pub platform: Option<String>,
    /// Day of the search.
    pub searched_on: Option<String>,
    /// Hits that the database reported.
    pub hits_reported: Option<u64>,
    /// Records that count.
    pub records: u64,
    /// Those of them that are copies of an earlier one.
    pub duplicates: u64,
}

/// What can be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Next {
    /// Decisions stand against each other.
    ResolveConflicts(usize),
    /// No source was described yet.
    AddSource,
    /// Nothing was imported yet.
    Import,
    /// Records came from sources that nobody described.
    DescribeSources(usize),
    /// Nobody looked for duplicates since the last import.
    Deduplicate,
    /// Pairs wait for a person.
    DecidePairs(u64),
    /// The library is complete.
    Screen,
}

impl fmt::Display for Next {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ResolveConflicts(count) => write!(
                out,
                "Decide {}: undo one of the decisions that contradict each other.",
                counted(*count as u64, "conflict", "conflicts")
            ),
            Self::AddSource => out.write_str(
                "Describe a source: database, platform, date and the exact search strategy.",
            ),
            Self::Import => out.write_str("Import the files that the databases exported."),
            Self::DescribeSources(count) => write!(
                out,
                "Describe {} whose records are here, so that the search can be reported.",
                counted(*count as u64, "source", "sources")
            ),
            Self::Deduplicate => out.write_str("Look for duplicates."),
            Self::DecidePairs(count) => {
                let pairs = counted(*count, "pair", "pairs");
                write!(out, "Decide {pairs} that may be duplicates.")
            }
            Self::Screen => out.write_str("The library is complete: screen its records."),
        }
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Where a review stands. `pairs_waiting` is computed by whoever looks for duplicates;
/// `undecided_protocols` is [`Folder::undecided_protocols`](crate::Folder::undecided_protocols).
pub fn status(state: &State, pairs_waiting: Option<u64>, undecided_protocols: usize) -> Status {
    let sources = source_lines(state);
    let mut status = Status {
        title: state.title.clone(),
        files: state.counted().count(),
        records: state.records(),
        duplicates: state.duplicates(),
        unsearched: state.unsearched(),
        pairs_waiting,
        linked: state.links.len(),
        broken: state.counted().map(|import| u64::from(import.broken)).sum(),
        problems: state.counted().map(|import| import.problems).sum(),
        conflicts: state.conflicts.len() + undecided_protocols,
        unplaced: state.unplaced.len(),
        sources,
        next: Vec::new(),
    };
    status.next = next(&status);
    status
}

fn source_lines(state: &State) -> Vec<SourceLine> {
    let mut counts = state.by_source();
    let mut line = |name: Option<String>| {
        let count = counts.remove(&name)?;
        let source = state
            .sources
            .iter()
            .find(|source| Some(&source.name) == name.as_ref());
        Some(SourceLine {
            database: source.map(|source| source.database.clone()),
            platform: source.and_then(|source| source.platform.clone()),
            searched_on: source.and_then(|source| source.searched_on.clone()),
            hits_reported: source.and_then(|source| source.hits_reported),
            name,
            records: count.records,
            duplicates: count.duplicates,
        })
    };
    let described = state.sources.iter().map(|source| source.name.clone());
    let others = state.counted().filter_map(|import| import.source.clone());
    let names = std::iter::once(None).chain(described.chain(others).map(Some));
    names.filter_map(&mut line).collect()
}

fn next(status: &Status) -> Vec<Next> {
    let is_vague = |line: &&SourceLine| line.database.is_none() && line.records > 0;
    let vague = status.sources.iter().filter(is_vague).count();
    let waiting = status.pairs_waiting.unwrap_or_default();
    let is_new = status.unsearched > 0;
    let all = [
        (
            status.conflicts > 0,
            Next::ResolveConflicts(status.conflicts),
        ),
        (status.sources.is_empty(), Next::AddSource),
        (status.files == 0, Next::Import),
        (vague > 0, Next::DescribeSources(vague)),
        (is_new, Next::Deduplicate),
        (waiting > 0, Next::DecidePairs(waiting)),
    ];
    let open: Vec<Next> = all
        .into_iter()
        .filter_map(|(is_open, next)| is_open.then_some(next))
        .collect();
    match open.is_empty() {
        true => vec![Next::Screen],
        false => open,
    }
}
