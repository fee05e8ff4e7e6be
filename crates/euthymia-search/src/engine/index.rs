//! The index: built from records, opened, and brought up to date.

use std::path::Path;

use euthymia_review::{ImportId, Record, RecordId};
use tantivy::directory::MmapDirectory;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{IndexWriter, SegmentReader, TantivyDocument, Term};

use super::error::{SearchError, reading, writing};
use super::part::{self, Part};
use super::tokenizer::{WholeTokenizer, WordTokenizer};

/// Changes when an index of an earlier version can no longer be read.
const VERSION: &str = "euthymia-index-1";

/// The least memory that one thread of a build can work in.
const LEAST_PER_THREAD: usize = 15_000_000;

/// How an index is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Building {
    /// Threads that cut texts into words: 1 or 2.
    pub threads: usize,
    /// Bytes that all of them may fill before they write: at least 15 MB for each. Mapped files
    /// and what is merged afterwards come on top.
    pub memory: usize,
}

impl Default for Building {
    fn default() -> Self {
        Self {
            threads: 2,
            memory: 200_000_000,
        }
    }
}

/// A full-text index of records.
///
/// What is found does not depend on the number of threads it was built with, nor on the order of
/// the records.
///
/// # Example
/// ```
/// use euthymia_review::{ImportId, Record, RecordId};
/// use euthymia_search::engine::{Index, Lookup};
/// use euthymia_search::query::{Expr, Field, Term};
///
/// let record = Record {
///     title: Some("Ketamine for treatment-resistant depression".to_owned()),
///     ..Record::default()
/// };
/// let id = RecordId { import: ImportId(1), number: 1 };
/// let index = Index::in_memory([(id, record)]).unwrap();
/// let term = Term::text("treatment resistant").unwrap().within(&[Field::Title]);
/// let found = index.search(&Expr::Term(term), &Lookup::default()).unwrap();
/// assert_eq!(index.ids(&found.hits), vec![id]);
/// ```
pub struct Index {
    inner: tantivy::Index,
    imports: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) segments: Vec<Segment>,
    ids: Vec<RecordId>,
}

/// A part of the index, with the places of its documents among all records.
pub(crate) struct Segment {
    pub(crate) reader: SegmentReader,
    /// Place of each document among [`Index::ids`]; `None` for one that was replaced.
    pub(crate) ranks: Vec<Option<u32>>,
}

impl Index {
    /// An index that lives as long as the value, by one thread in 100 MB.
    ///
    /// # Errors
    /// [`SearchError::Index`] when the memory cannot be had.
    pub fn in_memory(
        records: impl IntoIterator<Item = (RecordId, Record)>,
    ) -> Result<Self, SearchError> {
        let building = Building {
            threads: 1,
            memory: 100_000_000,
        };
        let inner = tantivy::Index::create_in_ram(schema());
        Self::fill(inner, "", building, false, records)
    }

    /// An index in a folder, which is made if it does not exist; what an earlier index had there is
    /// replaced, all at once at the end.
    ///
    /// `imports` is a fingerprint of what the records come from, given back by
    /// [`imports`](Self::imports).
    ///
    /// # Errors
    /// [`SearchError::TooLittleMemory`]; [`SearchError::Index`] when the folder cannot be written,
    /// or another program is writing to it.
    pub fn build(
        folder: &Path,
        imports: &str,
        building: Building,
        records: impl IntoIterator<Item = (RecordId, Record)>,
    ) -> Result<Self, SearchError> {
        let inner = create(folder)?;
        Self::fill(inner, imports, building, true, records)
    }

    /// The index of a folder; `None` where there is none, or one of another version.
    ///
    /// # Errors
    /// [`SearchError::Index`] when it cannot be read.
    pub fn open(folder: &Path) -> Result<Option<Self>, SearchError> {
        let folder = folder.join(VERSION);
        if !folder.join("meta.json").is_file() {
            return Ok(None);
        }
        let inner = tantivy::Index::open_in_dir(folder).map_err(reading)?;
        Self::with(inner).map(Some)
    }

