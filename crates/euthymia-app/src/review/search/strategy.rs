//! What is to be searched: a query, or a strategy in a file.

use crate::error::AppError;
use euthymia_search::query::{self, Concern, Expr, Line, Platform, Strategy, Warning};
use euthymia_table::{Intake, cannot_read, nearest};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where the text of a search stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchText {
    /// One search.
    Query(String),
    /// A file with numbered lines, or one search per line.
    File(PathBuf),
}

/// A search as it was written, read in the syntax of a platform.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its text.
    pub text: String,
    /// Its lines.
    pub strategy: Strategy,
    /// What was not understood.
    pub not_understood: Vec<Warning>,
    /// What a second searcher would ask.
    pub to_check: Vec<Warning>,
}

impl Written {
    /// Whether something is not the search that was meant.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        let matters = |one: &Warning| {
            use Concern::{Brackets, Field, Quotes, Reference, Syntax};
            matches!(one.concern, Syntax | Brackets | Field | Quotes | Reference)
        };
        self.not_understood.iter().any(matters)
            || self.strategy.lines.iter().any(|line| line.search.is_none())
    }

    /// The whole as one search that can be pasted; `None` when a line refers to what is not there.
    #[must_use]
    pub fn one_search(&self) -> Option<String> {
        let whole = self.strategy.inlined()?;
        Some(query::print(&whole, self.strategy.platform))
    }

    /// The lines that can be run.
    pub(super) fn lines(&self) -> Vec<(u32, Expr)> {
        let lines = self.strategy.lines.iter();
        lines
            .filter_map(|line| Some((line.number, line.search.clone()?)))
            .collect()
    }
}

/// Reads a search and looks it over.
///
/// # Errors
/// [`AppError::Input`] when the file cannot be read; [`AppError::Usage`] when there is no search in
/// the text.
pub fn read_strategy(from: &SearchText, platform: Platform) -> Result<Written, AppError> {
    let (text, (strategy, not_understood)) = match from {
        SearchText::Query(text) => (text.clone(), one_line(text, platform)),
        SearchText::File(path) => {
            let text = text_of(path)?;
            let read = query::read(&text, platform);
            (text, read)
        }
    };
    let to_check = query::check(&strategy);
    let written = Written {
        text,
        strategy,
        not_understood,
        to_check,
    };
    if written.lines().is_empty() {
        let place = match from {
            SearchText::Query(text) => format!("\"{text}\""),
            SearchText::File(path) => path.display().to_string(),
        };
        let told: Vec<String> = written
            .not_understood
            .iter()
            .map(|one| format!("; {one}"))
            .collect();
        let name = platform.name();
        return Err(AppError::Usage(format!(
            "{place}: no search of {name} is in it{}",
            told.concat()
        )));
    }
    Ok(written)
}

/// A query as a strategy of one line.
fn one_line(text: &str, platform: Platform) -> (Strategy, Vec<Warning>) {
    let (search, warnings) = query::parse(text, platform, 1);
    let line = Line {
        number: 1,
        search,
        text: text.trim().to_owned(),
        hits: None,
        comment: None,
    };
    let lines = vec![line];
    (Strategy { platform, lines }, warnings)
}

fn text_of(path: &Path) -> Result<String, AppError> {
    let name = path.display().to_string();
    let mut text = String::new();
    let file = File::open(path).and_then(|file| Intake::open(file, None));
    file.and_then(|mut file| file.read_to_string(&mut text))
        .map_err(|error| cannot_read(&name, &error))?;
    Ok(text)
}

/// The platform of a word; `option` is what asked for it.
///
/// # Errors
/// [`AppError::Usage`] with all words for another one.
pub fn platform_from_word(word: &str, option: &str) -> Result<Platform, AppError> {
    let ids: Vec<&str> = Platform::ALL.iter().map(|platform| platform.id()).collect();
    Platform::from_id(&word.to_lowercase()).ok_or_else(|| {
        let near = nearest(&[word], &ids);
        let near = near.map_or(String::new(), |near| format!(" Is it {near}?"));
        AppError::Usage(format!(
            "{option}: \"{word}\" is no platform whose syntax is read.{near} There are: {}.",
            ids.join(", ")
        ))
    })
}
