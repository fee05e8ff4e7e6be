//! The library searched.

use super::Reading;
use super::strategy::tell_warnings;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::review::{
    Platform, SearchText, Searched, Session, Shown, Thesaurus, Written, platform_from_word,
    read_strategy, recall_views, search_library, suggest_view,
};
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Words without a field are looked for everywhere; \"...\" is a phrase, * stands for any letters, and
every platform has its own fields: ketamine[ti] (pubmed), ketamine.ti,ab. (ovid-medline). The index
lies in the folder of the review, is made when it is needed, and may be deleted.

Examples:
  euthymia review search 'esketamin*[tiab] AND depress*[ti]' --review trd
  euthymia review search '(treatment adj3 resistan*).ti,ab.' --syntax ovid-medline --review trd
  euthymia review search --strategy examples/strategies/pubmed.txt --syntax pubmed --review trd
  euthymia review search --recall known.ris --review trd --syntax pubmed --strategy \\
    examples/strategies/pubmed.txt
  euthymia review search --suggest known.ris --review trd";

/// Search the library by a query, or run a whole strategy on it, in the syntax of a platform
///
/// Of a query the reports are listed, the best first; of a strategy the number of reports that each
/// line finds. What is found is exact: every variant of a truncated word, every distance counted.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct SearchArgs {
    /// One search
    query: Option<String>,
    /// A file with numbered lines, or one search per line
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    strategy: Option<PathBuf>,
    /// Whose syntax: pubmed, ovid-medline, ovid-embase, ovid-psycinfo, embase, cochrane, scopus, wos,
    /// ebsco-cinahl, ebsco-psycinfo [default: pubmed; a strategy needs it]
    #[arg(long, value_name = "PLATFORM")]
    syntax: Option<String>,
    /// MeSH file of the National Library of Medicine, to explode headings: desc2026.xml, packed or
    /// not, or d2026.bin
    #[arg(long, value_name = "FILE")]
    mesh: Option<PathBuf>,
    /// Which of the records in FILE the strategy finds, line by line, and what lost the others
    #[arg(long, value_name = "FILE", conflicts_with = "suggest")]
    recall: Option<PathBuf>,
    /// Terms that the records in FILE have more often than the others, and what each would add
    #[arg(long, value_name = "FILE")]
    suggest: Option<PathBuf>,
    /// At most so many; 0 for all [default: 20; of a strategy none is listed unless asked for]
    #[arg(long, value_name = "N")]
    most: Option<usize>,
    /// Show a piece of each abstract with the words that were looked for
    #[arg(long)]
    snippets: bool,
    #[command(flatten)]
    pubmed: super::pubmed::PubMedArgs,
    #[command(flatten)]
    at: Reading,
    /// Who works, for --pubmed: a reviewer of review.toml [default: the only one, or
    /// $EUTHYMIA_REVIEWER]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub(crate) fn search(args: &SearchArgs) -> Result<ExitCode, AppError> {
    if args.pubmed.is_wanted() {
        return fetched(args);
    }
    args.pubmed.refuse_rest()?;
    let written = written(args)?;
    let session = args.at.open()?;
    let thesaurus = args
        .mesh
        .as_deref()
        .map(|path| Thesaurus::read(&session, path))
        .transpose()?;
    let thesaurus = thesaurus.as_ref();
    if let Some(written) = &written {
        tell_warnings(written);
    }
    if let Some(known) = &args.suggest {
        let strategy = written.as_ref().map(|written| (written, thesaurus));
        let most = args.most.unwrap_or(SUGGESTIONS);
        let view = watched(|bar| suggest_view(&session, known, strategy, most, bar))?;
        terminal::tables(&[view], args.at.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(written) = written else {
        return Err(AppError::Usage(
            "say what to search: a query, or --strategy FILE".to_owned(),
        ));
    };
    let found = found(args, &session, &written, thesaurus)?;
    terminal::marked_tables(&found.tables, args.at.format)?;
    let is_fine = found.is_whole && !written.is_damaged();
    Ok(ExitCode::from(u8::from(!is_fine)))
}

/// Suggestions unless more are asked for.
const SUGGESTIONS: usize = 40;

fn found(
    args: &SearchArgs,
    session: &Session,
    written: &Written,
    thesaurus: Option<&Thesaurus>,
) -> Result<Searched, AppError> {
    if let Some(known) = &args.recall {
        return watched(|bar| recall_views(session, written, known, thesaurus, bar));
    }
    let shown = Shown {
        most: args.most,
        marks: terminal::marks(args.at.format),
        has_snippets: args.snippets,
    };
    watched(|bar| search_library(session, written, thesaurus, &shown, bar))
}

/// Does something long with a bar.
fn watched<T>(
    run: impl FnOnce(&mut dyn FnMut(euthymia_app::review::Progress)) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let mut bar = terminal::Bar::new();
    let done = run(&mut |done| bar.count(done.records, done.of, "records indexed"));
    bar.clear();
    done
}

/// What was asked for, in words; `None` where nothing was.
fn written(args: &SearchArgs) -> Result<Option<Written>, AppError> {
    let from = match (&args.query, &args.strategy) {
        (Some(query), _) => SearchText::Query(query.clone()),
        (None, Some(file)) => SearchText::File(file.clone()),
        (None, None) => return Ok(None),
    };
    let platform = match (&args.syntax, &from) {
        (Some(word), _) => platform_from_word(word, "--syntax")?,
        (None, SearchText::Query(_)) => Platform::PubMed,
        (None, SearchText::File(_)) => {
            return Err(AppError::Usage(
                "--syntax: name the platform that the strategy is written for, such as pubmed or \
                 ovid-medline"
                    .to_owned(),
            ));
        }
    };
    read_strategy(&from, platform).map(Some)
}

/// The search of PubMed itself.
fn fetched(args: &SearchArgs) -> Result<ExitCode, AppError> {
    let others = [
        ("--mesh", args.mesh.is_some()),
        ("--recall", args.recall.is_some()),
        ("--suggest", args.suggest.is_some()),
        ("--most", args.most.is_some()),
        ("--snippets", args.snippets),
        ("QUERY", args.query.is_some()),
    ];
    if let Some((name, _)) = others.iter().find(|(_, is_given)| *is_given) {
        return Err(AppError::Usage(format!(
            "--pubmed searches PubMed, not the library: leave {name} out"
        )));
    }
    let at = super::Where {
        review: args.at.review.clone(),
        by: args.by.clone(),
    };
    args.pubmed
        .run(args.strategy.as_deref(), &at, args.at.format)
}
