//! The library of a systematic review: a folder into which exports of databases are taken, and
//! everything that can be done with it.

mod agreement;
mod amend;
mod appraise;
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
mod extract;
mod findings;
mod fulltext;
mod history;
mod import;
mod import_view;
mod library;
mod link;
mod links;
mod moved;
mod order;
mod prisma;
mod problems;
mod record_view;
mod replay;
mod round;
pub mod screener;
mod screening;
mod search;
mod session;
mod simulate;
mod simulate_stopping;
mod source;
mod status;
mod stopping;
mod text;
mod writing;

pub use agreement::{AgreementRequest, agreement_views};
pub use appraise::{
    Appraisal, AppraisalInterview, AppraisalRequest, EnteredAppraisal, EvidenceRows, JudgedStudies,
    Prompt, answers_template, appraisals_views, assessment_views, enter_appraisal, evidence_rows,
    judged_studies, read_answers, tool, tools_view,
};
pub use archive::{Archived, archive};
pub use convert::{ConvertRequest, Converted, convert};
pub use copies::merge;
pub use decide::{Decision, decide};
pub use dedupe::{Deduplicated, Waiting, dedupe, queue_view};
pub use euthymia_review::extract::{Answers, csv_template, template};
pub use euthymia_review::format::ColumnMap;
pub use euthymia_review::log::{NotASourceKind, SourceKind};
pub use euthymia_review::log::{Purpose, Stage, Verdict};
pub use euthymia_review::record_id::NotARecordId;
pub use euthymia_review::screen::{Disagreement, Reason, StageRules};
pub use euthymia_review::{Format, ImportId, RecordId};
pub use euthymia_screening::{Explanation, Known, Model, Plan, Ranker, Settings, Strategy};
pub use explain::explain_view;
pub use export::{ExportRequest, export, export_format};
pub use extract::{
    Doubt, EnteredValues, EvidenceWritten, FormInterview, Question, Settling, Sheet, answers_from,
    doubts, doubts_view, extraction_views, name_study, settle, settling, settling_template, sheet,
    studies_view, take, write_evidence,
};
pub use findings::Findings;
pub use fulltext::{
    AddRequest, Added, Assigned, add_full_text, assign_full_texts, full_text_page, full_text_views,
    missing_view, request_full_texts, say_not_retrieved, search_full_texts,
};
pub use history::{entry_view, history_view};
pub use import::{
    ImportRequest, ImportStep, ImportedFile, columns_from_text, format_from_word, import,
};
pub use import_view::{import_view, said};
pub use library::{Progress, for_each_record};
pub use link::{link_from_word, link_words};
pub use links::links_view;
pub use moved::{MovedReview, moved};
pub use order::{
    LearntOrder, OrderRequest, OrderWord, ReadingOrder, chosen_order, explain_order_view,
    learnt_order, strategy_from_word,
};
pub use prisma::{
    PrismaParts, PrismaReading, answer, checklist_views, decisions_view, excluded_view,
    prisma_document, prisma_figure, prisma_methods, prisma_searches_view, prisma_views,
};
pub use problems::problems_view;
pub use record_view::{record_text, record_view};
pub use replay::{Replayed, replay};
pub use round::{DrawRequest, DrawnRound, draw_round};
pub use screening::{
    BatchRequest, Batched, Entered, RemoveRequest, ScreenRequest, SettleRequest, TagRequest,
    TodoRequest, conflicts_view, removal_from_word, remove_records, screen_batch, screen_record,
    screening_views, settle_record, stage_from_word, tag_records, todo_view, verdict_from_word,
};
pub use search::{
    Platform, SearchText, Searched, Shown, Thesaurus, TranslateRequest, Translated, Written,
    check_strategy, platform_from_word, read_strategy, recall_views, search_library, suggest_view,
    translate_strategy,
};
pub use session::{Session, Who, create, open, open_to_read};
pub use simulate::{
    SimulateProgress, SimulateRequest, Simulated, recall_figure, simulate_files, simulation_views,
};
pub use simulate_stopping::{StoppingTrial, stopping_simulation_views};
pub use source::{SourceRequest, add_source};
pub use status::status_views;
pub use stopping::{
    EndRequest, EndedScreening, Ruling, StoppingRequest, end_screening, rule_words, rulings,
    stopping_views,
};
pub use text::Opening;
pub use writing::Exported;
