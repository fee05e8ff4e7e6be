//! `euthymia review …`: a systematic review, from its library to its flow diagram.

mod appraise;
mod begin;
mod decisions;
mod duplicates;
mod extract;
#[cfg(feature = "pubmed")]
mod fetch;
mod files;
mod fulltext;
mod moved;
mod order;
mod prisma;
mod pubmed;
mod screen;
mod screening;
mod search;
mod simulate;
mod stopping;
mod strategy;

use crate::options::OutputFormat;
use crate::terminal;
use clap::{Args, Subcommand};
use euthymia_app::AppError;
use euthymia_app::review::{Session, Who, open, open_to_read};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(begin::InitArgs),
    Source(begin::SourceArgs),
    Import(files::ImportArgs),
    Status(begin::StatusArgs),
    Dedupe(duplicates::DedupeArgs),
    Queue(duplicates::QueueArgs),
    Same(decisions::SameArgs),
    Different(decisions::DifferentArgs),
    Link(decisions::LinkArgs),
    Links(duplicates::LinksArgs),
    Search(Box<search::SearchArgs>),
    Translate(strategy::TranslateArgs),
    Check(strategy::CheckArgs),
    Remove(screening::RemoveArgs),
    Screen(screen::ScreenArgs),
    Todo(screening::TodoArgs),
    ExplainOrder(order::ExplainOrderArgs),
    Decide(screening::DecideArgs),
    Conflicts(screening::ConflictsArgs),
    Settle(screening::SettleArgs),
    Tag(screening::TagArgs),
    Screening(screening::ScreeningArgs),
    Pilot(stopping::PilotArgs),
    Agreement(stopping::AgreementArgs),
    Sample(stopping::SampleArgs),
    Stopping(stopping::StoppingArgs),
    Stop(stopping::StopArgs),
    Simulate(simulate::SimulateArgs),
    Fulltext(fulltext::FulltextArgs),
    Study(extract::StudyArgs),
    Extract(extract::ExtractArgs),
    Extraction(extract::ExtractionArgs),
    Adjudicate(extract::AdjudicateArgs),
    Appraise(Box<appraise::AppraiseArgs>),
    Appraisals(appraise::AppraisalsArgs),
    Evidence(extract::EvidenceArgs),
    Moved(moved::MovedArgs),
    Prisma(prisma::PrismaArgs),
    Answer(prisma::AnswerArgs),
    Show(files::ShowArgs),
    Problems(files::ProblemsArgs),
    Amend(decisions::AmendArgs),
    Withdraw(decisions::WithdrawArgs),
    Note(decisions::NoteArgs),
    Undo(decisions::UndoArgs),
    Log(decisions::LogArgs),
    Export(files::ExportArgs),
    Convert(files::ConvertArgs),
    Merge(begin::MergeArgs),
    Archive(prisma::ArchiveArgs),
    Replay(prisma::ReplayArgs),
}

/// Which review, and who works on it.
#[derive(Args)]
pub(crate) struct Where {
    /// The folder of the review
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    review: PathBuf,
    /// Who works: a reviewer of review.toml [default: the only one, or $EUTHYMIA_REVIEWER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Which review.
#[derive(Args)]
pub(crate) struct Reading {
    /// The folder of the review
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    review: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

impl Where {
    fn who(&self) -> Who {
        who(self.by.as_deref())
    }

    /// Opens the review to change it, and says what people should know.
    fn open(&self) -> Result<Session, AppError> {
        let session = open(&self.review, &self.who())?;
        tell(&session);
        Ok(session)
    }
}

impl Reading {
    /// Opens the review to read it, and says what people should know.
    fn open(&self) -> Result<Session, AppError> {
        let session = open_to_read(&self.review)?;
        tell(&session);
        Ok(session)
    }
}

fn who(by: Option<&str>) -> Who {
    let from_environment = || std::env::var("EUTHYMIA_REVIEWER").ok();
    Who {
        by: by.map(str::to_owned).or_else(from_environment),
        now: now(),
    }
}

/// Universal time to the second: that of the clock, or $EUTHYMIA_NOW where an example is made anew
/// with the times it had. The log keeps times as its writer gives them, and this is told each time.
fn now() -> String {
    if let Ok(given) = std::env::var("EUTHYMIA_NOW") {
        terminal::note(&format!("The time is that of EUTHYMIA_NOW: {given}."));
        return given;
    }
    let now = jiff::Timestamp::now();
    let second = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    second.to_string()
}

fn tell(session: &Session) {
    for told in session.told() {
        terminal::note(&told);
    }
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, AppError> {
    match command {
        Command::Init(args) => begin::init(args),
        Command::Study(args) => extract::study(args),
        Command::Extract(args) => extract::extract(args),
        Command::Extraction(args) => extract::extraction(args),
        Command::Adjudicate(args) => extract::adjudicate(args),
        Command::Evidence(args) => extract::evidence(args),
        Command::Source(args) => begin::source(args),
        Command::Import(args) => files::import_files(args),
        Command::Status(args) => begin::status(args),
        Command::Dedupe(args) => duplicates::dedupe_records(args),
        Command::Queue(args) => duplicates::queue(args),
        Command::Screen(args) => screen::screen(args),
        Command::Search(args) => search::search(args),
        Command::Translate(args) => strategy::translate(args),
        Command::Check(args) => strategy::check(args),
        Command::Decide(args) => screening::decide(args),
        Command::Settle(args) => screening::settle(args),
        Command::Conflicts(args) => screening::conflicts(args),
        Command::Tag(args) => screening::tag(args),
        Command::Remove(args) => screening::remove(args),
        Command::Screening(args) => screening::screening(args),
        Command::Todo(args) => screening::todo(args),
        Command::ExplainOrder(args) => order::explain_order(args),
        Command::Fulltext(args) => fulltext::run(args),
        Command::Same(args) => decisions::same(args),
        Command::Different(args) => decisions::different(args),
        Command::Link(args) => decisions::link(args),
        Command::Links(args) => duplicates::links(args),
        Command::Amend(args) => decisions::amend(args),
        Command::Withdraw(args) => decisions::withdraw(args),
        Command::Note(args) => decisions::note(args),
        Command::Undo(args) => decisions::undo(args),
        Command::Log(args) => decisions::log(args),
        Command::Show(args) => files::show(args),
        Command::Problems(args) => files::problems(args),
        Command::Moved(args) => moved::moved(args),
        Command::Prisma(args) => prisma::prisma(args),
        Command::Answer(args) => prisma::answer_item(args),
        Command::Archive(args) => prisma::archive_review(args),
        Command::Replay(args) => prisma::replay_archive(args),
        Command::Export(args) => files::export_library(args),
        Command::Convert(args) => files::convert_file(args),
        Command::Agreement(args) => stopping::agreement(args),
        Command::Pilot(args) => stopping::pilot(args),
        Command::Sample(args) => stopping::sample(args),
        Command::Stopping(args) => stopping::stopping(args),
        Command::Stop(args) => stopping::stop(args),
        Command::Merge(args) => begin::merge_copies(args),
        Command::Appraise(args) => appraise::appraise(args),
        Command::Appraisals(args) => appraise::appraisals(args),
        Command::Simulate(args) => simulate::simulate(args),
    }
}
