//! Records of a review, read one at a time, fast enough to be shown at once.

use super::super::amend::apply;
use super::super::library::{context_of, format_of};
use super::text::Text;
use crate::error::AppError;
use euthymia_review::dedupe::merge;
use euthymia_review::{Context, Folder, Format, ImportId, Record, RecordId, State, Stored, parse};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Texts that are kept, so that going back and forth reads nothing again.
const KEPT: usize = 64;

/// The files of a review, open for reading single records.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) state: State,
    /// Place in the merged groups of the record that stands for each.
    groups: HashMap<RecordId, usize>,
    files: HashMap<ImportId, Opened>,
    kept: VecDeque<(RecordId, Arc<Text>)>,
}

#[derive(Debug)]
struct Opened {
    stored: Stored,
    format: Format,
    context: Context,
}

impl Reader {
    pub(super) fn new(state: State) -> Self {
        let groups = state.merged.iter().enumerate();
        let groups = groups.filter_map(|(at, own)| Some((*own.records.first()?, at)));
        Self {
            groups: groups.collect(),
            state,
            files: HashMap::new(),
            kept: VecDeque::new(),
        }
    }

    /// What a report says: its record, with what its copies say besides. What cannot be read is
    /// said in its place, so that screening goes on.
    pub(super) fn text(&mut self, folder: &Folder, record: RecordId) -> Arc<Text> {
        if let Some((_, text)) = self.kept.iter().find(|(own, _)| *own == record) {
            return Arc::clone(text);
        }
        let text = Arc::new(match self.merged(folder, record) {
            Ok((merged, copies)) => Text::of(&merged, copies),
            Err(error) => Text::unreadable(&error.to_string()),
        });
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((record, Arc::clone(&text)));
        text
    }

    fn merged(
        &mut self,
        folder: &Folder,
        record: RecordId,
    ) -> Result<(Record, Vec<RecordId>), AppError> {
        let group = self.groups.get(&record);
        let group = group.and_then(|at| self.state.merged.get(*at));
        let copies = group.map_or_else(|| vec![record], |group| group.records.clone());
        let mut all = Vec::with_capacity(copies.len());
        for copy in &copies {
            all.push(self.record(folder, *copy)?);
        }
        let merged = match all.len() {
            1 => all.pop().unwrap_or_default(),
            _ => merge(&all.iter().collect::<Vec<_>>()),
        };
        let others = copies.into_iter().filter(|copy| *copy != record);
        Ok((merged, others.collect()))
    }

    fn record(&mut self, folder: &Folder, id: RecordId) -> Result<Record, AppError> {
        let file = match self.files.entry(id.import) {
            std::collections::hash_map::Entry::Occupied(own) => own.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(opened(folder, &self.state, id)?)
            }
        };
        let piece = file.stored.piece(id)?;
        let reading = parse(file.format, &piece, &file.context);
        let mut record = reading.record.unwrap_or_default();
        let changes = self.state.amended.range((id, String::new())..);
        for ((_, field), value) in changes.take_while(|((own, _), _)| *own == id) {
            apply(&mut record, field, value.as_deref());
        }
        Ok(record)
    }
}

fn opened(folder: &Folder, state: &State, id: RecordId) -> Result<Opened, AppError> {
    let imported = state
        .imports
        .iter()
        .map(|import| &import.imported)
        .find(|imported| imported.import == id.import)
        .ok_or_else(|| AppError::Usage(format!("there is no record {id}")))?;
    let stored = folder.stored(id.import)?;
    Ok(Opened {
        format: format_of(imported)?,
        context: context_of(&stored, imported)?,
        stored,
    })
}
