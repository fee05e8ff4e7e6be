//! The library of a systematic review: a folder into which exports of databases are taken, and
//! everything that can be done with it.

mod amend;
mod conflict;
mod copies;
mod decide;
mod dedupe;
mod explain;
mod export;
mod history;
mod import;
mod library;
mod link;
mod links;
mod problems;
mod record_view;
mod search;
mod session;
mod status;

pub use copies::merge;
pub use decide::{Decision, decide};
pub use dedupe::{Deduplicated, Waiting, dedupe, queue_view};
pub use euthymia_review::record_id::NotARecordId;
pub use euthymia_review::{ImportId, RecordId};
pub use explain::explain_view;
pub use export::{ExportFormat, ExportRequest, Exported, export};
pub use history::{entry_view, history_view};
pub use import::{
    ImportRequest, ImportedFile, SourceRequest, add_source, format_from_word, import, import_view,
};
pub use library::{Progress, for_each_record};
pub use link::{link_from_word, link_words};
pub use links::links_view;
pub use problems::problems_view;
pub use record_view::{record_text, record_view};
pub use search::{
    Platform, SearchText, Searched, Shown, Thesaurus, TranslateRequest, Translated, Written,
    check_strategy, platform_from_word, read_strategy, recall_views, search_library, suggest_view,
    translate_strategy,
};
pub use session::{Session, Who, create, open, open_to_read};
pub use status::status_views;
