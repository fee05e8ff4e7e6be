//! Options that several commands share.

use clap::{Args, ValueEnum};
use euthymia_app::AppError;
use euthymia_app::cohort::CohortRequest;
use euthymia_table::{DecimalMark, Encoding, ReadOptions};
use std::path::Path;

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// A table for the terminal
    #[default]
    Table,
    /// JSON with a versioned schema, full precision
    Json,
    /// CSV, full precision
    Csv,
    /// Markdown
    Md,
}

/// What a cohort's columns mean and which rules count.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "The cohort's scores")]
pub(crate) struct ScoreArgs {
    /// The scale, such as madrs, qids_sr16, hamd17, phq9; told from the columns' names otherwise
    #[arg(long, value_name = "SCALE")]
    instrument: Option<String>,
    /// Column of the patient
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// Column of the score before
    #[arg(long, value_name = "COLUMN")]
    before: Option<String>,
    /// Column of the score after
    #[arg(long, value_name = "COLUMN")]
    after: Option<String>,
    /// Response: a decrease such as '>=50pct' [default: at least 50 %]
    #[arg(long, value_name = "RULE")]
    response: Option<String>,
    /// Remission: a cut-off such as '<10', '<=10', '<=12' [default for MADRS: < 10]
    #[arg(long, value_name = "RULE")]
    remission: Option<String>,
    #[command(flatten)]
    read: ReadArgs,
}

impl ScoreArgs {
    /// The request for the cohort in a file, at the level of 95 %.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices.
    pub(crate) fn request(
        &self,
        file: &Path,
        name: Option<&str>,
    ) -> Result<CohortRequest, AppError> {
        Ok(CohortRequest {
            file: file.to_owned(),
            read: self.read.options()?,
            name: name.map(str::to_owned),
            id_column: self.id.clone(),
            before_column: self.before.clone(),
            after_column: self.after.clone(),
            instrument: self.instrument.clone(),
            response: self.response.clone(),
            remission: self.remission.clone(),
            ..CohortRequest::default()
        })
    }
}

/// How a user's file is read, where it cannot be told with certainty.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Reading the file")]
pub(crate) struct ReadArgs {
    /// Encoding: utf-8, utf-16le, utf-16be or windows-1252 (told from the file when it can be)
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What separates the cells: a character, or the word tab
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,
    /// Decimal mark: point or comma
    #[arg(long, value_name = "MARK")]
    decimal: Option<String>,
    /// A word that means missing, besides the empty cell, NA and the single point; may be repeated
    #[arg(long, value_name = "WORD", allow_hyphen_values = true)]
    missing: Vec<String>,
}

impl ReadArgs {
    /// The options in words, checked: encoding, delimiter, decimal mark and words that mean missing.
    ///
    /// # Errors
    /// As [`options`](Self::options).
    pub(crate) fn words(&self) -> Result<ReadWords, AppError> {
        let read = self.options()?;
        let decimal = read.decimal.map(|mark| match mark {
            DecimalMark::Point => "point".to_owned(),
            DecimalMark::Comma => "comma".to_owned(),
        });
        let encoding = read.encoding.map(|encoding| encoding.name().to_owned());
        Ok((encoding, read.delimiter, decimal, self.missing.clone()))
    }

    /// The options in the terms of the reader.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a word that is none of the choices.
    pub(crate) fn options(&self) -> Result<ReadOptions, AppError> {
        let mut options = ReadOptions::default();
        if let Some(name) = &self.encoding {
            let names: Vec<&str> = Encoding::ALL
                .iter()
                .map(|encoding| encoding.name())
                .collect();
            options.encoding = Some(Encoding::from_name(name).ok_or_else(|| {
                AppError::Usage(format!(
                    "--encoding: \"{name}\" is not an encoding; use one of: {}",
                    names.join(", ")
                ))
            })?);
        }
        if let Some(text) = &self.delimiter {
            options.delimiter = Some(delimiter(text)?);
        }
        if let Some(mark) = &self.decimal {
            options.decimal = Some(match mark.as_str() {
                "point" | "." => DecimalMark::Point,
                "comma" | "," => DecimalMark::Comma,
                _ => {
                    return Err(AppError::Usage(format!(
                        "--decimal: \"{mark}\" is not a decimal mark; use point or comma"
                    )));
                }
            });
        }
        options.missing.extend(self.missing.iter().cloned());
        Ok(options)
    }
}

/// Encoding, delimiter, decimal mark, words that mean missing.
pub(crate) type ReadWords = (Option<String>, Option<char>, Option<String>, Vec<String>);

fn delimiter(text: &str) -> Result<char, AppError> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", _, _) => Ok('\t'),
        (_, Some(only), None) if only.is_ascii() => Ok(only),
        _ => Err(AppError::Usage(format!(
            "--delimiter: \"{text}\" is not a single ASCII character or the word tab"
        ))),
    }
}
