//! Conversions: what a paper prints into what an effect size needs.
//!
//! `form` says what a conversion is, `given` reads what is known; `spread`, `five`, `counts`,
//! `effects`, `risks` and `many` hold the conversions, one family each; `run` does one row and
//! `source` brings rows in.

mod counts;
mod effects;
mod five;
mod form;
mod given;
mod many;
mod risks;
mod run;
mod source;
mod spread;

pub use form::Choices;
pub use source::DeriveSource;

use crate::error::AppError;
use euthymia_report::derive::{DerivedRow, Listed};
use euthymia_table::{Diagnostic, nearest};
use form::{Form, What};

/// Everything that can be asked for.
const ALL: [&What; 22] = [
    &spread::SD,
    &five::MEAN_SD,
    &spread::CHANGE_SD,
    &spread::CORRELATION,
    &spread::LOG_SCALE,
    &counts::COUNT,
    &counts::GRIM,
    &counts::TABLES,
    &counts::TABLE,
    &effects::WALD,
    &effects::D,
    &effects::LOG_ODDS,
    &effects::R,
    &risks::OR,
    &risks::RR,
    &risks::RD,
    &risks::NNT,
    &many::COMBINED,
    &many::COMPOSITE,
    &many::SHARED,
    &five::MEDIAN,
    &five::MEDIAN_DIFFERENCE,
];
/// The only one that makes one answer of a whole file.
const OF_ALL_ROWS: &What = &many::POOLED_MEDIAN;

/// What to derive, and from what.
#[derive(Clone, Debug)]
pub struct DeriveRequest {
    /// The word of the conversion, such as `sd`.
    pub what: String,
    /// Where the numbers come from.
    pub source: DeriveSource,
    /// The way to go; `None`: the first that has all it needs.
    pub method: Option<String>,
    /// Level and quantile.
    pub choices: Choices,
}

/// What was derived, row by row.
#[derive(Debug)]
pub struct DeriveAnswer {
    /// What it is.
    pub title: &'static str,
    /// One for each row of input.
    pub rows: Vec<DerivedRow>,
    /// Notes about the input.
    pub notes: Vec<Diagnostic>,
}

fn usage(message: String) -> AppError {
    AppError::Usage(message)
}

fn all() -> impl Iterator<Item = &'static What> {
    ALL.into_iter().chain([OF_ALL_ROWS])
}

fn find(word: &str) -> Result<&'static What, AppError> {
    let lower = word.to_lowercase().replace('_', "-");
    all().find(|what| what.word == lower).ok_or_else(|| {
        let words: Vec<&str> = all().map(|what| what.word).collect();
        let hint = nearest(&[&lower], &words)
            .map_or(String::new(), |near| format!(" Did you mean {near}?"));
        usage(format!(
            "\"{word}\" is nothing that can be derived.{hint} There are: {}. euthymia derive \
             --list says what each needs",
            words.join(", ")
        ))
    })
}

/// The forms that may be taken, in order of preference.
fn forms(what: &'static What, method: Option<&str>) -> Result<Vec<&'static Form>, AppError> {
    let Some(word) = method else {
        return Ok(what.forms.iter().collect());
    };
    let lower = word.to_lowercase();
    let found: Vec<&Form> = what
        .forms
        .iter()
        .filter(|form| form.method == lower)
        .collect();
    if found.is_empty() {
        let words: Vec<&str> = what.forms.iter().map(|form| form.method).collect();
        return Err(usage(format!(
            "--method: \"{word}\" is no method of derive {}; use one of: {}",
            what.word,
            words.join(", ")
        )));
    }
    Ok(found)
}

/// Does a conversion.
///
/// # Errors
/// [`AppError::Usage`] for a word, a method or a name that does not exist, for names that are not
/// enough, and for a number that cannot be used; [`AppError::Input`] for a cell that cannot be read;
/// [`AppError::Analysis`] when nothing fits the numbers given one by one. In a file, a row without
/// an answer keeps its reason.
///
/// # Example
/// ```
/// use euthymia_app::derive::{Choices, DeriveRequest, DeriveSource, derive};
/// let answer = derive(&DeriveRequest {
///     what: "sd".to_owned(),
///     source: DeriveSource::Values(["se=0.5", "n=16"].map(str::to_owned).to_vec()),
///     method: None,
///     choices: Choices::default(),
/// })?;
/// let derived = answer.rows[0].derived.as_ref().expect("an SD");
/// assert_eq!(derived.lines[0][0].1.for_people(), "2");
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn derive(request: &DeriveRequest) -> Result<DeriveAnswer, AppError> {
    let what = find(&request.what)?;
    let forms = forms(what, request.method.as_deref())?;
    let over_rows = std::ptr::eq(what, OF_ALL_ROWS);
    let input = source::open(&request.source, over_rows)?;
    if !input.is_file {
        run::refuse_unknown(what, &input.table)?;
    }
    let task = run::Task {
        what,
        forms,
        choices: request.choices,
    };
    Ok(DeriveAnswer {
        title: what.title,
        rows: task.rows(&input)?,
        notes: input.table.notes().to_vec(),
    })
}

/// The conversions, all or those of one word.
///
/// # Errors
/// [`AppError::Usage`] for a word that does not exist.
pub fn listed(word: Option<&str>) -> Result<Vec<Listed>, AppError> {
    let only = word.map(find).transpose()?;
    let wanted = all().filter(|what| only.is_none_or(|only| only.word == what.word));
    let list = wanted.flat_map(|what| {
        what.forms.iter().map(|form| Listed {
            what: what.word,
            method: form.method,
            needs: form.needs,
            takes: form.takes,
            gives: form.gives,
            formula: form.formula,
            source: form.source,
        })
    });
    Ok(list.collect())
}

/// How each value came about: formula, numbers, source.
#[must_use]
pub fn derive_explanation(answer: &DeriveAnswer) -> String {
    let mut text = String::new();
    for row in &answer.rows {
        if let Ok(derived) = &row.derived {
            text.extend(row.label.iter().map(|label| format!("{label}\n")));
            text.push_str(&derived.explanation);
        }
    }
    text
}