    /// The same index with further records; a record of the same name is replaced.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn add(
        self,
        imports: &str,
        building: Building,
        records: impl IntoIterator<Item = (RecordId, Record)>,
    ) -> Result<Self, SearchError> {
        Self::fill(self.inner, imports, building, false, records)
    }

    /// The fingerprint that was given when it was built or added to. An index whose fingerprint is
    /// not that of the library is out of date.
    pub fn imports(&self) -> &str {
        &self.imports
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Name of the record at a place.
    pub fn id(&self, rank: usize) -> Option<RecordId> {
        self.ids.get(rank).copied()
    }

    /// Place of a record.
    pub fn rank(&self, id: RecordId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    fn fill(
        inner: tantivy::Index,
        imports: &str,
        building: Building,
        replaces: bool,
        records: impl IntoIterator<Item = (RecordId, Record)>,
    ) -> Result<Self, SearchError> {
        register(&inner);
        let threads = building.threads.clamp(1, 2);
        let least = threads * LEAST_PER_THREAD;
        if building.memory < least {
            return Err(SearchError::TooLittleMemory {
                given: building.memory,
                threads,
                least,
            });
        }
        let memory = building.memory.min(2_000_000_000);
        let mut writer: IndexWriter = inner
            .writer_with_num_threads(threads, memory)
            .map_err(writing)?;
        if replaces {
            writer.delete_all_documents().map_err(writing)?;
        }
        let is_new = replaces
            || inner
                .searchable_segment_metas()
                .map_err(reading)?
                .is_empty();
        write(&writer, &all_fields(&inner.schema())?, is_new, records)?;
        let mut commit = writer.prepare_commit().map_err(writing)?;
        commit.set_payload(imports);
        commit.commit().map_err(writing)?;
        writer.wait_merging_threads().map_err(writing)?;
        Self::with(inner)
    }

    fn with(inner: tantivy::Index) -> Result<Self, SearchError> {
        register(&inner);
        let fields = all_fields(&inner.schema())?;
        let imports = inner.load_metas().map_err(reading)?.payload;
        let reader = inner.reader().map_err(reading)?;
        let mut named = Vec::new();
        for reader in reader.searcher().segment_readers() {
            named.push((reader.clone(), names(reader)?));
        }
        let mut ids: Vec<RecordId> = named
            .iter()
            .flat_map(|(_, names)| names.iter().copied().flatten())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let rank = |id: RecordId| u32::try_from(ids.binary_search(&id).ok()?).ok();
        let segments = named
            .into_iter()
            .map(|(reader, names)| Segment {
                reader,
                ranks: names.into_iter().map(|id| rank(id?)).collect(),
            })
            .collect();
        Ok(Self {
            inner,
            imports: imports.unwrap_or_default(),
            fields,
            segments,
            ids,
        })
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("records", &self.ids.len())
            .field("imports", &self.imports)
            .finish_non_exhaustive()
    }
}

fn create(folder: &Path) -> Result<tantivy::Index, SearchError> {
    let folder = folder.join(VERSION);
    std::fs::create_dir_all(&folder).map_err(writing)?;
    let folder = MmapDirectory::open(folder).map_err(writing)?;
    tantivy::Index::open_or_create(folder, schema()).map_err(writing)
}

fn register(index: &tantivy::Index) {
    index.tokenizers().register("words", WordTokenizer);
    index.tokenizers().register("whole", WholeTokenizer);
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    for part in Part::ALL {
        if part == Part::Id {
            schema.add_u64_field(
                part.name(),
                NumericOptions::default().set_indexed().set_fast(),
            );
            continue;
        }
        let (tokenizer, kept) = if part.is_whole() {
            ("whole", IndexRecordOption::Basic)
        } else {
            ("words", IndexRecordOption::WithFreqsAndPositions)
        };
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(kept)
            .set_fieldnorms(!part.is_whole());
        schema.add_text_field(
            part.name(),
            TextOptions::default().set_indexing_options(indexing),
        );
    }
    schema.build()
}

/// The field of every part, in the order of [`Part::ALL`].
fn all_fields(schema: &Schema) -> Result<Vec<Field>, SearchError> {
    Part::ALL
        .into_iter()
        .map(|part| schema.get_field(part.name()).map_err(reading))
        .collect()
}

impl Index {
    /// The field of a part.
    pub(crate) fn field(&self, part: Part) -> Option<Field> {
        let at = Part::ALL.iter().position(|&one| one == part)?;
        self.fields.get(at).copied()
    }
}

fn write(
    writer: &IndexWriter,
    fields: &[Field],
    is_new: bool,
    records: impl IntoIterator<Item = (RecordId, Record)>,
) -> Result<(), SearchError> {
    let field_of = |part: Part| {
        let at = Part::ALL.iter().position(|&one| one == part)?;
        fields.get(at).copied()
    };
    for (id, record) in records {
        let mut document = TantivyDocument::default();
        if let Some(field) = field_of(Part::Id) {
            if !is_new {
                writer.delete_term(Term::from_field_u64(field, number(id)));
            }
            document.add_u64(field, number(id));
        }
        for (part, text) in part::texts(&record) {
            if let Some(field) = field_of(part) {
                document.add_text(field, text);
            }
        }
        writer.add_document(document).map_err(writing)?;
    }
    Ok(())
}

fn number(id: RecordId) -> u64 {
    u64::from(id.import.0) << 32 | u64::from(id.number)
}

fn id(number: u64) -> Option<RecordId> {
    Some(RecordId {
        import: ImportId(u32::try_from(number >> 32).ok()?),
        number: u32::try_from(number & u64::from(u32::MAX)).ok()?,
    })
}

fn names(reader: &SegmentReader) -> Result<Vec<Option<RecordId>>, SearchError> {
    let column = reader.fast_fields().u64(Part::Id.name()).map_err(reading)?;
    Ok((0..reader.max_doc())
        .map(|doc| {
            let number = column.first(doc).filter(|_| !reader.is_deleted(doc))?;
            id(number)
        })
        .collect())
}
