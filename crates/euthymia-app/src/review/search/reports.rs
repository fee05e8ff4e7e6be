//! Single reports of the library, read when they are shown.

use super::super::amend::apply;
use super::super::library::format_of;
use super::super::session::Session;
use crate::error::AppError;
use euthymia_review::dedupe::merge;
use euthymia_review::folder::Stored;
use euthymia_review::{ImportId, Imported, Record, RecordId, State, parse};
use std::collections::{BTreeMap, HashMap};

/// The reports of a library, each by the record that stands for its copies.
pub(in crate::review) struct Reports<'s> {
    session: &'s Session,
    state: State,
    /// The place of its group for every copy.
    groups: HashMap<RecordId, usize>,
    opened: BTreeMap<ImportId, (Imported, Stored)>,
}

impl<'s> Reports<'s> {
    pub(in crate::review) fn of(session: &'s Session) -> Self {
        let state = session.state();
        let mut groups = HashMap::new();
        for (at, merged) in state.merged.iter().enumerate() {
            groups.extend(merged.records.iter().map(|id| (*id, at)));
        }
        Self {
            session,
            state,
            groups,
            opened: BTreeMap::new(),
        }
    }

    /// All copies of a record, itself among them.
    pub(in crate::review) fn copies(&self, id: RecordId) -> Vec<RecordId> {
        let group = self.groups.get(&id);
        let group = group.and_then(|at| self.state.merged.get(*at));
        group.map_or_else(|| vec![id], |group| group.records.clone())
    }

    /// The sources of all copies, by name, or the names of their files.
    pub(in crate::review) fn sources(&self, id: RecordId) -> Vec<String> {
        let mut names = Vec::new();
        for copy in self.copies(id) {
            let imports = &mut self.state.imports.iter().map(|own| &own.imported);
            let Some(own) = imports.find(|own| own.import == copy.import) else {
                continue;
            };
            let name = own.source.as_ref().unwrap_or(&own.file_name).clone();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What its copies say together.
    pub(in crate::review) fn report(&mut self, id: RecordId) -> Result<Record, AppError> {
        let copies = self.copies(id);
        let copies = copies.into_iter().map(|copy| self.record(copy));
        let copies = copies.collect::<Result<Vec<Record>, _>>()?;
        Ok(match copies.as_slice() {
            [only] => only.clone(),
            all => merge(&all.iter().collect::<Vec<_>>()),
        })
    }

    /// One record, with what people amended.
    pub(in crate::review) fn record(&mut self, id: RecordId) -> Result<Record, AppError> {
        let (imported, stored) = self.stored(id)?;
        let piece = stored.piece(id)?;
        let reading = parse(format_of(imported)?, &piece, stored.context());
        let mut record = reading.record.unwrap_or_default();
        let first = (id, String::new());
        let amended = self.state.amended.range(first..);
        for ((_, field), value) in amended.take_while(|((of, _), _)| *of == id) {
            apply(&mut record, field, value.as_deref());
        }
        Ok(record)
    }

    fn stored(&mut self, id: RecordId) -> Result<&mut (Imported, Stored), AppError> {
        let missing = || AppError::Usage(format!("there is no record {id}"));
        if !self.opened.contains_key(&id.import) {
            let mut imports = self.state.imports.iter().map(|own| &own.imported);
            let imported = imports.find(|own| own.import == id.import);
            let imported = imported.ok_or_else(missing)?.clone();
            let stored = self.session.folder.stored(id.import)?;
            self.opened.insert(id.import, (imported, stored));
        }
        self.opened.get_mut(&id.import).ok_or_else(missing)
    }
}
