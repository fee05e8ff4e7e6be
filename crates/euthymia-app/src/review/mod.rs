//! The library of a systematic review: a folder into which exports of databases are taken, and
//! everything that can be done with it.

mod amend;
mod archive;
mod conflict;
mod convert;
mod copies;
mod cutting;
mod decide;
mod dedupe;
mod event_words;
mod explain;
mod export;
mod findings;
mod history;
mod import;
mod import_view;
mod library;
mod link;
mod links;
mod prisma;
mod problems;
mod record_view;
mod replay;
mod search;
mod session;
mod source;
mod status;
mod text;
mod writing;

pub use archive::{Archived, archive};
pub use convert::{ConvertRequest, Converted, convert};
pub use copies::merge;
pub use decide::{Decision, decide};
pub use dedupe::{Deduplicated, Waiting, dedupe, queue_view};
pub use euthymia_review::format::ColumnMap;
pub use euthymia_review::log::{NotASourceKind, SourceKind};
pub use euthymia_review::record_id::NotARecordId;
pub use euthymia_review::{Format, ImportId, RecordId};
pub use explain::explain_view;
pub use export::{ExportRequest, export, export_format};
pub use findings::Findings;
pub use history::{entry_view, history_view};
pub use import::{
    ImportRequest, ImportStep, ImportedFile, columns_from_text, format_from_word, import,
};
pub use import_view::{import_view, said};
pub use library::{Progress, for_each_record};
pub use link::{link_from_word, link_words};
pub use links::links_view;
pub use prisma::{
    PrismaParts, PrismaReading, answer, checklist_views, decisions_view, excluded_view,
    prisma_document, prisma_figure, prisma_methods, prisma_searches_view, prisma_views,
};
pub use problems::problems_view;
pub use record_view::{record_text, record_view};
pub use replay::{Replayed, replay};
pub use search::{
    Platform, SearchText, Searched, Shown, Thesaurus, TranslateRequest, Translated, Written,
    check_strategy, platform_from_word, read_strategy, recall_views, search_library, suggest_view,
    translate_strategy,
};
pub use session::{Session, Who, create, open, open_to_read};
pub use source::{SourceRequest, add_source};
pub use status::status_views;
pub use text::Opening;
pub use writing::Exported;
