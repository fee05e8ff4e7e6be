//! Strategies without a review: said on another platform, looked over.

use crate::options::OutputFormat;
use crate::terminal;
use clap::Args;
use euthymia_app::AppError;
use euthymia_app::output::{refuse_same_file, write_whole};
use euthymia_app::review::{
    TranslateRequest, Written, check_strategy, platform_from_word, translate_strategy,
};
use std::path::PathBuf;
use std::process::ExitCode;

const TRANSLATE_EXAMPLES: &str = "\
Headings are replaced by those that the table of --headings names, a CSV file with the columns
from_vocabulary, from_name, to_vocabulary, to_name (mesh, emtree, apa, cinahl); without one their
words are searched, and it is told.

Example:
  euthymia review translate examples/strategies/pubmed.txt --from pubmed --to ovid-medline";

/// Say a strategy in the syntax of another platform, with a warning for all that cannot carry over
///
/// The strategy goes to standard output or a file, the warnings (line, what, why, what to do) to
/// standard error. Exit status 1 where something has to be checked.
#[derive(Args)]
#[command(after_long_help = TRANSLATE_EXAMPLES)]
pub(crate) struct TranslateArgs {
    /// The file with the strategy
    file: PathBuf,
    /// The platform that it is written for: pubmed, ovid-medline, ovid-embase, ovid-psycinfo, embase,
    /// cochrane, scopus, wos, ebsco-cinahl, ebsco-psycinfo
    #[arg(long, value_name = "PLATFORM")]
    from: String,
    /// The platform that it is to be run on
    #[arg(long, value_name = "PLATFORM")]
    to: String,
    /// A table of headings that mean the same
    #[arg(long, value_name = "FILE")]
    headings: Option<PathBuf>,
    /// Write the strategy to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How to print the warnings
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn translate(args: &TranslateArgs) -> Result<ExitCode, AppError> {
    let request = TranslateRequest {
        file: args.file.clone(),
        from: platform_from_word(&args.from, "--from")?,
        to: platform_from_word(&args.to, "--to")?,
        headings: args.headings.clone(),
    };
    let said = translate_strategy(&request)?;
    match &args.out {
        Some(path) => {
            refuse_same_file(&args.file, path, "--out")?;
            write_whole(path, said.text.as_bytes())?;
            terminal::say(&format!("{} is written.\n", path.display()));
        }
        None => terminal::say(&said.text),
    }
    let is_clean = said.warnings.rows.is_empty();
    if !is_clean {
        terminal::note_table(&said.warnings, args.format)?;
    }
    Ok(ExitCode::from(u8::from(!is_clean)))
}

const CHECK_EXAMPLES: &str = "\
Example:
  euthymia review check examples/strategies/psycinfo-ovid.txt --syntax ovid-psycinfo";

/// Look a strategy over as a second searcher would, after PRESS
///
/// Lines that nothing uses, numbers of lines that are not there, the same search twice, AND with OR
/// without brackets, truncation that the platform does not have, and what cannot be read at all.
/// Exit status 1 where something is found.
#[derive(Args)]
#[command(after_long_help = CHECK_EXAMPLES)]
pub(crate) struct CheckArgs {
    /// The file with the strategy
    file: PathBuf,
    /// The platform that it is written for: pubmed, ovid-medline, ovid-embase, ovid-psycinfo, embase,
    /// cochrane, scopus, wos, ebsco-cinahl, ebsco-psycinfo
    #[arg(long, value_name = "PLATFORM")]
    syntax: String,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(crate) fn check(args: &CheckArgs) -> Result<ExitCode, AppError> {
    let platform = platform_from_word(&args.syntax, "--syntax")?;
    let view = check_strategy(&args.file, platform)?;
    let is_clean = view.rows.is_empty();
    terminal::tables(&[view], args.format)?;
    Ok(ExitCode::from(u8::from(!is_clean)))
}

/// Says beside the result what was not understood in a search, and what a second searcher would ask.
pub(super) fn tell_warnings(written: &Written) {
    for warning in written.not_understood.iter().chain(&written.to_check) {
        terminal::note(&format!("{warning}."));
    }
}
